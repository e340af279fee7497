//! How two reports lie to each other: the features by which it is judged whether they tell one
//! happening.
//!
//! All are computed here and nowhere else; the example `pairs` writes them for training. A feature
//! that cannot be told is NaN.

use crate::minhash::Signature;
use crate::sketch::Sketch;
use crate::story::Member;
use crate::vector::Vector;

/// A row of values.
pub(crate) type Row = [f32; FEATURES.len()];

/// The names of the features, in their order.
pub(crate) const FEATURES: [&str; 35] = [
    "all",
    "title",
    "lead",
    "names",
    "others",
    "numbers",
    "title_in_lead",
    "lead_has_title",
    "best_shared",
    "best_name",
    "shared_names",
    "copy",
    "gap",
    "told_gap",
    "told_shared",
    "told_to_published",
    "published_to_told",
    "weekdays",
    "month_day",
    "killed",
    "injured",
    "killed_both",
    "ages",
    "ages_apart",
    "shorter",
    "longer",
    "title_best",
    "lead_best",
    "leads_mean",
    "names_held_least",
    "names_held_most",
    "others_held_least",
    "others_held_most",
    "years",
    "first_told_gap",
];

/// What a report is compared by once its words are weighed.
#[derive(Clone, Debug)]
pub(crate) struct Weighed {
    pub title: Vector,
    pub lead: Vector,
    pub names: Vector,
    pub others: Vector,
    pub numbers: Vector,
}

/// Terms of each sort that are kept.
const TITLE: usize = 20;
const LEAD: usize = 64;
const NAMES: usize = 32;
const OTHERS: usize = 64;

impl Weighed {
    /// Of a sketch, by how telling each term is now.
    pub(crate) fn of(sketch: &Sketch, weight: impl Fn(u32) -> f32) -> Weighed {
        let weigh = |vector: &Vector, keep: usize, wanted: &dyn Fn(u32) -> bool| {
            let pairs = vector.pairs().iter().filter(|pair| wanted(pair.0));
            let pairs = pairs.map(|&(term, n)| (term, n * weight(term))).collect();
            Vector::new(pairs).heaviest(keep).normalised()
        };
        let told = &sketch.told;
        let is_name = |term: u32| told.names.binary_search(&term).is_ok();
        Weighed {
            title: weigh(&told.title, TITLE, &|_| true),
            lead: weigh(&told.lead, LEAD, &|_| true),
            names: weigh(&sketch.terms, NAMES, &is_name),
            others: weigh(&sketch.terms, OTHERS, &|term| !is_name(term)),
            numbers: weigh(&told.numbers, TITLE, &|_| true),
        }
    }
}

