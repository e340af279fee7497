//! Noun chunks: a noun with what stands before it and belongs to it.

use crate::doc::Doc;
use std::ops::Range;

/// Relations of a head of a noun chunk.
const RELATIONS: [&str; 10] = [
    "oprd",
    "nsubj",
    "dobj",
    "nsubjpass",
    "pcomp",
    "pobj",
    "dative",
    "appos",
    "attr",
    "ROOT",
];

impl Doc {
    /// The noun chunks, as ranges of tokens: flat, in order, each ending with its noun or pronoun,
    /// as spaCy's `doc.noun_chunks` has them.
    pub fn noun_chunks(&self) -> impl Iterator<Item = Range<usize>> {
        // A chunk must begin behind the last token of the one before, so that none nests.
        let mut last = None;
        self.tokens().filter_map(move |token| {
            let start = token.subtree().start;
            if !matches!(token.pos(), "NOUN" | "PROPN" | "PRON")
                || last.is_some_and(|last| start <= last)
            {
                return None;
            }
            let mut head = token;
            if token.dep() == "conj" {
                head = token.head();
                while head.dep() == "conj" && head.head().index() < head.index() {
                    head = head.head();
                }
            }
            if !RELATIONS.contains(&head.dep()) {
                return None;
            }
            last = Some(token.index());
            Some(start..token.index() + 1)
        })
    }
}
