//! One annotated text, and views of its tokens.

use crate::labels::Interner;
use crate::token::Token;
use std::ops::Range;
use std::sync::Arc;

/// One annotated text: its tokens with tags, lemmas and heads, its sentences and its entities.
///
/// Offsets are bytes of [`Doc::text`].
#[derive(Clone, Debug)]
pub struct Doc {
    pub(crate) text: Arc<str>,
    pub(crate) tokens: Vec<Row>,
    /// Texts of tags, parts of speech, features and relations, shared by all documents of a pipeline.
    pub(crate) labels: Arc<[Arc<str>]>,
    /// All lemmas, one after the other.
    pub(crate) lemmas: String,
    /// Children of every token, grouped by head, in text order; `children_of[i]..children_of[i+1]`.
    pub(crate) children: Vec<u32>,
    pub(crate) children_of: Vec<u32>,
    /// The first token of every sentence.
    pub(crate) sentences: Vec<u32>,
    pub(crate) entities: Vec<Entity>,
}

/// One token: places in the text and in the lemmas, numbers of label texts.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) lemma: (u32, u32),
    pub(crate) head: u32,
    pub(crate) left_edge: u32,
    pub(crate) right_edge: u32,
    /// Index into `entities`, one up; 0 outside.
    pub(crate) entity: u32,
    pub(crate) tag: u16,
    pub(crate) pos: u16,
    pub(crate) morph: u16,
    pub(crate) dep: u16,
    pub(crate) sentence_start: bool,
}

/// A stretch of tokens that names something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// The tokens of it.
    pub tokens: Range<usize>,
    /// The model's label: `PERSON`, `ORG`, `GPE`, `DATE`, ...
    pub label: Arc<str>,
}

/// What one token of a [`Doc`] is made of, for annotations that come from elsewhere.
#[derive(Clone, Debug)]
pub struct TokenParts<'a> {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Fine tag (Penn Treebank).
    pub tag: &'a str,
    /// Universal part of speech.
    pub pos: &'a str,
    /// Universal features, `Number=Sing|Person=3`; empty for none.
    pub morph: &'a str,
    /// Dictionary form.
    pub lemma: &'a str,
    /// Index of the head; its own index for a root.
    pub head: usize,
    /// Relation to the head, with the model's own labels.
    pub dep: &'a str,
    /// Whether a sentence starts here.
    pub sentence_start: bool,
}

impl Doc {
    /// A document from annotations made elsewhere: another tool, or a store.
    ///
    /// # Errors
    ///
    /// When offsets are out of order or off a character boundary, a head is out of range, or an
    /// entity is empty, overlaps another or is out of order: the message names the token.
    pub fn from_parts(
        text: impl Into<Arc<str>>,
        parts: &[TokenParts<'_>],
        entities: Vec<Entity>,
    ) -> Result<Doc, String> {
        let text = text.into();
        if u32::try_from(text.len()).is_err() {
            return Err(format!(
                "the text has {} bytes, and at most {} can be addressed",
                text.len(),
                u32::MAX
            ));
        }
        let mut labels = Interner::default();
        let mut lemmas = String::new();
        let mut tokens = Vec::with_capacity(parts.len());
        let mut last = 0;
        for (i, part) in parts.iter().enumerate() {
            if part.start < last
                || part.start >= part.end
                || text.get(part.start..part.end).is_none()
            {
                return Err(format!(
                    "token {i}: {}..{} is not a stretch of the text",
                    part.start, part.end
                ));
            }
            if part.head >= parts.len() {
                return Err(format!(
                    "token {i}: head {} of {} tokens",
                    part.head,
                    parts.len()
                ));
            }
            last = part.end;
            let mut label = |text| {
                labels
                    .try_id(text)
                    .ok_or_else(|| format!("token {i}: there are too many labels"))
            };
            let start = lemmas.len();
            lemmas.push_str(part.lemma);
            if u32::try_from(lemmas.len()).is_err() {
                return Err(format!("token {i}: the lemmas are too long"));
            }
            tokens.push(Row {
                start: part.start as u32,
                end: part.end as u32,
                head: part.head as u32,
                left_edge: i as u32,
                right_edge: i as u32,
                sentence_start: part.sentence_start || i == 0,
                lemma: (start as u32, lemmas.len() as u32),
                tag: label(part.tag)?,
                pos: label(part.pos)?,
                morph: label(part.morph)?,
                dep: label(part.dep)?,
                entity: 0,
            });
        }
        let mut doc = Doc {
            text,
            tokens,
            labels: labels.finish(),
            lemmas,
            children: Vec::new(),
            children_of: Vec::new(),
            sentences: Vec::new(),
            entities: Vec::new(),
        };
        doc.link_children();
        doc.link_edges();
        doc.set_entities(entities)?;
        Ok(doc)
    }

    /// The text that was annotated.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Number of tokens.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there is no token.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The token at `index`.
    ///
    /// # Panics
    ///
    /// When `index >= len()`.
    #[must_use]
    pub fn token(&self, index: usize) -> Token<'_> {
        assert!(index < self.len(), "token {index} of {}", self.len());
        Token { doc: self, index }
    }

