//! Commits: what became known at one time, each sealed by a digest over its rows and over the
//! digest of the commit before it, so that nothing can be lost or changed unseen.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

use crate::error::{StoreError, Stored};
use crate::working::Working;

/// A table of knowledge.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    /// Whether its rows can be replaced by later ones.
    pub(crate) closes: bool,
    /// Whether commits were sealed before there was such a table: where it closed nothing, their digests know nothing of it.
    later: bool,
}

const fn table(name: &'static str, closes: bool) -> Table {
    Table {
        name,
        closes,
        later: false,
    }
}

const fn later(name: &'static str) -> Table {
    Table {
        name,
        closes: true,
        later: true,
    }
}

/// Every table of knowledge, in the order in which a commit's digest takes them.
pub(crate) const TABLES: [Table; 17] = [
    table("labels", false),
    table("captures", false),
    table("reports", true),
    table("origins", true),
    table("annotations", true),
    table("extractions", true),
    table("statements", true),
    table("quotations", true),
    table("memberships", true),
    table("stories", true),
    table("findings", true),
    table("marks", false),
    table("moved", false),
    table("corrections", false),
    table("fetches", false),
    later("undertakings"),
    later("notes"),
];

/// Who did the work, as it is kept with each commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The program and its version.
    pub tool: String,
    /// The language model's name.
    pub model: String,
    /// A digest of the model's files.
    pub model_digest: String,
    /// Options that change what is found, as JSON.
    pub options: String,
}

/// A commit that has been begun in an open transaction.
pub(crate) struct Commit {
    pub(crate) id: i64,
    before: Vec<i64>,
}

impl Commit {
    /// Begins a commit; its time is `now`, or just after the last one's if the clock went back.
    pub(crate) fn begin(connection: &Connection, run: &Run, now: i64) -> Stored<Commit> {
        let last: Option<(i64, i64)> = connection
            .query_row(
                "SELECT id, at FROM commits ORDER BY id DESC LIMIT 1",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let (id, at) = last.map_or((1, now), |(id, at)| (id + 1, now.max(at + 1)));
        connection
            .prepare_cached("INSERT INTO commits (id, at, run, digest) VALUES (?, ?, ?, x'')")?
            .execute(params![id, at, self::run(connection, run)?])?;
        let before = TABLES
            .iter()
            .map(|table| last_id(connection, table.name))
            .collect::<Stored<Vec<i64>>>()?;
        Ok(Commit { id, before })
    }

    /// Seals the commit and ends its transaction; a writer's memory knows of it from then on.
    pub(crate) fn end(self, transaction: Transaction<'_>, working: &mut Working) -> Stored<()> {
        let id = self.id;
        self.seal(&transaction)?;
        transaction.commit()?;
        working.commit = id;
        Ok(())
    }

    /// Seals the commit: notes which rows it brought, and their digest.
    pub(crate) fn seal(self, connection: &Connection) -> Stored<()> {
        for (table, before) in TABLES.iter().zip(&self.before) {
            let last = last_id(connection, table.name)?;
            if last > *before {
                connection
                    .prepare_cached(
                        "INSERT INTO extents (commit_id, name, first, last) VALUES (?, ?, ?, ?)",
                    )?
                    .execute(params![self.id, table.name, before + 1, last])?;
            }
        }
        let digest = digest(connection, self.id)?;
        connection
            .prepare_cached("UPDATE commits SET digest = ? WHERE id = ?")?
            .execute(params![&digest[..], self.id])?;
        Ok(())
    }
}

fn last_id(connection: &Connection, table: &str) -> Stored<i64> {
    let last: Option<i64> = connection
        .prepare_cached(&format!("SELECT max(id) FROM {table}"))?
        .query_row([], |row| row.get(0))?;
    Ok(last.unwrap_or(0))
}

fn run(connection: &Connection, run: &Run) -> Stored<i64> {
    let values = params![run.tool, run.model, run.model_digest, run.options];
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO runs (tool, model, model_digest, options) VALUES (?, ?, ?, ?)",
        )?
        .execute(values)?;
    Ok(connection
        .prepare_cached(
            "SELECT id FROM runs WHERE tool = ? AND model = ? AND model_digest = ? AND options = ?",
        )?
        .query_row(values, |row| row.get(0))?)
}

