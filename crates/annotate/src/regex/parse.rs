//! From a pattern to a tree.

use crate::python::{CharSet, classes};

/// How deep groups may nest.
const DEPTH: usize = 40;

/// A part of a pattern.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Empty,
    Char(char),
    Set(u16),
    Start,
    End,
    Cat(Vec<Node>),
    Alt(Vec<Node>),
    Repeat {
        node: Box<Node>,
        least: u32,
        most: Option<u32>,
    },
    Look {
        node: Box<Node>,
        behind: bool,
        negative: bool,
    },
}

impl Node {
    /// Least and most characters of a match.
    pub(super) fn width(&self) -> (usize, Option<usize>) {
        match self {
            Node::Empty | Node::Start | Node::End | Node::Look { .. } => (0, Some(0)),
            Node::Char(_) | Node::Set(_) => (1, Some(1)),
            Node::Cat(nodes) => nodes
                .iter()
                .map(Node::width)
                .fold((0, Some(0)), |sum, width| {
                    (
                        sum.0.saturating_add(width.0),
                        sum.1.zip(width.1).map(|(a, b)| a.saturating_add(b)),
                    )
                }),
            Node::Alt(nodes) => nodes
                .iter()
                .map(Node::width)
                .reduce(|a, b| (a.0.min(b.0), a.1.zip(b.1).map(|(a, b)| a.max(b))))
                .unwrap_or((0, Some(0))),
            Node::Repeat { node, least, most } => {
                let (low, high) = node.width();
                let high = most
                    .zip(high)
                    .map(|(most, high)| high.saturating_mul(most as usize));
                (low.saturating_mul(*least as usize), high)
            }
        }
    }

    /// What a match can begin with; none if it may be empty.
    pub(super) fn first(&self, sets: &[CharSet]) -> Option<CharSet> {
        if self.width().0 == 0 {
            return None;
        }
        let mut ranges = Vec::new();
        self.add_first(sets, &mut ranges);
        Some(CharSet::from_ranges(ranges))
    }

    fn add_first(&self, sets: &[CharSet], out: &mut Vec<(u32, u32)>) {
        match self {
            Node::Empty | Node::Start | Node::End | Node::Look { .. } => {}
            Node::Char(c) => out.push((*c as u32, *c as u32)),
            Node::Set(set) => out.extend(sets[usize::from(*set)].ranges()),
            Node::Alt(nodes) => nodes.iter().for_each(|node| node.add_first(sets, out)),
            Node::Repeat { node, .. } => node.add_first(sets, out),
            Node::Cat(nodes) => {
                for node in nodes {
                    node.add_first(sets, out);
                    if node.width().0 > 0 {
                        break;
                    }
                }
            }
        }
    }

    /// All characters that a match can hold.
    pub(super) fn held(&self, sets: &[CharSet]) -> CharSet {
        fn add(node: &Node, sets: &[CharSet], out: &mut Vec<(u32, u32)>) {
            match node {
                Node::Cat(nodes) | Node::Alt(nodes) => {
                    nodes.iter().for_each(|node| add(node, sets, out));
                }
                Node::Repeat { node, .. } => add(node, sets, out),
                other => other.add_first(sets, out),
            }
        }
        let mut ranges = Vec::new();
        add(self, sets, &mut ranges);
        CharSet::from_ranges(ranges)
    }

    /// Whether every match ends at the end of the text.
    pub(super) fn ends_at_end(&self) -> bool {
        match self {
            Node::End => true,
            Node::Cat(nodes) => nodes.last().is_some_and(Node::ends_at_end),
            Node::Alt(nodes) => nodes.iter().all(Node::ends_at_end),
            _ => false,
        }
    }
}

/// A pattern's tree and the character sets that it names.
#[derive(Debug)]
pub(super) struct Parsed {
    node: Node,
    pub(super) sets: Vec<CharSet>,
}

