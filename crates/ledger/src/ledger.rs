//! The file: made, opened, and looked at as of a time.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior};

use crate::error::{Error, StoreError, Stored};
use crate::inbox;
use crate::schema::{self, CURRENT, State};
use crate::view::View;
use crate::working::Working;

/// How long a writer waits for another before it gives up.
const WAIT: Duration = Duration::from_secs(120);

/// How a ledger is opened.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How long to wait for another writer.
    pub wait: Duration,
    /// The most that the file may grow to, in pages of 8 KiB; `None` for no bound but the disk's.
    pub most_pages: Option<u32>,
    /// Pages that a writer keeps in memory, in KiB.
    pub cache: u32,
    /// Extracted reports that a writer keeps in memory: the stories that grow today are met again
    /// soon.
    pub kept: usize,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            wait: WAIT,
            most_pages: None,
            cache: 65_536,
            kept: 512,
        }
    }
}

/// One file that remembers every report, what was found in it, the stories and the findings.
///
/// Readers never wait for a writer, and writers queue. What was known is never overwritten:
/// [`Ledger::as_of`] looks at it as of any time.
pub struct Ledger {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
    pub(crate) options: Options,
    pub(crate) working: Working,
}

impl Ledger {
    /// Opens a ledger to read and write; makes it if there is no such file.
    ///
    /// # Errors
    ///
    /// When the file is no ledger, is of a newer schema, or cannot be written.
    pub fn create(path: impl AsRef<Path>) -> Result<Ledger, Error> {
        Ledger::create_with(path, Options::default())
    }

    /// The same, with options.
    ///
    /// # Errors
    ///
    /// As [`Ledger::create`].
    pub fn create_with(path: impl AsRef<Path>, options: Options) -> Result<Ledger, Error> {
        let path = path.as_ref();
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let open = || -> Stored<Connection> {
            if path.is_dir() {
                return Err(Error::Foreign { path: path.into() }.into());
            }
            let mut connection = Connection::open_with_flags(path, flags)?;
            connection.busy_timeout(options.wait)?;
            match schema::state(&connection)? {
                State::Foreign => return Err(Error::Foreign { path: path.into() }.into()),
                State::Ledger(found) if found > CURRENT => {
                    return Err(newer(path, found).into());
                }
                State::Empty => connection.pragma_update(None, "page_size", 8192)?,
                State::Ledger(_) => {}
            }
            if connection.is_readonly("main")? {
                return Err(Error::ReadOnly {
                    path: path.into(),
                    reason: "it may only be read".to_owned(),
                }
                .into());
            }
            connection.pragma_update(None, "journal_mode", "wal")?;
            // An acknowledged batch survives the loss of power too.
            connection.pragma_update(None, "synchronous", "full")?;
            connection.pragma_update(None, "foreign_keys", true)?;
            connection.pragma_update(None, "cache_size", -i64::from(options.cache))?;
            if let Some(pages) = options.most_pages {
                connection.pragma_update(None, "max_page_count", pages)?;
            }
            if !matches!(schema::state(&connection)?, State::Ledger(CURRENT)) {
                schema::migrate(&mut connection)?;
            }
            Ok(connection)
        };
        let connection = open().map_err(|error| error.at(path, options.wait))?;
        Ok(Ledger::over(connection, path, options))
    }

    /// Opens a ledger that is there, to read and write; an older schema is brought up to date.
    ///
    /// # Errors
    ///
    /// As [`Ledger::create`], and when there is no such file.
    pub fn open(path: impl AsRef<Path>) -> Result<Ledger, Error> {
        let path = path.as_ref();
        if !path.exists() {
            return Err(Error::Missing { path: path.into() });
        }
        Ledger::create(path)
    }

    /// Opens a ledger that is there, to read only.
    ///
    /// # Errors
    ///
    /// When there is no such file, it is no ledger, or its schema is not this program's.
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Ledger, Error> {
        let path = path.as_ref();
        if !path.exists() {
            return Err(Error::Missing { path: path.into() });
        }
        let options = Options::default();
        let connection = read_only(path).map_err(|error| error.at(path, options.wait))?;
        Ok(Ledger::over(connection, path, options))
    }

