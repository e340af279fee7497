//! The language model: found, fetched at first need with a progress bar, loaded.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use crosswire_annotate::Pipeline;
use crosswire_model::{Located, Options, Progress, obtain};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use sha2::{Digest, Sha256};

use crate::args::Language;
use crate::settings;
use crate::status::complain;

/// Finds the model, fetching it at first need, and loads it.
pub(crate) fn load(language: &Language) -> anyhow::Result<Pipeline> {
    let located = find(language.model.as_deref(), language.offline)?;
    load_from(&located)
}

/// Finds the model that a name, a folder or the environment tells, fetching it at first need with
/// its progress told on standard error.
///
/// # Errors
///
/// When it is not there and cannot be fetched, or a file of it is not as published.
pub fn find(model: Option<&Path>, offline: bool) -> anyhow::Result<Located> {
    Ok(obtain(&options(model, offline), &mut Bar::default())?)
}

/// Loads a model that was found.
///
/// # Errors
///
/// When a file of it cannot be read.
pub fn load_from(located: &Located) -> anyhow::Result<Pipeline> {
    Pipeline::load(&located.path)
        .with_context(|| format!("the model in {}", located.path.display()))
}

/// Which model did the work, for the record.
pub struct Used {
    /// Its name and version; the folder of one of the user's own.
    pub name: String,
    /// SHA-256 over the sums of its files.
    pub digest: String,
}

/// Finds the model and says which it is.
pub(crate) fn used(language: &Language) -> anyhow::Result<Used> {
    described(&find(language.model.as_deref(), language.offline)?)
}

/// Says which model was found.
///
/// # Errors
///
/// When a file of one's own model cannot be read.
pub fn described(located: &Located) -> anyhow::Result<Used> {
    let mut sha = Sha256::new();
    let name = match located.model {
        Some(model) => {
            for entry in model.manifest().entries() {
                sha.update(format!("{} {}\n", entry.sha256, entry.path));
            }
            format!("{} {}", model.name(), model.version())
        }
        None => {
            let mut files: Vec<PathBuf> = Vec::new();
            let mut folders = vec![located.path.clone()];
            while let Some(folder) = folders.pop() {
                for entry in std::fs::read_dir(&folder)? {
                    let path = entry?.path();
                    if path.is_dir() {
                        folders.push(path);
                    } else {
                        files.push(path);
                    }
                }
            }
            files.sort();
            for file in files {
                let sum = hex(&Sha256::digest(std::fs::read(&file)?));
                let path = file.strip_prefix(&located.path).unwrap_or(&file);
                sha.update(format!("{sum} {}\n", path.display()));
            }
            located.path.display().to_string()
        }
    };
    Ok(Used {
        name,
        digest: hex(&sha.finalize()),
    })
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// What `--model` and `--offline` say.
pub(crate) fn options(model: Option<&Path>, offline: bool) -> Options {
    let said = &settings::get().said;
    // The environment, which the model's own options ask, comes before the file.
    let file = match settings::variable("CROSSWIRE_MODEL") {
        Some(_) => None,
        None => said.model.as_deref(),
    };
    Options {
        offline: offline || said.offline.unwrap_or(false),
        ..Options::from_argument(model.or(file))
    }
}

/// A pool of as many threads as were asked for.
pub(crate) fn pool(language: &Language) -> anyhow::Result<rayon::ThreadPool> {
    let threads = language.threads.or(settings::get().said.threads);
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .build()
        .context("starting threads")
}

/// Draws the fetch on standard error: a bar on a terminal, a line a step elsewhere.
#[derive(Default)]
pub(crate) struct Bar {
    bar: Option<ProgressBar>,
}

impl Progress for Bar {
    fn begin(&mut self, step: &str, total: Option<u64>) {
        if !std::io::stderr().is_terminal() {
            complain(step);
            return;
        }
        let bar = match total {
            Some(total) => ProgressBar::new(total).with_style(
                ProgressStyle::with_template("{msg}\n{wide_bar} {bytes}/{total_bytes} {eta}")
                    .unwrap_or_else(|_| ProgressStyle::default_bar()),
            ),
            None => ProgressBar::new_spinner(),
        };
        bar.set_draw_target(ProgressDrawTarget::stderr());
        bar.set_message(step.to_owned());
        bar.enable_steady_tick(Duration::from_millis(120));
        self.bar = Some(bar);
    }

    fn reach(&mut self, bytes: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(bytes);
        }
    }

    fn fail(&mut self, step: &str, reason: &str) {
        self.end();
        complain(&format!("{step}: {reason}; trying the next way"));
    }

    fn end(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}
