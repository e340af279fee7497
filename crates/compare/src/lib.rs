//! What the reports of one story agree on, what only one says, and where they part.
//!
//! [`compare`] takes the extracted reports of one story and gives [`Finding`]s. Engines, one a
//! module: typed slots compared over the whole story find where reports part, aligned clauses
//! find what they share, quotations are aligned word by word.

pub mod assemble;
pub mod candidates;
pub mod clauses;
mod finding;
pub mod judge;
mod order;
mod quotes;
mod revisions;
mod slots;
pub mod told;
mod when;

use std::collections::BTreeSet;

use crosswire_extract::Extracted;
pub use finding::{
    About, Between, Change, Evidence, Finding, FindingKind, Normal, NormalInterval, NormalTime,
    Value,
};
pub use quotes::{Checked, Verdict, against};

/// The reports of one story, sorted by publication and id.
#[derive(Clone, Debug)]
pub struct Story<'a> {
    /// Its reports.
    pub reports: Vec<&'a Extracted>,
    /// For each report, which origin its words come from: those of one agency share a number.
    pub origins: Vec<usize>,
    /// For each report, which text it prints: copies share a number. They cannot differ.
    pub texts: Vec<usize>,
}

/// The outcome of comparing the reports of one story.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// How many statements of different reports could be laid side by side.
    pub statements_aligned: usize,
    /// The findings, most useful first.
    pub findings: Vec<Finding>,
}

/// Compares the reports of one story of which some are newer versions of others.
///
/// `previous` tells for each report which one it takes the place of, if any. What the outlet does not
/// say any more is no part of a disagreement: only the newest versions are compared with each other,
/// and each version with the one before it, for findings of the kind [`FindingKind::Revision`].
#[must_use]
pub fn compare_versions(story: &Story<'_>, previous: &[Option<usize>]) -> Comparison {
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
        rows.chain(held)
            .for_each(|report| *report = current[*report]);
    }
    for (new, old) in previous.iter().enumerate() {
        if let Some(old) = *old {
            let versions = (story.reports[old], story.reports[new]);
            let found = revisions::find(versions.0, versions.1, (old, new));
            comparison.findings.extend(found);
        }
    }
    comparison
}

/// Compares the reports of one story.
#[must_use]
pub fn compare(story: &Story<'_>) -> Comparison {
    let clauses = clauses::find(story);
    let quoted = quotes::find(story);
    // What reports quote in the same words is said once, not clause by clause.
    let anew = |finding: &Finding| {
        finding.kind != FindingKind::Agreement
            || !quoted
                .iter()
                .any(|quotation| quotes::says_already(quotation, finding))
    };
    let mut findings = slots::find(story);
    // Two engines can find one contradiction: it is said once.
    let parted = findings.clone();
    let repeats = |finding: &Finding| {
        finding.about == About::Outcome && parted.iter().any(|said| met_twice(said, finding))
    };
    let aligned = clauses.findings.into_iter();
    findings.extend(aligned.filter(|finding| anew(finding) && !repeats(finding)));
    findings.extend(quoted);
    Comparison {
        statements_aligned: clauses.statements_aligned,
        findings: order::ordered(findings),
    }
}

/// Whether two contradictions on how things came out show the same words of two reports.
fn met_twice(one: &Finding, two: &Finding) -> bool {
    let parts =
        |finding: &Finding| matches!(finding.kind, FindingKind::Conflict | FindingKind::Update);
    let met = one.evidence.iter().filter(|row| {
        two.evidence.iter().any(|other| {
            row.report == other.report
                && row.passage.field == other.passage.field
                && row.passage.span.overlaps(other.passage.span)
        })
    });
    parts(one) && parts(two) && one.about == two.about && met.count() >= 2
}
