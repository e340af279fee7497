//! `crosswire export`: a ledger as rows, for other programs.

use std::io::{BufWriter, Write};

use crosswire_ledger::{FindingFilter, Page, StoryFilter, View};
use serde::Serialize;
use serde_json::Value;

use crate::args::{Export, ExportFormat, ExportWhat};
use crate::commands::kept;
use crate::status::Status;

/// Rows asked for at once.
const PART: usize = 500;

pub(crate) fn run(arguments: &Export) -> anyhow::Result<Status> {
    let ledger = kept::open(&arguments.ledger)?;
    let view = kept::view(&ledger, arguments.as_of.as_deref())?;
    let mut rows = Rows {
        out: BufWriter::new(std::io::stdout().lock()),
        format: arguments.format,
        names: Vec::new(),
    };
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
    rows.out.flush()?;
    Ok(Status::Done)
}

/// Writes one part; where the next begins.
fn part(
    view: &View<'_>,
    what: ExportWhat,
    page: &Page,
    rows: &mut Rows<impl Write>,
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

struct Rows<W: Write> {
    out: W,
    format: ExportFormat,
    /// The names of the first line, once it is written.
    names: Vec<String>,
}

impl<W: Write> Rows<W> {
    fn write(&mut self, row: &impl Serialize) -> anyhow::Result<()> {
        match self.format {
            ExportFormat::Jsonl => {
                serde_json::to_writer(&mut self.out, row)?;
                writeln!(self.out)?;
            }
            ExportFormat::Csv => self.cells(&serde_json::to_value(row)?)?,
        }
        Ok(())
    }

    fn cells(&mut self, row: &Value) -> anyhow::Result<()> {
        let Some(fields) = row.as_object() else {
            return Ok(());
        };
        if self.names.is_empty() {
            self.names = fields.keys().cloned().collect();
            let names: Vec<String> = self.names.iter().map(|name| cell(name)).collect();
            write!(self.out, "{}\r\n", names.join(","))?;
        }
        let cells: Vec<String> = self
            .names
            .iter()
            .map(|name| match fields.get(name) {
                None | Some(Value::Null) => String::new(),
                Some(Value::String(words)) => cell(words),
                Some(other) => cell(&other.to_string()),
            })
            .collect();
        write!(self.out, "{}\r\n", cells.join(","))?;
        Ok(())
    }
}

/// A cell as RFC 4180 has it.
fn cell(words: &str) -> String {
    if words.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", words.replace('"', "\"\""))
    } else {
        words.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        assert_eq!(cell("plain"), "plain");
        assert_eq!(cell("a, \"b\"\n"), "\"a, \"\"b\"\"\n\"");
    }
}
