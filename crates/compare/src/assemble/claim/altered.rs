//! Two wordings laid word by word: what one has is struck, what the other has instead is put in.

use crosswire_extract::Extracted;
use crosswire_report::Passage;
use crosswire_text::Span;

use super::clause::{in_its_sentence, without_loose_end};
use super::names::bare;
use crate::told::quoted::words::{Word, words};
use crate::{ClaimPart, Evidence, Finding, FindingKind, PartKind, Story};

/// Words that are laid side by side at most, of each wording.
const MOST_WORDS: usize = 120;

/// The first wording with the words that differ in place.
pub(super) fn parts(story: &Story<'_>, finding: &Finding) -> Option<Vec<ClaimPart>> {
    let rows = &finding.evidence;
    // Of a revision, what went stands before what came, whichever version the story has first.
    let second = match finding.kind {
        FindingKind::Revision => finding.values.len().checked_sub(1)?,
        _ => 1,
    };
    let of = |answer: usize| {
        let held = finding.values.get(answer)?;
        let mut own = rows.iter();
        own.find(|row| held.reports.contains(&row.report))
    };
    let (one, two) = (of(0)?, of(second)?);
    let text = |row: &Evidence| {
        let report: &Extracted = story.reports[row.report];
        report.annotated.report().words(row.passage)
    };
    let (first, second) = (text(one), text(two));
    let mut read = [words(first), words(second)];
    read.iter_mut().for_each(|words| words.truncate(MOST_WORDS));
    let runs = runs(&read[0], &read[1]);
    let mut told: Vec<Run> = runs
        .iter()
        .copied()
        .filter(|run| is_told(finding, run, [first, second], &read))
        .collect();
    if told.is_empty() {
        // A change of order is one change for the finding and two here.
        let inner = |run: &&Run| run.left.0 > 0 && run.left.1 < read[0].len();
        told = runs.iter().filter(inner).copied().collect();
    }
    if told.is_empty() {
        return None;
    }
    whole(&mut told, &read[0], &read[1]);
    let part = |kind: PartKind, row: &Evidence, from: usize, to: usize| ClaimPart {
        kind,
        report: row.report,
        passage: Passage {
            field: row.passage.field,
            span: Span::new(from, to),
        },
    };
    let report = story.reports[one.report];
    let trim = without_loose_end(report, bare(report, one.passage));
    // Of words that are no clause the whole sentence is shown.
    let shown = match finding.kind {
        FindingKind::Revision => trim,
        _ => in_its_sentence(report, trim),
    };
    let [base, other] = [one, two].map(|row| row.passage.span.start());
    let (begins, ends) = (shown.span.start(), shown.span.end());
    let mut parts = Vec::new();
    let mut from = begins;
    for run in &told {
        let removed = stretch(&read[0], run.left).map(|(start, end)| (base + start, base + end));
        let inserted = stretch(&read[1], run.right);
        // What is only put in stands after the word before it.
        let at = removed.map_or_else(
            || match run.left.0 {
                0 => trim.span.start(),
                next => base + read[0][next - 1].end,
            },
            |(start, _)| start,
        );
        if from < at {
            parts.push(part(PartKind::Text, one, from, at));
        }
        if let Some((start, end)) = removed {
            parts.push(part(PartKind::Removed, one, start, end));
        }
        if let Some((start, end)) = inserted {
            parts.push(part(PartKind::Inserted, two, other + start, other + end));
        }
        from = removed.map_or(at, |(_, end)| end).max(from);
    }
    if from < ends {
        parts.push(part(PartKind::Text, one, from, ends));
    }
    Some(parts)
}

/// Words of the one, words of the other: half-open, by their number.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Run {
    left: (usize, usize),
    right: (usize, usize),
}

