//! Lines and bylines by which a report says whose words it prints.
//!
//! Only where credits stand is looked at: the authors, the dateline, the last lines, notices of
//! copyright and lines that thank. An agency that is quoted, or made a picture, is no origin.

use std::collections::HashMap;
use std::sync::LazyLock;

use crosswire_report::{Field, Passage, Report};
use crosswire_text::Span;

use super::Ground;
use super::agencies::{self, Agency};

/// One agency that a report credits.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Credit {
    /// Where it does.
    pub ground: Ground,
    /// What the agency is called; `None` for agencies that are not named.
    pub agency: Option<String>,
    /// The words; `None` for a byline, which stands outside the text.
    pub passage: Option<Passage>,
}

/// What a report says of whose words it prints.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Credits {
    /// The agencies credited.
    pub credits: Vec<Credit>,
    /// Whether somebody is named as author who is no agency.
    pub has_author: bool,
}

/// A dateline with its credit ends before this byte.
const DATELINE_BYTES: usize = 400;
/// Letters before the brackets of a dateline: "PORT MAREN, Sund, March 4".
const PLACE_BYTES: usize = 70;
/// Lines at the end in which a signature stands.
const LAST_LINES: usize = 4;
/// Lines at the end in which a report thanks those who contributed.
const THANKING_LINES: usize = 8;
/// A line longer than this thanks nobody.
const LINE_BYTES: usize = 500;
/// Names in one pair of brackets.
const MOST_NAMED: usize = 4;

struct Phrases {
    contribution: Vec<&'static str>,
    notice: Vec<&'static str>,
    mark: Vec<&'static str>,
    syndication: Vec<&'static str>,
    role: Vec<&'static str>,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut phrases = Phrases {
        contribution: Vec::new(),
        notice: Vec::new(),
        mark: Vec::new(),
        syndication: Vec::new(),
        role: Vec::new(),
    };
    let mut part = "";
    for line in include_str!("../../data/credit-phrases.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        match (line.strip_prefix("= "), part) {
            (Some(next), _) => part = next,
            (None, "contribution") => phrases.contribution.push(line),
            (None, "notice") => phrases.notice.push(line),
            (None, "mark") => phrases.mark.push(line),
            (None, "syndication") => phrases.syndication.push(line),
            (None, _) => phrases.role.push(line),
        }
    }
    phrases
});

/// What `report` credits. `others` are the outlets of its story, by their names in lower case:
/// they may be credited as agencies are.
pub(crate) fn find(report: &Report, others: &HashMap<String, &str>) -> Credits {
    let mut found = Credits::default();
    byline(report, others, &mut found);
    let text = &*report.text;
    let mut lines: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start().len());
        if !line.trim().is_empty() {
            lines.push((start, line.trim()));
        }
        at += line.len();
    }
    let last = lines.len().saturating_sub(LAST_LINES);
    for (number, &(start, line)) in lines.iter().enumerate() {
        let mut add = |ground: Ground, at: usize, words: &str, agency: Option<String>| {
            found.credits.push(Credit {
                ground,
                agency,
                passage: Some(Passage {
                    field: Field::Text,
                    span: Span::new(start + at, start + at + words.len()),
                }),
            });
        };
        if start < DATELINE_BYTES
            && let Some((at, words, names)) = dateline(line, others)
        {
            for name in names {
                add(Ground::Dateline, at, words, name);
            }
        } else if start < DATELINE_BYTES
            && let Some((at, words, name)) = by(line, others)
        {
            add(Ground::Byline, at, words, name);
        } else if number >= last
            && number > 0
            && let Some(names) = signature(line)
        {
            for name in names {
                add(Ground::Signature, 0, line, name);
            }
        } else if line.len() <= LINE_BYTES {
            if let Some((at, words)) = syndicated(line) {
                add(Ground::Syndication, at, words, Some(words.to_owned()));
                continue;
            }
            let ends = number + THANKING_LINES >= lines.len() || line.starts_with('(');
            let ground = if owns(line) && !is_shared(line) {
                Ground::Notice
            } else if ends && (thanks(line) || owns(line)) {
                Ground::Contribution
            } else {
                continue;
            };
            for (_, agency) in agencies::within(line) {
                add(ground, 0, line, name(agency));
            }
        }
    }
    found
}

