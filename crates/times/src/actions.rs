//! What rules build from what they matched.

use jiff::civil::Date;

use crate::class::Class;
use crate::meaning::{Amount, Anchor, Length, Meaning, Point, Repeat, Shift, Which};
use crate::moment::{DayPart, TimeOfDay, Unit};
use crate::parse::Match;
use crate::{Modifier, Reference};

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

fn point(point: Point) -> Option<Meaning> {
    Some(Meaning::Point(point))
}

fn year(year: i16) -> Option<Meaning> {
    point(Point {
        year: Some(year),
        ..Point::default()
    })
}

/// One part as calendar fields.
fn point_of(m: &Match<'_>, at: usize) -> Option<Point> {
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

fn merged(m: &Match<'_>) -> Option<Point> {
    let mut all = Point::default();
    for at in 0..m.parts.len() {
        all = all.merge(point_of(m, at)?)?;
    }
    all.fiscal |= m.says("fiscal");
    Some(all)
}

fn merge(m: &Match<'_>) -> Option<Meaning> {
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

fn modified(m: &Match<'_>, modifier: Modifier) -> Option<Meaning> {
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

fn amounts(m: &Match<'_>) -> impl Iterator<Item = Amount> {
    m.meanings().filter_map(|(_, meaning)| match meaning {
        Meaning::Amount(amount) => Some(amount),
        _ => None,
    })
}

fn amount(m: &Match<'_>) -> Option<Amount> {
    Some(amounts(m).next().unwrap_or(
        match m.parts.iter().any(|part| part.class == Some(Class::UNITS)) {
            true => Amount::Vague,
            false => Amount::Exact(1.0),
        },
    ))
}

fn exact(m: &Match<'_>) -> Option<f64> {
    amounts(m).find_map(|amount| match amount {
        Amount::Exact(n) => Some(n),
        _ => None,
    })
}

fn sum(m: &Match<'_>) -> Option<Meaning> {
    let (mut total, mut ordinal) = (0.0, false);
    for (_, meaning) in m.meanings() {
        match meaning {
            Meaning::Amount(Amount::Exact(n)) => total += n,
            Meaning::Ordinal(n) => {
                total += f64::from(n);
                ordinal = true;
            }
            _ => {}
        }
    }
    Some(if ordinal {
        Meaning::Ordinal(total as i32)
    } else {
        Meaning::Amount(Amount::Exact(total))
    })
}

fn product(m: &Match<'_>) -> Option<Meaning> {
    let mut total = 1.0;
    let mut scaled = false;
    for (class, meaning) in m.meanings() {
        if let Meaning::Amount(amount) = meaning {
            let Amount::Exact(n) = amount else {
                return None;
            };
            match class {
                Some(Class::SCALE) => {
                    total *= n;
                    scaled = true;
                }
                _ if scaled => total += n,
                _ => total = n,
            }
        }
    }
    Some(Meaning::Amount(Amount::Exact(total)))
}

fn range(m: &Match<'_>) -> Option<Meaning> {
    let mut numbers = amounts(m).filter_map(|amount| match amount {
        Amount::Exact(n) => Some(n),
        _ => None,
    });
    let (low, high) = (numbers.next()?, numbers.next()?);
    (low < high).then_some(Meaning::Amount(Amount::Range(low, high)))
}

fn year_words(m: &Match<'_>) -> Option<Meaning> {
    let mut numbers = amounts(m).filter_map(|amount| match amount {
        Amount::Exact(n) => Some(n as i16),
        _ => None,
    });
    // The first word ("nineteen") is literal in the rule, so its amount is not among the parts.
    let century = match m.text(m.parts.first()?).to_ascii_lowercase().as_str() {
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        _ => 20,
    };
    let rest = numbers.next()? + numbers.next().unwrap_or(0);
    year(century * 100 + rest)
}

fn iso_date(m: &Match<'_>) -> Option<Meaning> {
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

fn decade_word(m: &Match<'_>) -> Option<Meaning> {
    let decade = exact(m)? as i16 / 10;
    point(Point {
        decade: Some(190 + decade),
        ..Point::default()
    })
}

fn ordinal(m: &Match<'_>) -> Option<i32> {
    m.meanings().find_map(|(_, meaning)| match meaning {
        Meaning::Ordinal(n) => Some(n),
        _ => None,
    })
}

fn clock(m: &Match<'_>) -> Option<Meaning> {
    let mut out = Point::default();
    let mut pm = None;
    for (class, meaning) in m.meanings() {
        match (class, meaning) {
            (_, Meaning::Point(point)) => {
                if let Some(TimeOfDay::Clock(..)) = point.time {
                    out.time = point.time;
                }
            }
            (Some(Class::MILITARY), Meaning::Amount(Amount::Exact(n))) => {
                out.time = Some(TimeOfDay::Clock((n / 100.0) as i8, Some((n % 100.0) as i8)));
            }
            (_, Meaning::Amount(Amount::Exact(n)))
                if n <= 24.0 && n.fract() == 0.0 && out.time.is_none() =>
            {
                out.time = Some(TimeOfDay::Clock(n as i8, None));
            }
            (_, Meaning::AmPm(after)) => pm = Some(after),
            (_, Meaning::Zone(zone)) => out.zone = zone,
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
        Some(pm) => hour_of_half(pm)?,
        None => hour,
    };
    out.time = Some(TimeOfDay::Clock(hour, minute));
    point(out)
}

fn quarter(m: &Match<'_>) -> Option<Meaning> {
    let quarter = match ordinal(m) {
        Some(n) => i8::try_from(n).ok().filter(|n| (1..=4).contains(n))?,
        None => 4,
    };
    point(Point {
        quarter: Some(quarter),
        ..merged_years(m)?
    })
}

fn half(m: &Match<'_>) -> Option<Meaning> {
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
fn merged_years(m: &Match<'_>) -> Option<Point> {
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

fn make_shift(n: i32, unit: Unit, anchor: Anchor) -> Shift {
    Shift {
        amount: Amount::Exact(f64::from(n.abs())),
        forward: n >= 0,
        unit,
        anchor,
    }
}

fn shift(n: i32, unit: Unit, anchor: Anchor) -> Option<Meaning> {
    point(Point {
        shift: Some(make_shift(n, unit, anchor)),
        ..Point::default()
    })
}

/// The unit among the parts, matched as a class or as a literal word of the rule.
fn unit_of(m: &Match<'_>) -> Option<(Unit, i32)> {
    let said = m.meanings().find_map(|(_, meaning)| match meaning {
        Meaning::Unit(unit, times) => Some((unit, times)),
        _ => None,
    });
    said.or_else(|| {
        let word = |part| Unit::of_name(m.text(part).to_ascii_lowercase().trim_end_matches('s'));
        m.parts.iter().find_map(word)
    })
}

fn step_of(m: &Match<'_>) -> Option<i32> {
    m.meanings().find_map(|(_, meaning)| match meaning {
        Meaning::Step(step) => Some(step),
        _ => None,
    })
}

fn unit_shift(m: &Match<'_>, n: i32, anchor: Anchor) -> Option<Meaning> {
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
fn step_text(m: &Match<'_>) -> Option<Meaning> {
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
fn word_shift(m: &Match<'_>, n: i32) -> Option<Meaning> {
    let unit = m
        .parts
        .iter()
        .find_map(|part| Unit::of_name(&m.text(part).to_ascii_lowercase()))?
        .0;
    shift(n, unit, Anchor::Text)
}

fn year_period(m: &Match<'_>) -> Option<Meaning> {
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

fn day_before(m: &Match<'_>) -> Option<Meaning> {
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

fn with_day(m: &Match<'_>, n: i32, anchor: Anchor) -> Option<Meaning> {
    point(Point {
        shift: Some(make_shift(n, Unit::Day, anchor)),
        ..merged(m)?
    })
}

fn which(m: &Match<'_>, anchor: Anchor) -> Option<Meaning> {
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
        ..merged_years_and_days(m)?
    })
}

fn merged_years_and_days(m: &Match<'_>) -> Option<Point> {
    let mut all = Point::default();
    for at in 0..m.parts.len() {
        all = all.merge(point_of(m, at)?)?;
    }
    Some(all)
}

fn length(m: &Match<'_>, amount: Option<Amount>) -> Option<Length> {
    let (unit, times) = unit_of(m)?;
    let amount = match amount? {
        Amount::Exact(n) if n >= 1e6 => return None,
        Amount::Exact(n) => Amount::Exact(n * f64::from(times)),
        amount => amount,
    };
    let modifier = m.meanings().find_map(|(_, meaning)| match meaning {
        Meaning::Modifier(modifier) => Some(modifier),
        _ => None,
    });
    let about = m.says("so") || m.says("or");
    let modifier = modifier.or(about.then_some(Modifier::Approx));
    Some(Length {
        amount,
        unit,
        and: None,
        modifier,
        lies: None,
    })
}

fn length_lies(m: &Match<'_>) -> Option<Meaning> {
    let step = step_of(m);
    let amount = amounts(m).next().or(Some(Amount::Vague));
    let length = length(m, amount)?;
    let anchor =
        if m.says("following") || m.says("previous") || m.says("preceding") || m.says("subsequent")
        {
            Anchor::Text
        } else {
            Anchor::Document
        };
    Some(Meaning::Length(Length {
        lies: Some((step.unwrap_or(-1) > 0, anchor)),
        ..length
    }))
}

fn length_sum(m: &Match<'_>) -> Option<Meaning> {
    let (Meaning::Length(a), Meaning::Length(b)) =
        (m.parts.first()?.item.meaning, m.parts.last()?.item.meaning)
    else {
        return None;
    };
    match b.amount {
        Amount::Exact(n) if b.unit < a.unit && a.and.is_none() && b.and.is_none() => {
            Some(Meaning::Length(Length {
                and: Some((n, b.unit)),
                ..a
            }))
        }
        _ => None,
    }
}

fn len_shift(m: &Match<'_>, forward: bool, anchor: Anchor) -> Option<Meaning> {
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

fn every(m: &Match<'_>) -> Option<Meaning> {
    let repeat = match m.parts.iter().find_map(|part| match m.meaning(part) {
        Meaning::Length(length) => Some(Repeat::Every(length)),
        Meaning::Repeat(repeat) => Some(repeat),
        _ => None,
    }) {
        Some(repeat) => repeat,
        None if unit_of(m).is_some() => Repeat::Every(length(m, Some(Amount::Exact(1.0)))?),
        None => Repeat::Point(merged(m)?),
    };
    Some(Meaning::Repeat(repeat))
}
