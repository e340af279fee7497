//! Gradient-boosted decision trees (Friedman 2001), read from a small file.
//!
//! Judgements that Crosswire learned (which values answer one question, whose words these are,
//! which reports tell one happening) are forests that LightGBM trained. `training/forest.py`
//! writes them; this crate reads and evaluates them, so that the program needs no library of the
//! trainer's. It knows nothing of what the features mean: the crate that owns a model computes its
//! row of features and checks, with [`Forest::expect`], that the names are the ones trained on.
//!
//! ```
//! use crosswire_forest::Forest;
//!
//! let forest = Forest::parse(include_bytes!("../tests/data/small.forest")).unwrap();
//! assert_eq!(forest.features(), ["length", "width", "age"]);
//! let chances = forest.probabilities(&[1.0, f32::NAN, 3.0]);
//! assert_eq!(chances.len(), forest.classes().len());
//! assert!((chances.iter().sum::<f32>() - 1.0).abs() < 1e-5);
//! ```
//!
//! A missing value is NaN; it goes the way that training found best. Evaluation adds in `f64` in
//! the order of the trees, so that one row gives one answer on every machine.

mod parse;
mod tree;

pub use parse::ForestError;

use tree::{ABREAST, Tree, fall};

/// How the sums of a forest's trees become an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    /// The sum itself: a rank or a regression.
    Identity,
    /// One sum, through the logistic function: the chance of the one class.
    Logistic,
    /// A sum a class, through the softmax: the chance of each.
    Softmax,
}

/// Trees with the names of what goes in and what comes out.
#[derive(Clone, Debug)]
pub struct Forest {
    features: Vec<String>,
    classes: Vec<String>,
    link: Link,
    /// Tree `i` adds to class `i % classes.len()`.
    trees: Vec<Tree>,
    /// A class: where a raw chance lies, and what it turned out to be on held-out stories.
    calibration: Vec<Vec<(f32, f32)>>,
}

impl Forest {
    /// The forest in a file that `training/forest.py` wrote.
    ///
    /// # Errors
    ///
    /// If the bytes are not such a file: cut, of another version, or with a branch that leads
    /// nowhere. No input makes it panic or evaluation endless.
    pub fn parse(bytes: &[u8]) -> Result<Forest, ForestError> {
        parse::forest(bytes)
    }

    /// The same forest, if it was trained on these features in this order.
    ///
    /// # Errors
    ///
    /// If the names differ: the weights are older or newer than the code that computes the row.
    pub fn expect(self, features: &[&str]) -> Result<Forest, ForestError> {
        let differs = |(i, name): (usize, &String)| features.get(i) != Some(&name.as_str());
        let at = self.features.iter().enumerate().position(differs);
        match at {
            None if self.features.len() == features.len() => Ok(self),
            at => Err(ForestError::Features {
                at: at.unwrap_or(self.features.len()),
            }),
        }
    }

    /// What a row holds, in order.
    #[must_use]
    pub fn features(&self) -> &[String] {
        &self.features
    }

    /// What the answers are, in order. A forest of one class answers with one number.
    #[must_use]
    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    /// The sums of the trees, a class each, before they become chances.
    ///
    /// # Panics
    ///
    /// If the row has another length than [`Forest::features`].
    #[must_use]
    pub fn sums(&self, row: &[f32]) -> Vec<f64> {
        assert_eq!(row.len(), self.features.len(), "a value a feature");
        let mut sums = vec![0.0; self.classes.len()];
        let n_classes = sums.len();
        let mut add = |i: usize, leaf: f32| sums[i % n_classes] += f64::from(leaf);
        let (eights, rest) = self.trees.as_chunks::<ABREAST>();
        for (i, trees) in eights.iter().enumerate() {
            let leaves = fall(trees.each_ref(), [row; ABREAST]);
            for (k, leaf) in leaves.into_iter().enumerate() {
                add(i * ABREAST + k, leaf);
            }
        }
        for (k, tree) in rest.iter().enumerate() {
            add(eights.len() * ABREAST + k, fall([tree], [row])[0]);
        }
        sums
    }

