//! Pairs of a sharper and a vaguer value that tell of one thing, made one finding.

use crosswire_report::Passage;

use super::refine::{Candidate, Side};
use crate::{About, Between, Evidence, Finding, FindingKind, Normal, Value};

/// At most this many are said of one story: readers note four or five.
const MOST: usize = 6;

/// Whether a value is one that a finding has, in the same words or numbers.
fn same_value(value: &Value, side: &Side) -> bool {
    let same = value.normal == side.normal && value.normal != Normal::None;
    same || value.value.eq_ignore_ascii_case(&side.value)
}

/// Whether the values of a pair can be true beside those of a finding: "in the evening" is no vaguer
/// word for "around 6 a.m.", whatever passage they share.
fn joins(pair: &Candidate, finding: &Finding) -> bool {
    let [x, y] = &pair.sides;
    [(x, y), (y, x)].into_iter().all(|(side, other)| {
        let known = finding.values.iter().any(|value| same_value(value, side));
        let mut values = finding.values.iter();
        // Of the two that are a pair, that is settled.
        known || values.all(|value| value.normal.meets(&side.normal) || same_value(value, other))
    })
}

/// Has a report stand with the sharper of two values that it gives, where the finding then still has
/// two values and shows the other passage of the pair.
fn sharpened(finding: &mut Finding, pair: &Candidate) {
    let [x, y] = &pair.sides;
    for (side, other) in [(x, y), (y, x)] {
        let row = finding
            .evidence
            .iter()
            .position(|row| row.report == side.report && !half(row.passage, side.passage));
        let shows_other = finding
            .evidence
            .iter()
            .any(|row| row.report == other.report && half(row.passage, other.passage));
        let old = finding
            .values
            .iter()
            .position(|value| value.reports.contains(&side.report));
        let (Some(row), true, Some(old)) = (row, shows_other, old) else {
            continue;
        };
        let mut others = finding.values.iter().enumerate();
        let differs = others
            .any(|(at, value)| (at != old || value.reports.len() > 1) && !same_value(value, side));
        if !side.normal.lies_in(&finding.values[old].normal) || !differs {
            continue;
        }
        finding.values[old].reports.retain(|&at| at != side.report);
        if finding.values[old].reports.is_empty() {
            finding.values.remove(old);
        }
        finding.evidence.remove(row);
        finding.explanation.clone_from(&pair.explanation);
        finding.question.clone_from(&pair.question);
    }
}

/// Whether a finding shows both clauses of a pair already.
fn told(findings: &[Finding], pair: &Candidate) -> bool {
    findings.iter().any(|finding| {
        pair.sides.iter().all(|side| {
            let rows = finding.evidence.iter();
            let mut rows = rows.filter(|row| row.report == side.report);
            rows.any(|row| half(row.passage, side.passage))
        })
    })
}

/// Whether half of the shorter of two passages lies in the other.
fn half(a: Passage, b: Passage) -> bool {
    let from = a.span.start().max(b.span.start());
    let to = a.span.end().min(b.span.end());
    a.field == b.field && to > from && 2 * (to - from) >= a.span.len().min(b.span.len())
}

/// One finding for all pairs that share a passage and a sort; a report is in it once.
pub(super) fn merged(pairs: Vec<Candidate>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    // One finding a person, whatever the passages.
    let person = |pair: &Candidate, finding: &Finding| {
        pair.about == About::Participant && finding.question == pair.question
    };
    for pair in pairs {
        let known = findings.iter().position(|finding| {
            let repeats = pair
                .sides
                .iter()
                .all(|side| finding.values.iter().any(|value| same_value(value, side)));
            person(&pair, finding)
                || finding.about == pair.about && repeats
                || finding.about == pair.about
                    && finding.evidence.iter().any(|row| {
                        pair.sides.iter().any(|side| {
                            side.report == row.report
                                && side.passage.field == row.passage.field
                                && side.passage.span.overlaps(row.passage.span)
                        })
                    })
        });
        if known.is_some_and(|at| !joins(&pair, &findings[at])) {
            continue;
        }
        let confidence = (f64::from(pair.score) * 100.0).round() / 100.0;
        let at = match known {
            Some(at) => at,
            None if findings.len() == MOST || told(&findings, &pair) => continue,
            None => {
                findings.push(Finding {
                    kind: FindingKind::Refinement,
                    about: pair.about,
                    between: Between::Reports,
                    question: pair.question.clone(),
                    explanation: pair.explanation.clone(),
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
        sharpened(finding, &pair);
        for side in pair.sides {
            if finding.evidence.iter().any(|row| row.report == side.report) {
                continue;
            }
            match finding
                .values
                .iter_mut()
                .find(|value| same_value(value, &side))
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
        for value in &mut finding.values {
            value.reports.sort_unstable();
        }
    }
    findings
}
