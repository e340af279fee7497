//! `crosswire quotes --by NAME --ledger`: what somebody said, over all reports of a ledger.

use std::io::Write;
use std::path::Path;

use crate::args::{Quotes, QuotesFormat};
use crate::commands::kept;
use crate::status::Status;

pub(crate) fn run(arguments: &Quotes, ledger: &Path, by: &str) -> anyhow::Result<Status> {
    let ledger = kept::open(ledger)?;
    let view = kept::view(&ledger, arguments.view.as_of.as_deref())?;
    let said = view.quotes(by, &kept::page(&arguments.view))?;
    let mut out = std::io::stdout().lock();
    if arguments.format == QuotesFormat::Json {
        return kept::print_json(&mut out, &said);
    }
    for quote in &said.items {
        if arguments.format == QuotesFormat::Jsonl {
            writeln!(out, "{}", serde_json::to_string(quote)?)?;
            continue;
        }
        writeln!(
            out,
            "{} {}, {} ({})",
            quote.published.as_deref().unwrap_or("undated"),
            kept::line(quote.outlet.as_deref().unwrap_or("-")),
            kept::line(quote.speaker.as_deref().unwrap_or("-")),
            quote.kind,
        )?;
        writeln!(out, "  | {}", kept::line(&quote.text))?;
    }
    kept::more(said.next.as_deref());
    Ok(Status::Done)
}
