//! The sentence before a claim that leans on it: "It is a failed policy" means nothing without.

use crosswire_extract::Extracted;
use crosswire_report::{Field, Passage, Role};
use crosswire_text::Span;

use super::clause::sentence;
use super::names::{bare, is_unbalanced};

/// Characters that it has at most, and words at least.
const MOST: usize = 300;
const LEAST_WORDS: usize = 4;

/// The sentence before the one that `passage` begins in, of its own paragraph or as the last of the one before.
pub(super) fn sentence_before(extracted: &Extracted, passage: Passage) -> Option<Passage> {
    if passage.field != Field::Text {
        return None;
    }
    let (at, block) = extracted.annotated.block_of(passage)?;
    let first = block.tokens(passage).start;
    let own = sentence(&block.doc, first..first + 1).start;
    let blocks = extracted.annotated.blocks();
    let (block, end) = if own > 0 {
        (block, own)
    } else {
        let before = blocks[..at].last()?;
        let block = Some(before).filter(|other| other.role == Role::Paragraph)?;
        (block, block.doc.len())
    };
    let last = (0..end).rev().find(|&i| !block.doc.token(i).is_space())?;
    let range = sentence(&block.doc, last..last + 1);
    let span = Span::from(block.doc.bytes(range.clone())).trim(block.doc.text());
    let told = range.clone().any(|i| block.doc.token(i).pos() == "VERB");
    let shown = bare(extracted, block.place(span));
    let words = extracted.annotated.words(shown);
    let reads = words.split_whitespace().count() >= LEAST_WORDS
        && words.chars().count() <= MOST
        && !is_unbalanced(words)
        && !words.contains(extracted.annotated.words(passage).trim());
    (told && reads).then_some(shown)
}
