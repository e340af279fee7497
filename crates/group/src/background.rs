//! How common a word is in news at large.
//!
//! Four files hold too few reports to tell a common word from a telling one, and a stream knows
//! nothing at its start; the table gives both a beginning, worth [`PRIOR`] reports.

use std::sync::LazyLock;

use crate::hashing::{HashedMap, hash};
use crate::terms::normal;

/// How many reports the table counts for beside those at hand.
pub(crate) const PRIOR: f32 = 400.0;

/// The share of reports that hold a word which the table does not list.
const UNLISTED: f32 = 1.0 / 300.0;

static SHARES: LazyLock<HashedMap<u32, f32>> = LazyLock::new(|| {
    let mut shares: HashedMap<u32, f32> = HashedMap::default();
    for (share, word) in listed() {
        // A form that two tiers share ("use", "user") counts as the commoner.
        let kept = shares.entry(term(&normal(word))).or_insert(share);
        *kept = kept.max(share);
    }
    shares
});

fn listed() -> impl Iterator<Item = (f32, &'static str)> {
    let mut share = UNLISTED;
    let lines = include_str!("../data/common-words.txt")
        .lines()
        .filter(|line| !line.starts_with('#'));
    lines.flat_map(move |line| {
        let words = match line.strip_prefix("= ") {
            Some(tier) => {
                share = match tier {
                    "a" => 0.4,
                    "b" => 0.1,
                    _ => 0.03,
                };
                ""
            }
            None => line,
        };
        let share = share;
        words
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(move |word| (share, word))
    })
}

/// The id of a term: a hash, so that no table of words must be kept or agreed on.
pub(crate) fn term(normal: &str) -> u32 {
    (hash(normal.as_bytes()) >> 32) as u32
}

/// The share of reports that hold this term, as far as the table knows.
pub(crate) fn share(term: u32) -> f32 {
    SHARES.get(&term).copied().unwrap_or(UNLISTED)
}

/// The share of news reports that hold a word or a form of it, as far as a small table knows.
#[must_use]
pub fn share_in_news(word: &str) -> f32 {
    share(term(&normal(word)))
}

/// Whether the table lists the term at all.
pub(crate) fn is_common(term: u32) -> bool {
    SHARES.contains_key(&term)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{is_common, listed, share, term};

    #[test]
    fn the_table_parses_and_is_sorted_and_unique() {
        let mut tiers: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
        for (share, word) in listed() {
            assert!(
                word.bytes().all(|b| b.is_ascii_lowercase() || b == b'\''),
                "{word}"
            );
            tiers.entry((share * 1000.0) as u32).or_default().push(word);
        }
        assert_eq!(tiers.keys().copied().collect::<Vec<_>>(), [30, 100, 400]);
        for words in tiers.values() {
            assert!(words.is_sorted_by(|a, b| a < b));
        }
        let mut all: Vec<&str> = tiers.into_values().flatten().collect();
        let n = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), n);
    }

    #[test]
    fn shares() {
        assert!(share(term("the")) > share(term("polic")));
        assert!(!is_common(term("osprey")));
    }
}
