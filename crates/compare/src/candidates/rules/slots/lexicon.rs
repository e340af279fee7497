//! The word tables of the slot engine: families, noun classes, opposites (`data/*.txt`).

use std::collections::HashMap;
use std::sync::LazyLock;

const FAMILIES: &str = include_str!("../../../../data/slot-families.txt");
const EVENT_FAMILIES: &str = include_str!("../../../../data/event-families.txt");
const NOUNS: &str = include_str!("../../../../data/noun-classes.txt");

/// What the number of a family counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counts {
    People,
    Things,
    Any,
    Money,
    Measure,
    Change,
    /// Which of two sides won.
    Score,
}

/// What happens to what is counted: one slot, many words.
#[derive(Clone, Debug)]
pub(super) struct Family {
    pub(super) name: &'static str,
    pub(super) counts: Counts,
    /// Whether the number of one happening moves from day to day.
    pub(super) moves: bool,
    pub(super) question: &'static str,
    words: Vec<&'static str>,
}

/// Index of a family in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct FamilyId(u16);

impl FamilyId {
    pub(super) fn get(self) -> &'static Family {
        &TABLE.families[usize::from(self.0)]
    }
}

struct Table {
    families: Vec<Family>,
    of_word: HashMap<&'static str, Vec<FamilyId>>,
}

fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let families: Vec<Family> = rows(FAMILIES).filter_map(family).collect();
    let mut of_word: HashMap<&'static str, Vec<FamilyId>> = HashMap::new();
    for (i, family) in families.iter().enumerate() {
        for word in &family.words {
            of_word.entry(word).or_default().push(FamilyId(i as u16));
        }
    }
    Table { families, of_word }
});

fn family(row: &'static str) -> Option<Family> {
    let mut fields = row.split("; ");
    let name = fields.next()?;
    let counts = match fields.next()? {
        "people" => Counts::People,
        "things" => Counts::Things,
        "any" => Counts::Any,
        "money" => Counts::Money,
        "measure" => Counts::Measure,
        "change" => Counts::Change,
        "score" => Counts::Score,
        _ => return None,
    };
    let moves = match fields.next()? {
        "moves" => true,
        "fixed" => false,
        _ => return None,
    };
    Some(Family {
        name,
        counts,
        moves,
        question: fields.next()?,
        words: fields.next()?.split(' ').collect(),
    })
}

/// The families that a lemma can stand for.
pub(super) fn families(lemma: &str) -> &'static [FamilyId] {
    TABLE.of_word.get(lemma).map_or(&[], Vec::as_slice)
}

/// The first family of a lemma that can count `counts`.
pub(super) fn family_of(lemma: &str, fits: impl Fn(Counts) -> bool) -> Option<FamilyId> {
    families(lemma)
        .iter()
        .copied()
        .find(|family| fits(family.get().counts))
}

/// The family of a name.
pub(super) fn family_named(name: &str) -> Option<FamilyId> {
    let at = TABLE
        .families
        .binary_search_by(|family| family.name.cmp(name))
        .ok()?;
    Some(FamilyId(at as u16))
}

/// What a measure in a normal unit can be of.
pub(super) fn measure_families(unit: &str) -> &'static [&'static str] {
    match unit {
        "m" => &["deep", "distant", "long", "tall", "wide"],
        "m2" => &["wide-area"],
        "kg" => &["weighed"],
        "m/s" => &["fast"],
        _ => &["strong"],
    }
}

static CLASSES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    rows(NOUNS)
        .filter_map(|row| row.split_once(": "))
        .flat_map(|(class, words)| words.split(' ').map(move |word| (word, class)))
        .collect()
});

static EVENTS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    rows(EVENT_FAMILIES)
        .flat_map(|row| {
            let first = row.split(' ').next().unwrap_or(row);
            row.split(' ').map(move |word| (word, first))
        })
        .collect()
});

/// The family of events that a predicate tells of, its particle joined by "_".
pub(super) fn event(lemma: &str) -> Option<&'static str> {
    EVENTS.get(lemma).copied()
}

/// The class of nouns that the counted noun `lemma` is in.
pub(super) fn noun_class(lemma: &str) -> Option<&'static str> {
    CLASSES.get(lemma).copied()
}

/// Classes of human beings.
pub(super) fn is_people(class: &str) -> bool {
    matches!(
        class,
        "people-all"
            | "child"
            | "man"
            | "woman"
            | "officer"
            | "soldier"
            | "worker"
            | "pupil"
            | "passenger"
            | "rescuer"
            | "attacker"
            | "colleague"
            | "lawmaker"
            | "protester"
            | "migrant"
            | "athlete"
            | "bidder"
    )
}

#[cfg(test)]
mod tests {
    use super::{CLASSES, Counts, EVENT_FAMILIES, EVENTS, FAMILIES, NOUNS, TABLE, families, rows};

    fn sorted_words(words: &str) -> bool {
        words
            .split(' ')
            .collect::<Vec<_>>()
            .is_sorted_by(|a, b| a < b)
    }

    #[test]
    fn families_parse_and_are_sorted() {
        assert_eq!(rows(FAMILIES).count(), TABLE.families.len());
        assert!(TABLE.families.is_sorted_by(|a, b| a.name < b.name));
        for family in &TABLE.families {
            assert!(
                family.words.is_sorted_by(|a, b| a < b),
                "{}: {:?}",
                family.name,
                family.words
            );
        }
        let toll = families("toll");
        assert_eq!(toll.len(), 1);
        assert_eq!(toll[0].get().counts, Counts::People);
        assert!(families("quietly").is_empty());
    }

    #[test]
    fn event_families_are_sorted_and_no_word_is_in_two() {
        let words: usize = rows(EVENT_FAMILIES).map(|row| row.split(' ').count()).sum();
        assert_eq!(words, EVENTS.len());
        for row in rows(EVENT_FAMILIES) {
            let (_, rest) = row.split_once(' ').unwrap();
            assert!(sorted_words(rest), "{row}");
        }
        assert!(rows(EVENT_FAMILIES).is_sorted_by(|a, b| a < b));
        assert_eq!(super::event("erupt"), super::event("break_out"));
        assert_ne!(super::event("arrive"), super::event("arrest"));
    }

    #[test]
    fn noun_classes_parse_and_no_noun_is_in_two() {
        let mut words = 0;
        for row in rows(NOUNS) {
            let (_, list) = row.split_once(": ").unwrap();
            assert!(sorted_words(list), "{row}");
            words += list.split(' ').count();
        }
        assert_eq!(words, CLASSES.len());
        assert!(rows(NOUNS).is_sorted_by(|a, b| a < b));
    }
}
