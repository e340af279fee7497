//! A finding and the evidence it rests on.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{About, Between, Claim, FindingKind, Normal, Word};

/// Members that a later program wrote: kept and printed as they came.
pub type More = BTreeMap<String, Value>;

/// A slot on which two or more reports of a story can be laid side by side, or that only one has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Its id: in a ledger given once and kept, in `check` the same for the same input.
    pub id: String,
    /// How the reports lie to each other.
    pub kind: FindingKind,
    /// What sort of slot.
    pub about: About,
    /// Who differs: the reports, or the sources that all of them quote.
    pub between: Between,
    /// The question that the slot answers: "How many people were killed?"
    pub question: String,
    /// One plain line: why this is so.
    pub explanation: String,
    /// How many independent origins stand behind it; copies of one wire text are one.
    #[schemars(range(min = 1))]
    pub origins: usize,
    /// How likely it is right, calibrated on the gold sets.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub confidence: f64,
    /// What it rests on beyond the words, such as a borrowed date; empty for most.
    pub assumptions: Vec<String>,
    /// In a quote variant, the words that differ.
    pub changed: Vec<Change>,
    /// The values, each with the reports that hold it.
    pub values: Vec<FindingValue>,
    /// The passages. The first one of each report is its best, at most 200 characters.
    #[schemars(length(min = 1))]
    pub evidence: Vec<Evidence>,
    /// The story it belongs to, in answers of a ledger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub story: Option<String>,
    /// What people said of it, the last first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
    /// The sharpest passage, with the values in place; rows of earlier programs have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
    /// What a later format adds.
    #[serde(flatten)]
    pub more: More,
}

/// One answer to the question, and who gives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FindingValue {
    /// As a reader would write it: "2022-12-07", "more than 20 fragments".
    pub value: String,
    /// As normalised.
    pub normal: Normal,
    /// The ids of the reports that hold it.
    pub reports: Vec<String>,
    /// What a later format adds.
    #[serde(flatten)]
    pub more: More,
}

/// A passage that a finding rests on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The report's id.
    pub report: String,
    /// First Unicode character of the report's text, or of its title.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Whether they count in the title.
    pub in_title: bool,
    /// The exact words.
    pub text: String,
    /// The value as understood there.
    pub value: String,
    /// Whom the report gives as its source; null for its own word.
    pub attributed_to: Option<String>,
    /// In a ledger: which version of the report has these words, where it is not the newest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<usize>,
    /// What a later format adds.
    #[serde(flatten)]
    pub more: More,
}

/// Words of a quotation that differ.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// As the first has it; empty for words it lacks.
    pub from: String,
    /// As the second has it; empty for words it lacks.
    pub to: String,
    /// Whether it changes the meaning; false for spelling and house style.
    pub meaning: bool,
    /// What a later format adds.
    #[serde(flatten)]
    pub more: More,
}

/// What a person said of a finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Mark {
    /// `confirmed`, `wrong` or `explained`.
    pub word: Word,
    /// Why.
    pub note: String,
    /// Who.
    pub name: String,
    /// When.
    pub at: String,
    /// The id of the finding when it was marked.
    pub finding: String,
    /// Whether who said it took it back since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub taken_back: bool,
    /// Changed since marked: the finding as it was then. What it is now is the finding itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_marked: Option<Box<AsMarked>>,
}

/// A finding as it was when somebody marked it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AsMarked {
    /// How the reports lay to each other.
    pub kind: FindingKind,
    /// The question.
    pub question: String,
    /// Why it was so.
    pub explanation: String,
    /// The values, each with the reports that held it.
    pub values: Vec<FindingValue>,
    /// The best passage of each report.
    pub evidence: Vec<Evidence>,
}

impl Mark {
    /// Whether it still holds: a word that was not taken back, and does not take one back.
    #[must_use]
    pub fn stands(&self) -> bool {
        !self.taken_back && self.word != Word::Unmarked
    }
}

impl Finding {
    /// A finding that says nothing yet.
    #[must_use]
    pub fn new(id: impl Into<String>, kind: FindingKind, about: About) -> Finding {
        Finding {
            id: id.into(),
            kind,
            about,
            between: Between::Reports,
            question: String::new(),
            explanation: String::new(),
            origins: 1,
            confidence: 0.0,
            assumptions: Vec::new(),
            changed: Vec::new(),
            values: Vec::new(),
            evidence: Vec::new(),
            story: None,
            claim: None,
            marks: Vec::new(),
            more: More::new(),
        }
    }

    /// What people hold of it: the last word that stands.
    #[must_use]
    pub fn verdict(&self) -> Option<&Mark> {
        self.marks.iter().find(|mark| mark.stands())
    }

    /// Whether people hold it to be wrong: it goes to the end, and no number counts it.
    #[must_use]
    pub fn is_wrong(&self) -> bool {
        self.verdict().is_some_and(|mark| mark.word == Word::Wrong)
    }

    /// The best passage of each report, in order.
    pub fn best_rows(&self) -> impl Iterator<Item = &Evidence> {
        let rows = self.evidence.iter().enumerate();
        rows.filter(|(at, row)| {
            let earlier = &self.evidence[..*at];
            !earlier
                .iter()
                .any(|other| (&other.report, other.revision) == (&row.report, row.revision))
        })
        .map(|(_, row)| row)
    }
}
