//! What people say of stories and reports: that a story is two, that two are one, what it is called,
//! where a report belongs, that it is to be silent, when and where it was published, who said what is
//! quoted, which names are one's; and that such a word is undone (`undoing.rs`).
//!
//! A correction is a commit: nothing said before is taken back, an earlier view answers as it did,
//! and grouping goes on from the stories as they then are. What grouping and analysis find
//! later never undoes it.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::add::{caught_up, findable};
use crate::commit::{Commit, Run};
use crate::error::{Error, StoreError, Stored};
use crate::names::folded;
use crate::redating::redate;
use crate::view::View;
use crate::working::Working;
use crate::{Ledger, comparing, speakers, undoing};

/// Bytes of a note, a name or a label.
pub(crate) const LONGEST: usize = 10_000;
/// Bytes of a speaker's name.
pub(crate) const LONGEST_NAME: usize = 200;

/// What a person wants otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
        /// The right language, as a code of two or three letters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<String>,
    },
    /// Who said what a report quotes.
    Speaker {
        /// The report.
        report: String,
        /// First Unicode character of the quotation.
        start: usize,
        /// One past the last.
        end: usize,
        /// Whether they count in the title.
        #[serde(default)]
        in_title: bool,
        /// Who said it.
        speaker: String,
        /// Its words, by which it is known in a later version of the report; filled in where it is kept.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        text: String,
    },
    /// What was corrected is as it was before, as far as nothing said or added since stands on it.
    Undo {
        /// The number of the correction.
        correction: i64,
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Corrected {
    /// Its number.
    pub id: i64,
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
    /// Whether somebody undid it since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undone: bool,
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
        self.write(|transaction, working| {
            correct(transaction, working, correction, [note, name], run, now)
        })?;
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
                "SELECT value, story, note, name, since, id FROM corrections WHERE since <= ? ORDER BY id",
            )?;
            let undone = undone(connection, self.commit)?;
            let mut rows = select.query([self.commit])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let (value, story): (String, Option<i64>) = (row.get(0)?, row.get(1)?);
                let id = row.get(5)?;
                found.push(Corrected {
                    id,
                    undone: undone.contains(&id),
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
        "SELECT value, story, id FROM corrections WHERE kind IN ('withdraw', 'rename') ORDER BY id",
    )?;
    let undone = undone(connection, i64::MAX)?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        if undone.contains(&row.get(2)?) {
            continue;
        }
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

/// The corrections up to a commit that do not hold any more: that were undone, by a word that was not
/// undone itself.
pub(crate) fn undone(connection: &Connection, commit: i64) -> Stored<HashSet<i64>> {
    let mut select = connection.prepare_cached(
        "SELECT id, value FROM corrections WHERE kind = 'undo' AND since <= ? ORDER BY id DESC",
    )?;
    let mut rows = select.query([commit])?;
    let mut undone = HashSet::new();
    while let Some(row) = rows.next()? {
        let (id, value): (i64, String) = (row.get(0)?, row.get(1)?);
        if let Correction::Undo { correction } = serde_json::from_str(&value)?
            && !undone.contains(&id)
        {
            undone.insert(correction);
        }
    }
    Ok(undone)
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
    let mut requoted = None;
    let mut kept = correction.clone();
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
            language,
        } => {
            let id = member(&transaction, report, None)?;
            let said = [published, outlet, language].map(Option::as_deref);
            redated = Some(redate(&transaction, working, id, said, commit.id)?);
            ("redate", Some(report), None)
        }
        Correction::Speaker {
            report,
            start,
            end,
            in_title,
            speaker,
            ..
        } => {
            let id = member(&transaction, report, None)?;
            let place = (*in_title, *start, *end);
            let text = speakers::quoted(&transaction, working, id, place, speaker)?;
            if let Correction::Speaker { text: kept, .. } = &mut kept {
                *kept = text;
            }
            requoted = Some(id);
            ("speaker", Some(report), None)
        }
        Correction::Undo { correction } => {
            let undone = undoing::undo(&transaction, working, *correction, commit.id)?;
            (redated, requoted) = (undone.redated, undone.requoted);
            ("undo", None, undone.story)
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
    insert(&transaction, commit.id, about, &kept, [note, name])?;
    if matches!(correction, Correction::Undo { .. }) {
        working.grouping.recall(&transaction)?;
    }
    if let Some(id) = requoted {
        working.extracted.forget(id);
        working.grouping.touch(&transaction, id)?;
    }
    comparing::settle(&transaction, working, commit.id)?;
    if let Some(id) = redated {
        let extracted = comparing::extracted(&transaction, working, id)?;
        findable(&transaction, id, &extracted, commit.id, true)?;
    }
    if let Some(id) = requoted {
        speakers::tell_anew(&transaction, working, id, commit.id)?;
    }
    commit.end(transaction, working)
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
pub(crate) fn member(connection: &Connection, name: &str, story: Option<&String>) -> Stored<i64> {
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
pub(crate) fn with_versions(connection: &Connection, reports: &[i64]) -> Stored<Vec<i64>> {
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

pub(crate) fn unknown(what: &'static str, id: &str, hint: &'static str) -> Error {
    Error::Unknown {
        what,
        id: id.chars().take(40).collect(),
        hint,
    }
}
