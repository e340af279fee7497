//! A thousand feeds, each of a host of its own, with a new item a minute.
//!
//! `scripts/follow-thousand` runs it: `thousand serve` answers for all hosts, on one core; `thousand
//! follow ADDRESS LEDGER MODEL SECONDS SOURCES` follows them on another, with the language model, and
//! prints how far behind it is and how much memory it holds. The hosts' names stand for loopback because
//! this program's resolver says so.

#![expect(clippy::print_stdout, reason = "the figures are what a run is for")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use crosswire_annotate::Pipeline;
use crosswire_extract::{Annotated, extract};
use crosswire_fetch::Resolve;
use crosswire_follow::{Follower, Options, keep, sources, take};
use crosswire_ledger::{Ledger, Options as Kept, Run};

/// How often a feed has a new item.
const EVERY: u64 = 60_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["serve"] => serve(),
        ["follow", address, ledger, model, seconds, number] => follow(
            address.parse().expect("an address"),
            Path::new(ledger),
            Path::new(model),
            seconds.parse().expect("a number of seconds"),
            number.parse().expect("a number of sources"),
        ),
        _ => panic!("usage: thousand serve | thousand follow ADDRESS LEDGER MODEL SECONDS SOURCES"),
    }
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| since.as_millis() as u64)
}

/// Answers for every host until it is ended.
fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let began = now();
    println!("{}", listener.local_addr().expect("an address"));
    for stream in listener.incoming().flatten() {
        std::thread::spawn(move || {
            let mut stream = stream;
            let mut head = Vec::new();
            let mut block = [0; 1024];
            while !head.windows(4).any(|four| four == b"\r\n\r\n") {
                match stream.read(&mut block) {
                    Ok(0) | Err(_) => return,
                    Ok(n) => head.extend_from_slice(&block[..n]),
                }
            }
            let head = String::from_utf8_lossy(&head).to_lowercase();
            let host = head.lines().find_map(|line| line.strip_prefix("host: s"));
            let host: u64 = host
                .and_then(|host| host.split('.').next()?.parse().ok())
                .unwrap_or(0);
            let (status, body) = match head.split(' ').nth(1) {
                Some("/feed") => (200, feed(host, began)),
                _ => (404, String::new()),
            };
            let _ = write!(
                stream,
                "HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            );
        });
    }
}

/// When an item of a host is published: the hosts are spread over the minute.
fn published(host: u64, item: u64, began: u64) -> u64 {
    began + item * EVERY + host * 7_919 % EVERY
}

fn feed(host: u64, began: u64) -> String {
    let mut feed = format!("<rss version='2.0'><channel><title>Outlet {host}</title>");
    for item in (0..).take_while(|item| published(host, *item, began) <= now()) {
        let at = published(host, item, began);
        let stamp =
            jiff::Timestamp::from_millisecond(at as i64).map_or(String::new(), |at| at.to_string());
        feed.push_str(&format!(
            "<item><guid isPermaLink='false'>urn:s{host}:{item}:{at}</guid><title>{}</title><link>http://s{host}.test/{item}</link>\
             <dc:date>{stamp}</dc:date><description>{}</description></item>",
            words(host * 1_000 + item, 1),
            words(host * 1_000 + item, 9),
        ));
    }
    feed + "</channel></rss>"
}

/// Sentences of a report: about 150 words for nine of them.
fn words(seed: u64, sentences: u64) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = |n: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % n as u64) as usize
    };
    let syllables = [
        "mar", "vel", "tor", "sund", "bri", "kel", "os", "hal", "ran", "dov", "lin", "gar", "pel",
        "rik", "ast", "fen",
    ];
    let name = |next: &mut dyn FnMut(usize) -> usize| {
        let word: String = (0..3).map(|_| syllables[next(syllables.len())]).collect();
        word[..1].to_uppercase() + &word[1..]
    };
    let who = name(&mut next);
    let town = name(&mut next);
    let mut text = String::new();
    for _ in 0..sentences {
        let (other, number) = (name(&mut next), 2 + next(400));
        let sentence = [
            format!(
                "The mayor of {town}, {who}, said on Monday that {number} people had left {other} since the flood began. "
            ),
            format!(
                "Police in {town} arrested {number} men after a fire at the {other} factory, a spokesman told reporters. "
            ),
            format!(
                "\"We will not leave {other} before the water falls,\" said {who}, who has run the {town} council for years. "
            ),
            format!(
                "The company {other} Lines denied that its {number} workers in {town} had been told to stay at home. "
            ),
            format!(
                "Officials expect the road between {town} and {other} to open within {number} hours, if the weather holds. "
            ),
        ];
        text.push_str(&sentence[next(5)]);
    }
    text
}

