//! `crosswire read`: what was read, blocks with roles and metadata with where it came from.

use std::io::{self, Write};

use crosswire_report::Report;
use serde_json::{Value, json};

use crate::args::{ListingFormat, Read};
use crate::input;
use crate::status::Status;

pub(crate) fn run(arguments: &Read) -> anyhow::Result<Status> {
    let mut out = io::stdout().lock();
    input::in_batches(&arguments.input, 1, |batch| {
        for report in batch {
            match arguments.format {
                ListingFormat::Text => text(&mut out, &report)?,
                ListingFormat::Jsonl => writeln!(out, "{}", record(&report))?,
            }
        }
        Ok(Status::Done)
    })
}

fn text(out: &mut impl Write, report: &Report) -> io::Result<()> {
    writeln!(out, "{} ({})", report.id, report.source)?;
    let fields = record(report);
    for known in &report.details.provenance {
        let value = &fields[known.item.name()];
        writeln!(out, "  {}: {value} [{}]", known.item.name(), known.from)?;
    }
    for problem in &report.problems {
        writeln!(out, "  problem: {problem}")?;
    }
    for block in &report.blocks {
        let words = block.span.slice(&report.text);
        writeln!(out, "  {:<11} {words}", block.role.name())?;
    }
    writeln!(out)
}

/// The fields of report JSONL first, so that the output can be read again.
fn record(report: &Report) -> Value {
    let characters = |byte: usize| report.text[..byte].chars().count();
    let details = &report.details;
    json!({
        "id": report.id, "source": report.source, "outlet": report.outlet, "url": report.url,
        "title": report.title.as_deref(), "authors": report.authors,
        "published": report.published.map(|stamp| stamp.to_string()),
        "updated": details.updated.map(|stamp| stamp.to_string()),
        "language": details.language, "section": details.section,
        "canonical": details.canonical, "live": details.live, "record": details.record, "sha256": details.sha256,
        "text": &*report.text,
        "blocks": report.blocks.iter().map(|block| json!({
            "role": block.role.name(),
            "start": characters(block.span.start()), "end": characters(block.span.end()),
        })).collect::<Vec<_>>(),
        "provenance": details.provenance.iter().map(|known| json!({
            "item": known.item.name(), "from": known.from,
        })).collect::<Vec<_>>(),
        "problems": report.problems.iter().map(|problem| json!({
            "kind": problem.kind.name(), "message": problem.message, "mend": problem.mend,
        })).collect::<Vec<_>>(),
    })
}
