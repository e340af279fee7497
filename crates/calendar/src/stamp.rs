//! When a report was published, as far as it says.

use std::cmp::Ordering;
use std::fmt;

use jiff::civil::{Date, Time};
use jiff::tz::Offset;

/// A day, with a clock and a zone as far as they are known.
///
/// Midnight without a zone is what a content system writes when it knows only the day, so it is
/// read as a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    date: Date,
    time: Option<Time>,
    offset: Option<Offset>,
}

impl Stamp {
    /// A day without a clock.
    #[must_use]
    pub fn day(date: Date) -> Stamp {
        Stamp {
            date,
            time: None,
            offset: None,
        }
    }

    /// A day with a clock, and the zone's offset where it is known.
    #[must_use]
    pub fn clock(date: Date, time: Time, offset: Option<Offset>) -> Stamp {
        if offset.is_none() && time == Time::midnight() {
            return Stamp::day(date);
        }
        Stamp {
            date,
            time: Some(time),
            offset,
        }
    }

    /// Reads `2022-12-08`, `2022-12-08 09:30:00`, `2022-12-08T09:30Z` and the like (ISO 8601 and
    /// RFC 3339 as feeds and pages print them); `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Stamp> {
        let text = text.trim();
        if let Ok(pieces) = jiff::fmt::temporal::DateTimeParser::new().parse_pieces(text) {
            let offset = pieces.to_numeric_offset();
            return Some(match pieces.time() {
                Some(time) => Stamp::clock(pieces.date(), time, offset),
                None => Stamp::day(pieces.date()),
            });
        }
        let zoned = jiff::fmt::rfc2822::parse(text).ok()?;
        Some(Stamp::clock(
            zoned.date(),
            zoned.time(),
            Some(zoned.offset()),
        ))
    }

    /// The day, in the stamp's own zone.
    #[must_use]
    pub fn date(self) -> Date {
        self.date
    }

    /// A key that sorts stamps in a stable order: by moment, as far as it is known (a missing zone
    /// is taken as UTC, a missing clock as midnight). For putting reports in a row, never for
    /// deciding which of two came first: that is for [`Stamp::order`] to say.
    #[must_use]
    pub fn sort_key(self) -> impl Ord {
        let time = self.date.to_datetime(self.time.unwrap_or(Time::midnight()));
        let moment = self.offset.unwrap_or(Offset::UTC).to_timestamp(time).ok();
        (moment, time, self.time.is_some())
    }

    /// Which of two reports came first, as far as the stamps tell; `None` where they do not.
    ///
    /// Two stamps of one day are in order only when both have a clock and either both or neither
    /// a zone (stamps without one mostly come from one and the same archive).
    #[must_use]
    pub fn order(self, other: Stamp) -> Option<Ordering> {
        let clock = |stamp: Stamp| Some(stamp.date.to_datetime(stamp.time?));
        match (clock(self), clock(other), self.offset, other.offset) {
            (Some(a), Some(b), None, None) => Some(a.cmp(&b)),
            (Some(a), Some(b), Some(x), Some(y)) => {
                Some(x.to_timestamp(a).ok()?.cmp(&y.to_timestamp(b).ok()?))
            }
            // A bare day is the outlet's own day; the news of the next day is the later news.
            _ => Some(self.date.cmp(&other.date)).filter(|order| order.is_ne()),
        }
    }

    /// The clock, where one is known.
    #[must_use]
    pub fn time(self) -> Option<Time> {
        self.time
    }

    /// The zone's offset from UTC, where it is known.
    #[must_use]
    pub fn offset(self) -> Option<Offset> {
        self.offset
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.time, self.offset) {
            (None, _) => write!(f, "{}", self.date),
            (Some(time), None) => write!(f, "{}T{time}", self.date),
            (Some(time), Some(offset)) if offset == Offset::UTC => {
                write!(f, "{}T{time}Z", self.date)
            }
            (Some(time), Some(offset)) => {
                let seconds = offset.seconds();
                let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
                write!(
                    f,
                    "{}T{time}{sign}{:02}:{:02}",
                    self.date,
                    minutes / 60,
                    minutes % 60
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_day_is_no_order() {
        let order = |a: &str, b: &str| Stamp::parse(a).unwrap().order(Stamp::parse(b).unwrap());
        assert_eq!(order("2022-12-08", "2022-12-08T10:00"), None);
        assert_eq!(
            order("2022-12-08T08:46", "2022-12-08T10:02"),
            Some(Ordering::Less)
        );
        assert_eq!(order("2022-12-08T08:46", "2022-12-08T10:02Z"), None);
        assert_eq!(
            order("2022-12-08T10:00+05:00", "2022-12-08T06:00Z"),
            Some(Ordering::Less)
        );
        assert_eq!(
            order("2022-12-09", "2022-12-08T23:59Z"),
            Some(Ordering::Greater)
        );
    }

    #[test]
    fn what_is_read_is_printed() {
        for (text, printed) in [
            ("2022-12-08", "2022-12-08"),
            ("2022-12-08 09:30:00", "2022-12-08T09:30:00"),
            ("2022-12-08 00:00:00", "2022-12-08"),
            ("2022-12-08T00:00:00Z", "2022-12-08T00:00:00Z"),
            ("2022-12-08T09:30:00+05:30", "2022-12-08T09:30:00+05:30"),
            (
                "Thu, 08 Dec 2022 09:30:00 -0500",
                "2022-12-08T09:30:00-05:00",
            ),
        ] {
            assert_eq!(
                Stamp::parse(text).map(|stamp| stamp.to_string()).as_deref(),
                Some(printed),
                "{text}"
            );
        }
        assert_eq!(Stamp::parse("Thursday"), None);
        assert_eq!(Stamp::parse(""), None);
    }
}
