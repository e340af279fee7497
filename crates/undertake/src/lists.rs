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

/// Which group of acts a lemma is in.
pub(crate) fn act_group(lemma: &str) -> Option<usize> {
    ACTS.get(lemma).copied()
}

static ACTS: LazyLock<HashMap<&'static str, usize>> = LazyLock::new(|| {
    let groups = lines(ACTS_TEXT).enumerate();
    groups
        .flat_map(|(group, line)| line.split('\t').map(move |lemma| (lemma, group)))
        .collect()
});

const ACTS_TEXT: &str = include_str!("../data/acts.tsv");

/// Words that make a deed one of a part only.
pub(crate) static PARTS: List = LazyLock::new(|| list(PARTS_TEXT));
/// Verbs of speech under which a thing told is vouched for.
pub(crate) static REPORTING: List = LazyLock::new(|| list(REPORTING_TEXT));

const PARTS_TEXT: &str = include_str!("../data/parts.txt");
const REPORTING_TEXT: &str = include_str!("../data/reporting.txt");
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
        let acts = lines(ACTS_TEXT).map(|line| line.split('\t').count());
        assert_eq!(
            acts.sum::<usize>(),
            ACTS.len(),
            "a lemma stands in one group"
        );
        assert_eq!(lines(OUTCOME_TEXT).count(), OUTCOMES.len());
        for text in [
            HARM_TEXT,
            STATIVE_TEXT,
            ACTORS_TEXT,
            SPEECH_TEXT,
            PARTS_TEXT,
            ACTS_TEXT,
            REPORTING_TEXT,
            OUTCOME_TEXT,
        ] {
            let lines: Vec<_> = lines(text).collect();
            assert!(lines.is_sorted_by(|a, b| a < b), "{:?}", lines.first());
        }
    }
}
