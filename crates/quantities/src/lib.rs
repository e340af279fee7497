#![doc = include_str!("../README.md")]

mod age;
mod amount;
mod apart;
mod attach;
mod cardinal;
mod draft;
mod find;
mod house;
mod lexicon;
mod number;
mod operators;
mod piece;
mod quantity;
mod range;
mod relate;
mod second;
pub mod tolerance;
mod wanted;

pub use find::find;
pub use quantity::{Change, Kind, Noun, Operator, PartOf, Quantity, Whole};
pub use range::{ParseRangeError, Range, Relation};
