//! Findings about quotations: altered ones, and those that several reports have word for word.

use super::changes::Sort;
use super::lexicon::Lexicon;
use super::places::{self, Place, Quoted, Row, Run, core};
use super::segments::Segment;
use super::utterance::Utterance;
use crate::{About, Between, Change, Evidence, Finding, FindingKind, Normal, Story, Value};

const MOST_ALTERED: usize = 20;
const MOST_SHARED: usize = 40;

/// The findings of a story's shared stretches: altered quotations, then shared ones, the surest
/// first.
pub(super) fn findings(
    story: &Story<'_>,
    all: &[Utterance],
    segments: &[Segment],
    lexicon: &Lexicon,
) -> Vec<Finding> {
    let text = |utterance: usize| story.texts[all[utterance].report];
    let apart = || {
        segments
            .iter()
            .filter(|segment| text(segment.one) != text(segment.two))
    };
    let quoted = Quoted::new(all, segments);
    let mut kept: Vec<Place<'_>> = Vec::new();
    let altered = apart().flat_map(|segment| places::altered(all, segment));
    keep(&mut kept, altered.collect(), MOST_ALTERED, &quoted);
    let shared = apart().flat_map(|segment| places::shared(all, segment, lexicon));
    keep(&mut kept, shared.collect(), MOST_SHARED, &quoted);
    kept.iter()
        .map(|place| finding(story, all, place))
        .collect()
}

/// Adds the surest `most` places that no place kept so far shows, with all reports that quote them.
fn keep<'a>(
    kept: &mut Vec<Place<'a>>,
    mut candidates: Vec<Place<'a>>,
    most: usize,
    quoted: &Quoted<'_>,
) {
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
    let most = kept.len() + most;
    for mut place in candidates {
        if kept.len() == most {
            break;
        }
        let altered = !place.differences.is_empty();
        let known = |other: &Place<'_>| other.overlaps(&place);
        if kept.iter().any(known) || altered && quoted.has_both(&place) {
            continue;
        }
        quoted.extend(&mut place);
        kept.push(place);
    }
}

fn finding(story: &Story<'_>, all: &[Utterance], place: &Place<'_>) -> Finding {
    let shown = |row: &Row| raw(story, &all[row.utterance], row.window).to_owned();
    let wordings: [&[u32]; 2] = [core(all, &place.rows[0]), core(all, &place.rows[1])];
    let mut rows = place.rows.clone();
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
    let mut changed = changes(story, all, place);
    // The words that the earliest report has come first.
    let at = |wording: &[u32]| values.iter().position(|(known, _)| *known == wording);
    if at(wordings[1]) < at(wordings[0]) {
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
    let altered = !place.differences.is_empty();
    Finding {
        kind: if altered {
            FindingKind::QuoteVariant
        } else {
            FindingKind::Agreement
        },
        about: About::Quote,
        between: Between::Reports,
        question: speaker.map_or_else(
            || "What were the words said?".to_owned(),
            |speaker| format!("What were the words of {}?", speaker.name),
        ),
        explanation: if altered {
            explanation(&changed, &values)
        } else {
            format!("{} reports quote it word for word.", rows.len())
        },
        origins: origins.len(),
        confidence: confidence(place.score),
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

fn changes(story: &Story<'_>, all: &[Utterance], place: &Place<'_>) -> Vec<Change> {
    let words = |row: &Row, run: Option<(usize, usize)>| {
        run.map_or_else(String::new, |(from, to)| {
            raw(story, &all[row.utterance], Run { from, to }).to_owned()
        })
    };
    place
        .differences
        .iter()
        .map(|difference| Change {
            from: words(&place.rows[0], difference.left),
            to: words(&place.rows[1], difference.right),
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