    /// The chance of each class, calibrated where the file says how; the bare sum for a forest that
    /// ranks. Several classes are brought back to a sum of one after calibration.
    ///
    /// # Panics
    ///
    /// If the row has another length than [`Forest::features`].
    #[must_use]
    pub fn probabilities(&self, row: &[f32]) -> Vec<f32> {
        self.chances(&self.sums(row))
    }

    /// [`Forest::probabilities`] of many rows, the same to the last bit: each tree is asked for all of them, so
    /// that it is read once.
    ///
    /// # Panics
    ///
    /// If a row has another length than [`Forest::features`].
    #[must_use]
    pub fn probabilities_of<R: AsRef<[f32]>>(&self, rows: &[R]) -> Vec<Vec<f32>> {
        for row in rows {
            assert_eq!(row.as_ref().len(), self.features.len(), "a value a feature");
        }
        let n_classes = self.classes.len().max(1);
        let mut sums = vec![0.0; n_classes * rows.len()];
        let (eights, rest) = rows.as_chunks::<ABREAST>();
        for (i, tree) in self.trees.iter().enumerate() {
            let mut sums = sums.iter_mut().skip(i % n_classes).step_by(n_classes);
            for rows in eights {
                let leaves = fall([tree; ABREAST], rows.each_ref().map(R::as_ref));
                for (leaf, sum) in leaves.into_iter().zip(sums.by_ref()) {
                    *sum += f64::from(leaf);
                }
            }
            for (row, sum) in rest.iter().zip(sums) {
                *sum += f64::from(fall([tree], [row.as_ref()])[0]);
            }
        }
        sums.chunks_exact(n_classes)
            .map(|sums| self.chances(sums))
            .collect()
    }

    fn chances(&self, sums: &[f64]) -> Vec<f32> {
        let raw: Vec<f64> = match self.link {
            Link::Identity => return sums.iter().map(|&sum| sum as f32).collect(),
            Link::Logistic => sums.iter().map(|sum| 1.0 / (1.0 + (-sum).exp())).collect(),
            Link::Softmax => {
                let most = sums.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let parts: Vec<f64> = sums.iter().map(|sum| (sum - most).exp()).collect();
                let whole: f64 = parts.iter().sum();
                parts.iter().map(|part| part / whole).collect()
            }
        };
        if self.calibration.is_empty() {
            return raw.iter().map(|&chance| chance as f32).collect();
        }
        let mut chances: Vec<f32> = raw
            .iter()
            .zip(&self.calibration)
            .map(|(&chance, points)| interpolate(points, chance as f32))
            .collect();
        let whole: f32 = chances.iter().sum();
        if self.link == Link::Softmax && whole > 0.0 {
            chances.iter_mut().for_each(|chance| *chance /= whole);
        }
        chances
    }

    /// The chance of the only class, or of the first; see [`Forest::probabilities`].
    #[must_use]
    pub fn probability(&self, row: &[f32]) -> f32 {
        self.probabilities(row)[0]
    }
}

/// The height at `x` of the line through the points, flat beyond its ends.
fn interpolate(points: &[(f32, f32)], x: f32) -> f32 {
    let Some(after) = points.iter().position(|point| point.0 >= x) else {
        return points.last().map_or(x, |point| point.1);
    };
    let Some(&before) = after.checked_sub(1).and_then(|i| points.get(i)) else {
        return points[after].1;
    };
    let (from, to) = (before, points[after]);
    from.1 + (to.1 - from.1) * (x - from.0) / (to.0 - from.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_flat_beyond_its_ends() {
        let line = [(0.2, 0.1), (0.6, 0.5)];
        assert_eq!(interpolate(&line, 0.0), 0.1);
        assert!((interpolate(&line, 0.4) - 0.3).abs() < 1e-6);
        assert_eq!(interpolate(&line, 0.9), 0.5);
        assert_eq!(interpolate(&[], 0.7), 0.7);
    }
}
