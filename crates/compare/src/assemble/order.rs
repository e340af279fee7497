//! The findings of all engines as one list: what repeats another is dropped, the most useful
//! comes first.

use crosswire_report::{Field, Passage};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;

use crate::{About, Finding, FindingKind};

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
    let mut taken: FxHashMap<(usize, Field), Vec<(Passage, usize)>> = FxHashMap::default();
    for finding in findings {
        let first = best_rows(&finding);
        let mut same: FxHashMap<usize, usize> = FxHashMap::default();
        for &(report, passage) in &first {
            for &(other, index) in taken.get(&(report, passage.field)).into_iter().flatten() {
                let met =
                    if contradicts(&kept[index], &finding) || both_refine(&kept[index], &finding) {
                        overlap(passage, other)
                    } else {
                        coincide(passage, other)
                    };
                if met {
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
        // When or where it was may be disputed while that it was is not.
        (Conflict | Update, Agreement) => {
            kept.about == other.about || !matches!(kept.about, About::Time | About::Place)
        }
        (Conflict | Update, Refinement) => kept.about == other.about,
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

/// Whether a finding disputes a number that an agreement would say: then it need not cover all of its
/// words.
fn contradicts(kept: &Finding, other: &Finding) -> bool {
    use FindingKind::{Agreement, Conflict, Update};
    matches!(kept.kind, Conflict | Update)
        && other.kind == Agreement
        && kept.about == About::Quantity
}

/// Whether both tell which report is sharper: two engines may cut the clause at different words.
fn both_refine(kept: &Finding, other: &Finding) -> bool {
    [kept, other].map(|finding| finding.kind) == [FindingKind::Refinement; 2]
}

/// Whether half of the shorter of two passages lies in the other.
fn overlap(a: Passage, b: Passage) -> bool {
    let from = a.span.start().max(b.span.start());
    let to = a.span.end().min(b.span.end());
    to > from && 2 * (to - from) >= a.span.len().min(b.span.len())
}

/// Whether nine tenths of each of two passages lie in the other.
fn coincide(a: Passage, b: Passage) -> bool {
    let from = a.span.start().max(b.span.start());
    let to = a.span.end().min(b.span.end());
    to > from && 10 * (to - from) >= 9 * a.span.len().max(b.span.len())
}

#[cfg(test)]
mod tests {
    use crosswire_text::Span;

    use super::*;
    use crate::Evidence;

    fn finding(kind: FindingKind, about: About, origins: usize, at: &[(usize, usize)]) -> Finding {
        let evidence = at
            .iter()
            .map(|&(report, start)| Evidence {
                report,
                passage: Passage {
                    field: Field::Text,
                    span: Span::new(start, start + 40),
                },
                value_at: None,
                value: String::new(),
                attributed_to: None,
            })
            .collect();
        Finding {
            origins,
            evidence,
            ..Finding::new(kind, about)
        }
    }

    fn kinds(findings: Vec<Finding>) -> Vec<(FindingKind, usize)> {
        let pairs = ordered(findings).into_iter();
        pairs
            .map(|finding| (finding.kind, finding.origins))
            .collect()
    }

    #[test]
    fn a_contradiction_takes_the_place_of_an_agreement_on_the_same_clauses() {
        use FindingKind::{Agreement, Conflict};
        let at = [(0, 10), (1, 70)];
        let both = vec![
            finding(Agreement, About::Outcome, 2, &at),
            finding(Conflict, About::Quantity, 2, &at),
        ];
        assert_eq!(kinds(both), [(Conflict, 2)]);
        // Nor does an agreement on a part of them, or on more words around.
        let part = vec![
            finding(Agreement, About::Outcome, 2, &[(0, 25), (1, 60)]),
            finding(Conflict, About::Quantity, 2, &at),
        ];
        assert_eq!(kinds(part), [(Conflict, 2)]);
        // Other clauses of the same reports stay.
        let apart = vec![
            finding(Agreement, About::Outcome, 2, &[(0, 200), (1, 300)]),
            finding(Conflict, About::Quantity, 2, &at),
        ];
        assert_eq!(kinds(apart), [(Conflict, 2), (Agreement, 2)]);
    }

    #[test]
    fn an_agreement_stands_beside_a_refinement_and_copies_come_last() {
        use FindingKind::{Agreement, QuoteVariant, Refinement, SingleSource};
        let at = [(0, 10), (1, 70)];
        let said = vec![
            finding(SingleSource, About::Outcome, 1, &[(0, 500)]),
            finding(Agreement, About::Outcome, 1, &[(0, 300), (2, 300)]),
            finding(Agreement, About::Outcome, 2, &at),
            finding(Refinement, About::Time, 2, &at),
            finding(QuoteVariant, About::Quote, 2, &[(0, 400), (1, 400)]),
        ];
        let expected = [
            (QuoteVariant, 2),
            (Refinement, 2),
            (Agreement, 2),
            (Agreement, 1),
            (SingleSource, 1),
        ];
        assert_eq!(kinds(said), expected);
    }

    #[test]
    fn a_refinement_is_said_once_however_its_clauses_are_cut() {
        use FindingKind::Refinement;
        let said = vec![
            finding(Refinement, About::Quantity, 2, &[(0, 10), (1, 70)]),
            finding(Refinement, About::Quantity, 2, &[(0, 25), (1, 60)]),
            finding(Refinement, About::Time, 2, &[(0, 10), (1, 70)]),
        ];
        assert_eq!(kinds(said), [(Refinement, 2), (Refinement, 2)]);
    }

    #[test]
    fn what_only_one_report_says_is_no_part_of_another_finding() {
        use FindingKind::{Agreement, SingleSource};
        let said = vec![
            finding(SingleSource, About::Outcome, 1, &[(0, 10)]),
            finding(Agreement, About::Outcome, 2, &[(0, 10), (1, 70)]),
        ];
        assert_eq!(kinds(said), [(Agreement, 2)]);
    }
}
