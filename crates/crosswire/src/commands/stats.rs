//! `crosswire stats`: how much a ledger holds.

use std::io::Write;

use crate::args::{AnswerFormat, Stats};
use crate::commands::kept;
use crate::status::Status;

pub(crate) fn run(arguments: &Stats) -> anyhow::Result<Status> {
    let ledger = kept::open(&arguments.ledger)?;
    let stats = kept::view(&ledger, arguments.as_of.as_deref())?.stats()?;
    let mut out = std::io::stdout().lock();
    let count = |number: u64, noun: &str| kept::count(number as usize, noun);
    if arguments.format == AnswerFormat::Json {
        return kept::print_json(&mut out, &stats);
    }
    writeln!(
        out,
        "{} ({}), {}, {}",
        count(stats.reports, "report"),
        count(stats.superseded, "earlier version"),
        kept::stories(stats.stories as usize),
        count(stats.findings, "finding")
    )?;
    for (kind, count) in &stats.findings_by_kind {
        writeln!(out, "  {count:>9} {}", kind.replace('_', " "))?;
    }
    writeln!(
        out,
        "{}, {}; {}, {} to {}; schema {}",
        count(stats.statements, "statement"),
        count(stats.quotations, "quotation"),
        count(stats.commits, "commit"),
        stats.first.as_deref().unwrap_or("-"),
        stats.last.as_deref().unwrap_or("-"),
        stats.schema
    )?;
    Ok(Status::Done)
}
