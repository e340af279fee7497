//! The learned tables that speech is found by. `training/speakers` says how they are made.

use std::collections::HashMap;
use std::sync::LazyLock;

use crosswire_forest::Forest;

use super::{choice, reported};

/// Which clauses are reported speech, and who speaks: two forests and the rates of words.
#[derive(Clone, Debug)]
pub struct Weights {
    /// Gives each candidate for a speaker a chance; without it, the rules alone say who speaks.
    pub(crate) speaker: Option<Forest>,
    /// Gives each stretch the chance that it is reported as somebody's.
    pub(crate) clause: Forest,
    rates: HashMap<Box<str>, f32>,
}

/// Those of this version; `None` only where the files are damaged, which a test rules out.
static BUILT_IN: LazyLock<Option<Weights>> = LazyLock::new(|| {
    Weights::parse(
        Some(include_bytes!("../../data/speaker.forest")),
        include_bytes!("../../data/clause.forest"),
        include_str!("../../data/clause-rates.tsv"),
    )
    .ok()
});

impl Weights {
    /// Weights from the contents of `speaker.forest` (if there are any yet), `clause.forest` and
    /// `clause-rates.tsv`.
    ///
    /// # Errors
    ///
    /// When one is damaged, or trained on other features than this version computes.
    pub fn parse(speaker: Option<&[u8]>, clause: &[u8], rates: &str) -> Result<Weights, String> {
        let forest = |name: &str, bytes, features: &[&str]| {
            let forest = Forest::parse(bytes).and_then(|forest| forest.expect(features));
            forest.map_err(|error| format!("{name}: {error}"))
        };
        let mut known = HashMap::new();
        for (number, line) in rates.lines().enumerate() {
            if line.starts_with('#') {
                continue;
            }
            let row = line.split_once('\t');
            let (key, rate) = row
                .and_then(|(key, rate)| Some((key, rate.parse::<f32>().ok()?)))
                .ok_or_else(|| format!("clause-rates.tsv, line {}: no key and rate", number + 1))?;
            known.insert(Box::from(key), rate / 1000.0);
        }
        Ok(Weights {
            speaker: speaker
                .map(|bytes| forest("speaker.forest", bytes, &choice::FEATURES))
                .transpose()?,
            clause: forest("clause.forest", clause, &reported::features::names())?,
            rates: known,
        })
    }

    /// The weights of this version.
    #[must_use]
    pub fn built_in() -> Option<&'static Weights> {
        BUILT_IN.as_ref()
    }

    /// How often what hangs on a word is reported speech; NaN where too little is known.
    pub(crate) fn rate(&self, key: &str) -> f32 {
        self.rates.get(key).copied().unwrap_or(f32::NAN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_those_of_these_features() {
        assert!(Weights::built_in().is_some_and(|w| w.rates.len() > 1000 && w.speaker.is_some()));
        let rates = include_str!("../../data/clause-rates.tsv");
        let rows = rates.lines().filter(|line| !line.starts_with('#'));
        let keys: Vec<&str> = rows
            .filter_map(|row| Some(row.split_once('\t')?.0))
            .collect();
        assert!(rates.contains("# Source:"));
        assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn what_does_not_fit_is_told_with_its_place() {
        let speaker = include_bytes!("../../data/speaker.forest");
        let clause = include_bytes!("../../data/clause.forest");
        let wrong = Weights::parse(Some(speaker), clause, "# head\nv say\tmuch\n").unwrap_err();
        assert!(wrong.contains("line 2"), "{wrong}");
        let swapped = Weights::parse(Some(clause), speaker, "").unwrap_err();
        assert!(swapped.starts_with("speaker.forest"), "{swapped}");
    }
}
