//! Outlets: who published how much, and whose words they print.

use std::collections::BTreeMap;

use rusqlite::params;
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::Error;
use crate::view::View;
use crosswire_record::{OriginKind, OriginRecord, ReportRecord};

/// Reports that are looked through, the last added.
const AMONG: i64 = 50_000;

/// An outlet in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OutletRecord {
    /// Its name.
    pub name: String,
    /// How many of the reports added last are its.
    pub reports: usize,
    /// The last publication among them.
    pub last: Option<String>,
}

/// Whose words an outlet prints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Copied {
    /// An agency or an outlet.
    pub origin: String,
    /// The reports that print them, the last added first.
    pub reports: Vec<String>,
}

impl View<'_> {
    /// The outlets of the reports added last, those with the most first.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn outlets(&self, most: usize) -> Result<Vec<OutletRecord>, Error> {
        self.told(|connection| {
            let mut select = connection.prepare_cached(&format!(
                "SELECT outlet, count(*), published, max(moment) FROM reports WHERE id > ? AND outlet IS NOT NULL AND {} \
                 GROUP BY outlet ORDER BY count(*) DESC, outlet LIMIT ?",
                self.known("reports")
            ))?;
            let from = self.last("reports")?.saturating_sub(AMONG);
            let rows = select.query_map(params![from, most as i64], |row| {
                Ok(OutletRecord {
                    name: row.get(0)?,
                    reports: row.get(1)?,
                    last: row.get(2)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The reports of an outlet among those added last, the last first; case does not matter.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn reports_of_outlet(&self, outlet: &str, most: usize) -> Result<Vec<ReportRecord>, Error> {
        self.told(|connection| {
            let mut select = connection.prepare_cached(&format!(
                "SELECT id FROM reports WHERE outlet = ? COLLATE NOCASE AND id > ? AND {} ORDER BY id DESC LIMIT ?",
                self.known("reports")
            ))?;
            let from = self.last("reports")?.saturating_sub(AMONG);
            let ids: Vec<i64> = select
                .query_map(params![outlet, from, most as i64], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            ids.into_iter()
                .map(|id| Ok(self.report_at(connection, id)?.1))
                .collect()
        })
    }
}

impl Copied {
    /// Whose words these reports print that are not their outlets' own, the most first.
    #[must_use]
    pub fn of(reports: &[ReportRecord]) -> Vec<Copied> {
        let mut by_origin: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for report in reports {
            if let Some(origin) = report.origin.as_ref().and_then(foreign) {
                by_origin.entry(origin).or_default().push(report.id.clone());
            }
        }
        let mut all: Vec<Copied> = by_origin
            .into_iter()
            .map(|(origin, reports)| Copied {
                origin: origin.to_owned(),
                reports,
            })
            .collect();
        all.sort_by_key(|copied| std::cmp::Reverse(copied.reports.len()));
        all
    }
}

/// Whose words a report prints, where they are not its own.
fn foreign(origin: &OriginRecord) -> Option<&str> {
    let is_own = matches!(origin.origin_kind, Some(OriginKind::Own) | None);
    origin.origin.as_deref().filter(|_| !is_own)
}
