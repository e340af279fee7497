//! Nouns that name a happening, with the verb that tells the same (`data/event-nouns.txt`).

use std::collections::HashMap;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../data/event-nouns.txt");

/// A noun that names a happening.
#[derive(Clone, Copy, Debug)]
pub(super) struct EventNoun {
    /// The verb that tells the same.
    pub(super) verb: &'static str,
    /// Whether what follows "of" is the one it is done to.
    pub(super) of_patient: bool,
}

static NOUNS: LazyLock<HashMap<&'static str, EventNoun>> = LazyLock::new(|| {
    rows()
        .filter_map(|row| {
            let mut words = row.split(' ');
            let (noun, verb, role) = (words.next()?, words.next()?, words.next()?);
            Some((
                noun,
                EventNoun {
                    verb,
                    of_patient: role == "p",
                },
            ))
        })
        .collect()
});

fn rows() -> impl Iterator<Item = &'static str> {
    TABLE
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The event that a noun (its lemma) names.
pub(super) fn get(noun: &str) -> Option<EventNoun> {
    NOUNS.get(noun).copied()
}

#[cfg(test)]
mod tests {
    use super::{NOUNS, get, rows};

    #[test]
    fn the_table_is_sorted_unique_and_whole() {
        let all: Vec<_> = rows().collect();
        assert!(all.is_sorted_by(|a, b| a < b));
        assert_eq!(all.len(), NOUNS.len());
        assert!(rows().all(|row| row.ends_with(" a") || row.ends_with(" p")));
        assert_eq!(get("killing").unwrap().verb, "kill");
    }
}
