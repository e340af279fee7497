//! Gathers reports into stories as they come.
//!
//! A report is turned into a vector of weighted terms; the few stories that share its heaviest
//! terms are found through an index, and the nearest takes it in if it is near enough. Near
//! enough is a threshold on the mean of two likenesses: to the story's middle, which is kind to
//! large stories, and to its reports one by one (average linkage), which is strict with them.
//! Time counts against a report that comes long after. What was decided too early is repaired: see
//! `repair`.

use std::collections::BTreeSet;

use crate::background::{PRIOR, share};
use crate::hashing::HashedMap;
use crate::index::Index;
use crate::memory::Changes;
use crate::minhash::Signature;
use crate::sketch::{Sketch, minute};
use crate::story::{Gathered, Member, Story, StoryId};
use crate::vector::Vector;
use crate::{label, repair};

/// Terms of one report that are kept once its weights are known.
const MEMBER_TERMS: usize = 64;
/// Stories that are compared with one report.
const CANDIDATES: usize = 16;
/// The share of the joining likeness from which on a story beside the nearest one may be the same.
const RIVAL: f32 = 0.5;
/// The share of bins in which near-copies agree.
const COPY: f32 = 0.6;

/// How stories are told apart. The defaults are what the figures in `evals/` are of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// The likeness from which on a report belongs to a story.
    pub join: f32,
    /// The likeness from which on two stories are one.
    pub merge: f32,
    /// The likeness below which the halves of a story are two.
    pub split: f32,
    /// What share the likeness to the story's middle has; the rest has that to its reports.
    pub middle: f32,
    /// What each doubling of the days between a report and a story takes off.
    pub fade: f32,
    /// The likeness from which on a story that begins takes up an earlier one.
    pub continues: f32,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            join: 0.15,
            merge: 0.15,
            split: 0.08,
            middle: 0.6,
            fade: 0.005,
            continues: 0.1,
        }
    }
}

/// Where a report was put.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Its story.
    pub story: StoryId,
    /// Whether the story begins with it.
    pub is_new: bool,
    /// The likeness to the nearest story, whether it was near enough or not.
    pub likeness: f32,
    /// The report whose text it is nearly a copy of, by order of arrival.
    pub copy_of: Option<usize>,
    /// Stories that the report showed to be the same as its own, and that are no more.
    pub merged: Vec<StoryId>,
}

/// Gathers reports into stories as they come.
///
/// The order of arrival can matter a little; [`group`](crate::group) sorts first.
#[derive(Clone, Debug, Default)]
pub struct Grouper {
    pub(crate) options: Options,
    /// In how many reports each term was met, and how many there were.
    pub(crate) frequencies: HashedMap<u32, u32>,
    pub(crate) seen: u32,
    /// Stories by number; one that went into another is `None`.
    pub(crate) stories: Vec<Option<Gathered>>,
    pub(crate) index: Index,
    /// Where a signature's bands were met last.
    pub(crate) bands: HashedMap<u64, u32>,
    /// The signature of each report, in order of arrival.
    pub(crate) signatures: Vec<Option<Signature>>,
    /// The story that each report is in, in order of arrival.
    pub(crate) placed: Vec<u32>,
    /// Stories that changed since they were last asked for.
    changed: BTreeSet<u32>,
    /// Rows that changed, for a grouper that is to be kept.
    pub(crate) changes: Option<Changes>,
    /// Whether the frequencies are those of all reports already.
    counted: bool,
}

impl Grouper {
    /// Without any story yet.
    #[must_use]
    pub fn new(options: Options) -> Grouper {
        Grouper {
            options,
            ..Grouper::default()
        }
    }

    /// Counts the terms of all reports before the first is added.
    pub(crate) fn count_all(&mut self, sketches: &[&Sketch]) {
        sketches.iter().for_each(|sketch| self.count(sketch));
        self.counted = true;
    }

