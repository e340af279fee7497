//! Clock times that any reader would call one.

use crosswire_calendar::Granularity;

use crate::Normal;
use crate::judge::Judged;
use crate::told::when::minute_of_day;

/// Minutes by which two reports may tell one moment.
const NEAR: i64 = 5;

/// Whether the sides set only clock times against each other that are one: "about 5:30 p.m." and
/// "around 5:30 p.m." of a report that came out on another day.
pub(super) fn are_one(judged: &Judged) -> bool {
    let clocks: Option<Vec<i64>> = judged
        .sides
        .iter()
        .map(|side| minute(&side.normal))
        .collect();
    let Some(clocks) = clocks else { return false };
    let mut sides = judged.sides.iter().zip(&clocks);
    let round = match sides.any(|(side, at)| is_of_either_half(&side.value, *at)) {
        true => DAY / 2,
        false => DAY,
    };
    clocks.iter().all(|one| {
        let apart = (one - clocks[0]).rem_euclid(round);
        apart.min(round - apart) <= NEAR
    })
}

/// Minutes of a day.
const DAY: i64 = 24 * 60;

/// Whether words leave open which half of the day they are of: "three o'clock".
fn is_of_either_half(words: &str, minute: i64) -> bool {
    let words = words.to_lowercase();
    let clocks = ["o'clock", "o\u{2019}clock"];
    let halves = [
        "morning", "noon", "evening", "night", "a.m", "p.m", " am", " pm",
    ];
    minute <= DAY / 2
        && clocks.iter().any(|clock| words.contains(clock))
        && !halves.iter().any(|half| words.contains(half))
}

/// The minute of the day of a clock time.
fn minute(normal: &Normal) -> Option<i64> {
    let Normal::Time(time) = normal else {
        return None;
    };
    let is_clock = matches!(time.granularity, Granularity::Minute | Granularity::Hour);
    is_clock.then(|| minute_of_day(time.from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_hour_is_of_either_half_of_the_day() {
        assert!(is_of_either_half("three o'clock", 3 * 60));
        assert!(is_of_either_half("three o\u{2019}clock", 3 * 60));
        assert!(!is_of_either_half(
            "three o'clock in the afternoon",
            15 * 60
        ));
        assert!(!is_of_either_half("3 p.m.", 15 * 60));
    }
}
