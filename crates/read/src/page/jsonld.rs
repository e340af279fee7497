//! What a page says of its article in JSON-LD.

use serde_json::Value;
use trafilatura::dom::Document;

use super::fold;

/// The types of schema.org that are an article, in the order in which they are believed.
const ARTICLES: [&str; 14] = [
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "BackgroundNewsArticle",
    "OpinionNewsArticle",
    "ReviewNewsArticle",
    "AskPublicNewsArticle",
    "LiveBlogPosting",
    "Article",
    "BlogPosting",
    "TechArticle",
    "Report",
    "SocialMediaPosting",
    "WebPage",
];

/// The fields that say when something was published, in the order in which they are believed.
const DATES: [&str; 3] = ["datePublished", "dateCreated", "uploadDate"];

/// Deeper than this nothing is looked for.
const DEPTH: usize = 12;

/// What it says.
#[derive(Debug, Default)]
pub(super) struct JsonLd {
    pub(super) headline: Option<String>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    /// When other things than the article were published or made.
    pub(super) others: Vec<String>,
    pub(super) authors: Vec<String>,
    /// The authors of other things than the article, and the people that are described, each a list.
    pub(super) other_authors: Vec<Vec<String>>,
    pub(super) publisher: Option<String>,
    pub(super) section: Option<String>,
    pub(super) language: Option<String>,
    pub(super) url: Option<String>,
    pub(super) live: bool,
}

/// Reads the JSON-LD of a page. Where it describes several articles, the one that the page's own
/// title names is meant.
pub(super) fn read(page: &Document, titles: &[String]) -> JsonLd {
    let mut nodes = Vec::new();
    for script in page.scripts_with_type(&["application/ld+json"]) {
        if let Some(value) = lenient(&page.text_content(script)) {
            collect(value, 0, &mut nodes);
        }
    }
    let kind = |node: &Value| ARTICLES.iter().position(|name| is_of_type(node, name));
    let folded: Vec<String> = titles.iter().map(|title| fold(title)).collect();
    let best = nodes
        .iter()
        .filter_map(|node| Some((node, kind(node)?)))
        .min_by_key(|(node, kind)| {
            let headline = fold(&string(node, &["headline", "name"]).unwrap_or_default());
            let named =
                !headline.is_empty() && folded.iter().any(|title| title.contains(&headline));
            (!named, *kind)
        });
    let mut found = JsonLd::default();
    let stamps = nodes
        .iter()
        .flat_map(|node| DATES.iter().filter_map(|field| string(node, &[field])));
    found.others = stamps.take(40).collect();
    let others = nodes.iter().filter_map(|node| {
        let named = node.get("author").or(node.get("creator"));
        let person = is_of_type(node, "Person").then_some(node);
        Some(names(named.or(person), &nodes)).filter(|names| !names.is_empty())
    });
    found.other_authors = others.take(20).collect();
    if let Some((node, kind)) = best {
        found.headline = string(node, &["headline"]);
        found.published = string(node, &DATES);
        found.modified = string(node, &["dateModified"]);
        found.authors = names(node.get("author").or(node.get("creator")), &nodes);
        found.publisher = names(node.get("publisher"), &nodes).into_iter().next();
        found.section = string(node, &["articleSection"]);
        found.language = string(node, &["inLanguage"]);
        found.url = string(node, &["url", "mainEntityOfPage"]);
        found.live = ARTICLES[kind] == "LiveBlogPosting";
    }
    found
}

/// Pages put comments, CDATA marks, line ends inside strings and stray semicolons around JSON.
fn lenient(script: &str) -> Option<Value> {
    let bare = script.trim();
    let bare = bare.strip_prefix("<!--").unwrap_or(bare).trim();
    let bare = bare
        .strip_suffix("-->")
        .unwrap_or(bare)
        .trim()
        .trim_end_matches(';');
    let bare = bare
        .replace("//<![CDATA[", "")
        .replace("//]]>", "")
        .replace("<![CDATA[", "")
        .replace("]]>", "");
    if let Ok(value) = serde_json::from_str(bare.trim()) {
        return Some(value);
    }
    let spaced: String = bare
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let spaced = spaced.trim();
    serde_json::from_str(spaced).ok().or_else(|| {
        // Something follows the value, or a comma stands before a bracket.
        serde_json::Deserializer::from_str(spaced)
            .into_iter()
            .next()?
            .ok()
    })
}

/// Every object with a type, outer ones first.
fn collect(value: Value, depth: usize, nodes: &mut Vec<Value>) {
    if depth > DEPTH || nodes.len() > 500 {
        return;
    }
    match value {
        Value::Array(items) => items
            .into_iter()
            .for_each(|item| collect(item, depth + 1, nodes)),
        Value::Object(mut fields) => {
            let inner: Vec<Value> = ["@graph", "mainEntity", "itemListElement", "item", "hasPart"]
                .iter()
                .filter_map(|name| fields.remove(*name))
                .collect();
            if fields.contains_key("@type") {
                nodes.push(Value::Object(fields));
            }
            inner
                .into_iter()
                .for_each(|item| collect(item, depth + 1, nodes));
        }
        _ => {}
    }
}

fn is_of_type(node: &Value, name: &str) -> bool {
    let is = |value: &Value| {
        value
            .as_str()
            .is_some_and(|kind| kind.rsplit(['/', ':']).next() == Some(name))
    };
    match node.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is),
        Some(kind) => is(kind),
        None => false,
    }
}

/// The first of these fields that is a string, or has one inside.
fn string(node: &Value, fields: &[&str]) -> Option<String> {
    fields.iter().find_map(|field| match node.get(*field)? {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => items
            .first()
            .and_then(Value::as_str)
            .map(|text| text.trim().to_owned()),
        Value::Object(inner) => ["@id", "@value", "name", "url"]
            .iter()
            .find_map(|name| Some(inner.get(*name)?.as_str()?.trim().to_owned())),
        _ => None,
    })
}

/// The names of people or organisations, which may be strings, objects, or references to objects.
fn names(value: Option<&Value>, nodes: &[Value]) -> Vec<String> {
    match value {
        Some(Value::Array(items)) => items
            .iter()
            .flat_map(|item| names(Some(item), nodes))
            .collect(),
        Some(Value::String(name)) => vec![name.trim().to_owned()],
        Some(Value::Object(fields)) => {
            if let Some(name) = fields.get("name") {
                return names(Some(name), &[]);
            }
            let Some(id) = fields.get("@id").and_then(Value::as_str) else {
                return Vec::new();
            };
            let node = nodes
                .iter()
                .find(|node| node.get("@id").and_then(Value::as_str) == Some(id));
            node.and_then(|node| node.get("name"))
                .map(|name| names(Some(name), &[]))
                .unwrap_or_default()
        }
        _ => Vec::new(),
    }
}
