//! Search by relevance over real reports: the report that a search is about comes first.
//!
//! The reports are other people's texts and lie outside the repository; without them the test says so and passes.

#![expect(
    clippy::print_stderr,
    reason = "says what was skipped, and each search's place"
)]

use std::path::Path;
use std::process::Command;

use crosswire_ledger::{Hit, Ledger, Page};

const SEARCHES: &str = include_str!("relevance.tsv");

#[test]
fn what_a_search_is_about_comes_first() {
    let news = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/news/open.jsonl");
    if !news.exists() {
        eprintln!("skipped: {} is not there", news.display());
        return;
    }
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("relevance.db");
    for left in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{left}", file.display()));
    }
    let added = Command::new(env!("CARGO_BIN_EXE_crosswire"))
        .args(["add", "--ledger"])
        .args([&file, &news])
        .output()
        .unwrap();
    assert!(
        added.status.success(),
        "{}",
        String::from_utf8_lossy(&added.stderr)
    );
    let ledger = Ledger::open_read_only(&file).unwrap();
    let view = ledger.latest().unwrap();
    let (mut first, mut among, mut all) = (0, 0, 0);
    for line in SEARCHES.lines().filter(|line| !line.starts_with('#')) {
        let (query, report) = line.split_once('\t').unwrap();
        let found = view.ranked(query, &Page::default()).unwrap();
        let place = found.hits.iter().position(|hit| match &hit.hit {
            Hit::Report { report: found, .. } => found.id == report,
            _ => false,
        });
        all += 1;
        first += usize::from(place == Some(0));
        among += usize::from(place.is_some_and(|place| place < 5));
        eprintln!(
            "{}\t{query}",
            place.map_or("-".to_owned(), |place| (place + 1).to_string())
        );
    }
    eprintln!("first in {first} of {all}, among five in {among}");
    assert_eq!(all, 30);
    assert!(
        first >= 24 && among >= 29,
        "first in {first}, among five in {among}"
    );
}
