//! What `examples/fit_clauses/main.rs` needs to fit the weights on gold sets.

use crosswire_report::Passage;
use rustc_hash::FxHashSet;

use super::MOST_SHOWN;
use super::align::Aligner;
use super::apart;
use super::candidates;
use super::groups::{self, Group};
use super::link::Link;
use super::refine;
use super::sorts::{self, Candidate};
use super::weights::Weights;
use crate::Story;
use crate::told::shown::MOST_EVIDENCE;
use crate::told::source::Sources;
use crate::told::unit::{self, Unit};
use crate::told::words::Words;

/// A story cut into units and aligned, to be grouped under any weights.
#[derive(Debug)]
pub struct Prepared {
    units: Vec<Unit>,
    words: Words,
    links: Vec<Link>,
    passages: Vec<(usize, Passage)>,
    reports: usize,
    candidates: Vec<Candidate>,
    /// Linked units that contradict each other.
    apart: FxHashSet<(usize, usize)>,
}

/// A model's table of weights, in the form of `data/clause-weights.tsv`.
#[derive(Debug)]
pub struct Table(Weights);

impl Table {
    /// Reads a table.
    #[must_use]
    pub fn parse(table: &str) -> Table {
        Table(Weights::parse(table))
    }
}

/// The names of the features of pairs.
pub const PAIR: &[&str] = &super::features::PAIR;
/// The names of the features of sharper and vaguer values.
#[must_use]
pub fn refine_names() -> Vec<&'static str> {
    sorts::names()
}
/// The names of the features of groups.
pub const GROUP: &[&str] = &super::features::GROUP;

/// A group under some weights.
#[derive(Clone, Debug)]
pub struct Scored {
    /// Indices of its units.
    pub units: Vec<usize>,
    /// Its features.
    pub features: Vec<f32>,
    /// How likely it is worth saying.
    pub likely: f32,
    /// How likely it is true.
    pub truth: f32,
}

impl Prepared {
    /// Cuts a story into units and lays them side by side.
    #[must_use]
    pub fn new(story: &Story<'_>) -> Prepared {
        let mut words = Words::default();
        let units = unit::units(&story.reports, &mut words);
        let mut aligner = Aligner::new(&units, &words, Weights::fitted());
        let links = aligner.links();
        let apart = links
            .iter()
            .map(|link| (link.a, link.b))
            .filter(|&(a, b)| apart::is_apart(&units, story, a, b))
            .collect();
        let passages: Vec<(usize, Passage)> = units
            .iter()
            .map(|unit| {
                let passage = unit.passage(story.reports[unit.report], MOST_EVIDENCE);
                (unit.report, passage)
            })
            .collect();
        let speakers = Sources::new(&story.reports);
        let completed: Vec<(usize, Passage)> = units
            .iter()
            .map(|unit| {
                let passage = unit.completed(story.reports[unit.report], MOST_SHOWN);
                (unit.report, passage)
            })
            .collect();
        let candidates = candidates::candidates(&aligner, &links, &completed, story, &speakers);
        Prepared {
            units,
            words,
            links,
            passages,
            reports: story.reports.len(),
            candidates,
            apart,
        }
    }

    /// Where each unit stands: report and passage.
    #[must_use]
    pub fn passages(&self) -> &[(usize, Passage)] {
        &self.passages
    }

    /// Every pair: two units and their features.
    pub fn pairs(&self) -> impl Iterator<Item = (usize, usize, &[f32])> {
        self.links
            .iter()
            .map(|link| (link.a, link.b, &link.features[..]))
    }

    /// How likely two linked units tell the same thing, under the weights last used.
    #[must_use]
    pub fn likely(&self, a: usize, b: usize) -> f32 {
        self.links
            .iter()
            .find(|link| (link.a, link.b) == (a, b))
            .map_or(0.0, |link| link.likely)
    }

    /// How likely two linked units state one thing, under the weights last used.
    #[must_use]
    pub fn truth(&self, a: usize, b: usize) -> f32 {
        self.links
            .iter()
            .find(|link| (link.a, link.b) == (a, b))
            .map_or(0.0, |link| link.truth)
    }

    /// Scores the pairs anew.
    pub fn rescore(&mut self, table: &Table) {
        for link in &mut self.links {
            link.likely = table.0.pair(&link.features);
            link.truth = table.0.truth(&link.features);
        }
    }

    /// The groups under `table`.
    #[must_use]
    pub fn groups(&mut self, table: &Table) -> Vec<Scored> {
        self.rescore(table);
        let groups: Vec<Group> = groups::groups(&self.units, &self.links, &|a, b| {
            self.apart.contains(&(a, b))
        });
        groups
            .iter()
            .map(|group| {
                let features = groups::features(group, &self.units, self.reports, &self.words);
                Scored {
                    units: group.units.clone(),
                    likely: table.0.group(&features),
                    truth: group.truth,
                    features: features.to_vec(),
                }
            })
            .collect()
    }

    /// The groups under `table` that are said, best first.
    #[must_use]
    pub fn ranked(&mut self, table: &Table) -> Vec<Scored> {
        let scored = self.groups(table);
        let groups = groups::groups(&self.units, &self.links, &|a, b| {
            self.apart.contains(&(a, b))
        });
        let likely: Vec<f32> = scored.iter().map(|group| group.likely).collect();
        groups::ranked(&groups, &likely, &self.passages)
            .into_iter()
            .map(|i| scored[i].clone())
            .collect()
    }

    /// Pairs of a sharper and a vaguer value: where both stand, and their features.
    pub fn candidates(&self) -> impl Iterator<Item = ([(usize, Passage); 2], &[f32])> {
        self.candidates.iter().map(|candidate| {
            let [a, b] = [0, 1].map(|i| (candidate.sides[i].report, candidate.sides[i].passage));
            ([a, b], &candidate.features[..])
        })
    }

    /// Where the refinements stand that are said under `table` from a likelihood of `least` on.
    #[must_use]
    pub fn refinements(&self, table: &Table, least: f32) -> Vec<Vec<(usize, Passage)>> {
        let row = |side: &crate::candidates::candidate::Side| (side.report, side.passage);
        refine::ranked(self.candidates.clone(), &table.0, least)
            .iter()
            .map(|finding| finding.sides.iter().map(row).collect())
            .collect()
    }
}
