//! Times as the desk tells them: all in one zone, UTC, where a zone is known; a clock without a zone is told as the
//! outlet's own, and a day stays a day.

use crosswire_calendar::Stamp;
use crosswire_present::html::told;
use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use maud::{Markup, html};

/// What stands at the foot of every page.
pub(super) const ZONE: &str =
    "Times are UTC. “Local” is a clock whose zone the outlet does not give.";

/// How much of a time is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Known {
    Zone,
    Clock,
    Day,
}

/// A time as somebody gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct When {
    at: DateTime,
    known: Known,
}

impl When {
    /// Reads a time as ledgers and reports have it.
    pub(super) fn read(said: &str) -> Option<When> {
        let stamp = Stamp::parse(said)?;
        let at = stamp
            .date()
            .to_datetime(stamp.time().unwrap_or(Time::midnight()));
        Some(match (stamp.time(), stamp.offset()) {
            (None, _) => When {
                at,
                known: Known::Day,
            },
            (Some(_), None) => When {
                at,
                known: Known::Clock,
            },
            (Some(_), Some(offset)) => When {
                at: TimeZone::UTC.to_datetime(offset.to_timestamp(at).ok()?),
                known: Known::Zone,
            },
        })
    }

    /// Whether a clock is told without its zone.
    pub(super) fn is_local(self) -> bool {
        self.known == Known::Clock
    }

    /// Whether nobody tells the hour.
    pub(super) fn is_day(self) -> bool {
        self.known == Known::Day
    }

    /// Its first minute since 1970, a clock without a zone taken as UTC.
    pub(super) fn begins(self) -> i64 {
        let zoned = self.at.to_zoned(TimeZone::UTC);
        zoned.map_or(0, |at| at.timestamp().as_second().div_euclid(60))
    }

    /// The first minute after it; the same as the first where the hour is known.
    pub(super) fn ends(self) -> i64 {
        self.begins() + if self.is_day() { 24 * 60 } else { 0 }
    }
}

/// A time in the page's zone, to the minute.
pub(super) fn time(said: &str) -> Markup {
    html! { time datetime=(said) { (minutes(said)) } }
}

/// The same as plain words; what is no time stays as it is.
pub(super) fn minutes(said: &str) -> String {
    Stamp::parse(said).map_or_else(|| said.to_owned(), told)
}

/// The day alone.
pub(super) fn day(said: &str) -> Markup {
    let words = When::read(said).map(|when| when.at.strftime("%-d %b %Y").to_string());
    html! { time datetime=(said) { (words.as_deref().unwrap_or(said)) } }
}

/// Whether two times are of one day as they are told.
pub(super) fn is_one_day(one: &str, other: &str) -> bool {
    let date = |said: &str| When::read(said).map(|when| when.at.date());
    date(one) == date(other)
}

/// From the first to the last of some times, by when they were and not by how they are written; nothing for none.
pub(super) fn reach<'s>(times: impl Iterator<Item = &'s str>) -> Option<Markup> {
    let mut all: Vec<(When, &str)> = times
        .filter_map(|said| Some((When::read(said)?, said)))
        .collect();
    all.sort_by_key(|(when, said)| (when.begins(), when.known, *said));
    let (first, last) = (all.first()?, all.last()?);
    let one_day = first.0.known == last.0.known && first.0.at.date() == last.0.at.date();
    Some(html! {
        (time(first.1))
        @if first.0 != last.0 {
            " to "
            @match minutes(last.1).split_once(", ") {
                Some((_, clock)) if one_day => time datetime=(last.1) { (clock) },
                _ => (time(last.1)),
            }
        }
    })
}

/// A minute since 1970 as people write it.
pub(super) fn written(minute: i64, form: &str) -> String {
    civil(minute).map_or_else(String::new, |at| at.strftime(form).to_string())
}

/// The clock and day of a minute since 1970.
pub(super) fn civil(minute: i64) -> Option<DateTime> {
    let at = Timestamp::from_second(minute.checked_mul(60)?).ok()?;
    Some(TimeZone::UTC.to_datetime(at))
}

#[cfg(test)]
mod tests {
    use super::{When, minutes, reach};

    #[test]
    fn times_are_told_in_one_zone() {
        for (said, told) in [
            ("2031-03-06T07:30:00Z", "6 Mar 2031, 07:30 UTC"),
            ("2031-03-06T07:30:12.118415Z", "6 Mar 2031, 07:30 UTC"),
            ("2031-03-06T17:45:00+01:00", "6 Mar 2031, 16:45 UTC"),
            ("2031-03-06T00:20:00+01:00", "5 Mar 2031, 23:20 UTC"),
            ("2031-03-06T17:45:00", "6 Mar 2031, 17:45 local"),
            ("2031-03-06", "6 Mar 2031"),
            ("soon", "soon"),
            ("", ""),
        ] {
            assert_eq!(minutes(said), told);
        }
    }

    #[test]
    fn a_day_is_no_midnight() {
        for said in ["2031-03-06", "2031-03-06T00:00:00"] {
            let day = When::read(said).unwrap();
            assert!(day.is_day());
            assert_eq!(day.ends() - day.begins(), 24 * 60);
            assert_eq!(minutes(said), "6 Mar 2031");
        }
        assert_eq!(When::read("1970-01-02").unwrap().begins(), 24 * 60);
        assert_eq!(
            When::read("1970-01-02T00:30:00").unwrap().ends(),
            24 * 60 + 30
        );
        let zoned = When::read("1970-01-02T00:30:00+01:00").unwrap();
        assert_eq!(zoned.begins(), 23 * 60 + 30);
    }

    #[test]
    fn the_first_of_several_is_not_the_least_as_text() {
        let told = |times: &[&str]| reach(times.iter().copied()).map(maud::PreEscaped::into_string);
        let told = told(&["2031-03-06T08:10:00+01:00", "2031-03-06T07:30:00Z", "?"]).unwrap();
        let (first, last) = told.split_once(" to ").unwrap();
        assert!(
            first.contains("07:10 UTC") && last.contains("07:30 UTC"),
            "{told}"
        );
        assert!(reach(std::iter::once("2031-03-06")).is_some());
        assert!(reach(std::iter::empty()).is_none());
    }
}
