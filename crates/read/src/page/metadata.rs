//! Title, outlet, authors, dates, address, section and language of a page, each from the source
//! that is most often right, with a note of which one it was.

use crosswire_calendar::Stamp;
use crosswire_report::Item;
use trafilatura::dom::Document;

use super::byline::{self, Mark};
use super::found::{self, Found, shared};
use super::headline;
use super::jsonld::{self, JsonLd};
use super::lines::Lines;
use super::visible::{self, in_words};
use super::{fold, people};
use crate::dates;
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
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "og:published_time",
    "cxenseparse:recs:publishtime",
    "publish-date",
    "publication_date",
    "published_date",
    "publishdate",
    "pubdate",
    "pub_date",
    "dc.date.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "dc.date.created",
    "citation_date",
    "citation_publication_date",
    "date",
    "article.published",
    "publishtime",
    "created",
    "article.created",
    "rnews:datepublished",
    "timestamp",
];
const UPDATED: &[&str] = &[
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "lastmod",
    "dcterms.modified",
    "dc.date.modified",
    "article.updated",
    "revision_date",
    "updated_time",
];
const AUTHORS: &[&str] = &[
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "article:author_name",
    "og:article:author",
    "shareaholic:article_author_name",
    "vr:author",
    "cxenseparse:author",
    "twitter:creator",
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
    addresses(draft, &found, &json, address);
    outlet(draft, &found, &json);
    title(draft, lines, &found, &json);
    authors(draft, page, lines, &found, &json);
    stamps(draft, lines, &found, &json, html);
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
            || found.headings.len() == 1 && n_words >= 5
    };
    let named = |colons| {
        headline::printed(lines, &in_head, &is_outlet, colons)
            .map(|title| (title, "heading that the head names".to_owned()))
    };
    let chosen = named(false)
        .or_else(|| {
            heading
                .filter(agrees)
                .map(|heading| (heading.clone(), "heading h1".to_owned()))
        })
        .or_else(|| named(true))
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
        let title = headline::within(&title, &in_head).unwrap_or(title);
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

/// The authors from the first source that names people; if none does, from the first that names
/// anybody but the outlet.
fn authors(draft: &mut Draft, page: &Document, lines: &Lines, found: &Found, json: &JsonLd) {
    let outlet = fold(draft.outlet.as_deref().unwrap_or_default()).replace(' ', "");
    let host = draft.url.as_deref().and_then(host).unwrap_or_default();
    let host = fold(host.split('.').next().unwrap_or_default()).replace(' ', "");
    let is_outlet = |name: &str| {
        let name = fold(name).replace(' ', "");
        !name.is_empty() && (name == outlet || name == host)
    };
    let of_mark = |mark: Mark| byline::group(page, &found.marked, mark);
    let title = draft.title.as_deref();
    let sources = [
        (json.authors.clone(), "JSON-LD author".to_owned()),
        (of_mark(Mark::Author), "element author".to_owned()),
        found.metas(AUTHORS).unwrap_or_default(),
        (of_mark(Mark::Class), "element byline".to_owned()),
        (of_mark(Mark::Link), "link to the author".to_owned()),
        (
            visible::authors(lines, title),
            "words near the title".to_owned(),
        ),
    ];
    let mut second: Option<(Vec<String>, String)> = None;
    let mut third = None;
    for (printed, from) in sources {
        let printed: Vec<String> = printed
            .iter()
            .map(|printed| visible::before_date(printed).to_owned())
            .collect();
        let mut names = people::authors(&printed);
        if names.len() > 1 {
            names.retain(|name| !is_outlet(name));
        }
        if names.is_empty() {
            continue;
        }
        if names
            .iter()
            .any(|name| people::is_person(name) && !is_outlet(name))
        {
            draft.authors = names;
            draft.came_from(Item::Authors, from);
            return;
        }
        if names.iter().any(|name| !is_outlet(name)) {
            second = second.or(Some((names, from)));
        } else {
            third = third.or(Some((names, from)));
        }
    }
    if let Some((names, from)) = second.or(third) {
        draft.authors = names;
        draft.came_from(Item::Authors, from);
    }
}

