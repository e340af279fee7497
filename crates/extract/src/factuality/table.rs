//! What words make of what stands under them: `data/factuality.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::{Factuality, Polarity};

const TABLE: &str = include_str!("../../data/factuality.tsv");

/// Whether something is so, and how it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Effect {
    pub(crate) polarity: Polarity,
    /// `Asserted` where the word passes on what it finds.
    pub(crate) factuality: Factuality,
}

/// What a word makes of the clause under it, by whether the word itself is affirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) affirmed: Effect,
    pub(crate) negated: Effect,
}

static ENTRIES: LazyLock<HashMap<(&'static str, &'static str), Entry>> = LazyLock::new(|| {
    rows()
        .filter_map(|[word, how, affirmed, negated]| {
            let entry = Entry {
                affirmed: effect(affirmed)?,
                negated: effect(negated)?,
            };
            Some(((word, how), entry))
        })
        .collect()
});

/// What `word` makes of a clause that hangs on it in the way `how`.
pub(crate) fn get(word: &str, how: &str) -> Option<Entry> {
    ENTRIES.get(&(word, how)).copied()
}

fn effect(words: &str) -> Option<Effect> {
    let polarity = match words.chars().next()? {
        '+' => Polarity::Positive,
        '-' => Polarity::Negative,
        _ => return None,
    };
    let factuality = match &words[1..] {
        "" => Factuality::Asserted,
        "planned" => Factuality::Planned,
        "predicted" => Factuality::Predicted,
        "possible" => Factuality::Possible,
        "requested" => Factuality::Requested,
        "claimed" => Factuality::Claimed,
        "conditional" => Factuality::Conditional,
        _ => return None,
    };
    Some(Effect {
        polarity,
        factuality,
    })
}

fn rows() -> impl Iterator<Item = [&'static str; 4]> {
    TABLE
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let row = [
                columns.next()?,
                columns.next()?,
                columns.next()?,
                columns.next()?,
            ];
            columns.next().is_none().then_some(row)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_unique_and_whole() {
        let lines = TABLE
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        assert_eq!(lines.count(), rows().count());
        let keys: Vec<_> = rows().map(|[word, how, ..]| (word, how)).collect();
        assert!(keys.is_sorted_by(|a, b| a < b));
        assert_eq!(keys.len(), ENTRIES.len());
    }
}
