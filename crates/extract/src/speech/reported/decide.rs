//! Which stretches are reported as somebody's, and whose.

use std::collections::{BTreeMap, HashMap, HashSet};

use crosswire_report::{Field, Passage};

use super::clauses::{Clause, Tie};
use super::{Row, rows};
use crate::speech::Weights;
use crate::speech::speakers::Speakers;
use crate::{Attribution, Polarity, Quotation, QuotationKind};

/// From this chance on a stretch is told; chosen where precision is about 0.85 on outlets held out.
const LEAST: f32 = 0.76;
/// Below this chance a clause that the rules found is not told after all; it still says whose word it is.
const DOUBTED: f32 = 0.5;
/// What is less often reported than this is not looked at: three in four stretches.
const HOPELESS: f32 = 0.04;

/// What is reported beside `quotations`, in the order of the cues; of these, what is doubted goes.
pub(crate) fn find(
    speakers: &Speakers<'_>,
    quotations: &mut Vec<Quotation>,
    weights: &Weights,
) -> Vec<Quotation> {
    let mut likely: Vec<(f32, Row, Passage)> = Vec::new();
    // Of what the rules found, the chance that the likeliest reading of it has.
    let mut held: HashMap<usize, f32> = HashMap::new();
    for mut row in rows(speakers, quotations) {
        let rates = row.keys.each_ref().map(|key| weights.rate(key));
        if rates[0] < HOPELESS || is_unsaid(speakers, &row) {
            continue;
        }
        row.row.extend(rates);
        let chance = weights.clause.probability(&row.row);
        if let Some(at) = row.told {
            let held = held.entry(at).or_insert(0.0);
            *held = held.max(chance);
        }
        if chance >= LEAST {
            let passage = speakers
                .annotated
                .passage(row.block, row.clause.tokens.clone());
            likely.push((chance, row, passage));
        }
    }
    let mut chances = (0..quotations.len()).map(|at| held.get(&at));
    quotations.retain(|_| {
        chances
            .next()
            .flatten()
            .is_none_or(|&chance| chance >= DOUBTED)
    });
    // Neighbours are looked up by where they begin.
    let mut taken: BTreeMap<(Field, usize), Vec<Passage>> = BTreeMap::new();
    let spoken = quotations
        .iter()
        .filter(|q| q.kind == QuotationKind::Indirect);
    for quotation in spoken {
        let at = (quotation.passage.field, quotation.passage.span.start());
        taken.entry(at).or_default().push(quotation.passage);
    }
    let mut cues: HashSet<(usize, usize)> = HashSet::new();
    likely.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
    let mut found: Vec<(usize, usize, Quotation)> = Vec::new();
    for (_, row, passage) in likely {
        let cue = row.clause.cue;
        let (field, start) = (passage.field, passage.span.start());
        let near = (field, start.saturating_sub(passage.span.len()))..=(field, passage.span.end());
        let clash = cues.contains(&(row.block, cue))
            || taken
                .range(near)
                .flat_map(|(_, all)| all)
                .any(|other| shared(passage, *other) > 0.5);
        if clash {
            continue;
        }
        cues.insert((row.block, cue));
        taken.entry((field, start)).or_default().push(passage);
        let quotation = Quotation {
            kind: QuotationKind::Reported,
            passage,
            utterance: None,
            confidence: 0.0,
            candidates: Vec::new(),
            why: format!(
                "what “{}” reports",
                speakers.annotated.blocks()[row.block]
                    .doc
                    .token(cue)
                    .lemma()
                    .to_lowercase()
            ),
            chain: chain(speakers, row.block, &row.clause),
        };
        found.push((row.block, cue, quotation));
    }
    found.sort_by_key(|(block, cue, ..)| (*block, *cue));
    found.into_iter().map(|(.., quotation)| quotation).collect()
}

/// "did not say when it would open": what is left unsaid is nobody's word.
fn is_unsaid(speakers: &Speakers<'_>, row: &Row) -> bool {
    let doc = &speakers.annotated.blocks()[row.block].doc;
    let cue = doc.token(row.clause.cue);
    let says = crate::tables::cue_verb(cue).is_some_and(|cue| cue.clause);
    says && row.clause.tie == Tie::Clause && cue.children().any(|child| child.dep() == "neg")
}

/// Which part of the longer of two passages both have.
fn shared(a: Passage, b: Passage) -> f32 {
    if a.field != b.field {
        return 0.0;
    }
    let common = a
        .span
        .end()
        .min(b.span.end())
        .saturating_sub(a.span.start().max(b.span.start()));
    common as f32 / a.span.len().max(b.span.len()).max(1) as f32
}

/// Who says, thinks or shows it.
fn chain(speakers: &Speakers<'_>, block: usize, clause: &Clause) -> Vec<Attribution> {
    let doc = &speakers.annotated.blocks()[block].doc;
    let cue = doc.token(clause.cue);
    if clause.tie == Tie::According
        && let Some((words, source)) = crate::speech::cue::source(doc, clause.cue)
    {
        return speakers.source_chain(block, words, source);
    }
    if cue.tag().starts_with("VB") && clause.tie != Tie::Passive {
        let chain = speakers.chain(block, cue);
        if chain.first().is_some_and(|link| link.mention.is_some()) {
            return chain;
        }
    }
    let words = clause.cue..clause.cue + 1;
    let polarity = crate::tables::cue_verb(cue).map_or(Polarity::Positive, |cue| cue.polarity);
    let source = clause.source.map(|i| doc.token(i));
    vec![speakers.link(block, source, words, cue.lemma(), polarity)]
}
