//! A ledger with one large story, to look at and to measure the desk with.
//!
//! `cargo run --release -p crosswire-ledger --example large_story -- FILE [REPORTS [SENTENCES]]` makes
//! FILE with a story of 40 reports, each with 16 sentences of a common stock beside its own nine, and
//! 200 small stories round it; prints how many findings the story has.

#[path = "../tests/generated/mod.rs"]
mod generated;

use std::io::Write;

use crosswire_ledger::{Arrival, Ledger};
use generated::{Happening, at, run};

/// Happenings whose sentences are the common stock.
const STOCK: u64 = 40;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = arguments
        .next()
        .expect("usage: large_story FILE [REPORTS [SENTENCES]]");
    let mut number = |otherwise: usize| {
        let said = arguments.next();
        said.map_or(otherwise, |n| n.parse().expect("a number"))
    };
    let (reports, sentences) = (number(40), number(16));
    let mut ledger = Ledger::create(&file).expect("a ledger");
    let stock: Vec<Happening> = (1_000_000..1_000_000 + STOCK).map(Happening::new).collect();
    let large = Happening::new(0);
    let batch: Vec<Arrival> = (0..reports)
        .map(|n| large.long_report(&format!("large/{n}"), n, &stock, sentences))
        .collect();
    ledger.add(batch, &run(), at(0)).expect("added");
    for happening in 1..=200u64 {
        let small = Happening::new(happening);
        let batch = (0..3).map(|n| small.report(&format!("small/{happening}/{n}"), n));
        ledger
            .add(batch.collect(), &run(), at(happening as i64))
            .expect("added");
    }
    let view = ledger.latest().expect("a view");
    let (_, first) = view.report("large/0").expect("a report");
    let story = view.story(&first.story.expect("a story")).expect("a story");
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "story {}: {} reports, {} findings",
        story.id,
        story.reports.len(),
        story.findings.len()
    )
    .expect("printed");
}
