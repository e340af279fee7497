//! Ranges of numbers with open or closed ends, and how two of them lie to each other.
//!
//! "More than 20" is `(20, inf)` and "as many as 20" is `(0, 20]`: they share no number, and only
//! ends that know whether they are included can say so.

use std::fmt;
use std::str::FromStr;

/// A range of numbers; never empty, never NaN. An end at infinity is always open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The lower end; may be minus infinity.
    pub low: f64,
    /// The upper end; may be infinity.
    pub high: f64,
    /// Whether the lower end is left out.
    pub low_open: bool,
    /// Whether the upper end is left out.
    pub high_open: bool,
}

/// How one range lies to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// The same numbers.
    Equal,
    /// Strictly inside the other.
    Within,
    /// The other is strictly inside.
    Contains,
    /// Some numbers shared, and each has numbers of its own.
    Overlaps,
    /// No number shared.
    Disjoint,
}

impl Relation {
    /// The relation seen from the other side.
    #[must_use]
    pub fn inverse(self) -> Relation {
        match self {
            Relation::Within => Relation::Contains,
            Relation::Contains => Relation::Within,
            same => same,
        }
    }

    /// Its name in output: `equal`, `within`, `contains`, `overlaps`, `disjoint`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Relation::Equal => "equal",
            Relation::Within => "within",
            Relation::Contains => "contains",
            Relation::Overlaps => "overlaps",
            Relation::Disjoint => "disjoint",
        }
    }
}

impl Range {
    /// Every number.
    pub const ALL: Range = Range {
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
        low_open: true,
        high_open: true,
    };

    /// A range from its ends; `None` when it would be empty, or an end is NaN.
    #[must_use]
    pub fn new(low: f64, high: f64, low_open: bool, high_open: bool) -> Option<Range> {
        let low_open = low_open || low == f64::NEG_INFINITY;
        let high_open = high_open || high == f64::INFINITY;
        let whole = low < high && low != f64::INFINITY && high != f64::NEG_INFINITY;
        let point = low == high && low.is_finite() && !low_open && !high_open;
        // `+ 0.0` makes minus zero plain zero, so that equal ranges print alike.
        (whole || point).then_some(Range {
            low: low + 0.0,
            high: high + 0.0,
            low_open,
            high_open,
        })
    }

    /// The range that holds only `value`.
    ///
    /// # Panics
    ///
    /// When `value` is not finite.
    #[must_use]
    pub fn point(value: f64) -> Range {
        Range::closed(value, value)
    }

    /// From `low` to `high`, both included.
    ///
    /// # Panics
    ///
    /// When `low > high`, or one of them is not finite.
    #[must_use]
    pub fn closed(low: f64, high: f64) -> Range {
        assert!(
            low <= high && low.is_finite() && high.is_finite(),
            "no closed range from {low} to {high}"
        );
        Range {
            low: low + 0.0,
            high: high + 0.0,
            low_open: false,
            high_open: false,
        }
    }

    /// Whether it holds a single number.
    #[must_use]
    pub fn is_point(&self) -> bool {
        self.low == self.high
    }

