//! Title, outlet, authors, dates, address, section and language of a page, each from the source
//! that is most often right, with a note of which one it was.

use crosswire_report::Item;
use trafilatura::dom::Document;

use super::days;
use super::found::{self, Found, shared};
use super::headline;
use super::jsonld::{self, JsonLd};
use super::lines::Lines;
use super::{fold, writers};
use crate::draft::{Draft, is_web};
use crate::repair;

const TITLES: &[&str] = &[
    "og:title",
    "twitter:title",
    "parsely-title",
    "sailthru.title",
    "dc.title",
    "dcterms.title",
    "citation_title",
    "title",
];
const SECTIONS: &[&str] = &[
    "article:section",
    "parsely-section",
    "section",
    "article.section",
    "cxenseparse:section",
];

/// Fills the metadata of `draft` from a page that was found at `address`.
pub(super) fn fill(
    draft: &mut Draft,
    page: &Document,
    lines: &Lines,
    html: &str,
    address: Option<&str>,
) {
    let (found, json) = looked_through(page);
    addresses(draft, &found, &json, address);
    outlet(draft, &found, &json);
    title(draft, lines, &found, &json);
    let writers = writers::authors(&writers::Page {
        document: page,
        found: &found,
        json: &json,
        lines,
        title: draft.title.as_deref(),
        outlet: draft.outlet.as_deref(),
        address: draft.url.as_deref(),
    });
    if let Some((names, from)) = writers {
        draft.authors = names;
        draft.came_from(Item::Authors, from);
    }
    let looked = days::Page {
        found: &found,
        json: &json,
        lines,
        html,
        title: draft.title.as_deref(),
        address: draft.url.as_deref().or(draft.details.canonical.as_deref()),
    };
    let (published, updated) = (days::published(&looked), days::updated(&looked));
    if let Some((stamp, from)) = published {
        draft.published = Some(stamp);
        draft.came_from(Item::Published, from);
    }
    if let Some((stamp, from)) = updated {
        draft.details.updated = Some(stamp);
        draft.came_from(Item::Updated, from);
    }
    section_and_language(draft, &found, &json);
    let title = draft.title.as_deref().unwrap_or_default().to_lowercase();
    draft.details.live = json.live
        || found.live
        || title.contains("live updates")
        || title.ends_with("as it happened")
        || title.starts_with("live:")
        || draft
            .url
            .as_deref()
            .is_some_and(|url| url.contains("/live-blog/") || url.contains("/liveblog"));
}

/// What a page's elements and its JSON-LD say.
fn looked_through(page: &Document) -> (Found, JsonLd) {
    let found = found::find(page);
    let titles: Vec<String> = found
        .metas(TITLES)
        .map(|(titles, _)| titles)
        .unwrap_or_default()
        .into_iter()
        .chain(found.title.clone())
        .chain(found.headings.clone())
        .collect();
    let json = jsonld::read(page, &titles);
    (found, json)
}

/// What there is to choose from on a page, each with its row.
#[derive(Debug, Default)]
pub(crate) struct Choices {
    /// Days that it names.
    pub(crate) days: Vec<(String, Vec<f32>)>,
    /// Lists of authors.
    pub(crate) writers: Vec<(Vec<String>, Vec<f32>)>,
}

/// What there is to choose from on a page, for training.
pub(super) fn choices(page: &Document, lines: &Lines, html: &str) -> Choices {
    let (found, json) = looked_through(page);
    let mut draft = Draft::default();
    addresses(&mut draft, &found, &json, None);
    outlet(&mut draft, &found, &json);
    title(&mut draft, lines, &found, &json);
    let title = draft.title.as_deref();
    Choices {
        days: days::rows(&days::Page {
            found: &found,
            json: &json,
            lines,
            html,
            title,
            address: draft.url.as_deref().or(draft.details.canonical.as_deref()),
        }),
        writers: writers::rows(&writers::Page {
            document: page,
            found: &found,
            json: &json,
            lines,
            title,
            outlet: draft.outlet.as_deref(),
            address: draft.url.as_deref(),
        }),
    }
}

