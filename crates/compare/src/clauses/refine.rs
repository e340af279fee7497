//! Values that can both be true, one sharper than the other.
//!
//! Times are laid side by side as intervals, quantities as ranges, places by which lies in which,
//! people and things by the words for them. How likely a reader would call such a pair sharper and
//! vaguer is learnt from few features: the sort of value, what the clauses share, and how much of what
//! the story is about they hold.

use crosswire_report::Passage;

use super::agree::{Speakers, origins};
use super::align::{Aligner, Link};
use super::candidates::candidates;
use super::features::{PAIR, PAIRS};
use super::weights::Weights;
use crate::{About, Between, Evidence, Finding, FindingKind, Normal, Story, Value};

/// Candidates below this are not said: on the 28 open sets, each scored by weights fitted on the
/// others, F1 is flat from 0.03 to 0.08.
const LEAST: f32 = 0.08;
/// A value that lies in another is a sharper one by its sort alone, where the clauses surely tell one
/// thing: then it is at least so likely, whatever the gold lists.
const CONTAINED: f32 = 0.3;
/// At most this many are said of one story: readers note four or five.
const MOST: usize = 6;

/// What makes one value the sharper one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A time lies in the other.
    Time,
    /// A clock near a round one, or two times that overlap.
    NearTime,
    /// A quantity lies in the other.
    Quantity,
    /// The same number, about it or not.
    Rounded,
    /// A place lies in the other.
    Place,
    /// A place is told with the places around it.
    MorePlace,
    /// A thing is named.
    Named,
    /// A thing is told with a word more.
    Modified,
    /// A person is described in other words.
    Person,
    /// A person is described in the same words and more.
    MorePerson,
    /// A number is told of things that the other only names; weighed as a quantity.
    Counted,
}

/// What speaks for a candidate, by name: its sort, what is known of it, and those features of the
/// link that say something here. The weights are in `data/clause-weights.tsv`.
const SORTS: [&str; 10] = [
    "time",
    "near time",
    "quantity",
    "rounded",
    "place",
    "more place",
    "named",
    "modified",
    "person",
    "more person",
];
const OWN: [&str; 6] = ["known", "spread", "headline", "order", "told by", "words"];
const LINK: [&str; 5] = [
    "numbers differ",
    "shared names",
    "best of both",
    "title",
    "roles shared",
];

/// How many features a candidate has.
pub(crate) const REFINES: usize = SORTS.len() + OWN.len() + LINK.len();

/// Their names.
pub(crate) fn names() -> Vec<&'static str> {
    SORTS.iter().chain(&OWN).chain(&LINK).copied().collect()
}

/// What is known of a candidate beside its sort.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ground<'a> {
    pub(super) link: Option<&'a Link>,
    /// Whether the report with the vaguer value holds the sharper one elsewhere.
    pub(super) known: bool,
    /// The mean share of other reports that have the words of the clauses, the lesser of both.
    pub(super) spread: f32,
    /// How many words stand in a title of the story, the lesser of both.
    pub(super) headline: f32,
    /// How many clauses with values of the kind stand before, in the report with more of them.
    pub(super) order: usize,
    /// The share of reports that tell what one of the clauses tells.
    pub(super) told_by: f32,
    /// The bytes of both values together.
    pub(super) length: usize,
}

impl Sort {
    /// The least that a candidate of this sort counts over a link.
    pub(super) fn floor(self, surely_one: bool) -> f32 {
        if surely_one && matches!(self, Sort::Time | Sort::Quantity | Sort::Place) {
            CONTAINED
        } else {
            0.0
        }
    }

    /// The features of a candidate of this sort.
    pub(super) fn features(self, ground: &Ground<'_>) -> [f32; REFINES] {
        let mut features = [0.0; REFINES];
        let sort = match self {
            Sort::Counted => Sort::Quantity,
            sort => sort,
        };
        features[sort as usize] = 1.0;
        let own = [
            f32::from(u8::from(ground.known)),
            ground.spread,
            ground.headline.ln_1p(),
            (ground.order as f32).ln_1p(),
            ground.told_by,
            (ground.length as f32).ln_1p(),
        ];
        let link = ground.link.map_or([0.0; PAIRS], |link| link.features);
        let link = LINK.map(|name| {
            PAIR.iter()
                .position(|&known| known == name)
                .map_or(0.0, |at| link[at])
        });
        for (slot, value) in features[SORTS.len()..]
            .iter_mut()
            .zip(own.into_iter().chain(link))
        {
            *slot = value;
        }
        features
    }
}

/// A sharper and a vaguer value in two clauses, or in two reports' words for one person.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) score: f32,
    pub(super) about: About,
    pub(super) question: String,
    pub(super) explanation: String,
    pub(super) sides: [Side; 2],
    pub(super) features: [f32; REFINES],
    /// The least that it counts, by what it is.
    pub(super) floor: f32,
}

