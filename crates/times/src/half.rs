//! Which half of the day a clock of twelve hours means.
//!
//! "11:30 on Tuesday night", "7:00 to 8:00 p.m.", "half past seven": the half is said by a part of the
//! day, by the other end of a range, or by the clock that was told before.

use crate::meaning::Point;
use crate::moment::{DayPart, TimeOfDay};

/// The hour of 0 to 23 of an hour on a face of twelve.
pub(crate) fn hour_in(hour: i8, afternoon: bool) -> i8 {
    match (hour, afternoon) {
        (1..=11, true) => hour + 12,
        (12, false) => 0,
        _ => hour,
    }
}

/// The half of the day that a part of it says for an hour of 1 to 12; `None` where it says none, as at
/// the far side of midnight, which is the next day's.
fn half_of(hour: i8, part: DayPart) -> Option<bool> {
    Some(match part {
        DayPart::Morning => false,
        DayPart::Midday => hour == 12 || hour < 6,
        DayPart::Afternoon => true,
        DayPart::Evening if hour < 12 => true,
        DayPart::Night if (6..12).contains(&hour) => true,
        DayPart::Evening | DayPart::Night => return None,
    })
}

/// The time of day of two phrases said as one, and whether its half is still open; `None` where they
/// say different times.
pub(crate) fn both_times(a: Point, b: Point) -> Option<(Option<TimeOfDay>, bool)> {
    let (clock, part) = match (a.time, b.time) {
        (None, None) => return Some((None, false)),
        (Some(time), None) => return Some((Some(time), a.either_half)),
        (None, Some(time)) => return Some((Some(time), b.either_half)),
        (Some(x), Some(y)) if x == y => return Some((Some(x), a.either_half && b.either_half)),
        (Some(TimeOfDay::Clock(..)), Some(TimeOfDay::Part(part))) => (a, part),
        (Some(TimeOfDay::Part(part)), Some(TimeOfDay::Clock(..))) => (b, part),
        _ => return None,
    };
    let Some(TimeOfDay::Clock(hour, minute)) = clock.time else {
        return None;
    };
    if !clock.either_half {
        return Some((clock.time, false));
    }
    let hour = hour_in(hour, half_of(hour, part)?);
    Some((Some(TimeOfDay::Clock(hour, minute)), false))
}

/// Minutes from midnight of a clock.
pub(crate) fn minutes(time: Option<TimeOfDay>) -> Option<i32> {
    match time? {
        TimeOfDay::Clock(hour, minute) => {
            Some(i32::from(hour) * 60 + i32::from(minute.unwrap_or(0)))
        }
        TimeOfDay::Part(_) => None,
    }
}

/// A clock in the half of the day that is given, closed.
pub(crate) fn closed(point: Point, afternoon: bool) -> Point {
    match point.time {
        Some(TimeOfDay::Clock(hour, minute)) if point.either_half => Point {
            time: Some(TimeOfDay::Clock(hour_in(hour, afternoon), minute)),
            either_half: false,
            ..point
        },
        _ => point,
    }
}

/// An open clock after another that was told: the same half of the day, or the next one where a clock
/// late in its half is followed by one early in it ("11:50 p.m. ... ten past twelve").
pub(crate) fn after(point: Point, told: TimeOfDay) -> Point {
    let (Some(told), Some(TimeOfDay::Clock(hour, _))) = (minutes(Some(told)), point.time) else {
        return point;
    };
    let afternoon = told >= 12 * 60;
    let late = told % (12 * 60) >= 9 * 60;
    if late && (hour == 12 || hour < 6) {
        let next = closed(point, !afternoon);
        return Point {
            plus: next.plus + i8::from(afternoon),
            ..next
        };
    }
    closed(point, afternoon)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(hour: i8, minute: i8) -> Point {
        Point {
            time: Some(TimeOfDay::Clock(hour, Some(minute))),
            either_half: true,
            ..Point::default()
        }
    }

    fn part(part: DayPart) -> Point {
        Point {
            time: Some(TimeOfDay::Part(part)),
            ..Point::default()
        }
    }

    #[test]
    fn a_part_of_the_day_says_the_half() {
        for (hour, of, want) in [
            (11, DayPart::Night, Some(23)),
            (10, DayPart::Morning, Some(10)),
            (12, DayPart::Morning, Some(0)),
            (12, DayPart::Afternoon, Some(12)),
            (7, DayPart::Evening, Some(19)),
            (12, DayPart::Night, None),
            (2, DayPart::Night, None),
        ] {
            let both = both_times(part(of), open(hour, 30));
            let want = want.map(|hour| (Some(TimeOfDay::Clock(hour, Some(30))), false));
            assert_eq!(both, want, "{hour} {of:?}");
        }
    }

    #[test]
    fn an_open_clock_follows_the_one_told_before() {
        for (told, hour, want, plus) in [
            (19, 8, 20, 0),
            (18, 4, 16, 0),
            (23, 12, 0, 1),
            (22, 11, 23, 0),
            (11, 1, 13, 0),
            (9, 10, 10, 0),
        ] {
            let point = after(open(hour, 40), TimeOfDay::Clock(told, Some(30)));
            let time = TimeOfDay::Clock(want, Some(40));
            assert_eq!(
                (point.time, point.plus),
                (Some(time), plus),
                "{hour} after {told}"
            );
        }
    }
}
