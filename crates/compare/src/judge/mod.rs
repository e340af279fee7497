//! How the candidates lie to each other: the third of the four rooms.
//!
//! [`judge`] takes all candidates of a story and gives those that hold, with how likely each is
//! right. A learned judge is a file (or folder) here with its named features, a function
//! `fn(&Told, &[...]) -> Vec<Judged>`, one arm in [`judge`], and weights in `data`: typed values in
//! `judge/values`, clauses in `judge/clauses`. What rules have judged themselves goes through with
//! the score of the rule, which `calibration` turns into a likelihood.

mod calibration;

use crate::candidates::{Candidate, Side};
use crate::told::Told;
use crate::{About, Change, FindingKind};

/// Sides that answer one question, and how they lie.
#[derive(Clone, Debug)]
pub struct Judged {
    /// How they lie.
    pub kind: FindingKind,
    /// What sort of slot.
    pub about: About,
    /// The question that they answer.
    pub question: String,
    /// One plain line: why this is so.
    pub explanation: String,
    /// Who says what; the first side of an answer words it.
    pub sides: Vec<Side>,
    /// In an altered quotation or a revision, the words that differ.
    pub changed: Vec<Change>,
    /// What it rests on beyond the words, such as a borrowed date.
    pub assumptions: Vec<String>,
    /// How likely it is right, 0 to 1.
    pub confidence: f64,
}

/// The candidates that hold, in their order.
pub(crate) fn judge(_told: &Told<'_>, candidates: Vec<Candidate>) -> Vec<Judged> {
    candidates
        .into_iter()
        .filter_map(|candidate| match candidate {
            Candidate::Untold => None,
            Candidate::Ruled(ruled) => Some(Judged {
                confidence: calibration::confidence(ruled.rule, ruled.kind, ruled.score),
                kind: ruled.kind,
                about: ruled.about,
                question: ruled.question,
                explanation: ruled.explanation,
                sides: ruled.sides,
                changed: ruled.changed,
                assumptions: Vec::new(),
            }),
        })
        .collect()
}
