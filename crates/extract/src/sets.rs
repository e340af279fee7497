//! Small words by their use: the rows of `data/sets.tsv`.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::tables::rows;

const SETS: &str = include_str!("../data/sets.tsv");

/// Words of one use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Set {
    /// Words that begin a clause which says when, why or despite what.
    Circumstance,
    /// Words that begin with an apostrophe.
    Elision,
    /// Verbs that a condition without "if" begins with: "had she ...".
    Inverted,
    /// Words after which a description goes on.
    LeadsOn,
    /// What a company is by law, behind its name.
    LegalForm,
    /// Words that a description begins with, small inside a sentence.
    Opening,
    /// Prepositions that say where.
    Placing,
    /// What stands behind a surname to tell generations apart.
    Suffix,
}

impl Set {
    const ALL: [(Set, &'static str); 8] = [
        (Set::Circumstance, "circumstance"),
        (Set::Elision, "elision"),
        (Set::Inverted, "inverted"),
        (Set::LeadsOn, "leads_on"),
        (Set::LegalForm, "legal_form"),
        (Set::Opening, "opening"),
        (Set::Placing, "placing"),
        (Set::Suffix, "suffix"),
    ];

    /// Whether a word, in lower case, is one of them.
    pub(crate) fn has(self, word: &str) -> bool {
        self.known(word).is_some()
    }

    /// The word of the set that a word, in lower case, is.
    pub(crate) fn known(self, word: &str) -> Option<&'static str> {
        WORDS[self as usize].get(word).copied()
    }
}

static WORDS: LazyLock<Vec<HashSet<&str>>> = LazyLock::new(|| {
    let of = |name: &str| {
        let row = rows(SETS).find(|row| row[0] == name)?;
        Some(row.get(1)?.split(' ').collect())
    };
    let sets = Set::ALL.iter().map(|(_, name)| of(name));
    sets.map(Option::unwrap_or_default).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_has_a_row_of_sorted_words() {
        let rows: Vec<_> = rows(SETS).collect();
        assert_eq!(rows.len(), Set::ALL.len());
        for ((at, (set, name)), row) in Set::ALL.iter().enumerate().zip(&rows) {
            assert_eq!((*set as usize, *name, row.len()), (at, row[0], 2));
            let words: Vec<&str> = row[1].split(' ').collect();
            assert!(words.is_sorted_by(|a, b| a < b), "{name}");
            assert!(words.iter().all(|word| set.has(word)), "{name}");
            assert!(words.iter().all(|word| word.to_lowercase() == **word));
        }
    }
}
