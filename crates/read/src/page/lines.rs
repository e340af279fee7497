//! The lines of a page: every stretch of words that stands by itself, with what is around it.
//!
//! Lines are taken from the page as rebuilt, whole: an element inside a line never ends it, and a
//! break ends it only where a sentence does. What follows chooses among lines and cuts none.

use crosswire_report::Role;
use trafilatura::dom::{Document, NodeId};

use super::elements::{self, Kind};
use super::names::{self, KINDS};

/// Deeper than this nothing is looked at.
const DEPTH: usize = 520;

/// More lines than this no page has that a person reads.
const LINES: usize = 40_000;

/// One line.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) text: String,
    /// The element that makes it a line.
    pub(super) tag: Tag,
    /// The container that it stands in, by index.
    pub(super) within: usize,
    /// Letters and digits, and those of them in links.
    pub(super) letters: usize,
    pub(super) linked: usize,
    /// How many links.
    pub(super) links: usize,
    /// For each kind of name, how many elements up the nearest one of that kind is; 255 for none.
    pub(super) near: [u8; KINDS],
    /// A break, not an element, ended the line before.
    after_break: bool,
    /// The element that the line is in, to tell whether two are in one.
    node: Option<NodeId>,
}

/// The element that makes a stretch a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Paragraph,
    Heading(u8),
    Item,
    Cell,
    Quote,
    Caption,
    Other,
}

impl Tag {
    fn of(tag: &str, inherited: Tag) -> Tag {
        match tag {
            "p" | "pre" => match inherited {
                Tag::Item | Tag::Quote | Tag::Caption | Tag::Cell => inherited,
                _ => Tag::Paragraph,
            },
            "li" | "dd" | "dt" => Tag::Item,
            "td" | "th" | "tr" | "caption" => Tag::Cell,
            "blockquote" => Tag::Quote,
            "figcaption" => Tag::Caption,
            other => match elements::rank(other) {
                Some(rank) => Tag::Heading(rank),
                None => inherited,
            },
        }
    }

    /// The role that the element suggests.
    pub(super) fn role(self) -> Role {
        match self {
            Tag::Heading(_) => Role::Heading,
            Tag::Caption => Role::Caption,
            _ => Role::Paragraph,
        }
    }
}

/// An element that holds lines.
#[derive(Clone, Debug)]
pub(super) struct Container {
    /// The one that it stands in; the first is its own.
    pub(super) parent: usize,
    /// What its siblings share if they are alike: element and classes.
    pub(super) sign: u64,
    /// Whether it is an `<article>`.
    pub(super) article: bool,
    pub(super) letters: usize,
    pub(super) linked: usize,
    pub(super) lines: usize,
    /// Lines in it that are headings, captions, or nothing but a link.
    pub(super) heads: usize,
    /// Lines in it that are nothing but a link, and those that are captions.
    pub(super) links: usize,
    pub(super) captions: usize,
}

/// A page's lines and what holds them.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) lines: Vec<Line>,
    pub(super) containers: Vec<Container>,
}

/// The lines of a page or a fragment.
pub(super) fn lines(page: &Document) -> Lines {
    let mut walk = Walk {
        page,
        found: Lines::default(),
        open: String::new(),
        letters: 0,
        linked: 0,
        links: 0,
        in_link: 0,
        after_break: false,
    };
    if let Some(body) = page.body() {
        let place = Place {
            tag: Tag::Other,
            within: 0,
            near: [255; KINDS],
            node: None,
        };
        walk.block(body, "body", place, 0);
    }
    walk.found.join();
    walk.found.count();
    walk.found
}

#[derive(Clone, Copy)]
struct Place {
    tag: Tag,
    within: usize,
    near: [u8; KINDS],
    node: Option<NodeId>,
}

struct Walk<'p> {
    page: &'p Document,
    found: Lines,
    open: String,
    letters: usize,
    linked: usize,
    links: usize,
    in_link: usize,
    after_break: bool,
}

