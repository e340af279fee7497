//! What the score of a rule is worth: how likely a finding with it is right.
//!
//! The points are read from `data/calibration.tsv`; between them a score is worth what the line
//! through its neighbours says, beyond them what the nearest one is worth.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::FindingKind;
use crate::candidates::Rule;

type Points = Vec<(f64, f64)>;

static TABLE: LazyLock<BTreeMap<(&str, &str), Points>> = LazyLock::new(|| {
    let mut table: BTreeMap<(&str, &str), Points> = BTreeMap::new();
    for row in rows() {
        let [rule, kind, score, worth] = row;
        if let (Ok(score), Ok(worth)) = (score.parse(), worth.parse()) {
            table.entry((rule, kind)).or_default().push((score, worth));
        }
    }
    table
});

fn rows() -> impl Iterator<Item = [&'static str; 4]> {
    include_str!("../../data/calibration.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some([cells.next()?, cells.next()?, cells.next()?, cells.next()?])
        })
}

/// How likely a finding of a rule is right.
pub(crate) fn confidence(rule: Rule, kind: FindingKind, score: f64) -> f64 {
    let of = |kind| TABLE.get(&(rule.name(), kind));
    let Some(points) = of(kind.name()).or_else(|| of("*")) else {
        return score.clamp(0.0, 1.0);
    };
    along(points, score)
}

/// The value at `at` of the broken line through the points.
fn along(points: &[(f64, f64)], at: f64) -> f64 {
    for pair in points.windows(2) {
        let ((from, low), (to, high)) = (pair[0], pair[1]);
        if at <= to {
            let share = ((at - from) / (to - from)).max(0.0);
            return low + share * (high - low);
        }
    }
    points.last().map_or(0.5, |point| point.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_points_in_order_and_every_row_a_rule() {
        for rule in Rule::ALL {
            assert!(
                TABLE.keys().any(|(name, _)| *name == rule.name()),
                "{}",
                rule.name()
            );
        }
        for ((rule, kind), points) in &*TABLE {
            assert!(
                Rule::ALL.iter().any(|known| known.name() == *rule),
                "{rule}"
            );
            assert!(
                *kind == "*" || FindingKind::from_name(kind).is_some(),
                "{kind}"
            );
            assert!(points.is_sorted_by(|a, b| a.0 < b.0), "{rule} {kind}");
            assert!(points.iter().all(|point| (0.0..=1.0).contains(&point.1)));
        }
        let lines = include_str!("../../data/calibration.tsv").lines();
        let said = lines.filter(|line| !line.starts_with('#')).count();
        assert_eq!(said, TABLE.values().map(Vec::len).sum::<usize>());
    }

    #[test]
    fn between_points_lies_a_line() {
        let points = [(0.5, 0.2), (1.0, 0.6)];
        let check = |at, worth: f64| assert!((along(&points, at) - worth).abs() < 1e-9);
        check(0.0, 0.2);
        check(0.75, 0.4);
        check(2.0, 0.6);
    }
}
