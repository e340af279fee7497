//! Stretches of the calendar as TIMEX3 names them: a week, a quarter, a winter, a day's evening.

use std::fmt;

use crosswire_calendar::{Granularity, Interval};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, ISOWeekDate, Weekday};
use jiff::tz::Offset;

/// A unit of time that news counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// `S` after `PT`.
    Second,
    /// `M` after `PT`.
    Minute,
    /// `H` after `PT`.
    Hour,
    /// `D`.
    Day,
    /// `W`.
    Week,
    /// `M`.
    Month,
    /// `Q`.
    Quarter,
    /// `Y`.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

/// A season, by its TIMEX3 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Season {
    /// `SP`.
    Spring,
    /// `SU`.
    Summer,
    /// `FA`.
    Fall,
    /// `WI`, named by the year in which it begins.
    Winter,
}

/// A part of a day, by its TIMEX3 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayPart {
    /// `MO`.
    Morning,
    /// `MI`.
    Midday,
    /// `AF`.
    Afternoon,
    /// `EV`.
    Evening,
    /// `NI`, reaching into the next day.
    Night,
}

/// A clock, or a part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeOfDay {
    /// Hour (0 to 24) and, where it was said, minute.
    Clock(i8, Option<i8>),
    /// "morning"
    Part(DayPart),
}

/// One stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// The hundred years whose numbers begin with these two digits.
    Century(i16),
    /// The ten years whose numbers begin with these three digits.
    Decade(i16),
    /// A year.
    Year(i16),
    /// Year and half, 1 or 2.
    Half(i16, i8),
    /// Year and quarter, 1 to 4.
    Quarter(i16, i8),
    /// Year and season.
    Season(i16, Season),
    /// Year and month.
    Month(i16, i8),
    /// ISO year and week.
    Week(i16, i8),
    /// The weekend of an ISO week.
    Weekend(i16, i8),
    /// A day.
    Day(Date),
}

/// A period, for a day perhaps with a time of that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The stretch of the calendar.
    pub period: Period,
    /// The time of day.
    pub time: Option<TimeOfDay>,
}

impl Season {
    pub(crate) const ALL: [(Season, &'static str); 4] = [
        (Season::Spring, "SP"),
        (Season::Summer, "SU"),
        (Season::Fall, "FA"),
        (Season::Winter, "WI"),
    ];

    pub(crate) fn code(self) -> &'static str {
        Season::ALL
            .iter()
            .find(|(season, _)| *season == self)
            .map_or("", |(_, code)| code)
    }

    pub(crate) fn of_code(code: &str) -> Option<Season> {
        Season::ALL
            .iter()
            .find(|(_, c)| *c == code)
            .map(|(season, _)| *season)
    }

    /// The month in which it begins, as weather services count.
    pub(crate) fn first_month(self) -> i8 {
        match self {
            Season::Spring => 3,
            Season::Summer => 6,
            Season::Fall => 9,
            Season::Winter => 12,
        }
    }
}

impl DayPart {
    pub(crate) const ALL: [(DayPart, &'static str); 5] = [
        (DayPart::Morning, "MO"),
        (DayPart::Midday, "MI"),
        (DayPart::Afternoon, "AF"),
        (DayPart::Evening, "EV"),
        (DayPart::Night, "NI"),
    ];

    pub(crate) fn code(self) -> &'static str {
        DayPart::ALL
            .iter()
            .find(|(part, _)| *part == self)
            .map_or("", |(_, code)| code)
    }

    pub(crate) fn of_code(code: &str) -> Option<DayPart> {
        DayPart::ALL
            .iter()
            .find(|(_, c)| *c == code)
            .map(|(part, _)| *part)
    }

    /// Hours from midnight, as widely as news uses the word: two reports that call one moment
    /// "morning" and "midday" do not contradict each other.
    fn hours(self) -> (i64, i64) {
        match self {
            DayPart::Morning => (0, 12),
            DayPart::Midday => (11, 15),
            DayPart::Afternoon => (12, 19),
            DayPart::Evening => (16, 24),
            DayPart::Night => (17, 32),
        }
    }
}

impl Unit {
    pub(crate) fn of_name(name: &str) -> Option<(Unit, i32)> {
        Some(match name {
            "second" => (Unit::Second, 1),
            "minute" => (Unit::Minute, 1),
            "hour" => (Unit::Hour, 1),
            "day" => (Unit::Day, 1),
            "week" => (Unit::Week, 1),
            "fortnight" => (Unit::Week, 2),
            "month" => (Unit::Month, 1),
            "quarter" => (Unit::Quarter, 1),
            "year" => (Unit::Year, 1),
            "decade" => (Unit::Decade, 1),
            "century" => (Unit::Century, 1),
            _ => return None,
        })
    }
}