impl Walk<'_> {
    fn block(&mut self, id: NodeId, tag: &str, place: Place, depth: usize) {
        if depth > DEPTH || self.found.lines.len() > LINES {
            return;
        }
        let class = self.page.class_name(id);
        let sign = signature(tag, &class);
        let mut names = class;
        for name in ["id", "role", "itemprop", "data-component"] {
            if let Some(value) = self.page.get_attribute(id, name) {
                names.push(' ');
                names.push_str(&value);
            }
        }
        let mut kinds = names::kinds(&names);
        match tag {
            "aside" => kinds |= 1 << names::ASIDE,
            "nav" | "footer" => kinds |= 1 << names::NAVIGATION,
            "figure" | "figcaption" => kinds |= 1 << names::CAPTION,
            _ => {}
        }
        let mut near = place.near;
        for (at, near) in near.iter_mut().enumerate() {
            *near = if kinds >> at & 1 == 1 {
                0
            } else {
                near.saturating_add(1)
            };
        }
        let parent = place.within;
        let within = self.found.containers.len();
        self.found.containers.push(Container {
            parent,
            sign,
            article: tag == "article",
            letters: 0,
            linked: 0,
            lines: 0,
            heads: 0,
            links: 0,
            captions: 0,
        });
        let place = Place {
            tag: Tag::of(tag, place.tag),
            within,
            near,
            node: Some(id),
        };
        self.content(id, place, depth);
        self.end(place);
    }

    fn content(&mut self, id: NodeId, place: Place, depth: usize) {
        if depth > DEPTH {
            return;
        }
        for child in self.page.child_nodes(id) {
            if self.page.is_text(child) {
                let words = self.page.text_content(child);
                let letters = words.chars().filter(|c| c.is_alphanumeric()).count();
                self.letters += letters;
                if self.in_link > 0 {
                    self.linked += letters;
                }
                self.open.push_str(&words);
                continue;
            }
            if !self.page.is_element(child) {
                continue;
            }
            let tag = self.page.tag_name(child);
            match elements::kind(tag) {
                Kind::Unseen => {}
                Kind::Struck if super::hidden::is_small(self.page, child) => {}
                Kind::Break => {
                    self.end(place);
                    self.after_break = true;
                }
                Kind::Block if matches!(tag, "td" | "th") && !self.holds_lines(child) => {
                    // A row of figures is one line.
                    self.open.push(' ');
                    self.content(child, place, depth + 1);
                    self.open.push(' ');
                }
                Kind::Block => {
                    self.end(place);
                    let tag = tag.to_owned();
                    self.block(child, &tag, place, depth + 1);
                }
                _ => {
                    let link = tag == "a";
                    self.in_link += usize::from(link);
                    self.links += usize::from(link);
                    self.content(child, place, depth + 1);
                    self.in_link -= usize::from(link);
                }
            }
        }
    }

    /// Whether a cell holds blocks or breaks: then it is a column of the page.
    fn holds_lines(&self, cell: NodeId) -> bool {
        let children = self.page.child_nodes(cell);
        children.len() > 200
            || children.iter().any(|&child| {
                self.page.is_element(child)
                    && matches!(
                        elements::kind(self.page.tag_name(child)),
                        Kind::Block | Kind::Break
                    )
            })
    }

    fn end(&mut self, place: Place) {
        let text = self.open.split_whitespace().collect::<Vec<_>>().join(" ");
        self.open.clear();
        if !text.is_empty() && self.found.lines.len() <= LINES {
            self.found.lines.push(Line {
                text,
                tag: place.tag,
                within: place.within,
                letters: self.letters,
                linked: self.linked,
                links: self.links,
                near: place.near,
                after_break: self.after_break,
                node: place.node,
            });
            self.after_break = false;
        }
        (self.letters, self.linked, self.links) = (0, 0, 0);
    }
}

impl Lines {
    /// Joins what breaks and big initials have cut: a sentence that goes on, a letter from its word.
    fn join(&mut self) {
        let mut joined: Vec<Line> = Vec::with_capacity(self.lines.len());
        for line in std::mem::take(&mut self.lines) {
            if let Some(last) = joined.last_mut() {
                let goes_on = line.text.starts_with(char::is_lowercase);
                let in_one = last.node == line.node && line.after_break;
                let open = last
                    .text
                    .ends_with(|c: char| c.is_alphanumeric() || c == ',');
                let initial = is_initial(&last.text) && !matches!(last.tag, Tag::Item | Tag::Cell);
                if goes_on && (in_one && open || initial) {
                    if !initial {
                        last.text.push(' ');
                    }
                    last.text.push_str(&line.text);
                    last.letters += line.letters;
                    last.linked += line.linked;
                    last.links += line.links;
                    if initial {
                        (last.tag, last.within) = (line.tag, line.within);
                        (last.near, last.node) = (line.near, line.node);
                    }
                    continue;
                }
            }
            joined.push(line);
        }
        self.lines = joined;
    }

    fn count(&mut self) {
        for line in &self.lines {
            let link = line.letters > 0 && line.linked * 10 >= line.letters * 8;
            let caption = line.tag == Tag::Caption;
            let head = matches!(line.tag, Tag::Heading(_)) || caption || link;
            let mut at = line.within;
            loop {
                let container = &mut self.containers[at];
                container.letters += line.letters;
                container.linked += line.linked;
                container.lines += 1;
                container.heads += usize::from(head);
                container.links += usize::from(link);
                container.captions += usize::from(caption);
                if container.parent == at {
                    break;
                }
                at = container.parent;
            }
        }
    }

    /// The containers around a line, the innermost first.
    pub(super) fn around(&self, within: usize) -> impl Iterator<Item = usize> {
        let mut next = (!self.containers.is_empty()).then_some(within);
        std::iter::from_fn(move || {
            let at = next?;
            let parent = self.containers[at].parent;
            next = (parent != at).then_some(parent);
            Some(at)
        })
    }
}

/// A capital letter by itself that is no word.
fn is_initial(text: &str) -> bool {
    let mut chars = text.trim_start_matches(['"', '“', '„', '«', '‘']).chars();
    matches!((chars.next(), chars.next()), (Some(letter), None)
        if letter.is_uppercase() && !"AIOEUYÀÉ".contains(letter))
}

fn signature(tag: &str, class: &str) -> u64 {
    // FNV-1a; classes that number or time their elements are cut at digits.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let words = class
        .split_whitespace()
        .filter(|word| !word.contains(|c: char| c.is_ascii_digit()));
    for byte in tag.bytes().chain(words.flat_map(str::bytes)) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    }
    hash
}
