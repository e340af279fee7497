//! Values that can both be true, one sharper than the other.
//!
//! Times are laid side by side as intervals, quantities as ranges, places by which lies in which,
//! people and things by the words for them. How likely a reader would call such a pair sharper and
//! vaguer is learnt from few features: the sort of value, what the clauses share, and how much of what
//! the story is about they hold.

use crosswire_report::Passage;

use super::align::Aligner;
use super::candidates::candidates;
use super::link::Link;
use super::merge;
use super::sorts::Candidate;
use super::weights::Weights;
use crate::Story;
use crate::candidates::candidate::Ruled;
use crate::told::source::Sources;

/// Candidates below this are not said: on the 28 open sets, each scored by weights fitted on the
/// others, F1 is flat from 0.03 to 0.08.
const LEAST: f32 = 0.08;
/// The refinements of a story, likeliest first, each passage in one of a sort.
pub(crate) fn refinements(
    aligner: &Aligner<'_>,
    links: &[Link],
    places: &[(usize, Passage)],
    story: &Story<'_>,
    speakers: &Sources,
) -> Vec<Ruled> {
    let mut all = candidates(aligner, links, places, story, speakers);
    // A copy cannot be sharper than what it copies.
    all.retain(|pair| {
        let [a, b] = [0, 1].map(|side| story.texts[pair.sides[side].report]);
        a != b
    });
    ranked(all, Weights::fitted(), LEAST)
}

/// The findings of the candidates that are likely enough under `weights`.
pub(super) fn ranked(mut all: Vec<Candidate>, weights: &Weights, least: f32) -> Vec<Ruled> {
    for candidate in &mut all {
        candidate.score = weights.refine(&candidate.features).max(candidate.floor);
    }
    all.retain(|candidate| candidate.score >= least);
    all.sort_by(|x, y| {
        let key = |pair: &Candidate| {
            let [a, b] = [0, 1].map(|i| (pair.sides[i].report, pair.sides[i].passage));
            (a, b)
        };
        y.score.total_cmp(&x.score).then(key(x).cmp(&key(y)))
    });
    merge::merged(all)
}
