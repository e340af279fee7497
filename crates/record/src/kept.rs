//! The objects that only a ledger gives: its reports, stories, quotations and statements.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Finding, OriginRecord, ProblemRecord};

/// A report as format 1 lists it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ReportRecord {
    /// Its id.
    pub id: String,
    /// Where it was read from.
    pub source: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// Whose words it has, and what that rests on.
    #[serde(flatten)]
    pub origin: Option<OriginRecord>,
    /// Its title, where that came as a field of its own.
    pub title: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// SHA-256 of its text.
    pub sha256: String,
    /// Length of its text in Unicode characters.
    pub characters: usize,
    /// Which report of its source it is: the source, its line or record there, and what it is called; absent
    /// where the source is one report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
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
    /// The request that brought it; absent for what was not fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fetched: Option<FetchRecord>,
}

/// A request that brought a report: what was asked, and what came.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FetchRecord {
    /// The source for which it was asked.
    pub source: String,
    /// The request as JSON: the first address, those it was led over, and the headers sent.
    pub request: String,
    /// The address that answered.
    pub url: String,
    /// The status of the answer.
    pub status: u16,
    /// When the answer was there.
    pub at: String,
    /// SHA-256 of its body as unpacked.
    pub sha256: String,
    /// Length of that body in bytes.
    pub bytes: u64,
}

/// A story in a list.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct StorySummary {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// Its telling words.
    pub keywords: Vec<String>,
    /// The earlier story that it takes up again.
    pub continues: Option<String>,
    /// The story that its topic begins with; its own id where it continues none. Absent in what a ledger
    /// answered before topics were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
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
    /// How many of its reports were laid side by side, the last to arrive; absent when all were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared: Option<usize>,
}

/// A story with its reports and findings.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
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
    /// How many of its reports were laid side by side, the last to arrive; absent when all were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared: Option<usize>,
    /// Whether it is a report, with its copies, that tells several happenings; absent where not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub round_up: bool,
}

/// A quotation of a report.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct QuoteRecord {
    /// The report's id.
    pub report: String,
    /// Its outlet.
    pub outlet: Option<String>,
    /// Its publication.
    pub published: Option<String>,
    /// `direct`, `mixed`, `indirect`, `reported` or `scare`.
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
    /// The words that stand for the speaker in the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mention: Option<String>,
    /// The chance that `speaker` is right, in hundredths.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// Where that is less than 0.9: who else may have said it, the likeliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<PossibleSpeaker>,
    /// Where the speaker is only possible: the sentence around.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub around: Option<String>,
    /// Whether it is only possibly said by the speaker: less sure than 0.9, without a verb of speech
    /// (`reported`), or the name asked for may be another's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub possible: bool,
}

/// Somebody who may have said a quotation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PossibleSpeaker {
    /// Who.
    pub speaker: String,
    /// How likely, in hundredths.
    pub confidence: f64,
}

/// A statement of a report.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
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

/// An undertaking that a ledger follows: a promise, threat, demand, denial of intent, plan, forecast or deadline.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct UndertakingRecord {
    /// The id of the first report that tells it.
    pub report: String,
    /// Its outlet.
    pub outlet: Option<String>,
    /// Its publication.
    pub published: Option<String>,
    /// Its story.
    pub story: Option<String>,
    /// First Unicode character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The words.
    pub text: String,
    /// `promise`, `threat`, `demand`, `denial`, `plan`, `forecast` or `deadline`.
    pub kind: String,
    /// `bound`, `likely` or `possible`.
    pub strength: String,
    /// Whose it is.
    pub holder: Option<String>,
    /// Who says so of the holder, nearest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<String>,
    /// Whom it is promised to, against or asked of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub towards: Option<String>,
    /// The words of its condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// The words that say when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// The first day it can be on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The last day it can be on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// `open`, `due` (its last day is over and nothing ended it), `met`, `broken` or `withdrawn`.
    pub state: String,
    /// What later reports show of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<StepRecord>,
    /// How likely it is one.
    pub confidence: f64,
}

/// What a later report shows of an undertaking.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct StepRecord {
    /// `met`, `broken`, `withdrawn` or `repeated`.
    pub step: String,
    /// The report's id.
    pub report: String,
    /// Its outlet.
    pub outlet: Option<String>,
    /// Its publication.
    pub published: Option<String>,
    /// First Unicode character of the words that show it.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Those words.
    pub text: String,
    /// How sure that is.
    pub confidence: f64,
}
