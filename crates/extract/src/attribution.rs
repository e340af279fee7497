//! Who says so.

use crosswire_report::Passage;

use crate::EntityId;

/// One link of an attribution chain: somebody says, denies or claims something.
///
/// A statement's chain runs from the innermost speaker outwards: in "Herman said that Thurman
/// told him ..." it is Thurman, then Herman; the report itself is always the last, unsaid link.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// Who, resolved; `None` when the report does not tell ("is said to").
    pub speaker: Option<EntityId>,
    /// The words nearest the cue that stand for the speaker.
    pub mention: Option<Passage>,
    /// The reporting word or words.
    pub cue: Option<Passage>,
    /// Lemma of the cue, or "according to".
    pub cue_lemma: String,
    /// Whether the speaker affirms or denies what is told.
    pub polarity: Polarity,
}

/// Affirmed or denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Polarity {
    /// It is so.
    Positive,
    /// It is not so.
    Negative,
}
