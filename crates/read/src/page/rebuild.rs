//! Writes a page again so that nothing in it misleads extraction or damages the text.
//!
//! Extraction stops at elements that it does not know, loses bare words that stand beside
//! paragraphs, and reads what is struck out or hidden. The page is therefore written anew from its
//! tree: only what is seen, with the few elements that count, and with bare words as paragraphs.
//! Names of classes stay, since extraction goes by them.

use trafilatura::dom::{Document, NodeId};

use super::elements::{self, Kind};
use super::hidden;

/// Deeper than this nothing is written; such pages are refused before.
const DEPTH: usize = 520;

/// Letters from which on bare words beside blocks are a paragraph.
const PARAGRAPH: usize = 25;

/// Attributes that extraction looks at.
const ATTRIBUTES: [&str; 9] = [
    "class",
    "id",
    "role",
    "itemprop",
    "rel",
    "href",
    "data-component",
    "data-testid",
    "lang",
];

/// The page, written again.
pub(super) fn rebuilt(page: &Document) -> String {
    let mut writer = Writer {
        page,
        out: String::with_capacity(32_000),
        letters: 0,
        linked: 0,
        in_link: 0,
        in_line: 0,
        glue: false,
    };
    writer.out.push_str("<!doctype html><html><head>");
    for script in page.scripts_with_type(&["application/ld+json"]) {
        let words = page.text_content(script);
        let tells = words.contains("\"articleBody\"") || words.contains("DiscussionForumPosting");
        if tells && !words.to_ascii_lowercase().contains("</script") {
            writer.out.push_str("<script type=\"application/ld+json\">");
            writer.out.push_str(&words);
            writer.out.push_str("</script>");
        }
    }
    writer.out.push_str("</head><body");
    if let Some(body) = page.body() {
        writer.attributes(body);
        writer.out.push('>');
        writer.content(body, "body", 0);
    } else {
        writer.out.push('>');
    }
    writer.out.push_str("</body></html>");
    writer.out
}

struct Writer<'p> {
    page: &'p Document,
    out: String,
    /// Letters and digits written, and those of them in links.
    letters: usize,
    linked: usize,
    in_link: usize,
    /// How many elements are open that are lines: paragraphs, headings.
    in_line: usize,
    /// An initial of a class for such was written: the rest of the word comes next.
    glue: bool,
}

