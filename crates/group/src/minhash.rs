//! Signatures by which near-copies meet without being compared with everything.
//!
//! Eight-word shingles are hashed once each into one of 64 bins (one-permutation MinHash, empty
//! bins filled from their neighbours): reports whose shingles overlap by a share of `s` agree in
//! about `s` of the bins. Sixteen bands of four bins are the keys under which copies are looked
//! up: two texts that share 0.7 of their shingles meet with a probability of 0.99, two that share
//! 0.2 with 0.03.

use crate::hashing::{hash, mix};
use crate::terms::words;

/// Bins of a signature.
pub(crate) const BINS: usize = 64;
const BAND: usize = 4;
/// Words of a shingle.
pub(crate) const SHINGLE: usize = 8;

/// The MinHash signature of one text; `None` for a text too short to tell copies of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Signature(Box<[u32; BINS]>);

impl Signature {
    /// Of a text's shingles; too few say nothing ("Follow us on ...").
    pub(crate) fn of(shingles: &[u64]) -> Option<Signature> {
        if shingles.len() < 12 {
            return None;
        }
        let mut bins = [u32::MAX; BINS];
        for &shingle in shingles {
            let bin = (shingle >> 58) as usize;
            bins[bin] = bins[bin].min((shingle >> 16) as u32);
        }
        let filled: [u32; BINS] = std::array::from_fn(|bin| {
            // An empty bin borrows from the next full one, told apart by the distance.
            let distance = (0..BINS)
                .find(|d| bins[(bin + d) % BINS] != u32::MAX)
                .unwrap_or(0);
            let value = bins[(bin + distance) % BINS];
            if distance == 0 {
                value
            } else {
                mix(u64::from(value) + ((distance as u64) << 32)) as u32
            }
        });
        Some(Signature(Box::new(filled)))
    }

    pub(crate) fn bins(&self) -> &[u32] {
        &*self.0
    }

    pub(crate) fn from_bins(bins: [u32; BINS]) -> Signature {
        Signature(Box::new(bins))
    }

    /// The keys under which near-copies meet.
    pub(crate) fn bands(&self) -> impl Iterator<Item = u64> + '_ {
        self.0.chunks_exact(BAND).enumerate().map(|(band, bins)| {
            bins.iter().fold(band as u64 + 1, |key, &bin| {
                mix(key ^ (u64::from(bin) << 7)).wrapping_add(key << 3)
            })
        })
    }

    /// About the share of shingles that the two texts have in common.
    pub(crate) fn likeness(&self, other: &Signature) -> f32 {
        let same = self
            .0
            .iter()
            .zip(other.0.iter())
            .filter(|(a, b)| a == b)
            .count();
        same as f32 / BINS as f32
    }
}

/// The hashes of a text's eight-word shingles, in order.
pub(crate) fn shingles(text: &str) -> Vec<u64> {
    let hashes: Vec<u64> = words(text)
        .map(|word| word_hash(word.span.slice(text)))
        .collect();
    hashes.windows(SHINGLE).map(shingle).collect()
}

/// A word as copies share it: case and apostrophes are changed by every desk.
pub(crate) fn word_hash(word: &str) -> u64 {
    let plain: String = word
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    hash(plain.as_bytes())
}

/// One shingle's hash from those of its words.
pub(crate) fn shingle(words: &[u64]) -> u64 {
    mix(words.iter().fold(0, |value: u64, &word| {
        value.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(word)
    }))
}

#[cfg(test)]
mod tests {
    use super::{Signature, shingles};

    fn text(n: usize, from: usize) -> String {
        (from..from + n)
            .map(|i| format!("word{} ", i * 7919 % 1000))
            .collect()
    }

    #[test]
    fn copies_meet_and_strangers_do_not() {
        let signature = |text: &str| Signature::of(&shingles(text)).unwrap();
        let whole = signature(&text(200, 0));
        let edited = signature(&format!("LONDON - {} Ends.", text(190, 0).to_uppercase()));
        let other = signature(&text(200, 500));
        assert!(whole.likeness(&edited) > 0.8);
        assert!(whole.likeness(&other) < 0.1);
        assert!(
            whole
                .bands()
                .any(|key| edited.bands().any(|other| other == key))
        );
        assert!(
            !whole
                .bands()
                .any(|key| other.bands().any(|other| other == key))
        );
        assert_eq!(Signature::of(&shingles("too short to tell")), None);
    }
}
