//! What `check --format json` prints: the reports as read, and the stories with their findings.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Change, Finding, Ground, OriginKind, Verdict};

/// What `crosswire check --format json` prints. Format 1 only ever grows by addition, so readers
/// must let unknown members pass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Check {
    /// The format.
    #[schemars(extend("const" = 1))]
    pub format: u32,
    /// Every report that was read, in order of publication and id.
    pub reports: Vec<CheckReport>,
    /// The stories, the most disputed first.
    pub stories: Vec<CheckStory>,
    /// What `--reference` gave; absent without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<Reference>")]
    pub references: Option<Vec<Reference>>,
    /// Every direct and mixed quotation of the reports, laid against the references; absent without
    /// `--reference`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<CheckedQuotation>")]
    pub quotations: Option<Vec<CheckedQuotation>>,
}

/// One article as one outlet published it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CheckReport {
    /// The id given with the report, else a digest of source name and text.
    pub id: String,
    /// Path or URL as given; `-` for standard input.
    pub source: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// Whose words it has.
    #[serde(flatten)]
    pub origin: OriginRecord,
    /// A title that came as a field of its own.
    pub title: Option<String>,
    /// ISO 8601, as sharp as it is known: a day, a clock, a clock with its zone.
    pub published: Option<String>,
    /// Of the text in UTF-8.
    #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
    pub sha256: String,
    /// Unicode characters of the text.
    pub characters: usize,
    /// Which report of its source it is: the source, its line or record there, and what it is called; absent
    /// where the source is one report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// What is wrong with it.
    pub problems: Vec<ProblemRecord>,
}

/// Whose words a report has, and what that rests on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OriginRecord {
    /// Whose words it prints: an agency or an outlet.
    pub origin: Option<String>,
    /// The id of the first report of this origin; reports of one origin have the same.
    pub origin_first: Option<String>,
    /// Own reporting as far as anything tells, an agency's text, another outlet's text.
    pub origin_kind: Option<OriginKind>,
    /// How sure that is.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub origin_confidence: Option<f64>,
    /// Who lent a part, where the whole is not theirs.
    pub origin_with: Vec<String>,
    /// What it rests on.
    pub origin_evidence: Vec<OriginEvidence>,
}

/// What the origin of a report rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OriginEvidence {
    /// What sort of ground.
    pub ground: Ground,
    /// Who is credited; null for agencies that are not named.
    pub name: Option<String>,
    /// The report that printed the words first.
    pub copy_of: Option<String>,
    /// How much of this report stands in that one, quotations aside.
    pub share: Option<f64>,
    /// First Unicode character of the text; null for what stands outside it.
    pub start: Option<usize>,
    /// One past the last.
    pub end: Option<usize>,
}

/// What is wrong with a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProblemRecord {
    /// Its kind.
    pub kind: String,
    /// What happened.
    pub message: String,
    /// What the user can do.
    pub mend: String,
}

/// One story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CheckStory {
    /// A digest of the ids of its reports.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// The ids of its reports, by publication and id.
    pub reports: Vec<String>,
    /// How many outlets published them.
    pub outlets: usize,
    /// How many independent origins they have.
    pub origins: usize,
    /// How many statements could be laid side by side.
    pub statements_aligned: usize,
    /// Its findings, most useful first.
    pub findings: Vec<Finding>,
    /// The id of the earlier story that it takes up: the trial after the arrest. Absent where it takes up none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<String>,
    /// The id of the story that its topic begins with; the same for all stories of a topic. Absent where it
    /// continues none and none continues it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Whether it is a report, with its copies, that tells several happenings; absent where not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub round_up: bool,
}

/// A transcript, statement or filing that quotations are laid against.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reference {
    /// Its id.
    pub id: String,
    /// Path or URL as given.
    pub source: String,
    /// Its title.
    pub title: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// Of the text in UTF-8.
    #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
    pub sha256: String,
    /// Unicode characters of the text.
    pub characters: usize,
}

/// A quotation of a report and how it lies to the references.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CheckedQuotation {
    /// The report's id.
    pub report: String,
    /// First Unicode character of the report's text, or of its title.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Whether they count in the title.
    pub in_title: bool,
    /// Without the quotation marks.
    pub text: String,
    /// How it is quoted.
    #[schemars(extend("enum" = ["direct", "mixed"]))]
    pub kind: String,
    /// Who the report says said it.
    pub speaker: Option<String>,
    /// How it lies to the references.
    pub verdict: Verdict,
    /// `from` is the reference's, `to` the quotation's.
    pub changed: Vec<Change>,
    /// The stretch of the reference that it was laid against, from its first to its last word there.
    pub found: Option<FoundWords>,
}

/// A stretch of a reference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FoundWords {
    /// The reference's id.
    pub reference: String,
    /// First Unicode character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The words.
    pub text: String,
}
