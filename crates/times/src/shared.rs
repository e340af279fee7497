//! What stands once for two: the year of "between January and April 2030", the half of the day of "7:00
//! to 8:00 p.m.", the day of "10 p.m. Friday to 4 a.m.".
//!
//! Works on the phrases of a document before they are resolved.

use crosswire_annotate::Doc;
use jiff::tz::Offset;

use crate::atoms::Item;
use crate::beside;
use crate::half;
use crate::meaning::{Meaning, Point};
use crate::moment::Unit;
use crate::zone::Zone;

/// Words and signs between the two ends of a range or the members of a list.
const JOINTS: [&str; 12] = [
    "to", "until", "till", "through", "and", "or", "-", "–", "—", "‑", "‐", "&",
];

/// Gives every phrase what it shares with the one beside it.
pub(crate) fn complete(doc: &Doc, found: &mut [Item]) {
    for at in (0..found.len()).rev() {
        if let Some(point) = with_year(doc, found, at) {
            found[at].meaning = Meaning::Point(point);
        }
    }
    let days: Vec<Option<(Point, usize)>> = (0..found.len())
        .map(|at| beside::with_day(doc, found, at))
        .collect();
    for at in 0..found.len() {
        if let Some((point, _)) = days[at] {
            found[at].meaning = Meaning::Point(point);
        }
    }
    for at in 1..found.len() {
        if let Some((local, other)) = in_two_zones(doc, found[at - 1], found[at]) {
            found[at - 1].meaning = Meaning::Point(local);
            found[at].meaning = Meaning::Point(other);
        }
    }
    for at in 0..found.len() {
        let source = |at: usize| days[at].map(|(_, from)| from);
        let Some(other) = (at + 1..found.len().min(at + 3)).find(|&other| {
            clock(found[other]).is_some() && (other == at + 1 || source(at) == Some(at + 1))
        }) else {
            continue;
        };
        let (Some(a), Some(b)) = (clock(found[at]), clock(found[other])) else {
            continue;
        };
        if !is_range(doc, found[at], found[other - 1], found[other]) {
            continue;
        }
        let one_day = source(at).filter(|day| source(other) == Some(*day));
        let (a, b) = ends(a, b, one_day.map(|day| day > other));
        found[at].meaning = Meaning::Point(a);
        found[other].meaning = Meaning::Point(b);
    }
}

fn clock(item: Item) -> Option<Point> {
    match item.meaning {
        Meaning::Point(point) if half::minutes(point.time).is_some() => Some(point),
        _ => None,
    }
}

/// The words between two phrases.
fn joint(doc: &Doc, a: Item, b: Item) -> &str {
    doc.text()
        .get(a.end as usize..b.start as usize)
        .unwrap_or("")
        .trim()
}

fn is_joint(word: &str) -> bool {
    JOINTS.iter().any(|joint| joint.eq_ignore_ascii_case(word))
}

/// Whether two clocks are the ends of a range; "and" makes one only behind "between".
fn is_range(doc: &Doc, a: Item, before: Item, b: Item) -> bool {
    let joint = joint(doc, before, b);
    let between = || {
        (a.first as usize)
            .checked_sub(1)
            .and_then(|at| doc.get(at))
            .is_some_and(|word| word.is("between"))
    };
    match joint {
        "and" => between(),
        "or" | "&" => false,
        _ => is_joint(joint),
    }
}

/// "1:15 a.m. local time (2315 GMT Tuesday)": one moment in two zones. The offset of the local zone
/// follows, and the day of the one from that of the other.
fn in_two_zones(doc: &Doc, local: Item, other: Item) -> Option<(Point, Point)> {
    let (mut a, mut b) = (clock(local)?, clock(other)?);
    let (None, Some(Zone::Fixed(offset))) = (a.zone, b.zone) else {
        return None;
    };
    if joint(doc, local, other) != "(" || a.either_half || b.either_half {
        return None;
    }
    // Zones lie between twelve hours behind and fourteen ahead.
    let ahead = half::minutes(a.time)? - half::minutes(b.time)?;
    let (ahead, on) = match ahead {
        ..-720 => (ahead + 1440, 1),
        841.. => (ahead - 1440, -1),
        _ => (ahead, 0),
    };
    if ahead % 15 != 0 {
        return None;
    }
    a.zone = Offset::from_seconds(offset.seconds() + ahead * 60)
        .ok()
        .map(Zone::Fixed);
    let day = |point: Point| Point {
        time: None,
        zone: None,
        modifier: None,
        ..point
    };
    match (beside::is_day(a), beside::is_day(b)) {
        (false, true) => {
            a = a.merge(day(b))?;
            a.plus += on;
        }
        (true, false) => {
            b = b.merge(day(a))?;
            b.plus -= on;
        }
        // Both have taken the one day beside them, which is the local one.
        (true, true) if day(a) == day(b) => b.plus -= on,
        _ => {}
    }
    Some((a, b))
}

