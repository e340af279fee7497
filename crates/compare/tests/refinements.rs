//! Which report is the sharper one, over invented reports.

use std::sync::Arc;

use crosswire_annotate::Pipeline;
use crosswire_compare::{Finding, FindingKind, Story, analyse_story};
use crosswire_extract::{Annotated, Extracted, extract};
use crosswire_model::{Options, Silent, obtain};
use crosswire_read::read_bytes;

fn reports(pipeline: &Pipeline, texts: &[&str]) -> Vec<Extracted> {
    let lines: Vec<String> = texts
        .iter()
        .enumerate()
        .map(|(i, text)| {
            serde_json::json!({"id": format!("r{i}"), "outlet": format!("Outlet {i}"),
                "published": "2031-03-06T12:00:00Z", "text": text})
            .to_string()
        })
        .collect();
    read_bytes(
        "reports.jsonl",
        lines.join("\n").as_bytes(),
        &Default::default(),
    )
    .into_iter()
    .map(|report| {
        let report = Arc::new(report.expect("a report"));
        extract(Annotated::new(report, |text| pipeline.annotate(text)))
    })
    .collect()
}

/// The refinements of a story, as "first value | second value".
fn sharper(pipeline: &Pipeline, texts: &[&str]) -> Vec<(Finding, String)> {
    let extracted = reports(pipeline, texts);
    let own: Vec<usize> = (0..extracted.len()).collect();
    let story = Story {
        reports: extracted.iter().collect(),
        origins: own.clone(),
        texts: own,
    };
    analyse_story(&story, &[])
        .findings
        .into_iter()
        .filter(|finding| finding.kind == FindingKind::Refinement)
        .map(|finding| {
            let values: Vec<_> = finding.values.iter().map(|v| v.value.clone()).collect();
            let values = values.join(" | ");
            (finding, values)
        })
        .collect()
}

#[test]
fn the_sharper_report_is_told_and_other_things_are_not() {
    let model = obtain(&Options::default(), &mut Silent).expect("the model");
    let pipeline = Pipeline::load(model.path).expect("the pipeline");
    let check = |texts: &[&str], expected: &str, is_said: bool| {
        let said = sharper(&pipeline, texts);
        let found = said.iter().any(|(_, values)| values == expected);
        let all: Vec<_> = said.iter().map(|(_, values)| values).collect();
        assert_eq!(found, is_said, "{expected}: {all:?}");
    };
    // A person described in the same words and more is no sharper answer to any question.
    check(
        &[
            "The bridge was closed for repairs. Ruben Aster, an engineer, said that the cables were old.",
            "The bridge was closed for repairs. Ruben Aster, the chief bridge engineer, warned of old cables.",
        ],
        "an engineer | the chief bridge engineer",
        false,
    );
    // Somebody named beside a noun that the other report leaves nameless.
    check(
        &[
            "Only one rower won a medal for the island at the games.",
            "Only one rower, Mira Solem, won a medal for the island at the games.",
        ],
        "rower | rower, Mira Solem",
        true,
    );
    // Numbers that meet but measure other things, in clauses that share no word.
    check(
        &[
            "The mayor resigned over the affair. It had taken less than two weeks.",
            "The mayor resigned over the affair. Snow fell over a 30-minute spell in the hills.",
        ],
        "less than two weeks | over a 30-minute",
        false,
    );
}
