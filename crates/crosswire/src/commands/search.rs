//! `crosswire search`: full text over the reports, statements and quotations of a ledger.

use std::io::Write;

use crosswire_ledger::Hit;

use crate::args::{AnswerFormat, Search};
use crate::commands::kept;
use crate::status::Status;

pub(crate) fn run(arguments: &Search) -> anyhow::Result<Status> {
    let ledger = kept::open(&arguments.ledger)?;
    let view = kept::view(&ledger, arguments.view.as_of.as_deref())?;
    let searched = view.search(&arguments.query.join(" "), &kept::page(&arguments.view))?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if arguments.format == AnswerFormat::Json {
        return kept::print_json(&mut out, &searched);
    }
    for hit in &searched.hits {
        let (published, outlet, report, said, words) = match hit {
            Hit::Report { report, excerpt } => (
                &report.published,
                &report.outlet,
                &report.id,
                report.title.as_deref(),
                excerpt,
            ),
            Hit::Statement(statement) => (
                &statement.published,
                &statement.outlet,
                &statement.report,
                statement.attributed_to.as_deref(),
                &statement.text,
            ),
            Hit::Quotation(quote) => (
                &quote.published,
                &quote.outlet,
                &quote.report,
                quote.speaker.as_deref(),
                &quote.text,
            ),
        };
        writeln!(
            out,
            "{} {}, {}{}",
            published.as_deref().unwrap_or("undated"),
            kept::line(outlet.as_deref().unwrap_or("-")),
            kept::line(report),
            said.map_or_else(String::new, |said| format!(": {}", kept::line(said))),
        )?;
        writeln!(out, "  | {}", kept::line(words))?;
    }
    out.flush()?;
    kept::more(searched.next.as_deref());
    Ok(Status::Done)
}
