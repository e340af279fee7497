//! Quotations against a reference: the transcript, statement or filing that they quote.
//!
//! Each quotation is searched for by its rare words, so that a long reference costs little, and
//! what is found is aligned word by word. Unlike between two reports, all of a quotation has to
//! stand in the reference: there its ends are no cuts.

use std::ops::Range;

use crosswire_extract::{Extracted, QuotationKind};
pub use crosswire_record::Verdict;
use crosswire_report::{Field, Passage, Report};
use crosswire_text::Span;
use rustc_hash::FxHashMap;

use crate::candidates::quotes::align::{self, Column};
use crate::candidates::quotes::changes::{Sort, differences};
use crate::told::cast::speaker::Speakers;
use crate::told::quoted::rarity::Rarity;
use crate::told::quoted::utterance::Utterance;
use crate::told::quoted::words;
use crate::{Change, Story};

/// Longer quotations are searched for in stretches of so many words.
const MOST_WORDS: usize = 400;
/// Of each word of a quotation at most so many places in the reference are looked at.
const MOST_PLACES: usize = 400;
/// At most so many stretches of the reference are aligned with a quotation.
const MOST_WINDOWS: usize = 3;
/// Words of the reference that a window reaches beyond the quotation on either side.
const MARGIN: usize = 24;
/// A stretch of a quotation of at least so many words may stand elsewhere in the reference.
const LEAST_PART: usize = 4;
/// What speaks against a quotation that is put together from two places without a mark, in nats.
const UNMARKED_JOINT: f32 = 2.0;
/// Reference words shown where an unmarked cut leaves many out.
const MOST_SHOWN: usize = 8;

/// A quotation laid against the reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// Index of its report.
    pub report: usize,
    /// Where it stands there.
    pub passage: Passage,
    /// Direct or mixed.
    pub kind: QuotationKind,
    /// Who the report says said it.
    pub speaker: Option<String>,
    /// How it lies to the reference.
    pub verdict: Verdict,
    /// What differs: `from` is the reference's, `to` the quotation's.
    pub changed: Vec<Change>,
    /// Which reference it was found in, and where.
    pub found: Option<(usize, Passage)>,
}

/// Every direct and mixed quotation of the reports, laid against the references.
#[must_use]
pub fn against(references: &[&Report], reports: &[&Extracted]) -> Vec<Checked> {
    let story = Story {
        reports: reports.to_vec(),
        origins: (0..reports.len()).collect(),
        texts: (0..reports.len()).collect(),
    };
    let mut rarity = Rarity::of(&story);
    let references: Vec<Reference<'_>> = references
        .iter()
        .enumerate()
        .map(|(number, report)| Reference::new(number, report, &mut rarity))
        .collect();
    let mut all = Vec::new();
    for (report, extracted) in reports.iter().enumerate() {
        let mut speakers = Speakers::new(extracted);
        for quotation in &extracted.quotations {
            if !matches!(quotation.kind, QuotationKind::Direct | QuotationKind::Mixed) {
                continue;
            }
            let text = extracted.annotated.words(quotation.passage);
            let said = run(report, text, &mut rarity);
            let best = references
                .iter()
                .map(|reference| reference.lay(&said, text, &rarity))
                .min_by_key(|laid| laid.verdict);
            let laid = best.unwrap_or_default();
            all.push(Checked {
                report,
                passage: quotation.passage,
                kind: quotation.kind,
                speaker: quotation.speaker().map(|id| speakers.of(id).name),
                verdict: laid.verdict,
                changed: laid.changed,
                found: laid.found,
            });
        }
    }
    all
}

/// The words of a text as one utterance.
fn run(report: usize, text: &str, rarity: &mut Rarity) -> Utterance {
    let words = words::words(text);
    Utterance {
        around: [const { Vec::new() }; 2],
        report,
        speaker: None,
        ids: words.iter().map(|word| rarity.number(word)).collect(),
        pieces: vec![0; words.len()],
        words,
    }
}

/// A reference and where each of its words stands.
struct Reference<'a> {
    number: usize,
    text: &'a str,
    said: Utterance,
    places: FxHashMap<u32, Vec<usize>>,
}

