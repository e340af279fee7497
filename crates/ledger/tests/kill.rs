//! A writer killed at any moment: nothing that it acknowledged is lost, and the file verifies.
//!
//! The test starts itself as the writer. A dozen kills run with the other tests;
//! `CROSSWIRE_KILLS=200 cargo test --release -p crosswire-ledger --test kill` runs as many as it says.

mod generated;

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crosswire_ledger::Ledger;
use generated::{Arrival, Happening, Numbers, at, run};

/// What the writer is told by its environment.
const FILE: &str = "CROSSWIRE_KILL_FILE";
const FROM: &str = "CROSSWIRE_KILL_FROM";

fn arrival(n: u64) -> Arrival {
    Happening::new(n / 4).report(&format!("k{n}"), (n % 4) as usize)
}

/// The writer: adds reports until it is killed, and prints the number of each once it is safe.
#[test]
fn writer() {
    let Some(file) = std::env::var_os(FILE) else {
        return;
    };
    let from: u64 = std::env::var(FROM).unwrap().parse().unwrap();
    let mut ledger = Ledger::create(PathBuf::from(file)).unwrap();
    // Some of what was acknowledged comes again.
    for n in (from.saturating_sub(3)..).step_by(3) {
        let batch: Vec<Arrival> = (n..n + 3).map(arrival).collect();
        ledger.add(batch, &run(), at(n as i64)).unwrap();
        // One write, so that a kill rarely tears it; a torn line acknowledges nothing.
        let line = format!("safe {}\n", n + 2);
        std::io::stderr().lock().write_all(line.as_bytes()).unwrap();
    }
}

#[test]
fn a_kill_loses_nothing_that_was_acknowledged() {
    let kills: u64 = std::env::var("CROSSWIRE_KILLS")
        .ok()
        .and_then(|kills| kills.parse().ok())
        .unwrap_or(12);
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("kill.db");
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", file.display()));
    }
    let mut numbers = Numbers::new(kills);
    let mut safe: Option<u64> = None;
    let mut between = 0;
    for kill in 0..kills {
        let mut writer = Command::new(std::env::current_exe().unwrap())
            .args(["writer", "--exact", "--nocapture"])
            .env(FILE, &file)
            .env(FROM, safe.map_or(0, |safe| safe + 1).to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut told = BufReader::new(writer.stderr.take().unwrap());
        let reading = std::thread::spawn(move || {
            let mut last = None;
            let mut line = String::new();
            while told.read_line(&mut line).unwrap() > 0 && line.ends_with('\n') {
                if let Some(n) = line.trim_end().strip_prefix("safe ") {
                    last = Some(n.parse::<u64>().unwrap());
                }
                line.clear();
            }
            last
        });
        std::thread::sleep(Duration::from_micros(numbers.next() % 120_000));
        writer.kill().unwrap();
        writer.wait().unwrap();
        let told = reading.join().unwrap();
        between += u64::from(told.is_some());
        safe = safe.max(told);
        if !file.exists() {
            continue;
        }
        let ledger = Ledger::create(&file).unwrap();
        let view = ledger.latest().unwrap();
        let reports = view.stats().unwrap().reports;
        // Whole batches only, and all that was acknowledged.
        assert_eq!(reports % 3, 0, "after kill {kill}");
        assert!(safe.is_none_or(|safe| reports > safe), "after kill {kill}");
        if kill % 10 == 0 || kill + 1 == kills {
            assert_eq!(view.verify().unwrap().damage, [""; 0], "after kill {kill}");
            for n in 0..safe.map_or(0, |safe| safe + 1) {
                view.report(&format!("k{n}")).unwrap();
            }
        }
    }
    assert!(
        between > 0,
        "no writer got as far as to acknowledge anything"
    );
}
