//! Atom feeds (RFC 4287).

use crate::draft::Draft;
use crate::formats::{Format, Head, markup};
use crate::input::Input;
use crate::sink::{Flow, Sink};
use crate::xml::{Element, escaped};

/// Atom feeds, and documents of a single entry.
pub(crate) struct Atom;

impl Format for Atom {
    fn recognises(&self, head: &Head<'_>) -> bool {
        markup::has_root(head, &["feed", "entry"])
    }

    fn read(&self, input: Input<'_>, sink: &mut Sink<'_>) -> Flow {
        markup::read(input, sink, |root, around, sink| {
            let mut entries = Vec::new();
            if root.name == "entry" {
                entries.push(root);
            } else {
                root.all("entry", &mut entries);
            }
            markup::give(entries, around, sink, |entry, _, sink| {
                Some(draft(entry, root, sink))
            })
        })
    }
}

fn draft(entry: &Element, feed: &Element, sink: &Sink<'_>) -> Draft {
    let mut draft = Draft::default();
    draft.entitle(entry.child("title").map(html), "entry title");
    // An entry that was taken from another feed says from which.
    let source = entry
        .child("source")
        .and_then(|source| source.child("title"));
    draft.issue(source.map(html), "entry source title");
    draft.issue(feed.child("title").map(html), "feed title");
    draft.address(link(entry), "entry link");
    draft.id = entry.words_of("id");
    let names = |of: &Element| -> Vec<String> {
        of.named("author")
            .filter_map(|author| author.words_of("name"))
            .collect()
    };
    draft.credit(&names(entry), "entry author");
    draft.credit(&names(feed), "feed author");
    let updated = entry.words_of("updated");
    if let Some(printed) = entry.words_of("published") {
        draft.publish(&printed, "entry published");
    } else if let Some(printed) = &updated {
        draft.publish(printed, "entry updated");
    }
    draft.update(updated.as_deref(), "entry updated");
    let category = entry.child("category");
    let category = category.and_then(|found| found.attribute("label").or(found.attribute("term")));
    draft.file_under(category.map(str::to_owned), "entry category");
    let language = entry.attribute("xml:lang").or(feed.attribute("xml:lang"));
    draft.speak(language, "feed xml:lang");
    let full = |name: &str| {
        entry
            .child(name)
            .map(html)
            .filter(|html| !html.trim().is_empty())
    };
    markup::fill(
        &mut draft,
        full("content").as_deref(),
        full("summary").as_deref(),
        sink,
    );
    draft
}

/// A text construct as HTML: it may be plain, escaped HTML, or XHTML right inside.
fn html(construct: &Element) -> String {
    match construct.attribute("type").unwrap_or("text") {
        "xhtml" | "application/xhtml+xml" => construct.html(&|element| Some(tag(&element.name))),
        "html" | "text/html" => construct.text(),
        _ => {
            let text = construct.text();
            let paragraphs: Vec<String> = text.split("\n\n").map(escaped).collect();
            paragraphs.join("<p>")
        }
    }
}

/// The HTML elements that tell blocks apart; all others are only their words.
fn tag(name: &str) -> &'static str {
    const BLOCKS: [&str; 14] = [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "li",
        "ul",
        "ol",
        "blockquote",
        "figcaption",
        "figure",
        "br",
        "pre",
    ];
    BLOCKS
        .into_iter()
        .find(|block| *block == name)
        .unwrap_or("span")
}

fn link(entry: &Element) -> Option<String> {
    let alternate = |link: &&Element| matches!(link.attribute("rel"), None | Some("alternate"));
    let link = entry
        .named("link")
        .find(alternate)
        .or_else(|| entry.child("link"))?;
    link.attribute("href").map(str::to_owned)
}
