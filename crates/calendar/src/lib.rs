//! Calendar time as news gives it.
//!
//! A [`Stamp`] is when something was published: a day, perhaps a clock, perhaps a zone. An
//! [`Interval`] is the stretch of calendar time that an expression can denote, half-open, with the
//! [`Granularity`] at which it was said. [`Interval::relation`] compares two of them and
//! answers `None` where zones leave it open.

mod interval;
mod stamp;

pub use interval::{Granularity, Interval, Relation};
pub use stamp::Stamp;
