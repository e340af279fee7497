//! Judged pairs of values become findings: one a question, over all reports of the story.

mod questions;
mod shown;

use crosswire_report::Passage;

use crate::candidates::values::{COUNTERPARTS, Meeting, Scene, Slots, meetings};
use crate::judge::values::{Chances, Judge, Telling, features};
use crate::{Between, Evidence, Finding, FindingKind, Story, Value};
use questions::{Asked, questions};

/// What the typed values of a story are judged by.
#[derive(Clone, Debug)]
pub struct Values {
    /// Which values answer one question.
    pub slots: Slots,
    /// What two values are to each other.
    pub judge: Judge,
    /// The least chance at which a parting is told.
    pub least: f32,
    /// The least share of updates among partings at which one is called an update.
    pub moved: f32,
}

/// A pair and what it was judged to be.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The pair.
    pub meeting: Meeting,
    /// How likely it is what.
    pub chances: Chances,
}

/// Judges every pair of a scene that is worth it.
#[must_use]
pub fn judged(scene: &Scene, telling: &Telling, values: &Values) -> Vec<Judged> {
    meetings(scene, &values.slots, COUNTERPARTS)
        .into_iter()
        .map(|meeting| {
            let chances = values.judge.chances(&features(scene, telling, &meeting));
            Judged { meeting, chances }
        })
        .collect()
}

/// Where the typed values of a story's reports part.
#[must_use]
pub fn find(story: &Story<'_>, values: &Values) -> Vec<Finding> {
    let scene = Scene::new(&story.reports);
    let published = story.reports.iter();
    let telling = Telling {
        published: published
            .map(|report| report.annotated.report().published)
            .collect(),
        origins: story.origins.clone(),
    };
    let judged = judged(&scene, &telling, values);
    questions(&scene, judged, values.least)
        .iter()
        .filter_map(|asked| finding(story, &scene, values, asked))
        .collect()
}

fn finding(story: &Story<'_>, scene: &Scene, values: &Values, asked: &Asked) -> Option<Finding> {
    let distinct = |numbers: &[usize]| {
        let mut all: Vec<usize> = asked.held.keys().map(|&report| numbers[report]).collect();
        all.sort_unstable();
        all.dedup();
        all.len()
    };
    // Copies of one text do not contradict themselves.
    if distinct(&story.texts) < 2 {
        return None;
    }
    let kind = if asked.chances.update > values.moved * asked.chances.parts() {
        FindingKind::Update
    } else {
        FindingKind::Conflict
    };
    let evidence: Vec<Evidence> = asked
        .held
        .iter()
        .map(|(&report, &at)| {
            let value = &scene.values[report][at];
            Evidence {
                report,
                passage: shown::clause(story.reports[report], value),
                value: shown::words(story.reports[report], value),
                attributed_to: shown::attributed(story.reports[report], value),
            }
        })
        .collect();
    let mut held: Vec<(u64, Value)> = Vec::new();
    for (&report, &at) in &asked.held {
        let value = &scene.values[report][at];
        let key = value.amount.key();
        match held.iter_mut().find(|(other, _)| *other == key) {
            Some((_, value)) => value.reports.push(report),
            None => held.push((
                key,
                Value {
                    value: shown::words(story.reports[report], value),
                    normal: shown::normal(story.reports[report], value),
                    reports: vec![report],
                },
            )),
        }
    }
    let sources = evidence.iter().all(|row| row.attributed_to.is_some())
        && evidence
            .windows(2)
            .all(|two| two[0].report == two[1].report);
    let first = asked.held.iter().next()?;
    Some(Finding {
        kind,
        about: shown::about(&scene.values[*first.0][*first.1]),
        between: if sources {
            Between::Sources
        } else {
            Between::Reports
        },
        question: shown::question(story, scene, asked),
        explanation: shown::explanation(kind, &held[0].1.value, &held.last()?.1.value),
        origins: distinct(&story.origins),
        confidence: f64::from(asked.chances.parts()),
        assumptions: Vec::new(),
        changed: Vec::new(),
        values: held.into_iter().map(|(_, value)| value).collect(),
        evidence,
    })
}

/// A stretch of a report, for those who only look.
#[must_use]
pub fn passage(scene: &Scene, at: (usize, usize)) -> Passage {
    scene.values[at.0][at.1].passage
}
