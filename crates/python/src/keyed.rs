//! What an engine such as Spark calls on its workers (`python/crosswire/spark`): the steps as functions
//! of rows, each row a report as JSON.
//!
//! A row that cannot be read gives a report without text that says what is wrong with it; whatever is
//! in a row, the others are worked on.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_array::{ArrayRef, BinaryArray, Int64Array, RecordBatch};
use arrow_schema::{DataType, Field, Fields, Schema};
use crosswire::checking::{self, Grouping};
use crosswire::{Watch, analysis, tables};
use crosswire_columns::{Table as Columns, arrays};
use crosswire_extract::{Annotated, extract};
use crosswire_group::keyed::{self as by_keys, Keyed, Leaf, Pair};
use crosswire_group::{Options, Sketch, group_part};
use crosswire_ledger::{pack_annotation, unpack_annotation};
use crosswire_report::{Problem, ProblemKind, Report};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::{Bound, PyResult, Python, pyclass, pyfunction, pymethods};
use pyo3::types::PyCapsule;
use serde_json::Value;

use crate::error;
use crate::pipeline::Pipeline;
use crate::report::from_row;
use crate::table::{Table, capsule};

/// In how many reports of a corpus each term stands, period by period.
#[pyclass(frozen, module = "crosswire")]
pub(crate) struct Frequencies(Arc<by_keys::Frequencies>);

/// Record batches of a shape of their own, for the Arrow C stream interface.
#[pyclass(frozen, module = "crosswire")]
pub(crate) struct Batch(RecordBatch);

#[pymethods]
impl Frequencies {
    /// `bounds` are the first minutes of each period but the first, `reports` how many reports each
    /// has, `rows` numbers of four bytes, little-endian, three a row: term, period, reports.
    #[new]
    fn new(bounds: Vec<i64>, reports: Vec<u32>, rows: &[u8]) -> PyResult<Frequencies> {
        let (numbers, rest) = rows.as_chunks::<4>();
        if !rest.is_empty() || numbers.len() % 3 != 0 {
            return Err(PyValueError::new_err(
                "rows of frequencies are three numbers of four bytes each",
            ));
        }
        let number = |at: usize| u32::from_le_bytes(numbers[at]);
        let rows = (0..numbers.len() / 3)
            .map(|row| (number(3 * row), number(3 * row + 1), number(3 * row + 2)));
        let frequencies = by_keys::Frequencies::new(bounds, &reports, rows);
        Ok(Frequencies(Arc::new(frequencies)))
    }
}

#[pymethods]
impl Batch {
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, pyo3::PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        capsule(py, vec![self.0.clone()], self.0.schema())
    }

    fn __len__(&self) -> usize {
        self.0.num_rows()
    }
}

/// The report of a row; one without text where there is none, named by the row where that names none.
fn report(row: &str) -> Arc<Report> {
    match from_row(row) {
        Ok(report) => Arc::new(report),
        Err((id, message, mend)) => {
            let own = Some(id).filter(|id| !id.is_empty());
            let id = own.unwrap_or_else(|| format!("{:016x}", by_keys::place(row)));
            Arc::new(broken(&id, "-", message, mend))
        }
    }
}

/// Reads rows: the table `reports`, and for each report a digest of what it holds: copies have
/// the same.
#[pyfunction]
pub(crate) fn told(py: Python<'_>, rows: Vec<String>) -> (Table, Vec<String>) {
    let (rows, contents) = py.detach(|| {
        let told = rows.iter().map(|row| {
            let report = report(row);
            (tables::report(&report), content(&report))
        });
        told.unzip()
    });
    (Table::new(Columns::Reports, rows), contents)
}

/// What makes two reports the same, as one machine has it: text, title, outlet, address and date.
fn content(report: &Report) -> String {
    let published = report.published.map(|stamp| stamp.to_string());
    let parts = [
        Some(&*report.text),
        report.title.as_deref(),
        report.outlet.as_deref(),
        report.url.as_deref(),
        published.as_deref(),
    ];
    let all = parts.map(|part| part.unwrap_or("\u{0}")).join("\u{1}");
    format!("{:016x}", by_keys::place(&all))
}

fn broken(id: &str, source: &str, message: String, mend: String) -> Report {
    let mut report = Report::new(id, source, "");
    report.problems.push(Problem {
        kind: ProblemKind::BadRecord,
        message,
        mend,
    });
    report
}

/// Work on one report; a defect that ends it costs this report alone.
fn alone<T>(report: &Arc<Report>, work: impl FnOnce(Arc<Report>) -> T) -> Result<T, Arc<Report>> {
    let given = Arc::clone(report);
    catch_unwind(AssertUnwindSafe(|| work(given))).map_err(|_| {
        Arc::new(broken(
            &report.id,
            &report.source,
            "working on it was given up, which is a defect of crosswire".to_owned(),
            "please report it with the text; the other reports are not touched".to_owned(),
        ))
    })
}

