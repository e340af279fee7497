//! `crosswire findings`: the findings of a ledger.

use std::io::Write;

use crosswire_ledger::FindingFilter;

use crate::args::{AnswerFormat, Findings};
use crate::commands::kept;
use crate::status::Status;

pub(crate) fn run(arguments: &Findings) -> anyhow::Result<Status> {
    let ledger = kept::open(&arguments.ledger)?;
    let view = kept::view(&ledger, arguments.view.as_of.as_deref())?;
    let found = view.findings(&FindingFilter {
        kinds: arguments.kind.clone(),
        about: arguments.about,
        story: arguments.story.clone(),
        least_confidence: arguments.least_confidence,
        least_origins: 0,
        page: kept::page(&arguments.view),
    })?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if arguments.format == AnswerFormat::Json {
        return kept::print_json(&mut out, &found);
    }
    for finding in &found.items {
        kept::finding(&mut out, finding)?;
        writeln!(out)?;
    }
    out.flush()?;
    kept::more(found.next.as_deref());
    Ok(Status::Done)
}
