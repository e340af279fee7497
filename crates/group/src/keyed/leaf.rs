//! What is known of a report where it meets others under a key: a few hundred bytes.

use std::collections::VecDeque;

use crate::hashing::{hash, mix};
use crate::keyed::connect::Pair;
use crate::keyed::frequencies::Frequencies;
use crate::minhash::Signature;
use crate::sketch::Sketch;
use crate::vector::Vector;

/// Days of a window: reports that are further apart meet only as copies.
pub const WINDOW: i64 = 28;

/// Terms whose keys a report has.
const KEYS: usize = 10;
/// Terms that a leaf keeps.
const TERMS: usize = 48;
/// Earlier reports of a key that a report is measured against, the latest first.
const EARLIER: usize = 64;

const DAY: i64 = 1440;

/// What is known of a report where it meets others.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaf {
    vector: Vector,
}

/// A report's leaf, and the keys under which it meets others.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyed {
    /// Its leaf.
    pub leaf: Leaf,
    /// The keys.
    pub keys: Vec<u64>,
}

/// Bytes that are no leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "these bytes are no terms of a report: they come in eights, in order, at most {TERMS} of them"
)]
pub struct LeafError;

impl Leaf {
    /// Of a sketch, its terms weighed as the corpus has them.
    #[must_use]
    pub fn of(sketch: &Sketch, frequencies: &Frequencies) -> Keyed {
        let period = frequencies.period(sketch.published);
        let pairs = sketch.terms.pairs().iter();
        let weighed =
            pairs.map(|&(term, weight)| (term, weight * frequencies.weight(term, period)));
        let vector = Vector::new(weighed.collect()).heaviest(TERMS).normalised();
        let minute = sketch.minute();
        let window = minute.map(|minute| minute.div_euclid(DAY * WINDOW));
        let mut keys = Vec::with_capacity(KEYS * 2 + 16);
        for (term, _) in vector.top(KEYS) {
            // In its own window, and in the next one, whose first reports are still near.
            for later in 0..2 {
                let window = window.map_or(i64::MIN, |window| window + later);
                keys.push(mix(u64::from(term) ^ mix(window as u64)));
            }
        }
        let bands = sketch.signature.iter().flat_map(Signature::bands);
        keys.extend(bands.map(|band| hash(&band.to_le_bytes())));
        keys.sort_unstable();
        keys.dedup();
        Keyed {
            leaf: Leaf { vector },
            keys,
        }
    }

    /// Its terms as bytes, for [`Leaf::read`].
    #[must_use]
    pub fn terms(&self) -> Vec<u8> {
        let pairs = self.vector.pairs().iter();
        pairs
            .flat_map(|(term, weight)| [term.to_le_bytes(), weight.to_le_bytes()].concat())
            .collect()
    }

    /// A leaf as it stands under one key, whose other keys do not matter.
    ///
    /// # Errors
    ///
    /// When the bytes are not those of [`Leaf::terms`].
    pub fn read(terms: &[u8]) -> Result<Leaf, LeafError> {
        let (chunks, rest) = terms.as_chunks::<8>();
        let pairs: Vec<(u32, f32)> = chunks
            .iter()
            .map(|&[a, b, c, d, e, f, g, h]| {
                (
                    u32::from_le_bytes([a, b, c, d]),
                    f32::from_le_bytes([e, f, g, h]),
                )
            })
            .collect();
        let ordered = pairs.is_sorted_by(|a, b| a.0 < b.0);
        let sound = pairs.iter().all(|pair| pair.1.is_finite());
        if !rest.is_empty() || pairs.len() > TERMS || !ordered || !sound {
            return Err(LeafError);
        }
        Ok(Leaf {
            vector: Vector::new(pairs),
        })
    }
}