/// A quotation, or a stretch of one, laid against a reference.
struct Laid {
    verdict: Verdict,
    changed: Vec<Change>,
    found: Option<(usize, Passage)>,
}

impl Default for Laid {
    fn default() -> Laid {
        Laid {
            verdict: Verdict::NotFound,
            changed: Vec::new(),
            found: None,
        }
    }
}

/// A stretch of a quotation and the stretch of the reference where it stands.
struct Part {
    words: Range<usize>,
    columns: Vec<Column>,
}

impl Part {
    /// The reference's words, where the part has any.
    fn place(&self) -> Option<Range<usize>> {
        let mut places = self.columns.iter().filter_map(|column| column.0);
        let first = places.next()?;
        Some(first..places.next_back().unwrap_or(first) + 1)
    }
}

impl<'a> Reference<'a> {
    fn new(number: usize, report: &'a Report, rarity: &mut Rarity) -> Reference<'a> {
        let said = run(number, &report.text, rarity);
        let mut places: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
        for (at, &id) in said.ids.iter().enumerate() {
            places.entry(id).or_default().push(at);
        }
        Reference {
            number,
            text: &report.text,
            said,
            places,
        }
    }

    fn lay(&self, quotation: &Utterance, text: &str, rarity: &Rarity) -> Laid {
        if let Some(place) = self.verbatim(&quotation.ids) {
            return Laid {
                verdict: Verdict::Verbatim,
                changed: Vec::new(),
                found: self.passage(place),
            };
        }
        let mut parts = Vec::new();
        let mut from = 0;
        while from < quotation.ids.len() {
            let to = quotation.ids.len().min(from + MOST_WORDS);
            self.cover(quotation, from..to, rarity, &mut parts);
            from = to;
        }
        parts.sort_by_key(|part| part.words.start);
        let equal: Vec<u32> = parts
            .iter()
            .flat_map(|part| &part.columns)
            .filter_map(|&(i, j)| Some((self.said.ids[i?], quotation.ids[j?])))
            .filter(|(x, y)| x == y)
            .map(|(x, _)| x)
            .collect();
        let matched: f32 = equal.iter().map(|&id| rarity.weight(id)).sum();
        let lacking = quotation.ids.len() - equal.len();
        let unmarked = parts
            .windows(2)
            .filter(|pair| self.joint(quotation, &pair[0], &pair[1]).1 != Sort::Cut)
            .count();
        // As between two reports with one speaker: more must speak for it than against it.
        let score = matched - lacking as f32 - UNMARKED_JOINT * unmarked as f32;
        let most_lacking = if unmarked > 0 { 0.25 } else { 0.4 };
        let share = lacking as f32 / quotation.ids.len().max(1) as f32;
        if equal.len() < 3 || score < 2.5 || share > most_lacking {
            return Laid::default();
        }
        self.judge(quotation, text, &parts)
    }

    fn judge(&self, quotation: &Utterance, text: &str, parts: &[Part]) -> Laid {
        let mut verdict = Verdict::Verbatim;
        let mut changed = Vec::new();
        let own = |run: Option<(usize, usize)>| {
            run.map_or("", |(from, to)| slice(text, quotation, from..to + 1))
        };
        let theirs = |run: Option<(usize, usize)>| {
            run.map_or("", |(from, to)| slice(self.text, &self.said, from..to + 1))
        };
        let mut done: Option<&Part> = None;
        for part in parts {
            if let Some(before) = done {
                let (joint, sort) = self.joint(quotation, before, part);
                verdict = verdict.max(if sort == Sort::Cut {
                    Verdict::Cut
                } else {
                    changed.extend(joint);
                    Verdict::Altered
                });
            }
            done = Some(part);
            for difference in differences(&self.said, quotation, &part.columns) {
                if difference.sort == Sort::Cut {
                    verdict = verdict.max(Verdict::Cut);
                    continue;
                }
                let meaning = difference.sort == Sort::Wording;
                if meaning {
                    verdict = Verdict::Altered;
                }
                changed.push(Change {
                    from: theirs(difference.left).to_owned(),
                    to: own(difference.right).to_owned(),
                    meaning,
                });
            }
        }
        let places = || parts.iter().filter_map(Part::place);
        let first = places().map(|place| place.start).min();
        let last = places().map(|place| place.end).max();
        Laid {
            verdict,
            changed,
            found: first
                .zip(last)
                .and_then(|(first, last)| self.passage(first..last)),
        }
    }

    /// How two stretches that follow each other in a quotation are put together: cut where a mark
    /// or the end of a sentence shows it, else with the reference's words in between.
    fn joint(&self, quotation: &Utterance, before: &Part, part: &Part) -> (Option<Change>, Sort) {
        let (last, first) = (before.words.end - 1, part.words.start);
        let ends = quotation.words[last].sentence != quotation.words[first].sentence;
        if ends || quotation.words[first].cut {
            return (None, Sort::Cut);
        }
        let Some((before, after)) = before.place().zip(part.place()) else {
            return (None, Sort::Wording);
        };
        if before.end == after.start {
            return (None, Sort::Cut);
        }
        let until = if before.end < after.start {
            after.start
        } else {
            self.said.ids.len()
        };
        let shown = before.end..until.min(before.end + MOST_SHOWN);
        let more = if shown.end < until { " …" } else { "" };
        let change = Change {
            from: format!("{}{more}", slice(self.text, &self.said, shown)),
            to: String::new(),
            meaning: true,
        };
        (Some(change), Sort::Wording)
    }

    /// Where the words stand in one run, if anywhere; of several places the first.
    fn verbatim(&self, ids: &[u32]) -> Option<Range<usize>> {
        let none = Vec::new();
        let of = |id: &u32| self.places.get(id).unwrap_or(&none);
        let (offset, rarest) = ids.iter().enumerate().min_by_key(|(_, id)| of(id).len())?;
        of(rarest)
            .iter()
            .filter_map(|&at| at.checked_sub(offset))
            .find(|&start| self.said.ids.get(start..start + ids.len()) == Some(ids))
            .map(|start| start..start + ids.len())
    }

    /// Finds where the words of `range` stand and adds the parts; what is found nowhere goes
    /// to the part beside it.
    fn cover(
        &self,
        quotation: &Utterance,
        range: Range<usize>,
        rarity: &Rarity,
        parts: &mut Vec<Part>,
    ) {
        let Some((own, place)) = self.best(quotation, range.clone(), rarity) else {
            return;
        };
        let mut whole = range.clone();
        let left = range.start..own.start;
        let marked = quotation.words[own.start].cut;
        if self.cover_rest(quotation, left, (marked, &place), rarity, parts) {
            whole.start = own.start;
        }
        let right = own.end..range.end;
        let marked = quotation.words.get(own.end).is_some_and(|word| word.cut);
        if self.cover_rest(quotation, right, (marked, &place), rarity, parts) {
            whole.end = own.end;
        }
        let from = place.start.saturating_sub(own.start - whole.start + 2);
        let to = (place.end + (whole.end - own.end) + 2).min(self.said.ids.len());
        let columns = align::fit(
            &self.said.ids[from..to],
            &quotation.ids[whole.clone()],
            |id| rarity.weight(id),
        );
        parts.push(Part {
            columns: columns
                .into_iter()
                .map(|(i, j)| (i.map(|i| i + from), j.map(|j| j + whole.start)))
                .collect(),
            words: whole,
        });
    }

    /// Covers what is left beside a part that stands at `place`; a short rest that a mark parts from
    /// it is looked for nearby. Returns whether anything was found.
    fn cover_rest(
        &self,
        quotation: &Utterance,
        rest: Range<usize>,
        (marked, place): (bool, &Range<usize>),
        rarity: &Rarity,
        parts: &mut Vec<Part>,
    ) -> bool {
        let known = parts.len();
        if rest.len() >= LEAST_PART {
            self.cover(quotation, rest.clone(), rarity, parts);
        }
        if parts.len() == known && marked && !rest.is_empty() {
            let from = place.start.saturating_sub(MOST_WORDS);
            let to = (place.end + MOST_WORDS).min(self.said.ids.len());
            let near = self.said.ids[from..to]
                .windows(rest.len())
                .position(|run| run == &quotation.ids[rest.clone()]);
            if let Some(at) = near {
                let columns = rest.clone().enumerate();
                parts.push(Part {
                    columns: columns
                        .map(|(i, j)| (Some(from + at + i), Some(j)))
                        .collect(),
                    words: rest,
                });
            }
        }
        parts.len() > known
    }

    /// The stretch of `range` that stands somewhere in the reference with most weight, and where.
    fn best(
        &self,
        quotation: &Utterance,
        range: Range<usize>,
        rarity: &Rarity,
    ) -> Option<(Range<usize>, Range<usize>)> {
        let own: Vec<Option<u32>> = quotation.ids[range.clone()]
            .iter()
            .copied()
            .map(Some)
            .collect();
        let mut best: Option<(f32, Range<usize>, Range<usize>)> = None;
        for start in self.windows(quotation, range.clone(), rarity) {
            let end = (start + own.len() + 3 * MARGIN).min(self.said.ids.len());
            let there: Vec<Option<u32>> = self.said.ids[start..end]
                .iter()
                .copied()
                .map(Some)
                .collect();
            let columns = align::local(&there, &own, |id| rarity.weight(id));
            let equal = |(i, j): Column| matches!((i, j), (Some(i), Some(j)) if there[i] == own[j]);
            for part in align::parts(&columns, equal) {
                let weights = part.iter().filter(|&&column| equal(column));
                let weights: Vec<f32> = weights
                    .filter_map(|&(_, j)| own[j?].map(|id| rarity.weight(id)))
                    .collect();
                let weight: f32 = weights.iter().sum();
                let (Some((Some(i), Some(j))), Some((Some(k), Some(l)))) =
                    (part.first().copied(), part.last().copied())
                else {
                    continue;
                };
                let enough = weights.len() >= 3 && weight >= 2.5 && 2 * weights.len() > part.len();
                if enough && best.as_ref().is_none_or(|(most, ..)| weight > *most) {
                    let words = range.start + j..range.start + l + 1;
                    best = Some((weight, words, start + i..start + k + 1));
                }
            }
        }
        best.map(|(_, words, place)| (words, place))
    }

    /// Where in the reference to look: windows that hold the rarest words in the same order.
    fn windows(&self, quotation: &Utterance, range: Range<usize>, rarity: &Rarity) -> Vec<usize> {
        let mut votes: FxHashMap<usize, f32> = FxHashMap::default();
        let offset = range.len();
        let content = |at: &usize| rarity.is_content(quotation.ids[*at]);
        // "We will not do that" has no rare word: then all of them count.
        let telling = range.clone().any(|at| content(&at));
        for at in range.clone().filter(|at| !telling || content(at)) {
            let id = quotation.ids[at];
            let Some(places) = self.places.get(&id) else {
                continue;
            };
            for place in places.iter().take(MOST_PLACES) {
                let diagonal = place + offset - (at - range.start);
                let bucket = diagonal / MARGIN;
                // What lies near a border counts for both sides of it.
                let beside = if diagonal % MARGIN < MARGIN / 2 {
                    bucket.saturating_sub(1)
                } else {
                    bucket + 1
                };
                *votes.entry(bucket).or_insert(0.0) += rarity.weight(id);
                *votes.entry(beside).or_insert(0.0) += rarity.weight(id);
            }
        }
        let mut votes: Vec<(usize, f32)> = votes.into_iter().collect();
        votes.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        votes
            .into_iter()
            .take(MOST_WINDOWS)
            .map(|(bucket, _)| (bucket * MARGIN).saturating_sub(offset + MARGIN))
            .filter(|&start| start < self.said.ids.len())
            .collect()
    }

    fn passage(&self, words: Range<usize>) -> Option<(usize, Passage)> {
        let first = self.said.words.get(words.start)?;
        let last = self.said.words.get(words.end.checked_sub(1)?)?;
        let passage = Passage {
            field: Field::Text,
            span: Span::new(first.start, last.end),
        };
        Some((self.number, passage))
    }
}

/// The text of some words.
fn slice<'t>(text: &'t str, said: &Utterance, words: Range<usize>) -> &'t str {
    let run = said
        .words
        .get(words)
        .and_then(|run| run.first().zip(run.last()));
    run.and_then(|(first, last)| text.get(first.start..last.end))
        .unwrap_or("")
}

#[cfg(test)]
mod tests;
