//! A ledger of many generated reports: how long adding takes as it grows, and how fast it answers.
//!
//! `cargo run --release -p crosswire-ledger --example scale -- FILE REPORTS` fills FILE, prints the
//! processor time of every thousand adds, then the 95th percentile of search, story and finding.

#[path = "../tests/generated/mod.rs"]
mod generated;

use std::io::Write;
use std::sync::LazyLock;
use std::sync::mpsc::sync_channel;
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
    // Another thread makes the reports, so that the wall clock is that of adding.
    let (send, made) = sync_channel(4);
    let (tell, told) = sync_channel(1);
    std::thread::spawn(move || {
        tell.send(thread_id()).expect("somebody listens");
        for first in (0..reports).step_by(BATCH) {
            let batch: Vec<Arrival> = (first..first + BATCH as u64).map(arrival).collect();
            if send.send(batch).is_err() {
                return;
            }
        }
    });
    let generator = told.recv().expect("the generator runs");
    for (first, batch) in (0..reports).step_by(BATCH).zip(made) {
        let start = on_cpu(generator);
        ledger.add(batch, &run(), at(first as i64)).expect("added");
        adding += on_cpu(generator).saturating_sub(start);
        if (first + BATCH as u64).is_multiple_of(1000) {
            thousands.push(adding);
            adding = Duration::ZERO;
            let n = thousands.len();
            if n <= 3 || n.is_multiple_of(10) {
                let size = std::fs::metadata(&file).map_or(0, |file| file.len());
                let took = thousands[n - 1].as_millis();
                writeln!(
                    out,
                    "{n} thousand: the last took {took} ms; file {} MB, memory {} MB, {} s in all",
                    size / 1_000_000,
                    held() / 1_000_000,
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

/// Time that this process was on a processor, all but the threads that are `apart`: other programs
/// do not count. Elsewhere than on Linux, the time since the start.
fn on_cpu(apart: Option<u32>) -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten();
    let mut sum = None;
    for thread in threads.flatten() {
        if thread.file_name().to_str().and_then(|id| id.parse().ok()) == apart {
            continue;
        }
        let told = std::fs::read_to_string(thread.path().join("schedstat")).unwrap_or_default();
        let nanoseconds = told.split(' ').next().and_then(|first| first.parse().ok());
        sum = nanoseconds.map_or(sum, |time| {
            Some(sum.unwrap_or_default() + Duration::from_nanos(time))
        });
    }
    sum.unwrap_or_else(|| START.elapsed())
}

/// This thread's number, on Linux.
fn thread_id() -> Option<u32> {
    let link = std::fs::read_link("/proc/thread-self").ok()?;
    link.file_name()?.to_str()?.parse().ok()
}

/// Bytes of memory that this process holds, where the system says so.
fn held() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}

/// The reports of a few happenings come mixed, as they do.
fn arrival(n: u64) -> Arrival {
    let round = n / (LIVE * REPORTS);
    let within = n % (LIVE * REPORTS);
    let happening = round * LIVE + within % LIVE;
    Happening::new(happening).report(&format!("s{n}"), (within / LIVE) as usize)
}

fn answers(file: &str, reports: u64, out: &mut impl Write) {
    // What a second process pays before its first report is in.
    let start = on_cpu(None);
    let mut again = Ledger::open(file).expect("a ledger");
    let batch = vec![arrival(reports)];
    again.add(batch, &run(), at(reports as i64)).expect("added");
    let opened = on_cpu(None).saturating_sub(start).as_secs_f64();
    writeln!(
        out,
        "a new process's first report: {opened:.1} s; {} MB held",
        held() / 1_000_000
    )
    .expect("printed");
    drop(again);
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
                // By the clock: a thread's processor time is told in steps as long as an answer.
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
    measure("counts", &mut |_| {
        view.stats().expect("counts");
    });
    measure("stories", &mut |_| {
        let filter = StoryFilter {
            page: page.clone(),
            ..StoryFilter::default()
        };
        view.stories(&filter).expect("stories");
    });
}
