//! Two texts beside each other, word by word: what both have, what only one has.

use maud::{Markup, html};
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};
use std::ops::Range;
use std::time::{Duration, Instant};

/// Words of a text that are compared at most; what is beyond is shown as it is.
const MOST: usize = 12_000;
/// How long comparing may take; what is not compared by then counts as different.
const PATIENCE: Duration = Duration::from_millis(400);
/// Words that two texts share in a row by more than chance.
const RUN: usize = 7;

/// A word of a text, or the end of a paragraph.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece<'t> {
    Word(&'t str),
    End,
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut all = Vec::new();
    for line in text.lines() {
        let before = all.len();
        all.extend(line.split_whitespace().map(Piece::Word));
        if all.len() > before {
            all.push(Piece::End);
        }
    }
    all
}

/// What words are compared by: without case and the marks round them.
fn bare<'t>(pieces: &[Piece<'t>]) -> Vec<String> {
    let pieces = pieces.iter().take(MOST);
    pieces
        .map(|piece| match piece {
            Piece::Word(word) => word
                .trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase(),
            Piece::End => "\n".to_owned(),
        })
        .collect()
}

/// How each word of two texts lies to the other text: whether it stands there too, in the same order.
fn shared(one: &[Piece<'_>], other: &[Piece<'_>]) -> (Vec<bool>, Vec<bool>) {
    let (a, b) = (bare(one), bare(other));
    let (mut left, mut right) = (vec![false; one.len()], vec![false; other.len()]);
    let until = Some(Instant::now() + PATIENCE);
    for run in capture_diff_slices_deadline(Algorithm::Myers, &a, &b, until) {
        if let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = run
        {
            left[old_index..old_index + len].fill(true);
            right[new_index..new_index + len].fill(true);
        }
    }
    (left, right)
}

