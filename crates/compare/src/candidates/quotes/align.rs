//! Local alignment of two runs of words (Smith and Waterman), so that what two reports quote of
//! one utterance is found wherever each begins and stops.

const SUBSTITUTION: f32 = 0.7;
/// Less than a word of no content weighs, so that "not being as late" meets "not as late" whole.
const GAP: f32 = 0.45;
/// Where all of one side must be placed, a changed word is likelier than one left out and another
/// put in.
const FITTED_SUBSTITUTION: f32 = 0.4;
/// A run of this many columns without an equal word parts an alignment in two.
const LONGEST_CHANGE: usize = 6;

/// One column of an alignment: a word of either side, or of both.
pub(crate) type Column = (Option<usize>, Option<usize>);

/// The best local alignment, from its first to its last equal word; words numbered `None` are masked.
pub(crate) fn local(
    a: &[Option<u32>],
    b: &[Option<u32>],
    weight: impl Fn(u32) -> f32,
) -> Vec<Column> {
    let width = b.len() + 1;
    let step = |a: Option<u32>, b: Option<u32>| match (a, b) {
        (Some(x), Some(y)) if x == y => weight(x),
        (Some(_), Some(_)) => -SUBSTITUTION,
        _ => -1e6,
    };
    let mut score = vec![0.0f32; (a.len() + 1) * width];
    let (mut best, mut end) = (0.0, (0, 0));
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let diagonal = score[(i - 1) * width + j - 1] + step(a[i - 1], b[j - 1]);
            let gap = score[(i - 1) * width + j].max(score[i * width + j - 1]) - GAP;
            let value = diagonal.max(gap).max(0.0);
            score[i * width + j] = value;
            if value > best {
                (best, end) = (value, (i, j));
            }
        }
    }
    let (mut i, mut j) = end;
    let mut columns = Vec::new();
    while i > 0 && j > 0 && score[i * width + j] > 0.0 {
        let value = score[i * width + j];
        let diagonal = score[(i - 1) * width + j - 1] + step(a[i - 1], b[j - 1]);
        if value == diagonal {
            columns.push((Some(i - 1), Some(j - 1)));
            (i, j) = (i - 1, j - 1);
        } else if value == score[(i - 1) * width + j] - GAP {
            columns.push((Some(i - 1), None));
            i -= 1;
        } else {
            columns.push((None, Some(j - 1)));
            j -= 1;
        }
    }
    columns.reverse();
    columns
}

/// The best alignment of all of `b` with some stretch of `a`; each column has a word of `b`, or
/// lies between two that do.
pub(crate) fn fit(a: &[u32], b: &[u32], weight: impl Fn(u32) -> f32) -> Vec<Column> {
    let width = b.len() + 1;
    let step = |x: u32, y: u32| {
        if x == y {
            weight(x)
        } else {
            -FITTED_SUBSTITUTION
        }
    };
    let mut score = vec![0.0f32; (a.len() + 1) * width];
    for j in 1..=b.len() {
        score[j] = score[j - 1] - GAP;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let diagonal = score[(i - 1) * width + j - 1] + step(a[i - 1], b[j - 1]);
            let gap = score[(i - 1) * width + j].max(score[i * width + j - 1]) - GAP;
            score[i * width + j] = diagonal.max(gap);
        }
    }
    let last = |i: &usize| score[i * width + b.len()];
    // Of equal ends the first.
    let mut i = (0..=a.len())
        .rev()
        .max_by(|x, y| last(x).total_cmp(&last(y)))
        .unwrap_or(0);
    let mut j = b.len();
    let mut columns = Vec::new();
    while j > 0 {
        let value = score[i * width + j];
        if i > 0 && value == score[(i - 1) * width + j - 1] + step(a[i - 1], b[j - 1]) {
            columns.push((Some(i - 1), Some(j - 1)));
            (i, j) = (i - 1, j - 1);
        } else if i > 0 && value == score[(i - 1) * width + j] - GAP {
            columns.push((Some(i - 1), None));
            i -= 1;
        } else {
            columns.push((None, Some(j - 1)));
            j -= 1;
        }
    }
    columns.reverse();
    columns
}

/// Parts an alignment where too much lies between two equal words; each part begins and ends with
/// an equal word.
pub(crate) fn parts(columns: &[Column], equal: impl Fn(Column) -> bool) -> Vec<&[Column]> {
    let at: Vec<usize> = (0..columns.len()).filter(|&c| equal(columns[c])).collect();
    at.chunk_by(|a, b| b - a <= LONGEST_CHANGE)
        .filter_map(|run| columns.get(*run.first()?..=*run.last()?))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{fit, local, parts};

    #[test]
    fn a_changed_word_stays_inside_the_alignment() {
        let a = [9, 1, 2, 3, 4].map(Some);
        let b = [1, 2, 5, 4, 8].map(Some);
        let columns = local(&a, &b, |_| 1.0);
        assert_eq!(
            columns,
            [(1, 0), (2, 1), (3, 2), (4, 3)].map(|(i, j)| (Some(i), Some(j)))
        );
        assert!(local(&[Some(1)], &[Some(2)], |_| 1.0).is_empty());
        assert!(local(&[], &b, |_| 1.0).is_empty());
    }

    #[test]
    fn masked_words_are_not_used_again() {
        assert!(local(&[None, None], &[Some(1), Some(2)], |_| 1.0).is_empty());
    }

    #[test]
    fn a_long_stretch_without_an_equal_word_parts_it() {
        let a = [1, 2, 11, 12, 13, 14, 15, 16, 3, 4].map(Some);
        let b = [1, 2, 3, 4].map(Some);
        let columns = local(&a, &b, |_| 9.0);
        let equal = |(i, j): (Option<usize>, Option<usize>)| matches!((i, j), (Some(i), Some(j)) if a[i] == b[j]);
        let lengths: Vec<usize> = parts(&columns, equal)
            .iter()
            .map(|part| part.len())
            .collect();
        assert_eq!(lengths, [2, 2]);
    }

    #[test]
    fn all_of_the_second_run_is_fitted_into_the_first() {
        let a = [9, 9, 1, 2, 3, 4, 9];
        let fitted = |b: &[u32]| fit(&a, b, |_| 2.0);
        assert_eq!(
            fitted(&[7, 1, 2, 4]),
            [
                (Some(1), Some(0)),
                (Some(2), Some(1)),
                (Some(3), Some(2)),
                (Some(4), None),
                (Some(5), Some(3))
            ]
        );
        assert_eq!(fit(&[], &[1], |_| 1.0), [(None, Some(0))]);
        assert!(fitted(&[]).is_empty());
    }
}
