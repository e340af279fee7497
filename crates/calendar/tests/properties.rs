//! What holds of all intervals and stamps, on many made from a fixed seed.

use std::cmp::Ordering;
use std::collections::HashSet;

use crosswire_calendar::{Granularity, Interval, Relation, Stamp};
use jiff::ToSpan;
use jiff::civil::{DateTime, date};
use jiff::tz::Offset;

/// A linear congruential generator: the same cases on every run.
struct Seed(u64);

impl Seed {
    fn below(&mut self, n: u64) -> i64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % n) as i64
    }

    /// A full hour within three days, so that intervals meet in all ways.
    fn moment(&mut self) -> DateTime {
        date(2031, 3, 5)
            .at(0, 0, 0, 0)
            .checked_add(self.below(72).hours())
            .unwrap()
    }

    fn interval(&mut self, granularity: Granularity) -> Interval {
        let (a, b) = (self.moment(), self.moment());
        let to = a.max(b).checked_add(1.hour()).unwrap();
        Interval::new(a.min(b), to, granularity).unwrap()
    }

    fn offset(&mut self) -> Offset {
        Offset::from_seconds(((self.below(27) - 12) * 3600) as i32).unwrap()
    }
}

fn converse(relation: Relation) -> Relation {
    match relation {
        Relation::Within => Relation::Contains,
        Relation::Contains => Relation::Within,
        Relation::Before => Relation::After,
        Relation::After => Relation::Before,
        same => same,
    }
}

/// Whether an hour lies in both, told hour by hour.
fn share_an_hour(a: Interval, b: Interval) -> bool {
    let mut at = a.from();
    while at < a.to() {
        if b.from() <= at && at < b.to() {
            return true;
        }
        at = at.checked_add(1.hour()).unwrap();
    }
    false
}

#[test]
fn one_of_the_six_relations_holds_and_its_converse_the_other_way() {
    let mut seed = Seed(1);
    let mut seen = HashSet::new();
    for _ in 0..20_000 {
        let a = seed.interval(Granularity::Day);
        let b = seed.interval(Granularity::Day);
        let relation = a.relation(b).unwrap();
        seen.insert(format!("{relation:?}"));
        assert_eq!(b.relation(a), Some(converse(relation)), "{a:?} {b:?}");
        let same = (a.from(), a.to()) == (b.from(), b.to());
        assert_eq!(relation == Relation::Equal, same, "{a:?} {b:?}");
        assert_eq!(relation.is_disjoint(), !share_an_hour(a, b), "{a:?} {b:?}");
    }
    assert_eq!(seen.len(), 6, "{seen:?}");
}

#[test]
fn before_and_within_are_transitive() {
    let inside = |r| matches!(r, Some(Relation::Within | Relation::Equal));
    let mut seed = Seed(2);
    for _ in 0..20_000 {
        let [a, b, c] = [0; 3].map(|_| seed.interval(Granularity::Day));
        let (ab, bc, ac) = (a.relation(b), b.relation(c), a.relation(c));
        for relation in [Relation::Before, Relation::After, Relation::Equal] {
            if ab == Some(relation) && bc == Some(relation) {
                assert_eq!(ac, Some(relation), "{a:?} {b:?} {c:?}");
            }
        }
        if inside(ab) && inside(bc) {
            assert!(inside(ac), "{a:?} {b:?} {c:?}");
        }
        if inside(ab) && bc == Some(Relation::Before) {
            assert_eq!(ac, Some(Relation::Before), "{a:?} {b:?} {c:?}");
        }
    }
}

#[test]
fn clocks_of_known_zones_are_compared_as_moments() {
    let mut seed = Seed(3);
    for _ in 0..20_000 {
        let a = seed.interval(Granularity::Hour);
        let b = seed.interval(Granularity::Hour);
        let (x, y) = (seed.offset(), seed.offset());
        let told = a.in_zone(x).relation(b.in_zone(y)).unwrap();
        // The second, told in the zone of the first.
        let moved = |moment: DateTime| {
            let seconds = i64::from(x.seconds() - y.seconds());
            moment.checked_add(seconds.seconds()).unwrap()
        };
        let b_in_x = Interval::new(moved(b.from()), moved(b.to()), Granularity::Hour).unwrap();
        assert_eq!(told, a.relation(b_in_x).unwrap(), "{a:?} {x} {b:?} {y}");
    }
}

#[test]
fn a_clock_without_a_zone_is_not_laid_beside_one_with() {
    let mut seed = Seed(4);
    for _ in 0..2_000 {
        let clock = seed.interval(Granularity::Hour);
        let zoned = seed.interval(Granularity::Hour).in_zone(seed.offset());
        assert_eq!(zoned.relation(clock), None);
        assert_eq!(clock.relation(zoned), None);
        // Whole days are local days, whatever the zone.
        let day = seed.interval(Granularity::Day);
        let other = seed.interval(Granularity::Day);
        let (here, there) = (day.in_zone(seed.offset()), other.in_zone(seed.offset()));
        assert_eq!(here.relation(there), day.relation(other));
    }
}

#[test]
fn stamps_read_back_as_printed_and_their_order_has_a_converse() {
    let mut seed = Seed(5);
    let mut stamps = Vec::new();
    for _ in 0..3_000 {
        let moment = seed.moment();
        let stamp = match seed.below(3) {
            0 => Stamp::day(moment.date()),
            1 => Stamp::clock(moment.date(), moment.time(), None),
            _ => Stamp::clock(moment.date(), moment.time(), Some(seed.offset())),
        };
        assert_eq!(Stamp::parse(&stamp.to_string()), Some(stamp), "{stamp}");
        stamps.push(stamp);
    }
    for pair in stamps.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let back = b.order(a).map(Ordering::reverse);
        assert_eq!(a.order(b), back, "{a} {b}");
        let sorted = a.sort_key().cmp(&b.sort_key());
        assert_eq!(sorted, b.sort_key().cmp(&a.sort_key()).reverse(), "{a} {b}");
    }
}

#[test]
fn an_interval_is_never_empty() {
    let noon = date(2031, 3, 5).at(12, 0, 0, 0);
    let eleven = noon.checked_sub(1.hour()).unwrap();
    assert!(Interval::new(noon, noon, Granularity::Hour).is_none());
    assert!(Interval::new(noon, eleven, Granularity::Hour).is_none());
    assert!(Interval::day(jiff::civil::Date::MAX).is_none());
}
