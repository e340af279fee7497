//! What a finding rests on beyond the words.

use std::collections::BTreeSet;

use crate::candidates::Side;
use crate::{About, FindingKind, Normal, Story};

/// The dates that a contradiction on a time borrows.
///
/// "Tuesday" here and "Wednesday" there are two days whenever their reports came out. That they are said of one
/// happening takes more: where both reports have dates the days are near each other, and where one has none,
/// or one that its own text denies, it is taken to have come out when the others did.
pub(super) fn of_dates(
    story: &Story<'_>,
    (kind, about): (FindingKind, About),
    sides: &[Side],
) -> Vec<String> {
    if about != About::Time || !kind.is_contradiction() {
        return Vec::new();
    }
    let undated: BTreeSet<usize> = sides
        .iter()
        .filter(|side| side.normal == Normal::None)
        .map(|side| side.report)
        .filter(|&report| story.reports[report].published().is_none())
        .collect();
    let assumed = undated.into_iter().map(|report| {
        let report = story.reports[report].annotated.report();
        let outlet = report.outlet.as_deref().unwrap_or(&report.source);
        let date = match report.published {
            Some(_) => "whose date is doubtful",
            None => "which has no date",
        };
        format!("that the report of {outlet}, {date}, came out when the others did")
    });
    assumed.collect()
}
