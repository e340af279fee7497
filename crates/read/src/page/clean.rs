//! Takes out of a page what its readers never see, and undoes what hides embedded posts.

use trafilatura::dom::Document;

use super::found::short;

/// Parts of class names of text that is read aloud or shown only under the pointer.
const UNSEEN: [&str; 11] = [
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

/// More text than this is an article that a pay wall hides, not a tooltip.
const HIDDEN: usize = 1_500;

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
        let Some(words) = short(page, id, 5_000) else {
            continue;
        };
        if words.len() < PARAGRAPH || !words.ends_with(['.', '!', '?', '"', '”', '’']) {
            continue;
        }
        if page.tag_name(id) == "p" {
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
    for id in page.iter_descendants(body, &[]) {
        if page.parent(id).is_none() || !page.is_element(id) {
            continue;
        }
        let class = page.class_name(id).to_ascii_lowercase();
        if page.tag_name(id) == "blockquote" && is_embedded_post(&class) {
            // Extraction drops what is named for a social network; here it is what people said.
            page.remove_attribute(id, "class");
            continue;
        }
        let unseen = UNSEEN.iter().any(|part| class.contains(part))
            || page.get_attribute(id, "hidden").is_some()
            || page
                .get_attribute(id, "style")
                .is_some_and(|style| hides(&style));
        if unseen && short(page, id, HIDDEN).is_some() {
            page.remove(id, true);
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

fn hides(style: &str) -> bool {
    let style: String = style
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}
