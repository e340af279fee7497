//! Who said it, chosen among all who may have: a learned decision.
//!
//! The rules of [`super::cue`] and [`super::direct`] name somebody; what they go by is one feature
//! among others here: who stands near and as what, who spoke before and after, what the words
//! themselves say ("I", "you", a name), how much a report speaks of somebody. A forest gives each
//! candidate a chance, and the likeliest speaks. Its weights and how they were trained:
//! `training/speakers`.

mod decide;
mod features;
mod near;
mod target;

use std::collections::HashMap;

use crate::speech::speakers::Speakers;
use crate::{EntityId, Quotation, QuotationKind};

pub(crate) use decide::decide;
pub(crate) use features::FEATURES;
use features::{Common, row};
use near::{Candidate, Scene};
use target::Target;

/// One quotation's candidates with their features.
pub(crate) struct Rows {
    /// Index into the quotations.
    pub(crate) quotation: usize,
    /// Whom, where the report knows them; and the row of features.
    pub(crate) candidates: Vec<(Option<EntityId>, Option<usize>, Vec<f32>)>,
}

/// So many quotations before and behind one are looked through for those in marks.
const FAR: usize = 32;

/// All quotations of a report, side by side.
struct Round<'a> {
    speakers: &'a Speakers<'a>,
    scene: Scene,
    targets: Vec<Target>,
    /// How many quotations are whose.
    said: HashMap<EntityId, usize>,
}

impl Round<'_> {
    /// The quotation in marks so many before or behind one.
    fn told(&self, index: usize, step: i32) -> Option<&Target> {
        let marked = |t: &&Target| matches!(t.kind, QuotationKind::Direct | QuotationKind::Mixed);
        let n = step.unsigned_abs() as usize - 1;
        if step < 0 {
            self.targets[..index]
                .iter()
                .rev()
                .take(FAR)
                .filter(marked)
                .nth(n)
        } else {
            self.targets[index + 1..]
                .iter()
                .take(FAR)
                .filter(marked)
                .nth(n)
        }
    }

    /// Whether another piece of the same utterance is said by an entity.
    fn utterance_shares(&self, index: usize, entity: Option<EntityId>) -> bool {
        let own = &self.targets[index];
        own.utterance.is_some() && entity.is_some() && {
            let near = index.saturating_sub(6)..self.targets.len().min(index + 7);
            near.into_iter().any(|i| {
                let other = &self.targets[i];
                i != index
                    && other.utterance == own.utterance
                    && other.speaker() == entity
                    && (1..=9).contains(&other.reason)
            })
        }
    }

    /// The share of all quotations that are an entity's.
    fn share(&self, entity: Option<EntityId>) -> f32 {
        let own = entity.and_then(|entity| self.said.get(&entity)).copied();
        own.unwrap_or(0) as f32 / self.targets.len().max(1) as f32
    }

    /// Whether an entity says something else in the same block.
    fn in_block(&self, index: usize, entity: Option<EntityId>) -> bool {
        let block = self.targets[index].block;
        let near = index.saturating_sub(8)..self.targets.len().min(index + 9);
        entity.is_some()
            && near.into_iter().any(|i| {
                i != index && self.targets[i].block == block && self.targets[i].speaker() == entity
            })
    }
}

/// The candidates of every quotation, each with its features.
pub(crate) fn rows(speakers: &Speakers<'_>, quotations: &[Quotation]) -> Vec<Rows> {
    let mut indices = Vec::new();
    let mut targets = Vec::new();
    for (index, quotation) in quotations.iter().enumerate() {
        if quotation.kind != QuotationKind::Scare
            && let Some(target) = Target::new(speakers, quotation)
        {
            indices.push(index);
            targets.push(target);
        }
    }
    let mut said = HashMap::new();
    for speaker in targets.iter().filter_map(Target::speaker) {
        *said.entry(speaker).or_insert(0) += 1;
    }
    let round = Round {
        speakers,
        scene: Scene::new(speakers),
        targets,
        said,
    };
    let mut all = Vec::new();
    for (at, &quotation) in indices.iter().enumerate() {
        all.push(Rows {
            quotation,
            candidates: round.candidates(at),
        });
    }
    all
}

impl Round<'_> {
    fn candidates(&self, index: usize) -> Vec<(Option<EntityId>, Option<usize>, Vec<f32>)> {
        let target = &self.targets[index];
        let mut near = self
            .scene
            .candidates(self.speakers, target.block, target.start, target.end);
        let mut add = |entity: Option<EntityId>| {
            if let Some(entity) = entity
                && !near.iter().any(|c| c.entity == entity)
            {
                near.push(Candidate {
                    entity,
                    near: Vec::new(),
                });
            }
        };
        add(target.speaker());
        for step in [-1, -2, 1] {
            add(self.told(index, step).and_then(Target::speaker));
        }
        let common = Common::new(self.speakers, target, &near);
        let mut all: Vec<_> = near
            .iter()
            .map(|candidate| {
                let best = candidate
                    .near
                    .iter()
                    .filter(|n| !n.inside && !n.quoted)
                    .min_by(|a, b| a.words.abs().total_cmp(&b.words.abs()))
                    .map(|n| n.mention);
                (
                    Some(candidate.entity),
                    best,
                    row(self, index, &common, Some(candidate), near.len()),
                )
            })
            .collect();
        let unknown = target
            .link
            .as_ref()
            .is_some_and(|l| l.speaker.is_none() && l.mention.is_some());
        if unknown {
            all.push((None, None, row(self, index, &common, None, near.len())));
        }
        all
    }
}
