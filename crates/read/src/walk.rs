//! From what the user names to inputs: files, folders, globs and standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ignore::WalkBuilder;
use ignore::overrides::OverrideBuilder;

use crate::error::{ErrorKind, ReadError};
use crate::formats;
use crate::input::Input;
use crate::sink::{Flow, Sink};

/// Reads everything that `paths` name, in the order given, folders by name.
pub(crate) fn read_all(paths: &[PathBuf], sink: &mut Sink<'_>, bytes: &Arc<AtomicU64>) -> Flow {
    for path in paths {
        if path.as_os_str() == "-" {
            read_stream(
                "-".to_owned(),
                true,
                None,
                Box::new(io::stdin()),
                sink,
                bytes,
            )?;
        } else if path.is_dir() {
            read_folder(path, None, sink, bytes)?;
        } else if !path.exists() && is_glob(path) {
            read_glob(path, sink, bytes)?;
        } else {
            read_file(path, true, sink, bytes)?;
        }
    }
    Flow::Continue(())
}

/// Reads one file.
fn read_file(path: &Path, named: bool, sink: &mut Sink<'_>, bytes: &Arc<AtomicU64>) -> Flow {
    let name = path.display().to_string();
    match File::open(path) {
        Ok(file) => read_stream(name, named, Some(path), Box::new(file), sink, bytes),
        Err(error) => sink.error(ReadError::new(
            if error.kind() == io::ErrorKind::NotFound {
                ErrorKind::Missing
            } else {
                ErrorKind::Broken
            },
            name.as_str(),
            match error.kind() {
                io::ErrorKind::NotFound => "no such file or folder".to_owned(),
                _ => format!("it cannot be opened: {error}"),
            },
            match error.kind() {
                io::ErrorKind::PermissionDenied => "give yourself leave to read it",
                _ => "check the path; `-` reads standard input",
            },
        )),
    }
}

fn read_stream(
    name: String,
    named: bool,
    path: Option<&Path>,
    stream: Box<dyn Read>,
    sink: &mut Sink<'_>,
    bytes: &Arc<AtomicU64>,
) -> Flow {
    let counted = Counted {
        stream,
        bytes: Arc::clone(bytes),
    };
    let flow = match Input::new(name.clone(), named, Box::new(counted)) {
        Ok(input) => match path {
            Some(path) => formats::read(input.of_file(path.to_owned()), sink),
            None => formats::read(input, sink),
        },
        Err(error) => sink.error(ReadError::new(
            ErrorKind::Broken,
            name.as_str(),
            format!("it cannot be read: {error}"),
            "check that it is a file and that it is whole",
        )),
    };
    sink.end_input();
    flow
}

/// Reads the files of a folder, those that ignore files and hidden names leave out excepted.
fn read_folder(
    folder: &Path,
    glob: Option<&str>,
    sink: &mut Sink<'_>,
    bytes: &Arc<AtomicU64>,
) -> Flow {
    let mut walk = WalkBuilder::new(folder);
    walk.require_git(false)
        .follow_links(true)
        .sort_by_file_name(std::ffi::OsStr::cmp);
    if let Some(glob) = glob {
        let mut overrides = OverrideBuilder::new(folder);
        match overrides.add(glob).and_then(|overrides| overrides.build()) {
            Ok(overrides) => walk.overrides(overrides),
            Err(error) => {
                let place = folder.join(glob).display().to_string();
                return sink.error(ReadError::new(
                    ErrorKind::Missing,
                    place.as_str(),
                    format!("not a pattern for files: {error}"),
                    "write it as *.html or **/*.jsonl, in quotes",
                ));
            }
        };
    }
    let before = sink.given();
    for entry in walk.build() {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                read_file(entry.path(), false, sink, bytes)?;
            }
            Ok(_) => {}
            Err(error) => sink.error(ReadError::new(
                ErrorKind::Broken,
                folder.display().to_string().as_str(),
                format!("part of the folder cannot be read: {error}"),
                "give yourself leave to read it, or leave it out",
            ))?,
        }
    }
    if sink.given() == before {
        let pattern = glob.unwrap_or_default().trim_start_matches('/');
        let place = folder.join(pattern).display().to_string();
        sink.error(ReadError::new(
            ErrorKind::Missing,
            place.as_str(),
            "no file in it to read",
            "check the path; hidden files and those in .gitignore or .ignore are left out unless named",
        ))?;
    }
    Flow::Continue(())
}

/// Reads the files that a pattern names, relative to the folder before its first wildcard.
fn read_glob(pattern: &Path, sink: &mut Sink<'_>, bytes: &Arc<AtomicU64>) -> Flow {
    let fixed = pattern
        .components()
        .take_while(|part| !is_glob(Path::new(part.as_os_str())));
    let folder: PathBuf = fixed.collect();
    let glob = pattern
        .strip_prefix(&folder)
        .unwrap_or(pattern)
        .display()
        .to_string();
    let folder = if folder.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        folder
    };
    // A leading slash keeps `*.txt` from matching in the folders below, as in a shell.
    read_folder(&folder, Some(&format!("/{glob}")), sink, bytes)
}

fn is_glob(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '[', '{'])
}

/// Counts what is read, for a progress bar.
struct Counted {
    stream: Box<dyn Read>,
    bytes: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.bytes.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
