//! Times that can be compared even where a report's date is not known.

use crosswire_calendar::{Granularity, Interval, Relation};
use crosswire_times::Timex;
use jiff::civil::Weekday;

/// A time as far as it is known: of a report without a date only what it says itself.
#[derive(Clone, Copy, PartialEq)]
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

/// Predicates that tell of anything at all: what they share is no event.
pub(crate) const EMPTY: [&str; 40] = [
    "add", "announce", "appear", "ask", "be", "become", "begin", "believe", "bring", "call",
    "come", "continue", "do", "expect", "get", "give", "go", "have", "know", "let", "look", "make",
    "need", "plan", "put", "report", "say", "see", "seem", "show", "speak", "start", "state",
    "take", "tell", "think", "try", "use", "want", "work",
];
