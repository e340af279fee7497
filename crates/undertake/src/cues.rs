//! The words that make an undertaking: `data/cues.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::{Kind, Strength};

const TABLE: &str = include_str!("../data/cues.tsv");

/// What a cue makes of what hangs on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cue {
    pub(crate) kind: Kind,
    pub(crate) strength: Strength,
}

/// What a cue is itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Class {
    Verb,
    Noun,
    Adjective,
}

type Key = (&'static str, Class, &'static str);

static CUES: LazyLock<HashMap<Key, Cue>> = LazyLock::new(|| rows().collect());
static WORDS: LazyLock<std::collections::HashSet<&'static str>> =
    LazyLock::new(|| rows().map(|((word, ..), _)| word).collect());

fn rows() -> impl Iterator<Item = (Key, Cue)> {
    lines().filter_map(|line| {
        let columns: Vec<&'static str> = line.split('\t').collect();
        let [word, class, how, kind, strength] = columns[..] else {
            return None;
        };
        let class = match class {
            "v" => Class::Verb,
            "n" => Class::Noun,
            "a" => Class::Adjective,
            _ => return None,
        };
        let cue = Cue {
            kind: Kind::from_name(kind)?,
            strength: Strength::from_name(strength)?,
        };
        Some(((word, class, how), cue))
    })
}

fn lines() -> impl Iterator<Item = &'static str> {
    TABLE
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// What a word makes of what hangs on it in the way `how`.
pub(crate) fn get(word: &str, class: Class, how: &str) -> Option<Cue> {
    CUES.get(&(word, class, how)).copied()
}

/// Whether a word is in the table at all: most are not.
pub(crate) fn knows(word: &str) -> bool {
    WORDS.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_unique_and_whole() {
        assert_eq!(lines().count(), rows().count());
        assert_eq!(lines().count(), CUES.len());
        assert!(lines().collect::<Vec<_>>().is_sorted());
    }
}
