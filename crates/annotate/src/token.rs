//! A view of one token of a document.

use crate::doc::{Doc, Entity, Row};
use std::ops::Range;

/// A view of one token.
#[derive(Clone, Copy)]
pub struct Token<'d> {
    pub(crate) doc: &'d Doc,
    pub(crate) index: usize,
}

impl<'d> Token<'d> {
    fn row(self) -> &'d Row {
        &self.doc.tokens[self.index]
    }

    fn label(self, id: u16) -> &'d str {
        &self.doc.labels[usize::from(id)]
    }

    /// Its place in the document.
    #[must_use]
    pub fn index(self) -> usize {
        self.index
    }

    /// The document it is in.
    #[must_use]
    pub fn doc(self) -> &'d Doc {
        self.doc
    }

    /// First byte.
    #[must_use]
    pub fn start(self) -> usize {
        self.row().start as usize
    }

    /// One past the last byte.
    #[must_use]
    pub fn end(self) -> usize {
        self.row().end as usize
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The word as it stands.
    #[must_use]
    pub fn text(self) -> &'d str {
        &self.doc.text[self.bytes()]
    }

    /// Whether the word is `word`, letter case (ASCII) apart.
    #[must_use]
    pub fn is(self, word: &str) -> bool {
        self.text().eq_ignore_ascii_case(word)
    }

    /// Dictionary form.
    #[must_use]
    pub fn lemma(self) -> &'d str {
        {
            let (start, end) = self.row().lemma;
            &self.doc.lemmas[start as usize..end as usize]
        }
    }

    /// Fine tag (Penn Treebank).
    #[must_use]
    pub fn tag(self) -> &'d str {
        self.label(self.row().tag)
    }

    /// Universal part of speech.
    #[must_use]
    pub fn pos(self) -> &'d str {
        self.label(self.row().pos)
    }

    /// Universal features, `Number=Sing|Person=3`; empty for none.
    #[must_use]
    pub fn morph(self) -> &'d str {
        self.label(self.row().morph)
    }

    /// Relation to the head, with the model's own labels.
    #[must_use]
    pub fn dep(self) -> &'d str {
        self.label(self.row().dep)
    }

    /// Its head; itself for a root.
    #[must_use]
    pub fn head(self) -> Token<'d> {
        Token {
            doc: self.doc,
            index: self.row().head as usize,
        }
    }

    /// Whether it is the root of its sentence.
    #[must_use]
    pub fn is_root(self) -> bool {
        self.row().head as usize == self.index
    }

    /// Whether a sentence starts here.
    #[must_use]
    pub fn is_sentence_start(self) -> bool {
        self.row().sentence_start
    }

    /// Whether it is only white space.
    #[must_use]
    pub fn is_space(self) -> bool {
        self.pos() == "SPACE"
    }

    /// Whether white space follows it directly.
    #[must_use]
    pub fn space_after(self) -> bool {
        self.doc.text[self.end()..].starts_with(char::is_whitespace)
    }

    /// The tokens directly below it, in text order.
    pub fn children(self) -> impl DoubleEndedIterator<Item = Token<'d>> + Clone {
        let doc = self.doc;
        let range = doc.children_of[self.index] as usize..doc.children_of[self.index + 1] as usize;
        doc.children[range].iter().map(move |&index| Token {
            doc,
            index: index as usize,
        })
    }

    /// The first token directly below it with this relation.
    #[must_use]
    pub fn child(self, dep: &str) -> Option<Token<'d>> {
        self.children().find(|child| child.dep() == dep)
    }

    /// Its head, its head's head and so on up to the root.
    pub fn ancestors(self) -> impl Iterator<Item = Token<'d>> {
        let mut at = self;
        let mut left = self.doc.len();
        std::iter::from_fn(move || {
            if at.is_root() || left == 0 {
                return None;
            }
            left -= 1;
            at = at.head();
            Some(at)
        })
    }

    /// From the first to the last token of all that stands below it, itself included.
    #[must_use]
    pub fn subtree(self) -> Range<usize> {
        self.row().left_edge as usize..self.row().right_edge as usize + 1
    }

    /// The entity that it is part of.
    #[must_use]
    pub fn entity(self) -> Option<&'d Entity> {
        (self.row().entity as usize)
            .checked_sub(1)
            .map(|i| &self.doc.entities[i])
    }

    /// The token after it.
    #[must_use]
    pub fn next(self) -> Option<Token<'d>> {
        self.doc.get(self.index + 1)
    }

    /// The token before it.
    #[must_use]
    pub fn previous(self) -> Option<Token<'d>> {
        self.doc.get(self.index.checked_sub(1)?)
    }
}

impl std::fmt::Debug for Token<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}/{}", self.text(), self.tag(), self.dep())
    }
}
