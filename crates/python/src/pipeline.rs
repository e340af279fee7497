//! The language model and what is done with it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crosswire::{analysis, language};
use crosswire_annotate::Pipeline as Model;
use crosswire_model::Located;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::{
    Bound, Py, PyAny, PyAnyMethods, PyRefMut, PyResult, Python, pyclass, pymethods,
};
use pyo3::types::PyString;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::background::{self, Bar};
use crate::checked::Outcome;
use crate::doc::Doc;
use crate::error;
use crate::extracted::Extracted;
use crate::report::Reports;
use crate::table::Table;

/// The language model, loaded: spaCy's English pipeline, run natively.
///
/// `model` is `md` (the default), `sm`, or a folder of one's own; without it the environment variable
/// `CROSSWIRE_MODEL` is asked. It is fetched once, at first need, and verified; `offline` forbids that.
/// `threads` is how many threads its work takes where nothing else is said: one for each core.
///
/// >>> import crosswire
/// >>> nlp = crosswire.Pipeline("md", threads=1)
/// >>> [sent.text for sent in nlp("The ferry sank. Nobody was hurt.").sents]
/// ['The ferry sank.', 'Nobody was hurt.']
#[pyclass(frozen, module = "crosswire")]
pub(crate) struct Pipeline {
    pub(crate) model: Arc<Model>,
    located: Located,
    threads: Option<usize>,
}

impl Pipeline {
    pub(crate) fn threads(&self, said: Option<usize>) -> Option<usize> {
        said.or(self.threads)
    }

    /// How a ledger names the model.
    pub(crate) fn used(&self) -> PyResult<language::Used> {
        language::described(&self.located).map_err(|error| error::model(&error))
    }

    /// Annotates and extracts, with a bar.
    pub(crate) fn work(
        &self,
        py: Python<'_>,
        reports: Vec<Arc<crosswire_report::Report>>,
        threads: Option<usize>,
        progress: Option<bool>,
    ) -> PyResult<Vec<crosswire_extract::Extracted>> {
        let bar = Bar::begin(py, progress, reports.len(), "report")?;
        background::run(py, self.threads(threads), &bar, |watch| {
            analysis::watched(&self.model, reports, watch)
        })
    }
}

#[pymethods]
impl Pipeline {
    #[new]
    #[pyo3(signature = (model=None, *, offline=false, threads=None))]
    fn new(
        py: Python<'_>,
        model: Option<PathBuf>,
        offline: bool,
        threads: Option<usize>,
    ) -> PyResult<Pipeline> {
        let loaded = py.detach(|| {
            let located = language::find(model.as_deref(), offline)?;
            let model = language::load_from(&located)?;
            anyhow::Ok((model, located))
        });
        let (model, located) = loaded.map_err(|error| error::model(&error))?;
        Ok(Pipeline {
            model: Arc::new(model),
            located,
            threads,
        })
    }

    /// The folder that the model was loaded from.
    #[getter]
    fn path(&self) -> PathBuf {
        self.located.path.clone()
    }

    /// The model's name and version; the folder of one of one's own.
    #[getter]
    fn name(&self) -> String {
        match self.located.model {
            Some(model) => format!("{} {}", model.name(), model.version()),
            None => self.located.path.display().to_string(),
        }
    }

    /// Annotates a text as a whole.
    fn __call__(&self, py: Python<'_>, text: &str) -> Doc {
        Doc::new(py.detach(|| self.model.annotate(text)))
    }

