//! Aligned clauses whose values can both be true, one sharper than the other.
//!
//! Times are laid side by side as intervals, quantities as ranges, places by which lies in which,
//! and what people are called by the words of the description. An equal value in both clauses
//! ends the search for that sort: then they agree.

use std::collections::HashMap;

use crosswire_annotate::Token;
use crosswire_extract::{EntityKind, Extracted};
use crosswire_report::Passage;

use super::agree::{Speakers, origins, several_outlets, short};
use super::align::Link;
use super::judge::{self, Lies, Verdict};
use super::question::question;
use super::unit::Unit;
use crate::{About, Between, Evidence, Finding, FindingKind, Normal, Story, Value};

/// Links below these are too loose to lay values side by side. Chosen on the 20 open sets that
/// were not set aside.
const LEAST_LIKELY: f32 = 0.03;
const LEAST_TRUE: f32 = 0.3;
/// At most this many are said of one story.
const MOST: usize = 12;

/// A sharper and a vaguer value in two clauses, or in two reports' words for one person.
struct Pair {
    score: f32,
    about: About,
    question: String,
    explanation: String,
    sides: [Side; 2],
}

/// One report's part of it.
struct Side {
    report: usize,
    passage: Passage,
    value: String,
    normal: Normal,
    speaker: Option<String>,
}

/// The refinements of a story, likeliest first, each passage in one of a sort.
pub(crate) fn refinements(
    units: &[Unit],
    links: &[Link],
    places: &[(usize, Passage)],
    story: &Story<'_>,
    speakers: &Speakers,
) -> Vec<Finding> {
    let mut pairs = Vec::new();
    for link in links {
        if !link.tight && (link.likely < LEAST_LIKELY || link.truth < LEAST_TRUE) {
            continue;
        }
        let (a, b) = (&units[link.a], &units[link.b]);
        if !several_outlets(&[a, b], story) {
            continue;
        }
        let reports = [story.reports[a.report], story.reports[b.report]];
        let found = [
            contained(judge::times(a, b, reports)),
            contained(judge::quantities(a, b, reports)),
            contained(judge::places(a, b, reports)),
            things(a, b, reports),
        ];
        for (about, [first, second], why) in found.into_iter().flatten() {
            let side = |unit: usize, (value, normal): (String, Normal)| Side {
                report: places[unit].0,
                passage: places[unit].1,
                value,
                normal,
                speaker: speakers.of(&units[unit]),
            };
            pairs.push(Pair {
                score: link.truth,
                about,
                question: question(a, reports[0]),
                explanation: why,
                sides: [side(link.a, first), side(link.b, second)],
            });
        }
    }
    pairs.extend(people(story));
    pairs.sort_by(|x, y| {
        let key = |pair: &Pair| {
            (
                pair.sides[0].report,
                pair.sides[0].passage,
                pair.sides[1].report,
                pair.sides[1].passage,
            )
        };
        y.score.total_cmp(&x.score).then(key(x).cmp(&key(y)))
    });
    merged(pairs, story)
}

type Found = Option<(About, [(String, Normal); 2], String)>;

/// Of values that lie one in the other, as refinements are shown.
fn contained(verdict: Option<Verdict>) -> Found {
    let verdict = verdict?;
    let first = match verdict.lies {
        Lies::Within => true,
        Lies::Contains => false,
        Lies::Same | Lies::Apart => return None,
    };
    let why = sharper(&verdict.sides, first);
    let [x, y] = verdict.sides;
    Some((
        verdict.about,
        [(x.words, x.normal), (y.words, y.normal)],
        why,
    ))
}

