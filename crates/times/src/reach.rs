//! That every rule can be reached: what it begins and goes on with is not all taken by earlier stages.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashSet};

use crosswire_annotate::{Doc, TokenParts};

use crate::grammar::{Grammar, raw_rules};
use crate::parse;

thread_local! {
    /// The names of the rules whose patterns have matched, whatever their guards said.
    pub(crate) static REACHED: RefCell<HashSet<String>> = RefCell::default();
}

/// Words that are, or become, something of each class.
const SAMPLES: &[(&str, &[&str])] = &[
    ("INT", &["57"]),
    ("DAYNO", &["23"]),
    ("HOURNO", &["9"]),
    ("YEAR", &["1998"]),
    ("MILITARY", &["0930"]),
    ("TIMENO", &["10:35"]),
    ("DOTTIME", &["2.24"]),
    ("DECADENO", &["1990s"]),
    ("FRACTION", &["1/2"]),
    ("NUMDATE", &["2022-12-08"]),
    ("BIZ", &["Q3", "1H"]),
    ("SHORTYEAR", &["'29"]),
    ("NUM", &["three"]),
    ("NTH", &["first", "third"]),
    ("CLOCK", &["9 a.m."]),
    ("HOLIDAY", &["Halloween"]),
    ("YEARP", &["1998", "fiscal 1998"]),
    ("QUARTER", &["third quarter"]),
    ("PERIOD", &["last year", "March 1998", "the quarter"]),
    ("DAY", &["March 23", "yesterday", "Halloween"]),
    ("POINT", &["1990s", "the nineties"]),
    ("LEN", &["three weeks"]),
];

/// The first words of words.txt of a class.
fn words_of(class: &str) -> Vec<&'static str> {
    include_str!("../data/words.txt")
        .lines()
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let word = columns.next()?;
            (columns.next()? == class).then_some(word)
        })
        .collect()
}

/// Phrases that a pattern is meant for.
fn phrases(pattern: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let elements: Vec<&str> = pattern.split_whitespace().collect();
    // Without what may be missing, with it, and with each choice in turn.
    for optional in [false, true] {
        for choice in 0..12 {
            let chosen: Vec<String> = elements
                .iter()
                .filter(|element| optional || !element.ends_with('?'))
                .map(|element| {
                    let alternatives: Vec<&str> =
                        element.trim_end_matches('?').split('|').collect();
                    let alternative = alternatives[choice % alternatives.len()];
                    let turn = choice / alternatives.len();
                    if let Some((_, samples)) = SAMPLES.iter().find(|(c, _)| *c == alternative) {
                        return samples[turn % samples.len()].to_owned();
                    }
                    match words_of(alternative).as_slice() {
                        [] => alternative.to_owned(),
                        words => {
                            let word = words[(turn * 7) % words.len()];
                            let capital =
                                alternative.contains("MONTH") || alternative.contains("WEEKDAY");
                            match word.split_at_checked(1) {
                                Some((first, rest)) if capital => first.to_uppercase() + rest,
                                _ => word.to_owned(),
                            }
                        }
                    }
                })
                .collect();
            out.insert(chosen.join(" "));
        }
    }
    out
}

fn doc(text: &str) -> Doc {
    let mut at = 0;
    let mut parts = Vec::new();
    for word in text.split(' ') {
        let (start, end) = (at, at + word.len());
        at = end + 1;
        let tag = match word.chars().next() {
            Some(c) if c.is_uppercase() => "NNP",
            Some(c) if c.is_ascii_digit() => "CD",
            _ => "NN",
        };
        parts.push(TokenParts {
            start,
            end,
            tag,
            pos: "NOUN",
            morph: "",
            lemma: "",
            head: parts.len().saturating_sub(1),
            dep: "dep",
            sentence_start: start == 0,
        });
    }
    Doc::from_parts(text, &parts, Vec::new()).unwrap()
}

#[test]
fn every_rule_can_be_reached() {
    let grammar = Grammar::get();
    let mut dead = Vec::new();
    for (name, pattern) in raw_rules() {
        REACHED.with_borrow_mut(HashSet::clear);
        let phrases = phrases(pattern);
        for phrase in &phrases {
            // After a preposition and at the end of a sentence, where most guards are content.
            for (before, after) in [("in ", " ."), ("", " ."), ("at ", ""), ("the ", " of it")] {
                parse::stretches(&doc(&format!("{before}{phrase}{after}")), grammar, |_| {});
            }
        }
        if !REACHED.with_borrow(|reached| reached.contains(name)) {
            dead.push(format!(
                "{name}: {pattern}, tried {:?}",
                phrases.iter().take(3)
            ));
        }
    }
    assert!(
        dead.is_empty(),
        "{} rules cannot be reached:\n{}",
        dead.len(),
        dead.join("\n")
    );
}
