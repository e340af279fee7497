//! What a check found, ready to be shown.

use std::sync::Arc;

use crosswire_compare::{Checked, Comparison, Finding};
use crosswire_group::Origin;
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
    /// The findings; their report numbers index [`StoryOutcome::reports`].
    pub comparison: Comparison,
}

impl Outcome {
    /// A report of a story, by its number in a finding of that story.
    ///
    /// # Panics
    ///
    /// When the number is of another story.
    #[must_use]
    pub fn report(&self, story: &StoryOutcome, number: usize) -> &Report {
        &self.reports[story.reports[number]]
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

    /// A stable id for a finding: a digest of its kind and of the places that it rests on.
    #[must_use]
    pub fn finding_id(&self, story: &StoryOutcome, finding: &Finding) -> String {
        let mut parts = vec![
            finding.kind.name().to_owned(),
            finding.about.name().to_owned(),
        ];
        for evidence in &finding.evidence {
            let (report, place) = (self.report(story, evidence.report), evidence.passage);
            parts.push(report.id.clone());
            parts.push(format!("{:?} {:?}", place.field, place.span));
            parts.push(report.words(place).to_owned());
        }
        digest(parts.iter().map(String::as_str))
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
