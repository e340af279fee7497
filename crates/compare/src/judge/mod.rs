//! How the candidates lie to each other: the third of the four rooms.
//!
//! [`judge`] takes all candidates of a story and gives those that hold, with how likely each is
//! right. A learned judge is a file (or folder) here with its named features, a function
//! `fn(&Told, &[...]) -> Vec<Judged>`, one arm in [`judge`], and weights in `data`: typed values in
//! `judge/values`, clauses in `judge/clauses`. What rules have judged themselves goes through with
//! the score of the rule, which `calibration` turns into a likelihood.

mod calibration;
pub(crate) mod quotes;

use crate::candidates::{Candidate, Ruled, Side};
use crate::told::Told;
use crate::{About, Change, FindingKind};

/// Sides that answer one question, and how they lie.
#[derive(Clone, Debug)]
pub struct Judged {
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

/// The candidates that hold.
pub(crate) fn judge(told: &Told<'_>, candidates: Vec<Candidate>) -> Vec<Judged> {
    let mut judged = Vec::new();
    let mut quoted = Vec::new();
    for candidate in candidates {
        match candidate {
            Candidate::Ruled(ruled) => judged.push(Judged::from(ruled)),
            Candidate::Quoted(segment) => quoted.push(segment),
            Candidate::Untold => {}
        }
    }
    judged.extend(quotes::judge(told, &quoted));
    judged
}

impl From<Ruled> for Judged {
    fn from(ruled: Ruled) -> Judged {
        Judged {
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
