//! `crosswire export`: a ledger as rows, for other programs.

use std::io::{BufWriter, Stdout, Write};

use crosswire_columns::{Format, Table};
use crosswire_ledger::{FindingFilter, Page, StoryFilter, View};
use serde::Serialize;
use serde_json::Value;

use crate::args::{Export, ExportFormat, ExportWhat};
use crate::columns::{self, Columns};
use crate::commands::kept;
use crate::status::Status;

/// Rows asked for at once.
const PART: usize = 500;

pub(crate) fn run(arguments: &Export) -> anyhow::Result<Status> {
    let ledger = kept::open(&arguments.ledger)?;
    let view = kept::view(&ledger, arguments.as_of.as_deref())?;
    let table = table(arguments.what);
    let mut rows = Rows::begin(table, arguments.format)?;
    let mut page = Page {
        limit: PART,
        after: None,
    };
    loop {
        page.after = part(&view, arguments.what, &page, &mut rows)?;
        if page.after.is_none() {
            break;
        }
    }
    rows.finish()?;
    Ok(Status::Done)
}

fn table(what: ExportWhat) -> Table {
    match what {
        ExportWhat::Reports => Table::KeptReports,
        ExportWhat::Stories => Table::KeptStories,
        ExportWhat::Findings => Table::KeptFindings,
        ExportWhat::Quotes => Table::KeptQuotes,
        ExportWhat::Statements => Table::KeptStatements,
    }
}

/// Writes one part; where the next begins.
fn part(
    view: &View<'_>,
    what: ExportWhat,
    page: &Page,
    rows: &mut Rows,
) -> anyhow::Result<Option<String>> {
    let page = page.clone();
    let listed = match what {
        ExportWhat::Stories => {
            let filter = StoryFilter {
                page,
                ..StoryFilter::default()
            };
            let stories = view.stories(&filter)?;
            for story in &stories.items {
                rows.write(story)?;
            }
            return Ok(stories.next);
        }
        ExportWhat::Findings => {
            let filter = FindingFilter {
                page,
                ..FindingFilter::default()
            };
            let findings = view.findings(&filter)?;
            for finding in &findings.items {
                rows.write(&WithMarks::new(finding)?)?;
            }
            return Ok(findings.next);
        }
        ExportWhat::Reports | ExportWhat::Quotes | ExportWhat::Statements => view.reports(&page)?,
    };
    for report in &listed.items {
        match what {
            ExportWhat::Quotes => {
                for quote in view.quotes_of(&report.id)? {
                    rows.write(&quote)?;
                }
            }
            ExportWhat::Statements => {
                for statement in view.statements_of(&report.id)? {
                    rows.write(&statement)?;
                }
            }
            _ => {
                let (read, record) = view.report(&report.id)?;
                let mut row = serde_json::to_value(record)?;
                row["authors"] = read.authors.clone().into();
                row["text"] = (*read.text).into();
                rows.write(&row)?;
            }
        }
    }
    Ok(listed.next)
}

/// A finding whose row has marks also where there are none, so that all rows have the same names.
#[derive(Serialize)]
#[serde(transparent)]
struct WithMarks(Value);

impl WithMarks {
    fn new(finding: &crosswire_ledger::Finding) -> anyhow::Result<WithMarks> {
        let mut row = serde_json::to_value(finding)?;
        if row.get("marks").is_none() {
            row["marks"] = Value::Array(Vec::new());
        }
        Ok(WithMarks(row))
    }
}

/// Where rows go.
enum Rows {
    Jsonl(BufWriter<Stdout>),
    /// With the names of the first line.
    Csv(Box<csv::Writer<BufWriter<Stdout>>>, Vec<String>),
    Columns(Box<Columns>),
}

impl Rows {
    fn begin(table: Table, format: ExportFormat) -> anyhow::Result<Rows> {
        let out = BufWriter::new(std::io::stdout());
        Ok(match format {
            ExportFormat::Jsonl => Rows::Jsonl(out),
            ExportFormat::Csv => {
                let schema = table.schema();
                let names = schema.fields().iter().map(|field| field.name().clone());
                let names: Vec<String> = names.collect();
                // As RFC 4180 has it.
                let mut out = csv::WriterBuilder::new()
                    .terminator(csv::Terminator::CRLF)
                    .from_writer(out);
                out.write_record(&names)?;
                Rows::Csv(Box::new(out), names)
            }
            ExportFormat::Arrow => Rows::Columns(Box::new(columns::begin(table, Format::Arrow)?)),
            ExportFormat::Parquet => {
                Rows::Columns(Box::new(columns::begin(table, Format::Parquet)?))
            }
        })
    }

    fn write(&mut self, row: &impl Serialize) -> anyhow::Result<()> {
        match self {
            Rows::Jsonl(out) => {
                serde_json::to_writer(&mut *out, row)?;
                writeln!(out)?;
            }
            Rows::Csv(out, names) => {
                let row = serde_json::to_value(row)?;
                out.write_record(names.iter().map(|name| match &row[name] {
                    Value::Null => String::new(),
                    Value::String(words) => words.clone(),
                    other => other.to_string(),
                }))?;
            }
            Rows::Columns(columns) => columns.push(serde_json::to_value(row)?)?,
        }
        Ok(())
    }

    fn finish(self) -> anyhow::Result<()> {
        match self {
            Rows::Jsonl(mut out) => out.flush()?,
            Rows::Csv(mut out, _) => out.flush()?,
            Rows::Columns(columns) => columns.finish()?,
        }
        Ok(())
    }
}
