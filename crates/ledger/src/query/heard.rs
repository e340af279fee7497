//! What came in between two commits, in short: for pages that are open and want to offer what is new.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};
use serde::Serialize;

use crate::error::{Error, Stored};
use crate::view::View;

/// Ids of each sort that are named; beyond it only `more` is said.
const NAMED: usize = 100;

/// What came in after a commit.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Heard {
    /// The last commit looked at.
    pub commit: u64,
    /// New reports, and new versions.
    pub reports: u64,
    /// Findings that are new or changed.
    pub findings: BTreeSet<String>,
    /// Stories that are new or changed.
    pub stories: BTreeSet<String>,
    /// What people said of findings: which, what, who.
    pub marks: Vec<(String, String, String)>,
    /// Stories and reports that people corrected.
    pub corrections: u64,
    /// Whether there is more than is named.
    pub more: bool,
}

impl View<'_> {
    /// What came in after a commit, up to the view's.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn heard(&self, after: u64) -> Result<Heard, Error> {
        self.told(|connection| {
            let mut heard = Heard {
                commit: self.commit(),
                ..Heard::default()
            };
            let before = self.at_commit(after);
            let rows = |table: &str| -> Stored<(i64, i64)> {
                Ok((before.last(table)?, self.last(table)?))
            };
            let count = |(first, last): (i64, i64)| (last - first).max(0) as u64;
            heard.reports = count(rows("reports")?);
            heard.corrections = count(rows("corrections")?);
            let findings = "SELECT name FROM findings WHERE id > ? AND id <= ? ORDER BY id DESC";
            heard.findings = named(connection, findings, rows("findings")?, &mut heard.more)?;
            let stories =
                "SELECT CAST(number AS TEXT) FROM stories WHERE id > ? AND id <= ? ORDER BY id DESC";
            heard.stories = named(connection, stories, rows("stories")?, &mut heard.more)?;
            let (first, last) = rows("marks")?;
            heard.more |= count((first, last)) > NAMED as u64;
            let mut select = connection.prepare_cached(&format!(
                "SELECT finding, word, name FROM marks WHERE id > ? AND id <= ? \
                 ORDER BY id DESC LIMIT {NAMED}"
            ))?;
            let said = select.query_map(params![first, last], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
            heard.marks = said.collect::<rusqlite::Result<_>>()?;
            Ok(heard)
        })
    }
}

fn named(
    connection: &Connection,
    query: &str,
    (first, last): (i64, i64),
    more: &mut bool,
) -> Stored<BTreeSet<String>> {
    *more |= last - first > NAMED as i64;
    let mut select = connection.prepare_cached(&format!("{query} LIMIT {NAMED}"))?;
    let names = select.query_map(params![first, last], |row| row.get(0))?;
    Ok(names.collect::<rusqlite::Result<_>>()?)
}
