//! What stands in a page's head and in the elements that pages mark their dates and names with.

use std::sync::LazyLock;

use regex::Regex;
use trafilatura::dom::{Document, NodeId};

use super::byline::{self, Marked};
use super::elements;
use super::fold;
use super::visible::LABELS;
use crate::parts::any_of;

/// More elements than this are not looked at for dates and names.
const LOOKED_AT: usize = 60_000;

/// The meta elements of a page, and what stands in its body.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Name or property, lower case, and content.
    metas: Vec<(String, String)>,
    /// `<title>`.
    pub(super) title: Option<String>,
    /// Headings of the first rank.
    pub(super) headings: Vec<String>,
    /// What such headings say behind a first part that has an element of its own.
    pub(super) behind: Vec<String>,
    /// Headings that are marked as the headline.
    pub(super) headlines: Vec<String>,
    /// `<link rel=canonical>`.
    pub(super) canonical: Option<String>,
    /// `<html lang>`.
    pub(super) language: Option<String>,
    /// Dates in the body, the best marked first.
    pub(super) dates: Vec<Dated>,
    /// Dates of change in the body.
    pub(super) changes: Vec<Dated>,
    /// Names in the body that are marked as authors.
    pub(super) marked: Vec<Marked>,
    /// Short stretches of text that speak of publication.
    pub(super) labelled: Vec<String>,
    /// Whether the page calls itself a live blog.
    pub(super) live: bool,
}

/// A date that an element of the body is marked with.
#[derive(Clone, Debug)]
pub(super) struct Dated {
    pub(super) printed: String,
    pub(super) from: String,
    /// How clearly it is marked as the publication: 0 is clearest.
    pub(super) rank: u8,
}

impl Found {
    /// All meta elements with a content, each with its name in lower case.
    pub(super) fn all_metas(&self) -> impl Iterator<Item = (&str, &str)> {
        self.metas
            .iter()
            .map(|(key, content)| (key.as_str(), content.as_str()))
    }

    /// The content of the first of these meta elements, and its name.
    pub(super) fn meta(&self, names: &[&str]) -> Option<(String, String)> {
        names.iter().find_map(|name| {
            let (key, content) = self
                .metas
                .iter()
                .find(|(key, content)| key == name && !content.trim().is_empty())?;
            Some((content.trim().to_owned(), format!("meta {key}")))
        })
    }

    /// The content of the first meta element whose name speaks of publication and time.
    pub(super) fn meta_published(&self) -> Option<(String, String)> {
        let (key, content) = self.metas.iter().find(|(key, content)| {
            key.contains("publi")
                && (key.contains("time") || key.contains("date"))
                && !content.trim().is_empty()
        })?;
        Some((content.clone(), format!("meta {key}")))
    }

    /// The contents of all meta elements of the first of these names that has any.
    pub(super) fn metas(&self, names: &[&str]) -> Option<(Vec<String>, String)> {
        names.iter().find_map(|name| {
            let contents: Vec<String> = self
                .metas
                .iter()
                .filter(|(key, content)| key == name && !content.trim().is_empty())
                .map(|(_, content)| content.trim().to_owned())
                .collect();
            (!contents.is_empty()).then(|| (contents, format!("meta {name}")))
        })
    }
}

