//! What holds of what is told, whatever the reports say.

use std::sync::Arc;

use crosswire_annotate::Pipeline;
use crosswire_extract::{Annotated, Extracted, extract};
use crosswire_model::{Options, Silent, obtain};
use crosswire_report::Report;

use super::*;

const PIECES: [&str; 14] = [
    "Tove Lind said that the harbour would not reopen before Friday.",
    "“We saw nothing,” Mr Lind’s brother told the Café Orsa 🚢 crew.",
    "At least 12 people were hurt, police said.\r\n\r\nNone of them died.",
    "The Marlow shipyard denied that it had dismissed 400 workers.",
    "HARBOUR NEWS\n\nA crane fell.",
    "If it rains, Ola Brandt will stay; he said so on 5 March 2031.",
    "Ms. Lind, who was 47, nearly fell into the water.",
    "no full stop",
    "…",
    "“An unclosed quotation goes on and on",
    "The ferry Aurelia struck the breakwater at 6:40 a.m. on Wednesday",
    "It cost €3.5m (about $4m), 20 percent more than planned.",
    "Neither the owner nor the captain could be reached.",
    "Ünïted Förd plc., a firm of Lund, has yet to answer.",
];

fn reports(pipeline: &Pipeline, seed: usize) -> Vec<Extracted> {
    (0..3)
        .map(|id| {
            let words: Vec<&str> = (0..1 + (seed + id) % 7)
                .map(|at| PIECES[(seed * 5 + id * 3 + at * (seed + 1)) % PIECES.len()])
                .collect();
            let text = words.join(if seed.is_multiple_of(2) { " " } else { "\n\n" });
            let report = Arc::new(Report::new(format!("r{id}"), "-", text));
            extract(Annotated::new(report, |text| pipeline.annotate(text)))
        })
        .collect()
}

#[test]
fn what_is_told_lies_in_the_reports() {
    let model = obtain(&Options::default(), &mut Silent).expect("the model");
    let pipeline = Pipeline::load(model.path).expect("the model loads");
    for seed in 0..40 {
        let extracted = reports(&pipeline, seed);
        let story = Story {
            reports: extracted.iter().collect(),
            origins: (0..3).collect(),
            texts: (0..3).collect(),
        };
        let told = Told::new(&story);
        assert!(told.units.is_sorted_by_key(|unit| unit.report));
        for unit in &told.units {
            let report = story.reports[unit.report];
            let passage = unit.passage(report, shown::MOST_EVIDENCE);
            let words = report.annotated.words(passage);
            assert!(words.len() <= shown::MOST_EVIDENCE.max(60), "{words}");
            assert!(unit.own.is_sorted_by(|a, b| a < b));
            assert!(unit.own.contains(&unit.predicate) || !unit.own.is_empty());
            assert!(unit.words.is_sorted_by(|a, b| a.0 < b.0));
            // Factuality cannot be skipped: a clause that is a statement is told as that statement is.
            if let Some(says) = &unit.says {
                assert_eq!(says.stance, unit.stance);
            }
        }
        for utterance in &told.quoted.utterances {
            let report = story.reports[utterance.report].annotated.report();
            assert_eq!(utterance.words.len(), utterance.ids.len());
            let whole = utterance.passage(0, utterance.words.len() - 1);
            assert!(!report.words(whole).is_empty());
        }
        // Read twice, it is the same.
        let again = Told::new(&story);
        assert_eq!(format!("{:?}", told.units), format!("{:?}", again.units));
    }
}

#[test]
fn one_name_is_one_number_over_reports() {
    let model = obtain(&Options::default(), &mut Silent).expect("the model");
    let pipeline = Pipeline::load(model.path).expect("the model loads");
    let report = |id: &str, text: &str| {
        let report = Arc::new(Report::new(id, "-", text));
        extract(Annotated::new(report, |text| pipeline.annotate(text)))
    };
    let extracted = [
        report(
            "a",
            "Tove Lindqvist, the harbour master, spoke in Lund. Lindqvist was calm.",
        ),
        report("b", "In Lund the harbour master, Tove Lindqvist, spoke."),
    ];
    let story = Story {
        reports: extracted.iter().collect(),
        origins: vec![0, 1],
        texts: vec![0, 1],
    };
    let told = Told::new(&story);
    let of = |report: usize, word: &str| {
        let blocks = extracted[report].annotated.blocks().iter().enumerate();
        let mut all = blocks.flat_map(|(b, block)| block.doc.tokens().map(move |t| (b, t)));
        let (block, token) = all.find(|(_, token)| token.is(word)).expect("the word");
        let id = crosswire_extract::TokenId::new(block, token.index());
        told.cast.of(report, id)
    };
    let master = of(0, "Lindqvist");
    assert!(master.is_some());
    assert_eq!(master, of(1, "Lindqvist"));
    assert_ne!(master, of(0, "Lund"));
}
