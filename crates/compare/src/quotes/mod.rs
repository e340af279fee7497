//! Altered quotations: one utterance of one speaker, in quotation marks in several reports, whose
//! words differ.
//!
//! Utterances that share rare words (an inverted index, so that a large story stays fast) are
//! aligned word by word. Cuts at the ends, ellipses, brackets and spelling are no alteration.

mod align;
mod changes;
mod findings;
mod lexicon;
mod reference;
mod segments;
mod speakers;
mod style;
mod utterance;
mod words;

use crate::{Finding, Story};
pub use reference::{Checked, Verdict, against};

/// The quotations of a story whose words differ between its reports.
pub(crate) fn find(story: &Story<'_>) -> Vec<Finding> {
    let mut lexicon = lexicon::Lexicon::of(story);
    let utterances = utterance::utterances(story, &mut lexicon);
    let segments = segments::segments(&utterances, &story.texts, &lexicon);
    findings::findings(story, &utterances, &segments)
}
