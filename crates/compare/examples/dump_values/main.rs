//! Writes what the models of typed values are trained on (`training/values`).
//!
//! `cargo run --release -p crosswire-compare --example dump_values -- slots MODEL OUT STORIES.jsonl...`
//!
//! `slots` writes, for values that two reports of a story share, how alike their surroundings are
//! (`OUT.f32`, rows of `LIKENESS`), beside the other values that they could be taken for, and
//! `OUT.tsv`: story, query, label, group.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool for developers"
)]

mod distant;
mod stories;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    match args.get(1).map(String::as_str) {
        Some("slots") => distant::write(&args[2], &args[3], &args[4..]),
        _ => eprintln!("usage: dump_values slots MODEL OUT STORIES.jsonl..."),
    }
    println!("done");
}