/// A thing that one clause only brings up ("a hospital") and the other names ("the Lund Hospital").
fn things(a: &Unit, b: &Unit, reports: [&Extracted; 2]) -> Found {
    let nouns = |unit: &Unit, extracted: &Extracted| -> Vec<Thing> {
        let doc = &extracted.annotated.blocks()[unit.block].doc;
        let tokens = unit.own.iter().map(|&i| doc.token(i));
        tokens.filter_map(Thing::of).collect()
    };
    // In a title every word has a capital, as names have.
    if a.title || b.title {
        return None;
    }
    let (first, second) = (nouns(a, reports[0]), nouns(b, reports[1]));
    for x in &first {
        for y in &second {
            // A family of words is not enough here: a victory is no champion.
            if x.lemma != y.lemma {
                continue;
            }
            for (vague, sharp) in [(x, y), (y, x)] {
                let fits = vague.with.iter().all(|word| sharp.with.contains(word));
                if vague.open && !sharp.open && sharp.named && !vague.named && fits {
                    let words = [x.words.clone(), y.words.clone()];
                    let why = format!(
                        "“{}” names what the other calls “{}”.",
                        short(&sharp.words),
                        short(&vague.words)
                    );
                    let [v, w] = words;
                    return Some((
                        About::Participant,
                        [(v, Normal::None), (w, Normal::None)],
                        why,
                    ));
                }
            }
        }
    }
    None
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
}

impl Thing {
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
                .filter_map(|&child| super::words::key(child))
                .collect(),
            words: token.doc().words(start..token.index() + 1).to_owned(),
            open: !named && article.is_some_and(|article| matches!(&*article, "a" | "an")),
            named,
        })
    }
}

fn sharper(sides: &[judge::Side; 2], first: bool) -> String {
    let (sharp, vague) = if first {
        (&sides[0], &sides[1])
    } else {
        (&sides[1], &sides[0])
    };
    format!(
        "“{}” lies within “{}”: both can be true.",
        short(&sharp.words),
        short(&vague.words)
    )
}

/// Descriptions of one person that share a word, where one says more.
fn people(story: &Story<'_>) -> Vec<Pair> {
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
                if !words.is_empty() && passage.span.len() <= super::agree::MOST_EVIDENCE {
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
                if a.0 == b.0 || shared == 0 || same || 2 * shared < a.2.len().min(b.2.len()) {
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
                pairs.push(Pair {
                    score: 0.5,
                    about: About::Participant,
                    question: format!("Who is {name}?"),
                    explanation: "The descriptions fit each other; one says more.".to_owned(),
                    sides: [side(a), side(b)],
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

/// One finding for all pairs that share a passage and a sort; a report is in it once.
fn merged(pairs: Vec<Pair>, story: &Story<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    // One finding a person, whatever the passages.
    let person = |pair: &Pair, finding: &Finding| {
        pair.about == About::Participant && finding.question == pair.question
    };
    for pair in pairs {
        let known = findings.iter().position(|finding| {
            person(&pair, finding)
                || finding.about == pair.about
                    && finding.evidence.iter().any(|row| {
                        pair.sides.iter().any(|side| {
                            side.report == row.report
                                && side.passage.field == row.passage.field
                                && side.passage.span.overlaps(row.passage.span)
                        })
                    })
        });
        let confidence = (f64::from(pair.score) * 70.0).round() / 100.0;
        let at = match known {
            Some(at) => at,
            None if findings.len() == MOST => continue,
            None => {
                findings.push(Finding {
                    kind: FindingKind::Refinement,
                    about: pair.about,
                    between: Between::Reports,
                    question: pair.question,
                    explanation: pair.explanation,
                    origins: 0,
                    confidence,
                    assumptions: Vec::new(),
                    changed: Vec::new(),
                    values: Vec::new(),
                    evidence: Vec::new(),
                });
                findings.len() - 1
            }
        };
        let finding = &mut findings[at];
        for side in pair.sides {
            if finding.evidence.iter().any(|row| row.report == side.report) {
                continue;
            }
            match finding
                .values
                .iter_mut()
                .find(|value| value.value == side.value)
            {
                Some(value) => value.reports.push(side.report),
                None => finding.values.push(Value {
                    value: side.value.clone(),
                    normal: side.normal,
                    reports: vec![side.report],
                }),
            }
            finding.evidence.push(Evidence {
                report: side.report,
                passage: side.passage,
                value: side.value,
                attributed_to: side.speaker,
            });
        }
    }
    for finding in &mut findings {
        let reports: Vec<usize> = finding.evidence.iter().map(|row| row.report).collect();
        finding.origins = origins(&reports, story);
        for value in &mut finding.values {
            value.reports.sort_unstable();
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_words_and_marks_tell_nothing() {
        assert_eq!(telling("the co-founder of it"), ["founder"]);
    }
}
