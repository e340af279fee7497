//! How soon after a commit somebody is told, on a large ledger.
//!
//! `cargo run --release --example told -- LEDGER CROSSWIRE` adds generated reports, one a commit, to
//! LEDGER (which `--example scale` of crates/ledger has filled) while `CROSSWIRE watch` watches it with a
//! rule over reports and one over findings, and prints the times from each commit to the webhook's call.

#[path = "../../ledger/tests/generated/mod.rs"]
mod generated;

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crosswire_ledger::Ledger;
use generated::{Happening, run};
use jiff::Timestamp;

/// Reports that are added, each as a commit.
const REPORTS: u64 = 40;
/// Happenings that no report told yet.
const BEYOND: u64 = 50_000_000;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(crosswire)) = (arguments.next(), arguments.next()) else {
        panic!("usage: told LEDGER CROSSWIRE");
    };
    let folder = Path::new(&file).with_extension("told");
    std::fs::create_dir_all(&folder).expect("a folder");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::fs::write(folder.join("key"), "a secret for this run").expect("written");
    let rules = format!(
        "[[channel]]\nname = \"hook\"\nwebhook = \"http://{address}/\"\nsecret_file = \"key\"\nallow = [\"{address}\"]\n\
         [[rule]]\nname = \"reports\"\nin = \"reports\"\nwords = [\"ferry\"]\ntell = [\"hook\"]\n\
         [[rule]]\nname = \"tolls\"\nabout = [\"quantity\"]\nkind = [\"update\", \"conflict\"]\nplace = [\"Norway\"]\nwords = [\"killed\"]\n\
         [[rule]]\nname = \"all\"\nkind = [\"conflict\", \"update\", \"quote_variant\"]\ntell = [\"hook\"]\n"
    );
    std::fs::write(folder.join("rules.toml"), rules).expect("written");
    let told: Arc<Mutex<HashMap<String, Instant>>> = Arc::default();
    let kept = Arc::clone(&told);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
                head.push(byte[0]);
            }
            let head = String::from_utf8_lossy(&head).to_lowercase();
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length:"));
            let length = length
                .and_then(|length| length.trim().parse().ok())
                .unwrap_or(0);
            let mut body = vec![0; length];
            if stream.read_exact(&mut body).is_err() {
                continue;
            }
            let told: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
            if told["rule"] == "reports" {
                let id = told["record"]["id"].as_str().unwrap_or_default().to_owned();
                kept.lock()
                    .expect("a lock")
                    .entry(id)
                    .or_insert_with(Instant::now);
            }
            let _ = stream
                .write_all(b"HTTP/1.1 204 X\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        }
    });
    let mut watching = Command::new(crosswire)
        .args(["watch", "--ledger", &file, "--rules"])
        .arg(folder.join("rules.toml"))
        .env("CROSSWIRE_LOG", "warn")
        .stdout(Stdio::null())
        .spawn()
        .expect("crosswire watch");
    let mut ledger = Ledger::open(&file).expect("a ledger");
    let held = ledger.latest().expect("a view").stats().expect("counts");
    // The first report of a process reads the grouping back; it is not what is measured.
    let warm = Happening::new(BEYOND - 1).report("warm", 0);
    ledger
        .add(vec![warm], &run(), Timestamp::now())
        .expect("added");
    std::thread::sleep(Duration::from_secs(3));
    let mut committed = Vec::new();
    let stamp = Timestamp::now().as_second();
    for n in 0..REPORTS {
        let id = format!("told-{stamp}-{n}");
        let report = Happening::new(BEYOND + n / 4).report(&id, (n % 4) as usize);
        ledger
            .add(vec![report], &run(), Timestamp::now())
            .expect("added");
        committed.push((id, Instant::now()));
        std::thread::sleep(Duration::from_millis(250));
    }
    let until = Instant::now() + Duration::from_secs(30);
    while told.lock().expect("a lock").len() < REPORTS as usize && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(50));
    }
    let _ = watching.kill();
    let _ = watching.wait();
    let told = told.lock().expect("a lock");
    let mut times: Vec<Duration> = committed
        .iter()
        .filter_map(|(id, when)| Some(told.get(id)?.saturating_duration_since(*when)))
        .collect();
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_millis();
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "a ledger of {} reports, {} commits, each told by webhook: {} of {REPORTS}; from the commit to the call: median {} ms, 95th percentile {} ms, longest {} ms",
        held.reports,
        held.commits,
        times.len(),
        at(0.5),
        at(0.95),
        at(1.0)
    )
    .expect("printed");
    let _ = std::fs::remove_dir_all(&folder);
    assert_eq!(times.len(), REPORTS as usize, "not all were told");
}
