//! Who somebody is, and where a study stands.
//!
//! Somebody whom one report cannot name ("the driver has not been identified") is named in another
//! ("the driver, Ola Brandt"); a study is said to be in two journals.

use crosswire_annotate::Token;
use crosswire_extract::{Extracted, TokenId};
use crosswire_report::Passage;

use super::shown::evidence;
use crate::candidates::candidate::{Rule, Ruled, Side};
use crate::lexicon::{self, Set};
use crate::told::cast::{Meet, Name, fold};
use crate::told::when::is_later;
use crate::{About, FindingKind, Normal, Story};

/// These rules find or do not: their score says no more.
const SURE: f64 = 1.0;

/// Something said of somebody or something, and where.
struct Said {
    report: usize,
    words: String,
    passage: Passage,
}

/// Where reports part on who, and on the journal of a study.
pub(super) fn find(story: &Story<'_>) -> Vec<Ruled> {
    let mut findings: Vec<Ruled> = identified(story).into_iter().collect();
    findings.extend(journals(story));
    findings
}

fn blocks(report: &Extracted) -> impl Iterator<Item = (usize, &crosswire_extract::AnnotatedBlock)> {
    report
        .annotated
        .blocks()
        .iter()
        .enumerate()
        .filter(|(_, block)| block.role.asserts())
}

