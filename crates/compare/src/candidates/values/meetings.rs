//! The pairs of values that are worth judging, and how each came to be one.

use std::collections::BTreeMap;

use crosswire_forest::{Forest, ForestError};

use crate::told::values::{Group, Scene, TypedValue};

use super::{LIKENESS, likeness};

/// Counterparts that a value has in each other report, at most.
pub const COUNTERPARTS: usize = 3;

/// A story of more reports than this is not laid side by side pair by pair.
const FEW: usize = 8;
/// Of a large story each report meets those that come so many places after it.
const APART: [usize; 4] = [1, 2, 5, 12];
/// Counterparts of a value in one other report that are looked at closely in a large story.
const CLOSELY: usize = 2;

/// Says how likely two values answer one question.
#[derive(Clone, Debug)]
pub struct Slots {
    forest: Forest,
}

impl Slots {
    /// From the weights that `training/values` wrote.
    ///
    /// # Errors
    ///
    /// When the bytes are no forest, or one of other features.
    pub fn parse(weights: &[u8]) -> Result<Slots, ForestError> {
        let forest = Forest::parse(weights)?.expect(&LIKENESS)?;
        Ok(Slots { forest })
    }

    fn score(&self, row: &[f32; LIKENESS.len()]) -> f32 {
        self.forest.probability(row)
    }
}

/// Two values of two reports that may answer one question; the first is of the earlier report in
/// the story's order.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// Report and value.
    pub one: (usize, usize),
    /// Report and value.
    pub two: (usize, usize),
    /// How alike what stands round them is: [`LIKENESS`].
    pub likeness: [f32; LIKENESS.len()],
    /// How they came to meet: [`MEETING`].
    pub meeting: [f32; MEETING.len()],
}

/// The names of what a meeting is told by, in order.
pub const MEETING: [&str; 19] = [
    "slot",
    "slot_rank_least",
    "slot_rank_most",
    "slot_lead_least",
    "slot_lead_most",
    "equal_least",
    "equal_most",
    "knows",
    "holders_least",
    "holders_most",
    "both_held",
    "said_least",
    "said_most",
    "rivals_least",
    "rivals_most",
    "reports",
    "keys_shared",
    "equal_elsewhere_least",
    "equal_elsewhere_most",
];

/// One value beside all of its group in one other report.
#[derive(Clone, Debug, Default)]
struct Side {
    /// Place among the counterparts whose value differs, from nought.
    rank: usize,
    /// The best score of any other counterpart.
    rival: f32,
    /// The best score of a counterpart with the same value; less than nought for none.
    equal: f32,
}

/// Every pair worth judging: values that differ and of which one is among the `most` best
/// counterparts of the other ([`COUNTERPARTS`]). With no bound, every pair of a group.
#[must_use]
pub fn meetings(scene: &Scene, slots: &Slots, most: usize) -> Vec<Meeting> {
    let reports = scene.values.len();
    let facts = Facts::new(scene);
    let mut found = Vec::new();
    for a in 0..reports {
        for b in partners(a, reports) {
            for group in Group::ALL {
                between(scene, slots, &facts, (a, b), group, most, &mut found);
            }
        }
    }
    found
}

/// The reports that a report is laid beside: all after it in a story of a few; in a large one a few
/// near and far, so that the cost of a story grows with its reports and not with their pairs.
fn partners(a: usize, reports: usize) -> Vec<usize> {
    if reports <= FEW {
        return (a + 1..reports).collect();
    }
    let after = APART.iter().map(|apart| a + apart);
    after.filter(|&b| b < reports).collect()
}

/// Which pairs of two lists are among the first few of either by the words of their sentences.
fn alike(scene: &Scene, mine: &[&TypedValue], theirs: &[&TypedValue]) -> Vec<bool> {
    let mut alike = vec![0.0_f32; mine.len() * theirs.len()];
    for (i, one) in mine.iter().enumerate() {
        for (j, two) in theirs.iter().enumerate() {
            let score = scene.cosine(&one.context.sentence, &two.context.sentence);
            alike[i * theirs.len() + j] = if score.is_nan() { 0.0 } else { score };
        }
    }
    let mut kept = vec![false; alike.len()];
    let mut keep = |mut places: Vec<usize>| {
        places.sort_by(|&x, &y| alike[y].total_cmp(&alike[x]).then(x.cmp(&y)));
        places.truncate(CLOSELY);
        places.into_iter().for_each(|at| kept[at] = true);
    };
    for i in 0..mine.len() {
        keep((0..theirs.len()).map(|j| i * theirs.len() + j).collect());
    }
    for j in 0..theirs.len() {
        keep((0..mine.len()).map(|i| i * theirs.len() + j).collect());
    }
    kept
}

