//! What pages call kinds of findings and what these are about: one word for each, on every page.

use crosswire_record::{About, FindingKind};

/// Findings that are less likely right than this are called possible.
pub const DOUBTFUL: f64 = 0.5;

/// What a kind is called: over one finding, and over several.
#[must_use]
pub fn kind(kind: FindingKind) -> (&'static str, &'static str) {
    match kind {
        FindingKind::Conflict => ("Conflict", "Conflicts"),
        FindingKind::Update => ("Update", "Updates"),
        FindingKind::QuoteVariant => ("Altered quotation", "Altered quotations"),
        FindingKind::Refinement => ("More and less exact", "More and less exact"),
        FindingKind::Agreement => ("Agreement", "Agreements"),
        FindingKind::SingleSource => ("Only in one report", "Only in one report"),
        FindingKind::Revision => ("Revision", "Revisions"),
    }
}

/// What a kind means, for whoever meets it first.
#[must_use]
pub fn means(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::Conflict => "cannot all be true as written",
        FindingKind::Update => "a later report says otherwise; it may have changed in between",
        FindingKind::QuoteVariant => {
            "one utterance, printed in different words; which are the true ones is not known"
        }
        FindingKind::Refinement => "all can be true; some say it more exactly than others",
        FindingKind::Agreement => "told by several reports",
        FindingKind::SingleSource => "told by no other report of the story",
        FindingKind::Revision => "a later version of the same report says otherwise",
    }
}

/// What a finding is about, as it follows the word "about".
#[must_use]
pub fn about(about: About) -> &'static str {
    match about {
        About::Time => "a time",
        About::Place => "a place",
        About::Quantity => "a number or amount",
        About::Participant => "who is involved",
        About::Outcome => "what happened",
        About::Attribution => "who said it",
        About::Quote => "the wording",
    }
}
