//! What one commit brought: the findings that are new or changed, each with what it was before, the
//! reports, and what people said.

use std::sync::Arc;

use crosswire_report::Report;
use rusqlite::{OptionalExtension, params};

use crate::error::{Error, StoreError, Stored};
use crate::view::View;
use crosswire_record::{Finding, ReportRecord};

/// A finding that a commit wrote.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    /// As it is since.
    pub now: Finding,
    /// As it was before, under the same id; `None` for a new one.
    pub before: Option<Finding>,
}

/// What a commit brought.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Brought {
    /// When it was made.
    pub at: String,
    /// Findings that are new or changed, in the order in which they were written.
    pub findings: Vec<Changed>,
    /// Reports, and whether each is a new version of a known one.
    pub reports: Vec<(Arc<Report>, ReportRecord)>,
    /// Findings of which somebody said something, what was said standing first among its marks.
    pub marked: Vec<Finding>,
}

impl View<'_> {
    /// What the view's last commit brought.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn brought(&self) -> Result<Brought, Error> {
        self.told(|connection| {
            if self.commit == 0 {
                return Ok(Brought::default());
            }
            let rows = |table: &str| -> Stored<std::ops::RangeInclusive<i64>> {
                let extent: Option<(i64, i64)> = connection
                    .prepare_cached(
                        "SELECT first, last FROM extents WHERE commit_id = ? AND name = ?",
                    )?
                    .query_row(params![self.commit, table], |row| {
                        Ok((row.get(0)?, row.get(1)?))
                    })
                    .optional()?;
                let (first, last) = extent.unwrap_or((1, 0));
                Ok(first..=last)
            };
            let mut brought = Brought {
                at: self.time(self.commit)?,
                ..Brought::default()
            };
            for id in rows("findings")? {
                let before: Option<i64> = connection
                    .prepare_cached(
                        "SELECT max(id) FROM findings WHERE id < ?1 \
                         AND name = (SELECT name FROM findings WHERE id = ?1)",
                    )?
                    .query_row([id], |row| row.get(0))?;
                brought.findings.push(Changed {
                    now: self.finding_at(connection, id)?,
                    before: before
                        .map(|before| self.finding_at(connection, before))
                        .transpose()?,
                });
            }
            for id in rows("reports")? {
                brought.reports.push(self.report_at(connection, id)?);
            }
            for id in rows("marks")? {
                let finding: String = connection
                    .prepare_cached("SELECT finding FROM marks WHERE id = ?")?
                    .query_row([id], |row| row.get(0))?;
                match self.finding(&finding) {
                    Ok(finding) => brought.marked.push(finding),
                    // A mark of what is gone tells nobody anything.
                    Err(Error::Gone { .. } | Error::Unknown { .. }) => {}
                    Err(error) => return Err(StoreError::Told(error)),
                }
            }
            Ok(brought)
        })
    }

    /// The number of the first commit at a time or later; one beyond the last where there is none.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn first_since(&self, time: jiff::Timestamp) -> Result<u64, Error> {
        self.told(|connection| {
            let first: Option<u64> = connection
                .prepare_cached("SELECT id FROM commits WHERE at >= ? ORDER BY at LIMIT 1")?
                .query_row([time.as_microsecond()], |row| row.get(0))
                .optional()?;
            Ok(first.unwrap_or(self.commit() + 1))
        })
    }

    /// The same ledger as it was after an earlier commit; a later number is the view itself.
    #[must_use]
    pub fn at_commit(&self, commit: u64) -> Self {
        View {
            commit: i64::try_from(commit).map_or(self.commit, |commit| commit.min(self.commit)),
            ..*self
        }
    }
}
