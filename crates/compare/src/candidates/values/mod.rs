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

pub use likeness::{LIKENESS, likeness};
pub use meetings::{COUNTERPARTS, MEETING, Meeting, Slots, meetings};

use std::sync::LazyLock;

use super::Candidate;
use crate::told::Told;

static SLOTS: LazyLock<Slots> = LazyLock::new(|| {
    let weights = include_bytes!("../../../data/slots.forest");
    Slots::parse(weights).expect("a test reads the weights")
});

/// The slot likeness with the weights of `data`.
#[must_use]
pub fn shipped() -> &'static Slots {
    &SLOTS
}

/// The values of different reports that may answer one question.
pub(crate) fn find(told: &Told<'_>) -> Vec<Candidate> {
    let met = meetings(&told.values, &SLOTS, COUNTERPARTS).into_iter();
    met.map(|meeting| Candidate::Values(Box::new(meeting)))
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_weights_are_of_these_features() {
        assert!(super::Slots::parse(include_bytes!("../../../data/slots.forest")).is_ok());
    }
}
