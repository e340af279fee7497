//! How much there is.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use serde::Serialize;

use crate::error::{Error, StoreError, Stored};
use crate::ledger::moment;
use crate::schema;
use crate::view::View;

/// How much there is in a ledger.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Stats {
    /// Reports, each in its latest version.
    pub reports: u64,
    /// Earlier versions of reports.
    pub superseded: u64,
    /// Stories.
    pub stories: u64,
    /// Findings, but for those that people hold to be wrong.
    pub findings: u64,
    /// Findings by kind.
    pub findings_by_kind: BTreeMap<String, u64>,
    /// Statements.
    pub statements: u64,
    /// Quotations.
    pub quotations: u64,
    /// What people said of findings.
    pub marks: u64,
    /// Commits.
    pub commits: u64,
    /// The first commit.
    pub first: Option<String>,
    /// The last commit.
    pub last: Option<String>,
    /// The file's schema.
    pub schema: i64,
}

impl View<'_> {
    /// How much there is.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn stats(&self) -> Result<Stats, Error> {
        self.told(|connection| {
            let commit = self.commit;
            let time = |which: &str| -> Stored<Option<String>> {
                let at: Option<i64> = connection.query_row(
                    &format!("SELECT {which}(at) FROM commits WHERE id <= ?"),
                    [commit],
                    |row| row.get(0),
                )?;
                Ok(at.map(moment))
            };
            let mut by_kind = self.by_kind(connection)?;
            let mut findings = self.count(connection, "findings")?;
            // What people hold to be wrong counts in no number.
            for (kind, n) in self.wrong(connection)? {
                findings = findings.saturating_sub(n);
                if let Some(count) = by_kind.get_mut(&kind) {
                    *count = count.saturating_sub(n);
                }
            }
            by_kind.retain(|_, count| *count > 0);
            Ok(Stats {
                reports: self.count(connection, "reports")?,
                superseded: self.closed(connection, "reports")?,
                stories: self.count(connection, "stories")?,
                findings,
                findings_by_kind: by_kind,
                statements: self.count(connection, "statements")?,
                quotations: self.count(connection, "quotations")?,
                marks: self.last("marks")? as u64,
                commits: commit as u64,
                first: time("min")?,
                last: time("max")?,
                schema: schema::CURRENT,
            })
        })
    }

    /// Ids run without a gap and rows are never deleted, so the last id counts them.
    fn count(&self, connection: &Connection, table: &str) -> Stored<u64> {
        let closed = self.closed(connection, table)?;
        Ok((self.last(table)? as u64).saturating_sub(closed))
    }

    fn closed(&self, connection: &Connection, table: &str) -> Stored<u64> {
        Ok(connection
            .prepare_cached(&format!(
                "SELECT count(*) FROM {table} WHERE until IS NOT NULL AND until <= ?"
            ))?
            .query_row([self.commit], |row| row.get(0))?)
    }

    /// How many findings of each kind people hold to be wrong.
    fn wrong(&self, connection: &Connection) -> Stored<BTreeMap<String, u64>> {
        let mut counts = BTreeMap::new();
        if self.last("marks")? == 0 || self.is_before(7)? {
            return Ok(counts);
        }
        let last: i64 =
            connection.query_row("SELECT max(id) FROM commits", [], |row| row.get(0))?;
        if last == self.commit {
            let mut select = connection
                .prepare_cached("SELECT kind, count(*) FROM inbox WHERE place = 0 GROUP BY kind")?;
            let mut rows = select.query([])?;
            while let Some(row) = rows.next()? {
                counts.insert(row.get(0)?, row.get(1)?);
            }
            return Ok(counts);
        }
        let mut select = connection.prepare_cached(
            "SELECT DISTINCT finding FROM marks WHERE word = 'wrong' AND since <= ?",
        )?;
        let mut rows = select.query([self.commit])?;
        let mut known = BTreeSet::new();
        while let Some(row) = rows.next()? {
            let address: String = row.get(0)?;
            match self.finding(&address) {
                Ok(finding) if finding.is_wrong() => {
                    if known.insert(finding.id) {
                        *counts.entry(finding.kind.name().to_owned()).or_default() += 1;
                    }
                }
                Ok(_) | Err(Error::Gone { .. } | Error::Unknown { .. }) => {}
                Err(error) => return Err(StoreError::Told(error)),
            }
        }
        Ok(counts)
    }

    fn by_kind(&self, connection: &Connection) -> Stored<BTreeMap<String, u64>> {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        let last = self.last("findings")?;
        let all = "SELECT kind, count(*) FROM findings WHERE id <= ? GROUP BY kind";
        let closed = "SELECT kind, count(*) FROM findings INDEXED BY findings_until \
                      WHERE until IS NOT NULL AND until <= ? GROUP BY kind";
        for (query, at, less) in [(all, last, false), (closed, self.commit, true)] {
            let mut select = connection.prepare_cached(query)?;
            let mut rows = select.query([at])?;
            while let Some(row) = rows.next()? {
                let (kind, n): (String, u64) = (row.get(0)?, row.get(1)?);
                let count = counts.entry(kind).or_default();
                *count = if less {
                    count.saturating_sub(n)
                } else {
                    *count + n
                };
            }
        }
        counts.retain(|_, count| *count > 0);
        Ok(counts)
    }
}