    /// Annotates texts, `batch_size` at a time, on several threads; the documents come in the order
    /// of the texts.
    ///
    /// >>> import crosswire
    /// >>> nlp = crosswire.Pipeline("md")
    /// >>> [len(doc) for doc in nlp.pipe(["The ferry sank.", "Nobody was hurt, it said."])]
    /// [4, 7]
    #[pyo3(signature = (texts, *, threads=None, batch_size=64))]
    fn pipe(
        slf: Bound<'_, Pipeline>,
        texts: &Bound<'_, PyAny>,
        threads: Option<usize>,
        batch_size: usize,
    ) -> PyResult<Docs> {
        if texts.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err(
                "pipe takes several texts; write nlp(text) for one",
            ));
        }
        Ok(Docs {
            threads: slf.get().threads(threads),
            pipeline: slf.unbind(),
            texts: texts.try_iter()?.into_any().unbind(),
            batch: batch_size.max(1),
            ready: Vec::new().into_iter(),
        })
    }

    /// Annotates reports block by block and finds what stands in them; several tables can then be had
    /// of it.
    #[pyo3(signature = (reports, *, threads=None, progress=None))]
    fn extract(
        &self,
        py: Python<'_>,
        reports: &Bound<'_, PyAny>,
        threads: Option<usize>,
        progress: Option<bool>,
    ) -> PyResult<Extracted> {
        let reports = Reports::list(reports)?;
        let extracted = self.work(py, reports, threads, progress)?;
        Ok(Extracted::new(extracted))
    }

    /// The table of this name over reports: `tokens`, `times`, `quantities`, `quotes`, `statements`,
    /// `undertakings`.
    #[pyo3(signature = (name, reports, *, threads=None, progress=None))]
    fn table(
        &self,
        py: Python<'_>,
        name: &str,
        reports: &Bound<'_, PyAny>,
        threads: Option<usize>,
        progress: Option<bool>,
    ) -> PyResult<Table> {
        self.extract(py, reports, threads, progress)?
            .table(py, name)
    }

    /// Compares reports: what they agree on, what only one says, where they part.
    ///
    /// See `crosswire.check`, which takes paths as references too.
    #[pyo3(signature = (reports, *, reference=None, one_story=false, sets=None, threads=None, progress=None))]
    #[expect(clippy::too_many_arguments, reason = "Python calls it by keywords")]
    fn check(
        &self,
        py: Python<'_>,
        reports: &Bound<'_, PyAny>,
        reference: Option<&Bound<'_, PyAny>>,
        one_story: bool,
        sets: Option<BTreeMap<String, Vec<String>>>,
        threads: Option<usize>,
        progress: Option<bool>,
    ) -> PyResult<Outcome> {
        let reports = Reports::list(reports)?;
        let references = reference.map(Reports::list).transpose()?;
        let chosen = Outcome::choose(reports, references, one_story, sets)?;
        let extracted = self.work(py, chosen.reports(), threads, progress)?;
        Outcome::compare(py, &extracted, chosen, self.threads(threads), progress)
    }

    fn __repr__(&self) -> String {
        format!("Pipeline({:?})", self.name())
    }
}

/// Documents as they are annotated.
#[pyclass(module = "crosswire")]
pub(crate) struct Docs {
    pipeline: Py<Pipeline>,
    texts: Py<PyAny>,
    threads: Option<usize>,
    batch: usize,
    ready: std::vec::IntoIter<crosswire_annotate::Doc>,
}

#[pymethods]
impl Docs {
    fn __iter__(slf: PyRefMut<'_, Docs>) -> PyRefMut<'_, Docs> {
        slf
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Doc>> {
        if self.ready.len() == 0 {
            let mut texts: Vec<String> = Vec::with_capacity(self.batch.min(4096));
            let mut iterator = self.texts.bind(py).try_iter()?;
            while texts.len() < self.batch {
                match iterator.next() {
                    Some(text) => texts.push(text?.extract()?),
                    None => break,
                }
            }
            let model = &self.pipeline.get().model;
            let docs = background::run(py, self.threads, &Bar::none(), |watch| {
                texts
                    .par_iter()
                    .map(|text| watch.step(|| model.annotate(text)))
                    .collect::<Option<Vec<_>>>()
            })?;
            self.ready = docs.into_iter();
        }
        Ok(self.ready.next().map(Doc::new))
    }
}
