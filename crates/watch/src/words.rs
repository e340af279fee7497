//! Words as a rule compares them: without case, accents and marks, whole, in a row.

use crosswire_text::plain;

/// The words of a text, as they are compared.
pub(crate) fn folded(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in plain(text).chars().filter(|c| *c != '\u{ad}') {
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        } else {
            // At an apostrophe too: "Lindqvist's" has the word "Lindqvist" in it.
            flush(&mut word, &mut words);
        }
    }
    flush(&mut word, &mut words);
    words
}

fn flush(word: &mut String, words: &mut Vec<String>) {
    if !word.is_empty() {
        words.push(std::mem::take(word));
    }
}

/// Words in a row that are looked for; a star at the end of one stands for any ending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Phrase(Vec<(String, bool)>);

impl Phrase {
    /// From what a rule says; `None` for one without a word.
    pub(crate) fn new(said: &str) -> Option<Phrase> {
        let mut words = Vec::new();
        for part in said.split_whitespace() {
            let (part, open) = match part.strip_suffix('*') {
                Some(part) => (part, true),
                None => (part, false),
            };
            let folded = folded(part);
            let last = folded.len();
            for (at, word) in folded.into_iter().enumerate() {
                words.push((word, open && at + 1 == last));
            }
        }
        (!words.is_empty()).then_some(Phrase(words))
    }

    /// Whether they stand in a text.
    pub(crate) fn is_in(&self, words: &[String]) -> bool {
        words.windows(self.0.len()).any(|window| {
            window.iter().zip(&self.0).all(|(word, (wanted, open))| {
                if *open {
                    word.starts_with(wanted.as_str())
                } else {
                    word == wanted
                }
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Phrase, folded};

    #[test]
    fn words_are_whole_and_in_a_row() {
        let text = folded(
            "The chargé d’affaires, Åsa Lindqvist's aide, denied it: evacuations of Ørsted went on.",
        );
        let is_in = |said: &str| Phrase::new(said).is_some_and(|phrase| phrase.is_in(&text));
        for there in [
            "charge d'affaires",
            "asa lindqvist",
            "ÅSA LINDQVIST",
            "orsted",
            "denied",
            "evacuat*",
            "aide denied",
        ] {
            assert!(is_in(there), "{there}");
        }
        for absent in [
            "lindqvist asa",
            "affair",
            "evacuat",
            "den",
            "",
            "*",
            "denied evacuations",
        ] {
            assert!(!is_in(absent), "{absent}");
        }
    }
}
