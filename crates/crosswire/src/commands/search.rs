//! `crosswire search`: full text over the reports, statements and quotations of a ledger.

use std::fmt::Write;

use crosswire_ledger::Hit;

use crate::args::{AnswerFormat, Search};
use crate::commands::kept;
use crate::screen;
use crate::status::Status;

pub(crate) fn run(arguments: &Search) -> anyhow::Result<Status> {
    let ledger = kept::open(&arguments.ledger)?;
    let view = kept::view(&ledger, arguments.view.as_of.as_deref())?;
    let searched = view.search(&arguments.query.join(" "), &kept::page(&arguments.view))?;
    if arguments.format == AnswerFormat::Json {
        return kept::print_json(&mut std::io::stdout().lock(), &searched);
    }
    let mut text = String::new();
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
        let _ = writeln!(
            text,
            "{}, {}{}",
            kept::line(outlet.as_deref().unwrap_or(report)),
            kept::short(published.as_deref()),
            said.map_or_else(String::new, |said| format!(": {}", kept::line(said))),
        );
        let _ = writeln!(text, "  | {}", kept::line(words));
    }
    if searched.hits.is_empty() {
        text = "Nothing found. crosswire search --help describes what can be asked.\n".to_owned();
    }
    screen::show(&text, arguments.look)?;
    kept::more(searched.next.as_deref());
    Ok(Status::Done)
}
