//! How two reports lie to each other: the features by which it is judged whether they tell one
//! happening.
//!
//! All are computed here and nowhere else; the example `pairs` writes them for training. A feature
//! that cannot be told is NaN.

use crate::minhash::Signature;
use crate::story::Member;
use crate::weighed::{Part, Probes, Shared};

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

/// A report that is laid beside others, and what makes it ready for that.
pub(crate) struct Laid<'a> {
    pub member: &'a Member,
    pub probes: Probes<'a>,
}

impl<'a> Laid<'a> {
    pub(crate) fn of(member: &'a Member) -> Laid<'a> {
        Laid {
            member,
            probes: Probes::new(&member.weighed),
        }
    }
}

/// How a report lies to one that came before; `each` is told the places of its terms that the other has too.
pub(crate) fn features(
    new: &Laid<'_>,
    old: &Member,
    signatures: (Option<&Signature>, Option<&Signature>),
    each: impl FnMut(usize),
) -> Row {
    let Laid {
        member: new,
        probes,
    } = new;
    let (f, g) = (&new.facts, &old.facts);
    let whole = |share: Option<f32>| share.unwrap_or(f32::NAN);
    let days = |a: Option<i64>, b: Option<i64>| Some((a? - b?) as f32);
    // What is shared, and whether either has nothing to share.
    let share = |here: Part, there: Part| {
        let (probe, others) = (probes.part(here), old.weighed.part(there));
        let none = probe.terms.is_empty() || others.is_empty();
        (probe.shared(others, |_| ()), none)
    };
    let told = |(shared, none): (Shared, bool), of: fn(&Shared) -> f32| {
        if none { f32::NAN } else { of(&shared) }
    };
    let dot = |of: (Shared, bool)| told(of, |shared| shared.dot);
    let all = probes.part(Part::All).shared(old.weighed.all(), each);
    let titles = share(Part::Title, Part::Title);
    let leads = share(Part::Lead, Part::Lead);
    let names = share(Part::Names, Part::Names);
    let others = share(Part::Others, Part::Others);
    let (title, lead) = (dot(titles), dot(leads));
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
    // The share of the weight of either that the other has too.
    let held = |of: (Shared, bool)| {
        (
            told(of, |shared| shared.here),
            told(of, |shared| shared.there),
        )
    };
    let (names_held, others_held) = (held(names), held(others));
    let years = (!f.years.is_empty() && !g.years.is_empty()).then(|| {
        let shared = f.years.iter().filter(|year| g.years.contains(year)).count();
        shared as f32 / f.years.len().min(g.years.len()) as f32
    });
    let (few, many) = (new.bytes.min(old.bytes), new.bytes.max(old.bytes));
    [
        all.dot,
        title,
        lead,
        dot(names),
        dot(others),
        dot(share(Part::Numbers, Part::Numbers)),
        held(share(Part::Title, Part::Lead)).0,
        held(share(Part::Lead, Part::Title)).1,
        all.best,
        names.0.best,
        names.0.n,
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
        titles.0.best,
        leads.0.best,
        (title.max(0.0) + lead.max(0.0)) / 2.0,
        names_held.0.min(names_held.1),
        names_held.0.max(names_held.1),
        others_held.0.min(others_held.1),
        others_held.0.max(others_held.1),
        whole(years),
        whole(days(f.days.first().copied(), g.days.first().copied()).map(f32::abs)),
    ]
}
