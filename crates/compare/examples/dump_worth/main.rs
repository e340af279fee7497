//! Writes what the judge of agreements and refinements is trained on (`training/worth`).
//!
//! `cargo run --release -p crosswire-compare --example dump_worth -- MODEL OUT SETS.json REPORTS.jsonl...`
//!
//! Every agreement and refinement of the sets of reports as the engines find it, before any is left out:
//! `OUT.f32` holds the rows, `OUT.names` their names, `OUT.tsv` the set, the kind, and for each side report,
//! title or text, start and end in characters.
#![expect(clippy::print_stderr, reason = "a command line tool for developers")]

#[path = "../dump_values/store.rs"]
#[allow(
    dead_code,
    reason = "shared with the dump of values, which stores them"
)]
mod store;
#[path = "../dump_values/stories.rs"]
#[allow(
    dead_code,
    reason = "shared with the dump of values, which stores them"
)]
mod stories;

use std::io::Write;

use crosswire_compare::Story;
use crosswire_compare::candidates;
use crosswire_compare::judge::worth::{features, names, of_values};
use crosswire_compare::judge::{held, values::telling};
use crosswire_compare::told::Told;
use crosswire_extract::Extracted;
use crosswire_report::Field;
use crosswire_text::CharIndex;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [model, out, sets, paths @ ..] = &args[..] else {
        eprintln!("usage: dump_worth MODEL OUT SETS.json REPORTS.jsonl...");
        return;
    };
    let stories = stories::regroup(stories::read(paths), &stories::wanted(sets));
    let found = stories::each(model, stories, rows);
    let file =
        |end: &str| std::fs::File::create(format!("{out}.{end}")).expect("OUT can be written");
    let mut numbers = std::io::BufWriter::new(file("f32"));
    let mut keys = std::io::BufWriter::new(file("tsv"));
    let mut named = Vec::new();
    for (names, rows) in found {
        if named.is_empty() {
            named = names;
        }
        for (key, row) in rows {
            writeln!(keys, "{key}").expect("OUT can be written");
            for number in row {
                numbers
                    .write_all(&number.to_le_bytes())
                    .expect("OUT can be written");
            }
        }
    }
    std::fs::write(format!("{out}.names"), named.join("\n")).expect("OUT can be written");
}

type Rows = (Vec<String>, Vec<(String, Vec<f32>)>);

fn rows(set: &str, reports: &[Extracted]) -> Rows {
    let origins: Vec<usize> = (0..reports.len()).collect();
    let story = Story {
        reports: reports.iter().collect(),
        texts: origins.clone(),
        origins,
    };
    let told = Told::new(&story);
    let (judged, weighed) = held(&told, candidates::of(&told));
    let (telling, values) = (telling(&story), of_values(&weighed));
    let mut named = Vec::new();
    let mut rows = Vec::new();
    for one in &judged {
        let Some(row) = features(&told, &telling, &values, one) else {
            continue;
        };
        if named.is_empty() {
            named = names(&told, &telling, &values, one).unwrap_or_default();
        }
        let mut key = format!("{set}\t{}", one.kind.name());
        for side in &one.sides {
            let report = reports[side.report].annotated.report();
            let titled = side.passage.field == Field::Title;
            let chars = CharIndex::new(report.field(side.passage.field)).chars(side.passage.span);
            let (start, end) = (chars.start(), chars.end());
            key += &format!("\t{} {} {start} {end}", report.id, u8::from(titled));
        }
        rows.push((key, row));
    }
    (named, rows)
}
