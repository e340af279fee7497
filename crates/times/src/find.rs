//! Finds the time expressions of a document and resolves them.

use crosswire_annotate::Doc;
use crosswire_text::Span;
use jiff::ToSpan;
use jiff::civil::DateTime;

use crate::atoms::Item;
use crate::attach;
use crate::class::Class;
use crate::context::Context;
use crate::grammar::Grammar;
use crate::meaning::{Amount, Anchor, Length, Meaning, Point, Repeat};
use crate::moment::{Moment, Period, TimeOfDay, Unit};
use crate::tense::{self, Tense};
use crate::value::{Inner, Pattern, Place, Value};
use crate::{Anchoring, Timex, TimexKind, beside, extent, half, parse, resolve, shared};

/// The time expressions of a document, in text order, without overlap.
///
/// Hand it the blocks of a report in reading order with one [`Context`]: "the next day" counts from
/// the days before it.
#[must_use]
pub fn find(doc: &Doc, context: &mut Context) -> Vec<Timex> {
    let grammar = Grammar::get();
    let mut found: Vec<Item> = Vec::new();
    parse::stretches(doc, grammar, |items| {
        for (at, item) in items.iter().enumerate() {
            if item.classes.has(Class::EXPR) && !beside::is_in_name(doc, *item) {
                let last = found.last().map_or(0, |last| last.end);
                found.extend(beside::first_end(items, at, doc).filter(|first| first.start >= last));
                found.push(*item);
                found.extend(beside::second_day(items, at, doc));
            }
        }
    });
    shared::complete(doc, &mut found);
    (0..found.len())
        .map(|at| resolved(doc, &found, at, context))
        .collect()
}

fn resolved(doc: &Doc, found: &[Item], at: usize, context: &mut Context) -> Timex {
    let item = found[at];
    let (first, last) = (item.first as usize, item.last as usize);
    let mut timex = Timex {
        span: Span::new(item.start as usize, item.end as usize),
        tokens: first..last + 1,
        kind: TimexKind::Date,
        value: String::new(),
        modifier: None,
        interval: None,
        anchoring: Anchoring::Absolute,
        weekday: None,
        month: None,
        governor: attach::governor(doc, first, last),
    };
    match after_a_clock(item.meaning, context) {
        Meaning::Point(mut point) => {
            if let (true, Some(told)) = (point.either_half, context.clock()) {
                point = half::after(point, told);
            }
            let ended = beside::with_end(doc, found, at, point, context);
            point = ended.unwrap_or(point);
            timex.kind = if point.time.is_some() {
                TimexKind::Time
            } else {
                TimexKind::Date
            };
            timex.modifier = point.modifier;
            timex.weekday = point.weekday;
            timex.month = point.month;
            let next = beside::is_the_next(doc, first, point);
            let tense = if next || needs_tense(point) {
                tense::tense_of(doc, first, last, context.vivid || beside::is_heading(doc))
            } else {
                Tense::Unknown
            };
            if let (true, Tense::Past, Some(shift)) = (next, tense, &mut point.shift) {
                shift.anchor = Anchor::Text;
            }
            if let (true, Tense::Past, Some(shift)) = (point.overnight, tense, &mut point.shift) {
                // What has happened overnight did so in the night to the day of the report.
                (shift.amount, shift.forward) = (Amount::Exact(1.0), false);
            }
            let resolved = resolve::point(point, tense, context);
            timex.value = resolved.value.to_string();
            timex.interval = resolved.interval;
            timex.anchoring = resolved.anchoring;
            if let (true, Inner::Moment(moment)) = (resolved.remember, resolved.value.0) {
                if matches!(moment.time, Some(TimeOfDay::Clock(..))) {
                    context.clock = Some(moment).filter(|_| is_of_twelve(doc, item));
                }
                context.remember(moment);
                if !beside::is_measured_against(doc, first) {
                    let past = tense == Tense::Past || ended.is_some();
                    context.tell(moment.period, past, point.fiscal);
                }
            }
        }
        Meaning::Length(length) => {
            timex.kind = TimexKind::Duration;
            timex.modifier = length.modifier;
            timex.value = Value(Inner::Length(length)).to_string();
            timex.interval = extent::lies(length, context);
            if length.lies.is_some() {
                timex.anchoring = Anchoring::Document;
            } else if let Some(interval) = beside::counted_from(doc, found, at, length, context) {
                timex.interval = Some(interval);
                timex.anchoring = Anchoring::Text;
            }
            // "the nine months", after which "a year earlier" is a year, not a quarter.
            if let (Unit::Month, Amount::Exact(6.0 | 9.0 | 12.0), Some(stamp)) =
                (length.unit, length.amount, context.published)
            {
                let year = Period::Year(stamp.date().year());
                (context.period, context.results) = (Some(year), None);
                context.last = Some(Moment::of(year));
            }
        }
        Meaning::Repeat(Repeat::Every(length)) => {
            timex.kind = TimexKind::Set;
            timex.modifier = length.modifier;
            timex.value = Value(Inner::Length(length)).to_string();
        }
        Meaning::Repeat(Repeat::Point(point)) => {
            timex.kind = TimexKind::Set;
            timex.weekday = point.weekday;
            timex.month = point.month;
            timex.value = Value(Inner::Pattern(pattern(point))).to_string();
        }
        Meaning::Reference(reference) => {
            timex.value = reference.name().to_owned();
            timex.anchoring = Anchoring::Document;
        }
        _ => {}
    }
    timex
}

