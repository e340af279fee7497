//! What the formats in XML share: the document held whole, and its break told after its items.

use crate::draft::Draft;
use crate::error::{ErrorKind, Place, ReadError};
use crate::formats::Head;
use crate::formats::html::readable;
use crate::input::{Around, Input};
use crate::numbers::Numbers;
use crate::sink::{Flow, Sink};
use crate::xml::{self, Element};

/// Whether an input is XML whose root element has one of these names.
pub(super) fn has_root(head: &Head<'_>, names: &[&str]) -> bool {
    xml::root_name(&readable(head.start)).is_some_and(|name| names.contains(&name))
}

/// Reads a document and hands its root to `items`; where it breaks is told after that.
pub(super) fn read(
    input: Input<'_>,
    sink: &mut Sink<'_>,
    items: impl FnOnce(&Element, &Around, &mut Sink<'_>) -> Flow,
) -> Flow {
    let around = input.around();
    let Some(bytes) = input.into_bytes(sink.options.limits.record, sink)? else {
        return Flow::Continue(());
    };
    let bad = |message: String| {
        ReadError::new(
            ErrorKind::BadRecord,
            around.name.as_str(),
            message,
            "fetch the file again, or tell who made it",
        )
    };
    match xml::parse(&bytes) {
        Ok(parsed) => {
            (sink.item, sink.replaced) = (None, Numbers::default());
            items(&parsed.root, &around, sink)?;
            match (parsed.broken, parsed.decoded) {
                (Some(broken), _) => {
                    let place = match sink.item {
                        Some(last) => Place::record(&around.name, last),
                        None => Place::from(around.name.as_str()),
                    };
                    let error = bad(format!("{broken}; what came before was read"));
                    sink.error(error.at(&place))
                }
                (None, Some(problem)) if !sink.replaced.is_empty() => {
                    sink.error(bad(format!("{}: {problem}", sink.replaced)))
                }
                (None, Some(problem)) => sink.error(bad(problem.to_string())),
                (None, None) => Flow::Continue(()),
            }
        }
        Err(message) => sink.error(bad(message)),
    }
}

/// Gives every item for which `draft` makes one of it and its number, in order, those before a restart
/// excepted.
pub(super) fn give<'e>(
    items: impl IntoIterator<Item = &'e Element>,
    around: &Around,
    sink: &mut Sink<'_>,
    mut draft: impl FnMut(&'e Element, u64, &Sink<'_>) -> Option<Draft>,
) -> Flow {
    let items: Vec<&Element> = items.into_iter().collect();
    for (item, number) in items.iter().zip(1..) {
        sink.item = Some(number);
        if !around.wants(number, sink) {
            continue;
        }
        if let Some(draft) = draft(item, number, sink) {
            let place = match items.len() {
                1 => Place::from(around.name.as_str()),
                _ => Place::record(&around.name, number),
            };
            let title = draft.title.as_deref().unwrap_or_default();
            if draft.text.contains('\u{fffd}') || title.contains('\u{fffd}') {
                sink.replaced.add(number);
            }
            sink.report(draft, &place)?;
        }
    }
    Flow::Continue(())
}

/// The text of an item: all of it if the item has that, else its summary, of which is said that
/// it is one.
pub(super) fn fill(
    draft: &mut Draft,
    content: Option<&str>,
    summary: Option<&str>,
    sink: &Sink<'_>,
) {
    let limits = &sink.options.limits;
    if let Some(content) = content {
        crate::page::fragment(draft, content, limits);
    }
    // A content that is a picture or a counter says nothing; the summary does.
    let empty = !draft.text.chars().any(char::is_alphabetic);
    match (content.filter(|_| !empty || summary.is_none()), summary) {
        (Some(_), _) => {}
        (None, Some(summary)) => {
            crate::page::fragment(draft, summary, limits);
            // Some feeds put all of the report where the summary belongs.
            if draft.text.len() < SUMMARY || is_cut(&draft.text) {
                draft.excerpt("a summary");
            }
        }
        (None, None) => {
            draft.blocks = Some(Vec::new());
            draft.excerpt("the title");
        }
    }
    if content.is_some() && !empty && is_cut(&draft.text) {
        draft.excerpt("the beginning");
    }
}

/// A text that is shorter than this, in bytes, and stands where the summary belongs, is one.
const SUMMARY: usize = 1_500;

fn is_cut(text: &str) -> bool {
    let end = text.trim_end();
    ["[…]", "[...]", "[&hellip;]"]
        .iter()
        .any(|mark| end.ends_with(mark))
}
