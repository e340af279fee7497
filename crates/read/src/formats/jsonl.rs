//! JSON Lines: one record a line, read line by line, so that a file of any length costs no more
//! than its longest record, and a bad line costs only itself.

use std::io::BufRead;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::json::opens_object;
use super::objects::{self, Origin};
use crate::bad::Bad;
use crate::decode::{decode, without_half_characters};
use crate::draft::{Draft, hex};
use crate::error::{ErrorKind, Place, ReadError};
use crate::formats::{Format, Head, record};
use crate::input::Input;
use crate::options::size;
use crate::sink::{Flow, Sink};

/// Report JSONL, and what other tools write a line a report.
pub(crate) struct Jsonl;

impl Format for Jsonl {
    fn recognises(&self, head: &Head<'_>) -> bool {
        opens_object(head.start)
    }

    fn read(&self, input: Input<'_>, sink: &mut Sink<'_>) -> Flow {
        let name = input.name.clone();
        let around = input.around();
        let limit = sink.options.limits.record;
        let mut stream = input.into_stream();
        let (mut number, mut bad) = (0, Bad::default());
        let mut line = Vec::new();
        loop {
            number += 1;
            let place = Place::line(&name, number);
            let error = match next_line(&mut *stream, &mut line, limit) {
                Ok(Next::End) => break,
                Ok(Next::Line) if line.trim_ascii().is_empty() || !around.wants(number, sink) => {
                    continue;
                }
                Ok(Next::Line) => match read_line(&line, &place, sink) {
                    Ok(flow) => {
                        flow?;
                        continue;
                    }
                    Err(error) => error,
                },
                Ok(Next::TooLong(length)) => ReadError::new(
                    ErrorKind::TooLarge,
                    place,
                    format!(
                        "the line is {}, more than the {} that one record may have",
                        size(length),
                        size(limit as u64)
                    ),
                    "give each report as a line of its own",
                ),
                Err(error) => {
                    return sink.error(ReadError::new(
                        ErrorKind::Broken,
                        place,
                        format!("reading stopped: {error}"),
                        "check that the file is whole and can be read; the lines before it were read",
                    ));
                }
            };
            if bad.add(number) {
                sink.error(error)?;
            }
        }
        let mend = "check that the file is JSON Lines, one object a line";
        bad.rest(&name, ["lines", "line"], mend, sink)
    }
}

fn read_line(line: &[u8], place: &Place, sink: &mut Sink<'_>) -> Result<Flow, ReadError> {
    let bad = |message: String, mend: &str| {
        ReadError::new(ErrorKind::BadRecord, place.clone(), message, mend)
    };
    let mut decoded = decode(line, Some("utf-8"));
    if let Some(whole) = without_half_characters(&decoded.text) {
        decoded = whole;
    }
    let record: Value = serde_json::from_str(decoded.text.trim()).map_err(|error| {
        let mend = if error.is_eof() {
            "the record is cut off: check that the file is whole"
        } else {
            "write one JSON object a line, with the fields id, outlet, url, title, authors, published, text"
        };
        bad(format!("not JSON: {error}"), mend)
    })?;
    let Value::Object(record) = record else {
        return Err(bad(
            format!("the line is {}, not an object", record::kind(&record)),
            "write one JSON object a line",
        ));
    };
    let prepare = |draft: &mut Draft| {
        draft.problems.extend(decoded.problem.clone());
        draft.details.raw_sha256 = hex(&Sha256::digest(line.trim_ascii()));
    };
    objects::give(
        &record,
        &Origin {
            place,
            prepare: &prepare,
        },
        sink,
    )
}

enum Next {
    Line,
    TooLong(u64),
    End,
}

/// Reads up to the end of the line; of one that is too long only the length is kept.
fn next_line(stream: &mut dyn BufRead, line: &mut Vec<u8>, limit: usize) -> std::io::Result<Next> {
    line.clear();
    let mut length = 0;
    loop {
        let chunk = match stream.fill_buf() {
            Ok(chunk) => chunk,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if chunk.is_empty() && length == 0 {
            return Ok(Next::End);
        }
        let end = chunk.iter().position(|&b| b == b'\n');
        let taken = end.map_or(chunk.len(), |end| end + 1);
        length += taken as u64;
        if line.len() + taken <= limit {
            line.extend_from_slice(&chunk[..taken]);
        }
        let done = end.is_some() || chunk.is_empty();
        stream.consume(taken);
        if done {
            return Ok(if length > limit as u64 {
                Next::TooLong(length)
            } else {
                Next::Line
            });
        }
    }
}
