//! `crosswire follow` and `crosswire watch`, driven as a service would: the real binary, killed at any
//! moment, and a server of the test's own.
//!
//! A handful of kills run with the other tests; `scripts/follow-kills` runs two hundred.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;

/// Feeds of the server.
const FEEDS: usize = 4;
/// How often each gets an item.
const EVERY: Duration = Duration::from_millis(400);

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("crosswire-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Feeds that grow, and a hook that keeps what it is told.
struct Server {
    address: SocketAddr,
    began: Instant,
    /// Items of each feed at most.
    most: Mutex<Option<usize>>,
    hooked: Mutex<BTreeMap<String, usize>>,
}

impl Server {
    fn start() -> Arc<Server> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Arc::new(Server {
            address: listener.local_addr().unwrap(),
            began: Instant::now(),
            most: Mutex::new(None),
            hooked: Mutex::default(),
        });
        let own = Arc::clone(&server);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let own = Arc::clone(&own);
                std::thread::spawn(move || {
                    let mut stream = stream;
                    let mut head = Vec::new();
                    let mut byte = [0];
                    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
                        head.push(byte[0]);
                    }
                    let head = String::from_utf8_lossy(&head).to_lowercase();
                    let said = |name: &str| {
                        head.lines().find_map(|line| {
                            line.strip_prefix(name).map(|value| value.trim().to_owned())
                        })
                    };
                    let length: usize = said("content-length:")
                        .and_then(|length| length.parse().ok())
                        .unwrap_or(0);
                    let mut body = vec![0; length];
                    if stream.read_exact(&mut body).is_err() {
                        return;
                    }
                    let path = head.split(' ').nth(1).unwrap_or("").to_owned();
                    let answer = match path
                        .strip_prefix("/feed/")
                        .and_then(|feed| feed.parse().ok())
                    {
                        Some(feed) => Some(own.feed(feed)),
                        None if path == "/hook" => {
                            assert!(
                                said("webhook-signature:")
                                    .is_some_and(|signature| signature.starts_with("v1,"))
                            );
                            let id = said("webhook-id:").unwrap();
                            let told: Value = serde_json::from_slice(&body).unwrap();
                            assert_eq!(told["id"], id.as_str());
                            *own.hooked.lock().unwrap().entry(id).or_default() += 1;
                            Some(String::new())
                        }
                        None => None,
                    };
                    let status = if answer.is_some() { 200 } else { 404 };
                    let answer = answer.unwrap_or_default();
                    let _ = write!(
                        stream,
                        "HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{answer}",
                        answer.len()
                    );
                });
            }
        });
        server
    }

    /// How many items each feed has by now.
    fn items(&self) -> usize {
        let now = (self.began.elapsed().as_millis() / EVERY.as_millis()) as usize + 1;
        self.most.lock().unwrap().map_or(now, |most| now.min(most))
    }

    fn feed(&self, feed: usize) -> String {
        let mut text = format!("<rss version=\"2.0\"><channel><title>Outlet {feed}</title>");
        for item in (0..self.items()).rev() {
            let (ship, toll) = (item / 3, 3 + (item + feed) % 4);
            text.push_str(&format!(
                "<item><title>Ferry {ship} sinks</title><link>http://outlet{feed}.example/{item}</link><guid>http://outlet{feed}.example/{item}</guid>\
                 <pubDate>Thu, 06 Mar 2031 {:02}:{:02}:00 GMT</pubDate>\
                 <description>{toll} people were killed when the ferry Aurelia {ship} sank off Port Maren on Wednesday, police said. It was report {item} of outlet {feed}.</description></item>",
                8 + item / 60 % 12,
                item % 60
            ));
        }
        text + "</channel></rss>"
    }
}

fn crosswire() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crosswire"));
    command.env("CROSSWIRE_LOG", "warn").stdin(Stdio::null());
    command
}

fn json(arguments: &[&str], ledger: &Path) -> Value {
    let out = crosswire()
        .args(arguments)
        .arg("--ledger")
        .arg(ledger)
        .args(["--format", "json"])
        .output()
        .unwrap();
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    serde_json::from_slice(&out.stdout).unwrap()
}