    fn count(&mut self, sketch: &Sketch) {
        self.seen += 1;
        for &(term, _) in sketch.terms.pairs() {
            *self.frequencies.entry(term).or_default() += 1;
            if let Some(changes) = &mut self.changes {
                changes.terms.insert(term);
            }
        }
    }

    /// Puts a report where it belongs.
    pub fn add(&mut self, sketch: &Sketch) -> Placed {
        if !self.counted {
            self.count(sketch);
        }
        let member = self.member(sketch);
        let copied = sketch
            .signature
            .as_ref()
            .and_then(|signature| self.copied(signature));
        let near = self.near(&member, None);
        let nearest = near.first().copied();
        let likeness = nearest.map_or(0.0, |(likeness, _)| likeness);
        let joined = nearest
            .filter(|near| near.0 >= self.options.join)
            .map(|near| near.1);
        let story = copied.map(|at| self.placed[at as usize]).or(joined);
        let is_new = story.is_none();
        let story = story.unwrap_or(self.stories.len() as u32);
        let at = self.placed.len() as u32;
        match self
            .stories
            .get_mut(story as usize)
            .and_then(Option::as_mut)
        {
            Some(gathered) => gathered.add(member),
            None => self.stories.push(Some(Gathered::new(member))),
        }
        self.placed.push(story);
        for band in sketch.signature.iter().flat_map(Signature::bands) {
            self.bands.insert(band, at);
        }
        self.signatures.push(sketch.signature.clone());
        self.relist(story);
        let merged = if is_new {
            Vec::new()
        } else {
            // Only stories that the report itself is near to can be shown to be one by it.
            let rivals = near
                .iter()
                .filter(|near| near.0 >= RIVAL * self.options.join);
            repair::after(self, story, rivals.map(|near| near.1).collect())
        };
        let story = StoryId(self.placed[at as usize]);
        Placed {
            story,
            is_new,
            likeness,
            copy_of: copied.map(|at| at as usize),
            merged,
        }
    }

    /// The stories as they stand, by number.
    #[must_use]
    pub fn stories(&self) -> Vec<Story> {
        label::stories(self)
    }

    /// One story as it stands, `None` for one that went into another. Its label may be that of
    /// another story too: only [`Grouper::stories`] sees them all.
    #[must_use]
    pub fn story(&self, id: StoryId) -> Option<Story> {
        let gathered = self.stories.get(id.0 as usize)?.as_ref()?;
        Some(label::story(self, id, gathered))
    }

    /// The stories that began, grew, lost reports or went into another since this was last asked,
    /// by number: the cost is that of what changed, however many stories there are.
    pub fn take_changed(&mut self) -> Vec<StoryId> {
        std::mem::take(&mut self.changed)
            .into_iter()
            .map(StoryId)
            .collect()
    }

    /// How many reports were added.
    #[must_use]
    pub fn len(&self) -> usize {
        self.placed.len()
    }

