//! Prints the days and authors that pages name, with their features, for `training/pages`:
//! `cargo run --release -p crosswire-read --example page_choices PAGE... > choices.jsonl` (HTML, gzipped or not)
#![expect(clippy::print_stdout, reason = "a program that prints")]

use std::io::Read;

use crosswire_read::training;
use serde_json::json;

fn main() -> std::io::Result<()> {
    println!(
        "{}",
        json!({ "days": training::day_features(), "writers": training::writer_features() })
    );
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let mut page = Vec::new();
        if bytes.starts_with(&[0x1f, 0x8b]) {
            flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut page)?;
        } else {
            page = bytes;
        }
        let (days, writers) = training::page_choices(&page);
        println!(
            "{}",
            json!({ "page": path, "days": days, "writers": writers })
        );
    }
    Ok(())
}
