//! Quantities in English news as intervals with units and counted nouns.
//!
//! [`find`] reads one annotated text and returns its counts, sums, percentages, measures, ages,
//! durations, ordinals, scores and fractions. Each has the range of numbers that it says, with its
//! operator ("as many as 20" is `(0, 20]`, "more than 20" is `(20, inf)`), the range it can denote
//! with rounding and approximation ([`tolerance`]), a normal unit, the noun that it counts and the
//! verb or event noun that it goes with. Dates, clock times, telephone numbers and names with
//! digits ("Flight 370") are not quantities.
//!
//! Nothing here knows what a news story is.

mod age;
mod amount;
mod apart;
mod attach;
mod draft;
mod find;
mod lexicon;
mod number;
mod operators;
mod piece;
mod quantity;
mod range;
pub mod tolerance;

pub use find::find;
pub use quantity::{Change, Kind, Noun, Operator, PartOf, Quantity, Whole};
pub use range::{ParseRangeError, Range, Relation};
