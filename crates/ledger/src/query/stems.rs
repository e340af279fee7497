//! Words as a search takes them, for saying where they stand in a text: in any form, without marks and case.

use std::ops::Range;

/// Endings that are taken off a word, the longest first.
const ENDINGS: [&str; 13] = [
    "ations", "ation", "ments", "ment", "ings", "ing", "edly", "ers", "er", "ed", "es", "ly", "s",
];
/// Letters that are left at least.
const LEAST: usize = 3;

/// What a word begins with in any of its forms: "rescue", "rescued" and "rescues" have one stem.
pub(crate) fn stem(word: &str) -> String {
    let lower = word.to_lowercase();
    let mut stem = lower
        .strip_suffix("'s")
        .or_else(|| lower.strip_suffix("’s"))
        .unwrap_or(&lower);
    // What holds a digit is a name or a number: S9 is no plural.
    if stem.contains(|c: char| c.is_numeric()) {
        return stem.to_owned();
    }
    for ending in ENDINGS {
        if let Some(short) = stem.strip_suffix(ending)
            && short.chars().count() >= LEAST
            && !(ending == "s" && (short.ends_with(['s', 'u', 'i'])))
        {
            stem = short;
            break;
        }
    }
    let mut stem = stem.to_owned();
    let mut last = stem.chars().rev();
    let (end, before) = (last.next(), last.next());
    let doubled = end == before && end.is_some_and(|c| !"aeiouls".contains(c));
    if stem.chars().count() > LEAST && (doubled || end == Some('e')) {
        stem.pop();
    } else if end == Some('y') && before.is_some_and(|c| !"aeiou".contains(c)) {
        stem.pop();
        stem.push('i');
    }
    stem
}

/// The words of a text: where each stands, in bytes, and its stem.
pub(crate) fn stems(text: &str) -> Vec<(Range<usize>, String)> {
    let mut all = Vec::new();
    let mut start = None;
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’');
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    for (at, char) in ends {
        match (
            start,
            char.is_alphanumeric() || start.is_some() && inner(char),
        ) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                all.push((from..at, stem(text[from..at].trim_end_matches(['\'', '’']))));
                start = None;
            }
            _ => {}
        }
    }
    all
}

/// Where words that were looked for stand in a text, in bytes and in order.
///
/// ```
/// let found = crosswire_ledger::occurrences("The crews rescued nine.", &["rescue".to_owned(), "crew".to_owned()]);
/// assert_eq!(found, [4..9, 10..17]);
/// ```
#[must_use]
pub fn occurrences(text: &str, words: &[String]) -> Vec<Range<usize>> {
    let wanted: Vec<String> = words.iter().map(|word| stem(word)).collect();
    let all = stems(text).into_iter();
    all.filter(|(_, stem)| wanted.contains(stem))
        .map(|(range, _)| range)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for forms in [
            &["rescue", "rescued", "rescues", "Rescue"][..],
            &["trap", "trapped", "traps"],
            &["study", "studies"],
            &["killing", "killed", "kills", "kill"],
            &["mother", "mother's", "mother’s"],
            &["S9", "s9"],
            &["class", "class"],
        ] {
            let stems: Vec<String> = forms.iter().map(|form| stem(form)).collect();
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{stems:?}");
        }
        assert_ne!(stem("bus"), stem("bu"));
    }

    #[test]
    fn anything_goes_through() {
        for text in ["", "'", "’s", "ä’", "a'b'", "é\u{301}s", "\0", "s's"] {
            for (range, _) in stems(text) {
                assert!(text.get(range).is_some());
            }
        }
    }
}
