//! Predicates of which only one can be true of a thing.

use std::sync::OnceLock;

use super::{Relation, rows};
use rustc_hash::FxHashMap;

/// How two predicates oppose each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Opposition {
    /// Whether the thing can have gone from the one to the other in between.
    pub(crate) moves: bool,
}

/// Where a word stands: lines with the side.
type Sides = FxHashMap<&'static str, Vec<(usize, bool)>>;

/// Whether two lemmas, with their particles ("switch off"), are opposites.
pub(crate) fn opposed(a: &str, b: &str) -> Option<Opposition> {
    let (sides, moves) = table();
    let (a, b) = (sides.get(&*key(a))?, sides.get(&*key(b))?);
    a.iter()
        .find(|(line, side)| b.contains(&(*line, !side)))
        .map(|&(line, _)| Opposition { moves: moves[line] })
}

/// Where a lemma, with its particle, stands: the line of the table, which side of it, and whether
/// the thing can go from the one side to the other.
pub(crate) fn sides(lemma: &str) -> Vec<(usize, bool, bool)> {
    let (sides, moves) = table();
    let own = sides.get(&*key(lemma)).map_or(&[][..], Vec::as_slice);
    own.iter()
        .map(|&(line, side)| (line, side, moves[line]))
        .collect()
}

fn key(lemma: &str) -> String {
    lemma.to_lowercase().replace(' ', "_")
}

fn table() -> &'static (Sides, Vec<bool>) {
    static TABLE: OnceLock<(Sides, Vec<bool>)> = OnceLock::new();
    TABLE.get_or_init(|| {
        let (mut sides, mut moves): (Sides, Vec<bool>) = (FxHashMap::default(), Vec::new());
        for row in rows(Relation::Opposite) {
            let Some((first, second)) = row.words.split_once(" | ") else {
                continue;
            };
            for (words, side) in [(first, false), (second, true)] {
                for word in words.split_whitespace() {
                    sides.entry(word).or_default().push((moves.len(), side));
                }
            }
            moves.push(row.traits == "moves");
        }
        (sides, moves)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_has_two_sides() {
        for row in rows(Relation::Opposite) {
            let sides = row.words.split_once(" | ");
            let (first, second) = sides.expect("words | words");
            let both = |word: &&str| second.split(' ').any(|other| other == *word);
            assert_eq!(first.split(' ').find(both), None);
            assert_eq!(first.split(' ').next(), row.name.split('/').next());
        }
    }

    #[test]
    fn opposites_are_found_both_ways() {
        let check = |a: &str, b: &str, moves: Option<bool>| {
            assert_eq!(opposed(a, b).map(|found| found.moves), moves, "{a} {b}");
            assert_eq!(opposed(b, a).map(|found| found.moves), moves, "{b} {a}");
        };
        check("deny", "confirm", Some(false));
        check("close", "reopen", Some(true));
        check("switch off", "enable", Some(true));
        check("close", "shut", None);
        check("deny", "reopen", None);
    }
}
