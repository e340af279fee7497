//! From shared stretches to findings: one for each place where words differ, with every report
//! that quotes the place.

use std::ops::Range;

use super::changes::{Difference, Sort};
use super::segments::Segment;
use super::utterance::Utterance;
use crate::{About, Between, Change, Evidence, Finding, FindingKind, Normal, Story, Value};

const MOST_FINDINGS: usize = 20;
/// Characters of a passage that shows a change.
const MOST_EVIDENCE: usize = 200;

/// Words `from..=to` of an utterance.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Run {
    from: usize,
    to: usize,
}

/// One report's words at a place where reports differ.
#[derive(Clone, Debug)]
struct Row {
    utterance: usize,
    /// The changed words with the equal ones beside them.
    core: Run,
    /// What is shown.
    window: Run,
}

/// A place where the two sides of a segment differ.
struct Locus<'a> {
    rows: [Row; 2],
    differences: &'a [Difference],
    score: f32,
}

/// A place where reports differ, with all reports that quote it.
struct Variant<'a> {
    rows: Vec<Row>,
    differences: &'a [Difference],
    score: f32,
}

/// The findings of a story's shared stretches, the surest first.
pub(super) fn findings(story: &Story<'_>, all: &[Utterance], segments: &[Segment]) -> Vec<Finding> {
    let text = |utterance: usize| story.texts[all[utterance].report];
    let mut loci: Vec<Locus<'_>> = segments
        .iter()
        .filter(|segment| text(segment.one) != text(segment.two))
        .flat_map(|segment| loci(all, segment))
        .collect();
    loci.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut variants: Vec<Variant<'_>> = Vec::new();
    for locus in loci {
        if has_both(all, &locus.rows) {
            continue;
        }
        let known = |row: &Row| {
            variants
                .iter()
                .position(|variant| variant.rows.iter().any(|other| overlap(row, other)))
        };
        match (known(&locus.rows[0]), known(&locus.rows[1])) {
            (None, None) if variants.len() < MOST_FINDINGS => variants.push(Variant {
                rows: locus.rows.to_vec(),
                differences: locus.differences,
                score: locus.score,
            }),
            (Some(at), None) => join(all, &mut variants[at], &locus.rows[1]),
            (None, Some(at)) => join(all, &mut variants[at], &locus.rows[0]),
            _ => {}
        }
    }
    for variant in &mut variants {
        extend(all, segments, variant);
    }
    variants
        .iter()
        .map(|variant| finding(story, all, variant))
        .collect()
}

/// The places where a segment's sides differ: what differs within one sentence is one place.
fn loci<'a>(all: &[Utterance], segment: &'a Segment) -> Vec<Locus<'a>> {
    let (a, b) = (&all[segment.one], &all[segment.two]);
    let together = |one: &Difference, two: &Difference| {
        !breaks(a, b, segment, one.columns.end..two.columns.start + 1)
    };
    segment
        .differences
        .chunk_by(|one, two| together(one, two))
        .filter_map(|differences| {
            let columns =
                differences.first()?.columns.start - 1..differences.last()?.columns.end + 1;
            let (differences, columns) = if shown(all, segment, &columns) {
                (differences, columns)
            } else {
                // Too long to show at once: its first change stands for it.
                let first = differences.first()?;
                (
                    &differences[..1],
                    first.columns.start - 1..first.columns.end + 1,
                )
            };
            let window = window(all, segment, columns.clone());
            let row = |utterance: usize, side: usize| {
                Some(Row {
                    utterance,
                    core: side_of(segment, columns.clone(), side)?,
                    window: side_of(segment, window.clone(), side)?,
                })
            };
            Some(Locus {
                rows: [row(segment.one, 0)?, row(segment.two, 1)?],
                differences,
                score: segment.score,
            })
        })
        .collect()
}

/// Whether a sentence of either side ends between two of the columns.
fn breaks(a: &Utterance, b: &Utterance, segment: &Segment, columns: Range<usize>) -> bool {
    let ends = |side: usize, utterance: &Utterance| {
        side_of(segment, columns.clone(), side).is_some_and(|run| {
            utterance.words[run.from].sentence != utterance.words[run.to].sentence
        })
    };
    ends(0, a) || ends(1, b)
}