fn addresses(draft: &mut Draft, found: &Found, json: &JsonLd, address: Option<&str>) {
    let whole = |url: &str| {
        (url.starts_with("http://") || url.starts_with("https://")).then(|| url.trim().to_owned())
    };
    let canonical = found
        .canonical
        .as_deref()
        .and_then(whole)
        .map(|url| (url, "link canonical".to_owned()));
    let canonical = canonical
        .or_else(|| {
            found
                .meta(&["og:url", "twitter:url", "parsely-link"])
                .and_then(|(url, from)| Some((whole(&url)?, from)))
        })
        .or_else(|| Some((whole(json.url.as_deref()?)?, "JSON-LD url".to_owned())));
    if let Some((url, from)) = canonical {
        draft.details.canonical = Some(url);
        draft.came_from(Item::Canonical, from);
    }
    if let Some(address) = address {
        draft.url = Some(address.to_owned());
        draft.came_from(Item::Url, "where it was found");
    } else if let Some(canonical) = draft.details.canonical.clone() {
        draft.url = Some(canonical);
        let from = draft
            .details
            .provenance
            .last()
            .map(|known| known.from.clone())
            .unwrap_or_default();
        draft.came_from(Item::Url, from);
    }
}

fn outlet(draft: &mut Draft, found: &Found, json: &JsonLd) {
    let name = found
        .meta(&[
            "og:site_name",
            "application-name",
            "dc.publisher",
            "publisher",
            "citation_journal_title",
        ])
        .filter(|(name, _)| name.chars().count() <= 60 && !name.starts_with(['@', '#']))
        .filter(|(name, _)| !is_web(name))
        .or_else(|| Some((json.publisher.clone()?, "JSON-LD publisher".to_owned())))
        .or_else(|| {
            let host = host(
                draft
                    .url
                    .as_deref()
                    .or(draft.details.canonical.as_deref())?,
            )?;
            Some((host.to_owned(), "address".to_owned()))
        });
    if let Some((name, from)) = name {
        draft.outlet = Some(tidy(&name));
        draft.came_from(Item::Outlet, from);
    }
}

/// The host of an address, without `www.`.
pub(crate) fn host(url: &str) -> Option<&str> {
    let after = url.split_once("://")?.1;
    let host = after.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?.split(':').next()?;
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|host| host.contains('.'))
}

