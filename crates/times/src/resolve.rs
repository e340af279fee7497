//! From calendar fields to calendar time, against the document's date and the times before.

use crosswire_calendar::{Granularity, Interval};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Weekday};

use crate::attach::Tense;
use crate::context::Context;
use crate::holiday;
use crate::meaning::{Amount, Anchor, Length, Point, Shift, Which};
use crate::moment::{Moment, Period, TimeOfDay, Unit};
use crate::value::{Inner, Pattern, Place, Value};
use crate::{Anchoring, Modifier, Reference};

/// What a point comes to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Resolved {
    pub(crate) value: Value,
    pub(crate) interval: Option<Interval>,
    pub(crate) anchoring: Anchoring,
    /// Whether later expressions may count from it.
    pub(crate) remember: bool,
}

/// The direction in which to look for a day, month or season that recurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Back,
    Ahead,
    /// The nearest, either way.
    Near,
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
            let interval = interval(point, moment, document);
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
        (Some(0), _) => match context.period {
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
    if !has_fields(point) {
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
        return shifted(shift, context, document).map(Outer::Period);
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

fn shifted(shift: Shift, context: &Context, document: Option<Date>) -> Option<Period> {
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
    // In reports of earnings "a year ago" and "a year earlier" mean the same quarter of that year.
    if shift.unit == Unit::Year
        && n == 1.0
        && !shift.forward
        && (shift.anchor == Anchor::Text || quarterly(shift, context))
        && let Some(period @ (Period::Quarter(..) | Period::Half(..))) = context.period
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

fn quarterly(shift: Shift, context: &Context) -> bool {
    shift.anchor == Anchor::Document && matches!(context.period, Some(Period::Quarter(..)))
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
        Unit::Quarter => match context.period {
            Some(quarter @ Period::Quarter(..)) => Some(quarter),
            // Where none was named: the quarter that a report of results is about has just ended.
            _ => Period::holding(context.published?.date(), Unit::Quarter).moved(-1, Unit::Quarter),
        },
        _ => context.last.map(|last| last.period),
    }
}

fn has_fields(point: Point) -> bool {
    point.half.is_some()
        || point.quarter.is_some()
        || point.season.is_some()
        || point.month.is_some()
        || point.day.is_some()
        || point.weekday.is_some()
        || point.weekend
        || point.holiday.is_some()
}

/// The fields inside a known period: "September last year", "Tuesday last week".
fn inside(point: Point, period: Period) -> Option<Period> {
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

/// The fields in a given year; weekdays alone are in no year.
fn in_year(point: Point, year: i16) -> Option<Period> {
    if let Some(number) = point.holiday {
        let day = holiday::table().get(usize::from(number))?.in_year(year)?;
        return Some(if point.week_of {
            Period::holding(day, Unit::Week)
        } else {
            Period::Day(day)
        });
    }
    if let Some(half) = point.half {
        return Some(Period::Half(year, half));
    }
    if let Some(quarter) = point.quarter {
        return Some(Period::Quarter(year, quarter));
    }
    if let Some(season) = point.season {
        return Some(Period::Season(year, season));
    }
    let month = point.month?;
    match point.day {
        Some(day) => {
            let date = Date::new(year, month, day).ok()?;
            Some(if point.week_of {
                Period::holding(date, Unit::Week)
            } else {
                Period::Day(date)
            })
        }
        None => Some(Period::Month(year, month)),
    }
}

/// "last Friday", "next summer", "this September".
fn stepped(point: Point, base: Date, step: i32, anchor: Anchor) -> Option<Period> {
    if let Some(weekday) = point.weekday.filter(|_| point.month.is_none()) {
        return Some(Period::Day(match step {
            -1 => before(base, weekday),
            0 => {
                on_or_after(base, weekday).filter(|day| *day != base || anchor == Anchor::Document)
            }
            _ => after(base, weekday),
        }?));
    }
    if point.weekend {
        let week = Period::holding(base, Unit::Week);
        // At a weekend and just after it, "last weekend" is the one that has ended.
        let Period::Week(..) = week else { return None };
        let monday = week.first_day()?;
        let weeks = i64::from(step);
        let day = monday
            .checked_add((5 + 7 * weeks).days())
            .ok()?
            .iso_week_date();
        return Some(Period::Weekend(day.year(), day.week()));
    }
    let same = nearest_holding(point, base);
    match step {
        0 => same.or_else(|| nearest(point, base, Look::Near)),
        -1 => {
            let back = nearest(point, base, Look::Back)?;
            // "last October", said in October, is a year ago.
            if Some(back) == same {
                in_year(point, base.year() - 1).or(Some(back))
            } else {
                Some(back)
            }
        }
        _ => {
            let ahead = nearest(point, base, Look::Ahead)?;
            if Some(ahead) == same {
                in_year(point, base.year() + 1).or(Some(ahead))
            } else {
                Some(ahead)
            }
        }
    }
}

/// The period of these fields that holds the day, if one does.
fn nearest_holding(point: Point, base: Date) -> Option<Period> {
    [base.year() - 1, base.year()].into_iter().filter_map(|year| in_year(point, year)).find(|period| {
        matches!((season_first(*period), season_after(*period)), (Some(from), Some(to)) if from <= base && base < to)
    })
}

fn season_first(period: Period) -> Option<Date> {
    period.first_day()
}

/// Seasons overlap by three weeks on purpose; for choosing one they end where the next begins.
fn season_after(period: Period) -> Option<Date> {
    match period {
        Period::Season(..) => period.first_day()?.checked_add(3.months()).ok(),
        _ => period.day_after(),
    }
}

/// The occurrence of recurring fields that is meant from `base`.
fn nearest(point: Point, base: Date, look: Look) -> Option<Period> {
    if let Some(weekday) = point
        .weekday
        .filter(|_| point.month.is_none() && point.day.is_none())
    {
        return Some(Period::Day(match look {
            Look::Back | Look::Near => on_or_before(base, weekday),
            Look::Ahead => on_or_after(base, weekday),
        }?));
    }
    if point.weekend {
        // News speaks of the weekend at hand: over it or just past, unless it lies ahead.
        let monday = Period::holding(base, Unit::Week).first_day()?;
        let in_weekend = matches!(base.weekday(), Weekday::Saturday | Weekday::Sunday);
        let days = match look {
            _ if in_weekend => 5,
            Look::Ahead => 5,
            _ => -2,
        };
        let day = monday.checked_add(days.days()).ok()?.iso_week_date();
        return Some(Period::Weekend(day.year(), day.week()));
    }
    if let (Some(day), None, None) = (point.day, point.month, point.holiday) {
        // "the 25th": of the month at hand.
        let month = Date::new(base.year(), base.month(), 1).ok()?;
        let step = match look {
            Look::Back if day > base.day() => -1,
            Look::Ahead if day < base.day() => 1,
            _ => 0,
        };
        let month = month.checked_add(step.months()).ok()?;
        return Some(Period::Day(
            Date::new(month.year(), month.month(), day).ok()?,
        ));
    }
    let year = base.year();
    let candidates = [year - 1, year, year + 1]
        .into_iter()
        .filter_map(|year| in_year(point, year));
    let holds_or = |period: &Period| {
        let (Some(from), Some(to)) = (season_first(*period), season_after(*period)) else {
            return false;
        };
        match look {
            Look::Back => from <= base,
            Look::Ahead => base < to,
            Look::Near => true,
        }
    };
    let distance = |period: &Period| -> i64 {
        let (Some(from), Some(to)) = (season_first(*period), season_after(*period)) else {
            return i64::MAX;
        };
        let days = |a: Date, b: Date| {
            a.until(b)
                .map_or(i64::MAX, |span| i64::from(span.get_days()))
        };
        if base < from {
            // A tie goes to the past, which news is mostly about.
            days(base, from) * 2 + 1
        } else if base >= to {
            days(to, base) * 2
        } else {
            0
        }
    };
    candidates.filter(holds_or).min_by_key(distance)
}

fn on_or_before(base: Date, weekday: Weekday) -> Option<Date> {
    if base.weekday() == weekday {
        Some(base)
    } else {
        before(base, weekday)
    }
}

fn on_or_after(base: Date, weekday: Weekday) -> Option<Date> {
    if base.weekday() == weekday {
        Some(base)
    } else {
        after(base, weekday)
    }
}

fn before(base: Date, weekday: Weekday) -> Option<Date> {
    base.nth_weekday(-1, weekday).ok()
}

fn after(base: Date, weekday: Weekday) -> Option<Date> {
    base.nth_weekday(1, weekday).ok()
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

/// The calendar time that a resolved point can denote.
fn interval(point: Point, moment: Moment, document: Option<Date>) -> Option<Interval> {
    let interval = moment.interval(point.zone)?;
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
        && !has_fields(point)
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::moment::Season;

    use super::*;

    fn look(point: Point, base: Date, look: Look) -> String {
        nearest(point, base, look).map_or_else(String::new, |period| period.to_string())
    }

    #[test]
    fn recurring_fields_are_found_by_tense() {
        let base = date(1998, 3, 1); // a Sunday
        let weekday = |weekday| Point {
            weekday: Some(weekday),
            ..Point::default()
        };
        let month = |month| Point {
            month: Some(month),
            ..Point::default()
        };
        let season = |season| Point {
            season: Some(season),
            ..Point::default()
        };
        for (point, where_to, want) in [
            (weekday(Weekday::Friday), Look::Back, "1998-02-27"),
            (weekday(Weekday::Friday), Look::Ahead, "1998-03-06"),
            (weekday(Weekday::Sunday), Look::Back, "1998-03-01"),
            (weekday(Weekday::Sunday), Look::Ahead, "1998-03-01"),
            (month(11), Look::Back, "1997-11"),
            (month(3), Look::Back, "1998-03"),
            (month(2), Look::Ahead, "1999-02"),
            (month(5), Look::Near, "1998-05"),
            (month(10), Look::Near, "1997-10"),
            (season(Season::Winter), Look::Back, "1997-WI"),
            (season(Season::Summer), Look::Ahead, "1998-SU"),
        ] {
            assert_eq!(look(point, base, where_to), want, "{point:?} {where_to:?}");
        }
    }
}
