//! Days in addresses and in the data of scripts.

use crosswire_calendar::Stamp;
use memchr::memmem;

use crate::dates;

/// `/2019/11/18/` or `/2019/nov/18/` or `/2019-11-18`, then any other way to write a day with its year.
pub(super) fn days(url: &str) -> Vec<Stamp> {
    let Some((_, path)) = url
        .split_once("://")
        .and_then(|(_, rest)| rest.split_once('/'))
    else {
        return Vec::new();
    };
    let mut days = Vec::new();
    let parts: Vec<&str> = path.split(['/', '_']).collect();
    days.extend(parts.windows(3).filter_map(|parts| {
        (parts[0].len() == 4 && parts[0].starts_with(['1', '2']))
            .then(|| {
                dates::stamp(&format!("{}-{}-{}", parts[0], parts[1], parts[2]))
                    .or_else(|| dates::stamp(&format!("{} {} {}", parts[2], parts[1], parts[0])))
            })
            .flatten()
    }));
    let iso = path
        .match_indices("20")
        .filter_map(|(at, _)| path.get(at..at + 10));
    days.extend(
        iso.filter(|day| day.as_bytes()[4] == b'-' && day.as_bytes()[7] == b'-')
            .filter_map(dates::stamp),
    );
    // "29-10-2021", "20211029"
    let tokens = path.split(['/', '_', '.', '?', '&', '=']);
    days.extend(tokens.clone().filter_map(|token| {
        let digits = token.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        (digits && matches!(token.len(), 8 | 10))
            .then(|| dates::stamp(token))
            .flatten()
    }));
    days.extend(
        tokens
            .flat_map(|token| token.split('-'))
            .filter_map(|token| {
                let digits = token.len() == 8 && token.bytes().all(|b| b.is_ascii_digit());
                (digits && token.starts_with(['1', '2']))
                    .then(|| dates::stamp(token))
                    .flatten()
            }),
    );
    days.truncate(4);
    days
}

/// Pages that are built in the browser carry the date in their data.
pub(super) fn in_scripts(html: &str) -> Option<Stamp> {
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
        let Some(at) = memmem::find(html.as_bytes(), name.as_bytes()) else {
            continue;
        };
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
