//! The pipeline: text in, annotated document out.

use crate::doc::Doc;
use crate::encoder::Encoder;
use crate::error::LoadError;
use crate::lemmatizer::Lemmatizer;
use crate::lexicon::Lexicon;
use crate::load;
use crate::math::Cpu;
use crate::names::Recogniser;
use crate::parser::Parser;
use crate::ruler::Ruler;
use crate::tagger::Tagger;
use crate::tokenizer::Tokenizer;
use crate::worker::Worker;
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
        let mut docs = [self.unread(text)];
        self.annotate_into(&mut docs);
        let [doc] = docs;
        doc
    }

    /// Annotates texts as documents of their own, all in one go.
    ///
    /// Each document is what [`annotate`](Self::annotate) gives; for texts of a few sentences this is
    /// about a tenth faster.
    #[must_use]
    pub fn annotate_each<S: AsRef<str>>(&self, texts: &[S]) -> Vec<Doc> {
        let texts = texts.iter().map(|text| self.unread(text.as_ref()));
        let mut docs: Vec<Doc> = texts.collect();
        self.annotate_into(&mut docs);
        docs
    }

    fn unread(&self, text: &str) -> Doc {
        Doc {
            text: text.into(),
            tokens: Vec::new(),
            labels: Arc::clone(&self.parts.labels),
            lemmas: String::new(),
            children: Vec::new(),
            children_of: Vec::new(),
            sentences: Vec::new(),
            entities: Vec::new(),
        }
    }

    fn annotate_into(&self, docs: &mut [Doc]) {
        let mut worker = self.worker();
        worker.annotate(&self.parts, docs);
        self.rest(worker);
        docs.iter_mut().for_each(Doc::link_children);
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
                    .spans()
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
pub(crate) fn parts_of(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> {
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
