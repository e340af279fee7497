//! Undoing what people corrected: what it changed is put back, as far as nothing said or added since
//! stands on it. The word itself stays in the log, and so does the undoing, which can be undone.

use std::collections::BTreeMap;

use crosswire_report::Item;
use rusqlite::{Connection, OptionalExtension, params};

use crate::article;
use crate::corrections::{self, Correction, unknown, with_versions};
use crate::error::{Error, Stored};
use crate::redating::revise;
use crate::working::Working;

/// What follows from an undoing, beside what grouping does by itself.
#[derive(Default)]
pub(crate) struct Undone {
    /// The story that it was of, as far as it was one.
    pub(crate) story: Option<i64>,
    /// A report that has another version now.
    pub(crate) redated: Option<i64>,
    /// A report whose quotations are said by others now.
    pub(crate) requoted: Option<i64>,
}

/// Undoes a correction by its number.
///
/// # Errors
///
/// When there is none, it was undone already, or nothing of it stands any more.
pub(crate) fn undo(
    connection: &Connection,
    working: &mut Working,
    number: i64,
    commit: i64,
) -> Stored<Undone> {
    let row: Option<(i64, String, Option<i64>)> = connection
        .prepare_cached("SELECT since, value, story FROM corrections WHERE id = ?")?
        .query_row([number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let id = number.to_string();
    let Some((since, value, story)) = row else {
        return Err(unknown(
            "correction",
            &id,
            "; `crosswire correct list --ledger` lists them",
        )
        .into());
    };
    if corrections::undone(connection, i64::MAX)?.contains(&number) {
        return Err(Error::NothingToUndo { correction: number }.into());
    }
    let mut undone = Undone {
        story,
        ..Undone::default()
    };
    match first(connection, serde_json::from_str(&value)?)? {
        Correction::Split { .. } | Correction::Merge { .. } | Correction::Move { .. } => {
            if !put_back(connection, working, since)? {
                return Err(Error::NothingToUndo { correction: number }.into());
            }
        }
        Correction::Redate { report, .. } => {
            let id = undate(connection, working, &report, since, commit)?;
            undone.redated = Some(id.ok_or(Error::NothingToUndo { correction: number })?);
        }
        Correction::Speaker { report, .. } => {
            undone.requoted = Some(corrections::member(connection, &report, None)?);
        }
        // Who reads these words anew finds them without this one.
        Correction::Rename { .. }
        | Correction::Withdraw { .. }
        | Correction::Same { .. }
        | Correction::Apart { .. }
        | Correction::Undo { .. } => {}
    }
    Ok(undone)
}

/// What was corrected, where it is an undoing that is undone.
fn first(connection: &Connection, mut correction: Correction) -> Stored<Correction> {
    // Each names an earlier one.
    while let Correction::Undo { correction: number } = correction {
        let value: String = connection
            .prepare_cached("SELECT value FROM corrections WHERE id = ?")?
            .query_row([number], |row| row.get(0))?;
        correction = serde_json::from_str(&value)?;
    }
    Ok(correction)
}

/// Puts the reports that a commit moved back into the stories that they were in, those that are where it
/// put them; whether there were any.
fn put_back(connection: &Connection, working: &mut Working, since: i64) -> Stored<bool> {
    let mut select = connection.prepare_cached(
        "SELECT was.report, was.story, now.story FROM memberships AS was JOIN memberships AS now \
         ON now.report = was.report AND now.since = ?1 WHERE was.until = ?1 ORDER BY was.report",
    )?;
    let rows = select.query_map([since], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let moved: Vec<(i64, i64, i64)> = rows.collect::<rusqlite::Result<_>>()?;
    let mut back: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for (report, from, to) in moved {
        let now: Option<(i64, i64)> = connection
            .prepare_cached(
                "SELECT reports.id, memberships.story FROM reports JOIN memberships \
                 ON memberships.report = reports.id AND memberships.until IS NULL \
                 WHERE reports.until IS NULL \
                 AND reports.name = (SELECT name FROM reports WHERE id = ?)",
            )?
            .query_row([report], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        if let Some((id, _)) = now.filter(|(_, story)| *story == to) {
            back.entry(from)
                .or_default()
                .extend(with_versions(connection, &[id])?);
        }
    }
    let any = !back.is_empty();
    for (story, reports) in back {
        working.grouping.restore(&reports, story);
    }
    Ok(any)
}

/// Gives a report the date, the outlet and the language that it had before a commit, each as far as it has
/// still what that gave it; its new row.
fn undate(
    connection: &Connection,
    working: &mut Working,
    name: &str,
    since: i64,
    commit: i64,
) -> Stored<Option<i64>> {
    let version: Option<(i64, i64)> = connection
        .prepare_cached(
            "SELECT id, previous FROM reports WHERE name = ? AND since = ? AND previous IS NOT NULL",
        )?
        .query_row(params![name, since], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((gave, before)) = version else {
        return Ok(None);
    };
    let read = |id: i64| {
        let query = format!(
            "SELECT {} FROM reports WHERE reports.id = ?",
            article::COLUMNS
        );
        let mut select = connection.prepare_cached(&query)?;
        let mut rows = select.query([id])?;
        match rows.next()? {
            Some(row) => article::report(row),
            None => Err(crate::error::StoreError::Damaged(format!(
                "report {id} is not there"
            ))),
        }
    };
    let (gave, before) = (read(gave)?, read(before)?);
    let id = corrections::member(connection, name, None)?;
    let now = read(id)?;
    let date = gave.published != before.published && now.published == gave.published;
    let outlet = gave.outlet != before.outlet && now.outlet == gave.outlet;
    let language = gave.details.language != before.details.language
        && now.details.language == gave.details.language;
    if !date && !outlet && !language {
        return Ok(None);
    }
    revise(connection, working, id, commit, |report| {
        if date {
            report.published = before.published;
            let known = before.details.provenance.iter();
            let known = known.filter(|known| known.item == Item::Published);
            let now = &mut report.details.provenance;
            now.retain(|known| known.item != Item::Published);
            now.extend(known.cloned());
        }
        if outlet {
            report.outlet.clone_from(&before.outlet);
        }
        if language {
            report.details.language.clone_from(&before.details.language);
        }
        // What was no problem with what is taken away may be one without it.
        for problem in &before.problems {
            if !report.problems.contains(problem) {
                report.problems.push(problem.clone());
            }
        }
    })
    .map(Some)
}
