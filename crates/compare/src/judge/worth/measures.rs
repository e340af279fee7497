//! Measures that are one in two units: "400 pounds" and "181 kg".

use crate::Normal;
use crate::candidates::Side;
use crate::judge::Judged;

/// By which part two measures may differ that were turned from one unit into another and rounded.
const ROUNDED: f64 = 0.01;
/// Normal units of measures that news gives in two systems.
const TURNED: [&str; 5] = ["kg", "m", "m2", "m3", "m/s"];

/// Gives measures that are one the same answer; whether there are two answers still.
pub(super) fn still_part(judged: &mut Judged) -> bool {
    let sides = &mut judged.sides;
    let mut joined = false;
    for at in 1..sides.len() {
        let (before, side) = sides.split_at_mut(at);
        let same = before.iter().find(|other| is_one(other, &side[0]));
        if let Some(other) = same {
            joined |= other.answer != side[0].answer;
            side[0].answer = other.answer;
        }
    }
    !joined || sides.iter().any(|side| side.answer != sides[0].answer)
}

/// Whether two values are one measure in two units.
pub(crate) fn is_one(a: &Side, b: &Side) -> bool {
    let (Normal::Interval(one), Normal::Interval(two)) = (&a.normal, &b.normal) else {
        return false;
    };
    one.unit == two.unit
        && TURNED.contains(&&*one.unit)
        && unit(&a.value) != unit(&b.value)
        && is_near(one.low, two.low)
        && is_near(one.high, two.high)
}

fn is_near(one: f64, other: f64) -> bool {
    one == other || (one - other).abs() <= ROUNDED * one.abs().max(other.abs())
}

/// The unit as it was written: what follows the last figure or number.
fn unit(words: &str) -> &str {
    let after = words.rfind(|c: char| c.is_ascii_digit());
    after.map_or("", |at| words[at + 1..].trim_matches([' ', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_weight_in_two_units() {
        assert_ne!(unit("400-pound"), unit("181-kg"));
        assert_eq!(unit("400 pounds"), unit("1,000 pounds"));
        assert!(is_near(181.437, 181.0) && !is_near(181.437, 185.0));
        assert!(is_near(f64::NEG_INFINITY, f64::NEG_INFINITY));
    }
}
