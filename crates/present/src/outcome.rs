//! What a check found, ready to be shown.

use std::collections::HashMap;
use std::sync::Arc;

use crosswire_compare::Checked;
use crosswire_group::Origin;
use crosswire_record::Finding;
use crosswire_report::Report;
use sha2::{Digest, Sha256};

/// What a check found.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Every report that was read, sorted by publication and id, readable or not.
    pub reports: Vec<Arc<Report>>,
    /// Whose words each report prints; `None` for a report of no story. Their places index
    /// [`Outcome::reports`].
    pub origins: Vec<Option<Origin>>,
    /// The stories, the most disputed first.
    pub stories: Vec<StoryOutcome>,
    /// The quotations laid against a transcript or statement, where one was given.
    pub against: Option<Against>,
}

/// Quotations laid against references.
#[derive(Clone, Debug, Default)]
pub struct Against {
    /// The references as read.
    pub references: Vec<Arc<Report>>,
    /// Every quotation, in the order of the reports; its numbers index [`Outcome::reports`] and
    /// [`Against::references`].
    pub quotations: Vec<Checked>,
}

/// One story and what its reports agree on or not.
#[derive(Clone, Debug)]
pub struct StoryOutcome {
    /// What to call it.
    pub label: String,
    /// Indices into [`Outcome::reports`].
    pub reports: Vec<usize>,
    /// How many outlets published its reports.
    pub outlets: usize,
    /// How many independent origins its reports have.
    pub origins: usize,
    /// How many statements could be laid side by side.
    pub statements_aligned: usize,
    /// The findings, most useful first.
    pub findings: Vec<Finding>,
    /// The first report of the story that it takes up, an index into [`Outcome::reports`].
    pub continues: Option<usize>,
    /// The first report of the story that its topic begins with; none where no story continues another.
    pub topic: Option<usize>,
    /// Whether it is a report, with its copies, that tells several happenings.
    pub round_up: bool,
}

impl Outcome {
    /// The reports of a story by their ids.
    #[must_use]
    pub fn by_id(&self, story: &StoryOutcome) -> HashMap<&str, &Report> {
        let reports = story.reports.iter().map(|&at| &*self.reports[at]);
        reports.map(|report| (report.id.as_str(), report)).collect()
    }

    /// The id of the story that a report is in.
    #[must_use]
    pub fn story_of(&self, report: Option<usize>) -> Option<String> {
        let report = report?;
        let mut stories = self.stories.iter();
        let story = stories.find(|story| story.reports.contains(&report))?;
        Some(self.story_id(story))
    }

    /// A stable id for a story: a digest of the ids of its reports.
    #[must_use]
    pub fn story_id(&self, story: &StoryOutcome) -> String {
        let mut ids: Vec<&str> = story
            .reports
            .iter()
            .map(|&i| self.reports[i].id.as_str())
            .collect();
        ids.sort_unstable();
        digest(ids)
    }
}

/// Twelve hexadecimal digits of the SHA-256 of the parts, each closed by a NUL.
fn digest<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update(part.as_bytes());
        sha.update([0]);
    }
    hex(&sha.finalize()[..6])
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}
