//! What rules build from what they matched.

mod dates;
mod lengths;
mod numbers;
mod relative;

use crate::business;
use crate::meaning::{Amount, Anchor, Meaning, Point, Repeat, Which};
use crate::moment::{DayPart, TimeOfDay, Unit};
use crate::parse::Match;
use crate::{Modifier, Reference};
use dates::{
    clock, decade_word, half, half_month, iso_date, merge, merged, modified, months_quarter, nth,
    point, point_of, quarter, spoken, year, year_period,
};
use lengths::{every, length, length_lies, length_sum};
use numbers::{amount, exact, ordinal, product, range, sum, year_words};
use relative::{
    day_before, len_shift, make_shift, shift, step_of, step_text, unit_shift, which, with_day,
    word_shift,
};

/// Makes the meaning of a phrase; `None` where the parts do not fit together.
pub(crate) type Action = fn(&Match<'_>) -> Option<Meaning>;

/// The action that a rule names.
pub(crate) fn of_name(name: &str) -> Option<Action> {
    ACTIONS
        .iter()
        .find(|(n, _)| *n == name)
        .map(|(_, action)| *action)
}

const ACTIONS: &[(&str, Action)] = &[
    ("none", |_| Some(Meaning::None)),
    ("keep", |m| Some(m.parts.first()?.item.meaning)),
    ("keep-inner", |m| Some(m.parts.last()?.item.meaning)),
    ("merge", merge),
    ("merge-first", |m| Some(Meaning::Point(point_of(m, 0)?))),
    ("sum", sum),
    ("product", product),
    ("and-half", |m| {
        Some(Meaning::Amount(Amount::Exact(exact(m)? + 0.5)))
    }),
    ("half", |_| Some(Meaning::Amount(Amount::Exact(0.5)))),
    ("half-year", half),
    ("two", |_| Some(Meaning::Amount(Amount::Exact(2.0)))),
    ("vague", |_| Some(Meaning::Amount(Amount::Vague))),
    ("dozen", |m| {
        Some(Meaning::Amount(Amount::Exact(
            12.0 * exact(m).unwrap_or(1.0),
        )))
    }),
    ("range", range),
    ("year-words", year_words),
    ("year-2000", |_| year(2000)),
    ("iso-date", iso_date),
    ("clock", clock),
    ("spoken", spoken),
    ("nth", nth),
    ("half-month", half_month),
    ("months-quarter", months_quarter),
    ("decade-word", decade_word),
    ("century", |m| {
        let n = i16::try_from(ordinal(m)?)
            .ok()
            .filter(|n| (1..=22).contains(n))?;
        point(Point {
            century: Some(n - 1),
            ..Point::default()
        })
    }),
    ("fiscal", |m| {
        point(Point {
            fiscal: true,
            ..merged(m)?
        })
    }),
    ("quarter", quarter),
    ("business-year", |m| {
        let year = business::year(m.text(m.parts.last()?))?;
        point(Point {
            year: Some(year),
            ..point_of(m, 0)?
        })
    }),
    ("half-of", half),
    ("this", |m| unit_shift(m, 0, Anchor::Document)),
    ("same", |m| unit_shift(m, 0, Anchor::Text)),
    ("step", |m| unit_shift(m, step_of(m)?, Anchor::Document)),
    ("step-text", step_text),
    ("back-text", |m| word_shift(m, -1)),
    ("on-text", |m| word_shift(m, 1)),
    ("latest", |_| shift(0, Unit::Quarter, Anchor::Text)),
    ("latest-year", |_| shift(-1, Unit::Year, Anchor::Document)),
    ("the-quarter", |_| shift(0, Unit::Quarter, Anchor::Text)),
    ("same-period", |_| shift(0, Unit::Quarter, Anchor::Text)),
    ("year-earlier", |_| shift(-1, Unit::Year, Anchor::Text)),
    ("year-earlier-of", |_| shift(-1, Unit::Year, Anchor::Text)),
    ("same-of", |m| {
        // "the same period last year": counted back from the period that was spoken of.
        point(Point {
            counted: true,
            ..point_of(m, 1)?
        })
    }),
    ("year-period", year_period),
    ("day-before", day_before),
    ("deictic", |m| {
        shift(step_of(m)?, Unit::Day, Anchor::Document)
    }),
    ("this-time", |m| with_day(m, 0, Anchor::Document)),
    ("overnight", |m| match with_day(m, 0, Anchor::Document)? {
        Meaning::Point(night) => point(Point {
            overnight: true,
            ..night
        }),
        other => Some(other),
    }),
    ("same-time", |m| with_day(m, 0, Anchor::Text)),
    ("next-morning", |m| {
        let step = if m.says("previous") {
            -1
        } else {
            i32::from(!m.says("same"))
        };
        with_day(m, step, Anchor::Text)
    }),
    ("last-night", |m| {
        let part = if m.says("night") {
            DayPart::Night
        } else {
            DayPart::Evening
        };
        let shift = make_shift(-1, Unit::Day, Anchor::Document);
        point(Point {
            shift: Some(shift),
            time: Some(TimeOfDay::Part(part)),
            ..Point::default()
        })
    }),
    ("which", |m| which(m, Anchor::Document)),
    ("which-of", |m| which(m, Anchor::Document)),
    ("which-text", |m| which(m, Anchor::Text)),
    ("weekday-of-week", |m| {
        let step = if m.says("next") {
            1
        } else {
            -i32::from(m.says("last"))
        };
        let shift = make_shift(step, Unit::Week, Anchor::Document);
        point(Point {
            shift: Some(shift),
            ..merged(m)?
        })
    }),
    ("this-weekend", |m| {
        let which = m.says("this").then_some(Which::Step(0, Anchor::Document));
        point(Point {
            which,
            weekend: true,
            ..Point::default()
        })
    }),
    ("week-of", |m| {
        point(Point {
            week_of: true,
            ..merged(m)?
        })
    }),
    ("past", |_| Some(Meaning::Reference(Reference::Past))),
    ("present", |_| Some(Meaning::Reference(Reference::Present))),
    ("future", |_| Some(Meaning::Reference(Reference::Future))),
    ("reference", |m| {
        m.meanings()
            .map(|(_, meaning)| meaning)
            .find(|m| matches!(m, Meaning::Reference(_)))
    }),
    ("length", |m| length(m, amount(m)).map(Meaning::Length)),
    ("length-vague", |m| {
        length(m, Some(Amount::Vague)).map(Meaning::Length)
    }),
    ("length-one", |m| {
        length(m, Some(Amount::Exact(1.0))).map(Meaning::Length)
    }),
    ("early-hours", |_| {
        point(Point {
            time: Some(TimeOfDay::Part(DayPart::Morning)),
            modifier: Some(Modifier::Start),
            ..Point::default()
        })
    }),
    ("length-half", |m| {
        length(m, Some(Amount::Exact(1.5))).map(Meaning::Length)
    }),
    ("length-half-only", |m| {
        length(m, Some(Amount::Exact(0.5))).map(Meaning::Length)
    }),
    ("length-lies", length_lies),
    ("length-sum", length_sum),
    ("part-of", merge),
    ("ago", |m| len_shift(m, false, Anchor::Document)),
    ("back-len", |m| len_shift(m, false, Anchor::Text)),
    ("on-len", |m| len_shift(m, true, Anchor::Text)),
    ("hence", |m| len_shift(m, true, Anchor::Document)),
    ("year-end", |_| {
        let shift = make_shift(0, Unit::Year, Anchor::Document);
        point(Point {
            shift: Some(shift),
            modifier: Some(Modifier::End),
            ..Point::default()
        })
    }),
    ("more-than", |m| modified(m, Modifier::MoreThan)),
    ("less-than", |m| modified(m, Modifier::LessThan)),
    ("at-least", |m| modified(m, Modifier::EqualOrMore)),
    ("at-most", |m| modified(m, Modifier::EqualOrLess)),
    ("every", every),
    ("every-two", |m| {
        let length = length(m, Some(Amount::Exact(2.0)))?;
        Some(Meaning::Repeat(Repeat::Every(length)))
    }),
];
