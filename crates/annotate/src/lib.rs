//! spaCy's English pipeline, run natively from the published weights.
//!
//! [`Doc`] is one annotated text: tokens with tags, lemmas and heads, sentences, entities.

mod doc;

pub use doc::{Doc, Entity, Token, TokenParts};
