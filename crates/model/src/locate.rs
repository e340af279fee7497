//! Which model to read with, and where it is.

use std::env;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::models::Model;
use crate::progress::Progress;
use crate::store::{Store, check_unstamped};

/// What the user said about the model. The default is `en_core_web_md` in the user's cache,
/// fetched where it is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Which model, where no folder is named.
    pub model: Model,
    /// A folder that holds an unpacked model.
    pub dir: Option<PathBuf>,
    /// Whether the network must not be used.
    pub offline: bool,
    /// The cache, where it is not the user's.
    pub cache: Option<PathBuf>,
}

impl Options {
    /// Options from what `--model` says, else from the variable `CROSSWIRE_MODEL`, else the
    /// default. Either may be a model's name (`en_core_web_sm`, `sm`) or a folder.
    #[must_use]
    pub fn from_argument(argument: Option<&Path>) -> Options {
        let variable = || {
            env::var_os("CROSSWIRE_MODEL")
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
        };
        let mut options = Options::default();
        if let Some(said) = argument.map(Path::to_owned).or_else(variable) {
            match said.to_str().and_then(Model::named) {
                Some(model) => options.model = model,
                None => options.dir = Some(said),
            }
        }
        options
    }

    /// The store that these options are about.
    ///
    /// # Errors
    ///
    /// [`Error::NoCache`], when none is named and the environment has none.
    pub fn store(&self) -> Result<Store, Error> {
        match &self.cache {
            Some(folder) => Ok(Store::new(folder)),
            None => Store::of_user(),
        }
    }
}

/// A model that was found, and passed its check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The folder to load.
    pub path: PathBuf,
    /// Which model it is; `None` for one of the user's own.
    pub model: Option<Model>,
}

/// Looks for the model; never uses the network. `None` where it would have to be fetched.
///
/// # Errors
///
/// [`Error::Refused`] where a file is missing, truncated or altered, [`Error::NoModel`] where the
/// named folder has no model.
pub fn locate(options: &Options) -> Result<Option<Located>, Error> {
    match &options.dir {
        Some(dir) => {
            let (path, model) = match options.store() {
                Ok(store) => store.find_given(dir)?,
                // Without a cache there is nowhere to keep a stamp, and it is checked each time.
                Err(_) => check_unstamped(dir).map(|checked| (checked.folder, checked.model))?,
            };
            Ok(Some(Located { path, model }))
        }
        None => {
            let found = options.store()?.find(options.model)?;
            Ok(found.map(|path| Located {
                path,
                model: Some(options.model),
            }))
        }
    }
}

/// Looks for the model, and fetches it where it is not there and the network may be used.
///
/// # Errors
///
/// Those of [`locate`] and [`Store::fetch`]; [`Error::Offline`] where the network may not be used.
pub fn obtain(options: &Options, progress: &mut dyn Progress) -> Result<Located, Error> {
    if let Some(located) = locate(options)? {
        return Ok(located);
    }
    let (store, model) = (options.store()?, options.model);
    if options.offline {
        return Err(Error::Offline {
            model,
            folder: store.folder_of(model),
        });
    }
    let path = store.fetch(model, &model.sources(), progress)?;
    Ok(Located {
        path,
        model: Some(model),
    })
}
