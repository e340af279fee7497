//! What is handed out: the time expression and the words that describe it.

use std::ops::Range;

use crosswire_calendar::Interval;
use crosswire_text::Span;
use jiff::civil::Weekday;

/// The TIMEX3 type of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimexKind {
    /// A day or anything longer on the calendar: "Friday", "the third quarter", "now".
    Date,
    /// A part of a day: "9 a.m. Tuesday", "last night".
    Time,
    /// A length: "three weeks", "the past two months".
    Duration,
    /// Something that repeats: "every Thursday", "daily".
    Set,
}

impl TimexKind {
    /// The word that TIMEX3 uses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            TimexKind::Date => "DATE",
            TimexKind::Time => "TIME",
            TimexKind::Duration => "DURATION",
            TimexKind::Set => "SET",
        }
    }
}

macro_rules! named {
    ($(#[doc = $doc:literal])* $type:ident { $($(#[doc = $variant_doc:literal])* $variant:ident $name:literal,)* }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type { $($(#[doc = $variant_doc])* $variant),* }

        impl $type {
            /// The word that TIMEX3 uses.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $($type::$variant => $name),* }
            }

            pub(crate) fn of_name(name: &str) -> Option<$type> {
                match name { $($name => Some($type::$variant),)* _ => None }
            }
        }
    };
}

named! {
    /// The TIMEX3 `mod`: how an expression restricts or loosens its value.
    Modifier {
        /// "earlier this year"
        Before "BEFORE",
        /// "later this week"
        After "AFTER",
        /// "early", "the beginning of"
        Start "START",
        /// "mid-November"
        Mid "MID",
        /// "late", "the end of"
        End "END",
        /// "about", "around"
        Approx "APPROX",
        /// "nearly", "less than"
        LessThan "LESS_THAN",
        /// "over", "more than"
        MoreThan "MORE_THAN",
        /// "up to", "no more than"
        EqualOrLess "EQUAL_OR_LESS",
        /// "at least"
        EqualOrMore "EQUAL_OR_MORE",
    }
}

named! {
    /// A time that has no place on the calendar.
    Reference {
        /// "recently", "the past"
        Past "PAST_REF",
        /// "now", "currently"
        Present "PRESENT_REF",
        /// "soon", "the future"
        Future "FUTURE_REF",
    }
}

/// What the value of an expression was counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Anchoring {
    /// Nothing: it holds whatever the report's date is ("Oct. 23, 1998", "three weeks").
    Absolute,
    /// The document time ("last week", "Friday").
    Document,
    /// An expression before it ("the next day", "a year earlier").
    Text,
    /// A date that is not the report's own (a reader set it).
    Borrowed,
}

/// One time expression of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Timex {
    /// Its bytes in the document's text.
    pub span: Span,
    /// The tokens that it touches; it may begin or end inside one ("2.24am", "post-1959").
    pub tokens: Range<usize>,
    /// The TIMEX3 type.
    pub kind: TimexKind,
    /// The TIMEX3 value; [`Value::parse`](crate::Value::parse) reads it.
    pub value: String,
    /// The TIMEX3 modifier.
    pub modifier: Option<Modifier>,
    /// The calendar time that it can denote, as widely as the words allow; `None` for lengths and
    /// sets, and where no date is known to count from.
    pub interval: Option<Interval>,
    /// What the value was counted from.
    pub anchoring: Anchoring,
    /// The weekday that was said, whatever the date: a Wednesday is never a Thursday.
    pub weekday: Option<Weekday>,
    /// The month that was said (1 to 12), likewise.
    pub month: Option<i8>,
    /// The token of the predicate or noun that it modifies.
    pub governor: Option<usize>,
}
