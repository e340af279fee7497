//! Which reports tell one story, as commits change it.

use std::collections::{BTreeSet, HashMap, HashSet};

use crosswire_group::{Grouper, Sketch, Story, StoryId};
use crosswire_report::Report;
use rusqlite::{Connection, params};

use crate::article;
use crate::commit;
use crate::corrections;
use crate::error::Stored;

/// The stories while reports come in.
#[derive(Default)]
pub(crate) struct Grouping {
    grouper: Grouper,
    /// The report of each arrival.
    arrivals: Vec<i64>,
    /// Reports of which there is a later version.
    superseded: HashSet<i64>,
    /// Reports that a person withdrew, by their ids: kept, but of no story.
    withdrawn: HashSet<String>,
    /// What a person called a story.
    labels: HashMap<i64, String>,
    /// Stories to compare again beside those that changed since the last commit.
    touched: BTreeSet<i64>,
    /// Those of which a report has another version since the last commit.
    anew: BTreeSet<i64>,
}

/// A story that a batch changed.
pub(crate) struct Changed {
    pub(crate) number: i64,
    /// As it stands; `None` when none of its reports is left.
    pub(crate) story: Option<Story>,
    /// Its reports that are not superseded.
    pub(crate) reports: Vec<i64>,
    /// Whether a report of it has another version now.
    pub(crate) anew: bool,
}

impl Changed {
    /// Its reports as they arrived.
    pub(crate) fn arrived(&self) -> Vec<i64> {
        let mut arrived = self.reports.clone();
        arrived.sort_unstable();
        arrived
    }
}

