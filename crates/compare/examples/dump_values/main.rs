//! Writes what the models of typed values are trained on (`training/values`).
//!
//! `cargo run --release -p crosswire-compare --example dump_values -- MODE ...`, where MODE is
//!
//! - `store MODEL SCENES NAMES STORIES.jsonl...`: annotates the stories that NAMES lists (`-`: all;
//!   or sets of reports) once and writes their values into the folder SCENES.
//! - `slots SCENES OUT NAMES`: for values that two reports of a story share, how alike their
//!   surroundings are, beside the other values that they could be taken for. `OUT.f32` holds rows of
//!   `LIKENESS`, `OUT.tsv` story, query, label, group.
//! - `met SCENES OUT FOLDER WANTED`: every pair worth judging of the sets in WANTED, or the labelled
//!   pairs in it, as the judge sees them, with the slot models of FOLDER.
//! - `scores MODEL PAIRS.jsonl STORIES.jsonl...`: what the shipped judge says of each pair.
//! - `found MODEL OUT FOLDER SETS.json REPORTS.jsonl`: the findings of story sets.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool for developers"
)]

mod distant;
mod folds;
mod found;
mod met;
mod scores;
mod store;
mod stories;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let owned = |paths: &[&str]| -> Vec<String> { paths.iter().map(|&p| p.to_owned()).collect() };
    match args[..] {
        ["store", model, scenes, names, ref paths @ ..] => {
            let names = (names != "-").then_some(names);
            stories::store_all(model, scenes, names, &owned(paths));
        }
        ["slots", scenes, out, names] => {
            let names = std::fs::read_to_string(names).expect("NAMES can be read");
            let names: Vec<String> = names
                .lines()
                .filter(|name| stories::is_stored(scenes, name))
                .map(str::to_owned)
                .collect();
            distant::write(scenes, out, &names);
        }
        ["met", scenes, out, folder, wanted] => met::write(scenes, out, folder, wanted),
        ["scores", model, pairs, ref paths @ ..] => scores::print(model, pairs, &owned(paths)),
        ["found", model, out, folder, sets, ref paths @ ..] => {
            found::write(model, out, folder, sets, &owned(paths));
        }
        _ => eprintln!("usage: see the head of examples/dump_values/main.rs"),
    }
}
