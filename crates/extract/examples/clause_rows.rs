//! Rows that the decision what is reported speech is trained on: `clause_rows MODEL REPORTS.jsonl > rows.jsonl`.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::io::BufRead;
use std::sync::Arc;

use crosswire_annotate::Pipeline;
use crosswire_extract::{Annotated, training};
use crosswire_report::{Field, Passage, Report};
use serde_json::json;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(model), Some(reports)) = (arguments.next(), arguments.next()) else {
        return Err("usage: clause_rows MODEL REPORTS.jsonl".into());
    };
    let pipeline = Pipeline::load(model)?;
    println!("{}", json!({"features": training::clause_features()}));
    for line in std::io::BufReader::new(std::fs::File::open(reports)?).lines() {
        let given: serde_json::Value = serde_json::from_str(&line?)?;
        let words = |key: &str| given[key].as_str().unwrap_or_default();
        let mut report = Report::new(words("id"), "-", words("text"));
        report.title = given["title"].as_str().map(Arc::from);
        let report = Arc::new(report);
        let annotated = Annotated::new(Arc::clone(&report), |text| pipeline.annotate(text));
        let (known, rows) = training::clause_rows(&annotated);
        let quotes: Vec<_> = known
            .iter()
            .filter(|(passage, _)| passage.field == Field::Text)
            .map(|(passage, kind)| {
                let (start, end) = characters(&report, *passage);
                json!({"start": start, "end": end, "kind": kind.name()})
            })
            .collect();
        let clauses: Vec<_> = rows
            .iter()
            .filter(|row| row.passage.field == Field::Text)
            .map(|row| {
                let (start, end) = characters(&report, row.passage);
                let cue = characters(&report, row.cue);
                json!({"start": start, "end": end, "cue": cue, "keys": row.keys, "row": row.row})
            })
            .collect();
        println!(
            "{}",
            json!({"report": report.id, "quotes": quotes, "clauses": clauses})
        );
    }
    Ok(())
}

/// Where a passage stands, counted in characters.
fn characters(report: &Report, passage: Passage) -> (usize, usize) {
    let text = report.field(passage.field);
    let start = text[..passage.span.start()].chars().count();
    (start, start + passage.span.slice(text).chars().count())
}
