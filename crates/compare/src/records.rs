//! Findings as they are kept and shown: the one way from what the engines found, which names
//! reports by their place in the story and words by their bytes, to the records of format 1.

use crosswire_record as record;
use crosswire_report::{Field, Report};
use crosswire_text::CharIndex;
use record::Claim;
use rustc_hash::FxHashSet;
use sha2::{Digest, Sha256};

use crate::{Evidence, Finding, Story, Value};

/// The findings of a story as records of format 1, in the same order.
///
/// # Panics
///
/// When a finding is of another story.
#[must_use]
pub fn records(story: &Story<'_>, findings: &[Finding]) -> Vec<record::Finding> {
    let reports: Vec<&Report> = story
        .reports
        .iter()
        .map(|extracted| &**extracted.annotated.report())
        .collect();
    let indexes: Vec<[CharIndex<'_>; 2]> = reports
        .iter()
        .map(|report| [Field::Title, Field::Text].map(|field| CharIndex::new(report.field(field))))
        .collect();
    let told = findings.iter().zip(ids(findings, &reports));
    told.map(|(finding, id)| one(finding, id, &reports, &indexes))
        .collect()
}

fn one(
    finding: &Finding,
    id: String,
    reports: &[&Report],
    indexes: &[[CharIndex<'_>; 2]],
) -> record::Finding {
    let evidence: Vec<record::Evidence> = finding
        .evidence
        .iter()
        .map(|row| passage(row, reports[row.report], &indexes[row.report]))
        .collect();
    let claim = claim(finding, reports, indexes);
    record::Finding {
        id,
        kind: finding.kind,
        about: finding.about,
        between: finding.between,
        question: claim.text.clone(),
        explanation: finding.explanation.clone(),
        origins: finding.origins,
        confidence: rounded(finding.confidence),
        assumptions: finding.assumptions.clone(),
        changed: finding.changed.iter().map(record::Change::from).collect(),
        values: finding
            .values
            .iter()
            .map(|value| held(value, reports))
            .collect(),
        claim: Some(claim),
        evidence,
        story: None,
        marks: Vec::new(),
        more: record::More::new(),
    }
}

fn claim(finding: &Finding, reports: &[&Report], indexes: &[[CharIndex<'_>; 2]]) -> Claim {
    let parts = finding.claim.iter().map(|part| {
        let in_title = part.passage.field == Field::Title;
        let chars = indexes[part.report][usize::from(!in_title)].chars(part.passage.span);
        record::ClaimPart {
            kind: part.kind,
            text: reports[part.report].words(part.passage).to_owned(),
            report: reports[part.report].id.clone(),
            start: chars.start(),
            end: chars.end(),
            in_title,
            revision: None,
        }
    });
    Claim {
        leans: finding.leans,
        ..Claim::new(finding.kind, finding.about, parts.collect())
    }
}

fn held(value: &Value, reports: &[&Report]) -> record::FindingValue {
    record::FindingValue {
        value: value.value.clone(),
        normal: value.normal.clone(),
        reports: value
            .reports
            .iter()
            .map(|&at| reports[at].id.clone())
            .collect(),
        more: record::More::new(),
    }
}

fn passage(row: &Evidence, report: &Report, indexes: &[CharIndex<'_>; 2]) -> record::Evidence {
    let in_title = row.passage.field == Field::Title;
    let chars = indexes[usize::from(!in_title)].chars(row.passage.span);
    record::Evidence {
        report: report.id.clone(),
        start: chars.start(),
        end: chars.end(),
        in_title,
        text: report.words(row.passage).to_owned(),
        value: row.value.clone(),
        attributed_to: row.attributed_to.clone(),
        revision: None,
        more: record::More::new(),
    }
}

/// Ids that are the same for the same input. A ledger gives others once, and keeps those.
///
/// An id is a digest of the finding's kind and of the places that it has in its first two reports, so that it
/// stays while reports after them join in; of several with the same, the later ones are told apart by
/// all that they rest on.
fn ids(findings: &[Finding], reports: &[&Report]) -> Vec<String> {
    let mut given: FxHashSet<String> = FxHashSet::default();
    let ids = findings.iter().map(|finding| {
        let mut firsts: Vec<&Evidence> = Vec::new();
        for row in &finding.evidence {
            if firsts.len() < 2 && firsts.iter().all(|first| first.report != row.report) {
                firsts.push(row);
            }
        }
        let first = digest(finding, firsts.into_iter(), 0, reports);
        let whole = (0..).map(|more| digest(finding, finding.evidence.iter(), more, reports));
        let mut ids = std::iter::once(first).chain(whole);
        ids.find(|id| given.insert(id.clone())).unwrap_or_default()
    });
    ids.collect()
}

fn digest<'f>(
    finding: &Finding,
    rows: impl Iterator<Item = &'f Evidence>,
    more: usize,
    reports: &[&Report],
) -> String {
    let mut sha = Sha256::new();
    let mut part = |part: &str| {
        sha.update(part.as_bytes());
        sha.update([0]);
    };
    part(finding.kind.name());
    part(finding.about.name());
    for row in rows {
        let (report, place) = (reports[row.report], row.passage);
        part(&report.id);
        part(&format!("{:?} {:?}", place.field, place.span));
        part(report.words(place));
    }
    if more > 0 {
        part(&more.to_string());
    }
    let digest = sha.finalize();
    digest[..6]
        .iter()
        .fold(String::new(), |id, byte| format!("{id}{byte:02x}"))
}

/// Three digits: more would promise what the calibration cannot hold.
fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}

impl From<&crate::Change> for record::Change {
    fn from(change: &crate::Change) -> record::Change {
        record::Change {
            from: change.from.clone(),
            to: change.to.clone(),
            meaning: change.meaning,
            more: record::More::new(),
        }
    }
}