impl Period {
    /// The period of this unit that holds `date`.
    #[must_use]
    pub fn holding(date: Date, unit: Unit) -> Period {
        let (year, month) = (date.year(), date.month());
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Period::Day(date),
            Unit::Week => {
                let week = date.iso_week_date();
                Period::Week(week.year(), week.week())
            }
            Unit::Month => Period::Month(year, month),
            Unit::Quarter => Period::Quarter(year, (month - 1) / 3 + 1),
            Unit::Year => Period::Year(year),
            Unit::Decade => Period::Decade(year.div_euclid(10)),
            Unit::Century => Period::Century(year.div_euclid(100)),
        }
    }

    /// Its first day; `None` outside the years that the calendar can hold.
    #[must_use]
    pub fn first_day(self) -> Option<Date> {
        match self {
            Period::Century(c) => Date::new(c.checked_mul(100)?.max(1), 1, 1).ok(),
            Period::Decade(d) => Date::new(d.checked_mul(10)?.max(1), 1, 1).ok(),
            Period::Year(y) => Date::new(y, 1, 1).ok(),
            Period::Half(y, half) => Date::new(y, half.checked_mul(6)?.checked_sub(5)?, 1).ok(),
            Period::Quarter(y, quarter) => {
                Date::new(y, quarter.checked_mul(3)?.checked_sub(2)?, 1).ok()
            }
            Period::Season(y, season) => Date::new(y, season.first_month(), 1).ok(),
            Period::Month(y, month) => Date::new(y, month, 1).ok(),
            Period::Week(y, week) => Some(ISOWeekDate::new(y, week, Weekday::Monday).ok()?.date()),
            Period::Weekend(y, week) => {
                Some(ISOWeekDate::new(y, week, Weekday::Saturday).ok()?.date())
            }
            Period::Day(date) => Some(date),
        }
    }

    /// The first day after it.
    #[must_use]
    pub fn day_after(self) -> Option<Date> {
        let first = self.first_day()?;
        match self {
            Period::Century(c) => Date::new(c.checked_add(1)?.checked_mul(100)?, 1, 1).ok(),
            Period::Decade(d) => Date::new(d.checked_add(1)?.checked_mul(10)?, 1, 1).ok(),
            Period::Year(_) => first.checked_add(1.year()).ok(),
            Period::Half(..) => first.checked_add(6.months()).ok(),
            Period::Quarter(..) => first.checked_add(3.months()).ok(),
            // Meteorological and astronomical seasons differ by three weeks: both are meant.
            Period::Season(..) => first
                .checked_add(3.months())
                .ok()?
                .checked_add(23.days())
                .ok(),
            Period::Month(..) => first.checked_add(1.month()).ok(),
            Period::Week(..) => first.checked_add(7.days()).ok(),
            Period::Weekend(..) => first.checked_add(2.days()).ok(),
            Period::Day(_) => first.checked_add(1.day()).ok(),
        }
    }

    /// How sharp it is.
    #[must_use]
    pub fn granularity(self) -> Granularity {
        match self {
            Period::Century(_) => Granularity::Century,
            Period::Decade(_) => Granularity::Decade,
            Period::Year(_) | Period::Half(..) => Granularity::Year,
            Period::Quarter(..) => Granularity::Quarter,
            Period::Season(..) => Granularity::Season,
            Period::Month(..) => Granularity::Month,
            Period::Week(..) | Period::Weekend(..) => Granularity::Week,
            Period::Day(_) => Granularity::Day,
        }
    }

    /// The year that it is counted in.
    #[must_use]
    pub fn year(self) -> Option<i16> {
        self.first_day().map(Date::year)
    }

    /// The month that it lies in, for a month or a day.
    #[must_use]
    pub fn month(self) -> Option<i8> {
        match self {
            Period::Month(_, month) => Some(month),
            Period::Day(date) => Some(date.month()),
            _ => None,
        }
    }

    /// The period `n` units on (or back), at the sharpness of the unit, or of this period where
    /// that is vaguer: two weeks before a day is a week, a year before a quarter is a quarter.
    #[must_use]
    pub fn moved(self, n: i32, unit: Unit) -> Option<Period> {
        let n64 = i64::from(n);
        let date = self.first_day()?;
        let moved = match unit {
            Unit::Second | Unit::Minute | Unit::Hour => date,
            Unit::Day => date
                .checked_add(jiff::Span::new().try_days(n64).ok()?)
                .ok()?,
            Unit::Week => date
                .checked_add(jiff::Span::new().try_weeks(n64).ok()?)
                .ok()?,
            Unit::Month => date
                .checked_add(jiff::Span::new().try_months(n64).ok()?)
                .ok()?,
            Unit::Quarter => date
                .checked_add(jiff::Span::new().try_months(n64.checked_mul(3)?).ok()?)
                .ok()?,
            Unit::Year => date
                .checked_add(jiff::Span::new().try_years(n64).ok()?)
                .ok()?,
            Unit::Decade => date
                .checked_add(jiff::Span::new().try_years(n64.checked_mul(10)?).ok()?)
                .ok()?,
            Unit::Century => date
                .checked_add(jiff::Span::new().try_years(n64.checked_mul(100)?).ok()?)
                .ok()?,
        };
        Some(match (self, unit) {
            (Period::Quarter(..), Unit::Year) => Period::holding(moved, Unit::Quarter),
            (Period::Half(_, half), Unit::Year) => Period::Half(moved.year(), half),
            (Period::Season(_, season), Unit::Year) => Period::Season(moved.year(), season),
            (Period::Weekend(..), Unit::Week) => {
                let week = moved.iso_week_date();
                Period::Weekend(week.year(), week.week())
            }
            _ => Period::holding(moved, unit),
        })
    }
}

