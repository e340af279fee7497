//! What stands beside an expression and completes it: the day of a clock, the end of a quarter, the
//! month of a second day, the date that a length is counted from.

use crosswire_annotate::{Doc, Token};
use crosswire_calendar::Interval;
use jiff::ToSpan;
use jiff::civil::Date;

use crate::atoms::Item;
use crate::class::Class;
use crate::context::Context;
use crate::extent;
use crate::meaning::{Amount, Anchor, Length, Meaning, Point};
use crate::moment::{Period, TimeOfDay, Unit};
use crate::resolve;
use crate::tense::Tense;
use crate::value::Inner;

/// Whether nothing but a clock was said.
pub(crate) fn is_only_clock(point: Point) -> bool {
    point
        == Point {
            time: point.time,
            either_half: point.either_half,
            zone: point.zone,
            modifier: point.modifier,
            ..Point::default()
        }
}

/// The clock on the day that stands just after or before it in the same sentence, and which phrase that
/// is: "at 9 a.m. on Tuesday", "0730 local time (0630 GMT) on Tuesday", "11:30 on Tuesday night".
pub(crate) fn with_day(doc: &Doc, found: &[Item], at: usize) -> Option<(Point, usize)> {
    let here = found[at];
    let Meaning::Point(clock) = here.meaning else {
        return None;
    };
    if !is_only_clock(clock) || !matches!(clock.time, Some(TimeOfDay::Clock(..))) {
        return None;
    }
    let is_other_clock =
        |item: &Item| matches!(item.meaning, Meaning::Point(point) if is_only_clock(point));
    let sentence = doc.sentence_of(here.first as usize);
    let near = |other: usize, gap: u32| -> Option<(Point, usize)> {
        let item = found[other];
        let Meaning::Point(day) = item.meaning else {
            return None;
        };
        let same = doc.sentence_of(item.first as usize) == sentence;
        // A part of the day must fit the clock; another clock has a day of its own.
        let free = !matches!(day.time, Some(TimeOfDay::Clock(..)));
        let fits = same && gap <= 8 && free && is_day(day);
        let day = Point {
            modifier: None,
            ..day
        };
        fits.then(|| clock.merge(day))
            .flatten()
            .map(|both| (both, other))
    };
    // Over other bare clocks: the ends of a range, the same time in another zone.
    let after = (at + 1..found.len().min(at + 4))
        .find(|&other| !is_other_clock(&found[other]))
        .and_then(|other| near(other, found[other].first.abs_diff(found[other - 1].last)));
    let before = || {
        let other = (at.saturating_sub(3)..at)
            .rev()
            .find(|&other| !is_other_clock(&found[other]))?;
        near(other, found[other].last.abs_diff(found[other + 1].first))
    };
    after.or_else(before)
}

/// "the next month", which is that of the story where the story is past.
pub(crate) fn is_the_next(doc: &Doc, first: usize, point: Point) -> bool {
    let one_on = point.shift.is_some_and(|shift| {
        shift.forward && shift.amount == Amount::Exact(1.0) && shift.anchor == Anchor::Document
    });
    one_on
        && doc.get(first).is_some_and(|word| word.is("the"))
        && doc.get(first + 1).is_some_and(|word| word.is("next"))
}

/// A block without a full stop: a heading, a caption or a line of a list.
pub(crate) fn is_heading(doc: &Doc) -> bool {
    let end = doc.text().trim_end();
    !end.ends_with(['.', '!', '?', ':', ';', '"', '”', '’', '\'', ')', '…'])
}

pub(crate) fn is_day(point: Point) -> bool {
    let shifted = point.shift.is_some_and(|shift| shift.unit == Unit::Day);
    let counted = point.nth.is_some_and(|nth| nth.unit == Unit::Day);
    point.weekday.is_some()
        || counted
        || point.holiday.is_some()
        || point.date.is_some()
        || point.month.is_some() && point.day.is_some()
        || shifted
}

