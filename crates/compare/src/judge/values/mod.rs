//! What two values that may answer one question are to each other: another question, the same, one
//! sharper, part and whole, a conflict or an update.
//!
//! Learned from labelled pairs (`training/values`) with story-wise cross-validation. How the amounts
//! lie is one thing that the judgement weighs beside what stands round them; no rule decides before
//! or after it.

mod features;
mod judge;
mod relation;

pub use features::{SETTING, Telling, features, names};
pub use judge::{Chances, Judge};
pub use relation::{RELATION, middle, relation};
