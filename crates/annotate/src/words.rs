//! What a worker remembers between documents: how chunks split, what words are, their vectors, their
//! lemmas.
//!
//! Everything here is a pure function of the text that it is kept under, so that forgetting it, or
//! meeting documents in another order, changes no result. Memory is bounded by forgetting.

use crate::lexicon::{Attributes, Lexicon};
use crate::python::lower;
use crate::ruler::{PatternSet, Ruler};
use crate::strings::{id, murmur64a};
use crate::tokenizer::{NormId, Piece, Tokenizer};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Words and chunks that are remembered at most, before all is forgotten.
const MOST: usize = 40_000;
/// Bytes of chunk and lemma text that are remembered at most.
const MOST_TEXT: usize = 4 << 20;

/// No slot.
pub(crate) const NO_SLOT: u32 = u32::MAX;

/// A word: a text, with the norm that a special case may give it.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub(crate) attributes: Attributes,
    /// The ruler's patterns that the word fits.
    pub(crate) rules: PatternSet,
    pub(crate) starts_phrase: bool,
    /// Where the vectors are that the tagger and the parser see, without and with a space after it.
    pub(crate) slots: [u32; 2],
    /// Where the vector is that the entity recogniser sees.
    pub(crate) name_slot: u32,
}

/// The memory of one worker.
#[derive(Debug, Default)]
pub(crate) struct Words {
    chunks: HashMap<u64, Chunk, Hashed>,
    chunk_text: String,
    /// Lengths and words of all chunks, one after the other.
    split: Vec<(u32, u32)>,
    by_id: HashMap<(u64, NormId), u32, Hashed>,
    words: Vec<Word>,
    lemmas: HashMap<(u32, u32), (u32, u32), Hashed>,
    lemma_text: String,
    pieces: Vec<Piece>,
}

#[derive(Clone, Copy, Debug)]
struct Chunk {
    text: (u32, u32),
    split: (u32, u32),
}

impl Words {
    /// Forgets everything if it has become much; true if so.
    pub(crate) fn trim(&mut self) -> bool {
        let text = self.chunk_text.len() + self.lemma_text.len();
        let full = self
            .words
            .len()
            .max(self.chunks.len())
            .max(self.lemmas.len())
            > MOST
            || text > MOST_TEXT;
        if full {
            *self = Words::default();
        }
        full
    }

    pub(crate) fn get(&self, word: u32) -> &Word {
        &self.words[word as usize]
    }

    pub(crate) fn get_mut(&mut self, word: u32) -> &mut Word {
        &mut self.words[word as usize]
    }

    /// The tokens of a chunk: their lengths and their words.
    pub(crate) fn chunk(&mut self, chunk: &str, with: &Rules<'_>) -> &[(u32, u32)] {
        let hash = murmur64a(chunk.as_bytes(), 1);
        let known = self.chunks.get(&hash).copied();
        if let Some(Chunk { text, split }) = known
            && self.chunk_text.as_bytes()[text.0 as usize..text.1 as usize] == *chunk.as_bytes()
        {
            return &self.split[split.0 as usize..split.1 as usize];
        }
        let mut pieces = std::mem::take(&mut self.pieces);
        pieces.clear();
        with.tokenizer.chunk(chunk, &mut pieces);
        let start = self.split.len();
        let mut at = 0;
        for piece in &pieces {
            let text = &chunk[at..at + piece.len as usize];
            let word = self.word(text, piece.norm, with);
            self.split.push((piece.len, word));
            at += piece.len as usize;
        }
        self.pieces = pieces;
        let text = (
            self.chunk_text.len() as u32,
            (self.chunk_text.len() + chunk.len()) as u32,
        );
        self.chunk_text.push_str(chunk);
        self.chunks.insert(
            hash,
            Chunk {
                text,
                split: (start as u32, self.split.len() as u32),
            },
        );
        &self.split[start..]
    }

    /// The number of a word.
    pub(crate) fn word(&mut self, text: &str, norm: NormId, with: &Rules<'_>) -> u32 {
        let orth = id(text);
        if let Some(&word) = self.by_id.get(&(orth, norm)) {
            return word;
        }
        let attributes = with
            .lexicon
            .attributes(text, orth, with.tokenizer.norm(norm));
        let word = self.words.len() as u32;
        self.words.push(Word {
            attributes,
            rules: with.ruler.word(&lower(text), attributes.is_space),
            starts_phrase: with.tokenizer.starts_phrase(text),
            slots: [NO_SLOT; 2],
            name_slot: NO_SLOT,
        });
        self.by_id.insert((orth, norm), word);
        word
    }

    /// The lemma of a word with a part of speech and features, appended to `out`.
    pub(crate) fn lemma(
        &mut self,
        word: u32,
        pos: u16,
        morph: u16,
        out: &mut String,
        make: impl FnOnce() -> String,
    ) {
        let key = (word, u32::from(pos) << 16 | u32::from(morph));
        if let Some(&(start, end)) = self.lemmas.get(&key) {
            out.push_str(&self.lemma_text[start as usize..end as usize]);
            return;
        }
        let lemma = make();
        let start = self.lemma_text.len();
        self.lemma_text.push_str(&lemma);
        self.lemmas
            .insert(key, (start as u32, self.lemma_text.len() as u32));
        out.push_str(&lemma);
    }
}

/// What new words are looked up in.
pub(crate) struct Rules<'a> {
    pub(crate) tokenizer: &'a Tokenizer,
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) ruler: &'a Ruler,
}

type Hashed = BuildHasherDefault<Spread>;

/// A hasher for keys that are hashes or small numbers.
#[derive(Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u16(&mut self, number: u16) {
        self.write_u64(u64::from(number));
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}