/// "the quarter ended July 31": the quarter by its end. One with a number ("the second quarter ended
/// Oct. 31") is the company's own and takes the year; one without is the calendar quarter in whose
/// middle it lies, unless the text has named it as the company counts.
pub(crate) fn with_end(
    doc: &Doc,
    found: &[Item],
    at: usize,
    point: Point,
    context: &Context,
) -> Option<Point> {
    let bare = point.shift.is_some_and(|shift| shift.unit == Unit::Quarter);
    if point.year.is_some() || !bare && point.quarter.is_none() {
        return None;
    }
    let (item, next) = (found[at], *found.get(at + 1)?);
    let verb = doc.get(item.last as usize + 1)?;
    let tense = match verb.text() {
        "ended" => Tense::Past,
        "ending" => Tense::Future,
        _ => return None,
    };
    let Meaning::Point(day) = next.meaning else {
        return None;
    };
    if next.first != item.last + 2 || !is_day(day) {
        return None;
    }
    let Inner::Moment(end) = resolve::point(day, tense, context).value.0 else {
        return None;
    };
    let end = end.period.first_day()?;
    if !bare {
        return Some(Point {
            year: Some(end.year()),
            ..point
        });
    }
    let named = context
        .results
        .filter(|told| context.fiscal && matches!(told, Period::Quarter(..)));
    let calendar = || {
        Some(Period::holding(
            end.checked_sub(45.days()).ok()?,
            Unit::Quarter,
        ))
    };
    let Period::Quarter(year, quarter) = named.or_else(calendar)? else {
        return None;
    };
    Some(Point {
        shift: None,
        year: Some(year),
        quarter: Some(quarter),
        fiscal: point.fiscal || named.is_some(),
        ..point
    })
}

/// "After a flat second quarter, profit rose", "compared with the first half": what is told is another's.
pub(crate) fn is_measured_against(doc: &Doc, first: usize) -> bool {
    let Some(token) = doc.get(first) else {
        return false;
    };
    let phrase = |token: &Token<'_>| matches!(token.pos(), "NOUN" | "PROPN" | "ADJ");
    let mut around = std::iter::once(token)
        .chain(token.ancestors())
        .skip_while(phrase);
    let governs =
        |token: Option<Token<'_>>, lemma| token.is_some_and(|token| token.lemma() == lemma);
    let preposition = around.next();
    governs(preposition, "after")
        || governs(preposition, "than")
        || governs(preposition, "with") && governs(around.next(), "compare")
}

/// The second of two days of a month: "March 6 and 7", "Dec. 5-7", "Dec. 5-7, 1998".
pub(crate) fn second_day(items: &[Item], at: usize, doc: &Doc) -> Option<Item> {
    let (first, between, second) = (items.get(at)?, items.get(at + 1)?, items.get(at + 2)?);
    let Meaning::Point(day) = first.meaning else {
        return None;
    };
    let (Some(_), Some(from), None) = (day.month, day.day, day.time) else {
        return None;
    };
    let joins = ["and", "or", "to", "-", "–", "through"];
    let between = doc
        .text()
        .get(between.start as usize..between.end as usize)?;
    if !first.classes.has(Class::EXPR)
        || second.classes.has(Class::EXPR)
        || !second.classes.has(Class::DAYNO)
        || !joins.iter().any(|word| word.eq_ignore_ascii_case(between))
        // "from July 4 to 6 million", "March 6 and 7 p.m."
        || items.get(at + 3).is_some_and(|next| next.first == second.last + 1 && !next.classes.is_empty())
    {
        return None;
    }
    let text = doc.text().get(second.start as usize..second.end as usize)?;
    let to: i8 = text.trim_end_matches(char::is_alphabetic).parse().ok()?;
    (to > from).then_some(Item {
        classes: first.classes,
        meaning: Meaning::Point(Point {
            day: Some(to),
            weekday: None,
            ..day
        }),
        word: 0,
        ..*second
    })
}

