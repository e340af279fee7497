//! Whether a folder holds the model that it should.
//!
//! Hashing 46 MB takes some 30 ms with SHA instructions and 250 ms without, too much for each
//! start. So a full check leaves a stamp in the cache: size and times of every file as they were
//! when the sums held. While these are the same, nothing is hashed again.

use std::fmt;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::manifest::{Entry, Manifest};
use crate::models::Model;

/// A folder that passed a full check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The folder.
    pub folder: PathBuf,
    /// Which model it is; `None` for a model of the user's own, of which only the presence of the
    /// files could be checked.
    pub model: Option<Model>,
    /// How many files were read.
    pub files: usize,
    /// How many bytes.
    pub bytes: u64,
}

/// What is wrong with one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub path: PathBuf,
    /// What is wrong.
    pub kind: FaultKind,
}

/// The ways in which a file can be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FaultKind {
    /// It is not there.
    Missing,
    /// It has another size.
    Size {
        /// As published.
        expected: u64,
        /// As found.
        found: u64,
    },
    /// It has the size but not the sum.
    Altered {
        /// As published.
        expected: String,
        /// As found.
        found: String,
    },
    /// It could not be read.
    Unreadable(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.kind {
            FaultKind::Missing => write!(f, "{path} is missing"),
            FaultKind::Size { expected, found } if found < expected => {
                write!(f, "{path} is truncated: {found} bytes of {expected}")
            }
            FaultKind::Size { expected, found } => {
                write!(f, "{path} is altered: {found} bytes for {expected}")
            }
            FaultKind::Altered { expected, found } => {
                write!(
                    f,
                    "{path} is altered: SHA-256 {}… for {}…",
                    &found[..12],
                    &expected[..12]
                )
            }
            FaultKind::Unreadable(reason) => write!(f, "{path} cannot be read: {reason}"),
        }
    }
}

/// Where the sums of a model are from.
pub(crate) type Sums = fn(Model) -> &'static Manifest;

/// Checks every file of `folder` against the sums of `model`.
pub(crate) fn check_all(
    folder: &Path,
    model: Model,
    manifest: &Manifest,
) -> Result<Checked, Vec<Fault>> {
    let faults: Vec<Fault> = manifest
        .entries()
        .iter()
        .filter_map(|entry| check_one(folder, entry).err())
        .collect();
    match faults.is_empty() {
        true => Ok(Checked {
            folder: folder.to_owned(),
            model: Some(model),
            files: manifest.entries().len(),
            bytes: manifest.bytes(),
        }),
        false => Err(faults),
    }
}

/// Checks a folder that the user named. Which model it should be is told by what it holds: where
/// at least half of the files are those of a published model, the others must be too; else it is a
/// model of the user's own, and only has to be complete.
pub(crate) fn check_given(folder: &Path, sums: Sums) -> Result<Checked, Vec<Fault>> {
    let (mut closest, mut fewest) = (None, usize::MAX);
    for model in Model::ALL {
        match check_all(folder, model, sums(model)) {
            Ok(checked) => return Ok(checked),
            Err(faults) if faults.len() < fewest => {
                (fewest, closest) = (faults.len(), Some((model, faults)));
            }
            Err(_) => {}
        }
    }
    let Some((model, faults)) = closest else {
        return Err(Vec::new());
    };
    if fewest * 2 <= sums(model).entries().len() {
        return Err(faults);
    }
    let absent: Vec<Fault> = faults
        .into_iter()
        .filter(|fault| matches!(fault.kind, FaultKind::Missing | FaultKind::Unreadable(_)))
        .collect();
    match absent.is_empty() {
        true => {
            let entries = sums(model).entries();
            let sizes = entries
                .iter()
                .filter_map(|entry| fs::metadata(folder.join(&entry.path)).ok());
            Ok(Checked {
                folder: folder.to_owned(),
                model: None,
                files: entries.len(),
                bytes: sizes.map(|metadata| metadata.len()).sum(),
            })
        }
        false => Err(absent),
    }
}

fn check_one(folder: &Path, entry: &Entry) -> Result<(), Fault> {
    let path = folder.join(&entry.path);
    let fault = |kind| Fault {
        path: path.clone(),
        kind,
    };
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => fault(FaultKind::Missing),
        _ => fault(FaultKind::Unreadable(error.to_string())),
    };
    let metadata = fs::metadata(&path).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(fault(FaultKind::Unreadable("it is not a file".to_owned())));
    }
    if metadata.len() != entry.bytes {
        return Err(fault(FaultKind::Size {
            expected: entry.bytes,
            found: metadata.len(),
        }));
    }
    let found = sum_of(&mut File::open(&path).map_err(unreadable)?).map_err(unreadable)?;
    match found == entry.sha256 {
        true => Ok(()),
        false => Err(fault(FaultKind::Altered {
            expected: entry.sha256.clone(),
            found,
        })),
    }
}

/// The SHA-256 of what `input` yields.
pub(crate) fn sum_of(input: &mut impl Read) -> io::Result<String> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 17];
    loop {
        match input.read(&mut buffer)? {
            0 => return Ok(hexadecimal(&hasher.finalize())),
            n => hasher.update(&buffer[..n]),
        }
    }
}

/// Bytes as lower-case hexadecimal.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Sizes and times of a folder's files, as one text that changes whenever any of them does. The
/// manifest's own sums are in it, so that a later release of Crosswire checks anew.
pub(crate) fn stamp(folder: &Path, manifest: &Manifest) -> io::Result<String> {
    let mut text = format!("{}\n", folder.display());
    for entry in manifest.entries() {
        let metadata = fs::metadata(folder.join(&entry.path))?;
        let _ = writeln!(
            text,
            "{} {} {} {}",
            entry.sha256,
            metadata.len(),
            times(&metadata),
            entry.path
        );
    }
    Ok(text)
}

#[cfg(unix)]
fn times(metadata: &fs::Metadata) -> String {
    use std::os::unix::fs::MetadataExt;
    // The change time too: it cannot be set back, so an edit that restores the other is seen.
    let (modified, changed) = (metadata.mtime(), metadata.ctime());
    format!(
        "{modified}.{:09} {changed}.{:09}",
        metadata.mtime_nsec(),
        metadata.ctime_nsec()
    )
}

#[cfg(not(unix))]
fn times(metadata: &fs::Metadata) -> String {
    let since = |time: std::time::SystemTime| time.duration_since(std::time::UNIX_EPOCH).ok();
    format!("{:?} -", metadata.modified().ok().and_then(since))
}
