//! Two clauses laid side by side.

use super::features::PAIRS;

/// Two units of different reports.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    /// Index of the unit of the earlier report.
    pub(crate) a: usize,
    /// Index of the other unit.
    pub(crate) b: usize,
    /// How likely they are evidence of one finding.
    pub(crate) likely: f32,
    /// How likely they state one specific thing.
    pub(crate) truth: f32,
    /// Whether predicate and participants show that both tell of one happening.
    pub(crate) tight: bool,
    /// What it rests on.
    pub(crate) features: [f32; PAIRS],
}

/// How often links of one happening were true, read over a list of them.
const TIGHT: f32 = 0.8;

impl Link {
    /// How likely both state one thing, by their words or by who takes part in what.
    pub(crate) fn holds(&self) -> f32 {
        if self.tight {
            self.truth.max(TIGHT)
        } else {
            self.truth
        }
    }
}
