//! Words made comparable: one key for the forms and the family of a word, weighed by rarity.

use crosswire_annotate::Token;
use rustc_hash::FxHashMap;

use super::predicates::is_content;
use crate::lexicon;

/// A word of the story, by key.
pub(crate) type Word = u32;

/// The keys of a story's words, and in how many units each stands.
#[derive(Debug, Default)]
pub(crate) struct Words {
    ids: FxHashMap<String, Word>,
    units: Vec<u32>,
    weights: Vec<f32>,
}

impl Words {
    /// The id of a key.
    pub(crate) fn id(&mut self, key: &str) -> Word {
        if let Some(&id) = self.ids.get(key) {
            return id;
        }
        let id = self.units.len() as Word;
        self.ids.insert(key.to_owned(), id);
        self.units.push(0);
        id
    }

    /// The id of a key that some unit has.
    pub(crate) fn find(&self, key: &str) -> Option<Word> {
        self.ids.get(key).copied()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.units.len()
    }

    /// Counts a unit that holds these words, each once.
    pub(crate) fn count(&mut self, words: impl Iterator<Item = Word>) {
        for word in words {
            self.units[word as usize] += 1;
        }
    }

    /// Fixes the weights, when all `total` units have been counted.
    pub(crate) fn weigh(&mut self, total: usize) {
        let total = total.max(1) as f32;
        self.weights = self
            .units
            .iter()
            .map(|&units| (1.0 + total / (units.max(1) as f32)).ln())
            .collect();
    }

    /// How much a word tells: the rarer, the more.
    pub(crate) fn weight(&self, word: Word) -> f32 {
        self.weights.get(word as usize).copied().unwrap_or(0.0)
    }
}

/// The key under which a token's word is compared; `None` for words that say nothing by themselves.
pub(crate) fn key(token: Token<'_>) -> Option<String> {
    if !is_content(token) {
        return None;
    }
    if token.pos() == "PROPN" {
        let with = |first: Token<'_>, second: Token<'_>| {
            let (first, second) = (fold(first.text()), fold(second.text()));
            if !lexicon::begins_two(&first) {
                return None;
            }
            lexicon::synonym(&format!("{first}_{second}"))
        };
        // "United States" is one word in two.
        if token.next().is_some_and(|next| with(token, next).is_some()) {
            return None;
        }
        if let Some(family) = token.previous().and_then(|before| with(before, token)) {
            return Some(family.to_owned());
        }
    }
    let folded = fold(token.lemma());
    if token.pos() == "NUM" || folded.starts_with(|char: char| char.is_ascii_digit()) {
        return number(&folded).map(|number| format!("#{number}"));
    }
    if folded.chars().filter(|char| char.is_alphanumeric()).count() < 2 {
        return None;
    }
    Some(stem(&folded))
}

/// Whether a key stands for a number.
pub(crate) fn is_number(key: &str) -> bool {
    key.starts_with('#')
}

/// Lower case, without apostrophes, hyphens, what has no width, and accents on Latin letters.
fn fold(word: &str) -> String {
    if word.is_ascii() {
        let kept = word.bytes().filter(|byte| !matches!(byte, b'\'' | b'-'));
        return kept
            .map(|byte| char::from(byte.to_ascii_lowercase()))
            .collect();
    }
    let kept = word.chars().filter(|char| {
        !matches!(
            char,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\'' | '’' | '-' | '‑'
        )
    });
    let lower: String = kept.flat_map(char::to_lowercase).collect();
    crosswire_text::unaccented(&lower)
}

/// A number word or figure in figures.
fn number(word: &str) -> Option<String> {
    if let Some(value) = lexicon::small_number(word) {
        return Some(value.to_owned());
    }
    let figures: String = word.chars().filter(|&char| char != ',').collect();
    if figures.starts_with(|char: char| char.is_ascii_digit()) {
        let trimmed = if figures.contains('.') {
            figures.trim_end_matches('0').trim_end_matches('.')
        } else {
            &figures
        };
        return Some(trimmed.to_owned());
    }
    Some(word.to_owned())
}

/// The key of a folded lemma: its family's name, or the word without its derivational ending.
pub(crate) fn stem(word: &str) -> String {
    if let Some(family) = lexicon::synonym(word) {
        return (*family).to_owned();
    }
    bare(word)
}

/// Whether a lemma is in a family of words.
pub(crate) fn has_family(lemma: &str) -> bool {
    lexicon::synonym(lemma).is_some()
}

/// Without the endings that turn verbs into nouns, nouns into adjectives and places into peoples.
fn bare(word: &str) -> String {
    const ENDINGS: [&str; 22] = [
        "ations", "ation", "ments", "ment", "ings", "ing", "ions", "ion", "ers", "er", "ors", "or",
        "ians", "ian", "als", "al", "ed", "es", "s", "i", "e", "y",
    ];
    for ending in ENDINGS {
        // "station" is no form of "state".
        let least = if ending.contains("ion") { 5 } else { 4 };
        let rest = word.strip_suffix(ending);
        if let Some(rest) = rest.filter(|rest| rest.chars().count() >= least) {
            return rest.to_owned();
        }
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_share_a_key() {
        for (one, other) in [
            ("announce", "announcement"),
            ("explode", "explosion"),
            ("kill", "assassination"),
            ("declare", "declaration"),
        ] {
            assert_eq!(stem(one), stem(other), "{one} and {other}");
        }
        assert_ne!(stem("station"), stem("state"));
    }

    #[test]
    fn numbers_are_figures() {
        assert_eq!(number("seven"), Some("7".to_owned()));
        assert_eq!(number("1,200"), Some("1200".to_owned()));
        assert_eq!(number("2.50"), Some("2.5".to_owned()));
    }
}
