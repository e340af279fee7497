//! What words mean to the comparer: families, classes, slots, opposites and sets, from one file.
//!
//! `data/lexicon.tsv` has one row a family: relation, name, traits, words. Its head says what each
//! relation is. A new word is a change of that file alone; a new set is a row there and a line in
//! [`Set`].

mod opposites;
mod slots;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

pub(crate) use opposites::{opposed, sides};
pub(crate) use slots::{Counts, FamilyId, families, family_named, family_of, measure_families};

/// What the words of a row have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Event,
    Noun,
    Opposite,
    Role,
    Set,
    Slot,
    Style,
    Synonym,
    Unit,
}

impl Relation {
    fn of(name: &str) -> Option<Relation> {
        Some(match name {
            "event" => Relation::Event,
            "noun" => Relation::Noun,
            "opposite" => Relation::Opposite,
            "role" => Relation::Role,
            "set" => Relation::Set,
            "slot" => Relation::Slot,
            "style" => Relation::Style,
            "synonym" => Relation::Synonym,
            "unit" => Relation::Unit,
            _ => return None,
        })
    }
}

/// One row.
#[derive(Clone, Copy, Debug)]
struct Row {
    relation: Relation,
    name: &'static str,
    traits: &'static str,
    words: &'static str,
}

impl Row {
    fn of(line: &'static str) -> Option<Row> {
        let nothing = |cell: &'static str| if cell == "-" { "" } else { cell };
        let mut cells = line.split('\t');
        let row = Row {
            relation: Relation::of(cells.next()?)?,
            name: cells.next()?,
            traits: nothing(cells.next()?),
            words: nothing(cells.next()?),
        };
        cells.next().is_none().then_some(row)
    }

    fn words(self) -> impl Iterator<Item = &'static str> {
        self.words.split_whitespace()
    }
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| lines().filter_map(Row::of).collect());

fn lines() -> impl Iterator<Item = &'static str> {
    include_str!("../../data/lexicon.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
}

fn rows(relation: Relation) -> impl Iterator<Item = Row> {
    ROWS.iter()
        .copied()
        .filter(move |row| row.relation == relation)
}

/// For every word of a relation the name of its row.
fn names(relation: Relation) -> HashMap<&'static str, &'static str> {
    rows(relation)
        .flat_map(|row| row.words().map(move |word| (word, row.name)))
        .collect()
}

static EVENTS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| names(Relation::Event));
static NOUNS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| names(Relation::Noun));
static ROLES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| names(Relation::Role));
static SYNONYMS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| names(Relation::Synonym));
static FIRST_OF_TWO: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let both = SYNONYMS.keys().filter_map(|word| word.split_once('_'));
    both.map(|(first, _)| first).collect()
});
static PEOPLE: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let people = rows(Relation::Noun).filter(|row| row.traits == "people");
    people.map(|row| row.name).collect()
});
static STYLES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let styles = rows(Relation::Style);
    styles.map(|row| (row.name, row.words)).collect()
});

/// The family of events that a predicate tells of, its particle joined by "_".
pub(crate) fn event(lemma: &str) -> Option<&'static str> {
    EVENTS.get(lemma).copied()
}

/// The class of nouns that the counted noun `lemma` is in.
pub(crate) fn noun_class(lemma: &str) -> Option<&'static str> {
    NOUNS.get(lemma).copied()
}

/// Whether a class of nouns is one of human beings.
pub(crate) fn is_people(class: &str) -> bool {
    PEOPLE.contains(class)
}

/// Who somebody is whom news cannot name at first.
pub(crate) fn role(lemma: &str) -> Option<&'static str> {
    ROLES.get(lemma).copied()
}

/// The family that stands for a word where clauses are aligned; two words that are one by "_".
pub(crate) fn synonym(word: &str) -> Option<&'static str> {
    SYNONYMS.get(word).copied()
}

/// Whether some two words that are one begin with this one.
pub(crate) fn begins_two(word: &str) -> bool {
    FIRST_OF_TWO.contains(word)
}

/// A form as spoken or typed, written out; words joined by "_".
pub(crate) fn written_out(form: &str) -> Option<&'static str> {
    STYLES.get(form).copied()
}

