//! Finds the time expressions of a document and resolves them.

use crosswire_annotate::Doc;
use crosswire_text::Span;

use crate::atoms::Item;
use crate::attach;
use crate::class::Class;
use crate::context::Context;
use crate::grammar::Grammar;
use crate::meaning::{Amount, Meaning, Point, Repeat};
use crate::moment::{Period, TimeOfDay, Unit};
use crate::tense::{self, Tense};
use crate::value::{Inner, Pattern, Place, Value};
use crate::{Anchoring, Timex, TimexKind, extent, parse, resolve};

/// A phrase that is an expression of its own, not yet resolved.
#[derive(Clone, Copy)]
struct Found {
    item: Item,
}

/// The time expressions of a document, in text order, without overlap.
///
/// Hand it the blocks of a report in reading order with one [`Context`]: "the next day" counts from
/// the days before it.
#[must_use]
pub fn find(doc: &Doc, context: &mut Context) -> Vec<Timex> {
    let grammar = Grammar::get();
    let mut found: Vec<Found> = Vec::new();
    parse::stretches(doc, grammar, |items| {
        found.extend(
            items
                .iter()
                .filter(|item| item.classes.has(Class::EXPR))
                .map(|item| Found { item: *item }),
        );
    });
    (0..found.len())
        .map(|at| resolved(doc, &found, at, context))
        .collect()
}

fn resolved(doc: &Doc, found: &[Found], at: usize, context: &mut Context) -> Timex {
    let item = found[at].item;
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
    match item.meaning {
        Meaning::Point(mut point) => {
            if let (Some(TimeOfDay::Clock(..)), true) = (point.time, is_only_clock(point)) {
                // A bare clock takes the day beside it in its sentence: "at 9 a.m. on Tuesday".
                point = with_day_beside(doc, found, at, point);
            }
            timex.kind = if point.time.is_some() {
                TimexKind::Time
            } else {
                TimexKind::Date
            };
            timex.modifier = point.modifier;
            timex.weekday = point.weekday;
            timex.month = point.month;
            let tense = if needs_tense(point) {
                tense::tense_of(doc, first, last)
            } else {
                Tense::Unknown
            };
            let resolved = resolve::point(point, tense, context);
            timex.value = resolved.value.to_string();
            timex.interval = resolved.interval;
            timex.anchoring = resolved.anchoring;
            if let (true, Inner::Moment(moment)) = (resolved.remember, resolved.value.0) {
                context.remember(moment);
            }
        }
        Meaning::Length(length) => {
            timex.kind = TimexKind::Duration;
            timex.modifier = length.modifier;
            timex.value = Value(Inner::Length(length)).to_string();
            timex.interval = extent::lies(length, context);
            if length.lies.is_some() {
                timex.anchoring = Anchoring::Document;
            }
            // "the nine months", after which "a year earlier" is a year, not a quarter.
            if let (Unit::Month, Amount::Exact(6.0 | 9.0 | 12.0), Some(stamp)) =
                (length.unit, length.amount, context.published)
            {
                context.period = Some(Period::Year(stamp.date().year()));
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

/// Whether the resolution asks for the tense of the verb.
fn needs_tense(point: Point) -> bool {
    point.shift.is_none() && point.year.is_none() && point.date.is_none() && point.which.is_none()
}

fn is_only_clock(point: Point) -> bool {
    point
        == Point {
            time: point.time,
            zone: point.zone,
            modifier: point.modifier,
            ..Point::default()
        }
}

/// The clock on the day that stands just after or before it in the same sentence, if one does.
fn with_day_beside(doc: &Doc, found: &[Found], at: usize, clock: Point) -> Point {
    let near = |other: usize, from: usize, to: usize| -> Option<Point> {
        let item = found.get(other)?.item;
        let gap = from.abs_diff(to);
        let same =
            doc.sentence_of(item.first as usize) == doc.sentence_of(found[at].item.first as usize);
        match item.meaning {
            Meaning::Point(day) if same && gap <= 8 && day.time.is_none() && is_day(day) => {
                Some(day)
            }
            _ => None,
        }
    };
    let here = found[at].item;
    let after = found
        .get(at + 1)
        .and_then(|next| near(at + 1, here.last as usize, next.item.first as usize));
    let before = at.checked_sub(1).and_then(|previous| {
        near(
            previous,
            found[previous].item.last as usize,
            here.first as usize,
        )
    });
    after
        .or(before)
        .and_then(|day| {
            clock.merge(Point {
                modifier: None,
                ..day
            })
        })
        .unwrap_or(clock)
}

fn is_day(point: Point) -> bool {
    let shifted = point.shift.is_some_and(|shift| shift.unit == Unit::Day);
    point.weekday.is_some()
        || point.date.is_some()
        || point.month.is_some() && point.day.is_some()
        || shifted
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
