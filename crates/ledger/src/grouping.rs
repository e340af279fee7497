//! Which reports tell one story, as commits change it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crosswire_group::{Grouper, Sketch, Story};
use crosswire_report::Report;
use rusqlite::{Connection, params};

use crate::article;
use crate::commit;
use crate::error::Stored;

/// The stories while reports come in.
#[derive(Default)]
pub(crate) struct Grouping {
    grouper: Grouper,
    /// The report of each arrival.
    arrivals: Vec<i64>,
    /// The current story of each report that has one.
    placed: HashMap<i64, i64>,
}

/// A story that a batch changed.
pub(crate) struct Changed {
    pub(crate) number: i64,
    /// As it stands; `None` when it went into another.
    pub(crate) story: Option<Story>,
    /// Its reports that are not superseded.
    pub(crate) reports: Vec<i64>,
}

impl Grouping {
    /// Takes in every report that the file has and this memory has not.
    pub(crate) fn catch_up(&mut self, connection: &Connection) -> Stored<()> {
        let after = self.arrivals.last().copied().unwrap_or(0);
        let mut select = connection.prepare_cached(&format!(
            "SELECT {}, id FROM reports WHERE id > ? ORDER BY id",
            article::COLUMNS
        ))?;
        let mut rows = select.query([after])?;
        while let Some(row) = rows.next()? {
            let report = article::report(row)?;
            self.add(row.get(8)?, &report);
        }
        self.placed.clear();
        let mut select = connection
            .prepare_cached("SELECT report, story FROM memberships WHERE until IS NULL")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            self.placed.insert(row.get(0)?, row.get(1)?);
        }
        Ok(())
    }

    /// Puts a report where it belongs.
    pub(crate) fn add(&mut self, id: i64, report: &Report) {
        self.grouper.add(&Sketch::of(report));
        self.arrivals.push(id);
    }

    /// Writes what changed since the last commit; the stories that did.
    pub(crate) fn settle(
        &mut self,
        connection: &Connection,
        superseded: impl Fn(i64) -> Stored<bool>,
        commit: i64,
    ) -> Stored<Vec<Changed>> {
        let mut touched: BTreeSet<i64> = BTreeSet::new();
        let mut standing: BTreeMap<i64, (Story, Vec<i64>)> = BTreeMap::new();
        let mut now: HashMap<i64, i64> = HashMap::new();
        for story in self.grouper.stories() {
            let number = i64::from(story.id.0) + 1;
            let mut reports = Vec::new();
            for &at in &story.members {
                let report = self.arrivals[at];
                if superseded(report)? {
                    continue;
                }
                now.insert(report, number);
                reports.push(report);
            }
            standing.insert(number, (story, reports));
        }
        let mut moved: Vec<i64> = self
            .placed
            .keys()
            .chain(now.keys())
            .copied()
            .filter(|report| self.placed.get(report) != now.get(report))
            .collect();
        moved.sort_unstable();
        moved.dedup();
        for report in moved {
            if let Some(&story) = self.placed.get(&report) {
                let id: i64 = connection
                    .prepare_cached(
                        "SELECT id FROM memberships WHERE report = ? AND until IS NULL",
                    )?
                    .query_row([report], |row| row.get(0))?;
                commit::close(connection, "memberships", id, commit)?;
                touched.insert(story);
            }
            if let Some(&story) = now.get(&report) {
                connection
                    .prepare_cached(
                        "INSERT INTO memberships (since, story, report) VALUES (?, ?, ?)",
                    )?
                    .execute(params![commit, story, report])?;
                touched.insert(story);
            }
        }
        self.placed = now;
        Ok(touched
            .into_iter()
            .map(|number| {
                let (story, reports) = standing
                    .remove(&number)
                    .map_or((None, Vec::new()), |(story, reports)| {
                        (Some(story), reports)
                    });
                Changed {
                    number,
                    story: story.filter(|_| !reports.is_empty()),
                    reports,
                }
            })
            .collect())
    }
}
