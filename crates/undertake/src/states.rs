//! The words that tell a state: `data/states.tsv` and `data/phases.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::lists::lines;
use crate::{Phase, Relation};

const TABLE: &str = include_str!("../data/states.tsv");
const PHASES: &str = include_str!("../data/phases.tsv");

/// What a word tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) relation: Relation,
    pub(crate) phase: Phase,
}

type Key = (&'static str, char, &'static str);

static STATES: LazyLock<HashMap<Key, Row>> = LazyLock::new(|| rows().collect());
static CHANGES: LazyLock<HashMap<&'static str, Phase>> = LazyLock::new(|| changes().collect());

fn rows() -> impl Iterator<Item = (Key, Row)> {
    lines(TABLE).filter_map(|line| {
        let columns: Vec<&'static str> = line.split('\t').collect();
        let [word, class, how, relation, phase] = columns[..] else {
            return None;
        };
        let row = Row {
            relation: Relation::from_name(relation)?,
            phase: Phase::from_name(phase)?,
        };
        Some(((word, class.chars().next()?, how), row))
    })
}

fn changes() -> impl Iterator<Item = (&'static str, Phase)> {
    lines(PHASES).filter_map(|line| {
        let (word, phase) = line.split_once('\t')?;
        Some((word, Phase::from_name(phase)?))
    })
}

/// What a word tells with what hangs on it in the way `how`.
pub(crate) fn get(word: &str, class: char, how: &str) -> Option<Row> {
    STATES.get(&(word, class, how)).copied()
}

/// Whether a verb over a noun of a state begins or ends it.
pub(crate) fn phase(verb: &str) -> Option<Phase> {
    CHANGES.get(verb).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_unique_and_whole() {
        assert_eq!(lines(TABLE).count(), STATES.len());
        assert_eq!(lines(PHASES).count(), CHANGES.len());
        for table in [TABLE, PHASES] {
            assert!(lines(table).collect::<Vec<_>>().is_sorted());
        }
    }
}
