//! TIMEX3 values: printed for every expression, and read back.

use std::fmt::{self, Write as _};

use crosswire_calendar::Interval;
use jiff::civil::{Date, Weekday};

use crate::Reference;
use crate::meaning::{Amount, Length};
use crate::moment::{DayPart, Moment, Period, Season, TimeOfDay, Unit};

/// A TIMEX3 value: a stretch of the calendar ("2022-W48"), a length ("P3D"), a calendar pattern with
/// unknown places ("XXXX-WXX-5") or a vague reference ("PAST_REF").
///
/// ```
/// use crosswire_times::Value;
///
/// let value = Value::parse("1998-Q4").unwrap();
/// assert_eq!(value.to_string(), "1998-Q4");
/// assert_eq!(value.interval().unwrap().from().to_string(), "1998-10-01T00:00:00");
/// assert!(Value::parse("P2W").unwrap().interval().is_none());
/// assert!(Value::parse("next Friday").is_none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Value(pub(crate) Inner);

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Inner {
    Moment(Moment),
    Length(Length),
    Pattern(Pattern),
    Reference(Reference),
}

/// A calendar pattern of which the year, and perhaps more, is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Pattern {
    pub(crate) place: Place,
    pub(crate) time: Option<TimeOfDay>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Place {
    /// "XXXX"
    #[default]
    Year,
    /// "XXXX-H1"
    Half(i8),
    /// "XXXX-Q3", or "XXXX-QX"
    Quarter(Option<i8>),
    /// "XXXX-SU"
    Season(Season),
    /// "XXXX-07", or "XXXX-XX"
    Month(Option<i8>),
    /// "XXXX-WXX"
    Week,
    /// "XXXX-WXX-WE"
    Weekend,
    /// "XXXX-WXX-5"
    Weekday(Weekday),
    /// "XXXX-07-04", "XXXX-XX-04", or "XXXX-XX-XX"
    Day(Option<i8>, Option<i8>),
    /// Only a time of day: "T10:35".
    Nothing,
}

impl Value {
    /// Reads a value as this crate prints it; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Value> {
        if text.is_empty() || text.len() > 40 || !text.is_ascii() {
            return None;
        }
        if let Some(reference) = Reference::of_name(text) {
            return Some(Value(Inner::Reference(reference)));
        }
        if let Some(length) = text.strip_prefix('P') {
            return Some(Value(Inner::Length(parse_length(length)?)));
        }
        let (place, time) = match text.split_once('T') {
            Some((place, time)) => (place, Some(parse_time(time)?)),
            None => (text, None),
        };
        if place.starts_with('X') || place.is_empty() {
            return Some(Value(Inner::Pattern(Pattern {
                place: parse_place(place)?,
                time,
            })));
        }
        let period = parse_period(place)?;
        (time.is_none()
            || matches!(
                period,
                Period::Day(_) | Period::Week(..) | Period::Weekend(..)
            ))
        .then_some(Value(Inner::Moment(Moment { period, time })))
    }

    /// The calendar time that it names, where it names any. The zone is not part of a value.
    #[must_use]
    pub fn interval(self) -> Option<Interval> {
        match self.0 {
            Inner::Moment(moment) => moment.interval(None),
            _ => None,
        }
    }
}

