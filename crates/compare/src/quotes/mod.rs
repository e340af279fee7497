//! Altered quotations: one utterance of one speaker, in quotation marks in several reports, whose
//! words differ.
//!
//! Utterances that share rare words (an inverted index, so that a large story stays fast) are
//! aligned word by word. Cuts at the ends, ellipses, brackets and spelling are no alteration.

mod align;
mod words;

use std::collections::{BTreeMap, HashMap};

use crosswire_extract::QuotationKind;
use crosswire_report::{Field, Passage};

use crate::{About, Between, Change, Evidence, Finding, FindingKind, Normal, Story, Value};
use align::Column;

const MOST_WORDS: usize = 400;
const MOST_POSTINGS: usize = 48;
const MOST_PAIRS: usize = 20_000;
const MOST_FINDINGS: usize = 20;
const MOST_EVIDENCE: usize = 200;
/// What an alignment must match at least: words, their weight, and the rarest one's weight.
const LEAST_WORDS: usize = 3;
const LEAST_WEIGHT: f32 = 3.0;
const LEAST_ANCHOR: f32 = 0.9;

struct Utterance {
    report: usize,
    field: Field,
    speaker: Option<String>,
    attributed: Option<String>,
    words: Vec<words::Word>,
    ids: Vec<Option<u32>>,
}

struct Variant {
    sides: [(usize, Passage); 2],
    changed: Vec<Change>,
    score: f32,
}

/// The quotations of a story whose words differ between its reports.
pub(crate) fn find(story: &Story<'_>) -> Vec<Finding> {
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let weight = weights(story, &mut numbers);
    let utterances = utterances(story, &numbers);
    let mut variants: Vec<Variant> = Vec::new();
    for (one, two) in pairs(story, &utterances, &weight) {
        variants.extend(variants_of(&utterances, one, two, &weight, story));
    }
    variants.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut used: Vec<(usize, Passage)> = Vec::new();
    let mut findings = Vec::new();
    for variant in variants {
        let taken = |&(at, passage): &(usize, Passage)| {
            let report = utterances[at].report;
            used.iter().any(|&(other, there)| {
                other == report
                    && there.field == passage.field
                    && there.span.start() < passage.span.end()
                    && passage.span.start() < there.span.end()
            })
        };
        if variant.sides.iter().any(taken) {
            continue;
        }
        for (at, passage) in variant.sides {
            used.push((utterances[at].report, passage));
        }
        findings.push(finding(story, &utterances, variant));
        if findings.len() == MOST_FINDINGS {
            break;
        }
    }
    findings
}

/// What each word of the story tells: the rarer among its sentences, the more.
fn weights(story: &Story<'_>, numbers: &mut HashMap<String, u32>) -> Vec<f32> {
    let (mut seen, mut last): (Vec<u32>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut sentences = 0usize;
    for report in &story.reports {
        let mut at = usize::MAX;
        for word in words::words(&report.annotated.report().text) {
            if word.sentence != at {
                at = word.sentence;
                sentences += 1;
            }
            let fresh = u32::try_from(seen.len()).unwrap_or(u32::MAX);
            let number = *numbers.entry(word.key).or_insert(fresh) as usize;
            if number == seen.len() {
                seen.push(0);
                last.push(0);
            }
            if last[number] != sentences {
                last[number] = sentences;
                seen[number] += 1;
            }
        }
    }
    seen.iter()
        .map(|&df| 0.35 + 0.25 * (sentences as f32 / df.max(1) as f32).ln())
        .collect()
}

fn utterances(story: &Story<'_>, numbers: &HashMap<String, u32>) -> Vec<Utterance> {
    let mut all: Vec<Utterance> = Vec::new();
    for (report, extracted) in story.reports.iter().enumerate() {
        let mut open: HashMap<u32, usize> = HashMap::new();
        for quotation in &extracted.quotations {
            let passage = quotation.passage;
            if !matches!(quotation.kind, QuotationKind::Direct | QuotationKind::Mixed)
                || passage.field != Field::Text
            {
                continue;
            }
            let speaker = quotation
                .speaker()
                .map(|id| extracted.entity(id).name.clone());
            let known = quotation.utterance.and_then(|id| open.get(&id).copied());
            let at = known.unwrap_or_else(|| {
                all.push(Utterance {
                    report,
                    field: passage.field,
                    speaker: None,
                    attributed: None,
                    words: Vec::new(),
                    ids: Vec::new(),
                });
                all.len() - 1
            });
            if let Some(id) = quotation.utterance {
                open.insert(id, at);
            }
            let utterance = &mut all[at];
            if utterance.speaker.is_none() {
                utterance.speaker = speaker.as_deref().map(words::fold);
                utterance.attributed = speaker;
            }
            let first = utterance.words.last().map_or(0, |word| word.sentence);
            let text = extracted.annotated.report().words(passage);
            for (i, mut word) in words::words(text).into_iter().enumerate() {
                if utterance.words.len() >= MOST_WORDS {
                    break;
                }
                word.start += passage.span.start();
                word.end += passage.span.start();
                word.cut |= i == 0;
                word.sentence += first;
                utterance.ids.push(Some(
                    numbers.get(&word.key).copied().unwrap_or(u32::MAX - 1),
                ));
                utterance.words.push(word);
            }
        }
    }
    all
}

/// Pairs of utterances of two texts that share rare words, in order.
fn pairs(story: &Story<'_>, all: &[Utterance], weight: &[f32]) -> Vec<(usize, usize)> {
    let mut index: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, utterance) in all.iter().enumerate() {
        for &id in utterance.ids.iter().flatten() {
            let list = index.entry(id).or_default();
            if list.last() != Some(&at) {
                list.push(at);
            }
        }
    }
    let mut shared: BTreeMap<(usize, usize), f32> = BTreeMap::new();
    for (&id, list) in &index {
        let weight = weight.get(id as usize).copied().unwrap_or(0.0);
        if list.len() > MOST_POSTINGS || weight < LEAST_ANCHOR {
            continue;
        }
        for (i, &one) in list.iter().enumerate() {
            for &two in &list[i + 1..] {
                let (x, y) = (all[one].report, all[two].report);
                if story.texts.get(x) != story.texts.get(y) && compatible(&all[one], &all[two]) {
                    *shared.entry((one, two)).or_insert(0.0) += weight;
                }
            }
        }
    }
    let mut pairs: Vec<((usize, usize), f32)> = shared.into_iter().collect();
    pairs.sort_by(|a, b| b.1.total_cmp(&a.1));
    pairs.truncate(MOST_PAIRS);
    pairs.into_iter().map(|(pair, _)| pair).collect()
}

