//! A grouper that was kept and recalled goes on as if it had never stopped.

use std::collections::BTreeMap;
use std::convert::Infallible;

use crosswire_report::Report;

use super::{Key, Memory, Part, RecallError};
use crate::tests::report;
use crate::{Grouper, Options, Sketch};

type Table = BTreeMap<Key, Vec<u8>>;

#[derive(Default)]
struct Rows {
    rows: Table,
    writes: usize,
}

impl Memory for Rows {
    type Error = Infallible;

    fn keep(&mut self, key: Key, row: &[u8]) -> Result<(), Infallible> {
        self.writes += 1;
        self.rows.insert(key, row.to_vec());
        Ok(())
    }

    fn forget(&mut self, key: Key) -> Result<(), Infallible> {
        self.rows.remove(&key);
        Ok(())
    }

    fn recall(&self, each: &mut dyn FnMut(Key, &[u8])) -> Result<(), Infallible> {
        // Backwards: any order must do.
        self.rows
            .iter()
            .rev()
            .for_each(|(key, row)| each(*key, row));
        Ok(())
    }
}

/// Reports of some happenings that share words, so that stories grow, merge and part.
fn reports(n: usize) -> Vec<Report> {
    let words = |from: usize, n: usize| -> String {
        (from..from + n)
            .map(|i| format!("Word{} ", i * 31 % 211))
            .collect()
    };
    (0..n)
        .map(|i| {
            let text = format!("{}. {}.", words(i % 7 * 23, 30), words(i * 13, 12 + i % 5));
            let day = format!("2031-03-{:02}T{:02}:15:00+01:00", 1 + i % 28, i % 24);
            report(&format!("r{i}"), "Echo", &day, &words(i % 7 * 23, 4), &text)
        })
        .collect()
}

#[test]
fn kept_and_recalled_at_any_point() {
    let sketches: Vec<Sketch> = reports(60).iter().map(Sketch::of).collect();
    let mut straight = Grouper::new(Options::default());
    let placed: Vec<_> = sketches.iter().map(|sketch| straight.add(sketch)).collect();
    for stop in [0, 1, 17, 43] {
        let mut rows = Rows::default();
        let mut grouper = Grouper::remembering(Options::default());
        for sketch in &sketches[..stop] {
            grouper.add(sketch);
            grouper.keep(&mut rows).unwrap();
        }
        let mut recalled = Grouper::recall(Options::default(), &rows).unwrap();
        assert_eq!(recalled.len(), stop);
        let again: Vec<_> = sketches[stop..]
            .iter()
            .map(|sketch| recalled.add(sketch))
            .collect();
        assert_eq!(again, placed[stop..], "stopped after {stop}");
        assert_eq!(recalled.stories(), straight.stories());
        recalled.keep(&mut rows).unwrap();
        let last = Grouper::recall(Options::default(), &rows).unwrap();
        assert_eq!(last.stories(), straight.stories());
    }
}

#[test]
fn a_report_writes_its_own_rows_and_no_more() {
    let sketches: Vec<Sketch> = reports(60).iter().map(Sketch::of).collect();
    let mut rows = Rows::default();
    let mut grouper = Grouper::remembering(Options::default());
    let mut most = 0;
    for sketch in &sketches {
        let before = rows.writes;
        grouper.add(sketch);
        grouper.keep(&mut rows).unwrap();
        most = most.max(rows.writes - before);
    }
    // Terms of the sketch, lists of the few stories it touches, a report, those stories, a head.
    assert!(most < 400, "{most}");
    let before = rows.writes;
    grouper.keep(&mut rows).unwrap();
    assert_eq!(rows.writes, before + 1);
}

#[test]
fn rows_that_were_damaged_are_refused() {
    let mut whole = Rows::default();
    let mut grouper = Grouper::remembering(Options::default());
    for report in &reports(20) {
        grouper.add(&Sketch::of(report));
    }
    grouper.keep(&mut whole).unwrap();
    let with = |change: &dyn Fn(&mut Table)| {
        let mut rows = whole.rows.clone();
        change(&mut rows);
        Grouper::recall(Options::default(), &Rows { rows, writes: 0 })
    };
    let parts = [
        Part::Head,
        Part::Term,
        Part::List,
        Part::Report,
        Part::Story,
    ];
    for part in parts {
        let (&key, row) = whole.rows.iter().find(|(key, _)| key.part == part).unwrap();
        for length in (0..row.len()).step_by(3) {
            let refused = with(&|rows| rows.get_mut(&key).unwrap().truncate(length));
            assert_eq!(refused.unwrap_err(), RecallError::Row(key));
        }
        for byte in (0..row.len()).step_by(5) {
            // Refused or another grouper, never a panic, also when it goes on.
            let changed = with(&|rows| rows.get_mut(&key).unwrap()[byte] ^= 0xff);
            if let Ok(mut grouper) = changed {
                grouper.add(&Sketch::of(&reports(1)[0]));
            }
        }
    }
    assert!(with(&|rows| rows.retain(|key, _| key.part != Part::Story)).is_err());
    let empty = Grouper::recall(Options::default(), &Rows::default()).unwrap();
    assert!(empty.is_empty());
}
