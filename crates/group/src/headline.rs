//! What of a title names the happening, and how well it does.
//!
//! A title comes with what the page puts around it: the outlet's name, a section, "UPDATE:". A system
//! may have cut it at some length. Here it is reduced to the headline; a report without a title is
//! called by its first sentence.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::terms::words;

/// Words of a headline that stands for itself.
const LEAST_WORDS: usize = 4;
/// Words that are easily read at a glance.
const MOST_WORDS: usize = 16;
/// Bytes of a first sentence that can stand for a headline.
const SENTENCE_BYTES: usize = 240;
/// What parts a headline from the outlet's name.
const MARKS: [&str; 9] = [" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " • ", "|"];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Label {
    LeftOut,
    NotNews,
}

static LABELS: LazyLock<HashMap<&'static str, Label>> = LazyLock::new(|| {
    let mut labels = HashMap::new();
    let mut part = Label::LeftOut;
    for line in include_str!("../data/headline-labels.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        match line.strip_prefix("= ") {
            Some("left out") => part = Label::LeftOut,
            Some(_) => part = Label::NotNews,
            None => {
                labels.insert(line, part);
            }
        }
    }
    labels
});

/// The headline in a title: without what the page puts around it, on one line. A word that the text
/// does not have in this form, where a title ends before the outlet's name, was cut; a mark says so.
pub(crate) fn headline(title: &str, text: &str) -> String {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = title.trim_start_matches(|c: char| !c.is_alphanumeric() && !is_opening(c));
    let (whole, rest) = main_part(unlabelled(bare));
    let head = whole.trim_end_matches([' ', '|', '-', '–', '—', ':', ',']);
    if rest && is_cut(head, text) {
        return format!("{head}…");
    }
    head.to_owned()
}

/// What to call a report without a title: its first sentence.
pub(crate) fn first_sentence(text: &str) -> Option<&str> {
    let mut lines = text.lines().map(str::trim);
    let line = lines.find(|line| line.split(' ').count() >= LEAST_WORDS)?;
    let mut ends = line
        .match_indices(['.', '!', '?'])
        .map(|(at, end)| at + end.len());
    let whole = ends
        .find(|&end| {
            let after = &line[end..];
            // "U.S. troops", "Mr. Hall": what follows an abbreviation goes on.
            let word = line[..end - 1].rsplit([' ', '.', '(']).next().unwrap_or("");
            (after.is_empty() || after.starts_with([' ', '"', '”'])) && word.chars().count() > 3
        })
        .unwrap_or(line.len());
    let sentence = line[..whole].trim_end_matches('.').trim_end();
    (sentence.len() <= SENTENCE_BYTES).then_some(sentence)
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '[' | '(' | '"' | '\'' | '“' | '‘' | '$' | '£' | '€' | '#' | '¿' | '¡'
    )
}

/// Without "UPDATE:", "(VIDEO)" and the like before and behind.
fn unlabelled(title: &str) -> &str {
    let mut title = title;
    for _ in 0..3 {
        let Some(end) = label(title).filter(|(_, label)| *label == Label::LeftOut) else {
            break;
        };
        title = title[end.0..].trim_start();
    }
    if let Some((front, back)) = title.rsplit_once(['(', '['])
        && let Some(inside) = back.strip_suffix([')', ']'])
        && LABELS.contains_key(inside.to_lowercase().as_str())
    {
        title = front.trim_end();
    }
    title
}

/// Where the label that a title begins with ends, and which sort it is.
fn label(title: &str) -> Option<(usize, Label)> {
    let (inside, end) = match title.strip_prefix(['[', '(']) {
        Some(rest) => {
            let close = rest.find([']', ')'])?;
            (&rest[..close], close + 2)
        }
        None => {
            let at = title.find([':', '|'])?;
            (&title[..at], at + 1)
        }
    };
    let sort = LABELS.get(inside.trim().to_lowercase().as_str())?;
    title.is_char_boundary(end).then_some((end, *sort))
}

/// The part of a title that is not the outlet's name or a section, and whether something came behind it.
fn main_part(title: &str) -> (&str, bool) {
    let mut cuts: Vec<(usize, usize)> = MARKS
        .iter()
        .flat_map(|mark| {
            title
                .match_indices(mark)
                .map(|(at, mark)| (at, at + mark.len()))
        })
        .collect();
    cuts.sort_unstable();
    cuts.dedup_by_key(|cut| cut.0);
    let mut parts: Vec<(usize, usize)> = Vec::new();
    let mut start = 0;
    for (at, end) in cuts {
        if at < start {
            continue;
        }
        // "– police say" goes on.
        let goes_on = title[end..].starts_with(char::is_lowercase)
            && !title[end..]
                .split([' ', ','])
                .next()
                .is_some_and(|word| word.contains('.'));
        if !goes_on {
            parts.push((start, at));
            start = end;
        }
    }
    parts.push((start, title.len()));
    let n_words = |part: &(usize, usize)| title[part.0..part.1].split_whitespace().count();
    let chosen = parts.iter().position(|part| n_words(part) >= LEAST_WORDS);
    let chosen = chosen.unwrap_or_else(|| {
        let longest = (0..parts.len()).rev().max_by_key(|&at| n_words(&parts[at]));
        longest.unwrap_or(0)
    });
    let (from, to) = parts[chosen];
    // Short parts about a short headline may belong to it: "Trump - Kim - the summit".
    if n_words(&parts[chosen]) < LEAST_WORDS {
        return (title, false);
    }
    (&title[from..to], chosen + 1 < parts.len())
}

