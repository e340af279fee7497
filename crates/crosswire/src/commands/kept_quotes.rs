//! `crosswire quotes --by NAME --ledger`: what somebody said, over all reports of a ledger.

use std::io::Write;

use crate::args::{Quotes, QuotesFormat};
use crate::commands::kept;
use crate::settings;
use crate::status::Status;

pub(crate) fn run(arguments: &Quotes, by: &str) -> anyhow::Result<Status> {
    let ledger = kept::open_file(&settings::ledger(arguments.ledger.as_deref())?)?;
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
            "{}, {}: {} ({})",
            kept::line(quote.outlet.as_deref().unwrap_or(&quote.report)),
            kept::short(quote.published.as_deref()),
            kept::line(quote.speaker.as_deref().unwrap_or("nobody named")),
            quote.kind,
        )?;
        writeln!(out, "  | {}", kept::line(&quote.text))?;
    }
    if said.items.is_empty() && arguments.format == QuotesFormat::Text {
        writeln!(
            out,
            "Nothing found: no report of the ledger quotes {}.",
            kept::line(by)
        )?;
    }
    kept::more(said.next.as_deref());
    Ok(Status::Done)
}
