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

use crate::candidates::Candidate;
use crate::told::Told;
pub use reference::{Checked, Verdict, against};

/// The quotations of a story whose words differ between its reports, and those that its reports
/// share word for word.
pub(crate) fn find(told: &Told<'_>) -> Vec<Candidate> {
    let story = told.story;
    let mut lexicon = lexicon::Lexicon::of(story);
    let utterances = utterance::utterances(story, &mut lexicon);
    let segments = segments::segments(&utterances, &story.texts, &lexicon);
    let found = findings::findings(story, &utterances, &segments, &lexicon);
    found.into_iter().map(Candidate::Ruled).collect()
}
