//! Altered quotations: one utterance of one speaker, in quotation marks in several reports, whose
//! words differ.
//!
//! Utterances that share rare words (an inverted index, so that a large story stays fast) are
//! aligned word by word. Cuts at the ends, ellipses, brackets and spelling are no alteration.

mod align;
mod changes;
mod findings;
mod lexicon;
mod places;
mod reference;
mod segments;
mod speakers;
mod style;
mod utterance;
mod words;

use crate::{Finding, Story};
pub use reference::{Checked, Verdict, against};

/// The quotations of a story whose words differ between its reports, and those that its reports
/// share word for word.
pub(crate) fn find(story: &Story<'_>) -> Vec<Finding> {
    let mut lexicon = lexicon::Lexicon::of(story);
    let utterances = utterance::utterances(story, &mut lexicon);
    let segments = segments::segments(&utterances, &story.texts, &lexicon);
    findings::findings(story, &utterances, &segments, &lexicon)
}

/// Whether a finding of quotations says what an agreement of clauses says: in two reports or more
/// the agreement's passages lie in those that the quotations show.
pub(crate) fn says_already(quoted: &Finding, agreement: &Finding) -> bool {
    let held = |evidence: &&crate::Evidence| {
        quoted.evidence.iter().any(|other| {
            let (a, b) = (evidence.passage, other.passage);
            let from = a.span.start().max(b.span.start());
            let to = a.span.end().min(b.span.end());
            evidence.report == other.report
                && a.field == b.field
                && to > from
                && 5 * (to - from) >= 4 * a.span.len()
        })
    };
    let mut reports: Vec<usize> = agreement
        .evidence
        .iter()
        .filter(held)
        .map(|evidence| evidence.report)
        .collect();
    reports.dedup();
    reports.len() >= 2
}
