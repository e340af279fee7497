//! The pipeline: text in, annotated document out.

use crate::doc::{Doc, Entity, Row};
use crate::encoder::{DEPTH, Encoder, Memory, Room};
use crate::error::LoadError;
use crate::lemmatizer::Lemmatizer;
use crate::lexicon::{Attributes, Lexicon};
use crate::load;
use crate::math::{Cpu, Packed, Rows, WIDTH, multiply};
use crate::names::{Found, Recogniser};
use crate::parser::{Parse, Parser};
use crate::ruler::{Annotation, Ruler};
use crate::scorer::Products;
use crate::tokenizer::{Spans, Tokenizer};
use crate::words::{NO_SLOT, Rules, Words};
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// Characters that are annotated together at most, which is what spaCy takes at most. Longer texts
/// are annotated in parts of this size, cut at line ends.
const MOST_CHARACTERS: usize = 1_000_000;

/// A loaded model. It can be shared by threads; each that annotates has its own memory of words.
pub struct Pipeline {
    parts: Parts,
    #[expect(
        clippy::vec_box,
        reason = "a worker is large and moves in and out of the list"
    )]
    workers: Mutex<Vec<Box<Worker>>>,
}

/// What a model consists of.
pub(crate) struct Parts {
    pub(crate) cpu: Cpu,
    pub(crate) tokenizer: Tokenizer,
    pub(crate) lexicon: Lexicon,
    pub(crate) encoder: Encoder,
    pub(crate) tagger: Tagger,
    pub(crate) parser: Parser,
    pub(crate) name_encoder: Encoder,
    pub(crate) recogniser: Recogniser,
    pub(crate) ruler: Ruler,
    pub(crate) lemmatizer: Lemmatizer,
    pub(crate) labels: Arc<[Arc<str>]>,
}

/// The last layer of the tagger.
pub(crate) struct Tagger {
    pub(crate) weights: Packed,
    pub(crate) bias: Vec<f32>,
    pub(crate) tags: Vec<u16>,
}

/// Memory of words, and room to work in, for one thread at a time.
#[derive(Default)]
struct Worker {
    words: Words,
    memory: Memory,
    name_memory: Memory,
    slots: Vec<u32>,
    /// Of each token: its bytes, its word, whether a plain space follows.
    spans: Vec<(u32, u32)>,
    tokens: Vec<(u32, bool)>,
    phrase_starts: Vec<u32>,
    new_words: Vec<(Attributes, bool)>,
    rows: Vec<f32>,
    scores: Vec<f32>,
    annotations: Vec<Annotation>,
    parse: Parse,
    found: Vec<Found>,
    products: Products,
    room: Room,
}

impl Pipeline {
    /// Loads `en_core_web_md` or `en_core_web_sm` 3.8 from its folder: the one that holds `config.cfg`.
    ///
    /// # Errors
    ///
    /// When a file is missing, foreign, truncated or altered so that it cannot be used: the error
    /// names the file and the field.
    pub fn load(path: impl AsRef<Path>) -> Result<Pipeline, LoadError> {
        Pipeline::load_for(path, Cpu::detect())
    }

