//! One report tells a thing as planned, a later one as done, or as not done after all.
//!
//! Claims meet by their root, as contradictions do; somebody or something must take part in both, or
//! most of the words around be shared. A report that knows of the deed is set against nobody.

use super::contradict::{meeting, met, shared, sides};
use crate::candidates::{Candidate, Rule, Ruled};
use crate::told::Told;
use crate::told::claims::Claim;
use crate::told::knows::{Answer, knows};
use crate::told::when::is_later;
use crate::{About, FindingKind};

/// At most so many are found in one story.
const MOST: usize = 4;
/// Such a part of the words around is shared at least: where somebody takes part in both, and else.
const LEAST_PART_MET: f64 = 0.25;
const LEAST_PART: f64 = 0.45;
/// What is said of many things asks for more.
const LEAST_PART_OF_COMMON: f64 = 0.6;

struct Pair<'a> {
    score: f64,
    planned: &'a Claim,
    done: &'a Claim,
}

/// Where a later report tells what became of a plan.
pub(crate) fn find(told: &Told<'_>) -> Vec<Candidate> {
    let all = &told.claims;
    let mut found: Vec<Pair<'_>> = Vec::new();
    for of_root in meeting(all) {
        let of_root: Vec<&Claim> = of_root.iter().map(|&at| &all[at]).collect();
        let deeds = |report| -> Vec<Deed<'_>> {
            let own = of_root
                .iter()
                .filter(|own| own.report == report && !own.planned);
            own.map(|own| Deed(own)).collect()
        };
        for &planned in of_root.iter().filter(|claim| claim.ahead && claim.so) {
            for &done in of_root.iter().filter(|claim| claim.past && !claim.planned) {
                if let Some(score) = became(told, planned, done)
                    && !knows(&deeds(planned.report), &Deed(done))
                {
                    found.push(Pair {
                        score,
                        planned,
                        done,
                    });
                }
            }
        }
    }
    found.sort_by(|x, y| y.score.total_cmp(&x.score));
    let mut said: Vec<&Pair<'_>> = Vec::new();
    for pair in &found {
        let near = |a: &Claim, b: &Claim| {
            a.root == b.root || a.report == b.report && a.passage.span.overlaps(b.passage.span)
        };
        let is_told = said
            .iter()
            .any(|other| near(pair.planned, other.planned) || near(pair.done, other.done));
        if said.len() < MOST && !is_told {
            said.push(pair);
        }
    }
    said.into_iter()
        .map(|pair| Candidate::Ruled(ruled(pair)))
        .collect()
}

/// How sure it is that what was done is what was planned.
fn became(told: &Told<'_>, planned: &Claim, done: &Claim) -> Option<f64> {
    let story = told.story;
    let (a, b) = (planned.report, done.report);
    if planned.root != done.root
        || planned.thing != done.thing
        || !story.are_independent(a, b)
        || is_later(story, b, a)
    {
        return None;
    }
    let met = met(planned, done)?;
    let part = shared(planned, done);
    let least = match (planned.common || done.common, met) {
        (true, _) => LEAST_PART_OF_COMMON,
        (false, 0) => LEAST_PART,
        _ => LEAST_PART_MET,
    };
    (part >= least).then(|| (0.2 + 0.4 * part + 0.15 * f64::from(met)).min(0.95))
}

/// What is told as done, or as not done.
struct Deed<'a>(&'a Claim);

impl Answer for Deed<'_> {
    fn gives(&self, rival: &Deed<'_>) -> bool {
        self.0.so == rival.0.so && shared(self.0, rival.0) >= LEAST_PART_MET
    }
}

fn ruled(pair: &Pair<'_>) -> Ruled {
    Ruled {
        rule: Rule::Carried,
        score: pair.score,
        kind: FindingKind::Update,
        about: About::Outcome,
        question: format!("What became of this: “{}”?", pair.planned.shown),
        explanation: format!(
            "The earlier report tells “{}” as to come, the later one “{}” as done.",
            pair.planned.shown, pair.done.shown
        ),
        sides: sides([pair.planned, pair.done]),
        changed: Vec::new(),
    }
}
