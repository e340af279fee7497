//! Quantities in English news as intervals with units and counted nouns.

use crosswire_annotate::Doc;
use crosswire_text::Span;

/// A quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Bytes of the document's text.
    pub span: Span,
}

/// The quantities of a document.
pub fn find(_doc: &Doc) -> Vec<Quantity> {
    Vec::new()
}