    fn over(connection: Connection, path: &Path, options: Options) -> Ledger {
        connection.set_prepared_statement_cache_capacity(128);
        Ledger {
            connection,
            path: path.to_owned(),
            options,
            working: Working::new(options.kept),
        }
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Begins a transaction, for `work` to commit, beside what a writer remembers.
    pub(crate) fn transact<T>(
        &mut self,
        work: impl FnOnce(Transaction<'_>, &mut Working) -> Stored<T>,
    ) -> Result<T, Error> {
        let wait = self.options.wait;
        self.connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::from)
            .and_then(|transaction| work(transaction, &mut self.working))
            .map_err(|error| error.at(&self.path, wait))
    }

    /// The same for what changes what a writer remembers: of rows that were rolled back nothing is.
    pub(crate) fn write<T>(
        &mut self,
        work: impl FnOnce(Transaction<'_>, &mut Working) -> Stored<T>,
    ) -> Result<T, Error> {
        let written = self.transact(work);
        if written.is_err() {
            self.working.forget();
        }
        written
    }

    /// The ledger as it stands. Later commits do not change what the view shows.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn latest(&self) -> Result<View<'_>, Error> {
        self.told(|connection| {
            let commit: Option<i64> =
                connection.query_row("SELECT max(id) FROM commits", [], |row| row.get(0))?;
            Ok(View::new(self, commit.unwrap_or(0)))
        })
    }

    /// The ledger as it was at a time.
    ///
    /// # Errors
    ///
    /// When nothing was known yet, or the file cannot be read.
    pub fn as_of(&self, time: Timestamp) -> Result<View<'_>, Error> {
        self.told(|connection| {
            let commit: Option<i64> = connection
                .query_row(
                    "SELECT id FROM commits WHERE at <= ? ORDER BY at DESC LIMIT 1",
                    [time.as_microsecond()],
                    |row| row.get(0),
                )
                .optional()?;
            if let Some(commit) = commit {
                return Ok(View::new(self, commit));
            }
            let first: Option<i64> =
                connection.query_row("SELECT min(at) FROM commits", [], |row| row.get(0))?;
            match first {
                None => Ok(View::new(self, 0)),
                Some(first) => Err(Error::TooEarly {
                    time: time.to_string(),
                    first: moment(first),
                }
                .into()),
            }
        })
    }

    /// Gives back the room that deleted or replaced pages take, makes the inbox anew, and sorts the file.
    ///
    /// # Errors
    ///
    /// When another program is using the file, or there is no room for the copy.
    pub fn vacuum(&mut self) -> Result<(), Error> {
        self.told(|connection| {
            for table in ["found_reports", "found_statements", "found_quotations"] {
                connection.execute(
                    &format!("INSERT INTO {table} ({table}) VALUES ('optimize')"),
                    [],
                )?;
            }
            let transaction = connection.unchecked_transaction()?;
            let last: Option<i64> =
                transaction.query_row("SELECT max(id) FROM commits", [], |row| row.get(0))?;
            inbox::fill(&transaction, last.unwrap_or(0))?;
            transaction.commit()?;
            connection
                .execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize;")?;
            Ok(())
        })
    }

    /// Runs something on the store, and tells trouble with the file's name.
    pub(crate) fn told<T>(&self, work: impl FnOnce(&Connection) -> Stored<T>) -> Result<T, Error> {
        work(&self.connection).map_err(|error| self.tell(error))
    }

    pub(crate) fn tell(&self, error: StoreError) -> Error {
        error.at(&self.path, self.options.wait)
    }
}

fn newer(path: &Path, found: i64) -> Error {
    Error::Newer {
        path: path.to_owned(),
        found,
        known: CURRENT,
    }
}

fn read_only(path: &Path) -> Stored<Connection> {
    if path.is_dir() {
        return Err(Error::Foreign { path: path.into() }.into());
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let looked = |connection: Connection| -> Stored<Connection> {
        connection.busy_timeout(WAIT)?;
        // A server holds some of these; a commit empties them all, and the system's own cache is
        // behind them.
        connection.pragma_update(None, "cache_size", -1_024)?;
        match schema::state(&connection)? {
            State::Ledger(CURRENT) => Ok(connection),
            State::Ledger(found) if found > CURRENT => Err(newer(path, found).into()),
            State::Ledger(found) => Err(Error::Older {
                path: path.to_owned(),
                found,
                known: CURRENT,
            }
            .into()),
            State::Empty | State::Foreign => Err(Error::Foreign { path: path.into() }.into()),
        }
    };
    match Connection::open_with_flags(path, flags)
        .map_err(StoreError::from)
        .and_then(looked)
    {
        // In a folder that may not be written there can be no writer either.
        Err(StoreError::Sqlite(error))
            if matches!(
                error.sqlite_error_code(),
                Some(rusqlite::ErrorCode::CannotOpen | rusqlite::ErrorCode::ReadOnly)
            ) && !has_journal(path) =>
        {
            let name = path.to_string_lossy();
            let escaped = utf8_percent_encode(&name, &IN_ADDRESS);
            let name = format!("file:{escaped}?immutable=1");
            looked(Connection::open_with_flags(
                name,
                flags | OpenFlags::SQLITE_OPEN_URI,
            )?)
        }
        opened => opened,
    }
}

/// What would end the path in an address of SQLite.
const IN_ADDRESS: AsciiSet = CONTROLS.add(b'%').add(b'?').add(b'#');

fn has_journal(path: &Path) -> bool {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    std::fs::metadata(name).is_ok_and(|journal| journal.len() > 0)
}

/// A time of the ledger as people and programs read it.
pub(crate) fn moment(microseconds: i64) -> String {
    Timestamp::from_microsecond(microseconds)
        .map_or_else(|_| microseconds.to_string(), |time| time.to_string())
}