/// Words of one use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Set {
    /// Nouns and pronouns that stand for anybody: two of them are seldom one.
    Anybody,
    /// Verbs that say of their object what it is: "called the strike illegal".
    Ascribing,
    /// Verbs that only carry the noun they take: "issued an apology".
    Carrying,
    /// Predicates too common for a "not" to tell which of many of them is meant.
    Common,
    /// Phrases by which a report owns up to a correction; one that ends with a colon begins the sentence.
    Correction,
    /// Predicates that tell of anything at all: what they share is no event.
    Empty,
    /// Verbs whose own infinitive did not happen: "refused to pay".
    Failing,
    /// Words that make a value one that no longer holds.
    Former,
    /// Verbs whose length of time is that of their subject.
    Lasting,
    /// Words that make a count one more, not all.
    More,
    /// Verbs of giving somebody's name.
    Naming,
    /// Verbs of bringing out a study.
    Publishing,
    /// Verbs whose length of time is that of a punishment.
    Punishing,
    /// Words that narrow a count or a sum to one of several.
    Qualifier,
    /// Nouns for what somebody said.
    Saying,
    /// Verbs that set a sum anew: the sum is that of their object.
    Setting,
    /// Verbs that lend their object a verb: it names what happens.
    Support,
    /// Words for having no name, or none that is told.
    Unnamed,
}

impl Set {
    const ALL: [(Set, &'static str); 18] = [
        (Set::Anybody, "anybody"),
        (Set::Ascribing, "ascribing"),
        (Set::Carrying, "carrying"),
        (Set::Common, "common"),
        (Set::Correction, "correction"),
        (Set::Empty, "empty"),
        (Set::Failing, "failing"),
        (Set::Former, "former"),
        (Set::Lasting, "lasting"),
        (Set::More, "more"),
        (Set::Naming, "naming"),
        (Set::Publishing, "publishing"),
        (Set::Punishing, "punishing"),
        (Set::Qualifier, "qualifier"),
        (Set::Saying, "saying"),
        (Set::Setting, "setting"),
        (Set::Support, "support"),
        (Set::Unnamed, "unnamed"),
    ];

    /// Whether a word, in lower case, is one of them.
    pub(crate) fn has(self, word: &str) -> bool {
        SETS[self as usize].contains(word)
    }

    /// All of them.
    pub(crate) fn words(self) -> impl Iterator<Item = &'static str> {
        SETS[self as usize].iter().copied()
    }
}

static SETS: LazyLock<Vec<HashSet<&str>>> = LazyLock::new(|| {
    let of = |name: &str| {
        let row = rows(Relation::Set).find(|row| row.name == name);
        row.map(|row| row.words().collect()).unwrap_or_default()
    };
    Set::ALL.iter().map(|(_, name)| of(name)).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_parses_and_is_sorted() {
        for line in lines() {
            assert!(Row::of(line).is_some(), "{line}");
        }
        let keys: Vec<_> = lines().filter_map(|line| line.split('\t').next()).collect();
        assert!(keys.is_sorted(), "relations");
        for pair in ROWS.windows(2) {
            let (one, two) = (pair[0], pair[1]);
            assert!(
                one.relation != two.relation || one.name < two.name,
                "{} {}",
                one.name,
                two.name
            );
        }
        for row in &*ROWS {
            for side in row.words.split(" | ") {
                let words: Vec<&str> = side.split(' ').collect();
                assert!(words.is_sorted_by(|a, b| a < b), "{}: {side}", row.name);
            }
            let lower = |word: &str| word.to_lowercase() == word;
            assert!(row.words().all(lower), "{}", row.name);
        }
    }

    #[test]
    fn no_word_is_in_two_families() {
        for relation in [
            Relation::Event,
            Relation::Noun,
            Relation::Role,
            Relation::Synonym,
        ] {
            let said = rows(relation).flat_map(Row::words).count();
            assert_eq!(said, names(relation).len(), "{relation:?}");
        }
    }

    #[test]
    fn every_set_has_a_row_and_every_row_a_set() {
        for (at, (set, name)) in Set::ALL.into_iter().enumerate() {
            assert_eq!(set as usize, at, "{name}");
            assert!(set.words().next().is_some(), "{name}");
        }
        for row in rows(Relation::Set) {
            assert!(
                Set::ALL.iter().any(|(_, name)| *name == row.name),
                "{}",
                row.name
            );
        }
    }

    #[test]
    fn traits_are_known() {
        for row in &*ROWS {
            let known = match row.relation {
                Relation::Noun => matches!(row.traits, "" | "people"),
                Relation::Opposite => matches!(row.traits, "moves" | "stays"),
                Relation::Slot => row.traits.split("; ").count() == 3,
                _ => row.traits.is_empty(),
            };
            assert!(known, "{}: {}", row.name, row.traits);
        }
    }

    #[test]
    fn words_are_found() {
        assert_eq!(event("erupt"), event("break_out"));
        assert_ne!(event("arrive"), event("arrest"));
        assert!(noun_class("gunman").is_some_and(is_people));
        assert_eq!(role("shooter"), role("suspect"));
        assert!(Set::Empty.has("say") && !Set::Empty.has("explode"));
        assert_eq!(written_out("gonna"), Some("going_to"));
    }
}
