//! Which values of other reports may answer the same question as a value.
//!
//! Which question a value answers is learned from thousands of stories in which two reports have
//! one rare value: what stands round the two is how a question is put twice (`training/values`).
//! The value itself is not looked at here; what two values are to each other is for the judge.

mod likeness;
mod scene;

pub use likeness::{LIKENESS, likeness};
pub use scene::Scene;
