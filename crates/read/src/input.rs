//! One input: its name, its first bytes to tell the format by, and the rest as a stream.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::read::MultiGzDecoder;

use crate::error::{ErrorKind, ReadError};
use crate::options::size;

/// How much of an input is looked at to tell its format.
const HEAD: usize = 64 << 10;

/// How gzip begins.
const GZIP: [u8; 3] = [0x1f, 0x8b, 0x08];

/// A named stream of bytes.
pub(crate) struct Input<'a> {
    /// The path or URL as given; members of an archive after `!/`.
    pub(crate) name: String,
    /// The first bytes.
    pub(crate) head: Vec<u8>,
    /// Whether the user named it, rather than it being met in a folder or an archive.
    pub(crate) named: bool,
    rest: Box<dyn Read + 'a>,
}

impl<'a> Input<'a> {
    /// An input over a stream.
    pub(crate) fn new(
        name: String,
        named: bool,
        mut stream: Box<dyn Read + 'a>,
    ) -> io::Result<Input<'a>> {
        let mut head = Vec::with_capacity(HEAD);
        stream.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
        // Gzip is unpacked on the way, all members of it (a single-member reader stops after the
        // first without an error); what it holds is bounded like anything else that is read.
        if head.starts_with(&GZIP) {
            let mut unpacked: Box<dyn Read + 'a> =
                Box::new(MultiGzDecoder::new(Cursor::new(head).chain(stream)));
            head = Vec::with_capacity(HEAD);
            unpacked.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
            stream = unpacked;
        }
        Ok(Input {
            name,
            head,
            named,
            rest: stream,
        })
    }

    /// The bytes from the start, buffered.
    pub(crate) fn into_stream(self) -> Box<dyn BufRead + 'a> {
        Box::new(BufReader::with_capacity(
            HEAD,
            Cursor::new(self.head).chain(self.rest),
        ))
    }

    /// All of it at once, unless it is longer than `limit` bytes.
    pub(crate) fn into_bytes(mut self, limit: usize) -> Result<Vec<u8>, ReadError> {
        let mut bytes = std::mem::take(&mut self.head);
        let room = (limit as u64 + 1).saturating_sub(bytes.len() as u64);
        if let Err(error) = self.rest.by_ref().take(room).read_to_end(&mut bytes) {
            return Err(ReadError::new(
                ErrorKind::Broken,
                self.name.as_str(),
                format!(
                    "reading stopped after {}: {error}",
                    size(bytes.len() as u64)
                ),
                "check that the file is whole and can be read",
            ));
        }
        if bytes.len() > limit {
            return Err(ReadError::new(
                ErrorKind::TooLarge,
                self.name.as_str(),
                format!(
                    "longer than {}, too long to be one report",
                    size(limit as u64)
                ),
                "split it into one file a report, or give the reports as JSONL, one a line",
            ));
        }
        Ok(bytes)
    }
}
