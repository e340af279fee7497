//! The stretch of calendar time that a resolved expression can denote.

use crosswire_calendar::{Granularity, Interval};
use jiff::civil::{Date, DateTime};

use crate::Modifier;
use crate::context::Context;
use crate::meaning::{Amount, Anchor, Length, Point, Shift};
use crate::moment::{Moment, Period, Unit};
use crate::nth;

/// The calendar time that a resolved point can denote.
pub(crate) fn interval(point: Point, moment: Moment, document: Option<Date>) -> Option<Interval> {
    if let Some(week) = nth::week(point, moment) {
        return Some(week);
    }
    let day = moment.period.first_day()?;
    let interval = moment.interval(point.zone.and_then(|zone| zone.on(day)))?;
    if point.fiscal {
        // Fiscal years begin in any month and are named by where they begin or end.
        let year = moment.period.year()?;
        let from = Date::new(year - 1, 2, 1).ok()?.at(0, 0, 0, 0);
        let to = Date::new(year + 1, 4, 1).ok()?.at(0, 0, 0, 0);
        return Interval::new(from, to, Granularity::Year);
    }
    if let (Some(shift), Some(document)) = (point.shift, document)
        && let Amount::Exact(n) = shift.amount
        && shift.anchor == Anchor::Document
        && !point.has_fields()
        && point.counted
    {
        return hull(interval, elapsed(n, shift, document, point.modifier)?);
    }
    match (point.modifier, document) {
        (Some(Modifier::Before), Some(document)) => cut(interval, None, document.tomorrow().ok()),
        (Some(Modifier::After), Some(document)) => cut(interval, Some(document), None),
        (Some(Modifier::Approx), _) => {
            let width = interval.from().duration_until(interval.to());
            let from = interval.from().checked_sub(width).ok()?;
            let to = interval.to().checked_add(width).ok()?;
            rebuilt(interval, from, to)
        }
        _ => Some(interval),
    }
}

/// "two years ago", counted from the day of the report: people round to half a unit, more when
/// they say "about" or "nearly".
fn elapsed(
    n: f64,
    shift: Shift,
    document: Date,
    modifier: Option<Modifier>,
) -> Option<(DateTime, DateTime)> {
    let days = match shift.unit {
        Unit::Week => 7.0,
        Unit::Month => 30.4,
        Unit::Quarter => 91.3,
        Unit::Year => 365.25,
        Unit::Decade => 3652.5,
        Unit::Century => 36525.0,
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => 1.0,
    };
    let loose = match (modifier, shift.unit) {
        (Some(_), _) => 1.0,
        (None, Unit::Day) => 0.0,
        (None, _) => 0.5,
    };
    let sign = if shift.forward { 1.0 } else { -1.0 };
    let at = |n: f64| {
        let days = jiff::Span::new()
            .try_days((sign * n.max(0.0) * days).round() as i64)
            .ok()?;
        document.checked_add(days).ok()
    };
    let (a, b) = (at(n - loose)?, at(n + loose)?);
    Some((
        a.min(b).at(0, 0, 0, 0),
        a.max(b).tomorrow().ok()?.at(0, 0, 0, 0),
    ))
}

fn hull(interval: Interval, (from, to): (DateTime, DateTime)) -> Option<Interval> {
    rebuilt(interval, interval.from().min(from), interval.to().max(to))
}

fn rebuilt(interval: Interval, from: DateTime, to: DateTime) -> Option<Interval> {
    let new = Interval::new(from, to, interval.granularity())?;
    Some(match interval.offset() {
        Some(offset) => new.in_zone(offset),
        None => new,
    })
}

/// The part of the interval from the first day up to the second; the whole where nothing is left.
fn cut(interval: Interval, from: Option<Date>, to: Option<Date>) -> Option<Interval> {
    let start = from.map_or(interval.from(), |from| {
        interval.from().max(from.at(0, 0, 0, 0))
    });
    let end = to.map_or(interval.to(), |to| interval.to().min(to.at(0, 0, 0, 0)));
    rebuilt(interval, start, end).or(Some(interval))
}

/// Where a length lies on the calendar: "the past two weeks", "the next 18 months".
pub(crate) fn lies(length: Length, context: &Context) -> Option<Interval> {
    let (forward, anchor) = length.lies?;
    let document = context.published?.date();
    let base = match anchor {
        Anchor::Document => document,
        Anchor::Text => context
            .day
            .and_then(|day| day.period.first_day())
            .unwrap_or(document),
    };
    let n = match length.amount {
        Amount::Exact(n) | Amount::Range(_, n) if (0.0..10_000.0).contains(&n) => n,
        _ => return None,
    };
    let days = match length.unit {
        Unit::Second | Unit::Minute | Unit::Hour => return None,
        Unit::Day => n,
        Unit::Week => n * 7.0,
        Unit::Month => n * 30.5,
        Unit::Quarter => n * 91.5,
        Unit::Year => n * 365.25,
        Unit::Decade => n * 3652.5,
        Unit::Century => n * 36525.0,
    };
    let days = jiff::Span::new().try_days(days.ceil() as i64).ok()?;
    let midnight = |date: Date| date.at(0, 0, 0, 0);
    let granularity = match length.unit {
        Unit::Day => Granularity::Day,
        Unit::Week => Granularity::Week,
        Unit::Month => Granularity::Month,
        Unit::Quarter => Granularity::Quarter,
        Unit::Year => Granularity::Year,
        Unit::Decade => Granularity::Decade,
        _ => Granularity::Century,
    };
    if forward {
        Interval::new(
            midnight(base),
            midnight(base.checked_add(days).ok()?.tomorrow().ok()?),
            granularity,
        )
    } else {
        Interval::new(
            midnight(base.checked_sub(days).ok()?),
            midnight(base.tomorrow().ok()?),
            granularity,
        )
    }
}

/// A length counted from a day, on or back: "a week after March 6".
pub(crate) fn counted(length: Length, base: Date, forward: bool) -> Option<Interval> {
    let Amount::Exact(amount) = length.amount else {
        return None;
    };
    if length.unit < Unit::Day || !(0.0..10_000.0).contains(&amount) {
        return None;
    }
    let shift = Shift {
        amount: length.amount,
        forward,
        unit: length.unit,
        anchor: Anchor::Document,
    };
    let whole = amount.floor() as i32;
    let period = Period::Day(base).moved(if forward { whole } else { -whole }, length.unit)?;
    let interval = Moment::of(period).interval(None)?;
    hull(interval, elapsed(amount, shift, base, length.modifier)?)
}