/// Widens columns to the sentences and quotations that they stand in, as far as can be shown.
fn window(all: &[Utterance], segment: &Segment, core: Range<usize>) -> Range<usize> {
    let (a, b) = (&all[segment.one], &all[segment.two]);
    let may = |step: Range<usize>, whole: Range<usize>| {
        let apart = |side: usize, utterance: &Utterance| {
            side_of(segment, step.clone(), side).is_some_and(|run| {
                utterance.words[run.from].sentence != utterance.words[run.to].sentence
                    || utterance.pieces[run.from] != utterance.pieces[run.to]
            })
        };
        !apart(0, a) && !apart(1, b) && shown(all, segment, &whole)
    };
    let Range { mut start, mut end } = core;
    loop {
        let left = start > 0 && may(start - 1..start + 1, start - 1..end);
        if left {
            start -= 1;
        }
        let right = end < segment.columns.len() && may(end - 1..end + 1, start..end + 1);
        if right {
            end += 1;
        }
        if !left && !right {
            return start..end;
        }
    }
}

/// Whether the columns are short enough on both sides to be shown.
fn shown(all: &[Utterance], segment: &Segment, columns: &Range<usize>) -> bool {
    [(0, segment.one), (1, segment.two)]
        .iter()
        .all(|&(side, at)| {
            side_of(segment, columns.clone(), side).is_none_or(|run| fits(&all[at], run))
        })
}

fn fits(utterance: &Utterance, run: Run) -> bool {
    // Bytes are no fewer than characters.
    utterance.words[run.to].end - utterance.words[run.from].start <= MOST_EVIDENCE
}

/// The words that one side has in some columns.
fn side_of(segment: &Segment, columns: Range<usize>, side: usize) -> Option<Run> {
    let mut words = segment.columns[columns]
        .iter()
        .filter_map(|column| if side == 0 { column.0 } else { column.1 });
    let from = words.next()?;
    Some(Run {
        from,
        to: words.next_back().unwrap_or(from),
    })
}

/// Whether two rows show the same words of a report.
fn overlap(one: &Row, two: &Row) -> bool {
    one.utterance == two.utterance
        && one.window.from <= two.window.to
        && two.window.from <= one.window.to
}

/// A report that elsewhere has the other's very words does not part from it.
fn has_both(all: &[Utterance], rows: &[Row; 2]) -> bool {
    let has = |report: usize, row: &Row| {
        let run = core(all, row);
        all.iter().any(|other| {
            other.report == report && other.ids.windows(run.len()).any(|words| words == run)
        })
    };
    has(all[rows[1].utterance].report, &rows[0]) || has(all[rows[0].utterance].report, &rows[1])
}

fn core<'a>(all: &'a [Utterance], row: &Row) -> &'a [u32] {
    &all[row.utterance].ids[row.core.from..=row.core.to]
}

fn join(all: &[Utterance], variant: &mut Variant<'_>, row: &Row) {
    let report = |row: &Row| all[row.utterance].report;
    if variant
        .rows
        .iter()
        .all(|other| report(other) != report(row))
    {
        variant.rows.push(row.clone());
    }
}

/// Adds the reports that quote the place in the words of one that is already there.
fn extend(all: &[Utterance], segments: &[Segment], variant: &mut Variant<'_>) {
    let mut at = 0;
    while at < variant.rows.len() {
        let row = variant.rows[at].clone();
        at += 1;
        for segment in segments {
            for (side, own, other) in [(0, segment.one, segment.two), (1, segment.two, segment.one)]
            {
                if own != row.utterance {
                    continue;
                }
                if let Some(mapped) = mapped(segment, side, &row, other)
                    && fits(&all[other], mapped.window)
                {
                    join(all, variant, &mapped);
                }
            }
        }
    }
}

/// What stands beside a row on the other side of a segment, when the segment holds its core.
fn mapped(segment: &Segment, side: usize, row: &Row, other: usize) -> Option<Row> {
    let place = |word: usize| {
        segment
            .columns
            .iter()
            .position(|column| (if side == 0 { column.0 } else { column.1 }) == Some(word))
    };
    let core = place(row.core.from)?..place(row.core.to)? + 1;
    let start = (row.window.from..=row.core.from).find_map(place)?;
    let end = (row.core.to..=row.window.to).rev().find_map(place)? + 1;
    let core = side_of(segment, core, 1 - side)?;
    Some(Row {
        utterance: other,
        core,
        window: side_of(segment, start..end, 1 - side)?,
    })
}

