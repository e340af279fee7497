//! Rows as dictionaries, and as Arrow columns for every engine that takes them.

use std::fs::File;
use std::io::BufWriter;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator};
use arrow_schema::SchemaRef;
use arrow_schema::ffi::FFI_ArrowSchema;
use crosswire_columns::{Format, Writer, batches};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::{Bound, PyAny, PyAnyMethods, PyResult, Python, pyclass, pyfunction, pymethods};
use pyo3::types::PyCapsule;
use serde_json::Value;

use crate::background::{self, Bar};
use crate::report::Reports;
use crate::{error, values};

/// A table: rows of one shape, with a versioned Arrow schema.
///
/// It goes into pyarrow, polars, pandas and DuckDB by the Arrow PyCapsule interface, without a copy
/// of its columns; none of them is needed to make it.
///
/// >>> import crosswire
/// >>> table = crosswire.times([crosswire.Report("The ferry sank on Monday.", published="2031-03-05")])
/// >>> [(row["text"], row["value"]) for row in table.to_dicts()]
/// [('Monday', '2031-03-03')]
/// >>> table.columns[:3]
/// ['report', 'in_title', 'start']
#[pyclass(frozen, module = "crosswire")]
pub(crate) struct Table {
    table: crosswire_columns::Table,
    rows: Vec<Value>,
    batches: OnceLock<Vec<RecordBatch>>,
}

impl Table {
    pub(crate) fn new(table: crosswire_columns::Table, rows: Vec<Value>) -> Table {
        Table {
            table,
            rows,
            batches: OnceLock::new(),
        }
    }

    fn batches(&self, py: Python<'_>) -> PyResult<&[RecordBatch]> {
        if let Some(made) = self.batches.get() {
            return Ok(made);
        }
        let made = py.detach(|| batches(self.table, &self.rows));
        let made = made.map_err(|error| error::rows(&error))?;
        Ok(self.batches.get_or_init(|| made))
    }

    fn write(&self, py: Python<'_>, path: PathBuf, format: Format) -> PyResult<()> {
        py.detach(|| {
            let out = File::create(&path).map_err(|error| {
                error::CrosswireError::new_err(format!(
                    "{}: it cannot be written ({error}); check the folder and its permissions",
                    path.display()
                ))
            })?;
            let out = BufWriter::new(out);
            let written = || {
                let mut writer = Writer::new(self.table, format, out)?;
                for row in &self.rows {
                    writer.push(row.clone())?;
                }
                writer.finish()
            };
            written().map_err(|error| {
                error::CrosswireError::new_err(format!("{}: {error}", path.display()))
            })
        })
    }
}

#[pymethods]
impl Table {
    /// A table of this name without a row: its schema.
    ///
    /// >>> import crosswire
    /// >>> crosswire.Table.empty("stories")
    /// Table("stories", 0 rows)
    #[staticmethod]
    fn empty(name: &str) -> PyResult<Table> {
        Ok(Table::new(named(name)?, Vec::new()))
    }

    /// The table's name, as in the metadata of its schema (`crosswire.table`).
    #[getter]
    fn name(&self) -> &'static str {
        self.table.name()
    }

    /// The names of its columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        columns_of(self.table.name()).unwrap_or_default()
    }

    /// The rows as dictionaries.
    fn to_dicts<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let rows = self.rows.iter();
        rows.map(|row| values::from_json(py, row)).collect()
    }

    /// As a `pyarrow.Table`.
    fn to_arrow<'py>(slf: &Bound<'py, Table>) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        py.import("pyarrow")?.call_method1("table", (slf,))
    }

    /// As a `pandas.DataFrame`; needs pyarrow too.
    fn to_pandas<'py>(slf: &Bound<'py, Table>) -> PyResult<Bound<'py, PyAny>> {
        Table::to_arrow(slf)?.call_method0("to_pandas")
    }

    /// As a `polars.DataFrame`.
    fn to_polars<'py>(slf: &Bound<'py, Table>) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        py.import("polars")?.call_method1("DataFrame", (slf,))
    }

    /// Writes a Parquet file, as the command's `--format parquet` does.
    fn write_parquet(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        self.write(py, path, Format::Parquet)
    }

    /// Writes an Arrow IPC stream, as the command's `--format arrow` does.
    fn write_arrow(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        self.write(py, path, Format::Arrow)
    }

    /// The columns as a stream of the Arrow C data interface. A schema that is asked for is not
    /// followed: the consumer casts.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        let batches = self.batches(py)?.to_vec();
        let schema = Arc::new(self.table.schema());
        capsule(py, batches, schema)
    }

    /// The schema of the Arrow C data interface.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.table.schema());
        let schema = schema.map_err(|error| error::rows(&error))?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    fn __len__(&self) -> usize {
        self.rows.len()
    }

    fn __repr__(&self) -> String {
        format!("Table({:?}, {} rows)", self.name(), self.rows.len())
    }

    fn _repr_html_<'py>(slf: &Bound<'py, Table>) -> PyResult<Bound<'py, PyAny>> {
        let shown = &slf.get().rows[..slf.get().rows.len().min(20)];
        let rows = values::of(slf.py(), &shown)?;
        let all = slf.get().rows.len();
        slf.py()
            .import("crosswire._html")?
            .call_method1("table", (slf.get().columns(), rows, all))
    }
}

/// A stream of the Arrow C data interface over batches.
pub(crate) fn capsule<'py>(
    py: Python<'py>,
    batches: Vec<RecordBatch>,
    schema: SchemaRef,
) -> PyResult<Bound<'py, PyCapsule>> {
    let reader = RecordBatchIterator::new(batches.into_iter().map(Ok), schema);
    let stream = FFI_ArrowArrayStream::new(Box::new(reader));
    PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
}

/// The names of the columns of a table, in order; tables are `reports`, `tokens`, `statements`,
/// `undertakings`, `times`, `quantities`, `quotes`, `stories`, `findings`, and `ledger_` with `reports`, `stories`,
/// `findings`, `quotes` and `statements`.
#[pyfunction]
pub(crate) fn columns_of(table: &str) -> PyResult<Vec<String>> {
    let schema = named(table)?.schema();
    let names = schema.fields().iter().map(|field| field.name().clone());
    Ok(names.collect())
}

/// The table of this name.
pub(crate) fn named(name: &str) -> PyResult<crosswire_columns::Table> {
    let mut all = crosswire_columns::Table::ALL.into_iter();
    all.find(|table| table.name() == name).ok_or_else(|| {
        let names = crosswire_columns::Table::ALL.map(crosswire_columns::Table::name);
        PyValueError::new_err(format!("no table {name:?}; there are {}", names.join(", ")))
    })
}

/// Groups reports into stories: one row a report of a story, as `crosswire stories` prints them.
#[pyfunction]
pub(crate) fn stories(py: Python<'_>, reports: &Bound<'_, PyAny>) -> PyResult<Table> {
    let mut reports = Reports::list(reports)?;
    let rows = background::run(py, None, &Bar::none(), move |_| {
        crosswire::checking::sort(&mut reports);
        Some(crosswire::tables::stories(&reports))
    })?;
    Ok(Table::new(crosswire_columns::Table::Stories, rows))
}
