//! `crosswire quotes --by NAME --ledger`: what somebody said, over all reports of a ledger.

use std::io::Write;

use crosswire_ledger::QuoteRecord;

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
    if arguments.format == QuotesFormat::Jsonl {
        for quote in &said.items {
            writeln!(out, "{}", serde_json::to_string(quote)?)?;
        }
    } else {
        let (possible, sure): (Vec<_>, Vec<_>) = said.items.iter().partition(|q| q.possible);
        for quote in sure {
            print(&mut out, quote)?;
        }
        if !possible.is_empty() {
            writeln!(out, "possibly:")?;
        }
        for quote in possible {
            print(&mut out, quote)?;
            let mention = quote.mention.as_deref().unwrap_or("-");
            let cue = quote.cue.as_deref().unwrap_or("-");
            let sure = quote
                .confidence
                .map_or(String::new(), |sure| format!(", {sure:.2}"));
            writeln!(
                out,
                "    by “{}”, {}{sure}",
                kept::line(mention),
                kept::line(cue)
            )?;
            let others = quote.candidates.iter();
            let others: Vec<String> = others
                .map(|one| format!("{} {:.2}", kept::line(&one.speaker), one.confidence))
                .collect();
            if !others.is_empty() {
                writeln!(out, "    or {}", others.join(", "))?;
            }
            if let Some(around) = &quote.around {
                writeln!(out, "    in {}", kept::line(around))?;
            }
        }
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

fn print(out: &mut impl Write, quote: &QuoteRecord) -> std::io::Result<()> {
    writeln!(
        out,
        "{}, {}: {} ({})",
        kept::line(quote.outlet.as_deref().unwrap_or(&quote.report)),
        kept::short(quote.published.as_deref()),
        kept::line(quote.speaker.as_deref().unwrap_or("nobody named")),
        quote.kind,
    )?;
    writeln!(out, "  | {}", kept::line(&quote.text))
}
