//! An annotated text, its tokens and stretches of them. Offsets are characters, as Python counts.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crosswire_annotate::{to_json, write_conllu};
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::{PyIndexError, PyTypeError};
use pyo3::prelude::{Bound, Py, PyAny, PyAnyMethods, PyResult, Python, pyclass, pymethods};
use pyo3::types::{PyList, PySlice, PySliceMethods};

use crate::values;

/// A text with its annotation, and where its tokens stand in characters.
pub(crate) struct Annotation {
    doc: crosswire_annotate::Doc,
    characters: OnceLock<Vec<(usize, usize)>>,
}

impl Annotation {
    fn characters(&self, token: usize) -> (usize, usize) {
        let places = self.characters.get_or_init(|| {
            let (mut byte, mut character) = (0, 0);
            let mut count = |to: usize| {
                character += self.doc.text()[byte..to].chars().count();
                byte = to;
                character
            };
            let tokens = self.doc.tokens();
            tokens
                .map(|token| (count(token.start()), count(token.end())))
                .collect()
        });
        places[token]
    }
}

/// A text annotated by spaCy's English pipeline: what `Pipeline(text)` gives.
///
/// >>> import crosswire
/// >>> doc = crosswire.Pipeline("md")("Mayor Brinkhorst reopened the Velden bridge on Tuesday.")
/// >>> [token.text for token in doc][:3]
/// ['Mayor', 'Brinkhorst', 'reopened']
/// >>> [(span.text, span.label) for span in doc.ents]
/// [('Brinkhorst', 'PERSON'), ('Tuesday', 'DATE')]
#[pyclass(frozen, module = "crosswire", sequence)]
pub(crate) struct Doc(Arc<Annotation>);

/// One token of a `Doc`.
#[pyclass(frozen, module = "crosswire")]
pub(crate) struct Token {
    of: Arc<Annotation>,
    at: usize,
}

/// A stretch of tokens of a `Doc`: a sentence, an entity, a noun chunk.
#[pyclass(frozen, module = "crosswire")]
pub(crate) struct Span {
    of: Arc<Annotation>,
    tokens: Range<usize>,
    label: Option<Arc<str>>,
}

impl Doc {
    pub(crate) fn new(doc: crosswire_annotate::Doc) -> Doc {
        Doc(Arc::new(Annotation {
            doc,
            characters: OnceLock::new(),
        }))
    }

    fn token(&self, at: usize) -> Token {
        Token {
            of: Arc::clone(&self.0),
            at,
        }
    }

    fn span(&self, tokens: Range<usize>, label: Option<Arc<str>>) -> Span {
        Span {
            of: Arc::clone(&self.0),
            tokens,
            label,
        }
    }
}

#[pymethods]
impl Doc {
    /// The text as given.
    #[getter]
    fn text(&self) -> &str {
        self.0.doc.text()
    }

    /// The tokens, in order.
    #[getter]
    fn tokens(&self) -> Vec<Token> {
        (0..self.0.doc.len()).map(|at| self.token(at)).collect()
    }

    /// The sentences.
    #[getter]
    fn sents(&self) -> Vec<Span> {
        let sentences = self.0.doc.sentences();
        sentences.map(|tokens| self.span(tokens, None)).collect()
    }

    /// The entities, each with its label.
    #[getter]
    fn ents(&self) -> Vec<Span> {
        let entities = self.0.doc.entities().iter();
        entities
            .map(|entity| self.span(entity.tokens.clone(), Some(Arc::clone(&entity.label))))
            .collect()
    }

    /// The noun chunks, flat, as spaCy has them.
    #[getter]
    fn noun_chunks(&self) -> Vec<Span> {
        let chunks = self.0.doc.noun_chunks();
        chunks.map(|tokens| self.span(tokens, None)).collect()
    }

    /// The annotation in the shape of spaCy's `Doc.to_json`.
    fn to_json<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        values::from_json(py, &to_json(&self.0.doc))
    }

    /// The annotation as CoNLL-U, one document of this id.
    ///
    /// >>> import crosswire
    /// >>> doc = crosswire.Pipeline("md")("The ferry sank.")
    /// >>> print(doc.to_conllu("a").splitlines()[3].split("\t")[:4])
    /// ['1', 'The', 'the', 'DET']
    #[pyo3(signature = (id="doc"))]
    fn to_conllu(&self, id: &str) -> PyResult<String> {
        let mut out = Vec::new();
        write_conllu(&[&self.0.doc], id, &mut out)?;
        Ok(String::from_utf8(out)?)
    }

    /// The same as a `spacy.tokens.Doc`, in the vocabulary given or an empty English one.
    ///
    /// Needs spaCy; what spaCy alone knows (vectors, probabilities) is the vocabulary's.
    #[pyo3(signature = (vocab=None))]
    fn to_spacy<'py>(
        &self,
        py: Python<'py>,
        vocab: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        py.import("crosswire._spacy")?
            .call_method1("document", (self.to_json(py)?, vocab))
    }

    fn __len__(&self) -> usize {
        self.0.doc.len()
    }

    fn __getitem__<'py>(
        &self,
        py: Python<'py>,
        at: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let len = self.0.doc.len();
        if let Ok(slice) = at.cast::<PySlice>() {
            let places = slice.indices(len as isize)?;
            if places.step != 1 {
                return Err(PyTypeError::new_err(
                    "a stretch of a Doc has no steps: write doc[from:to]",
                ));
            }
            let (start, stop) = (places.start as usize, places.stop as usize);
            return self
                .span(start..stop.max(start), None)
                .into_bound_py_any(py);
        }
        let at: isize = at.extract()?;
        let from_end = if at < 0 { at + len as isize } else { at };
        match usize::try_from(from_end) {
            Ok(at) if at < len => self.token(at).into_bound_py_any(py),
            _ => Err(PyIndexError::new_err(format!("token {at} of {len}"))),
        }
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let tokens = PyList::new(py, self.tokens())?;
        Ok(tokens.try_iter()?.into_any())
    }

    fn __str__(&self) -> &str {
        self.text()
    }

    fn __repr__(&self) -> String {
        let beginning: String = self.text().chars().take(60).collect();
        format!("Doc({beginning:?}, {} tokens)", self.0.doc.len())
    }
}