impl Grouping {
    /// Takes in every report that the file has and this memory has not, each in the story that the
    /// file has it in: what another program or a person decided stands.
    pub(crate) fn catch_up(&mut self, connection: &Connection) -> Stored<()> {
        let after = self.arrivals.last().copied().unwrap_or(0);
        let placed = pairs(
            connection,
            "SELECT report, story FROM memberships ORDER BY id",
        )?;
        let continued = pairs(
            connection,
            "SELECT number, continues FROM stories WHERE until IS NULL AND continues IS NOT NULL",
        )?;
        corrections::recall(connection, &mut self.withdrawn, &mut self.labels)?;
        let mut select = connection.prepare_cached(&format!(
            "SELECT {}, id FROM reports WHERE id > ? ORDER BY id",
            article::COLUMNS
        ))?;
        let mut rows = select.query([after])?;
        while let Some(row) = rows.next()? {
            let report = article::report(row)?;
            let id: i64 = row.get(8)?;
            match placed.get(&id).and_then(|&story| grouper_number(story)) {
                Some(story) => {
                    let continues = continued.get(&(i64::from(story.0) + 1));
                    let continues = continues.and_then(|&earlier| grouper_number(earlier));
                    self.grouper.add_to(&Sketch::of(&report), story, continues);
                    self.arrivals.push(id);
                }
                None => self.add(id, &report),
            }
        }
        let given: Option<u32> =
            connection.query_row("SELECT max(story) FROM memberships", [], |row| row.get(0))?;
        self.grouper.reserve(given.unwrap_or(0));
        self.grouper.take_changed();
        let mut select =
            connection.prepare_cached("SELECT id FROM reports WHERE until IS NOT NULL")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            self.superseded.insert(row.get(0)?);
        }
        if self.withdrawn.is_empty() {
            return Ok(());
        }
        let mut select = connection.prepare_cached("SELECT id, name FROM reports")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            if self.withdrawn.contains(&row.get::<_, String>(1)?) {
                self.superseded.insert(row.get(0)?);
            }
        }
        Ok(())
    }

    /// Puts a report where it belongs.
    pub(crate) fn add(&mut self, id: i64, report: &Report) {
        self.grouper.add(&Sketch::of(report));
        self.arrivals.push(id);
        if self.withdrawn.contains(&report.id) {
            self.superseded.insert(id);
        }
    }

    /// Puts another version of a report, as a person corrected it, into the story of the one before.
    pub(crate) fn add_beside(&mut self, id: i64, before: i64, report: &Report) {
        match self.placed(before) {
            Some(story) => {
                self.grouper.add_to(&Sketch::of(report), story, None);
                self.arrivals.push(id);
            }
            None => self.add(id, report),
        }
    }

    /// Takes reports into a story, or into one of their own; its number.
    pub(crate) fn regroup(&mut self, reports: &[i64], story: Option<i64>) -> Option<i64> {
        let arrivals: Option<Vec<usize>> = reports.iter().map(|&id| self.arrival(id)).collect();
        let story = match story {
            Some(story) => Some(grouper_number(story)?),
            None => None,
        };
        let story = self.grouper.regroup(&arrivals?, story)?;
        Some(i64::from(story.0) + 1)
    }

    /// Takes reports back into a story, also where none is left there; its number.
    pub(crate) fn restore(&mut self, reports: &[i64], story: i64) -> Option<i64> {
        let arrivals: Option<Vec<usize>> = reports.iter().map(|&id| self.arrival(id)).collect();
        let story = self
            .grouper
            .restore(&arrivals?, Some(grouper_number(story)?))?;
        Some(i64::from(story.0) + 1)
    }

    /// Reads anew whom people silenced and how they called stories, after one of their words was undone or
    /// holds again.
    pub(crate) fn recall(&mut self, connection: &Connection) -> Stored<()> {
        let (mut withdrawn, mut labels) = (HashSet::new(), HashMap::new());
        corrections::recall(connection, &mut withdrawn, &mut labels)?;
        let before = std::mem::replace(&mut self.labels, labels);
        let stories = before.keys().chain(self.labels.keys());
        let renamed = stories.filter(|story| before.get(story) != self.labels.get(story));
        self.touched.extend(renamed);
        let before = std::mem::replace(&mut self.withdrawn, withdrawn);
        let current = |name: &str| -> Stored<Option<i64>> {
            let mut select = connection
                .prepare_cached("SELECT max(id) FROM reports WHERE name = ? AND until IS NULL")?;
            Ok(select.query_row([name], |row| row.get(0))?)
        };
        for name in before.difference(&self.withdrawn) {
            let Some(id) = current(name)? else { continue };
            self.superseded.remove(&id);
            if let Some(story) = self.placed(id) {
                self.touched.insert(i64::from(story.0) + 1);
            }
        }
        let silenced: Vec<String> = self.withdrawn.difference(&before).cloned().collect();
        for name in silenced {
            if let Some(id) = current(&name)? {
                self.supersede(connection, id)?;
            }
        }
        Ok(())
    }

    /// Every report that grouping has in a story, also versions that were replaced.
    pub(crate) fn all_of(&self, story: i64) -> Vec<i64> {
        let story = grouper_number(story).and_then(|story| self.grouper.story(story));
        let members = story.into_iter().flat_map(|story| story.members);
        members.map(|at| self.arrivals[at]).collect()
    }

    /// Takes a report out of its story, and every later version of it.
    pub(crate) fn withdraw(&mut self, connection: &Connection, id: i64, name: &str) -> Stored<()> {
        self.withdrawn.insert(name.to_owned());
        self.supersede(connection, id)
    }

    /// What a story is called from now on.
    pub(crate) fn rename(&mut self, story: i64, label: &str) {
        self.labels.insert(story, label.to_owned());
        self.touched.insert(story);
    }

    fn arrival(&self, id: i64) -> Option<usize> {
        self.arrivals.binary_search(&id).ok()
    }

    fn placed(&self, id: i64) -> Option<StoryId> {
        self.grouper.story_of(self.arrival(id)?)
    }

    /// Takes an earlier version out of its story.
    pub(crate) fn supersede(&mut self, connection: &Connection, id: i64) -> Stored<()> {
        self.superseded.insert(id);
        self.touch(connection, id)?;
        if let Some(story) = self.placed(id) {
            self.anew.insert(i64::from(story.0) + 1);
        }
        Ok(())
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
        let anew = std::mem::take(&mut self.anew);
        let mut changed = Vec::with_capacity(self.touched.len());
        for number in std::mem::take(&mut self.touched) {
            let mut story = self.grouper.story(StoryId((number - 1) as u32));
            if let (Some(story), Some(label)) = (&mut story, self.labels.get(&number)) {
                story.label.clone_from(label);
            }
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
                anew: anew.contains(&number),
            });
        }
        Ok(changed)
    }
}

/// The number under which grouping has a story of the ledger.
fn grouper_number(story: i64) -> Option<StoryId> {
    u32::try_from(story - 1).ok().map(StoryId)
}

/// Rows of two numbers; of the same first one the last row counts.
fn pairs(connection: &Connection, query: &str) -> Stored<HashMap<i64, i64>> {
    let mut select = connection.prepare(query)?;
    let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
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