/// How a report lies to one that came before.
pub(crate) fn features(
    new: &Member,
    old: &Member,
    signatures: (Option<&Signature>, Option<&Signature>),
) -> Row {
    let (a, b) = (&new.weighed, &old.weighed);
    let (f, g) = (&new.facts, &old.facts);
    let whole = |share: Option<f32>| share.unwrap_or(f32::NAN);
    let days = |a: Option<i64>, b: Option<i64>| Some((a? - b?) as f32);
    let title = maybe_dot(&a.title, &b.title);
    let lead = maybe_dot(&a.lead, &b.lead);
    let (best_shared, _) = shared(&new.vector, &old.vector);
    let (best_name, n_names) = shared(&a.names, &b.names);
    let copy = match signatures {
        (Some(a), Some(b)) => a.likeness(b),
        _ => f32::NAN,
    };
    let nearest = |day: Option<i64>, told: &[i64]| {
        let day = day?;
        told.iter().map(|&told| (told - day).abs()).min()
    };
    let told_gap = f
        .days
        .iter()
        .filter_map(|&day| nearest(Some(day), &g.days))
        .min();
    let told_shared = (!f.days.is_empty() && !g.days.is_empty()).then(|| {
        f.days.iter().filter(|day| g.days.contains(day)).count() as f32
            / f.days.len().min(g.days.len()) as f32
    });
    let weekdays = (f.weekdays != 0 && g.weekdays != 0).then(|| {
        (f.weekdays & g.weekdays).count_ones() as f32
            / (f.weekdays | g.weekdays).count_ones() as f32
    });
    let same = |a: Option<u16>, b: Option<u16>| Some(f32::from(u8::from(a? == b?)));
    let ages_shared = f.ages.iter().filter(|age| g.ages.contains(age)).count();
    let both = |a: &Vector, b: &Vector| (held(a, b), held(b, a));
    let (names_held, others_held) = (both(&a.names, &b.names), both(&a.others, &b.others));
    let years = (!f.years.is_empty() && !g.years.is_empty()).then(|| {
        let shared = f.years.iter().filter(|year| g.years.contains(year)).count();
        shared as f32 / f.years.len().min(g.years.len()) as f32
    });
    let (few, many) = (new.bytes.min(old.bytes), new.bytes.max(old.bytes));
    [
        new.vector.dot(&old.vector),
        title,
        lead,
        maybe_dot(&a.names, &b.names),
        maybe_dot(&a.others, &b.others),
        maybe_dot(&a.numbers, &b.numbers),
        held(&a.title, &b.lead),
        held(&b.title, &a.lead),
        best_shared,
        best_name,
        n_names,
        copy,
        whole(days(new.day(), old.day()).map(f32::abs)),
        whole(told_gap.map(|gap| gap as f32)),
        whole(told_shared),
        whole(nearest(old.day(), &f.days).map(|gap| gap as f32)),
        whole(nearest(new.day(), &g.days).map(|gap| gap as f32)),
        whole(weekdays),
        whole(same(f.month_day, g.month_day)),
        whole(same(f.killed, g.killed)),
        whole(same(f.injured, g.injured)),
        whole(days(f.killed.map(i64::from), g.killed.map(i64::from)).map(|n| n.abs().min(20.0))),
        if f.ages.is_empty() || g.ages.is_empty() {
            f32::NAN
        } else {
            ages_shared as f32
        },
        if f.ages.is_empty() || g.ages.is_empty() {
            f32::NAN
        } else {
            (f.ages.len().min(g.ages.len()) - ages_shared) as f32
        },
        (few as f32).ln_1p(),
        (many as f32).ln_1p(),
        shared(&a.title, &b.title).0,
        shared(&a.lead, &b.lead).0,
        (title.max(0.0) + lead.max(0.0)) / 2.0,
        names_held.0.min(names_held.1),
        names_held.0.max(names_held.1),
        others_held.0.min(others_held.1),
        others_held.0.max(others_held.1),
        whole(years),
        whole(days(f.days.first().copied(), g.days.first().copied()).map(f32::abs)),
    ]
}

fn maybe_dot(a: &Vector, b: &Vector) -> f32 {
    if a.pairs().is_empty() || b.pairs().is_empty() {
        return f32::NAN;
    }
    a.dot(b)
}

/// The share of the weight of `a` whose terms `b` holds.
fn held(a: &Vector, b: &Vector) -> f32 {
    if a.pairs().is_empty() || b.pairs().is_empty() {
        return f32::NAN;
    }
    let pairs = a.pairs().iter().filter(|pair| b.holds(pair.0));
    pairs.map(|pair| pair.1 * pair.1).sum()
}

/// The most that one term gives to the likeness, and how many terms are shared.
fn shared(a: &Vector, b: &Vector) -> (f32, f32) {
    let (mut best, mut n) = (0.0_f32, 0.0);
    for &(term, weight) in a.pairs() {
        if let Ok(at) = b.pairs().binary_search_by_key(&term, |pair| pair.0) {
            best = best.max(weight * b.pairs()[at].1);
            n += 1.0;
        }
    }
    (best, n)
}