/// One report's part of it.
#[derive(Clone, Debug)]
pub(super) struct Side {
    pub(super) report: usize,
    pub(super) passage: Passage,
    pub(super) value: String,
    pub(super) normal: Normal,
    pub(super) speaker: Option<String>,
}

/// The refinements of a story, likeliest first, each passage in one of a sort.
pub(crate) fn refinements(
    aligner: &Aligner<'_>,
    links: &[Link],
    places: &[(usize, Passage)],
    story: &Story<'_>,
    speakers: &Speakers,
) -> Vec<Finding> {
    let mut all = candidates(aligner, links, places, story, speakers);
    // A copy cannot be sharper than what it copies.
    all.retain(|pair| {
        let [a, b] = [0, 1].map(|side| story.texts[pair.sides[side].report]);
        a != b
    });
    let mut findings = ranked(all, Weights::fitted(), LEAST);
    for finding in &mut findings {
        let reports: Vec<usize> = finding.evidence.iter().map(|row| row.report).collect();
        finding.origins = origins(&reports, story);
    }
    findings
}

/// The findings of the candidates that are likely enough under `weights`.
pub(super) fn ranked(mut all: Vec<Candidate>, weights: &Weights, least: f32) -> Vec<Finding> {
    for candidate in &mut all {
        candidate.score = weights.refine(&candidate.features).max(candidate.floor);
    }
    all.retain(|candidate| candidate.score >= least);
    all.sort_by(|x, y| {
        let key = |pair: &Candidate| {
            let [a, b] = [0, 1].map(|i| (pair.sides[i].report, pair.sides[i].passage));
            (a, b)
        };
        y.score.total_cmp(&x.score).then(key(x).cmp(&key(y)))
    });
    merged(all)
}

/// Whether a value is one that a finding has, in the same words or numbers.
fn same_value(value: &Value, side: &Side) -> bool {
    let same = value.normal == side.normal && value.normal != Normal::None;
    same || value.value.eq_ignore_ascii_case(&side.value)
}

/// Whether the values of a pair can be true beside those of a finding: "in the evening" is no vaguer
/// word for "around 6 a.m.", whatever passage they share.
fn joins(pair: &Candidate, finding: &Finding) -> bool {
    let [x, y] = &pair.sides;
    [(x, y), (y, x)].into_iter().all(|(side, other)| {
        let known = finding.values.iter().any(|value| same_value(value, side));
        let mut values = finding.values.iter();
        // Of the two that are a pair, that is settled.
        known || values.all(|value| meet(&value.normal, &side.normal) || same_value(value, other))
    })
}

/// Whether two values have something in common, as far as they can be laid side by side.
fn meet(a: &Normal, b: &Normal) -> bool {
    match (a, b) {
        // As written in ISO 8601, times sort as they follow each other.
        (Normal::Time(a), Normal::Time(b)) => a.from < b.to && b.from < a.to,
        (Normal::Interval(a), Normal::Interval(b)) => {
            a.unit == b.unit && a.low <= b.high && b.low <= a.high
        }
        _ => true,
    }
}

/// Whether a value lies in another and is the sharper one.
fn lies_in(a: &Normal, b: &Normal) -> bool {
    match (a, b) {
        (Normal::Time(a), Normal::Time(b)) => {
            a.from >= b.from && a.to <= b.to && (&a.from, &a.to) != (&b.from, &b.to)
        }
        (Normal::Interval(a), Normal::Interval(b)) => {
            let bounds = (a.low, a.high) != (b.low, b.high);
            a.unit == b.unit && a.low >= b.low && a.high <= b.high && bounds
        }
        _ => false,
    }
}

/// Has a report stand with the sharper of two values that it gives, where the finding then still has
/// two values and shows the other passage of the pair.
fn sharpened(finding: &mut Finding, pair: &Candidate) {
    let [x, y] = &pair.sides;
    for (side, other) in [(x, y), (y, x)] {
        let row = finding
            .evidence
            .iter()
            .position(|row| row.report == side.report && !half(row.passage, side.passage));
        let shows_other = finding
            .evidence
            .iter()
            .any(|row| row.report == other.report && half(row.passage, other.passage));
        let old = finding
            .values
            .iter()
            .position(|value| value.reports.contains(&side.report));
        let (Some(row), true, Some(old)) = (row, shows_other, old) else {
            continue;
        };
        let mut others = finding.values.iter().enumerate();
        let differs = others
            .any(|(at, value)| (at != old || value.reports.len() > 1) && !same_value(value, side));
        if !lies_in(&side.normal, &finding.values[old].normal) || !differs {
            continue;
        }
        finding.values[old].reports.retain(|&at| at != side.report);
        if finding.values[old].reports.is_empty() {
            finding.values.remove(old);
        }
        finding.evidence.remove(row);
        finding.explanation.clone_from(&pair.explanation);
        finding.question.clone_from(&pair.question);
    }
}

