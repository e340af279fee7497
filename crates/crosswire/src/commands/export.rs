//! `crosswire export`: a ledger as rows, for other programs.

use std::io::{BufWriter, Stdout, Write};

use crosswire_columns::{Format, Table};
use crosswire_ledger::{FindingFilter, Page, StoryFilter, View};
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
        let (part, next) = part(&view, table, &page)?;
        part.iter().try_for_each(|row| rows.write(row))?;
        page.after = next;
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

/// One part of a table of a ledger, and where the next begins; tables that no ledger has are empty.
pub(crate) fn part(
    view: &View<'_>,
    table: Table,
    page: &Page,
) -> anyhow::Result<(Vec<Value>, Option<String>)> {
    let page = page.clone();
    match table {
        Table::KeptStories => {
            let filter = StoryFilter {
                page,
                ..StoryFilter::default()
            };
            let stories = view.stories(&filter)?;
            let rows = stories.items.iter().map(serde_json::to_value);
            Ok((rows.collect::<Result<_, _>>()?, stories.next))
        }
        Table::KeptFindings => {
            let filter = FindingFilter {
                page,
                ..FindingFilter::default()
            };
            let findings = view.findings(&filter)?;
            let rows = findings.items.iter().map(with_marks);
            Ok((rows.collect::<Result<_, _>>()?, findings.next))
        }
        Table::KeptReports | Table::KeptQuotes | Table::KeptStatements => {
            let listed = view.reports(&page)?;
            let mut rows = Vec::new();
            for report in &listed.items {
                rows.extend(of_report(view, table, &report.id)?);
            }
            Ok((rows, listed.next))
        }
        _ => Ok((Vec::new(), None)),
    }
}

/// What a report has of a table.
fn of_report(view: &View<'_>, table: Table, id: &str) -> anyhow::Result<Vec<Value>> {
    let rows: Result<Vec<Value>, _> = match table {
        Table::KeptQuotes => {
            let quotes = view.quotes_of(id)?;
            quotes.iter().map(serde_json::to_value).collect()
        }
        Table::KeptStatements => {
            let statements = view.statements_of(id)?;
            statements.iter().map(serde_json::to_value).collect()
        }
        _ => {
            let (read, record) = view.report(id)?;
            let mut row = serde_json::to_value(record)?;
            row["authors"] = read.authors.clone().into();
            row["text"] = (*read.text).into();
            Ok(vec![row])
        }
    };
    Ok(rows?)
}

/// A finding whose row has marks also where there are none, so that all rows have the same names.
fn with_marks(finding: &crosswire_ledger::Finding) -> serde_json::Result<Value> {
    let mut row = serde_json::to_value(finding)?;
    if row.get("marks").is_none() {
        row["marks"] = Value::Array(Vec::new());
    }
    Ok(row)
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

    fn write(&mut self, row: &Value) -> anyhow::Result<()> {
        match self {
            Rows::Jsonl(out) => {
                serde_json::to_writer(&mut *out, row)?;
                writeln!(out)?;
            }
            Rows::Csv(out, names) => {
                out.write_record(names.iter().map(|name| match &row[name] {
                    Value::Null => String::new(),
                    Value::String(words) => words.clone(),
                    other => other.to_string(),
                }))?;
            }
            Rows::Columns(columns) => columns.push(row.clone())?,
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
