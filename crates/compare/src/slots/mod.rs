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
mod context;
mod fact;
mod guards;
mod lexicon;
mod names;
mod shown;
mod slot;
mod standing;
mod states;
mod tables;
mod theme;
mod when;
mod wording;

use crosswire_calendar::Stamp;

use crate::{About, Between, Evidence, Finding, FindingKind, Normal, NormalInterval, Story, Value};
use context::Contexts;
use fact::Fact;
use names::Names;
use tables::Parting;

/// Where the reports of a story part, by typed slots.
pub(crate) fn find(story: &Story<'_>) -> Vec<Finding> {
    let names = Names::new(&story.reports);
    let contexts = Contexts::new(&story.reports);
    let facts: Vec<Fact> = story
        .reports
        .iter()
        .enumerate()
        .flat_map(|(index, report)| fact::facts(index, report, &names, &contexts))
        .collect();
    let (apart, finer) = tables::partings(&facts, &contexts);
    let disputed = |fact: &usize| {
        apart
            .iter()
            .any(|parting| parting.values.iter().flatten().any(|f| f == fact))
    };
    let mut findings: Vec<Finding> = apart
        .iter()
        .filter_map(|parting| {
            number_finding(story, &facts, &names, parting, kind(story, &facts, parting))
        })
        .collect();
    findings.extend(
        finer
            .iter()
            .filter(|parting| !parting.values.iter().take(2).flatten().any(disputed))
            .filter_map(|parting| {
                number_finding(story, &facts, &names, parting, FindingKind::Refinement)
            }),
    );
    findings.extend(when::find(story, &names, &contexts));
    findings.extend(states::find(story, &names));
    findings.extend(called::find(story));
    findings
}

fn number_finding(
    story: &Story<'_>,
    facts: &[Fact],
    names: &Names,
    parting: &Parting,
    kind: FindingKind,
) -> Option<Finding> {
    let shown: Vec<&Fact> = parting
        .values
        .iter()
        .flatten()
        .map(|&fact| &facts[fact])
        .collect();
    let distinct = |numbers: &[usize]| {
        let mut numbers: Vec<usize> = shown.iter().map(|fact| numbers[fact.report]).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.len()
    };
    // Copies of one text do not contradict themselves.
    if distinct(&story.texts) < 2 {
        return None;
    }
    let origins = distinct(&story.origins);
    let values = parting
        .values
        .iter()
        .map(|value| {
            let fact = &facts[value[0]];
            Value {
                value: fact.words.clone(),
                normal: Normal::Interval(NormalInterval {
                    low: fact.range.low,
                    high: fact.range.high,
                    low_open: fact.range.low_open,
                    high_open: fact.range.high_open,
                    unit: fact.noun.clone().unwrap_or_default(),
                }),
                reports: value.iter().map(|&fact| facts[fact].report).collect(),
            }
        })
        .collect();
    let mut evidence: Vec<Evidence> = shown
        .iter()
        .map(|fact| Evidence {
            report: fact.report,
            passage: fact.evidence,
            value: fact.words.clone(),
            attributed_to: fact.attributed.clone(),
        })
        .collect();
    evidence.sort_by_key(|row| row.report);
    let (one, two) = (&facts[parting.values[0][0]], &facts[parting.values[1][0]]);
    Some(Finding {
        kind,
        about: About::Quantity,
        between: between(one.attributed.as_deref(), two.attributed.as_deref()),
        question: wording::question(one, two, names),
        explanation: wording::explanation(kind, one, two),
        origins,
        confidence: confidence(kind, parting.score),
        assumptions: Vec::new(),
        changed: Vec::new(),
        values,
        evidence,
    })
}

/// How likely a finding of some score is right: `evals/calibration`.
fn confidence(kind: FindingKind, score: f32) -> f64 {
    let table: &[(f32, f64)] = match kind {
        FindingKind::Refinement => &[(0.5, 0.2), (0.8, 0.4), (1.1, 0.55)],
        _ => &[
            (0.5, 0.35),
            (0.6, 0.5),
            (0.7, 0.75),
            (0.8, 0.88),
            (1.0, 0.95),
        ],
    };
    between_points(table, score)
}

/// The value at `at` of the broken line through the points.
fn between_points(points: &[(f32, f64)], at: f32) -> f64 {
    for pair in points.windows(2) {
        let ((from, low), (to, high)) = (pair[0], pair[1]);
        if at <= to {
            let share = f64::from(((at - from) / (to - from)).max(0.0));
            return low + share * (high - low);
        }
    }
    points.last().map_or(0.5, |point| point.1)
}

/// Two reports that quote two people differ no more than those two people do.
fn between(one: Option<&str>, two: Option<&str>) -> Between {
    // The innermost speaker stands before the first comma of a chain in words.
    let inner = |chain: &str| names::fold(chain.split(", ").next().unwrap_or(chain));
    match (one, two) {
        (Some(one), Some(two)) if inner(one) != inner(two) => Between::Sources,
        _ => Between::Reports,
    }
}

/// An update where the slot is of a kind that moves and the order of publication does not speak
/// against it: tolls rise.
fn kind(story: &Story<'_>, facts: &[Fact], parting: &Parting) -> FindingKind {
    use crosswire_quantities::Kind;
    let first = &facts[parting.values[0][0]];
    let change = first.kind == Kind::Percent && first.key.starts_with("percent change");
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
            let published = story.reports[fact.report].annotated.report().published;
            (fact.range.low, published)
        })
        .collect();
    held.sort_by(|a, b| a.0.total_cmp(&b.0));
    let falls = held.iter().enumerate().any(|(i, low)| {
        held[i + 1..].iter().any(|high| {
            high.0 > low.0 && matches!((low.1, high.1), (Some(x), Some(y)) if is_before(y, x))
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
    let published = |fact: &Fact| story.reports[fact.report].annotated.report().published;
    let shown = || parting.values.iter().flatten().map(|&fact| &facts[fact]);
    shown().any(|new| {
        let former = facts.iter().filter(|fact| {
            fact.report == new.report
                && fact.key == new.key
                && fact.bearer.meet(&new.bearer) != bearer::Meet::Other
                && fact.standing == standing::Standing::Former
        });
        former.into_iter().any(|former| {
            shown().any(|old| {
                let later = match (published(new), published(old)) {
                    (Some(new), Some(old)) => is_before(new, old),
                    _ => true,
                };
                old.report != new.report && !alike::cannot_both_be(old, former) && !later
            })
        })
    })
}

/// Whether `one` came out before `two` for certain; equal days are not an order.
fn is_before(one: Stamp, two: Stamp) -> bool {
    match (one.time(), two.time()) {
        (Some(x), Some(y)) => (one.date(), x) < (two.date(), y),
        _ => one.date() < two.date(),
    }
}
