//! Whether a report tells several happenings: the shootings of a weekend, a blotter, the news in brief.
//!
//! Such a report is called so, or says again and again when and where something befell somebody, each time at
//! another hour and in another street. Shorter ones say what they tell ("in two separate incidents"), and then go
//! on from one to another ("a third crash") or from street to street. None of this alone is enough: a court hears
//! of three murders by one man, and a city remembers what happened before. It is weighed together;
//! `training/stories/roundups.py` fitted the weights on one half of reports labelled by reading
//! (`evals/gold/round-ups.tsv`), and measures them on the other.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::facts::is_harm;
use crate::sketch::first;
use crate::terms::{Word, words};

/// Happenings with an hour and a street of their own, from which on a report tells several by that alone.
const SEVERAL: f32 = 3.0;
/// Bytes of a report that are looked at.
const READ_BYTES: usize = 24_000;
/// Bytes of its beginning, in which it says what it tells.
const LEAD_BYTES: usize = 700;
/// Words between what counts happenings and what names them.
const REACH: usize = 3;

/// What a report is judged by.
pub(crate) const FEATURES: [&str; 9] = [
    "told",
    "several",
    "apart",
    "titled",
    "across",
    "goes_on",
    "places",
    "apart_and_on",
    "called",
];

/// A row of values.
pub(crate) type Row = [f32; FEATURES.len()];

/// What each counts for as fitted, and what is asked of them together: odds of one to e, the least that says
/// nothing false of the fitted half.
const WEIGHTS: Row = [1.06, 1.85, 2.39, 1.14, 1.12, 1.06, 0.93, 1.31, 0.0];
const LEAST: f32 = 5.51 + 1.0;

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

/// What a word of `data/round-ups.txt` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Happenings,
    Happening,
    Several,
    Separate,
    Another,
    Across,
    Elsewhere,
    List,
}

impl Said {
    /// All, in the order and by the names of the file.
    const ALL: [(Said, &str); 8] = [
        (Said::Happenings, "happenings"),
        (Said::Happening, "happening"),
        (Said::Several, "several"),
        (Said::Separate, "separate"),
        (Said::Another, "another"),
        (Said::Across, "across"),
        (Said::Elsewhere, "elsewhere"),
        (Said::List, "list"),
    ];

    fn has(self, word: &str) -> bool {
        SAID[self as usize].contains(word)
    }
}

/// The words by what they say.
static SAID: LazyLock<[HashSet<&str>; Said::ALL.len()]> = LazyLock::new(|| {
    let mut words: [HashSet<&str>; Said::ALL.len()] = Default::default();
    let mut part = None;
    let lines = include_str!("../data/round-ups.txt").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        match (line.strip_prefix("= "), part) {
            (Some(name), _) => part = Said::ALL.iter().position(|(_, known)| *known == name),
            (None, Some(part)) => _ = words[part].insert(line),
            (None, None) => {}
        }
    }
    words
});

/// Whether a report tells several happenings.
pub(crate) fn is_round_up(title: &str, text: &str) -> bool {
    let row = row(title, text);
    let weighed = row
        .iter()
        .zip(WEIGHTS)
        .map(|(value, weight)| value * weight);
    row[0] >= SEVERAL || row[8] > 0.0 || weighed.sum::<f32>() >= LEAST
}

/// What it is judged by.
pub(crate) fn row(title: &str, text: &str) -> Row {
    let text = first(text, READ_BYTES);
    let called = called(title);
    let title = lower(title);
    let lead = lower(first(text, LEAD_BYTES));
    let opening = |of: &dyn Fn(&[String]) -> usize| of(&title) + of(&lead);
    let most = |n: usize, most: usize| n.min(most) as f32;
    let followed = |by: Said, of: Said| most(opening(&|words| followed_by(words, by, of)), 2);
    let several = followed(Said::Several, Said::Happenings);
    let apart = followed(Said::Separate, Said::Happenings);
    let titled = f32::from(u8::from(
        title.iter().any(|word| Said::Happenings.has(word)),
    ));
    let (told, places) = told(text);
    // What goes on says nothing where nothing says that there are several.
    let (another, places) = if several + apart + titled > 0.0 {
        let another = followed_by(&lower(text), Said::Another, Said::Happening);
        (most(another, 2), most(places.saturating_sub(1), 4))
    } else {
        (0.0, 0.0)
    };
    [
        most(told, 4),
        several,
        apart,
        titled,
        most(opening(&across), 2),
        another,
        places,
        f32::from(u8::from(apart > 0.0 && another + places > 0.0)),
        f32::from(u8::from(called)),
    ]
}

