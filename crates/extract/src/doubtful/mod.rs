//! A date of publication that the report itself does not allow.

mod address;
mod labelled;

use crosswire_calendar::Stamp;
use crosswire_report::{Item, Problem, ProblemKind, Report, Role};
use crosswire_times::{Anchoring, Contradiction, TimexKind, contradiction};
use jiff::civil::Date;

use crate::Annotated;
use crate::extracted::FoundTime;

/// A dateline is written at most a day ahead of its stamp (zones), and hardly a month after.
const DATELINE_DAYS: std::ops::RangeInclusive<i32> = 2..=31;
/// Days by which a stamp may be later than the day that a page gives: of a late change.
const LATE: i32 = 7;
/// Days by which it may be earlier: zones.
const EARLY: i32 = 1;

/// The problem of a report whose own words contradict its date of publication, if they do.
///
/// They do when the address has another day; when the last date that the page gives for the report
/// or its changes is long before; when the text tells of a later day as past, has a later dateline,
/// or names a weekday beside a day that does not fall on it in any year about the stamp. `times` are
/// those of the report, counted from the date that is in question.
pub(crate) fn doubt(annotated: &Annotated, times: &[FoundTime]) -> Option<Problem> {
    let report = annotated.report();
    let published = report.published.filter(|_| !is_given(report))?;
    let (reason, words) = by_address(annotated, published)
        .or_else(|| by_label(annotated, times, published))
        .or_else(|| by_text(annotated, times, published))?;
    Some(Problem {
        kind: ProblemKind::DoubtfulDate,
        message: format!(
            "the date of publication of {}, {published}, is doubtful: {reason} (“{words}”)",
            report.id
        ),
        mend: "check the date and give the right one with --published or in the record; until \
               then the report counts as undated where times are compared"
            .to_owned(),
    })
}

/// Whether a person gave the date: with `--published`, or with a correction in a ledger.
fn is_given(report: &Report) -> bool {
    let mut known = report.details.provenance.iter();
    known.any(|known| known.item == Item::Published && known.from.starts_with("--"))
}

fn by_address(annotated: &Annotated, published: Stamp) -> Option<(String, String)> {
    let report = annotated.report();
    let addresses = [&report.details.canonical, &report.url];
    let mut found = addresses
        .into_iter()
        .flatten()
        .filter_map(|address| address::day(address));
    let (day, words) = found.next()?;
    let is_far = ahead(published, day).is_some_and(|days| !(-LATE..=EARLY).contains(&days));
    is_far.then(|| (format!("its address has {day}"), words.to_owned()))
}

/// The last day that the page gives for the report.
fn by_label(
    annotated: &Annotated,
    times: &[FoundTime],
    published: Stamp,
) -> Option<(String, String)> {
    let text = &annotated.report().text;
    let labelled = times
        .iter()
        .filter_map(|found| Some((labelled::day(text, found)?, found)));
    let (day, found) = labelled.max_by_key(|(day, _)| *day)?;
    (ahead(published, day)? < -LATE).then(|| {
        let reason = format!("the last date that the page gives is {day}");
        (reason, annotated.words(found.passage).to_owned())
    })
}

fn by_text(
    annotated: &Annotated,
    times: &[FoundTime],
    published: Stamp,
) -> Option<(String, String)> {
    let (found, reason) = times.iter().find_map(|found| {
        let block = annotated.blocks().get(found.block)?;
        if block.role == Role::Dateline {
            return Some((found, late_dateline(found, published)?));
        }
        // Pictures are often older than the report.
        if !block.role.asserts() || block.role == Role::Caption {
            return None;
        }
        let reason = match contradiction(&block.doc, &found.timex, published)? {
            Contradiction::ToldTooSoon(day) => format!("the text tells of {day} as past"),
            Contradiction::WrongWeekday(weekday, day) => {
                format!(
                    "the text names {weekday:?} beside a day that about then is {day}, another weekday"
                )
            }
            _ => return None,
        };
        Some((found, reason))
    })?;
    Some((reason, annotated.words(found.passage).to_owned()))
}

fn ahead(published: Stamp, day: Date) -> Option<i32> {
    Some(published.date().until(day).ok()?.get_days())
}

fn late_dateline(found: &FoundTime, published: Stamp) -> Option<String> {
    let timex = &found.timex;
    let day = timex.interval?.from().date();
    let ahead = ahead(published, day)?;
    let late = timex.kind == TimexKind::Date
        && timex.month.is_some()
        && (DATELINE_DAYS.contains(&ahead) || timex.anchoring == Anchoring::Absolute && ahead > 1);
    late.then(|| format!("the text is dated {day}"))
}
