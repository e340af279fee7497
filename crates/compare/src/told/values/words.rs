//! The words of a report that tell something, token by token, made once.

use std::ops::Range;

use crosswire_annotate::Token;
use crosswire_extract::Extracted;

use super::bag::{Bag, Word};
use crate::lexicon::Set;

/// The telling words of every token of a report.
pub(super) struct Words {
    blocks: Vec<Vec<Told>>,
}

/// What one token tells.
#[derive(Clone, Copy, Default)]
struct Told {
    word: Option<Word>,
    name: bool,
}

impl Words {
    pub(super) fn new(report: &Extracted) -> Words {
        let blocks = report.annotated.blocks().iter();
        Words {
            blocks: blocks
                .map(|block| block.doc.tokens().map(told).collect())
                .collect(),
        }
    }

    /// The word of a token, if it tells anything.
    pub(super) fn word(&self, block: usize, token: usize) -> Option<Word> {
        self.blocks[block].get(token)?.word
    }

    /// The telling words of a stretch, but for `except`.
    pub(super) fn bag(&self, block: usize, tokens: Range<usize>, except: &Range<usize>) -> Bag {
        self.those(block, tokens, except, |_| true)
    }

    /// The words of names in a stretch, but for `except`.
    pub(super) fn names(&self, block: usize, tokens: Range<usize>, except: &Range<usize>) -> Bag {
        self.those(block, tokens, except, |told| told.name)
    }

    fn those(
        &self,
        block: usize,
        tokens: Range<usize>,
        except: &Range<usize>,
        wanted: impl Fn(&Told) -> bool,
    ) -> Bag {
        let all = &self.blocks[block];
        tokens
            .filter(|at| !except.contains(at))
            .filter_map(|at| all.get(at).filter(|told| wanted(told))?.word)
            .collect()
    }
}

fn told(token: Token<'_>) -> Told {
    let telling = matches!(token.pos(), "NOUN" | "PROPN" | "VERB" | "ADJ" | "ADV");
    let spelt = token.text().chars().any(char::is_alphabetic)
        && !token.text().chars().any(|c| c.is_ascii_digit());
    if !telling || !spelt {
        return Told::default();
    }
    let lemma = token.lemma();
    if Set::Untelling.has(lemma) {
        return Told::default();
    }
    let dated = token
        .entity()
        .is_some_and(|entity| matches!(&*entity.label, "DATE" | "TIME"));
    Told {
        word: Some(Word::new(lemma)),
        name: token.pos() == "PROPN" && !dated,
    }
}
