//! Sitemaps with the news extension: addresses with titles, outlets and dates, without texts.

use crate::draft::Draft;
use crate::error::{ErrorKind, ReadError};
use crate::formats::{Format, Head, markup};
use crate::input::Input;
use crate::numbers::Numbers;
use crate::sink::{Flow, Sink};
use crate::xml::Element;

/// Sitemaps and their indexes.
pub(crate) struct Sitemap;

impl Format for Sitemap {
    fn recognises(&self, head: &Head<'_>) -> bool {
        markup::has_root(head, &["urlset", "sitemapindex"])
    }

    fn read(&self, input: Input<'_>, sink: &mut Sink<'_>) -> Flow {
        markup::read(input, sink, |root, around, sink| {
            let mut bare = Numbers::default();
            markup::give(root.children(), around, sink, |url, number, _| {
                let draft = draft(url);
                if draft.is_none() {
                    bare.add(number);
                }
                draft
            })?;
            if bare.is_empty() {
                return Flow::Continue(());
            }
            sink.error(ReadError::new(
                ErrorKind::Skipped,
                around.name.as_str(),
                format!("left out, as they have no title: {bare}"),
                "save their pages, and give those",
            ))
        })
    }
}

fn draft(url: &Element) -> Option<Draft> {
    let news = url.children().find(|child| child.name == "news")?;
    let mut draft = Draft::default();
    draft.entitle(news.words_of("title"), "news:title");
    draft.title.as_ref()?;
    let publication = news.child("publication");
    draft.issue(
        publication.and_then(|found| found.words_of("name")),
        "news:name",
    );
    // A sitemap names its reports by their addresses.
    draft.id = url.words_of("loc");
    draft.address(url.words_of("loc"), "loc");
    if let Some(printed) = news.words_of("publication_date") {
        draft.publish(&printed, "news:publication_date");
    }
    draft.update(url.words_of("lastmod").as_deref(), "lastmod");
    let language = publication.and_then(|found| found.words_of("language"));
    draft.speak(language.as_deref(), "news:language");
    draft.blocks = Some(Vec::new());
    draft.excerpt("the title");
    Some(draft)
}
