//! The objects that queries give: those of format 1 (`crosswire schema`), and a few of the
//! ledger's own. What is read from the file prints as it was written.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A report as format 1 lists it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportRecord {
    /// Its id.
    pub id: String,
    /// Where it was read from.
    pub source: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// Whose words it has, and what that rests on: the fields of format 1 that begin with `origin`.
    #[serde(flatten)]
    pub origin: Map<String, Value>,
    /// Its title, where that came as a field of its own.
    pub title: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// SHA-256 of its text.
    pub sha256: String,
    /// Length of its text in Unicode characters.
    pub characters: usize,
    /// What is wrong with it.
    pub problems: Vec<ProblemRecord>,
    /// Its address.
    pub url: Option<String>,
    /// The story it is in.
    pub story: Option<String>,
    /// When it was captured.
    pub captured: String,
    /// Since when the ledger has it.
    pub added: String,
    /// Which version of the report this is, counted from one.
    pub revision: usize,
}

/// What is wrong with a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProblemRecord {
    /// Its kind.
    pub kind: String,
    /// What happened.
    pub message: String,
    /// What to do.
    pub mend: String,
}

/// A story in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StorySummary {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// Its telling words.
    pub keywords: Vec<String>,
    /// The earlier story that it takes up again.
    pub continues: Option<String>,
    /// How many reports tell it.
    pub reports: usize,
    /// How many outlets published them.
    pub outlets: usize,
    /// How many independent origins they have.
    pub origins: usize,
    /// How many statements could be laid side by side.
    pub statements_aligned: usize,
    /// How many conflicts, updates and altered quotations there are.
    pub disputes: usize,
    /// The first publication.
    pub first: Option<String>,
    /// The last publication.
    pub last: Option<String>,
    /// Since when the ledger has it as it stands.
    pub updated: String,
}

/// A story with its reports and findings.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StoryRecord {
    /// Its id.
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
}

/// A finding as format 1 has it; the ledger adds its story and what people said of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// Its id.
    pub id: String,
    /// How the reports lie to each other.
    pub kind: String,
    /// What sort of slot.
    pub about: String,
    /// Whether the reports differ, or their sources.
    pub between: String,
    /// The question that the slot answers.
    pub question: String,
    /// Why this is so.
    pub explanation: String,
    /// How many independent origins stand behind it.
    pub origins: usize,
    /// How likely it is right, 0 to 1.
    pub confidence: f64,
    /// What it rests on beyond the words.
    pub assumptions: Vec<String>,
    /// In a quote variant, the words that differ.
    pub changed: Vec<Change>,
    /// The values, each with the reports that hold it.
    pub values: Vec<ValueRecord>,
    /// The passages; the first one of each report is the best.
    pub evidence: Vec<Evidence>,
    /// The story it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub story: Option<String>,
    /// What people said of it, the last first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
    /// What a later format adds.
    #[serde(flatten)]
    pub more: BTreeMap<String, Value>,
}

/// Words that differ between two reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change {
    /// As the first has it.
    pub from: String,
    /// As the second has it.
    pub to: String,
    /// Whether it changes the meaning.
    pub meaning: bool,
    /// What a later format adds.
    #[serde(flatten)]
    pub more: BTreeMap<String, Value>,
}

/// One answer, and who gives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ValueRecord {
    /// As a reader would write it.
    pub value: String,
    /// As normalised.
    pub normal: Value,
    /// The ids of the reports that hold it.
    pub reports: Vec<String>,
    /// What a later format adds.
    #[serde(flatten)]
    pub more: BTreeMap<String, Value>,
}

/// A passage that a finding rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Evidence {
    /// The report's id.
    pub report: String,
    /// First Unicode character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Whether they count in the title.
    pub in_title: bool,
    /// The exact words.
    pub text: String,
    /// The value as understood there.
    pub value: String,
    /// Whom the report attributes it to.
    pub attributed_to: Option<String>,
    /// What a later format adds.
    #[serde(flatten)]
    pub more: BTreeMap<String, Value>,
}

/// What a person said of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mark {
    /// `confirmed`, `wrong` or `explained`.
    pub word: String,
    /// Why.
    pub note: String,
    /// Who.
    pub name: String,
    /// When.
    pub at: String,
    /// The id of the finding when it was marked.
    pub finding: String,
}

/// A quotation of a report.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuoteRecord {
    /// The report's id.
    pub report: String,
    /// Its outlet.
    pub outlet: Option<String>,
    /// Its publication.
    pub published: Option<String>,
    /// `direct`, `mixed`, `indirect` or `scare`.
    pub kind: String,
    /// First Unicode character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Whether they count in the title.
    pub in_title: bool,
    /// The words said.
    pub text: String,
    /// Who said them.
    pub speaker: Option<String>,
    /// The reporting word.
    pub cue: Option<String>,
    /// Pieces of one utterance share it.
    pub utterance: Option<u32>,
}

/// A statement of a report.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StatementRecord {
    /// The report's id.
    pub report: String,
    /// Its outlet.
    pub outlet: Option<String>,
    /// Its publication.
    pub published: Option<String>,
    /// How it is put: `verb`, `nominal`, `copula`, `apposition`, `participle`.
    pub kind: String,
    /// First Unicode character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Whether they count in the title.
    pub in_title: bool,
    /// The clause.
    pub text: String,
    /// Lemma of the predicate.
    pub lemma: String,
    /// Whether it is told as a fact, a plan, a possibility.
    pub factuality: String,
    /// Whether it is denied.
    pub negated: bool,
    /// Who says so; `None` for the report's own word.
    pub attributed_to: Option<String>,
}
