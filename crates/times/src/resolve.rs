//! From calendar fields to calendar time, against the document's date and the times before.

use crosswire_calendar::Interval;
use jiff::ToSpan;
use jiff::civil::Date;

use crate::context::Context;
use crate::extent::interval;
use crate::meaning::{Amount, Anchor, Point, Shift, Which};
use crate::moment::{Moment, Period, TimeOfDay, Unit};
use crate::nth;
use crate::recur::{Look, in_year, nearest, stepped};
use crate::tense::Tense;
use crate::value::{Inner, Pattern, Place, Value};
use crate::{Anchoring, Reference};

/// What a point comes to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Resolved {
    pub(crate) value: Value,
    pub(crate) interval: Option<Interval>,
    pub(crate) anchoring: Anchoring,
    /// Whether later expressions may count from it.
    pub(crate) remember: bool,
}

/// Resolves a point; `near` is a day that stands next to it in the sentence, for a bare clock.
pub(crate) fn point(point: Point, tense: Tense, context: &Context) -> Resolved {
    let anchoring = anchoring(point);
    let document = context.published.map(crosswire_calendar::Stamp::date);
    if let Some(Shift {
        amount: Amount::Vague,
        forward,
        ..
    }) = point.shift
    {
        let reference = if forward {
            Reference::Future
        } else {
            Reference::Past
        };
        return Resolved {
            value: Value(Inner::Reference(reference)),
            interval: None,
            anchoring,
            remember: false,
        };
    }
    match moment(point, tense, context, document) {
        Some(moment) => {
            // "the 1988 period" after "the fiscal first quarter" is a fiscal quarter too.
            let unnamed = !matches!(point.quarter, Some(1..));
            let of_company =
                context.fiscal && unnamed && matches!(moment.period, Period::Quarter(..));
            let fiscal = point.fiscal || of_company;
            let interval = interval(Point { fiscal, ..point }, moment, document);
            // Steps by an amount ("a year earlier") look away from the story line; the next such step
            // counts from the same place again.
            let aside = point.shift.is_some_and(|shift| match shift.amount {
                Amount::Exact(n) => {
                    n != 0.0
                        && shift.unit == Unit::Year
                        && (shift.anchor == Anchor::Text || point.counted)
                }
                _ => true,
            });
            Resolved {
                value: Value(Inner::Moment(moment)),
                interval,
                anchoring,
                remember: !aside,
            }
        }
        // "8,000 years ago" lies before the years that values have.
        None if point.counted && document.is_some() => Resolved {
            value: Value(Inner::Reference(
                if point.shift.is_some_and(|shift| shift.forward) {
                    Reference::Future
                } else {
                    Reference::Past
                },
            )),
            interval: None,
            anchoring,
            remember: false,
        },
        None => {
            let pattern = Pattern {
                place: place(point),
                time: point.time,
            };
            Resolved {
                value: Value(Inner::Pattern(pattern)),
                interval: None,
                anchoring,
                remember: false,
            }
        }
    }
}

fn anchoring(point: Point) -> Anchoring {
    let absolute = point.date.is_some()
        || point.year.is_some()
        || point.decade.is_some()
        || point.century.is_some();
    match (point.shift, point.which) {
        (
            Some(Shift {
                anchor: Anchor::Text,
                ..
            }),
            _,
        )
        | (_, Some(Which::Step(_, Anchor::Text))) => Anchoring::Text,
        _ if absolute => Anchoring::Absolute,
        _ => Anchoring::Document,
    }
}

fn moment(point: Point, tense: Tense, context: &Context, document: Option<Date>) -> Option<Moment> {
    let period = period(point, tense, context, document)?;
    // Values have years of four digits.
    if matches!(period, Period::Decade(n) | Period::Century(n) if n < 0)
        || !(1..=9999).contains(&period.year()?)
    {
        return None;
    }
    let period = match (period, point.plus) {
        (Period::Day(date), days) if days != 0 => {
            Period::Day(date.checked_add(i64::from(days).days()).ok()?)
        }
        (period, _) => period,
    };
    let time = point.time;
    if time == Some(TimeOfDay::Clock(24, None)) {
        return Some(Moment {
            period,
            time: Some(TimeOfDay::Clock(24, Some(0))),
        });
    }
    Some(Moment { period, time })
}

fn period(point: Point, tense: Tense, context: &Context, document: Option<Date>) -> Option<Period> {
    if let Some(date) = point.date {
        return Some(Period::Day(date));
    }
    let outer = outer(point, context, document)?;
    let point = match (point.quarter, point.shift) {
        // "the 1988 period": the quarter that was spoken of, in that year.
        (Some(0), _) => match context.results {
            Some(Period::Quarter(_, quarter)) => Point {
                quarter: Some(quarter),
                ..point
            },
            _ => Point {
                quarter: None,
                ..point
            },
        },
        _ => point,
    };
    if !point.has_fields() {
        return match outer {
            Outer::Period(period) => Some(period),
            // A bare clock: the day that was spoken of last, else the document's.
            Outer::None if point.time.is_some() => match context.day {
                Some(day) if same_days(day.period, document) => Some(day.period),
                _ => document.map(Period::Day),
            },
            Outer::None => None,
        };
    }
    match outer {
        Outer::Period(period) => inside(point, period),
        Outer::None => {
            let (base, look) = match point.which {
                Some(Which::Step(step, anchor)) => {
                    let base = match anchor {
                        Anchor::Document => document?,
                        Anchor::Text => context
                            .last
                            .and_then(|last| last.period.first_day())
                            .or(document)?,
                    };
                    return stepped(point, base, step, anchor);
                }
                None => {
                    let look = match tense {
                        // Results of a quarter are told, or will be, after it has ended.
                        Tense::Past if point.quarter.is_some() => Look::Back,
                        _ if point.quarter.is_some() => Look::Near,
                        Tense::Past => Look::Back,
                        Tense::Future => Look::Ahead,
                        Tense::Present | Tense::Unknown => Look::Near,
                    };
                    (document?, look)
                }
            };
            nearest(point, base, look)
        }
    }
}

