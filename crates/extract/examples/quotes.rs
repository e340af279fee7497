//! Prints the quotations of reports as `crosswire quotes --format jsonl` does: `quotes MODEL REPORTS.jsonl`.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::io::BufRead;
use std::sync::Arc;

use crosswire_annotate::Pipeline;
use crosswire_extract::{Annotated, extract};
use crosswire_report::{Field, Passage, Report};
use serde_json::json;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(model), Some(reports)) = (arguments.next(), arguments.next()) else {
        return Err("usage: quotes MODEL REPORTS.jsonl".into());
    };
    let pipeline = Pipeline::load(model)?;
    let (mut annotating, mut extracting) = (std::time::Duration::ZERO, std::time::Duration::ZERO);
    for line in std::io::BufReader::new(std::fs::File::open(reports)?).lines() {
        let given: serde_json::Value = serde_json::from_str(&line?)?;
        let words = |key: &str| given[key].as_str().unwrap_or_default();
        let mut report = Report::new(words("id"), "-", words("text"));
        report.title = given["title"].as_str().map(Arc::from);
        let report = Arc::new(report);
        let start = std::time::Instant::now();
        let annotated = Annotated::new(Arc::clone(&report), |text| pipeline.annotate(text));
        annotating += start.elapsed();
        let start = std::time::Instant::now();
        let extracted = extract(annotated);
        extracting += start.elapsed();
        let quotes: Vec<_> = extracted
            .quotations
            .iter()
            .filter(|quotation| quotation.passage.field == Field::Text)
            .map(|quotation| {
                let (start, end) = characters(&report, quotation.passage);
                let words = |at| extracted.annotated.words(at).to_owned();
                let first = quotation.chain.first();
                let candidates: Vec<_> = quotation
                    .candidates
                    .iter()
                    .map(|one| json!([extracted.entity(one.speaker).name, one.confidence]))
                    .collect();
                json!({
                    "kind": quotation.kind.name(), "start": start, "end": end, "text": words(quotation.passage),
                    "speaker": first.and_then(|link| extracted.speaker_words(link)),
                    "cue": first.and_then(|link| link.cue).map(words),
                    "utterance": quotation.utterance, "confidence": quotation.confidence,
                    "candidates": candidates, "why": quotation.why,
                    "chain": [{"mention": first.and_then(|link| link.mention).map(words)}],
                })
            })
            .collect();
        println!("{}", json!({"report": report.id, "quotes": quotes}));
    }
    eprintln!("annotating {annotating:.1?}, extracting {extracting:.1?}");
    Ok(())
}

/// Where a passage stands, counted in characters.
fn characters(report: &Report, passage: Passage) -> (usize, usize) {
    let text = report.field(passage.field);
    let start = text[..passage.span.start()].chars().count();
    (start, start + passage.span.slice(text).chars().count())
}
