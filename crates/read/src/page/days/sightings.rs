//! Every day that a page names, with where it stands.

use crosswire_calendar::Stamp;

use super::labels::{self, Label};
use super::{Page, address};
use crate::dates;
use crate::page::features::head_line;
use crate::page::found::{ELSEWHERE, Found};
use crate::page::lines::{Line, Lines};
use crate::page::metadata::host;
use crate::page::visible::{self, in_words};

pub(super) const PUBLISHED: &[&str] = &[
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
pub(super) const UPDATED: &[&str] = &[
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

/// More days than this are not looked at.
const SIGHTINGS: usize = 400;

/// More lines than this are not looked through for days.
const LINES: usize = 4_000;

/// Of a line longer than this, in bytes, only the beginning is looked at.
const LONG: usize = 240;

/// Where a day stands, the most believed first; the order is that in which the rules ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    JsonPublished,
    /// A meta element of publication, with its place in the list of their names.
    MetaPublished,
    /// An element of the body that is marked as a date.
    Element,
    /// What `visible::date` takes for the date beside the title.
    Near,
    Address,
    /// An element that is marked as a date and stands among other stories.
    Elsewhere,
    Script,
    /// Short words of the page that speak of publication.
    Labelled,
    /// An element that is marked as a change.
    Change,
    JsonModified,
    JsonOther,
    MetaUpdated,
    MetaOther,
    /// The day after a moment of UTC that is midnight further east.
    Midnight,
    /// A line of what the page shows.
    Line,
}

/// One of them.
#[derive(Clone, Debug)]
pub(super) struct Sighting {
    pub(super) stamp: Stamp,
    pub(super) from: String,
    pub(super) source: Source,
    /// Within its source, how good: a smaller one is better.
    pub(super) rank: u8,
    /// For lines: which, from and to which byte, and what the words before say.
    pub(super) line: usize,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) label: Label,
}

/// All of a page.
pub(super) struct Sightings<'p> {
    /// In the order of their sources.
    pub(super) all: Vec<Sighting>,
    pub(super) lines: &'p Lines,
    /// The line of the title.
    pub(super) title: Option<usize>,
}

