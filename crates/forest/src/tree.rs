//! One tree: branches that ask for a feature, leaves that answer.

/// So many rows or trees are followed at once: each waits for its own memory, and none for the others.
pub(crate) const ABREAST: usize = 8;

/// A question: is the feature at most the threshold? Or, where both ways lead back to it, a leaf.
///
/// Both ways on stand beside each other, so that the way taken is looked up and not jumped to: which one it is
/// cannot be foreseen, and a jump foreseen wrongly costs more than the question.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    /// Of a leaf, what it says.
    pub(crate) threshold: f32,
    pub(crate) feature: u16,
    /// Whether a missing value goes right: where training saw any it is said, else it counts as zero.
    pub(crate) missing_right: bool,
    /// The places of what stands left and right.
    pub(crate) next: [u16; 2],
}

/// Branches, each before those it leads to, and then at least one leaf.
#[derive(Clone, Debug)]
pub(crate) struct Tree(pub(crate) Vec<Node>);

/// What the leaf says that each row falls to in the tree beside it.
pub(crate) fn fall<const N: usize>(trees: [&Tree; N], rows: [&[f32]; N]) -> [f32; N] {
    let mut at = [0_u16; N];
    while (0..N).any(|k| trees[k].node(at[k]).next[0] != at[k]) {
        for k in 0..N {
            at[k] = trees[k].node(at[k]).next(rows[k]);
        }
    }
    std::array::from_fn(|k| trees[k].node(at[k]).threshold)
}

impl Tree {
    fn node(&self, at: u16) -> &Node {
        &self.0[usize::from(at)]
    }
}

impl Node {
    /// A leaf that says this, at this place.
    pub(crate) fn leaf(at: u16, says: f32) -> Node {
        Node {
            threshold: says,
            feature: 0,
            missing_right: false,
            next: [at; 2],
        }
    }

    fn next(&self, row: &[f32]) -> u16 {
        let value = row[usize::from(self.feature)];
        let right = (value > self.threshold) | (self.missing_right & value.is_nan());
        self.next[usize::from(right)]
    }
}
