//! Where two quotations that were laid side by side have other words.

use std::ops::Range;

use super::align::Column;
use super::style::is_style;
use super::utterance::Utterance;

/// A run of columns in which the words differ, between two equal ones.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Difference {
    /// Which columns of the alignment.
    pub(super) columns: Range<usize>,
    /// First and last word on each side; `None` where that side has nothing.
    pub(super) left: Option<(usize, usize)>,
    pub(super) right: Option<(usize, usize)>,
    /// Whether it is more than spelling and house style.
    pub(super) meaning: bool,
}

/// Whether both sides of a column have the same word.
pub(super) fn is_equal(a: &Utterance, b: &Utterance, (i, j): Column) -> bool {
    matches!((i, j), (Some(i), Some(j)) if a.ids[i] == b.ids[j])
}

/// The differences of an alignment that begins and ends with an equal word; cuts that a side
/// marks, and sentences left out as a whole, are none.
pub(super) fn differences(a: &Utterance, b: &Utterance, columns: &[Column]) -> Vec<Difference> {
    let mut all = Vec::new();
    let mut from = 0;
    while let Some(skip) = columns[from..].iter().position(|&c| !is_equal(a, b, c)) {
        let start = from + skip;
        let Some(length) = columns[start..].iter().position(|&c| is_equal(a, b, c)) else {
            break;
        };
        let end = start + length;
        from = end;
        let (Some(i), Some(j)) = columns[end] else {
            continue;
        };
        let left = hull(columns[start..end].iter().filter_map(|column| column.0));
        let right = hull(columns[start..end].iter().filter_map(|column| column.1));
        // Words that one side lacks are excused where that side says that it leaves some out.
        let lacking = |run: Option<(usize, usize)>, other: &Utterance, own, next| {
            run.is_none() || has_cut(other, own, next)
        };
        if lacking(left, b, right, j) && lacking(right, a, left, i) {
            continue;
        }
        if left.is_none() && is_sentences(b, right) || right.is_none() && is_sentences(a, left) {
            continue;
        }
        let (x, y) = (keys(a, left), keys(b, right));
        let plain = |keys: &[&str]| keys.concat();
        let unmarked = |keys: &[&str]| -> Vec<String> {
            let mark = |word: &&str| word.trim_start_matches(['@', '#']).to_owned();
            keys.iter().map(mark).collect()
        };
        if plain(&x) == plain(&y) || unmarked(&x) == unmarked(&y) {
            continue;
        }
        all.push(Difference {
            columns: start..end,
            left,
            right,
            meaning: !is_style(&x, &y),
        });
    }
    all
}

fn hull(run: impl Iterator<Item = usize>) -> Option<(usize, usize)> {
    run.fold(None, |hull, at| {
        Some((hull.map_or(at, |(first, _)| first), at))
    })
}

/// Whether a side leaves words out inside a run of its own or before the next equal word.
fn has_cut(side: &Utterance, own: Option<(usize, usize)>, next: usize) -> bool {
    side.words[next].cut
        || own.is_some_and(|(from, to)| side.words[from..=to].iter().any(|word| word.cut))
}

/// Whether a run is one or more sentences from first to last word.
fn is_sentences(side: &Utterance, run: Option<(usize, usize)>) -> bool {
    let Some((from, to)) = run else { return false };
    let parted = |a: usize, b: usize| side.words[a].sentence != side.words[b].sentence;
    from > 0 && to + 1 < side.words.len() && parted(from - 1, from) && parted(to, to + 1)
}

fn keys(side: &Utterance, run: Option<(usize, usize)>) -> Vec<&str> {
    run.map_or_else(Vec::new, |(from, to)| {
        side.words[from..=to]
            .iter()
            .map(|word| word.key.as_str())
            .collect()
    })
}
