//! Tables as text (CSV, TSV) whose first line names the columns.

use std::cell::RefCell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use csv::{ByteRecord, ReaderBuilder};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::bad::Bad;
use crate::bounds::broken;
use crate::decode::decode;
use crate::draft::hex;
use crate::error::{ErrorKind, Place, ReadError};
use crate::formats::{Format, Head, record};
use crate::input::{Around, Input};
use crate::options::size;
use crate::sink::{Flow, Sink};

/// What may stand between columns, in the order in which they are tried.
const BETWEEN: [u8; 4] = *b",\t;|";

/// CSV and TSV.
pub(crate) struct Table;

impl Format for Table {
    fn recognises(&self, head: &Head<'_>) -> bool {
        between(head.start).is_some()
    }

    fn read(&self, input: Input<'_>, sink: &mut Sink<'_>) -> Flow {
        let around = input.around();
        let unmarked = input
            .head
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(&input.head);
        let separator = between(unmarked.trim_ascii_start()).unwrap_or(b',');
        let window = Rc::new(RefCell::new(Window::default()));
        let mut reader = ReaderBuilder::new()
            .delimiter(separator)
            .from_reader(Watched {
                stream: input.into_stream(),
                window: Rc::clone(&window),
                limit: sink.options.limits.record,
            });
        let columns = match reader.byte_headers() {
            Ok(names) => columns(names),
            Err(error) => return sink.error(bad_row(&around, 1, error.to_string())),
        };
        let mut rows = Rows {
            columns,
            separator,
            around: &around,
            bad: Bad::default(),
        };
        let mut row = ByteRecord::new();
        let mut number = 0;
        loop {
            let from = reader.position().clone();
            number += 1;
            let read = reader.read_byte_record(&mut row);
            let to = reader.position().byte();
            let raw = window.borrow_mut().take(from.byte(), to);
            match read {
                Ok(false) => break,
                Ok(true) if !around.wants(number, sink) => {}
                Ok(true) => rows.give(&row, &raw, sink)?,
                Err(error) if error.is_io_error() => {
                    let place = Place::line(&around.name, from.line());
                    let csv::ErrorKind::Io(error) = error.into_kind() else {
                        break;
                    };
                    return sink.error(broken(place, to, &error));
                }
                Err(_) if number < sink.from_record => {}
                // A quotation mark that is not closed swallows the rows after it: those are read
                // from what was swallowed, each by itself.
                Err(_) => rows.one_by_one(&raw, from.line(), sink)?,
            }
        }
        let mend = "give every row as many fields as the first line names";
        rows.bad.rest(&around.name, ["rows", "line"], mend, sink)
    }
}

struct Rows<'r> {
    columns: Vec<String>,
    separator: u8,
    around: &'r Around,
    bad: Bad,
}

impl Rows<'_> {
    fn give(&mut self, row: &ByteRecord, raw: &[u8], sink: &mut Sink<'_>) -> Flow {
        let line = row.position().map_or(0, csv::Position::line);
        let mut fields = Map::new();
        let mut doubt = None;
        for (name, value) in self.columns.iter().zip(row) {
            let decoded = decode(value, None);
            doubt = doubt.or(decoded.problem);
            fields.insert(name.clone(), Value::from(decoded.text));
        }
        match record::draft(&fields) {
            Ok(mut draft) => {
                draft.problems.extend(doubt);
                draft.details.raw_sha256 = hex(&Sha256::digest(raw.trim_ascii()));
                for known in &mut draft.details.provenance {
                    known.from = known.from.replace("field", "column");
                }
                sink.report(draft, &Place::line(&self.around.name, line))
            }
            Err(message) => self.fault(line, message, sink),
        }
    }

    fn one_by_one(&mut self, raw: &[u8], first: u64, sink: &mut Sink<'_>) -> Flow {
        let lines = raw.split_inclusive(|&byte| byte == b'\n');
        for (line, text) in (first..).zip(lines) {
            let mut reader = ReaderBuilder::new()
                .delimiter(self.separator)
                .has_headers(false)
                .flexible(true)
                .from_reader(text);
            let mut row = ByteRecord::new();
            if matches!(reader.read_byte_record(&mut row), Ok(true)) {
                if row.len() == self.columns.len() && line > first {
                    self.give(&row, text, sink)?;
                } else {
                    let (named, found) = (self.columns.len(), row.len());
                    let message = format!("{found} fields where the first line names {named}");
                    self.fault(line, message, sink)?;
                }
            }
        }
        Flow::Continue(())
    }

    fn fault(&mut self, line: u64, message: String, sink: &mut Sink<'_>) -> Flow {
        if self.bad.add(line) {
            sink.error(bad_row(self.around, line, message))?;
        }
        Flow::Continue(())
    }
}

fn bad_row(around: &Around, line: u64, message: String) -> ReadError {
    ReadError::new(
        ErrorKind::BadRecord,
        Place::line(&around.name, line),
        message,
        "give every row as many fields as the first line names, and close its quotation marks",
    )
}

/// The columns by the names that records use.
fn columns(names: &ByteRecord) -> Vec<String> {
    names
        .iter()
        .map(|name| {
            let name = String::from_utf8_lossy(name);
            let name = name.trim_start_matches('\u{feff}').trim();
            record::known(name).map_or_else(|| name.to_owned(), str::to_owned)
        })
        .collect()
}

/// What stands between the columns that the first line names; `None` if it names no text or title.
fn between(start: &[u8]) -> Option<u8> {
    let line = start.split(|&byte| byte == b'\n').next()?;
    if line.len() > 4_000 || start.len() == line.len() {
        return None;
    }
    let line = std::str::from_utf8(line).ok()?.trim();
    BETWEEN.into_iter().find(|&separator| {
        let names: Vec<&str> = line
            .split(char::from(separator))
            .map(|name| name.trim().trim_matches('"'))
            .collect();
        let known = names
            .iter()
            .filter(|name| record::known(name).is_some())
            .count();
        names.len() >= 2
            && known >= 2
            && names.iter().all(|name| name.len() <= 60)
            && names.iter().any(|name| record::is_text(name))
    })
}

/// The bytes that were read last, by their place in the stream.
#[derive(Default)]
struct Window {
    bytes: Vec<u8>,
    from: u64,
}

impl Window {
    /// The bytes from `from` to `to`; what is before them is forgotten.
    fn take(&mut self, from: u64, to: u64) -> Vec<u8> {
        let place = |at: u64| usize::try_from(at.saturating_sub(self.from)).unwrap_or(usize::MAX);
        let end = place(to).min(self.bytes.len());
        let taken = self.bytes[place(from).min(end)..end].to_vec();
        self.bytes.drain(..end);
        self.from += end as u64;
        taken
    }
}

/// Keeps what is read of a row, which may not grow without end.
struct Watched<'a> {
    stream: Box<dyn BufRead + 'a>,
    window: Rc<RefCell<Window>>,
    limit: usize,
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        let mut window = self.window.borrow_mut();
        window.bytes.extend_from_slice(&buffer[..read]);
        if window.bytes.len() > self.limit {
            return Err(io::Error::other(format!(
                "a row is longer than {}: a quotation mark in it may not be closed",
                size(self.limit as u64)
            )));
        }
        Ok(read)
    }
}
