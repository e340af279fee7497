//! Reports with what was found in them.

use std::collections::BTreeMap;
use std::sync::Arc;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::{Bound, PyAny, PyResult, Python, pyclass, pymethods};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::background::{self, Bar};
use crate::checked::Outcome;
use crate::error;
use crate::report::{Report, Reports};
use crate::table::{Table, named};

/// Reports with what was found in them: annotated once, asked as often as wanted.
///
/// >>> import crosswire
/// >>> text = 'The ferry struck a pier on Monday, killing three people. "It was dark," Ms Orlin said.'
/// >>> found = crosswire.Pipeline("md").extract([crosswire.Report(text, published="2031-03-05")])
/// >>> [row["text"] for row in found.quantities().to_dicts()]
/// ['three']
/// >>> [(row["speaker"], row["text"]) for row in found.quotes().to_dicts()]
/// [('Orlin', 'It was dark,')]
#[pyclass(frozen, module = "crosswire")]
pub(crate) struct Extracted(pub(crate) Arc<Vec<crosswire_extract::Extracted>>);

impl Extracted {
    pub(crate) fn new(extracted: Vec<crosswire_extract::Extracted>) -> Extracted {
        Extracted(Arc::new(extracted))
    }
}

#[pymethods]
impl Extracted {
    /// The reports.
    #[getter]
    fn reports(&self) -> Reports {
        let report =
            |extracted: &crosswire_extract::Extracted| Arc::clone(extracted.annotated.report());
        Reports {
            reports: self.0.iter().map(report).collect(),
            errors: Vec::new(),
        }
    }

    /// The table of this name: `reports`, `tokens`, `times`, `quantities`, `quotes`, `statements` or
    /// `undertakings`.
    pub(crate) fn table(&self, py: Python<'_>, name: &str) -> PyResult<Table> {
        let table = named(name)?;
        let known = [
            "reports",
            "tokens",
            "times",
            "quantities",
            "quotes",
            "statements",
            "undertakings",
        ];
        if !known.contains(&name) {
            return Err(PyValueError::new_err(format!(
                "the table {name:?} is not of single reports; there are {}",
                known.join(", ")
            )));
        }
        let rows = background::run(py, None, &Bar::none(), |watch| {
            let rows = |extracted| watch.step(|| crosswire::tables::of_report(table, extracted));
            let rows = self.0.par_iter().map(rows).collect::<Option<Vec<_>>>()?;
            Some(rows.into_iter().collect::<Result<Vec<_>, _>>())
        })?;
        let rows = rows.map_err(|error| error::rows(&error))?;
        Ok(Table::new(table, rows.into_iter().flatten().collect()))
    }

    /// One row a token.
    fn tokens(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "tokens")
    }

    /// One row a time expression.
    fn times(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "times")
    }

    /// One row a quantity.
    fn quantities(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "quantities")
    }

    /// One row a quotation.
    fn quotes(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "quotes")
    }

    /// One row a statement.
    fn statements(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "statements")
    }

    /// One row an undertaking, a count over a span or a state.
    fn undertakings(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "undertakings")
    }

    /// Compares the reports; see `crosswire.check`.
    #[pyo3(signature = (*, reference=None, one_story=false, sets=None, threads=None, progress=None))]
    fn check(
        &self,
        py: Python<'_>,
        reference: Option<&Bound<'_, PyAny>>,
        one_story: bool,
        sets: Option<BTreeMap<String, Vec<String>>>,
        threads: Option<usize>,
        progress: Option<bool>,
    ) -> PyResult<Outcome> {
        let references = reference.map(Reports::list).transpose()?;
        let chosen = Outcome::choose(self.reports().reports, references, one_story, sets)?;
        let extracted = chosen.of(&self.0);
        Outcome::compare(py, &extracted, chosen, threads, progress)
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __getitem__(&self, at: isize) -> PyResult<Report> {
        self.reports().at(at)
    }

    fn __repr__(&self) -> String {
        format!("Extracted({} reports)", self.0.len())
    }
}
