//! What is found, as lines of JSON for `evals/undertakings/score`, without the command round it:
//!
//!     cargo run --release -p crosswire-undertake --example rows MODEL PATH... > rows.jsonl
//!
//! The time taken goes to standard error: annotation, extraction, and this crate's part.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program that prints"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use crosswire_annotate::Pipeline;
use crosswire_extract::{Annotated, extract};
use crosswire_read::{Options, Reader};
use crosswire_report::{Field, Passage};
use crosswire_text::CharIndex;
use crosswire_undertake::{Who, find};
use serde_json::json;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let model = arguments.next().ok_or("usage: rows MODEL PATH...")?;
    let pipeline = Pipeline::load(model)?;
    let mut took = [Duration::ZERO; 3];
    for report in Reader::new(arguments, Options::default()) {
        let start = Instant::now();
        let annotated = Annotated::new(Arc::new(report?), |text| pipeline.annotate(text));
        took[0] += start.elapsed();
        let start = Instant::now();
        let extracted = extract(annotated);
        took[1] += start.elapsed();
        let start = Instant::now();
        let found = find(&extracted);
        took[2] += start.elapsed();
        let report = extracted.annotated.report();
        let index = CharIndex::new(report.field(Field::Text));
        let row = |passage: Passage, mut fields: serde_json::Value| {
            let chars = index.chars(passage.span);
            fields["report"] = report.id.as_str().into();
            fields["start"] = chars.start().into();
            fields["end"] = chars.end().into();
            println!("{fields}");
        };
        let name = |who: &Option<Who>| who.as_ref().map(|who| who.name.clone());
        for it in &found.undertakings {
            let due = it.due;
            row(
                it.passage,
                json!({
                    "sort": "undertaking", "kind": it.kind.name(), "strength": it.strength.name(),
                    "state": it.outcome.name(), "holder": name(&it.holder), "towards": name(&it.towards),
                    "from": due.and_then(|due| due.from).map(|day| day.to_string()),
                    "to": due.and_then(|due| due.to).map(|day| day.to_string()),
                    "when": due.map(|due| report.words(due.passage)),
                    "condition": it.condition.map(|passage| report.words(passage)),
                    "confidence": it.confidence,
                }),
            );
        }
        for it in &found.counts {
            row(
                it.passage,
                json!({
                    "sort": "count", "span": report.words(it.span),
                    "from": it.from.map(|day| day.to_string()), "to": it.to.map(|day| day.to_string()),
                }),
            );
        }
        for it in &found.states {
            row(
                it.passage,
                json!({"sort": "state", "kind": it.relation.name(), "state": it.phase.name(), "holder": name(&it.subject)}),
            );
        }
    }
    eprintln!(
        "annotate {:.2?}, extract {:.2?}, undertake {:.2?}",
        took[0], took[1], took[2]
    );
    Ok(())
}
