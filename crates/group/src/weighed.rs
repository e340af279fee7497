//! What a report is compared by once its words are weighed, laid out for comparing: a report is laid beside a
//! hundred and fifty earlier ones, which lie far apart in memory.

use crate::sketch::Sketch;
use crate::vector::Vector;

/// Sorts of terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    All,
    Title,
    Lead,
    Names,
    Others,
    Numbers,
}

impl Part {
    /// All, in the order in which they are laid out and kept.
    pub(crate) const EACH: [Part; 6] = [
        Part::All,
        Part::Title,
        Part::Lead,
        Part::Names,
        Part::Others,
        Part::Numbers,
    ];

    /// Terms that are kept of it.
    const fn most(self) -> usize {
        match self {
            Part::All | Part::Lead | Part::Others => 64,
            Part::Names => 32,
            Part::Title | Part::Numbers => 20,
        }
    }
}

/// The weighted terms of a report, each sort of length one. The terms of all sorts lie in one piece, for most
/// are met in vain; their weights in another.
#[derive(Clone, Debug)]
pub(crate) struct Weighed {
    terms: Box<[u32]>,
    weights: Box<[f32]>,
    /// Where each sort ends.
    ends: [u16; Part::EACH.len()],
}

impl Weighed {
    /// Of a sketch, by how telling each term is now.
    pub(crate) fn of(sketch: &Sketch, weight: impl Fn(u32) -> f32) -> Weighed {
        let told = &sketch.told;
        let is_name = |term: u32| told.names.binary_search(&term).is_ok();
        let weigh = |part: Part| {
            let vector = match part {
                Part::Title => &told.title,
                Part::Lead => &told.lead,
                Part::Numbers => &told.numbers,
                Part::All | Part::Names | Part::Others => &sketch.terms,
            };
            let wanted = |term: u32| match part {
                Part::Names => is_name(term),
                Part::Others => !is_name(term),
                _ => true,
            };
            let pairs = vector.pairs().iter().filter(|pair| wanted(pair.0));
            let pairs = pairs.map(|&(term, n)| (term, n * weight(term))).collect();
            Vector::new(pairs).heaviest(part.most()).normalised()
        };
        Weighed::pack(&Part::EACH.map(weigh)).unwrap_or_default()
    }

    /// Of the sorts as they were kept; `None` where there are more terms than that.
    pub(crate) fn pack(parts: &[Vector; Part::EACH.len()]) -> Option<Weighed> {
        let pairs = || parts.iter().flat_map(Vector::pairs);
        let mut ends = [0; Part::EACH.len()];
        let mut end = 0;
        for (place, vector) in ends.iter_mut().zip(parts) {
            end += vector.pairs().len();
            *place = u16::try_from(end).ok()?;
        }
        Some(Weighed {
            terms: pairs().map(|pair| pair.0).collect(),
            weights: pairs().map(|pair| pair.1).collect(),
            ends,
        })
    }

    pub(crate) fn part(&self, part: Part) -> Terms<'_> {
        let at = part as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        let range = usize::from(start)..usize::from(self.ends[at]);
        Terms {
            terms: &self.terms[range.clone()],
            weights: &self.weights[range],
        }
    }

    pub(crate) fn all(&self) -> Terms<'_> {
        self.part(Part::All)
    }
}

impl Default for Weighed {
    fn default() -> Weighed {
        Weighed {
            terms: Box::default(),
            weights: Box::default(),
            ends: [0; Part::EACH.len()],
        }
    }
}

/// Terms with their weights, sorted by term, each once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms<'a> {
    terms: &'a [u32],
    weights: &'a [f32],
}

impl Terms<'_> {
    pub(crate) fn is_empty(self) -> bool {
        self.terms.is_empty()
    }

    pub(crate) fn pairs(&self) -> impl Iterator<Item = (u32, f32)> + '_ {
        self.terms.iter().copied().zip(self.weights.iter().copied())
    }

    pub(crate) fn holds(self, term: u32) -> bool {
        self.terms.binary_search(&term).is_ok()
    }

    pub(crate) fn to_vector(self) -> Vector {
        Vector::new(self.pairs().collect())
    }
}

