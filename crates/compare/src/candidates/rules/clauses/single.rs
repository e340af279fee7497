//! The few most important things that only one report says, or only copies of one.

use crosswire_report::Passage;
use rustc_hash::{FxHashMap, FxHashSet};

use super::link::Link;
use super::question::question;
use crate::candidates::candidate::{Rule, Ruled, Side};
use crate::told::predicates::Carrier;
use crate::told::shown::short;
use crate::told::source::Sources;
use crate::told::unit::Unit;
use crate::told::words::Words;
use crate::{About, FindingKind, Normal, Story};

/// At most this many are shown of a story, and of one report.
const MOST: usize = 4;
const MOST_OF_REPORT: usize = 2;
/// A clause as near as this to one of another report is not the first's alone.
const MOST_LIKE: f32 = 0.22;
/// Important is what stands this high up in a report, or among its first clauses: all of a short
/// report is high up.
const HIGH_UP: f32 = 0.6;
const FIRST_CLAUSES: usize = 24;

/// Picks main clauses high up in a report, about what the story is about, that nothing in the
/// other reports is like.
pub(crate) fn single_sources(
    units: &[Unit],
    links: &[Link],
    places: &[(usize, Passage)],
    story: &Story<'_>,
    speakers: &Sources,
    words: &Words,
) -> Vec<Ruled> {
    if story.reports.len() < 2 {
        return Vec::new();
    }
    let mut like = vec![0.0f32; units.len()];
    let mut copies: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for link in links {
        let near = link.truth.max(link.features[0]);
        let origin = |unit: usize| story.origins[units[unit].report];
        for (unit, other) in [(link.a, link.b), (link.b, link.a)] {
            if origin(unit) != origin(other) {
                like[unit] = like[unit].max(near);
            } else if near >= MOST_LIKE {
                copies.entry(unit).or_default().push(other);
            }
        }
    }
    // How many clauses of its report come before each.
    let mut before = vec![0usize; story.reports.len()];
    let nth: Vec<usize> = units
        .iter()
        .map(|unit| {
            before[unit.report] += 1;
            before[unit.report] - 1
        })
        .collect();
    // In how many reports each word stands.
    let mut reports: Vec<FxHashSet<usize>> = vec![FxHashSet::default(); words.len()];
    for unit in units {
        for &(word, _) in &unit.words {
            reports[word as usize].insert(unit.report);
        }
    }
    let mut ranked: Vec<(f32, usize)> = units
        .iter()
        .enumerate()
        .filter(|&(i, unit)| {
            like[i] < MOST_LIKE
                && !unit.title
                && (unit.position < HIGH_UP || nth[i] < FIRST_CLAUSES)
                && unit.main
                && matches!(unit.carrier, Carrier::Verb | Carrier::Copula)
                && unit.run.len() >= 4
                && unit.lent.is_empty()
        })
        .map(|(i, unit)| {
            let shared = unit
                .words
                .iter()
                .filter(|&&(word, _)| reports[word as usize].len() > 1)
                .count() as f32;
            let own = unit.words.len() as f32 - shared;
            let telling =
                1.0 + 0.3 * unit.numbers.len().min(2) as f32 + 0.2 * unit.names.len().min(2) as f32;
            (
                telling * (1.0 + shared).ln() * (1.0 + own).ln() * (1.0 - unit.position),
                i,
            )
        })
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut taken = vec![0usize; story.reports.len()];
    let mut said: FxHashSet<usize> = FxHashSet::default();
    let mut findings = Vec::new();
    for (score, i) in ranked {
        let unit = &units[i];
        let copies = copies.get(&i).map_or(&[][..], Vec::as_slice);
        let again = copies.iter().any(|copy| said.contains(copy));
        if score <= 0.0 || again || taken[unit.report] >= MOST_OF_REPORT {
            continue;
        }
        taken[unit.report] += 1;
        said.insert(i);
        let copied = !copies.is_empty();
        findings.push(finding(unit, places[i], story, speakers, like[i], copied));
        if findings.len() == MOST {
            break;
        }
    }
    findings
}

fn finding(
    unit: &Unit,
    (report, passage): (usize, Passage),
    story: &Story<'_>,
    speakers: &Sources,
    like: f32,
    copied: bool,
) -> Ruled {
    Ruled {
        rule: Rule::Single,
        score: f64::from(1.0 - like),
        kind: FindingKind::SingleSource,
        about: if unit.numbers.is_empty() {
            About::Outcome
        } else {
            About::Quantity
        },
        question: question(unit, story.reports[report]),
        explanation: if copied {
            "Only copies of this report say it too."
        } else {
            "Nothing in the other reports is like it."
        }
        .to_owned(),
        sides: vec![Side {
            report,
            passage,
            value_at: None,
            value: short(story.reports[report].annotated.words(passage)),
            normal: Normal::None,
            source: speakers.of(unit),
            answer: 0,
        }],
        changed: Vec::new(),
    }
}
