//! What annotates: one thread's memory of words, and the way of texts through the networks.
//!
//! Short texts go through together, layer by layer: the weights of a network pass through the caches
//! once for all of them. No text sees another. Between two lie as many rows as the layers look ahead,
//! and each begins at an even row, since window layers take rows in pairs: what a text becomes does
//! not depend on its company.

use crate::doc::{Doc, Entity, Row};
use crate::encoder::{DEPTH, GAP, Memory, Room};
use crate::lexicon::Attributes;
use crate::math::WIDTH;
use crate::names::Found;
use crate::parser::Parse;
use crate::pipeline::{Parts, parts_of};
use crate::ruler::Annotation;
use crate::scorer::Products;
use crate::tokenizer::Spans;
use crate::words::{NO_SLOT, Rules, Words};
use std::ops::Range;
use std::sync::Arc;

/// Tokens that go through together at least, if there are so many.
const TOGETHER: usize = 1024;

/// Memory of words, and room to work in, for one thread at a time.
#[derive(Default)]
pub(crate) struct Worker {
    words: Words,
    memory: Memory,
    name_memory: Memory,
    /// Of each token of a text: its bytes, its word, whether a plain space follows.
    spans: Vec<(u32, u32)>,
    tokens: Vec<(u32, bool)>,
    phrase_starts: Vec<u32>,
    /// Those of all texts that go through together.
    all_spans: Vec<(u32, u32)>,
    all_tokens: Vec<(u32, bool)>,
    pieces: Vec<Piece>,
    slots: Vec<u32>,
    name_slots: Vec<u32>,
    new_words: Vec<(Attributes, bool)>,
    rows: Vec<f32>,
    name_rows: Vec<f32>,
    spaces: Vec<bool>,
    scores: Vec<f32>,
    annotations: Vec<Annotation>,
    parse: Parse,
    found: Vec<Found>,
    products: Products,
    room: Room,
}

/// A text, or a part of a very long one, on its way through the networks.
struct Piece {
    /// The document it becomes part of, and its first byte there.
    doc: usize,
    start: usize,
    tokens: Range<usize>,
    /// Where its rows begin.
    row: usize,
}

impl Worker {
    /// Annotates texts, each into its document.
    pub(crate) fn annotate(&mut self, parts: &Parts, docs: &mut [Doc]) {
        for doc in 0..docs.len() {
            let text = Arc::clone(&docs[doc].text);
            for part in parts_of(&text) {
                self.tokenize(parts, &text[part.clone()]);
                self.take_up(doc, part.start);
                if self.all_tokens.len() >= TOGETHER {
                    self.run(parts, docs);
                }
            }
        }
        self.run(parts, docs);
    }

    /// Where the tokens of a text stand that was tokenized last.
    pub(crate) fn spans(&self) -> &[(u32, u32)] {
        &self.spans
    }

    /// Puts a tokenized text beside those that wait.
    fn take_up(&mut self, doc: usize, start: usize) {
        let first = self.all_tokens.len();
        if self.tokens.is_empty() {
            return;
        }
        if !self.pieces.is_empty() {
            let gap = DEPTH + self.slots.len() % 2;
            self.slots.resize(self.slots.len() + gap, GAP);
            self.name_slots.resize(self.slots.len(), GAP);
        }
        self.pieces.push(Piece {
            doc,
            start,
            tokens: first..first + self.tokens.len(),
            row: DEPTH + self.slots.len(),
        });
        self.all_tokens.extend_from_slice(&self.tokens);
        self.all_spans.extend_from_slice(&self.spans);
        // Slots follow when all words are known.
        self.slots.resize(self.slots.len() + self.tokens.len(), GAP);
        self.name_slots.resize(self.slots.len(), GAP);
    }

