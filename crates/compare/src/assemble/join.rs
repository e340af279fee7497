//! Pairs that share a value, made one finding a question.
//!
//! A learned judge lays values side by side two by two: one report says 40, another 55, a third 57.
//! That is one question with three answers. Pairs are joined over the values that they share, the surest
//! first, and a report is in a finding once.

use crate::candidates::Side;
use crate::judge::Judged;
use crate::judge::worth::measures;
use crate::{FindingKind, Normal};

/// The judged, with the pairs of one question joined; what is no pair of values stays where it is.
pub(super) fn joined(judged: Vec<Judged>) -> Vec<Judged> {
    let is_pair = |judged: &Judged| judged.sides.iter().any(|side| side.value_at.is_some());
    let (mut pairs, mut kept): (Vec<Judged>, Vec<Judged>) = judged.into_iter().partition(is_pair);
    // Stable: equally sure pairs stay in the order of their engine.
    pairs.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    let first = kept.len();
    for pair in pairs {
        let mut known = kept[first..].iter_mut();
        match known.find(|known| shares_a_value(known, &pair)) {
            Some(known) => add(known, pair.sides),
            None => kept.push(pair),
        }
    }
    kept
}

/// Whether two answer one question: of one matter, one way to lie, and one value in both.
fn shares_a_value(one: &Judged, two: &Judged) -> bool {
    let parts = FindingKind::is_contradiction;
    let alike = one.kind == two.kind || parts(one.kind) && parts(two.kind);
    alike
        && one.about == two.about
        && one.sides.iter().any(|side| {
            let mut others = two.sides.iter();
            side.value_at.is_some()
                && others
                    .any(|other| (side.report, side.value_at) == (other.report, other.value_at))
        })
}

/// Adds the sides of reports that are not in it yet.
fn add(known: &mut Judged, sides: Vec<Side>) {
    for mut side in sides {
        if known.sides.iter().any(|other| other.report == side.report) {
            continue;
        }
        let same = |other: &&Side| {
            other.normal == side.normal && side.normal != Normal::None
                || other.value.eq_ignore_ascii_case(&side.value)
                || measures::is_one(other, &side)
        };
        let next = known.sides.iter().map(|other| other.answer + 1).max();
        let answer = known.sides.iter().find(same).map(|other| other.answer);
        side.answer = answer.or(next).unwrap_or(0);
        known.sides.push(side);
    }
}

#[cfg(test)]
mod tests {
    use crosswire_report::{Field, Passage};
    use crosswire_text::Span;

    use super::*;
    use crate::About;

    fn side(report: usize, value: &str, answer: usize) -> Side {
        let passage = Passage {
            field: Field::Text,
            span: Span::new(10, 10 + value.len()),
        };
        Side {
            report,
            passage,
            value_at: Some(passage),
            value: value.to_owned(),
            normal: Normal::None,
            source: None,
            answer,
        }
    }

    fn pair(confidence: f64, sides: [(usize, &str); 2]) -> Judged {
        Judged {
            rule: None,
            kind: FindingKind::Conflict,
            about: About::Quantity,
            question: String::new(),
            explanation: String::new(),
            sides: vec![
                side(sides[0].0, sides[0].1, 0),
                side(sides[1].0, sides[1].1, 1),
            ],
            changed: Vec::new(),
            assumptions: Vec::new(),
            confidence,
        }
    }

    #[test]
    fn three_values_of_one_question_are_one_finding() {
        let found = joined(vec![
            pair(0.6, [(0, "40 tonnes"), (2, "57 tonnes")]),
            pair(0.9, [(0, "40 tonnes"), (1, "55 tonnes")]),
            pair(0.5, [(0, "40 tonnes"), (3, "55 tonnes")]),
            pair(0.4, [(4, "12 people"), (5, "14 people")]),
        ]);
        assert_eq!(found.len(), 2);
        let answers = |judged: &Judged| -> Vec<(usize, usize)> {
            let sides = judged.sides.iter();
            sides.map(|side| (side.report, side.answer)).collect()
        };
        assert_eq!(answers(&found[0]), [(0, 0), (1, 1), (2, 2), (3, 1)]);
        assert!((found[0].confidence - 0.9).abs() < 1e-9);
    }
}
