//! Word lists, read once from `data/`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::Outcome;

pub(crate) type List = LazyLock<HashSet<&'static str>>;

fn list(text: &'static str) -> HashSet<&'static str> {
    lines(text).collect()
}

pub(crate) fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Verbs of what is done against somebody, and whether it is a threat whatever is said with it.
pub(crate) fn harm(words: &str) -> Option<bool> {
    HARM.get(words).copied()
}

static HARM: LazyLock<HashMap<&'static str, bool>> = LazyLock::new(|| {
    let rows = lines(HARM_TEXT).filter_map(|line| line.split_once('\t'));
    rows.map(|(words, sort)| (words, sort == "hard")).collect()
});
/// Verbs of what befalls or is.
pub(crate) static STATIVE: List = LazyLock::new(|| list(STATIVE_TEXT));
/// Nouns for people and bodies that can undertake something.
pub(crate) static ACTORS: List = LazyLock::new(|| list(ACTORS_TEXT));
/// Verbs that tell what somebody says.
pub(crate) static SPEECH: List = LazyLock::new(|| list(SPEECH_TEXT));

/// How a verb says that what it governs ended.
pub(crate) fn outcome(words: &str) -> Option<Outcome> {
    OUTCOMES.get(words).copied()
}

static OUTCOMES: LazyLock<HashMap<&'static str, Outcome>> = LazyLock::new(|| {
    let rows = lines(OUTCOME_TEXT).filter_map(|line| line.split_once('\t'));
    rows.filter_map(|(words, name)| Some((words, Outcome::from_name(name)?)))
        .collect()
});

const OUTCOME_TEXT: &str = include_str!("../data/outcomes.tsv");
const HARM_TEXT: &str = include_str!("../data/harm.tsv");
const STATIVE_TEXT: &str = include_str!("../data/stative.txt");
const ACTORS_TEXT: &str = include_str!("../data/actors.txt");
const SPEECH_TEXT: &str = include_str!("../data/speech.txt");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_unique() {
        assert_eq!(lines(HARM_TEXT).count(), HARM.len());
        assert_eq!(lines(OUTCOME_TEXT).count(), OUTCOMES.len());
        for text in [
            HARM_TEXT,
            STATIVE_TEXT,
            ACTORS_TEXT,
            SPEECH_TEXT,
            OUTCOME_TEXT,
        ] {
            let lines: Vec<_> = lines(text).collect();
            assert!(lines.is_sorted_by(|a, b| a < b), "{:?}", lines.first());
        }
    }
}
