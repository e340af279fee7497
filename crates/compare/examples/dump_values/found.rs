//! What the typed values of story sets give, each set judged by models that did not see its story.

use std::io::Write;

use crosswire_compare::Story;
use crosswire_compare::assemble::values::{Values, find};
use crosswire_compare::candidates::values::Slots;
use crosswire_compare::judge::values::Judge;
use crosswire_extract::Extracted;
use crosswire_report::Field;
use crosswire_text::CharIndex;

use crate::{folds, stories};

/// Writes a line a set, as `score-findings` reads it, with confidence, question and words besides.
pub fn write(model: &str, out: &str, folder: &str, wanted: &str, paths: &[String]) {
    let stories = stories::regroup(stories::read(paths), &stories::wanted(wanted));
    let slots = folds::read(folder, "slots", |bytes| {
        Slots::parse(bytes).expect("a forest")
    });
    let judges = folds::read(folder, "judge", |bytes| {
        Judge::parse(bytes).expect("a forest")
    });
    let values: Vec<Values> = slots
        .into_iter()
        .zip(judges)
        .map(|(slots, judge)| Values {
            slots,
            judge,
            least: 0.12,
            moved: 0.4,
        })
        .collect();
    let lines = stories::each(model, stories, |story, reports| {
        let found = found(reports, &values[folds::of(story)]);
        serde_json::json!({"set": story, "findings": found}).to_string()
    });
    let mut file = std::fs::File::create(out).expect("OUT can be written");
    for line in lines {
        writeln!(file, "{line}").expect("OUT can be written");
    }
}

fn found(reports: &[Extracted], values: &Values) -> Vec<serde_json::Value> {
    let origins: Vec<usize> = (0..reports.len()).collect();
    let story = Story {
        reports: reports.iter().collect(),
        texts: origins.clone(),
        origins,
    };
    let findings = find(&story, values);
    findings
        .iter()
        .map(|finding| {
            let evidence: Vec<_> = finding
                .evidence
                .iter()
                .map(|row| {
                    let report = reports[row.report].annotated.report();
                    let titled = row.passage.field == Field::Title;
                    let chars =
                        CharIndex::new(report.field(row.passage.field)).chars(row.passage.span);
                    serde_json::json!({"report": report.id, "start": chars.start(),
                        "end": chars.end(), "in_title": titled, "value": row.value,
                        "text": report.words(row.passage)})
                })
                .collect();
            serde_json::json!({"kind": finding.kind.name(), "about": finding.about.name(),
                "question": finding.question, "confidence": finding.confidence,
                "evidence": evidence})
        })
        .collect()
}