impl Moment {
    /// A period without a time of day.
    #[must_use]
    pub fn of(period: Period) -> Moment {
        Moment { period, time: None }
    }

    /// The calendar time that it can denote, in `offset`'s zone where that is known.
    #[must_use]
    pub fn interval(self, offset: Option<Offset>) -> Option<Interval> {
        let (from, to) = (self.period.first_day()?, self.period.day_after()?);
        let (from, to, granularity) = match self.time {
            None => (midnight(from), midnight(to), self.period.granularity()),
            Some(TimeOfDay::Clock(hour, None)) => {
                let from = midnight(from).checked_add(i64::from(hour).hours()).ok()?;
                (from, from.checked_add(1.hour()).ok()?, Granularity::Hour)
            }
            Some(TimeOfDay::Clock(hour, Some(minute))) => {
                let from = midnight(from).checked_add(i64::from(hour).hours()).ok()?;
                let from = from.checked_add(i64::from(minute).minutes()).ok()?;
                (
                    from,
                    from.checked_add(1.minute()).ok()?,
                    Granularity::Minute,
                )
            }
            Some(TimeOfDay::Part(part)) => {
                let (start, end) = part.hours();
                let day = midnight(from);
                let last = midnight(to).checked_sub(1.day()).ok()?;
                let from = day.checked_add(start.hours()).ok()?;
                (
                    from,
                    last.checked_add(end.hours()).ok()?,
                    Granularity::DayPart,
                )
            }
        };
        let interval = Interval::new(from, to, granularity)?;
        Some(match offset {
            Some(offset) => interval.in_zone(offset),
            None => interval,
        })
    }
}

fn midnight(date: Date) -> DateTime {
    date.at(0, 0, 0, 0)
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Period::Century(c) => write!(f, "{c:02}"),
            Period::Decade(d) => write!(f, "{d:03}"),
            Period::Year(y) => write!(f, "{y:04}"),
            Period::Half(y, half) => write!(f, "{y:04}-H{half}"),
            Period::Quarter(y, quarter) => write!(f, "{y:04}-Q{quarter}"),
            Period::Season(y, season) => write!(f, "{y:04}-{}", season.code()),
            Period::Month(y, month) => write!(f, "{y:04}-{month:02}"),
            Period::Week(y, week) => write!(f, "{y:04}-W{week:02}"),
            Period::Weekend(y, week) => write!(f, "{y:04}-W{week:02}-WE"),
            Period::Day(date) => write!(f, "{date}"),
        }
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            TimeOfDay::Clock(hour, minute) => write!(f, "T{hour:02}:{:02}", minute.unwrap_or(0)),
            TimeOfDay::Part(part) => write!(f, "T{}", part.code()),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.period)?;
        match self.time {
            Some(time) => write!(f, "{time}"),
            None => Ok(()),
        }
    }
}
