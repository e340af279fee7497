//! What the typed values of story sets give, each set judged by models that did not see its story.

use std::io::Write;

use crosswire_compare::Story;
use crosswire_compare::candidates::values::{COUNTERPARTS, Slots, meetings};
use crosswire_compare::judge::values::{Judge, parted, weighed};
use crosswire_compare::told::values::Scene;
use crosswire_extract::Extracted;
use crosswire_report::Field;
use crosswire_text::CharIndex;

use crate::{folds, stories};

/// Writes a line a set, as `score-findings` reads it, with confidence, question and words besides.
pub(crate) fn write(model: &str, out: &str, folder: &str, wanted: &str, paths: &[String]) {
    let stories = stories::regroup(stories::read(paths), &stories::wanted(wanted));
    let slots = folds::read(folder, "slots", |bytes| {
        Slots::parse(bytes).expect("a forest")
    });
    let weights = folds::read(folder, "judge", <[u8]>::to_vec);
    let moved = folds::read(folder, "moved", <[u8]>::to_vec);
    let judges: Vec<Judge> = weights
        .iter()
        .zip(&moved)
        .map(|(weights, moved)| Judge::parse(weights, moved).expect("forests"))
        .collect();
    let lines = stories::each(model, stories, |story, reports| {
        let fold = folds::of(story);
        let found = found(reports, &slots[fold], &judges[fold]);
        serde_json::json!({"set": story, "findings": found}).to_string()
    });
    let mut file = std::fs::File::create(out).expect("OUT can be written");
    for line in lines {
        writeln!(file, "{line}").expect("OUT can be written");
    }
}

/// The least confidence that is written.
const LEAST: f32 = 0.1;

fn found(reports: &[Extracted], slots: &Slots, judge: &Judge) -> Vec<serde_json::Value> {
    let origins: Vec<usize> = (0..reports.len()).collect();
    let story = Story {
        reports: reports.iter().collect(),
        texts: origins.clone(),
        origins,
    };
    let scene = Scene::new(&story.reports);
    let met = meetings(&scene, slots, COUNTERPARTS);
    parted(&story, &scene, weighed(&story, &scene, met, judge), LEAST)
        .iter()
        .map(|judged| {
            let evidence: Vec<_> = judged
                .sides
                .iter()
                .map(|side| {
                    let report = reports[side.report].annotated.report();
                    let titled = side.passage.field == Field::Title;
                    let chars =
                        CharIndex::new(report.field(side.passage.field)).chars(side.passage.span);
                    serde_json::json!({"report": report.id, "start": chars.start(),
                        "end": chars.end(), "in_title": titled, "value": side.value,
                        "text": report.words(side.passage)})
                })
                .collect();
            serde_json::json!({"kind": judged.kind.name(), "about": judged.about.name(),
                "question": judged.question, "confidence": judged.confidence,
                "evidence": evidence})
        })
        .collect()
}