/// Whether a title is that of a list: "Crime blotter", "Roundup: ...", "The day in brief".
fn called(title: &str) -> bool {
    let head = title.split_once(':').map(|parts| parts.0);
    let last = |part: &str| lower(part).last().is_some_and(|word| Said::List.has(word));
    let title = lower(title);
    let in_brief = title
        .windows(2)
        .any(|two| two[0] == "in" && two[1] == "brief");
    in_brief
        || head.is_some_and(last)
        || title.last().is_some_and(|word| Said::List.has(word)) && title.len() > 1
}

fn lower(text: &str) -> Vec<String> {
    words(text)
        .map(|word| word.span.slice(text).to_lowercase())
        .collect()
}

/// How often a word of one kind is followed, some words on, by one of another.
fn followed_by(words: &[String], kind: Said, by: Said) -> usize {
    let is_kind = |word: &str| {
        kind.has(word)
            || kind == Said::Several && word.parse::<u16>().is_ok_and(|n| (2..200).contains(&n))
    };
    let starts = (0..words.len()).filter(|&at| is_kind(&words[at]));
    starts
        .filter(|&at| words[at + 1..].iter().take(REACH).any(|word| by.has(word)))
        .count()
}

/// How often it is said that something happened all over a place or over some days.
fn across(words: &[String]) -> usize {
    let two = |at: usize| {
        (
            words[at].as_str(),
            words.get(at + 1).map_or("", String::as_str),
        )
    };
    let days = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let found = (0..words.len()).filter(|&at| match two(at) {
        ("across" | "around" | "throughout", "the") | ("over", "the") => {
            words.get(at + 2).is_some_and(|word| Said::Across.has(word))
        }
        ("since", day) => days.contains(&day),
        (word, _) => Said::Elsewhere.has(word),
    });
    found.count()
}

/// Sentences that tell of somebody who was hurt at a place not named before: all of them, and those with an hour
/// that was not named before either.
fn told(text: &str) -> (usize, usize) {
    let mut hours: HashSet<String> = HashSet::new();
    let mut streets: HashSet<String> = HashSet::new();
    let (mut told, mut places) = (0, 0);
    for sentence in sentences(text) {
        let Some(street) = street(sentence) else {
            continue;
        };
        if !befell(sentence) || streets.contains(&street) {
            continue;
        }
        places += 1;
        match hour(sentence) {
            Some(hour) if hours.insert(hour.clone()) => {
                told += 1;
                streets.insert(street);
            }
            Some(_) => {}
            None => _ = streets.insert(street),
        }
    }
    (told, places)
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
    use super::{PLACES, SAID, Said, called, hour, sentences, street};

    fn is_round_up(text: &str) -> bool {
        super::is_round_up("", text)
    }

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
    fn what_says_that_it_tells_several() {
        let two = "Two people were hurt in two separate crashes in Marlow on Monday, police said. The first happened on Tern Street, where a \
                   woman was struck. In the second crash a boy was hurt on Quay Road.";
        assert!(is_round_up(two));
        // One who did it all, and a city that remembers, tell one happening.
        let one = "A man was charged on Monday with three murders in Marlow. He was found near Tern Street, the court heard.";
        assert!(!is_round_up(one));
        let again = "A boy was shot on Tern Street on Monday. It was the second shooting there in a week; nobody was arrested.";
        assert!(!is_round_up(again));
    }

    #[test]
    fn what_is_called_so() {
        assert!(called("News briefs: pool closes, mill sold"));
        assert!(called("Marlow crime blotter"));
        assert!(called("The coast in brief"));
        assert!(!called("Judge to be brief: Marlow waits"));
        assert!(!called("Farmers sue over Roundup in Belwick"));
        assert!(!called("Roundup"));
    }

    #[test]
    fn every_list_is_sorted_and_has_words() {
        let text = include_str!("../data/round-ups.txt");
        let kinds = text.lines().filter_map(|line| line.strip_prefix("= "));
        assert!(kinds.eq(Said::ALL.iter().map(|(_, name)| *name)));
        for (at, (said, _)) in Said::ALL.iter().enumerate() {
            assert_eq!(*said as usize, at);
        }
        for part in include_str!("../data/round-ups.txt").split("\n= ").skip(1) {
            let lines: Vec<&str> = part.lines().skip(1).collect();
            assert!(
                lines.len() >= 3 && lines.is_sorted_by(|a, b| a < b),
                "{part}"
            );
        }
        assert_eq!(
            SAID[0].len(),
            SAID[1].len(),
            "what can happen, in the plural and in the singular"
        );
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
