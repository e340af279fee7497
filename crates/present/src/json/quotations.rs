//! Quotations laid against references, as JSON.

use crosswire_report::{Field, Report};
use crosswire_text::CharIndex;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::ChangeJson;
use crate::outcome::{Against, Outcome, hex};

/// What `--reference` adds to the result.
#[derive(Serialize)]
pub(super) struct AgainstJson {
    references: Vec<ReferenceJson>,
    quotations: Vec<QuotationJson>,
}

#[derive(Serialize)]
struct ReferenceJson {
    id: String,
    source: String,
    title: Option<String>,
    published: Option<String>,
    sha256: String,
    characters: usize,
}

#[derive(Serialize)]
struct QuotationJson {
    report: String,
    start: usize,
    end: usize,
    in_title: bool,
    text: String,
    kind: &'static str,
    speaker: Option<String>,
    verdict: &'static str,
    changed: Vec<ChangeJson>,
    found: Option<FoundJson>,
}

#[derive(Serialize)]
struct FoundJson {
    reference: String,
    start: usize,
    end: usize,
    text: String,
}

impl AgainstJson {
    pub(super) fn new(outcome: &Outcome, against: &Against) -> AgainstJson {
        let references = &against.references;
        let of_report: Vec<[CharIndex<'_>; 2]> = outcome
            .reports
            .iter()
            .map(|report| {
                [Field::Title, Field::Text].map(|field| CharIndex::new(report.field(field)))
            })
            .collect();
        let of_reference: Vec<CharIndex<'_>> = references
            .iter()
            .map(|reference| CharIndex::new(&reference.text))
            .collect();
        let quotations = against.quotations.iter().map(|checked| {
            let report = &outcome.reports[checked.report];
            let in_title = checked.passage.field == Field::Title;
            let chars =
                of_report[checked.report][usize::from(!in_title)].chars(checked.passage.span);
            QuotationJson {
                report: report.id.clone(),
                start: chars.start(),
                end: chars.end(),
                in_title,
                text: report.words(checked.passage).to_owned(),
                kind: checked.kind.name(),
                speaker: checked.speaker.clone(),
                verdict: checked.verdict.name(),
                changed: checked.changed.iter().map(ChangeJson::new).collect(),
                found: checked.found.map(|(number, passage)| {
                    let chars = of_reference[number].chars(passage.span);
                    FoundJson {
                        reference: references[number].id.clone(),
                        start: chars.start(),
                        end: chars.end(),
                        text: references[number].words(passage).to_owned(),
                    }
                }),
            }
        });
        AgainstJson {
            quotations: quotations.collect(),
            references: references
                .iter()
                .map(|report| ReferenceJson::new(report))
                .collect(),
        }
    }
}

impl ReferenceJson {
    fn new(report: &Report) -> ReferenceJson {
        ReferenceJson {
            id: report.id.clone(),
            source: report.source.clone(),
            title: report.title.as_deref().map(str::to_owned),
            published: report.published.map(|stamp| stamp.to_string()),
            sha256: hex(&Sha256::digest(report.text.as_bytes())),
            characters: report.text.chars().count(),
        }
    }
}
