//! Aligned clauses whose values can both be true, one sharper than the other.
//!
//! Times are laid side by side as intervals, quantities as ranges, places by which lies in which,
//! people and things by the words for them. How likely a reader would call such a pair sharper and
//! vaguer is learnt: it hangs on the sort of value and on how surely the clauses tell one thing.

use crosswire_extract::Extracted;
use crosswire_report::Passage;

use super::agree::{MOST_EVIDENCE, Speakers, origins, several_outlets, short};
use super::align::Link;
use super::describe;
use super::features::{PAIR, PAIRS, common};
use super::judge::{self, Lies, Verdict};
use super::question::question;
use super::unit::Unit;
use super::weights::Weights;
use crate::{About, Between, Evidence, Finding, FindingKind, Normal, Story, Value};

/// Links below these are too loose to lay values side by side.
const LEAST_LIKELY: f32 = 0.01;
const LEAST_TRUE: f32 = 0.1;
/// Candidates below this are not said: chosen for the best F1 on the 20 open sets not set aside,
/// each scored by weights fitted on the others.
const LEAST: f32 = 0.1;
/// A value that lies in another is a sharper one by its sort alone, where the clauses are tight or
/// alike enough: then it is at least so likely, whatever the gold lists.
const CONTAINED: f32 = 0.3;
const LEAST_ALIKE: f32 = 0.3;
const LEAST_SURE: f32 = 0.55;
/// At most this many are said of one story.
const MOST: usize = 12;

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
    /// The clause is told with a detail more.
    Detail,
}

/// What speaks for a candidate beside its sort, by name; the features of the link follow. The weights
/// are in `data/clause-weights.tsv`.
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
    "detail",
];
const LINKED: [&str; 3] = ["likely", "truth", "tight"];

/// How many features a candidate has.
pub(crate) const REFINES: usize = SORTS.len() + LINKED.len() + PAIRS;

/// Their names.
pub(crate) fn names() -> Vec<&'static str> {
    SORTS.iter().chain(&LINKED).chain(&PAIR).copied().collect()
}

impl Sort {
    fn floor(self, link: &Link) -> f32 {
        let alike = link.tight || link.truth >= LEAST_ALIKE && link.likely >= LEAST_ALIKE / 10.0;
        if alike && matches!(self, Sort::Time | Sort::Quantity | Sort::Place) {
            CONTAINED
        } else {
            0.0
        }
    }

