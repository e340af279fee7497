//! By when something is to be.

use std::ops::Range;

use crosswire_annotate::{Doc, Token};
use crosswire_calendar::Stamp;
use crosswire_extract::{Extracted, FoundTime};
use crosswire_report::Passage;
use crosswire_times::TimexKind;
use jiff::ToSpan;
use jiff::civil::Date;

/// The time of an undertaking, as days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The words that say it, with "by" or "on".
    pub passage: Passage,
    /// The first day that it can be on; `None` for "by ..." and where no day is known.
    pub from: Option<Date>,
    /// The last day that it can be on.
    pub to: Option<Date>,
}

/// The time among the tokens `within` of a block that says when an act told on `cue` is to be.
///
/// Without one there, a time before the cue that the act itself has ("On Friday he will ...") says it.
pub(crate) fn find(
    extracted: &Extracted,
    block: usize,
    within: Range<usize>,
    act: Token<'_>,
) -> Option<Due> {
    let inside = among(extracted, block, within.clone(), |_| true);
    if inside.is_some_and(|due| due.to.is_some()) {
        return inside;
    }
    let before = act.doc().sentence_of(act.index()).start..within.start;
    let own = |time: &FoundTime| {
        time.timex.governor == Some(act.index())
            || (time.timex.tokens.start..time.timex.tokens.end)
                .map(|i| act.doc().token(i))
                .any(|word| {
                    let over = if word.dep() == "pobj" {
                        word.head().head()
                    } else {
                        word.head()
                    };
                    over.index() == act.index()
                })
    };
    let fronted = among(extracted, block, before, own).filter(|due| due.to.is_some());
    fronted.or(inside)
}

fn among(
    extracted: &Extracted,
    block: usize,
    within: Range<usize>,
    wanted: impl Fn(&FoundTime) -> bool,
) -> Option<Due> {
    let doc = &extracted.annotated.blocks()[block].doc;
    let from = extracted.times.partition_point(|time| time.block < block);
    let times = extracted.times[from..]
        .iter()
        .take_while(|time| time.block == block)
        .filter(|time| {
            time.timex.tokens.start >= within.start
                && time.timex.tokens.end <= within.end
                && wanted(time)
        });
    let told = extracted.annotated.report().published.map(Stamp::date);
    let dues = times.filter_map(|time| due(extracted, doc, time, told));
    // One with days says more than "soon"; of several the last stands nearest to the end of the act.
    dues.max_by_key(|due| (due.to.is_some(), due.passage.span.start()))
}

fn due(extracted: &Extracted, doc: &Doc, time: &FoundTime, told: Option<Date>) -> Option<Due> {
    let start = time.timex.tokens.start;
    let before = start.checked_sub(1).map(|i| doc.token(i));
    // "over the next few days", "by the end of May": the preposition before the determiner.
    let word = before
        .map(|token| token.text().to_lowercase())
        .unwrap_or_default();
    let until = matches!(word.as_str(), "by" | "until" | "till" | "before" | "within");
    let joined = matches!(
        word.as_str(),
        "by" | "until"
            | "till"
            | "before"
            | "within"
            | "on"
            | "in"
            | "during"
            | "over"
            | "for"
            | "at"
            | "from"
            | "effective"
    );
    let first = if joined { start - 1 } else { start };
    let passage = extracted
        .annotated
        .passage(time.block, first..time.timex.tokens.end);
    let mut due = Due {
        passage,
        from: None,
        to: None,
    };
    match time.timex.kind {
        TimexKind::Date | TimexKind::Time => {
            let Some(interval) = time.timex.interval else {
                return Some(due);
            };
            let mut from = interval.from().date();
            // The first moment after it: the day before, unless it ends within a day.
            let mut to = interval.to();
            to = to.checked_sub(1.nanosecond()).ok()?;
            let mut to = to.date();
            if let Some(told) = told
                && to < told
            {
                // "on Friday", said of what is to come.
                if time.timex.weekday.is_some() && from >= told.checked_sub(7.days()).ok()? {
                    from = from.checked_add(7.days()).ok()?;
                    to = to.checked_add(7.days()).ok()?;
                } else if told < to.checked_add(1.year()).ok()? && !has_year(extracted, time) {
                    // "by the end of June", said in autumn: the next one.
                    from = from.checked_add(1.year()).ok()?;
                    to = to.checked_add(1.year()).ok()?;
                } else {
                    return None;
                }
            }
            due.from = (!until).then_some(from);
            let end = extracted
                .annotated
                .words(time.passage)
                .to_lowercase()
                .contains("end");
            due.to = Some(if word == "before" && !end {
                from.checked_sub(1.day()).ok()?
            } else {
                to
            });
        }
        TimexKind::Duration if until || word == "in" => {
            due.to = told.and_then(|told| after(told, &time.timex.value));
        }
        TimexKind::Duration => return None,
        TimexKind::Set => return None,
    }
    Some(due)
}

/// Whether an expression says its year, or says itself that it is over.
fn has_year(extracted: &Extracted, time: &FoundTime) -> bool {
    let words = extracted.annotated.words(time.passage).to_lowercase();
    let mut parts = words.split(|char: char| !char.is_ascii_alphanumeric());
    let month_or_feast = time.timex.month.is_some() || !words.contains(' ');
    parts.any(|part| {
        part.len() == 4 && part.chars().all(|char| char.is_ascii_digit())
            || matches!(
                part,
                "last" | "ago" | "past" | "earlier" | "previous" | "week" | "yesterday" | "year"
            )
    }) || !month_or_feast && time.timex.interval.is_none()
}

/// The day so long after another, for whole days, weeks, months and years ("P3M").
fn after(day: Date, value: &str) -> Option<Date> {
    day.checked_add(length(value)?).ok()
}

/// A length of whole days, weeks, months or years.
pub(crate) fn length(value: &str) -> Option<jiff::Span> {
    let (count, unit) = value
        .strip_prefix('P')?
        .split_at_checked(value.len().checked_sub(2)?)?;
    let count: i64 = count
        .parse()
        .ok()
        .filter(|count| (0..10_000).contains(count))?;
    Some(match unit {
        "D" => count.days(),
        "W" => count.weeks(),
        "M" => count.months(),
        "Y" => count.years(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_counted_on() {
        let day = jiff::civil::date(2031, 1, 31);
        assert_eq!(after(day, "P3M"), Some(jiff::civil::date(2031, 4, 30)));
        assert_eq!(after(day, "P2W"), Some(jiff::civil::date(2031, 2, 14)));
        for no in [
            "",
            "P",
            "PT3H",
            "PXM",
            "P-3M",
            "P99999999999999999999Y",
            "Pé",
        ] {
            assert_eq!(after(day, no), None, "{no}");
        }
    }
}
