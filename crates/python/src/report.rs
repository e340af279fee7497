//! Reports, as they were read.

use std::sync::Arc;

use crosswire::checking;
use crosswire_calendar::Stamp;
use crosswire_read::{Options, ReadError, Reader, read_bytes};
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::{PyIndexError, PyTypeError, PyValueError};
use pyo3::prelude::{Bound, PyAny, PyAnyMethods, PyRef, PyResult, Python, pyclass, pymethods};
use pyo3::types::{PyDict, PyDictMethods, PyList, PySlice, PySliceMethods, PyString};
use serde_json::Value;

use crate::background::{self, Bar};
use crate::table::Table;
use crate::{error, values};

/// One article as one outlet published it.
///
/// >>> import crosswire
/// >>> report = crosswire.Report("The ferry sank.", outlet="Coast Today", published="2031-03-06")
/// >>> report.outlet, report.published, report.problems
/// ('Coast Today', '2031-03-06', [])
#[pyclass(frozen, module = "crosswire")]
pub(crate) struct Report(pub(crate) Arc<crosswire_report::Report>);

/// Reports, and what could not be read beside them: what `crosswire.read` gives.
#[pyclass(frozen, module = "crosswire", sequence)]
pub(crate) struct Reports {
    pub(crate) reports: Vec<Arc<crosswire_report::Report>>,
    pub(crate) errors: Vec<ReadError>,
}

/// Something that could not be read, or needed no reading: where, what happened, what to do.
#[pyclass(frozen, module = "crosswire")]
pub(crate) struct Trouble(ReadError);

#[pymethods]
impl Report {
    #[new]
    #[pyo3(signature = (text, *, id=None, title=None, outlet=None, url=None, authors=None, published=None))]
    fn new(
        text: &str,
        id: Option<&str>,
        title: Option<&str>,
        outlet: Option<&str>,
        url: Option<&str>,
        authors: Option<Vec<String>>,
        published: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Report> {
        let published = published.map(values::written).transpose()?;
        let fields = serde_json::json!({
            "id": id, "title": title, "outlet": outlet, "url": url,
            "authors": authors.unwrap_or_default(), "published": published, "text": text,
        });
        let mut read = read_bytes("-", fields.to_string().as_bytes(), &Options::default());
        match read.pop() {
            Some(Ok(report)) => Ok(Report(Arc::new(report))),
            Some(Err(error)) => Err(error::ReadError::new_err(error.to_string())),
            None => Err(error::ReadError::new_err("no text was given")),
        }
    }

    /// Its id: given with it, else a digest of where it came from and its text.
    #[getter]
    fn id(&self) -> &str {
        &self.0.id
    }

    /// Where it was read from; `-` for one that was made.
    #[getter]
    fn source(&self) -> &str {
        &self.0.source
    }

    /// Where it stands: its source, and its line or record and its id where that holds several.
    #[getter]
    fn place(&self) -> String {
        self.0.place()
    }

    /// Who published it.
    #[getter]
    fn outlet(&self) -> Option<&str> {
        self.0.outlet.as_deref()
    }

    /// Its address.
    #[getter]
    fn url(&self) -> Option<&str> {
        self.0.url.as_deref()
    }

    /// A title that came as a field of its own.
    #[getter]
    fn title(&self) -> Option<&str> {
        self.0.title.as_deref()
    }

    /// By whom, as credited.
    #[getter]
    fn authors(&self) -> Vec<String> {
        self.0.authors.clone()
    }

    /// When it was published, as sharp as it is known: a day, a clock, a clock with its zone.
    #[getter]
    fn published(&self) -> Option<String> {
        self.0.published.map(|stamp| stamp.to_string())
    }

    /// The text, exactly as decoded.
    #[getter]
    fn text(&self) -> &str {
        &self.0.text
    }

    /// The stretches of the text and what they are for: role, first character, one past the last.
    #[getter]
    fn blocks<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        values::from_json(py, &crosswire::tables::report(&self.0)["blocks"])
    }

    /// What is wrong with it; it is kept all the same. Each has `kind`, `message` and `mend`.
    #[getter]
    fn problems<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        values::from_json(py, &crosswire::tables::report(&self.0)["problems"])
    }

    /// All of it, as `crosswire read --format jsonl` prints it.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        values::from_json(py, &crosswire::tables::report(&self.0))
    }

    fn __repr__(&self) -> String {
        let name = self.0.title.as_deref().unwrap_or(&self.0.text);
        let name: String = name.chars().take(60).collect();
        format!("Report({:?}, {name:?})", self.0.id)
    }
}

impl Reports {
    /// The report at a place, from the end where that is negative.
    pub(crate) fn at(&self, at: isize) -> PyResult<Report> {
        let len = self.reports.len();
        let from_end = if at < 0 { at + len as isize } else { at };
        let report = usize::try_from(from_end)
            .ok()
            .and_then(|at| self.reports.get(at));
        let report =
            report.ok_or_else(|| PyIndexError::new_err(format!("report {at} of {len}")))?;
        Ok(Report(Arc::clone(report)))
    }

