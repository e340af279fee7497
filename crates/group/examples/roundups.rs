//! What each report is judged by when it is asked whether it tells several happenings, for `training/stories/roundups.py`.
//!
//! usage: roundups REPORTS.jsonl     (prints the report's id and the values, a line each, names first)
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "an example may print"
)]

mod reports;

use crosswire_group::{ROUND_UP_FEATURES, Sketch, round_up_row};

fn main() {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: roundups REPORTS.jsonl");
        return;
    };
    println!("id\tsaid\t{}", ROUND_UP_FEATURES.join("\t"));
    for report in reports::load(&path) {
        let title = report.title.as_deref().unwrap_or("");
        let row = round_up_row(title, &report.text);
        let row: Vec<String> = row.iter().map(f32::to_string).collect();
        println!(
            "{}\t{}\t{}",
            report.id,
            Sketch::of(&report).is_round_up(),
            row.join("\t")
        );
    }
}