fn finding(story: &Story<'_>, all: &[Utterance], variant: &Variant<'_>) -> Finding {
    let shown = |row: &Row| raw(story, &all[row.utterance], row.window).to_owned();
    let wordings: [&[u32]; 2] = [core(all, &variant.rows[0]), core(all, &variant.rows[1])];
    let mut rows = variant.rows.clone();
    rows.sort_by_key(|row| all[row.utterance].report);
    let mut values: Vec<(&[u32], Value)> = Vec::new();
    for row in &rows {
        let report = all[row.utterance].report;
        let words = core(all, row);
        match values.iter_mut().find(|(known, _)| *known == words) {
            Some((_, value)) => value.reports.push(report),
            None => values.push((
                words,
                Value {
                    value: shown(row),
                    normal: Normal::None,
                    reports: vec![report],
                },
            )),
        }
    }
    let mut changed = changes(story, all, variant);
    // The words that the earliest report has come first.
    let place = |wording: &[u32]| values.iter().position(|(known, _)| *known == wording);
    if place(wordings[1]) < place(wordings[0]) {
        for change in &mut changed {
            std::mem::swap(&mut change.from, &mut change.to);
        }
    }
    let speaker = rows
        .iter()
        .filter_map(|row| all[row.utterance].speaker.as_ref())
        .max_by_key(|speaker| speaker.name.len());
    let mut origins: Vec<usize> = rows
        .iter()
        .map(|row| story.origins[all[row.utterance].report])
        .collect();
    origins.sort_unstable();
    origins.dedup();
    Finding {
        kind: FindingKind::QuoteVariant,
        about: About::Quote,
        between: Between::Reports,
        question: speaker.map_or_else(
            || "What were the words said?".to_owned(),
            |speaker| format!("What were the words of {}?", speaker.name),
        ),
        explanation: explanation(&changed, &values),
        origins: origins.len(),
        confidence: confidence(variant.score),
        assumptions: Vec::new(),
        changed,
        values: values.into_iter().map(|(_, value)| value).collect(),
        evidence: rows
            .iter()
            .map(|row| Evidence {
                report: all[row.utterance].report,
                passage: all[row.utterance].passage(row.window.from, row.window.to),
                value: shown(row),
                attributed_to: all[row.utterance]
                    .speaker
                    .as_ref()
                    .map(|speaker| speaker.name.clone()),
            })
            .collect(),
    }
}

fn confidence(score: f32) -> f64 {
    f64::from((0.5 + score / 40.0).clamp(0.5, 0.9))
}

fn changes(story: &Story<'_>, all: &[Utterance], variant: &Variant<'_>) -> Vec<Change> {
    let words = |row: &Row, run: Option<(usize, usize)>| {
        run.map_or_else(String::new, |(from, to)| {
            raw(story, &all[row.utterance], Run { from, to }).to_owned()
        })
    };
    variant
        .differences
        .iter()
        .map(|difference| Change {
            from: words(&variant.rows[0], difference.left),
            to: words(&variant.rows[1], difference.right),
            meaning: difference.sort == Sort::Wording,
        })
        .collect()
}

fn raw<'a>(story: &'a Story<'_>, utterance: &Utterance, run: Run) -> &'a str {
    story.reports[utterance.report]
        .annotated
        .report()
        .words(utterance.passage(run.from, run.to))
}

fn explanation(changed: &[Change], values: &[(&[u32], Value)]) -> String {
    let Some(change) = changed
        .iter()
        .find(|change| change.meaning)
        .or(changed.first())
    else {
        return "The words inside the quotation marks differ".to_owned();
    };
    let count = |index: usize| {
        values
            .get(index)
            .map_or(1, |(_, value)| value.reports.len())
    };
    let have = |index: usize| match count(index) {
        1 => "one report has".to_owned(),
        many => format!("{many} reports have"),
    };
    let style = if change.meaning {
        ""
    } else {
        " (spelling or house style)"
    };
    let within = "Inside the quotation marks";
    let Change { from, to, .. } = change;
    if from.is_empty() || to.is_empty() {
        let index = usize::from(from.is_empty());
        return format!("{within} only {} \"{from}{to}\"{style}", have(index));
    }
    let other = match (count(0), count(1)) {
        (1, 1) => "the other".to_owned(),
        _ => have(1),
    };
    format!("{within} {} \"{from}\", {other} \"{to}\"{style}", have(0))
}
