//! The inbox's rows: what of each finding that stands people look for, kept in the transaction that
//! changes it.
//!
//! They are derived: [`fill`] makes them anew from the rows of knowledge. Reading them is in
//! `query/inbox.rs`.

use std::collections::{BTreeSet, HashMap, HashSet};

use crosswire_present::order;
use crosswire_record::{Finding, FindingKind, Mark, Word};
use rusqlite::{Connection, OptionalExtension, params};

use crate::comparing;
use crate::error::Stored;
use crate::marks;
use crate::packed::{self, Matter};
use crate::standing::Standing;

/// What people hold of a finding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) word: Option<Word>,
    /// Whether it says something else than when they said so.
    pub(crate) changed: bool,
}

impl Held {
    /// By its marks, the last first.
    pub(crate) fn of(marks: &[Mark]) -> Held {
        let verdict = marks.iter().find(|mark| mark.stands());
        Held {
            word: verdict.map(|mark| mark.word),
            changed: verdict.is_some_and(|mark| mark.as_marked.is_some()),
        }
    }

    pub(crate) fn is_wrong(self) -> bool {
        self.word == Some(Word::Wrong)
    }

    fn word(self) -> &'static str {
        self.word.map_or("", Word::name)
    }
}

/// What is asked of a report that a finding rests on.
#[derive(Clone)]
struct Source {
    outlet: String,
    origin: String,
    day: Option<String>,
}

/// Brings the rows of a story to what stands in it; `anew` where its reports changed too.
pub(crate) fn settle(
    connection: &Connection,
    story: i64,
    kept: &[Standing],
    anew: bool,
) -> Stored<()> {
    let mut known: HashSet<i64> = connection
        .prepare_cached("SELECT id FROM inbox WHERE story = ?")?
        .query_map([story], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let stands: HashSet<i64> = kept.iter().map(|standing| standing.id).collect();
    for &id in &known {
        if anew || !stands.contains(&id) {
            remove(connection, id)?;
        }
    }
    if anew {
        known.clear();
    }
    let mut sources = HashMap::new();
    for standing in kept {
        if known.contains(&standing.id) {
            restate(connection, &standing.finding.id, standing.held)?;
        } else {
            insert(connection, story, standing, &mut sources)?;
        }
    }
    Ok(())
}

fn remove(connection: &Connection, id: i64) -> Stored<()> {
    for query in [
        "DELETE FROM inbox WHERE id = ?",
        "DELETE FROM inbox_names WHERE finding = ?",
    ] {
        connection.prepare_cached(query)?.execute([id])?;
    }
    Ok(())
}

/// Keeps what people hold of a finding that has a row.
pub(crate) fn restate(connection: &Connection, address: &str, held: Held) -> Stored<()> {
    connection
        .prepare_cached(
            "UPDATE inbox SET word = ?2, changed = ?3, place = ?4 WHERE name = ?1 \
             AND (word <> ?2 OR changed <> ?3)",
        )?
        .execute(params![
            address,
            held.word(),
            held.changed,
            !held.is_wrong()
        ])?;
    Ok(())
}

fn insert(
    connection: &Connection,
    story: i64,
    standing: &Standing,
    sources: &mut HashMap<String, Option<Source>>,
) -> Stored<()> {
    let finding = &standing.finding;
    let mut outlets = BTreeSet::new();
    let mut origins = BTreeSet::new();
    let mut day: Option<String> = None;
    for row in &finding.evidence {
        if !sources.contains_key(&row.report) {
            let found = source(connection, &row.report)?;
            sources.insert(row.report.clone(), found);
        }
        if let Some(Some(source)) = sources.get(&row.report) {
            outlets.insert(source.outlet.clone());
            origins.insert(source.origin.clone());
            day = day.max(source.day.clone());
        }
    }
    connection
        .prepare_cached(
            "INSERT INTO inbox (id, name, story, began, kind, about, confidence, day, weight, word, \
             changed, place) VALUES (?1, ?2, ?3, (SELECT min(since) FROM findings WHERE name = ?2), \
             ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            standing.id,
            finding.id,
            story,
            finding.kind.name(),
            finding.about.name(),
            finding.confidence,
            day,
            order::rank(finding),
            standing.held.word(),
            standing.held.changed,
            !standing.held.is_wrong(),
        ])?;
    let mut insert = connection.prepare_cached(
        "INSERT OR IGNORE INTO inbox_names (sort, name, finding) VALUES (?, ?, ?)",
    )?;
    for (sort, names) in [("outlet", &outlets), ("origin", &origins)] {
        for name in names {
            insert.execute(params![sort, name, standing.id])?;
        }
    }
    Ok(())
}

/// A report as it is now; `None` where there is none of this id any more.
fn source(connection: &Connection, report: &str) -> Stored<Option<Source>> {
    let found: Option<(i64, String, Option<String>)> = connection
        .prepare_cached(
            "SELECT id, coalesce(outlet, source), published FROM reports \
             WHERE name = ? AND until IS NULL",
        )?
        .query_row([report], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((id, outlet, published)) = found else {
        return Ok(None);
    };
    let origin = comparing::origin(connection, id)?.unwrap_or_else(|| outlet.clone());
    Ok(Some(Source {
        outlet,
        origin,
        day: published.map(|said| said.chars().take(10).collect()),
    }))
}

/// Makes all rows anew, and those of the verdicts; the stories whose disputes are counted otherwise now.
pub(crate) fn fill(connection: &Connection, commit: i64) -> Stored<Vec<i64>> {
    connection
        .execute_batch("DELETE FROM inbox; DELETE FROM inbox_names; DELETE FROM verdicts;")?;
    let stories: Vec<i64> = connection
        .prepare("SELECT DISTINCT story FROM findings WHERE until IS NULL ORDER BY story")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let any = marks::any(connection)?;
    let mut doubted = Vec::new();
    for story in stories {
        let mut kept = Vec::new();
        let mut select = connection
            .prepare_cached("SELECT id, data FROM findings WHERE story = ? AND until IS NULL")?;
        let mut rows = select.query([story])?;
        while let Some(row) = rows.next()? {
            let data = row.get_ref(1)?.as_blob().unwrap_or_default();
            let json = packed::unpack_text(data, Matter::Finding)?;
            let finding: Finding = serde_json::from_str(&json)?;
            let held = match any {
                true => Held::of(&marks::of(connection, commit, &finding)?),
                false => Held::default(),
            };
            kept.push(Standing {
                id: row.get(0)?,
                finding,
                held,
            });
        }
        settle(connection, story, &kept, true)?;
        if kept.iter().any(|standing| standing.held.is_wrong()) {
            doubted.push(story);
        }
    }
    if any {
        let marked: Vec<String> = connection
            .prepare("SELECT DISTINCT finding FROM marks ORDER BY finding")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for address in marked {
            marks::judge(connection, &address)?;
        }
    }
    Ok(doubted)
}

/// What a row of findings has to fulfil to be of one of these kinds.
pub(crate) fn is_of(kinds: impl Iterator<Item = FindingKind>) -> String {
    let kinds: Vec<String> = kinds.map(|kind| format!("'{kind}'")).collect();
    format!("kind IN ({})", kinds.join(", "))
}
