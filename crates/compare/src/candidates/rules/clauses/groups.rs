//! One group for each thing that several reports tell.

use crosswire_report::{Field, Passage};
use rustc_hash::FxHashMap;

use super::features::{GROUPS, ONE_APPOSITION, SAME_PREDICATE};
use super::link::Link;
use crate::told::predicates::Carrier;
use crate::told::unit::Unit;
use crate::told::words::{Word, Words};

/// Units of different reports, at most one a report, that tell the same thing.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// Indices of the units, in order.
    pub(crate) units: Vec<usize>,
    /// How likely the strongest of its links is right.
    pub(crate) strongest: f32,
    /// The mean over its links.
    pub(crate) mean: f32,
    /// How likely the report that is bound most loosely states the same as another.
    pub(crate) truth: f32,
}

/// Links below this do not bind.
pub(crate) const LEAST_LIKELY: f32 = 0.02;
/// Nor do links that people would hardly call true: at 0.6, 0.89 of the pairs judged were (0.81 at 0.5).
pub(crate) const LEAST_TRUE: f32 = 0.55;

/// Binds units into groups, strongest link first.
///
/// Two groups are joined when no report is in both and, while they are small, at least a third of
/// the pairs across them are links too: else a chain of half-alike clauses drifts off. Units that
/// are `apart` contradict each other, and are never in one group.
pub(crate) fn groups(
    units: &[Unit],
    links: &[Link],
    apart: &dyn Fn(usize, usize) -> bool,
) -> Vec<Group> {
    let mut order: Vec<&Link> = links
        .iter()
        .filter(|link| link.likely >= LEAST_LIKELY && link.holds() >= LEAST_TRUE)
        .filter(|link| !apart(link.a, link.b))
        .collect();
    // Of links alike in likelihood one between words for the same happening goes first, and one
    // between a clause and a mere "X, the leader" last.
    let strength = |link: &Link| {
        let loose = 1.0 - 0.5 * link.features[ONE_APPOSITION];
        link.likely * (1.0 + link.features[SAME_PREDICATE]) * loose
    };
    order.sort_by(|x, y| {
        strength(y)
            .total_cmp(&strength(x))
            .then((x.a, x.b).cmp(&(y.a, y.b)))
    });
    let likely: FxHashMap<(usize, usize), f32> = order
        .iter()
        .map(|link| ((link.a, link.b), link.likely))
        .collect();
    let mut of: Vec<Option<usize>> = vec![None; units.len()];
    let mut members: Vec<Vec<usize>> = Vec::new();
    for link in &order {
        let mut side = |unit: usize| {
            *of[unit].get_or_insert_with(|| {
                members.push(vec![unit]);
                members.len() - 1
            })
        };
        let (x, y) = (side(link.a), side(link.b));
        if x == y || !may_join(&members[x], &members[y], units, &likely) {
            continue;
        }
        let (into, from) = if members[x].len() >= members[y].len() {
            (x, y)
        } else {
            (y, x)
        };
        let moved = std::mem::take(&mut members[from]);
        for &unit in &moved {
            of[unit] = Some(into);
        }
        members[into].extend(moved);
    }
    let mut groups: Vec<Group> = members
        .into_iter()
        .flat_map(|members| divided(members, apart))
        .filter(|members| members.len() > 1)
        .map(|mut units| {
            units.sort_unstable();
            Group {
                units,
                strongest: 0.0,
                mean: 0.0,
                truth: 0.0,
            }
        })
        .collect();
    groups.sort_by(|a, b| a.units.cmp(&b.units));
    let place: FxHashMap<usize, usize> = groups
        .iter()
        .enumerate()
        .flat_map(|(i, group)| group.units.iter().map(move |&unit| (unit, i)))
        .collect();
    let mut best: FxHashMap<usize, f32> = FxHashMap::default();
    let mut sums = vec![(0.0f32, 0usize); groups.len()];
    for link in &order {
        let (Some(&x), Some(&y)) = (place.get(&link.a), place.get(&link.b)) else {
            continue;
        };
        if x != y {
            continue;
        }
        groups[x].strongest = groups[x].strongest.max(link.likely);
        sums[x].0 += link.likely;
        sums[x].1 += 1;
        for unit in [link.a, link.b] {
            let truth = best.entry(unit).or_insert(0.0);
            *truth = truth.max(link.holds());
        }
    }
    for (group, (sum, count)) in groups.iter_mut().zip(sums) {
        group.mean = sum / count.max(1) as f32;
        group.truth = group
            .units
            .iter()
            .map(|unit| best.get(unit).copied().unwrap_or(0.0))
            .fold(1.0, f32::min);
    }
    groups
}

/// Units of one group that met over others but contradict each other, as groups of their own.
fn divided(members: Vec<usize>, apart: &dyn Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    let mut parts: Vec<Vec<usize>> = Vec::new();
    for unit in members {
        let fits = |part: &&mut Vec<usize>| !part.iter().any(|&other| apart(unit, other));
        match parts.iter_mut().find(fits) {
            Some(part) => part.push(unit),
            None => parts.push(vec![unit]),
        }
    }
    parts
}

