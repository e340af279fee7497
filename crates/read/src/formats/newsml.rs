//! NewsML-G2, the IPTC's exchange format: news items, alone or in a message.

use std::collections::BTreeMap;

use crate::draft::{Draft, is_web};
use crate::error::{ErrorKind, ReadError};
use crate::formats::{Format, Head, markup, nitf};
use crate::input::Input;
use crate::numbers::Numbers;
use crate::sink::{Flow, Sink};
use crate::xml::Element;

/// NewsML-G2 items and messages.
pub(crate) struct NewsMl;

impl Format for NewsMl {
    fn recognises(&self, head: &Head<'_>) -> bool {
        markup::has_root(head, &["newsItem", "newsMessage", "packageItem"])
    }

    fn read(&self, input: Input<'_>, sink: &mut Sink<'_>) -> Flow {
        markup::read(input, sink, |root, around, sink| {
            let mut items = Vec::new();
            if root.name == "newsItem" {
                items.push(root);
            } else {
                root.all("newsItem", &mut items);
            }
            let mut left_out: BTreeMap<&'static str, Numbers> = BTreeMap::new();
            markup::give(items, around, sink, |item, number, sink| {
                draft(item, sink)
                    .map_err(|why| left_out.entry(why).or_default().add(number))
                    .ok()
            })?;
            for (why, records) in left_out {
                sink.error(ReadError::new(
                    ErrorKind::Skipped,
                    around.name.as_str(),
                    format!("left out: {records}: {why}"),
                    "nothing needs doing",
                ))?;
            }
            Flow::Continue(())
        })
    }
}

fn draft(item: &Element, sink: &Sink<'_>) -> Result<Draft, &'static str> {
    let mut draft = Draft::default();
    let meta = item.child("itemMeta");
    let content = item.child("contentMeta");
    let status = meta.and_then(|meta| meta.child("pubStatus")?.attribute("qcode"));
    if status.is_some_and(|status| status.ends_with(":canceled")) {
        return Err("they were cancelled by who published them");
    }
    let of_meta = |name: &str| meta.and_then(|meta| meta.words_of(name));
    let of_content = |name: &str| content.and_then(|content| content.words_of(name));
    draft.id = item.attribute("guid").map(str::to_owned);
    let title = of_content("headline").or_else(|| of_meta("title"));
    draft.entitle(title.as_deref().map(crate::xml::escaped), "NewsML headline");
    let provider = meta.and_then(|meta| {
        let provider = meta.child("provider")?;
        provider
            .words_of("name")
            .or_else(|| provider.attribute("literal").map(str::to_owned))
            .or_else(|| provider.attribute("uri").map(str::to_owned))
            .or_else(|| {
                let code = provider.attribute("qcode")?;
                Some(code.rsplit(':').next().unwrap_or(code).to_owned())
            })
    });
    draft.issue(provider, "NewsML provider");
    let link = item
        .attribute("guid")
        .filter(|guid| is_web(guid))
        .map(str::to_owned);
    draft.address(link, "NewsML guid");
    let mut names: Vec<String> = of_content("by").into_iter().collect();
    if names.is_empty()
        && let Some(content) = content
    {
        names = content
            .named("creator")
            .filter_map(|creator| creator.words_of("name"))
            .collect();
    }
    draft.credit(&names, "NewsML by");
    let dates = [
        ("contentCreated", of_content("contentCreated")),
        ("firstCreated", of_meta("firstCreated")),
        ("versionCreated", of_meta("versionCreated")),
    ];
    if let Some((name, Some(printed))) = dates.iter().find(|(_, printed)| printed.is_some()) {
        draft.publish(printed, &format!("NewsML {name}"));
    }
    draft.update(
        of_meta("versionCreated").as_deref(),
        "NewsML versionCreated",
    );
    let language = content.and_then(|content| content.child("language")?.attribute("tag"));
    draft.speak(language.or(item.attribute("xml:lang")), "NewsML language");
    let subject = content.and_then(|content| content.child("subject")?.words_of("name"));
    draft.file_under(subject, "NewsML subject");
    fill(&mut draft, item, sink);
    if draft.text.trim().is_empty() {
        let class = meta.and_then(|meta| meta.child("itemClass")?.attribute("qcode"));
        if draft.title.is_none() || class.is_some_and(|class| !class.ends_with(":text")) {
            return Err("pictures and other items without a text");
        }
        draft.excerpt("the title");
    }
    if let Some(dateline) = of_content("dateline") {
        nitf::lead(&mut draft, &dateline);
    }
    Ok(draft)
}

/// The text may be NITF or XHTML inside, or plain.
fn fill(draft: &mut Draft, item: &Element, sink: &Sink<'_>) {
    let limits = &sink.options.limits;
    draft.blocks = Some(Vec::new());
    let Some(set) = item.child("contentSet") else {
        return;
    };
    for inline in set.children() {
        match inline.name.as_str() {
            "inlineXML" => {
                let mut inner = Vec::new();
                inline.all("nitf", &mut inner);
                match inner.first() {
                    Some(nitf) => nitf::fill(draft, nitf, sink),
                    None => crate::page::fragment(draft, &inline.html(&nitf::tag), limits),
                }
            }
            "inlineData"
                if inline
                    .attribute("contenttype")
                    .is_some_and(|kind| kind.contains("html")) =>
            {
                crate::page::fragment(draft, &inline.text(), limits);
            }
            "inlineData" => {
                draft.text = inline.text();
                draft.blocks = None;
            }
            _ => continue,
        }
        if !draft.text.trim().is_empty() {
            return;
        }
    }
}
