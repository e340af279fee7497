//! The machine-readable result, format 1 (`check --format json`).
//!
//! These types are the promise to strangers: format 1 only ever grows by addition. The schema in
//! `schema/check.schema.json` says the same to programs, and a test holds the two together.

mod quotations;

use crosswire_compare::{Change, Finding, Normal};
use crosswire_group::Origin;
use crosswire_report::{Field, Problem, Report};
use crosswire_text::{CharIndex, CharSpan};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::outcome::{Outcome, StoryOutcome, hex};

/// The JSON Schema (draft 2020-12) of [`CheckJson`].
pub const SCHEMA: &str = include_str!("../schema/check.schema.json");

/// What `check --format json` prints.
#[derive(Serialize)]
pub struct CheckJson {
    format: u32,
    reports: Vec<ReportJson>,
    stories: Vec<StoryJson>,
    #[serde(flatten)]
    against: Option<quotations::AgainstJson>,
}

/// One report as read.
#[derive(Serialize)]
pub struct ReportJson {
    id: String,
    source: String,
    outlet: Option<String>,
    origin: Option<String>,
    origin_first: Option<String>,
    origin_kind: Option<&'static str>,
    origin_confidence: Option<f64>,
    origin_with: Vec<String>,
    origin_evidence: Vec<OriginEvidenceJson>,
    title: Option<String>,
    published: Option<String>,
    sha256: String,
    characters: usize,
    problems: Vec<ProblemJson>,
}

#[derive(Serialize)]
struct OriginEvidenceJson {
    ground: &'static str,
    name: Option<String>,
    copy_of: Option<String>,
    share: Option<f64>,
    start: Option<usize>,
    end: Option<usize>,
}

#[derive(Serialize)]
struct ProblemJson {
    kind: &'static str,
    message: String,
    mend: String,
}

/// One story.
#[derive(Serialize)]
pub struct StoryJson {
    id: String,
    label: String,
    reports: Vec<String>,
    outlets: usize,
    origins: usize,
    statements_aligned: usize,
    findings: Vec<FindingJson>,
}

/// One finding.
#[derive(Serialize)]
pub struct FindingJson {
    id: String,
    kind: &'static str,
    about: &'static str,
    between: &'static str,
    question: String,
    explanation: String,
    origins: usize,
    confidence: f64,
    assumptions: Vec<String>,
    changed: Vec<ChangeJson>,
    values: Vec<ValueJson>,
    evidence: Vec<EvidenceJson>,
}

#[derive(Serialize)]
struct ChangeJson {
    from: String,
    to: String,
    meaning: bool,
}

