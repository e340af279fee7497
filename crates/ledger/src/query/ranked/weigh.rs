//! How likely a report is what was looked for.

use std::collections::HashMap;
use std::ops::Range;

use crate::query::stems::{stem, stems};

/// Words at the beginning of a text, which tell what it is about.
const BEGINNING: usize = 60;
/// Words that a usual report has.
const USUAL: f64 = 500.0;
/// Words that may stand between two that were looked for beside each other.
const BETWEEN: usize = 4;

/// What is looked for: stems, each with how much it tells.
#[derive(Debug, Default)]
pub(super) struct Query {
    terms: Vec<Term>,
    /// By the word as it is looked up: which share of all has it.
    shares: HashMap<String, f64>,
}

#[derive(Debug)]
struct Term {
    stem: String,
    weight: f64,
}

impl Query {
    /// Adds a word with how much it tells and which share of all has it.
    pub(super) fn add(&mut self, word: &str, weight: f64, share: f64) {
        self.shares.insert(word.to_lowercase(), share);
        // The "s" of a possessive.
        if word.chars().count() == 1 && !word.contains(char::is_numeric) {
            return;
        }
        let stem = stem(word);
        if !self.terms.iter().any(|term| term.stem == stem) {
            self.terms.push(Term { stem, weight });
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Which share of all has an expression of one word: the rarest of the words in it.
    pub(super) fn share(&self, expression: &str) -> f64 {
        let lower = expression.to_lowercase();
        let (_, words) = lower.split_once(':').unwrap_or(("", &lower));
        let words = words.split(|c: char| !c.is_alphanumeric());
        words
            .filter_map(|word| self.shares.get(word).copied())
            .fold(1.0, f64::min)
    }

    /// How much of the words' weight stands among these.
    pub(super) fn share_in(&self, words: &[(Range<usize>, String)]) -> f64 {
        self.covered(|term| words.iter().any(|(_, stem)| *stem == term.stem))
    }

    fn covered(&self, has: impl Fn(&Term) -> bool) -> f64 {
        let all: f64 = self.terms.iter().map(|term| term.weight).sum();
        let some = self.terms.iter().filter(|term| has(term));
        let some: f64 = some.map(|term| term.weight).sum();
        if all > 0.0 { some / all } else { 0.0 }
    }
}

/// What speaks for a report, each from 0 to 1.
#[derive(Debug)]
pub(super) struct Weighed {
    /// The words in its title, by weight.
    title: f64,
    /// How much of the title was asked for.
    asked: f64,
    /// The words at its beginning.
    beginning: f64,
    /// The words in the text, those that are repeated more, long texts less.
    text: f64,
    /// Neighbours in the search that are neighbours there.
    near: f64,
    /// The words anywhere in it, by weight.
    anywhere: f64,
}

impl Weighed {
    pub(super) fn of(query: &Query, title: &str, text: &str) -> Weighed {
        let (title, text) = (stems(title), stems(text));
        let mut counts: HashMap<&str, f64> = HashMap::new();
        for (_, stem) in title.iter().chain(&text) {
            *counts.entry(stem.as_str()).or_default() += 1.0;
        }
        let long = 0.25 + 0.75 * text.len() as f64 / USUAL;
        let weights: f64 = query.terms.iter().map(|term| term.weight).sum();
        let text_weight: f64 = query
            .terms
            .iter()
            .map(|term| {
                let n = counts.get(term.stem.as_str()).copied().unwrap_or(0.0);
                term.weight * n / (n + 1.2 * long)
            })
            .sum();
        let wanted = |stem: &String| query.terms.iter().any(|term| term.stem == *stem);
        let asked = title.iter().filter(|(_, stem)| wanted(stem)).count();
        let pairs = query.terms.windows(2);
        let pairs = pairs.map(|pair| {
            let (first, second) = (pair[0].stem.as_str(), pair[1].stem.as_str());
            let near = beside(&title, first, second).max(beside(&text, first, second));
            (pair[0].weight + pair[1].weight, near)
        });
        let (of, near) = pairs.fold((0.0, 0.0), |(of, sum), (weight, near)| {
            (of + weight, sum + weight * near)
        });
        Weighed {
            title: query.share_in(&title),
            asked: if title.is_empty() {
                0.0
            } else {
                asked as f64 / title.len() as f64
            },
            beginning: query.share_in(&text[..text.len().min(BEGINNING)]),
            text: if weights > 0.0 {
                text_weight / weights
            } else {
                0.0
            },
            anywhere: query.covered(|term| counts.contains_key(term.stem.as_str())),
            near: if of > 0.0 { near / of } else { 0.0 },
        }
    }

    /// How much of the words' weight it has at all.
    pub(super) fn share(&self) -> f64 {
        self.anywhere
    }

    /// All together: the title says most of what a report is about.
    pub(super) fn likely(&self) -> f64 {
        1.2 * self.title + 0.3 * self.asked + 0.4 * self.beginning + self.text + 0.4 * self.near
    }
}

/// 1 where the two follow each other, less where a few words stand between them, 0 where many do.
fn beside(words: &[(Range<usize>, String)], first: &str, second: &str) -> f64 {
    let mut best: f64 = 0.0;
    for (at, (_, stem)) in words.iter().enumerate() {
        if stem != first && stem != second {
            continue;
        }
        let other = if stem == first { second } else { first };
        for (gap, (_, stem)) in words[at + 1..].iter().take(BETWEEN + 1).enumerate() {
            if stem == other {
                best = best.max(1.0 - gap as f64 / (BETWEEN + 1) as f64);
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::{Query, Weighed};

    fn query(words: &[(&str, f64)]) -> Query {
        let mut query = Query::default();
        for (word, weight) in words {
            query.add(word, *weight, 0.1);
        }
        query
    }

    #[test]
    fn the_title_and_rare_words_tell_most() {
        let query = query(&[("ferry", 1.0), ("breakwater", 4.0)]);
        let likely = |title: &str, text: &str| Weighed::of(&query, title, text).likely();
        let text = "It was raining at noon.";
        assert!(likely("Ferry hits breakwater", text) > likely("Ferry is late", text));
        assert!(likely("Breakwater is built", text) > likely("Ferry is late", text));
        assert!(
            likely("", "A ferry hit the breakwater.")
                > likely("", "A ferry and, after many a word more, a breakwater.")
        );
        assert!(likely("", "") <= 0.0);
    }

    #[test]
    fn an_expression_is_as_rare_as_its_rarest_word() {
        let mut query = Query::default();
        query.add("the", 0.1, 0.9);
        query.add("third", 2.0, 0.1);
        assert!(query.share("({words} : \"the\")") > 0.5);
        assert!(query.share("({words} : \"the-third\")") < 0.2);
    }
}
