//! Where two quotations that were laid side by side have other words.

use std::ops::Range;

use super::align::Column;
use super::style::is_style;
use crate::told::quoted::utterance::Utterance;

/// A run of columns in which the words differ.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Difference {
    /// Which columns of the alignment.
    pub(crate) columns: Range<usize>,
    /// First and last word on each side; `None` where that side has nothing.
    pub(crate) left: Option<(usize, usize)>,
    pub(crate) right: Option<(usize, usize)>,
    pub(crate) sort: Sort,
}

/// What sort of difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// Other words.
    Wording,
    /// Spelling and house style.
    Style,
    /// Words left out where a mark says so, or whole sentences left out.
    Cut,
}

/// Whether both sides of a column have the same word.
pub(crate) fn is_equal(a: &Utterance, b: &Utterance, (i, j): Column) -> bool {
    matches!((i, j), (Some(i), Some(j)) if a.ids[i] == b.ids[j])
}

/// The differences of an alignment; those of punctuation, capitals and one spelling are none.
pub(crate) fn differences(a: &Utterance, b: &Utterance, columns: &[Column]) -> Vec<Difference> {
    let mut all = Vec::new();
    let mut from = 0;
    while let Some(skip) = columns[from..].iter().position(|&c| !is_equal(a, b, c)) {
        let start = from + skip;
        let end = columns[start..]
            .iter()
            .position(|&c| is_equal(a, b, c))
            .map_or(columns.len(), |length| start + length);
        from = end;
        let next = columns.get(end).copied().unwrap_or((None, None));
        let left = hull(columns[start..end].iter().filter_map(|column| column.0));
        let right = hull(columns[start..end].iter().filter_map(|column| column.1));
        if let Some(sort) = sort((a, left, next.0), (b, right, next.1)) {
            all.push(Difference {
                columns: start..end,
                left,
                right,
                sort,
            });
        }
    }
    all
}

/// One side of a difference: its words there, and the equal word after them.
type Side<'a> = (&'a Utterance, Option<(usize, usize)>, Option<usize>);

fn sort(one: Side<'_>, two: Side<'_>) -> Option<Sort> {
    let (x, y) = (keys(one.0, one.1), keys(two.0, two.1));
    let unmarked = |keys: &[&str]| -> Vec<String> {
        let mark = |word: &&str| word.trim_start_matches(['@', '#']).to_owned();
        keys.iter().map(mark).collect()
    };
    if x.concat() == y.concat() || unmarked(&x) == unmarked(&y) {
        return None;
    }
    // Words that one side lacks are excused where that side says that it leaves some out.
    let excused = |side: Side<'_>, other: Side<'_>| other.1.is_none() || has_cut(side);
    if excused(one, two) && excused(two, one)
        || one.1.is_none() && is_sentences(two)
        || two.1.is_none() && is_sentences(one)
    {
        return Some(Sort::Cut);
    }
    Some(if is_style(&x, &y) {
        Sort::Style
    } else {
        Sort::Wording
    })
}

fn hull(run: impl Iterator<Item = usize>) -> Option<(usize, usize)> {
    run.fold(None, |hull, at| {
        Some((hull.map_or(at, |(first, _)| first), at))
    })
}

/// Whether a side leaves words out inside a run of its own or before the next equal word.
fn has_cut((side, own, next): Side<'_>) -> bool {
    next.is_some_and(|next| side.words[next].cut)
        || own.is_some_and(|(from, to)| side.words[from..=to].iter().any(|word| word.cut))
}

/// Whether a run inside an utterance is one or more sentences from first to last word.
fn is_sentences((side, run, _): Side<'_>) -> bool {
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
