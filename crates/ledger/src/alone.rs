//! An annotation as bytes that stand by themselves, for those who keep reports elsewhere (a table of
//! Spark): the labels first, then what a ledger keeps.

use std::collections::HashMap;
use std::sync::Arc;

use crosswire_extract::Annotated;
use crosswire_report::Report;

use crate::annotation;
use crate::error::{StoreError, Stored};
use crate::packed::{self, ENCODING, Matter, read, write};

/// Bytes that are not the annotation of a report.
#[derive(Debug, thiserror::Error)]
#[error("the annotation of report {report:?} cannot be read: {reason}; annotate the report again")]
pub struct AnnotationError {
    report: String,
    reason: String,
}

fn told(report: &Report, error: StoreError) -> AnnotationError {
    AnnotationError {
        report: report.id.clone(),
        reason: match error {
            StoreError::Damaged(reason) => reason,
            StoreError::Sqlite(error) => error.to_string(),
            StoreError::Told(error) => error.to_string(),
        },
    }
}

/// The annotation of a report as a few kilobytes.
///
/// # Errors
///
/// When there is no memory to pack it.
pub fn pack_annotation(annotated: &Annotated) -> Result<Vec<u8>, AnnotationError> {
    packed(annotated).map_err(|error| told(annotated.report(), error))
}

/// Reads back what [`pack_annotation`] made, over the report it was made of.
///
/// # Errors
///
/// When the bytes are not of that, or of another report.
pub fn unpack_annotation(report: Arc<Report>, bytes: &[u8]) -> Result<Annotated, AnnotationError> {
    let unpacked = packed::unpack(bytes, ENCODING, Matter::Plain);
    unpacked
        .and_then(|bytes| opened(Arc::clone(&report), &bytes))
        .map_err(|error| told(&report, error))
}

fn packed(annotated: &Annotated) -> Stored<Vec<u8>> {
    let mut numbers: HashMap<String, u64> = HashMap::new();
    let mut labels = Vec::new();
    let columns = annotation::encoded(annotated, |text| {
        let next = numbers.len() as u64;
        Ok(*numbers.entry(text.to_owned()).or_insert_with(|| {
            write(&mut labels, text.len() as u64);
            labels.extend(text.as_bytes());
            next
        }))
    })?;
    let mut bytes = Vec::with_capacity(labels.len() + columns.len() + 8);
    write(&mut bytes, numbers.len() as u64);
    bytes.extend(labels);
    bytes.extend(columns);
    packed::pack(&bytes, Matter::Plain)
}

/// Reads labels and columns, unpacked.
pub(crate) fn opened(report: Arc<Report>, mut bytes: &[u8]) -> Stored<Annotated> {
    let wrong = || StoreError::Damaged("its labels are cut off".to_owned());
    let count = read(&mut bytes).ok_or_else(wrong)?;
    let mut labels: Vec<Arc<str>> = Vec::new();
    for _ in 0..count {
        let length = read(&mut bytes).ok_or_else(wrong)? as usize;
        let (label, rest) = bytes.split_at_checked(length).ok_or_else(wrong)?;
        labels.push(std::str::from_utf8(label).map_err(|_| wrong())?.into());
        bytes = rest;
    }
    annotation::decoded(report, bytes, &mut |number| {
        let label = usize::try_from(number).ok().and_then(|at| labels.get(at));
        label
            .cloned()
            .ok_or_else(|| StoreError::Damaged(format!("there is no label {number}")))
    })
}