impl Writer<'_> {
    /// Writes what is in an element; says whether there is a block among it.
    fn content(&mut self, id: NodeId, tag: &str, depth: usize) -> bool {
        if depth > DEPTH {
            return false;
        }
        if elements::holds_blocks(tag) {
            return self.runs(id, depth);
        }
        let mut blocks = false;
        for child in self.page.child_nodes(id) {
            blocks |= self.node(child, depth);
        }
        blocks
    }

    /// Writes the content of an element in which bare words may stand beside blocks, each run of
    /// bare words between blocks and double breaks as a paragraph.
    fn runs(&mut self, id: NodeId, depth: usize) -> bool {
        let children = self.page.child_nodes(id);
        let mut run = Run::at(self);
        let (mut breaks, mut blocks, mut runs) = (0, false, Vec::new());
        for child in children {
            let kind = if self.page.is_element(child) {
                elements::kind(self.page.tag_name(child))
            } else {
                Kind::Inline
            };
            if kind == Kind::Break {
                breaks += 1;
                if breaks == 2 || self.page.tag_name(child) == "hr" {
                    runs.extend(run.end(self));
                    self.out.push_str("<br>");
                    run = Run::at(self);
                } else {
                    self.out.push_str("<br>");
                }
                continue;
            }
            let before = self.letters;
            let start = self.out.len();
            if kind == Kind::Block {
                runs.extend(run.end(self));
                self.node(child, depth);
                blocks = true;
                run = Run::at(self);
            } else if self.node(child, depth) {
                // An element of a line with blocks inside is a block.
                runs.extend(run.end_at(start, before));
                blocks = true;
                run = Run::at(self);
            }
            if self.letters > before {
                breaks = 0;
            }
        }
        runs.extend(run.end(self));
        // A single run is the line of its element; several, or one beside blocks, are paragraphs.
        if blocks || runs.len() > 1 {
            for (start, end) in runs.into_iter().rev() {
                self.out.insert_str(end, "</p>");
                self.out.insert_str(start, "<p>");
            }
            return true;
        }
        blocks
    }

    fn node(&mut self, id: NodeId, depth: usize) -> bool {
        if self.page.is_text(id) {
            let words = self.page.text_content(id);
            self.words(&words);
            return false;
        }
        if !self.page.is_element(id) {
            return false;
        }
        let tag = self.page.tag_name(id).to_owned();
        match elements::kind(&tag) {
            Kind::Unseen => {
                if tag == "img" {
                    self.initial(id);
                }
                return false;
            }
            Kind::Struck if hidden::is_small(self.page, id) => return false,
            Kind::Break => {
                self.out.push_str("<br>");
                return false;
            }
            _ => {}
        }
        if hidden::is_hidden(self.page, id) {
            return false;
        }
        match elements::kind(&tag) {
            Kind::Block => {
                self.block(id, &tag, depth);
                true
            }
            Kind::Inline => self.inline(id, &tag, depth),
            _ if tag == "button" && !self.is_within_words(id) => false,
            _ => {
                let start = self.out.len();
                let blocks = self.content(id, "custom", depth + 1);
                if blocks {
                    let mut element = String::from("<div");
                    std::mem::swap(&mut self.out, &mut element);
                    self.attributes(id);
                    self.out.push('>');
                    std::mem::swap(&mut self.out, &mut element);
                    self.out.insert_str(start, &element);
                    self.out.push_str("</div>");
                }
                blocks
            }
        }
    }

    fn block(&mut self, id: NodeId, tag: &str, depth: usize) {
        let written = match tag {
            "address" | "center" | "details" | "dialog" | "search" | "hgroup" | "fieldset"
            | "form" | "menu" => "div",
            "legend" | "summary" => "p",
            other => other,
        };
        let is_line = elements::rank(tag).is_some() || matches!(tag, "p" | "figcaption" | "pre");
        self.out.push('<');
        self.out.push_str(written);
        self.attributes(id);
        self.out.push('>');
        self.glue = false;
        self.in_line += usize::from(is_line);
        self.content(id, tag, depth + 1);
        self.in_line -= usize::from(is_line);
        self.glue = false;
        self.out.push_str("</");
        self.out.push_str(written);
        self.out.push('>');
    }

    fn inline(&mut self, id: NodeId, tag: &str, depth: usize) -> bool {
        let initial = hidden::is_initial(self.page, id);
        self.out.push('<');
        self.out.push_str(tag);
        self.attributes(id);
        self.out.push('>');
        self.in_link += usize::from(tag == "a");
        let blocks = self.content(id, tag, depth + 1);
        self.in_link -= usize::from(tag == "a");
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push('>');
        self.glue |= initial;
        blocks
    }

    /// An initial that is a picture of the letter.
    fn initial(&mut self, id: NodeId) {
        if hidden::is_initial(self.page, id) {
            let letter = self.page.get_attribute(id, "alt").unwrap_or_default();
            self.words(letter.trim());
            self.glue = true;
        }
    }

    /// Whether a button is a word of the sentence that it stands in.
    fn is_within_words(&self, id: NodeId) -> bool {
        let beside = |node: Option<NodeId>| {
            node.filter(|&node| self.page.is_text(node))
                .is_some_and(|node| {
                    self.page
                        .text_content(node)
                        .chars()
                        .any(char::is_alphabetic)
                })
        };
        let before = self
            .page
            .parent(id)
            .map(|parent| self.page.child_nodes(parent))
            .and_then(|nodes| {
                let at = nodes.iter().position(|&node| node == id)?;
                nodes.get(at.checked_sub(1)?).copied()
            });
        beside(self.page.next_sibling(id)) && beside(before)
    }

    fn words(&mut self, words: &str) {
        let mut words = words;
        if self.glue && !words.is_empty() {
            let rest = words.trim_start();
            if rest.starts_with(char::is_lowercase) {
                words = rest;
            }
            self.glue = rest.is_empty();
        }
        for c in words.chars() {
            match c {
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '&' => self.out.push_str("&amp;"),
                _ => self.out.push(c),
            }
        }
        let letters = words.chars().filter(|c| c.is_alphanumeric()).count();
        self.letters += letters;
        if self.in_link > 0 {
            self.linked += letters;
        }
    }

    fn attributes(&mut self, id: NodeId) {
        for name in ATTRIBUTES {
            let Some(value) = self.page.get_attribute(id, name) else {
                continue;
            };
            if value.len() > 400 {
                continue;
            }
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            self.out
                .push_str(&value.replace('&', "&amp;").replace('"', "&quot;"));
            self.out.push('"');
        }
        if self.in_line == 0
            && self.page.get_attribute(id, "aria-hidden").as_deref() == Some("true")
        {
            self.out.push_str(" aria-hidden=\"true\"");
        }
    }
}

/// A run of bare words that is being written.
struct Run {
    start: usize,
    letters: usize,
    linked: usize,
}

impl Run {
    fn at(writer: &Writer<'_>) -> Run {
        Run {
            start: writer.out.len(),
            letters: writer.letters,
            linked: writer.linked,
        }
    }

    /// Where the run stands in what was written, if it is long enough for a paragraph and not a
    /// list of links.
    fn end(self, writer: &Writer<'_>) -> Option<(usize, usize)> {
        let letters = writer.letters - self.letters;
        let linked = writer.linked - self.linked;
        (letters >= PARAGRAPH
            && (linked * 2 < letters || linked * 10 < letters * 13 && letters > 120))
            .then_some((self.start, writer.out.len()))
    }

    /// The same where what came last is no part of it.
    fn end_at(self, end: usize, letters: usize) -> Option<(usize, usize)> {
        (end > self.start && letters.saturating_sub(self.letters) >= PARAGRAPH)
            .then_some((self.start, end))
    }
}
