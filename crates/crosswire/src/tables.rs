//! Rows of tables: the objects that the subcommands print as JSON Lines, as `crosswire-columns` takes
//! them.

use std::sync::Arc;

use crosswire_columns::Table;
use crosswire_extract::Extracted;
use crosswire_group::Story;
use crosswire_ledger::{Page, View};
use crosswire_present::{Outcome, json};
use crosswire_report::Report;
use serde_json::Value;

use crate::checking;
use crate::commands::{
    annotate, export, listing, quantities, quotes, read, statements, stories, times, undertakings,
};

/// The rows of one report in a table of reports or of what stands in them; none for other tables.
///
/// # Errors
///
/// When a row cannot be made into JSON.
pub fn of_report(table: Table, extracted: &Extracted) -> serde_json::Result<Vec<Value>> {
    let report = extracted.annotated.report();
    match table {
        Table::Reports => Ok(vec![read::record(report)]),
        Table::Tokens => Ok(annotate::token_rows(report, extracted.annotated.blocks())),
        Table::Times => listing::records(extracted, times::rows(extracted)),
        Table::Quantities => listing::records(extracted, quantities::rows(extracted)),
        Table::Quotes => listing::records(extracted, quotes::rows(extracted)),
        Table::Statements => listing::records(extracted, statements::rows(extracted)),
        Table::Undertakings => undertakings::records(extracted),
        _ => Ok(Vec::new()),
    }
}

/// A report as a row of [`Table::Reports`].
#[must_use]
pub fn report(report: &Report) -> Value {
    read::record(report)
}

/// A report of its row, as [`report`] made it.
///
/// # Errors
///
/// What is wrong with the row, and what to do about it.
pub fn report_again(row: &Value) -> Result<Report, (String, String)> {
    read::again(row)
}

/// Reports grouped into stories, as rows of [`Table::Stories`].
#[must_use]
pub fn stories(reports: &[Arc<Report>]) -> Vec<Value> {
    stories_of(&checking::group(reports), reports)
}

/// Stories that were found, as rows of [`Table::Stories`]; their members are places in `reports`.
#[must_use]
pub fn stories_of(found: &[Story], reports: &[Arc<Report>]) -> Vec<Value> {
    let rows = found.iter().flat_map(|story| stories::rows(story, reports));
    rows.collect()
}

/// One part of a table of a ledger (`ledger_reports` and the like), and where the next part begins.
///
/// # Errors
///
/// When the ledger cannot be read.
pub fn of_ledger(
    view: &View<'_>,
    table: Table,
    page: &Page,
) -> anyhow::Result<(Vec<Value>, Option<String>)> {
    export::part(view, table, page)
}

/// The findings of an outcome, each with its story, as rows of [`Table::Findings`].
///
/// # Errors
///
/// When a row cannot be made into JSON.
pub fn findings(outcome: &Outcome) -> serde_json::Result<Vec<Value>> {
    let mut rows = Vec::new();
    for story in &outcome.stories {
        let mut story = serde_json::to_value(json::story(outcome, story))?;
        let Value::Array(found) = story["findings"].take() else {
            continue;
        };
        for mut finding in found {
            finding["story"] = story["id"].clone();
            finding["label"] = story["label"].clone();
            rows.push(finding);
        }
    }
    Ok(rows)
}
