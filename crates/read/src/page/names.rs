//! What the names of classes, ids and roles say of an element.

use std::collections::HashMap;
use std::sync::LazyLock;

/// How many kinds of thing names speak of.
pub(super) const KINDS: usize = 15;

/// The kinds, in the order in which a set of them is counted.
pub(super) const KIND_NAMES: [&str; KINDS] = [
    "advert",
    "author",
    "body",
    "box",
    "caption",
    "comment",
    "date",
    "invite",
    "lead",
    "meta",
    "navigation",
    "related",
    "share",
    "title",
    "aside",
];

/// The kind that only elements have, `<aside>`.
pub(super) const ASIDE: usize = 14;
/// Words about an article.
pub(super) const META: usize = 9;
/// Navigation, which elements of that name are too.
pub(super) const NAVIGATION: usize = 10;
/// Captions.
pub(super) const CAPTION: usize = 4;
/// Authors.
pub(super) const AUTHOR: usize = 1;
/// Comments.
pub(super) const COMMENT: usize = 5;
/// Dates.
pub(super) const DATE: usize = 6;
/// Other stories.
pub(super) const RELATED: usize = 11;

static WORDS: LazyLock<HashMap<&'static str, u16>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for line in include_str!("../../data/page-words.txt").lines() {
        let Some((kind, word)) = line.split_once(' ').filter(|_| !line.starts_with('#')) else {
            continue;
        };
        if let Some(at) = KIND_NAMES.iter().position(|name| *name == kind) {
            *words.entry(word).or_insert(0) |= 1 << at;
        }
    }
    words
});

/// The kinds that names speak of, as a set of bits.
pub(super) fn kinds(names: &str) -> u16 {
    let mut found = 0;
    let mut part = String::new();
    let mut before = ' ';
    for c in names.chars().take(400).chain([' ']) {
        let starts = c.is_ascii_uppercase() && before.is_ascii_lowercase();
        if starts || !c.is_ascii_alphabetic() {
            if part.len() > 1 {
                found |= WORDS.get(part.as_str()).copied().unwrap_or(0);
            }
            part.clear();
        }
        if c.is_ascii_alphabetic() {
            part.push(c.to_ascii_lowercase());
        }
        before = c;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{AUTHOR, KIND_NAMES, RELATED, kinds};

    #[test]
    fn names_are_taken_apart() {
        assert_eq!(kinds("c-relatedStories item_2"), 1 << RELATED);
        assert_eq!(kinds("postAuthor") >> AUTHOR & 1, 1);
        assert_eq!(kinds("correlated readable"), 0);
    }

    #[test]
    fn the_list_is_sorted_and_known() {
        let lines: Vec<&str> = include_str!("../../data/page-words.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert!(lines.is_sorted_by(|a, b| a < b));
        for line in lines {
            let kind = line.split_once(' ').expect("kind and word").0;
            assert!(KIND_NAMES.contains(&kind), "{line}");
        }
    }
}
