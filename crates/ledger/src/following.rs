//! What is followed: the sources, how far each is, and the requests that brought reports.
//!
//! Settings and states are JSON whose meaning is the business of whoever follows. What a source gave is
//! kept in the transaction that adds its reports, so a kill leaves both or neither.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use crate::Ledger;
use crate::error::{Error, Stored};

/// A source that is followed, or was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// Its name, which no other has.
    pub name: String,
    /// Whether it is followed now.
    pub active: bool,
    /// What the user said of it, as JSON.
    pub settings: String,
    /// How far it is, as JSON; `{}` for one that was never asked.
    pub state: String,
}

/// What something is called within its source, as a digest.
pub type Item = [u8; 16];

/// How far a source is now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// The source's name; one that is not known is passed over.
    pub source: String,
    /// Its state, as JSON; `None` leaves it.
    pub state: Option<String>,
    /// What was taken of it, and how far.
    pub seen: Vec<(Item, String)>,
    /// What is no longer there, and need not be remembered.
    pub forget: Vec<Item>,
}

/// A request that brought reports: what was asked, and what came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetch {
    /// The source for which it was asked.
    pub source: String,
    /// The request as JSON: the first address, those it was led over, and the headers sent.
    pub request: String,
    /// The address that answered.
    pub url: String,
    /// The status of the answer.
    pub status: u16,
    /// When the answer was there.
    pub at: Timestamp,
    /// SHA-256 of its body as unpacked, in hexadecimal.
    pub sha256: String,
    /// Length of that body.
    pub bytes: u64,
}

impl Ledger {
    /// Every source that is known, by name.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn sources(&self) -> Result<Vec<Followed>, Error> {
        self.told(|connection| {
            let mut select = connection.prepare_cached(
                "SELECT name, active, settings, state FROM sources ORDER BY name",
            )?;
            let rows = select.query_map([], |row| {
                Ok(Followed {
                    name: row.get(0)?,
                    active: row.get(1)?,
                    settings: row.get(2)?,
                    state: row.get(3)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Has exactly these be followed from now on, each a name and its settings. What is known of the
    /// others stays, and they are not followed.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn follow(&mut self, sources: &[(String, String)]) -> Result<(), Error> {
        self.within(|connection| {
            connection.execute("UPDATE sources SET active = 0", [])?;
            let mut put = connection.prepare_cached(
                "INSERT INTO sources (name, active, settings, state) VALUES (?, 1, ?, '{}') \
                 ON CONFLICT (name) DO UPDATE SET active = 1, settings = excluded.settings",
            )?;
            for (name, settings) in sources {
                put.execute(params![name, settings])?;
            }
            Ok(())
        })
    }

    /// What of a source was taken already, and how far.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn seen(&self, source: &str) -> Result<HashMap<Item, String>, Error> {
        self.told(|connection| {
            let mut select = connection.prepare_cached(
                "SELECT item, mark FROM seen JOIN sources ON sources.id = seen.source \
                 WHERE sources.name = ?",
            )?;
            let rows = select.query_map([source], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Keeps how far sources are, where they brought no report.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn keep_news(&mut self, news: &[News]) -> Result<(), Error> {
        self.within(|connection| keep(connection, news))
    }

    /// Runs something as one transaction, which touches nothing that a writer remembers.
    pub(crate) fn within<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> Stored<T>,
    ) -> Result<T, Error> {
        self.transact(|transaction, _| {
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        })
    }
}

/// Writes how far sources are.
pub(crate) fn keep(connection: &Connection, news: &[News]) -> Stored<()> {
    for news in news {
        let source: Option<i64> = connection
            .prepare_cached("SELECT id FROM sources WHERE name = ?")?
            .query_row([&news.source], |row| row.get(0))
            .optional()?;
        let Some(source) = source else { continue };
        if let Some(state) = &news.state {
            connection
                .prepare_cached("UPDATE sources SET state = ? WHERE id = ?")?
                .execute(params![state, source])?;
        }
        let mut put = connection
            .prepare_cached("INSERT OR REPLACE INTO seen (source, item, mark) VALUES (?, ?, ?)")?;
        for (item, mark) in &news.seen {
            put.execute(params![source, item, mark])?;
        }
        let mut drop =
            connection.prepare_cached("DELETE FROM seen WHERE source = ? AND item = ?")?;
        for item in &news.forget {
            drop.execute(params![source, item])?;
        }
    }
    Ok(())
}

/// The requests that a commit has written so far.
#[derive(Default)]
pub(crate) struct Fetched(Vec<(Arc<Fetch>, i64)>);

impl Fetched {
    /// The row of a request, which is written when it is first met.
    pub(crate) fn row(
        &mut self,
        connection: &Connection,
        fetch: Option<&Arc<Fetch>>,
        commit: i64,
    ) -> Stored<Option<i64>> {
        let Some(fetch) = fetch else { return Ok(None) };
        if let Some((_, row)) = self.0.iter().find(|(known, _)| Arc::ptr_eq(known, fetch)) {
            return Ok(Some(*row));
        }
        connection
            .prepare_cached(
                "INSERT INTO fetches (since, source, request, url, status, at, sha256, bytes) \
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                commit,
                fetch.source,
                fetch.request,
                fetch.url,
                fetch.status,
                fetch.at.as_microsecond(),
                fetch.sha256,
                fetch.bytes as i64,
            ])?;
        let row = connection.last_insert_rowid();
        self.0.push((Arc::clone(fetch), row));
        Ok(Some(row))
    }
}