impl Parsed {
    /// The alternatives at the top, in order.
    pub(super) fn alternatives(&mut self) -> Vec<Node> {
        match std::mem::replace(&mut self.node, Node::Empty) {
            Node::Alt(nodes) => nodes,
            node => vec![node],
        }
    }
}

pub(super) fn parse(pattern: &str) -> Result<Parsed, String> {
    let mut parser = Parser {
        pattern,
        at: 0,
        sets: Vec::new(),
    };
    if pattern.starts_with("(?u)") {
        parser.at = 4;
    }
    let node = parser.alternatives(0)?;
    if parser.at < pattern.len() {
        return Err(parser.wrong("a bracket that nothing opened"));
    }
    Ok(Parsed {
        node,
        sets: parser.sets,
    })
}

struct Parser<'a> {
    pattern: &'a str,
    at: usize,
    sets: Vec<CharSet>,
}

/// One item of a class, or an escape outside one.
enum Item {
    One(char),
    Many(CharSet),
}

impl Parser<'_> {
    fn wrong(&self, what: &str) -> String {
        format!("pattern, byte {}: {what}", self.at)
    }

    fn peek(&self) -> Option<char> {
        self.pattern[self.at..].chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.pattern[self.at..].starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    fn alternatives(&mut self, depth: usize) -> Result<Node, String> {
        if depth > DEPTH {
            return Err(self.wrong("groups nest too deeply"));
        }
        let mut nodes = vec![self.sequence(depth)?];
        while self.eat("|") {
            nodes.push(self.sequence(depth)?);
        }
        Ok(if nodes.len() == 1 {
            nodes.remove(0)
        } else {
            Node::Alt(nodes)
        })
    }

    fn sequence(&mut self, depth: usize) -> Result<Node, String> {
        let mut nodes = Vec::new();
        while let Some(c) = self.peek() {
            if c == '|' || c == ')' {
                break;
            }
            let atom = self.atom(depth)?;
            nodes.push(self.repeated(atom)?);
        }
        Ok(match nodes.len() {
            0 => Node::Empty,
            1 => nodes.remove(0),
            _ => Node::Cat(nodes),
        })
    }

    fn repeated(&mut self, node: Node) -> Result<Node, String> {
        let (least, most) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => {
                let end = self.pattern[self.at..]
                    .find('}')
                    .ok_or_else(|| self.wrong("a count that does not end"))?;
                let counts = &self.pattern[self.at + 1..self.at + end];
                let (low, high) = counts.split_once(',').unwrap_or((counts, counts));
                let low: u32 = low
                    .parse()
                    .map_err(|_| self.wrong("a count that is no number"))?;
                let high = if high.is_empty() {
                    None
                } else {
                    high.parse().ok()
                };
                if high.is_none() && !counts.ends_with(',') || high.is_some_and(|high| high < low) {
                    return Err(self.wrong("a count that is no number"));
                }
                self.at += end;
                (low, high)
            }
            _ => return Ok(node),
        };
        self.next();
        if matches!(self.peek(), Some('*' | '+' | '?' | '{')) {
            return Err(self.wrong("a repeat of a repeat"));
        }
        if node.width().0 == 0 {
            return Err(self.wrong("a repeat of what may be empty"));
        }
        Ok(Node::Repeat {
            node: Box::new(node),
            least,
            most,
        })
    }

    fn atom(&mut self, depth: usize) -> Result<Node, String> {
        Ok(match self.next() {
            Some('(') => self.group(depth)?,
            Some('[') => self.class()?,
            Some('^') => Node::Start,
            Some('$') => Node::End,
            Some('\\') => match self.escape()? {
                Item::One(c) => Node::Char(c),
                Item::Many(set) => self.set(set)?,
            },
            Some('*' | '+' | '?' | '{') => return Err(self.wrong("a repeat of nothing")),
            Some('.') => self.set(CharSet::from_ranges(vec![(0, 9), (11, 0x10_FFFF)]))?,
            Some(c) => Node::Char(c),
            None => return Err(self.wrong("the pattern ends too early")),
        })
    }

    fn group(&mut self, depth: usize) -> Result<Node, String> {
        let look = [
            ("?=", false, false),
            ("?!", false, true),
            ("?<=", true, false),
            ("?<!", true, true),
        ]
        .into_iter()
        .find(|(mark, ..)| self.eat(mark));
        if look.is_none() && !self.eat("?:") && self.peek() == Some('?') {
            return Err(self.wrong("a kind of group that is not understood"));
        }
        let inner = self.alternatives(depth + 1)?;
        if !self.eat(")") {
            return Err(self.wrong("a group that does not end"));
        }
        let Some((_, behind, negative)) = look else {
            return Ok(inner);
        };
        let (least, most) = inner.width();
        if behind && most != Some(least) {
            return Err(self.wrong("a look-behind of more than one width"));
        }
        Ok(Node::Look {
            node: Box::new(inner),
            behind,
            negative,
        })
    }

    fn set(&mut self, set: CharSet) -> Result<Node, String> {
        let number = self
            .sets
            .iter()
            .position(|known| *known == set)
            .unwrap_or(self.sets.len());
        if number == self.sets.len() {
            self.sets.push(set);
        }
        u16::try_from(number)
            .map(Node::Set)
            .map_err(|_| self.wrong("too many classes"))
    }

    fn class(&mut self) -> Result<Node, String> {
        let negative = self.eat("^");
        let mut ranges = Vec::new();
        let mut empty = true;
        loop {
            let item = match self.next() {
                Some(']') if !empty => break,
                Some('\\') => self.escape()?,
                Some(c) => Item::One(c),
                None => return Err(self.wrong("a class that does not end")),
            };
            empty = false;
            let low = match item {
                Item::Many(set) => {
                    ranges.extend(set.ranges());
                    continue;
                }
                Item::One(c) => c,
            };
            let rest = &self.pattern[self.at..];
            if !rest.starts_with('-') || rest.starts_with("-]") {
                ranges.push((low as u32, low as u32));
                continue;
            }
            self.next();
            let high = match self.next() {
                Some('\\') => self.escape()?,
                Some(c) => Item::One(c),
                None => return Err(self.wrong("a class that does not end")),
            };
            match high {
                Item::One(high) if low <= high => ranges.push((low as u32, high as u32)),
                _ => return Err(self.wrong("a range of characters that is upside down")),
            }
        }
        let set = CharSet::from_ranges(ranges);
        self.set(if negative { set.complement() } else { set })
    }

    fn escape(&mut self) -> Result<Item, String> {
        let known = classes();
        let c = self
            .next()
            .ok_or_else(|| self.wrong("the pattern ends too early"))?;
        Ok(match c {
            'd' => Item::Many(known.decimal.clone()),
            's' => Item::Many(known.space.clone()),
            'S' => Item::Many(known.space.complement()),
            'w' => {
                let mut ranges = known.alnum.ranges().to_vec();
                ranges.push(('_' as u32, '_' as u32));
                Item::Many(CharSet::from_ranges(ranges))
            }
            'u' | 'U' => {
                let n = if c == 'u' { 4 } else { 8 };
                let digits = self.pattern.get(self.at..self.at + n);
                let code = digits
                    .and_then(|digits| u32::from_str_radix(digits, 16).ok())
                    .and_then(char::from_u32);
                self.at += n;
                Item::One(code.ok_or_else(|| "pattern: an escape that is no character".to_owned())?)
            }
            'n' => Item::One('\n'),
            't' => Item::One('\t'),
            'r' => Item::One('\r'),
            c if c.is_ascii_alphanumeric() => {
                return Err(self.wrong("an escape that is not understood"));
            }
            c => Item::One(c),
        })
    }
}
