//! `crosswire story ID`: one story of a ledger, its reports and findings.

use std::io::Write;

use crate::args::{AnswerFormat, OneStory};
use crate::commands::kept;
use crate::status::Status;

pub(crate) fn run(arguments: &OneStory) -> anyhow::Result<Status> {
    let ledger = kept::open(&arguments.ledger)?;
    let view = kept::view(&ledger, arguments.as_of.as_deref())?;
    let story = view.story(&arguments.id)?;
    kept::led("story", &arguments.id, &story.id);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if arguments.format == AnswerFormat::Json {
        return kept::print_json(&mut out, &story);
    }
    writeln!(out, "{}", kept::line(&story.label))?;
    if let Some(compared) = story.compared {
        let all = story.reports.len();
        writeln!(
            out,
            "  the last {compared} of {all} reports are compared; findings on earlier ones stay"
        )?;
    }
    for id in &story.reports {
        let (_, report) = view.report(id)?;
        writeln!(
            out,
            "  {:<20} {}: {} ({})",
            report.published.as_deref().unwrap_or("undated"),
            kept::line(report.outlet.as_deref().unwrap_or(&report.source)),
            kept::line(report.title.as_deref().unwrap_or("-")),
            kept::line(id),
        )?;
    }
    for finding in &story.findings {
        writeln!(out)?;
        kept::finding(&mut out, finding)?;
    }
    out.flush()?;
    Ok(Status::Done)
}
