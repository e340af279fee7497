//! The article's text and the roles of its blocks.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crosswire_calendar::Stamp;
use crosswire_report::{Block, Role};
use crosswire_text::Span;
use trafilatura::Options;
use trafilatura::dom::{Document, NodeId};

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
}

/// Extracts the article from a cleaned page.
pub(super) fn body(page: Document, title: Option<&str>) -> Body {
    let mut options = Options::default().with_fallback(true);
    options.exclude_comments = true;
    // A stranger's page that makes the extraction crate panic costs its text, not the run.
    let extracted = catch_unwind(AssertUnwindSafe(|| {
        trafilatura::extract_document(page, &options)
    }));
    let Ok(Ok(extracted)) = extracted else {
        return Body::default();
    };
    fragment(&Document::parse(&extracted.content_html), title)
}

/// Takes the text of markup that is all article.
pub(super) fn fragment(content: &Document, title: Option<&str>) -> Body {
    let mut lines = Lines::default();
    if let Some(body) = content.body() {
        lines.walk(content, body, Role::Paragraph, 0);
    }
    lines.end();
    settle(&lines, title)
}

/// The lines of the extracted markup, each with the role that its element suggests.
#[derive(Default)]
struct Lines {
    done: Vec<(String, Role)>,
    open: String,
    role: Option<Role>,
    repaired: bool,
}

impl Lines {
    fn walk(&mut self, content: &Document, id: NodeId, role: Role, depth: usize) {
        if depth > 400 {
            return;
        }
        for child in content.child_nodes(id) {
            if content.is_text(child) {
                let words = content.text_content(child);
                self.push(&words, role);
                continue;
            }
            if !content.is_element(child) {
                continue;
            }
            match content.tag_name(child) {
                "br" | "hr" => self.end(),
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                    self.block(content, child, Role::Heading, depth);
                }
                "figcaption" => self.block(content, child, Role::Caption, depth),
                "p" | "div" | "li" | "blockquote" | "pre" | "ul" | "ol" | "dl" | "dt" | "dd"
                | "table" | "tr" | "section" | "article" | "figure" | "quote" => {
                    self.block(content, child, role, depth);
                }
                "td" | "th" => {
                    self.push(" ", role);
                    self.walk(content, child, role, depth + 1);
                    self.push(" ", role);
                }
                "script" | "style" | "noscript" => {}
                _ => self.walk(content, child, role, depth + 1),
            }
        }
    }

    fn block(&mut self, content: &Document, id: NodeId, role: Role, depth: usize) {
        self.end();
        self.walk(content, id, role, depth + 1);
        self.end();
    }

    fn push(&mut self, words: &str, role: Role) {
        if self.role.is_none() && !words.trim().is_empty() {
            self.role = Some(role);
        }
        self.open.push_str(words);
    }

    fn end(&mut self) {
        let line = self.open.split_whitespace().collect::<Vec<_>>().join(" ");
        self.open.clear();
        let role = self.role.take().unwrap_or(Role::Paragraph);
        if !line.is_empty() {
            let mended = repair::mended(&line);
            self.repaired |= mended.is_some();
            self.done.push((mended.unwrap_or(line), role));
        }
    }
}

/// Tells the roles, then leaves out what is not the article.
fn settle(lines: &Lines, title: Option<&str>) -> Body {
    let mut raw = String::new();
    let mut hints = Vec::new();
    for (line, role) in &lines.done {
        hints.push((raw.len(), *role));
        raw.push_str(line);
        raw.push('\n');
    }
    let Segmented {
        blocks,
        published,
        authors,
    } = segment::segment_marked(&raw, title, &hints);
    let mut body = Body {
        repaired: lines.repaired,
        ..Body::default()
    };
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