    /// Annotates all that waits.
    fn run(&mut self, parts: &Parts, docs: &mut [Doc]) {
        self.encode(parts);
        self.encode_names(parts);
        let pieces = std::mem::take(&mut self.pieces);
        for piece in &pieces {
            self.decide(parts, piece);
            let text = Arc::clone(&docs[piece.doc].text);
            self.write(parts, piece, &text, &mut docs[piece.doc]);
        }
        self.pieces = pieces;
        self.pieces.clear();
        self.all_tokens.clear();
        self.all_spans.clear();
        self.slots.clear();
        self.name_slots.clear();
        self.forget();
    }

    /// Keeps memory within bounds, between texts.
    pub(crate) fn forget(&mut self) {
        if self.words.trim() {
            self.memory = Memory::default();
            self.name_memory = Memory::default();
        }
    }

    /// Tags, parse, entities and all else of a text, from its rows.
    fn decide(&mut self, parts: &Parts, piece: &Piece) {
        let (cpu, tokens) = (parts.cpu, &self.all_tokens[piece.tokens.clone()]);
        let rows = piece.row * WIDTH..(piece.row + tokens.len()) * WIDTH;
        let words = &self.words;
        self.spaces.clear();
        self.spaces.extend(
            tokens
                .iter()
                .map(|token| words.get(token.0).attributes.is_space),
        );
        let spaces = &self.spaces;
        let is_space: &dyn Fn(usize) -> bool = &|i| spaces[i];

        let vectors = &self.rows[rows.clone()];
        let annotations = &mut self.annotations;
        parts
            .tagger
            .annotate(cpu, vectors, &mut self.scores, annotations);
        let (products, parse) = (&mut self.products, &mut self.parse);
        parts
            .parser
            .annotate(cpu, vectors, is_space, products, parse);
        for (annotation, &dep) in annotations.iter_mut().zip(&parse.deps) {
            annotation.dep = dep;
        }
        let (vectors, starts) = (&self.name_rows[rows], &parse.sentence_starts);
        let found = &mut self.found;
        parts
            .recogniser
            .annotate(cpu, vectors, is_space, starts, products, found);
        let rules = tokens.iter().map(|token| words.get(token.0).rules);
        parts.ruler.annotate(rules, annotations);
    }

    /// Finds the tokens of a text.
    pub(crate) fn tokenize(&mut self, parts: &Parts, text: &str) {
        let with = Rules {
            tokenizer: &parts.tokenizer,
            lexicon: &parts.lexicon,
            ruler: &parts.ruler,
        };
        self.spans.clear();
        self.tokens.clear();
        self.phrase_starts.clear();
        for span in Spans::new(text) {
            let mut at = span.start as u32;
            for &(len, word) in self.words.chunk(&text[span.start..span.end], &with) {
                self.spans.push((at, at + len));
                self.tokens.push((word, false));
                at += len;
            }
            if let Some(last) = self.tokens.last_mut() {
                last.1 = span.space;
            }
        }
        let candidates =
            (0..self.tokens.len()).filter(|&i| self.words.get(self.tokens[i].0).starts_phrase);
        self.phrase_starts.extend(candidates.map(|i| i as u32));
        let rejoined = parts
            .tokenizer
            .rejoin(text, &self.spans, &self.phrase_starts);
        for place in rejoined.iter().rev() {
            let last_space = self.tokens[place.end - 1].1;
            let mut at = self.spans[place.start].0;
            let mut spans = Vec::new();
            let mut tokens = Vec::new();
            for piece in place.pieces {
                let end = at + piece.len;
                spans.push((at, end));
                tokens.push((
                    self.words
                        .word(&text[at as usize..end as usize], piece.norm, &with),
                    false,
                ));
                at = end;
            }
            if let Some(last) = tokens.last_mut() {
                last.1 = last_space;
            }
            self.spans.splice(place.start..place.end, spans);
            self.tokens.splice(place.start..place.end, tokens);
        }
    }

