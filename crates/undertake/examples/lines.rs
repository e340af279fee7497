//! Follow-up on story lines, without a ledger: for each line of JSON `{"reports": [...]}`, every undertaking with its steps, as JSON.
//!
//!     cargo run --release -p crosswire-undertake --example lines MODEL LINES.jsonl
#![expect(clippy::print_stdout, reason = "a program that prints")]

use std::io::BufRead;
use std::sync::Arc;

use crosswire_annotate::Pipeline;
use crosswire_extract::{Annotated, extract};
use crosswire_read::{Options, read_bytes};
use crosswire_text::{CharIndex, Span};
use crosswire_undertake::find;
use crosswire_undertake::follow::{Notes, notes, steps};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(model), Some(path)) = (arguments.next(), arguments.next()) else {
        return Err("usage: lines MODEL LINES.jsonl".into());
    };
    let pipeline = Pipeline::load(model)?;
    for line in std::io::BufReader::new(std::fs::File::open(path)?).lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let given = line["reports"].as_array().ok_or("a line has reports")?;
        let mut reports = Vec::new();
        for given in given {
            let report = read_bytes("a.jsonl", given.to_string().as_bytes(), &Options::default())
                .remove(0)?;
            let extracted = extract(Annotated::new(Arc::new(report), |text| {
                pipeline.annotate(text)
            }));
            let found = find(&extracted);
            let notes = notes(&extracted, &found);
            reports.push((Arc::clone(extracted.annotated.report()), notes));
        }
        reports.sort_by_key(|(report, _)| report.published.map(crosswire_calendar::Stamp::date));
        let days = |i: usize| reports[i].0.published.map(crosswire_calendar::Stamp::date);
        for (i, (report, own)) in reports.iter().enumerate() {
            let later: Vec<(_, &Notes)> = (i + 1..reports.len())
                .map(|j| (days(j), &reports[j].1))
                .collect();
            let index = CharIndex::new(&report.text);
            for it in &own.undertakings {
                let chars = index.chars(Span::new(it.span.0, it.span.1));
                let shown: Vec<Value> = steps(it, &own.names, &later)
                    .into_iter()
                    .map(|step| {
                        let of = &reports[i + 1 + step.report].0;
                        json!({"report": of.id, "step": step.outcome.name(), "text": &of.text[step.span.0..step.span.1]})
                    })
                    .collect();
                println!(
                    "{}",
                    json!({
                        "line": line["line"], "report": report.id, "sort": "undertaking", "kind": it.kind, "to": it.to,
                        "start": chars.start(), "end": chars.end(), "steps": shown, "act": it.act, "words": it.words, "holder": it.holder,
                    })
                );
            }
        }
    }
    Ok(())
}
