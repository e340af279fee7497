//! What a finding rests on beyond the words.

use std::collections::BTreeSet;

use crate::candidates::Side;
use crate::{Normal, Story};

/// The dates that the times of a finding are counted from although their reports make them doubtful.
pub(super) fn of_dates(story: &Story<'_>, sides: &[Side]) -> Vec<String> {
    let timed: BTreeSet<usize> = sides
        .iter()
        .filter(|side| matches!(side.normal, Normal::Time(_)))
        .map(|side| side.report)
        .collect();
    timed
        .into_iter()
        .filter_map(|report| {
            let extracted = story.reports[report];
            extracted.doubtful_date()?;
            let report = extracted.annotated.report();
            let outlet = report.outlet.as_deref().unwrap_or(&report.source);
            let published = report.published?;
            Some(format!(
                "that the report of {outlet} came out on {published}, which its own text makes doubtful"
            ))
        })
        .collect()
}
