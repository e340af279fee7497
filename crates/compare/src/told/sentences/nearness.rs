//! How near two words are in meaning, as learned from the news (`training/worth`).
//!
//! `data/words.vectors`: "CWWORDS1", how many words (u32) and numbers a word (u16), little endian; the
//! hashes of the words' lemmas, rising; then a row of signed bytes a word, of length 127.

use std::sync::LazyLock;

use crate::told::values::Word;

const MAGIC: &[u8; 8] = b"CWWORDS1";
/// Length of a row.
const LENGTH: f32 = 127.0;

struct Vectors {
    words: Vec<u32>,
    width: usize,
    rows: &'static [u8],
}

static VECTORS: LazyLock<Vectors> = LazyLock::new(|| {
    parse(include_bytes!("../../../data/words.vectors")).expect("a test reads the file")
});

fn parse(bytes: &'static [u8]) -> Option<Vectors> {
    let rest = bytes.strip_prefix(MAGIC)?;
    let (count, rest) = rest.split_first_chunk::<4>()?;
    let (width, rest) = rest.split_first_chunk::<2>()?;
    let count = usize::try_from(u32::from_le_bytes(*count)).ok()?;
    let width = usize::from(u16::from_le_bytes(*width));
    let (words, rows) = rest.split_at_checked(count.checked_mul(4)?)?;
    let words: Vec<u32> = words
        .chunks_exact(4)
        .filter_map(|word| Some(u32::from_le_bytes(word.try_into().ok()?)))
        .collect();
    let whole = rows.len() == count.checked_mul(width)? && words.is_sorted();
    whole.then_some(Vectors { words, width, rows })
}

impl Vectors {
    fn row(&self, word: Word) -> Option<&'static [u8]> {
        let at = self.words.binary_search(&word.id).ok()?;
        self.rows.get(at * self.width..(at + 1) * self.width)
    }
}

/// Cosine of what stands round two words in the news, 1 for one word; `NaN` where one is too rare.
#[must_use]
pub(crate) fn nearness(one: Word, two: Word) -> f32 {
    if one.id == two.id {
        return 1.0;
    }
    let (Some(a), Some(b)) = (VECTORS.row(one), VECTORS.row(two)) else {
        return f32::NAN;
    };
    let products = a
        .iter()
        .zip(b)
        .map(|(&x, &y)| i32::from(x as i8) * i32::from(y as i8));
    products.sum::<i32>() as f32 / (LENGTH * LENGTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_like_use_are_near() {
        let near = |one: &str, two: &str| nearness(Word::new(one), Word::new(two));
        assert_eq!(near("shoot", "shoot"), 1.0);
        assert!(near("police", "officer") > near("police", "budget"));
        assert!(near("senate", "zzyzzx").is_nan());
    }
}