    /// Whether `value` is in it.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        let above = value > self.low || value == self.low && !self.low_open;
        let below = value < self.high || value == self.high && !self.high_open;
        above && below
    }

    /// Whether every number of `other` is in it.
    #[must_use]
    pub fn covers(&self, other: &Range) -> bool {
        let low =
            other.low > self.low || other.low == self.low && (other.low_open || !self.low_open);
        let high = other.high < self.high
            || other.high == self.high && (other.high_open || !self.high_open);
        low && high
    }

    /// The numbers that are in both; `None` when there is none.
    #[must_use]
    pub fn intersection(&self, other: &Range) -> Option<Range> {
        let (low, low_open) = if self.low == other.low {
            (self.low, self.low_open || other.low_open)
        } else if self.low > other.low {
            (self.low, self.low_open)
        } else {
            (other.low, other.low_open)
        };
        let (high, high_open) = if self.high == other.high {
            (self.high, self.high_open || other.high_open)
        } else if self.high < other.high {
            (self.high, self.high_open)
        } else {
            (other.high, other.high_open)
        };
        Range::new(low, high, low_open, high_open)
    }

    /// The smallest range that covers both.
    #[must_use]
    pub fn hull(&self, other: &Range) -> Range {
        let (low, low_open) = if self.low == other.low {
            (self.low, self.low_open && other.low_open)
        } else if self.low < other.low {
            (self.low, self.low_open)
        } else {
            (other.low, other.low_open)
        };
        let (high, high_open) = if self.high == other.high {
            (self.high, self.high_open && other.high_open)
        } else if self.high > other.high {
            (self.high, self.high_open)
        } else {
            (other.high, other.high_open)
        };
        Range {
            low,
            high,
            low_open,
            high_open,
        }
    }

    /// Whether they share no number.
    #[must_use]
    pub fn is_disjoint(&self, other: &Range) -> bool {
        self.intersection(other).is_none()
    }

    /// How it lies to `other`.
    ///
    /// ```
    /// use crosswire_quantities::{Range, Relation};
    ///
    /// let as_many_as_20: Range = "(0, 20]".parse().unwrap();
    /// let more_than_20: Range = "(20, inf)".parse().unwrap();
    /// assert_eq!(as_many_as_20.relation(&more_than_20), Relation::Disjoint);
    /// assert_eq!(Range::point(284.0).relation(&"[270, 300)".parse().unwrap()), Relation::Within);
    /// ```
    #[must_use]
    pub fn relation(&self, other: &Range) -> Relation {
        match (other.covers(self), self.covers(other)) {
            (true, true) => Relation::Equal,
            (true, false) => Relation::Within,
            (false, true) => Relation::Contains,
            (false, false) if self.is_disjoint(other) => Relation::Disjoint,
            (false, false) => Relation::Overlaps,
        }
    }

    /// Every number times `factor`, plus `offset`: a change of unit. `None` when the result is not
    /// a range (a factor of zero or less, or a number too large).
    #[must_use]
    pub fn convert(&self, factor: f64, offset: f64) -> Option<Range> {
        if !(factor > 0.0 && factor.is_finite() && offset.is_finite()) {
            return None;
        }
        let end = |value: f64| {
            if value.is_finite() {
                tidy(value * factor + offset)
            } else {
                value
            }
        };
        let (low, high) = (end(self.low), end(self.high));
        if low.is_infinite() && self.low.is_finite() || high.is_infinite() && self.high.is_finite()
        {
            return None;
        }
        Range::new(low, high, self.low_open, self.high_open)
    }
}

/// Drops the noise of binary fractions: 12 digits are more than any report means.
pub(crate) fn tidy(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let nearest = value.round();
    if (value - nearest).abs() <= value.abs() * 1e-12 {
        return nearest;
    }
    format!("{value:.11e}").parse().unwrap_or(value)
}

/// `84`, `[10, 12]`, `(20, inf)`: what [`Range::from_str`] reads.
impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_point() {
            return write!(f, "{}", self.low);
        }
        let open = if self.low_open { '(' } else { '[' };
        let close = if self.high_open { ')' } else { ']' };
        write!(f, "{open}{}, {}{close}", self.low, self.high)
    }
}

/// A string that is not a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseRangeError(String);

impl fmt::Display for ParseRangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a range such as `84`, `[10, 12]` or `(20, inf)`",
            self.0
        )
    }
}

impl std::error::Error for ParseRangeError {}

impl FromStr for Range {
    type Err = ParseRangeError;

    fn from_str(text: &str) -> Result<Range, ParseRangeError> {
        parse(text.trim()).ok_or_else(|| ParseRangeError(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<Range> {
    let low_open = match text.chars().next()? {
        '[' => false,
        '(' => true,
        _ => {
            return text
                .parse()
                .ok()
                .filter(|v: &f64| v.is_finite())
                .map(Range::point);
        }
    };
    let high_open = match text.chars().next_back()? {
        ']' => false,
        ')' => true,
        _ => return None,
    };
    let (low, high) = text.get(1..text.len() - 1)?.split_once(',')?;
    Range::new(
        low.trim().parse().ok()?,
        high.trim().parse().ok()?,
        low_open,
        high_open,
    )
}
