//! A server on loopback whose answers a test sets, a ledger, and a follower over both.

#![allow(dead_code, reason = "the tests use different parts")]

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crosswire_extract::{Annotated, Extracted, extract};
use crosswire_follow::{Bounds, Follower, Options, State, Taken, known, sources, take};
use crosswire_ledger::{Ledger, Run};
use crosswire_report::Report;

/// An answer: the status line and headers, and the body.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) headers: String,
    pub(crate) body: Vec<u8>,
    /// How long the answer takes.
    pub(crate) slow: Duration,
}

pub(crate) fn page(status: u16, headers: &str, body: &str) -> Page {
    Page {
        status,
        headers: headers.to_owned(),
        body: body.as_bytes().to_vec(),
        slow: Duration::ZERO,
    }
}

/// What was asked: when, what, and how many were asked at the time.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) at: Instant,
    pub(crate) path: String,
    pub(crate) head: String,
    pub(crate) at_once: usize,
}

/// A server; what it has no page for is 404.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pages: Arc<Mutex<HashMap<String, Page>>>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    pub(crate) fn new() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Server {
            address: listener.local_addr().unwrap(),
            pages: Arc::default(),
            asked: Arc::default(),
        };
        let (own, open) = (server.clone(), Arc::new(AtomicUsize::new(0)));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (own, open) = (own.clone(), Arc::clone(&open));
                std::thread::spawn(move || {
                    let mut stream = stream;
                    let at_once = open.fetch_add(1, Ordering::SeqCst) + 1;
                    let mut head = Vec::new();
                    let mut byte = [0];
                    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
                        head.push(byte[0]);
                    }
                    let head = String::from_utf8_lossy(&head).into_owned();
                    let path = head.split(' ').nth(1).unwrap_or("").to_owned();
                    own.asked.lock().unwrap().push(Asked {
                        at: Instant::now(),
                        path: path.clone(),
                        head: head.to_lowercase(),
                        at_once,
                    });
                    let page = own.pages.lock().unwrap().get(&path).cloned();
                    let mut page = page.unwrap_or_else(|| self::page(404, "", "nothing here"));
                    std::thread::sleep(page.slow);
                    let tag = page
                        .headers
                        .to_lowercase()
                        .lines()
                        .find_map(|line| line.strip_prefix("etag: ").map(str::to_owned));
                    if page.status == 200
                        && tag.is_some_and(|tag| {
                            head.to_lowercase()
                                .contains(&format!("if-none-match: {tag}"))
                        })
                    {
                        page = self::page(304, "", "");
                    }
                    let length = page.body.len();
                    let head = format!(
                        "HTTP/1.1 {} X\r\n{}Content-Length: {length}\r\nConnection: close\r\n\r\n",
                        page.status, page.headers
                    );
                    let _ = stream.write_all(head.as_bytes());
                    let _ = stream.write_all(&page.body);
                    open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        server
    }

    pub(crate) fn put(&self, path: &str, page: Page) {
        self.pages.lock().unwrap().insert(path.to_owned(), page);
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub(crate) fn times(&self, path: &str) -> usize {
        self.asked()
            .iter()
            .filter(|asked| asked.path == path)
            .count()
    }
}

/// An RSS feed of some items, each a name and its words.
pub(crate) fn rss(server: &Server, items: &[(&str, &str)]) -> String {
    let mut feed =
        "<?xml version='1.0'?><rss version='2.0'><channel><title>Harbour Post</title>".to_owned();
    for (name, words) in items {
        feed.push_str(&format!(
            "<item><title>Report {name}</title><link>{}</link><guid>{}</guid>\
             <pubDate>Thu, 06 Mar 2031 08:00:00 GMT</pubDate><description>{words}</description></item>",
            server.url(&format!("/{name}.html")),
            server.url(&format!("/{name}.html"))
        ));
    }
    feed + "</channel></rss>"
}