fn may_join(
    x: &[usize],
    y: &[usize],
    units: &[Unit],
    likely: &FxHashMap<(usize, usize), f32>,
) -> bool {
    const SMALL: usize = 8;
    let clash = x
        .iter()
        .any(|&a| y.iter().any(|&b| units[a].report == units[b].report));
    if clash {
        return false;
    }
    if x.len() > SMALL || y.len() > SMALL {
        return true;
    }
    let bound = x
        .iter()
        .flat_map(|&a| y.iter().map(move |&b| (a.min(b), a.max(b))))
        .filter(|pair| likely.contains_key(pair))
        .count();
    3 * bound >= x.len() * y.len()
}

/// The groups in order of `likely`, without those that only repeat a stretch of a better one.
///
/// A clause and a phrase inside it often align both; of two groups of which one lies inside the
/// other in every report that they share (at least two), only the likelier is kept.
pub(crate) fn ranked(groups: &[Group], likely: &[f32], places: &[(usize, Passage)]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by(|&x, &y| likely[y].total_cmp(&likely[x]).then(x.cmp(&y)));
    // Where the kept groups stand: report and field to passages with their group.
    let mut kept: Vec<usize> = Vec::new();
    let mut taken: FxHashMap<(usize, Field), Vec<(Passage, usize)>> = FxHashMap::default();
    for i in order {
        let mut repeats: FxHashMap<usize, usize> = FxHashMap::default();
        for &unit in &groups[i].units {
            let (report, passage) = places[unit];
            for &(other, group) in taken.get(&(report, passage.field)).into_iter().flatten() {
                if covers(passage, other) {
                    *repeats.entry(group).or_insert(0) += 1;
                }
            }
        }
        let repeated = repeats.iter().any(|(&group, &count)| {
            let shared = groups[i]
                .units
                .iter()
                .filter(|&&a| {
                    groups[group]
                        .units
                        .iter()
                        .any(|&b| places[a].0 == places[b].0)
                })
                .count();
            count >= 2 && count >= shared
        });
        if repeated {
            continue;
        }
        for &unit in &groups[i].units {
            let (report, passage) = places[unit];
            taken
                .entry((report, passage.field))
                .or_default()
                .push((passage, i));
        }
        kept.push(i);
    }
    kept
}

/// Whether nine tenths of one passage lie in the other.
fn covers(a: Passage, b: Passage) -> bool {
    if a.field != b.field {
        return false;
    }
    let from = a.span.start().max(b.span.start());
    let to = a.span.end().min(b.span.end());
    to > from && 10 * (to - from) >= 9 * a.span.len().min(b.span.len())
}

/// What speaks for a group being one of the clear things that the reports share.
pub(crate) fn features(
    group: &Group,
    units: &[Unit],
    reports: usize,
    words: &Words,
) -> [f32; GROUPS] {
    let members: Vec<&Unit> = group.units.iter().map(|&unit| &units[unit]).collect();
    let count = members.len() as f32;
    let share = |test: &dyn Fn(&Unit) -> bool| {
        members.iter().filter(|unit| test(unit)).count() as f32 / count
    };
    let core = core(&members);
    let weight = |list: &[Word]| list.iter().map(|&word| words.weight(word)).sum::<f32>();
    let whole: f32 = members
        .iter()
        .map(|unit| {
            unit.words
                .iter()
                .map(|&(word, _)| words.weight(word))
                .sum::<f32>()
        })
        .sum::<f32>()
        / count;
    let numbers = core
        .iter()
        .any(|word| members.iter().all(|unit| unit.numbers.contains(word)));
    let names = core
        .iter()
        .any(|word| members.iter().any(|unit| unit.names.contains(word)));
    let logit = |p: f32| (p.clamp(1e-4, 1.0 - 1e-4) / (1.0 - p.clamp(1e-4, 1.0 - 1e-4))).ln();
    let flag = |yes: bool| f32::from(u8::from(yes));
    [
        logit(group.strongest),
        logit(group.mean),
        logit(group.truth),
        count.ln(),
        count / reports.max(1) as f32,
        members.iter().map(|unit| unit.position).sum::<f32>() / count,
        members.iter().map(|unit| unit.position).fold(1.0, f32::min),
        share(&|unit| unit.title),
        flag(numbers),
        flag(names),
        share(&|unit| unit.carrier == Carrier::Verb),
        weight(&core) / core.len().max(1) as f32,
        whole,
        weight(&core) / whole.max(1e-6),
        flag(
            !numbers
                && members
                    .iter()
                    .filter(|unit| !unit.numbers.is_empty())
                    .count()
                    > 1,
        ),
    ]
}

/// The words that most of the units share.
pub(crate) fn core(members: &[&Unit]) -> Vec<Word> {
    let mut counts: Vec<(Word, usize)> = Vec::new();
    let mut all: Vec<Word> = members
        .iter()
        .flat_map(|unit| unit.words.iter().map(|&(word, _)| word))
        .collect();
    all.sort_unstable();
    for word in all {
        match counts.last_mut() {
            Some(last) if last.0 == word => last.1 += 1,
            _ => counts.push((word, 1)),
        }
    }
    let most = (members.len() + 1).div_ceil(2).max(2);
    counts
        .into_iter()
        .filter(|&(_, count)| count >= most)
        .map(|(word, _)| word)
        .collect()
}