    /// Puts the vectors that the tagger and the parser see into `rows`.
    fn encode(&mut self, parts: &Parts) {
        self.new_words.clear();
        let mut free = self.memory.len();
        for piece in &self.pieces {
            let slots = &mut self.slots[piece.row - DEPTH..];
            for (&(word, space), to) in self.all_tokens[piece.tokens.clone()].iter().zip(slots) {
                let word = self.words.get_mut(word);
                let slot = &mut word.slots[usize::from(space)];
                if *slot == NO_SLOT {
                    *slot = free;
                    free += 1;
                    self.new_words.push((word.attributes, space));
                }
                *to = *slot;
            }
        }
        let (encoder, memory) = (&parts.encoder, &mut self.memory);
        let (new, room) = (&self.new_words, &mut self.room);
        encoder.embed(parts.cpu, &parts.lexicon, new, room, memory);
        encoder.encode(parts.cpu, &self.slots, memory, &mut self.rows, room);
    }

    /// Puts the vectors that the entity recogniser sees into `name_rows`.
    fn encode_names(&mut self, parts: &Parts) {
        self.new_words.clear();
        let mut free = self.name_memory.len();
        for piece in &self.pieces {
            let slots = &mut self.name_slots[piece.row - DEPTH..];
            for (&(word, _), to) in self.all_tokens[piece.tokens.clone()].iter().zip(slots) {
                let word = self.words.get_mut(word);
                if word.name_slot == NO_SLOT {
                    word.name_slot = free;
                    free += 1;
                    self.new_words.push((word.attributes, false));
                }
                *to = word.name_slot;
            }
        }
        let (encoder, memory) = (&parts.name_encoder, &mut self.name_memory);
        let (new, room) = (&self.new_words, &mut self.room);
        encoder.embed(parts.cpu, &parts.lexicon, new, room, memory);
        encoder.encode(
            parts.cpu,
            &self.name_slots,
            memory,
            &mut self.name_rows,
            room,
        );
    }

    /// Adds the tokens and entities to the document.
    fn write(&mut self, parts: &Parts, piece: &Piece, text: &str, doc: &mut Doc) {
        let first = doc.tokens.len() as u32;
        let base = piece.start as u32;
        let (spans, tokens) = (
            &self.all_spans[piece.tokens.clone()],
            &self.all_tokens[piece.tokens.clone()],
        );
        doc.tokens.reserve(tokens.len());
        for (i, (&(start, end), annotation)) in spans.iter().zip(&self.annotations).enumerate() {
            let (start, end) = (start + base, end + base);
            let lemma_start = doc.lemmas.len() as u32;
            match annotation.lemma.checked_sub(1) {
                Some(lemma) => doc.lemmas.push_str(&parts.labels[usize::from(lemma)]),
                None => {
                    let word = tokens[i].0;
                    self.words.lemma(
                        word,
                        annotation.pos,
                        annotation.morph,
                        &mut doc.lemmas,
                        || {
                            let label = |id: u16| &*parts.labels[usize::from(id)];
                            let text = &text[start as usize..end as usize];
                            parts.lemmatizer.lemma(
                                text,
                                label(annotation.pos),
                                label(annotation.morph),
                            )
                        },
                    );
                }
            }
            doc.tokens.push(Row {
                start,
                end,
                lemma: (lemma_start, doc.lemmas.len() as u32),
                head: self.parse.heads[i] + first,
                left_edge: self.parse.left_edges[i] + first,
                right_edge: self.parse.right_edges[i] + first,
                entity: 0,
                tag: annotation.tag,
                pos: annotation.pos,
                morph: annotation.morph,
                dep: annotation.dep,
                sentence_start: self.parse.sentence_starts[i] || i == 0,
            });
        }
        for found in &self.found {
            let tokens = (found.start + first) as usize..(found.end + first) as usize;
            let number = doc.entities.len() as u32 + 1;
            for row in &mut doc.tokens[tokens.clone()] {
                row.entity = number;
            }
            let label = Arc::clone(&parts.labels[usize::from(found.label)]);
            doc.entities.push(Entity { tokens, label });
        }
    }
}
