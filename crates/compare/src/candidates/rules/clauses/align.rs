//! Which units of different reports tell the same thing.
//!
//! Candidates come from an inverted index of words: units that share a word that is rare in the
//! story meet wherever they stand, units that share only common words meet when their places in
//! the index are near. So the cost grows with the number of units, not with its square.

use super::features;
use super::link::Link;
use super::weights::Weights;
use crate::told::says;
use crate::told::unit::Unit;
use crate::told::words::Words;
use rustc_hash::FxHashMap;

/// In a list of units that share a word, each meets at most this many of those after it.
const WINDOW: usize = 64;
/// Pairs below this cosine are not looked at further.
const LEAST_COSINE: f32 = 0.1;

/// Lays units side by side.
pub(crate) struct Aligner<'a> {
    pub(crate) units: &'a [Unit],
    pub(crate) words: &'a Words,
    weights: &'a Weights,
    norms: Vec<f32>,
    /// The best cosine of each unit in each other report.
    best: FxHashMap<(usize, usize), f32>,
}

impl<'a> Aligner<'a> {
    pub(crate) fn new(units: &'a [Unit], words: &'a Words, weights: &'a Weights) -> Aligner<'a> {
        let norms = units.iter().map(|unit| features::norm(unit, words));
        Aligner {
            units,
            words,
            weights,
            norms: norms.collect(),
            best: FxHashMap::default(),
        }
    }

    /// All pairs worth a look, with their scores, in order of units.
    pub(crate) fn links(&mut self) -> Vec<Link> {
        let units = self.units;
        let mut found: Vec<(usize, usize, features::Shared)> = Vec::new();
        for (a, b) in candidates(units) {
            let shared = self.shared(a, b);
            let number = features::common(&units[a].numbers, &units[b].numbers) > 0;
            if shared.cosine < LEAST_COSINE || (shared.count < 2 && !number) {
                continue;
            }
            for key in [(a, units[b].report), (b, units[a].report)] {
                let entry = self.best.entry(key).or_insert(0.0);
                *entry = entry.max(shared.cosine);
            }
            found.push((a, b, shared));
        }
        found
            .into_iter()
            .map(|(a, b, shared)| self.scored(a, b, &shared))
            .collect()
    }

    /// Two units, whatever they share.
    pub(crate) fn link(&self, a: usize, b: usize) -> Link {
        self.scored(a, b, &self.shared(a, b))
    }

    fn shared(&self, a: usize, b: usize) -> features::Shared {
        let norms = (self.norms[a], self.norms[b]);
        features::shared(&self.units[a], &self.units[b], norms, self.words)
    }

    fn scored(&self, a: usize, b: usize, shared: &features::Shared) -> Link {
        let pair = (&self.units[a], &self.units[b]);
        let best = |unit: usize, other: &Unit| {
            let known = self.best.get(&(unit, other.report)).copied();
            known.unwrap_or(0.0).max(shared.cosine)
        };
        let (u, v) = (best(a, pair.1), best(b, pair.0));
        let nearness = shared.cosine * shared.cosine / (u * v).max(1e-6);
        let roles = match (&pair.0.says, &pair.1.says) {
            (Some(s), Some(t)) => says::shared(s, t),
            _ => says::Shared::default(),
        };
        let tight = match (&pair.0.says, &pair.1.says) {
            (Some(s), Some(t)) => says::one_happening(s, t) && says::same_event(s, t),
            _ => false,
        };
        let features = features::pair(pair, roles, shared, nearness, self.words);
        Link {
            a,
            b,
            likely: self.weights.pair(&features),
            truth: self.weights.truth(&features),
            tight,
            features,
        }
    }
}

/// Pairs of units of different reports that share a word, in order, each once.
fn candidates(units: &[Unit]) -> Vec<(usize, usize)> {
    let most = units
        .iter()
        .flat_map(|unit| unit.words.iter().map(|&(word, _)| word as usize + 1))
        .max()
        .unwrap_or(0);
    let mut lists: Vec<Vec<u32>> = vec![Vec::new(); most];
    for (i, unit) in units.iter().enumerate() {
        for &(word, _) in &unit.words {
            lists[word as usize].push(i as u32);
        }
    }
    let mut pairs = Vec::new();
    for list in &lists {
        for (at, &a) in list.iter().enumerate() {
            let mut left = WINDOW;
            for &b in &list[at + 1..] {
                if units[a as usize].report == units[b as usize].report {
                    continue;
                }
                pairs.push((a as usize, b as usize));
                left -= 1;
                if left == 0 {
                    break;
                }
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
