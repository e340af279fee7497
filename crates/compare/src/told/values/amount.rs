//! What a value says, in a form in which two can be laid side by side.

use crosswire_calendar::{Granularity, Interval};
use crosswire_extract::Extracted;
use crosswire_quantities::{Change, Kind, Operator, Range};
use crosswire_times::{Anchoring, Modifier};
use jiff::civil::Weekday;

use super::Source;

/// A number or a time.
#[derive(Clone, Debug)]
pub enum Amount {
    /// A number with its unit.
    Number {
        /// The finer kind.
        kind: Kind,
        /// What it says.
        range: Range,
        /// What it can denote, rounding included.
        tolerance: Range,
        /// The words round it.
        operator: Operator,
        /// The normal unit.
        unit: String,
        /// The other side of a score.
        other: Option<Range>,
        /// Whether it is a rise, a fall, the level before or after.
        change: Option<Change>,
        /// Whether it is said to be part of something.
        part: bool,
        /// "per" what.
        per: Option<String>,
    },
    /// A time.
    Time(When),
}

/// A time as far as it is known.
#[derive(Clone, Debug)]
pub struct When {
    /// The calendar time that it can denote.
    pub interval: Option<Interval>,
    /// How it is loosened.
    pub modifier: Option<Modifier>,
    /// What it was counted from.
    pub anchoring: Anchoring,
    /// The weekday that was said.
    pub weekday: Option<Weekday>,
    /// The month that was said.
    pub month: Option<i8>,
}

impl When {
    /// How sharply it is said.
    #[must_use]
    pub fn granularity(&self) -> Granularity {
        match (self.interval, self.weekday) {
            (Some(interval), _) => interval.granularity(),
            (None, Some(_)) => Granularity::Day,
            (None, None) => Granularity::Month,
        }
    }
}

impl Amount {
    pub(super) fn of(report: &Extracted, source: Source) -> Amount {
        match source {
            Source::Quantity(index) => {
                let quantity = &report.quantities[index].quantity;
                Amount::Number {
                    kind: quantity.kind,
                    range: quantity.range,
                    tolerance: quantity.tolerance,
                    operator: quantity.operator,
                    unit: quantity.unit.clone(),
                    other: quantity.other,
                    change: quantity.change,
                    part: quantity.of.is_some(),
                    per: quantity.per.clone(),
                }
            }
            Source::Time(index) => {
                let timex = &report.times[index].timex;
                Amount::Time(When {
                    interval: timex.interval,
                    modifier: timex.modifier,
                    anchoring: timex.anchoring,
                    weekday: timex.weekday,
                    month: timex.month,
                })
            }
        }
    }

    /// A number that is the same for amounts that say the same.
    #[must_use]
    pub fn key(&self) -> u64 {
        let mut key = 0xcbf2_9ce4_8422_2325_u64;
        let mut mix = |part: u64| {
            key = (key ^ part).wrapping_mul(0x0100_0000_01b3);
            key ^= key >> 29;
        };
        match self {
            Amount::Number {
                range, unit, other, ..
            } => {
                mix(range.low.to_bits());
                mix(range.high.to_bits());
                mix(u64::from(range.low_open) | u64::from(range.high_open) << 1);
                unit.bytes().for_each(|byte| mix(u64::from(byte)));
                if let Some(other) = other {
                    mix(other.low.to_bits());
                }
            }
            Amount::Time(when) => {
                if let Some(interval) = when.interval {
                    for moment in [interval.from(), interval.to()] {
                        let date = moment.date();
                        mix(date.year() as u64);
                        mix(date.day_of_year() as u64);
                        mix(moment.hour() as u64 * 60 + moment.minute() as u64);
                    }
                } else {
                    mix(when
                        .weekday
                        .map_or(9, |day| day.to_monday_zero_offset() as u64));
                    mix(when.month.unwrap_or(0) as u64);
                }
            }
        }
        key
    }
}
