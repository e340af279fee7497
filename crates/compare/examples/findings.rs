//! Prints what is found in given sets of reports, for `score-findings`, without building the command.
//!
//! `cargo run --release -p crosswire-compare --example findings -- MODEL REPORTS.jsonl SETS.json > OUT.jsonl`
//!
//! One line a set: `{"set", "findings"}`, the findings with kind, about, confidence, question,
//! explanation, values and evidence. Every report is an origin and a text of its own unless it
//! is a copy. The time that comparing took goes to standard error.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool for developers"
)]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use crosswire_annotate::Pipeline;
use crosswire_compare::{Comparison, Story, analyse_story};
use crosswire_extract::{Annotated, Extracted, extract};
use crosswire_group::origins;
use crosswire_read::{Options, read_bytes};
use crosswire_report::{Field, Report};
use serde_json::{Value, json};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let [_, model, reports, sets] = &args[..] else {
        eprintln!("usage: findings MODEL REPORTS.jsonl SETS.json");
        std::process::exit(2);
    };
    let pipeline = Pipeline::load(model).expect("the model loads");
    let bytes = std::fs::read(reports).expect("the reports can be read");
    let sets: BTreeMap<String, Vec<String>> =
        serde_json::from_slice(&std::fs::read(sets).expect("the sets can be read"))
            .expect("sets are lists of ids");
    let extracted: BTreeMap<String, Extracted> = read_bytes(reports, &bytes, &Options::default())
        .into_iter()
        .flatten()
        .filter(|report| sets.values().flatten().any(|id| *id == report.id))
        .map(|report| {
            let annotated = Annotated::new(Arc::new(report), |text| pipeline.annotate(text));
            (annotated.report().id.clone(), extract(annotated))
        })
        .collect();
    let start = Instant::now();
    for (label, ids) in &sets {
        let mut members: Vec<&Extracted> = ids.iter().filter_map(|id| extracted.get(id)).collect();
        // As `check` sorts them.
        members.sort_by_key(|member| {
            let report = member.annotated.report();
            let stamp = report.published.map(crosswire_calendar::Stamp::sort_key);
            (stamp.is_none(), stamp, report.id.clone())
        });
        let told: Vec<&Report> = members
            .iter()
            .map(|one| &**one.annotated.report())
            .collect();
        let origins = origins(&told);
        let story = Story {
            reports: members,
            origins: origins.iter().map(|origin| origin.number).collect(),
            texts: origins.iter().map(|origin| origin.text).collect(),
        };
        let found = analyse_story(&story, &[]);
        println!(
            "{}",
            json!({"set": label, "findings": rows(&story, &found)})
        );
    }
    eprintln!("compared in {:.3} s", start.elapsed().as_secs_f64());
}

fn rows(story: &Story<'_>, found: &Comparison) -> Vec<Value> {
    let id = |report: usize| story.reports[report].annotated.report().id.clone();
    let row = |finding: &crosswire_compare::Finding| {
        let evidence: Vec<Value> = finding.evidence.iter().map(|row| {
            let report = story.reports[row.report].annotated.report();
            let text = report.field(row.passage.field);
            let characters = |to: usize| text[..to].chars().count();
            let span = row.passage.span;
            json!({"report": report.id, "start": characters(span.start()), "end": characters(span.end()),
                "in_title": row.passage.field == Field::Title, "text": report.words(row.passage),
                "value": row.value, "attributed_to": row.attributed_to})
        }).collect();
        let values: Vec<Value> = finding
            .values
            .iter()
            .map(|value| {
                let reports: Vec<String> = value.reports.iter().map(|&report| id(report)).collect();
                json!({"value": value.value, "reports": reports})
            })
            .collect();
        json!({"kind": finding.kind.name(), "about": finding.about.name(),
            "between": finding.between.name(), "origins": finding.origins,
            "confidence": finding.confidence, "question": finding.question, "leans": finding.leans,
            "explanation": finding.explanation, "values": values, "evidence": evidence})
    };
    found.findings.iter().map(row).collect()
}
