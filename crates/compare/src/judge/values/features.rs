//! Everything that a judgement of two values weighs, in one row.

use std::cmp::Ordering;

use crosswire_calendar::{Relation, Stamp};

use crate::candidates::values::{LIKENESS, MEETING, Meeting};
use crate::told::values::{Amount, Scene, TypedValue};

use super::relation::{RELATION, middle, relation};

/// When and by whom the reports of a story were told.
#[derive(Clone, Debug)]
pub struct Telling {
    /// When each report was published.
    pub published: Vec<Option<Stamp>>,
    /// Which origin each report has.
    pub origins: Vec<usize>,
}

/// The names of what the order of publication adds, in order: here the first value is the one that
/// was told first.
pub const SETTING: [&str; 16] = [
    "days_between",
    "ordered",
    "same_origin",
    "grows",
    "tense_first",
    "tense_last",
    "factuality_first",
    "factuality_last",
    "background_first",
    "background_last",
    "at_first",
    "at_last",
    "after_telling_first",
    "after_telling_last",
    "told_anew_first",
    "told_anew_last",
];

/// The names of a whole row.
#[must_use]
pub fn names() -> Vec<&'static str> {
    [&LIKENESS[..], &MEETING, &RELATION, &SETTING].concat()
}

/// A row: what `names` names.
#[must_use]
pub fn features(scene: &Scene, telling: &Telling, meeting: &Meeting) -> Vec<f32> {
    let value = |(report, at): (usize, usize)| &scene.values[report][at];
    let (one, two) = (value(meeting.one), value(meeting.two));
    let mut row = Vec::with_capacity(names().len());
    row.extend(meeting.likeness);
    row.extend(meeting.meeting);
    row.extend(relation(&one.amount, &two.amount));
    row.extend(setting(telling, meeting, one, two));
    row
}

fn setting(
    telling: &Telling,
    meeting: &Meeting,
    one: &TypedValue,
    two: &TypedValue,
) -> [f32; SETTING.len()] {
    let stamp = |report: usize| telling.published.get(report).copied().flatten();
    let (mut first, mut last) = ((one, meeting.one.0), (two, meeting.two.0));
    let order = match (stamp(first.1), stamp(last.1)) {
        (Some(a), Some(b)) => a.order(b),
        _ => None,
    };
    if order == Some(Ordering::Greater) {
        std::mem::swap(&mut first, &mut last);
    }
    let days = match (stamp(first.1), stamp(last.1)) {
        (Some(a), Some(b)) => {
            let days = b.date().since(a.date()).map_or(0, |span| span.get_days());
            (1.0 + days.abs() as f32).ln()
        }
        _ => f32::NAN,
    };
    let (a, b) = (&first.0.context, &last.0.context);
    let origin = |report: usize| telling.origins.get(report);
    [
        days,
        order.map_or(f32::NAN, |order| f32::from(u8::from(order.is_ne()))),
        f32::from(u8::from(origin(first.1) == origin(last.1))),
        grows(&first.0.amount, &last.0.amount),
        f32::from(a.tense),
        f32::from(b.tense),
        f32::from(a.factuality),
        f32::from(b.factuality),
        f32::from(u8::from(a.background)),
        f32::from(u8::from(b.background)),
        a.at,
        b.at,
        ahead(first.0, stamp(first.1)),
        ahead(last.0, stamp(last.1)),
        ahead(first.0, stamp(last.1)),
        ahead(last.0, stamp(first.1)),
    ]
}

/// Which way the value goes from the first telling to the last: -1, 0, 1.
fn grows(first: &Amount, last: &Amount) -> f32 {
    let sign = |order: Ordering| order as i8 as f32;
    match (first, last) {
        (Amount::Number { range, .. }, Amount::Number { range: later, .. }) => {
            sign(middle(later).total_cmp(&middle(range)))
        }
        (Amount::Time(first), Amount::Time(last)) => match (first.interval, last.interval) {
            (Some(first), Some(last)) => match first.relation(last) {
                Some(Relation::Before) => 1.0,
                Some(Relation::After) => -1.0,
                Some(_) => 0.0,
                None => f32::NAN,
            },
            _ => f32::NAN,
        },
        _ => f32::NAN,
    }
}

/// Days from a report's publication to the time that it tells, squeezed.
fn ahead(value: &TypedValue, published: Option<Stamp>) -> f32 {
    let (Amount::Time(when), Some(published)) = (&value.amount, published) else {
        return f32::NAN;
    };
    let Some(interval) = when.interval else {
        return f32::NAN;
    };
    let from = interval.from().date();
    let days = from
        .since(published.date())
        .map_or(0, |span| span.get_days()) as f32;
    days.signum() * (1.0 + days.abs()).ln()
}