/// Measures reports that meet under keys, as they come: by key, and under a key by publication and id,
/// undated ones last. Each is measured against at most 64 before it, so that a key of a hundred thousand
/// reports costs only its length, and of no key more than that is held.
#[derive(Clone, Debug)]
pub struct Meeting<I> {
    least: f32,
    key: Option<u64>,
    before: VecDeque<(I, Leaf)>,
}

impl<I: Clone + PartialEq> Meeting<I> {
    /// Of reports that are at least so alike.
    #[must_use]
    pub fn new(least: f32) -> Meeting<I> {
        Meeting {
            least,
            key: None,
            before: VecDeque::new(),
        }
    }

    /// Takes the next report under a key; the pairs that it makes with earlier ones.
    pub fn meet(&mut self, key: u64, id: I, leaf: Leaf) -> Vec<Pair<I>> {
        if self.key != Some(key) {
            self.key = Some(key);
            self.before.clear();
        }
        if self.before.back().is_some_and(|(last, _)| *last == id) {
            return Vec::new();
        }
        let pair = |(earlier, other): &(I, Leaf)| {
            let likeness = leaf.vector.dot(&other.vector);
            (likeness >= self.least).then(|| Pair {
                earlier: earlier.clone(),
                later: id.clone(),
                likeness,
            })
        };
        let found = self.before.iter().filter_map(pair).collect();
        if self.before.len() == EARLIER {
            self.before.pop_front();
        }
        self.before.push_back((id, leaf));
        found
    }
}

#[cfg(test)]
mod tests {
    use crosswire_calendar::Stamp;
    use crosswire_report::Report;

    use super::{Keyed, Leaf, LeafError, Meeting};
    use crate::keyed::Frequencies;
    use crate::sketch::Sketch;

    fn keyed(published: &str, text: &str) -> Keyed {
        let mut report = Report::new("a", "-", text);
        report.published = Stamp::parse(published);
        Leaf::of(&Sketch::of(&report), &Frequencies::default())
    }

    const TEXT: &str = "The Marlow ferry Osprey ran aground off Tern Island.";

    #[test]
    fn near_reports_meet_and_far_ones_do_not() {
        let meet = |a: &Keyed, b: &Keyed| a.keys.iter().any(|key| b.keys.contains(key));
        let first = keyed("2031-03-06", TEXT);
        let next = keyed(
            "2031-03-08T10:00Z",
            "Divers reached the ferry Osprey off Tern Island.",
        );
        assert!(meet(&first, &next));
        assert!(!meet(&first, &keyed("2031-06-06", TEXT)));
        let mut meeting = Meeting::new(0.1);
        assert!(meeting.meet(1, "a", first.leaf.clone()).is_empty());
        let found = meeting.meet(1, "b", next.leaf.clone());
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].earlier, found[0].later), ("a", "b"));
        // The same row again, and one under another key.
        assert!(meeting.meet(1, "b", next.leaf).is_empty());
        assert!(meeting.meet(2, "c", first.leaf).is_empty());
    }

    #[test]
    fn a_key_of_many_reports_holds_and_measures_few() {
        let leaf = keyed("2031-03-06", TEXT).leaf;
        let mut meeting = Meeting::new(0.1);
        let made: usize = (0..500)
            .map(|id| meeting.meet(1, id, leaf.clone()).len())
            .sum();
        assert_eq!(made, 64 * 63 / 2 + 64 * (500 - 64));
        assert_eq!(meeting.before.len(), 64);
    }

    #[test]
    fn leaves_travel_as_bytes_and_hostile_bytes_are_refused() {
        let leaf = keyed("2031-03-06", TEXT).leaf;
        let bytes = leaf.terms();
        assert_eq!(Leaf::read(&bytes).unwrap(), leaf);
        for hostile in [
            &bytes[1..],
            &[&bytes[..8], &bytes[..8]].concat(),
            &[0, 0, 0, 0, 0, 0, 0xc0, 0x7f],
            &[0; 8 * 100],
        ] {
            assert_eq!(Leaf::read(hostile), Err(LeafError));
        }
    }
}
