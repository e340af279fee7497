//! JSON documents: one object, a list of them, or one after the other, on any lines. Objects are
//! taken from the stream one by one, so a long list costs no more than its longest object.

use std::io::{self, BufRead};

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::objects::{self, Origin};
use crate::bad::Bad;
use crate::bounds::broken;
use crate::decode::{decode, without_half_characters};
use crate::draft::{Draft, hex};
use crate::error::{ErrorKind, Place, ReadError};
use crate::formats::{Format, Head};
use crate::input::Input;
use crate::options::size;
use crate::sink::{Flow, Sink};

/// JSON that is not one object a line.
pub(crate) struct Json;

impl Format for Json {
    fn recognises(&self, head: &Head<'_>) -> bool {
        match head.start.first() {
            Some(b'[') => matches!(
                head.start[1..].trim_ascii_start().first(),
                Some(b'{' | b']')
            ),
            Some(b'{') if opens_object(head.start) => {
                let mut lines = head.start.split(|&byte| byte == b'\n');
                let first = lines.next().unwrap_or_default();
                let whole = first.len() == head.start.len();
                let next = lines.map(<[u8]>::trim_ascii).find(|line| !line.is_empty());
                !whole
                    && serde_json::from_slice::<serde::de::IgnoredAny>(first).is_err()
                    && !next.is_some_and(opens_object)
            }
            _ => false,
        }
    }

    fn read(&self, input: Input<'_>, sink: &mut Sink<'_>) -> Flow {
        let around = input.around();
        let mut objects = Objects {
            stream: input.into_stream(),
            limit: sink.options.limits.record,
        };
        let (mut number, mut bad) = (0, Bad::default());
        let mut object = Vec::new();
        loop {
            number += 1;
            let place = Place::record(&around.name, number);
            let fault = |kind, message: String, mend: &str| {
                ReadError::new(kind, place.clone(), message, mend)
            };
            let error = match objects.next(&mut object) {
                Ok(Next::End) => break,
                Ok(_) if !around.wants(number, sink) => continue,
                Ok(Next::Object) => match read_object(&object, &place, sink) {
                    Ok(flow) => {
                        flow?;
                        continue;
                    }
                    Err(error) => error,
                },
                Ok(Next::CutOff) => fault(
                    ErrorKind::BadRecord,
                    "the document ends inside this object".to_owned(),
                    "check that the file is whole; the objects before it were read",
                ),
                Ok(Next::Stray(length)) => fault(
                    ErrorKind::BadRecord,
                    format!("{} that are no object", size(length)),
                    "write objects only, as {\"text\": ...}",
                ),
                Ok(Next::TooLong(length)) => fault(
                    ErrorKind::TooLarge,
                    format!("the object is {}, too long to be one report", size(length)),
                    "give each report as an object of its own",
                ),
                Err(error) => return sink.error(broken(place, 0, &error)),
            };
            if bad.add(number) {
                sink.error(error)?;
            }
        }
        let mend = "check that the file is JSON, and whole";
        bad.rest(&around.name, ["objects", "record"], mend, sink)
    }
}

/// Whether bytes begin as an object does, rather than as words in braces.
pub(super) fn opens_object(bytes: &[u8]) -> bool {
    bytes
        .strip_prefix(b"{")
        .is_some_and(|rest| matches!(rest.trim_ascii_start().first(), None | Some(b'"' | b'}')))
}

fn read_object(object: &[u8], place: &Place, sink: &mut Sink<'_>) -> Result<Flow, ReadError> {
    let mut decoded = decode(object, Some("utf-8"));
    if let Some(whole) = without_half_characters(&decoded.text) {
        decoded = whole;
    }
    let value: Value = serde_json::from_str(&decoded.text).map_err(|error| {
        ReadError::new(
            ErrorKind::BadRecord,
            place.clone(),
            format!("not JSON: {error}"),
            "write the object again with a program that knows JSON",
        )
    })?;
    let Value::Object(fields) = value else {
        return Ok(Flow::Continue(()));
    };
    let prepare = |draft: &mut Draft| {
        draft.problems.extend(decoded.problem.clone());
        draft.details.raw_sha256 = hex(&Sha256::digest(object));
    };
    objects::give(
        &fields,
        &Origin {
            place,
            prepare: &prepare,
        },
        sink,
    )
}

enum Next {
    Object,
    CutOff,
    Stray(u64),
    TooLong(u64),
    End,
}

/// Cuts a stream into objects by their braces, those in strings aside.
struct Objects<'a> {
    stream: Box<dyn BufRead + 'a>,
    limit: usize,
}

impl Objects<'_> {
    fn next(&mut self, object: &mut Vec<u8>) -> io::Result<Next> {
        object.clear();
        let (mut depth, mut length, mut stray) = (0u64, 0u64, 0u64);
        let (mut in_string, mut escaped) = (false, false);
        loop {
            let chunk = match self.stream.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if chunk.is_empty() {
                return Ok(match (length, stray) {
                    (0, 0) => Next::End,
                    (0, stray) => Next::Stray(stray),
                    _ => Next::CutOff,
                });
            }
            let mut taken = 0;
            let mut done = None;
            for &byte in chunk {
                if depth == 0 && byte == b'{' && stray > 0 {
                    done = Some(Next::Stray(stray));
                    break;
                }
                taken += 1;
                if depth == 0 && byte != b'{' {
                    let between = byte.is_ascii_whitespace()
                        || matches!(byte, b'[' | b']' | b',' | 0x1e | 0xef | 0xbb | 0xbf);
                    stray += u64::from(!between);
                    continue;
                }
                length += 1;
                if object.len() < self.limit {
                    object.push(byte);
                }
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' if in_string => escaped = true,
                    b'"' => in_string = !in_string,
                    // No string of JSON runs over a line: this one was not closed.
                    b'\n' => in_string = false,
                    b'{' | b'[' if !in_string => depth += 1,
                    b'}' | b']' if !in_string => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    done = Some(if length > self.limit as u64 {
                        Next::TooLong(length)
                    } else {
                        Next::Object
                    });
                    break;
                }
            }
            self.stream.consume(taken);
            if let Some(done) = done {
                return Ok(done);
            }
        }
    }
}