impl Token {
    fn row(&self) -> crosswire_annotate::Token<'_> {
        self.of.doc.token(self.at)
    }

    fn other(&self, at: usize) -> Token {
        Token {
            of: Arc::clone(&self.of),
            at,
        }
    }
}

#[pymethods]
impl Token {
    /// Its place in the document.
    #[getter]
    fn i(&self) -> usize {
        self.at
    }

    /// The word as it stands.
    #[getter]
    fn text(&self) -> &str {
        self.row().text()
    }

    /// Dictionary form.
    #[getter]
    fn lemma(&self) -> &str {
        self.row().lemma()
    }

    /// Universal part of speech.
    #[getter]
    fn pos(&self) -> &str {
        self.row().pos()
    }

    /// Fine tag (Penn Treebank).
    #[getter]
    fn tag(&self) -> &str {
        self.row().tag()
    }

    /// Relation to the head, with the model's own labels.
    #[getter]
    fn dep(&self) -> &str {
        self.row().dep()
    }

    /// Universal features, `Number=Sing|Person=3`; empty for none.
    #[getter]
    fn morph(&self) -> &str {
        self.row().morph()
    }

    /// Its head; itself for a root.
    #[getter]
    fn head(&self) -> Token {
        self.other(self.row().head().index())
    }

    /// The tokens directly below it.
    #[getter]
    fn children(&self) -> Vec<Token> {
        let children = self.row().children();
        children.map(|child| self.other(child.index())).collect()
    }

    /// The label of the entity that it is part of, empty outside.
    #[getter]
    fn ent_type(&self) -> &str {
        self.row().entity().map_or("", |entity| &entity.label)
    }

    /// Whether it is only white space.
    #[getter]
    fn is_space(&self) -> bool {
        self.row().is_space()
    }

    /// Whether a sentence starts here.
    #[getter]
    fn is_sent_start(&self) -> bool {
        self.row().is_sentence_start()
    }

    /// Its first character in the text.
    #[getter]
    fn start(&self) -> usize {
        self.of.characters(self.at).0
    }

    /// One past its last character.
    #[getter]
    fn end(&self) -> usize {
        self.of.characters(self.at).1
    }

    fn __str__(&self) -> &str {
        self.text()
    }

    fn __repr__(&self) -> String {
        let row = self.row();
        format!("Token({:?}, {}, {})", row.text(), row.tag(), row.dep())
    }
}

#[pymethods]
impl Span {
    /// The words as they stand.
    #[getter]
    fn text(&self) -> &str {
        self.of.doc.words(self.tokens.clone())
    }

    /// The entity's label; empty for what is no entity.
    #[getter]
    fn label(&self) -> &str {
        self.label.as_deref().unwrap_or("")
    }

    /// Its first token.
    #[getter]
    fn first(&self) -> usize {
        self.tokens.start
    }

    /// One past its last token.
    #[getter]
    fn last(&self) -> usize {
        self.tokens.end
    }

    /// Its tokens.
    #[getter]
    fn tokens(&self) -> Vec<Token> {
        let of = &self.of;
        let token = |at| Token {
            of: Arc::clone(of),
            at,
        };
        self.tokens.clone().map(token).collect()
    }

    /// The token that the others hang below: the one whose head lies outside, or that has none.
    #[getter]
    fn root(&self) -> Option<Token> {
        let outside = |at: &usize| {
            let row = self.of.doc.token(*at);
            row.is_root() || !self.tokens.contains(&row.head().index())
        };
        let at = self.tokens.clone().find(outside)?;
        Some(Token {
            of: Arc::clone(&self.of),
            at,
        })
    }

    /// Its first character in the text.
    #[getter]
    fn start(&self) -> usize {
        match self.tokens.is_empty() {
            true => 0,
            false => self.of.characters(self.tokens.start).0,
        }
    }

    /// One past its last character.
    #[getter]
    fn end(&self) -> usize {
        match self.tokens.is_empty() {
            true => 0,
            false => self.of.characters(self.tokens.end - 1).1,
        }
    }

    fn __len__(&self) -> usize {
        self.tokens.len()
    }

    fn __iter__(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let tokens = PyList::new(py, self.tokens())?;
        Ok(tokens.try_iter()?.into_any().unbind())
    }

    fn __str__(&self) -> &str {
        self.text()
    }

    fn __repr__(&self) -> String {
        match self.label() {
            "" => format!("Span({:?})", self.text()),
            label => format!("Span({:?}, {label})", self.text()),
        }
    }
}
