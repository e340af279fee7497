//! What a page says around a report: invitations, links, buttons. The phrases are in
//! `data/boilerplate.txt`.

use std::sync::LazyLock;

use regex::Regex;

use crate::parts::any_of;

/// A line with more words than this asserts something besides its phrase.
const LONGEST: usize = 45;

#[derive(Default)]
struct Phrases {
    whole: Vec<&'static str>,
    start: Vec<&'static str>,
    end: Vec<&'static str>,
    has: Vec<&'static str>,
    after: Vec<&'static str>,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut phrases = Phrases::default();
    for line in include_str!("../../data/boilerplate.txt").lines() {
        let Some((place, phrase)) = line.split_once(' ') else {
            continue;
        };
        match place {
            "whole" => phrases.whole.push(phrase),
            "start" => phrases.start.push(phrase),
            "end" => phrases.end.push(phrase),
            "has" => phrases.has.push(phrase),
            "after" => phrases.after.push(phrase),
            _ => {}
        }
    }
    phrases
});

/// Any of the phrases that may stand anywhere.
static HAS: LazyLock<Regex> = LazyLock::new(|| any_of(PHRASES.has.iter().copied()));

/// What a line is to the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// Part of the report, as far as its words tell.
    Report,
    /// Not part of it.
    Boilerplate,
    /// Not part of it, and the short lines after it are neither: a list of links.
    ListHead,
}

/// Judges a line by its words.
pub(crate) fn sort(line: &str) -> Sort {
    if line.split_whitespace().nth(LONGEST).is_some() {
        return Sort::Report;
    }
    if !line.chars().any(char::is_alphanumeric) {
        return Sort::Boilerplate;
    }
    let folded = folded(line);
    let bare = folded.trim_end_matches([':', '.', '!', '…', '»', '>', '→', ' ']);
    let phrases = &*PHRASES;
    if phrases.after.binary_search(&bare).is_ok() {
        return Sort::ListHead;
    }
    let link = line.starts_with('[') && line.ends_with(']') && line.len() <= 220
        || is_labelled_address(line);
    if link
        || phrases.whole.binary_search(&bare).is_ok()
        || phrases.start.iter().any(|phrase| starts(&folded, phrase))
        || phrases.end.iter().any(|phrase| ends(bare, phrase))
        || HAS.is_match(&folded)
    {
        Sort::Boilerplate
    } else {
        Sort::Report
    }
}

/// "Share this: https://..." is a few words, a colon, and an address.
fn is_labelled_address(line: &str) -> bool {
    let Some((label, address)) = line.split_once(':') else {
        return false;
    };
    let address = address.trim();
    (address.starts_with("http://") || address.starts_with("https://"))
        && !address.contains(char::is_whitespace)
        && label.split_whitespace().count() <= 6
}

/// Whether `line` starts with `phrase` and the phrase ends where a word does.
fn starts(line: &str, phrase: &str) -> bool {
    line.strip_prefix(phrase).is_some_and(|rest| {
        phrase.ends_with(|c: char| !c.is_alphabetic()) || !rest.starts_with(char::is_alphanumeric)
    })
}

fn ends(line: &str, phrase: &str) -> bool {
    line.strip_suffix(phrase)
        .is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
}

fn folded(line: &str) -> String {
    let lower = line
        .trim_start_matches(['•', '*', '-', '–', '»', '>', '▶', '►', ' '])
        .to_lowercase();
    lower
        .replace(['’', '‘'], "'")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Sort, sort};

    #[test]
    fn the_list_is_sorted_and_without_repeats() {
        let lines: Vec<&str> = include_str!("../../data/boilerplate.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert!(lines.is_sorted_by(|a, b| a < b));
        for line in lines {
            let (place, phrase) = line.split_once(' ').expect("a place and a phrase");
            assert!(
                ["whole", "start", "end", "has", "after"].contains(&place),
                "{line}"
            );
            assert_eq!(phrase, phrase.to_lowercase());
        }
    }

    #[test]
    fn what_belongs_to_the_page() {
        for line in [
            "Read more:",
            "SIGN UP NOW for the Ellery Letter!",
            "Share this story",
            "[Why the pier fell]",
            "Read this story: https://post.example/a",
            "* * *",
        ] {
            assert_ne!(sort(line), Sort::Report, "{line}");
        }
        for line in [
            "Read the room, the mayor told him.",
            "Share prices fell by a third.",
            "Subscribers lost their money.",
            "She asked the court to sign up to the plan of 2011.",
        ] {
            assert_eq!(sort(line), Sort::Report, "{line}");
        }
    }
}
