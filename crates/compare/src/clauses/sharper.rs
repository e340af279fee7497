//! Values of two clauses of which one is sharper.

use crosswire_extract::Extracted;
use crosswire_quantities::{Kind, Quantity, Relation};

use super::agree::short;
use super::describe;
use super::judge::{self, Lies, Verdict};
use super::refine::Sort;
use super::unit::Unit;
use super::words;
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

/// The times, quantities and places of two clauses of which one is sharper, one of each matter.
pub(super) fn values(a: &Unit, b: &Unit, reports: [&Extracted; 2]) -> Vec<Found> {
    let times = contained(judge::times(a, b, reports), Sort::Time, Sort::NearTime);
    let number = judge::quantities(a, b, reports);
    let number = contained(number, Sort::Quantity, Sort::Rounded);
    let place = judge::places(a, b, reports);
    let place = contained(place, Sort::Place, Sort::MorePlace);
    let number = number.or_else(|| counts(a, b, reports));
    let number = number.filter(|found| same_size(&found.sides));
    [times, number, place].into_iter().flatten().collect()
}

/// Counts of which one lies in the other, of nouns of one family: "hundreds of firms", "214 companies".
fn counts(a: &Unit, b: &Unit, reports: [&Extracted; 2]) -> Option<Found> {
    let family = |unit: &Unit, report: &Extracted, quantity: &Quantity| {
        let noun = quantity.noun.as_ref()?;
        let doc = &report.annotated.blocks()[unit.block].doc;
        Some((noun.lemma.clone(), words::key(doc.token(noun.token))?))
    };
    for &x in &a.quantities {
        for &y in &b.quantities {
            let found = [&reports[0].quantities[x], &reports[1].quantities[y]];
            let [q, r] = found.map(|found| &found.quantity);
            let (Some(s), Some(t)) = (family(a, reports[0], q), family(b, reports[1], r)) else {
                continue;
            };
            if q.kind != Kind::Count || r.kind != Kind::Count || s.0 == t.0 || s.1 != t.1 {
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
        let why = match (sort, if first { (&x, &y) } else { (&y, &x) }) {
            (Sort::Named, (sharp, vague)) => {
                format!(
                    "“{}” names what the other calls “{}”.",
                    short(sharp),
                    short(vague)
                )
            }
            (_, (sharp, vague)) => {
                format!("“{}” says more than “{}”.", short(sharp), short(vague))
            }
        };
        found.push(Found {
            sort,
            about: About::Participant,
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
