//! Pairs of a sharper and a vaguer value that tell of one thing, made one finding.

use crosswire_report::Passage;

use super::sorts::{Candidate, Side};
use crate::candidates::candidate::{Rule, Ruled, Side as Shown};
use crate::{FindingKind, Normal};

/// At most this many are said of one story: readers note four or five.
const MOST: usize = 6;

/// Whether a side has the value of another, in the same words or numbers.
fn same_value(one: &Shown, side: &Side) -> bool {
    let same = one.normal == side.normal && one.normal != Normal::None;
    same || one.value.eq_ignore_ascii_case(&side.value)
}

/// Whether the values of a pair can be true beside those of a finding: "in the evening" is no vaguer
/// word for "around 6 a.m.", whatever passage they share.
fn joins(pair: &Candidate, finding: &Ruled) -> bool {
    let [x, y] = &pair.sides;
    [(x, y), (y, x)].into_iter().all(|(side, other)| {
        let known = finding.sides.iter().any(|shown| same_value(shown, side));
        let mut shown = finding.sides.iter();
        // Of the two that are a pair, that is settled.
        known || shown.all(|shown| shown.normal.meets(&side.normal) || same_value(shown, other))
    })
}

/// Has a report stand with the sharper of two values that it gives, where the finding then still has
/// two values and shows the other passage of the pair.
fn sharpened(finding: &mut Ruled, pair: &Candidate) {
    let [x, y] = &pair.sides;
    for (side, other) in [(x, y), (y, x)] {
        let row = finding
            .sides
            .iter()
            .position(|row| row.report == side.report && !half(row.passage, side.passage));
        let shows_other = finding
            .sides
            .iter()
            .any(|row| row.report == other.report && half(row.passage, other.passage));
        let (Some(row), true) = (row, shows_other) else {
            continue;
        };
        let mut others = finding.sides.iter().enumerate();
        let differs = others.any(|(at, shown)| at != row && !same_value(shown, side));
        if !side.normal.lies_in(&finding.sides[row].normal) || !differs {
            continue;
        }
        finding.sides.remove(row);
        finding.explanation.clone_from(&pair.explanation);
        finding.question.clone_from(&pair.question);
    }
}

/// Whether a finding shows both clauses of a pair already.
fn told(findings: &[Ruled], pair: &Candidate) -> bool {
    findings.iter().any(|finding| {
        pair.sides.iter().all(|side| {
            let rows = finding.sides.iter();
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
pub(super) fn merged(pairs: Vec<Candidate>) -> Vec<Ruled> {
    let mut findings: Vec<Ruled> = Vec::new();
    for pair in pairs {
        let known = findings.iter().position(|finding| {
            let repeats = pair
                .sides
                .iter()
                .all(|side| finding.sides.iter().any(|shown| same_value(shown, side)));
            let overlaps = || {
                finding.sides.iter().any(|row| {
                    pair.sides.iter().any(|side| {
                        side.report == row.report
                            && side.passage.field == row.passage.field
                            && side.passage.span.overlaps(row.passage.span)
                    })
                })
            };
            finding.about == pair.about && (repeats || overlaps())
        });
        if known.is_some_and(|at| !joins(&pair, &findings[at])) {
            continue;
        }
        let at = match known {
            Some(at) => at,
            None if findings.len() == MOST || told(&findings, &pair) => continue,
            None => {
                findings.push(Ruled {
                    rule: Rule::Sharper,
                    score: f64::from(pair.score),
                    kind: FindingKind::Refinement,
                    about: pair.about,
                    question: pair.question.clone(),
                    explanation: pair.explanation.clone(),
                    sides: Vec::new(),
                    changed: Vec::new(),
                });
                findings.len() - 1
            }
        };
        let finding = &mut findings[at];
        sharpened(finding, &pair);
        for side in pair.sides {
            if finding.sides.iter().any(|row| row.report == side.report) {
                continue;
            }
            let known = finding.sides.iter().find(|row| same_value(row, &side));
            let known = known.map(|row| row.answer);
            let next = finding.sides.iter().map(|row| row.answer + 1).max();
            finding.sides.push(Shown {
                report: side.report,
                passage: side.passage,
                value_at: None,
                value: side.value,
                normal: side.normal,
                source: side.source,
                answer: known.or(next).unwrap_or(0),
            });
        }
    }
    findings
}
