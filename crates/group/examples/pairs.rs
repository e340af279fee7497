//! Writes how the reports of a corpus lie to each other, for `training/stories`.
//!
//! usage: pairs OUT REPORTS.jsonl...     (a report a line with `id`, `title`, `published`, `text`, `outlet`)
//!
//! Reports are taken in order of publication and id, undated ones last. Writes `OUT.ids` (the ids in that order), `OUT.names`
//! (the features) and `OUT.bin`: for each pair the places of the later and the earlier report as u32, then the features as f32,
//! little-endian. Pairs that are hardly alike are left out.

mod reports;

use std::io::Write;

use crosswire_calendar::Stamp;
use crosswire_group::{PAIR_FEATURES, Pairs, Sketch};
use crosswire_report::Report;

/// The likeness from which on a pair is written.
const LEAST: f32 = 0.02;

fn main() {
    let mut paths = std::env::args().skip(1);
    let out = paths.next().expect("where to write");
    let mut reports: Vec<Report> = paths.flat_map(|path| reports::load(&path)).collect();
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
    let create = |end: &str| {
        std::io::BufWriter::new(std::fs::File::create(format!("{out}.{end}")).expect("a file"))
    };
    let (mut ids, mut bin) = (create("ids"), create("bin"));
    std::fs::write(format!("{out}.names"), PAIR_FEATURES.join("\n")).expect("written");
    let mut pairs = Pairs::new();
    for (at, report) in reports.iter().enumerate() {
        writeln!(ids, "{}", report.id).expect("written");
        for (earlier, row) in pairs.add(&Sketch::of(report), LEAST) {
            for number in [at as u32, earlier as u32] {
                bin.write_all(&number.to_le_bytes()).expect("written");
            }
            for value in row {
                bin.write_all(&value.to_le_bytes()).expect("written");
            }
        }
    }
}