/// The class of somebody who may not be named; those who drive, attack or are wanted are one.
fn who(token: Token<'_>) -> Option<&'static str> {
    let lemma = token.lemma().to_lowercase();
    lexicon::role(&lemma)
}

/// Somebody unidentified here and named there.
fn identified(story: &Story<'_>) -> Option<Ruled> {
    let mut unnamed: Vec<(Option<&'static str>, Said)> = Vec::new();
    let mut named: Vec<(&'static str, Said)> = Vec::new();
    for (index, report) in story.reports.iter().enumerate() {
        for (b, block) in blocks(report) {
            for token in block.doc.tokens() {
                let shown = |token: Token<'_>| {
                    let at = token.index();
                    let passage = report.annotated.passage(b, at..at + 1);
                    let own = report
                        .statements
                        .iter()
                        .find(|statement| statement.predicate == TokenId::new(b, at));
                    evidence(report, b, passage, own)
                };
                let said = |token: Token<'_>, words: &str| Said {
                    report: index,
                    words: words.to_owned(),
                    passage: shown(token),
                };
                if let Some(of) = not_named(token) {
                    unnamed.push((who(of), said(token, "not identified")));
                }
                if let Some((class, name)) = name_of(token) {
                    let words = block.doc.words(full(name));
                    named.push((class, said(token, words)));
                }
            }
        }
    }
    // Of a story where several are named nobody can tell which one it is.
    for (class, no_name) in &unnamed {
        let mut theirs = named.iter().filter(|(of, name)| {
            name.report != no_name.report && class.is_none_or(|class| class == *of)
        });
        let Some((of, first)) = theirs.next() else {
            continue;
        };
        let name = Name::of(&first.words);
        let several = named
            .iter()
            .any(|(class, other)| class == of && Name::of(&other.words).meet(&name) < Meet::Likely);
        let text = &story.reports[no_name.report].annotated.report().text;
        let surname = name.last();
        if several || surname.len() < 3 || text.to_lowercase().contains(surname) {
            continue;
        }
        let reversed = is_later(story, first.report, no_name.report);
        if class.is_none() && *of != "attacker" && *of != "victim" {
            continue;
        }
        let mut held = vec![no_name, first];
        let rest = named.iter().filter(|(class, _)| class == of);
        for (_, other) in rest {
            if held.iter().all(|held| held.report != other.report) {
                held.push(other);
            }
        }
        return Some(finding(
            Rule::Identified,
            if reversed {
                FindingKind::Conflict
            } else {
                FindingKind::Update
            },
            About::Participant,
            format!(
                "Who is the {}?",
                if *of == "attacker" { "suspect" } else { *of }
            ),
            format!(
                "One does not know the name, the other has “{}”.",
                first.words
            ),
            &held,
        ));
    }
    None
}

/// Of whom the word at `token` says that no name is known.
fn not_named(token: Token<'_>) -> Option<Token<'_>> {
    let lemma = token.lemma().to_lowercase();
    if Set::Unnamed.has(&lemma)
        && lemma != "unknown"
        && lemma != "anonymous"
        && token.dep() == "amod"
    {
        let head = token.head();
        return who(head).map(|_| head);
    }
    if !Set::Naming.has(&lemma) || token.pos() != "VERB" {
        return None;
    }
    let negated = crosswire_extract::is_negated(token);
    let mut subject = token.child("nsubjpass").filter(|_| negated)?;
    // "The man, who has not yet been identified"
    if matches!(subject.tag(), "WP" | "WDT") && token.dep() == "relcl" {
        subject = token.head();
    }
    let singular = matches!(subject.tag(), "NN" | "PRP");
    let lemma = subject.lemma().to_lowercase();
    (singular && (Set::Somebody.has(&lemma) || who(subject).is_some())).then_some(subject)
}

/// The class of somebody whom the words at `token` name, and the name: "the driver, Ola Brandt",
/// "suspect Ola Brandt", "identified as Ola Brandt".
fn name_of(token: Token<'_>) -> Option<(&'static str, Token<'_>)> {
    let person = |name: &Token<'_>| {
        name.pos() == "PROPN"
            && name
                .entity()
                .is_some_and(|entity| &*entity.label == "PERSON")
    };
    let class = who(token)?;
    if token.dep() == "compound" {
        return Some((class, token.head())).filter(|(_, name)| person(name));
    }
    if token.tag() == "NN" && token.child("det").is_some_and(|det| det.is("the")) {
        let name = token.children().find(|child| child.dep() == "appos");
        return name.filter(person).map(|name| (class, name));
    }
    let beside = token.dep() == "appos" && token.tag() == "NN" && person(&token.head());
    beside.then(|| (class, token.head()))
}

/// The tokens of a name.
fn full(name: Token<'_>) -> std::ops::Range<usize> {
    name.entity()
        .map_or(name.index()..name.index() + 1, |entity| {
            entity.tokens.clone()
        })
}

/// Studies that are said to be in two journals.
fn journals(story: &Story<'_>) -> Vec<Ruled> {
    let mut said: Vec<Said> = Vec::new();
    for (index, report) in story.reports.iter().enumerate() {
        for (b, block) in blocks(report) {
            for token in block.doc.tokens() {
                let Some(name) = journal(token) else { continue };
                let mut range = name.index()..name.index() + 1;
                while range.start > 0 {
                    let before = block.doc.token(range.start - 1);
                    let inside = before.head().index() == name.index() && before.pos() == "PROPN"
                        || name.subtree().contains(&before.index())
                            && (before.pos() == "PROPN"
                                || before.pos() == "ADP"
                                || before.pos() == "CCONJ");
                    if !inside {
                        break;
                    }
                    range.start -= 1;
                }
                while let Some(after) = block.doc.get(range.end) {
                    let of = matches!(after.lemma(), "of" | "and" | "&")
                        && block
                            .doc
                            .get(range.end + 1)
                            .is_some_and(|next| next.pos() == "PROPN");
                    if after.pos() != "PROPN" && !of {
                        break;
                    }
                    range.end += 1;
                }
                let words = block.doc.words(range.clone());
                let passage = report.annotated.passage(b, range);
                let statement = report.statements.iter().find(|statement| {
                    statement.predicate.block as usize == b
                        && statement.passage.span.contains(passage.span)
                        && Set::Publishing.has(&statement.lemma)
                });
                said.push(Said {
                    report: index,
                    words: words.to_owned(),
                    passage: evidence(report, b, passage, statement),
                });
            }
        }
    }
    let key = |words: &str| {
        let folded = fold(words);
        folded
            .trim_start_matches("journal ")
            .trim_start_matches("the ")
            .to_owned()
    };
    let short = |words: &str| -> String {
        words
            .split_whitespace()
            .filter_map(|word| word.chars().next())
            .filter(|c| c.is_uppercase())
            .collect()
    };
    for (i, a) in said.iter().enumerate() {
        for b in &said[i + 1..] {
            let (x, y) = (key(&a.words), key(&b.words));
            let acronym =
                short(&a.words).starts_with(&*b.words) || short(&b.words).starts_with(&*a.words);
            let has = |report: usize, key_of: &str| {
                said.iter()
                    .any(|own| own.report == report && key(&own.words) == key_of)
            };
            if a.report == b.report
                || x == y
                || acronym
                || story.texts[a.report] == story.texts[b.report]
                || has(a.report, &y)
                || has(b.report, &x)
            {
                continue;
            }
            let mut held = vec![a, b];
            for other in &said {
                let known = key(&other.words);
                if (known == x || known == y) && held.iter().all(|own| own.report != other.report) {
                    held.push(other);
                }
            }
            return vec![finding(
                Rule::Journal,
                FindingKind::Conflict,
                About::Place,
                "In which journal was it published?".to_owned(),
                format!("One names “{}”, the other “{}”.", a.words, b.words),
                &held,
            )];
        }
    }
    Vec::new()
}

/// The name of the journal in which the words at `token` say that something was published.
fn journal(token: Token<'_>) -> Option<Token<'_>> {
    let name = |token: &Token<'_>| token.pos() == "PROPN";
    if token.is("journal") && token.pos() == "NOUN" {
        let beside = token
            .children()
            .find(|child| child.dep() == "appos" && child.pos() == "PROPN");
        return beside
            .or_else(|| Some(token.head()).filter(|head| token.dep() == "compound" && name(head)));
    }
    let verb = token.head();
    if !token.is("in") || token.dep() != "prep" || !Set::Publishing.has(verb.lemma()) {
        return None;
    }
    let object = token.child("pobj").filter(name)?;
    let entity = object.entity().map(|entity| entity.label.to_string());
    let study = |token: Token<'_>| Set::Study.has(token.lemma());
    let of_study = verb
        .children()
        .any(|child| matches!(child.dep(), "nsubj" | "nsubjpass") && study(child))
        || study(verb.head());
    let place = matches!(
        entity.as_deref(),
        Some("GPE" | "LOC" | "NORP" | "DATE" | "PERSON")
    );
    (of_study && !place).then_some(object)
}

fn finding(
    rule: Rule,
    kind: FindingKind,
    about: About,
    question: String,
    explanation: String,
    held: &[&Said],
) -> Ruled {
    let mut answers: Vec<String> = Vec::new();
    let sides = held.iter().map(|said| {
        let name = fold(&said.words);
        let known = answers.iter().position(|answer| *answer == name);
        let answer = known.unwrap_or(answers.len());
        if known.is_none() {
            answers.push(name);
        }
        Side {
            report: said.report,
            passage: said.passage,
            value_at: None,
            value: said.words.clone(),
            normal: Normal::None,
            source: None,
            answer,
        }
    });
    Ruled {
        rule,
        score: SURE,
        kind,
        about,
        question,
        explanation,
        sides: sides.collect(),
        changed: Vec::new(),
    }
}
