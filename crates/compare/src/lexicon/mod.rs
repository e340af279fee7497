//! What words mean to the comparer: families, classes, slots, opposites and sets, from one file.
//!
//! `data/lexicon.tsv` has one row a family: relation, name, traits, words. Its head says what each
//! relation is. A new word is a change of that file alone; a new set is a row there and a line in
//! `sets.rs`.

mod opposites;
mod sets;
mod slots;
mod steps;

use std::sync::LazyLock;

pub(crate) use opposites::{opposed, sides};
use rustc_hash::{FxHashMap, FxHashSet};
pub(crate) use sets::Set;
pub(crate) use slots::{Counts, FamilyId, families, family_named, family_of, measure_families};
pub(crate) use steps::{StatusStep, Track, Whose, status_steps};

/// What the words of a row have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Alike,
    Event,
    Noun,
    Number,
    Opposite,
    Plural,
    Region,
    Role,
    Set,
    Share,
    Slot,
    Step,
    Style,
    Synonym,
    Unit,
}

impl Relation {
    fn of(name: &str) -> Option<Relation> {
        Some(match name {
            "alike" => Relation::Alike,
            "event" => Relation::Event,
            "noun" => Relation::Noun,
            "number" => Relation::Number,
            "opposite" => Relation::Opposite,
            "plural" => Relation::Plural,
            "region" => Relation::Region,
            "role" => Relation::Role,
            "set" => Relation::Set,
            "share" => Relation::Share,
            "slot" => Relation::Slot,
            "step" => Relation::Step,
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
fn names(relation: Relation) -> FxHashMap<&'static str, &'static str> {
    rows(relation)
        .flat_map(|row| row.words().map(move |word| (word, row.name)))
        .collect()
}

static ALIKE: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| names(Relation::Alike));
static EVENTS: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| names(Relation::Event));
static NOUNS: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| names(Relation::Noun));
static REGIONS: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| names(Relation::Region));
static ROLES: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| names(Relation::Role));
static SHARES: LazyLock<FxHashMap<&str, (f32, f32)>> = LazyLock::new(|| {
    let rows = rows(Relation::Share).filter_map(|row| {
        let (low, high) = row.traits.split_once(" to ")?;
        Some((row, (low.parse().ok()?, high.parse().ok()?)))
    });
    rows.flat_map(|(row, share)| row.words().map(move |word| (word, share)))
        .collect()
});
static SYNONYMS: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| names(Relation::Synonym));
static FIRST_OF_TWO: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    let both = SYNONYMS.keys().filter_map(|word| word.split_once('_'));
    both.map(|(first, _)| first).collect()
});
static PEOPLE: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    let people = rows(Relation::Noun).filter(|row| row.traits == "people");
    people.map(|row| row.name).collect()
});
static PLURALS: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    let plurals = rows(Relation::Plural);
    plurals.map(|row| (row.name, row.words)).collect()
});
static NUMBERS: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    let numbers = rows(Relation::Number);
    numbers.map(|row| (row.name, row.words)).collect()
});
static STYLES: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    let styles = rows(Relation::Style);
    styles.map(|row| (row.name, row.words)).collect()
});

/// The family of predicates, with what belongs to them ("grant_bail"), that news uses for one deed.
pub(crate) fn alike(phrase: &str) -> Option<&'static str> {
    ALIKE.get(phrase).copied()
}

/// Between which shares of them a word says how many of some there are: "none", "few", "all".
pub(crate) fn share(word: &str) -> Option<(f32, f32)> {
    SHARES.get(word).copied()
}

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

/// The part of the body that a part lies in.
pub(crate) fn region(part: &str) -> Option<&'static str> {
    REGIONS.get(part).copied()
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

/// A small number's word in figures: "seven" is 7.
pub(crate) fn small_number(word: &str) -> Option<&'static str> {
    NUMBERS.get(word).copied()
}

/// The plural of a noun, where that is no matter of endings.
pub(crate) fn plural(noun: &str) -> Option<&'static str> {
    PLURALS.get(noun).copied()
}

/// A form as spoken or typed, written out; words joined by "_".
pub(crate) fn written_out(form: &str) -> Option<&'static str> {
    STYLES.get(form).copied()
}

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
            Relation::Alike,
            Relation::Noun,
            Relation::Region,
            Relation::Role,
            Relation::Share,
            Relation::Synonym,
        ] {
            let said = rows(relation).flat_map(Row::words).count();
            assert_eq!(said, names(relation).len(), "{relation:?}");
        }
    }

    #[test]
    fn traits_are_known() {
        for row in &*ROWS {
            let known = match row.relation {
                Relation::Noun => matches!(row.traits, "" | "people"),
                Relation::Opposite => matches!(row.traits, "moves" | "stays"),
                Relation::Share => row.words().all(|word| {
                    share(word)
                        .is_some_and(|(least, most)| 0.0 <= least && least <= most && most <= 1.0)
                }),
                Relation::Slot => row.traits.split("; ").count() == 3,
                Relation::Step => row.traits.split("; ").count() >= 3,
                _ => row.traits.is_empty(),
            };
            assert!(known, "{}: {}", row.name, row.traits);
        }
    }

    #[test]
    fn words_are_found() {
        assert_eq!(event("erupt"), event("break_out"));
        assert!(alike("bail").is_none() && alike("go_ahead").is_some());
        assert_eq!(share("none"), Some((0.0, 0.0)));
        assert_ne!(event("arrive"), event("arrest"));
        assert!(noun_class("gunman").is_some_and(is_people));
        assert_eq!(role("shooter"), role("suspect"));
        assert!(Set::Empty.has("say") && !Set::Empty.has("explode"));
        assert_eq!(written_out("gonna"), Some("going_to"));
    }
}
