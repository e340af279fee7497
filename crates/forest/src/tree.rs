//! One tree: branches that ask for a feature, leaves that answer.

/// Where a branch leads: to another branch, or to a leaf.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Next {
    Branch(u16),
    Leaf(u16),
}

/// A question: is the feature at most the threshold?
#[derive(Clone, Copy, Debug)]
pub(crate) struct Branch {
    pub(crate) feature: u16,
    pub(crate) threshold: f32,
    /// Where a missing value goes, if training saw any there; else it counts as zero.
    pub(crate) missing: Option<Side>,
    pub(crate) left: Next,
    pub(crate) right: Next,
}

/// One of the two ways on from a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Right,
}

/// Branches, each before those it leads to, and at least one leaf.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    pub(crate) branches: Vec<Branch>,
    pub(crate) leaves: Vec<f32>,
}

impl Tree {
    /// What the leaf says that the row falls to.
    pub(crate) fn leaf(&self, row: &[f32]) -> f32 {
        let mut next = if self.branches.is_empty() {
            Next::Leaf(0)
        } else {
            Next::Branch(0)
        };
        loop {
            match next {
                Next::Leaf(leaf) => return self.leaves[usize::from(leaf)],
                Next::Branch(branch) => next = self.branches[usize::from(branch)].next(row),
            }
        }
    }
}

impl Branch {
    fn next(&self, row: &[f32]) -> Next {
        let value = row[usize::from(self.feature)];
        let side = match self.missing {
            Some(side) if value.is_nan() => side,
            _ if value.is_nan() && 0.0 <= self.threshold => Side::Left,
            _ if value <= self.threshold => Side::Left,
            _ => Side::Right,
        };
        match side {
            Side::Left => self.left,
            Side::Right => self.right,
        }
    }
}
