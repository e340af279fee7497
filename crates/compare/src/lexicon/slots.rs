//! Families of what happens to what is counted: one slot, many words.

use std::sync::LazyLock;

use super::{Relation, Row, rows};
use rustc_hash::FxHashMap;

/// What the number of a family counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counts {
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
pub(crate) struct Family {
    pub(crate) name: &'static str,
    pub(crate) counts: Counts,
    /// Whether the number of one happening moves from day to day.
    pub(crate) moves: bool,
    pub(crate) question: &'static str,
    words: Vec<&'static str>,
}

/// Index of a family in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FamilyId(u16);

impl FamilyId {
    pub(crate) fn get(self) -> &'static Family {
        &TABLE.families[usize::from(self.0)]
    }
}

struct Table {
    families: Vec<Family>,
    of_word: FxHashMap<&'static str, Vec<FamilyId>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let families: Vec<Family> = rows(Relation::Slot).filter_map(family).collect();
    let mut of_word: FxHashMap<&'static str, Vec<FamilyId>> = FxHashMap::default();
    for (i, family) in families.iter().enumerate() {
        for word in &family.words {
            of_word.entry(word).or_default().push(FamilyId(i as u16));
        }
    }
    Table { families, of_word }
});

fn family(row: Row) -> Option<Family> {
    let mut fields = row.traits.split("; ");
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
        name: row.name,
        counts,
        moves,
        question: fields.next()?,
        words: row.words().collect(),
    })
}

/// The families that a lemma can stand for.
pub(crate) fn families(lemma: &str) -> &'static [FamilyId] {
    TABLE.of_word.get(lemma).map_or(&[], Vec::as_slice)
}

/// The first family of a lemma that can count `counts`.
pub(crate) fn family_of(lemma: &str, fits: impl Fn(Counts) -> bool) -> Option<FamilyId> {
    families(lemma)
        .iter()
        .copied()
        .find(|family| fits(family.get().counts))
}

/// The family of a name.
pub(crate) fn family_named(name: &str) -> Option<FamilyId> {
    let at = TABLE
        .families
        .binary_search_by(|family| family.name.cmp(name))
        .ok()?;
    Some(FamilyId(at as u16))
}

static UNITS: LazyLock<FxHashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let units = rows(Relation::Unit);
    units.map(|row| (row.name, row.words().collect())).collect()
});

/// What a measure in a normal unit can be of.
pub(crate) fn measure_families(unit: &str) -> &'static [&'static str] {
    let known = UNITS.get(unit).or_else(|| UNITS.get("other"));
    known.map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slot_is_a_family() {
        assert_eq!(rows(Relation::Slot).count(), TABLE.families.len());
        let toll = families("toll");
        assert_eq!(toll.len(), 1);
        assert_eq!(toll[0].get().counts, Counts::People);
        assert!(families("quietly").is_empty());
        for unit in ["m", "kg", "K"] {
            for name in measure_families(unit) {
                assert!(family_named(name).is_some(), "{name}");
            }
        }
    }
}