fn start(folder: &Folder) -> Child {
    crosswire()
        .args(["follow", "--threads", "1", "--ledger"])
        .arg(folder.0.join("news.db"))
        .arg(folder.0.join("sources.toml"))
        .arg("--rules")
        .arg(folder.0.join("rules.toml"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn a_kill_loses_no_report_and_no_alert() {
    let kills: u32 = std::env::var("CROSSWIRE_KILLS")
        .ok()
        .and_then(|kills| kills.parse().ok())
        .unwrap_or(5);
    let (folder, server) = (Folder::new("follow-kill"), Server::start());
    let mut list =
        "[follow]\ncontact = \"desk@example.org\"\ninterval = \"200ms\"\npause = \"10ms\"\n"
            .to_owned();
    for feed in 0..FEEDS {
        list.push_str(&format!("[[source]]\nname = \"feed {feed}\"\nfeed = \"http://{0}/feed/{feed}\"\nallow = [\"{0}\"]\n", server.address));
    }
    let spool = folder.0.join("in");
    std::fs::create_dir(&spool).unwrap();
    list.push_str("[[source]]\nname = \"spool\"\nfolder = \"in\"\ninterval = \"200ms\"\n");
    folder.write("sources.toml", &list);
    folder.write("key", "a secret for tests only");
    folder.write(
        "rules.toml",
        &format!(
            "[[channel]]\nname = \"hook\"\nwebhook = \"http://{0}/hook\"\nsecret_file = \"key\"\nallow = [\"{0}\"]\n\
             [[channel]]\nname = \"drop\"\nspool = \"out\"\n\
             [[rule]]\nname = \"reports\"\nin = \"reports\"\nwords = [\"ferry\"]\ntell = [\"hook\", \"drop\"]\n\
             [[rule]]\nname = \"tolls\"\nabout = [\"quantity\"]\ntell = [\"hook\"]\n",
            server.address
        ),
    );
    let ledger = folder.0.join("news.db");
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut moved_in = 0;
    for kill in 0..kills {
        // Something for the spool too, moved in whole.
        let line = format!(
            "{{\"id\": \"spool{kill}\", \"text\": \"The ferry Boreas {kill} left the spool's harbour.\"}}\n"
        );
        let part = folder.write(&format!("part{kill}"), &line);
        std::fs::rename(part, spool.join(format!("{kill}.jsonl"))).unwrap();
        moved_in += 1;
        let mut child = start(&folder);
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_millis(50 + (seed >> 33) % 2_500));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    // No more comes; what there is must all get in, and be told.
    let last = server.items();
    *server.most.lock().unwrap() = Some(last);
    let expected = (last * FEEDS + moved_in) as u64;
    let mut child = start(&folder);
    let began = Instant::now();
    let mut held = 0;
    while began.elapsed() < Duration::from_secs(240) {
        std::thread::sleep(Duration::from_millis(500));
        if !ledger.exists() {
            continue;
        }
        held = json(&["stats"], &ledger)["reports"].as_u64().unwrap();
        let outbox = json(&["follow", "--list"], &ledger)["outbox"].clone();
        let out = folder.0.join("out");
        let files = std::fs::read_dir(out).map_or(0, |out| {
            let letters = out.flatten().map(|file| file.path());
            letters
                .filter(|path| path.extension().is_some_and(|end| end == "eml"))
                .count()
        });
        if held == expected && files as u64 == expected && outbox.as_array().unwrap().is_empty() {
            break;
        }
    }
    // A service is asked to stop, and does.
    let stopped = Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(stopped.success());
    let began = Instant::now();
    let status = loop {
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None if began.elapsed() > Duration::from_secs(30) => panic!("it did not stop"),
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    assert!(status.success(), "{status}");
    assert_eq!(held, expected, "reports in the ledger after {kills} kills");
    let stats = json(&["stats"], &ledger);
    assert_eq!(
        (stats["reports"].as_u64(), stats["superseded"].as_u64()),
        (Some(expected), Some(0)),
        "none lost, none doubled"
    );
    assert_eq!(json(&["verify"], &ledger)["damages"], 0);
    // Every alert that the rules tell of the whole ledger was told, under the same id.
    let rules = folder.0.join("rules.toml");
    let test = json(
        &[
            "watch",
            "--test",
            "--since",
            "2000-01-01T00:00:00Z",
            "--rules",
            rules.to_str().unwrap(),
        ],
        &ledger,
    );
    let wanted: BTreeSet<String> = test["alerts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|alert| alert["id"].as_str().unwrap().to_owned())
        .collect();
    let of_reports = test["alerts"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|alert| alert["rule"] == "reports")
        .count() as u64;
    assert_eq!(of_reports, expected);
    assert!(wanted.len() as u64 > expected, "findings were told of too");
    let hooked = server.hooked.lock().unwrap();
    let told: BTreeSet<String> = hooked.keys().cloned().collect();
    assert_eq!(
        told, wanted,
        "each alert told at least once, and none beside"
    );
    let again: usize = hooked.values().map(|times| times - 1).sum();
    // A figure for whoever runs it by name.
    let _ = writeln!(
        std::io::stderr(),
        "{kills} kills: {expected} reports, {} alerts, {again} of them told again after a kill",
        told.len()
    );
}

#[test]
fn sources_are_listed_and_given_as_opml_and_a_second_follower_is_refused() {
    let (folder, server) = (Folder::new("follow-list"), Server::start());
    *server.most.lock().unwrap() = Some(1);
    let opml = format!(
        "<opml version=\"2.0\"><body><outline text=\"News\"><outline type=\"rss\" text=\"Outlet &amp; Co\" xmlUrl=\"http://{}/feed/0\"/></outline></body></opml>",
        server.address
    );
    let list = folder.write("feeds.opml", &opml);
    let ledger = folder.0.join("news.db");
    let out = crosswire()
        .args([
            "follow",
            "--once",
            "--contact",
            "desk@example.org",
            "--ledger",
        ])
        .arg(&ledger)
        .arg(&list)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    // A list from elsewhere allows no private address.
    assert!(said.contains("private address"), "{said}");
    assert_eq!(out.status.code(), Some(2));
    let listed = json(&["follow", "--list"], &ledger);
    assert_eq!(listed["sources"][0]["name"], "Outlet & Co");
    assert_eq!(listed["sources"][0]["state"]["failures"], 1);
    let given = crosswire()
        .args(["follow", "--opml", "--ledger"])
        .arg(&ledger)
        .output()
        .unwrap();
    let given = String::from_utf8(given.stdout).unwrap();
    assert!(
        given.contains("Outlet &amp; Co") && given.contains("/feed/0"),
        "{given}"
    );
    let held = std::fs::File::options()
        .write(true)
        .create(true)
        .truncate(false)
        .open(folder.0.join("news.db-follow"))
        .unwrap();
    held.lock().unwrap();
    let out = crosswire()
        .args([
            "follow",
            "--once",
            "--contact",
            "desk@example.org",
            "--ledger",
        ])
        .arg(&ledger)
        .arg(&list)
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("another program follows"));
}
