//! The records of a WARC stream, each held whole if it is no longer than a page may be.
//!
//! Where a record's length is wrong, the next record is looked for: first inside what was taken
//! for the body (the length was too long, or a packed member was damaged), then after it.

use std::io::{self, BufRead};

/// A record's header is not longer than this.
const HEADER: usize = 64 << 10;

/// How every record begins.
const VERSION: &[u8] = b"WARC/";

/// A stream of records.
pub(super) struct Records<'a> {
    stream: Box<dyn BufRead + 'a>,
    /// What was read too far, from `back_at` on.
    back: Vec<u8>,
    back_at: usize,
    /// How many bytes were put back so far.
    rewound: u64,
    limit: usize,
    number: u64,
    bytes: u64,
    body: Vec<u8>,
}

/// What comes next.
pub(super) enum Next<'r> {
    /// A record.
    Record(Record<'r>),
    /// Something that is no record, in its place.
    Bad { number: u64, message: String },
    /// Nothing.
    End,
}

/// One record.
pub(super) struct Record<'r> {
    /// Counted from one.
    pub(super) number: u64,
    /// Its header, without the line of the version.
    header: String,
    /// What it holds.
    pub(super) body: Body<'r>,
}

/// What a record holds.
pub(super) enum Body<'r> {
    /// All of it.
    Whole(&'r [u8]),
    /// What there is of it: its length was wrong.
    Damaged(&'r [u8]),
    /// So many bytes, more than are held.
    TooLong(u64),
}

impl Record<'_> {
    /// A field of the header; names are compared without case.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        field(&self.header, name)
    }
}

/// The value of the first line `name: value`.
pub(super) fn field<'h>(header: &'h str, name: &str) -> Option<&'h str> {
    header.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

impl<'a> Records<'a> {
    /// The records of `stream`, bodies up to `limit` bytes held.
    pub(super) fn new(stream: Box<dyn BufRead + 'a>, limit: usize) -> Records<'a> {
        Records {
            stream,
            back: Vec::new(),
            back_at: 0,
            rewound: 0,
            limit,
            number: 0,
            bytes: 0,
            body: Vec::new(),
        }
    }

    /// The number of the record that was given last.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// How many bytes were read.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The next record.
    pub(super) fn next(&mut self) -> io::Result<Next<'_>> {
        while matches!(self.peek()?.first(), Some(b'\r' | b'\n')) {
            self.take(1);
        }
        if self.peek()?.is_empty() {
            return Ok(Next::End);
        }
        self.number += 1;
        let mut header = Vec::new();
        if !self.header(&mut header)? || !header.starts_with(VERSION) {
            let skipped = header.len() as u64 + self.skip_to_record()?;
            return Ok(self.bad(format!("{skipped} bytes that are no record")));
        }
        let header = String::from_utf8_lossy(&header);
        let header = header
            .split_once('\n')
            .map_or("", |(_, fields)| fields)
            .to_owned();
        let Some(stated) = field(&header, "Content-Length") else {
            self.skip_to_record()?;
            return Ok(self.bad("the record does not say how long it is".to_owned()));
        };
        let Ok(length) = stated.parse::<u64>() else {
            let stated = crate::draft::shortened(stated).to_owned();
            self.skip_to_record()?;
            return Ok(self.bad(format!("the record's length {stated:?} is no number")));
        };
        let whole = self.read_body(length)?;
        let body = if length > self.limit as u64 {
            Body::TooLong(length)
        } else if whole {
            Body::Whole(&self.body)
        } else {
            Body::Damaged(&self.body)
        };
        Ok(Next::Record(Record {
            number: self.number,
            header,
            body,
        }))
    }

    fn bad(&self, message: String) -> Next<'static> {
        Next::Bad {
            number: self.number,
            message,
        }
    }

    /// Reads up to the empty line; whether there was one before too much was read.
    fn header(&mut self, header: &mut Vec<u8>) -> io::Result<bool> {
        loop {
            let start = header.len();
            loop {
                let chunk = self.peek()?;
                if chunk.is_empty() || header.len() > HEADER {
                    return Ok(false);
                }
                let end = memchr::memchr(b'\n', chunk);
                let taken = end.map_or(chunk.len(), |end| end + 1).min(HEADER);
                header.extend_from_slice(&chunk[..taken]);
                self.take(taken);
                if end.is_some_and(|end| end < taken) {
                    break;
                }
            }
            let line = &header[start..];
            if start == 0 && !line.starts_with(VERSION) {
                return Ok(false);
            }
            if line.trim_ascii().is_empty() {
                return Ok(true);
            }
        }
    }

    /// Reads a body, or passes it if it is too long to hold; whether its length was right.
    fn read_body(&mut self, length: u64) -> io::Result<bool> {
        self.body.clear();
        let hold = length <= self.limit as u64;
        let mut left = length;
        while left > 0 {
            let chunk = self.peek()?;
            if chunk.is_empty() {
                break;
            }
            let taken = chunk.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            if hold {
                let mut body = std::mem::take(&mut self.body);
                body.extend_from_slice(&self.peek()?[..taken]);
                self.body = body;
            }
            self.take(taken);
            left -= taken as u64;
        }
        let next = self.peek()?;
        if left == 0 && (next.is_empty() || matches!(next[0], b'\r' | b'\n')) {
            return Ok(true);
        }
        if left == 0 && next.starts_with(VERSION) {
            return Ok(true);
        }
        // Lengths that are all wrong must not have everything read over and over.
        let affordable = self.rewound <= 4 * self.bytes + (64 << 20);
        match memchr::memmem::find(&self.body, b"\nWARC/1.") {
            Some(at) if affordable => {
                let back = self.body.split_off(at + 1);
                self.put_back(back);
            }
            _ => {
                self.skip_to_record()?;
            }
        }
        Ok(false)
    }

    fn put_back(&mut self, mut bytes: Vec<u8>) {
        self.bytes -= bytes.len() as u64;
        self.rewound += bytes.len() as u64;
        bytes.extend_from_slice(&self.back[self.back_at..]);
        self.back = bytes;
        self.back_at = 0;
    }

    /// Moves to where a record begins, or to the end; how many bytes were passed.
    fn skip_to_record(&mut self) -> io::Result<u64> {
        const START: &[u8] = b"\nWARC/1.";
        let mut passed = 0;
        let mut matched = 0;
        loop {
            let chunk = self.peek()?;
            if chunk.is_empty() {
                return Ok(passed);
            }
            let mut found = None;
            for (at, &byte) in chunk.iter().enumerate() {
                matched = match byte {
                    byte if byte == START[matched] => matched + 1,
                    b'\n' => 1,
                    _ => 0,
                };
                if matched == START.len() {
                    found = Some(at + 1);
                    break;
                }
            }
            let taken = found.unwrap_or(chunk.len());
            self.take(taken);
            passed += taken as u64;
            if found.is_some() {
                self.put_back(START[1..].to_vec());
                return Ok(passed - (START.len() as u64 - 1));
            }
        }
    }

    fn peek(&mut self) -> io::Result<&[u8]> {
        if self.back_at < self.back.len() {
            return Ok(&self.back[self.back_at..]);
        }
        loop {
            match self.stream.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
                Ok(_) => break,
            }
        }
        self.stream.fill_buf()
    }

    fn take(&mut self, amount: usize) {
        self.bytes += amount as u64;
        if self.back_at < self.back.len() {
            self.back_at += amount;
        } else {
            self.stream.consume(amount);
        }
    }
}