/// Two names part only when they share no word; an unknown speaker can be anyone.
fn compatible(one: &Utterance, two: &Utterance) -> bool {
    match (&one.speaker, &two.speaker) {
        (Some(x), Some(y)) => x
            .split_whitespace()
            .any(|w| y.split_whitespace().any(|v| v == w)),
        _ => true,
    }
}

fn variants_of(
    all: &[Utterance],
    one: usize,
    two: usize,
    weight: &[f32],
    story: &Story<'_>,
) -> Vec<Variant> {
    let (a, b) = (&all[one], &all[two]);
    let (mut x, mut y) = (a.ids.clone(), b.ids.clone());
    let mut found = Vec::new();
    for _ in 0..4 {
        let columns = align::local(&x, &y, weight);
        if columns.is_empty() {
            break;
        }
        if let Some(variant) = judge(all, one, two, &columns, weight, story) {
            found.push(variant);
        }
        for (i, j) in columns {
            i.into_iter().for_each(|i| x[i] = None);
            j.into_iter().for_each(|j| y[j] = None);
        }
    }
    found
}

fn judge(
    all: &[Utterance],
    one: usize,
    two: usize,
    columns: &[Column],
    weight: &[f32],
    story: &Story<'_>,
) -> Option<Variant> {
    let (a, b) = (&all[one], &all[two]);
    let value = |id: Option<u32>| {
        id.and_then(|id| weight.get(id as usize))
            .copied()
            .unwrap_or(0.35)
    };
    let equal = |&(i, j): &Column| matches!((i, j), (Some(i), Some(j)) if a.ids[i] == b.ids[j]);
    let matched: Vec<f32> = columns
        .iter()
        .filter(|column| equal(column))
        .filter_map(|column| column.0.map(|i| value(a.ids[i])))
        .collect();
    let sum: f32 = matched.iter().sum();
    let anchor = matched.iter().copied().fold(0.0, f32::max);
    if matched.len() < LEAST_WORDS
        || sum < LEAST_WEIGHT
        || anchor < LEAST_ANCHOR
        || matched.len() * 20 < columns.len() * 11
    {
        return None;
    }
    let (i0, j0) = (columns.first()?.0?, columns.first()?.1?);
    let (i1, j1) = (columns.last()?.0?, columns.last()?.1?);
    let whole = |side: &Utterance, from: usize, to: usize| -> f32 {
        let range = side.words[from].sentence..=side.words[to].sentence;
        side.words
            .iter()
            .zip(&side.ids)
            .filter(|(word, _)| range.contains(&word.sentence))
            .map(|(_, &id)| value(id))
            .sum()
    };
    if sum < 0.5 * whole(a, i0, i1).min(whole(b, j0, j1)) {
        return None;
    }
    let changed = changes(story, a, b, columns);
    if changed.is_empty() {
        return None;
    }
    // A report that elsewhere has the other's very words does not part from it.
    let has = |report: usize, run: &[Option<u32>]| {
        all.iter()
            .any(|other| other.report == report && other.ids.windows(run.len()).any(|w| w == run))
    };
    if has(b.report, &a.ids[i0..=i1]) || has(a.report, &b.ids[j0..=j1]) {
        return None;
    }
    Some(Variant {
        sides: [
            (one, clip(story, a, i0, i1)?),
            (two, clip(story, b, j0, j1)?),
        ],
        changed,
        score: sum,
    })
}