/// Bits by which most terms are told to be absent.
const BITS: usize = 4096;

/// Terms that many others are laid beside.
#[derive(Clone, Debug)]
pub(crate) struct Probe<'a> {
    pub terms: Terms<'a>,
    bits: [u64; BITS / 64],
}

/// What two sorts of terms share.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shared {
    pub dot: f32,
    /// The most that one term gives to it.
    pub best: f32,
    /// How many terms are shared.
    pub n: f32,
    /// Their squared weights here, and there.
    pub here: f32,
    pub there: f32,
}

impl<'a> Probe<'a> {
    pub(crate) fn new(terms: Terms<'a>) -> Probe<'a> {
        let mut bits = [0; BITS / 64];
        for &term in terms.terms {
            let bit = term as usize % BITS;
            bits[bit / 64] |= 1 << (bit % 64);
        }
        Probe { terms, bits }
    }

    /// Where a term stands.
    fn place(&self, term: u32) -> Option<usize> {
        let bit = term as usize % BITS;
        if self.bits[bit / 64] & (1 << (bit % 64)) == 0 {
            return None;
        }
        self.terms.terms.binary_search(&term).ok()
    }

    /// What is shared with others; `each` is told the places of what is.
    pub(crate) fn shared(&self, others: Terms<'_>, mut each: impl FnMut(usize)) -> Shared {
        let mut shared = Shared::default();
        for (at, &term) in others.terms.iter().enumerate() {
            let Some(place) = self.place(term) else {
                continue;
            };
            let (here, there) = (self.terms.weights[place], others.weights[at]);
            shared.dot += here * there;
            shared.best = shared.best.max(here * there);
            shared.n += 1.0;
            shared.here += here * here;
            shared.there += there * there;
            each(place);
        }
        shared
    }

    /// The likeness to a vector.
    pub(crate) fn dot(&self, other: &Vector) -> f32 {
        let shared = other.pairs().iter().filter_map(|&(term, weight)| {
            let place = self.place(term)?;
            Some(self.terms.weights[place] * weight)
        });
        shared.fold(0.0, |sum, product| sum + product)
    }
}

/// A report that is laid beside others.
pub(crate) struct Probes<'a>([Probe<'a>; Part::EACH.len()]);

impl<'a> Probes<'a> {
    pub(crate) fn new(weighed: &'a Weighed) -> Probes<'a> {
        Probes(Part::EACH.map(|part| Probe::new(weighed.part(part))))
    }

    pub(crate) fn part(&self, part: Part) -> &Probe<'a> {
        &self.0[part as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, Probes, Weighed};
    use crate::vector::Vector;

    #[test]
    fn what_is_packed_is_there_and_shares_what_vectors_share() {
        // Terms that share a bit with another and are not it.
        let one = Vector::new(vec![(1, 0.5), (5, 0.25), (9, 2.0), (4096, 1.0)]);
        let other = Vector::new(vec![(1, 2.0), (5 + 4096, 1.0), (9, 4.0), (8192, 1.0)]);
        let empty = Vector::default;
        let pack = |vector: &Vector| {
            let parts = [
                vector.clone(),
                empty(),
                vector.clone(),
                empty(),
                empty(),
                vector.clone(),
            ];
            Weighed::pack(&parts).unwrap()
        };
        let (new, old) = (pack(&one), pack(&other));
        assert_eq!(new.part(Part::Numbers).to_vector(), one);
        assert!(new.part(Part::Names).is_empty());
        let probes = Probes::new(&new);
        let mut places = Vec::new();
        let probe = probes.part(Part::Lead);
        let shared = probe.shared(old.part(Part::Lead), |at| places.push(at));
        assert_eq!(places, [0, 2]);
        assert_eq!(shared.dot, one.dot(&other));
        assert_eq!(shared.dot, probe.dot(&other));
        assert_eq!((shared.best, shared.n), (8.0, 2.0));
        assert_eq!((shared.here, shared.there), (4.25, 20.0));
        assert_eq!(probe.shared(old.part(Part::Title), |_| ()).n, 0.0);
    }
}
