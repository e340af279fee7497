//! Full-text search. What was added last comes first: the order then hangs on nothing that a
//! later report could change, and the index gives it without sorting.

use crosswire_report::{Field, Report};
use rusqlite::{Connection, params};
use serde::Serialize;

use crate::article;
use crate::error::{Error, StoreError, Stored};
use crate::query::language::{self, Target, Wanted};
use crate::query::reports::{self, QUOTE, STATEMENT};
use crate::view::{Listed, Page, View, cursor, read_cursor};
use crosswire_record::{QuoteRecord, ReportRecord, StatementRecord};

/// Characters shown around the first word found.
const AROUND: usize = 110;

/// One thing that a search found.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
#[serde(tag = "found", rename_all = "lowercase")]
#[expect(
    clippy::large_enum_variant,
    reason = "most hits are reports, and a page has fifty"
)]
pub enum Hit {
    /// A report.
    Report {
        /// The report.
        #[serde(flatten)]
        report: ReportRecord,
        /// Some of its words, around the first one found.
        excerpt: String,
    },
    /// A statement.
    Statement(StatementRecord),
    /// A quotation.
    Quotation(QuoteRecord),
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Searched {
    /// The search as given.
    pub query: String,
    /// What was found, the last added first.
    pub hits: Vec<Hit>,
    /// Where the next part begins; `None` at the end.
    pub next: Option<String>,
}

impl View<'_> {
    /// Looks for words and filters (the crate's documentation describes the language).
    ///
    /// # Errors
    ///
    /// When the search cannot be read, which says where, or the file cannot.
    pub fn search(&self, query: &str, page: &Page) -> Result<Searched, Error> {
        let years = self.told(|connection| self.years(connection))?;
        let wanted = language::read(query, years)?;
        let rows = self.found(&wanted, page)?;
        self.told(|connection| {
            let mut hits = Vec::with_capacity(rows.items.len());
            for id in rows.items {
                hits.push(self.hit(connection, &wanted, id)?);
            }
            Ok(Searched {
                query: query.to_owned(),
                hits,
                next: rows.next,
            })
        })
    }

    /// The years that reports were published in, and one more on both sides: moments are of one
    /// zone, the words of local days.
    pub(crate) fn years(&self, connection: &Connection) -> Stored<Option<(i16, i16)>> {
        let edge = |which: &str| -> Stored<Option<i16>> {
            // One edge a query: only so does the index answer without a look at every row.
            let moment: Option<i64> = connection
                .prepare_cached(&format!("SELECT {which}(moment) FROM reports"))?
                .query_row([], |row| row.get(0))?;
            let moment = moment.and_then(|moment| jiff::Timestamp::from_second(moment).ok());
            let utc = jiff::tz::TimeZone::UTC;
            Ok(moment.map(|moment| moment.to_zoned(utc).year()))
        };
        Ok(edge("min")?.zip(edge("max")?).map(|(first, last)| {
            (
                first.saturating_sub(1).max(1),
                last.saturating_add(1).min(9999),
            )
        }))
    }

    /// The rows that fulfil a search and were known, the last first.
    pub(crate) fn found(&self, wanted: &Wanted, page: &Page) -> Result<Listed<i64>, Error> {
        let (index, table) = match wanted.target {
            Target::Reports => ("found_reports", "reports"),
            Target::Statements => ("found_statements", "statements"),
            Target::Quotations => ("found_quotations", "quotations"),
        };
        let after = read_cursor(page.after.as_deref(), 1)?;
        let before = after.map_or(i64::MAX, |at| at[0]);
        self.told(|connection| {
            let last = self.last(table)?;
            let mut select = connection.prepare_cached(&format!(
                "SELECT rowid FROM {index} WHERE {index} MATCH ? AND rowid <= ? \
                 ORDER BY rowid DESC"
            ))?;
            let mut rows = select.query(params![
                wanted.expression,
                last.min(before.saturating_sub(1))
            ])?;
            let mut known = connection.prepare_cached(&format!(
                "SELECT EXISTS (SELECT 1 FROM {table} JOIN reports AS source \
                 ON source.id = {} WHERE {table}.id = ? AND {} AND {})",
                if table == "reports" {
                    "reports.id".to_owned()
                } else {
                    format!("{table}.report")
                },
                self.known(table),
                self.known("source"),
            ))?;
            let mut items: Vec<i64> = Vec::new();
            let mut next = None;
            while let Some(row) = rows.next()? {
                let id: i64 = row.get(0)?;
                if !known.query_row([id], |row| row.get(0))? {
                    continue;
                }
                if items.len() == page.limit {
                    next = items.last().map(|&last| cursor(&[last]));
                    break;
                }
                items.push(id);
            }
            Ok(Listed { items, next })
        })
    }

