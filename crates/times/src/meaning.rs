//! What words and phrases mean before they are resolved against a date.

use jiff::civil::{Date, Weekday};

use crate::half;
use crate::moment::{Season, TimeOfDay, Unit};
use crate::zone::Zone;
use crate::{Modifier, Reference};

/// An amount: exact, a range, or vague ("several").
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Amount {
    Exact(f64),
    Range(f64, f64),
    Vague,
}

/// What a relative expression counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    /// The document time: "last year".
    Document,
    /// The time spoken of before: "the previous year", "a day later".
    Text,
}

/// A step from an anchor: "two weeks ago" is -2 weeks from the document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Shift {
    pub(crate) amount: Amount,
    pub(crate) forward: bool,
    pub(crate) unit: Unit,
    pub(crate) anchor: Anchor,
}

/// Which of the recurring days, months or seasons is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    /// "last Friday", "next summer", "this September", by steps from the anchor.
    Step(i32, Anchor),
}

/// "the first Tuesday", "the last week": one of several in a stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Nth {
    /// From 1; -1 is the last.
    pub(crate) which: i8,
    /// [`Unit::Day`] (or the weekday that is said) or [`Unit::Week`].
    pub(crate) unit: Unit,
}

/// Calendar fields, as far as an expression gives them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Point {
    pub(crate) shift: Option<Shift>,
    pub(crate) which: Option<Which>,
    pub(crate) century: Option<i16>,
    pub(crate) decade: Option<i16>,
    pub(crate) year: Option<i16>,
    pub(crate) half: Option<i8>,
    pub(crate) quarter: Option<i8>,
    pub(crate) season: Option<Season>,
    pub(crate) month: Option<i8>,
    pub(crate) day: Option<i8>,
    pub(crate) date: Option<Date>,
    pub(crate) weekday: Option<Weekday>,
    pub(crate) weekend: bool,
    pub(crate) holiday: Option<u8>,
    /// Of the month, season or year that is said beside it.
    pub(crate) nth: Option<Nth>,
    /// "the week of March 6"
    pub(crate) week_of: bool,
    pub(crate) fiscal: bool,
    pub(crate) time: Option<TimeOfDay>,
    /// A clock of twelve hours of which the half of the day is not said: "half past seven", "7:30".
    pub(crate) either_half: bool,
    /// Days on from what the other fields say: a clock past the midnight of a range.
    pub(crate) plus: i8,
    /// "overnight": the night before or after, by the tense.
    pub(crate) overnight: bool,
    pub(crate) zone: Option<Zone>,
    pub(crate) modifier: Option<Modifier>,
    /// Told by an amount ("two years ago"), which people round.
    pub(crate) counted: bool,
}

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Length {
    pub(crate) amount: Amount,
    pub(crate) unit: Unit,
    /// "two years and three months"
    pub(crate) and: Option<(f64, Unit)>,
    pub(crate) modifier: Option<Modifier>,
    /// Where on the calendar it lies, for "the past two weeks" (back, from the document).
    pub(crate) lies: Option<(bool, Anchor)>,
}

/// What repeats, and how often.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Repeat {
    Every(Length),
    Point(Point),
}

/// The meaning of a word or phrase.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Meaning {
    None,
    Amount(Amount),
    Ordinal(i32),
    /// A unit, and how many of it the word stands for (a fortnight is two weeks).
    Unit(Unit, i32),
    Point(Point),
    Length(Length),
    Repeat(Repeat),
    Modifier(Modifier),
    /// -1 for "last", 0 for "this", 1 for "next".
    Step(i32),
    /// Whether "p.m.".
    AmPm(bool),
    /// A zone; `None` for an abbreviation that names several.
    Zone(Option<Zone>),
    Reference(Reference),
}

impl Point {
    /// Whether it says more than a year, a step or a clock.
    pub(crate) fn has_fields(self) -> bool {
        self.half.is_some()
            || self.quarter.is_some()
            || self.season.is_some()
            || self.month.is_some()
            || self.day.is_some()
            || self.weekday.is_some()
            || self.weekend
            || self.nth.is_some()
            || self.holiday.is_some()
    }

    /// Both at once: "Friday" and "Oct. 23"; `None` where they say different things.
    pub(crate) fn merge(self, other: Point) -> Option<Point> {
        fn both<T: PartialEq>(a: Option<T>, b: Option<T>) -> Result<Option<T>, ()> {
            match (a, b) {
                (Some(a), Some(b)) if a != b => Err(()),
                (a, b) => Ok(a.or(b)),
            }
        }
        let merge = || -> Result<Point, ()> {
            let (time, either_half) = half::both_times(self, other).ok_or(())?;
            Ok(Point {
                shift: both(self.shift, other.shift)?,
                which: both(self.which, other.which)?,
                century: both(self.century, other.century)?,
                decade: both(self.decade, other.decade)?,
                year: both(self.year, other.year)?,
                half: both(self.half, other.half)?,
                quarter: both(self.quarter, other.quarter)?,
                season: both(self.season, other.season)?,
                month: both(self.month, other.month)?,
                day: both(self.day, other.day)?,
                date: both(self.date, other.date)?,
                weekday: both(self.weekday, other.weekday)?,
                weekend: self.weekend || other.weekend,
                holiday: both(self.holiday, other.holiday)?,
                nth: both(self.nth, other.nth)?,
                week_of: self.week_of || other.week_of,
                fiscal: self.fiscal || other.fiscal,
                time,
                either_half,
                plus: self.plus + other.plus,
                overnight: self.overnight || other.overnight,
                zone: both(self.zone, other.zone)?,
                modifier: both(self.modifier, other.modifier)?,
                counted: self.counted || other.counted,
            })
        };
        merge().ok()
    }
}