    /// Loads a model to be run with certain instructions; where the machine lacks them, plain code runs.
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load).
    pub fn load_for(path: impl AsRef<Path>, cpu: Cpu) -> Result<Pipeline, LoadError> {
        let parts = load::load(path.as_ref(), cpu)?;
        Ok(Pipeline {
            parts,
            workers: Mutex::new(Vec::new()),
        })
    }

    /// Annotates a text as one document.
    ///
    /// Texts of more than a million characters, which spaCy refuses, are annotated in parts cut at
    /// line ends; what lies beyond four gigabytes gets no tokens.
    #[must_use]
    pub fn annotate(&self, text: &str) -> Doc {
        let mut worker = self.worker();
        let mut doc = Doc {
            text: text.into(),
            tokens: Vec::new(),
            labels: Arc::clone(&self.parts.labels),
            lemmas: String::new(),
            children: Vec::new(),
            children_of: Vec::new(),
            entities: Vec::new(),
        };
        for part in parts_of(text) {
            worker.annotate(&self.parts, text, part, &mut doc);
        }
        doc.link_children();
        self.rest(worker);
        doc
    }

    /// Where the tokens of a text stand, in bytes: the tokenizer's work alone, runs of white space
    /// included as spaCy has them.
    #[must_use]
    pub fn tokenize(&self, text: &str) -> Vec<std::ops::Range<usize>> {
        let mut worker = self.worker();
        let mut tokens = Vec::new();
        for part in parts_of(text) {
            worker.tokenize(&self.parts, &text[part.clone()]);
            tokens.extend(
                worker
                    .spans
                    .iter()
                    .map(|&(start, end)| part.start + start as usize..part.start + end as usize),
            );
        }
        self.rest(worker);
        tokens
    }

    fn worker(&self) -> Box<Worker> {
        self.workers
            .lock()
            .ok()
            .and_then(|mut workers| workers.pop())
            .unwrap_or_default()
    }

    fn rest(&self, mut worker: Box<Worker>) {
        worker.forget();
        if let Ok(mut workers) = self.workers.lock() {
            workers.push(worker);
        }
    }
}

impl Pipeline {
    /// Annotates texts on rayon's threads; the documents come in the order of the texts.
    ///
    /// Give the iterator to `collect`, or `for_each` it where order does not matter; run it inside a
    /// `rayon::ThreadPool` to choose the number of threads. Results do not depend on that number.
    pub fn annotate_all<'a, S: AsRef<str> + Sync>(
        &'a self,
        texts: &'a [S],
    ) -> impl IndexedParallelIterator<Item = Doc> + 'a {
        texts.par_iter().map(|text| self.annotate(text.as_ref()))
    }
}

impl std::fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pipeline")
            .field("cpu", &self.parts.cpu)
            .finish_non_exhaustive()
    }
}

/// The parts of a text that are annotated one by one; bytes beyond four gigabytes are in none.
fn parts_of(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let end = part_end(text, start);
        let part = (start < text.len() && u32::try_from(end).is_ok()).then_some(start..end);
        start = end;
        part
    })
}

/// Where the part of a text that begins at `start` ends.
fn part_end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    if rest.len() <= MOST_CHARACTERS {
        return text.len();
    }
    match rest.char_indices().nth(MOST_CHARACTERS) {
        None => text.len(),
        Some((limit, _)) => {
            let part = &rest[..limit];
            let cut = part
                .rfind('\n')
                .or_else(|| part.rfind(' '))
                .map_or(limit, |at| at + 1);
            start + cut
        }
    }
}

impl Worker {
    /// Annotates a part of the text and adds it to the document.
    fn annotate(
        &mut self,
        parts: &Parts,
        text: &str,
        range: std::ops::Range<usize>,
        doc: &mut Doc,
    ) {
        let part = &text[range.clone()];
        self.tokenize(parts, part);
        let n = self.tokens.len();
        if n == 0 {
            return;
        }
        let spaces: &dyn Fn(usize) -> bool =
            &|i| self.words.get(self.tokens[i].0).attributes.is_space;
        let spaces: Vec<bool> = (0..n).map(spaces).collect();
        let is_space: &dyn Fn(usize) -> bool = &|i| spaces[i];

        self.encode(parts);
        let vectors = &self.rows[DEPTH * WIDTH..(DEPTH + n) * WIDTH];
        parts
            .tagger
            .annotate(parts.cpu, vectors, &mut self.scores, &mut self.annotations);
        parts.parser.annotate(
            parts.cpu,
            vectors,
            is_space,
            &mut self.products,
            &mut self.parse,
        );
        for (annotation, &dep) in self.annotations.iter_mut().zip(&self.parse.deps) {
            annotation.dep = dep;
        }

        self.encode_names(parts);
        let vectors = &self.rows[DEPTH * WIDTH..(DEPTH + n) * WIDTH];
        let starts = &self.parse.sentence_starts;
        parts.recogniser.annotate(
            parts.cpu,
            vectors,
            is_space,
            starts,
            &mut self.products,
            &mut self.found,
        );

        let rules = self
            .tokens
            .iter()
            .map(|token| self.words.get(token.0).rules);
        parts.ruler.annotate(rules, &mut self.annotations);
        self.write(parts, text, range.start, doc);
    }

