//! What people say of stories and reports: that a story is two, that two are one, what it is called,
//! where a report belongs, that it is to be silent, when and where it was published.
//!
//! A correction is a commit: nothing said before is taken back, an earlier view answers as it did,
//! and grouping goes on from the stories as they then are. What grouping and analysis find
//! later never undoes it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crosswire_calendar::Stamp;
use crosswire_extract::extract;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use crate::add::{caught_up, findable};
use crate::article::{self, Place};
use crate::commit::{self, Commit, Run};
use crate::error::{Error, StoreError, Stored};
use crate::names::folded;
use crate::packed::ENCODING;
use crate::view::View;
use crate::working::Working;
use crate::{Ledger, annotation, comparing};

/// Bytes of a note, a name or a label.
pub(crate) const LONGEST: usize = 10_000;
/// Bytes of a speaker's name.
const LONGEST_NAME: usize = 200;

/// What a person wants otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Correction {
    /// These reports of a story are one of their own.
    Split {
        /// The story.
        story: String,
        /// The reports that leave it.
        reports: Vec<String>,
    },
    /// Two stories are one; the second is the one that stays.
    Merge {
        /// The story that goes.
        story: String,
        /// The one that stays.
        into: String,
    },
    /// What a story is called.
    Rename {
        /// The story.
        story: String,
        /// Its label from now on.
        label: String,
    },
    /// A report belongs to another story.
    Move {
        /// The report.
        report: String,
        /// Its story from now on.
        into: String,
    },
    /// A report is kept, but silent: of no story, and no finding rests on it.
    Withdraw {
        /// The report.
        report: String,
    },
    /// When and by whom a report was published; what is not said stays.
    Redate {
        /// The report.
        report: String,
        /// The right date.
        published: Option<String>,
        /// The right outlet.
        outlet: Option<String>,
    },
    /// Two names are one person's or one body's.
    Same {
        /// The name to be known by.
        name: String,
        /// Another name of the same.
        alias: String,
    },
    /// Two names are not one person's.
    Apart {
        /// A name.
        name: String,
        /// The name of another.
        alias: String,
    },
}

/// A correction as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Corrected {
    /// What was wanted.
    pub correction: Correction,
    /// The story that it made or changed, as far as it is one.
    pub story: Option<String>,
    /// Why.
    pub note: String,
    /// Who said so.
    pub name: String,
    /// When.
    pub at: String,
}

impl Ledger {
    /// Does what a person wants otherwise, as one commit; what was done.
    ///
    /// # Errors
    ///
    /// When there is no such story or report, a story would be left without reports, a date cannot be
    /// read, or the file cannot be written.
    pub fn correct(
        &mut self,
        correction: &Correction,
        [note, name]: [&str; 2],
        run: &Run,
        now: Timestamp,
    ) -> Result<Corrected, Error> {
        let label = match correction {
            Correction::Rename { label, .. } => label.as_str(),
            _ => "",
        };
        short_enough([("note", note), ("name", name), ("label", label)])?;
        let wait = self.options.wait;
        let done = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(Into::into)
            .and_then(|transaction| {
                correct(
                    transaction,
                    &mut self.working,
                    correction,
                    [note, name],
                    run,
                    now,
                )
            });
        if done.is_err() {
            self.working.forget();
        }
        done.map_err(|error| error.at(&self.path, wait))?;
        let last = self.latest()?.corrections()?.pop();
        last.ok_or_else(|| unknown("correction", "", ""))
    }
}

impl View<'_> {
    /// What people corrected, in the order in which they did.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn corrections(&self) -> Result<Vec<Corrected>, Error> {
        self.told(|connection| {
            let mut select = connection.prepare_cached(
                "SELECT value, story, note, name, since FROM corrections WHERE since <= ? ORDER BY id",
            )?;
            let mut rows = select.query([self.commit])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let (value, story): (String, Option<i64>) = (row.get(0)?, row.get(1)?);
                found.push(Corrected {
                    correction: serde_json::from_str(&value)?,
                    story: story.map(|story| story.to_string()),
                    note: row.get(2)?,
                    name: row.get(3)?,
                    at: self.time(row.get(4)?)?,
                });
            }
            Ok(found)
        })
    }
}

