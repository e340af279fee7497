//! What the listing subcommands share: reports in, batch by batch, something printed of each.
//!
//! A new listing is a file that says what to print of one extracted report, as text and as JSON.

use std::io::Write;

use crosswire_extract::Extracted;
use crosswire_report::{Field, Passage};
use crosswire_text::CharIndex;
use serde::Serialize;
use serde_json::Value;

use crate::args::{Input, Language, Listing, ListingFormat};
use crate::status::Status;
use crate::{analysis, input, language};

/// A row of a listing: a stretch of the report's text and what was made of it.
pub(crate) struct Row<T> {
    /// Where.
    pub(crate) passage: Passage,
    /// What, as one line for people.
    pub(crate) gloss: String,
    /// What, for programs.
    pub(crate) fields: T,
}

/// A row for programs: characters of the report's `text`, the words, then the fields.
#[derive(Serialize)]
struct RowJson<'a, T> {
    start: usize,
    end: usize,
    text: &'a str,
    #[serde(flatten)]
    fields: &'a T,
}

/// Rows for tables: objects with the report's id, whether offsets are of its title, and what a row of
/// JSON has.
pub(crate) fn records<T: Serialize>(
    extracted: &Extracted,
    rows: Vec<Row<T>>,
) -> serde_json::Result<Vec<Value>> {
    let report = extracted.annotated.report();
    let indexes = [Field::Title, Field::Text].map(|field| CharIndex::new(report.field(field)));
    let record = |row: Row<T>| {
        let in_title = row.passage.field == Field::Title;
        let chars = indexes[usize::from(!in_title)].chars(row.passage.span);
        let mut object = serde_json::to_value(RowJson {
            start: chars.start(),
            end: chars.end(),
            text: report.words(row.passage),
            fields: &row.fields,
        })?;
        object["report"] = report.id.clone().into();
        object["in_title"] = in_title.into();
        Ok(object)
    };
    rows.into_iter().map(record).collect()
}

/// Reads, extracts and prints, a batch at a time, in the order of the input.
///
/// A line of JSON is an object with the report's id under `id_name` and its rows under
/// `rows_name`; rows in a title that came as a field of its own are not printed, since their
/// offsets would not be of the text.
pub(crate) fn run<T: Serialize>(
    arguments: &Listing,
    id_name: &str,
    rows_name: &str,
    rows: impl Fn(&Extracted) -> Vec<Row<T>>,
) -> anyhow::Result<Status> {
    print(
        (&arguments.input, &arguments.language),
        arguments.format,
        (id_name, rows_name),
        rows,
    )
}

/// The same for a subcommand with other formats beside these.
pub(crate) fn print<T: Serialize>(
    (input, language): (&Input, &Language),
    format: ListingFormat,
    (id_name, rows_name): (&str, &str),
    rows: impl Fn(&Extracted) -> Vec<Row<T>>,
) -> anyhow::Result<Status> {
    let pipeline = language::load(language)?;
    let pool = language::pool(language)?;
    let mut out = std::io::stdout().lock();
    input::in_batches(input, analysis::BATCH, |reports| {
        for extracted in pool.install(|| analysis::extracted(&pipeline, reports)) {
            let report = extracted.annotated.report();
            let rows = rows(&extracted)
                .into_iter()
                .filter(|row| row.passage.field == Field::Text);
            match format {
                ListingFormat::Jsonl => {
                    let index = CharIndex::new(&report.text);
                    let mut printed = Vec::new();
                    for row in rows {
                        let chars = index.chars(row.passage.span);
                        printed.push(serde_json::to_value(RowJson {
                            start: chars.start(),
                            end: chars.end(),
                            text: report.words(row.passage),
                            fields: &row.fields,
                        })?);
                    }
                    let mut line = serde_json::Map::new();
                    line.insert(id_name.to_owned(), report.id.clone().into());
                    line.insert(rows_name.to_owned(), printed.into());
                    serde_json::to_writer(&mut out, &line)?;
                    writeln!(out)?;
                }
                ListingFormat::Text => {
                    writeln!(out, "{}", report.id)?;
                    for row in rows {
                        let words = report
                            .words(row.passage)
                            .split_whitespace()
                            .collect::<Vec<_>>()
                            .join(" ");
                        writeln!(out, "  {words:<40} {}", row.gloss)?;
                    }
                }
            }
        }
        Ok(Status::Done)
    })
}
