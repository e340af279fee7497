//! Groups by keys, in one process: what `crosswire.spark` does on a cluster, for figures.
//!
//! usage: parts PERIODS MOST LEAST REPORTS.jsonl > STORIES.tsv
//!
//! PERIODS is how many periods of equal size the corpus is counted in, MOST bounds a part, LEAST is how alike a pair must be. The
//! reports are grouped in one stream where PERIODS is 0. Prints report id, tab, the id of the story's first report.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "an example may print"
)]

mod reports;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crosswire_group::keyed::{Frequencies, Keyed, Leaf, Meeting, Pair, connect};
use crosswire_group::{Options, Sketch, Story, group, group_part};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [periods, most, least, path] = &arguments[..] else {
        eprintln!("usage: parts PERIODS MOST LEAST REPORTS.jsonl > STORIES.tsv");
        return;
    };
    let sketches: Vec<Sketch> = reports::load(path).iter().map(Sketch::of).collect();
    let periods: usize = periods.parse().expect("a number");
    if periods == 0 {
        print(&group(&sketches, &Options::default()));
        return;
    }
    let frequencies = Arc::new(counted(&sketches, periods));
    let mut rows: Vec<(u64, i64, &str, Leaf)> = Vec::new();
    for sketch in &sketches {
        let Keyed { leaf, keys } = Leaf::of(sketch, &frequencies);
        let minute = sketch.minute().unwrap_or(i64::MAX);
        rows.extend(
            keys.iter()
                .map(|&key| (key, minute, sketch.id(), leaf.clone())),
        );
    }
    rows.sort_by(|a, b| (a.0, a.1, a.2).cmp(&(b.0, b.1, b.2)));
    let mut meeting = Meeting::new(least.parse().expect("a likeness"));
    let mut found: Vec<Pair<String>> = Vec::new();
    for (key, _, id, leaf) in rows {
        found.extend(meeting.meet(key, id.to_owned(), leaf));
    }
    let known: HashMap<String, String> = connect(few(found), most.parse().expect("a number"))
        .into_iter()
        .collect();
    let mut parts: BTreeMap<String, Vec<Sketch>> = BTreeMap::new();
    for sketch in sketches {
        let part = known.get(sketch.id()).map_or(sketch.id(), String::as_str);
        parts.entry(part.to_owned()).or_default().push(sketch);
    }
    let largest = parts.values().map(Vec::len).max().unwrap_or(0);
    eprintln!("{} parts, the largest of {largest}", parts.len());
    for part in parts.values() {
        print(&group_part(
            part,
            Arc::clone(&frequencies),
            &Options::default(),
        ));
    }
}

/// Of each report the pairs with the eight earlier ones that are likest.
fn few(mut pairs: Vec<Pair<String>>) -> Vec<Pair<String>> {
    pairs.sort_by(|a, b| {
        a.later
            .cmp(&b.later)
            .then(b.likeness.total_cmp(&a.likeness))
            .then_with(|| a.earlier.cmp(&b.earlier))
    });
    pairs.dedup_by(|a, b| (&a.later, &a.earlier) == (&b.later, &b.earlier));
    let mut of: HashMap<String, usize> = HashMap::new();
    pairs.retain(|pair| {
        let kept = of.entry(pair.later.clone()).or_default();
        *kept += 1;
        *kept <= 8
    });
    pairs
}

fn counted(sketches: &[Sketch], periods: usize) -> Frequencies {
    let mut minutes: Vec<i64> = sketches.iter().filter_map(Sketch::minute).collect();
    minutes.sort_unstable();
    let mut bounds: Vec<i64> = (1..periods)
        .map(|at| minutes[at * minutes.len() / periods])
        .collect();
    bounds.dedup();
    let empty = Frequencies::new(bounds.clone(), &[], []);
    let mut reports = vec![0; bounds.len() + 2];
    let mut counts: HashMap<(u32, u32), u32> = HashMap::new();
    for sketch in sketches {
        let period = empty.period(sketch.published());
        reports[period as usize] += 1;
        for term in sketch.terms() {
            *counts.entry((term, period)).or_default() += 1;
        }
    }
    Frequencies::new(
        bounds,
        &reports,
        counts
            .into_iter()
            .map(|((term, period), n)| (term, period, n)),
    )
}

fn print(stories: &[Story]) {
    for story in stories {
        for report in &story.reports {
            println!("{report}\t{}", story.reports[0]);
        }
    }
}
