//! `crosswire stats`: how much a ledger holds.

use std::io::Write;

use crate::args::{AnswerFormat, Stats};
use crate::commands::kept;
use crate::status::Status;

pub(crate) fn run(arguments: &Stats) -> anyhow::Result<Status> {
    let ledger = kept::open(&arguments.ledger)?;
    let stats = kept::view(&ledger, arguments.as_of.as_deref())?.stats()?;
    let mut out = std::io::stdout().lock();
    if arguments.format == AnswerFormat::Json {
        return kept::print_json(&mut out, &stats);
    }
    writeln!(
        out,
        "{} reports ({} earlier versions), {} stories, {} findings",
        stats.reports, stats.superseded, stats.stories, stats.findings
    )?;
    for (kind, count) in &stats.findings_by_kind {
        writeln!(out, "  {count:>9} {}", kind.replace('_', " "))?;
    }
    writeln!(
        out,
        "{} statements, {} quotations; {} commits, {} to {}; schema {}",
        stats.statements,
        stats.quotations,
        stats.commits,
        stats.first.as_deref().unwrap_or("-"),
        stats.last.as_deref().unwrap_or("-"),
        stats.schema
    )?;
    Ok(Status::Done)
}
