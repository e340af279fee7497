//! A date of publication that the report's own text does not allow.

use crosswire_report::{Problem, ProblemKind, Role};
use crosswire_times::{Anchoring, Contradiction, TimexKind, contradiction};

use crate::Extracted;
use crate::extracted::FoundTime;

/// A dateline is written at most a day ahead of its stamp (zones), and hardly a month after.
const DATELINE_DAYS: std::ops::RangeInclusive<i32> = 2..=31;

impl Extracted {
    /// The problem of a report whose text contradicts its date of publication, if it does: the
    /// text tells of a later day as past, its dateline is later, or it names a weekday beside a
    /// day that does not fall on it in any year about the stamp.
    #[must_use]
    pub fn doubtful_date(&self) -> Option<Problem> {
        let published = self.annotated.report().published?;
        let (found, reason) = self.times.iter().find_map(|found| {
            let block = self.annotated.blocks().get(found.block)?;
            if block.role == Role::Dateline {
                return Some((found, late_dateline(found, published)?));
            }
            // Pictures are often older than the report.
            if !block.role.asserts() || block.role == Role::Caption {
                return None;
            }
            let reason = match contradiction(&block.doc, &found.timex, published)? {
                Contradiction::ToldTooSoon(day) => format!("tells of {day} as past"),
                Contradiction::WrongWeekday(weekday, day) => {
                    format!(
                        "names {weekday:?} beside a day that about then is {day}, another weekday"
                    )
                }
                _ => return None,
            };
            Some((found, reason))
        })?;
        let words = self.annotated.words(found.passage);
        Some(Problem {
            kind: ProblemKind::DoubtfulDate,
            message: format!(
                "the date of publication, {published}, is doubtful: the text {reason} (“{words}”)"
            ),
            mend: "check the date and give the right one with --published or in the record; \
                   until then days are counted from the doubtful one"
                .to_owned(),
        })
    }
}

fn late_dateline(found: &FoundTime, published: crosswire_calendar::Stamp) -> Option<String> {
    let timex = &found.timex;
    let day = timex.interval?.from().date();
    let ahead = published.date().until(day).ok()?.get_days();
    let late = timex.kind == TimexKind::Date
        && timex.month.is_some()
        && (DATELINE_DAYS.contains(&ahead) || timex.anchoring == Anchoring::Absolute && ahead > 1);
    late.then(|| format!("is dated {day}"))
}