/// Whether a clock is told on a face of twelve hours, so that an open one after it is too.
fn is_of_twelve(doc: &Doc, item: Item) -> bool {
    let words = doc.text().get(item.start as usize..item.end as usize);
    words.is_some_and(|words| {
        beside::is_twelve(words)
            || ["past", " to ", "o'clock", "o’clock", " in the "]
                .iter()
                .any(|word| words.contains(word))
    })
}

/// "two hours later": a clock after a clock that was told; after nothing of the kind, a length, as is
/// "weeks later", which no calendar places.
fn after_a_clock(meaning: Meaning, context: &Context) -> Meaning {
    let Meaning::Point(point) = meaning else {
        return meaning;
    };
    let Some(shift) = point
        .shift
        .filter(|shift| shift.unit < Unit::Day || shift.amount == Amount::Vague)
        .filter(|shift| shift.anchor == Anchor::Text && point.counted)
    else {
        return meaning;
    };
    let told = context.day.and_then(|day| match (day.period, day.time) {
        (Period::Day(date), Some(TimeOfDay::Clock(hour @ 0..=23, minute))) => {
            date.at(hour, minute.unwrap_or(0), 0, 0).into()
        }
        _ => None,
    });
    let seconds = match (shift.unit, shift.amount) {
        (Unit::Hour, Amount::Exact(n)) if n < 1000.0 => Some((n * 3600.0) as i64),
        (Unit::Minute, Amount::Exact(n)) if n < 1000.0 => Some((n * 60.0) as i64),
        _ => None,
    };
    let moved = told
        .zip(seconds)
        .and_then(|(told, seconds): (DateTime, i64)| {
            let seconds = if shift.forward { seconds } else { -seconds };
            told.checked_add(seconds.seconds()).ok()
        });
    match moved {
        Some(moved) => Meaning::Point(Point {
            shift: None,
            date: Some(moved.date()),
            time: Some(TimeOfDay::Clock(moved.hour(), Some(moved.minute()))),
            counted: false,
            ..point
        }),
        None => Meaning::Length(Length {
            amount: shift.amount,
            unit: shift.unit,
            and: None,
            modifier: point.modifier,
            lies: None,
        }),
    }
}

/// Whether the resolution asks for the tense of the verb.
fn needs_tense(point: Point) -> bool {
    point.overnight
        || point.shift.is_none()
            && point.year.is_none()
            && point.date.is_none()
            && point.which.is_none()
}

fn pattern(point: Point) -> Pattern {
    let place = match (point.weekday, point.season, point.month, point.day) {
        (Some(weekday), ..) => Place::Weekday(weekday),
        (_, Some(season), ..) => Place::Season(season),
        (_, _, Some(month), Some(day)) => Place::Day(Some(month), Some(day)),
        (_, _, Some(month), None) => Place::Month(Some(month)),
        _ if point.weekend => Place::Weekend,
        _ if point.time.is_some() => Place::Day(None, None),
        _ => Place::Year,
    };
    Pattern {
        place,
        time: point.time,
    }
}
