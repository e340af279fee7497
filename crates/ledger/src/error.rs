//! What can go wrong with a ledger, said with what to do about it.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why the ledger could not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No file of that name.
    #[error("{0}: there is no ledger; `crosswire add PATH... --ledger {0}` makes one", .path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// A file that is something else.
    #[error("{}: this is not a ledger; give the file that `crosswire add` made", .path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// Written by a later release.
    #[error("{}: this ledger has schema {found}, and this program knows schemas up to {known}; \
        use a newer crosswire", .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The last one known here.
        known: i64,
    },
    /// Needs a migration, and may not be written.
    #[error("{}: this ledger has schema {found} and must be brought to {known} first; open it once \
        with a command that may write, such as `crosswire verify --ledger`", .path.display())]
    Older {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The one needed.
        known: i64,
    },
    /// May be read only.
    #[error("{}: the ledger cannot be written ({reason}); check the permissions of the file and of \
        its folder", .path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
        /// What the store said.
        reason: String,
    },
    /// No room.
    #[error("{}: there is no room left for the ledger to grow; nothing of this batch was kept, and \
        what was acknowledged before is safe. Free some space and add the same input again", .path.display())]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// Another writer did not finish in time.
    #[error("{}: another program is writing to the ledger and did not finish within {seconds} \
        seconds; nothing was changed, so the same command can be given again", .path.display())]
    Busy {
        /// The file.
        path: PathBuf,
        /// How long it was waited for.
        seconds: u64,
    },
    /// The file does not hold what it should.
    #[error("{}: the ledger is damaged: {reason}; `crosswire verify --ledger` tells what is hit; \
        restore a copy, or add the input to a new ledger", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was met.
        reason: String,
    },
    /// Nothing of that id.
    #[error("no {what} {id:?} in the ledger{}", .hint)]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// The id given.
        id: String,
        /// Where to look, beginning with a semicolon.
        hint: &'static str,
    },
    /// There was something of that id, and is no more.
    #[error(
        "the ledger has no {what} {id:?} any more: what was added at {until} left nothing of it; \
        --as-of an earlier time shows it"
    )]
    Gone {
        /// What was looked for.
        what: &'static str,
        /// The id given.
        id: String,
        /// Since when it is gone.
        until: String,
    },
    /// Not the place where a part of a list ended.
    #[error("no part of the list begins at {given:?}; give the `next` of the part before, or none")]
    Cursor {
        /// What was given.
        given: String,
    },
    /// More than is kept.
    #[error("the {what} is too long to be kept: at most {most} bytes")]
    TooLong {
        /// What was given.
        what: &'static str,
        /// How much is kept.
        most: usize,
    },
    /// More than is taken at once.
    #[error("these are too many at once: at most {most}")]
    TooMany {
        /// How many are taken.
        most: usize,
    },
    /// Nothing to be taken back.
    #[error("nothing that {name:?} said of it stands, so there is nothing to take back")]
    NothingSaid {
        /// Who wants to take it back.
        name: String,
    },
    /// A correction of which nothing stands.
    #[error("nothing of correction {correction} stands any more, so there is nothing to undo")]
    NothingToUndo {
        /// Its number.
        correction: i64,
    },
    /// Nothing was known yet.
    #[error("the ledger knew nothing yet at {time}; its first entry is of {first}")]
    TooEarly {
        /// The time asked for.
        time: String,
        /// The first commit's.
        first: String,
    },
    /// A search that cannot be read.
    #[error(transparent)]
    Query(#[from] crate::query::language::QueryError),
    /// Any other trouble of the store.
    #[error("{}: {source}", .path.display())]
    Store {
        /// The file.
        path: PathBuf,
        /// What the store said.
        source: rusqlite::Error,
    },
}

/// What an operation on the store gives before its path is known.
pub(crate) type Stored<T> = Result<T, StoreError>;

/// Trouble within the store, before it is told which file.
#[derive(Debug)]
pub(crate) enum StoreError {
    Sqlite(rusqlite::Error),
    /// What the store holds cannot be read back.
    Damaged(String),
    Told(Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        StoreError::Sqlite(error)
    }
}

impl From<Error> for StoreError {
    fn from(error: Error) -> StoreError {
        StoreError::Told(error)
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> StoreError {
        StoreError::Damaged(format!("a row's JSON cannot be read: {error}"))
    }
}

impl StoreError {
    pub(crate) fn at(self, path: &Path, waited: std::time::Duration) -> Error {
        let path = path.to_owned();
        let error = match self {
            StoreError::Told(error) => return error,
            StoreError::Damaged(reason) => return Error::Damaged { path, reason },
            StoreError::Sqlite(error) => error,
        };
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Error::Full { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy {
                path,
                seconds: waited.as_secs(),
            },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                Error::ReadOnly {
                    path,
                    reason: error.to_string(),
                }
            }
            Some(ErrorCode::NotADatabase) => Error::Foreign { path },
            Some(ErrorCode::DatabaseCorrupt) => Error::Damaged {
                path,
                reason: error.to_string(),
            },
            _ => Error::Store {
                path,
                source: error,
            },
        }
    }
}
