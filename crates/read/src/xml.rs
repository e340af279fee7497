//! XML as newsrooms and feeds send it: a tree that keeps all that came before a break.
//!
//! Undeclared entities, bare ampersands and ends that match no start are taken as meant. Prefixes
//! are kept but not looked up: the vocabularies of news use the customary ones.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::decode::{Decoded, decode};

/// Deeper nesting than this is nothing that a newsroom sends.
const DEPTH: usize = 200;

/// More elements than this are more than one file of news.
const ELEMENTS: usize = 2_000_000;

/// An element with all that is in it.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// The name without its prefix.
    pub(crate) name: String,
    /// The prefix; empty for none.
    pub(crate) prefix: String,
    attributes: Vec<(String, String)>,
    nodes: Vec<Node>,
}

#[derive(Debug)]
enum Node {
    Text(String),
    Element(Element),
}

/// A document, as far as it could be read.
pub(crate) struct Parsed {
    /// The root element.
    pub(crate) root: Element,
    /// Why not all of it could be read.
    pub(crate) broken: Option<String>,
    /// What the decoding noted.
    pub(crate) decoded: Option<crosswire_report::Problem>,
}

/// Parses a document; an error text if it has no root element.
pub(crate) fn parse(bytes: &[u8]) -> Result<Parsed, String> {
    let Decoded { text, problem } = decode(bytes, declared(bytes).as_deref());
    let (root, broken) = tree(&text);
    match root {
        Some(root) => Ok(Parsed {
            root,
            broken,
            decoded: problem,
        }),
        None => Err(broken.unwrap_or_else(|| "it has no root element".to_owned())),
    }
}

/// The name of the root element that `text` begins with, behind declarations and comments.
pub(crate) fn root_name(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let inside = rest.strip_prefix('<')?;
        let end = if inside.starts_with("!--") {
            inside.find("-->")? + 3
        } else if inside.starts_with(['?', '!']) {
            let end = inside.find('>')? + 1;
            // Declarations may stand inside a declaration.
            match inside[..end].find('[') {
                Some(_) => inside.find("]>")? + 2,
                None => end,
            }
        } else {
            let end = inside
                .find(|c: char| c.is_whitespace() || c == '>' || c == '/')
                .unwrap_or(inside.len());
            let name = &inside[..end];
            return Some(name.rsplit(':').next().unwrap_or(name));
        };
        rest = inside[end..].trim_start();
    }
}

fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let (_, rest) = head.split_once("encoding=")?;
    let mark = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(mark).next().map(str::to_owned)
}

