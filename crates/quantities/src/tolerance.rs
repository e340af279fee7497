//! The model of rounding and approximation.
//!
//! What a number *says* ([`Quantity::range`](crate::Quantity::range)) and what it *can denote*
//! ([`Quantity::tolerance`](crate::Quantity::tolerance)) differ. The model:
//!
//! | as written | says | can denote |
//! | --- | --- | --- |
//! | 1,284; 37; twelve (counts, nothing rounded) | the number | the number |
//! | a count that ends in zeros, 50 or more | the number | half its last place that is not zero to either side, at most 5 % |
//! | amounts that could be fractions (measures, money, percents, durations) | the number | half its last written place to either side; ending in zeros as above |
//! | a number with a scale ("1.5 million", "$284bn") | the number | half its last place |
//! | "a dozen", "half a dozen" | 12, 6 | 15 % below to 25 % above |
//! | a fraction in words ("a third") | the fraction | a tenth to either side |
//! | about, some, around | a tenth to either side | the same, or half the last place that is not zero if wider, at most a fifth |
//! | nearly, almost | from a tenth below, short of it | from 15 % below to the number |
//! | just over | past it to a tenth above | to 15 % above |
//! | at least, more than, up to, fewer than, ... | the half line from the number | the same |
//! | 10 to 12 | both ends | each end rounded as above |
//! | an age in years | the completed years | from that birthday until the next |
//! | dozens, several, ... | as `data/vague.tsv` has it | likewise, wider |
//! | ordinals, scores | the number | the number |
//!
//! So "nearly 300" and "284" meet, "about 12 feet" and "3.7 m" meet, "$103 billion" and
//! "$105 billion" do not.

use crate::Range;
use crate::number::{Form, Number};
use crate::quantity::Operator;

/// How far a number may be off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rounding {
    /// Things that come in ones.
    Whole,
    /// Amounts that could be fractions.
    Fractional,
    /// Never rounded: scores, ordinals, ages.
    Never,
}

/// The largest share by which a number that ends in zeros is rounded.
const ROUND: f64 = 0.05;
/// Counts below this are not rounded.
const SMALL: f64 = 50.0;

/// Low and high of what an exact number can denote.
fn rounded(number: &Number, value: f64, rounding: Rounding) -> (f64, f64) {
    let half = match rounding {
        Rounding::Never => 0.0,
        _ if number.form == Form::Part => 0.1 * value,
        // "a dozen": the place is the number itself.
        _ if number.place == value
            && number.step == value
            && number.form == Form::Words
            && value >= 6.0 =>
        {
            return (value * 0.85, value * 1.25);
        }
        Rounding::Whole if number.place >= 1.0 && (value < SMALL || number.step <= 1.0) => 0.0,
        _ if number.step > number.place => {
            let zeros = (number.step / 2.0).min(ROUND * value);
            let written = if rounding == Rounding::Whole && !number.scaled {
                0.0
            } else {
                number.place / 2.0
            };
            zeros.max(written.min(number.step / 2.0))
        }
        _ => number.place / 2.0,
    };
    (value - half, value + half)
}

/// What the number says and what it can denote, as written (before any change of unit). `None`
/// where the words make no sense ("less than zero").
pub(crate) fn ranges(
    low: &Number,
    high: &Number,
    operator: Operator,
    rounding: Rounding,
) -> Option<(Range, Range)> {
    if let Some(can) = low.can {
        return vague(low, can, operator);
    }
    let value = low.low;
    let closed = |low: f64, high: f64| Range::new(low, high, false, false);
    if operator == Operator::Between {
        let said = closed(low.low.min(high.high), high.high.max(low.low))?;
        let (below, _) = rounded(low, low.low, rounding);
        let (_, above) = rounded(high, high.high, rounding);
        return Some((said, closed(below, above)?.hull(&said)));
    }
    let (below, above) = rounded(low, value, rounding);
    let size = value.abs();
    let same = |range: Range| (range, range);
    let (said, can) = match operator {
        Operator::AtLeast => same(Range::new(value, f64::INFINITY, false, true)?),
        Operator::MoreThan => same(Range::new(value, f64::INFINITY, true, true)?),
        Operator::AtMost => same(Range::new(below_zero(value), value, false, false)?),
        Operator::LessThan => same(Range::new(below_zero(value), value, false, true)?),
        Operator::UpTo => same(Range::new(0.0, value, true, false)?),
        Operator::About => {
            let half = (0.1 * size)
                .max((low.step / 2.0).min(0.2 * size))
                .max(above - value);
            (
                closed(value - 0.1 * size, value + 0.1 * size)?,
                closed(value - half, value + half)?,
            )
        }
        Operator::Nearly => (
            Range::new(value - 0.1 * size, value, false, true)?,
            closed(value - 0.15 * size, value)?,
        ),
        Operator::JustOver => (
            Range::new(value, value + 0.1 * size, true, false)?,
            closed(value, value + 0.15 * size)?,
        ),
        Operator::Exact | Operator::Between | Operator::Vague => {
            (closed(value, value)?, closed(below, above)?)
        }
    };
    Some((said, can.hull(&said)))
}

/// Amounts start at nothing, but a bound below zero ("less than -5") is open downwards.
fn below_zero(value: f64) -> f64 {
    if value > 0.0 { 0.0 } else { f64::NEG_INFINITY }
}

/// "dozens", "at least several hundred", "more than a dozen".
fn vague(number: &Number, can: (f64, f64), operator: Operator) -> Option<(Range, Range)> {
    // The shares are open below: half is no majority.
    let ends =
        |(low, high): (f64, f64)| Range::new(low, high, high <= 1.0 && low != high, low != high);
    let said = ends((number.low, number.high))?;
    let can = ends(can)?.hull(&said);
    let up = |range: Range, open| Range::new(range.low, f64::INFINITY, open, true);
    let down = |range: Range, open| Range::new(0.0, range.high, open, range.high_open);
    Some(match operator {
        Operator::AtLeast => (up(said, false)?, up(can, false)?),
        Operator::MoreThan | Operator::JustOver => (up(said, said.is_point())?, up(can, false)?),
        Operator::AtMost | Operator::LessThan => (down(said, false)?, down(can, false)?),
        Operator::UpTo => (down(said, true)?, down(can, true)?),
        _ => (said, can),
    })
}
