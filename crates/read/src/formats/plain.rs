//! Plain text: one file, one report.

use crate::decode::{decode, is_binary};
use crate::draft::{Draft, hex};
use crate::error::{ErrorKind, Place, ReadError};
use crate::formats::{Format, Head};
use crate::input::Input;
use crate::sink::{Flow, Sink};
use sha2::{Digest, Sha256};

/// Text without markup.
pub(crate) struct Plain;

impl Format for Plain {
    fn recognises(&self, head: &Head<'_>) -> bool {
        !is_binary(head.bytes)
    }

    fn read(&self, input: Input<'_>, sink: &mut Sink<'_>) -> Flow {
        let place = Place::from(input.name.as_str());
        if Head::of(&input.head).start.starts_with(b"<?xml") {
            // Its markup would be read as words.
            let kind = if input.named {
                ErrorKind::BadRecord
            } else {
                ErrorKind::Skipped
            };
            return sink.error(ReadError::new(
                kind,
                place,
                "it is XML, but of no kind that is known here",
                "give RSS, Atom, a sitemap, NewsML-G2, NITF or XHTML, or the text alone",
            ));
        }
        let Some(bytes) = input.into_bytes(sink.options.limits.text, sink)? else {
            return Flow::Continue(());
        };
        let decoded = decode(&bytes, None);
        let mut draft = Draft {
            text: decoded.text,
            problems: Vec::from_iter(decoded.problem),
            ..Draft::default()
        };
        draft.details.raw_sha256 = hex(&Sha256::digest(&bytes));
        sink.report(draft, &place)
    }
}
