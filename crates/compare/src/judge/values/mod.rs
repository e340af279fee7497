//! What two values that may answer one question are to each other: another question, the same, one
//! sharper, part and whole, a conflict or an update.
//!
//! Learned from labelled pairs (`training/values`) with story-wise cross-validation. How the amounts
//! lie is one thing that the judgement weighs beside what stands round them; no rule decides before
//! or after it. Pairs that part are gathered to one judgement a question over all reports.

mod bearer;
mod features;
mod forest;
mod questions;
mod relation;
mod shown;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::candidates::Side;
use crate::candidates::values::Meeting;
use crate::told::Told;
use crate::told::values::Scene;
use crate::{FindingKind, Story};

use super::Judged;
pub(super) use bearer::is_of_one;
pub use features::{SETTING, Telling, features, names};
pub use forest::{Chances, Judge};
use questions::{Asked, questions};
pub use relation::{RELATION, middle, relation};

/// The least chance at which a parting is handed on: whether it holds is weighed with all else that the
/// clauses say (`judge/worth`).
const LEAST: f32 = 0.08;
/// So many pairs are weighed at once, so that each tree is read once for all of them.
const AT_ONCE: usize = 256;
/// The least share of updates among partings at which one is called an update.
const MOVED: f32 = 0.4;

static JUDGE: LazyLock<Judge> = LazyLock::new(|| {
    let weights = include_bytes!("../../../data/values.forest");
    let moved = include_bytes!("../../../data/moved.forest");
    Judge::parse(weights, moved).expect("a test reads the weights")
});

/// The judge with the weights of `data`.
#[must_use]
pub fn shipped() -> &'static Judge {
    &JUDGE
}

/// A pair with how likely it is what.
#[derive(Clone, Debug)]
pub struct Weighed {
    /// The pair.
    pub meeting: Meeting,
    /// How likely it is what.
    pub chances: Chances,
}

/// Where the values of a story's reports part.
pub(crate) fn judge(told: &Told<'_>, weighed: Vec<Weighed>) -> Vec<Judged> {
    parted(told.story, &told.values, weighed, LEAST)
}

/// When and by whom the reports of a story were told.
#[must_use]
pub fn telling(story: &Story<'_>) -> Telling {
    let reports = story.reports.iter();
    Telling {
        published: reports.map(|report| report.published()).collect(),
        origins: story.origins.clone(),
    }
}

/// Pairs of values of a story with how likely each is what.
#[must_use]
pub fn weighed(story: &Story<'_>, scene: &Scene, met: Vec<Meeting>, judge: &Judge) -> Vec<Weighed> {
    let telling = telling(story);
    let mut chances = Vec::with_capacity(met.len());
    for some in met.chunks(AT_ONCE) {
        let rows = some.iter().map(|met| features(scene, &telling, met));
        chances.extend(judge.chances(&rows.collect::<Vec<_>>()));
    }
    let weighed = met.into_iter().zip(chances);
    weighed
        .map(|(meeting, chances)| Weighed { meeting, chances })
        .collect()
}

/// Where the values of a story's reports part with at least this chance, as `judge` says.
#[must_use]
pub fn parted(story: &Story<'_>, scene: &Scene, weighed: Vec<Weighed>, least: f32) -> Vec<Judged> {
    let mut weighed = weighed;
    weighed.retain(|pair| bearer::is_one(story, scene, pair.meeting.one, pair.meeting.two));
    let asked = questions(scene, weighed, least);
    asked
        .iter()
        .filter_map(|asked| judged(story, scene, asked))
        .collect()
}

fn judged(story: &Story<'_>, scene: &Scene, asked: &Asked) -> Option<Judged> {
    let mut texts: Vec<usize> = asked.held.keys().map(|&at| story.texts[at]).collect();
    texts.sort_unstable();
    texts.dedup();
    // Copies of one text do not contradict themselves.
    if texts.len() < 2 {
        return None;
    }
    let kind = if asked.chances.update > MOVED * asked.chances.parts() {
        FindingKind::Update
    } else {
        FindingKind::Conflict
    };
    let mut answers: BTreeMap<u64, usize> = BTreeMap::new();
    let sides: Vec<Side> = asked
        .held
        .iter()
        .map(|(&report, &at)| {
            let value = &scene.values[report][at];
            let next = answers.len();
            let answer = *answers.entry(value.amount.key()).or_insert(next);
            let told = story.reports[report];
            Side {
                report,
                passage: shown::clause(told, value),
                value_at: Some(value.passage),
                value: shown::words(told, value),
                normal: shown::normal(told, value),
                source: shown::source(told, value),
                answer,
            }
        })
        .collect();
    let one = sides.iter().find(|side| side.answer == 0)?;
    let two = sides.iter().find(|side| side.answer == 1)?;
    let first = asked.held.iter().next()?;
    Some(Judged {
        rule: None,
        kind,
        about: shown::about(&scene.values[*first.0][*first.1]),
        question: shown::question(story, scene, asked),
        explanation: shown::explanation(kind, &one.value, &two.value),
        sides,
        changed: Vec::new(),
        assumptions: Vec::new(),
        confidence: f64::from(asked.chances.parts()),
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_weights_are_of_these_features() {
        std::sync::LazyLock::force(&super::JUDGE);
    }
}
