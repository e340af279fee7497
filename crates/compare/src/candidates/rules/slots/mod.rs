//! Typed slots: what each report answers to the questions a happening raises, compared over the
//! whole story.
//!
//! Aligned clauses find what reports share; where they part, their clauses share few words, so
//! partings are found here, by the type of what is asked: how many people were killed, how old is
//! the boy, what was offered, when was it, is it open or closed. Each report's facts are tables
//! of their own; tables meet by exact keys first (type, unit, what is counted, what happened to
//! it), and by what stands round them last. Silent when unsure.

mod alike;
mod bearer;
mod called;
mod fact;
mod guards;
mod key;
pub(super) mod shown;
mod slot;
mod standing;
mod tables;
pub(super) mod when;
mod wording;

use crosswire_calendar::Stamp;

use crate::told::when::came_before;

use crate::candidates::candidate::{Candidate, Rule, Ruled, Side};
use crate::told::Told;
use crate::told::cast::{Cast, Meet};
use crate::{About, FindingKind, Normal, NormalInterval, Story};
use fact::Fact;
use key::SlotKey;
use tables::Parting;

/// Where the reports of a story part, by typed slots.
pub(crate) fn find(told: &Told<'_>) -> Vec<Candidate> {
    let story = told.story;
    let reports = story.reports.iter().enumerate();
    let facts: Vec<Fact> = reports
        .flat_map(|(index, report)| fact::facts(index, report, &told.cast, &told.contexts))
        .collect();
    let apart = tables::partings(&facts, &told.contexts);
    let mut found: Vec<Ruled> = apart
        .iter()
        .filter_map(|parting| {
            let kind = kind(story, &facts, parting);
            number(story, &facts, &told.cast, parting, kind)
        })
        .collect();
    found.extend(when::find(told));
    found.extend(called::find(story));
    found.into_iter().map(Candidate::Ruled).collect()
}

fn number(
    story: &Story<'_>,
    facts: &[Fact],
    names: &Cast,
    parting: &Parting,
    kind: FindingKind,
) -> Option<Ruled> {
    let mut texts: Vec<usize> = (parting.values.iter().flatten())
        .map(|&fact| story.texts[facts[fact].report])
        .collect();
    texts.sort_unstable();
    texts.dedup();
    // Copies of one text do not contradict themselves.
    if texts.len() < 2 {
        return None;
    }
    let sides = parting.values.iter().enumerate();
    let sides = sides.flat_map(|(answer, value)| {
        value.iter().map(move |&fact| {
            let fact = &facts[fact];
            Side {
                report: fact.report,
                passage: fact.evidence,
                value_at: None,
                value: fact.words.clone(),
                normal: Normal::Interval(NormalInterval {
                    low: fact.range.low,
                    high: fact.range.high,
                    low_open: fact.range.low_open,
                    high_open: fact.range.high_open,
                    unit: fact.noun.clone().unwrap_or_default(),
                }),
                source: fact.source.clone(),
                answer,
            }
        })
    });
    let (one, two) = (&facts[parting.values[0][0]], &facts[parting.values[1][0]]);
    Some(Ruled {
        rule: Rule::Number,
        score: f64::from(parting.score),
        kind,
        about: About::Quantity,
        question: wording::question(one, two, names),
        explanation: wording::explanation(kind, one, two),
        sides: sides.collect(),
        changed: Vec::new(),
    })
}

/// An update where the slot is of a kind that moves and the order of publication does not speak
/// against it: tolls rise.
fn kind(story: &Story<'_>, facts: &[Fact], parting: &Parting) -> FindingKind {
    let first = &facts[parting.values[0][0]];
    let change = first.key == SlotKey::Change;
    let moves = change || first.family.is_some_and(|family| family.get().moves);
    if !moves {
        return if is_corrected(story, facts, parting) {
            FindingKind::Update
        } else {
            FindingKind::Conflict
        };
    }
    if change {
        return FindingKind::Update;
    }
    let mut held: Vec<(f64, Option<Stamp>)> = parting
        .values
        .iter()
        .flatten()
        .map(|&fact| {
            let fact = &facts[fact];
            let published = story.reports[fact.report].published();
            (fact.range.low, published)
        })
        .collect();
    held.sort_by(|a, b| a.0.total_cmp(&b.0));
    let falls = held.iter().enumerate().any(|(i, low)| {
        held[i + 1..].iter().any(|high| {
            high.0 > low.0 && matches!((low.1, high.1), (Some(x), Some(y)) if came_before(y, x))
        })
    });
    if falls {
        FindingKind::Conflict
    } else {
        FindingKind::Update
    }
}

/// Whether a report says that what another holds was thought at first, and the other is no later.
fn is_corrected(story: &Story<'_>, facts: &[Fact], parting: &Parting) -> bool {
    let published = |fact: &Fact| story.reports[fact.report].published();
    let shown = || parting.values.iter().flatten().map(|&fact| &facts[fact]);
    shown().any(|new| {
        let former = facts.iter().filter(|fact| {
            fact.report == new.report
                && fact.key == new.key
                && fact.bearer.meet(&new.bearer) != Meet::Other
                && fact.standing == standing::Standing::Former
        });
        former.into_iter().any(|former| {
            shown().any(|old| {
                let later = match (published(new), published(old)) {
                    (Some(new), Some(old)) => came_before(new, old),
                    _ => true,
                };
                old.report != new.report && !alike::cannot_both_be(old, former) && !later
            })
        })
    })
}
