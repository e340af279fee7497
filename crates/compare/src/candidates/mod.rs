//! What of a story's reports could be laid side by side: the second of the four rooms.
//!
//! An engine is a function `fn(&Told) -> Vec<Candidate>`, one line in `ENGINES`. It knows
//! nothing of the other engines: that one thing is said once is for `assemble`, and how
//! likely a candidate is, for `judge`.
//!
//! A learned engine adds a variant of [`Candidate`] that holds what its judge needs (indices into
//! [`Told`], a likeness) and no words: most candidates come to nothing, and the sides are put into
//! words by the judge for those that hold. So a new engine is four files: a reader in
//! `told/NAME.rs` where it needs one, `candidates/NAME.rs`, `judge/NAME.rs`, and its weights in `data`.
//!
//! Engines of rules judge as they go: they hand out a [`Ruled`], complete, with the score that its
//! rule gives it. They live in `rules`, and go when what is learned does better.

mod candidate;
pub(crate) mod quotes;
pub mod rules;
pub mod values;

pub use candidate::{Candidate, Rule, Ruled, Side};

use crate::told::Told;

/// All engines, in the order in which ties between their findings are broken.
pub(crate) const ENGINES: &[fn(&Told<'_>) -> Vec<Candidate>] = &[
    rules::slots::find,
    values::find,
    rules::status::find,
    rules::contradict::find,
    rules::moment::find,
    rules::carried::find,
    rules::spelled::find,
    rules::struck::find,
    rules::clauses::find,
    quotes::find,
];

/// What all engines find.
#[must_use]
pub fn of(told: &Told<'_>) -> Vec<Candidate> {
    ENGINES.iter().flat_map(|engine| engine(told)).collect()
}
