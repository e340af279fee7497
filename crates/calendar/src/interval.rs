//! Half-open stretches of calendar time and how two of them lie.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

/// How sharply a time was said. Ordered from the sharpest to the vaguest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Granularity {
    /// "at 11:36 a.m."
    Minute,
    /// "at 11 a.m."
    Hour,
    /// "on Thursday morning"
    DayPart,
    /// "on Thursday"
    Day,
    /// "last week", "at the weekend"
    Week,
    /// "in August"
    Month,
    /// "in the third quarter"
    Quarter,
    /// "last winter"
    Season,
    /// "in 2011"
    Year,
    /// "in the 1990s"
    Decade,
    /// "in the 19th century"
    Century,
}

impl Granularity {
    /// All of them, the sharpest first.
    pub const ALL: [Granularity; 11] = [
        Granularity::Minute,
        Granularity::Hour,
        Granularity::DayPart,
        Granularity::Day,
        Granularity::Week,
        Granularity::Month,
        Granularity::Quarter,
        Granularity::Season,
        Granularity::Year,
        Granularity::Decade,
        Granularity::Century,
    ];

    /// The one that [`Self::name`] calls `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Granularity> {
        let mut all = Granularity::ALL.into_iter();
        all.find(|granularity| granularity.name() == name)
    }

    /// The word used in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Granularity::Minute => "minute",
            Granularity::Hour => "hour",
            Granularity::DayPart => "daypart",
            Granularity::Day => "day",
            Granularity::Week => "week",
            Granularity::Month => "month",
            Granularity::Quarter => "quarter",
            Granularity::Season => "season",
            Granularity::Year => "year",
            Granularity::Decade => "decade",
            Granularity::Century => "century",
        }
    }
}

/// The calendar time that an expression can denote: from the start of `from` up to, not
/// including, `to`, in local time of a zone that is often unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    from: DateTime,
    to: DateTime,
    offset: Option<Offset>,
    granularity: Granularity,
}

/// How one interval lies to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Same start and end.
    Equal,
    /// The first lies inside the second.
    Within,
    /// The second lies inside the first.
    Contains,
    /// They share some time, and each has time of its own.
    Overlaps,
    /// The first ends before the second begins.
    Before,
    /// The first begins after the second ends.
    After,
}

impl Relation {
    /// Whether no moment lies in both.
    #[must_use]
    pub fn is_disjoint(self) -> bool {
        matches!(self, Relation::Before | Relation::After)
    }
}

impl Interval {
    /// From `from` up to `to`; `None` unless `from < to`.
    #[must_use]
    pub fn new(from: DateTime, to: DateTime, granularity: Granularity) -> Option<Interval> {
        (from < to).then_some(Interval {
            from,
            to,
            offset: None,
            granularity,
        })
    }

    /// One whole day; `None` for the last day that the calendar can hold.
    #[must_use]
    pub fn day(date: Date) -> Option<Interval> {
        let next = date.checked_add(1.day()).ok()?;
        Interval::new(date.at(0, 0, 0, 0), next.at(0, 0, 0, 0), Granularity::Day)
    }

    /// The same interval in a known zone.
    #[must_use]
    pub fn in_zone(self, offset: Offset) -> Interval {
        Interval {
            offset: Some(offset),
            ..self
        }
    }

    /// Its first moment.
    #[must_use]
    pub fn from(self) -> DateTime {
        self.from
    }

    /// The first moment after it.
    #[must_use]
    pub fn to(self) -> DateTime {
        self.to
    }

    /// The zone, where it is known.
    #[must_use]
    pub fn offset(self) -> Option<Offset> {
        self.offset
    }

    /// How sharply it was said.
    #[must_use]
    pub fn granularity(self) -> Granularity {
        self.granularity
    }

    /// How this interval lies to `other`.
    ///
    /// Clocks of which only one has a known zone can be up to 26 hours apart without
    /// contradiction; then the answer is `None`, unless both are whole days or longer, where
    /// news counts local days and so do we.
    #[must_use]
    pub fn relation(self, other: Interval) -> Option<Relation> {
        let fine = self.granularity < Granularity::Day || other.granularity < Granularity::Day;
        let (a, b) = match (self.offset, other.offset) {
            (Some(x), Some(y)) if fine => {
                (self.shifted(-x.seconds())?, other.shifted(-y.seconds())?)
            }
            (None, None) => ((self.from, self.to), (other.from, other.to)),
            _ if fine => return None,
            _ => ((self.from, self.to), (other.from, other.to)),
        };
        Some(if a == b {
            Relation::Equal
        } else if a.1 <= b.0 {
            Relation::Before
        } else if b.1 <= a.0 {
            Relation::After
        } else if b.0 <= a.0 && a.1 <= b.1 {
            Relation::Within
        } else if a.0 <= b.0 && b.1 <= a.1 {
            Relation::Contains
        } else {
            Relation::Overlaps
        })
    }

    fn shifted(self, seconds: i32) -> Option<(DateTime, DateTime)> {
        let by = i64::from(seconds).seconds();
        Some((
            self.from.checked_add(by).ok()?,
            self.to.checked_add(by).ok()?,
        ))
    }
}