fn between(
    scene: &Scene,
    slots: &Slots,
    facts: &Facts,
    (a, b): (usize, usize),
    group: Group,
    most: usize,
    found: &mut Vec<Meeting>,
) {
    let mine: Vec<usize> = scene.of_group(a, group).collect();
    let theirs: Vec<usize> = scene.of_group(b, group).collect();
    if mine.is_empty() || theirs.is_empty() {
        return;
    }
    let value = |report: usize, at: usize| &scene.values[report][at];
    let mut scores = vec![0.0_f32; mine.len() * theirs.len()];
    let closely = (scene.values.len() > FEW).then(|| {
        let of = |report: usize, all: &[usize]| -> Vec<&TypedValue> {
            all.iter().map(|&at| value(report, at)).collect()
        };
        alike(scene, &of(a, &mine), &of(b, &theirs))
    });
    let looked_at = |at: usize| closely.as_ref().is_none_or(|kept| kept[at]);
    let mut rows = Vec::with_capacity(scores.len());
    for (i, &x) in mine.iter().enumerate() {
        for (j, &y) in theirs.iter().enumerate() {
            let at = i * theirs.len() + j;
            let row = looked_at(at).then(|| likeness(scene, value(a, x), value(b, y)));
            scores[at] = row.as_ref().map_or(0.0, |row| slots.score(row));
            rows.push(row);
        }
    }
    let same = |i: usize, j: usize| facts.key(a, mine[i]) == facts.key(b, theirs[j]);
    let score = |i: usize, j: usize| scores[i * theirs.len() + j];
    let side = |i: usize, j: usize, of_mine: bool| -> Side {
        let mut side = Side {
            equal: -1.0,
            ..Side::default()
        };
        let own = score(i, j);
        for k in 0..if of_mine { theirs.len() } else { mine.len() } {
            let (x, y) = if of_mine { (i, k) } else { (k, j) };
            if (x, y) == (i, j) {
                continue;
            }
            let other = score(x, y);
            side.rival = side.rival.max(other);
            if same(x, y) {
                side.equal = side.equal.max(other);
            } else if other > own {
                side.rank += 1;
            }
        }
        side
    };
    for i in 0..mine.len() {
        for j in 0..theirs.len() {
            let Some(likeness) = rows[i * theirs.len() + j] else {
                continue;
            };
            if same(i, j) && most < usize::MAX {
                continue;
            }
            let sides = [side(i, j, true), side(i, j, false)];
            if sides.iter().all(|side| side.rank >= most) {
                continue;
            }
            found.push(Meeting {
                one: (a, mine[i]),
                two: (b, theirs[j]),
                likeness,
                meeting: facts.meeting(
                    ((a, mine[i]), (b, theirs[j])),
                    score(i, j),
                    &sides,
                    (theirs.len(), mine.len()),
                ),
            });
        }
    }
}

/// Who has which value, over the whole story.
struct Facts {
    keys: Vec<Vec<u64>>,
    /// Reports that have a value, and how often each.
    held: BTreeMap<u64, BTreeMap<usize, usize>>,
    /// The distinct values of each report, sorted.
    sorted: Vec<Vec<u64>>,
}

impl Facts {
    fn new(scene: &Scene) -> Facts {
        let key = |value: &TypedValue| value.amount.key() ^ value.group as u64;
        let keys: Vec<Vec<u64>> = scene
            .values
            .iter()
            .map(|values| values.iter().map(key).collect())
            .collect();
        let mut held: BTreeMap<u64, BTreeMap<usize, usize>> = BTreeMap::new();
        for (report, keys) in keys.iter().enumerate() {
            for &key in keys {
                *held.entry(key).or_default().entry(report).or_default() += 1;
            }
        }
        let sorted: Vec<Vec<u64>> = keys
            .iter()
            .map(|keys| {
                let mut keys = keys.clone();
                keys.sort_unstable();
                keys.dedup();
                keys
            })
            .collect();
        Facts { keys, held, sorted }
    }

    fn key(&self, report: usize, value: usize) -> u64 {
        self.keys[report][value]
    }

    /// How much of what the report with fewer values says the other says too.
    fn shared(&self, a: usize, b: usize) -> f32 {
        let (one, two) = (&self.sorted[a], &self.sorted[b]);
        let both = one.iter().filter(|key| two.binary_search(key).is_ok());
        both.count() as f32 / one.len().min(two.len()).max(1) as f32
    }

    fn said(&self, key: u64, report: usize) -> usize {
        let holders = self.held.get(&key);
        holders
            .and_then(|held| held.get(&report))
            .copied()
            .unwrap_or(0)
    }

    fn meeting(
        &self,
        (one, two): ((usize, usize), (usize, usize)),
        score: f32,
        sides: &[Side; 2],
        rivals: (usize, usize),
    ) -> [f32; MEETING.len()] {
        let keys = (self.key(one.0, one.1), self.key(two.0, two.1));
        let holders = [keys.0, keys.1].map(|key| self.held[&key].len() as f32);
        let both = self.held[&keys.0]
            .keys()
            .filter(|report| self.held[&keys.1].contains_key(report));
        let knows = [self.said(keys.0, two.0), self.said(keys.1, one.0)];
        let said = [self.said(keys.0, one.0), self.said(keys.1, two.0)].map(|n| n as f32);
        let lead = [score - sides[0].rival, score - sides[1].rival];
        let equal = [sides[0].equal, sides[1].equal];
        let beyond = [holders[0] - 1.0, holders[1] - 1.0];
        [
            score,
            sides[0].rank.min(sides[1].rank) as f32,
            sides[0].rank.max(sides[1].rank) as f32,
            lead[0].min(lead[1]),
            lead[0].max(lead[1]),
            equal[0].min(equal[1]),
            equal[0].max(equal[1]),
            knows.iter().filter(|&&times| times > 0).count() as f32,
            holders[0].min(holders[1]),
            holders[0].max(holders[1]),
            both.count() as f32,
            said[0].min(said[1]),
            said[0].max(said[1]),
            rivals.0.min(rivals.1) as f32,
            rivals.0.max(rivals.1) as f32,
            self.sorted.len() as f32,
            self.shared(one.0, two.0),
            beyond[0].min(beyond[1]) / self.sorted.len() as f32,
            beyond[0].max(beyond[1]) / self.sorted.len() as f32,
        ]
    }
}
