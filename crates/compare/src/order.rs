//! The findings of all engines as one list: what repeats another is dropped, the most useful
//! comes first.

use std::cmp::Reverse;
use std::collections::HashMap;

use crosswire_report::{Field, Passage};

use crate::{Finding, FindingKind};

/// All findings without repetitions: disagreements, then altered quotations, refinements,
/// agreements (copies of one origin last), and what only one report says.
pub(crate) fn ordered(mut findings: Vec<Finding>) -> Vec<Finding> {
    // Stable: within a rank the engines' own order breaks ties.
    // Agreements come ranked by what readers would list, which is not what is surest.
    findings.sort_by(|a, b| {
        let sure = match a.kind {
            FindingKind::Agreement | FindingKind::SingleSource => std::cmp::Ordering::Equal,
            _ => b.confidence.total_cmp(&a.confidence),
        };
        rank(a).cmp(&rank(b)).then(sure)
    });
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    // The first passages of the kept findings, by report and field.
    let mut taken: HashMap<(usize, Field), Vec<(Passage, usize)>> = HashMap::new();
    for finding in findings {
        let first = best_rows(&finding);
        let mut same: HashMap<usize, usize> = HashMap::new();
        for &(report, passage) in &first {
            for &(other, index) in taken.get(&(report, passage.field)).into_iter().flatten() {
                if coincide(passage, other) {
                    *same.entry(index).or_insert(0) += 1;
                }
            }
        }
        let needed = if finding.kind == FindingKind::SingleSource {
            1
        } else {
            2
        };
        let repeats = same
            .iter()
            .any(|(&index, &count)| count >= needed && outdoes(&kept[index], &finding));
        if repeats {
            continue;
        }
        for (report, passage) in first {
            taken
                .entry((report, passage.field))
                .or_default()
                .push((passage, kept.len()));
        }
        kept.push(finding);
    }
    kept
}

/// Where a finding stands in the list.
fn rank(finding: &Finding) -> (u8, Reverse<usize>) {
    let kind = match finding.kind {
        FindingKind::Conflict | FindingKind::Update => 0,
        FindingKind::QuoteVariant => 1,
        FindingKind::Refinement => 2,
        FindingKind::Agreement if finding.origins > 1 => 3,
        FindingKind::Agreement => 4,
        FindingKind::SingleSource => 5,
        FindingKind::Revision => 6,
    };
    match finding.kind {
        FindingKind::Agreement => (kind, Reverse(finding.origins)),
        _ => (kind, Reverse(0)),
    }
}

/// Whether a finding that is kept makes another on the same passages needless.
///
/// Two findings of one kind and matter repeat each other; a contradiction or an altered
/// quotation takes the place of an agreement; an agreement beside a refinement stands, for the
/// reports share the rest.
fn outdoes(kept: &Finding, other: &Finding) -> bool {
    use FindingKind::{Agreement, Conflict, QuoteVariant, Refinement, SingleSource, Update};
    match (kept.kind, other.kind) {
        (Conflict | Update, Agreement | Refinement) => {
            kept.about == other.about || other.kind == Agreement
        }
        (Conflict | Update, Conflict | Update) => kept.about == other.about,
        (QuoteVariant, QuoteVariant | Agreement) => true,
        (Refinement, Refinement) => kept.about == other.about,
        (Agreement, Agreement) => true,
        (_, SingleSource) => true,
        _ => false,
    }
}

/// The best passage of each report.
fn best_rows(finding: &Finding) -> Vec<(usize, Passage)> {
    let mut rows: Vec<(usize, Passage)> = Vec::new();
    for row in &finding.evidence {
        if rows.iter().all(|&(report, _)| report != row.report) {
            rows.push((row.report, row.passage));
        }
    }
    rows
}

/// Whether nine tenths of each of two passages lie in the other.
fn coincide(a: Passage, b: Passage) -> bool {
    let from = a.span.start().max(b.span.start());
    let to = a.span.end().min(b.span.end());
    to > from && 10 * (to - from) >= 9 * a.span.len().max(b.span.len())
}
