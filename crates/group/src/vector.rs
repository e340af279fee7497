//! Sparse vectors of terms.

/// Terms with their weights, sorted by term, each once.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Vector(Vec<(u32, f32)>);

impl Vector {
    /// From pairs in any order; weights of one term are added up.
    pub(crate) fn new(mut pairs: Vec<(u32, f32)>) -> Vector {
        pairs.sort_by_key(|pair| pair.0);
        pairs.dedup_by(|later, first| {
            let same = later.0 == first.0;
            if same {
                first.1 += later.1;
            }
            same
        });
        Vector(pairs)
    }

    pub(crate) fn pairs(&self) -> &[(u32, f32)] {
        &self.0
    }

    pub(crate) fn dot(&self, other: &Vector) -> f32 {
        let (mut i, mut j, mut sum) = (0, 0, 0.0);
        let (a, b) = (&self.0, &other.0);
        while i < a.len() && j < b.len() {
            match a[i].0.cmp(&b[j].0) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    sum += a[i].1 * b[j].1;
                    (i, j) = (i + 1, j + 1);
                }
            }
        }
        sum
    }

    pub(crate) fn norm(&self) -> f32 {
        self.0
            .iter()
            .map(|pair| pair.1 * pair.1)
            .sum::<f32>()
            .sqrt()
    }

    /// Of length one, unless it is empty.
    pub(crate) fn normalised(mut self) -> Vector {
        let norm = self.norm();
        if norm > 0.0 {
            self.0.iter_mut().for_each(|pair| pair.1 /= norm);
        }
        self
    }

    /// With `other`'s weights times `factor` added.
    pub(crate) fn plus(&self, other: &Vector, factor: f32) -> Vector {
        let mut sum = Vec::with_capacity(self.0.len() + other.0.len());
        let (mut i, mut j) = (0, 0);
        loop {
            match (self.0.get(i), other.0.get(j)) {
                (Some(&a), Some(&b)) if a.0 == b.0 => {
                    sum.push((a.0, a.1 + b.1 * factor));
                    (i, j) = (i + 1, j + 1);
                }
                (Some(&a), Some(&b)) if a.0 < b.0 => {
                    sum.push(a);
                    i += 1;
                }
                (_, Some(&b)) => {
                    sum.push((b.0, b.1 * factor));
                    j += 1;
                }
                (Some(&a), None) => {
                    sum.push(a);
                    i += 1;
                }
                (None, None) => return Vector(sum),
            }
        }
    }

    /// With only its `n` heaviest terms.
    pub(crate) fn heaviest(mut self, n: usize) -> Vector {
        if self.0.len() > n {
            // The term breaks ties, so that the same input keeps the same terms.
            self.0
                .sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            self.0.truncate(n);
            self.0.sort_by_key(|pair| pair.0);
        }
        self.0.shrink_to_fit();
        self
    }

    /// The `n` heaviest terms, heaviest first.
    pub(crate) fn top(&self, n: usize) -> Vec<(u32, f32)> {
        let mut pairs = self.0.clone();
        let order = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if pairs.len() > n && n > 0 {
            pairs.select_nth_unstable_by(n - 1, order);
            pairs.truncate(n);
        }
        pairs.sort_by(order);
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::Vector;

    #[test]
    fn algebra() {
        let a = Vector::new(vec![(3, 1.0), (1, 2.0), (3, 1.0)]);
        assert_eq!(a.pairs(), [(1, 2.0), (3, 2.0)]);
        let b = Vector::new(vec![(2, 5.0), (3, 4.0)]);
        assert_eq!(a.dot(&b), 8.0);
        assert_eq!(a.plus(&b, 0.5).pairs(), [(1, 2.0), (2, 2.5), (3, 4.0)]);
        assert_eq!(a.plus(&b, -1.0).plus(&b, 1.0).dot(&b), 8.0);
        assert_eq!(a.clone().heaviest(1).pairs(), [(1, 2.0)]);
        assert_eq!(a.top(5), [(1, 2.0), (3, 2.0)]);
        assert!((a.normalised().norm() - 1.0).abs() < 1e-6);
        assert_eq!(Vector::default().normalised().norm(), 0.0);
    }
}