/// The digest that a commit must have.
pub(crate) fn digest(connection: &Connection, commit: i64) -> Stored<[u8; 32]> {
    let mut sha = Sha256::new();
    let before: Option<Vec<u8>> = connection
        .prepare_cached("SELECT digest FROM commits WHERE id = ?")?
        .query_row([commit - 1], |row| row.get(0))
        .optional()?;
    sha.update(before.unwrap_or_default());
    let head = "SELECT at, tool, model, model_digest, options FROM commits JOIN runs \
                ON runs.id = commits.run WHERE commits.id = ?";
    rows(connection, head, &[commit], &mut sha)?;
    for table in &TABLES {
        let extent: Option<(i64, i64)> = connection
            .prepare_cached("SELECT first, last FROM extents WHERE commit_id = ? AND name = ?")?
            .query_row(params![commit, table.name], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        if let Some((first, last)) = extent {
            let brought = format!(
                "SELECT * FROM {} WHERE id BETWEEN ? AND ? ORDER BY id",
                table.name
            );
            rows(connection, &brought, &[first, last], &mut sha)?;
        }
        let told = !table.later || closes_any(connection, table.name, commit)?;
        if table.closes && told {
            let closed = format!("SELECT id FROM {} WHERE until = ? ORDER BY id", table.name);
            rows(connection, &closed, &[commit], &mut sha)?;
        }
    }
    Ok(sha.finalize().into())
}

/// Whether a commit closed any row of a table.
fn closes_any(connection: &Connection, table: &str, commit: i64) -> Stored<bool> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT EXISTS (SELECT 1 FROM {table} WHERE until = ?)"
        ))?
        .query_row([commit], |row| row.get(0))?)
}

/// Takes rows into a digest: every column but `until` that holds something, by name, so that a
/// column added by a later schema changes no digest.
fn rows(connection: &Connection, query: &str, parameters: &[i64], sha: &mut Sha256) -> Stored<()> {
    let mut statement = connection.prepare_cached(query)?;
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut found = statement.query(rusqlite::params_from_iter(parameters))?;
    let mut part = |tag: u8, bytes: &[u8]| {
        sha.update([tag]);
        sha.update((bytes.len() as u64).to_le_bytes());
        sha.update(bytes);
    };
    part(b't', query.as_bytes());
    while let Some(row) = found.next()? {
        part(b'r', &[]);
        for (i, name) in names.iter().enumerate() {
            if name == "until" {
                continue;
            }
            let (tag, bytes): (u8, &[u8]) = match row.get_ref(i)? {
                ValueRef::Null => continue,
                ValueRef::Integer(value) => {
                    part(b'n', name.as_bytes());
                    part(b'i', &value.to_le_bytes());
                    continue;
                }
                ValueRef::Real(value) => {
                    part(b'n', name.as_bytes());
                    part(b'f', &value.to_le_bytes());
                    continue;
                }
                ValueRef::Text(text) => (b's', text),
                ValueRef::Blob(blob) => (b'b', blob),
            };
            part(b'n', name.as_bytes());
            part(tag, bytes);
        }
    }
    Ok(())
}

/// Closes a row: from this commit on it is no longer what is known.
pub(crate) fn close(
    connection: &Connection,
    table: &'static str,
    id: i64,
    commit: i64,
) -> Stored<()> {
    let changed = connection
        .prepare_cached(&format!(
            "UPDATE {table} SET until = ? WHERE id = ? AND until IS NULL"
        ))?
        .execute([commit, id])?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::Damaged(format!(
            "row {id} of {table} is not there to be replaced"
        )))
    }
}
