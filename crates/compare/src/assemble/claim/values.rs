//! Where the value of a passage stands, and which value is the sharp one.

use crosswire_extract::Extracted;
use crosswire_report::Passage;
use crosswire_text::Span;

use crate::{About, Evidence, Finding, FindingKind, Normal, Story};

/// Where the value of a row stands in its report, as one stretch.
pub(super) fn place(
    extracted: &Extracted,
    row: &Evidence,
    normal: Option<&Normal>,
) -> Option<Passage> {
    let inside = |passage: &Passage| {
        passage.field == row.passage.field && row.passage.span.overlaps(passage.span)
    };
    let said = || said(extracted, row);
    let known = row.value_at.filter(inside);
    // With what it counts, where the report has it in one stretch.
    match (known, said()) {
        (Some(known), Some(said)) if said.span.contains(known.span) => Some(said),
        (Some(known), _) => Some(known),
        (None, Some(said)) => Some(said),
        (None, None) => measured(extracted, row, normal?),
    }
}

/// The words of the value, found in the passage: letter case and white space apart, whole words.
fn said(extracted: &Extracted, row: &Evidence) -> Option<Passage> {
    let words = extracted.annotated.report().words(row.passage);
    let value = row.value.trim_end_matches('…').trim();
    if value.is_empty() || value.len() > words.len() {
        return None;
    }
    let start = row.passage.span.start();
    let bounded = |from: usize, to: usize| {
        let before = words[..from].chars().next_back();
        let after = words[to..].chars().next();
        let apart = |char: Option<char>| !char.is_some_and(char::is_alphanumeric);
        apart(before) && apart(after)
    };
    let starts = words.char_indices().map(|(at, _)| at);
    let mut ends = starts.filter_map(|from| Some((from, from + matches(&words[from..], value)?)));
    let (from, to) = ends.find(|&(from, to)| bounded(from, to))?;
    Some(Passage {
        field: row.passage.field,
        span: Span::new(start + from, start + to),
    })
}

/// How many bytes of `words` read as `value`.
fn matches(words: &str, value: &str) -> Option<usize> {
    let mut wanted = value.chars().peekable();
    let mut at = words.char_indices().peekable();
    while let Some(want) = wanted.next() {
        if want.is_whitespace() {
            while wanted.next_if(|char| char.is_whitespace()).is_some() {}
            at.next_if(|(_, char)| char.is_whitespace())?;
            while at.next_if(|(_, char)| char.is_whitespace()).is_some() {}
            continue;
        }
        let (_, have) = at.next()?;
        if have != want && !have.to_lowercase().eq(want.to_lowercase()) {
            return None;
        }
    }
    Some(at.next().map_or(words.len(), |(at, _)| at))
}

/// A time or quantity of the passage that comes to the same.
fn measured(extracted: &Extracted, row: &Evidence, normal: &Normal) -> Option<Passage> {
    let within = |passage: Passage| {
        passage.field == row.passage.field && row.passage.span.contains(passage.span)
    };
    match normal {
        Normal::Time(time) => {
            let same = |found: &&crosswire_extract::FoundTime| {
                let interval = found.timex.interval;
                within(found.passage)
                    && interval.is_some_and(|interval| {
                        (interval.from(), interval.to()) == (time.from, time.to)
                    })
            };
            Some(extracted.times.iter().find(same)?.passage)
        }
        Normal::Interval(interval) => {
            let same = |found: &&crosswire_extract::FoundQuantity| {
                let range = found.quantity.range;
                within(found.passage)
                    && range.low.total_cmp(&interval.low).is_eq()
                    && range.high.total_cmp(&interval.high).is_eq()
            };
            Some(extracted.quantities.iter().find(same)?.passage)
        }
        Normal::None => None,
    }
}

/// Leaves out of a refinement on who it was the reports whose words have a number that the sharp one's have
/// not: a brother of nine is not told more sharply by a brother of fourteen with his name.
pub(in crate::assemble) fn without_other_numbers(story: &Story<'_>, finding: &mut Finding) {
    if finding.kind != FindingKind::Refinement || finding.about != About::Participant {
        return;
    }
    let Some(sharp) = sharpest(finding) else {
        return;
    };
    let numbers = |row: &Evidence| -> Vec<String> {
        let report = story.reports[row.report];
        let words = place(report, row, None).map(|passage| unbroken(report, passage));
        let digits = words
            .unwrap_or(&row.value)
            .split(|char: char| !char.is_ascii_digit());
        digits
            .filter(|digits| !digits.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let of_sharp = |row: &&Evidence| finding.values[sharp].reports.contains(&row.report);
    let known: Vec<String> = finding
        .evidence
        .iter()
        .filter(of_sharp)
        .flat_map(numbers)
        .collect();
    let other = |row: &Evidence| numbers(row).iter().any(|number| !known.contains(number));
    let left_out: Vec<usize> = finding
        .evidence
        .iter()
        .filter(|row| other(row))
        .map(|row| row.report)
        .collect();
    finding
        .evidence
        .retain(|row| !left_out.contains(&row.report));
    for value in &mut finding.values {
        value.reports.retain(|report| !left_out.contains(report));
    }
    finding.values.retain(|value| !value.reports.is_empty());
    if finding.values.len() < 2 {
        finding.evidence.clear();
    }
}

/// The words of a passage with what a hyphen joins to their first: "9-year-old boy", not "old boy".
fn unbroken(extracted: &Extracted, passage: Passage) -> &str {
    let text = extracted.annotated.report().field(passage.field);
    let before = &text[..passage.span.start()];
    let joined = before.ends_with('-');
    let from = before
        .trim_end_matches(|char: char| !char.is_whitespace())
        .len();
    let start = if joined { from } else { passage.span.start() };
    text[start..passage.span.end()].trim()
}

/// Which value of a refinement says most: that which lies in the others, else the one that the
/// explanation names first.
pub(super) fn sharpest(finding: &Finding) -> Option<usize> {
    let values = &finding.values;
    let within = |at: usize| {
        let others = values.iter().enumerate().filter(|&(other, _)| other != at);
        others
            .filter(|(_, other)| values[at].normal.lies_in(&other.normal))
            .count()
    };
    let most = (0..values.len()).map(within).max()?;
    if most > 0 {
        return (0..values.len()).find(|&at| within(at) == most);
    }
    // "Thursday night" has all of "Thursday" and more.
    let words = |at: usize| -> Vec<String> {
        let words = values[at].value.split(|char: char| !char.is_alphanumeric());
        words
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let says_more = |at: usize| {
        let own = words(at);
        (0..values.len()).filter(|&other| other != at).all(|other| {
            let other = words(other);
            other.len() < own.len() && other.iter().all(|word| own.contains(word))
        })
    };
    if let Some(most) = (0..values.len()).find(|&at| says_more(at)) {
        return Some(most);
    }
    let named = |at: &usize| {
        let value = values[*at].value.trim_end_matches('…');
        finding
            .explanation
            .find(&format!("“{value}"))
            .unwrap_or(usize::MAX)
    };
    (0..values.len()).min_by_key(named)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_value_is_found_however_its_words_are_set() {
        assert_eq!(matches("Four\n teen people", "four teen"), Some(10));
        assert_eq!(matches("dead", "dead"), Some(4));
        assert_eq!(matches("de", "dead"), None);
        assert_eq!(matches("Über 40", "über"), Some(5));
    }
}
