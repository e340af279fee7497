//! Which reports tell one story, as commits change it.

use std::collections::{BTreeSet, HashSet};

use crosswire_group::{Grouper, Sketch, Story, StoryId};
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
    /// Reports of which there is a later version.
    superseded: HashSet<i64>,
    /// Stories to compare again beside those that changed since the last commit.
    touched: BTreeSet<i64>,
}

/// A story that a batch changed.
pub(crate) struct Changed {
    pub(crate) number: i64,
    /// As it stands; `None` when none of its reports is left.
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
        self.grouper.take_changed();
        let mut select =
            connection.prepare_cached("SELECT id FROM reports WHERE until IS NOT NULL")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            self.superseded.insert(row.get(0)?);
        }
        Ok(())
    }

    /// Puts a report where it belongs.
    pub(crate) fn add(&mut self, id: i64, report: &Report) {
        self.grouper.add(&Sketch::of(report));
        self.arrivals.push(id);
    }

    /// Takes an earlier version out of its story.
    pub(crate) fn supersede(&mut self, connection: &Connection, id: i64) -> Stored<()> {
        self.superseded.insert(id);
        self.touch(connection, id)
    }

    /// Has the story of a report compared again.
    pub(crate) fn touch(&mut self, connection: &Connection, id: i64) -> Stored<()> {
        let mut select = connection
            .prepare_cached("SELECT story FROM memberships WHERE report = ? AND until IS NULL")?;
        let mut rows = select.query([id])?;
        while let Some(row) = rows.next()? {
            self.touched.insert(row.get(0)?);
        }
        Ok(())
    }

    /// Writes what changed since the last commit; the stories that did. The cost grows with those
    /// stories, not with the ledger.
    pub(crate) fn settle(&mut self, connection: &Connection, commit: i64) -> Stored<Vec<Changed>> {
        let grown = self.grouper.take_changed().into_iter();
        self.touched
            .extend(grown.map(|story| i64::from(story.0) + 1));
        let mut changed = Vec::with_capacity(self.touched.len());
        for number in std::mem::take(&mut self.touched) {
            let story = self.grouper.story(StoryId((number - 1) as u32));
            let members = story.as_ref().map_or(&[][..], |story| &story.members);
            let reports: Vec<i64> = members
                .iter()
                .map(|&at| self.arrivals[at])
                .filter(|report| !self.superseded.contains(report))
                .collect();
            write(connection, number, &reports, commit)?;
            changed.push(Changed {
                number,
                story: story.filter(|_| !reports.is_empty()),
                reports,
            });
        }
        Ok(changed)
    }
}

/// Closes the memberships of those that left, adds those that came.
fn write(connection: &Connection, story: i64, reports: &[i64], commit: i64) -> Stored<()> {
    let mut coming: BTreeSet<i64> = reports.iter().copied().collect();
    let mut leaving = Vec::new();
    let mut select = connection
        .prepare_cached("SELECT id, report FROM memberships WHERE story = ? AND until IS NULL")?;
    let mut rows = select.query([story])?;
    while let Some(row) = rows.next()? {
        if !coming.remove(&row.get(1)?) {
            leaving.push(row.get(0)?);
        }
    }
    for id in leaving {
        commit::close(connection, "memberships", id, commit)?;
    }
    for report in coming {
        connection
            .prepare_cached("INSERT INTO memberships (since, story, report) VALUES (?, ?, ?)")?
            .execute(params![commit, story, report])?;
    }
    Ok(())
}
