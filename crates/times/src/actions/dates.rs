//! Calendar fields from their words: days, months, quarters, clocks.

use jiff::civil::Date;
use jiff::tz::Offset;

use super::numbers::{amounts, exact, ordinal};
use crate::Modifier;
use crate::class::Class;
use crate::meaning::{Amount, Anchor, Length, Meaning, Nth, Point};
use crate::moment::{TimeOfDay, Unit};
use crate::parse::Match;
use crate::zone::Zone;

pub(super) fn point(point: Point) -> Option<Meaning> {
    Some(Meaning::Point(point))
}

pub(super) fn year(year: i16) -> Option<Meaning> {
    point(Point {
        year: Some(year),
        ..Point::default()
    })
}

/// One part as calendar fields.
pub(super) fn point_of(m: &Match<'_>, at: usize) -> Option<Point> {
    let part = m.parts.get(at)?;
    Some(match (part.class, m.meaning(part)) {
        (_, Meaning::Point(point)) => point,
        (Some(Class::YEAR), Meaning::Amount(Amount::Exact(n))) => Point {
            year: Some(n as i16),
            ..Point::default()
        },
        (Some(Class::DAYNO), Meaning::Amount(Amount::Exact(n))) => Point {
            day: Some(n as i8),
            ..Point::default()
        },
        (Some(Class::DAYNO | Class::NTH), Meaning::Ordinal(n)) => Point {
            day: Some(i8::try_from(n).ok().filter(|n| (1..=31).contains(n))?),
            ..Point::default()
        },
        (_, Meaning::Modifier(modifier)) => Point {
            modifier: Some(modifier),
            ..Point::default()
        },
        _ => Point::default(),
    })
}

pub(super) fn merged(m: &Match<'_>) -> Option<Point> {
    let mut all = Point::default();
    for at in 0..m.parts.len() {
        all = all.merge(point_of(m, at)?)?;
    }
    all.fiscal |= m.says("fiscal");
    Some(all)
}

pub(super) fn merge(m: &Match<'_>) -> Option<Meaning> {
    // A modifier before a length.
    if let Some(Meaning::Length(length)) = m.parts.last().map(|part| part.item.meaning) {
        let modifier = m.meanings().find_map(|(_, meaning)| match meaning {
            Meaning::Modifier(modifier) => Some(modifier),
            _ => None,
        });
        return Some(Meaning::Length(Length {
            modifier: modifier.or(length.modifier),
            ..length
        }));
    }
    merged(m).map(Meaning::Point)
}

pub(super) fn modified(m: &Match<'_>, modifier: Modifier) -> Option<Meaning> {
    match m.parts.last()?.item.meaning {
        Meaning::Length(length) => Some(Meaning::Length(Length {
            modifier: Some(modifier),
            ..length
        })),
        Meaning::Point(p) => point(Point {
            modifier: Some(modifier),
            ..p
        }),
        _ => None,
    }
}

pub(super) fn iso_date(m: &Match<'_>) -> Option<Meaning> {
    let mut numbers = amounts(m).filter_map(|amount| match amount {
        Amount::Exact(n) if n.fract() == 0.0 && n < 3000.0 => Some(n as i16),
        _ => None,
    });
    let (year, month, day) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    point(Point {
        date: Some(date),
        ..Point::default()
    })
}

pub(super) fn decade_word(m: &Match<'_>) -> Option<Meaning> {
    let decade = exact(m)? as i16 / 10;
    point(Point {
        decade: Some(190 + decade),
        ..Point::default()
    })
}

