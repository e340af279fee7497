//! Whether a text can have been written at the time it is stamped with.

use crosswire_annotate::Doc;
use crosswire_calendar::{Granularity, Stamp};
use jiff::civil::{Date, Weekday};

use crate::attach;
use crate::tense::{self, Tense};
use crate::{Anchoring, Timex, TimexKind};

/// What a text says that its stamp does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Contradiction {
    /// It tells as past what begins on this day, after the stamp.
    ToldTooSoon(Date),
    /// It names this weekday beside a day that, about the stamp, never falls on it.
    WrongWeekday(Weekday, Date),
}

/// Days after the stamp that zones and late corrections explain.
const GRACE: i32 = 1;
/// A day with its weekday and without its year is one of the months about the report.
const ABOUT: i32 = 300;

/// What one time expression of a text says against the text's stamp, if it does.
///
/// Told as past is what hangs on a finite past tense outside quotation marks, with `on`, `in`, `at`
/// or nothing before it: "until March 9" and "scheduled for March 9" tell of no past. Days without
/// a year count only with their weekday, since "on March 9" may be a year ago.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use crosswire_annotate::{Doc, TokenParts};
/// use crosswire_calendar::Stamp;
/// use crosswire_times::{Context, Contradiction, contradiction, find};
///
/// let word = |start, end, tag, pos, head, dep| TokenParts {
///     start, end, tag, pos, morph: "", lemma: "sink", head, dep, sentence_start: start == 0,
/// };
/// let words = [
///     word(0, 2, "PRP", "PRON", 1, "nsubj"),
///     word(3, 7, "VBD", "VERB", 1, "ROOT"),
///     word(8, 10, "IN", "ADP", 1, "prep"),
///     word(11, 16, "NNP", "PROPN", 2, "pobj"),
///     word(17, 18, "CD", "NUM", 3, "nummod"),
///     word(18, 19, ",", "PUNCT", 3, "punct"),
///     word(20, 24, "CD", "NUM", 3, "nummod"),
/// ];
/// let doc = Doc::from_parts("It sank on March 9, 2031", &words, Vec::new())?;
/// let stamp = Stamp::parse("2031-03-06").ok_or("no stamp")?;
/// let times = find(&doc, &mut Context::new(Some(stamp)));
/// let said = contradiction(&doc, &times[0], stamp).ok_or("none")?;
/// assert!(matches!(said, Contradiction::ToldTooSoon(day) if day.day() == 9));
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn contradiction(doc: &Doc, timex: &Timex, published: Stamp) -> Option<Contradiction> {
    if !matches!(timex.kind, TimexKind::Date | TimexKind::Time) {
        return None;
    }
    let from = timex.interval?.from().date();
    let ahead = published.date().until(from).ok()?.get_days();
    let with_weekday = timex.weekday.is_some() && timex.month.is_some();
    if let (true, Some(weekday)) = (with_weekday, timex.weekday)
        && timex.anchoring == Anchoring::Document
        && (from.weekday() != weekday || ahead.abs() > ABOUT)
    {
        let near = Date::new(published.date().year(), from.month(), from.day()).ok()?;
        return Some(Contradiction::WrongWeekday(weekday, near));
    }
    let dated = match timex.anchoring {
        Anchoring::Absolute => true,
        // A day without its year that is told as past is resolved ahead only when it is near.
        Anchoring::Document => {
            timex.month.is_some()
                && timex
                    .interval
                    .is_some_and(|interval| interval.granularity() <= Granularity::Day)
        }
        _ => false,
    };
    (dated && ahead > GRACE && is_told_as_past(doc, timex))
        .then_some(Contradiction::ToldTooSoon(from))
}

fn is_told_as_past(doc: &Doc, timex: &Timex) -> bool {
    let (Some(last), Some(governor)) = (timex.tokens.end.checked_sub(1), timex.governor) else {
        return false;
    };
    let first = timex.tokens.start;
    let Some(head) = attach::head(doc, first, last) else {
        return false;
    };
    let above = head.head();
    let during = above.pos() != "ADP" || ["on", "in", "at"].iter().any(|word| above.is(word));
    let verb = doc.token(governor);
    let finite = verb.tag() == "VBD"
        || verb.tag() == "VBN"
            && verb
                .children()
                .any(|child| child.dep() == "auxpass" && child.tag() == "VBD");
    let quoted = (0..first)
        .filter(|&i| matches!(doc.token(i).text(), "\"" | "“" | "”" | "``" | "''"))
        .count()
        % 2
        == 1;
    // "the quarter ended Oct. 31" is named by its end, whenever that is.
    let ended = verb.lemma() == "end";
    during && finite && !ended && !quoted && tense::tense_of(doc, first, last, true) == Tense::Past
}
