//! Rows in, an Arrow IPC stream or a Parquet file out.

use std::io::Write;
use std::mem;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use serde_json::Value;

use crate::arrays;
use crate::table::Table;

/// Rows of one record batch.
const BATCH: usize = 8192;
/// Bytes of a Parquet file that are held in memory at most.
const MOST_HELD: usize = 64 << 20;

/// How columns are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// An Arrow IPC stream.
    Arrow,
    /// A Parquet file, compressed with Snappy.
    Parquet,
}

/// Why columns could not be written.
#[derive(Debug, thiserror::Error)]
#[error("writing columns: {reason}")]
pub struct ColumnsError {
    reason: String,
    #[source]
    source: Option<std::io::Error>,
}

impl From<ArrowError> for ColumnsError {
    fn from(error: ArrowError) -> ColumnsError {
        match error {
            ArrowError::IoError(reason, source) => ColumnsError {
                reason,
                source: Some(source),
            },
            other => ColumnsError {
                reason: other.to_string(),
                source: None,
            },
        }
    }
}

impl From<ParquetError> for ColumnsError {
    fn from(error: ParquetError) -> ColumnsError {
        let reason = error.to_string();
        let source = match error {
            ParquetError::External(source) => source.downcast().ok().map(|error| *error),
            _ => None,
        };
        ColumnsError { reason, source }
    }
}

/// Rows of one table as record batches of bounded size; for no row one that is empty.
///
/// # Errors
///
/// When a value does not fit its column.
pub fn batches(table: Table, rows: &[Value]) -> Result<Vec<RecordBatch>, ColumnsError> {
    let schema: SchemaRef = Arc::new(table.schema());
    if rows.is_empty() {
        return Ok(vec![RecordBatch::new_empty(schema)]);
    }
    let batch = |rows: &[Value]| -> Result<RecordBatch, ColumnsError> {
        let columns = arrays::columns(schema.fields(), rows)?;
        Ok(RecordBatch::try_new(schema.clone(), columns)?)
    };
    // Texts of reports are long: a column holds at most two gigabytes of them.
    let (mut batches, mut first, mut held) = (Vec::new(), 0, 0);
    for (at, row) in rows.iter().enumerate() {
        held += row["text"].as_str().map_or(0, str::len);
        if at + 1 - first == BATCH || held >= MOST_HELD {
            batches.push(batch(&rows[first..=at])?);
            (first, held) = (at + 1, 0);
        }
    }
    if first < rows.len() {
        batches.push(batch(&rows[first..])?);
    }
    Ok(batches)
}

/// Writes the rows of one table, batch by batch.
pub struct Writer<W: Write + Send> {
    schema: SchemaRef,
    rows: Vec<Value>,
    to: To<W>,
}

enum To<W: Write + Send> {
    Arrow(Box<StreamWriter<W>>),
    Parquet(Box<ArrowWriter<W>>),
}

impl<W: Write + Send> Writer<W> {
    /// Begins to write `table` to `out`.
    ///
    /// # Errors
    ///
    /// When `out` cannot be written to.
    pub fn new(table: Table, format: Format, out: W) -> Result<Writer<W>, ColumnsError> {
        let schema: SchemaRef = Arc::new(table.schema());
        let to = match format {
            Format::Arrow => To::Arrow(Box::new(StreamWriter::try_new(out, &schema)?)),
            Format::Parquet => {
                let properties = WriterProperties::builder()
                    .set_compression(Compression::SNAPPY)
                    // What is held back until a group of rows is full.
                    .set_max_row_group_bytes(Some(MOST_HELD))
                    .build();
                let writer = ArrowWriter::try_new(out, schema.clone(), Some(properties))?;
                To::Parquet(Box::new(writer))
            }
        };
        Ok(Writer {
            schema,
            rows: Vec::new(),
            to,
        })
    }

    /// Takes a row: an object with the table's columns.
    ///
    /// # Errors
    ///
    /// When a batch is full and cannot be written.
    pub fn push(&mut self, row: Value) -> Result<(), ColumnsError> {
        self.rows.push(row);
        if self.rows.len() >= BATCH {
            self.write()?;
        }
        Ok(())
    }

    fn write(&mut self) -> Result<(), ColumnsError> {
        let rows = mem::take(&mut self.rows);
        if rows.is_empty() {
            return Ok(());
        }
        let columns = arrays::columns(self.schema.fields(), &rows)?;
        let batch = RecordBatch::try_new(self.schema.clone(), columns)?;
        match &mut self.to {
            To::Arrow(writer) => writer.write(&batch)?,
            To::Parquet(writer) => writer.write(&batch)?,
        }
        Ok(())
    }

    /// Writes what is left and the end; without it the output is not whole.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn finish(mut self) -> Result<(), ColumnsError> {
        self.write()?;
        match self.to {
            To::Arrow(mut writer) => writer.finish()?,
            To::Parquet(writer) => {
                writer.close()?;
            }
        }
        Ok(())
    }
}
