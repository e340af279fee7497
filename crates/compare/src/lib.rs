//! What the reports of one story agree on, what only one says, and where they part.
//!
//! [`analyse_story`] takes the extracted reports of one story and gives [`Finding`]s. It goes through
//! four rooms, each ignorant of those behind it:
//!
//! | room | what |
//! | --- | --- |
//! | [`told`] | what each report tells, read once a story: cast, clauses, values |
//! | [`candidates`] | what could be laid side by side: engines `fn(&Told) -> Vec<Candidate>` |
//! | [`judge`] | how it lies, and how likely that is right; scores live here |
//! | `assemble` | what was judged, made into findings: origins, evidence, one a question |

mod assemble;
pub mod candidates;
mod finding;
pub mod judge;
mod lexicon;
mod records;
mod reference;
mod story;
pub mod told;

use std::collections::BTreeSet;

pub use finding::{
    About, Between, Change, ClaimPart, Evidence, Finding, FindingKind, Normal, NormalInterval,
    NormalTime, PartKind, Value,
};
pub use records::records;
pub use reference::{Checked, Verdict, against};
pub use story::{Comparison, Story};

/// Compares the reports of one story, of which some may be newer versions of others.
///
/// `previous` tells for each report which one it takes the place of, if any; an empty slice says that
/// none does. What the outlet does not say any more is no part of a disagreement: only the newest
/// versions are compared with each other, and each version with the one before it, for findings of
/// the kind [`FindingKind::Revision`]. The same for `check`, the ledger and the desk.
#[must_use]
pub fn analyse_story(story: &Story<'_>, previous: &[Option<usize>]) -> Comparison {
    let superseded: BTreeSet<usize> = previous.iter().flatten().copied().collect();
    if superseded.is_empty() {
        return compare(story);
    }
    let current: Vec<usize> = (0..story.reports.len())
        .filter(|report| !superseded.contains(report))
        .collect();
    let mut comparison = compare(&Story {
        reports: current.iter().map(|&at| story.reports[at]).collect(),
        origins: current.iter().map(|&at| story.origins[at]).collect(),
        texts: current.iter().map(|&at| story.texts[at]).collect(),
    });
    for finding in &mut comparison.findings {
        let rows = finding.evidence.iter_mut().map(|row| &mut row.report);
        let held = finding
            .values
            .iter_mut()
            .flat_map(|value| &mut value.reports);
        let claimed = finding.claim.iter_mut().map(|part| &mut part.report);
        rows.chain(held)
            .chain(claimed)
            .for_each(|report| *report = current[*report]);
    }
    let revised = previous.iter().enumerate().filter_map(|(new, old)| {
        let old = (*old)?;
        let versions = (story.reports[old], story.reports[new]);
        Some(candidates::rules::revisions::find(versions, (old, new)))
    });
    let told = told::Told::new(story);
    let revisions = judge::judge(&told, revised.flatten().collect());
    let revisions = revisions.into_iter();
    comparison
        .findings
        .extend(revisions.map(|judged| assemble::revision(story, judged)));
    comparison
}

/// Compares the reports of one story of which none is a version of another.
fn compare(story: &Story<'_>) -> Comparison {
    let told = told::Told::new(story);
    let candidates = candidates::of(&told);
    let aligned = candidates.iter().filter(|candidate| candidate.is_aligned());
    Comparison {
        statements_aligned: aligned.count(),
        findings: assemble::assemble(story, judge::judge(&told, candidates)),
    }
}
