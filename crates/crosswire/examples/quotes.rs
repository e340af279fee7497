//! Prints the quotations of reports, one JSON line a report: `quotes MODEL PATH...`.
//!
//! Stands in for `crosswire quotes` until that subcommand is there.

use std::io::Write;
use std::sync::Arc;

use crosswire_annotate::Pipeline;
use crosswire_extract::{Annotated, extract};
use crosswire_report::Field;
use crosswire_text::CharIndex;
use serde_json::json;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let model = arguments.next().unwrap_or_default();
    let pipeline = Pipeline::load(&model)?;
    let mut out = std::io::stdout().lock();
    for report in crosswire_read::Reader::new(arguments, crosswire_read::Options::default()) {
        let Ok(report) = report else { continue };
        let extracted = extract(Annotated::new(Arc::new(report), |text| {
            pipeline.annotate(text)
        }));
        let report = extracted.annotated.report();
        let index = CharIndex::new(&report.text);
        let quotes: Vec<_> = extracted
            .quotations
            .iter()
            .filter(|quotation| quotation.passage.field == Field::Text)
            .map(|quotation| {
                let chars = index.chars(quotation.passage.span);
                let cue = quotation.chain.first().and_then(|link| link.cue);
                json!({
                    "kind": quotation.kind.name(),
                    "start": chars.start(),
                    "end": chars.end(),
                    "text": report.words(quotation.passage),
                    "speaker": quotation.speaker().map(|id| &extracted.entity(id).name),
                    "cue": cue.map(|cue| report.words(cue)),
                    "utterance": quotation.utterance,
                    "why": quotation.why,
                })
            })
            .collect();
        writeln!(out, "{}", json!({"report": report.id, "quotes": quotes}))?;
    }
    Ok(())
}
