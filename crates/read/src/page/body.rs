//! The article's text and the roles of its blocks.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crosswire_calendar::Stamp;
use crosswire_report::{Block, Role};
use crosswire_text::Span;
use trafilatura::dom::Document;
use trafilatura::{HtmlDateMode, Options};

use super::choose;
use super::evidence::Evidence;
use super::features::Seen;
use super::lines::{self, Lines};
use super::rebuild;
use crate::repair;
use crate::segment::{self, Segmented};

/// What extraction gave.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) text: String,
    pub(super) blocks: Vec<Block>,
    pub(super) published: Option<Stamp>,
    pub(super) authors: Vec<String>,
    pub(super) repaired: bool,
    /// Letters of what looks like text of the article, inside it, and was left out.
    pub(super) left_out: usize,
}

/// Extracts the article from a page.
pub(super) fn body(page: Document, lines: &Lines, title: Option<&str>) -> Body {
    let evidence = extracted(page);
    let chosen = choose::choose(lines, &evidence, title);
    let mut body = settle(lines, &chosen.kept, title);
    body.left_out = chosen.left_out;
    body
}

/// The lines of a page and what is known of each, for training.
pub(super) fn rows(page: Document, lines: &Lines, title: Option<&str>) -> Vec<(String, Vec<f32>)> {
    let evidence = extracted(page);
    let seen = Seen::of(lines, &evidence, title);
    let texts = lines.lines.iter().map(|line| line.text.clone());
    texts
        .enumerate()
        .map(|(at, text)| (text, seen.row(at)))
        .collect()
}

/// What the extraction crate takes for the article.
fn extracted(page: Document) -> Evidence {
    let mut options = Options::default()
        .with_fallback(true)
        .with_html_date_mode(HtmlDateMode::Disabled);
    options.exclude_comments = true;
    // A stranger's page that makes the extraction crate panic costs what it would have said.
    let extracted = catch_unwind(AssertUnwindSafe(|| {
        trafilatura::extract_document(page, &options)
    }));
    match extracted {
        Ok(Ok(extracted)) => Evidence::of_markup(&extracted.content_html),
        _ => Evidence::default(),
    }
}

/// Takes the text of markup that is all article.
pub(super) fn fragment(content: &Document, title: Option<&str>) -> Body {
    let content = Document::parse(&rebuild::rebuilt(content));
    let lines = lines::lines(&content);
    let all: Vec<usize> = (0..lines.lines.len()).collect();
    settle(&lines, &all, title)
}

/// Tells the roles of the lines that are kept, then leaves out what is not the article.
fn settle(lines: &Lines, kept: &[usize], title: Option<&str>) -> Body {
    let mut body = Body::default();
    let mut raw = String::new();
    let mut hints = Vec::new();
    for line in kept.iter().filter_map(|&at| lines.lines.get(at)) {
        let mended = repair::mended(&line.text);
        body.repaired |= mended.is_some();
        let text = mended.as_deref().unwrap_or(&line.text);
        // What is mended may be white space at its ends, or nothing.
        let text = text.trim();
        if !text.is_empty() {
            hints.push((raw.len(), line.tag.role()));
            raw.push_str(text);
            raw.push('\n');
        }
    }
    let Segmented {
        blocks,
        published,
        authors,
    } = segment::segment_marked(&raw, title, &hints);
    body.published = published.map(|(stamp, _)| stamp);
    body.authors = authors.map(|(authors, _)| authors).unwrap_or_default();
    let kept = blocks.iter().filter(|block| keeps(block.role));
    let mut last_line = None;
    for block in kept {
        let line = hints.partition_point(|(start, _)| *start <= block.span.start());
        if !body.text.is_empty() {
            body.text
                .push_str(if last_line == Some(line) { " " } else { "\n\n" });
        }
        last_line = Some(line);
        let start = body.text.len();
        body.text.push_str(block.span.slice(&raw));
        body.blocks.push(Block {
            role: block.role,
            span: Span::new(start, body.text.len()),
        });
    }
    // A heading with nothing under it headed something that is gone.
    while body.blocks.len() > 1
        && body
            .blocks
            .last()
            .is_some_and(|block| block.role == Role::Heading)
    {
        body.blocks.pop();
        let end = body.blocks.last().map_or(0, |block| block.span.end());
        body.text.truncate(end);
    }
    body
}

/// Whether a block is part of the article. The title is a field of the report, and the rest was
/// never written by its author.
fn keeps(role: Role) -> bool {
    !matches!(role, Role::Title | Role::Boilerplate | Role::Metadata)
}
