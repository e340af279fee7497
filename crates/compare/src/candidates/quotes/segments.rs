//! Which stretches of two reports' quotations are one and the same utterance.
//!
//! Utterances that share rare words are found through an inverted index and aligned; an
//! alignment counts when what it matches outweighs what it changes.

use std::collections::BTreeMap;
use std::collections::hash_map::Entry;

use super::align::{self, Column};
use super::changes::{Difference, Sort, differences, is_equal};
use crate::told::cast::Meet;
use crate::told::cast::speaker::Speaker;
use crate::told::quoted::rarity::Rarity;
use crate::told::quoted::utterance::Utterance;
use rustc_hash::{FxHashMap, FxHashSet};

/// An utterance is laid beside at most this many others, those that share most.
const MOST_PARTNERS: usize = 24;
/// Of the utterances that hold a word, each is paired with so many that come after it.
const MOST_NEIGHBOURS: usize = 32;
/// A word that more utterances hold tells little; it is looked up only where nothing rarer is.
const MOST_POSTINGS: usize = 256;
/// The rarest words of an utterance that are looked up however many utterances hold them.
const LEAST_LOOKED_UP: usize = 4;
/// What two utterances must share to be aligned, in nats.
const LEAST_SHARED: f32 = 2.0;
/// How often two utterances are aligned again with the matched words masked.
const ROUNDS: usize = 4;
/// Equal words that an alignment has at least.
const LEAST_EQUAL: usize = 3;
/// With no more than those, the reporter's clause around a fragment must speak for it too, by so
/// many nats: people say "a sad day" more than once.
const LEAST_SUPPORT: f32 = 1.5;
/// An alignment that weighs so much vouches for the quotations beside it.
const VOUCHES: f32 = 10.0;

/// A stretch that two utterances share, from one equal word to another.
#[derive(Clone, Debug)]
pub struct Segment {
    /// Indices of the utterances, in the order of the story's reports.
    pub(crate) one: usize,
    pub(crate) two: usize,
    pub(crate) columns: Vec<Column>,
    pub(crate) differences: Vec<Difference>,
    /// How much speaks for one utterance, in nats.
    pub(crate) score: f32,
}

/// All shared stretches of utterances of different texts, in the order of the utterances.
pub(crate) fn segments(all: &[Utterance], texts: &[usize], rarity: &Rarity) -> Vec<Segment> {
    let mut found = Vec::new();
    let mut left = Vec::new();
    for (one, two, shared) in pairs(all, texts, rarity) {
        let likeness = Speaker::meet(all[one].speaker.as_ref(), all[two].speaker.as_ref());
        let known = found.len();
        laid(all, (one, two, shared), likeness, rarity, &mut found);
        if found.len() == known && likeness != Meet::Same {
            left.push((one, two, shared, likeness));
        }
    }
    // Where a report does not tell the speaker, or tells another, the quotation before or after may:
    // both reports go on with the same words.
    let sure: FxHashSet<(usize, usize)> = found
        .iter()
        .filter(|segment| segment.score >= VOUCHES)
        .map(|segment| (segment.one, segment.two))
        .collect();
    let beside = |at: usize, step: isize| {
        let next = at.checked_add_signed(step)?;
        (all.get(next)?.report == all[at].report).then_some(next)
    };
    for (one, two, shared, likeness) in left {
        let vouched = [-1, 1].iter().any(|&step| {
            let pair = beside(one, step).zip(beside(two, step));
            pair.is_some_and(|pair| sure.contains(&pair))
        });
        if vouched {
            let likeness = match likeness {
                Meet::Other => Meet::Unknown,
                _ => Meet::Same,
            };
            laid(all, (one, two, shared), likeness, rarity, &mut found);
        }
    }
    found.sort_by_key(|segment| (segment.one, segment.two));
    found
}

