//! What to read, read: reports in order, trouble told on standard error.

use std::sync::Arc;

use anyhow::Context;
use crosswire_calendar::Stamp;
use crosswire_read::{Options, Reader};
use crosswire_report::Report;

use crate::args::Input;
use crate::checking;
use crate::interruption::Interruption;
use crate::progress::Progress;
use crate::status::{Status, complain};

/// All reports of some inputs.
pub(crate) struct Reports {
    /// Sorted by publication and id, so that the order of files never matters.
    pub(crate) reports: Vec<Arc<Report>>,
    /// Whether some input could not be read.
    pub(crate) status: Status,
}

/// Reads everything into memory.
pub(crate) fn read_all(input: &Input) -> anyhow::Result<Reports> {
    let mut reports = Vec::new();
    let status = in_batches(input, usize::MAX, |batch| {
        reports.extend(batch);
        Ok(Status::Done)
    })?;
    checking::sort(&mut reports);
    Ok(Reports { reports, status })
}

/// Reads the references that quotations are laid against; one that holds no words is told.
pub(crate) fn references(paths: &[std::path::PathBuf]) -> anyhow::Result<Reports> {
    let input = Input {
        paths: paths.to_vec(),
        outlet: None,
        published: None,
        from_record: 1,
    };
    let mut all = read_all(&input)?;
    all.reports.retain(|reference| {
        let empty = reference.text.trim().is_empty();
        if empty {
            complain(&format!(
                "--reference {}: no text was found in it; give a transcript or statement as plain \
                 text, HTML or report JSONL",
                reference.place()
            ));
            all.status = Status::Trouble;
        }
        !empty
    });
    Ok(all)
}

/// Reads `size` reports at a time and hands each batch on, in the order of the input.
pub(crate) fn in_batches(
    input: &Input,
    size: usize,
    mut each: impl FnMut(Vec<Arc<Report>>) -> anyhow::Result<Status>,
) -> anyhow::Result<Status> {
    let mut status = Status::Done;
    let mut batch: Vec<Arc<Report>> = Vec::new();
    let mut reader = Reader::new(input.paths.clone(), options(input)?);
    let mut progress = Progress::new(&input.paths);
    let interruption = Interruption::watch();
    // The last report that was handed on: a run that is interrupted goes on after it.
    let mut last: Option<Arc<Report>> = None;
    let mut read_any = false;
    while let Some(read) = reader.next() {
        match read {
            Ok(report) => {
                read_any = true;
                batch.push(Arc::new(report));
            }
            Err(error) => {
                progress.aside(|| complain(&error.to_string()));
                if error.is_failure() {
                    status = Status::Trouble;
                }
            }
        }
        if interruption.happened() {
            progress.end(reader.bytes_read());
            return Err(interruption.told(last.as_deref()));
        }
        if batch.len() >= size {
            progress.add(batch.len() as u64, reader.bytes_read());
            last = batch.last().cloned();
            status = status.max(each(std::mem::take(&mut batch))?);
        }
    }
    if !batch.is_empty() {
        progress.add(batch.len() as u64, reader.bytes_read());
        status = status.max(each(batch)?);
    }
    progress.end(reader.bytes_read());
    if !read_any && input.from_record > 1 && status == Status::Done {
        let first = input
            .paths
            .first()
            .map_or("-".into(), |path| path.to_string_lossy());
        complain(&format!(
            "--from-record {}: {first} has fewer records than that; nothing was read",
            input.from_record
        ));
        return Ok(Status::Trouble);
    }
    Ok(status)
}

/// What `--outlet` and `--published` say.
pub(crate) fn options(input: &Input) -> anyhow::Result<Options> {
    let published = match &input.published {
        Some(said) => Some(Stamp::parse(said).with_context(|| {
            format!("--published {said}: expected a date such as 2031-03-06 or 2031-03-06T08:10Z")
        })?),
        None => None,
    };
    Ok(Options {
        outlet: input.outlet.clone(),
        published,
        from_record: input.from_record,
        ..Options::default()
    })
}
