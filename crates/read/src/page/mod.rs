//! From a page to a report: the article without what is around it, and what the page says of it.
//!
//! The extraction crate finds the article; before it come repairs of the page (what a reader
//! never sees is taken out), after it come the roles of the blocks and the title, bylines and
//! invitations that it let through. The text is ours then, so every span in it is true.

mod body;
mod byline;
mod choose;
mod clean;
mod days;
mod elements;
mod evidence;
mod features;
mod found;
mod headline;
mod hidden;
mod jsonld;
mod lines;
mod metadata;
mod names;
pub(crate) mod people;
mod rebuild;
mod visible;
mod writers;

use crosswire_report::{Item, Problem, ProblemKind};
use trafilatura::dom::{Document, NodeId};

use crate::draft::Draft;
use crate::options::{Limits, size};

/// Deeper nesting than this is no page that a person made; browsers stop there too.
const DEPTH: usize = 500;

/// More starts than this without an end make parsing itself slow.
const LEFT_OPEN: usize = 2_000;

/// Reads a page; `address` is where it was found, where that is known.
pub(crate) fn draft(html: &str, address: Option<&str>, limits: &Limits) -> Draft {
    let mut draft = Draft {
        blocks: Some(Vec::new()),
        ..Draft::default()
    };
    if let Some(problem) = refuse(html, limits) {
        draft.problems.push(problem);
        return draft;
    }
    let html = from_root(html);
    let page = Document::parse(html);
    if let Some(problem) = too_deep(&page) {
        draft.problems.push(problem);
        return draft;
    }
    let page = Page::of(page);
    metadata::fill(&mut draft, &page.given, &page.lines, html, address);
    let body = body::body(page.rebuilt, &page.lines, draft.title.as_deref());
    take(&mut draft, body, "text of the page");
    draft
}

/// The lines of a page, each with what is known of it, for training.
pub(crate) fn rows(html: &str, limits: &Limits) -> Vec<(String, Vec<f32>)> {
    let mut draft = Draft::default();
    if refuse(html, limits).is_some() {
        return Vec::new();
    }
    let page = Document::parse(from_root(html));
    if too_deep(&page).is_some() {
        return Vec::new();
    }
    let page = Page::of(page);
    metadata::fill(&mut draft, &page.given, &page.lines, html, None);
    body::rows(page.rebuilt, &page.lines, draft.title.as_deref())
}

/// What there is to choose from on a page, for training.
pub(crate) fn choices(html: &str, limits: &Limits) -> metadata::Choices {
    if refuse(html, limits).is_some() {
        return metadata::Choices::default();
    }
    let html = from_root(html);
    let page = Document::parse(html);
    if too_deep(&page).is_some() {
        return metadata::Choices::default();
    }
    let page = Page::of(page);
    metadata::choices(&page.given, &page.lines, html)
}

/// A page as it was given, as it is read, and its lines.
struct Page {
    given: Document,
    rebuilt: Document,
    lines: lines::Lines,
}

impl Page {
    fn of(given: Document) -> Page {
        let mut rebuilt = Document::parse(&rebuild::rebuilt(&given));
        clean::clean(&mut rebuilt);
        let lines = lines::lines(&rebuilt);
        Page {
            given,
            rebuilt,
            lines,
        }
    }
}

pub(crate) use days::FEATURES as DAY_FEATURES;
pub(crate) use features::FEATURES;
pub(crate) use writers::FEATURES as WRITER_FEATURES;

/// A page from where its root begins: servers put warnings and styles in front of it.
fn from_root(html: &str) -> &str {
    let end = html.floor_char_boundary(html.len().min(4_000));
    let start = html[..end].to_ascii_lowercase();
    match start.find("<!doctype html") {
        Some(at) => &html[at..],
        None => html,
    }
}

/// Fills the text of `draft` from markup that is all article: an item of a feed, a mail.
pub(crate) fn fragment(draft: &mut Draft, html: &str, limits: &Limits) {
    draft.blocks = Some(Vec::new());
    if let Some(problem) = refuse(html, limits) {
        draft.problems.push(problem);
        return;
    }
    let content = Document::parse(html);
    if let Some(problem) = too_deep(&content) {
        draft.problems.push(problem);
        return;
    }
    let body = body::fragment(&content, draft.title.as_deref());
    take(draft, body, "text");
}

