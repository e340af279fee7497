//! One annotated text, and views of its tokens.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// One annotated text: its tokens with tags, lemmas and heads, its sentences and its entities.
///
/// Offsets are bytes of [`Doc::text`].
#[derive(Clone, Debug)]
pub struct Doc {
    text: Arc<str>,
    tokens: Vec<Row>,
    strings: Vec<Arc<str>>,
    /// Children of every token, grouped by head, in text order; `children_of[i]..children_of[i+1]`.
    children: Vec<u32>,
    children_of: Vec<u32>,
    entities: Vec<Entity>,
}

#[derive(Clone, Debug)]
struct Row {
    start: u32,
    end: u32,
    head: u32,
    left_edge: u32,
    right_edge: u32,
    sentence_start: bool,
    lemma: u32,
    tag: u32,
    pos: u32,
    morph: u32,
    dep: u32,
    /// Index into `entities`, one up; 0 outside.
    entity: u32,
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
        let mut strings = Interner::default();
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
            tokens.push(Row {
                start: part.start as u32,
                end: part.end as u32,
                head: part.head as u32,
                left_edge: i as u32,
                right_edge: i as u32,
                sentence_start: part.sentence_start || i == 0,
                lemma: strings.id(part.lemma),
                tag: strings.id(part.tag),
                pos: strings.id(part.pos),
                morph: strings.id(part.morph),
                dep: strings.id(part.dep),
                entity: 0,
            });
        }
        let mut doc = Doc {
            text,
            tokens,
            strings: strings.strings,
            children: Vec::new(),
            children_of: Vec::new(),
            entities: Vec::new(),
        };
        doc.link();
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
        let start = (0..=index)
            .rev()
            .find(|&i| self.tokens[i].sentence_start)
            .unwrap_or(0);
        let end = (index + 1..self.len())
            .find(|&i| self.tokens[i].sentence_start)
            .unwrap_or(self.len());
        start..end
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

    fn set_entities(&mut self, entities: Vec<Entity>) -> Result<(), String> {
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

    /// Fills in children and subtree edges from the heads.
    fn link(&mut self) {
        let n = self.len();
        let mut children_of = vec![0u32; n + 1];
        for (i, token) in self.tokens.iter().enumerate() {
            if token.head as usize != i {
                children_of[token.head as usize + 1] += 1;
            }
        }
        for i in 0..n {
            children_of[i + 1] += children_of[i];
        }
        let mut at = children_of.clone();
        let mut children = vec![0u32; children_of[n] as usize];
        for (i, token) in self.tokens.iter().enumerate() {
            let head = token.head as usize;
            if head != i {
                children[at[head] as usize] = i as u32;
                at[head] += 1;
            }
        }
        (self.children, self.children_of) = (children, children_of);
        // Each token widens the edges of all above it; the walk is bounded, should heads ever loop.
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

/// A view of one token.
#[derive(Clone, Copy)]
pub struct Token<'d> {
    doc: &'d Doc,
    index: usize,
}

impl<'d> Token<'d> {
    fn row(self) -> &'d Row {
        &self.doc.tokens[self.index]
    }

    fn string(self, id: u32) -> &'d str {
        &self.doc.strings[id as usize]
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
        self.string(self.row().lemma)
    }

    /// Fine tag (Penn Treebank).
    #[must_use]
    pub fn tag(self) -> &'d str {
        self.string(self.row().tag)
    }

    /// Universal part of speech.
    #[must_use]
    pub fn pos(self) -> &'d str {
        self.string(self.row().pos)
    }

    /// Universal features, `Number=Sing|Person=3`; empty for none.
    #[must_use]
    pub fn morph(self) -> &'d str {
        self.string(self.row().morph)
    }

    /// Relation to the head, with the model's own labels.
    #[must_use]
    pub fn dep(self) -> &'d str {
        self.string(self.row().dep)
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

#[derive(Default)]
struct Interner {
    strings: Vec<Arc<str>>,
    ids: HashMap<Arc<str>, u32>,
}

impl Interner {
    fn id(&mut self, string: &str) -> u32 {
        if let Some(&id) = self.ids.get(string) {
            return id;
        }
        let id = self.strings.len() as u32;
        let string: Arc<str> = string.into();
        self.strings.push(Arc::clone(&string));
        self.ids.insert(string, id);
        id
    }
}
