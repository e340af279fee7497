//! What is compared, and what comes of it.

use crosswire_extract::Extracted;

use crate::finding::Finding;

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

impl Story<'_> {
    /// Whether two reports tell in words of their own: copies of a text and reports of one origin do not
    /// contradict each other.
    pub(crate) fn are_independent(&self, one: usize, two: usize) -> bool {
        self.texts[one] != self.texts[two] && self.origins[one] != self.origins[two]
    }
}

/// The outcome of comparing the reports of one story.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// How many statements of different reports could be laid side by side.
    pub statements_aligned: usize,
    /// The findings, most useful first.
    pub findings: Vec<Finding>,
}
