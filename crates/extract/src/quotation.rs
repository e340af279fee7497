//! Words that a report puts into somebody's mouth.

use crosswire_report::Passage;

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
    /// Why the resolver decided as it did, for people.
    pub why: String,
}

impl Quotation {
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
    /// Words in marks that nobody is reported as saying.
    Scare,
}

impl QuotationKind {
    /// The word used in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            QuotationKind::Direct => "direct",
            QuotationKind::Mixed => "mixed",
            QuotationKind::Indirect => "indirect",
            QuotationKind::Scare => "scare",
        }
    }
}