/// What `extracted` gives, column by column: a report, its quotations and statements, its annotation.
fn extracted_schema() -> Schema {
    let list = |name: &str, table: Columns| {
        let fields: Fields = table.schema().fields().clone();
        let item = Field::new_struct("item", fields, false);
        Field::new_list(name, Arc::new(item), false)
    };
    let mut fields: Vec<Arc<Field>> = Columns::Reports.schema().fields().iter().cloned().collect();
    fields.push(Arc::new(list("quotes", Columns::Quotes)));
    fields.push(Arc::new(list("statements", Columns::Statements)));
    fields.push(Arc::new(Field::new("minute", DataType::Int64, true)));
    fields.push(Arc::new(Field::new("annotation", DataType::Binary, false)));
    Schema::new(fields)
}

/// Annotates and extracts: one row a report, in the order given, with its quotations, statements and
/// packed annotation, and whatever is wrong with it.
#[pyfunction]
pub(crate) fn extracted(
    py: Python<'_>,
    pipeline: &Bound<'_, Pipeline>,
    rows: Vec<String>,
) -> PyResult<Batch> {
    let model = &pipeline.get().model;
    let batch = py.detach(|| -> anyhow::Result<RecordBatch> {
        let mut values = Vec::with_capacity(rows.len());
        let mut annotations = Vec::with_capacity(rows.len());
        let mut minutes: Vec<Option<i64>> = Vec::with_capacity(rows.len());
        for row in &rows {
            let report = report(row);
            minutes.push(report.published.map(crosswire_group::minute));
            let work = |report| -> anyhow::Result<(Value, Vec<u8>)> {
                let annotated = analysis::annotated(model, report);
                let packed = pack_annotation(&annotated)?;
                let found = extract(annotated);
                let mut value = tables::report(found.annotated.report());
                if let Some(problem) = found.doubtful_date() {
                    let problem = serde_json::json!({
                        "kind": problem.kind.name(), "message": problem.message, "mend": problem.mend,
                    });
                    if let Some(problems) = value["problems"].as_array_mut() {
                        problems.push(problem);
                    }
                }
                value["quotes"] = tables::of_report(Columns::Quotes, &found)?.into();
                value["statements"] = tables::of_report(Columns::Statements, &found)?.into();
                Ok((value, packed))
            };
            let (value, packed) = match alone(&report, work) {
                Ok(done) => done?,
                Err(broken) => (
                    tables::report(&broken),
                    pack_annotation(&Annotated::unread(broken))?,
                ),
            };
            values.push(value);
            annotations.push(packed);
        }
        let schema = Arc::new(extracted_schema());
        let of_json = schema.fields()[..schema.fields().len() - 2].iter().cloned();
        let mut columns = arrays(&of_json.collect(), &values)?;
        columns.push(Arc::new(Int64Array::from(minutes)));
        let packed: BinaryArray = annotations.iter().map(Some).collect();
        columns.push(Arc::new(packed) as ArrayRef);
        Ok(RecordBatch::try_new(schema, columns)?)
    });
    batch.map(Batch).map_err(|error| error::rows(&error))
}

/// The minute of publication of each report, and the terms that frequencies are counted over.
#[pyfunction]
pub(crate) fn terms(py: Python<'_>, rows: Vec<String>) -> Vec<(String, Option<i64>, Vec<u32>)> {
    py.detach(|| {
        let sketched = rows.iter().map(|row| {
            let sketch = sketch(&report(row));
            (
                sketch.id().to_owned(),
                sketch.minute(),
                sketch.terms().collect(),
            )
        });
        sketched.collect()
    })
}

fn sketch(report: &Arc<Report>) -> Sketch {
    match alone(report, |report| Sketch::of(&report)) {
        Ok(sketch) => sketch,
        Err(broken) => Sketch::of(&broken),
    }
}

/// The number of each report, made of its id.
#[pyfunction]
pub(crate) fn places(py: Python<'_>, rows: Vec<String>) -> Vec<i64> {
    let place = |row: &String| by_keys::place(&report(row).id).cast_signed();
    py.detach(|| rows.iter().map(place).collect())
}

/// A report's id, its minute, the keys under which it meets others, and its terms as bytes.
type KeyedRow = (String, Option<i64>, Vec<i64>, Vec<u8>);

