//! The few most important things that only one report says.

use std::collections::HashSet;

use crosswire_report::Passage;

use super::agree::{Speakers, short};
use super::align::Link;
use super::predicates::Carrier;
use super::question::question;
use super::unit::Unit;
use super::words::Words;
use crate::{About, Between, Evidence, Finding, FindingKind, Normal, Story, Value};

/// At most this many are shown of a story, and of one report.
const MOST: usize = 4;
const MOST_OF_REPORT: usize = 2;
/// A clause as near as this to one of another report is not the first's alone.
const MOST_LIKE: f32 = 0.22;

/// Picks main clauses high up in a report, about what the story is about, that nothing in the
/// other reports is like.
pub(crate) fn single_sources(
    units: &[Unit],
    links: &[Link],
    places: &[(usize, Passage)],
    story: &Story<'_>,
    speakers: &Speakers,
    words: &Words,
) -> Vec<Finding> {
    if story.reports.len() < 2 {
        return Vec::new();
    }
    let mut like = vec![0.0f32; units.len()];
    for link in links {
        for unit in [link.a, link.b] {
            like[unit] = like[unit].max(link.truth.max(link.features[0]));
        }
    }
    // In how many reports each word stands.
    let mut reports: Vec<HashSet<usize>> = vec![HashSet::new(); words.len()];
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
                && unit.position < 0.6
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
    let mut findings = Vec::new();
    for (score, i) in ranked {
        let unit = &units[i];
        if score <= 0.0 || taken[unit.report] >= MOST_OF_REPORT {
            continue;
        }
        taken[unit.report] += 1;
        findings.push(finding(unit, places[i], story, speakers, like[i]));
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
    speakers: &Speakers,
    like: f32,
) -> Finding {
    let value = short(story.reports[report].annotated.words(passage));
    Finding {
        kind: FindingKind::SingleSource,
        about: if unit.numbers.is_empty() {
            About::Outcome
        } else {
            About::Quantity
        },
        between: Between::Reports,
        question: question(unit, story.reports[report]),
        explanation: "Nothing in the other reports is like it.".to_owned(),
        origins: 1,
        confidence: f64::from(((1.0 - like) * 0.9 * 100.0).round() / 100.0),
        assumptions: Vec::new(),
        changed: Vec::new(),
        values: vec![Value {
            value: value.clone(),
            normal: Normal::None,
            reports: vec![report],
        }],
        evidence: vec![Evidence {
            report,
            passage,
            value,
            attributed_to: speakers.of(unit),
        }],
    }
}