/// Both ends of a range of clocks, each with its half of the day and its day. `after` says whether the
/// one day that both have taken stands behind them.
fn ends(mut a: Point, mut b: Point, after: Option<bool>) -> (Point, Point) {
    let minutes = |point: Point| half::minutes(point.time).unwrap_or(0);
    let is_late = |point: Point| minutes(point) >= 12 * 60;
    match (a.either_half, b.either_half) {
        (true, false) => {
            let same = half::closed(a, is_late(b));
            a = if minutes(same) < minutes(b) {
                same
            } else {
                half::closed(a, !is_late(b))
            };
        }
        (false, true) => {
            let same = half::closed(b, is_late(a));
            b = if minutes(same) > minutes(a) {
                same
            } else {
                half::closed(b, !is_late(a))
            };
        }
        _ => {}
    }
    if a.either_half {
        return (a, b);
    }
    let over_midnight = minutes(b) <= minutes(a);
    let day = |point: Point| Point {
        time: None,
        either_half: false,
        zone: None,
        modifier: None,
        ..point
    };
    match (beside::is_day(a), beside::is_day(b)) {
        (true, true) => match after {
            Some(true) if over_midnight => a.plus -= 1,
            Some(false) if over_midnight => b.plus += 1,
            _ => {}
        },
        (true, false) => {
            if let Some(both) = b.merge(day(a)) {
                b = both;
                b.plus += i8::from(over_midnight);
            }
        }
        (false, true) => {
            if let Some(both) = a.merge(day(b)) {
                a = both;
                a.plus -= i8::from(over_midnight);
            }
        }
        (false, false) => b.plus += i8::from(over_midnight),
    }
    (a, b)
}

/// A month, day, season or quarter with the year that is said of the one behind it.
fn with_year(doc: &Doc, found: &[Item], at: usize) -> Option<Point> {
    let (item, next) = (found[at], *found.get(at + 1)?);
    let (Meaning::Point(a), Meaning::Point(b)) = (item.meaning, next.meaning) else {
        return None;
    };
    let word = joint(doc, item, next);
    // "in May, July and August 2030": a comma joins where the list goes on.
    let listed = word == ","
        && found
            .get(at + 2)
            .is_some_and(|after| is_joint(joint(doc, next, *after)));
    let bare = a.year.is_none()
        && a.shift.is_none()
        && a.which.is_none()
        && a.date.is_none()
        && a.decade.is_none()
        && a.time.is_none()
        && b.time.is_none();
    if !bare || !(is_joint(word) || listed) {
        return None;
    }
    let order = |point: Point| match (point.season, point.month, point.quarter, point.half) {
        (Some(season), None, None, None) => Some((0, i32::from(season.first_month()))),
        (None, Some(month), None, None) => {
            Some((1, i32::from(month) * 32 + i32::from(point.day.unwrap_or(0))))
        }
        (None, None, Some(quarter), None) => Some((2, i32::from(quarter))),
        (None, None, None, Some(half)) => Some((3, i32::from(half))),
        _ => None,
    };
    let (first, second) = (order(a)?, order(b)?);
    if first.0 != second.0 {
        return None;
    }
    let wraps = first.1 > second.1;
    match (b.year, b.shift) {
        (Some(year), None) => Some(Point {
            year: Some(year - i16::from(wraps)),
            fiscal: a.fiscal || b.fiscal,
            ..a
        }),
        // "from June to August last year"
        (None, Some(shift)) if shift.unit == Unit::Year && !wraps => Some(Point {
            shift: Some(shift),
            ..a
        }),
        _ => None,
    }
}
