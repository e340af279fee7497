//! Where on the body somebody was struck: "shot in the arm" here, "in the shoulder" there.

use std::collections::BTreeSet;

use crosswire_annotate::Token;
use crosswire_extract::{Extracted, Role, StatementKind};
use crosswire_report::Passage;

use crate::candidates::{Candidate, Rule, Ruled, Side};
use crate::lexicon::{self, Set};
use crate::told::Told;
use crate::told::cast::{Cast, Meet, Party};
use crate::told::claims::party;
use crate::told::knows::{Answer, knows};
use crate::told::source::Source;
use crate::told::stance::Stance;
use crate::{About, FindingKind, Normal};

/// At most so many of one report are looked at.
const MOST: usize = 40;
/// How sure it is that one person is meant: by name or noun, and where nothing tells.
const SURE: f64 = 0.6;
const UNSURE: f64 = 0.4;

/// Somebody struck somewhere.
struct Struck {
    report: usize,
    parts: BTreeSet<String>,
    whom: Option<Party>,
    passage: Passage,
    source: Option<Source>,
}

/// Where reports part on what was hit.
pub(crate) fn find(told: &Told<'_>) -> Vec<Candidate> {
    let story = told.story;
    let each = story.reports.iter().enumerate();
    let of: Vec<Vec<Struck>> = each
        .map(|(index, report)| struck(index, report, &told.cast))
        .collect();
    let several: Vec<bool> = of.iter().map(|own| several(own)).collect();
    let all: Vec<&Struck> = of.iter().flatten().collect();
    let mut best: Option<(f64, &Struck, &Struck)> = None;
    for (n, &a) in all.iter().enumerate() {
        for &b in &all[n + 1..] {
            let apart =
                story.are_independent(a.report, b.report) && parts_apart(&a.parts, &b.parts);
            if !apart || knows(&of[a.report], b) || knows(&of[b.report], a) {
                continue;
            }
            let met = match (&a.whom, &b.whom) {
                (Some(x), Some(y)) => x.meet(y),
                _ => Meet::Unknown,
            };
            // Of several who were struck nobody can tell which is meant, unless by name.
            let alone = !several[a.report] && !several[b.report];
            let score = match met {
                Meet::Same => SURE,
                Meet::Likely if alone => SURE,
                Meet::Unknown if alone => UNSURE,
                _ => continue,
            };
            if best.is_none_or(|(held, ..)| score > held) {
                best = Some((score, a, b));
            }
        }
    }
    let ruled = best.map(|(score, a, b)| Candidate::Ruled(ruled(score, a, b)));
    ruled.into_iter().collect()
}

/// Whether a report tells of several places struck.
fn several(own: &[Struck]) -> bool {
    let mut own = own.iter();
    let first = own.next();
    first.is_some_and(|first| own.any(|one| parts_apart(&one.parts, &first.parts)))
}

/// Whether no part of the one is, or is within, a part of the other.
fn parts_apart(one: &BTreeSet<String>, two: &BTreeSet<String>) -> bool {
    let region = |part: &String| lexicon::region(part).map_or(part.clone(), str::to_owned);
    one.iter()
        .all(|x| two.iter().all(|y| region(x) != region(y)))
}

impl Answer for Struck {
    /// Struck where another report has it.
    fn gives(&self, rival: &Struck) -> bool {
        !parts_apart(&self.parts, &rival.parts)
    }
}

fn struck(index: usize, report: &Extracted, cast: &Cast) -> Vec<Struck> {
    let mut found = Vec::new();
    for statement in &report.statements {
        if found.len() >= MOST {
            break;
        }
        let at = statement.predicate.block as usize;
        let block = &report.annotated.blocks()[at];
        let stance = Stance::of(statement);
        if !stance.is_asserted()
            || stance.negated
            || !block.role.asserts()
            || statement.kind == StatementKind::Apposition
        {
            continue;
        }
        let predicate = block.doc.token(statement.predicate.token as usize);
        let parts = parts(predicate);
        if parts.is_empty() {
            continue;
        }
        let of = |role: Role| {
            let argument = statement.arguments.iter().find(|one| one.role == role)?;
            (argument.head.block as usize == at)
                .then(|| block.doc.token(argument.head.token as usize))
        };
        let hit = Set::Striking.has(&statement.lemma);
        let whom = if hit {
            of(Role::Patient)
        } else {
            of(Role::Agent)
        };
        found.push(Struck {
            report: index,
            parts,
            whom: whom.map(|token| party(index, at, token, cast)),
            passage: statement.passage,
            source: Source::of(report, &statement.attribution),
        });
    }
    found
}

/// The parts of the body that a predicate tells to have been hit: "struck in the arm", "suffered a
/// wound to the head".
fn parts(predicate: Token<'_>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let striking = Set::Striking.has(predicate.lemma()) || Set::Wound.has(predicate.lemma());
    let wounds = predicate
        .children()
        .filter(|child| matches!(child.dep(), "dobj" | "prep"))
        .flat_map(|child| match child.dep() {
            "prep" => child.child("pobj"),
            _ => Some(child),
        })
        .filter(|noun| Set::Wound.has(noun.lemma()));
    let hit = striking.then_some(predicate);
    for over in hit.into_iter().chain(wounds) {
        for prep in over.children().filter(|child| child.dep() == "prep") {
            let placed = ["in", "to", "through", "on", "near", "above"];
            if !placed.iter().any(|word| prep.is(word)) {
                continue;
            }
            let Some(part) = prep.child("pobj") else {
                continue;
            };
            let also = part.children().filter(|child| child.dep() == "conj");
            for part in std::iter::once(part).chain(also) {
                let lemma = part.lemma().to_lowercase();
                if Set::Body.has(&lemma) {
                    found.insert(lemma);
                }
            }
        }
    }
    found
}

fn ruled(score: f64, a: &Struck, b: &Struck) -> Ruled {
    let words = |struck: &Struck| {
        let parts: Vec<&str> = struck.parts.iter().map(String::as_str).collect();
        parts.join(" and ")
    };
    let sides = [a, b].into_iter().enumerate().map(|(answer, one)| Side {
        report: one.report,
        passage: one.passage,
        value_at: None,
        value: words(one),
        normal: Normal::None,
        source: one.source.clone(),
        answer,
    });
    Ruled {
        rule: Rule::Struck,
        score,
        kind: FindingKind::Conflict,
        about: About::Place,
        question: format!("Struck where: {} or {}?", words(a), words(b)),
        explanation: format!("One says “{}”, the other “{}”.", words(a), words(b)),
        sides: sides.collect(),
        changed: Vec::new(),
    }
}
