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

/// Cleans `page` in place.
pub(super) fn clean(page: &mut Document) {
    let Some(body) = page.body() else { return };
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
