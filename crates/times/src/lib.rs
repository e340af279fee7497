//! TIMEX3 time expressions in English news, normalised and turned into calendar intervals.

use std::ops::Range;

use crosswire_annotate::Doc;
use crosswire_calendar::{Interval, Stamp};
use crosswire_text::Span;
use jiff::civil::Weekday;

/// A time expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Timex {
    /// Bytes of the document's text.
    pub span: Span,
    /// Tokens that it touches.
    pub tokens: Range<usize>,
    /// TIMEX3 type.
    pub kind: TimexKind,
    /// TIMEX3 value.
    pub value: String,
    /// Calendar time it can denote.
    pub interval: Option<Interval>,
    /// What its interval rests on.
    pub anchoring: Anchoring,
    /// The weekday said.
    pub weekday: Option<Weekday>,
    /// The month said.
    pub month: Option<i8>,
    /// Token of the predicate or noun that it modifies.
    pub governor: Option<usize>,
}

/// TIMEX3 type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimexKind {
    /// A day or longer.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A recurring time.
    Set,
}

impl TimexKind {
    /// The TIMEX3 name.
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

/// What an interval rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Anchoring {
    /// Holds whatever the report's date.
    Absolute,
    /// Relative to the document time.
    Document,
    /// Relative to another expression of the text.
    Text,
}

/// Document time and the last dated expression, carried from block to block.
#[derive(Clone, Debug)]
pub struct Context {
    _published: Option<Stamp>,
}

impl Context {
    /// For a report published at `published`.
    #[must_use]
    pub fn new(published: Option<Stamp>) -> Context {
        Context {
            _published: published,
        }
    }
}

/// The time expressions of a document.
pub fn find(_doc: &Doc, _context: &mut Context) -> Vec<Timex> {
    Vec::new()
}
