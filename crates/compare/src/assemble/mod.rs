//! What was judged, made into findings: the last of the four rooms.
//!
//! One way to make a finding, whatever engine it came from: sides become values and evidence of at
//! most 200 characters, origins are counted, `between` is told from who speaks, one thing is said
//! once, the most useful first. Nothing is scored here.

mod assumptions;
mod claim;
mod common;
mod join;
mod once;
mod order;

use std::collections::BTreeMap;

use crosswire_report::Passage;
use crosswire_text::Span;

use crate::candidates::Side;
use crate::judge::Judged;
use crate::told::when::is_later;
use crate::{About, Between, Evidence, Finding, FindingKind, Story, Value};

/// Characters that one piece of evidence has at most.
pub(crate) const MOST_EVIDENCE: usize = 200;
/// Decimals of a confidence.
const HUNDREDTHS: f64 = 100.0;

/// The findings of a story, most useful first.
pub(crate) fn assemble(story: &Story<'_>, judged: Vec<Judged>) -> Vec<Finding> {
    let judged = join::joined(judged).into_iter();
    let findings = judged.map(|judged| finding(story, judged));
    let findings = findings.filter(|finding| !finding.evidence.is_empty());
    let mut findings = order::ordered(once::once(findings.collect()));
    let claims = claim::Claims::new(story);
    for finding in &mut findings {
        claims.claim(finding);
        finding.confidence = (finding.confidence * HUNDREDTHS).round() / HUNDREDTHS;
    }
    // What one report tells alone is worth reading where it can be read by itself.
    findings.retain(|finding| finding.kind != FindingKind::SingleSource || !finding.leans);
    findings
}

/// What two versions of one report say otherwise.
pub(crate) fn revision(story: &Story<'_>, judged: Judged) -> Finding {
    let mut finding = finding(story, judged);
    claim::Claims::new(story).claim(&mut finding);
    finding
}

/// One finding, still without its claim.
fn finding(story: &Story<'_>, judged: Judged) -> Finding {
    let Judged {
        rule: _,
        kind,
        about,
        question,
        explanation,
        sides,
        changed,
        mut assumptions,
        confidence,
    } = judged;
    assumptions.extend(assumptions::of_dates(story, (kind, about), &sides));
    let mut values: BTreeMap<usize, Value> = BTreeMap::new();
    for side in sides.iter().filter(|side| !side.value.is_empty()) {
        let value = values.entry(side.answer).or_insert_with(|| Value {
            value: side.value.clone(),
            normal: side.normal.clone(),
            reports: Vec::new(),
        });
        value.reports.push(side.report);
    }
    let mut values: Vec<Value> = values.into_values().collect();
    for value in &mut values {
        value.reports.sort_unstable();
        value.reports.dedup();
    }
    // A step of a status stands before the next one whoever tells it first.
    if kind == FindingKind::Update && about == About::Quantity {
        in_time(story, &mut values);
    }
    let between = between(kind, about, &sides);
    let mut evidence: Vec<Evidence> = sides
        .into_iter()
        .map(|side| Evidence {
            report: side.report,
            passage: within(story, &side),
            value_at: side.value_at,
            value: side.value,
            attributed_to: side.source.map(|source| source.words),
        })
        .collect();
    evidence.sort_by_key(|row| row.report);
    // A passage with several values is shown once.
    let same = |a: &mut Evidence, b: &mut Evidence| a.report == b.report && a.passage == b.passage;
    evidence.dedup_by(same);
    let mut finding = Finding {
        kind,
        about,
        between,
        question,
        claim: Vec::new(),
        leans: false,
        explanation,
        origins: 0,
        confidence,
        assumptions,
        changed,
        values,
        evidence,
    };
    if kind == FindingKind::Agreement && about != About::Quote {
        common::keep_held(story, &mut finding);
    }
    claim::without_other_numbers(story, &mut finding);
    finding.origins = origins(story, kind, &finding.evidence);
    finding
}

/// Values in the order in which they were first told, where that is known of all.
fn in_time(story: &Story<'_>, values: &mut [Value]) {
    let first = |value: &Value| {
        let reports = value.reports.iter();
        reports
            .copied()
            .reduce(|a, b| if is_later(story, b, a) { b } else { a })
    };
    let firsts: Vec<Option<usize>> = values.iter().map(first).collect();
    let all: Option<Vec<usize>> = firsts.into_iter().collect();
    // Insertion sort: "later" is no total order, since the hour of some is not known.
    if let Some(mut firsts) = all {
        for at in 1..firsts.len() {
            let mut to = at;
            while to > 0 && is_later(story, firsts[to], firsts[to - 1]) {
                firsts.swap(to - 1, to);
                values.swap(to - 1, to);
                to -= 1;
            }
        }
    }
}

/// How many independent origins the evidence has; versions of one report are one.
fn origins(story: &Story<'_>, kind: FindingKind, evidence: &[Evidence]) -> usize {
    if kind == FindingKind::Revision {
        return 1;
    }
    let mut origins: Vec<usize> = evidence
        .iter()
        .map(|row| {
            let known = story.origins.get(row.report).copied();
            known.unwrap_or(usize::MAX - row.report)
        })
        .collect();
    origins.sort_unstable();
    origins.dedup();
    origins.len()
}

/// Two reports that quote two people differ no more than those two people do.
fn between(kind: FindingKind, about: About, sides: &[Side]) -> Between {
    let parts = matches!(
        kind,
        FindingKind::Conflict | FindingKind::Update | FindingKind::Refinement
    );
    let of = |answer: usize| sides.iter().find(|side| side.answer == answer);
    let (Some(one), Some(two), true) = (of(0), of(1), parts && about != About::Quote) else {
        return Between::Reports;
    };
    match (&one.source, &two.source) {
        (Some(one), Some(two)) if !one.is(two) => Between::Sources,
        _ => Between::Reports,
    }
}

/// The clause of a side, cut to what evidence may have, so that its value stays in it.
fn within(story: &Story<'_>, side: &Side) -> Passage {
    let report = story.reports[side.report].annotated.report();
    let words = report.words(side.passage);
    if words.len() <= MOST_EVIDENCE || words.chars().count() <= MOST_EVIDENCE {
        return side.passage;
    }
    let inside = side.value_at.filter(|value| {
        value.field == side.passage.field && side.passage.span.contains(value.span)
    });
    let start = side.passage.span.start();
    let value_end = inside.map_or(0, |value| value.span.end() - start);
    let window = window(words, value_end);
    Passage {
        field: side.passage.field,
        span: Span::new(start + window.start, start + window.end),
    }
}

/// The stretch of `words` of at most so many characters, between words, that begins first and still
/// holds what ends at `holds`.
fn window(words: &str, holds: usize) -> std::ops::Range<usize> {
    let ends = |from: usize| {
        let cut = words[from..].char_indices().nth(MOST_EVIDENCE);
        cut.map_or(words.len(), |(at, _)| from + at)
    };
    let starts = std::iter::once(0).chain(
        words
            .char_indices()
            .filter(|(_, char)| char.is_whitespace())
            .map(|(at, char)| at + char.len_utf8()),
    );
    let mut starts = starts;
    let from = starts.find(|&from| ends(from) >= holds).unwrap_or(0);
    let to = ends(from);
    let whole = if to == words.len() {
        to
    } else {
        let last = words[from..to].rfind(char::is_whitespace);
        last.map(|at| from + at)
            .filter(|&at| at >= holds && at > from)
            .unwrap_or(to)
    };
    let kept = words[from..whole].trim_end().len();
    from..from + kept
}

#[cfg(test)]
mod tests;