/// Looks through a page.
pub(super) fn find(page: &Document) -> Found {
    let mut found = Found::default();
    let mut marked: Vec<Dated> = Vec::new();
    for id in page
        .iter_descendants(page.root(), &[])
        .into_iter()
        .take(LOOKED_AT)
    {
        if !page.is_element(id) {
            continue;
        }
        let attribute = |name: &str| {
            page.get_attribute(id, name)
                .filter(|value| !value.trim().is_empty())
        };
        let tag = page.tag_name(id);
        match tag {
            "meta" => {
                let key = attribute("property")
                    .or(attribute("name"))
                    .or(attribute("itemprop"))
                    .or(attribute("http-equiv"));
                if let (Some(key), Some(content)) = (key, attribute("content")) {
                    let inside = page
                        .parent(id)
                        .map(|parent| page.tag_name(parent).to_owned());
                    // A stamp marked in the body belongs to what it stands in, as any other element.
                    if inside.as_deref() == Some("head") || attribute("itemprop").is_none() {
                        found.metas.push((key.to_lowercase(), content));
                        continue;
                    }
                    mark(page, id, &key, &content, &mut marked, &mut found.changes);
                }
                continue;
            }
            "html" => found.language = attribute("lang"),
            "title" if found.title.is_none() => {
                found.title = short(page, id, 2_000).filter(|title| !title.is_empty());
            }
            "h1" => {
                found
                    .headings
                    .extend(short(page, id, 2_000).filter(|heading| !heading.is_empty()));
                found.behind.extend(behind_first(page, id));
            }
            "link" if attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                found.canonical = found.canonical.take().or(attribute("href"));
            }
            "script" | "style" | "svg" | "path" => continue,
            _ => {}
        }
        let class = format!("{} {}", page.class_name(id), page.id_attr(id)).to_lowercase();
        if tag == "article" || tag == "body" || tag == "main" {
            found.live |= class.contains("liveblog") || class.contains("live-blog");
        }
        let itemprop = attribute("itemprop").unwrap_or_default();
        if itemprop.eq_ignore_ascii_case("headline") && elements::rank(tag).is_some() {
            let headline = short(page, id, 2_000).filter(|headline| !headline.is_empty());
            found.headlines.extend(headline);
        }
        byline::look(page, id, &class, &mut found.marked);
        if found.labelled.len() < 20
            && let Some(words) = only_text(page, id)
            && speaks_of_publication(&words)
        {
            found.labelled.push(words);
        }
        let printed = attribute("datetime").or(attribute("content"));
        if itemprop.to_lowercase().starts_with("date") || tag == "time" {
            let printed = printed.or_else(|| short(page, id, 120)).unwrap_or_default();
            let key = if itemprop.is_empty() {
                class.as_str()
            } else {
                itemprop.as_str()
            };
            mark(page, id, key, &printed, &mut marked, &mut found.changes);
        } else if is_date_class(&class) {
            let printed = attribute("data-timestamp")
                .or(attribute("data-datetime"))
                .or(attribute("data-date"))
                .or(attribute("title"));
            let shown = short(page, id, 120);
            for printed in printed
                .filter(|printed| printed.len() <= 120)
                .into_iter()
                .chain(shown)
            {
                mark(page, id, &class, &printed, &mut marked, &mut found.changes);
            }
        }
    }
    marked.sort_by_key(|dated| dated.rank);
    found.dates = marked;
    found
}

/// From this rank on a date is not believed before what stands near the title.
pub(super) const ELSEWHERE: u8 = 4;

/// Ranks a date in the body by how clearly it is marked as the publication.
fn mark(
    page: &Document,
    id: NodeId,
    key: &str,
    printed: &str,
    marked: &mut Vec<Dated>,
    changes: &mut Vec<Dated>,
) {
    let key = key.to_lowercase();
    let from = format!("element {}", page.tag_name(id));
    let lower = printed.to_lowercase();
    if key.contains("modif")
        || key.contains("updat")
        || lower.starts_with("updated")
        || lower.starts_with("last ")
    {
        changes.push(Dated {
            printed: printed.to_owned(),
            from,
            rank: 0,
        });
        return;
    }
    let mut rank = match key.as_str() {
        "datepublished" => 0,
        key if key.contains("publish")
            || key.contains("pubdate")
            || key.contains("datecreated") =>
        {
            1
        }
        _ if page.tag_name(id) == "time" => 2,
        _ => 3,
    };
    // What stands in a list of other articles says nothing of this one.
    let (mut at, mut inside_article) = (page.parent(id), false);
    for _ in 0..14 {
        let Some(parent) = at else { break };
        let tag = page.tag_name(parent);
        if matches!(tag, "body" | "html") {
            break;
        }
        let class = page.class_name(parent).to_lowercase();
        // The classes of the article itself say what else the page has: comments, a sidebar.
        let around = matches!(tag, "article" | "main");
        if matches!(tag, "li" | "aside" | "footer" | "nav")
            || !around
                && [
                    "related",
                    "sidebar",
                    "recommend",
                    "comment",
                    "most-",
                    "teaser",
                    "promo",
                    "widget",
                    "latest",
                ]
                .iter()
                .any(|part| class.contains(part))
        {
            rank += 4;
            break;
        }
        inside_article |= tag == "article" || tag == "main" || tag == "header";
        at = page.parent(parent);
    }
    if !inside_article {
        rank += 1;
    }
    if marked.len() < 200 {
        marked.push(Dated {
            printed: printed.to_owned(),
            from,
            rank,
        });
    }
}

