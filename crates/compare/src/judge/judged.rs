//! What was judged.

use super::calibration;
use crate::candidates::{Rule, Ruled, Side};
use crate::{About, Change, FindingKind};

/// Sides that answer one question, and how they lie.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Which rule found it; `None` for what a learned judge found.
    pub rule: Option<Rule>,
    /// How they lie.
    pub kind: FindingKind,
    /// What sort of slot.
    pub about: About,
    /// The question that they answer.
    pub question: String,
    /// One plain line: why this is so.
    pub explanation: String,
    /// Who says what; the first side of an answer words it.
    pub sides: Vec<Side>,
    /// In an altered quotation or a revision, the words that differ.
    pub changed: Vec<Change>,
    /// What it rests on beyond the words, such as a borrowed date.
    pub assumptions: Vec<String>,
    /// How likely it is right, 0 to 1.
    pub confidence: f64,
}

impl From<Ruled> for Judged {
    fn from(ruled: Ruled) -> Judged {
        Judged {
            rule: Some(ruled.rule),
            confidence: calibration::confidence(ruled.rule, ruled.kind, ruled.score),
            kind: ruled.kind,
            about: ruled.about,
            question: ruled.question,
            explanation: ruled.explanation,
            sides: ruled.sides,
            changed: ruled.changed,
            assumptions: Vec::new(),
        }
    }
}
