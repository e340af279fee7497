//! Writes the pairs of reports that are said to be of one origin, for people to judge.
//!
//! usage: origins REPORTS.jsonl > PAIRS.jsonl
//!
//! Reports are grouped as `crosswire stories` groups them. A line is a pair of one story and one origin, of different outlets:
//! `earlier` and `later` with id, outlet, title, authors, date, text, kind and name of origin and its evidence; `shared` are the
//! words of the later report that rest on the earlier one, where it says so itself.
#![expect(clippy::print_stdout, reason = "an example may print")]

mod reports;

use crosswire_group::{Options, Origin, Sketch, group, origins, outlet};
use crosswire_report::Report;
use serde_json::{Value, json};

fn main() {
    let path = std::env::args().nth(1).expect("REPORTS.jsonl");
    let reports: Vec<Report> = reports::load(&path);
    let sketches: Vec<Sketch> = reports.iter().map(Sketch::of).collect();
    for story in group(&sketches, &Options::default()) {
        let told: Vec<&Report> = story.members.iter().map(|&at| &reports[at]).collect();
        let found = origins(&told);
        for later in 0..told.len() {
            for earlier in 0..later {
                let one = found[earlier].number == found[later].number;
                let name = |at: usize| outlet(told[at].outlet.as_deref().unwrap_or(""));
                if one && name(earlier) != name(later) {
                    let side = |at: usize| side(told[at], &found[at], &told);
                    println!(
                        "{}",
                        json!({"story": story.label, "earlier": side(earlier), "later": side(later)})
                    );
                }
            }
        }
    }
}

fn side(report: &Report, origin: &Origin, told: &[&Report]) -> Value {
    let evidence: Vec<Value> = origin
        .evidence
        .iter()
        .map(|row| {
            json!({
                "ground": row.ground.name(),
                "name": row.name,
                "words": row.passage.map(|passage| passage.span.slice(&report.text)),
                "copy_of": row.copy_of.map(|(at, share)| (&told[at].id, share)),
            })
        })
        .collect();
    json!({
        "id": report.id, "outlet": report.outlet, "title": report.title.as_deref(), "authors": report.authors,
        "published": report.published.map(|stamp| stamp.to_string()), "text": &*report.text,
        "kind": origin.kind.name(), "name": origin.name, "with": origin.with, "evidence": evidence,
    })
}