/// Whether a finding shows both clauses of a pair already.
fn told(findings: &[Finding], pair: &Candidate) -> bool {
    findings.iter().any(|finding| {
        pair.sides.iter().all(|side| {
            let rows = finding.evidence.iter();
            let mut rows = rows.filter(|row| row.report == side.report);
            rows.any(|row| half(row.passage, side.passage))
        })
    })
}

/// Whether half of the shorter of two passages lies in the other.
fn half(a: Passage, b: Passage) -> bool {
    let from = a.span.start().max(b.span.start());
    let to = a.span.end().min(b.span.end());
    a.field == b.field && to > from && 2 * (to - from) >= a.span.len().min(b.span.len())
}

/// One finding for all pairs that share a passage and a sort; a report is in it once.
fn merged(pairs: Vec<Candidate>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    // One finding a person, whatever the passages.
    let person = |pair: &Candidate, finding: &Finding| {
        pair.about == About::Participant && finding.question == pair.question
    };
    for pair in pairs {
        let known = findings.iter().position(|finding| {
            let repeats = pair
                .sides
                .iter()
                .all(|side| finding.values.iter().any(|value| same_value(value, side)));
            person(&pair, finding)
                || finding.about == pair.about && repeats
                || finding.about == pair.about
                    && finding.evidence.iter().any(|row| {
                        pair.sides.iter().any(|side| {
                            side.report == row.report
                                && side.passage.field == row.passage.field
                                && side.passage.span.overlaps(row.passage.span)
                        })
                    })
        });
        if known.is_some_and(|at| !joins(&pair, &findings[at])) {
            continue;
        }
        let confidence = (f64::from(pair.score) * 100.0).round() / 100.0;
        let at = match known {
            Some(at) => at,
            None if findings.len() == MOST || told(&findings, &pair) => continue,
            None => {
                findings.push(Finding {
                    kind: FindingKind::Refinement,
                    about: pair.about,
                    between: Between::Reports,
                    question: pair.question.clone(),
                    explanation: pair.explanation.clone(),
                    origins: 0,
                    confidence,
                    assumptions: Vec::new(),
                    changed: Vec::new(),
                    values: Vec::new(),
                    evidence: Vec::new(),
                });
                findings.len() - 1
            }
        };
        let finding = &mut findings[at];
        sharpened(finding, &pair);
        for side in pair.sides {
            if finding.evidence.iter().any(|row| row.report == side.report) {
                continue;
            }
            match finding
                .values
                .iter_mut()
                .find(|value| same_value(value, &side))
            {
                Some(value) => value.reports.push(side.report),
                None => finding.values.push(Value {
                    value: side.value.clone(),
                    normal: side.normal,
                    reports: vec![side.report],
                }),
            }
            finding.evidence.push(Evidence {
                report: side.report,
                passage: side.passage,
                value: side.value,
                attributed_to: side.speaker,
            });
        }
    }
    for finding in &mut findings {
        for value in &mut finding.values {
            value.reports.sort_unstable();
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{NormalInterval, NormalTime};

    #[test]
    fn values_join_a_finding_only_where_all_can_be_true() {
        let time = |from: &str, to: &str| {
            Normal::Time(NormalTime {
                from: from.to_owned(),
                to: to.to_owned(),
                granularity: "day".to_owned(),
            })
        };
        let day = time("2031-03-05T00:00:00", "2031-03-06T00:00:00");
        let evening = time("2031-03-05T18:00:00", "2031-03-06T00:00:00");
        let clock = time("2031-03-05T06:00:00", "2031-03-05T06:01:00");
        assert!(meet(&day, &evening) && meet(&clock, &day));
        assert!(!meet(&clock, &evening));
        let count = |low: f64, high: f64, unit: &str| {
            Normal::Interval(NormalInterval {
                low,
                high,
                low_open: false,
                high_open: false,
                unit: unit.to_owned(),
            })
        };
        let many = count(50.0, f64::INFINITY, "people");
        assert!(meet(&many, &count(51.0, 51.0, "people")));
        assert!(!meet(&many, &count(40.0, 40.0, "people")));
        assert!(!meet(&many, &count(51.0, 51.0, "boat")));
        assert!(meet(&many, &Normal::None));
        assert!(lies_in(&clock, &day) && !lies_in(&day, &clock) && !lies_in(&day, &day));
        assert!(lies_in(&count(51.0, 51.0, "people"), &many));
    }
}