/// Lays two utterances side by side and adds what they share.
fn laid(
    all: &[Utterance],
    (one, two, shared): (usize, usize, f32),
    likeness: Meet,
    rarity: &Rarity,
    found: &mut Vec<Segment>,
) {
    let (a, b) = (&all[one], &all[two]);
    // The words between the rare ones never weigh more than these.
    if 2.0 * shared < asked(likeness).0 {
        return;
    }
    let masked = |utterance: &Utterance| -> Vec<Option<u32>> {
        utterance.ids.iter().copied().map(Some).collect()
    };
    let (mut x, mut y) = (masked(a), masked(b));
    for _ in 0..ROUNDS {
        let columns = align::local(&x, &y, |id| rarity.weight(id));
        let weight: f32 = columns
            .iter()
            .filter(|&&column| is_equal(a, b, column))
            .filter_map(|column| column.0.map(|i| rarity.weight(a.ids[i])))
            .sum();
        // The next one would not be better.
        if weight < asked(likeness).0 {
            break;
        }
        for part in align::parts(&columns, |column| is_equal(a, b, column)) {
            let mut add = |part: &[Column]| {
                let mut differences = differences(a, b, part);
                differences.retain(|difference| difference.sort != Sort::Cut);
                let score = judge(a, b, part, &differences, likeness, rarity);
                found.extend(score.map(|score| Segment {
                    one,
                    two,
                    columns: part.to_vec(),
                    differences,
                    score,
                }));
                score.is_some()
            };
            // A sentence that only a stray word ties to the next drags both down.
            if !add(part) {
                sentences(a, b, part).for_each(|part| {
                    add(part);
                });
            }
        }
        for (i, j) in columns {
            i.into_iter().for_each(|i| x[i] = None);
            j.into_iter().for_each(|j| y[j] = None);
        }
    }
}

/// The sentences of an alignment, each from its first to its last equal word; none where it has
/// but one.
fn sentences<'c>(
    a: &Utterance,
    b: &Utterance,
    columns: &'c [Column],
) -> impl Iterator<Item = &'c [Column]> {
    let number = |side: &Utterance, at: Option<usize>| at.map(|at| side.words[at].sentence);
    let equal: Vec<usize> = (0..columns.len())
        .filter(|&at| is_equal(a, b, columns[at]))
        .collect();
    let joined = |x: &usize, y: &usize| {
        let (x, y) = (columns[*x], columns[*y]);
        number(a, x.0) == number(a, y.0) && number(b, x.1) == number(b, y.1)
    };
    let runs: Vec<&[Column]> = equal
        .chunk_by(joined)
        .filter_map(|run| columns.get(*run.first()?..=*run.last()?))
        .collect();
    runs.into_iter()
        .filter(move |run| run.len() < columns.len())
}

/// Pairs of utterances of two texts that share enough, in order, with the weight of the words
/// that they share.
///
/// Of one wording two utterances stand for all, so that what every report quotes in the same
/// words is not laid beside itself; the cost is that of the words, not of the pairs.
fn pairs(all: &[Utterance], texts: &[usize], rarity: &Rarity) -> Vec<(usize, usize, f32)> {
    let chosen = one_or_two_of_each_wording(all, texts);
    let mut index: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for &at in &chosen {
        for &id in all[at].ids.iter().filter(|&&id| rarity.is_content(id)) {
            let list = index.entry(id).or_default();
            if list.last() != Some(&at) {
                list.push(at);
            }
        }
    }
    let mut pairs = Vec::new();
    for &one in &chosen {
        let mut ids: Vec<u32> = all[one].ids.clone();
        ids.retain(|id| index.contains_key(id));
        ids.sort_unstable_by_key(|id| (index[id].len(), *id));
        ids.dedup();
        let rare = ids
            .iter()
            .filter(|&id| index[id].len() <= MOST_POSTINGS)
            .count();
        ids.truncate(rare.max(LEAST_LOOKED_UP));
        let mut shared: BTreeMap<usize, f32> = BTreeMap::new();
        for id in ids {
            let list = &index[&id];
            let after = list.partition_point(|&two| two <= one);
            let beside = list[after..]
                .iter()
                .take(MOST_POSTINGS)
                .filter(|&&two| texts[all[one].report] != texts[all[two].report])
                .take(MOST_NEIGHBOURS);
            for &two in beside {
                *shared.entry(two).or_insert(0.0) += rarity.weight(id);
            }
        }
        let mut partners: Vec<(usize, f32)> = shared
            .into_iter()
            .filter(|&(_, weight)| weight >= LEAST_SHARED)
            .collect();
        partners.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        partners.truncate(MOST_PARTNERS);
        partners.sort_by_key(|&(two, _)| two);
        pairs.extend(partners.into_iter().map(|(two, shared)| (one, two, shared)));
    }
    pairs
}