pub(super) fn clock(m: &Match<'_>) -> Option<Meaning> {
    let mut out = Point::default();
    let mut pm = None;
    for (class, meaning) in m.meanings() {
        match (class, meaning) {
            (_, Meaning::Point(point)) => {
                if let Some(TimeOfDay::Clock(..)) = point.time {
                    (out.time, out.either_half) = (point.time, point.either_half);
                }
            }
            (Some(Class::MILITARY), Meaning::Amount(Amount::Exact(n))) => {
                out.time = Some(TimeOfDay::Clock((n / 100.0) as i8, Some((n % 100.0) as i8)));
            }
            (_, Meaning::Amount(Amount::Exact(n)))
                if n <= 24.0 && n.fract() == 0.0 && out.time.is_none() =>
            {
                out.time = Some(TimeOfDay::Clock(n as i8, None));
                out.either_half = (1.0..=12.0).contains(&n);
            }
            (_, Meaning::AmPm(after)) => pm = Some(after),
            (_, Meaning::Zone(zone)) => {
                // Zones are named with a day of 24 hours.
                (out.zone, out.either_half) = (zone, false);
            }
            _ => {}
        }
    }
    let Some(TimeOfDay::Clock(hour, minute)) = out.time else {
        return None;
    };
    let hour_of_half = |pm: bool| match (hour, pm) {
        (1..=11, true) => Some(hour + 12),
        (12, true) | (1..=11, false) => Some(hour),
        (12, false) => Some(0),
        (13..=23, true) | (0, false) => Some(hour),
        _ => None,
    };
    if m.says("morning") {
        pm = Some(false);
    } else if m.says("afternoon") || m.says("evening") {
        pm = Some(true);
    } else if m.says("night") {
        pm = Some((6..12).contains(&hour));
    }
    let hour = match pm {
        Some(pm) => {
            out.either_half = false;
            hour_of_half(pm)?
        }
        None => hour,
    };
    out.time = Some(TimeOfDay::Clock(hour, minute));
    let region = m
        .parts
        .iter()
        .find_map(|part| Zone::of_region(m.text(part)));
    if let Some(Zone::American(standard)) = region {
        let summer = standard.seconds() + 3600;
        out.zone = match (m.says("standard"), m.says("daylight")) {
            (true, _) => Some(Zone::Fixed(standard)),
            (_, true) => Offset::from_seconds(summer).ok().map(Zone::Fixed),
            _ => region,
        };
    }
    point(out)
}

/// "half past seven", "a quarter to nine", "ten minutes past midnight", "half eleven".
pub(super) fn spoken(m: &Match<'_>) -> Option<Meaning> {
    let mut numbers = m.meanings().filter_map(|(_, meaning)| match meaning {
        Meaning::Amount(Amount::Exact(n)) if n.fract() == 0.0 => Some(n as i8),
        Meaning::Point(Point {
            time: Some(TimeOfDay::Clock(hour, None)),
            ..
        }) => Some(hour),
        _ => None,
    });
    let minute = if m.says("half") {
        30
    } else if m.says("quarter") {
        15
    } else {
        numbers.next()?
    };
    let hour = numbers.next()?;
    let fits = (1..30).contains(&minute) || m.says("half");
    let word = m
        .parts
        .last()
        .is_some_and(|part| part.class == Some(Class::CLOCKWORD));
    if !fits || !((1..=12).contains(&hour) || word) {
        return None;
    }
    let back = m.says("to") || m.says("before");
    let (hour, minute) = match (back, hour) {
        (false, 24) => (0, minute),
        (false, hour) => (hour, minute),
        (true, 1) => (12, 60 - minute),
        (true, hour) => (hour - 1, 60 - minute),
    };
    point(Point {
        time: Some(TimeOfDay::Clock(hour, Some(minute))),
        either_half: !word,
        ..Point::default()
    })
}

