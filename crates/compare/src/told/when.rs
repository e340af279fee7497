//! Times that can be compared even where a report's date is not known.

use crosswire_calendar::{Granularity, Interval, Relation, Stamp};
use crosswire_times::Timex;
use jiff::civil::{DateTime, Weekday};

use crate::{Normal, Story};

/// A time as far as it is known: of a report without a date only what it says itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct When {
    pub(crate) interval: Option<Interval>,
    month: Option<i8>,
    weekday: Option<Weekday>,
}

impl When {
    /// The time that an expression says; `None` where it says none that can be compared.
    pub(crate) fn of(timex: &Timex) -> Option<When> {
        let when = When {
            interval: timex.interval,
            month: timex.month,
            weekday: timex.weekday,
        };
        (when.interval.is_some() || when.month.is_some() || when.weekday.is_some()).then_some(when)
    }

    /// How sharply it is said.
    pub(crate) fn granularity(self) -> Granularity {
        match (self.interval, self.weekday) {
            (Some(interval), _) => interval.granularity(),
            (None, Some(_)) => Granularity::Day,
            (None, None) => Granularity::Month,
        }
    }

    /// How two times lie. Where one of them hangs on a date that is not known, only what holds for
    /// every date counts: July is never August, a Wednesday never a Thursday.
    pub(crate) fn relation(self, other: When) -> Option<Relation> {
        if let (Some(one), Some(two)) = (self.interval, other.interval) {
            return one.relation(two);
        }
        let apart = match (self.month(), other.month()) {
            (Some(one), Some(two)) => one != two,
            _ => matches!((self.day(), other.day()), (Some(one), Some(two)) if one != two),
        };
        apart.then_some(Relation::Before)
    }

    /// As findings give it.
    pub(crate) fn normal(self) -> Normal {
        self.interval.map_or(Normal::None, Normal::from)
    }

    /// The day of the week, where it is named.
    pub(crate) fn weekday(self) -> Option<Weekday> {
        self.weekday
    }

    fn month(self) -> Option<i8> {
        let dated = self
            .interval
            .filter(|interval| interval.granularity() <= Granularity::Month);
        self.month.or(dated.map(|interval| interval.from().month()))
    }

    fn day(self) -> Option<Weekday> {
        let dated = self
            .interval
            .filter(|interval| interval.granularity() <= Granularity::Day);
        self.weekday
            .or(dated.map(|interval| interval.from().weekday()))
    }
}

/// Days between two times, so sharply told, that can still be of one happening.
const DAYS_APART: i64 = 21;
const DAYS_APART_BY_MONTH: i64 = 100;
/// Of what comes again, every year has its own.
const DAYS_APART_BY_YEAR: i64 = 366;

/// Minutes since midnight.
pub(crate) fn minute_of_day(at: DateTime) -> i64 {
    i64::from(at.hour()) * 60 + i64::from(at.minute())
}

/// Whether disjoint times, as written and as understood, can still be answers about one happening:
/// two days months apart are two of them.
pub(crate) fn near_enough(words: [&str; 2], times: [When; 2]) -> bool {
    // "Midnight" in two reports of two days is the same word, not two answers.
    if words[0].eq_ignore_ascii_case(words[1]) {
        return false;
    }
    let [Some(one), Some(two)] = times.map(|when| when.interval) else {
        return true;
    };
    let (first, second) = if one.from() <= two.from() {
        (one, two)
    } else {
        (two, one)
    };
    let gap = i64::from((second.from().date() - first.to().date()).get_days());
    let most = match one.granularity().max(two.granularity()) {
        Granularity::Year => DAYS_APART_BY_YEAR,
        Granularity::Month | Granularity::Quarter | Granularity::Season => DAYS_APART_BY_MONTH,
        _ => DAYS_APART,
    };
    // Late on one day and early on the next can be one night.
    let fine = |interval: Interval| interval.granularity() < Granularity::Day;
    let one_night = first.to() == second.from() && fine(one) != fine(two);
    gap <= most && !one_night
}

/// Whether report `two` of a story came out after `one` for certain.
pub(crate) fn is_later(story: &Story<'_>, one: usize, two: usize) -> bool {
    let of = |report: usize| story.reports[report].published();
    matches!((of(one), of(two)), (Some(x), Some(y)) if came_before(x, y))
}

/// Whether `one` came out before `two` for certain; equal days are not an order.
pub(crate) fn came_before(one: Stamp, two: Stamp) -> bool {
    match (one.time(), two.time()) {
        (Some(x), Some(y)) => (one.date(), x) < (two.date(), y),
        _ => one.date() < two.date(),
    }
}
