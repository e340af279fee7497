//! RSS, from 0.9 (RDF) to 2.0, with the modules that news uses: content, Dublin Core, Atom links.

use crate::draft::{Draft, is_web};
use crate::formats::{Format, Head, markup};
use crate::input::Input;
use crate::sink::{Flow, Sink};
use crate::xml::Element;

/// RSS feeds.
pub(crate) struct Rss;

impl Format for Rss {
    fn recognises(&self, head: &Head<'_>) -> bool {
        markup::has_root(head, &["rss", "RDF"])
    }

    fn read(&self, input: Input<'_>, sink: &mut Sink<'_>) -> Flow {
        markup::read(input, sink, |root, around, sink| {
            let mut items = Vec::new();
            root.all("item", &mut items);
            let mut channels = Vec::new();
            root.all("channel", &mut channels);
            let channel = channels.first().copied();
            markup::give(items, around, sink, |item, _, sink| {
                Some(draft(item, channel, sink))
            })
        })
    }
}

fn draft(item: &Element, channel: Option<&Element>, sink: &Sink<'_>) -> Draft {
    let mut draft = Draft::default();
    let of_channel = |name: &str| channel.and_then(|channel| channel.words_of(name));
    draft.entitle(item.words_of("title"), "item title");
    // What an aggregator took from elsewhere names its source.
    draft.issue(item.words_of("source"), "item source");
    draft.issue(of_channel("title"), "channel title");
    let guid = item.child("guid");
    let linked = guid.filter(|guid| guid.attribute("isPermaLink") != Some("false"));
    let link = item
        .words_of("feedburner:origLink")
        .or_else(|| item.words_of("link"))
        .or_else(|| item.attribute("rdf:about").map(str::to_owned))
        .or_else(|| linked.map(Element::words).filter(|url| is_web(url)));
    draft.address(link, "item link");
    draft.id = guid.map(Element::words).filter(|id| !id.is_empty());
    let authors: Vec<String> = ["dc:creator", "author", "itunes:author"]
        .iter()
        .map(|name| item.named(name).map(Element::words).collect())
        .find(|names: &Vec<String>| !names.is_empty())
        .unwrap_or_default();
    draft.credit(&authors, "item author");
    for name in [
        "pubDate",
        "dc:date",
        "dcterms:created",
        "dcterms:issued",
        "atom:published",
    ] {
        if draft.published.is_none()
            && let Some(printed) = item.words_of(name)
        {
            draft.publish(&printed, &format!("item {name}"));
        }
    }
    for name in ["atom:updated", "dcterms:modified", "a10:updated"] {
        if draft.details.updated.is_none() {
            draft.update(item.words_of(name).as_deref(), &format!("item {name}"));
        }
    }
    draft.file_under(item.words_of("category"), "item category");
    let language = item
        .words_of("dc:language")
        .or_else(|| of_channel("language"));
    draft.speak(
        language.or_else(|| of_channel("dc:language")).as_deref(),
        "channel language",
    );
    let html = |name: &str| {
        item.child(name)
            .map(Element::text)
            .filter(|html| !html.trim().is_empty())
    };
    markup::fill(
        &mut draft,
        html("content:encoded").as_deref(),
        html("description").as_deref(),
        sink,
    );
    draft
}
