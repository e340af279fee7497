//! Steps from a time that is known: "last week", "two days later".

use super::dates::{merged, point};
use crate::meaning::{Amount, Anchor, Meaning, Point, Shift, Which};
use crate::moment::Unit;
use crate::parse::Match;

pub(super) fn make_shift(n: i32, unit: Unit, anchor: Anchor) -> Shift {
    Shift {
        amount: Amount::Exact(f64::from(n.abs())),
        forward: n >= 0,
        unit,
        anchor,
    }
}

pub(super) fn shift(n: i32, unit: Unit, anchor: Anchor) -> Option<Meaning> {
    point(Point {
        shift: Some(make_shift(n, unit, anchor)),
        ..Point::default()
    })
}

/// The unit among the parts, matched as a class or as a literal word of the rule.
pub(super) fn unit_of(m: &Match<'_>) -> Option<(Unit, i32)> {
    let said = m.meanings().find_map(|(_, meaning)| match meaning {
        Meaning::Unit(unit, times) => Some((unit, times)),
        _ => None,
    });
    said.or_else(|| {
        let word = |part| Unit::of_name(m.text(part).to_ascii_lowercase().trim_end_matches('s'));
        m.parts.iter().find_map(word)
    })
}

pub(super) fn step_of(m: &Match<'_>) -> Option<i32> {
    m.meanings().find_map(|(_, meaning)| match meaning {
        Meaning::Step(step) => Some(step),
        _ => None,
    })
}

pub(super) fn unit_shift(m: &Match<'_>, n: i32, anchor: Anchor) -> Option<Meaning> {
    let (unit, times) = unit_of(m)?;
    let modifier = m.meanings().find_map(|(_, meaning)| match meaning {
        Meaning::Modifier(modifier) => Some(modifier),
        _ => None,
    });
    if unit < Unit::Day {
        return None;
    }
    let shift = Shift {
        amount: Amount::Exact(f64::from(n.abs() * times)),
        ..make_shift(n, unit, anchor)
    };
    point(Point {
        shift: Some(shift),
        modifier,
        fiscal: m.says("fiscal"),
        ..Point::default()
    })
}

/// "the last week" counts from the document, "the previous week" from the text.
pub(super) fn step_text(m: &Match<'_>) -> Option<Meaning> {
    let step = step_of(m)?;
    let day = unit_of(m)?.0 == Unit::Day;
    let document = m.says("last")
        || m.says("past")
        || m.says("coming")
        || m.says("upcoming")
        || m.says("next") && !day;
    unit_shift(
        m,
        step,
        if document {
            Anchor::Document
        } else {
            Anchor::Text
        },
    )
}

/// A shift by the unit that stands as a literal word in the rule.
pub(super) fn word_shift(m: &Match<'_>, n: i32) -> Option<Meaning> {
    let unit = m
        .parts
        .iter()
        .find_map(|part| Unit::of_name(&m.text(part).to_ascii_lowercase()))?
        .0;
    shift(n, unit, Anchor::Text)
}

pub(super) fn day_before(m: &Match<'_>) -> Option<Meaning> {
    let by = if m.says("after") { 1 } else { -1 };
    match step_of(m) {
        Some(step) => shift(step + by, Unit::Day, Anchor::Document),
        None => {
            let weekday = m.meanings().find_map(|(_, meaning)| match meaning {
                Meaning::Point(point) => point.weekday,
                _ => None,
            })?;
            let weekday = if by < 0 {
                weekday.previous()
            } else {
                weekday.next()
            };
            point(Point {
                weekday: Some(weekday),
                ..Point::default()
            })
        }
    }
}

pub(super) fn with_day(m: &Match<'_>, n: i32, anchor: Anchor) -> Option<Meaning> {
    point(Point {
        shift: Some(make_shift(n, Unit::Day, anchor)),
        ..merged(m)?
    })
}

pub(super) fn which(m: &Match<'_>, anchor: Anchor) -> Option<Meaning> {
    let step = match step_of(m) {
        Some(step) => step,
        None if m.says("last") || m.says("past") || m.says("previous") || m.says("preceding") => -1,
        None if m.says("this") && !m.says("coming") => 0,
        None => 1,
    };
    // "this past Friday", "this coming summer" begin with "this".
    let step = match step {
        0 if m.says("past") => -1,
        0 if m.says("coming") => 1,
        step => step,
    };
    point(Point {
        which: Some(Which::Step(step, anchor)),
        ..merged(m)?
    })
}

pub(super) fn len_shift(m: &Match<'_>, forward: bool, anchor: Anchor) -> Option<Meaning> {
    let length = m.parts.iter().find_map(|part| match part.item.meaning {
        Meaning::Length(length) => Some(length),
        _ => None,
    })?;
    let shift = Shift {
        amount: length.amount,
        forward,
        unit: length.unit,
        anchor,
    };
    point(Point {
        shift: Some(shift),
        modifier: length.modifier,
        counted: true,
        ..Point::default()
    })
}
