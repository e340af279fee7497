//! One input: its name, its first bytes to tell the format by, and the rest as a stream.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::ops::ControlFlow;
use std::path::PathBuf;

use crate::bounds::broken;
use crate::error::{ErrorKind, ReadError};
use crate::options::{Limits, size};
use crate::sink::Sink;

/// How much of an input is looked at to tell its format.
const HEAD: usize = 64 << 10;

/// A named stream of bytes.
pub(crate) struct Input<'a> {
    /// The path or URL as given; members of an archive after `!/`.
    pub(crate) name: String,
    /// The first bytes.
    pub(crate) head: Vec<u8>,
    /// Whether the user named it, rather than it being met in a folder or an archive.
    pub(crate) named: bool,
    /// How many archives and packings are around it.
    pub(crate) depth: usize,
    /// Whether its records are those that count for going on after an interruption.
    outermost: bool,
    /// The file it is, for formats that are read from their end.
    file: Option<PathBuf>,
    rest: Box<dyn Read + 'a>,
}

/// The end of a stream that broke.
struct Break(Option<io::Error>);

impl Read for Break {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// What can be read from any place.
pub(crate) enum Held {
    /// A file on disk, and how long it is.
    File(File, u64),
    /// All of it.
    Bytes(Vec<u8>),
}

impl Held {
    /// A stream over it, and how long it is.
    pub(crate) fn into_seekable(self) -> (Box<dyn ReadSeek>, u64) {
        match self {
            Held::File(file, length) => (Box::new(BufReader::new(file)), length),
            Held::Bytes(bytes) => {
                let length = bytes.len() as u64;
                (Box::new(Cursor::new(bytes)), length)
            }
        }
    }
}

/// A stream that can be read from any place.
pub(crate) trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

impl<'a> Input<'a> {
    /// An input over a stream that stands by itself.
    pub(crate) fn new(
        name: String,
        named: bool,
        mut stream: Box<dyn Read + 'a>,
    ) -> io::Result<Input<'a>> {
        let mut head = Vec::with_capacity(HEAD);
        match stream.by_ref().take(HEAD as u64).read_to_end(&mut head) {
            Ok(_) => {}
            // What came before a break is read like any other beginning; the break comes after it.
            Err(error) if !head.is_empty() => stream = Box::new(Break(Some(error))),
            Err(error) => return Err(error),
        }
        Ok(Input {
            name,
            head,
            named,
            depth: 0,
            outermost: true,
            file: None,
            rest: stream,
        })
    }

    /// The same, of a file on disk.
    pub(crate) fn of_file(mut self, path: PathBuf) -> Input<'a> {
        self.file = Some(path);
        self
    }

    /// What `around` unpacks to as a whole: the same name, the same records.
    pub(crate) fn unpacked(around: &Around, stream: Box<dyn Read + 'a>) -> io::Result<Input<'a>> {
        let mut input = Input::new(around.name.clone(), around.named, stream)?;
        input.depth = around.depth + 1;
        input.outermost = around.outermost;
        Ok(input)
    }

    /// A member of `around`, which is an archive.
    pub(crate) fn member(
        around: &Around,
        member: &str,
        stream: Box<dyn Read + 'a>,
    ) -> io::Result<Input<'a>> {
        let mut input = Input::new(around.member(member), false, stream)?;
        input.depth = around.depth + 1;
        input.outermost = false;
        Ok(input)
    }

    /// What its members need to know of it.
    pub(crate) fn around(&self) -> Around {
        Around {
            name: self.name.clone(),
            named: self.named,
            depth: self.depth,
            outermost: self.outermost,
        }
    }

    /// The bytes from the start, buffered.
    pub(crate) fn into_stream(self) -> Box<dyn BufRead + 'a> {
        Box::new(BufReader::with_capacity(
            HEAD,
            Cursor::new(self.head).chain(self.rest),
        ))
    }

    /// The bytes so that they can be read from any place: the file itself, or all of it in memory.
    pub(crate) fn into_held(self, limits: &Limits) -> Result<Held, ReadError> {
        if let Some(path) = &self.file
            && let Ok(file) = File::open(path)
            && let Ok(data) = file.metadata()
            && data.is_file()
        {
            return Ok(Held::File(file, data.len()));
        }
        let limit = usize::try_from(limits.member).unwrap_or(usize::MAX);
        let name = self.name.clone();
        let (bytes, broken) = self.all(limit);
        if let Some(error) = broken {
            return Err(error);
        }
        if bytes.len() > limit {
            return Err(ReadError::new(
                ErrorKind::TooLarge,
                name.as_str(),
                format!(
                    "longer than {}, too long to be held, and it has to be read from its end",
                    size(limit as u64)
                ),
                "give it as a file of its own",
            ));
        }
        Ok(Held::Bytes(bytes))
    }

    /// All of it at once; none if it is longer than `limit` bytes, which is told. Where it breaks
    /// off, that is told, and what came before is given.
    pub(crate) fn into_bytes(
        self,
        limit: usize,
        sink: &mut Sink<'_>,
    ) -> ControlFlow<(), Option<Vec<u8>>> {
        let name = self.name.clone();
        let (bytes, broken) = self.all(limit);
        if let Some(error) = broken {
            sink.error(error)?;
        }
        if bytes.len() > limit {
            sink.error(ReadError::new(
                ErrorKind::TooLarge,
                name.as_str(),
                format!(
                    "longer than {}, too long to be one report",
                    size(limit as u64)
                ),
                "split it into one file a report, or give the reports as JSONL, one a line",
            ))?;
            return ControlFlow::Continue(None);
        }
        ControlFlow::Continue(Some(bytes))
    }

    /// Up to one byte more than `limit`, and where it broke off before that.
    fn all(mut self, limit: usize) -> (Vec<u8>, Option<ReadError>) {
        let mut bytes = std::mem::take(&mut self.head);
        let room = (limit as u64 + 1).saturating_sub(bytes.len() as u64);
        let read = self.rest.by_ref().take(room).read_to_end(&mut bytes);
        let broken = read
            .err()
            .map(|error| broken(self.name.as_str(), bytes.len() as u64, &error));
        (bytes, broken)
    }
}

/// What an archive hands on to its members.
#[derive(Clone, Debug)]
pub(crate) struct Around {
    /// The archive's name.
    pub(crate) name: String,
    named: bool,
    depth: usize,
    outermost: bool,
}

impl Around {
    /// The name of a member: `archive.zip!/page.html`.
    pub(crate) fn member(&self, member: &str) -> String {
        format!("{}!/{}", self.name, member.trim_start_matches('/'))
    }

    /// Whether record `number` is to be read; notes that it is being read.
    pub(crate) fn wants(&self, number: u64, sink: &mut Sink<'_>) -> bool {
        if !self.outermost {
            return true;
        }
        sink.record = Some(number);
        number >= sink.from_record
    }
}

/// Whether a member is one that folders hide too: `.DS_Store`, `__MACOSX/x`.
pub(crate) fn is_hidden(member: &str) -> bool {
    member
        .split(['/', '\\'])
        .any(|part| part == "__MACOSX" || part.starts_with('.') && part != "." && part != "..")
}
