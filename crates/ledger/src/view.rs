//! The ledger as it was after one commit: what every query looks at.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use crate::Ledger;
use crate::error::{Error, Stored};
use crate::ledger::moment;

/// The ledger as it was after one commit. Later commits change nothing of what it shows.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub(crate) ledger: &'a Ledger,
    pub(crate) commit: i64,
}

/// How much of a long answer to give.
#[derive(Clone, Debug)]
pub struct Page {
    /// At most so many.
    pub limit: usize,
    /// Where the last page ended, as [`Listed::next`] said.
    pub after: Option<String>,
}

impl Default for Page {
    fn default() -> Page {
        Page {
            limit: 50,
            after: None,
        }
    }
}

/// A part of a long answer.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Listed<T> {
    /// The part.
    pub items: Vec<T>,
    /// Where the next part begins; `None` at the end.
    pub next: Option<String>,
}

impl<'a> View<'a> {
    pub(crate) fn new(ledger: &'a Ledger, commit: i64) -> View<'a> {
        View { ledger, commit }
    }

    /// The number of the commit looked at; 0 for an empty ledger. It changes with every commit,
    /// and nothing the view shows changes without it.
    #[must_use]
    pub fn commit(&self) -> u64 {
        self.commit as u64
    }

    pub(crate) fn told<T>(&self, work: impl FnOnce(&Connection) -> Stored<T>) -> Result<T, Error> {
        self.ledger.told(work)
    }

    /// The last row of a table that was known.
    pub(crate) fn last(&self, table: &str) -> Stored<i64> {
        // Most views are of the last commit, and some tables hold nothing: neither needs a walk back
        // over commits that brought nothing to the table.
        for (order, beyond) in [("DESC", false), ("ASC", true)] {
            let edge: Option<(i64, i64)> = self
                .ledger
                .connection
                .prepare_cached(&format!(
                    "SELECT id, since FROM {table} ORDER BY id {order} LIMIT 1"
                ))?
                .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            match edge {
                None => return Ok(0),
                Some((_, since)) if beyond && since > self.commit => return Ok(0),
                Some((id, since)) if !beyond && since <= self.commit => return Ok(id),
                Some(_) => {}
            }
        }
        let last: Option<i64> = self
            .ledger
            .connection
            .prepare_cached(
                "SELECT last FROM extents WHERE commit_id <= ? AND name = ? \
                 ORDER BY commit_id DESC LIMIT 1",
            )?
            .query_row(params![self.commit, table], |row| row.get(0))
            .optional()?;
        Ok(last.unwrap_or(0))
    }

    /// Whether the view is of a time when a program before this schema's version wrote: what it gave
    /// then is given again to the byte.
    pub(crate) fn is_before(&self, version: i64) -> Stored<bool> {
        is_before(&self.ledger.connection, version, self.commit)
    }

    /// When a commit was made.
    pub(crate) fn time(&self, commit: i64) -> Stored<String> {
        time(&self.ledger.connection, commit)
    }

    /// What a row has to fulfil to be known at the view's commit.
    pub(crate) fn known(&self, table: &str) -> String {
        known(table, self.commit)
    }

    /// What a row has to fulfil beside that to have come at this time or later; empty for any time.
    pub(crate) fn came(table: &str, since: Option<Timestamp>) -> String {
        since.map_or_else(String::new, |time| {
            format!(
                "AND {table}.since > (SELECT coalesce(max(id), 0) FROM commits WHERE at < {})",
                time.as_microsecond()
            )
        })
    }
}

/// Whether a commit is of before this schema's version.
pub(crate) fn is_before(connection: &Connection, version: i64, commit: i64) -> Stored<bool> {
    let after: Option<i64> = connection
        .prepare_cached("SELECT after FROM written WHERE version = ?")?
        .query_row([version], |row| row.get(0))
        .optional()?;
    Ok(after.is_some_and(|after| commit <= after))
}

/// When a commit was made.
pub(crate) fn time(connection: &Connection, commit: i64) -> Stored<String> {
    let at: i64 = connection
        .prepare_cached("SELECT at FROM commits WHERE id = ?")?
        .query_row([commit], |row| row.get(0))?;
    Ok(moment(at))
}

/// What a row of a table has to fulfil to be known at a commit.
pub(crate) fn known(table: &str, commit: i64) -> String {
    format!("{table}.since <= {commit} AND ({table}.until IS NULL OR {table}.until > {commit})")
}

/// A cursor of numbers, written so that it can stand in an address.
pub(crate) fn cursor(numbers: &[i64]) -> String {
    numbers
        .iter()
        .map(i64::to_string)
        .collect::<Vec<_>>()
        .join(".")
}

/// Reads a cursor of `n` numbers.
pub(crate) fn read_cursor(after: Option<&str>, n: usize) -> Result<Option<Vec<i64>>, Error> {
    let Some(after) = after else { return Ok(None) };
    let numbers: Option<Vec<i64>> = after.split('.').map(|part| part.parse().ok()).collect();
    match numbers.filter(|numbers| numbers.len() == n) {
        Some(numbers) => Ok(Some(numbers)),
        None => Err(Error::Cursor {
            given: after.to_owned(),
        }),
    }
}