/// Every name is this machine.
#[derive(Debug)]
struct Loopback;

impl Resolve for Loopback {
    fn resolve(&self, _: &str, port: u16) -> std::io::Result<Vec<SocketAddr>> {
        Ok(vec![SocketAddr::new(
            "127.0.0.1".parse().map_err(std::io::Error::other)?,
            port,
        )])
    }
}

fn follow(address: SocketAddr, file: &Path, model: &Path, seconds: u64, number: u64) {
    let mut list =
        "[follow]\ncontact = \"desk@example.org\"\ninterval = \"60s\"\npause = \"1s\"\n".to_owned();
    let port = address.port();
    for host in 0..number {
        list.push_str(&format!("[[source]]\nname = \"s{host}\"\nfeed = \"http://s{host}.test:{port}/feed\"\nallow = [\"s{host}.test:{port}\"]\n"));
    }
    let pipeline = Pipeline::load(model).expect("the model");
    let run = Run {
        tool: "thousand".to_owned(),
        model: String::new(),
        model_digest: String::new(),
        options: "{}".to_owned(),
    };
    let mut analyse = |reports: Vec<Arc<crosswire_report::Report>>| {
        let extracted = reports
            .into_iter()
            .map(|report| extract(Annotated::new(report, |text| pipeline.annotate(text))));
        Ok((extracted.collect(), run.clone()))
    };
    let kept = Kept {
        cache: 8_192,
        kept: 64,
        ..Kept::default()
    };
    let mut ledger = Ledger::create_with(file, kept).expect("a ledger");
    keep(&mut ledger, &sources(&list, "list").expect("sources")).expect("kept");
    let options = Options {
        resolve: Some(Arc::new(Loopback)),
        ..Options::default()
    };
    let follower = Follower::start(&ledger, options).expect("a follower");
    let began = Instant::now();
    let mut lags: Vec<u64> = Vec::new();
    let (mut reports, mut troubles, mut told) = (0, 0, 0);
    while began.elapsed() < Duration::from_secs(seconds) {
        let mut gathered: Vec<_> = follower
            .next(Duration::from_millis(100))
            .into_iter()
            .collect();
        while let Some(more) = (gathered.len() < 256)
            .then(|| follower.next(Duration::ZERO))
            .flatten()
        {
            gathered.push(more);
        }
        troubles += gathered.iter().map(|one| one.trouble.len()).sum::<usize>();
        if !gathered.is_empty() {
            for (_, added) in take(&mut ledger, &mut analyse, gathered)
                .expect("taken")
                .added
            {
                let at: u64 = added
                    .report
                    .rsplit(':')
                    .next()
                    .and_then(|at| at.parse().ok())
                    .unwrap_or(0);
                lags.push(now().saturating_sub(at));
                reports += 1;
            }
        }
        if began.elapsed().as_secs() / 30 > told {
            told = began.elapsed().as_secs() / 30;
            lags.sort_unstable();
            let at = |share: f64| {
                lags.get(((lags.len().max(1) - 1) as f64 * share) as usize)
                    .copied()
                    .unwrap_or(0)
                    / 1000
            };
            println!(
                "{} s: {reports} reports, {} requests, {troubles} errors; from publication to the ledger: median {} s, 99th percentile {} s, longest {} s; memory {} MB, processor {:.0} s",
                told * 30,
                follower.requests(),
                at(0.5),
                at(0.99),
                at(1.0),
                held() / 1_000_000,
                on_cpu().as_secs_f64()
            );
            lags.clear();
        }
    }
}

/// Bytes of memory that this process holds, where the system says so.
fn held() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}

/// Time that this process was on a processor.
fn on_cpu() -> Duration {
    let threads = std::fs::read_dir("/proc/self/task")
        .into_iter()
        .flatten()
        .flatten();
    let nanoseconds = threads.filter_map(|thread| {
        let told = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        told.split(' ').next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(nanoseconds.sum())
}
