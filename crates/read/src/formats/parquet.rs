//! Parquet files whose columns are named as the fields of records are.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use bytes::{Buf, Bytes};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};

use super::columns::Rows;
use crate::error::{ErrorKind, ReadError};
use crate::formats::{Format, Head};
use crate::input::{Held, Input};
use crate::sink::{Flow, Sink};

/// Rows that are held at once: some megabytes of reports.
const BATCH: usize = 128;

/// Parquet files.
pub(crate) struct Parquet;

impl Format for Parquet {
    fn recognises(&self, head: &Head<'_>) -> bool {
        head.bytes.starts_with(b"PAR1")
    }

    fn read(&self, input: Input<'_>, sink: &mut Sink<'_>) -> Flow {
        let around = input.around();
        let chunks = match input.into_held(&sink.options.limits) {
            Ok(Held::File(file, length)) => Chunks::File(file, length),
            Ok(Held::Bytes(bytes)) => Chunks::Bytes(Bytes::from(bytes)),
            Err(error) => return sink.error(error),
        };
        let batches = ParquetRecordBatchReaderBuilder::try_new(chunks)
            .and_then(|builder| builder.with_batch_size(BATCH).build());
        let batches = match batches {
            Ok(batches) => batches,
            Err(error) => {
                return sink.error(ReadError::new(
                    ErrorKind::Broken,
                    around.name.as_str(),
                    format!("the Parquet file cannot be read: {error}"),
                    "check that it is whole (its directory is at its end); packings known here are Snappy, gzip and zstd",
                ));
            }
        };
        let mut rows = Rows::default();
        for batch in batches {
            match batch {
                Ok(batch) => rows.give(&batch, &around, sink)?,
                Err(error) => return rows.end(Some(error.to_string()), &around, sink),
            }
        }
        rows.end(None, &around, sink)
    }
}

/// A file or bytes of which nothing is asked that lies beyond the end: what a damaged directory
/// says would otherwise be made room for.
enum Chunks {
    File(File, u64),
    Bytes(Bytes),
}

impl Chunks {
    fn check(&self, start: u64, length: u64) -> Result<(), ParquetError> {
        let inside = start
            .checked_add(length)
            .is_some_and(|end| end <= self.len());
        inside.then_some(()).ok_or_else(|| {
            ParquetError::EOF(format!(
                "{length} bytes at {start} lie beyond the end of the file"
            ))
        })
    }
}

impl Length for Chunks {
    fn len(&self) -> u64 {
        match self {
            Chunks::File(_, length) => *length,
            Chunks::Bytes(bytes) => bytes.len() as u64,
        }
    }
}

impl ChunkReader for Chunks {
    type T = Box<dyn Read>;

    fn get_read(&self, start: u64) -> Result<Box<dyn Read>, ParquetError> {
        self.check(start, 0)?;
        match self {
            Chunks::File(file, _) => Ok(Box::new(BufReader::new(at(file, start)?))),
            Chunks::Bytes(bytes) => {
                let start = usize::try_from(start).unwrap_or(usize::MAX);
                Ok(Box::new(bytes.slice(start..).reader()))
            }
        }
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        self.check(start, length as u64)?;
        match self {
            Chunks::File(file, _) => {
                let mut buffer = vec![0; length];
                at(file, start)?.read_exact(&mut buffer)?;
                Ok(Bytes::from(buffer))
            }
            Chunks::Bytes(bytes) => {
                let start = usize::try_from(start).unwrap_or(usize::MAX);
                Ok(bytes.slice(start..start + length))
            }
        }
    }
}

fn at(file: &File, start: u64) -> io::Result<File> {
    let mut file = file.try_clone()?;
    file.seek(SeekFrom::Start(start))?;
    Ok(file)
}