/// The runs of words that differ, by the longest common subsequence of folded words.
fn runs(one: &[Word], two: &[Word]) -> Vec<Run> {
    let (n, m) = (one.len(), two.len());
    let mut longest = vec![vec![0u16; m + 1]; n + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            longest[i][j] = if one[i].key == two[j].key {
                longest[i + 1][j + 1] + 1
            } else {
                longest[i + 1][j].max(longest[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut runs = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    loop {
        let met = i < n && j < m && one[i].key == two[j].key;
        if met || (i == n && j == m) {
            if let Some((left, right)) = open.take() {
                runs.push(Run {
                    left: (left, i),
                    right: (right, j),
                });
            }
            if !met {
                return runs;
            }
            (i, j) = (i + 1, j + 1);
            continue;
        }
        open.get_or_insert((i, j));
        if j == m || (i < n && longest[i + 1][j] >= longest[i][j + 1]) {
            i += 1;
        } else {
            j += 1;
        }
    }
}

/// Whether a run is a change that the finding tells, or lies between words that both have: at the ends
/// the windows may only be cut otherwise. House style is no change.
fn is_told(finding: &Finding, run: &Run, texts: [&str; 2], read: &[Vec<Word>; 2]) -> bool {
    let words = |side: usize, run: (usize, usize)| {
        stretch(&read[side], run).map_or("", |(from, to)| &texts[side][from..to])
    };
    let (left, right) = (words(0, run.left), words(1, run.right));
    let fold = |words: &str| -> String {
        let letters = words.chars().filter(|char| char.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let (left, right) = (fold(left), fold(right));
    let told = |change: &crate::Change| {
        let sides = [fold(&change.from), fold(&change.to)];
        let meets = |told: &str, have: &str| {
            told == have
                || !told.is_empty()
                    && !have.is_empty()
                    && (told.contains(have) || have.contains(told))
        };
        let way = |a: &str, b: &str| meets(&sides[0], a) && meets(&sides[1], b);
        change.meaning && (way(&left, &right) || way(&right, &left))
    };
    left != right && finding.changed.iter().any(told)
}

/// Widens runs to whole words as written: of "won't" and "will" the whole is told, not "n't" alone.
fn whole(runs: &mut [Run], one: &[Word], two: &[Word]) {
    let joined = |words: &[Word], at: usize| {
        at > 0 && at < words.len() && words[at - 1].end >= words[at].start
    };
    let parted = |run: &Run| (run.left.0, run.right.0, run.left.1, run.right.1);
    for at in 0..runs.len() {
        let (least, most) = (
            at.checked_sub(1).map_or(0, |before| runs[before].left.1),
            runs.get(at + 1).map_or(one.len(), |next| next.left.0),
        );
        let run = &mut runs[at];
        loop {
            let (left, right, left_end, right_end) = parted(run);
            if left > least && right > 0 && (joined(one, left) || joined(two, right)) {
                (run.left.0, run.right.0) = (left - 1, right - 1);
            } else if left_end < most
                && right_end < two.len()
                && (joined(one, left_end) || joined(two, right_end))
            {
                (run.left.1, run.right.1) = (left_end + 1, right_end + 1);
            } else {
                break;
            }
        }
    }
}

/// From the first to the last byte of a run of words; `None` for no word.
fn stretch(words: &[Word], (from, to): (usize, usize)) -> Option<(usize, usize)> {
    let run = words.get(from..to)?;
    Some((run.first()?.start, run.last()?.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(one: &str, two: &str) -> Vec<(String, String)> {
        let (a, b) = (words(one), words(two));
        let cut = |text: &str, words: &[Word], run| {
            stretch(words, run).map_or_else(String::new, |(from, to)| text[from..to].to_owned())
        };
        runs(&a, &b)
            .iter()
            .map(|run| (cut(one, &a, run.left), cut(two, &b, run.right)))
            .collect()
    }

    #[test]
    fn words_that_differ_are_found_in_place() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            told("We will reach the people", "We will recover the people"),
            [pair("reach", "recover")]
        );
        assert_eq!(told("We will go", "We will not go"), [pair("", "not")]);
        assert_eq!(
            told("Go now", "Oh, go now please"),
            [pair("", "Oh"), pair("", "please")]
        );
        assert_eq!(told("", ""), []);
    }

    #[test]
    fn a_contraction_is_told_whole() {
        let (one, two) = ("They will be charged", "They won't be charged");
        let (a, b) = (words(one), words(two));
        let mut runs = runs(&a, &b);
        whole(&mut runs, &a, &b);
        let shown: Vec<_> = runs
            .iter()
            .map(|run| {
                let (left, right) = (stretch(&a, run.left), stretch(&b, run.right));
                (
                    left.map(|(from, to)| &one[from..to]),
                    right.map(|(from, to)| &two[from..to]),
                )
            })
            .collect();
        assert_eq!(shown, [(Some("will"), Some("won't"))]);
    }
}
