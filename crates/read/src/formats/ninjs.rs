//! ninjs, the IPTC's news in JSON, versions 1 to 3.

use serde_json::{Map, Value};

use crate::draft::Draft;
use crate::formats::markup;
use crate::sink::Sink;
use crate::xml::escaped;

/// Fields that ninjs has and other records do not.
const OWN: [&str; 8] = [
    "versioncreated",
    "pubstatus",
    "representationtype",
    "body_text",
    "body_html",
    "body_xhtml",
    "bodies",
    "headlines",
];

/// Whether an object is a ninjs item.
pub(super) fn is_item(object: &Map<String, Value>) -> bool {
    let own = OWN
        .iter()
        .filter(|name| object.contains_key(**name))
        .count();
    object.contains_key("uri") && own >= 1 || own >= 2
}

/// A draft from an item; an error text if the item is no report.
pub(super) fn draft(item: &Map<String, Value>, sink: &Sink<'_>) -> Result<Draft, String> {
    let string = |name: &str| -> Option<String> {
        let text = item.get(name)?.as_str()?;
        (!text.trim().is_empty()).then(|| text.to_owned())
    };
    let kind = string("type").unwrap_or_else(|| "text".to_owned());
    if matches!(kind.as_str(), "picture" | "graphic" | "video" | "audio") {
        return Err(format!(
            "the item is of type {kind:?}, which holds no report"
        ));
    }
    if string("pubstatus").is_some_and(|status| status == "canceled") {
        return Err("the item was cancelled by who published it".to_owned());
    }
    let mut draft = Draft {
        id: string("uri"),
        ..Draft::default()
    };
    let title = string("headline").or_else(|| valued(item.get("headlines"), &["main", "headline"]));
    draft.entitle(title.as_deref().map(escaped), "ninjs headline");
    let source = item.get("infosources").or(item.get("infosource"));
    let provider = source
        .and_then(|sources| sources.get(0)?.get("name")?.as_str())
        .map(str::to_owned)
        .or_else(|| string("copyrightholder"));
    draft.issue(provider.as_deref().map(escaped), "ninjs infosource");
    draft.address(string("uri"), "ninjs uri");
    let byline = string("byline")
        .or_else(|| string("by"))
        .or_else(|| valued(item.get("bylines"), &[]));
    draft.credit(&Vec::from_iter(byline), "ninjs byline");
    let dates = ["firstcreated", "contentcreated", "versioncreated"];
    if let Some((name, printed)) = dates.iter().find_map(|name| Some((name, string(name)?))) {
        draft.publish(&printed, &format!("ninjs {name}"));
    }
    draft.update(string("versioncreated").as_deref(), "ninjs versioncreated");
    draft.speak(string("language").as_deref(), "ninjs language");
    let subject = item.get("subject").or(item.get("subjects"));
    let subject = subject.and_then(|subjects| subjects.get(0)?.get("name")?.as_str());
    draft.file_under(subject.map(str::to_owned), "ninjs subject");
    let bodies = item.get("bodies").and_then(Value::as_array);
    let body = |types: &[&str]| {
        bodies?.iter().find_map(|body| {
            let media = body
                .get("contenttype")
                .or(body.get("contentType"))?
                .as_str()?;
            let value = body.get("value")?.as_str()?;
            types.contains(&media).then(|| value.to_owned())
        })
    };
    let html = string("body_html")
        .or_else(|| string("body_xhtml"))
        .or_else(|| body(&["text/html", "application/xhtml+xml"]));
    let text = string("body_text").or_else(|| body(&["text/plain"]));
    match (html, text) {
        (Some(html), _) => markup::fill(&mut draft, Some(&html), None, sink),
        (None, Some(text)) => draft.text = text,
        (None, None) => {
            let summary =
                string("description_text").or_else(|| valued(item.get("descriptions"), &[]));
            let summary = summary.as_deref().map(escaped);
            markup::fill(&mut draft, None, summary.as_deref(), sink);
        }
    }
    if draft.text.is_empty() && draft.title.is_none() {
        return Err("the item has neither a headline nor a body".to_owned());
    }
    Ok(draft)
}

/// The value of the first entry with one of these roles, else of the first entry at all.
fn valued(entries: Option<&Value>, roles: &[&str]) -> Option<String> {
    let entries = entries?.as_array()?;
    let value = |entry: &Value| Some(entry.get("value")?.as_str()?.to_owned());
    let role = |entry: &&Value| {
        let role = entry.get("role").and_then(Value::as_str);
        role.is_some_and(|role| roles.contains(&role))
    };
    entries
        .iter()
        .find(role)
        .and_then(value)
        .or_else(|| entries.iter().find_map(value))
}