    /// The token at `index`, if there is one.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Token<'_>> {
        (index < self.len()).then_some(Token { doc: self, index })
    }

    /// All tokens.
    pub fn tokens(&self) -> impl ExactSizeIterator<Item = Token<'_>> + DoubleEndedIterator + Clone {
        (0..self.len()).map(|index| Token { doc: self, index })
    }

    /// The sentences, as ranges of tokens.
    pub fn sentences(&self) -> impl Iterator<Item = Range<usize>> {
        let mut start = 0;
        std::iter::from_fn(move || {
            if start >= self.len() {
                return None;
            }
            let end = (start + 1..self.len())
                .find(|&i| self.tokens[i].sentence_start)
                .unwrap_or(self.len());
            let sentence = start..end;
            start = end;
            Some(sentence)
        })
    }

    /// The sentence that holds a token.
    #[must_use]
    pub fn sentence_of(&self, index: usize) -> Range<usize> {
        let after = self
            .sentences
            .partition_point(|&start| start as usize <= index);
        let start = after.checked_sub(1).map_or(0, |at| self.sentences[at]);
        let end = self
            .sentences
            .get(after)
            .map_or(self.len(), |&end| end as usize);
        start as usize..end
    }

    /// The entities, in order, without overlap.
    #[must_use]
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// The bytes from the first to the last token of a range; empty at the text's end for none.
    #[must_use]
    pub fn bytes(&self, tokens: Range<usize>) -> Range<usize> {
        if tokens.is_empty() || tokens.end > self.len() {
            return self.text.len()..self.text.len();
        }
        self.tokens[tokens.start].start as usize..self.tokens[tokens.end - 1].end as usize
    }

    /// The words of a range of tokens.
    #[must_use]
    pub fn words(&self, tokens: Range<usize>) -> &str {
        &self.text[self.bytes(tokens)]
    }

    pub(crate) fn set_entities(&mut self, entities: Vec<Entity>) -> Result<(), String> {
        let mut last = 0;
        for (i, entity) in entities.iter().enumerate() {
            if entity.tokens.start < last
                || entity.tokens.is_empty()
                || entity.tokens.end > self.len()
            {
                return Err(format!(
                    "entity {i}: tokens {:?} are empty, overlap or out of order",
                    entity.tokens
                ));
            }
            last = entity.tokens.end;
            for token in &mut self.tokens[entity.tokens.clone()] {
                token.entity = i as u32 + 1;
            }
        }
        self.entities = entities;
        Ok(())
    }

    /// Groups the tokens by their heads, and notes where sentences begin.
    pub(crate) fn link_children(&mut self) {
        let n = self.len();
        let starts = self.tokens.iter().enumerate();
        let starts = starts.filter(|(_, token)| token.sentence_start);
        self.sentences = starts.map(|(i, _)| i as u32).collect();
        let mut children_of = vec![0u32; n + 2];
        for (i, token) in self.tokens.iter().enumerate() {
            if token.head as usize != i {
                children_of[token.head as usize + 2] += 1;
            }
        }
        for i in 0..=n {
            children_of[i + 1] += children_of[i];
        }
        let mut children = vec![0u32; children_of[n + 1] as usize];
        for (i, token) in self.tokens.iter().enumerate() {
            let head = token.head as usize;
            if head != i {
                children[children_of[head + 1] as usize] = i as u32;
                children_of[head + 1] += 1;
            }
        }
        (self.children, self.children_of) = (children, children_of);
    }

    /// Finds the first and the last token below each.
    fn link_edges(&mut self) {
        // Each token widens the edges of all above it; the walk is bounded, should heads ever loop.
        let n = self.len();
        for i in 0..n {
            let mut head = self.tokens[i].head as usize;
            let mut below = i;
            for _ in 0..n {
                if head == below {
                    break;
                }
                let row = &mut self.tokens[head];
                if row.left_edge <= i as u32 && i as u32 <= row.right_edge {
                    break;
                }
                row.left_edge = row.left_edge.min(i as u32);
                row.right_edge = row.right_edge.max(i as u32);
                below = head;
                head = row.head as usize;
            }
        }
    }
}
