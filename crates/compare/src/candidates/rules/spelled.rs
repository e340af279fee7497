//! One person's name in two spellings: "Eva Lindqist" here, "Eva Lindqvist" there.
//!
//! All words of two full names are equal but one, which differs by a letter or two; and neither report
//! has the other's spelling anywhere.

use std::collections::BTreeSet;

use crosswire_extract::{EntityKind, Extracted, Mention, MentionKind};
use crosswire_quantities::Kind;
use crosswire_report::Passage;

use super::slots::shown::evidence;
use crate::candidates::{Candidate, Rule, Ruled, Side};
use crate::told::Told;
use crate::told::cast::fold;
use crate::{About, FindingKind, Normal};

/// At most so many persons of a report are looked at.
const MOST_PERSONS: usize = 60;
/// At most so many are found in one story.
const MOST: usize = 4;
/// A word of fewer letters differs from too many.
const SHORTEST: usize = 4;
const SURE: f64 = 0.7;

/// A person's full name, as one report writes it.
struct Person {
    report: usize,
    words: Vec<String>,
    written: String,
    passage: Passage,
    /// Whether an age stands behind the name: somebody whom news makes known.
    aged: bool,
}

/// Where reports spell a person's name in two ways.
pub(crate) fn find(told: &Told<'_>) -> Vec<Candidate> {
    let story = told.story;
    let reports = story.reports.iter().enumerate();
    let persons: Vec<Vec<Person>> = reports
        .map(|(index, report)| persons(index, report))
        .collect();
    let mut found: Vec<Ruled> = Vec::new();
    let mut met: BTreeSet<(String, String)> = BTreeSet::new();
    for one in 0..persons.len() {
        for two in one + 1..persons.len() {
            if !story.are_independent(one, two) {
                continue;
            }
            for a in &persons[one] {
                for b in &persons[two] {
                    let Some((x, y)) = differing(a, b) else {
                        continue;
                    };
                    let pair = (x.min(y).to_owned(), x.max(y).to_owned());
                    let told = found.len() < MOST && (a.aged || b.aged) && !met.contains(&pair);
                    if told && !has_word(story.reports[one], y) && !has_word(story.reports[two], x)
                    {
                        met.insert(pair);
                        found.push(ruled(&persons, a, b));
                    }
                }
            }
        }
    }
    found.into_iter().map(Candidate::Ruled).collect()
}

fn persons(index: usize, report: &Extracted) -> Vec<Person> {
    let mut found: Vec<Person> = Vec::new();
    let mut named: Vec<Vec<&Mention>> = vec![Vec::new(); report.entities.len()];
    for mention in &report.mentions {
        if mention.kind == MentionKind::Name {
            named[mention.entity.0 as usize].push(mention);
        }
    }
    for (entity, mentions) in report.entities.iter().zip(named) {
        if entity.kind != EntityKind::Person || found.len() >= MOST_PERSONS {
            continue;
        }
        for mention in mentions {
            let block = mention.head.block as usize;
            let written = report.annotated.words(mention.passage);
            let words: Vec<String> = fold(written).split(' ').map(str::to_owned).collect();
            let known = found.iter().any(|person| person.words == words);
            if words.len() < 2 || words.len() > 4 || known {
                continue;
            }
            found.push(Person {
                report: index,
                words,
                written: written.split_whitespace().collect::<Vec<_>>().join(" "),
                passage: evidence(report, block, mention.passage, None),
                aged: is_aged(report, block, mention.passage),
            });
        }
    }
    found
}

/// Whether an age stands right behind a name: "Ann Lee, 34,".
fn is_aged(report: &Extracted, block: usize, name: Passage) -> bool {
    report.quantities.iter().any(|found| {
        let between = found.passage.span.start().saturating_sub(name.span.end());
        found.block == block
            && found.quantity.kind == Kind::Age
            && found.passage.field == name.field
            && found.passage.span.start() >= name.span.end()
            && between <= 3
    })
}

/// Whether a word stands anywhere in a report, folded as names are.
fn has_word(report: &Extracted, word: &str) -> bool {
    let own = report.annotated.report();
    let both = [own.title.as_deref().unwrap_or(""), &own.text];
    let mut written = both.iter().flat_map(|text| text.split_whitespace());
    written.any(|written| fold(written).split(' ').any(|own| own == word))
}

/// The one word in which two names differ, spelt otherwise.
fn differing<'a>(a: &'a Person, b: &'a Person) -> Option<(&'a str, &'a str)> {
    let bare = |person: &'a Person| -> Vec<&'a String> {
        let words = person.words.iter();
        words.filter(|word| word.len() > 1).collect()
    };
    let (one, two) = (bare(a), bare(b));
    if one.len() != two.len() || one.len() < 2 {
        return None;
    }
    let mut apart = one.iter().zip(&two).filter(|(x, y)| x != y);
    let (x, y) = apart.next()?;
    let letters = x.chars().count().min(y.chars().count());
    let most = if letters > SHORTEST { 2 } else { 1 };
    let near = letters >= SHORTEST
        && x.chars().next() == y.chars().next()
        && strsim::damerau_levenshtein(x, y) <= most;
    (near && apart.next().is_none()).then_some((x.as_str(), y.as_str()))
}

fn ruled(persons: &[Vec<Person>], a: &Person, b: &Person) -> Ruled {
    let side = |answer: usize, person: &Person| Side {
        report: person.report,
        passage: person.passage,
        value_at: None,
        value: person.written.clone(),
        normal: Normal::None,
        source: None,
        answer,
    };
    let mut sides = vec![side(0, a), side(1, b)];
    for (answer, known) in [(0, a), (1, b)] {
        for person in persons.iter().flatten() {
            if person.words == known.words && sides.iter().all(|side| side.report != person.report)
            {
                sides.push(side(answer, person));
            }
        }
    }
    Ruled {
        rule: Rule::Spelled,
        score: SURE,
        kind: FindingKind::Conflict,
        about: About::Participant,
        question: format!("Is the name {} or {}?", a.written, b.written),
        explanation: format!(
            "One report writes “{}”, another “{}”.",
            a.written, b.written
        ),
        sides,
        changed: Vec::new(),
    }
}