/// A folder that ends with the test.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Folder {
        let path =
            std::env::temp_dir().join(format!("crosswire-follow-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub(crate) fn ledger(&self) -> PathBuf {
        self.0.join("news.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What looks into reports where that is not what is tested.
pub(crate) fn analyse(reports: Vec<Arc<Report>>) -> anyhow::Result<(Vec<Extracted>, Run)> {
    let run = Run {
        tool: "crosswire test".to_owned(),
        model: String::new(),
        model_digest: String::new(),
        options: "{}".to_owned(),
    };
    let extracted = reports
        .into_iter()
        .map(|report| extract(Annotated::unread(report)));
    Ok((extracted.collect(), run))
}

/// Has a ledger follow what a list says.
pub(crate) fn keep(ledger: &Path, list: &str) -> Ledger {
    let mut ledger = Ledger::create(ledger).unwrap();
    crosswire_follow::keep(&mut ledger, &sources(list, "/list").unwrap()).unwrap();
    ledger
}

pub(crate) fn options(set: impl FnOnce(&mut Options)) -> Options {
    let mut options = Options {
        bounds: Some(Bounds {
            answer: Duration::from_millis(700),
            whole: Duration::from_millis(1_500),
            most: 1 << 20,
        }),
        ..Options::default()
    };
    set(&mut options);
    options
}

/// Follows until something holds of the ledger; what was taken, and what was told of trouble.
pub(crate) fn until(
    ledger: &mut Ledger,
    follower: &Follower,
    mut holds: impl FnMut(&Ledger) -> bool,
) -> (Taken, Vec<String>) {
    let began = Instant::now();
    let (mut all, mut trouble) = (Taken::default(), Vec::new());
    loop {
        let done = holds(ledger);
        if done {
            return (all, trouble);
        }
        assert!(
            began.elapsed() < Duration::from_secs(30),
            "{all:?} {trouble:?} {:?}",
            states(ledger)
        );
        if let Some(gathered) = follower.next(Duration::from_millis(50)) {
            trouble.extend(gathered.trouble.clone());
            let taken = take(ledger, &mut analyse, vec![gathered]).unwrap();
            all.added.extend(taken.added);
            all.known += taken.known;
        }
    }
}

/// Looks at every source once.
pub(crate) fn once(ledger: &mut Ledger, set: impl FnOnce(&mut Options)) -> (Taken, Vec<String>) {
    let follower = Follower::start(
        ledger,
        options(|options| {
            set(options);
            options.once = true;
        }),
    )
    .unwrap();
    let began = Instant::now();
    let (mut all, mut trouble) = (Taken::default(), Vec::new());
    loop {
        let ended = follower.ended();
        match follower.next(Duration::from_millis(20)) {
            Some(gathered) => {
                trouble.extend(gathered.trouble.clone());
                let taken = take(ledger, &mut analyse, vec![gathered]).unwrap();
                all.added.extend(taken.added);
                all.known += taken.known;
            }
            None if ended => return (all, trouble),
            None => assert!(began.elapsed() < Duration::from_secs(30), "{trouble:?}"),
        }
    }
}

pub(crate) fn states(ledger: &Ledger) -> HashMap<String, State> {
    let sources = ledger.sources().unwrap();
    sources
        .iter()
        .filter_map(known)
        .map(|(source, state)| (source.name, state))
        .collect()
}

pub(crate) fn reports(ledger: &Ledger) -> (u64, u64) {
    let stats = ledger.latest().unwrap().stats().unwrap();
    (stats.reports, stats.superseded)
}

/// Makes a source due again.
pub(crate) fn due(ledger: &mut Ledger) {
    let news: Vec<_> = states(ledger)
        .into_iter()
        .map(|(source, mut state)| {
            state.due = None;
            crosswire_ledger::News {
                source,
                state: Some(serde_json::to_string(&state).unwrap()),
                ..Default::default()
            }
        })
        .collect();
    ledger.keep_news(&news).unwrap();
}
