//! Predicates of which only one can be true of a thing, read from `data/opposites.txt`.

use std::collections::HashMap;
use std::sync::OnceLock;

/// How two predicates oppose each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Opposition {
    /// Whether the thing can have gone from the one to the other in between.
    pub(crate) moves: bool,
}

/// Where a word stands: lines with the side.
type Sides = HashMap<&'static str, Vec<(usize, bool)>>;

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
        let (mut sides, mut moves): (Sides, Vec<bool>) = (HashMap::new(), Vec::new());
        for (kind, first, second) in rows() {
            for (words, side) in [(first, false), (second, true)] {
                for word in words.split_whitespace() {
                    sides.entry(word).or_default().push((moves.len(), side));
                }
            }
            moves.push(kind == "moves");
        }
        (sides, moves)
    })
}

fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    include_str!("../../../../data/opposites.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (kind, words) = line.split_once(": ")?;
            let (first, second) = words.split_once(" | ")?;
            Some((kind, first, second))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_parses_and_is_sorted() {
        let lines = include_str!("../../../../data/opposites.txt").lines();
        assert_eq!(
            lines.filter(|line| !line.starts_with('#')).count(),
            rows().count()
        );
        let mut last = "";
        for (kind, first, second) in rows() {
            assert!(matches!(kind, "moves" | "stays"), "{kind}");
            assert!(last <= first, "{first} is out of order");
            last = first;
            for side in [first, second] {
                let words: Vec<_> = side.split_whitespace().collect();
                assert!(!words.is_empty());
                assert!(words.is_sorted(), "{side} is not sorted");
            }
            let both = |word: &&str| second.split_whitespace().any(|other| other == *word);
            assert_eq!(first.split_whitespace().find(both), None);
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
