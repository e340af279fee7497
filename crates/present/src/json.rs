//! The machine-readable result, format 1 (`check --format json`): what a check found as the records
//! of [`crosswire_record`], which say what format 1 is.

mod quotations;

use crosswire_group::Origin;
use crosswire_record::{
    Check, CheckReport, CheckStory, OriginEvidence, OriginRecord, ProblemRecord,
};
use crosswire_report::{Problem, Report};
use crosswire_text::{CharIndex, CharSpan};
use sha2::{Digest, Sha256};

use crate::outcome::{Outcome, StoryOutcome, hex};

/// The JSON Schema (draft 2020-12) of [`check`], as `crosswire schema` prints it.
#[must_use]
pub fn schema() -> String {
    let schema = serde_json::to_string_pretty(&crosswire_record::schema());
    schema.unwrap_or_default() + "\n"
}

/// The whole result.
#[must_use]
pub fn check(outcome: &Outcome) -> Check {
    let id_at = |at: usize| outcome.reports[at].id.clone();
    let reports = outcome.reports.iter().zip(&outcome.origins);
    let against = outcome.against.as_ref();
    Check {
        format: 1,
        reports: reports
            .map(|(report, origin)| self::report(report, origin.as_ref(), id_at))
            .collect(),
        stories: outcome
            .stories
            .iter()
            .map(|story| self::story(outcome, story))
            .collect(),
        references: against.map(quotations::references),
        quotations: against.map(|against| quotations::quotations(outcome, against)),
    }
}

/// One story with its findings.
#[must_use]
pub fn story(outcome: &Outcome, story: &StoryOutcome) -> CheckStory {
    CheckStory {
        id: outcome.story_id(story),
        label: story.label.clone(),
        reports: story
            .reports
            .iter()
            .map(|&at| outcome.reports[at].id.clone())
            .collect(),
        outlets: story.outlets,
        origins: story.origins,
        statements_aligned: story.statements_aligned,
        findings: story.findings.clone(),
        continues: outcome.story_of(story.continues),
        topic: outcome.story_of(story.topic),
        round_up: story.round_up,
    }
}

fn report(
    report: &Report,
    origin: Option<&Origin>,
    id_at: impl Fn(usize) -> String,
) -> CheckReport {
    CheckReport {
        id: report.id.clone(),
        source: report.source.clone(),
        outlet: report.outlet.clone(),
        origin: origin.map_or_else(OriginRecord::default, |origin| {
            self::origin(report, origin, id_at)
        }),
        title: report.title.as_deref().map(str::to_owned),
        published: report.published.map(|stamp| stamp.to_string()),
        sha256: hex(&Sha256::digest(report.text.as_bytes())),
        characters: report.text.chars().count(),
        place: (!report.details.spot.is_whole()).then(|| report.place()),
        problems: report.problems.iter().map(problem).collect(),
    }
}

/// Whose words a report has; `id_at` tells the ids of the reports that the origin names.
#[must_use]
pub fn origin(report: &Report, origin: &Origin, id_at: impl Fn(usize) -> String) -> OriginRecord {
    let index = CharIndex::new(&report.text);
    OriginRecord {
        origin: origin.name.clone(),
        origin_first: Some(id_at(origin.number)),
        origin_kind: Some(origin.kind),
        origin_confidence: Some(rounded(f64::from(origin.confidence))),
        origin_with: origin.with.clone(),
        origin_evidence: origin
            .evidence
            .iter()
            .map(|row| {
                let chars = row.passage.map(|passage| index.chars(passage.span));
                OriginEvidence {
                    ground: row.ground,
                    name: row.name.clone(),
                    copy_of: row.copy_of.map(|(of, _)| id_at(of)),
                    share: row.copy_of.map(|(_, share)| rounded(f64::from(share))),
                    start: chars.map(CharSpan::start),
                    end: chars.map(CharSpan::end),
                }
            })
            .collect(),
    }
}

fn problem(problem: &Problem) -> ProblemRecord {
    ProblemRecord {
        kind: problem.kind.name().to_owned(),
        message: problem.message.clone(),
        mend: problem.mend.clone(),
    }
}

/// Three digits: more would promise what the measurement cannot hold.
fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}
