//! The file of a forest, little-endian throughout:
//!
//! ```text
//! "CWFOREST1"
//! u16 features, then each: u8 length, UTF-8 name
//! u8  classes, then each the same way
//! u8  link: 0 identity, 1 logistic, 2 softmax
//! u16 trees, then each:
//!     u16 branches, then each: u16 feature, u8 missing (0 as zero, 1 left, 2 right),
//!         f32 threshold, i16 left, i16 right (a branch, or -1 - leaf)
//!     u16 leaves, then each: f32
//! u8  1 if calibrated, then a class: u16 points, then each: f32 raw, f32 true; raw rising
//! ```
//!
//! A branch leads only to later branches, so that every walk ends.

use super::tree::{Node, Tree};
use super::{Forest, Link};

/// The first bytes of a file.
const MAGIC: &[u8] = b"CWFOREST1";

/// No tree has more branches, or more leaves, than this.
const MOST: u16 = i16::MAX.unsigned_abs();

/// Why bytes are not a forest, or not the one asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ForestError {
    /// The first bytes are another file's.
    #[error("not a forest of version 1: write it with training/forest.py")]
    Magic,
    /// The file ends before what it announces.
    #[error("cut off at byte {at}: fetch or train the forest again")]
    Cut {
        /// Where more bytes were wanted.
        at: usize,
    },
    /// A number that makes no sense where it stands, or bytes behind the end.
    #[error("damaged before byte {at}: fetch or train the forest again")]
    Damaged {
        /// How far the file had been read.
        at: usize,
    },
    /// The forest was trained on other features than the program computes.
    #[error("trained on other features, from number {at} on: train it again (training/README.md)")]
    Features {
        /// The first feature that differs, counted from 0.
        at: usize,
    },
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], ForestError> {
        let cut = ForestError::Cut { at: self.at };
        let bytes = self.bytes.get(self.at..self.at + N).ok_or(cut)?;
        self.at += N;
        bytes.try_into().map_err(|_| cut)
    }

    fn u8(&mut self) -> Result<u8, ForestError> {
        Ok(self.take::<1>()?[0])
    }

    fn u16(&mut self) -> Result<u16, ForestError> {
        Ok(u16::from_le_bytes(self.take()?))
    }

    fn f32(&mut self) -> Result<f32, ForestError> {
        let value = f32::from_le_bytes(self.take()?);
        self.check(value.is_finite())?;
        Ok(value)
    }

    fn name(&mut self) -> Result<String, ForestError> {
        let length = usize::from(self.u8()?);
        let cut = ForestError::Cut { at: self.at };
        let bytes = self.bytes.get(self.at..self.at + length).ok_or(cut)?;
        self.at += length;
        let name = std::str::from_utf8(bytes).map_err(|_| ForestError::Damaged { at: self.at })?;
        Ok(name.to_owned())
    }

    fn check(&self, holds: bool) -> Result<(), ForestError> {
        if holds {
            Ok(())
        } else {
            Err(ForestError::Damaged { at: self.at })
        }
    }

    /// Where a branch leads, if that is later than `from`; leaves are counted on from the branches.
    fn next(&mut self, from: u16, branches: u16) -> Result<u16, ForestError> {
        let to = i16::from_le_bytes(self.take()?);
        match u16::try_from(to) {
            Ok(branch) => {
                self.check(branch > from && branch < branches)?;
                Ok(branch)
            }
            Err(_) => Ok(branches + (-1 - to).unsigned_abs()),
        }
    }

    fn tree(&mut self, features: usize) -> Result<Tree, ForestError> {
        let count = self.u16()?;
        self.check(count <= MOST)?;
        // Nothing is reserved by an announced count: the bytes may not be there.
        let mut nodes = Vec::new();
        for i in 0..count {
            let feature = self.u16()?;
            self.check(usize::from(feature) < features)?;
            let missing = self.u8()?;
            let threshold = self.f32()?;
            nodes.push(Node {
                threshold,
                feature,
                missing_right: match missing {
                    0 => 0.0 > threshold,
                    1 => false,
                    2 => true,
                    _ => return Err(ForestError::Damaged { at: self.at }),
                },
                next: [self.next(i, count)?, self.next(i, count)?],
            });
        }
        let leaves = self.u16()?;
        self.check(leaves > 0 && leaves <= MOST)?;
        let there = |next: &u16| *next < count + leaves;
        self.check(nodes.iter().flat_map(|branch| &branch.next).all(there))?;
        for at in count..count + leaves {
            nodes.push(Node::leaf(at, self.f32()?));
        }
        Ok(Tree(nodes))
    }
}

pub(crate) fn forest(bytes: &[u8]) -> Result<Forest, ForestError> {
    if !bytes.starts_with(MAGIC) {
        return Err(ForestError::Magic);
    }
    let at = MAGIC.len();
    let mut reader = Reader { bytes, at };
    let features = reader.u16()?;
    let features = (0..features)
        .map(|_| reader.name())
        .collect::<Result<Vec<_>, _>>()?;
    let classes = reader.u8()?;
    let classes = (0..classes)
        .map(|_| reader.name())
        .collect::<Result<Vec<_>, _>>()?;
    let link = match (reader.u8()?, classes.len()) {
        (0, 1..) => Link::Identity,
        (1, 1) => Link::Logistic,
        (2, 2..) => Link::Softmax,
        _ => return Err(ForestError::Damaged { at: reader.at }),
    };
    let trees = reader.u16()?;
    let trees = (0..trees)
        .map(|_| reader.tree(features.len()))
        .collect::<Result<Vec<_>, _>>()?;
    reader.check(trees.len() % classes.len() == 0)?;
    let mut calibration = Vec::new();
    let calibrated = reader.u8()?;
    reader.check(calibrated <= 1)?;
    if calibrated == 1 {
        for _ in &classes {
            let points = reader.u16()?;
            let points = (0..points)
                .map(|_| Ok((reader.f32()?, reader.f32()?)))
                .collect::<Result<Vec<_>, _>>()?;
            reader.check(points.windows(2).all(|pair| pair[0].0 < pair[1].0))?;
            calibration.push(points);
        }
    }
    reader.check(reader.at == bytes.len())?;
    Ok(Forest {
        features,
        classes,
        link,
        trees,
        calibration,
    })
}
