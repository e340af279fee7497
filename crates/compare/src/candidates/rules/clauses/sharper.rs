//! Values of two clauses of which one is sharper.

use crosswire_annotate::Doc;
use crosswire_calendar::Granularity;
use crosswire_extract::Extracted;
use crosswire_quantities::{Kind, Quantity, Relation};

use super::describe;
use super::judge::{self, Lies, Verdict};
use super::sorts::Sort;
use crate::told::shown::short;
use crate::told::unit::Unit;
use crate::told::words;
use crate::{About, Normal};

/// A value in one clause and one in the other.
pub(super) struct Found {
    pub(super) sort: Sort,
    pub(super) about: About,
    /// As written and normalised: the first clause's, the second's.
    pub(super) sides: [(String, Normal); 2],
    /// Whether the first is the sharper one.
    pub(super) first: bool,
    pub(super) why: String,
}

impl Found {
    /// Whether the vaguer value is a year or more: most of what a story tells lies in it.
    pub(super) fn is_of_a_year(&self) -> bool {
        let vague = &self.sides[usize::from(self.first)].1;
        matches!(vague, Normal::Time(time) if time.granularity >= Granularity::Year)
    }
}

/// The times, quantities and places of two clauses of which one is sharper, one of each matter.
pub(super) fn values(a: &Unit, b: &Unit, reports: [&Extracted; 2]) -> Vec<Found> {
    let [times, numbers] = judge::unshared(a, b, reports);
    let times = judge::times_of([&times[0], &times[1]], reports);
    let times = contained(times, Sort::Time, Sort::NearTime);
    let number = judge::quantities_of([&numbers[0], &numbers[1]], reports);
    let number = contained(number, Sort::Quantity, Sort::Rounded);
    let place = judge::places(a, b, reports);
    let place = contained(place, Sort::Place, Sort::MorePlace);
    let number = number.or_else(|| counts(a, b, reports));
    let number = number.filter(|found| same_size(&found.sides));
    [times, number, place].into_iter().flatten().collect()
}

/// Counts of which one lies in the other, of nouns of one family ("hundreds of firms", "214
/// companies") or of which one goes without a noun ("over 50 people were hurt", "51 were hurt").
fn counts(a: &Unit, b: &Unit, reports: [&Extracted; 2]) -> Option<Found> {
    let docs = [(a, reports[0]), (b, reports[1])]
        .map(|(unit, report)| &report.annotated.blocks()[unit.block].doc);
    for &x in &a.quantities {
        for &y in &b.quantities {
            let found = [&reports[0].quantities[x], &reports[1].quantities[y]];
            let [q, r] = found.map(|found| &found.quantity);
            if !of_one_family([q, r], docs) && !of_one_verb([q, r], docs) {
                continue;
            }
            if q.kind != Kind::Count || r.kind != Kind::Count {
                continue;
            }
            let first = match q.range.relation(&r.range) {
                Relation::Within => true,
                Relation::Contains => false,
                _ => continue,
            };
            let sides = [0, 1].map(|i| {
                let words = reports[i].annotated.words(found[i].passage).to_owned();
                (words, judge::normal_quantity(found[i]))
            });
            let [sharp, vague] = if first { [0, 1] } else { [1, 0] }.map(|i| short(&sides[i].0));
            return Some(Found {
                sort: Sort::Quantity,
                about: About::Quantity,
                sides,
                first,
                why: format!("“{sharp}” lies within “{vague}”: both can be true."),
            });
        }
    }
    None
}

/// Whether what is counted are two nouns of one family.
fn of_one_family(quantities: [&Quantity; 2], docs: [&Doc; 2]) -> bool {
    let [s, t] = [0, 1].map(|i| {
        let noun = quantities[i].noun.as_ref()?;
        Some((&noun.lemma, words::key(docs[i].token(noun.token))?))
    });
    matches!((s, t), (Some(s), Some(t)) if s.0 != t.0 && s.1 == t.1)
}

