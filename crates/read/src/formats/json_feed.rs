//! JSON Feed, versions 1 and 1.1.

use serde_json::{Map, Value};

use super::objects::Origin;
use crate::draft::Draft;
use crate::error::{ErrorKind, Place, ReadError};
use crate::formats::{markup, record};
use crate::sink::{Flow, Sink};
use crate::xml::escaped;

/// Whether an object is a feed.
pub(super) fn is_feed(object: &Map<String, Value>) -> bool {
    let version = object.get("version").and_then(Value::as_str);
    version.is_some_and(|version| version.contains("jsonfeed.org/version/"))
}

/// Gives every item of a feed.
pub(super) fn give(feed: &Map<String, Value>, origin: &Origin<'_>, sink: &mut Sink<'_>) -> Flow {
    let bad = |place: &Place, message: String| {
        ReadError::new(
            ErrorKind::BadRecord,
            place.clone(),
            message,
            "fetch the feed again, or tell who made it",
        )
    };
    let Some(Value::Array(items)) = feed.get("items") else {
        return sink.error(bad(
            origin.place,
            "the feed has no list of items".to_owned(),
        ));
    };
    for (item, number) in items.iter().zip(1..) {
        let place = origin.place.item(number);
        match item {
            Value::Object(item) => {
                let draft = draft(item, feed, sink);
                sink.report(draft, &place)?;
            }
            other => sink.error(bad(
                &place,
                format!("it is {}, not an object", record::kind(other)),
            ))?,
        }
    }
    Flow::Continue(())
}

fn draft(item: &Map<String, Value>, feed: &Map<String, Value>, sink: &Sink<'_>) -> Draft {
    let string = |of: &Map<String, Value>, name: &str| -> Option<String> {
        match of.get(name)? {
            Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    };
    let mut draft = Draft {
        id: string(item, "id"),
        ..Draft::default()
    };
    draft.entitle(string(item, "title").as_deref().map(escaped), "item title");
    draft.issue(string(feed, "title").as_deref().map(escaped), "feed title");
    draft.address(
        string(item, "url").or_else(|| string(item, "external_url")),
        "item url",
    );
    for of in [item, feed] {
        let people = match (of.get("authors"), of.get("author")) {
            (Some(Value::Array(people)), _) => people.as_slice(),
            (_, Some(person)) => std::slice::from_ref(person),
            _ => &[],
        };
        let names: Vec<String> = people
            .iter()
            .filter_map(|person| Some(person.get("name")?.as_str()?.to_owned()))
            .collect();
        draft.credit(&names, "item authors");
    }
    if let Some(printed) = string(item, "date_published") {
        draft.publish(&printed, "item date_published");
    }
    draft.update(
        string(item, "date_modified").as_deref(),
        "item date_modified",
    );
    let language = string(item, "language").or_else(|| string(feed, "language"));
    draft.speak(language.as_deref(), "feed language");
    let tag = item.get("tags").and_then(|tags| tags.get(0)?.as_str());
    draft.file_under(tag.map(str::to_owned), "item tags");
    match (string(item, "content_html"), string(item, "content_text")) {
        (None, Some(text)) => draft.text = text,
        (html, _) => {
            let summary = string(item, "summary").as_deref().map(escaped);
            markup::fill(&mut draft, html.as_deref(), summary.as_deref(), sink);
        }
    }
    draft
}
