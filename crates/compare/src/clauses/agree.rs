//! A group of aligned clauses as an agreement.

use std::collections::HashMap;

use crosswire_extract::{Extracted, StatementKind, TokenId};
use crosswire_report::Passage;

use super::groups::{self, Group};
use super::predicates::Carrier;
use super::question::question;
use super::unit::Unit;
use super::words::{self, Words};
use crate::{About, Between, Evidence, Finding, FindingKind, Normal, Story, Value};

/// The most bytes of one piece of evidence (and so the most characters).
pub(crate) const MOST_EVIDENCE: usize = 200;

/// Whom each report's clauses are attributed to: by report, the speaker at a predicate.
pub(crate) struct Speakers(Vec<HashMap<TokenId, String>>);

impl Speakers {
    pub(crate) fn new(reports: &[&Extracted]) -> Speakers {
        let speakers = |extracted: &&Extracted| {
            extracted
                .statements
                .iter()
                .filter(|statement| statement.kind != StatementKind::Nominal)
                .filter_map(|statement| {
                    let name = extracted.attributed_to(&statement.attribution)?;
                    Some((statement.predicate, name))
                })
                .collect()
        };
        Speakers(reports.iter().map(speakers).collect())
    }

    pub(crate) fn of(&self, unit: &Unit) -> Option<String> {
        self.0[unit.report]
            .get(&TokenId::new(unit.block, unit.predicate))
            .cloned()
    }
}

/// The finding of a group, `None` when all its reports are of one outlet.
pub(crate) fn agreement(
    group: &Group,
    units: &[Unit],
    places: &[(usize, Passage)],
    story: &Story<'_>,
    speakers: &Speakers,
    words: &Words,
) -> Option<Finding> {
    let members: Vec<&Unit> = group.units.iter().map(|&unit| &units[unit]).collect();
    if !several_outlets(&members, story) {
        return None;
    }
    // The clause that the others repeat most stands for all.
    let core = groups::core(&members);
    let model = members
        .iter()
        .max_by(|a, b| {
            let fit = |unit: &Unit| {
                let shared = core.iter().filter(|word| unit.holds(**word)).count() as f32;
                shared / (unit.words.len().max(1) as f32).sqrt()
            };
            fit(a).total_cmp(&fit(b)).then(b.report.cmp(&a.report))
        })
        .copied()?;
    let evidence: Vec<Evidence> = group
        .units
        .iter()
        .map(|&index| {
            let (report, passage) = places[index];
            Evidence {
                report,
                passage,
                value: short(story.reports[report].annotated.words(passage)),
                attributed_to: speakers.of(&units[index]),
            }
        })
        .collect();
    let mut reports: Vec<usize> = evidence.iter().map(|row| row.report).collect();
    reports.sort_unstable();
    reports.dedup();
    let value = evidence
        .iter()
        .find(|row| row.report == model.report)
        .map(|row| row.value.clone())
        .unwrap_or_default();
    let origins = origins(&reports, story);
    let verbatim = members.iter().all(|unit| unit.run == members[0].run);
    Some(Finding {
        kind: FindingKind::Agreement,
        about: about(&members, &core, words, story),
        between: Between::Reports,
        question: question(model, story.reports[model.report]),
        explanation: explanation(&members, model, &core, story, origins, verbatim, words),
        origins,
        confidence: confidence(group, verbatim),
        assumptions: Vec::new(),
        changed: Vec::new(),
        values: vec![Value {
            value,
            normal: Normal::None,
            reports,
        }],
        evidence,
    })
}

/// Whether the units are of two outlets at least; an unknown outlet is one of its own.
pub(crate) fn several_outlets(members: &[&Unit], story: &Story<'_>) -> bool {
    let outlet = |unit: &Unit| story.reports[unit.report].annotated.report().outlet.clone();
    let first = outlet(members[0]);
    members[1..].iter().any(|unit| {
        let other = outlet(unit);
        unit.report != members[0].report && (first.is_none() || other.is_none() || other != first)
    })
}

/// How many independent origins the reports have.
pub(crate) fn origins(reports: &[usize], story: &Story<'_>) -> usize {
    let mut origins: Vec<usize> = reports
        .iter()
        .map(|&report| {
            story
                .origins
                .get(report)
                .copied()
                .unwrap_or(usize::MAX - report)
        })
        .collect();
    origins.sort_unstable();
    origins.dedup();
    origins.len()
}

/// The same words in the same order are hardly ever wrong; else as people judged such pairs.
fn confidence(group: &Group, verbatim: bool) -> f64 {
    if verbatim {
        return 0.97;
    }
    (f64::from(group.truth) * 100.0).round() / 100.0
}

fn about(members: &[&Unit], core: &[u32], words: &Words, story: &Story<'_>) -> About {
    let model = members[0];
    let doc = &story.reports[model.report].annotated.blocks()[model.block].doc;
    let labelled = |labels: &[&str]| {
        model.own.iter().any(|&i| {
            let token = doc.token(i);
            let key = words::key(token).and_then(|key| words.find(&key));
            token
                .entity()
                .is_some_and(|entity| labels.contains(&&*entity.label))
                && key.is_some_and(|word| core.contains(&word))
        })
    };
    if model.carrier == Carrier::Apposition {
        return About::Participant;
    }
    if labelled(&["CARDINAL", "MONEY", "PERCENT", "QUANTITY"]) {
        return About::Quantity;
    }
    if model.carrier == Carrier::Verb {
        return About::Outcome;
    }
    if labelled(&["DATE", "TIME"]) {
        About::Time
    } else if labelled(&["GPE", "LOC", "FAC"]) {
        About::Place
    } else if labelled(&["PERSON", "ORG"]) {
        About::Participant
    } else {
        About::Outcome
    }
}

fn explanation(
    members: &[&Unit],
    model: &Unit,
    core: &[u32],
    story: &Story<'_>,
    origins: usize,
    verbatim: bool,
    words: &Words,
) -> String {
    let count = members.len();
    let copies = if origins == 1 {
        ", copies of one text"
    } else {
        ""
    };
    if verbatim {
        return format!("{count} reports say it in the same words{copies}.");
    }
    let doc = &story.reports[model.report].annotated.blocks()[model.block].doc;
    let mut shared: Vec<&str> = Vec::new();
    for &i in &model.own {
        let token = doc.token(i);
        let word = words::key(token).and_then(|key| words.find(&key));
        if word.is_some_and(|word| core.contains(&word)) && !shared.contains(&token.text()) {
            shared.push(token.text());
        }
    }
    shared.truncate(6);
    format!(
        "{count} reports tell it{copies}; what they share: {}.",
        shared.join(", ")
    )
}

/// Words on one line, cut at a word when long.
pub(crate) fn short(words: &str) -> String {
    const MOST: usize = 90;
    let mut line = String::new();
    for word in words.split_whitespace() {
        if !line.is_empty() {
            if line.len() + word.len() >= MOST {
                line.push('…');
                break;
            }
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
