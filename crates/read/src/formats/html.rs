//! HTML and XHTML: one page, one report.

use std::borrow::Cow;

use crosswire_report::Problem;
use sha2::{Digest, Sha256};

use crate::decode::decode;
use crate::draft::hex;
use crate::error::Place;
use crate::formats::{Format, Head};
use crate::input::Input;
use crate::page;
use crate::sink::{Flow, Sink};

/// Saved pages.
pub(crate) struct Html;

impl Format for Html {
    fn recognises(&self, head: &Head<'_>) -> bool {
        looks_like(head.start)
    }

    fn read(&self, input: Input<'_>, sink: &mut Sink<'_>) -> Flow {
        let place = Place::from(input.name.as_str());
        match input.into_bytes(sink.options.limits.record, sink)? {
            Some(bytes) => read_page(&bytes, None, None, Vec::new(), &place, sink),
            None => Flow::Continue(()),
        }
    }
}

/// Whether bytes begin as a page does.
pub(crate) fn looks_like(start: &[u8]) -> bool {
    let text = readable(start);
    let mut text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    // Declarations and comments may stand before the root.
    while let Some(rest) = text
        .strip_prefix("<!--")
        .and_then(|rest| rest.split_once("-->"))
    {
        text = rest.1.trim_start();
    }
    if text.starts_with("<?xml") {
        text = text
            .split_once("?>")
            .map_or("", |(_, rest)| rest.trim_start());
    }
    let start: String = text
        .chars()
        .take(400)
        .collect::<String>()
        .to_ascii_lowercase();
    const ROOTS: [&str; 18] = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<meta",
        "<title",
        "<article",
        "<div",
        "<p>",
        "<p ",
        "<h1",
        "<main",
        "<script",
        "<section",
        "<style",
        "<link",
        "<base",
        "<noscript",
    ];
    ROOTS.iter().any(|root| start.starts_with(root))
        || start.starts_with("<!--") && start.contains("html")
        || is_behind_a_warning(text)
}

/// Whether a page begins after what a server's program put before it: a warning, a break.
fn is_behind_a_warning(text: &str) -> bool {
    let start: String = text
        .chars()
        .take(4_000)
        .collect::<String>()
        .to_ascii_lowercase();
    ["<!doctype html", "<html"].iter().any(|root| {
        let Some(at) = start.find(root) else {
            return false;
        };
        // A text that speaks of HTML has more before that than a warning.
        let before = &start[..at];
        let ends = before.trim_end().is_empty() || before.ends_with(['\n', '\r', '>', ' ']);
        let warns = ["warning", "notice", "deprecated", "error", "<br"]
            .iter()
            .any(|word| before.contains(word));
        ends && (warns && before.lines().count() <= 12) && start[at..].contains("<head")
    })
}

/// UTF-16 and the like would hide the tags from a look at the bytes.
pub(super) fn readable(start: &[u8]) -> Cow<'_, str> {
    let sample = &start[..start.len().min(4096)];
    match std::str::from_utf8(sample) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(decode(sample, None).text),
    }
}

/// Reads one page and gives its report, `doubts` among its problems.
pub(crate) fn read_page(
    bytes: &[u8],
    address: Option<&str>,
    charset: Option<&str>,
    doubts: Vec<Problem>,
    place: &Place,
    sink: &mut Sink<'_>,
) -> Flow {
    let declared = charset.map(str::to_owned).or_else(|| declared(bytes));
    let decoded = decode(bytes, declared.as_deref());
    let mut draft = page::draft(&decoded.text, address, &sink.options.limits);
    draft.problems.extend(doubts);
    draft.problems.extend(decoded.problem);
    draft.details.raw_sha256 = hex(&Sha256::digest(bytes));
    sink.report(draft, place)
}

/// The character set that the page's meta elements or its XML declaration name; a script may be
/// in another.
pub(crate) fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(8192)]).to_ascii_lowercase();
    head.match_indices(['<']).find_map(|(at, _)| {
        let tag = &head[at..];
        let tag = &tag[..tag.find('>')?];
        let name = if tag.starts_with("<meta") {
            "charset="
        } else if tag.starts_with("<?xml") {
            "encoding="
        } else {
            return None;
        };
        let label = &tag[tag.find(name)? + name.len()..];
        let label = label.trim_start_matches(['"', '\'', ' ']);
        let end = label
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':')))
            .unwrap_or(label.len());
        Some(label[..end].to_owned()).filter(|label| !label.is_empty())
    })
}
