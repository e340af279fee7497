//! How much of what a story is about a clause holds.

use std::collections::BTreeSet;

use super::link::Link;
use crate::told::unit::Unit;
use crate::told::words::Words;
use crate::{About, Story};

/// Links at least so true count as telling one thing.
const LEAST_TRUE: f32 = 0.4;

/// What the reports of a story share, to weigh a clause by.
pub(super) struct Salience {
    /// For each word, the share of other reports that have it.
    spread: Vec<f32>,
    /// For each word, whether a title has it.
    headline: Vec<bool>,
    /// For each unit, how many with times, quantities and places stand before it in its report.
    order: Vec<[usize; 3]>,
    /// For each unit, the reports that tell what it tells.
    told_by: Vec<BTreeSet<usize>>,
    /// How many reports there are.
    reports: usize,
}

impl Salience {
    pub(super) fn new(
        units: &[Unit],
        links: &[Link],
        words: &Words,
        story: &Story<'_>,
    ) -> Salience {
        let reports = story.reports.len();
        let mut last = vec![usize::MAX; words.len()];
        let mut count = vec![0usize; words.len()];
        let mut headline = vec![false; words.len()];
        let mut order = Vec::with_capacity(units.len());
        let mut before = vec![[0usize; 3]; reports];
        // Units come report by report.
        for unit in units {
            for &(word, _) in &unit.words {
                let word = word as usize;
                if last[word] != unit.report {
                    (last[word], count[word]) = (unit.report, count[word] + 1);
                }
                headline[word] |= unit.title;
            }
            order.push(before[unit.report]);
            let holds = [
                !unit.times.is_empty(),
                !unit.quantities.is_empty(),
                unit.placed,
            ];
            for (before, holds) in before[unit.report].iter_mut().zip(holds) {
                *before += usize::from(holds);
            }
        }
        let mut told_by: Vec<BTreeSet<usize>> = units
            .iter()
            .map(|unit| BTreeSet::from([unit.report]))
            .collect();
        for link in links
            .iter()
            .filter(|link| link.tight || link.truth >= LEAST_TRUE)
        {
            told_by[link.a].insert(units[link.b].report);
            told_by[link.b].insert(units[link.a].report);
        }
        let others = reports.saturating_sub(1).max(1) as f32;
        let spread = count.iter().map(|&n| n.saturating_sub(1) as f32 / others);
        Salience {
            spread: spread.collect(),
            headline,
            order,
            told_by,
            reports,
        }
    }

    /// The mean share of other reports that have a clause's words.
    pub(super) fn spread(&self, unit: &Unit) -> f32 {
        let shares = unit
            .words
            .iter()
            .map(|&(word, _)| self.spread[word as usize]);
        shares.sum::<f32>() / unit.words.len().max(1) as f32
    }

    /// How many of a clause's words stand in a title.
    pub(super) fn headline(&self, unit: &Unit) -> f32 {
        let words = unit.words.iter().map(|&(word, _)| word as usize);
        words.filter(|&word| self.headline[word]).count() as f32
    }

    /// How many clauses with a value of the kind stand before a unit in its report.
    pub(super) fn order(&self, about: About, unit: usize) -> usize {
        match about {
            About::Time => self.order[unit][0],
            About::Quantity => self.order[unit][1],
            About::Place => self.order[unit][2],
            _ => 0,
        }
    }

    /// The share of reports that tell what either unit tells.
    pub(super) fn told_by(&self, a: usize, b: usize) -> f32 {
        let reports = self.told_by[a].union(&self.told_by[b]).count();
        reports as f32 / self.reports.max(1) as f32
    }
}
