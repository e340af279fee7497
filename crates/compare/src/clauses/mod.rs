//! Clause alignment: what the reports of a story share, whatever the words.
//!
//! Every report is cut into units, clauses of one predicate with its own arguments. Units of
//! different reports are laid side by side by rare words, numbers, names and place in the report,
//! and grouped over the whole story, strongest link first. A group is one thing that several
//! reports tell: an agreement, or a refinement where a value inside is sharper in one report.

mod agree;
mod align;
mod candidates;
mod describe;
mod features;
pub mod fitting;
mod groups;
mod judge;
mod merge;
mod occasion;
mod opposites;
mod part;
mod predicates;
mod question;
mod refine;
mod salience;
mod sharper;
mod single;
mod told;
mod undisputed;
mod unit;
mod weights;
mod wide;
mod words;

use crate::{Comparison, FindingKind, Story};
pub(crate) use agree::origins;
pub(crate) use opposites::sides;
use words::Words;
pub(crate) use words::stem;

/// At most this many agreements are said of one story, the likeliest to matter first.
const MOST_AGREEMENTS: usize = 32;
/// A clause is shown with those that complete it up to this many bytes.
const MOST_SHOWN: usize = 190;
/// Groups that gold findings would hardly list are not said.
const LEAST_LIKELY: f32 = 0.03;

/// Aligns the clauses of a story and says what they share.
///
/// `statements_aligned` of the answer counts all groups, said or not.
pub(crate) fn find(story: &Story<'_>) -> Comparison {
    let mut words = Words::default();
    let units = unit::units(&story.reports, &mut words);
    let weights = weights::Weights::fitted();
    let told = told::told(&units, &story.reports, &mut words);
    let mut aligner = align::Aligner::new(&units, &told, &words, weights);
    let links = aligner.links();
    let apart = |a: usize, b: usize| part::contradict(&units, &told, story, a, b);
    let groups = groups::groups(&units, &links, &apart);
    let places: Vec<_> = units
        .iter()
        .map(|unit| {
            let passage = unit.passage(story.reports[unit.report], agree::MOST_EVIDENCE);
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
        .filter_map(|group| undisputed::undisputed(group, &units, &mut shown, story, &words))
        .collect();
    let likely: Vec<f32> = groups
        .iter()
        .map(|group| {
            weights.group(&groups::features(
                group,
                &units,
                story.reports.len(),
                &words,
            ))
        })
        .collect();
    let speakers = agree::Speakers::new(&story.reports);
    let mut findings: Vec<_> = groups::ranked(&groups, &likely, &shown)
        .into_iter()
        .filter(|&i| likely[i] >= LEAST_LIKELY)
        .filter_map(|i| agree::agreement(&groups[i], &units, &shown, story, &speakers, &words))
        .take(MOST_AGREEMENTS)
        .collect();
    debug_assert!(
        findings
            .iter()
            .all(|finding| finding.kind == FindingKind::Agreement)
    );
    findings.extend(part::partings(
        &units, &told, &links, &places, story, &speakers,
    ));
    findings.extend(occasion::sayings(&units, story));
    findings.extend(refine::refinements(
        &aligner, &links, &completed, story, &speakers,
    ));
    findings.extend(single::single_sources(
        &units, &links, &places, story, &speakers, &words,
    ));
    Comparison {
        statements_aligned: groups.len(),
        findings,
    }
}
