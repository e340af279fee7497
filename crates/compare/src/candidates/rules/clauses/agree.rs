//! A group of aligned clauses as an agreement.

use crosswire_report::Passage;

use super::groups::{self, Group};
use super::question::question;
use crate::candidates::candidate::{Rule, Ruled, Side};
use crate::told::predicates::Carrier;
use crate::told::shown::short;
use crate::told::source::Sources;
use crate::told::unit::Unit;
use crate::told::words::{self, Words};
use crate::{About, FindingKind, Normal, Story};

/// Words that a name has by itself.
const MOST_OF_A_NAME: usize = 2;

/// How true an agreement is whose clauses have the same words in the same order.
const VERBATIM: f64 = 0.97;

/// The finding of a group, `None` when all its reports are of one outlet.
pub(crate) fn agreement(
    group: &Group,
    units: &[Unit],
    places: &[(usize, Passage)],
    story: &Story<'_>,
    speakers: &Sources,
    words: &Words,
) -> Option<Ruled> {
    let members: Vec<&Unit> = group.units.iter().map(|&unit| &units[unit]).collect();
    if !several_outlets(&members, story) {
        return None;
    }
    // The clause that the others repeat most stands for all.
    let core = groups::core(&members);
    // One name alone is no agreement: "said Tove Lind". With an office beside it, it says who somebody is.
    let is_name = |word: &u32| members.iter().any(|unit| unit.names.contains(word));
    if core.len() <= MOST_OF_A_NAME && core.iter().all(is_name) {
        return None;
    }
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
    let side = |index: usize| {
        let (report, passage) = places[index];
        Side {
            report,
            passage,
            value_at: None,
            value: short(story.reports[report].annotated.words(passage)),
            normal: Normal::None,
            source: speakers.of(&units[index]),
            answer: 0,
        }
    };
    let mut sides: Vec<Side> = group.units.iter().map(|&index| side(index)).collect();
    // The first side words the answer.
    if let Some(at) = sides.iter().position(|side| side.report == model.report) {
        sides[..=at].rotate_right(1);
    }
    let reports: Vec<usize> = sides.iter().map(|side| side.report).collect();
    let origins = origins(&reports, story);
    let verbatim = members.iter().all(|unit| unit.run == members[0].run);
    Some(Ruled {
        rule: Rule::Aligned,
        score: if verbatim {
            VERBATIM
        } else {
            f64::from(group.truth)
        },
        kind: FindingKind::Agreement,
        about: about(&members, &core, words, story),
        question: question(model, story.reports[model.report]),
        explanation: explanation(members.len(), origins, verbatim),
        sides,
        changed: Vec::new(),
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

fn explanation(count: usize, origins: usize, verbatim: bool) -> String {
    let copies = if origins == 1 {
        ", copies of one text"
    } else {
        ""
    };
    if verbatim {
        return format!("{count} reports say it in the same words{copies}.");
    }
    format!("{count} reports tell it{copies}.")
}
