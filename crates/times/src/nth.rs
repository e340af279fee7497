//! "The first Tuesday in November", "the last week of October": one day or week of several in a stretch
//! of the calendar.

use crosswire_calendar::{Granularity, Interval};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::meaning::{Nth, Point};
use crate::moment::{Moment, Period, Unit};

/// The day, week or weekend of `outer` that the point counts out; `None` where there are not so many.
pub(crate) fn inside(point: Point, outer: Period) -> Option<Period> {
    let Nth { which, unit } = point.nth?;
    let (first, end) = (outer.first_day()?, outer.day_after()?);
    if point.weekend || point.weekday.is_some() {
        let weekday = if point.weekend {
            Weekday::Saturday
        } else {
            point.weekday?
        };
        let day = stepped(first, end, which, weekday)?;
        return Some(if point.weekend {
            let week = day.iso_week_date();
            Period::Weekend(week.year(), week.week())
        } else {
            Period::Day(day)
        });
    }
    if unit == Unit::Week {
        let (from, _) = seven(first, end, which)?;
        // The week of the calendar that holds most of the seven days.
        return Some(Period::holding(
            from.checked_add(3.days()).ok()?,
            Unit::Week,
        ));
    }
    let day = match which {
        ..0 => end.yesterday().ok()?,
        _ => first.checked_add(i64::from(which - 1).days()).ok()?,
    };
    (first..end).contains(&day).then_some(Period::Day(day))
}

/// The weekday, counted from the first day or back from the end.
fn stepped(first: Date, end: Date, which: i8, weekday: Weekday) -> Option<Date> {
    let day = match which {
        ..0 => end.nth_weekday(-1, weekday).ok()?,
        _ => first
            .yesterday()
            .ok()?
            .nth_weekday(i32::from(which), weekday)
            .ok()?,
    };
    (first..end).contains(&day).then_some(day)
}

/// The seven days that people count as a week of a month: the 1st to the 7th, or the last seven.
fn seven(first: Date, end: Date, which: i8) -> Option<(Date, Date)> {
    let from = match which {
        ..0 => end.checked_sub(7.days()).ok()?,
        _ => first.checked_add((7 * i64::from(which - 1)).days()).ok()?,
    };
    (first..end)
        .contains(&from)
        .then_some((from, from.checked_add(7.days()).ok()?.min(end)))
}

/// The days that a counted week can mean: its seven days, and those of the calendar's week that lie in
/// the same month or year.
pub(crate) fn week(point: Point, moment: Moment) -> Option<Interval> {
    let Nth {
        which,
        unit: Unit::Week,
    } = point.nth?
    else {
        return None;
    };
    let Period::Week(..) = moment.period else {
        return None;
    };
    let (monday, after) = (moment.period.first_day()?, moment.period.day_after()?);
    let outer = [monday.year(), after.year()].into_iter().find_map(|year| {
        let outer = match (point.month, point.season) {
            (Some(month), _) => Period::Month(year, month),
            (None, Some(season)) => Period::Season(year, season),
            (None, None) if point.year == Some(year) => Period::Year(year),
            _ => return None,
        };
        (inside(point, outer) == Some(moment.period)).then_some(outer)
    })?;
    let (first, end) = (outer.first_day()?, outer.day_after()?);
    let (from, to) = seven(first, end, which)?;
    let from = from.min(monday.max(first));
    let to = to.max(after.min(end));
    Interval::new(from.at(0, 0, 0, 0), to.at(0, 0, 0, 0), Granularity::Week)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_weeks_are_counted_out() {
        let weekday = |weekday| Point {
            weekday: Some(weekday),
            ..Point::default()
        };
        let may = Period::Month(2031, 5);
        for (point, which, unit, outer, want) in [
            (
                weekday(Weekday::Sunday),
                2,
                Unit::Day,
                may,
                Some("2031-05-11"),
            ),
            (
                weekday(Weekday::Friday),
                -1,
                Unit::Day,
                may,
                Some("2031-05-30"),
            ),
            (weekday(Weekday::Monday), 5, Unit::Day, may, None),
            (
                weekday(Weekday::Thursday),
                -1,
                Unit::Day,
                Period::Year(2030),
                Some("2030-12-26"),
            ),
            (
                Point::default(),
                -1,
                Unit::Day,
                Period::Month(2028, 2),
                Some("2028-02-29"),
            ),
            (
                Point::default(),
                3,
                Unit::Week,
                Period::Month(2029, 1),
                Some("2029-W03"),
            ),
            (
                Point::default(),
                -1,
                Unit::Week,
                Period::Month(2031, 3),
                Some("2031-W13"),
            ),
            (Point::default(), 6, Unit::Week, may, None),
        ] {
            let point = Point {
                nth: Some(Nth { which, unit }),
                ..point
            };
            let got = inside(point, outer).map(|period| period.to_string());
            assert_eq!(got.as_deref(), want, "{point:?}");
        }
    }
}
