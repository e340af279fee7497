//! One tree: branches that ask for a feature, leaves that answer.

/// So many rows or trees are followed at once: each waits for its own memory, and none for the others.
pub(crate) const ABREAST: usize = 8;

/// A question: is the feature at most the threshold?
///
/// Both ways on stand beside each other, so that the way taken is looked up and not jumped to: which one it is
/// cannot be foreseen, and a jump foreseen wrongly costs more than the question.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Branch {
    pub(crate) threshold: f32,
    pub(crate) feature: u16,
    /// Whether a missing value goes right: where training saw any it is said, else it counts as zero.
    pub(crate) missing_right: bool,
    /// Left and right: a branch, or a leaf, counted on from the branches.
    pub(crate) next: [u16; 2],
}

/// Branches, each before those it leads to, and leaves, each of which leads to itself.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    branches: Vec<Branch>,
    leaves: Vec<f32>,
}

impl Tree {
    /// Of branches that lead to each other and to these leaves, at least one; together at most 65,536.
    pub(crate) fn new(mut branches: Vec<Branch>, leaves: Vec<f32>) -> Tree {
        let first = branches.len();
        branches.extend((first..first + leaves.len()).map(|leaf| Branch {
            threshold: 0.0,
            feature: 0,
            missing_right: false,
            next: [leaf as u16; 2],
        }));
        Tree { branches, leaves }
    }

    fn is_leaf(&self, at: u16) -> bool {
        usize::from(at) + self.leaves.len() >= self.branches.len()
    }
}

/// What the leaf says that each row falls to in the tree beside it.
pub(crate) fn fall<const N: usize>(trees: [&Tree; N], rows: [&[f32]; N]) -> [f32; N] {
    let mut at = [0_u16; N];
    while (0..N).any(|k| !trees[k].is_leaf(at[k])) {
        for k in 0..N {
            at[k] = trees[k].branches[usize::from(at[k])].next(rows[k]);
        }
    }
    std::array::from_fn(|k| {
        let first = trees[k].branches.len() - trees[k].leaves.len();
        trees[k].leaves[usize::from(at[k]) - first]
    })
}

impl Branch {
    fn next(&self, row: &[f32]) -> u16 {
        let value = row[usize::from(self.feature)];
        let right = (value > self.threshold) | (self.missing_right & value.is_nan());
        self.next[usize::from(right)]
    }
}
