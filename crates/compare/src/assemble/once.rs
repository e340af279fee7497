//! What two engines found of one thing is said once.

use crosswire_report::Passage;

use crate::{About, Finding, FindingKind, Normal, Value};

/// The findings without those that another engine has put better.
pub(super) fn once(findings: Vec<Finding>) -> Vec<Finding> {
    let is_repeated: Vec<bool> = findings
        .iter()
        .enumerate()
        .map(|(at, finding)| {
            let is_quoted = finding.kind == FindingKind::Agreement
                && finding.about != About::Quote
                && findings
                    .iter()
                    .filter(|other| other.about == About::Quote)
                    .any(|quoted| holds(quoted, finding));
            is_quoted
                || is_contradicted(&findings, finding)
                || findings[..at]
                    .iter()
                    .any(|other| part_twice(other, finding) || same_values(other, finding))
        })
        .collect();
    let mut repeated = is_repeated.into_iter();
    let mut findings = findings;
    findings.retain(|_| !repeated.next().unwrap_or(false));
    findings
}

/// Whether a refinement lays together what a contradiction sets apart: "10:15 p.m., on Wednesday" where the report of
/// Wednesday says 10:15 a.m.
fn is_contradicted(findings: &[Finding], finding: &Finding) -> bool {
    // What has changed since can have been told vaguely before.
    let parts = |other: &&Finding| {
        other.about == finding.about
            && (other.kind == FindingKind::Conflict
                || other.kind.is_contradiction() && finding.about == About::Time)
    };
    let answer = |of: &Finding, report: usize| {
        let mut values = of.values.iter();
        values.position(|value| value.reports.contains(&report))
    };
    // Two reports that part there and are laid together here, with a value that is one of those that part.
    let is_split = |other: &Finding| {
        let same = |value: &Value| {
            let mut theirs = other.values.iter();
            value.normal != Normal::None
                && theirs.any(|its| {
                    its.normal == value.normal
                        && its.reports.iter().any(|at| value.reports.contains(at))
                })
        };
        finding
            .values
            .iter()
            .filter(|value| same(value))
            .any(|value| {
                let held = value.reports.iter().filter_map(|&at| answer(other, at));
                let held: Vec<usize> = held.collect();
                let beside = finding
                    .values
                    .iter()
                    .filter(|its| its.normal != value.normal);
                let mut beside = beside.flat_map(|its| &its.reports);
                beside.any(|&at| answer(other, at).is_some_and(|its| !held.contains(&its)))
            })
    };
    finding.kind == FindingKind::Refinement && findings.iter().filter(parts).any(is_split)
}

/// Whether a finding of quotations says what an agreement of clauses says: in two reports or more
/// the agreement's passages lie in those that the quotations show.
fn holds(quoted: &Finding, agreement: &Finding) -> bool {
    let mut reports: Vec<usize> = agreement
        .evidence
        .iter()
        .filter(|row| {
            quoted.evidence.iter().any(|other| {
                // What is said of words that are altered is no agreement on them.
                let all = match quoted.kind {
                    FindingKind::QuoteVariant => {
                        other.passage.span.len().min(row.passage.span.len())
                    }
                    _ => row.passage.span.len(),
                };
                row.report == other.report && 5 * shared(row.passage, other.passage) >= 4 * all
            })
        })
        .map(|row| row.report)
        .collect();
    reports.dedup();
    reports.len() >= 2
}

/// Whether two contradictions on how things came out show the same words of two reports.
fn part_twice(one: &Finding, two: &Finding) -> bool {
    let parts =
        |finding: &Finding| finding.kind.is_contradiction() && finding.about == About::Outcome;
    let met = one.evidence.iter().filter(|row| {
        let mut rows = two.evidence.iter();
        rows.any(|other| row.report == other.report && shared(row.passage, other.passage) > 0)
    });
    parts(one) && parts(two) && met.count() >= 2
}

/// Whether two contradictions on numbers or times set the same values of two reports against each
/// other.
fn same_values(one: &Finding, two: &Finding) -> bool {
    let parts = |finding: &Finding| {
        finding.kind.is_contradiction() && matches!(finding.about, About::Quantity | About::Time)
    };
    let same = |one: &Normal, two: &Normal| match (one, two) {
        (Normal::Interval(one), Normal::Interval(two)) => {
            (one.low, one.high) == (two.low, two.high)
        }
        (Normal::Time(one), Normal::Time(two)) => (&one.from, &one.to) == (&two.from, &two.to),
        _ => false,
    };
    if !parts(one) || !parts(two) || one.about != two.about {
        return false;
    }
    let mut reports: Vec<usize> = Vec::new();
    for value in &one.values {
        for other in two
            .values
            .iter()
            .filter(|other| same(&value.normal, &other.normal))
        {
            let both = value
                .reports
                .iter()
                .filter(|report| other.reports.contains(report));
            reports.extend(both);
        }
    }
    reports.sort_unstable();
    reports.dedup();
    reports.len() >= 2
}

/// How many bytes two passages share.
fn shared(a: Passage, b: Passage) -> usize {
    let from = a.span.start().max(b.span.start());
    let to = a.span.end().min(b.span.end());
    if a.field == b.field {
        to.saturating_sub(from)
    } else {
        0
    }
}
