//! Stretches of two reports' quotations that may be one utterance.
//!
//! Utterances that share rare words (an inverted index, so that a large story stays fast) are aligned
//! word by word; what differs inside is told from cuts, spelling and house style.

pub(crate) mod align;
pub(crate) mod changes;
pub(crate) mod segments;
mod style;

use super::candidate::Candidate;
use crate::told::Told;

/// The stretches of a story.
pub(crate) fn find(told: &Told<'_>) -> Vec<Candidate> {
    let quoted = &told.quoted;
    let found = segments::segments(&quoted.utterances, &told.story.texts, &quoted.rarity);
    found.into_iter().map(Candidate::Quoted).collect()
}