/// The title that readers see: a heading that the head of the page agrees with, else what the
/// head says, without the outlet's name.
fn title(draft: &mut Draft, lines: &Lines, found: &Found, json: &JsonLd) {
    let stated = found
        .meta(TITLES)
        .or_else(|| Some((json.headline.clone()?, "JSON-LD headline".to_owned())));
    let in_head: Vec<&str> = [
        stated.as_ref().map(|(title, _)| title.as_str()),
        json.headline.as_deref(),
        found.title.as_deref(),
    ]
    .into_iter()
    .flatten()
    .collect();
    let outlet = draft.outlet.as_deref().unwrap_or_default().to_owned();
    let is_outlet = |title: &str| !outlet.is_empty() && fold(title) == fold(&outlet);
    let heading = found
        .headings
        .iter()
        .filter(|heading| !is_outlet(heading))
        .filter(|heading| (1..=40).contains(&heading.split_whitespace().count()))
        .max_by_key(|heading| {
            let agreement = in_head
                .iter()
                .map(|title| shared(heading, title))
                .max()
                .unwrap_or(0);
            // Of headings that agree alike, the one that says more, and the outlet's name least.
            (agreement, heading.split_whitespace().count().min(20))
        });
    let agrees = |heading: &&String| {
        let n_words = heading.split_whitespace().count();
        n_words >= 2 && in_head.iter().any(|title| shared(heading, title) >= 60)
            || in_head.is_empty()
            || found.headings.len() == 1
                && (n_words >= 5
                    || n_words >= 2 && in_head.iter().any(|title| shared(heading, title) > 0))
    };
    let named = |colons| {
        headline::printed(lines, &in_head, &is_outlet, colons)
            .map(|title| (title, "heading that the head names".to_owned()))
    };
    let stated_so = json.headline.as_deref().and_then(|said| {
        let title = headline::printed(lines, &[said], &is_outlet, false)?;
        (fold(&title) == fold(said)).then(|| (title, "heading that JSON-LD names".to_owned()))
    });
    let chosen = stated_so
        .or_else(|| named(false))
        .or_else(|| {
            heading
                .filter(agrees)
                .map(|heading| (heading.clone(), "heading h1".to_owned()))
        })
        .or_else(|| named(true))
        .or_else(|| match found.headlines.as_slice() {
            [headline] => Some((headline.clone(), "heading marked headline".to_owned())),
            _ => None,
        })
        .or_else(|| {
            json.headline
                .clone()
                .map(|headline| (headline, "JSON-LD headline".to_owned()))
        })
        .or(stated.clone())
        .or_else(|| Some((found.title.clone()?, "title element".to_owned())))
        .or_else(|| heading.map(|heading| (heading.clone(), "heading h1".to_owned())));
    if let Some((title, from)) = chosen {
        let title = tidy(&title);
        let title = without_outlet(
            &title,
            &outlet,
            draft.url.as_deref(),
            from == "title element",
        );
        // A heading with a kicker or a second line in it says more than the title.
        let rest = found
            .behind
            .iter()
            .find(|rest| title.ends_with(*rest) && headline::behind_kicker(rest, &in_head));
        let title = rest
            .cloned()
            .or_else(|| headline::within(&title, &in_head))
            .unwrap_or(title);
        if !title.is_empty() && !is_outlet(&title) {
            draft.title = Some(title);
            draft.came_from(Item::Title, from);
        }
    }
}

/// Cuts " | Outlet" or " - Outlet" off the end; off a `<title>` also what is only short.
fn without_outlet(title: &str, outlet: &str, url: Option<&str>, loose: bool) -> String {
    let host = url.and_then(host).unwrap_or_default();
    let name = fold(host.split('.').next().unwrap_or_default()).replace(' ', "");
    for mark in [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • "] {
        let Some((front, back)) = title.rsplit_once(mark) else {
            continue;
        };
        let folded = fold(back).replace(' ', "");
        let outlet = fold(outlet).replace(' ', "");
        let named = !folded.is_empty()
            && (folded == outlet
                || folded == name
                || !outlet.is_empty() && folded.contains(&outlet)
                || name.len() > 3 && folded.contains(&name));
        let short =
            loose && back.split_whitespace().count() <= 4 && front.split_whitespace().count() >= 4;
        if (named || short) && !front.trim().is_empty() {
            return without_outlet(front.trim(), &outlet, url, false);
        }
    }
    title.to_owned()
}

fn section_and_language(draft: &mut Draft, found: &Found, json: &JsonLd) {
    let section = json
        .section
        .clone()
        .map(|section| (section, "JSON-LD articleSection".to_owned()))
        .or_else(|| found.meta(SECTIONS));
    if let Some((section, from)) = section.filter(|(section, _)| section.len() <= 80) {
        draft.details.section = Some(tidy(&section));
        draft.came_from(Item::Section, from);
    }
    let language = found
        .language
        .clone()
        .map(|language| (language, "html lang".to_owned()));
    let language = language
        .or_else(|| found.meta(&["og:locale", "content-language", "language", "dc.language"]))
        .or_else(|| Some((json.language.clone()?, "JSON-LD inLanguage".to_owned())));
    if let Some((language, from)) = language {
        let code: String = language
            .chars()
            .take_while(char::is_ascii_alphabetic)
            .collect::<String>()
            .to_lowercase();
        if (2..=3).contains(&code.len()) {
            draft.details.language = Some(code);
            draft.came_from(Item::Language, from);
        }
    }
}

/// One line, repaired.
fn tidy(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    repair::mended(&line).unwrap_or(line)
}
