//! TIMEX3 time expressions in English news, normalised and turned into calendar intervals.
//!
//! [`find`] reads one annotated text and gives every [`Timex`] with its span, TIMEX3 type and
//! value, the calendar [`Interval`](crosswire_calendar::Interval) that it can denote, what that was
//! counted from ([`Anchoring`]), the weekday and month that were said, and the token that it modifies.
//! A [`Context`] carries the document time and the times spoken of from block to block.
//!
//! Rules and words are data files (`data/*.rules`, `data/words.txt`); each rule names the guideline
//! that it follows. They run over tokens in stages and are found by the word that they begin with.
//!
//! Where the document time is unknown, values keep unknown places (`XXXX-WXX-5`) and there is no
//! interval, but the weekday and the month that were said are still told.

mod actions;
mod atoms;
mod attach;
mod beside;
mod class;
mod context;
mod doubt;
mod extent;
mod find;
mod grammar;
mod guards;
mod holiday;
mod lexicon;
mod meaning;
mod moment;
mod parse;
mod recur;
mod resolve;
mod tense;
mod timex;
mod value;

pub use context::Context;
pub use doubt::{Contradiction, contradiction};
pub use find::find;
pub use moment::{DayPart, Moment, Period, Season, TimeOfDay, Unit};
pub use timex::{Anchoring, Modifier, Reference, Timex, TimexKind};
pub use value::Value;
