//! Two wordings beside each other, with the words that only one has.

use maud::{Markup, html};
use similar::{Algorithm, DiffTag, capture_diff_slices};

/// Words of a wording that are compared at most; what is beyond is shown as it is.
const MOST: usize = 400;

/// A run of words: whether the other wording has them too.
struct Run<'a> {
    shared: bool,
    words: Vec<&'a str>,
}

/// What is folded away before words are compared: case, the marks round a word, and how a mark is printed.
fn bare(word: &str) -> String {
    if word == "&" {
        return "and".to_owned();
    }
    word.trim_matches(|c: char| !c.is_alphanumeric())
        .replace(['’', 'ʼ', '‘'], "'")
        .to_lowercase()
}

/// The runs of both wordings, by the longest common sequence of words.
fn runs<'a>(one: &'a str, other: &'a str) -> (Vec<Run<'a>>, Vec<Run<'a>>) {
    let split = |text: &'a str| text.split_whitespace().collect::<Vec<&str>>();
    let (a, b) = (split(one), split(other));
    let folded = |words: &[&str]| words.iter().take(MOST).map(|w| bare(w)).collect::<Vec<_>>();
    let (fa, fb) = (folded(&a), folded(&b));
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for run in capture_diff_slices(Algorithm::Myers, &fa, &fb) {
        let shared = run.tag() == DiffTag::Equal;
        run.old_range()
            .for_each(|at| push(&mut left, shared, a[at]));
        run.new_range()
            .for_each(|at| push(&mut right, shared, b[at]));
    }
    a.iter()
        .skip(MOST)
        .for_each(|word| push(&mut left, true, word));
    b.iter()
        .skip(MOST)
        .for_each(|word| push(&mut right, true, word));
    (left, right)
}

fn push<'a>(runs: &mut Vec<Run<'a>>, shared: bool, word: &'a str) {
    match runs.last_mut() {
        Some(run) if run.shared == shared => run.words.push(word),
        _ => runs.push(Run {
            shared,
            words: vec![word],
        }),
    }
}

/// A wording with the words marked that the other has not; neither is held to be the true one.
pub(super) fn parted(one: &str, other: &str) -> Markup {
    let (left, _) = runs(one, other);
    html! {
        @for (at, run) in left.iter().enumerate() {
            @if at > 0 { " " }
            @if run.shared { (run.words.join(" ")) } @else { b.value { (run.words.join(" ")) } }
        }
    }
}

/// The second wording, with the words marked that the first has not.
pub(super) fn put_in(one: &str, other: &str) -> Markup {
    let (_, right) = runs(one, other);
    html! {
        @for (at, run) in right.iter().enumerate() {
            @if at > 0 { " " }
            @if run.shared { (run.words.join(" ")) } @else { ins { (run.words.join(" ")) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{parted, put_in};

    #[test]
    fn words_that_differ_are_marked() {
        let (one, other) = (
            "We will reach the crew, whatever comes",
            "we will not leave the crew whatever <comes>",
        );
        assert_eq!(
            parted(one, other).into_string(),
            "We will <b class=\"value\">reach</b> the crew, whatever comes"
        );
        assert_eq!(
            put_in(one, other).into_string(),
            "we will <ins>not leave</ins> the crew whatever &lt;comes&gt;"
        );
    }

    #[test]
    fn anything_goes_through() {
        for (one, other) in [("", ""), ("a", ""), ("", "b c"), ("— – …", "…")] {
            let _ = (parted(one, other), put_in(one, other));
        }
        let long = "word ".repeat(2000);
        assert!(!parted(&long, &long).into_string().contains("<b"));
        let (printed, typed) = ("“We’ve asked Ann & Bo”", "\"we've asked Ann and Bo\"");
        assert!(
            !parted(printed, typed).into_string().contains("<b"),
            "how marks are printed"
        );
    }
}