/// The date that is believed first, sharpened by any other that names the same day.
fn stamps(draft: &mut Draft, lines: &Lines, found: &Found, json: &JsonLd, html: &str) {
    let day_first = day_first(draft, found);
    let in_running_words = |printed: &str| in_words(printed, None);
    let mut candidates: Vec<(Stamp, String)> = Vec::new();
    let mut add = |printed: &str, from: &str| {
        if let Some(stamp) = in_running_words(printed) {
            candidates.push((stamp, from.to_owned()));
        }
    };
    if let Some(printed) = &json.published {
        add(printed, "JSON-LD datePublished");
    }
    for name in PUBLISHED {
        if let Some((printed, from)) = found.meta(&[name]) {
            add(&printed, &from);
        }
    }
    if let Some((printed, from)) = found.meta_published() {
        add(&printed, &from);
    }
    for (printed, from) in &found.dates {
        add(printed, from);
    }
    let near = visible::date(lines, draft.title.as_deref(), day_first);
    candidates.extend(near.map(|stamp| (stamp, "words near the title".to_owned())));
    let address = draft.url.as_deref().or(draft.details.canonical.as_deref());
    if let Some(stamp) = address.and_then(in_address) {
        candidates.push((stamp, "address".to_owned()));
    }
    for (printed, from) in &found.other_dates {
        if let Some(stamp) = in_running_words(printed) {
            candidates.push((stamp, from.clone()));
        }
    }
    if candidates.is_empty()
        && let Some(stamp) = in_scripts(html)
    {
        candidates.push((stamp, "script datePublished".to_owned()));
    }
    if candidates.is_empty() {
        let mut labelled = found.labelled.iter();
        let stamp = labelled.find_map(|printed| in_running_words(printed));
        candidates.extend(stamp.map(|stamp| (stamp, "words of the page".to_owned())));
    }
    // Some pages mark the only date that they print as that of the last change.
    if candidates.is_empty() && json.modified.is_none() {
        let mut changes = found.changes.iter();
        let stamp = changes.find_map(|(printed, _)| in_running_words(printed));
        candidates.extend(stamp.map(|stamp| (stamp, "last change".to_owned())));
    }
    if let Some(first) = candidates.first()
        && let Some(right) = confirmed(first.0, &candidates)
    {
        let (stamp, from) = right.clone();
        draft.published = Some(stamp);
        draft.came_from(Item::Published, from);
    } else if let Some((first, from)) = candidates.first() {
        let sharper = candidates.iter().find(|(stamp, _)| {
            stamp.date() == first.date()
                && (first.time().is_none() && stamp.time().is_some()
                    || first.offset().is_none()
                        && stamp.offset().is_some()
                        && stamp.time() == first.time())
        });
        let (stamp, from) = sharper.map_or((first, from), |(stamp, from)| (stamp, from));
        draft.published = Some(*stamp);
        let from = from.clone();
        draft.came_from(Item::Published, from);
    }
    let mut changes = json
        .modified
        .iter()
        .map(|printed| (printed.clone(), "JSON-LD dateModified".to_owned()))
        .chain(found.meta(UPDATED))
        .chain(found.changes.iter().cloned());
    if let Some((stamp, from)) =
        changes.find_map(|(printed, from)| Some((in_running_words(&printed)?, from)))
    {
        draft.details.updated = Some(stamp);
        draft.came_from(Item::Updated, from);
    }
}

/// Some programs write the clock of one zone with the offset of another. Where `first` and another
/// candidate show the same clock with different offsets, and a third shows the moment of the other
/// by another clock, the other is right.
fn confirmed(first: Stamp, candidates: &[(Stamp, String)]) -> Option<&(Stamp, String)> {
    let moment = |stamp: Stamp| {
        let offset = stamp.offset()?;
        let time = stamp.date().to_datetime(stamp.time()?);
        Some(offset.to_timestamp(time).ok()?.as_second() / 60)
    };
    let same_moment = |stamp: Stamp| moment(stamp).is_some() && moment(stamp) == moment(first);
    let confirms = |other: Stamp| {
        candidates.iter().any(|(third, _)| {
            third.offset() != other.offset()
                && moment(*third).is_some()
                && moment(*third) == moment(other)
        })
    };
    if confirms(first) {
        return None;
    }
    candidates.iter().find(|(other, _)| {
        other.date() == first.date()
            && other.time() == first.time()
            && other.offset() != first.offset()
            && !same_moment(*other)
            && confirms(*other)
    })
}

/// Whether the page's country writes the day before the month; `None` where that cannot be told.
fn day_first(draft: &Draft, found: &Found) -> Option<bool> {
    let language = found.language.as_deref().unwrap_or_default().to_lowercase();
    let host = draft.url.as_deref().and_then(host).unwrap_or_default();
    let country = host.rsplit('.').next().unwrap_or_default();
    match language.as_str() {
        "en-us" => Some(false),
        "" | "en" => match country {
            "uk" | "ie" | "au" | "nz" | "in" | "za" | "ke" | "ng" => Some(true),
            "us" | "gov" => Some(false),
            _ => None,
        },
        _ => Some(true),
    }
}

/// `/2019/11/18/` or `/2019/nov/18/` or `/2019-11-18`.
fn in_address(url: &str) -> Option<Stamp> {
    let path = url.split_once("://")?.1.split_once('/')?.1;
    let parts: Vec<&str> = path.split(['/', '_']).collect();
    let by_parts = parts.windows(3).find_map(|parts| {
        (parts[0].len() == 4 && parts[0].starts_with(['1', '2']))
            .then(|| {
                dates::stamp(&format!("{}-{}-{}", parts[0], parts[1], parts[2]))
                    .or_else(|| dates::stamp(&format!("{} {} {}", parts[2], parts[1], parts[0])))
            })
            .flatten()
    });
    by_parts.or_else(|| {
        path.match_indices("20")
            .filter_map(|(at, _)| path.get(at..at + 10))
            .filter(|day| day.as_bytes()[4] == b'-' && day.as_bytes()[7] == b'-')
            .find_map(dates::stamp)
    })
}

/// Pages that are built in the browser carry the date in their data.
fn in_scripts(html: &str) -> Option<Stamp> {
    for name in [
        "\"datePublished\"",
        "\"publishedAt\"",
        "\"published_at\"",
        "\"publishDate\"",
        "\"publicationDate\"",
        "\"pubDate\"",
        "\"firstPublished\"",
        "\"publish_date\"",
        "\"display_date\"",
    ] {
        let Some(at) = html.find(name) else { continue };
        let rest = html
            .get(at + name.len()..)
            .unwrap_or_default()
            .trim_start()
            .strip_prefix(':')
            .unwrap_or_default()
            .trim_start();
        let value = rest.strip_prefix('"').unwrap_or(rest);
        let end = value.find(['"', ',', '}']).unwrap_or(0).min(60);
        if let Some(stamp) = value.get(..end).and_then(dates::stamp) {
            return Some(stamp);
        }
    }
    None
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