/// The first of two days of a month that stands behind both: "between 12 and 19 August 2028"; or of two
/// clocks: "from 8 to 10:15 a.m.".
pub(crate) fn first_end(items: &[Item], at: usize, doc: &Doc) -> Option<Item> {
    let (first, joint, second) = (
        items.get(at.checked_sub(2)?)?,
        items.get(at.checked_sub(1)?)?,
        items.get(at)?,
    );
    let Meaning::Point(point) = second.meaning else {
        return None;
    };
    let words = |item: &Item| {
        doc.text()
            .get(item.start as usize..item.end as usize)
            .unwrap_or("")
    };
    let before = (first.first as usize)
        .checked_sub(1)
        .and_then(|at| doc.get(at));
    let led = |words: &[&str]| before.is_some_and(|token| words.iter().any(|word| token.is(word)));
    let joint = words(joint);
    let hyphen = matches!(joint, "-" | "–" | "‑" | "‐" | "—");
    let fits = match joint {
        "and" | "or" => led(&["between", "on", "of"]),
        "to" | "until" | "till" | "through" => true,
        _ => hyphen,
    };
    if !fits || first.classes.has(Class::EXPR) || !second.classes.has(Class::EXPR) {
        return None;
    }
    let number = match first.meaning {
        Meaning::Amount(Amount::Exact(n)) if n.fract() == 0.0 => Some(n as i8),
        Meaning::Ordinal(n) => i8::try_from(n).ok(),
        _ => None,
    };
    let meaning = match (point.time, point.day) {
        (Some(TimeOfDay::Clock(..)), _) if !point.either_half && is_twelve(words(second)) => {
            let (time, either_half) = match (first.meaning, number) {
                (Meaning::Point(clock), _)
                    if first.classes.has(Class::TIMENO) || first.classes.has(Class::DOTTIME) =>
                {
                    (clock.time, clock.either_half)
                }
                (_, Some(hour @ 1..=12)) => (Some(TimeOfDay::Clock(hour, None)), true),
                _ => return None,
            };
            Point {
                time,
                either_half,
                ..Point::default()
            }
        }
        (None, Some(last)) if point.month.is_some() => {
            let day = number.filter(|day| (1..last).contains(day))?;
            let behind = words(second).starts_with(|c: char| c.is_ascii_digit());
            if !behind || !first.classes.has(Class::DAYNO) {
                return None;
            }
            Point {
                day: Some(day),
                weekday: None,
                ..point
            }
        }
        _ => return None,
    };
    Some(Item {
        classes: second.classes,
        meaning: Meaning::Point(meaning),
        word: 0,
        ..*first
    })
}

/// Whether a clock is told by the half of the day: "8 p.m.".
pub(crate) fn is_twelve(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    ["a.m", "p.m", "am", "pm"]
        .iter()
        .any(|half| words.contains(half))
}

/// The calendar time of a length that is counted from a date beside it: "a week after March 6".
pub(crate) fn counted_from(
    doc: &Doc,
    found: &[Item],
    at: usize,
    length: Length,
    context: &Context,
) -> Option<Interval> {
    let (item, next) = (found[at], *found.get(at + 1)?);
    let word = doc.get(item.last as usize + 1)?;
    let forward = match word.text() {
        "after" | "following" | "from" => true,
        "before" => false,
        _ => return None,
    };
    if next.first != item.last + 2 {
        return None;
    }
    let Meaning::Point(day) = next.meaning else {
        return None;
    };
    let Inner::Moment(base) = resolve::point(day, Tense::Unknown, context).value.0 else {
        return None;
    };
    let base: Date = base.period.first_day()?;
    extent::counted(length, base, forward)
}

/// Whether the expression is part of a name: a programme, a paper, a product.
pub(crate) fn is_in_name(doc: &Doc, item: Item) -> bool {
    let Some(entity) = doc
        .get(item.first as usize)
        .and_then(crosswire_annotate::Token::entity)
    else {
        return false;
    };
    let dated =
        matches!(item.meaning, Meaning::Point(point) if point.has_fields() || point.year.is_some());
    let is_bare_year = matches!(item.meaning, Meaning::Point(point) if point == Point { year: point.year, ..Point::default() });
    // "Q3 2030" by itself is no product, "Audi Q3" is.
    if matches!(item.meaning, Meaning::Point(point) if point.quarter.is_some() || point.half.is_some())
        && entity.tokens.start == item.first as usize
    {
        return false;
    }
    let name = match &*entity.label {
        "WORK_OF_ART" | "PRODUCT" => true,
        // "the firm Lantern 1960", not "the 1960 Lantern Committee"
        "ORG" if dated && is_bare_year => entity.tokens.start < item.first as usize,
        "ORG" | "PERSON" | "FAC" | "LOC" | "GPE" => !dated,
        _ => false,
    };
    let text = doc.text().get(item.start as usize..item.end as usize);
    name && entity.tokens.len() > 1
        && entity.tokens.end > item.last as usize
        && (is_bare_year || text.is_some_and(|text| text.contains(char::is_uppercase)))
}
