//! How what was found spreads: over outlets, months, kinds and speakers.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::Stored;
use crate::query::language::Target;
use crate::query::language::Wanted;
use crate::query::ranked::names;
use crate::view::View;

/// Rows that are counted, the last added; and names that are given of each sort.
const COUNTED: usize = 5_000;
const NAMED: usize = 60;

/// How what was found spreads; each the most first, months in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Facets {
    /// Outlets.
    pub outlets: Vec<(String, usize)>,
    /// Months of publication, as `2031-03`.
    pub months: Vec<(String, usize)>,
    /// Reports, statements, quotations that the same search finds.
    pub kinds: Vec<(String, usize)>,
    /// Who said quotations that the same search finds.
    pub speakers: Vec<(String, usize)>,
}

impl View<'_> {
    pub(super) fn facets(
        &self,
        connection: &Connection,
        wanted: &Wanted,
        found: &[i64],
    ) -> Stored<Facets> {
        let (_, table) = names(wanted.target);
        let source = if table == "reports" { "id" } else { "report" };
        let mut select = connection.prepare_cached(&format!(
            "SELECT reports.outlet, substr(reports.published, 1, 7) FROM {table} AS it \
             JOIN reports ON reports.id = it.{source} WHERE it.id = ?"
        ))?;
        let (mut outlets, mut months) = (BTreeMap::new(), BTreeMap::new());
        for id in found.iter().take(COUNTED) {
            let row: Option<(Option<String>, Option<String>)> = select
                .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            let (outlet, month) = row.unwrap_or_default();
            if let Some(outlet) = outlet {
                *outlets.entry(outlet).or_insert(0) += 1;
            }
            if let Some(month) = month.filter(|month| month.len() == 7) {
                *months.entry(month).or_insert(0) += 1;
            }
        }
        let mut months: Vec<(String, usize)> = months.into_iter().collect();
        let early = months.len().saturating_sub(NAMED);
        months.drain(..early);
        Ok(Facets {
            outlets: most(outlets),
            months,
            kinds: self.kinds(connection, wanted)?,
            speakers: self.speakers_of(connection, wanted)?,
        })
    }

    fn kinds(&self, connection: &Connection, wanted: &Wanted) -> Stored<Vec<(String, usize)>> {
        let Some(base) = &wanted.base else {
            return Ok(Vec::new());
        };
        let mut kinds = Vec::new();
        for (target, name) in [
            (Target::Reports, "report"),
            (Target::Statements, "statement"),
            (Target::Quotations, "quotation"),
        ] {
            let (index, table) = names(target);
            let mut select = connection.prepare_cached(&format!(
                "SELECT count(*) FROM (SELECT 1 FROM {index} JOIN {table} ON {table}.id = {index}.rowid \
                 WHERE {index} MATCH ? AND {index}.rowid <= ? AND {} LIMIT {COUNTED})",
                self.known(table)
            ))?;
            let n: i64 = select.query_row(params![base, self.last(table)?], |row| row.get(0))?;
            kinds.push((name.to_owned(), usize::try_from(n).unwrap_or(0)));
        }
        Ok(kinds)
    }

    fn speakers_of(
        &self,
        connection: &Connection,
        wanted: &Wanted,
    ) -> Stored<Vec<(String, usize)>> {
        let Some(base) = &wanted.base else {
            return Ok(Vec::new());
        };
        let mut select = connection.prepare_cached(&format!(
            "SELECT quotations.speaker FROM (SELECT rowid FROM found_quotations WHERE found_quotations MATCH ? AND rowid <= ? \
             ORDER BY rowid DESC LIMIT {COUNTED}) AS found JOIN quotations ON quotations.id = found.rowid \
             WHERE quotations.speaker IS NOT NULL AND {}",
            self.known("quotations")
        ))?;
        let mut rows = select.query(params![base, self.last("quotations")?])?;
        let mut speakers = BTreeMap::new();
        while let Some(row) = rows.next()? {
            *speakers.entry(row.get::<_, String>(0)?).or_insert(0) += 1;
        }
        Ok(most(speakers))
    }
}

fn most(counts: BTreeMap<String, usize>) -> Vec<(String, usize)> {
    let mut all: Vec<(String, usize)> = counts.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all.truncate(NAMED);
    all
}
