//! Web archives that a crawl goes on writing: what is whole in them is taken, the rest when it is.
//!
//! A place in an archive is a number of bytes, so a file of gigabytes that grows by one page costs one
//! page. Packed archives have each record packed by itself, as the format's standard recommends.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use flate2::bufread::GzDecoder;

use crate::folder;

/// Bytes that are looked at at once; a record that is longer is passed over, and told.
const CHUNK: u64 = 64 << 20;

/// A part of an archive.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Nothing whole after that place.
    None,
    /// Whole records, and the place after them.
    Records(Vec<u8>, u64),
    /// Records that are too long, or no archive; nothing more is taken of it.
    Hopeless,
}

/// What it is called when it is done: a crawler's `.open` at the end goes away.
pub(crate) fn name(path: &Path) -> String {
    let name = path.to_string_lossy();
    name.strip_suffix(".open").unwrap_or(&name).to_owned()
}

/// The archives in a folder, by name, each with its length.
pub(crate) fn archives(folder: &Path) -> io::Result<Vec<(std::path::PathBuf, u64)>> {
    let mut found: Vec<_> = folder::files(folder)?
        .into_iter()
        .map(|(path, data)| (path, data.len()))
        .filter(|(path, _)| {
            let name = name(path);
            name.ends_with(".warc") || name.ends_with(".warc.gz")
        })
        .collect();
    found.sort();
    Ok(found)
}

/// The whole records of an archive after a place.
pub(crate) fn part(path: &Path, from: u64) -> io::Result<Part> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.take(CHUNK).read_to_end(&mut bytes)?;
    let end = whole(&bytes);
    if end > 0 {
        bytes.truncate(end);
        return Ok(Part::Records(bytes, from + end as u64));
    }
    let begins = bytes.len() < 10 || is_packed(&bytes) || bytes.starts_with(b"WARC/");
    Ok(if bytes.len() as u64 == CHUNK || !begins {
        Part::Hopeless
    } else {
        Part::None
    })
}

fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// Where the last whole record ends, with nothing but whole records before it; 0 for none.
pub(crate) fn whole(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        let rest = &bytes[at..];
        let next = if is_packed(rest) {
            packed_record(rest)
        } else {
            plain_record(rest)
        };
        match next {
            Some(length) => at += length,
            None => return at,
        }
    }
}

/// The length of the packed record at the start, if all of it is there.
fn packed_record(bytes: &[u8]) -> Option<usize> {
    let mut rest = bytes;
    let mut decoder = GzDecoder::new(&mut rest);
    io::copy(&mut (&mut decoder).take(1 << 32), &mut io::sink()).ok()?;
    // The end is not there yet, or the record is more than anything may unpack to.
    if decoder.read(&mut [0]).ok()? != 0 {
        return None;
    }
    drop(decoder);
    Some(bytes.len() - rest.len()).filter(|length| *length > 0)
}

/// The length of the record at the start, if all of it is there.
fn plain_record(bytes: &[u8]) -> Option<usize> {
    const HEADER: usize = 64 << 10;
    if !bytes.starts_with(b"WARC/") {
        return None;
    }
    let head = &bytes[..bytes.len().min(HEADER)];
    let blank = head.windows(4).position(|four| four == b"\r\n\r\n")?;
    let header = String::from_utf8_lossy(&head[..blank]).into_owned();
    let stated = header.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim()
            .eq_ignore_ascii_case("content-length")
            .then(|| value.trim().to_owned())
    });
    let length: usize = stated?.parse().ok()?;
    // Two line ends follow the body.
    let end = blank.checked_add(4)?.checked_add(length)?.checked_add(4)?;
    (end <= bytes.len() && &bytes[end - 4..end] == b"\r\n\r\n").then_some(end)
}

#[cfg(test)]
mod tests {
    use super::whole;
    use std::io::Write;

    fn record(body: &str) -> Vec<u8> {
        format!(
            "WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n",
            body.len()
        )
        .into_bytes()
    }

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    #[test]
    fn only_whole_records_are_taken() {
        for form in [
            |body: &str| record(body),
            |body: &str| packed(&record(body)),
        ] {
            let (one, two) = (form("The ferry sank."), form("Nobody was hurt."));
            let both = [one.clone(), two].concat();
            assert_eq!(whole(&both), both.len());
            for cut in 0..both.len() {
                let expected = if cut >= one.len() { one.len() } else { 0 };
                assert_eq!(whole(&both[..cut]), expected, "cut at {cut}");
            }
        }
        assert_eq!(whole(b"no archive at all"), 0);
        assert_eq!(
            whole(b"WARC/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n"),
            0
        );
        assert_eq!(
            whole(b"WARC/1.1\r\nContent-Length: 18446744073709551615\r\n\r\n"),
            0
        );
    }
}