/// "the first Tuesday in November", "the last week of the month".
pub(super) fn nth(m: &Match<'_>) -> Option<Meaning> {
    let article = usize::from(m.text(m.parts.first()?).eq_ignore_ascii_case("the"));
    let (counting, counted) = (m.parts.get(article)?, m.parts.get(article + 1)?);
    let which = match m.meaning(counting) {
        Meaning::Ordinal(n) => i8::try_from(n).ok().filter(|n| (1..=53).contains(n))?,
        _ if m.text(counting).eq_ignore_ascii_case("opening") => 1,
        _ => -1,
    };
    let unit = if m.text(counted).eq_ignore_ascii_case("week") {
        Unit::Week
    } else {
        Unit::Day
    };
    let outer = m.parts.last()?;
    let of = match (outer.class, m.meaning(outer)) {
        (Some(Class::UNIT), Meaning::Unit(unit, 1)) if unit > Unit::Week => Point {
            shift: Some(super::relative::make_shift(
                super::relative::step_of(m).unwrap_or(0),
                unit,
                Anchor::Document,
            )),
            ..Point::default()
        },
        (_, Meaning::Point(point)) if point.day.is_none() && point.weekday.is_none() => point,
        _ => return None,
    };
    let inner = match m.meaning(counted) {
        Meaning::Point(point) => point,
        _ => Point::default(),
    };
    point(Point {
        nth: Some(Nth { which, unit }),
        ..inner.merge(of)?
    })
}

/// "the second half of October": the month, at its start or end.
pub(super) fn half_month(m: &Match<'_>) -> Option<Meaning> {
    let Meaning::Point(month) = m.meaning(m.parts.last()?) else {
        return None;
    };
    let modifier = match ordinal(m) {
        Some(1) => Modifier::Start,
        None | Some(2) => Modifier::End,
        _ => return None,
    };
    (month.month.is_some() && month.day.is_none() && month.modifier.is_none()).then_some(
        Meaning::Point(Point {
            modifier: Some(modifier),
            ..month
        }),
    )
}

/// "the January-March quarter of 2030"
pub(super) fn months_quarter(m: &Match<'_>) -> Option<Meaning> {
    let mut months = m.meanings().filter_map(|(_, meaning)| match meaning {
        Meaning::Point(point) => point.month,
        _ => None,
    });
    let (first, last) = (months.next()?, months.next()?);
    if first % 3 != 1 || last != first + 2 {
        return None;
    }
    let year = m.meanings().find_map(|(_, meaning)| match meaning {
        Meaning::Point(point) => point.year,
        _ => None,
    });
    point(Point {
        quarter: Some(first / 3 + 1),
        year,
        ..Point::default()
    })
}

pub(super) fn quarter(m: &Match<'_>) -> Option<Meaning> {
    let quarter = match ordinal(m) {
        Some(n) => i8::try_from(n).ok().filter(|n| (1..=4).contains(n))?,
        None => 4,
    };
    point(Point {
        quarter: Some(quarter),
        ..merged_years(m)?
    })
}

pub(super) fn half(m: &Match<'_>) -> Option<Meaning> {
    let half = match ordinal(m) {
        Some(n) => i8::try_from(n).ok().filter(|n| (1..=2).contains(n))?,
        None if m.says("first") => 1,
        None => 2,
    };
    point(Point {
        half: Some(half),
        ..merged_years(m)?
    })
}

/// The fields of the year-like parts (an ordinal is no day of the month here).
pub(super) fn merged_years(m: &Match<'_>) -> Option<Point> {
    let mut all = Point::default();
    for (at, part) in m.parts.iter().enumerate() {
        if !matches!(
            part.class,
            Some(Class::NTH | Class::DAYNO | Class::BACK | Class::AHEAD)
        ) {
            all = all.merge(point_of(m, at)?)?;
        }
    }
    all.fiscal |= m.says("fiscal");
    Some(all)
}

pub(super) fn year_period(m: &Match<'_>) -> Option<Meaning> {
    // "the 1988 period": the quarter of the text, in that year.
    let year = m.parts.iter().find_map(|part| match part.item.meaning {
        Meaning::Point(point) => Some(point),
        _ => None,
    })?;
    point(Point {
        quarter: Some(0),
        ..year
    })
}
