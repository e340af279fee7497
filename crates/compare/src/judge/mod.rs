//! How the candidates lie to each other: the third of the four rooms.
//!
//! `judge` takes all candidates of a story and gives those that hold, with how likely each is
//! right. A learned judge is a file (or folder) here with its named features, a function
//! `fn(&Told, &[...]) -> Vec<Judged>`, one arm in `judge`, and weights in `data`: typed values are in
//! `judge/values`. What rules have judged themselves goes through with
//! the score of the rule, which `calibration` turns into a likelihood.

mod calibration;
mod judged;
mod possible;
pub(crate) mod quotes;
pub mod values;
pub mod worth;

pub use judged::Judged;

use crate::candidates::Candidate;
use crate::told::Told;

/// The candidates that hold.
pub(crate) fn judge(told: &Told<'_>, candidates: Vec<Candidate>) -> Vec<Judged> {
    let (mut judged, weighed) = held(told, candidates, values::shipped());
    worth::keep(told, &weighed, &mut judged);
    judged
}

/// What holds by the engines' own judgement, worth telling or not; and the pairs of values weighed by
/// `judge`.
#[must_use]
pub fn held(
    told: &Told<'_>,
    candidates: Vec<Candidate>,
    judge: &values::Judge,
) -> (Vec<Judged>, Vec<values::Weighed>) {
    let mut judged = Vec::new();
    let mut quoted = Vec::new();
    let mut met = Vec::new();
    for candidate in candidates {
        match candidate {
            Candidate::Ruled(ruled) => judged.push(Judged::from(ruled)),
            Candidate::Quoted(segment) => quoted.push(segment),
            Candidate::Values(meeting) => met.push(*meeting),
            Candidate::Untold => {}
        }
    }
    let weighed = values::weighed(told.story, &told.values, met, judge);
    judged.extend(values::judge(told, weighed.clone()));
    judged.extend(quotes::judge(told, &quoted));
    judged.retain_mut(|one| {
        values::is_of_one(told.story, &told.values, one)
            && (!one.kind.is_contradiction() || possible::still_part(told, one))
    });
    (judged, weighed)
}