/// Whether one of two counts has no noun, and both are what one verb befalls or what does it.
fn of_one_verb(quantities: [&Quantity; 2], docs: [&Doc; 2]) -> bool {
    if quantities
        .iter()
        .filter(|found| found.noun.is_none())
        .count()
        != 1
    {
        return false;
    }
    let [s, t] = [0, 1].map(|i| {
        let quantity = quantities[i];
        let inside = |at: usize| quantity.tokens.contains(&at);
        let head = match &quantity.noun {
            Some(noun) => noun.token,
            None => {
                (quantity.tokens.clone()).find(|&at| !inside(docs[i].token(at).head().index()))?
            }
        };
        let head = docs[i].token(head);
        let befalls = match head.dep() {
            "nsubjpass" | "dobj" => true,
            "nsubj" => false,
            _ => return None,
        };
        Some((befalls, words::key(head.head())?))
    });
    s.is_some() && s == t
}

/// Whether two quantities are of one size: "over half an hour" and "less than two weeks" meet, but
/// neither says the other more sharply.
fn same_size(sides: &[(String, Normal); 2]) -> bool {
    const MOST_APART: f64 = 2.0;
    let sizes = sides.each_ref().map(|(_, normal)| match normal {
        Normal::Interval(interval) => {
            let bounds = [interval.low, interval.high];
            let open = bounds
                .into_iter()
                .any(|bound| !bound.is_finite() || bound <= 0.0);
            let bounds = bounds
                .into_iter()
                .filter(|bound| bound.is_finite() && *bound > 0.0);
            (bounds.collect::<Vec<f64>>(), open)
        }
        _ => (Vec::new(), false),
    });
    let [(x, x_open), (y, y_open)] = &sizes;
    if x.is_empty() || y.is_empty() {
        return true;
    }
    // A closed range that lies in the other range is of its size, however wide that is.
    if !x_open && !y_open && x[0] <= y[y.len() - 1] && y[0] <= x[x.len() - 1] {
        return true;
    }
    x.iter()
        .any(|x| y.iter().any(|y| (x / y).max(y / x) <= MOST_APART))
}

/// What two clauses that tell one thing say more or less sharply: [`values`], and what they call
/// things.
pub(super) fn told(a: &Unit, b: &Unit, reports: [&Extracted; 2]) -> Vec<Found> {
    let mut found = values(a, b, reports);
    if let Some((sort, [x, y], first)) = describe::things(a, b, reports) {
        let about = match sort {
            Sort::Counted => About::Quantity,
            _ => About::Participant,
        };
        let (sharp, vague) = if first { (&x, &y) } else { (&y, &x) };
        let (sharp, vague) = (short(sharp), short(vague));
        let why = match sort {
            Sort::Named => format!("“{sharp}” names what the other calls “{vague}”."),
            _ => format!("“{sharp}” says more than “{vague}”."),
        };
        found.push(Found {
            sort,
            about,
            sides: [(x, Normal::None), (y, Normal::None)],
            first,
            why,
        });
    }
    found
}

/// Of values that lie one in the other, as refinements are shown.
fn contained(verdict: Option<Verdict>, within: Sort, near: Sort) -> Option<Found> {
    let verdict = verdict?;
    let (sort, first) = match verdict.lies {
        Lies::Within => (within, true),
        Lies::Contains => (within, false),
        Lies::Near { sharper } => (near, sharper),
        Lies::Same | Lies::Apart => return None,
    };
    let (sharp, vague) = if first {
        (&verdict.sides[0], &verdict.sides[1])
    } else {
        (&verdict.sides[1], &verdict.sides[0])
    };
    let (sharp, vague) = (short(&sharp.words), short(&vague.words));
    let why = if sort == within {
        format!("“{sharp}” lies within “{vague}”: both can be true.")
    } else {
        format!("“{sharp}” says more than “{vague}”: both can be true.")
    };
    let [x, y] = verdict.sides;
    Some(Found {
        sort,
        about: verdict.about,
        sides: [(x.words, x.normal), (y.words, y.normal)],
        first,
        why,
    })
}
