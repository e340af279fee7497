//! Names the parts of a page as extraction expects them.

use trafilatura::dom::{Document, NodeId};

use super::found::short;

/// Elements that are no part of a line.
const BLOCKS: [&str; 22] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "div",
    "dl",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "header",
    "iframe",
    "main",
    "ol",
    "p",
    "section",
    "table",
    "ul",
];

/// Letters from which on a division with nothing but a line in it is read as a paragraph.
const PARAGRAPH: usize = 80;

/// Names the divisions of a page paragraphs where the page uses them as such: extraction weighs
/// paragraphs, and pages made by editors without them have their sentences in plain divisions.
fn name_paragraphs(page: &mut Document) {
    let Some(body) = page.body() else { return };
    let (mut named, mut unnamed) = (0, Vec::new());
    for id in page.iter_descendants(body, &["p", "div"]) {
        let is_division = page.tag_name(id) != "p";
        let holds_block =
            |child: &NodeId| page.is_element(*child) && BLOCKS.contains(&page.tag_name(*child));
        // Most divisions are seen to hold blocks by their first level.
        if is_division && page.child_nodes(id).iter().any(holds_block) {
            continue;
        }
        let Some(words) = short(page, id, 5_000) else {
            continue;
        };
        if words.len() < PARAGRAPH || !words.ends_with(['.', '!', '?', '"', '”', '’']) {
            continue;
        }
        if !is_division {
            named += words.len();
        } else if page.iter_descendants(id, &BLOCKS).is_empty() {
            unnamed.push((id, words.len()));
        }
    }
    if unnamed.iter().map(|(_, length)| length).sum::<usize>() > named {
        for (id, _) in unnamed {
            page.set_tag_name(id, "p");
        }
    }
}

/// Cleans `page` in place.
pub(super) fn clean(page: &mut Document) {
    let Some(body) = page.body() else { return };
    name_paragraphs(page);
    for id in page.iter_descendants(body, &["blockquote"]) {
        let class = page.class_name(id).to_ascii_lowercase();
        if is_embedded_post(&class) {
            // Extraction drops what is named for a social network; here it is what people said.
            page.remove_attribute(id, "class");
        }
    }
}

fn is_embedded_post(class: &str) -> bool {
    [
        "twitter-tweet",
        "twitter-video",
        "instagram-media",
        "tiktok-embed",
    ]
    .iter()
    .any(|name| class.contains(name))
}
