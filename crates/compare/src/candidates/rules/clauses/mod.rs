//! Clause alignment: what the reports of a story share, whatever the words.
//!
//! Every report is cut into units, clauses of one predicate with its own arguments. Units of
//! different reports are laid side by side by rare words, numbers, names and place in the report,
//! and grouped over the whole story, strongest link first. A group is one thing that several
//! reports tell: an agreement, or a refinement where a value inside is sharper in one report.

mod agree;
mod align;
mod apart;
mod candidates;
mod describe;
mod features;
pub mod fitting;
mod groups;
mod judge;
mod link;
mod merge;
mod occasion;
mod question;
mod refine;
mod salience;
mod sharper;
mod single;
mod sorts;
mod undisputed;
mod weights;
mod wide;

use crate::candidates::candidate::Candidate;
use crate::told::Told;
use crate::told::shown::MOST_EVIDENCE;

/// At most this many agreements are said of one story, the likeliest to matter first.
const MOST_AGREEMENTS: usize = 32;
/// A clause is shown with those that complete it up to this many bytes.
const MOST_SHOWN: usize = 190;
/// Groups that gold findings would hardly list are not said.
const LEAST_LIKELY: f32 = 0.03;

/// Aligns the clauses of a story and says what they share.
pub(crate) fn find(story: &Told<'_>) -> Vec<Candidate> {
    let Told {
        story,
        units,
        words,
        sources,
        ..
    } = story;
    let weights = weights::Weights::fitted();
    let mut aligner = align::Aligner::new(units, words, weights);
    let links = aligner.links();
    let apart = |a: usize, b: usize| apart::is_apart(units, story, a, b);
    let groups = groups::groups(units, &links, &apart);
    let places: Vec<_> = units
        .iter()
        .map(|unit| {
            let passage = unit.passage(story.reports[unit.report], MOST_EVIDENCE);
            (unit.report, passage)
        })
        .collect();
    let completed: Vec<_> = units
        .iter()
        .map(|unit| {
            let passage = unit.completed(story.reports[unit.report], MOST_SHOWN);
            (unit.report, passage)
        })
        .collect();
    let mut shown = completed.clone();
    let groups: Vec<_> = groups
        .iter()
        .filter_map(|group| undisputed::undisputed(group, units, &mut shown, story, words))
        .collect();
    let likely: Vec<f32> = groups
        .iter()
        .map(|group| weights.group(&groups::features(group, units, story.reports.len(), words)))
        .collect();
    let mut found: Vec<_> = groups::ranked(&groups, &likely, &shown)
        .into_iter()
        .filter(|&i| likely[i] >= LEAST_LIKELY)
        .filter_map(|i| agree::agreement(&groups[i], units, &shown, story, sources, words))
        .take(MOST_AGREEMENTS)
        .collect();
    let untold = groups.len() - found.len();
    found.extend(occasion::sayings(units, story));
    found.extend(refine::refinements(
        &aligner, &links, &completed, story, sources,
    ));
    found.extend(single::single_sources(
        units, &links, &places, story, sources, words,
    ));
    let found = found.into_iter().map(Candidate::Ruled);
    found
        .chain(std::iter::repeat_n(Candidate::Untold, untold))
        .collect()
}
