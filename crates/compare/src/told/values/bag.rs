//! Words as numbers, and sets of them.

use std::cmp::Ordering;

use crosswire_group::share_in_news;

/// A word or name by the hash of its lemma in lower case, with how telling it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Word {
    /// Hash of the lemma.
    pub id: u32,
    /// Inverse share of news reports that hold it, as a logarithm.
    pub weight: f32,
}

impl Word {
    /// The word with this lemma.
    #[must_use]
    pub fn new(lemma: &str) -> Word {
        let folded = lemma.to_lowercase();
        Word {
            id: hash(&folded),
            weight: -share_in_news(&folded).max(1e-4).ln(),
        }
    }
}

/// FNV-1a: the same on every machine.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// A set of words, sorted by id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bag(Vec<Word>);

impl FromIterator<Word> for Bag {
    fn from_iter<I: IntoIterator<Item = Word>>(words: I) -> Bag {
        let mut words: Vec<Word> = words.into_iter().collect();
        words.sort_by_key(|word| word.id);
        words.dedup_by_key(|word| word.id);
        Bag(words)
    }
}

impl Bag {
    /// Its words.
    #[must_use]
    pub fn words(&self) -> &[Word] {
        &self.0
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a word is in it.
    #[must_use]
    pub fn holds(&self, id: u32) -> bool {
        self.0.binary_search_by_key(&id, |word| word.id).is_ok()
    }

    /// Cosine of the two sets under `weight`; `NaN` when either is empty.
    #[must_use]
    pub fn cosine(&self, other: &Bag, weight: impl Fn(&Word) -> f32) -> f32 {
        if self.is_empty() || other.is_empty() {
            return f32::NAN;
        }
        let square = |word: &Word| weight(word).powi(2);
        let norm = |bag: &Bag| bag.0.iter().map(square).sum::<f32>();
        let shared: f32 = self.shared(other).map(|word| square(&word)).sum();
        shared / (norm(self) * norm(other)).sqrt().max(1e-6)
    }

    /// The words of both.
    pub fn shared<'a>(&'a self, other: &'a Bag) -> impl Iterator<Item = Word> + 'a {
        let (mut i, mut j) = (0, 0);
        std::iter::from_fn(move || {
            while i < self.0.len() && j < other.0.len() {
                match self.0[i].id.cmp(&other.0[j].id) {
                    Ordering::Less => i += 1,
                    Ordering::Greater => j += 1,
                    Ordering::Equal => {
                        (i, j) = (i + 1, j + 1);
                        return Some(self.0[i - 1]);
                    }
                }
            }
            None
        })
    }

    /// 1 when they share a word, 0 when both have words and share none, else `NaN`.
    #[must_use]
    pub fn meets(&self, other: &Bag) -> f32 {
        if self.is_empty() || other.is_empty() {
            return f32::NAN;
        }
        f32::from(u8::from(self.shared(other).next().is_some()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bag(words: &str) -> Bag {
        words.split(' ').map(Word::new).collect()
    }

    #[test]
    fn sets_meet_by_their_words() {
        let (a, b) = (bag("boat sank lake"), bag("boat capsized lake lake"));
        assert_eq!(a.shared(&b).count(), 2);
        assert!((a.cosine(&a, |_| 1.0) - 1.0).abs() < 1e-6);
        assert!((a.cosine(&b, |_| 1.0) - 2.0 / 3.0).abs() < 1e-6);
        assert_eq!(a.meets(&bag("train")), 0.0);
        assert!(a.meets(&Bag::default()).is_nan());
        assert!(a.holds(Word::new("Boat").id));
    }
}
