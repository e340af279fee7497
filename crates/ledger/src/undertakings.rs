//! Undertakings, counts and states of a report as rows, and its notes for follow-up.

use crosswire_extract::Extracted;
use crosswire_report::Passage;
use crosswire_undertake::follow::{self, Notes};
use crosswire_undertake::{Found, Who};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::error::Stored;
use crate::packed::{self, ENCODING, Matter};

/// What a row has beside its columns.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Rest {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) strength: String,
    /// `open`, or how the report itself says that it ended; for a state, its phase.
    pub(crate) outcome: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) by: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) towards: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) condition: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) when: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) from: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) confidence: Option<f64>,
}

/// Writes the rows of one report.
pub(crate) fn insert(
    connection: &Connection,
    extracted: &Extracted,
    report: i64,
    commit: i64,
) -> Stored<()> {
    let found = crosswire_undertake::find(extracted);
    rows(connection, extracted, &found, (report, commit))?;
    let notes = serde_json::to_vec(&follow::notes(extracted, &found))?;
    connection
        .prepare_cached("INSERT INTO notes (since, report, encoding, data) VALUES (?, ?, ?, ?)")?
        .execute(params![
            commit,
            report,
            ENCODING,
            packed::pack(&notes, Matter::Plain)?
        ])?;
    Ok(())
}

fn rows(
    connection: &Connection,
    extracted: &Extracted,
    found: &Found,
    (report, commit): (i64, i64),
) -> Stored<()> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO undertakings (since, report, sort, kind, start, stop, holder, due, place, data) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    let mut put =
        |(sort, kind): (&str, &str), passage: Passage, holder, due, place, rest: &Rest| {
            insert.execute(params![
                commit,
                report,
                sort,
                kind,
                passage.span.start() as i64,
                passage.span.end() as i64,
                holder as Option<String>,
                due as Option<String>,
                place as Option<i64>,
                serde_json::to_string(rest)?,
            ])?;
            Stored::Ok(())
        };
    let words = |passage: Passage| extracted.annotated.words(passage).to_owned();
    let name = |who: &Option<Who>| who.as_ref().map(|who| who.name.clone());
    for (place, it) in found.undertakings.iter().enumerate() {
        let due = it.due;
        let rest = Rest {
            strength: it.strength.name().to_owned(),
            outcome: it.outcome.name().to_owned(),
            by: it.by.iter().map(|who| who.name.clone()).collect(),
            towards: name(&it.towards),
            condition: it.condition.map(words),
            when: due.map(|due| words(due.passage)),
            from: due.and_then(|due| due.from).map(|day| day.to_string()),
            confidence: Some((f64::from(it.confidence) * 100.0).floor() / 100.0),
        };
        let until = due.and_then(|due| due.to).map(|day| day.to_string());
        let key = ("undertaking", it.kind.name());
        put(
            key,
            it.passage,
            name(&it.holder),
            until,
            Some(place as i64),
            &rest,
        )?;
    }
    for it in &found.counts {
        let rest = Rest {
            when: Some(words(it.span)),
            from: it.from.map(|day| day.to_string()),
            ..Rest::default()
        };
        let until = it.to.map(|day| day.to_string());
        put(("count", ""), it.passage, None, until, None, &rest)?;
    }
    for it in &found.states {
        let rest = Rest {
            outcome: it.phase.name().to_owned(),
            towards: name(&it.object),
            ..Rest::default()
        };
        let key = ("state", it.relation.name());
        put(key, it.passage, name(&it.subject), None, None, &rest)?;
    }
    Ok(())
}

/// The notes of a report as they were known where `known` holds; `None` for one that an older program added.
pub(crate) fn notes(connection: &Connection, report: i64, known: &str) -> Stored<Option<Notes>> {
    let data: Option<(i64, Vec<u8>)> = connection
        .prepare_cached(&format!(
            "SELECT encoding, data FROM notes WHERE report = ? AND {known}"
        ))?
        .query_row([report], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((encoding, data)) = data else {
        return Ok(None);
    };
    let json = packed::unpack(&data, encoding, Matter::Plain)?;
    Ok(Some(serde_json::from_slice(&json)?))
}
