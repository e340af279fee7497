//! Ranges obey the laws of sets, and what is printed reads back.

use crosswire_quantities::{Range, Relation};

/// All ranges over a few ends, open and closed, points and half lines.
fn ranges() -> Vec<Range> {
    let ends = [f64::NEG_INFINITY, -2.5, 0.0, 1.0, 20.0, f64::INFINITY];
    let mut ranges = Vec::new();
    for low in ends {
        for high in ends {
            for (low_open, high_open) in
                [(false, false), (false, true), (true, false), (true, true)]
            {
                if let Some(range) = Range::new(low, high, low_open, high_open)
                    && !ranges.contains(&range)
                {
                    ranges.push(range);
                }
            }
        }
    }
    ranges
}

const PROBES: [f64; 9] = [-1e9, -2.5, -1.0, 0.0, 0.5, 1.0, 7.0, 20.0, 1e9];

#[test]
fn relations_agree_with_membership() {
    let ranges = ranges();
    assert!(ranges.len() > 40, "{}", ranges.len());
    for a in &ranges {
        for b in &ranges {
            let both = PROBES.iter().any(|p| a.contains(*p) && b.contains(*p));
            let only_a = PROBES.iter().any(|p| a.contains(*p) && !b.contains(*p));
            let only_b = PROBES.iter().any(|p| b.contains(*p) && !a.contains(*p));
            // The probes hit every end and every gap between ends.
            let expected = match (both, only_a, only_b) {
                (false, _, _) => Relation::Disjoint,
                (true, false, false) => Relation::Equal,
                (true, false, true) => Relation::Within,
                (true, true, false) => Relation::Contains,
                (true, true, true) => Relation::Overlaps,
            };
            assert_eq!(a.relation(b), expected, "{a} and {b}");
            assert_eq!(b.relation(a), expected.inverse(), "{b} and {a}");
            assert_eq!(a.is_disjoint(b), expected == Relation::Disjoint);
            let hull = a.hull(b);
            assert!(hull.covers(a) && hull.covers(b), "{hull} of {a} and {b}");
            if let Some(common) = a.intersection(b) {
                assert!(
                    a.covers(&common) && b.covers(&common),
                    "{common} of {a} and {b}"
                );
                assert!(
                    PROBES
                        .iter()
                        .all(|p| common.contains(*p) == (a.contains(*p) && b.contains(*p)))
                );
            }
        }
    }
}

#[test]
fn printed_ranges_read_back() {
    for range in ranges() {
        assert_eq!(range.to_string().parse(), Ok(range));
    }
    for wrong in [
        "", "[", "[]", "[2, 1]", "(1, 1)", "[1, 1)", "nan", "inf", "[nan, 2]", "1, 2", "[1; 2]",
    ] {
        assert!(wrong.parse::<Range>().is_err(), "{wrong:?}");
    }
}

#[test]
fn units_keep_the_relation() {
    for a in ranges() {
        for b in ranges() {
            let (Some(x), Some(y)) = (a.convert(0.3048, 7.0), b.convert(0.3048, 7.0)) else {
                panic!("{a} {b}")
            };
            assert_eq!(x.relation(&y), a.relation(&b), "{a} and {b}");
        }
    }
    assert_eq!(Range::point(1.0).convert(0.0, 0.0), None);
    assert_eq!(Range::point(1e308).convert(1e10, 0.0), None);
}