/// The keys under which reports meet, each report with its terms as they weigh in the corpus.
#[pyfunction]
pub(crate) fn keys(
    py: Python<'_>,
    rows: Vec<String>,
    frequencies: &Bound<'_, Frequencies>,
) -> Vec<KeyedRow> {
    let frequencies = &frequencies.get().0;
    py.detach(|| {
        let keyed = rows.iter().map(|row| {
            let sketch = sketch(&report(row));
            let Keyed { leaf, keys } = Leaf::of(&sketch, frequencies);
            // Engines know no numbers without a sign.
            let keys = keys.iter().map(|key| key.cast_signed()).collect();
            (sketch.id().to_owned(), sketch.minute(), keys, leaf.terms())
        });
        keyed.collect()
    })
}

/// Measures reports that meet under keys, as their rows come: by key, and under a key by publication
/// and id, undated ones last.
#[pyclass(module = "crosswire")]
pub(crate) struct Meeting(by_keys::Meeting<i64>);

#[pymethods]
impl Meeting {
    /// Of reports that are at least so alike.
    #[new]
    fn new(least: f32) -> Meeting {
        Meeting(by_keys::Meeting::new(least))
    }

    /// The pairs that these rows make, with those before them too: earlier, later, likeness.
    fn meet(
        &mut self,
        keys: Vec<i64>,
        ids: Vec<i64>,
        terms: Vec<Vec<u8>>,
    ) -> PyResult<(Vec<i64>, Vec<i64>, Vec<f32>)> {
        let (mut earlier, mut later, mut likeness) = (Vec::new(), Vec::new(), Vec::new());
        for ((key, id), terms) in keys.into_iter().zip(ids).zip(&terms) {
            let leaf =
                Leaf::read(terms).map_err(|error| PyValueError::new_err(error.to_string()))?;
            for pair in self.0.meet(key.cast_unsigned(), id, leaf) {
                earlier.push(pair.earlier);
                later.push(pair.later);
                likeness.push(pair.likeness);
            }
        }
        Ok((earlier, later, likeness))
    }
}

/// The part of each report that is in some pair, no part larger than `most`: reports, parts.
#[pyfunction]
pub(crate) fn connect(
    py: Python<'_>,
    earlier: Vec<i64>,
    later: Vec<i64>,
    likeness: Vec<f32>,
    most: usize,
) -> (Vec<i64>, Vec<i64>) {
    let rows = earlier.into_iter().zip(later).zip(likeness);
    let pairs = rows.map(|((earlier, later), likeness)| Pair {
        earlier,
        later,
        likeness,
    });
    let pairs = pairs.collect();
    py.detach(|| by_keys::connect(pairs, most).into_iter().unzip())
}

/// Groups the reports of a part into stories: rows of the table `stories`, numbered within the part.
#[pyfunction]
pub(crate) fn grouped(
    py: Python<'_>,
    rows: Vec<String>,
    frequencies: &Bound<'_, Frequencies>,
) -> Table {
    let frequencies = Arc::clone(&frequencies.get().0);
    let rows = py.detach(|| {
        let mut reports: Vec<Arc<Report>> = rows.iter().map(|row| report(row)).collect();
        checking::sort(&mut reports);
        let sketches: Vec<Sketch> = reports.iter().map(sketch).collect();
        let found = group_part(&sketches, frequencies, &Options::default());
        tables::stories_of(&found, &reports)
    });
    Table::new(Columns::Stories, rows)
}

/// The findings of one story, from its reports and their annotations: rows of the table `findings`.
#[pyfunction]
pub(crate) fn compared(
    py: Python<'_>,
    label: String,
    rows: Vec<String>,
    annotations: Vec<Vec<u8>>,
) -> PyResult<Table> {
    let found = py.detach(|| {
        let mut extracted: BTreeMap<String, _> = BTreeMap::new();
        let mut reports = Vec::new();
        for (row, annotation) in rows.iter().zip(&annotations) {
            let report = report(row);
            let work = |report| unpack_annotation(report, annotation).map(extract);
            // What cannot be looked into is silent in the comparison; its row says why.
            if let Ok(Ok(found)) = alone(&report, work) {
                reports.push(Arc::clone(found.annotated.report()));
                extracted.insert(report.id.clone(), found);
            }
        }
        checking::sort(&mut reports);
        let ids: Vec<String> = reports.iter().map(|report| report.id.clone()).collect();
        let mut ordered = Vec::with_capacity(ids.len());
        ordered.extend(ids.iter().filter_map(|id| extracted.remove(id)));
        let sets = BTreeMap::from([(label, ids)]);
        let outcome = checking::check(&ordered, Grouping::Sets(&sets), None, &Watch::default());
        tables::findings(&outcome.unwrap_or_default())
    });
    let rows = found.map_err(|error| error::rows(&error))?;
    Ok(Table::new(Columns::Findings, rows))
}