fn is_date_class(class: &str) -> bool {
    class
        .split(|c: char| c.is_whitespace() || c == '-' || c == '_')
        .any(|part| {
            matches!(
                part,
                "date"
                    | "dateline"
                    | "time"
                    | "timestamp"
                    | "published"
                    | "pubdate"
                    | "publish"
                    | "posted"
                    | "postdate"
                    | "datetime"
                    | "byline"
                    | "entrydate"
                    | "articledate"
            ) || part.ends_with("date") && part.len() <= 14
                || part.starts_with("timestamp")
        })
}

fn speaks_of_publication(words: &str) -> bool {
    static LABELLED: LazyLock<Regex> = LazyLock::new(|| any_of(LABELS));
    LABELLED.is_match(&words.to_lowercase())
}

/// The text of an element that has nothing but a little text inside.
fn only_text(page: &Document, id: NodeId) -> Option<String> {
    let mut children = page.child_nodes(id).into_iter();
    let child = children.next()?;
    if children.next().is_some() || !page.is_text(child) {
        return None;
    }
    let words = page.text_content(child);
    (8..=120)
        .contains(&words.len())
        .then(|| words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The words of an element, unless they are more than `limit` bytes or in very many pieces: what
/// is nested deep must not be read at every level.
pub(super) fn short(page: &Document, id: NodeId, limit: usize) -> Option<String> {
    let mut words = String::new();
    let mut pieces = 0;
    let mut open = vec![id];
    while let Some(node) = open.pop() {
        pieces += 1;
        if pieces > 400 || words.len() > limit * 4 + 400 {
            return None;
        }
        if page.is_text(node) {
            words.push_str(&page.text_content(node));
            words.push(' ');
        } else if !matches!(page.tag_name(node), "script" | "style") || node == id {
            open.extend(page.child_nodes(node).into_iter().rev());
        }
    }
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    (words.len() <= limit).then_some(words)
}

/// What a heading says behind its first part, where that has an element of its own: a kicker, a day.
fn behind_first(page: &Document, heading: NodeId) -> Option<String> {
    let whole = short(page, heading, 2_000)?;
    let seen = |node: &NodeId| short(page, *node, 2_000).is_some_and(|words| !words.is_empty());
    let mut open = heading;
    // What wraps all of the heading is no part of it.
    for _ in 0..6 {
        let children: Vec<NodeId> = page.child_nodes(open).into_iter().filter(seen).collect();
        match children.as_slice() {
            [only] if page.is_element(*only) => open = *only,
            [first, _, ..] if page.is_element(*first) => {
                let first = short(page, *first, 2_000)?;
                let rest = whole.strip_prefix(&first)?;
                let rest = rest
                    .trim_start_matches(|c: char| c.is_whitespace() || "|-–—:/»·•>".contains(c));
                return (!rest.is_empty()).then(|| rest.to_owned());
            }
            _ => return None,
        }
    }
    None
}

/// The words of an element.
pub(super) fn words(page: &Document, id: NodeId) -> String {
    page.iter_text(id, " ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// How many words two titles share, of the shorter one's, in a hundred.
pub(super) fn shared(a: &str, b: &str) -> usize {
    let (a, b) = (fold(a), fold(b));
    let (a, b): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.iter().filter(|word| long.contains(word)).count() * 100 / short.len().max(1)
}