fn tree(text: &str) -> (Option<Element>, Option<String>) {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut open: Vec<Element> = Vec::new();
    let mut elements = 0;
    let mut broken = None;
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                broken = Some(format!(
                    "its markup breaks at byte {}: {error}",
                    reader.error_position()
                ));
                break;
            }
        };
        match event {
            Event::Start(start) => {
                elements += 1;
                if open.len() >= DEPTH || elements > ELEMENTS {
                    broken = Some(format!(
                        "it has more than {ELEMENTS} elements, or they are nested more than {DEPTH} deep"
                    ));
                    break;
                }
                open.push(element(&start));
            }
            Event::Empty(start) => {
                elements += 1;
                let element = element(&start);
                match open.last_mut() {
                    Some(parent) => parent.nodes.push(Node::Element(element)),
                    None => return (Some(element), None),
                }
            }
            Event::End(end) => {
                let name = end.local_name();
                // An end without a start is passed over; a missing end is made up for.
                let Some(at) = open
                    .iter()
                    .rposition(|element| element.name == AsRef::<str>::as_ref(&name))
                else {
                    continue;
                };
                if let Some(root) = close(&mut open, at) {
                    return (Some(root), None);
                }
            }
            Event::Text(words) => push(&mut open, &words),
            Event::CData(words) => push(&mut open, &words),
            Event::GeneralRef(name) => {
                let written = format!("&{};", &*name);
                match quick_xml::escape::unescape(&written) {
                    Ok(meant) => push(&mut open, &meant),
                    Err(_) => push(&mut open, &written),
                }
            }
            Event::Eof => {
                if !open.is_empty() {
                    broken = Some("it is cut off".to_owned());
                }
                break;
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    (close(&mut open, 0), broken)
}

/// Closes the open elements from `at` on; the root, if that was closed.
fn close(open: &mut Vec<Element>, at: usize) -> Option<Element> {
    while open.len() > at.max(1) {
        let element = open.pop()?;
        open.last_mut()?.nodes.push(Node::Element(element));
    }
    if at == 0 { open.pop() } else { None }
}

fn push(open: &mut [Element], words: &str) {
    let Some(element) = open.last_mut() else {
        return;
    };
    match element.nodes.last_mut() {
        Some(Node::Text(text)) => text.push_str(words),
        _ => element.nodes.push(Node::Text(words.to_owned())),
    }
}

fn element(start: &BytesStart<'_>) -> Element {
    let full = AsRef::<str>::as_ref(&start.name()).to_owned();
    let (prefix, name) = full.split_once(':').unwrap_or(("", &full));
    let attributes = start
        .html_attributes()
        .with_checks(false)
        .flatten()
        .take(100)
        .map(|attribute| {
            let key = AsRef::<str>::as_ref(&attribute.key).to_owned();
            let written = attribute.value;
            let meant = quick_xml::escape::unescape(&written)
                .map_or_else(|_| written.to_string(), Cow::into_owned);
            (key, meant)
        })
        .collect();
    Element {
        name: name.to_owned(),
        prefix: prefix.to_owned(),
        attributes,
        nodes: Vec::new(),
    }
}

impl Element {
    /// The value of an attribute, named as written: `xml:lang`.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name)?;
        Some(found.1.trim()).filter(|value| !value.is_empty())
    }

    /// The elements right inside.
    pub(crate) fn children(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Those of them with this name: `dc:creator` with its prefix, or `title` with that of this
    /// element (none, as a rule).
    pub(crate) fn named<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        let (prefix, name) = name.split_once(':').unwrap_or((&self.prefix, name));
        self.children()
            .filter(move |child| child.name == name && child.prefix == prefix)
    }

    /// The first of them.
    pub(crate) fn child<'e>(&'e self, name: &'e str) -> Option<&'e Element> {
        self.named(name).next()
    }

    /// The element at the end of a path of names.
    pub(crate) fn at<'e>(&'e self, path: &[&'e str]) -> Option<&'e Element> {
        path.iter()
            .try_fold(self, |element, name| element.child(name))
    }

    /// The words of the first child of this name, white space made even; `None` for no words.
    pub(crate) fn words_of(&self, name: &str) -> Option<String> {
        self.named(name)
            .map(Element::words)
            .find(|words| !words.is_empty())
    }

    /// Its words, white space made even.
    pub(crate) fn words(&self) -> String {
        let mut text = String::new();
        self.collect(&mut text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Its text exactly as written.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.collect(&mut text);
        text
    }

    fn collect(&self, text: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(words) => text.push_str(words),
                Node::Element(element) => element.collect(text),
            }
        }
    }

    /// Every element with this name, at any depth, in order.
    pub(crate) fn all<'e>(&'e self, name: &str, found: &mut Vec<&'e Element>) {
        for child in self.children() {
            if child.name == name {
                found.push(child);
            } else {
                child.all(name, found);
            }
        }
    }

    /// What is in it as HTML, `tag` giving the HTML name of an element (`None` leaves it out).
    pub(crate) fn html(&self, tag: &dyn Fn(&Element) -> Option<&'static str>) -> String {
        let mut html = String::new();
        self.write_html(tag, &mut html);
        html
    }

    fn write_html(&self, tag: &dyn Fn(&Element) -> Option<&'static str>, html: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(words) => html.push_str(&escaped(words)),
                Node::Element(element) => {
                    let Some(tag_name) = tag(element) else {
                        continue;
                    };
                    html.push_str(&format!("<{tag_name}>"));
                    element.write_html(tag, html);
                    html.push_str(&format!("</{tag_name}>"));
                }
            }
        }
    }
}

/// Text as HTML.
pub(crate) fn escaped(words: &str) -> String {
    words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::{parse, root_name};

    fn words(document: &str) -> (String, bool) {
        let parsed = parse(document.as_bytes()).expect("a root");
        (parsed.root.words(), parsed.broken.is_some())
    }

    #[test]
    fn broken_markup_keeps_what_came_before() {
        for (document, kept, broken) in [
            ("<a><b>one</b> &amp; two</a>", "one & two", false),
            (
                "<a>R&D &nbsp;caf&eacute; &made_up;</a>",
                "R&D café &made_up;",
                false,
            ),
            ("<a><b>one <c>two</b> three</a>", "one two three", false),
            ("<a>one</x> two</a>", "one two", false),
            ("<a><b>one</b> <b>tw", "one tw", true),
            ("<a><![CDATA[1 < 2]]></a>", "1 < 2", false),
        ] {
            assert_eq!(words(document), (kept.to_owned(), broken), "{document}");
        }
        assert!(parse(b"").is_err() && parse(b"no markup").is_err());
        let deep = "<a>".repeat(100_000);
        assert!(parse(deep.as_bytes()).expect("a root").broken.is_some());
    }

    #[test]
    fn the_root_behind_declarations() {
        let head = "\u{feff}<?xml version='1.0'?><!-- <x> --><!DOCTYPE y [<!ENTITY z \"w\">]>\n<atom:feed xmlns='z'>";
        assert_eq!(root_name(head), Some("feed"));
        assert_eq!(root_name("plain words"), None);
        assert_eq!(root_name("<!-- open"), None);
    }
}
