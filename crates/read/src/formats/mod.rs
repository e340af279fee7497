//! The formats, each in a file of its own. This is the one place where a format is added: write
//! the file, and put it into [`FORMATS`] at the place that its sharpness earns.

mod html;
mod jsonl;
mod plain;
mod record;

use crate::error::{ErrorKind, ReadError};
use crate::input::Input;
use crate::sink::{Flow, Sink};

/// A format that reports come in.
pub(crate) trait Format: Sync {
    /// Whether an input that begins like this is in the format. Told by content, never by name.
    fn recognises(&self, head: &Head<'_>) -> bool;

    /// Reads the input and gives everything in it to the sink, errors too.
    fn read(&self, input: Input<'_>, sink: &mut Sink<'_>) -> Flow;
}

/// The beginning of an input.
pub(crate) struct Head<'h> {
    /// Its first bytes.
    pub(crate) bytes: &'h [u8],
    /// The same without a byte order mark and white space in front.
    pub(crate) start: &'h [u8],
}

/// Every format, those with an unmistakable mark first, plain text, which takes anything, last.
const FORMATS: &[&dyn Format] = &[&html::Html, &jsonl::Jsonl, &plain::Plain];

/// Reads an input in whatever format it is in.
pub(crate) fn read(input: Input<'_>, sink: &mut Sink<'_>) -> Flow {
    let bytes = input.head.as_slice();
    let unmarked = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let head = Head {
        bytes,
        start: unmarked.trim_ascii_start(),
    };
    match FORMATS.iter().find(|format| format.recognises(&head)) {
        Some(format) => format.read(input, sink),
        None => {
            let kind = if input.named {
                ErrorKind::Binary
            } else {
                ErrorKind::Skipped
            };
            sink.error(ReadError::new(
                kind,
                input.name.as_str(),
                "it is no text, and no format that is known here",
                "give text, HTML, feeds, JSON, CSV, mail, or archives of them",
            ))
        }
    }
}
