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

    /// The chances that the two reports of each row tell one happening.
    pub(crate) fn pairs(&self, rows: &[&pair::Row]) -> Vec<f32> {
        chances(&self.pair, rows)
    }

    /// The chances that a report belongs to the story of each row.
    pub(crate) fn nearness(&self, rows: &[nearness::Row]) -> Vec<f32> {
        match &self.nearness {
            Some(forest) => chances(forest, rows),
            None => rows.iter().map(|row| row[nearness::MEAN]).collect(),
        }
    }
}

/// What a forest of one class says of each row.
fn chances<R: AsRef<[f32]>>(forest: &Forest, rows: &[R]) -> Vec<f32> {
    let chances = forest.probabilities_of(rows);
    chances.iter().map(|chances| chances[0]).collect()
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
