//! `crosswire story ID`: one story of a ledger, its reports and findings.

use std::fmt::Write;

use crosswire_present::terminal;

use crate::args::{AnswerFormat, OneStory};
use crate::commands::kept;
use crate::screen;
use crate::status::Status;

pub(crate) fn run(arguments: &OneStory) -> anyhow::Result<Status> {
    let ledger = kept::open(&arguments.ledger)?;
    let view = kept::view(&ledger, arguments.as_of.as_deref())?;
    let story = view.story(&arguments.id)?;
    kept::led("story", &arguments.id, &story.id);
    if arguments.format == AnswerFormat::Json {
        return kept::print_json(&mut std::io::stdout().lock(), &story);
    }
    let mut text = String::new();
    let _ = writeln!(text, "{}", kept::line(&story.label));
    if story.round_up {
        let _ = writeln!(
            text,
            "  tells several happenings, and is compared with nothing"
        );
    }
    if let Some(compared) = story.compared {
        let all = story.reports.len();
        let _ = writeln!(
            text,
            "  the last {compared} of {all} reports are compared; findings on earlier ones stay"
        );
    }
    let mut rows: Vec<[String; 4]> = Vec::new();
    for id in &story.reports {
        let (_, report) = view.report(id)?;
        rows.push([
            kept::short(report.published.as_deref()),
            kept::line(report.outlet.as_deref().unwrap_or(&report.source)),
            kept::line(report.title.as_deref().unwrap_or("-")),
            kept::line(id),
        ]);
    }
    let wide = |at: usize| {
        rows.iter()
            .map(|row| row[at].chars().count())
            .max()
            .unwrap_or(0)
    };
    let (date, outlet) = (wide(0), wide(1).min(28));
    for [published, who, title, id] in &rows {
        let _ = writeln!(text, "  {published:<date$}  {who:<outlet$}  {title} ({id})");
    }
    let names = kept::Names::new(&view);
    let options = terminal::Options {
        ids: true,
        ..screen::options(arguments.look)
    };
    if story.findings.is_empty() {
        text.push_str("\nNothing that the reports say could be laid side by side.\n");
    }
    text.push_str(&terminal::story(
        &story.findings,
        &|id| names.name(id),
        options,
    ));
    screen::show(&text, arguments.look)?;
    Ok(Status::Done)
}
