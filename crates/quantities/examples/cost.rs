//! What finding quantities costs beside annotation: `cost MODEL REPORTS.jsonl`.

#![expect(clippy::print_stdout, reason = "printing is what it is for")]
use std::io::BufRead;
use std::time::Instant;

use crosswire_annotate::Pipeline;
use crosswire_quantities::find;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(model), Some(reports)) = (arguments.next(), arguments.next()) else {
        return Err("usage: cost MODEL REPORTS.jsonl".into());
    };
    let pipeline = Pipeline::load(model)?;
    let mut texts = Vec::new();
    for line in std::io::BufReader::new(std::fs::File::open(reports)?).lines() {
        let report: serde_json::Value = serde_json::from_str(&line?)?;
        texts.extend(report["text"].as_str().map(str::to_owned));
    }
    let start = Instant::now();
    let docs: Vec<_> = texts.iter().map(|text| pipeline.annotate(text)).collect();
    let annotate = start.elapsed();
    let start = Instant::now();
    let found: usize = docs.iter().map(|doc| find(doc).len()).sum();
    let quantities = start.elapsed();
    println!(
        "annotate {annotate:.2?}, quantities {quantities:.2?} ({found} found): a share of {:.4}",
        quantities.as_secs_f64() / annotate.as_secs_f64()
    );
    Ok(())
}
