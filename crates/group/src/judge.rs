//! Whether a report tells the happening of a story: two small learned forests.
//!
//! The first says of two reports how likely they tell one happening (`pair`), the second of a report
//! and a story whether it belongs there (`nearness`), knowing what the first said of the story's
//! reports and what the next best story offers. Both were trained on stories of other people's
//! corpora: `training/stories`.

use std::sync::LazyLock;

use crosswire_forest::{Forest, ForestError};

use crate::nearness;
use crate::pair;

/// What was learned; the defaults are in the program.
#[derive(Clone, Debug)]
pub struct Judge {
    pair: Forest,
    nearness: Option<Forest>,
}

static LEARNED: LazyLock<Judge> = LazyLock::new(|| {
    let nearness: &[u8] = include_bytes!("../data/nearness.forest");
    Judge::parse(
        include_bytes!("../data/pair.forest"),
        (!nearness.is_empty()).then_some(nearness),
    )
    .expect("a test reads both")
});

impl Judge {
    /// The one in the program.
    #[must_use]
    pub fn learned() -> &'static Judge {
        &LEARNED
    }

    /// From the bytes of two forests; without the second the mean of what the first says decides.
    ///
    /// # Errors
    ///
    /// If one is damaged or was trained on other features.
    pub fn parse(pair: &[u8], nearness: Option<&[u8]>) -> Result<Judge, ForestError> {
        let nearness = nearness.map(|bytes| Forest::parse(bytes)?.expect(&nearness::FEATURES));
        Ok(Judge {
            pair: Forest::parse(pair)?.expect(&pair::FEATURES)?,
            nearness: nearness.transpose()?,
        })
    }

    /// The chance that two reports tell one happening.
    pub(crate) fn pair(&self, row: &pair::Row) -> f32 {
        self.pair.probability(row)
    }

    /// The chance that a report belongs to a story.
    pub(crate) fn nearness(&self, row: &nearness::Row) -> f32 {
        match &self.nearness {
            Some(forest) => forest.probability(row),
            None => row[nearness::MEAN],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Judge;

    #[test]
    fn the_forests_in_the_program_are_sound() {
        let judge = Judge::learned();
        assert!(judge.nearness.is_some());
    }
}