impl<'p> Sightings<'p> {
    pub(super) fn of(page: &Page<'p>) -> Sightings<'p> {
        let day_first = day_first(page);
        let mut all = Vec::new();
        let mut add = |stamp: Option<Stamp>, from: &str, source: Source, rank: usize| {
            let Some(stamp) = stamp else { return };
            if all.len() < SIGHTINGS {
                all.push(Sighting {
                    stamp,
                    from: from.to_owned(),
                    source,
                    rank: u8::try_from(rank).unwrap_or(u8::MAX),
                    line: 0,
                    start: 0,
                    end: 0,
                    label: Label::None,
                });
            }
        };
        let read = |printed: &str| in_words(printed, None);
        let json = page.json;
        if let Some(printed) = &json.published {
            add(
                read(printed),
                "JSON-LD datePublished",
                Source::JsonPublished,
                0,
            );
        }
        if let Some(printed) = &json.modified {
            add(
                read(printed),
                "JSON-LD dateModified",
                Source::JsonModified,
                0,
            );
        }
        for printed in &json.others {
            add(
                read(printed),
                "JSON-LD of another part",
                Source::JsonOther,
                0,
            );
        }
        for (at, name) in PUBLISHED.iter().enumerate() {
            if let Some((printed, from)) = page.found.meta(&[name]) {
                add(read(&printed), &from, Source::MetaPublished, at);
            }
        }
        if let Some((printed, from)) = page.found.meta_published() {
            add(
                read(&printed),
                &from,
                Source::MetaPublished,
                PUBLISHED.len(),
            );
        }
        for (at, name) in UPDATED.iter().enumerate() {
            if let Some((printed, from)) = page.found.meta(&[name]) {
                add(read(&printed), &from, Source::MetaUpdated, at);
            }
        }
        for (key, content) in other_metas(page.found) {
            add(read(content), &format!("meta {key}"), Source::MetaOther, 0);
        }
        for dated in &page.found.dates {
            let elsewhere = dated.rank >= ELSEWHERE;
            let source = if elsewhere {
                Source::Elsewhere
            } else {
                Source::Element
            };
            let stamp = read(&dated.printed).or_else(|| in_words(&dated.printed, day_first));
            add(stamp, &dated.from, source, dated.rank.into());
        }
        for dated in &page.found.changes {
            add(read(&dated.printed), "last change", Source::Change, 0);
        }
        let near = visible::date(page.lines, page.title, day_first);
        add(near, "words near the title", Source::Near, 0);
        for (at, day) in page
            .address
            .map(address::days)
            .unwrap_or_default()
            .into_iter()
            .enumerate()
        {
            add(Some(day), "address", Source::Address, at);
        }
        add(
            address::in_scripts(page.html),
            "script datePublished",
            Source::Script,
            0,
        );
        let labelled = page.found.labelled.iter().find_map(|printed| read(printed));
        add(labelled, "words of the page", Source::Labelled, 0);
        in_lines(page.lines, day_first, &mut all);
        let midnights = all.iter().filter_map(|one| {
            Some(Sighting {
                stamp: midnight(one)?,
                source: Source::Midnight,
                ..one.clone()
            })
        });
        let midnights: Vec<Sighting> = midnights.collect();
        all.extend(midnights);
        // Stable: within a source the better ranks stay in front.
        all.sort_by_key(|sighting| sighting.source);
        let title = head_line(page.lines, page.title);
        let prose = |line: &Line| line.letters > 90 && line.linked * 2 < line.letters;
        let title = title.or_else(|| page.lines.lines.iter().position(prose));
        Sightings {
            all,
            lines: page.lines,
            title,
        }
    }
}

/// Programs that know days only keep them as midnight of where they are, and print that in UTC.
pub(super) fn midnight(sighting: &Sighting) -> Option<Stamp> {
    let time = sighting.stamp.time()?;
    let utc = sighting.stamp.offset() == Some(jiff::tz::Offset::UTC);
    let whole = time.hour() >= 20 && (time.minute(), time.second()) == (0, 0);
    (utc && whole && sighting.source <= Source::Element).then_some(())?;
    Some(Stamp::day(sighting.stamp.date().tomorrow().ok()?))
}

/// Meta elements with a day in them that neither list names.
fn other_metas(found: &Found) -> impl Iterator<Item = (&str, &str)> {
    let metas = found.all_metas().filter(|(key, content)| {
        content.len() <= 300
            && content.contains(|c: char| c.is_ascii_digit())
            && !PUBLISHED.contains(key)
            && !UPDATED.contains(key)
            && ![
                "url", "image", "icon", "video", "viewport", "expire", "robots", "theme",
            ]
            .iter()
            .any(|part| key.contains(part))
            && !content.contains("://")
    });
    metas.take(40)
}

fn in_lines(lines: &Lines, day_first: Option<bool>, all: &mut Vec<Sighting>) {
    for (at, line) in lines.lines.iter().enumerate().take(LINES) {
        let found = days_in(&line.text, day_first);
        let mut last = 0;
        for (start, end, stamp) in found {
            if all.len() >= SIGHTINGS {
                return;
            }
            let mut label = labels::of(&line.text[last..start]);
            if label == Label::None && line.text[..start].chars().all(|c| !c.is_alphanumeric()) {
                // "Date:" by itself, above the day.
                let above = at.checked_sub(1).and_then(|above| lines.lines.get(above));
                let above = above.filter(|above| above.letters <= 30);
                label = above.map_or(Label::None, |above| labels::of(&above.text));
            }
            last = end;
            all.push(Sighting {
                stamp,
                from: "words of the page".to_owned(),
                source: Source::Line,
                rank: 0,
                line: at,
                start,
                end,
                label,
            });
        }
    }
}

/// The days in a line, each with its first byte and the one after its last.
pub(super) fn days_in(text: &str, day_first: Option<bool>) -> Vec<(usize, usize, Stamp)> {
    let bytes = text.as_bytes();
    let limit = text.floor_char_boundary(text.len().min(LONG));
    if !bytes[..limit].iter().any(u8::is_ascii_digit) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = 0;
    while at < limit && found.len() < 6 {
        let Some(step) = text[at..limit].find(|c: char| c.is_alphanumeric()) else {
            break;
        };
        at += step;
        let end = text[at..]
            .find(|c: char| !c.is_alphanumeric())
            .map_or(text.len(), |length| at + length);
        // Of "2019年7月1日" all is one word.
        let digit = bytes[at].is_ascii_digit();
        let month = !digit && dates::begins_with_month(&text[at..end]);
        if digit || month {
            let upto = text.floor_char_boundary(text.len().min(at + 60));
            let rest = &text[at..upto];
            let read = dates::leading(rest)
                .or_else(|| dates::either_leading(rest, day_first?))
                .or_else(|| {
                    (text.len() <= 80)
                        .then(|| dates::short_leading(rest))
                        .flatten()
                });
            if let Some((stamp, taken)) = read {
                found.push((at, at + taken, stamp));
                at += taken.max(1);
                continue;
            }
        }
        at = end;
    }
    found
}

/// Whether the page's country writes the day before the month; `None` where that cannot be told.
fn day_first(page: &Page<'_>) -> Option<bool> {
    let language = page
        .found
        .language
        .as_deref()
        .unwrap_or_default()
        .to_lowercase();
    let host = page.address.and_then(host).unwrap_or_default();
    let country = host.rsplit('.').next().unwrap_or_default();
    match language.as_str() {
        "en-us" => Some(false),
        "" | "en" => match country {
            "uk" | "ie" | "au" | "nz" | "in" | "za" | "ke" | "ng" => Some(true),
            "us" | "gov" => Some(false),
            // Countries that write the month first, or the year, or both ways.
            "ca" | "ph" | "cn" | "jp" | "kr" | "tw" | "hu" | "io" | "tv" | "me" | "co" | "ai" => {
                None
            }
            country if language.is_empty() && country.len() == 2 => Some(true),
            _ => None,
        },
        _ => Some(true),
    }
}
