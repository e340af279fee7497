//! What reports call people and things, where one says more than the other.

use std::collections::HashMap;

use crosswire_annotate::Token;
use crosswire_extract::{EntityKind, Extracted};
use crosswire_report::Passage;

use super::agree::{MOST_EVIDENCE, short};
use super::refine::{Candidate, Side, Sort};
use super::unit::Unit;
use super::words;
use crate::{About, Normal, Story};

/// Nouns of time: a day in words more is another time, not a sharper word for one.
const TIMES: [&str; 12] = [
    "day", "decade", "evening", "hour", "minute", "month", "morning", "night", "season", "time",
    "week", "year",
];

/// A thing that one clause calls with words more than the other: "a hospital", "the Lund Hospital".
///
/// The sort, the words for it in both, and whether the first are the sharper ones.
pub(super) fn things(
    a: &Unit,
    b: &Unit,
    reports: [&Extracted; 2],
) -> Option<(Sort, [String; 2], bool)> {
    // In a title every word has a capital, as names have.
    if a.title || b.title {
        return None;
    }
    let nouns = |unit: &Unit, extracted: &Extracted| -> Vec<Thing> {
        let doc = &extracted.annotated.blocks()[unit.block].doc;
        let tokens = unit.own.iter().map(|&i| doc.token(i));
        tokens.filter_map(Thing::of).collect()
    };
    let (first, second) = (nouns(a, reports[0]), nouns(b, reports[1]));
    let mut best: Option<(Sort, [String; 2], bool)> = None;
    for x in &first {
        for y in &second {
            // A family of words is not enough here: a victory is no champion.
            if x.lemma != y.lemma && !x.is_named_as(y) && !y.is_named_as(x) {
                continue;
            }
            for (vague, sharp, is_first) in [(x, y, false), (y, x, true)] {
                let Some(sort) = sharper(vague, sharp) else {
                    continue;
                };
                if sort == Sort::Named || best.is_none() {
                    best = Some((sort, [x.words.clone(), y.words.clone()], is_first));
                }
                if sort == Sort::Named {
                    return best;
                }
            }
        }
    }
    best
}

fn sharper(vague: &Thing, sharp: &Thing) -> Option<Sort> {
    if sharp.lemma != vague.lemma {
        return (sharp.is_named_as(vague) && vague.open).then_some(Sort::Named);
    }
    let fits = vague.with.iter().all(|word| sharp.with.contains(word));
    if !fits || vague.with.len() >= sharp.with.len() {
        return None;
    }
    if vague.open && !sharp.open && sharp.named && !vague.named {
        return Some(Sort::Named);
    }
    let counted = sharp.with.iter().any(|word| words::is_number(word));
    // "Mr Dunn" is no more than "Dunn", "the zoo's team" no more than "the team".
    let more = !vague.proper && !sharp.proper && !sharp.owned;
    (more && !counted && !TIMES.contains(&&*sharp.lemma)).then_some(Sort::Modified)
}

/// A noun with what stands before it.
struct Thing {
    lemma: String,
    with: Vec<String>,
    words: String,
    /// With "a", "an" or no article: it is only brought up.
    open: bool,
    /// Whether a name is among its words.
    named: bool,
    /// Whether it stands with its owner.
    owned: bool,
    /// Whether it is a name itself.
    proper: bool,
}

impl Thing {
    /// Whether its name says what the other is: "the Lund Hospital Centre" is a hospital.
    fn is_named_as(&self, other: &Thing) -> bool {
        self.named
            && self.proper
            && self
                .words
                .split(' ')
                .any(|word| word.to_lowercase() == other.lemma)
    }

    fn of(token: Token<'_>) -> Option<Thing> {
        if !matches!(token.pos(), "NOUN" | "PROPN") || token.dep() == "compound" {
            return None;
        }
        let before: Vec<Token<'_>> = token
            .children()
            .filter(|child| matches!(child.dep(), "compound" | "amod" | "poss" | "nmod"))
            .filter(|child| child.index() < token.index())
            .collect();
        let start = before
            .iter()
            .map(|child| child.index())
            .min()
            .unwrap_or(token.index());
        let article = token.child("det").map(|det| det.lemma().to_owned());
        let named = before.iter().any(|child| child.pos() == "PROPN");
        Some(Thing {
            lemma: token.lemma().to_lowercase(),
            with: before
                .iter()
                .filter_map(|&child| words::key(child))
                .collect(),
            words: token.doc().words(start..token.index() + 1).to_owned(),
            owned: before.iter().any(|child| child.dep() == "poss"),
            proper: token.pos() == "PROPN",
            open: !named && article.is_some_and(|article| matches!(&*article, "a" | "an")),
            named,
        })
    }
}

/// Descriptions of one person that share a word, where one says more.
pub(super) fn people(story: &Story<'_>) -> Vec<Candidate> {
    // Who is described, by full name, then by report.
    let mut known: HashMap<String, Vec<(usize, Passage, Vec<String>)>> = HashMap::new();
    for (report, extracted) in story.reports.iter().enumerate() {
        for entity in &extracted.entities {
            let named = entity
                .name
                .split(' ')
                .filter(|word| word.starts_with(char::is_uppercase));
            if entity.kind != EntityKind::Person || named.count() < 2 {
                continue;
            }
            for &passage in &entity.descriptions {
                let words = telling(extracted.annotated.words(passage));
                if !words.is_empty() && passage.span.len() <= MOST_EVIDENCE {
                    known
                        .entry(entity.name.to_lowercase())
                        .or_default()
                        .push((report, passage, words));
                }
            }
        }
    }
    let mut names: Vec<_> = known.into_iter().collect();
    names.sort_by(|a, b| a.0.cmp(&b.0));
    let mut pairs = Vec::new();
    for (_, described) in names {
        for (i, a) in described.iter().enumerate() {
            for b in &described[i + 1..] {
                let shared = a.2.iter().filter(|word| b.2.contains(word)).count();
                let same = shared == a.2.len() && shared == b.2.len();
                if a.0 == b.0 || same {
                    continue;
                }
                let outlet = |report: usize| &story.reports[report].annotated.report().outlet;
                if outlet(a.0) == outlet(b.0) && outlet(a.0).is_some() {
                    continue;
                }
                let side = |(report, passage, _): &(usize, Passage, Vec<String>)| Side {
                    report: *report,
                    passage: *passage,
                    value: short(story.reports[*report].annotated.words(*passage)),
                    normal: Normal::None,
                    speaker: None,
                };
                let name = story.reports[a.0]
                    .entities
                    .iter()
                    .find(|entity| entity.descriptions.contains(&a.1))
                    .map_or("this", |entity| &entity.name);
                pairs.push(Candidate {
                    about: About::Participant,
                    question: format!("Who is {name}?"),
                    explanation: "The descriptions can both be true.".to_owned(),
                    sides: [side(a), side(b)],
                    features: Sort::Person.features(None),
                    floor: 0.0,
                    score: 0.0,
                });
            }
        }
    }
    pairs
}

/// The words of a description that tell something, in lower case.
fn telling(words: &str) -> Vec<String> {
    words
        .split(|char: char| !char.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|word| word.len() > 3 && word.chars().any(char::is_alphabetic))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_words_and_marks_tell_nothing() {
        assert_eq!(telling("the co-founder of it"), ["founder"]);
    }
}