/// The words that differ, less cuts and house style.
fn changes(story: &Story<'_>, a: &Utterance, b: &Utterance, columns: &[Column]) -> Vec<Change> {
    let mut all = Vec::new();
    let (mut left, mut right): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    for &(i, j) in columns {
        let same = matches!((i, j), (Some(i), Some(j)) if a.ids[i] == b.ids[j]);
        if !same {
            left.extend(i);
            right.extend(j);
            continue;
        }
        let (Some(i), Some(j)) = (i, j) else { continue };
        if !left.is_empty() || !right.is_empty() {
            let letters = |side: &Utterance, run: &[usize]| -> String {
                run.iter().map(|&w| side.words[w].key.as_str()).collect()
            };
            let cut = a.words[i].cut
                || b.words[j].cut
                || left.iter().any(|&w| a.words[w].cut)
                || right.iter().any(|&w| b.words[w].cut);
            if !cut && letters(a, &left) != letters(b, &right) {
                let text = |side: &Utterance, run: &[usize]| match (run.first(), run.last()) {
                    (Some(&from), Some(&to)) => raw(story, side, from, to).to_owned(),
                    _ => String::new(),
                };
                let small = |side: &Utterance, run: &[usize]| {
                    run.iter().all(|&w| side.words[w].key.chars().count() <= 2)
                };
                all.push(Change {
                    from: text(a, &left),
                    to: text(b, &right),
                    meaning: !(small(a, &left) && small(b, &right)),
                });
            }
            left.clear();
            right.clear();
        }
    }
    all
}

fn raw<'a>(story: &'a Story<'_>, side: &Utterance, from: usize, to: usize) -> &'a str {
    let report = story.reports[side.report].annotated.report();
    report
        .field(side.field)
        .get(side.words[from].start..side.words[to].end)
        .unwrap_or("")
}

/// The aligned words as a passage of at most 200 characters.
fn clip(story: &Story<'_>, side: &Utterance, from: usize, mut to: usize) -> Option<Passage> {
    while to > from && raw(story, side, from, to).chars().count() > MOST_EVIDENCE {
        to -= 1;
    }
    let (start, end) = (side.words[from].start, side.words[to].end);
    let span = crosswire_text::Span::new(start, end);
    Some(Passage {
        field: side.field,
        span,
    })
}

fn finding(story: &Story<'_>, all: &[Utterance], variant: Variant) -> Finding {
    let mut sides = variant.sides.to_vec();
    sides.sort_by_key(|&(at, _)| all[at].report);
    let shown = |at: usize, passage: Passage| {
        let report = story.reports[all[at].report].annotated.report();
        report.words(passage).to_owned()
    };
    let speaker = sides.iter().find_map(|&(at, _)| all[at].attributed.clone());
    let explanation = match variant.changed.first() {
        Some(Change { from, to, .. }) if from.is_empty() => {
            format!("Inside the quotation marks only one report has \"{to}\"")
        }
        Some(Change { from, to, .. }) if to.is_empty() => {
            format!("Inside the quotation marks only one report has \"{from}\"")
        }
        Some(Change { from, to, .. }) => {
            format!("Inside the quotation marks one report has \"{from}\", the other \"{to}\"")
        }
        None => "The words inside the quotation marks differ".to_owned(),
    };
    let origin = |side: usize| story.origins.get(all[sides[side].0].report);
    Finding {
        kind: FindingKind::QuoteVariant,
        about: About::Quote,
        between: Between::Reports,
        question: speaker.map_or_else(
            || "What were the words said?".to_owned(),
            |name| format!("What were the words of {name}?"),
        ),
        explanation,
        origins: 1 + usize::from(origin(0) != origin(1)),
        confidence: f64::from((0.5 + variant.score / 40.0).min(0.9)),
        assumptions: Vec::new(),
        changed: variant.changed,
        values: sides
            .iter()
            .map(|&(at, passage)| Value {
                value: shown(at, passage),
                normal: Normal::None,
                reports: vec![all[at].report],
            })
            .collect(),
        evidence: sides
            .iter()
            .map(|&(at, passage)| Evidence {
                report: all[at].report,
                passage,
                value: shown(at, passage),
                attributed_to: all[at].attributed.clone(),
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::words::words;

    #[test]
    fn house_style_is_folded_and_brackets_are_cuts() {
        let keys = |text: &str| words(text).into_iter().map(|w| w.key).collect::<Vec<_>>();
        assert_eq!(
            keys("We don’t analyse colours"),
            keys("we don't analyze colors")
        );
        assert_ne!(keys("Nobody is askin me"), keys("Nobody is asking me"));
        let cut = words("The [old] bridge … fell. It did");
        assert_eq!(
            cut.iter().map(|w| w.cut).collect::<Vec<_>>(),
            [false, true, true, false, false]
        );
        assert_eq!(cut.last().map(|w| w.sentence), Some(1));
    }
}
