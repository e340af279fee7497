//! A finding while it is being made: reports by their place in the story, words by their bytes.
//! [`crate::records`] makes of it what is kept and shown.

pub use crosswire_record::{
    About, Between, FindingKind, Normal, NormalInterval, NormalTime, PartKind,
};
use crosswire_report::Passage;

/// A slot on which two or more reports of a story can be laid side by side, or that only one has.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// How the reports lie to each other.
    pub kind: FindingKind,
    /// What sort of slot.
    pub about: About,
    /// Whether the reports differ, or agree that their sources do.
    pub between: Between,
    /// The claim as plain text, in the reports' own words.
    pub question: String,
    /// The claim in pieces, in order.
    pub claim: Vec<ClaimPart>,
    /// Whether the claim needs the text around it to be understood.
    pub leans: bool,
    /// One plain line: why this is so.
    pub explanation: String,
    /// How many independent origins stand behind it.
    pub origins: usize,
    /// How likely it is right, 0 to 1, calibrated on the gold sets.
    pub confidence: f64,
    /// What it rests on beyond the words, such as a borrowed date; empty for most.
    pub assumptions: Vec<String>,
    /// In a quote variant, the words that differ.
    pub changed: Vec<Change>,
    /// The values, each with the reports that hold it.
    pub values: Vec<Value>,
    /// The passages. The first one of each report is the best, at most 200 characters.
    pub evidence: Vec<Evidence>,
}

#[cfg(test)]
impl Finding {
    /// A finding that says nothing yet.
    pub(crate) fn new(kind: FindingKind, about: About) -> Finding {
        Finding {
            kind,
            about,
            between: Between::Reports,
            question: String::new(),
            claim: Vec::new(),
            leans: false,
            explanation: String::new(),
            origins: 1,
            confidence: 0.5,
            assumptions: Vec::new(),
            changed: Vec::new(),
            values: Vec::new(),
            evidence: Vec::new(),
        }
    }
}

/// A piece of the claim of a finding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClaimPart {
    /// What it is there for.
    pub kind: PartKind,
    /// Index of the story's report.
    pub report: usize,
    /// Its words.
    pub passage: Passage,
}

/// One answer to the question, and who gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// As a reader would write it: "2022-12-07", "more than 20 fragments".
    pub value: String,
    /// As normalised.
    pub normal: Normal,
    /// Indices of the story's reports that hold it.
    pub reports: Vec<usize>,
}

/// A passage that a finding rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Index of the story's report.
    pub report: usize,
    /// The exact words.
    pub passage: Passage,
    /// Where in the report the value stands, as far as that is one stretch.
    pub value_at: Option<Passage>,
    /// The value as understood there.
    pub value: String,
    /// Whom the report attributes it to; `None` for its own word.
    pub attributed_to: Option<String>,
}

/// Words of a quotation that differ between two reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// As the first report has it; empty for words it lacks.
    pub from: String,
    /// As the second has it; empty for words it lacks.
    pub to: String,
    /// Whether it changes the meaning, rather than spelling or house style.
    pub meaning: bool,
}
