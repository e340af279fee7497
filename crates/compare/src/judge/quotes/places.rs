//! Places in quotations that several reports have, in the same words or in others.

use std::ops::Range;

use crate::candidates::quotes::changes::{Difference, is_equal};
use crate::candidates::quotes::segments::Segment;
use crate::told::quoted::rarity::Rarity;
use crate::told::quoted::utterance::Utterance;
use rustc_hash::FxHashMap;

/// Characters of a passage that is shown.
const MOST_EVIDENCE: usize = 200;
/// What a sentence that is shared word for word must weigh, in nats, to be worth telling.
const LEAST_SHARED: f32 = 5.0;

/// Words `from..=to` of an utterance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Run {
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// One report's words at a place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) utterance: usize,
    /// The changed words with the equal ones beside them; all of it where nothing is changed.
    core: Run,
    /// What is shown.
    pub(crate) window: Run,
}

/// A place that reports quote.
#[derive(Clone, Debug)]
pub(crate) struct Place<'a> {
    /// Its reports; the first two are those whose words were laid side by side.
    pub(crate) rows: Vec<Row>,
    /// Where the first two differ; empty for a place that all have in the same words.
    pub(crate) differences: &'a [Difference],
    /// How much speaks for one utterance, in nats.
    pub(crate) score: f32,
}

impl Place<'_> {
    /// Whether two places show the same words of a report.
    pub(crate) fn overlaps(&self, other: &Place<'_>) -> bool {
        let overlap = |one: &Row, two: &Row| {
            one.utterance == two.utterance
                && one.window.from <= two.window.to
                && two.window.from <= one.window.to
        };
        self.rows
            .iter()
            .any(|one| other.rows.iter().any(|two| overlap(one, two)))
    }
}

/// The words that decide which wording a row has.
pub(crate) fn core<'a>(all: &'a [Utterance], row: &Row) -> &'a [u32] {
    &all[row.utterance].ids[row.core.from..=row.core.to]
}

/// The sentences of a segment that both sides have word for word.
pub(crate) fn shared<'a>(all: &[Utterance], segment: &Segment, rarity: &Rarity) -> Vec<Place<'a>> {
    let (a, b) = (&all[segment.one], &all[segment.two]);
    let columns = &segment.columns;
    let mut found = Vec::new();
    let mut start = 0;
    while start < columns.len() {
        let joined =
            |at: usize| is_equal(a, b, columns[at]) && !breaks(a, b, segment, at - 1..at + 1);
        let mut end = start + 1;
        while end < columns.len() && joined(end) {
            end += 1;
        }
        let (from, next) = (start, end);
        while !shown(all, segment, &(from..end)) {
            end -= 1;
        }
        start = next;
        let weight: f32 = columns[from..end]
            .iter()
            .filter_map(|column| column.0)
            .map(|i| rarity.weight(a.ids[i]))
            .sum();
        let row = |utterance: usize, side: usize| {
            let run = side_of(segment, from..end, side)?;
            Some(Row {
                utterance,
                core: run,
                window: run,
            })
        };
        if weight >= LEAST_SHARED
            && is_equal(a, b, columns[from])
            && let (Some(one), Some(two)) = (row(segment.one, 0), row(segment.two, 1))
        {
            found.push(Place {
                rows: vec![one, two],
                differences: &[],
                score: weight,
            });
        }
    }
    found
}

/// The places where a segment's sides differ: what differs within one sentence is one place.
pub(crate) fn altered<'a>(all: &[Utterance], segment: &'a Segment) -> Vec<Place<'a>> {
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
            Some(Place {
                rows: vec![row(segment.one, 0)?, row(segment.two, 1)?],
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

/// All that a story's reports quote, by word and by what it was laid beside.
pub(crate) struct Held<'a> {
    all: &'a [Utterance],
    segments: &'a [Segment],
    /// Utterance and position of each word.
    places: FxHashMap<u32, Vec<(usize, usize)>>,
    /// For each utterance, its segments.
    of: FxHashMap<usize, Vec<usize>>,
    /// Utterances of one wording.
    same: FxHashMap<&'a [u32], Vec<usize>>,
}

impl<'a> Held<'a> {
    pub(crate) fn new(all: &'a [Utterance], segments: &'a [Segment]) -> Held<'a> {
        let mut places: FxHashMap<u32, Vec<(usize, usize)>> = FxHashMap::default();
        let mut same: FxHashMap<&[u32], Vec<usize>> = FxHashMap::default();
        for (at, utterance) in all.iter().enumerate() {
            for (position, &id) in utterance.ids.iter().enumerate() {
                places.entry(id).or_default().push((at, position));
            }
            same.entry(&utterance.ids).or_default().push(at);
        }
        let mut of: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for (number, segment) in segments.iter().enumerate() {
            of.entry(segment.one).or_default().push(number);
            of.entry(segment.two).or_default().push(number);
        }
        Held {
            all,
            segments,
            places,
            of,
            same,
        }
    }

    /// A report that elsewhere has the other's very words does not part from it.
    pub(crate) fn has_both(&self, place: &Place<'_>) -> bool {
        let [one, two, ..] = place.rows.as_slice() else {
            return false;
        };
        let report = |row: &Row| self.all[row.utterance].report;
        self.has(report(two), core(self.all, one)) || self.has(report(one), core(self.all, two))
    }

    fn has(&self, report: usize, run: &[u32]) -> bool {
        let none = Vec::new();
        let of = |id: &u32| self.places.get(id).unwrap_or(&none);
        let rarest = run.iter().enumerate().min_by_key(|(_, id)| of(id).len());
        rarest.is_some_and(|(offset, id)| {
            of(id).iter().any(|&(at, position)| {
                let utterance = &self.all[at];
                utterance.report == report
                    && position >= offset
                    && utterance
                        .ids
                        .get(position - offset..position - offset + run.len())
                        == Some(run)
            })
        })
    }

    /// Adds the reports that quote the place, in the words of one that is there or in others.
    pub(crate) fn extend(&self, place: &mut Place<'_>) {
        let mut at = 0;
        while at < place.rows.len() {
            let row = place.rows[at];
            at += 1;
            let twins = self.same.get(self.all[row.utterance].ids.as_slice());
            for &utterance in twins.into_iter().flatten() {
                self.join(place, Row { utterance, ..row });
            }
            for &number in self.of.get(&row.utterance).into_iter().flatten() {
                let segment = &self.segments[number];
                let (side, other) = if segment.one == row.utterance {
                    (0, segment.two)
                } else {
                    (1, segment.one)
                };
                if let Some(mapped) = mapped(segment, side, &row, other) {
                    self.join(place, mapped);
                }
            }
        }
    }

    fn join(&self, place: &mut Place<'_>, mut row: Row) {
        if !fits(&self.all[row.utterance], row.window) {
            row.window = row.core;
        }
        let report = |row: &Row| self.all[row.utterance].report;
        let same = core(self.all, &row) == core(self.all, &place.rows[0]);
        if (same || !place.differences.is_empty())
            && place.rows.iter().all(|other| report(other) != report(&row))
            && fits(&self.all[row.utterance], row.window)
        {
            place.rows.push(row);
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
