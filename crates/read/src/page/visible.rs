//! What a page prints near its title: when, and by whom. Pages that mark nothing still print it.

use crosswire_calendar::Stamp;

use super::features::head_line;
use super::lines::{Line, Lines, Tag};
use super::{names, people};
use crate::dates;

/// So many lines before and after the title are looked at.
const BEFORE: usize = 6;
const AFTER: usize = 14;

/// A line longer than this, in bytes, is a paragraph, not a mark.
const SHORT: usize = 200;

/// Words that pages put before a date of publication, in the languages that news is often in.
pub(super) const LABELS: [&str; 16] = [
    "published",
    "posted",
    "publiziert",
    "veröffentlicht",
    "erstellt",
    "stand",
    "datum",
    "publié",
    "publicado",
    "pubblicato",
    "gepubliceerd",
    "publicerad",
    "publisert",
    "opublikowano",
    "опубликовано",
    "发布",
];

/// The short lines around the title, each with how far it is from it, the nearest first.
fn around<'l>(lines: &'l Lines, title: Option<&str>) -> Vec<(usize, &'l Line)> {
    let all = &lines.lines;
    let Some(at) = head_line(lines, title) else {
        return Vec::new();
    };
    let mut near: Vec<(usize, &Line)> = Vec::new();
    let mut prose = 0;
    for (distance, line) in all[at..].iter().enumerate().take(AFTER) {
        near.push((distance, line));
        prose += usize::from(line.letters > 90);
        if prose >= 2 {
            break;
        }
    }
    for (distance, line) in all[..at].iter().rev().enumerate().take(BEFORE) {
        // What stands above the title is more often the page's than the article's.
        near.push((distance + 4, line));
    }
    near.retain(|(_, line)| {
        line.text.len() <= SHORT
            && line.near[names::COMMENT] > 3
            && line.near[names::NAVIGATION] > 2
    });
    near.sort_by_key(|(distance, _)| *distance);
    near
}

/// The date that is printed nearest to the title, marked by its words or its element before others.
pub(super) fn date(lines: &Lines, title: Option<&str>, day_first: Option<bool>) -> Option<Stamp> {
    let near = around(lines, title);
    let dated = near.iter().filter_map(|(distance, line)| {
        // A day in the title is one that it is about.
        let in_title = *distance == 0 && matches!(line.tag, Tag::Heading(_));
        let stamp = in_words(&line.text, day_first).filter(|_| !in_title)?;
        let lower = line.text.to_lowercase();
        let labelled = LABELS.iter().any(|label| lower.contains(label));
        let marked = line.near[names::DATE] <= 1 || line.text.len() <= 40;
        Some((
            distance + 6 - 3 * usize::from(labelled) - 3 * usize::from(marked),
            stamp,
        ))
    });
    dated.min_by_key(|(cost, _)| *cost).map(|(_, stamp)| stamp)
}

/// The names that are printed near the title: behind words such as "by", or in one line with the
/// date; else those that a line anywhere gives behind "Author:".
pub(super) fn authors(lines: &Lines, title: Option<&str>) -> Vec<String> {
    let around = around(lines, title);
    let near = around.iter().map(|(_, line)| {
        let led = behind_lead(&line.text, false);
        if led.is_empty() && !matches!(line.tag, Tag::Heading(_)) {
            beside_date(&line.text)
        } else {
            led
        }
    });
    let anywhere = lines
        .lines
        .iter()
        .filter(|line| line.near[names::COMMENT] > 3 && line.near[names::RELATED] > 2)
        .map(|line| behind_lead(&line.text, true));
    let found = near.chain(anywhere).find(|names| !names.is_empty());
    found.unwrap_or_else(|| only_byline(lines))
}

/// The names of the only line of a page that is nothing but a byline.
fn only_byline(lines: &Lines) -> Vec<String> {
    let mut bylines = lines
        .lines
        .iter()
        .filter(|line| line.letters <= 40 && line.near[names::COMMENT] > 3)
        .filter(|line| line.near[names::RELATED] > 2)
        .map(|line| behind_lead(&line.text, false))
        .filter(|names| !names.is_empty());
    match (bylines.next(), bylines.next()) {
        (Some(names), None) => names,
        _ => Vec::new(),
    }
}

/// The people that a short line names behind "by"; `colon` asks for one after it.
fn behind_lead(line: &str, colon: bool) -> Vec<String> {
    let text = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    if text.len() > 120 {
        return Vec::new();
    }
    let Some(rest) = people::lead(text) else {
        return Vec::new();
    };
    if colon && !text[..text.len() - rest.len()].contains(':') {
        return Vec::new();
    }
    persons(before_date(text))
}

/// The people in a line that gives the date between bars: "16 May 2031 | Jo Arden".
pub(super) fn beside_date(line: &str) -> Vec<String> {
    let parted = line.contains(['|', '•', '·', '–']) || line.contains("//");
    if line.len() > 120 || !parted || in_words(line, Some(true)).is_none() {
        return Vec::new();
    }
    let parts = line
        .split(['|', '•', '·', '–'])
        .flat_map(|part| part.split("//"));
    parts
        .map(|part| {
            let part = before_date(part);
            if part.chars().any(|c| c.is_ascii_digit()) {
                Vec::new()
            } else {
                persons(part)
            }
        })
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

fn persons(printed: &str) -> Vec<String> {
    people::authors(&[printed.to_owned()])
        .into_iter()
        .filter(|name| people::is_person(name))
        .collect()
}

/// What stands before the date in a line: "By Jo Arden on 16 May 2031".
pub(super) fn before_date(text: &str) -> &str {
    let digit = text.find(|c: char| c.is_ascii_digit());
    let front = digit.map_or(text, |at| &text[..at]);
    // The day of the week, the month and the word before them go with the date.
    let mut front = front.trim_end();
    if digit.is_some() {
        for _ in 0..3 {
            let Some((rest, last)) = front.rsplit_once([' ', '|', ',']) else {
                break;
            };
            let last = last
                .trim_matches(|c: char| !c.is_alphabetic())
                .to_lowercase();
            let of_date = last.is_empty()
                || dates::is_month(&last)
                || matches!(
                    last.as_str(),
                    "on" | "am" | "vom" | "vor" | "le" | "el" | "at" | "den" | "op"
                )
                || last.ends_with("day")
                || last.ends_with("tag");
            if !of_date {
                break;
            }
            front = rest.trim_end();
        }
    }
    front
}

/// A date in a short stretch of words: "Published: Dec. 8, 2022 9:30 a.m. ET by Jo Arden".
pub(super) fn in_words(printed: &str, day_first: Option<bool>) -> Option<Stamp> {
    if !printed.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    if let Some(stamp) = dates::stamp(printed) {
        return Some(stamp);
    }
    let starts = || {
        printed.char_indices().take(160).filter(|&(at, c)| {
            c.is_ascii_alphanumeric()
                && !printed[..at].ends_with(|before: char| before.is_ascii_alphanumeric())
                && (c.is_ascii_digit() || dates::begins_with_month(&printed[at..]))
        })
    };
    // "11:11 PM EST Nov 19, 2019" is sharper than the day in it.
    starts()
        .find_map(|(at, _)| dates::stamp(&printed[at..]))
        .or_else(|| {
            let day_first = day_first?;
            starts().find_map(|(at, _)| dates::either(&printed[at..], day_first))
        })
}