    /// Whether none was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.placed.is_empty()
    }

    /// How telling a term is, by the reports so far and the table of common words.
    fn weight(&self, term: u32) -> f32 {
        let met = self.frequencies.get(&term).copied().unwrap_or(0) as f32;
        ((self.seen as f32 + PRIOR) / (met + share(term) * PRIOR))
            .ln()
            .max(0.0)
    }

    fn member(&self, sketch: &Sketch) -> Member {
        let pairs = sketch
            .terms
            .pairs()
            .iter()
            .map(|&(term, weight)| (term, weight * self.weight(term)))
            .collect();
        Member {
            at: self.placed.len() as u32,
            id: sketch.id.clone(),
            published: sketch.published,
            minute: sketch.published.map(minute),
            title: sketch.title.clone(),
            keywords: sketch.keywords.clone(),
            vector: Vector::new(pairs).heaviest(MEMBER_TERMS).normalised(),
        }
    }

    /// The stories that a report could belong to and how near they are, the nearest first.
    pub(crate) fn near(&self, member: &Member, but: Option<u32>) -> Vec<(f32, u32)> {
        let least = RIVAL * self.options.join;
        let candidates = self.candidates(&member.vector, least).into_iter();
        let mut near: Vec<(f32, u32)> = candidates
            .filter(|&story| Some(story) != but)
            .filter_map(|story| {
                let gathered = self.stories[story as usize].as_ref()?;
                Some((self.likeness(member, gathered), story))
            })
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        near
    }

    /// The few stories that share most with a report or a story, and enough to be as like it as
    /// `least`: no likeness is greater than the length of what is shared.
    pub(crate) fn candidates(&self, vector: &Vector, least: f32) -> Vec<u32> {
        let stands = |story: u32| self.stories[story as usize].is_some();
        let worth = (least * vector.norm()).powi(2);
        self.index.candidates(vector, CANDIDATES, worth, stands)
    }

    /// How like a story a report is.
    pub(crate) fn likeness(&self, member: &Member, story: &Gathered) -> f32 {
        let dot = member.vector.dot(&story.sum);
        let days = story.days_from(member.day());
        self.blend(dot, story.norm, story.members.len() as f32, days)
    }

    /// How like each other two stories are.
    pub(crate) fn likeness_of(&self, a: &Gathered, b: &Gathered) -> f32 {
        let dot = a.sum.dot(&b.sum);
        let days = a.days_between(b);
        self.blend(
            dot,
            a.norm * b.norm,
            (a.members.len() * b.members.len()) as f32,
            days,
        )
    }

    fn blend(&self, dot: f32, norm: f32, pairs: f32, days: f32) -> f32 {
        if norm <= 0.0 {
            return 0.0;
        }
        let Options { middle, fade, .. } = self.options;
        middle * dot / norm + (1.0 - middle) * dot / pairs - fade * (1.0 + days).log2()
    }

    fn note(&mut self, story: u32) {
        self.changed.insert(story);
        if let Some(changes) = &mut self.changes {
            changes.stories.insert(story);
        }
    }

    pub(crate) fn relist(&mut self, story: u32) {
        self.note(story);
        if let Some(gathered) = &self.stories[story as usize] {
            let changes = &mut self.changes;
            self.index.list(story, &gathered.sum, |term| {
                if let Some(changes) = changes {
                    changes.lists.insert(term);
                }
            });
        }
    }

    /// Puts the reports of one story into another; the cost is that of the one that goes.
    pub(crate) fn absorb(&mut self, stays: u32, goes: u32) {
        let gone = self.stories[goes as usize].take();
        self.note(goes);
        let members = gone.into_iter().flat_map(|gathered| gathered.members);
        if let Some(story) = &mut self.stories[stays as usize] {
            for member in members {
                self.placed[member.at as usize] = stays;
                story.add(member);
            }
        }
        self.relist(stays);
    }

    /// Puts the members of one list into a story of this number, which may be new.
    pub(crate) fn place(&mut self, story: u32, gathered: Option<Gathered>) {
        for member in gathered.iter().flat_map(|gathered| &gathered.members) {
            self.placed[member.at as usize] = story;
        }
        match self.stories.get_mut(story as usize) {
            Some(slot) => *slot = gathered,
            None => self.stories.push(gathered),
        }
        self.relist(story);
    }

    /// The earlier report whose text is nearly this one.
    fn copied(&self, signature: &Signature) -> Option<u32> {
        let mut met: Vec<u32> = signature
            .bands()
            .filter_map(|band| self.bands.get(&band).copied())
            .collect();
        met.sort_unstable();
        met.dedup();
        let alike = |at: u32| {
            self.signatures[at as usize]
                .as_ref()
                .map_or(0.0, |other| signature.likeness(other))
        };
        let scored = met
            .into_iter()
            .map(|at| (alike(at), at))
            .filter(|(alike, _)| *alike >= COPY);
        scored
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            .map(|(_, at)| at)
    }
}
