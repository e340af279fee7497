//! A folder, or a spool into which files are moved: what is new in it.
//!
//! A file is taken when it has not changed for a moment, so that one that is still being written is left
//! until it is whole; one that is moved in under its name is whole at once. A file that changes later is
//! taken again, and what is known of it is known.

use std::collections::{HashMap, HashSet};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crosswire_ledger::Item;

use crate::gathered::item;

/// How long a file must not have changed.
const SETTLED: Duration = Duration::from_millis(1_000);
/// Folders within one another.
const DEPTH: usize = 32;
/// Files of one folder, with all that is in it, at most.
pub(crate) const MOST: usize = 1_000_000;

/// A file that is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct New {
    pub(crate) path: PathBuf,
    pub(crate) item: Item,
    /// Size and time of change, by which a later change is seen.
    pub(crate) stamp: String,
    /// The record after which to go on, where it was read in part.
    pub(crate) after: u64,
}

/// What a look at a folder gives.
#[derive(Debug, Default)]
pub(crate) struct Look {
    /// Files to be read, by name.
    pub(crate) new: Vec<New>,
    /// What was there and is gone.
    pub(crate) gone: Vec<Item>,
    /// Files that are there.
    pub(crate) files: usize,
}

/// Looks at a folder.
///
/// # Errors
///
/// When the folder cannot be read at all.
pub(crate) fn look(
    folder: &Path,
    seen: &HashMap<Item, String>,
    now: SystemTime,
) -> std::io::Result<Look> {
    let mut look = Look::default();
    let mut there: HashSet<Item> = HashSet::new();
    for (path, data) in files(folder)? {
        let item = item(&path.to_string_lossy());
        there.insert(item);
        look.files += 1;
        let stamp = stamp(&data);
        let known = seen.get(&item).map_or("", String::as_str);
        let after = match known.strip_prefix(&*stamp) {
            Some("") => continue,
            Some(rest) => rest
                .strip_prefix('@')
                .and_then(|n| n.parse().ok())
                .unwrap_or(0),
            None => 0,
        };
        let changed = data.modified().ok();
        let settled = changed.is_none_or(|changed| {
            // A clock that is behind must not keep a file out for ever.
            now.duration_since(changed)
                .map_or(true, |since| since >= SETTLED)
        });
        if settled {
            look.new.push(New {
                path,
                item,
                stamp,
                after,
            });
        }
    }
    look.new.sort_by(|a, b| a.path.cmp(&b.path));
    look.gone = seen
        .keys()
        .filter(|item| !there.contains(*item))
        .copied()
        .collect();
    Ok(look)
}

/// The files of a folder and of those in it, but for what is hidden and what bears the name of something
/// unfinished.
pub(crate) fn files(folder: &Path) -> std::io::Result<Vec<(PathBuf, Metadata)>> {
    let mut found = Vec::new();
    let mut folders = vec![(folder.to_owned(), 0)];
    let mut first = true;
    while let Some((folder, depth)) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            // A folder inside that went away, or may not be read, hides nothing else.
            Err(error) if first => return Err(error),
            Err(_) => continue,
        };
        first = false;
        for entry in entries.flatten() {
            if is_unfinished(&entry.file_name().to_string_lossy()) || found.len() >= MOST {
                continue;
            }
            // What a link leads to; one that leads nowhere is passed over.
            let Ok(data) = std::fs::metadata(entry.path()) else {
                continue;
            };
            if data.is_file() {
                found.push((entry.path(), data));
            } else if data.is_dir() && depth < DEPTH {
                folders.push((entry.path(), depth + 1));
            }
        }
    }
    Ok(found)
}

fn is_unfinished(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with('.')
        || name.ends_with('~')
        || [".tmp", ".temp", ".part", ".partial", ".crdownload", ".swp"]
            .iter()
            .any(|end| name.ends_with(end))
}

/// Size and time of change.
fn stamp(data: &Metadata) -> String {
    let changed = data
        .modified()
        .ok()
        .and_then(|changed| changed.duration_since(SystemTime::UNIX_EPOCH).ok())
        .map_or(0, |since| since.as_nanos());
    format!("{}:{changed}", data.len())
}