fn digits<T: std::str::FromStr>(text: &str, len: usize) -> Option<T> {
    (text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

fn parse_time(text: &str) -> Option<TimeOfDay> {
    if let Some(part) = DayPart::of_code(text) {
        return Some(TimeOfDay::Part(part));
    }
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (i8, i8) = (digits(hour, 2)?, digits(minute, 2)?);
    (hour <= 24 && minute < 60).then_some(TimeOfDay::Clock(hour, Some(minute)))
}

fn parse_period(text: &str) -> Option<Period> {
    let period = match text.split_once('-') {
        None => match text.len() {
            2 => Period::Century(digits(text, 2)?),
            3 => Period::Decade(digits(text, 3)?),
            _ => Period::Year(digits(text, 4)?),
        },
        Some((year, rest)) => {
            let y: i16 = digits(year, 4)?;
            if let Some(season) = Season::of_code(rest) {
                Period::Season(y, season)
            } else if let Some(week) = rest.strip_prefix('W') {
                match week.strip_suffix("-WE") {
                    Some(week) => Period::Weekend(y, digits(week, 2)?),
                    None => Period::Week(y, digits(week, 2)?),
                }
            } else if let Some(quarter) = rest.strip_prefix('Q') {
                Period::Quarter(y, digits(quarter, 1)?)
            } else if let Some(half) = rest.strip_prefix('H') {
                Period::Half(y, digits(half, 1)?)
            } else if let Some((month, day)) = rest.split_once('-') {
                Period::Day(Date::new(y, digits(month, 2)?, digits(day, 2)?).ok()?)
            } else {
                Period::Month(y, digits(rest, 2)?)
            }
        }
    };
    period.first_day().map(|_| period)
}

fn parse_place(text: &str) -> Option<Place> {
    if text.is_empty() {
        return Some(Place::Nothing);
    }
    let known = |text: &str, max: i8| -> Option<Option<i8>> {
        if text == "XX" {
            return Some(None);
        }
        digits::<i8>(text, 2)
            .filter(|n| (1..=max).contains(n))
            .map(Some)
    };
    let rest = text.strip_prefix("XXXX")?;
    if rest.is_empty() {
        return Some(Place::Year);
    }
    let rest = rest.strip_prefix('-')?;
    Some(match rest {
        "WXX" => Place::Week,
        "WXX-WE" => Place::Weekend,
        "QX" => Place::Quarter(None),
        "H1" => Place::Half(1),
        "H2" => Place::Half(2),
        _ => {
            if let Some(day) = rest.strip_prefix("WXX-") {
                Place::Weekday(Weekday::from_monday_one_offset(digits(day, 1)?).ok()?)
            } else if let Some(quarter) = rest.strip_prefix('Q') {
                Place::Quarter(Some(
                    digits::<i8>(quarter, 1).filter(|q| (1..=4).contains(q))?,
                ))
            } else if let Some(season) = Season::of_code(rest) {
                Place::Season(season)
            } else if let Some((month, day)) = rest.split_once('-') {
                Place::Day(known(month, 12)?, known(day, 31)?)
            } else {
                Place::Month(known(rest, 12)?)
            }
        }
    })
}

fn parse_length(text: &str) -> Option<Length> {
    let mut parts = [None; 2];
    let mut rest = text;
    let mut clock = false;
    let mut n = 0;
    while !rest.is_empty() {
        if let Some(time) = rest.strip_prefix('T') {
            rest = time;
            clock = true;
        }
        let at = rest.find(|c: char| c.is_ascii_uppercase() && c != 'X')?;
        let amount = match &rest[..at] {
            "X" => Amount::Vague,
            number if number.bytes().all(|b| b.is_ascii_digit() || b == b'.') => {
                Amount::Exact(number.parse().ok().filter(|n: &f64| *n < 1e9)?)
            }
            _ => return None,
        };
        let (unit, len) = match (&rest[at..at + 1], clock) {
            ("S", true) => (Unit::Second, 1),
            ("M", true) => (Unit::Minute, 1),
            ("H", true) => (Unit::Hour, 1),
            ("D", false) if rest[at..].starts_with("DE") => (Unit::Decade, 2),
            ("D", false) => (Unit::Day, 1),
            ("W", false) => (Unit::Week, 1),
            ("M", false) => (Unit::Month, 1),
            ("Q", false) => (Unit::Quarter, 1),
            ("Y", false) => (Unit::Year, 1),
            ("C", false) if rest[at..].starts_with("CE") => (Unit::Century, 2),
            _ => return None,
        };
        *parts.get_mut(n)? = Some((amount, unit));
        n += 1;
        rest = &rest[at + len..];
    }
    let (amount, unit) = parts[0]?;
    let and = match parts[1] {
        Some((Amount::Exact(amount), unit)) => Some((amount, unit)),
        Some(_) => return None,
        None => None,
    };
    Some(Length {
        amount,
        unit,
        and,
        modifier: None,
        lies: None,
    })
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Inner::Moment(moment) => moment.fmt(f),
            Inner::Length(length) => write_length(f, length),
            Inner::Pattern(pattern) => pattern.fmt(f),
            Inner::Reference(reference) => f.write_str(reference.name()),
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let two = |f: &mut fmt::Formatter<'_>, n: Option<i8>| match n {
            Some(n) => write!(f, "-{n:02}"),
            None => f.write_str("-XX"),
        };
        match self.place {
            Place::Nothing => {}
            Place::Year => f.write_str("XXXX")?,
            Place::Half(half) => write!(f, "XXXX-H{half}")?,
            Place::Quarter(Some(quarter)) => write!(f, "XXXX-Q{quarter}")?,
            Place::Quarter(None) => f.write_str("XXXX-QX")?,
            Place::Season(season) => write!(f, "XXXX-{}", season.code())?,
            Place::Month(month) => {
                f.write_str("XXXX")?;
                two(f, month)?;
            }
            Place::Week => f.write_str("XXXX-WXX")?,
            Place::Weekend => f.write_str("XXXX-WXX-WE")?,
            Place::Weekday(weekday) => write!(f, "XXXX-WXX-{}", weekday.to_monday_one_offset())?,
            Place::Day(month, day) => {
                f.write_str("XXXX")?;
                two(f, month)?;
                two(f, day)?;
            }
        }
        match self.time {
            Some(time) => write!(f, "{time}"),
            None => Ok(()),
        }
    }
}

