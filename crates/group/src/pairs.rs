//! What grouping judges by, row by row, for training: the same rows, in the same order of arrival
//! and with the weights of that moment.

use std::sync::Arc;

use crate::grouper::{Grouper, Options};
use crate::judge::Judge;
use crate::minhash::Signature;
use crate::sketch::Sketch;
use crate::story::Member;
use crate::weighed::Part;
use crate::{nearness, pair, roundup};

/// The names of the values of a pair of reports.
pub const PAIR_FEATURES: [&str; pair::FEATURES.len()] = pair::FEATURES;
/// The names of the values of a report and a story.
pub const STORY_FEATURES: [&str; nearness::FEATURES.len()] = nearness::FEATURES;

/// The names of the values by which round-ups are told.
pub const ROUND_UP_FEATURES: [&str; roundup::FEATURES.len()] = roundup::FEATURES;

/// What a report is judged by when it is asked whether it tells several happenings.
#[must_use]
pub fn round_up_row(title: &str, text: &str) -> Vec<f32> {
    roundup::row(title, text).to_vec()
}

/// The pairs of a stream.
#[derive(Default)]
pub struct Pairs {
    grouper: Grouper,
    members: Vec<(Member, Option<Signature>)>,
}

impl Pairs {
    /// Without any report yet.
    #[must_use]
    pub fn new() -> Pairs {
        Pairs::default()
    }

    /// Takes in the next report; how it lies to each earlier one that is at least so like it.
    pub fn add(&mut self, sketch: &Sketch, least: f32) -> Vec<(usize, pair::Row)> {
        self.grouper.count(sketch);
        let new = self.grouper.member(sketch);
        let signature = sketch.signature.clone();
        let laid = pair::Laid::of(&new);
        let all = laid.probes.part(Part::All);
        let rows = self
            .members
            .iter()
            .enumerate()
            .filter(|(_, (old, _))| all.shared(old.weighed.all(), |_| ()).dot >= least)
            .map(|(at, (old, other))| {
                let signatures = (signature.as_ref(), other.as_ref());
                (at, pair::features(&laid, old, signatures, |_| ()))
            })
            .collect();
        self.members.push((new, signature));
        rows
    }
}

/// What a stream is judged by, story by story.
pub struct Decisions(Grouper);

/// A story that a report could have joined.
pub struct Decision {
    /// Its reports, by order of arrival.
    pub members: Vec<usize>,
    /// What is known of the two.
    pub row: nearness::Row,
    /// The chance that the report belongs to it.
    pub chance: f32,
    /// Whether the report did join it.
    pub joined: bool,
    /// Whether it is the main one of a report that tells several happenings, which joins none.
    pub main: bool,
}

impl Decisions {
    /// Without any report yet.
    #[must_use]
    pub fn new(options: Options) -> Decisions {
        Decisions(Grouper::new(options))
    }

    /// Takes in the next report, judged by `judge`, and tells each story it could have joined.
    pub fn add(&mut self, sketch: &Sketch, judge: &Arc<Judge>) -> Vec<Decision> {
        self.0.judge_by(Arc::clone(judge));
        let (placed, rows) = self.0.add_telling(sketch);
        let at = self.0.len() - 1;
        let own = self.0.stories[placed.story.0 as usize].as_ref();
        let main = own.and_then(|gathered| gathered.tells);
        let told: Vec<nearness::Row> = rows.iter().map(|row| row.1).collect();
        let chances = judge.nearness(&told);
        let decision = |((story, row), chance): ((u32, nearness::Row), f32)| {
            let gathered = self.0.stories[story as usize].as_ref();
            let members = gathered.into_iter().flat_map(|gathered| &gathered.members);
            let members = members.map(|member| member.at as usize);
            Decision {
                members: members.filter(|&member| member != at).collect(),
                chance,
                row,
                joined: story == placed.story.0,
                main: main == Some(story),
            }
        };
        rows.into_iter().zip(chances).map(decision).collect()
    }
}
