//! The learned judgement of two values.

use crosswire_forest::{Forest, ForestError};

use super::names;

/// What two values may be to each other, with how likely each is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Chances {
    /// They answer different questions.
    pub another: f32,
    /// They say the same.
    pub same: f32,
    /// Both can be true, one is sharper or rounded.
    pub sharper: f32,
    /// One is a part of the other.
    pub part: f32,
    /// They cannot both be true.
    pub conflict: f32,
    /// As a conflict, but the thing can have changed in between.
    pub update: f32,
}

/// The classes of the forest, in order.
const CLASSES: [&str; 6] = ["N", "E", "R", "P", "C", "U"];

impl Chances {
    /// How likely it is that the reports part.
    #[must_use]
    pub fn parts(&self) -> f32 {
        self.conflict + self.update
    }
}

/// Judges pairs of values.
#[derive(Clone, Debug)]
pub struct Judge {
    forest: Forest,
    /// Whether what parts has moved in between; trained on what parts alone.
    moved: Forest,
}

impl Judge {
    /// From the weights that `training/values` wrote.
    ///
    /// # Errors
    ///
    /// When the bytes are no forest, or one of other features or classes.
    pub fn parse(weights: &[u8], moved: &[u8]) -> Result<Judge, ForestError> {
        let forest = Forest::parse(weights)?.expect(&names())?;
        let moved = Forest::parse(moved)?.expect(&names())?;
        if forest.classes() != CLASSES {
            return Err(ForestError::Features { at: names().len() });
        }
        Ok(Judge { forest, moved })
    }

    /// What each row of features (see [`super::features`]) says.
    #[must_use]
    pub fn chances(&self, rows: &[Vec<f32>]) -> Vec<Chances> {
        let chances = self.forest.probabilities_of(rows);
        let moved = self.moved.probabilities_of(rows);
        let said = chances.iter().zip(&moved);
        said.map(|(chances, moved)| {
            let parts = chances[4] + chances[5];
            Chances {
                another: chances[0],
                same: chances[1],
                sharper: chances[2],
                part: chances[3],
                conflict: parts * (1.0 - moved[0]),
                update: parts * moved[0],
            }
        })
        .collect()
    }
}
