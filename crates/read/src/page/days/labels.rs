//! What the words before a day say of it: that something was published then, changed, or something else.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a day is of, by the words before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    None,
    Published,
    Updated,
    Other,
}

/// The longest stretch before a day that is looked at, in letters.
const BEFORE: usize = 48;

static WORDS: LazyLock<HashMap<&'static str, Label>> = LazyLock::new(|| {
    let lines = include_str!("../../../data/date-words.txt").lines();
    lines
        .filter_map(|line| {
            let (kind, words) = line.split_once(' ')?;
            let label = match kind {
                "published" => Label::Published,
                "updated" => Label::Updated,
                "other" => Label::Other,
                _ => return None,
            };
            Some((words, label))
        })
        .collect()
});

/// What `before`, the words between the last day and this one, say of it; a change goes before all else.
pub(super) fn of(before: &str) -> Label {
    let skipped = before.chars().count().saturating_sub(BEFORE);
    let before: String = before
        .chars()
        .skip(skipped)
        .collect::<String>()
        .to_lowercase();
    let words: Vec<&str> = before
        .split(|c: char| !c.is_alphanumeric() && c != '©' && c != '’' && c != '\'')
        .filter(|word| !word.is_empty())
        .collect();
    let mut label = Label::None;
    for at in 0..words.len() {
        for n in 1..=3 {
            let Some(run) = words.get(at..at + n) else {
                break;
            };
            match WORDS.get(run.join(" ").as_str()) {
                Some(Label::Updated) => return Label::Updated,
                Some(found) if label != Label::Published => label = *found,
                Some(_) => {}
                None => {}
            }
        }
    }
    if label == Label::None && before.chars().any(|c| c as u32 > 0x2E80) {
        // Writing without spaces.
        let inside = |label: Label| {
            WORDS.iter().any(|(word, of)| {
                *of == label && word.starts_with(|c| c as u32 > 0x2E80) && before.contains(word)
            })
        };
        let known = [Label::Updated, Label::Published, Label::Other];
        label = known
            .into_iter()
            .find(|label| inside(*label))
            .unwrap_or(Label::None);
    }
    label
}

#[cfg(test)]
mod tests {
    use super::{Label, WORDS, of};

    #[test]
    fn words_before_days() {
        for (before, label) in [
            ("Published on ", Label::Published),
            ("Veröffentlicht am ", Label::Published),
            ("Published by Jo Arden, last updated: ", Label::Updated),
            ("Letzte Änderung: ", Label::Updated),
            ("最后更新：", Label::Updated),
            ("发布时间：", Label::Published),
            ("Copyright © ", Label::Other),
            ("The dam at Karrow broke on ", Label::None),
            ("", Label::None),
        ] {
            assert_eq!(of(before), label, "{before}");
        }
    }

    #[test]
    fn the_list_is_sorted_and_known() {
        let lines: Vec<&str> = include_str!("../../../data/date-words.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert!(lines.is_sorted_by(|a, b| a < b));
        assert_eq!(
            WORDS.len(),
            lines.len(),
            "a kind that is none, or a word twice"
        );
    }
}
