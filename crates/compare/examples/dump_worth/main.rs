//! Writes what the judge of findings is trained on (`training/worth`).
//!
//! `cargo run --release -p crosswire-compare --example dump_worth -- MODEL OUT FOLDER SETS.json REPORTS.jsonl...`
//!
//! Every finding of the sets of reports as the engines find it, before any is left out. Values are weighed by
//! models of FOLDER (`training/values`) that have not seen the story; `-` is for those that are shipped:
//! `OUT.f32` holds the rows, `OUT.names` their names, `OUT.tsv` the set, the kind, and for each side report,
//! title or text, start and end in characters. `OUT.against.*` is the same of claims set against each other
//! (`training/against`), with the values as shown at the end of a key.
#![expect(clippy::print_stderr, reason = "a command line tool for developers")]

#[path = "../dump_values/folds.rs"]
mod folds;
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
use crosswire_compare::candidates::values::{COUNTERPARTS, Slots, meetings};
use crosswire_compare::candidates::{self, Candidate};
use crosswire_compare::judge::worth::{against_features, features, names, of_values};
use crosswire_compare::judge::{
    held,
    values::{Judge, shipped, telling},
};
use crosswire_compare::told::Told;
use crosswire_extract::Extracted;
use crosswire_report::Field;
use crosswire_text::CharIndex;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [model, out, folder, sets, paths @ ..] = &args[..] else {
        eprintln!("usage: dump_worth MODEL OUT FOLDER SETS.json REPORTS.jsonl...");
        return;
    };
    let stories = stories::regroup(stories::read(paths), &stories::wanted(sets));
    let held = (folder != "-").then(|| Held::read(folder));
    let found = stories::each(model, stories, |set, reports| {
        rows(set, reports, held.as_ref())
    });
    let (all, against): (Vec<Rows>, Vec<Rows>) = found.into_iter().unzip();
    write(out, all);
    write(&format!("{out}.against"), against);
}

/// Writes the rows, their names and their keys.
fn write(out: &str, found: Vec<Rows>) {
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

/// Models of values, one a part of the stories, none of which has seen its part.
struct Held {
    slots: Vec<Slots>,
    judges: Vec<Judge>,
}

impl Held {
    fn read(folder: &str) -> Held {
        let weights = folds::read(folder, "judge", <[u8]>::to_vec);
        let moved = folds::read(folder, "moved", <[u8]>::to_vec);
        let judges = weights.iter().zip(&moved);
        Held {
            slots: folds::read(folder, "slots", |bytes| {
                Slots::parse(bytes).expect("a forest")
            }),
            judges: judges
                .map(|(weights, moved)| Judge::parse(weights, moved).expect("forests"))
                .collect(),
        }
    }
}

fn rows(set: &str, reports: &[Extracted], models: Option<&Held>) -> (Rows, Rows) {
    let origins: Vec<usize> = (0..reports.len()).collect();
    let story = Story {
        reports: reports.iter().collect(),
        texts: origins.clone(),
        origins,
    };
    let told = Told::new(&story);
    let mut candidates = candidates::of(&told);
    let mut judge = shipped();
    if let Some(models) = models {
        let part = folds::of(set);
        judge = &models.judges[part];
        candidates.retain(|one| !matches!(one, Candidate::Values(_)));
        let met = meetings(told.scene(), &models.slots[part], COUNTERPARTS).into_iter();
        candidates.extend(met.map(|meeting| Candidate::Values(Box::new(meeting))));
    }
    let (judged, weighed) = held(&told, candidates, judge);
    let (telling, values) = (telling(&story), of_values(&weighed));
    let mut named = Vec::new();
    let mut rows = Vec::new();
    let mut against = (Vec::new(), Vec::new());
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
        if let Some((names, row)) = against_features(&told, &telling, &values, one) {
            let shown: Vec<&str> = one.sides.iter().map(|side| side.value.as_str()).collect();
            against.0 = names;
            against
                .1
                .push((format!("{key}\t{}", shown.join("\t")), row));
        }
        rows.push((key, row));
    }
    ((named, rows), against)
}