    /// The features of a candidate of this sort over a link.
    pub(super) fn features(self, link: Option<&Link>) -> [f32; REFINES] {
        let mut features = [0.0; REFINES];
        features[self as usize] = 1.0;
        if let Some(link) = link {
            let logit =
                |p: f32| (p.clamp(1e-3, 1.0 - 1e-3) / (1.0 - p.clamp(1e-3, 1.0 - 1e-3))).ln();
            let own = [
                logit(link.likely),
                logit(link.truth),
                f32::from(u8::from(link.tight)),
            ];
            let rest = own.iter().chain(&link.features);
            for (slot, &value) in features[SORTS.len()..].iter_mut().zip(rest) {
                *slot = value;
            }
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
    units: &[Unit],
    links: &[Link],
    places: &[(usize, Passage)],
    story: &Story<'_>,
    speakers: &Speakers,
) -> Vec<Finding> {
    let all = candidates(units, links, places, story, speakers);
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

/// All pairs of a sharper and a vaguer value.
pub(super) fn candidates(
    units: &[Unit],
    links: &[Link],
    places: &[(usize, Passage)],
    story: &Story<'_>,
    speakers: &Speakers,
) -> Vec<Candidate> {
    let mut all = Vec::new();
    for link in links {
        if !link.tight && (link.likely < LEAST_LIKELY || link.truth < LEAST_TRUE) {
            continue;
        }
        let (a, b) = (&units[link.a], &units[link.b]);
        if !several_outlets(&[a, b], story) {
            continue;
        }
        let reports = [story.reports[a.report], story.reports[b.report]];
        for (sort, about, [first, second], why) in sharper_values(a, b, reports) {
            // A word more is of the same thing only in clauses that surely tell one thing.
            if matches!(sort, Sort::Modified | Sort::Detail) && link.holds() < LEAST_SURE {
                continue;
            }
            let side = |unit: usize, (value, normal): (String, Normal)| Side {
                report: places[unit].0,
                passage: places[unit].1,
                value,
                normal,
                speaker: speakers.of(&units[unit]),
            };
            all.push(Candidate {
                score: 0.0,
                about,
                question: question(a, reports[0]),
                explanation: why,
                sides: [side(link.a, first), side(link.b, second)],
                features: sort.features(Some(link)),
                floor: sort.floor(link),
            });
        }
    }
    all.extend(describe::people(story));
    all
}

type Found = (Sort, About, [(String, Normal); 2], String);

/// The values of two clauses of which one is sharper, one of each matter.
fn sharper_values(a: &Unit, b: &Unit, reports: [&Extracted; 2]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    found.extend(contained(
        judge::times(a, b, reports),
        Sort::Time,
        Sort::NearTime,
    ));
    let number = judge::quantities(a, b, reports);
    found.extend(contained(number, Sort::Quantity, Sort::Rounded));
    let place = judge::places(a, b, reports);
    found.extend(contained(place, Sort::Place, Sort::MorePlace));
    if let Some((sort, [x, y], first)) = describe::things(a, b, reports) {
        let why = match (sort, if first { (&x, &y) } else { (&y, &x) }) {
            (Sort::Named, (sharp, vague)) => {
                format!(
                    "“{}” names what the other calls “{}”.",
                    short(sharp),
                    short(vague)
                )
            }
            (_, (sharp, vague)) => {
                format!("“{}” says more than “{}”.", short(sharp), short(vague))
            }
        };
        let values = [(x, Normal::None), (y, Normal::None)];
        found.push((sort, About::Participant, values, why));
    }
    if found.is_empty()
        && let Some(first) = tells_more(a, b)
    {
        let words = [a, b].map(|unit| {
            let side = usize::from(std::ptr::eq(unit, b));
            let passage = unit.passage(reports[side], MOST_EVIDENCE);
            short(reports[side].annotated.words(passage))
        });
        let [x, y] = words;
        let why = format!("“{}” says the same and more.", if first { &x } else { &y });
        let values = [(x, Normal::None), (y, Normal::None)];
        found.push((Sort::Detail, About::Outcome, values, why));
    }
    found
}

/// Whether one clause holds what the other says and more, and whether it is the first.
fn tells_more(a: &Unit, b: &Unit) -> Option<bool> {
    if a.title || b.title {
        return None;
    }
    let words = |unit: &Unit| {
        let mut words = unit.run.clone();
        words.sort_unstable();
        words.dedup();
        words
    };
    let (x, y) = (words(a), words(b));
    let shared = common(&x, &y);
    let (few, many) = (x.len().min(y.len()), x.len().max(y.len()));
    (shared >= 3 && 5 * shared >= 4 * few && many >= few + 2).then_some(x.len() > y.len())
}

/// Of values that lie one in the other, as refinements are shown.
fn contained(verdict: Option<Verdict>, within: Sort, near: Sort) -> Option<Found> {
    let verdict = verdict?;
    let (sort, first) = match verdict.lies {
        Lies::Within => (within, true),
        Lies::Contains => (within, false),
        Lies::Near { sharper } => (near, sharper),
        Lies::Same | Lies::Apart => return None,
    };
    let (sharp, vague) = if first {
        (&verdict.sides[0], &verdict.sides[1])
    } else {
        (&verdict.sides[1], &verdict.sides[0])
    };
    let (sharp, vague) = (short(&sharp.words), short(&vague.words));
    let why = if sort == within {
        format!("“{sharp}” lies within “{vague}”: both can be true.")
    } else {
        format!("“{sharp}” says more than “{vague}”: both can be true.")
    };
    let [x, y] = verdict.sides;
    Some((
        sort,
        verdict.about,
        [(x.words, x.normal), (y.words, y.normal)],
        why,
    ))
}

/// Whether a value is one that a finding has, in the same words or numbers.
fn same_value(value: &Value, side: &Side) -> bool {
    let same = value.normal == side.normal && value.normal != Normal::None;
    same || value.value.eq_ignore_ascii_case(&side.value)
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
        let confidence = (f64::from(pair.score) * 100.0).round() / 100.0;
        let at = match known {
            Some(at) => at,
            None if findings.len() == MOST => continue,
            None => {
                findings.push(Finding {
                    kind: FindingKind::Refinement,
                    about: pair.about,
                    between: Between::Reports,
                    question: pair.question,
                    explanation: pair.explanation,
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
