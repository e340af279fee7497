//! Streams a corpus with the forests of its folds and writes what each decision was judged by, for `training/stories`.
//!
//! usage: decisions OUT FOLDS.tsv FORESTS JOIN REPORTS.jsonl     (FOLDS: report id, tab, fold)
//!
//! A report of fold F is judged by `FORESTS/pair-F.forest` and, where it is there, `FORESTS/nearness-F.forest`: those trained
//! without the stories of its fold. Writes `OUT.tsv` (report id, tab, its story; of a round-up the main one), `OUT.names`, `OUT.links` (report, first report of the
//! story, whether it joined, the chance; in the order of `OUT.bin`), and `OUT.bin`: for each report and story
//! it could have joined the report's place, the place of the story's first report and whether it joined, then the number of the
//! story's reports and their places, all u32, then the features as f32, little-endian. Without folds (`-`) the program's own judge.
#![expect(clippy::print_stderr, reason = "progress is printed")]

mod reports;

use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;

use crosswire_calendar::Stamp;
use crosswire_group::{Decisions, Judge, Options, STORY_FEATURES, Sketch};
use crosswire_report::Report;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [out, folds, forests, join, path] = &arguments[..] else {
        eprintln!("usage: decisions OUT FOLDS.tsv FORESTS JOIN REPORTS.jsonl");
        return;
    };
    let mut reports: Vec<Report> = reports::load(path);
    reports.sort_by(|a, b| {
        let key = |report: &Report| {
            (
                report.published.is_none(),
                report.published.map(Stamp::sort_key),
            )
        };
        key(a)
            .partial_cmp(&key(b))
            .expect("an order")
            .then_with(|| a.id.cmp(&b.id))
    });
    let folds: HashMap<String, String> = std::fs::read_to_string(folds)
        .unwrap_or_default()
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(id, fold)| (id.to_owned(), fold.to_owned()))
        .collect();
    let mut judges: HashMap<String, Arc<Judge>> = HashMap::new();
    let options = Options {
        join: join.parse().expect("a chance"),
        ..Options::default()
    };
    let mut decisions = Decisions::new(options);
    let mut bin =
        std::io::BufWriter::new(std::fs::File::create(format!("{out}.bin")).expect("a file"));
    std::fs::write(format!("{out}.names"), STORY_FEATURES.join("\n")).expect("written");
    let mut links =
        std::io::BufWriter::new(std::fs::File::create(format!("{out}.links")).expect("a file"));
    let mut story: Vec<usize> = Vec::new();
    for (at, report) in reports.iter().enumerate() {
        let fold = folds.get(&report.id).cloned().unwrap_or_default();
        let judge = judges.entry(fold.clone()).or_insert_with(|| {
            let read = |name: &str| std::fs::read(format!("{forests}/{name}-{fold}.forest"));
            Arc::new(match read("pair") {
                Ok(pair) => {
                    Judge::parse(&pair, read("nearness").ok().as_deref()).expect("sound forests")
                }
                Err(_) => Judge::learned().clone(),
            })
        });
        story.push(at);
        for decision in decisions.add(&Sketch::of(report), judge) {
            let first = story[decision.members[0]];
            if decision.joined || decision.main {
                story[at] = first;
            }
            writeln!(
                links,
                "{}\t{}\t{}\t{}",
                report.id, reports[first].id, decision.joined, decision.chance
            )
            .expect("written");
            let head = [
                at,
                first,
                usize::from(decision.joined),
                decision.members.len(),
            ];
            for number in head.iter().chain(&decision.members) {
                bin.write_all(&(*number as u32).to_le_bytes())
                    .expect("written");
            }
            for value in decision.row {
                bin.write_all(&value.to_le_bytes()).expect("written");
            }
        }
    }
    let lines: Vec<String> = reports
        .iter()
        .zip(&story)
        .map(|(report, &first)| format!("{}\t{}\n", report.id, reports[first].id))
        .collect();
    std::fs::write(format!("{out}.tsv"), lines.concat()).expect("written");
}
