//! Connected parts of bounded size.

use std::collections::HashMap;
use std::hash::Hash;

/// Two reports that met under a key, the one that was published first first.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair<I> {
    /// The id of the earlier one.
    pub earlier: I,
    /// The id of the later one.
    pub later: I,
    /// How alike they are, 0 to 1.
    pub likeness: f32,
}

/// The part of each report that is in some pair, named by the least id in it; what is in no pair is a
/// part of its own.
///
/// The likest pairs are joined first (of equals the least ids), and no part grows beyond `most`
/// reports: where all is connected with all, the weakest links give way. The order of the pairs does
/// not matter, nor does a pair that is there twice.
#[must_use]
pub fn connect<I: Clone + Hash + Ord>(mut pairs: Vec<Pair<I>>, most: usize) -> Vec<(I, I)> {
    pairs.sort_by(|a, b| {
        b.likeness
            .total_cmp(&a.likeness)
            .then_with(|| (&a.earlier, &a.later).cmp(&(&b.earlier, &b.later)))
    });
    let mut places: HashMap<&I, usize> = HashMap::new();
    let mut ids: Vec<&I> = Vec::new();
    let mut forest = Forest::default();
    for pair in &pairs {
        let [a, b] = [&pair.earlier, &pair.later].map(|id| {
            *places.entry(id).or_insert_with(|| {
                ids.push(id);
                forest.plant()
            })
        });
        forest.join(a, b, most);
    }
    let mut least: Vec<&I> = ids.clone();
    for at in 0..ids.len() {
        let root = forest.root(at);
        least[root] = least[root].min(ids[at]);
    }
    let mut parts: Vec<(I, I)> = (0..ids.len())
        .map(|at| (ids[at].clone(), least[forest.root(at)].clone()))
        .collect();
    parts.sort_unstable();
    parts
}

/// Sets of things, each with its size.
#[derive(Default)]
struct Forest {
    above: Vec<usize>,
    size: Vec<usize>,
}

impl Forest {
    fn plant(&mut self) -> usize {
        self.above.push(self.above.len());
        self.size.push(1);
        self.above.len() - 1
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.above[at] != at {
            self.above[at] = self.above[self.above[at]];
            at = self.above[at];
        }
        at
    }

    /// Makes one set of two, unless it would be larger than `most`.
    fn join(&mut self, a: usize, b: usize, most: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b || self.size[a] + self.size[b] > most {
            return;
        }
        let (small, large) = if self.size[a] < self.size[b] {
            (a, b)
        } else {
            (b, a)
        };
        self.above[small] = large;
        self.size[large] += self.size[small];
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Pair, connect};

    fn pair(earlier: &str, later: &str, likeness: f32) -> Pair<String> {
        Pair {
            earlier: earlier.to_owned(),
            later: later.to_owned(),
            likeness,
        }
    }

    #[test]
    fn parts_are_connected_bounded_and_the_same_in_any_order() {
        let mut chain: Vec<Pair<String>> = (0..40)
            .map(|i| pair(&format!("{i:02}"), &format!("{:02}", i + 1), 0.5))
            .collect();
        chain.push(pair("00", "99", 0.9));
        let parts = connect(chain.clone(), 10);
        let mut sizes: BTreeMap<&String, usize> = BTreeMap::new();
        parts
            .iter()
            .for_each(|(_, part)| *sizes.entry(part).or_default() += 1);
        assert_eq!(sizes.values().sum::<usize>(), 42);
        assert!(sizes.values().all(|&size| size <= 10), "{sizes:?}");
        let of: BTreeMap<_, _> = parts.iter().cloned().collect();
        assert_eq!(of["00"], of["99"]);
        chain.reverse();
        chain.extend(chain.clone());
        assert_eq!(connect(chain, 10), parts);
        assert!(connect(Vec::<Pair<u8>>::new(), 10).is_empty());
    }
}
