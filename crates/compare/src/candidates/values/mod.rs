//! Which values of other reports may answer the same question as a value.
//!
//! Which question a value answers is learned from thousands of stories in which two reports have
//! one rare value: what stands round the two is how a question is put twice (`training/values`).
//! The value itself is not looked at here; what two values are to each other is for the judge.
//! Several counterparts are taken either way, since a question is often put so differently that the
//! right one is the second or third best, and whether a report also has the other's value is left
//! for the judge to weigh.

mod likeness;
mod meetings;
mod scene;

pub use likeness::{LIKENESS, likeness};
pub use meetings::{COUNTERPARTS, MEETING, Meeting, Slots, meetings};
pub use scene::Scene;