fn name(agency: &Agency) -> Option<String> {
    agency.is_named().then(|| agency.name.to_owned())
}

/// The agency, or other outlet of the story, that these words are.
fn credited(words: &str, others: &HashMap<String, &str>) -> Option<Option<String>> {
    let words = words.trim();
    if let Some(agency) = agencies::named(words) {
        return Some(name(agency));
    }
    let other = others.get(&words.to_lowercase())?;
    Some(Some((*other).to_owned()))
}

/// Reads the authors: agencies, people, and what is neither.
fn byline(report: &Report, others: &HashMap<String, &str>, found: &mut Credits) {
    for author in &report.authors {
        let words = author.strip_prefix("By ").unwrap_or(author);
        let mut parts = words
            .split([',', '/', ';'])
            .flat_map(|part| part.split(" and "));
        let named = parts.find_map(|part| {
            credited(part, others).or_else(|| credited(without_role(part)?, others))
        });
        match named {
            Some(agency) => found.credits.push(Credit {
                ground: Ground::Byline,
                agency,
                passage: None,
            }),
            None => found.has_author |= is_person(words),
        }
    }
}

/// "Jo Arden, AP Staff Writer" is AP's.
fn without_role(words: &str) -> Option<&str> {
    let (rest, last) = words.trim().rsplit_once(' ')?;
    PHRASES
        .role
        .contains(&last.to_lowercase().as_str())
        .then(|| without_role(rest).unwrap_or(rest))
}

/// Two or more words that each begin with a capital.
fn is_person(words: &str) -> bool {
    let words: Vec<&str> = words.split_whitespace().collect();
    words.len() >= 2
        && words
            .iter()
            .all(|word| word.starts_with(char::is_uppercase) && !word.contains(char::is_numeric))
}

type Named<'a> = (usize, &'a str, Vec<Option<String>>);

/// "BELWICK (AP) -", "(Reuters) -", "Updated: 2031-03-06 06:50 (Xinhua)": where the brackets stand,
/// the brackets, and the names in them.
fn dateline<'a>(line: &'a str, others: &HashMap<String, &str>) -> Option<Named<'a>> {
    let open = line.find('(')?;
    let close = open + line[open..].find(')')?;
    let (before, inside, after) = (&line[..open], &line[open + 1..close], &line[close + 1..]);
    let after = after.trim_start();
    let dash = after.starts_with(['-', '–', '—', ':']);
    let dated = after.is_empty() && before.trim_end().ends_with(|c: char| c.is_ascii_digit());
    if inside.len() > 60 || before.contains('©') || !(dash && open <= PLACE_BYTES || dated) {
        return None;
    }
    let parts: Vec<&str> = pieces(inside).collect();
    let known: Option<Vec<Option<String>>> =
        parts.iter().map(|part| credited(part, others)).collect();
    // "PORT MAREN (Inland Wire) —" credits somebody, known or not.
    let placed = before.trim().len() > 2 && !before.contains(char::is_lowercase);
    let named = placed && dash && parts.len() == 1 && is_person(inside);
    let names = known.or_else(|| named.then(|| vec![Some(inside.trim().to_owned())]))?;
    (names.len() <= MOST_NAMED).then_some((open, &line[open..=close], names))
}

/// "Updated: 2031-03-06 By Agencies(Coast Today)": an agency after "By", near the top.
fn by<'a>(
    line: &'a str,
    others: &HashMap<String, &str>,
) -> Option<(usize, &'a str, Option<String>)> {
    let at = line
        .match_indices("By ")
        .map(|(at, by)| (at, at + by.len()))
        .find(|&(at, _)| !line[..at].ends_with(char::is_alphanumeric))?
        .1;
    let words = line[at..].split(['(', ',', '|', '[']).next()?.trim_end();
    Some((at, words, credited(words, others)?))
}