    fn tokenize(&mut self, parts: &Parts, text: &str) {
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
        self.slots.clear();
        let mut free = self.memory.len();
        for &(word, space) in &self.tokens {
            let word = self.words.get_mut(word);
            let slot = &mut word.slots[usize::from(space)];
            if *slot == NO_SLOT {
                *slot = free;
                free += 1;
                self.new_words.push((word.attributes, space));
            }
            self.slots.push(*slot);
        }
        let (encoder, memory) = (&parts.encoder, &mut self.memory);
        let (new, room) = (&self.new_words, &mut self.room);
        encoder.embed(parts.cpu, &parts.lexicon, new, room, memory);
        encoder.encode(parts.cpu, &self.slots, memory, &mut self.rows, room);
    }

    /// Puts the vectors that the entity recogniser sees into `rows`.
    fn encode_names(&mut self, parts: &Parts) {
        self.new_words.clear();
        self.slots.clear();
        let mut free = self.name_memory.len();
        for &(word, _) in &self.tokens {
            let word = self.words.get_mut(word);
            if word.name_slot == NO_SLOT {
                word.name_slot = free;
                free += 1;
                self.new_words.push((word.attributes, false));
            }
            self.slots.push(word.name_slot);
        }
        let (encoder, memory) = (&parts.name_encoder, &mut self.name_memory);
        let (new, room) = (&self.new_words, &mut self.room);
        encoder.embed(parts.cpu, &parts.lexicon, new, room, memory);
        encoder.encode(parts.cpu, &self.slots, memory, &mut self.rows, room);
    }

    /// Adds the tokens and entities to the document.
    fn write(&mut self, parts: &Parts, text: &str, offset: usize, doc: &mut Doc) {
        let first = doc.tokens.len() as u32;
        let base = offset as u32;
        doc.tokens.reserve(self.tokens.len());
        for (i, (&(start, end), annotation)) in self.spans.iter().zip(&self.annotations).enumerate()
        {
            let (start, end) = (start + base, end + base);
            let lemma_start = doc.lemmas.len() as u32;
            match annotation.lemma.checked_sub(1) {
                Some(lemma) => doc.lemmas.push_str(&parts.labels[usize::from(lemma)]),
                None => {
                    let word = self.tokens[i].0;
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

    /// Keeps memory within bounds between documents.
    fn forget(&mut self) {
        if self.words.trim() {
            self.memory = Memory::default();
            self.name_memory = Memory::default();
        }
    }
}

impl Tagger {
    fn annotate(
        &self,
        cpu: Cpu,
        vectors: &[f32],
        scores: &mut Vec<f32>,
        annotations: &mut Vec<Annotation>,
    ) {
        let count = vectors.len() / WIDTH;
        let columns = self.weights.columns();
        scores.resize(count * columns, 0.0);
        let rows = Rows {
            data: vectors,
            stride: WIDTH,
            count,
        };
        multiply(cpu, rows, &self.weights, Some(&self.bias), scores);
        annotations.clear();
        annotations.extend(scores.chunks_exact(columns).map(|scores| {
            let mut best = 0;
            for (tag, score) in scores.iter().enumerate().take(self.tags.len()) {
                if *score > scores[best] {
                    best = tag;
                }
            }
            Annotation {
                tag: self.tags[best],
                ..Annotation::default()
            }
        }));
    }
}
