//! Quotations laid against references, as records.

use crosswire_record::{Change, CheckedQuotation, FoundWords, Reference};
use crosswire_report::{Field, Report};
use crosswire_text::CharIndex;
use sha2::{Digest, Sha256};

use crate::outcome::{Against, Outcome, hex};

pub(super) fn references(against: &Against) -> Vec<Reference> {
    let references = against.references.iter();
    references.map(|report| reference(report)).collect()
}

fn reference(report: &Report) -> Reference {
    Reference {
        id: report.id.clone(),
        source: report.source.clone(),
        title: report.title.as_deref().map(str::to_owned),
        published: report.published.map(|stamp| stamp.to_string()),
        sha256: hex(&Sha256::digest(report.text.as_bytes())),
        characters: report.text.chars().count(),
    }
}

pub(super) fn quotations(outcome: &Outcome, against: &Against) -> Vec<CheckedQuotation> {
    let references = &against.references;
    let of_report: Vec<[CharIndex<'_>; 2]> = outcome
        .reports
        .iter()
        .map(|report| [Field::Title, Field::Text].map(|field| CharIndex::new(report.field(field))))
        .collect();
    let of_reference: Vec<CharIndex<'_>> = references
        .iter()
        .map(|reference| CharIndex::new(&reference.text))
        .collect();
    let quotations = against.quotations.iter().map(|checked| {
        let report = &outcome.reports[checked.report];
        let in_title = checked.passage.field == Field::Title;
        let chars = of_report[checked.report][usize::from(!in_title)].chars(checked.passage.span);
        CheckedQuotation {
            report: report.id.clone(),
            start: chars.start(),
            end: chars.end(),
            in_title,
            text: report.words(checked.passage).to_owned(),
            kind: checked.kind.name().to_owned(),
            speaker: checked.speaker.clone(),
            verdict: checked.verdict,
            changed: checked.changed.iter().map(Change::from).collect(),
            found: checked.found.map(|(number, passage)| {
                let chars = of_reference[number].chars(passage.span);
                FoundWords {
                    reference: references[number].id.clone(),
                    start: chars.start(),
                    end: chars.end(),
                    text: references[number].words(passage).to_owned(),
                }
            }),
        }
    });
    quotations.collect()
}
