//! Zones as clocks in news name them.

use jiff::civil::{Date, Weekday};
use jiff::tz::Offset;

/// What stands after a clock: "GMT", "EST", or "ET".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Zone {
    /// One offset, whatever the date.
    Fixed(Offset),
    /// A zone of the United States by its standard offset, an hour more in summer: "ET".
    American(Offset),
}

impl Zone {
    /// The zones that are said in a word: "10 a.m. Eastern time".
    pub(crate) fn of_region(name: &str) -> Option<Zone> {
        let hours = match name.to_ascii_lowercase().as_str() {
            "eastern" => -5,
            "central" => -6,
            "mountain" => -7,
            "pacific" => -8,
            _ => return None,
        };
        Some(Zone::American(Offset::from_hours(hours).ok()?))
    }

    /// The offset on a day; `None` for days before the Uniform Time Act.
    pub(crate) fn on(self, date: Date) -> Option<Offset> {
        let standard = match self {
            Zone::Fixed(offset) => return Some(offset),
            Zone::American(standard) => standard,
        };
        // 15 U.S.C. 260a as amended in 1986 and, from 2007, in 2005.
        let sunday = |month, nth| {
            let month = Date::new(date.year(), month, 1).ok()?;
            month.nth_weekday_of_month(nth, Weekday::Sunday).ok()
        };
        let (from, to) = match date.year() {
            2007.. => (sunday(3, 2)?, sunday(11, 1)?),
            1987.. => (sunday(4, 1)?, sunday(10, -1)?),
            1967.. => (sunday(4, -1)?, sunday(10, -1)?),
            _ => return None,
        };
        let summer = if (from..to).contains(&date) { 3600 } else { 0 };
        Offset::from_seconds(standard.seconds() + summer).ok()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::Zone;

    #[test]
    fn american_zones_have_summer_time() {
        let eastern = Zone::of_region("Eastern").unwrap();
        let hours = |day| eastern.on(day).map(|offset| offset.seconds() / 3600);
        for (day, want) in [
            (date(2031, 3, 8), -5),
            (date(2031, 3, 9), -4),
            (date(2031, 11, 1), -4),
            (date(2031, 11, 2), -5),
            (date(1998, 4, 4), -5),
            (date(1998, 4, 5), -4),
            (date(1998, 10, 25), -5),
        ] {
            assert_eq!(hours(day), Some(want), "{day}");
        }
        assert_eq!(hours(date(1950, 7, 1)), None);
    }
}
