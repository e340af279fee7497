//! A candidate, and the sides it has.

use crosswire_report::Passage;

use super::quotes::segments::Segment;
use super::values::Meeting;
use crate::told::source::Source;
use crate::{About, Change, FindingKind, Normal};

/// What could be laid side by side.
#[derive(Clone, Debug)]
pub enum Candidate {
    /// What an engine of rules found and judged itself.
    Ruled(Ruled),
    /// Stretches of two quotations that may be one utterance.
    Quoted(Segment),
    /// Numbers or times that may answer one question.
    Values(Box<Meeting>),
    /// Clauses that tell one thing, which is not worth telling.
    Untold,
}

impl Candidate {
    /// Whether it is clauses that tell one thing.
    pub(crate) fn is_aligned(&self) -> bool {
        match self {
            Candidate::Ruled(ruled) => ruled.rule == Rule::Aligned,
            Candidate::Untold => true,
            Candidate::Quoted(_) | Candidate::Values(_) => false,
        }
    }
}

/// A candidate of rules, judged by them.
#[derive(Clone, Debug)]
pub struct Ruled {
    /// Which rule.
    pub rule: Rule,
    /// How sure the rule is, on a scale of its own: `data/calibration.tsv` says what it is worth.
    pub score: f64,
    /// How the sides lie.
    pub kind: FindingKind,
    /// What sort of slot.
    pub about: About,
    /// The question that the sides answer.
    pub question: String,
    /// One plain line: why this is so.
    pub explanation: String,
    /// Who says what; the first side of an answer words it.
    pub sides: Vec<Side>,
    /// In an altered quotation or a revision, the words that differ.
    pub changed: Vec<Change>,
}

/// One report's part.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// Index of the story's report.
    pub report: usize,
    /// The clause that shows it.
    pub passage: Passage,
    /// Where in it the value itself stands, as far as that is one stretch.
    pub value_at: Option<Passage>,
    /// The value as the report has it; empty where there is none.
    pub value: String,
    /// As normalised.
    pub normal: Normal,
    /// Whom the report has it from; `None` for its own word.
    pub source: Option<Source>,
    /// Which answer it gives: sides with the same number say the same.
    pub answer: usize,
}

/// The rules that judge as they go, by what they find.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Numbers of one slot.
    Number,
    /// When an event was.
    Time,
    /// Whether something is so.
    Contradicted,
    /// Steps of a status.
    Status,
    /// Somebody unnamed here and named there.
    Identified,
    /// The journal of a study.
    Journal,
    /// Clauses that tell one thing.
    Aligned,
    /// The day of words that several reports quote.
    Occasion,
    /// Aligned clauses of which one has the sharper value.
    Sharper,
    /// What only one report says.
    Single,
    /// Quoted words.
    Quoted,
    /// What a newer version says otherwise.
    Revised,
    /// The day, clock time or part of the day of what the story is about.
    Moment,
    /// Planned here, done or called off there.
    Carried,
    /// One person's name in two spellings.
    Spelled,
    /// Where on the body somebody was struck.
    Struck,
}

impl Rule {
    /// All of them.
    pub const ALL: [Rule; 16] = [
        Rule::Number,
        Rule::Time,
        Rule::Contradicted,
        Rule::Status,
        Rule::Identified,
        Rule::Journal,
        Rule::Aligned,
        Rule::Occasion,
        Rule::Sharper,
        Rule::Single,
        Rule::Quoted,
        Rule::Revised,
        Rule::Moment,
        Rule::Carried,
        Rule::Spelled,
        Rule::Struck,
    ];

    /// Its name in `data/calibration.tsv`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Rule::Number => "number",
            Rule::Time => "time",
            Rule::Contradicted => "contradicted",
            Rule::Status => "status",
            Rule::Identified => "identified",
            Rule::Journal => "journal",
            Rule::Aligned => "aligned",
            Rule::Occasion => "occasion",
            Rule::Sharper => "sharper",
            Rule::Single => "single",
            Rule::Quoted => "quoted",
            Rule::Revised => "revised",
            Rule::Moment => "moment",
            Rule::Carried => "carried",
            Rule::Spelled => "spelled",
            Rule::Struck => "struck",
        }
    }
}
