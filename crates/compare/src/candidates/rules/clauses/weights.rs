//! The weights of the four logistic models, read from `data/clause-weights.tsv`.
//!
//! They are fitted on the gold sets by `examples/fit_clauses/main.rs`, which prints that file.

use std::sync::OnceLock;

use super::features::{GROUP, GROUPS, PAIR, PAIRS};

use super::sorts::{self, REFINES};

/// The models: what gold findings bind, what people found true, what gold findings
/// list, what they call sharper.
#[derive(Debug)]
pub(crate) struct Weights {
    pair: (f32, [f32; PAIRS]),
    truth: (f32, [f32; PAIRS]),
    group: (f32, [f32; GROUPS]),
    refine: (f32, [f32; REFINES]),
}

impl Weights {
    /// The weights that come with the program.
    pub(crate) fn fitted() -> &'static Weights {
        static WEIGHTS: OnceLock<Weights> = OnceLock::new();
        WEIGHTS.get_or_init(|| Weights::parse(include_str!("../../../../data/clause-weights.tsv")))
    }

    /// Lines of model, feature and weight; features that are not there weigh nothing.
    pub(crate) fn parse(table: &str) -> Weights {
        let mut weights = Weights {
            pair: (0.0, [0.0; PAIRS]),
            truth: (0.0, [0.0; PAIRS]),
            group: (0.0, [0.0; GROUPS]),
            refine: (0.0, [0.0; REFINES]),
        };
        let names = sorts::names();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let (Some(model), Some(name), Some(weight)) =
                (cells.next(), cells.next(), cells.next())
            else {
                continue;
            };
            let Ok(weight) = weight.parse::<f32>() else {
                continue;
            };
            match (model, name) {
                ("pair", "bias") => weights.pair.0 = weight,
                ("truth", "bias") => weights.truth.0 = weight,
                ("group", "bias") => weights.group.0 = weight,
                ("refine", "bias") => weights.refine.0 = weight,
                ("refine", name) => {
                    if let Some(i) = names.iter().position(|&feature| feature == name) {
                        weights.refine.1[i] = weight;
                    }
                }
                ("pair", name) => {
                    if let Some(i) = PAIR.iter().position(|&feature| feature == name) {
                        weights.pair.1[i] = weight;
                    }
                }
                ("truth", name) => {
                    if let Some(i) = PAIR.iter().position(|&feature| feature == name) {
                        weights.truth.1[i] = weight;
                    }
                }
                ("group", name) => {
                    if let Some(i) = GROUP.iter().position(|&feature| feature == name) {
                        weights.group.1[i] = weight;
                    }
                }
                _ => {}
            }
        }
        weights
    }

    /// How likely two units tell the same thing.
    pub(crate) fn pair(&self, features: &[f32; PAIRS]) -> f32 {
        logistic(self.pair.0, &self.pair.1, features)
    }

    /// How likely two units that may be bound do state one specific thing, as people judged.
    pub(crate) fn truth(&self, features: &[f32; PAIRS]) -> f32 {
        logistic(self.truth.0, &self.truth.1, features)
    }

    /// How likely a group is worth saying.
    pub(crate) fn group(&self, features: &[f32; GROUPS]) -> f32 {
        logistic(self.group.0, &self.group.1, features)
    }

    /// How likely a reader would call one of two values the sharper one.
    pub(crate) fn refine(&self, features: &[f32; REFINES]) -> f32 {
        logistic(self.refine.0, &self.refine.1, features)
    }
}

fn logistic(bias: f32, weights: &[f32], features: &[f32]) -> f32 {
    let sum: f32 = weights.iter().zip(features).map(|(w, x)| w * x).sum();
    1.0 / (1.0 + (-(bias + sum)).exp())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_table_names_every_feature_once_and_no_other() {
        let mut seen = HashSet::new();
        for line in include_str!("../../../../data/clause-weights.tsv").lines() {
            if line.starts_with('#') {
                continue;
            }
            let cells: Vec<_> = line.split('\t').collect();
            assert_eq!(cells.len(), 3, "{line}");
            assert!(cells[2].parse::<f32>().is_ok_and(f32::is_finite), "{line}");
            assert!(seen.insert((cells[0], cells[1])), "{line} is there twice");
        }
        let expected: HashSet<_> = PAIR
            .iter()
            .map(|&name| ("pair", name))
            .chain(PAIR.iter().map(|&name| ("truth", name)))
            .chain(GROUP.iter().map(|&name| ("group", name)))
            .chain(sorts::names().into_iter().map(|name| ("refine", name)))
            .chain([
                ("pair", "bias"),
                ("truth", "bias"),
                ("group", "bias"),
                ("refine", "bias"),
            ])
            .collect();
        assert_eq!(seen, expected);
    }
}