/// "This article first appeared on Inland Weekly.": whose article it is.
fn syndicated(line: &str) -> Option<(usize, &str)> {
    let low = line.to_ascii_lowercase();
    let after = PHRASES
        .syndication
        .iter()
        .find_map(|phrase| low.find(phrase).map(|at| at + phrase.len()))?;
    let rest = &line[after..];
    let start = after + (rest.len() - rest.trim_start().len());
    let end = line[start..]
        .find(['.', ',', '(', ';', '!'])
        .map_or(line.len(), |length| start + length);
    let words = line[start..end].trim_end();
    let is_name = words.starts_with(char::is_uppercase) && words.split(' ').count() <= 4;
    is_name.then_some((start, words))
}

/// A last line that is nothing but agencies, the initials of editors aside: "jd/ef (AFP, dpa)".
fn signature(line: &str) -> Option<Vec<Option<String>>> {
    let line = line.trim_end_matches(['.', ' ']);
    let source = ["Source:", "SOURCE:", "Sources:", "—", "–", "-"]
        .iter()
        .find_map(|label| line.strip_prefix(label));
    let bracketed = line
        .strip_suffix(')')
        .and_then(|line| line.rsplit_once('('))
        .filter(|(initials, _)| initials.len() <= 12 && !initials.contains(". "))
        .map(|(_, inside)| inside);
    let words = bracketed.or(source).unwrap_or(line);
    let names: Option<Vec<Option<String>>> = pieces(words)
        .map(|part| Some(name(agencies::named(part)?)))
        .collect();
    names.filter(|names| !names.is_empty() && names.len() <= MOST_NAMED)
}

fn pieces(words: &str) -> impl Iterator<Item = &str> {
    words
        .split([',', '/', ';', '|', '&'])
        .flat_map(|part| part.split(" and "))
}

/// "Copyright 2031 The Inland Press. All rights reserved."
fn owns(line: &str) -> bool {
    let low = line.to_lowercase();
    if PHRASES.notice.iter().any(|phrase| low.contains(phrase)) {
        return true;
    }
    // After a bare mark the agency follows at once, but for the year: "© 2031 AFP" owns the text,
    // "© Jo Arden (AFP)" a picture.
    let rest = PHRASES.mark.iter().find_map(|mark| {
        let start = line.get(..mark.len())?;
        start
            .eq_ignore_ascii_case(mark)
            .then(|| line[mark.len()..].trim_start_matches(|c: char| !c.is_alphabetic()))
    });
    rest.is_some_and(|rest| {
        let rest = rest.strip_prefix("The ").unwrap_or(rest);
        agencies::within(rest)
            .first()
            .is_some_and(|&(at, _)| at == 0)
    })
}

/// "Copyright Inland Press / Marlow Radio": owned by two, one of which is no agency.
fn is_shared(line: &str) -> bool {
    let mut owners = line.split(" / ");
    owners.clone().count() > 1 && owners.any(|owner| agencies::within(owner).is_empty())
}