/// A clock after a day in the same text means that day, unless the text has moved far from its
/// own date (a historical paragraph).
fn same_days(period: Period, document: Option<Date>) -> bool {
    let (Some(day), Some(document)) = (period.first_day(), document) else {
        return document.is_none();
    };
    document
        .since(day)
        .is_ok_and(|span| span.get_days().abs() <= 14)
}

enum Outer {
    None,
    Period(Period),
}

/// The year, decade or shifted period that the fields lie in.
fn outer(point: Point, context: &Context, document: Option<Date>) -> Option<Outer> {
    if let Some(shift) = point.shift {
        return shifted(shift, point.counted, context, document).map(Outer::Period);
    }
    if let Some(year) = point.year {
        return Some(Outer::Period(Period::Year(year)));
    }
    if let Some(decade) = point.decade {
        return Some(Outer::Period(Period::Decade(decade)));
    }
    if let Some(century) = point.century {
        return Some(Outer::Period(Period::Century(century)));
    }
    Some(Outer::None)
}

fn shifted(
    shift: Shift,
    counted: bool,
    context: &Context,
    document: Option<Date>,
) -> Option<Period> {
    let n = match shift.amount {
        Amount::Exact(n) => n,
        Amount::Range(low, _) => low,
        Amount::Vague => return None,
    };
    if !(0.0..10_000.0).contains(&n) {
        return None;
    }
    let whole = if shift.forward {
        n.floor() as i32
    } else {
        -(n.floor() as i32)
    };
    // In reports of earnings "a year ago" and "a year earlier" mean the same quarter of that year;
    // "last year" stays the year.
    if shift.unit == Unit::Year
        && n == 1.0
        && !shift.forward
        && (shift.anchor == Anchor::Text || counted)
        && let Some(period) = context.results
    {
        return period.moved(whole, Unit::Year);
    }
    let base = match shift.anchor {
        Anchor::Document => Period::Day(document?),
        Anchor::Text => text_anchor(shift.unit, context).or(document.map(Period::Day))?,
    };
    if shift.unit < Unit::Day {
        return Some(base);
    }
    if n.fract() != 0.0 && shift.unit == Unit::Year {
        // "a year and a half ago": counted in months, told as a year.
        let months = (n * 12.0).round() as i32;
        let moved = base.moved(if shift.forward { months } else { -months }, Unit::Month)?;
        return Some(Period::holding(moved.first_day()?, Unit::Year));
    }
    if shift.unit == Unit::Decade
        && n >= 1.0
        && shift.anchor == Anchor::Document
        && !last_decade(shift)
    {
        return base.moved(whole, Unit::Decade);
    }
    base.moved(whole, shift.unit)
}

fn last_decade(shift: Shift) -> bool {
    shift.amount == Amount::Exact(0.0)
}

/// What "the same day", "a week later", "that year" count from.
fn text_anchor(unit: Unit, context: &Context) -> Option<Period> {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day | Unit::Week => {
            context.day.map(|day| day.period).or(context.period)
        }
        Unit::Quarter => match context.results {
            Some(quarter @ Period::Quarter(..)) => Some(quarter),
            // Where none was named: the quarter that a report of results is about has just ended.
            _ => Period::holding(context.published?.date(), Unit::Quarter).moved(-1, Unit::Quarter),
        },
        _ => context.last.map(|last| last.period),
    }
}

/// The fields inside a known period: "September last year", "Tuesday last week".
fn inside(point: Point, period: Period) -> Option<Period> {
    if point.nth.is_some() && point.month.is_none() && point.season.is_none() {
        return nth::inside(point, period);
    }
    let first = period.first_day()?;
    let year = match period {
        Period::Week(year, _) => year,
        _ => first.year(),
    };
    match period {
        Period::Day(_) => Some(period),
        Period::Week(..) => {
            let weekday = point.weekday?;
            let days = i64::from(weekday.to_monday_zero_offset());
            Some(Period::Day(first.checked_add(days.days()).ok()?))
        }
        Period::Month(year, month) if point.day.is_some() => {
            Some(Period::Day(Date::new(year, month, point.day?).ok()?))
        }
        Period::Decade(_) | Period::Century(_) | Period::Month(..) => Some(period),
        _ => in_year(point, year),
    }
}

/// What is known of a point when its date is not.
fn place(point: Point) -> Place {
    if let Some(weekday) = point.weekday.filter(|_| point.month.is_none()) {
        return Place::Weekday(weekday);
    }
    if point.weekend {
        return Place::Weekend;
    }
    if let Some(half) = point.half {
        return Place::Half(half);
    }
    if let Some(quarter) = point.quarter {
        return Place::Quarter((quarter > 0).then_some(quarter));
    }
    if let Some(season) = point.season {
        return Place::Season(season);
    }
    if point.month.is_some() || point.day.is_some() {
        return if point.day.is_some() {
            Place::Day(point.month, point.day)
        } else {
            Place::Month(point.month)
        };
    }
    match point.shift {
        Some(shift) => match shift.unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Place::Day(None, None),
            Unit::Week => Place::Week,
            Unit::Month => Place::Month(None),
            Unit::Quarter => Place::Quarter(None),
            Unit::Year | Unit::Decade | Unit::Century => Place::Year,
        },
        None if point.time.is_some() => Place::Nothing,
        None => Place::Day(None, None),
    }
}
