//! Clock times that any reader would call one.

use crosswire_calendar::Granularity;

use crate::judge::Judged;
use crate::{FindingKind, Normal};

/// Minutes by which two reports may tell one moment.
const NEAR: i64 = 5;

/// Whether a contradiction sets only clock times against each other that are one: "about 5:30 p.m." and
/// "around 5:30 p.m." of a report that came out on another day.
pub(super) fn are_one(judged: &Judged) -> bool {
    if !matches!(judged.kind, FindingKind::Conflict | FindingKind::Update) {
        return false;
    }
    let clocks: Option<Vec<i64>> = judged
        .sides
        .iter()
        .map(|side| minute(&side.normal))
        .collect();
    let Some(clocks) = clocks else { return false };
    clocks.iter().all(|one| {
        let apart = (one - clocks[0]).rem_euclid(DAY);
        apart.min(DAY - apart) <= NEAR
    })
}

/// Minutes of a day.
const DAY: i64 = 24 * 60;

/// The minute of the day of a clock time.
fn minute(normal: &Normal) -> Option<i64> {
    let Normal::Time(time) = normal else {
        return None;
    };
    let is_clock = time.granularity == Granularity::Minute;
    is_clock.then(|| i64::from(time.from.hour()) * 60 + i64::from(time.from.minute()))
}