fn code(unit: Unit) -> &'static str {
    match unit {
        Unit::Second => "S",
        Unit::Minute | Unit::Month => "M",
        Unit::Hour => "H",
        Unit::Day => "D",
        Unit::Week => "W",
        Unit::Quarter => "Q",
        Unit::Year => "Y",
        Unit::Decade => "DE",
        Unit::Century => "CE",
    }
}

/// A smaller unit in which half of this one is whole: half an hour is thirty minutes.
fn finer(unit: Unit) -> Option<(Unit, f64)> {
    Some(match unit {
        Unit::Minute => (Unit::Second, 60.0),
        Unit::Hour => (Unit::Minute, 60.0),
        Unit::Day => (Unit::Hour, 24.0),
        Unit::Year => (Unit::Month, 12.0),
        _ => return None,
    })
}

fn write_length(f: &mut fmt::Formatter<'_>, length: Length) -> fmt::Result {
    // TIMEX3 has no ranges: "two to three weeks" are two, as annotators have it.
    let (Amount::Exact(amount) | Amount::Range(amount, _)) = length.amount else {
        let t = if length.unit < Unit::Day { "T" } else { "" };
        return write!(f, "P{t}X{}", code(length.unit));
    };
    let (mut amount, mut unit, mut and) = (amount, length.unit, length.and);
    // Decades and centuries with a number are years.
    match unit {
        Unit::Decade => (amount, unit) = (amount * 10.0, Unit::Year),
        Unit::Century => (amount, unit) = (amount * 100.0, Unit::Year),
        _ => {}
    }
    if let (Some((smaller, times)), None) = (finer(unit), and) {
        let rest = (amount.fract() * times).round();
        if amount.fract() != 0.0 && (amount.fract() * times - rest).abs() < 1e-6 {
            if amount < 1.0 {
                (amount, unit) = (rest, smaller);
            } else {
                and = Some((rest, smaller));
                amount = amount.trunc();
            }
        }
    }
    let mut text = String::from("P");
    if unit < Unit::Day {
        text.push('T');
    }
    let _ = write!(text, "{amount}{}", code(unit));
    if let Some((amount, smaller)) = and {
        if smaller < Unit::Day && unit >= Unit::Day {
            text.push('T');
        }
        let _ = write!(text, "{amount}{}", code(smaller));
    }
    f.write_str(&text)
}

#[cfg(test)]
mod tests {
    use super::Value;

    #[test]
    fn what_is_printed_reads_back() {
        for text in [
            "19",
            "197",
            "1998",
            "1998-H2",
            "1998-Q4",
            "1998-WI",
            "1998-07",
            "1998-W08",
            "1998-W08-WE",
            "1998-08-07",
            "1998-08-07TMO",
            "1998-08-07T09:00",
            "1998-08-07T24:00",
            "XXXX",
            "XXXX-XX-XX",
            "XXXX-07-04",
            "XXXX-SU",
            "XXXX-Q2",
            "XXXX-QX",
            "XXXX-WXX",
            "XXXX-WXX-WE",
            "XXXX-WXX-5",
            "XXXX-WXX-2TNI",
            "XXXX-09",
            "T09:00",
            "P3D",
            "PT16H",
            "P2Y6M",
            "PT1M30S",
            "PXY",
            "PTXH",
            "PXDE",
            "P1Q",
            "PAST_REF",
            "FUTURE_REF",
            "PRESENT_REF",
        ] {
            let value = Value::parse(text).unwrap_or_else(|| panic!("{text} is not read"));
            assert_eq!(value.to_string(), text);
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "P",
            "PT",
            "1998-13",
            "1998-02-30",
            "1998-W54",
            "1998-Q5",
            "1998T10:00",
            "É",
            "P3",
            "XXXX-13",
        ] {
            assert_eq!(Value::parse(text), None, "{text}");
        }
    }
}
