//! Whether a report tells several happenings: the shootings of a weekend, a blotter.
//!
//! Such a report says again and again when and where something befell somebody, each time at another hour and
//! in another street; a report of one happening does so once, or twice where a victim was found elsewhere.
//! Only what is said in one sentence counts, so that a day told hour by hour is no round-up.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::facts::is_harm;
use crate::sketch::first;
use crate::terms::{Word, words};

/// Happenings of a round-up.
const SEVERAL: usize = 3;
/// Bytes of a report that are looked at.
const READ_BYTES: usize = 24_000;

struct Places {
    befell: HashSet<&'static str>,
    after: Vec<&'static str>,
    before: HashSet<&'static str>,
}

static PLACES: LazyLock<Places> = LazyLock::new(|| {
    let text = include_str!("../data/places.txt");
    let (after, before) = text.split_once("= before\n").unwrap_or((text, ""));
    let (befell, after) = after.split_once("= after\n").unwrap_or((after, ""));
    let befell = befell.split_once("= befell\n").map_or("", |parts| parts.1);
    Places {
        befell: befell.lines().collect(),
        after: after.lines().collect(),
        before: before.lines().collect(),
    }
});

/// Whether a text tells several happenings, each with an hour, a place and somebody who was hurt.
pub(crate) fn is_round_up(text: &str) -> bool {
    let mut hours: HashSet<String> = HashSet::new();
    let mut streets: HashSet<String> = HashSet::new();
    let mut happenings = 0;
    for sentence in sentences(first(text, READ_BYTES)) {
        let (Some(hour), Some(street)) = (hour(sentence), street(sentence)) else {
            continue;
        };
        if befell(sentence) && !hours.contains(&hour) && !streets.contains(&street) {
            hours.insert(hour);
            streets.insert(street);
            happenings += 1;
        }
    }
    happenings >= SEVERAL
}

/// The sentences of a text; "8 p.m. on" and "St. Anne" do not end one.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| {
        let mut from = 0;
        let ends = line
            .match_indices(['.', '!', '?'])
            .filter_map(move |(at, _)| {
                let rest = &line[at + 1..];
                let before = line[..at].rsplit([' ', '.']).next().unwrap_or("");
                let next = rest.trim_start_matches(['"', '”', ' ']);
                let ends = rest.starts_with([' ', '"', '”'])
                    && next.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
                    && before.chars().count() > 2;
                (ends || rest.is_empty()).then(|| at + 1)
            });
        let ends: Vec<usize> = ends.chain([line.len()]).collect();
        ends.into_iter().map(move |end| {
            let sentence = &line[from..end.max(from)];
            from = end.max(from);
            sentence
        })
    })
}

/// The clock time that a sentence tells first: "10:30 p.m.", "1 am", "noon".
fn hour(sentence: &str) -> Option<String> {
    let bytes = sentence.as_bytes();
    for (at, half) in
        sentence.match_indices([' ', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
    {
        let rest = sentence[at + half.len()..].trim_start();
        let lower: String = rest.chars().take(4).filter(|c| *c != '.').collect();
        let lower = lower.to_ascii_lowercase();
        let is_half = lower.starts_with("am") || lower.starts_with("pm");
        let ends = !lower.chars().nth(2).is_some_and(char::is_alphanumeric);
        if is_half && ends {
            let digits = sentence[..at + half.len()].trim_end();
            let start = digits
                .rfind(|c: char| !(c.is_ascii_digit() || c == ':'))
                .map_or(0, |at| {
                    at + digits[at..].chars().next().map_or(1, char::len_utf8)
                });
            if start < digits.len() && bytes[start].is_ascii_digit() {
                return Some(format!("{}{}", &digits[start..], &lower[..1]));
            }
        }
    }
    let mut words = words(sentence).map(|word| word.span.slice(sentence));
    words
        .find(|word| matches!(*word, "noon" | "midnight"))
        .map(str::to_owned)
}

/// The street that a sentence names first, in lower case.
fn street(sentence: &str) -> Option<String> {
    let words: Vec<Word> = words(sentence).collect();
    let written = |at: usize| words.get(at).map(|word| word.span.slice(sentence));
    let is_name = |at: usize| {
        written(at)
            .is_some_and(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_numeric()))
    };
    for at in 0..words.len() {
        let two = format!("{} {}", written(at)?, written(at + 1).unwrap_or(""));
        if PLACES.after.contains(&two.as_str()) && is_name(at + 2) {
            let name = (at + 2..words.len()).take_while(|&at| is_name(at));
            let name: Vec<String> = name
                .filter_map(|at| Some(written(at)?.to_lowercase()))
                .collect();
            let bare = |word: &&String| !PLACES.before.contains(word.as_str());
            return name.iter().rev().find(bare).or(name.first()).cloned();
        }
        let is_street = is_name(at) && PLACES.before.contains(written(at)?.to_lowercase().as_str());
        if is_street && at > 0 && is_name(at - 1) {
            return Some(written(at - 1)?.to_lowercase());
        }
    }
    None
}

/// Whether a sentence tells that somebody was hurt or killed, or of a person of some age.
fn befell(sentence: &str) -> bool {
    let mut words = words(sentence).map(|word| word.span.slice(sentence).to_lowercase());
    let aged = sentence.contains("-year-old") || sentence.contains(" year old");
    aged || words.any(|word| is_harm(&word) || PLACES.befell.contains(word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::{PLACES, hour, is_round_up, sentences, street};

    #[test]
    fn a_weekend_of_several_happenings() {
        let weekend = "Three people were shot over the weekend in Marlow. A man, 34, was shot in the leg about 8:15 p.m. Friday in the \
                       200 block of Harrow Lane. At 11 p.m. a 19-year-old was wounded near Tern Street. \
                       A woman died after a shooting at 2:40 a.m. Sunday on Quay Road, police said.";
        assert!(is_round_up(weekend));
        let one = "A man, 34, was shot in the leg about 8:15 p.m. Friday in the 200 block of Harrow Lane. Officers were called to Harrow \
                   Lane at 8:20 p.m. and found him wounded. He was driven to St. Anne Hospital on Quay Road, where he died at 11 p.m.";
        assert!(!is_round_up(one));
        let hours = "At 8 a.m. the ferry left Marlow. At 9 a.m. it passed Tern Island. At 10 a.m. it struck rocks. At noon it sank.";
        assert!(!is_round_up(hours));
        assert!(!is_round_up(""));
    }

    #[test]
    fn parts() {
        assert_eq!(hour("about 10:30 p.m. on"), Some("10:30p".to_owned()));
        assert_eq!(hour("at 1am he"), Some("1a".to_owned()));
        assert_eq!(hour("the 4 amps at noon"), Some("noon".to_owned()));
        assert_eq!(hour("ü 12"), None);
        assert_eq!(
            street("in the 300 block of South 36th Street"),
            Some("36th".to_owned())
        );
        assert_eq!(street("on Tern Street near"), Some("tern".to_owned()));
        assert_eq!(street("in the street, in a park"), None);
        let found: Vec<&str> = sentences("At 8 p.m. Mr. Hall fell. He rose!\nThen")
            .map(str::trim)
            .collect();
        assert_eq!(found[0], "At 8 p.m. Mr. Hall fell.");
        assert!(PLACES.befell.len() > 5 && !PLACES.after.is_empty() && PLACES.before.len() > 10);
        assert!(PLACES.after.is_sorted_by(|a, b| a < b));
    }
}