/// The words of a short piece of markup, such as a title; entities that were escaped twice too.
pub(crate) fn words(html: &str) -> String {
    if !html.contains(['<', '&']) || html.len() > 10_000 || nesting(html) > 50 {
        return html.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let content = Document::parse(html);
    let words = content.body().map(|body| found::words(&content, body));
    words.unwrap_or_default()
}

fn take(draft: &mut Draft, body: body::Body, from: &str) {
    let letters = body.text.chars().filter(|c| c.is_alphanumeric()).count();
    if body.left_out * 10 > letters {
        draft.problems.push(Problem {
            kind: ProblemKind::LeftOut,
            message: format!(
                "{} letters that stand inside the article and look like its text were left out, \
                 of {} in all",
                body.left_out,
                letters + body.left_out
            ),
            mend: "compare the text with the page; give the text by itself if something is missing"
                .to_owned(),
        });
    }
    draft.text = body.text;
    draft.blocks = Some(body.blocks);
    if draft.published.is_none()
        && let Some(stamp) = body.published
    {
        draft.published = Some(stamp);
        draft.came_from(Item::Published, from);
    }
    if draft.authors.is_empty() && !body.authors.is_empty() {
        draft.authors = body.authors;
        draft.came_from(Item::Authors, from);
    }
    if body.repaired {
        draft.problems.push(Problem {
            kind: ProblemKind::Repaired,
            message: "letters that were decoded twice, soft hyphens or entities were put right"
                .to_owned(),
            mend: "nothing needs doing; what it was read from is unchanged".to_owned(),
        });
    }
}

/// A page that would cost more than it can tell.
fn refuse(html: &str, limits: &Limits) -> Option<Problem> {
    if html.len() > limits.record {
        return Some(too_long(format!("the page is {}", size(html.len() as u64))));
    }
    (nesting(html) > LEFT_OPEN)
        .then(|| too_long(format!("more than {LEFT_OPEN} of its elements have no end")))
}

fn too_deep(page: &Document) -> Option<Problem> {
    let mut open: Vec<(NodeId, usize)> = vec![(page.root(), 0)];
    while let Some((id, depth)) = open.pop() {
        if depth > DEPTH {
            return Some(too_long(format!(
                "its elements are nested more than {DEPTH} deep"
            )));
        }
        open.extend(
            page.child_nodes(id)
                .into_iter()
                .map(|child| (child, depth + 1)),
        );
    }
    None
}

fn too_long(message: String) -> Problem {
    Problem {
        kind: ProblemKind::TooLong,
        message,
        mend: "save the page again, or give its text".to_owned(),
    }
}

/// How deep elements can be nested at most: starts less ends, void elements aside.
fn nesting(html: &str) -> usize {
    let bytes = html.as_bytes();
    let (mut depth, mut deepest) = (0usize, 0usize);
    for at in memchr::memchr_iter(b'<', bytes) {
        match bytes.get(at + 1) {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(next) if next.is_ascii_alphabetic() => {
                let name = &bytes[at + 1..bytes.len().min(at + 9)];
                let end = name
                    .iter()
                    .position(|b| !b.is_ascii_alphanumeric())
                    .unwrap_or(name.len());
                if !is_left_open(&name[..end]) {
                    depth += 1;
                    deepest = deepest.max(depth);
                }
            }
            _ => {}
        }
    }
    deepest
}

/// Elements without an end, or whose end pages leave out.
fn is_left_open(name: &[u8]) -> bool {
    const OPEN: [&[u8]; 24] = [
        b"br", b"img", b"meta", b"link", b"input", b"hr", b"source", b"area", b"base", b"col",
        b"embed", b"param", b"track", b"wbr", b"p", b"li", b"option", b"td", b"tr", b"th", b"dt",
        b"dd", b"path", b"use",
    ];
    OPEN.iter().any(|open| open.eq_ignore_ascii_case(name))
}

/// Letters and digits only, in lower case, words set apart by one space.
pub(crate) fn fold(words: &str) -> String {
    crate::segment::fold(words)
}

#[cfg(test)]
mod tests;
