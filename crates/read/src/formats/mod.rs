//! The formats, each in a file of its own. This is the one place where a format is added: write
//! the file, and put it into [`MARKED`] or [`UNMARKED`] at the place that its sharpness earns. What an object in
//! JSON can be is listed in [`objects`].

mod arrow;
mod atom;
mod columns;
mod foreign;
mod gzip;
mod html;
mod json;
mod json_feed;
mod jsonl;
mod mail;
mod markdown;
mod markup;
mod newsml;
mod ninjs;
mod nitf;
mod objects;
mod parquet;
mod plain;
mod record;
mod rss;
mod sitemap;
mod table;
mod tar;
mod warc;
mod zip;
mod zstandard;

pub(crate) use html::declared as declared_charset;

use crate::error::{ErrorKind, ReadError};
use crate::input::Input;
use crate::sink::{Flow, Sink, guarded};

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

impl<'h> Head<'h> {
    fn of(bytes: &'h [u8]) -> Head<'h> {
        let unmarked = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        Head {
            bytes,
            start: unmarked.trim_ascii_start(),
        }
    }
}

/// Every format with an unmistakable mark, the sharpest first.
const MARKED: &[&dyn Format] = &[
    &gzip::Gzip,
    &zstandard::Zstandard,
    &zip::Zip,
    &warc::Warc,
    &parquet::Parquet,
    &arrow::Arrow,
    &rss::Rss,
    &atom::Atom,
    &sitemap::Sitemap,
    &newsml::NewsMl,
    &nitf::Nitf,
    &html::Html,
    // After those with a magic number: any bytes that sum up right could be one.
    &tar::Tar,
];

/// Every other format, plain text, which takes anything, last.
const UNMARKED: &[&dyn Format] = &[
    &json::Json,
    &jsonl::Jsonl,
    &mail::Mail,
    &table::Table,
    &markdown::Markdown,
    &plain::Plain,
];

/// Whether an input is in a format with an unmistakable mark.
pub(crate) fn is_marked(input: &Input<'_>) -> bool {
    let head = Head::of(&input.head);
    MARKED.iter().any(|format| format.recognises(&head))
}

/// Reads an input in whatever format it is in.
pub(crate) fn read(input: Input<'_>, sink: &mut Sink<'_>) -> Flow {
    if input.depth > sink.options.limits.depth {
        return sink.error(ReadError::new(
            ErrorKind::TooLarge,
            input.name.as_str(),
            format!(
                "it lies more than {} archives deep",
                sink.options.limits.depth
            ),
            "unpack the outer ones by hand",
        ));
    }
    let head = Head::of(&input.head);
    if let Some(foreign) = foreign::told(&head) {
        let kind = refused(&input);
        return sink.error(ReadError::new(
            kind,
            input.name.as_str(),
            foreign.what,
            foreign.mend,
        ));
    }
    let mut formats = MARKED.iter().chain(UNMARKED);
    match formats.find(|format| format.recognises(&head)) {
        Some(format) => {
            let (before, name) = (sink.given(), input.name.clone());
            guarded(&name, sink, |sink| format.read(input, sink))?;
            if sink.given() > before || sink.from_record > 1 {
                return Flow::Continue(());
            }
            // Every input is accounted for.
            sink.error(ReadError::new(
                ErrorKind::Skipped,
                name.as_str(),
                "there is no report in it",
                "nothing needs doing, unless there should be one",
            ))
        }
        None => {
            let kind = refused(&input);
            sink.error(ReadError::new(
                kind,
                input.name.as_str(),
                "it is no text, and no format that is known here",
                "give text, HTML, feeds, JSON, CSV, mail, or archives of them",
            ))
        }
    }
}

/// What it is called when an input cannot be read: a failure for one that was asked for by name.
fn refused(input: &Input<'_>) -> ErrorKind {
    if input.named {
        ErrorKind::Binary
    } else {
        ErrorKind::Skipped
    }
}