    /// What a user may mean by reports: `Reports`, one `Report`, or any number of them or of
    /// dictionaries.
    pub(crate) fn list(given: &Bound<'_, PyAny>) -> PyResult<Vec<Arc<crosswire_report::Report>>> {
        if let Ok(reports) = given.cast::<Reports>() {
            return Ok(reports.get().reports.clone());
        }
        if let Ok(report) = given.cast::<Report>() {
            return Ok(vec![Arc::clone(&report.get().0)]);
        }
        let hint = "expected reports: what crosswire.read(path) gives, crosswire.Report(text), \
                    or a list of either or of dictionaries";
        if given.is_instance_of::<PyString>() || given.is_instance_of::<PyDict>() {
            return Err(PyTypeError::new_err(hint));
        }
        let mut reports = Vec::new();
        let items = given.try_iter().map_err(|_| PyTypeError::new_err(hint))?;
        for item in items {
            let item = item?;
            match item.cast::<Report>() {
                Ok(report) => reports.push(Arc::clone(&report.get().0)),
                Err(_) => {
                    let Reports {
                        reports: read,
                        errors,
                    } = from_fields(&[item])?;
                    if let Some(error) = errors.into_iter().next() {
                        return Err(error::ReadError::new_err(format!("{error}; {hint}")));
                    }
                    reports.extend(read);
                }
            }
        }
        Ok(reports)
    }
}