#[derive(Serialize)]
struct ValueJson {
    value: String,
    normal: NormalJson,
    reports: Vec<String>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum NormalJson {
    None {},
    Interval {
        low: Option<f64>,
        high: Option<f64>,
        low_open: bool,
        high_open: bool,
        unit: String,
    },
    Time {
        from: String,
        to: String,
        granularity: String,
    },
}

#[derive(Serialize)]
struct EvidenceJson {
    report: String,
    start: usize,
    end: usize,
    in_title: bool,
    text: String,
    value: String,
    attributed_to: Option<String>,
}

impl CheckJson {
    /// The whole result.
    #[must_use]
    pub fn new(outcome: &Outcome) -> CheckJson {
        CheckJson {
            format: 1,
            reports: outcome
                .reports
                .iter()
                .zip(&outcome.origins)
                .map(|(report, origin)| {
                    ReportJson::new(report, origin.as_ref(), |at| outcome.reports[at].id.clone())
                })
                .collect(),
            stories: outcome
                .stories
                .iter()
                .map(|story| StoryJson::new(outcome, story))
                .collect(),
            against: outcome
                .against
                .as_ref()
                .map(|against| quotations::AgainstJson::new(outcome, against)),
        }
    }
}

impl ReportJson {
    /// One report and its origin; `id_at` tells the ids of the reports that the origin names.
    #[must_use]
    pub fn new(
        report: &Report,
        origin: Option<&Origin>,
        id_at: impl Fn(usize) -> String,
    ) -> ReportJson {
        let index = CharIndex::new(&report.text);
        let evidence = origin.into_iter().flat_map(|origin| &origin.evidence);
        ReportJson {
            id: report.id.clone(),
            source: report.source.clone(),
            outlet: report.outlet.clone(),
            origin: origin.and_then(|origin| origin.name.clone()),
            origin_first: origin.map(|origin| id_at(origin.number)),
            origin_kind: origin.map(|origin| origin.kind.name()),
            origin_confidence: origin.map(|origin| rounded(f64::from(origin.confidence))),
            origin_with: origin.map_or_else(Vec::new, |origin| origin.with.clone()),
            origin_evidence: evidence
                .map(|row| {
                    let chars = row.passage.map(|passage| index.chars(passage.span));
                    OriginEvidenceJson {
                        ground: row.ground.name(),
                        name: row.name.clone(),
                        copy_of: row.copy_of.map(|(of, _)| id_at(of)),
                        share: row.copy_of.map(|(_, share)| rounded(f64::from(share))),
                        start: chars.map(CharSpan::start),
                        end: chars.map(CharSpan::end),
                    }
                })
                .collect(),
            title: report.title.as_deref().map(str::to_owned),
            published: report.published.map(|stamp| stamp.to_string()),
            sha256: hex(&Sha256::digest(report.text.as_bytes())),
            characters: report.text.chars().count(),
            problems: report.problems.iter().map(ProblemJson::new).collect(),
        }
    }
}

impl ProblemJson {
    fn new(problem: &Problem) -> ProblemJson {
        ProblemJson {
            kind: problem.kind.name(),
            message: problem.message.clone(),
            mend: problem.mend.clone(),
        }
    }
}

impl StoryJson {
    /// One story with its findings.
    #[must_use]
    pub fn new(outcome: &Outcome, story: &StoryOutcome) -> StoryJson {
        let indexes: Vec<[CharIndex<'_>; 2]> = story
            .reports
            .iter()
            .map(|&i| {
                [Field::Title, Field::Text]
                    .map(|field| CharIndex::new(outcome.reports[i].field(field)))
            })
            .collect();
        StoryJson {
            id: outcome.story_id(story),
            label: story.label.clone(),
            reports: story
                .reports
                .iter()
                .map(|&i| outcome.reports[i].id.clone())
                .collect(),
            outlets: story.outlets,
            origins: story.origins,
            statements_aligned: story.comparison.statements_aligned,
            findings: story
                .comparison
                .findings
                .iter()
                .map(|finding| FindingJson::new(outcome, story, finding, &indexes))
                .collect(),
        }
    }
}

impl FindingJson {
    fn new(
        outcome: &Outcome,
        story: &StoryOutcome,
        finding: &Finding,
        indexes: &[[CharIndex<'_>; 2]],
    ) -> FindingJson {
        FindingJson {
            id: outcome.finding_id(story, finding),
            kind: finding.kind.name(),
            about: finding.about.name(),
            between: finding.between.name(),
            question: finding.question.clone(),
            explanation: finding.explanation.clone(),
            origins: finding.origins,
            confidence: rounded(finding.confidence),
            assumptions: finding.assumptions.clone(),
            changed: finding.changed.iter().map(ChangeJson::new).collect(),
            values: finding
                .values
                .iter()
                .map(|value| ValueJson {
                    value: value.value.clone(),
                    normal: NormalJson::new(&value.normal),
                    reports: value
                        .reports
                        .iter()
                        .map(|&i| outcome.report(story, i).id.clone())
                        .collect(),
                })
                .collect(),
            evidence: finding
                .evidence
                .iter()
                .map(|evidence| {
                    let report = outcome.report(story, evidence.report);
                    let passage = evidence.passage;
                    let in_title = passage.field == Field::Title;
                    let chars =
                        indexes[evidence.report][usize::from(!in_title)].chars(passage.span);
                    EvidenceJson {
                        report: report.id.clone(),
                        start: chars.start(),
                        end: chars.end(),
                        in_title,
                        text: report.words(passage).to_owned(),
                        value: evidence.value.clone(),
                        attributed_to: evidence.attributed_to.clone(),
                    }
                })
                .collect(),
        }
    }
}

/// Three digits: more would promise what the calibration cannot hold.
fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}

impl ChangeJson {
    fn new(change: &Change) -> ChangeJson {
        ChangeJson {
            from: change.from.clone(),
            to: change.to.clone(),
            meaning: change.meaning,
        }
    }
}

impl NormalJson {
    fn new(normal: &Normal) -> NormalJson {
        match normal {
            Normal::None => NormalJson::None {},
            Normal::Interval(interval) => NormalJson::Interval {
                low: interval.low.is_finite().then_some(interval.low),
                high: interval.high.is_finite().then_some(interval.high),
                low_open: interval.low_open,
                high_open: interval.high_open,
                unit: interval.unit.clone(),
            },
            Normal::Time(time) => NormalJson::Time {
                from: time.from.clone(),
                to: time.to.clone(),
                granularity: time.granularity.clone(),
            },
        }
    }
}