    pub(crate) fn hit(&self, connection: &Connection, wanted: &Wanted, id: i64) -> Stored<Hit> {
        match wanted.target {
            Target::Reports => {
                let (report, record) = self.report_at(connection, id)?;
                Ok(Hit::Report {
                    excerpt: excerpt(&report, &wanted.words),
                    report: record,
                })
            }
            Target::Quotations => Ok(Hit::Quotation(self.quote_at(connection, id)?)),
            Target::Statements => {
                let mut select = connection.prepare_cached(&format!("{STATEMENT} WHERE id = ?"))?;
                let mut rows = select.query([id])?;
                let row = rows.next()?.ok_or_else(|| missing("statement", id))?;
                let report = bare(connection, row.get(8)?)?;
                Ok(Hit::Statement(reports::statement(&report, row)?))
            }
        }
    }

    /// The quotation of a row.
    pub(crate) fn quote_at(&self, connection: &Connection, id: i64) -> Stored<QuoteRecord> {
        let mut select = connection.prepare_cached(&format!("{QUOTE} WHERE id = ?"))?;
        let mut rows = select.query([id])?;
        let row = rows.next()?.ok_or_else(|| missing("quotation", id))?;
        let report = bare(connection, row.get(7)?)?;
        reports::quote(&report, row)
    }
}

fn missing(what: &str, id: i64) -> StoreError {
    StoreError::Damaged(format!("{what} {id} can be found but is not there"))
}

/// A report without what the ledger says of it.
pub(crate) fn bare(connection: &Connection, id: i64) -> Stored<Report> {
    let query = format!("SELECT {} FROM reports WHERE id = ?", article::COLUMNS);
    let mut select = connection.prepare_cached(&query)?;
    let mut rows = select.query([id])?;
    let row = rows.next()?.ok_or_else(|| missing("report", id))?;
    article::report(row)
}

/// Some words of a report around the first one that was looked for.
fn excerpt(report: &Report, words: &[String]) -> String {
    let text = report.field(Field::Text);
    // The index takes words in any form, so the beginnings are compared.
    let stems: Vec<String> = words
        .iter()
        .map(|word| {
            let length = word.chars().count();
            let kept = if length > 5 { length - 2 } else { length };
            word.chars().take(kept).collect()
        })
        .collect();
    let starts = |word: &str| {
        let word = word.to_lowercase();
        stems.iter().any(|stem| word.starts_with(stem.as_str()))
    };
    let mut at = 0;
    let mut start = 0;
    for piece in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        if starts(piece) {
            start = at;
            break;
        }
        at += piece.len();
    }
    let first = text.len().min(start);
    let from = text[..first]
        .char_indices()
        .rev()
        .take(AROUND)
        .last()
        .map_or(first, |(at, _)| at);
    let to = text[first..]
        .char_indices()
        .nth(AROUND)
        .map_or(text.len(), |(at, _)| first + at);
    // Whole words, but where a word alone fills the excerpt.
    let from = if from == 0 {
        0
    } else {
        text[from..first]
            .find(char::is_whitespace)
            .map_or(from, |space| from + space)
    };
    let to = if to == text.len() {
        to
    } else {
        text[first..to]
            .rfind(char::is_whitespace)
            .map_or(to, |space| first + space)
    };
    let words: Vec<&str> = text[from..to].split_whitespace().collect();
    format!(
        "{}{}{}",
        if from > 0 { "… " } else { "" },
        words.join(" "),
        if to < text.len() { " …" } else { "" }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpts_stay_within_the_text() {
        let long = "ä".repeat(500);
        for text in [
            "",
            "a",
            "The ferry sank.",
            long.as_str(),
            "word ".repeat(300).as_str(),
        ] {
            let report = Report::new("a", "-", text);
            for words in [vec![], vec!["ferry".to_owned()], vec!["zzz".to_owned()]] {
                assert!(excerpt(&report, &words).chars().count() <= 2 * AROUND + 4);
            }
        }
        let report = Report::new(
            "a",
            "-",
            "One two three. The engineers were rescued at noon.",
        );
        assert!(excerpt(&report, &["engineer".to_owned()]).contains("engineers were rescued"));
    }
}
