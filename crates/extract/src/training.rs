//! Rows of features, as the models in `data/` see them, for those who train models anew.
//!
//! Features are computed here once, for training and for use. `training/speakers` says how the
//! rows become weights.

use crosswire_report::Passage;

use crate::speech::{self, choice, reported};
use crate::{Annotated, Extracted, QuotationKind};

pub use crate::speech::Weights;

/// Finds everything in an annotated report by the given weights, as [`extract`](crate::extract) does
/// by those of this version.
#[must_use]
pub fn extract_with(annotated: Annotated, weights: &Weights) -> Extracted {
    crate::extracted::extract_with(annotated, Some(weights))
}

/// One quotation and everybody who may have said it.
#[derive(Clone, Debug)]
pub struct SpeakerRows {
    /// The words said.
    pub passage: Passage,
    /// What sort of quotation.
    pub kind: QuotationKind,
    /// Those who may have.
    pub candidates: Vec<SpeakerRow>,
}

/// One who may have said a quotation.
#[derive(Clone, Debug)]
pub struct SpeakerRow {
    /// The name, as the report gives it; else the words that stand for them.
    pub name: String,
    /// Where the report speaks of them.
    pub mentions: Vec<Passage>,
    /// A value for each of [`speaker_features`].
    pub row: Vec<f32>,
}

/// The names of the features of a [`SpeakerRow`].
#[must_use]
pub fn speaker_features() -> &'static [&'static str] {
    &choice::FEATURES
}

/// Every quotation of a report, reported ones by `weights`, with the candidates for its speaker.
#[must_use]
pub fn speaker_rows(annotated: &Annotated, weights: &Weights) -> Vec<SpeakerRows> {
    let mut all = Vec::new();
    speech::observe(annotated, Some(weights), |speakers, quotations| {
        let who = speakers.who;
        for rows in choice::rows(speakers, quotations) {
            let quotation = &quotations[rows.quotation];
            let candidate =
                |(entity, _, row): (Option<crate::EntityId>, Option<usize>, Vec<f32>)| {
                    let mention = quotation.chain.first().and_then(|link| link.mention);
                    match entity {
                        Some(id) => SpeakerRow {
                            name: who.entities[id.0 as usize].name.clone(),
                            mentions: who
                                .mentions
                                .iter()
                                .filter(|m| m.entity == id)
                                .map(|m| m.passage)
                                .collect(),
                            row,
                        },
                        None => SpeakerRow {
                            name: mention.map_or(String::new(), |m| annotated.words(m).to_owned()),
                            mentions: mention.into_iter().collect(),
                            row,
                        },
                    }
                };
            all.push(SpeakerRows {
                passage: quotation.passage,
                kind: quotation.kind,
                candidates: rows.candidates.into_iter().map(candidate).collect(),
            });
        }
    });
    all
}

/// A stretch that somebody may be reported as saying, thinking or showing.
#[derive(Clone, Debug)]
pub struct ClauseRow {
    /// Where it stands.
    pub passage: Passage,
    /// Its cue.
    pub cue: Passage,
    /// What learned rates are looked up by.
    pub keys: [String; reported::features::KEYS],
    /// A value for each of [`clause_features`].
    pub row: Vec<f32>,
}

/// The names of the features of a [`ClauseRow`], without the rates.
#[must_use]
pub fn clause_features() -> &'static [&'static str] {
    &reported::features::FEATURES
}

/// The quotations that the rules find in a report, and every stretch that may be reported.
#[must_use]
pub fn clause_rows(annotated: &Annotated) -> (Vec<(Passage, QuotationKind)>, Vec<ClauseRow>) {
    let (mut known, mut all) = (Vec::new(), Vec::new());
    speech::observe(annotated, None, |speakers, quotations| {
        known = quotations.iter().map(|q| (q.passage, q.kind)).collect();
        for row in reported::rows(speakers, quotations) {
            let cue = row.clause.cue;
            all.push(ClauseRow {
                passage: annotated.passage(row.block, row.clause.tokens),
                cue: annotated.passage(row.block, cue..cue + 1),
                keys: row.keys,
                row: row.row,
            });
        }
    });
    (known, all)
}