/// "The Inland Press contributed to this report."
fn thanks(line: &str) -> bool {
    let low = line.to_lowercase();
    PHRASES
        .contribution
        .iter()
        .any(|phrase| low.contains(phrase))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{PHRASES, find};
    use crate::origins::Ground;
    use crate::tests::report;

    fn check(text: &str, expected: &[(Ground, &str, &str)]) {
        let others = HashMap::from([("inland wire".to_owned(), "Inland Wire")]);
        let found = find(&report("a", "Echo", "", "", text), &others);
        let found: Vec<(Ground, &str, &str)> = found
            .credits
            .iter()
            .map(|credit| {
                let words = credit
                    .passage
                    .map_or("", |passage| passage.span.slice(text));
                (
                    credit.ground,
                    credit.agency.as_deref().unwrap_or("?"),
                    words,
                )
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn credits_in_the_text() {
        use Ground::{Byline, Contribution, Dateline, Notice, Signature, Syndication};
        check(
            "BELWICK (AP) - A dam broke.",
            &[(Dateline, "Associated Press", "(AP)")],
        );
        check(
            "(Reuters) - A dam broke.",
            &[(Dateline, "Reuters", "(Reuters)")],
        );
        check(
            "Dam breaks Updated: 2031-03-06 06:50 (Xinhua)\nA dam broke.",
            &[(Dateline, "Xinhua", "(Xinhua)")],
        );
        check(
            "MARLOW (Coast Wire) — A dam broke.",
            &[(Dateline, "Coast Wire", "(Coast Wire)")],
        );
        check(
            "Marlow (inland wire) – A dam broke.",
            &[(Dateline, "Inland Wire", "(inland wire)")],
        );
        check(
            "Dam breaks Updated: 2031-03-06 13:14 By Agencies(Coast Today)\nA dam broke.",
            &[(Byline, "?", "Agencies")],
        );
        check(
            "A dam broke.\nThis article originally appeared on Inland Weekly. Read on.",
            &[(Syndication, "Inland Weekly", "Inland Weekly")],
        );
        check("A dam broke.\nPA", &[(Signature, "PA Media", "PA")]);
        check(
            "A dam broke.\njd/ef (AFP, dpa)",
            &[
                (Signature, "AFP", "jd/ef (AFP, dpa)"),
                (Signature, "dpa", "jd/ef (AFP, dpa)"),
            ],
        );
        let notice = "Copyright 2031 The Associated Press. All rights reserved.";
        check(
            &format!("A dam broke.\n{notice}"),
            &[(Notice, "Associated Press", notice)],
        );
        check("A dam broke.\n© 2031 AFP", &[(Notice, "AFP", "© 2031 AFP")]);
        let two = "Copyright AFP / Marlow Radio";
        check(
            &format!("A dam broke.\n{two}"),
            &[(Contribution, "AFP", two)],
        );
        let thanks = "Jo Arden in Marlow and Reuters contributed to this report.";
        check(
            &format!("A dam broke.\n{thanks}"),
            &[(Contribution, "Reuters", thanks)],
        );
    }

    #[test]
    fn pictures_and_sources_are_no_credits() {
        for text in [
            "The mayor spoke on Monday ©Jo Arden (AFP/File)\nA dam broke.",
            "The mayor told AFP that a dam broke.\nNobody was hurt.",
            "Image copyright Reuters Image caption The dam\nA dam broke.",
            "The dam on Monday. REUTERS/Jo Arden\nA dam broke.",
            "The dam (AP)\nA dam broke, Reuters reported.\nIt was old.\nIt was big.\nIt fell.",
            "The dam (built in 1961) - once the largest - broke.",
            "©Jo Arden (AFP)\nA dam broke.",
            "By noon the dam had broken.\nIt was old.",
            "The crack first appeared on a Monday.\nA dam broke.",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn bylines() {
        let of = |authors: &[&str]| {
            let mut report = report("a", "Echo", "", "", "A dam broke.");
            report.authors = authors.iter().map(|author| (*author).to_owned()).collect();
            let found = find(&report, &HashMap::new());
            let names: Vec<String> = found
                .credits
                .into_iter()
                .map(|credit| credit.agency.unwrap_or_else(|| "?".to_owned()))
                .collect();
            (names.join(" "), found.has_author)
        };
        assert_eq!(
            of(&["By The Associated Press"]),
            ("Associated Press".to_owned(), false)
        );
        assert_eq!(
            of(&["Jo Arden, AP Staff Writer"]),
            ("Associated Press".to_owned(), false)
        );
        assert_eq!(
            of(&["Reuters Editorial", "Jo Arden"]),
            ("Reuters".to_owned(), true)
        );
        assert_eq!(of(&["Agencies"]), ("?".to_owned(), false));
        assert_eq!(of(&["updated at noon", "Feb"]), (String::new(), false));
    }

    #[test]
    fn the_phrases_are_sorted() {
        for part in [
            &PHRASES.contribution,
            &PHRASES.notice,
            &PHRASES.mark,
            &PHRASES.syndication,
            &PHRASES.role,
        ] {
            assert!(!part.is_empty() && part.is_sorted_by(|a, b| a < b));
            assert!(part.iter().all(|phrase| *phrase == phrase.to_lowercase()));
        }
    }
}
