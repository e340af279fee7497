//! What of a page nobody sees: text that is read aloud, shown under the pointer, or struck out.

use std::sync::LazyLock;

use regex::Regex;
use trafilatura::dom::{Document, NodeId};

use super::found::short;
use crate::parts::any_of;

/// Parts of class names of text that is read aloud or shown only under the pointer.
const UNSEEN: [&str; 14] = [
    "rollover",
    "flyout",
    "hidden-visually",
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "screen-reader",
    "screenreader",
    "a11y-hidden",
    "offscreen",
    "tooltip",
    "popover",
    "hovercard",
    "hover-card",
];

/// Parts of class names of text that is struck out.
const STRUCK: [&str; 3] = ["strikethrough", "line-through", "strike-through"];

/// Parts of class names of initials.
const INITIALS: [&str; 6] = [
    "dropcap",
    "drop-cap",
    "drop_cap",
    "first-letter",
    "firstletter",
    "initial",
];

/// Whether a class name has a part of either list.
static UNREAD: LazyLock<Regex> = LazyLock::new(|| any_of(UNSEEN.into_iter().chain(STRUCK)));

/// Whether it has one of initials.
static INITIAL: LazyLock<Regex> = LazyLock::new(|| any_of(INITIALS));

/// More text than this is an article that a pay wall hides or a mark that was never closed.
const SMALL: usize = 1_500;

/// Whether an element holds only a little text.
pub(super) fn is_small(page: &Document, id: NodeId) -> bool {
    short(page, id, SMALL).is_some()
}

/// Whether an element is not to be read.
pub(super) fn is_hidden(page: &Document, id: NodeId) -> bool {
    let class = page.class_name(id).to_ascii_lowercase();
    let unseen = !class.is_empty() && UNREAD.is_match(&class)
        || page.get_attribute(id, "hidden").is_some()
        || page
            .get_attribute(id, "style")
            .is_some_and(|style| hides(&style));
    unseen && is_small(page, id)
}

/// Whether an element is the big first letter of a paragraph.
pub(super) fn is_initial(page: &Document, id: NodeId) -> bool {
    let class = page.class_name(id).to_ascii_lowercase();
    if class.is_empty() || !INITIAL.is_match(&class) {
        return false;
    }
    let words = page
        .get_attribute(id, "alt")
        .or_else(|| short(page, id, 8))
        .unwrap_or_default();
    let mut letters = words.trim().chars().filter(|c| c.is_alphabetic());
    match (letters.next(), letters.next()) {
        // A word of one letter may be meant.
        (Some(letter), None) => letter.is_uppercase() && !"AIOEUYÀÉ".contains(letter),
        _ => false,
    }
}

fn hides(style: &str) -> bool {
    let style: String = style
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_ascii_lowercase();
    style.contains("display:none")
        || style.contains("visibility:hidden")
        || style.contains("text-decoration:line-through")
        || style.contains("text-decoration-line:line-through")
}
