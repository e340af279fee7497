//! From a record with named fields to a draft: the names that report JSONL, news-please,
//! trafilatura and common tables use for the same thing.

use crosswire_report::{Item, Problem, ProblemKind};
use serde_json::{Map, Value};

use crate::dates;
use crate::draft::{Draft, is_web};

/// Names of the text, best first.
pub(crate) const TEXT: &[&str] = &[
    "text",
    "maintext",
    "articleBody",
    "article_text",
    "full_text",
    "body",
    "content",
    "article",
    "raw_text",
];
const TITLE: &[&str] = &["title", "headline", "title_page"];
const OUTLET: &[&str] = &[
    "outlet",
    "sitename",
    "source_domain",
    "publisher",
    "publication",
    "site_name",
    "source-hostname",
    "hostname",
    "source",
    "domain",
];
const URL: &[&str] = &["url", "link", "source_url", "canonical_url", "uri"];
const AUTHORS: &[&str] = &["authors", "author", "byline", "creator"];
const PUBLISHED: &[&str] = &[
    "published",
    "date_publish",
    "datePublished",
    "published_at",
    "publishedAt",
    "publish_date",
    "pubDate",
    "publication_date",
    "date_published",
    "date",
    "created_at",
    "timestamp",
];
const UPDATED: &[&str] = &[
    "updated",
    "date_modify",
    "dateModified",
    "modified",
    "updated_at",
    "date_modified",
];
const LANGUAGE: &[&str] = &["language", "lang"];
const SECTION: &[&str] = &["section", "category", "categories", "news_desk"];
const ID: &[&str] = &["id", "_id", "guid"];

/// The name that records use for what `name` names, letter case, spaces and dashes aside.
pub(crate) fn known(name: &str) -> Option<&'static str> {
    let bare = |name: &str| -> String {
        let letters = name.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let wanted = bare(name);
    [
        TEXT, TITLE, OUTLET, URL, AUTHORS, PUBLISHED, UPDATED, LANGUAGE, SECTION, ID,
    ]
    .into_iter()
    .flatten()
    .copied()
    .find(|known| bare(known) == wanted)
}

/// Whether `name` names the text or the title.
pub(crate) fn is_text(name: &str) -> bool {
    known(name).is_some_and(|known| TEXT.contains(&known) || TITLE.contains(&known))
}

/// A draft from a record; an error text if the record cannot be one.
pub(crate) fn draft(record: &Map<String, Value>) -> Result<Draft, String> {
    let fields = Fields(record);
    let mut draft = Draft::default();
    let text = fields.first(TEXT);
    let title = fields.first(TITLE);
    if text.is_none()
        && title.is_none()
        && !TEXT
            .iter()
            .chain(TITLE)
            .any(|name| record.contains_key(*name))
    {
        let names: Vec<&str> = record.keys().take(8).map(String::as_str).collect();
        return Err(format!("it has neither `text` nor `title`, only {names:?}"));
    }
    for (name, value) in [text, title].into_iter().flatten() {
        if !matches!(value, Value::String(_)) {
            return Err(format!("`{name}` is {}, not a string", kind(value)));
        }
    }
    draft.text = text
        .and_then(|(_, value)| value.as_str())
        .unwrap_or_default()
        .to_owned();
    draft.id = fields.first(ID).and_then(|(_, value)| word(value));
    fields.take(&mut draft, Item::Title, TITLE, |draft, value| {
        draft.title = Some(value);
    });
    fields.take(&mut draft, Item::Outlet, OUTLET, |draft, value| {
        draft.outlet = Some(value).filter(|name| !is_web(name));
    });
    fields.take(&mut draft, Item::Url, URL, |draft, value| {
        draft.url = Some(value);
    });
    if draft.outlet.is_none() {
        draft
            .details
            .provenance
            .retain(|known| known.item != Item::Outlet);
    }
    // trafilatura calls the address the source.
    let source = fields.first(&["source"]).and_then(|(_, value)| word(value));
    if draft.url.is_none() {
        draft.address(source, "field `source`");
    }
    fields.take(&mut draft, Item::Section, SECTION, |draft, value| {
        draft.details.section = Some(value);
    });
    fields.take(&mut draft, Item::Language, LANGUAGE, |draft, value| {
        draft.details.language = Some(value);
    });
    if let Some((name, value)) = fields.first(AUTHORS) {
        draft.authors = names(value);
        if !draft.authors.is_empty() {
            draft.came_from(Item::Authors, format!("field `{name}`"));
        }
    }
    if let Some((name, value)) = fields.first(PUBLISHED) {
        match word(value) {
            Some(printed) => draft.publish(&printed, &format!("field `{name}`")),
            None => draft.problems.push(Problem {
                kind: ProblemKind::BadDate,
                message: format!("`{name}` is {}, not a date", kind(value)),
                mend: "write it as \"2022-12-08\" or \"2022-12-08T09:30:00Z\"".to_owned(),
            }),
        }
    }
    if let Some((name, value)) = fields.first(UPDATED)
        && let Some(stamp) = word(value).as_deref().and_then(dates::stamp)
    {
        draft.details.updated = Some(stamp);
        draft.came_from(Item::Updated, format!("field `{name}`"));
    }
    Ok(draft)
}

struct Fields<'r>(&'r Map<String, Value>);

impl<'r> Fields<'r> {
    /// The first of these fields that holds anything.
    fn first(&self, names: &[&'static str]) -> Option<(&'static str, &'r Value)> {
        names.iter().find_map(|&name| {
            let value = self.0.get(name)?;
            let empty = match value {
                Value::Null => true,
                // An empty text is still the text that the record gives.
                Value::String(text) => text.trim().is_empty() && name != "text",
                Value::Array(items) => items.is_empty(),
                _ => false,
            };
            (!empty).then_some((name, value))
        })
    }

    fn take(
        &self,
        draft: &mut Draft,
        item: Item,
        names: &[&'static str],
        set: impl FnOnce(&mut Draft, String),
    ) {
        let found = names
            .iter()
            .find_map(|&name| Some((name, word(self.first(&[name])?.1)?)));
        if let Some((name, value)) = found {
            set(draft, value);
            draft.came_from(item, format!("field `{name}`"));
        }
    }
}

/// A value as one string: numbers are taken for ids and stamps, lists give their first.
fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => items.first().and_then(word),
        Value::Object(fields) => ["name", "$oid", "$date", "title"]
            .iter()
            .find_map(|name| word(fields.get(*name)?)),
        _ => None,
    }
}

/// Names out of a list, or out of one string that holds several.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items
            .iter()
            .filter_map(word)
            .map(|name| name.trim().to_owned())
            .collect(),
        Value::String(text) => text
            .split(';')
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty())
            .collect(),
        other => word(other).into_iter().collect(),
    }
}

pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
