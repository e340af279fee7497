//! Dates that a page puts beside its report: "Updated: 6 March 2031, 4:25 PM".

use std::collections::HashSet;
use std::sync::LazyLock;

use crosswire_calendar::Granularity;
use crosswire_report::Field;
use crosswire_times::{Anchoring, TimexKind};
use jiff::civil::Date;

use crate::extracted::FoundTime;

static LABELS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("../../data/date-labels.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect()
});
/// Words of the longest label.
const MOST_WORDS: usize = 2;
/// Bytes before a date in which its label stands.
const REACH: usize = 40;
/// Letters of a weekday, short or long: what may stand between a label and its date.
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The day of a found time that a label makes one of publication or change.
pub(super) fn day(text: &str, found: &FoundTime) -> Option<Date> {
    let timex = &found.timex;
    let is_day = matches!(timex.kind, TimexKind::Date | TimexKind::Time)
        && timex.anchoring == Anchoring::Absolute
        && found.passage.field == Field::Text;
    let interval = timex.interval.filter(|_| is_day)?;
    if interval.granularity() > Granularity::Day {
        return None;
    }
    let start = found.passage.span.start();
    let before = &text[text.floor_char_boundary(start.saturating_sub(REACH))..start];
    is_labelled(before).then(|| interval.from().date())
}

/// Whether the words before a date end with a label: alone at the beginning of their line, or with
/// a colon. "(Published March 6, 2031)" is of a film in the page, "posted by Jo Arden on" of a post.
fn is_labelled(before: &str) -> bool {
    let (line, whole) = match before.rsplit_once('\n') {
        Some((_, line)) => (line, true),
        None => (before, before.len() < REACH - 4),
    };
    let mut line = line.trim_end();
    let last = line.rsplit(' ').next().unwrap_or("");
    let bare = last.trim_end_matches([',', '.']).to_ascii_lowercase();
    if bare.len() >= 3 && WEEKDAYS.iter().any(|day| bare.starts_with(day)) {
        line = line[..line.len() - last.len()].trim_end();
    }
    let colon = line.ends_with(':');
    let line = line.trim_end_matches([':', '-', '–', ' ']);
    let words: Vec<&str> = line.rsplitn(MOST_WORDS + 1, ' ').take(MOST_WORDS).collect();
    (1..=words.len()).any(|n| {
        let label: Vec<&str> = words[..n].iter().rev().copied().collect();
        let label = label.join(" ");
        LABELS.contains(label.to_ascii_lowercase().as_str())
            && (colon || whole && label.len() == line.trim_start().len())
    })
}

#[cfg(test)]
mod tests {
    use super::{LABELS, is_labelled};

    #[test]
    fn labels() {
        for before in [
            "Updated: ",
            "A mill burns Posted: Tuesday, ",
            "rain.\nLast updated Mon, ",
            "\nPublished - ",
        ] {
            assert!(is_labelled(before), "{before}");
        }
        for before in [
            "",
            "(Published ",
            "Posted by Jo Arden on ",
            "a book published ",
            "the plan, as updated on ",
            "It was\nnever posted until ",
        ] {
            assert!(!is_labelled(before), "{before}");
        }
    }

    #[test]
    fn the_list_is_sorted_and_short() {
        let lines: Vec<&str> = include_str!("../../data/date-labels.txt")
            .lines()
            .skip(2)
            .collect();
        assert!(lines.is_sorted_by(|a, b| a < b));
        assert_eq!(LABELS.len(), lines.len());
        assert!(
            lines
                .iter()
                .all(|line| line.split(' ').count() <= super::MOST_WORDS)
        );
    }
}
