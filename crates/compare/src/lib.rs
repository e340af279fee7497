//! What the reports of one story agree on, what only one says, and where they part.
//!
//! [`compare`] takes the extracted reports of one story and gives [`Finding`]s. Engines, one a
//! module: typed slots compared over the whole story find where reports part, aligned clauses
//! find what they share, quotations are aligned word by word.

pub mod clauses;
mod finding;
mod order;
mod quotes;
mod slots;
mod when;

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
    findings.extend(clauses.findings.into_iter().filter(anew));
    findings.extend(quoted);
    Comparison {
        statements_aligned: clauses.statements_aligned,
        findings: order::ordered(findings),
    }
}
