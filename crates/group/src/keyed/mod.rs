//! Grouping past one machine: by keys, so that no process sees every report.
//!
//! An engine such as Spark counts the terms of the corpus period by period ([`Frequencies`]), brings
//! reports together under the keys of each [`Leaf`] (bands of its signature, and its heaviest terms
//! within a window of days), measures the pairs that meet ([`Meeting`]), and parts the corpus along them
//! into connected parts of bounded size ([`connect`]). Each part is then gathered as a stream is, by
//! the same learned decision ([`Grouper::over`](crate::Grouper::over)), with the frequencies of the
//! whole corpus, so that a word weighs what it would in the one stream.
//!
//! Every step is a pure function of its rows, and ties go by id, so that the result does not hang on
//! how the rows were spread. Against the one stream it differs where a part was cut, and where counts
//! within a period are those of the part alone.

mod connect;
mod frequencies;
mod leaf;

use crate::hashing::hash;
pub use connect::{Pair, connect};

pub use frequencies::Frequencies;
pub use leaf::{Keyed, Leaf, LeafError, Meeting, WINDOW};

/// A report's number, made of its id: of a billion reports two share one with a chance of 3 %.
#[must_use]
pub fn place(id: &str) -> u64 {
    hash(id.as_bytes())
}
