//! A ledger of many generated reports: how long adding takes as it grows, and how fast it answers.
//!
//! `cargo run --release -p crosswire-ledger --example scale -- FILE REPORTS` fills FILE, prints the
//! processor time of every thousand adds, then the 95th percentile of search, story and finding.

#[path = "../tests/generated/mod.rs"]
mod generated;

use std::io::Write;
use std::time::{Duration, Instant};

use crosswire_ledger::{Arrival, FindingFilter, Ledger, Page, StoryFilter};
use generated::{Happening, Numbers, at, run};

/// Reports a commit, as the command has it.
const BATCH: usize = 50;
/// Happenings that are in the news at a time.
const LIVE: u64 = 40;
/// Reports of one happening.
const REPORTS: u64 = 5;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(reports)) = (arguments.next(), arguments.next()) else {
        panic!("usage: scale FILE REPORTS");
    };
    let reports: u64 = reports.parse().expect("a number of reports");
    let mut ledger = Ledger::create(&file).expect("a ledger");
    let mut out = std::io::stdout().lock();
    let began = Instant::now();
    let mut thousands: Vec<Duration> = Vec::new();
    let mut adding = Duration::ZERO;
    for first in (0..reports).step_by(BATCH) {
        let batch: Vec<Arrival> = (first..first + BATCH as u64).map(arrival).collect();
        let start = on_cpu();
        ledger.add(batch, &run(), at(first as i64)).expect("added");
        adding += on_cpu().saturating_sub(start);
        if (first + BATCH as u64).is_multiple_of(1000) {
            thousands.push(adding);
            adding = Duration::ZERO;
            let n = thousands.len();
            if n <= 3 || n.is_multiple_of(10) {
                let size = std::fs::metadata(&file).map_or(0, |file| file.len());
                let took = thousands[n - 1].as_millis();
                writeln!(
                    out,
                    "{n} thousand: the last took {took} ms; {} MB, {} s in all",
                    size / 1_000_000,
                    began.elapsed().as_secs()
                )
                .expect("printed");
            }
        }
    }
    if let (Some(second), Some(last)) = (thousands.get(1), thousands.last()) {
        let ratio = last.as_secs_f64() / second.as_secs_f64();
        writeln!(out, "last thousand to second: {ratio:.2}").expect("printed");
    }
    answers(&file, reports, &mut out);
}

/// Time that this thread was on a processor: other programs do not count. Elsewhere than on Linux,
/// the time since the start.
fn on_cpu() -> Duration {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|first| first.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// The reports of a few happenings come mixed, as they do.
fn arrival(n: u64) -> Arrival {
    let round = n / (LIVE * REPORTS);
    let within = n % (LIVE * REPORTS);
    let happening = round * LIVE + within % LIVE;
    Happening::new(happening).report(&format!("s{n}"), (within / LIVE) as usize)
}

fn answers(file: &str, reports: u64, out: &mut impl Write) {
    let ledger = Ledger::open_read_only(file).expect("a ledger");
    let view = ledger.latest().expect("a view");
    writeln!(
        out,
        "{}",
        serde_json::to_string(&view.stats().expect("stats")).expect("JSON")
    )
    .expect("printed");
    let page = Page {
        limit: 20,
        after: None,
    };
    let mut numbers = Numbers::new(7);
    let mut measure = |what: &str, ask: &mut dyn FnMut(&mut Numbers)| {
        let mut times: Vec<Duration> = (0..200)
            .map(|_| {
                let start = Instant::now();
                ask(&mut numbers);
                start.elapsed()
            })
            .collect();
        times.sort_unstable();
        writeln!(
            out,
            "{what}: median {:.1} ms, 95th percentile {:.1} ms",
            times[100].as_secs_f64() * 1e3,
            times[190].as_secs_f64() * 1e3
        )
        .expect("printed");
    };
    let happening =
        |numbers: &mut Numbers| Happening::new(numbers.next() % (reports / REPORTS).max(1));
    measure("search, a rare word", &mut |numbers| {
        let found = view
            .search(happening(numbers).slot("ship"), &page)
            .expect("found");
        assert!(!found.hits.is_empty());
    });
    measure("search, common words", &mut |_| {
        assert!(
            !view
                .search("ferry people killed", &page)
                .expect("found")
                .hits
                .is_empty()
        );
    });
    measure("search, filters", &mut |numbers| {
        let query = format!(
            "ferry place:{} outlet:\"Outlet 1\"",
            happening(numbers).slot("town")
        );
        view.search(&query, &page).expect("found");
    });
    measure("search, who said", &mut |numbers| {
        let query = format!("speaker:{}", happening(numbers).slot("speaker"));
        assert!(!view.search(&query, &page).expect("found").hits.is_empty());
    });
    measure("story", &mut |numbers| {
        let report = format!("s{}", numbers.next() % reports);
        let story = view
            .report(&report)
            .expect("a report")
            .1
            .story
            .expect("a story");
        view.story(&story).expect("a story");
    });
    measure("finding", &mut |numbers| {
        let report = format!("s{}", numbers.next() % reports);
        let story = view
            .report(&report)
            .expect("a report")
            .1
            .story
            .expect("a story");
        let filter = FindingFilter {
            story: Some(story),
            page: page.clone(),
            ..FindingFilter::default()
        };
        for finding in view
            .findings(&filter)
            .expect("findings")
            .items
            .iter()
            .take(1)
        {
            view.finding(&finding.id).expect("a finding");
        }
    });
    measure("stories", &mut |_| {
        let filter = StoryFilter {
            page: page.clone(),
            ..StoryFilter::default()
        };
        view.stories(&filter).expect("stories");
    });
}
