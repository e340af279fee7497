//! Words that a report puts into somebody's mouth.

use crosswire_report::Passage;

use crate::named::named;
use crate::{Attribution, EntityId};

/// A quotation: direct, mixed or indirect speech, or quotation marks that are not speech.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation {
    /// What sort.
    pub kind: QuotationKind,
    /// The words said, without the marks.
    pub passage: Passage,
    /// Pieces of one utterance ("A," he said, "B.") and of one speech that goes on over
    /// paragraphs share this number; `None` for indirect speech and scare quotes.
    pub utterance: Option<u32>,
    /// Who said it, innermost first; empty when the report does not tell.
    pub chain: Vec<Attribution>,
    /// The chance that the first link of the chain names the right speaker, as held-out outlets
    /// bear it out; 0 where nobody is named.
    pub confidence: f32,
    /// Who may have said it, the likeliest first.
    pub candidates: Vec<SpeakerCandidate>,
    /// Why the resolver decided as it did, for people.
    pub why: String,
}

/// Somebody who may have said a quotation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpeakerCandidate {
    /// Who.
    pub speaker: EntityId,
    /// How likely.
    pub confidence: f32,
}

/// A speaker is sure from this confidence on; below it, lists show the words as possibly theirs.
pub const SURE: f32 = 0.9;

impl Quotation {
    /// The chance of the speaker who is told, who need not be the likeliest of the candidates; 0 for one
    /// who is not among those told.
    #[must_use]
    pub fn chance(&self) -> f32 {
        let told = self.speaker();
        let own = |one: &&SpeakerCandidate| Some(one.speaker) == told;
        self.candidates
            .iter()
            .find(own)
            .map_or(0.0, |one| one.confidence)
    }

    /// Whether the speaker who is told is sure.
    #[must_use]
    pub fn is_sure(&self) -> bool {
        self.chance() >= SURE
    }

    /// The entity that said it.
    #[must_use]
    pub fn speaker(&self) -> Option<EntityId> {
        self.chain.first().and_then(|link| link.speaker)
    }
}

/// What sort of quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuotationKind {
    /// A whole clause or sentence in quotation marks.
    Direct,
    /// Quoted words inside the reporter's own clause.
    Mixed,
    /// The content clause of a reporting verb, without marks.
    Indirect,
    /// What somebody is reported as thinking, wanting, planning, blaming or showing, without marks
    /// and beyond the clause of a verb of speech.
    Reported,
    /// Words in marks that nobody is reported as saying.
    Scare,
}

named! {
    QuotationKind {
        Direct = "direct",
        Mixed = "mixed",
        Indirect = "indirect",
        Reported = "reported",
        Scare = "scare",
    }
}