/// Dictionaries as reports, by the rules of report JSONL. What cannot be read is an error beside the
/// others, at the line that is its place.
fn from_fields(rows: &[Bound<'_, PyAny>]) -> PyResult<Reports> {
    let Some(first) = rows.first() else {
        return Ok(Reports {
            reports: Vec::new(),
            errors: Vec::new(),
        });
    };
    let dumps = first.py().import("json")?.getattr("dumps")?;
    let mut lines = String::new();
    let mut sources: Vec<Option<String>> = Vec::new();
    for row in rows {
        let fields = row.cast::<PyDict>().map_err(|_| {
            PyTypeError::new_err("a report is a crosswire.Report or a dictionary with its fields")
        })?;
        let source = fields.get_item("source")?;
        sources.push(source.and_then(|source| source.extract().ok()));
        let options = PyDict::new(row.py());
        options.set_item("default", row.py().get_type::<PyString>())?;
        let line = dumps.call((row,), Some(&options))?;
        lines += &line.extract::<String>()?;
        lines.push('\n');
    }
    Ok(from_lines(&lines, &sources))
}

/// Lines of report JSONL as reports, `sources` telling where each is from.
pub(crate) fn from_lines(lines: &str, sources: &[Option<String>]) -> Reports {
    let mut reports = Vec::new();
    let mut errors = Vec::new();
    for read in read_bytes("-", lines.as_bytes(), &Options::default()) {
        match read {
            Ok(mut report) => {
                let line = report.details.record.map_or(1, |line| line as usize);
                if let Some(Some(source)) = sources.get(line - 1) {
                    report.source.clone_from(source);
                    report.details.spot = crosswire_report::Spot::default();
                }
                reports.push(Arc::new(report));
            }
            Err(error) => errors.push(error.of_source("rows")),
        }
    }
    Reports { reports, errors }
}

/// Why a row is no report: its id, what is wrong, what to do.
type Refused = (String, String, String);

/// A report of one row of JSON: as `read` gave it, blocks and all, where it has blocks; else read by
/// the rules of report JSONL.
pub(crate) fn from_row(row: &str) -> Result<crosswire_report::Report, Refused> {
    // The reader would take anything else for plain text.
    if !row.trim_start().starts_with('{') {
        return Err((
            String::new(),
            "the row is not a JSON object".to_owned(),
            "write one JSON object a row, with the fields id, outlet, url, title, authors, \
             published, text"
                .to_owned(),
        ));
    }
    let value: Value = serde_json::from_str(row).unwrap_or_default();
    let id = value["id"].as_str().unwrap_or("").to_owned();
    if value["blocks"].is_array() {
        let again = crosswire::tables::report_again(&value);
        return again.map_err(|(message, mend)| (id, message, mend));
    }
    let source = value["source"].as_str().map(str::to_owned);
    let Reports { reports, errors } = from_lines(row, &[source]);
    match (reports.into_iter().next(), errors.into_iter().next()) {
        (Some(report), _) => Ok(Arc::unwrap_or_clone(report)),
        (None, Some(error)) => Err((id, error.message().to_owned(), error.mend().to_owned())),
        (None, None) => Err((
            id,
            "the row is empty".to_owned(),
            "give each report a text".to_owned(),
        )),
    }
}

#[pymethods]
impl Reports {
    /// Reports of anything that holds some: see `crosswire.reports`.
    #[new]
    fn new(reports: &Bound<'_, PyAny>) -> PyResult<Reports> {
        Ok(Reports {
            reports: Reports::list(reports)?,
            errors: Vec::new(),
        })
    }

    /// Reads files, folders, patterns and `-`, in the order given; see `crosswire.read`.
    #[staticmethod]
    #[pyo3(signature = (paths, outlet=None, published=None, progress=None))]
    fn _read(
        py: Python<'_>,
        paths: Vec<std::path::PathBuf>,
        outlet: Option<String>,
        published: Option<&str>,
        progress: Option<bool>,
    ) -> PyResult<Reports> {
        let published = match published {
            None => None,
            Some(said) => Some(Stamp::parse(said).ok_or_else(|| {
                PyValueError::new_err(format!(
                    "published={said:?}: expected a date such as 2031-03-06 or 2031-03-06T08:10Z"
                ))
            })?),
        };
        let options = Options {
            outlet,
            published,
            from_record: 1,
            ..Options::default()
        };
        let bar = Bar::begin(py, progress, 0, "report")?;
        background::run(py, Some(1), &bar, move |watch| {
            let (mut reports, mut errors) = (Vec::new(), Vec::new());
            for read in Reader::new(paths, options) {
                watch.step(|| match read {
                    Ok(report) => reports.push(Arc::new(report)),
                    Err(error) => errors.push(error),
                })?;
            }
            checking::sort(&mut reports);
            Some(Reports { reports, errors })
        })
    }

    /// Reads bytes as if they were a file of this name.
    #[staticmethod]
    fn _read_bytes(name: &str, bytes: &[u8]) -> Reports {
        let (mut reports, mut errors) = (Vec::new(), Vec::new());
        for read in read_bytes(name, bytes, &Options::default()) {
            match read {
                Ok(report) => reports.push(Arc::new(report)),
                Err(error) => errors.push(error),
            }
        }
        Reports { reports, errors }
    }

    /// Reports of dictionaries with the fields of report JSONL.
    #[staticmethod]
    fn _from_dicts(rows: Vec<Bound<'_, PyAny>>) -> PyResult<Reports> {
        from_fields(&rows)
    }

    /// What could not be read, or needed no reading.
    #[getter]
    fn errors(&self) -> Vec<Trouble> {
        self.errors.iter().cloned().map(Trouble).collect()
    }

    /// One row a report, with its text, blocks and problems: the table `reports`.
    fn table(&self) -> Table {
        let rows: Vec<Value> = self
            .reports
            .iter()
            .map(|report| crosswire::tables::report(report))
            .collect();
        Table::new(crosswire_columns::Table::Reports, rows)
    }

    fn __len__(&self) -> usize {
        self.reports.len()
    }

    fn __getitem__<'py>(
        &self,
        py: Python<'py>,
        at: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let Ok(slice) = at.cast::<PySlice>() else {
            return self.at(at.extract()?)?.into_bound_py_any(py);
        };
        let places = slice.indices(self.reports.len() as isize)?;
        let at = |step: usize| places.start + step as isize * places.step;
        let reports =
            (0..places.slicelength).map(|step| Arc::clone(&self.reports[at(step) as usize]));
        let part = Reports {
            reports: reports.collect(),
            errors: Vec::new(),
        };
        part.into_bound_py_any(py)
    }

    fn __iter__<'py>(slf: PyRef<'py, Reports>) -> PyResult<Bound<'py, PyAny>> {
        let all = slf.reports.iter().map(|report| Report(Arc::clone(report)));
        let list = PyList::new(slf.py(), all.collect::<Vec<_>>())?;
        Ok(list.try_iter()?.into_any())
    }

    fn __repr__(&self) -> String {
        match self.errors.len() {
            0 => format!("Reports({} reports)", self.reports.len()),
            errors => format!("Reports({} reports, {errors} errors)", self.reports.len()),
        }
    }
}

#[pymethods]
impl Trouble {
    /// Its kind: `missing`, `broken`, `binary`, `too_large`, `bad_record`, `duplicate`, `skipped`.
    #[getter]
    fn kind(&self) -> &'static str {
        self.0.kind().name()
    }

    /// Where: the input, with line or record.
    #[getter]
    fn place(&self) -> String {
        self.0.place().to_string()
    }

    /// The line or record, counted from one, where there is one.
    #[getter]
    fn number(&self) -> Option<u64> {
        let spot = self.0.place().spot;
        spot.line.or(spot.record)
    }

    /// What happened.
    #[getter]
    fn message(&self) -> &str {
        self.0.message()
    }

    /// What to do.
    #[getter]
    fn mend(&self) -> &str {
        self.0.mend()
    }

    /// Whether an input could not be read, rather than something that needed no reading was left out.
    #[getter]
    fn is_failure(&self) -> bool {
        self.0.is_failure()
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("Trouble({:?})", self.0.to_string())
    }
}