/// For each run of words the first utterance that has it, and the first of another text.
fn one_or_two_of_each_wording(all: &[Utterance], texts: &[usize]) -> Vec<usize> {
    let mut first: FxHashMap<&[u32], (usize, bool)> = FxHashMap::default();
    let mut chosen = Vec::new();
    for (at, utterance) in all.iter().enumerate() {
        let text = texts[utterance.report];
        match first.entry(&utterance.ids) {
            Entry::Vacant(free) => {
                free.insert((text, false));
                chosen.push(at);
            }
            Entry::Occupied(mut known) => {
                let (other, second) = known.get_mut();
                if !*second && *other != text {
                    *second = true;
                    chosen.push(at);
                }
            }
        }
    }
    chosen
}

/// How much speaks for an aligned stretch being one utterance, if enough does.
///
/// What it matches, in nats, less one for each word that the shorter side has and the other lacks
/// and half for each that the longer side has more. Chance alone reaches a few nats in any story;
/// how many more are asked hangs on the speakers.
fn judge(
    a: &Utterance,
    b: &Utterance,
    columns: &[Column],
    differences: &[Difference],
    likeness: Meet,
    rarity: &Rarity,
) -> Option<f32> {
    let equal: Vec<u32> = columns
        .iter()
        .filter(|&&column| is_equal(a, b, column))
        .filter_map(|column| column.0.map(|i| a.ids[i]))
        .collect();
    let (first, last) = (columns.first()?, columns.last()?);
    let ends = ((first.0?, first.1?), (last.0?, last.1?));
    let turned = ((first.1?, first.0?), (last.1?, last.0?));
    let support = support(a, b, ends, rarity).max(support(b, a, turned, rarity));
    if equal.len() <= LEAST_EQUAL && support < LEAST_SUPPORT {
        return None;
    }
    let matched: f32 = equal.iter().map(|&id| rarity.weight(id)).sum();
    let shorter = whole(a, first.0?, last.0?).min(whole(b, first.1?, last.1?));
    let lacking = shorter.saturating_sub(equal.len());
    let changed: usize = differences
        .iter()
        .map(|difference| difference.columns.len())
        .sum();
    let surplus = changed.saturating_sub(lacking);
    let score = matched + support - lacking as f32 - 0.5 * surplus as f32;
    let share = equal.len() as f32 / (shorter + surplus).max(1) as f32;
    let (least_score, least_share) = asked(likeness);
    let enough = equal.len() >= LEAST_EQUAL && score >= least_score && share >= least_share;
    enough.then_some(score)
}

/// How much the reporter's clause around a fragment has of what the other report quotes before and
/// after the stretch that the two share; `first` and `last` are its ends, in the fragment and there.
fn support(
    fragment: &Utterance,
    other: &Utterance,
    (first, last): ((usize, usize), (usize, usize)),
    rarity: &Rarity,
) -> f32 {
    let [before, after] = &fragment.around;
    let near = before.len().max(after.len()) + 2;
    let alike = |own: &[u32], there: &[u32]| -> f32 {
        let masked = |ids: &[u32]| ids.iter().copied().map(Some).collect::<Vec<_>>();
        align::local(&masked(own), &masked(there), |id| rarity.weight(id))
            .into_iter()
            .filter_map(|(i, j)| Some((own[i?], there[j?])))
            .filter(|(x, y)| x == y)
            .map(|(x, _)| rarity.weight(x))
            .sum()
    };
    let mut sum = 0.0;
    if first.0 <= 1 {
        sum += alike(before, &other.ids[first.1.saturating_sub(near)..first.1]);
    }
    if last.0 + 2 >= fragment.ids.len() {
        let from = last.1 + 1;
        sum += alike(after, &other.ids[from..other.ids.len().min(from + near)]);
    }
    sum
}

/// The score, in nats, and the share of equal words that are asked of an alignment.
///
/// One person rarely says two like things in one story, two people do; a reporter's attribution
/// is wrong often enough that a long run of the same words outweighs it.
fn asked(likeness: Meet) -> (f32, f32) {
    match likeness {
        Meet::Same => (2.5, 0.55),
        Meet::Likely | Meet::Unknown => (8.0, 0.7),
        Meet::Other => (16.0, 0.8),
    }
}

/// How many words all sentences, or pieces where these are shorter, have that a stretch touches.
fn whole(side: &Utterance, from: usize, to: usize) -> usize {
    let sentences = side.words[from].sentence..=side.words[to].sentence;
    let pieces = side.pieces[from]..=side.pieces[to];
    let inside = |&at: &usize| {
        sentences.contains(&side.words[at].sentence) && pieces.contains(&side.pieces[at])
    };
    (0..side.words.len()).filter(inside).count()
}

#[cfg(test)]
mod tests;
