#![doc = include_str!("../README.md")]

mod actions;
mod atoms;
mod attach;
mod beside;
mod business;
mod class;
mod context;
mod doubt;
mod extent;
mod find;
mod grammar;
mod guards;
mod half;
mod holiday;
mod lexicon;
mod meaning;
mod moment;
mod nth;
mod parse;
#[cfg(test)]
mod reach;
mod recur;
mod resolve;
mod shared;
mod tense;
mod timex;
mod value;
mod zone;

pub use context::Context;
pub use doubt::{Contradiction, contradiction};
pub use find::find;
pub use moment::{DayPart, Moment, Period, Season, TimeOfDay, Unit};
pub use timex::{Anchoring, Modifier, Reference, Timex, TimexKind};
pub use value::Value;