/// What a writer has to know of all corrections: whom they silenced, and how they called stories.
pub(crate) fn recall(
    connection: &Connection,
    withdrawn: &mut HashSet<String>,
    labels: &mut HashMap<i64, String>,
) -> Stored<()> {
    let mut select = connection.prepare_cached(
        "SELECT value, story FROM corrections WHERE kind IN ('withdraw', 'rename') ORDER BY id",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let value: String = row.get(0)?;
        match (serde_json::from_str(&value)?, row.get(1)?) {
            (Correction::Withdraw { report }, _) => {
                withdrawn.insert(report);
            }
            (Correction::Rename { label, .. }, Some(story)) => {
                labels.insert(story, label);
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether this is what a report was before a person gave it its right date and outlet.
pub(crate) fn is_before(connection: &Connection, name: &str, content: &[u8]) -> Stored<bool> {
    let corrected: Option<i64> = connection
        .prepare_cached("SELECT id FROM corrections WHERE report = ? AND kind = 'redate' LIMIT 1")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    if corrected.is_none() {
        return Ok(false);
    }
    let before: Option<i64> = connection
        .prepare_cached("SELECT id FROM reports WHERE name = ? AND content = ? LIMIT 1")?
        .query_row(params![name, content], |row| row.get(0))
        .optional()?;
    Ok(before.is_some())
}

fn correct(
    transaction: Transaction<'_>,
    working: &mut Working,
    correction: &Correction,
    [note, name]: [&str; 2],
    run: &Run,
    now: Timestamp,
) -> Stored<()> {
    caught_up(&transaction, working)?;
    let commit = Commit::begin(&transaction, run, now.as_microsecond())?;
    let mut redated = None;
    let (kind, report, story) = match correction {
        Correction::Split { story, reports } => {
            let leave = reports
                .iter()
                .map(|name| member(&transaction, name, Some(story)));
            let leave = leave.collect::<Stored<Vec<i64>>>()?;
            let leave = with_versions(&transaction, &leave)?;
            let all = working.grouping.all_of(number(story)?);
            if all.iter().all(|report| leave.contains(report)) {
                let hint = "; it would be left without reports, so name some of them";
                return Err(unknown("rest of story", story, hint).into());
            }
            let made = working.grouping.regroup(&leave, None);
            ("split", None, Some(placed(made, "story", story)?))
        }
        Correction::Merge { story, into } => {
            let all = working.grouping.all_of(number(story)?);
            if story == into || all.is_empty() {
                return Err(
                    unknown("story", story, "; `crosswire stories --ledger` lists them").into(),
                );
            }
            let made = working.grouping.regroup(&all, Some(number(into)?));
            ("merge", None, Some(placed(made, "story", into)?))
        }
        Correction::Rename { story, label } => {
            let number = number(story)?;
            if working.grouping.all_of(number).is_empty() {
                return Err(
                    unknown("story", story, "; `crosswire stories --ledger` lists them").into(),
                );
            }
            working.grouping.rename(number, label);
            ("rename", None, Some(number))
        }
        Correction::Move { report, into } => {
            let id = member(&transaction, report, None)?;
            let ids = with_versions(&transaction, &[id])?;
            let made = working.grouping.regroup(&ids, Some(number(into)?));
            ("move", Some(report), Some(placed(made, "story", into)?))
        }
        Correction::Withdraw { report } => {
            let id = member(&transaction, report, None)?;
            working.grouping.withdraw(&transaction, id, report)?;
            ("withdraw", Some(report), None)
        }
        Correction::Redate {
            report,
            published,
            outlet,
        } => {
            let id = member(&transaction, report, None)?;
            let said = (published.as_deref(), outlet.as_deref());
            redated = Some(redate(&transaction, working, id, said, commit.id)?);
            ("redate", Some(report), None)
        }
        Correction::Same { name, alias } => {
            named(name, alias)?;
            ("same", None, None)
        }
        Correction::Apart { name, alias } => {
            named(name, alias)?;
            ("apart", None, None)
        }
    };
    let about = (kind, report.map(String::as_str), story);
    insert(&transaction, commit.id, about, correction, [note, name])?;
    let changed = working.grouping.settle(&transaction, commit.id)?;
    comparing::compare(&transaction, working, &changed, commit.id)?;
    if let Some(id) = redated {
        let extracted = comparing::extracted(&transaction, working, id)?;
        findable(&transaction, id, &extracted, commit.id, true)?;
    }
    let id = commit.id;
    commit.seal(&transaction)?;
    transaction.commit()?;
    working.commit = id;
    Ok(())
}

/// Keeps a correction as a row: of which kind, of which report, of which story.
pub(crate) fn insert(
    connection: &Connection,
    commit: i64,
    (kind, report, story): (&str, Option<&str>, Option<i64>),
    correction: &Correction,
    [note, name]: [&str; 2],
) -> Stored<()> {
    connection
        .prepare_cached(
            "INSERT INTO corrections (since, kind, story, report, value, note, name) \
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            commit,
            kind,
            story,
            report,
            serde_json::to_string(correction)?,
            note,
            name
        ])?;
    Ok(())
}

/// Whether what a person says can be kept.
pub(crate) fn short_enough(all: [(&'static str, &str); 3]) -> Result<(), Error> {
    for (what, said) in all {
        if said.len() > LONGEST {
            return Err(unknown(
                what,
                said,
                "; it must be shorter than ten thousand bytes to be kept",
            ));
        }
    }
    Ok(())
}

/// Whether two names can be spoken of at all.
pub(crate) fn named(name: &str, alias: &str) -> Result<(), Error> {
    for said in [name, alias] {
        if !said.contains(char::is_alphanumeric) || said.len() > LONGEST_NAME {
            return Err(unknown("name", said, "; give a name as reports have it"));
        }
    }
    if folded(name) == folded(alias) {
        return Err(unknown(
            "second name",
            alias,
            "; the two names are one already",
        ));
    }
    Ok(())
}

/// The row of a report that is in a story, in this one if it is said.
fn member(connection: &Connection, name: &str, story: Option<&String>) -> Stored<i64> {
    let found: Option<(i64, i64)> = connection
        .prepare_cached(
            "SELECT reports.id, memberships.story FROM reports JOIN memberships \
             ON memberships.report = reports.id AND memberships.until IS NULL \
             WHERE reports.name = ? AND reports.until IS NULL",
        )?
        .query_row([name], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let hint = match story {
        Some(_) => "; `crosswire story ID --ledger` lists its reports",
        None => "; it is not there, or was withdrawn",
    };
    let found = found.filter(|found| story.is_none_or(|story| *story == found.1.to_string()));
    Ok(found
        .ok_or_else(|| unknown("report of that story", name, hint))?
        .0)
}

/// These reports with all their earlier versions.
fn with_versions(connection: &Connection, reports: &[i64]) -> Stored<Vec<i64>> {
    let mut all = Vec::new();
    let mut select = connection.prepare_cached("SELECT previous FROM reports WHERE id = ?")?;
    for &report in reports {
        let mut at = Some(report);
        while let Some(id) = at {
            all.push(id);
            at = select.query_row([id], |row| row.get(0))?;
        }
    }
    Ok(all)
}

fn redate(
    connection: &Connection,
    working: &mut Working,
    before: i64,
    (published, outlet): (Option<&str>, Option<&str>),
    commit: i64,
) -> Stored<i64> {
    let old = comparing::extracted(connection, working, before)?;
    let mut report = (**old.annotated.report()).clone();
    if let Some(said) = published {
        let hint = "; give a day or a time such as 2031-03-06 or 2031-03-06T08:10Z";
        let stamp = Stamp::parse(said).ok_or_else(|| unknown("date", said, hint))?;
        report.published = Some(stamp);
    }
    if let Some(outlet) = outlet {
        report.outlet = Some(outlet.to_owned());
    }
    if published.is_none() && outlet.is_none() {
        return Err(unknown("date or outlet", "", "; say --published, --outlet or both").into());
    }
    let (capture, data): (i64, Vec<u8>) = connection
        .prepare_cached(
            "SELECT reports.capture, annotations.data FROM reports JOIN annotations \
             ON annotations.report = reports.id AND annotations.until IS NULL WHERE reports.id = ?",
        )?
        .query_row([before], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let place = Place {
        commit,
        capture,
        previous: Some(before),
    };
    let id = article::insert(connection, &report, &place)?;
    commit::close(connection, "reports", before, commit)?;
    connection
        .prepare_cached(
            "INSERT INTO annotations (since, report, encoding, data) VALUES (?, ?, ?, ?)",
        )?
        .execute(params![commit, id, ENCODING, data])?;
    working.grouping.supersede(connection, before)?;
    working.grouping.add_beside(id, before, &report);
    let report = Arc::new(report);
    let annotated = annotation::decode(connection, &mut working.labels, report, &data, ENCODING)?;
    working.extracted.keep(id, Arc::new(extract(annotated)));
    Ok(id)
}

fn number(story: &str) -> Stored<i64> {
    story
        .parse()
        .map_err(|_| unknown("story", story, "; `crosswire stories --ledger` lists them").into())
}

fn placed(made: Option<i64>, what: &'static str, id: &str) -> Stored<i64> {
    made.ok_or_else(|| {
        StoreError::from(unknown(
            what,
            id,
            "; `crosswire stories --ledger` lists them",
        ))
    })
}

fn unknown(what: &'static str, id: &str, hint: &'static str) -> Error {
    Error::Unknown {
        what,
        id: id.chars().take(40).collect(),
        hint,
    }
}
