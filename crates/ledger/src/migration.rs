//! A ledger of an older program, brought up to date where rows have to be looked at.
//!
//! Before version 3 a finding's id was a digest of what it rested on, so it changed with every report
//! that joined. The ids given out then are led to the findings that they became, in a commit of their
//! own: what was sealed stays as it is, and answers as of earlier times do not change.

use std::collections::HashMap;

use crosswire_record::Finding;
use rusqlite::{Connection, Row};

use crate::addresses::{self, Known, Now, Of};
use crate::commit::{Commit, Run};
use crate::error::Stored;
use crate::packed::{self, Matter};
use crate::{comparing, inbox};

/// Leads every id that an older program gave, and that no finding has any more, to what it became.
pub(crate) fn lead_old_ids(connection: &Connection) -> Stored<()> {
    let ways = ways(connection)?;
    if ways.is_empty() {
        return Ok(());
    }
    let run = own_run(3);
    // Nothing here reads a clock: the commit is of the moment after the last one.
    let commit = Commit::begin(connection, &run, 0)?;
    for (old, new) in &ways {
        addresses::lead(connection, Of::Finding, [old, new], commit.id)?;
    }
    commit.seal(connection)
}

/// Makes the inbox of a ledger that had none. Stories with findings that people hold to be wrong count
/// their disputes without them from then on, in a commit of their own.
pub(crate) fn fill_inbox(connection: &Connection) -> Stored<()> {
    let last: Option<i64> =
        connection.query_row("SELECT max(id) FROM commits", [], |row| row.get(0))?;
    let doubted = inbox::fill(connection, last.unwrap_or(0))?;
    let mut miscounted = Vec::new();
    for story in doubted {
        if comparing::miscounts(connection, story)? {
            miscounted.push(story);
        }
    }
    if miscounted.is_empty() {
        return Ok(());
    }
    let run = own_run(7);
    let commit = Commit::begin(connection, &run, 0)?;
    for story in miscounted {
        comparing::recount(connection, story, commit.id)?;
    }
    commit.seal(connection)
}

/// Who migrates.
fn own_run(version: u8) -> Run {
    Run {
        tool: format!(
            "crosswire {}, migration to schema {version}",
            env!("CARGO_PKG_VERSION")
        ),
        model: String::new(),
        model_digest: String::new(),
        options: "{}".to_owned(),
    }
}

/// Old ids and where they lead, in the order in which they were given up.
fn ways(connection: &Connection) -> Stored<Vec<(String, String)>> {
    let mut next: HashMap<i64, i64> = HashMap::new();
    let commits: Vec<i64> = connection
        .prepare("SELECT DISTINCT until FROM findings WHERE until IS NOT NULL ORDER BY until")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for commit in commits {
        let closed = findings(
            connection,
            "SELECT id, data FROM findings WHERE until = ? ORDER BY id",
            commit,
        )?;
        let opened = findings(
            connection,
            "SELECT id, data FROM findings WHERE since = ?1 AND id BETWEEN \
             (SELECT first FROM extents WHERE commit_id = ?1 AND name = 'findings') AND \
             (SELECT last FROM extents WHERE commit_id = ?1 AND name = 'findings') ORDER BY id",
            commit,
        )?;
        let old = closed.iter().map(|(_, finding)| Known {
            finding,
            now: Now::Stands,
        });
        let old: Vec<Known<'_>> = old.collect();
        let (rows, new): (Vec<i64>, Vec<Finding>) = opened.into_iter().unzip();
        let mut led = vec![false; old.len()];
        for (at, carried) in addresses::carried(&old, &new).into_iter().enumerate() {
            if let Some(before) = carried {
                led[before] = true;
                next.insert(closed[before].0, rows[at]);
            }
        }
        for (before, (row, finding)) in closed.iter().enumerate() {
            if !led[before]
                && let Some(into) = addresses::absorbed(finding, &new)
            {
                next.insert(*row, rows[into]);
            }
        }
    }
    let mut select = connection.prepare(
        "SELECT max(id), name FROM findings GROUP BY name HAVING count(*) = count(until) \
         ORDER BY max(id)",
    )?;
    let mut live =
        connection.prepare("SELECT name FROM findings WHERE id = ? AND until IS NULL")?;
    let mut rows = select.query([])?;
    let mut ways = Vec::new();
    while let Some(row) = rows.next()? {
        let (mut at, old): (i64, String) = (row.get(0)?, row.get(1)?);
        while let Some(&later) = next.get(&at) {
            at = later;
        }
        let mut found = live.query([at])?;
        if let Some(row) = found.next()? {
            ways.push((old, row.get(0)?));
        }
    }
    Ok(ways)
}

fn findings(connection: &Connection, query: &str, commit: i64) -> Stored<Vec<(i64, Finding)>> {
    let read = |row: &Row<'_>| -> Stored<(i64, Finding)> {
        let data = row.get_ref(1)?.as_blob().unwrap_or_default();
        let json = packed::unpack_text(data, Matter::Finding)?;
        Ok((row.get(0)?, serde_json::from_str(&json)?))
    };
    let mut select = connection.prepare_cached(query)?;
    let mut rows = select.query([commit])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}
