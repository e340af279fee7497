//! Who says so.

use crosswire_report::Passage;

use crate::EntityId;

/// One link of an attribution chain: somebody says, denies or claims something.
///
/// A statement's chain runs from the innermost speaker outwards: in "Herman said that Thurman
/// told him ..." it is Thurman, then Herman; the report itself is always the last, unsaid link. A
/// document speaks for those whose it is: they are the speaker, the document is the mention.
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
    /// Those who say it together with the speaker ("Brell and Orlin said").
    pub joint: Vec<EntityId>,
    /// Whether this link only passes on what the link before it says ("told the Courier", "state
    /// media quoted him as saying").
    pub relay: bool,
}

/// Affirmed or denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Polarity {
    /// It is so.
    Positive,
    /// It is not so.
    Negative,
}
