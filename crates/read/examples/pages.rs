//! Reads pages and prints what was understood, a JSON object a line, for the page scorer:
//! `cargo run --release -p crosswire-read --example pages PATH... > read.jsonl`
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program that prints"
)]

use crosswire_read::{Options, Reader};
use serde_json::json;

fn main() {
    let started = std::time::Instant::now();
    let mut n_reports = 0;
    for outcome in Reader::new(std::env::args().skip(1), Options::default()) {
        match outcome {
            Ok(report) => {
                n_reports += 1;
                let from: Vec<String> = report
                    .details
                    .provenance
                    .iter()
                    .map(|known| format!("{}: {}", known.item.name(), known.from))
                    .collect();
                println!(
                    "{}",
                    json!({
                        "source": report.source, "title": report.title.as_deref(), "outlet": report.outlet, "authors": report.authors,
                        "published": report.published.map(|stamp| stamp.to_string()), "url": report.url,
                        "updated": report.details.updated.map(|stamp| stamp.to_string()), "section": report.details.section,
                        "language": report.details.language, "from": from, "text": &*report.text,
                        "problems": report.problems.iter().map(|problem| problem.kind.name()).collect::<Vec<_>>(),
                        "blocks": report.blocks.iter().map(|block| (block.role.name(), block.span.slice(&report.text))).collect::<Vec<_>>(),
                    })
                );
            }
            Err(error) => eprintln!("{error}"),
        }
    }
    eprintln!("{n_reports} reports in {:?}", started.elapsed());
}