/// Whether the last word is a part of one that the text has.
fn is_cut(head: &str, text: &str) -> bool {
    let Some(last) = words(head)
        .last()
        .filter(|last| last.span.end() == head.len())
    else {
        return false;
    };
    let last = last.span.slice(head).to_lowercase();
    let mut longer = false;
    for word in words(text) {
        let word = word.span.slice(text).to_lowercase();
        if word == last {
            return false;
        }
        longer |= word.len() > last.len() && word.starts_with(last.as_str());
    }
    longer
}

/// How well a headline stands for a happening by its form alone, 0 to 1: a question, a list, an opinion, a
/// piece of one, or a headline of three words names it less well.
pub(crate) fn form(headline: &str) -> f32 {
    let n = headline.split_whitespace().count();
    let lower = headline.to_lowercase();
    let first = lower.split([' ', '’', '\'']).next().unwrap_or("");
    let letters = headline.chars().filter(|c| c.is_alphabetic());
    let capitals = letters.clone().filter(|c| c.is_uppercase()).count();
    let mut worth = 1.0;
    let mut fault = |is: bool, factor: f32| {
        if is {
            worth *= factor;
        }
    };
    fault(headline.ends_with('…') || headline.ends_with("..."), 0.4);
    fault(headline.contains('?'), 0.6);
    fault(n < LEAST_WORDS, 0.4);
    fault(n > MOST_WORDS, 0.8);
    fault(
        matches!(
            first,
            "how" | "why" | "what" | "who" | "here" | "when" | "where"
        ),
        0.75,
    );
    fault(
        first.bytes().all(|b| b.is_ascii_digit()) && is_list(&lower),
        0.6,
    );
    fault(label(headline).is_some(), 0.6);
    fault(capitals * 10 > letters.count() * 6, 0.85);
    fault(headline.starts_with(['"', '“', '\'', '‘']), 0.85);
    let speaks = ["i", "my", "we", "our", "you", "your", "me"];
    let speaks = lower
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| speaks.contains(&word));
    fault(speaks, 0.75);
    // "Ferries should be safer", "The coast tried. Then it gave up."
    let urges = ["should", "must", "need", "needs", "please"];
    let urges = lower
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| urges.contains(&word));
    fault(urges, 0.75);
    let two = lower.match_indices(". ").any(|(at, _)| {
        lower[..at]
            .rsplit([' ', '.'])
            .next()
            .is_some_and(|word| word.len() > 3)
    });
    fault(two, 0.75);
    worth
}

/// "5 things to know", "7 ways he can rebuild".
fn is_list(lower: &str) -> bool {
    let second = lower.split(' ').nth(1).unwrap_or("");
    matches!(
        second,
        "things" | "ways" | "takeaways" | "facts" | "reasons" | "questions" | "times" | "charts"
    )
}

#[cfg(test)]
mod tests {
    use super::{LABELS, first_sentence, form, headline};

    #[test]
    fn what_the_page_puts_around_it_goes() {
        for (title, expected) in [
            (
                "Ferry runs aground off Tern Island - Marlow Echo",
                "Ferry runs aground off Tern Island",
            ),
            (
                "Coast 5 - Ferry runs aground off Tern Island",
                "Ferry runs aground off Tern Island",
            ),
            (
                "× UPDATE: Ferry runs aground off Tern Island | Coast 5 News | News",
                "Ferry runs aground off Tern Island",
            ),
            (
                "Ferry runs aground off island – police say",
                "Ferry runs aground off island – police say",
            ),
            (
                "[VIDEO] Ferry aground off Tern Island (PHOTOS)",
                "Ferry aground off Tern Island",
            ),
            (
                "“We lost all”: ferry crew speaks",
                "“We lost all”: ferry crew speaks",
            ),
            ("Ferry - aground", "Ferry - aground"),
            (
                "Ferry captain says he saw no rocks before collisi - Coast 5, Marlow",
                "Ferry captain says he saw no rocks before collisi…",
            ),
            (
                "  Ferry\naground  at last now ",
                "Ferry aground at last now",
            ),
            ("", ""),
            ("|", ""),
        ] {
            assert_eq!(
                headline(title, "There were no rocks before the collision."),
                expected,
                "{title}"
            );
        }
    }

    #[test]
    fn first_sentences() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(first_sentence(text), expected);
        check(
            "Marlow\n\nThe U.S. ferry Osprey ran aground. It rained.",
            Some("The U.S. ferry Osprey ran aground"),
        );
        check("One two", None);
        check(&"word ".repeat(90), None);
    }

    #[test]
    fn forms_that_name_less_well() {
        let good = form("Ferry runs aground off Tern Island");
        for worse in [
            "Is the ferry lost?",
            "5 things to know of the ferry",
            "Opinion: Ferries are too old",
            "Ferry captain says he saw no rocks before collisi…",
            "Ferry news",
            "What we know of the ferry",
            "The coast should have seen the ferry",
            "The coast tried hard. The ferry sank",
        ] {
            assert!(form(worse) < good, "{worse}");
        }
    }

    #[test]
    fn the_list_is_sorted() {
        for part in include_str!("../data/headline-labels.txt")
            .split("= ")
            .skip(1)
        {
            let lines: Vec<&str> = part.lines().skip(1).collect();
            assert!(!lines.is_empty() && lines.is_sorted_by(|a, b| a < b));
        }
        assert!(LABELS.keys().all(|label| *label == label.to_lowercase()));
    }
}