/// Paragraphs of a text with the words that have a mark in what `mark` makes of them; neighbours with one mark together.
fn paragraphs(pieces: &[Piece<'_>], marked: &[Option<usize>], mark: fn(&str) -> Markup) -> Markup {
    let mut paragraphs: Vec<Vec<(Option<usize>, Vec<&str>)>> = vec![Vec::new()];
    for (piece, &is_marked) in pieces.iter().zip(marked) {
        match piece {
            Piece::End => paragraphs.push(Vec::new()),
            Piece::Word(word) => {
                let Some(runs) = paragraphs.last_mut() else {
                    continue;
                };
                match runs.last_mut() {
                    Some((same, words)) if *same == is_marked => words.push(word),
                    _ => runs.push((is_marked, vec![word])),
                }
            }
        }
    }
    html! {
        @for runs in paragraphs.iter().filter(|runs| !runs.is_empty()) {
            p {
                @for (at, (is_marked, words)) in runs.iter().enumerate() {
                    @if at > 0 { " " }
                    @if is_marked.is_some() { (mark(&words.join(" "))) } @else { (words.join(" ")) }
                }
            }
        }
    }
}

/// An earlier and a later text: what was struck out and what was put in, each in its own text.
pub(super) fn changed(before: &str, after: &str) -> (Markup, Markup) {
    let (old, new) = (pieces(before), pieces(after));
    let (left, right) = shared(&old, &new);
    let only = |same: &[bool]| -> Vec<Option<usize>> {
        same.iter().map(|same| (!same).then_some(0)).collect()
    };
    (
        paragraphs(&old, &only(&left), |words| html! { del { (words) } }),
        paragraphs(&new, &only(&right), |words| html! { ins { (words) } }),
    )
}

/// How many words differ between an earlier and a later text: struck out, put in.
pub(super) fn differing(before: &str, after: &str) -> (usize, usize) {
    let (old, new) = (pieces(before), pieces(after));
    let (left, right) = shared(&old, &new);
    let count = |pieces: &[Piece<'_>], same: &[bool]| {
        let all = pieces.iter().zip(same);
        all.filter(|(piece, same)| **piece != Piece::End && !**same)
            .count()
    };
    (count(&old, &left), count(&new, &right))
}

/// Two texts with the runs of words that both have in the same order; and which share of the first that is.
pub(super) fn in_common(one: &str, other: &str) -> (Markup, Markup, f64) {
    let (a, b) = (pieces(one), pieces(other));
    let (left, right) = shared(&a, &b);
    let (left, right) = (runs(&a, &left), runs(&b, &right));
    let words = a.iter().filter(|piece| **piece != Piece::End).count();
    let same = a
        .iter()
        .zip(&left)
        .filter(|(piece, sentence)| **piece != Piece::End && sentence.is_some());
    let share = same.count() as f64 / words.max(1) as f64;
    let mark = |words: &str| html! { span.shared { (words) } };
    (
        paragraphs(&a, &left, mark),
        paragraphs(&b, &right, mark),
        share,
    )
}

/// Of the words that both texts have, those that no chance put there, each with the number of its sentence: runs of so
/// many words of one sentence, and whole sentences beside such a run. A few words over the end of a sentence are no run.
fn runs(pieces: &[Piece<'_>], same: &[bool]) -> Vec<Option<usize>> {
    let mut kept = vec![None; same.len()];
    let mut before = 0;
    let words = |range: &Range<usize>| {
        let pieces = pieces[range.clone()].iter();
        pieces.filter(|piece| **piece != Piece::End).count()
    };
    let sentences = sentences(pieces);
    while before < same.len() {
        let length = same[before..].iter().take_while(|same| **same).count();
        let run = before..before + length;
        before += length.max(1);
        if words(&run) < RUN {
            continue;
        }
        let first = sentences.partition_point(|sentence| sentence.end <= run.start);
        let over = sentences.iter().enumerate().skip(first);
        for (number, sentence) in over.take_while(|(_, sentence)| sentence.start < run.end) {
            let part = sentence.start.max(run.start)..sentence.end.min(run.end);
            if part == *sentence || words(&part) >= RUN {
                kept[part].fill(Some(number));
            }
        }
    }
    kept
}

/// The sentences of a text, as far as marks and capitals tell.
fn sentences(pieces: &[Piece<'_>]) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut start = 0;
    for (at, piece) in pieces.iter().enumerate() {
        let ends = match (piece, pieces.get(at + 1)) {
            (_, None) | (Piece::End, _) => true,
            (Piece::Word(word), Some(Piece::Word(next))) => closes(word) && opens(next),
            (Piece::Word(_), Some(Piece::End)) => false,
        };
        if ends {
            all.push(start..at + 1);
            start = at + 1;
        }
    }
    all
}

/// Whether a sentence can end with this word: not with "p.m." or "J.".
fn closes(word: &str) -> bool {
    let word = word.trim_end_matches(['”', '"', '’', '\'', '»', ')', ']']);
    let Some(bare) = word.strip_suffix(['.', '!', '?', '…']) else {
        return false;
    };
    !bare.contains('.') && bare.chars().count() > 1 && !TITLES.contains(&bare)
}

/// Words with a full stop that ends no sentence.
const TITLES: [&str; 10] = [
    "Mr", "Mrs", "Ms", "Dr", "St", "Sen", "Gen", "Rep", "Gov", "No",
];

/// Whether a sentence can begin with this word.
fn opens(word: &str) -> bool {
    let first = word.chars().find(|char| char.is_alphanumeric());
    first.is_some_and(|first| !first.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{changed, differing, in_common};

    #[test]
    fn what_was_changed_stands_in_its_text() {
        let (before, after) = changed(
            "Two died.\n\nThe <crew> left.",
            "Three died.\nThe <crew> left at noon.",
        );
        assert_eq!(
            before.into_string(),
            "<p><del>Two</del> died.</p><p>The &lt;crew&gt; left.</p>"
        );
        assert_eq!(
            after.into_string(),
            "<p><ins>Three</ins> died.</p><p>The &lt;crew&gt; left <ins>at noon.</ins></p>"
        );
        assert_eq!(differing("Two died.", "Three died at noon"), (1, 3));
    }

    #[test]
    fn long_runs_are_in_common() {
        let text = "The ferry struck the northern breakwater late on Wednesday, police said.";
        let (one, _, share) = in_common(text, &format!("Before. {text}"));
        assert!(one.into_string().contains("class=\"shared\"") && share > 0.99);
        let (one, _, share) = in_common(text, "The ferry left.");
        assert!(!one.into_string().contains("shared") && share < 0.01);
        let _ = in_common("", "\n\n");
    }

    #[test]
    fn no_run_goes_over_the_end_of_a_sentence() {
        let text = "The ferry struck the northern breakwater late on Wednesday. Police came at 9 p.m. \
                    from Sund and nobody was hurt.";
        let other =
            "The ferry struck the northern breakwater late on Wednesday. Police came too late.";
        let (one, ..) = in_common(text, other);
        assert_eq!(
            one.into_string(),
            "<p><span class=\"shared\">The ferry struck the northern breakwater late on Wednesday.</span> \
             Police came at 9 p.m. from Sund and nobody was hurt.</p>"
        );
        let (one, ..) = in_common(text, text);
        assert_eq!(
            one.into_string().matches("class=\"shared\"").count(),
            2,
            "a line a sentence"
        );
    }

    #[test]
    fn long_texts_end_in_time() {
        let one: String = (0..9000).map(|n| format!("a{n} ")).collect();
        let other: String = (0..9000).map(|n| format!("b{} ", n * 7)).collect();
        let _ = changed(&one, &other);
    }
}
