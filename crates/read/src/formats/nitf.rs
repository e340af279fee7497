//! NITF, the News Industry Text Format.

use crosswire_report::{Block, Role};
use crosswire_text::Span;

use crate::draft::Draft;
use crate::formats::{Format, Head, markup};
use crate::input::Input;
use crate::page;
use crate::sink::{Flow, Sink};
use crate::xml::{Element, escaped};

/// NITF documents.
pub(crate) struct Nitf;

impl Format for Nitf {
    fn recognises(&self, head: &Head<'_>) -> bool {
        markup::has_root(head, &["nitf"])
    }

    fn read(&self, input: Input<'_>, sink: &mut Sink<'_>) -> Flow {
        markup::read(input, sink, |root, around, sink| {
            markup::give([root], around, sink, |root, _, sink| {
                let mut draft = Draft::default();
                fill(&mut draft, root, sink);
                Some(draft)
            })
        })
    }
}

/// Fills what `draft` does not know yet from an NITF document.
pub(super) fn fill(draft: &mut Draft, nitf: &Element, sink: &Sink<'_>) {
    let head = nitf.child("head");
    let top = nitf.at(&["body", "body.head"]);
    if draft.title.is_none() {
        let headline = top.and_then(|top| top.child("hedline")?.words_of("hl1"));
        let title = headline.or_else(|| head.and_then(|head| head.words_of("title")));
        draft.entitle(title.as_deref().map(escaped), "NITF hl1");
    }
    let data = head.and_then(|head| head.child("docdata"));
    let publication = head.and_then(|head| head.child("pubdata"));
    draft.id = draft.id.take().or_else(|| {
        let id = data?.child("doc-id")?.attribute("id-string")?;
        Some(id.to_owned())
    });
    let of_publication = |name: &str| {
        publication
            .and_then(|found| found.attribute(name))
            .map(str::to_owned)
    };
    let outlet = of_publication("name").or_else(|| top?.words_of("distributor"));
    draft.issue(outlet.as_deref().map(escaped), "NITF pubdata");
    let bylines: Vec<String> = top
        .into_iter()
        .flat_map(|top| top.named("byline"))
        .map(|byline| byline.words_of("person").unwrap_or_else(|| byline.words()))
        .collect();
    draft.credit(&bylines, "NITF byline");
    let dated = |name: &'static str| data.and_then(|data| data.child(name)?.attribute("norm"));
    if draft.published.is_none() {
        let story = || top?.at(&["dateline", "story.date"])?.attribute("norm");
        let printed = dated("date.issue")
            .or_else(|| dated("date.release"))
            .or_else(story)
            .map(str::to_owned)
            .or_else(|| of_publication("date.publication"));
        if let Some(printed) = printed {
            draft.publish(&printed, "NITF date.issue");
        }
    }
    draft.file_under(of_publication("position.section"), "NITF position.section");
    match nitf.at(&["body", "body.content"]) {
        Some(content) => page::fragment(draft, &content.html(&tag), &sink.options.limits),
        None => draft.blocks = Some(Vec::new()),
    }
    if let Some(dateline) = top.and_then(|top| top.child("dateline")) {
        let place = dateline.words_of("location");
        lead(draft, &place.unwrap_or_else(|| dateline.words()));
    }
}

/// Puts a dateline that is kept apart before the text.
pub(super) fn lead(draft: &mut Draft, dateline: &str) {
    let starts = draft.text.starts_with(dateline);
    if dateline.is_empty() || starts || draft.text.is_empty() || dateline.len() > 200 {
        return;
    }
    let Some(blocks) = &mut draft.blocks else {
        return;
    };
    let shift = dateline.len() + 2;
    draft.text.insert_str(0, &format!("{dateline}\n\n"));
    for block in blocks.iter_mut() {
        block.span = Span::new(block.span.start() + shift, block.span.end() + shift);
    }
    blocks.insert(
        0,
        Block {
            role: Role::Dateline,
            span: Span::new(0, dateline.len()),
        },
    );
}

/// The HTML that an element of NITF, or of XHTML in NewsML, stands for; `None` if it is not read.
pub(super) fn tag(element: &Element) -> Option<&'static str> {
    Some(match element.name.as_str() {
        "head" | "script" | "style" | "media-reference" | "media-metadata" | "media-object" => {
            return None;
        }
        "hl1" | "hl2" | "h2" | "h3" | "h4" => "h2",
        "h1" => "h1",
        "media-caption" | "figcaption" => "figcaption",
        "p" | "media-producer" | "tagline" | "note" => "p",
        "li" | "dt" | "dd" => "li",
        "bq" | "blockquote" => "blockquote",
        "tr" => "tr",
        "br" => "br",
        "div" | "section" | "article" | "block" | "media" | "figure" | "ul" | "ol" | "table"
        | "td" | "th" | "html" | "body" => "div",
        _ => "span",
    })
}
