//! Many clients at once on a desk: reads mixed with adds, marks and corrections, how long answers take, what
//! memory does.
//!
//! `cargo run --release -p crosswire-desk --example load -- ADDRESS TOKEN [CLIENTS [SECONDS [PAUSE]]]`
//! asks the desk at ADDRESS (such as 127.0.0.1:8471) with 50 clients for 60 seconds; each waits PAUSE
//! milliseconds (200) after an answer, as people and polling programs do. Three clients more write: one adds a
//! report twice a second, one marks findings of the inbox twice a second and takes every second mark back, one
//! corrects a story every two seconds and undoes it. Ten keep a page open that learns of all that. Half a minute of the same comes first, and its answers count too: the model is
//! loaded then and caches fill. On Linux, `CROSSWIRE_PID=...` tells whose memory to watch from there
//! on, every ten seconds, and whose processor time.

#![expect(clippy::print_stdout, reason = "an example may print")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// How long the desk is asked before its memory is watched.
const WARM_UP: Duration = Duration::from_secs(30);
/// How often its memory is looked at.
const LOOK: Duration = Duration::from_secs(10);

/// What a client asks, in turn.
const ASKED: [&str; 14] = [
    "/",
    "/stories/{story}",
    "/api/v1/stories?order=disputed&limit=20",
    "/search?q=ferry+people",
    "/api/v1/stories/{story}",
    "/api/v1/findings?kind=conflict&limit=20",
    "/api/v1/search?q=ferry+kind:statement&limit=20",
    "/health",
    "/?order=covered&shared=1",
    "/static/desk.css",
    "/findings",
    "/findings?kind=disputes&order=newest&marked=unmarked",
    "/api/v1/inbox?outlet=Load+1&limit=20",
    "/corrections",
];

/// Pages that are kept open.
const OPEN: usize = 10;

fn main() {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let [address, token, ..] = given.as_slice() else {
        panic!("usage: load ADDRESS TOKEN [CLIENTS [SECONDS [PAUSE]]]");
    };
    let number = |at: usize, otherwise: u64| {
        given
            .get(at)
            .map_or(otherwise, |n| n.parse().expect("a number"))
    };
    let (clients, seconds) = (number(2, 50), number(3, 60));
    let pause = Duration::from_millis(number(4, 200));
    let stories = Client::new(address)
        .get("/api/v1/stats")
        .expect("the desk answers")
        .1;
    let stories = stories
        .split("\"stories\":")
        .nth(1)
        .expect("a count of stories");
    let stories: String = stories.chars().take_while(char::is_ascii_digit).collect();
    let stories: u64 = stories.parse().expect("a number");
    let began = Instant::now();
    let until = began + WARM_UP + Duration::from_secs(seconds);
    let before = watched();
    let running: Vec<_> = (0..clients)
        .map(|n| {
            let address = address.clone();
            std::thread::spawn(move || reading(&address, n, stories.max(1), until, pause))
        })
        .collect();
    let adding = {
        let (address, token) = (address.clone(), token.clone());
        std::thread::spawn(move || adding(&address, &token, until))
    };
    let marking = {
        let (address, token) = (address.clone(), token.clone());
        std::thread::spawn(move || marking(&address, &token, until))
    };
    let correcting = {
        let (address, token) = (address.clone(), token.clone());
        std::thread::spawn(move || correcting(&address, &token, until))
    };
    let listening: Vec<_> = (0..OPEN)
        .map(|_| {
            let address = address.clone();
            std::thread::spawn(move || listening(&address, until))
        })
        .collect();
    std::thread::sleep(WARM_UP);
    let mut memory: Vec<(f64, f64)> = Vec::new();
    loop {
        let at = began.elapsed() - WARM_UP;
        memory.extend(watched().map(|seen| (at.as_secs_f64() / 60.0, seen.0)));
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            break;
        }
        std::thread::sleep(LOOK.min(left));
    }
    let mut told: BTreeMap<String, Vec<Duration>> = BTreeMap::new();
    let mut errors = 0;
    for answers in running.into_iter().chain([adding, marking, correcting]) {
        for (what, took) in answers.join().expect("a client ends") {
            match took {
                Some(took) => told.entry(what).or_default().push(took),
                None => errors += 1,
            }
        }
    }
    let heard: Vec<usize> = listening
        .into_iter()
        .map(|one| one.join().expect("a listener ends"))
        .collect();
    errors += heard.iter().filter(|heard| **heard == 0).count();
    let mut all: Vec<Duration> = Vec::new();
    for (what, mut took) in told {
        all.extend(&took);
        println!("{}", line(&what, &mut took));
    }
    println!("{}", line("all", &mut all));
    println!(
        "{OPEN} open pages heard of {} to {} commits each",
        heard.iter().min().unwrap_or(&0),
        heard.iter().max().unwrap_or(&0)
    );
    println!(
        "{:.0} answers a second, {errors} errors",
        all.len() as f64 / (until - began).as_secs_f64()
    );
    if let (Some(before), Some(after)) = (before, watched()) {
        let megabytes: Vec<String> = memory.iter().map(|seen| format!("{:.1}", seen.1)).collect();
        println!(
            "memory every {} s, MB: {}; {:+.2} a minute; processor time {:.1} s of {:.0} s",
            LOOK.as_secs(),
            megabytes.join(", "),
            slope(&memory),
            after.1 - before.1,
            (until - began).as_secs_f64()
        );
    }
}

/// How steeply the second number rises with the first, by least squares.
fn slope(seen: &[(f64, f64)]) -> f64 {
    let n = seen.len() as f64;
    let (x, y) = seen
        .iter()
        .fold((0.0, 0.0), |sum, at| (sum.0 + at.0 / n, sum.1 + at.1 / n));
    let (above, below) = seen.iter().fold((0.0, 0.0), |sum, at| {
        (
            sum.0 + (at.0 - x) * (at.1 - y),
            sum.1 + (at.0 - x) * (at.0 - x),
        )
    });
    above / below
}

fn line(what: &str, took: &mut [Duration]) -> String {
    took.sort_unstable();
    let at = |share: f64| {
        let i = (took.len().saturating_sub(1) as f64 * share).round() as usize;
        took.get(i).map_or(0.0, |took| took.as_secs_f64() * 1e3)
    };
    format!(
        "{what:<50} {:>6}   median {:>6.1} ms   p95 {:>6.1}   p99 {:>6.1}   most {:>6.1}",
        took.len(),
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0)
    )
}

type Answers = Vec<(String, Option<Duration>)>;

fn reading(address: &str, n: u64, stories: u64, until: Instant, pause: Duration) -> Answers {
    let mut client = Client::new(address);
    let mut answers = Vec::new();
    let mut turn = n;
    // Not all at once.
    std::thread::sleep(pause.mul_f64(n as f64 % 10.0 / 10.0));
    while Instant::now() < until {
        let what = ASKED[(turn % ASKED.len() as u64) as usize];
        let story = (turn.wrapping_mul(7919) + n) % stories + 1;
        let began = Instant::now();
        let answer = client.get(&what.replace("{story}", &story.to_string()));
        // A story may have gone into another since; that is an answer too.
        let good = matches!(answer, Some((200, _)))
            || matches!(answer, Some((404, _)) if what.contains("{story}"));
        answers.push((what.to_owned(), good.then(|| began.elapsed())));
        turn += 1;
        std::thread::sleep(pause);
    }
    answers
}

fn adding(address: &str, token: &str, until: Instant) -> Answers {
    let mut client = Client::new(address);
    let mut answers = Vec::new();
    let mut n = 0;
    let run = std::process::id();
    while Instant::now() < until {
        // Five outlets tell each of ever new happenings.
        let happening = run.wrapping_add(n / 5);
        let [town, ship, man] =
            [1, 2, 3].map(|at| name(happening.wrapping_mul(31).wrapping_add(at)));
        let body = format!(
            "{{\"id\": \"load-{run}-{n}\", \"outlet\": \"Load {outlet}\", \"title\": \"{ship} burns at {town}\", \"text\": \
             \"The {ship} burned at {town} on Monday. {hurt} people were hurt, {man} said. \\\"We will build the {ship} \
             again,\\\" said {man}, who lives in {town}.\"}}",
            outlet = n % 5,
            hurt = 3 + n % 5 / 4,
        );
        let began = Instant::now();
        let taken = client.send(
            "POST",
            "/api/v1/reports?name=load.jsonl",
            Some(token),
            &body,
        );
        let good = matches!(taken, Some((202, _)));
        answers.push((
            "POST /api/v1/reports".to_owned(),
            good.then(|| began.elapsed()),
        ));
        n += 1;
        std::thread::sleep(Duration::from_millis(500));
    }
    answers
}

/// Says of findings that they are wrong, and takes it back.
fn marking(address: &str, token: &str, until: Instant) -> Answers {
    let mut client = Client::new(address);
    let mut answers = Vec::new();
    let mut turn = 0;
    let mut ids: Vec<String> = Vec::new();
    while Instant::now() < until {
        if ids.is_empty() {
            let listed = client.get("/api/v1/inbox?limit=50&marked=unmarked&order=newest");
            ids = listed.map_or_else(Vec::new, |(_, body)| found(&body, "\"finding\":{\"id\":\""));
        }
        let at = turn / 2 % ids.len().max(1);
        let word = if turn % 2 == 0 { "wrong" } else { "unmarked" };
        if let Some(id) = ids.get(at) {
            let path = format!("/api/v1/findings/{id}/marks");
            let body = format!("{{\"word\": \"{word}\", \"name\": \"Load\"}}");
            let began = Instant::now();
            let said = client.send("POST", &path, Some(token), &body);
            // The finding may be gone with what came in since.
            let good = matches!(said, Some((201 | 404 | 409 | 410, _)));
            answers.push((
                "POST /api/v1/findings/{id}/marks".to_owned(),
                good.then(|| began.elapsed()),
            ));
        }
        turn += 1;
        if turn % 40 == 0 {
            ids.clear();
        }
        std::thread::sleep(Duration::from_millis(500));
    }
    answers
}

/// Splits a report off a story, and undoes it.
fn correcting(address: &str, token: &str, until: Instant) -> Answers {
    let mut client = Client::new(address);
    let mut answers = Vec::new();
    let mut last: Option<String> = None;
    let mut turn = 0;
    while Instant::now() < until {
        let correction = match last.take() {
            Some(number) => Some(format!("{{\"kind\": \"undo\", \"correction\": {number}}}")),
            None => {
                let listed = client.get("/api/v1/stories?order=covered&limit=20");
                let stories = listed.map_or_else(Vec::new, |(_, body)| found(&body, "{\"id\":\""));
                turn += 1;
                stories.get(turn % stories.len().max(1)).and_then(|story| {
                    let (_, body) = client.get(&format!("/api/v1/stories/{story}"))?;
                    let report = body.split("\"reports\":[\"").nth(1)?.split('"').next()?;
                    Some(format!(
                        "{{\"kind\": \"split\", \"story\": \"{story}\", \"reports\": [\"{report}\"]}}"
                    ))
                })
            }
        };
        if let Some(correction) = correction {
            let body = format!("{{\"correction\": {correction}, \"name\": \"Load\"}}");
            let began = Instant::now();
            let done = client.send("POST", "/api/v1/corrections", Some(token), &body);
            // A story of one report cannot be split, and what moved on since is not put back.
            let good = matches!(done, Some((201 | 404 | 409, _)));
            answers.push((
                "POST /api/v1/corrections".to_owned(),
                good.then(|| began.elapsed()),
            ));
            last = done
                .filter(|(status, _)| *status == 201)
                .and_then(|(_, body)| {
                    let number = body.split("\"id\":").nth(1)?;
                    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
                    (!body.contains("\"undo\"")).then_some(digits)
                });
        }
        std::thread::sleep(Duration::from_secs(2));
    }
    answers
}

/// Keeps a page open; how often it was told of something.
fn listening(address: &str, until: Instant) -> usize {
    let mut heard = 0;
    let Ok(mut stream) = TcpStream::connect(address) else {
        return 0;
    };
    let asked = format!("GET /events HTTP/1.1\r\nHost: {address}\r\n\r\n");
    let patience = Some(Duration::from_secs(1));
    if stream.set_read_timeout(patience).is_err() || stream.write_all(asked.as_bytes()).is_err() {
        return 0;
    }
    let mut bytes = [0; 65_536];
    while Instant::now() < until {
        match stream.read(&mut bytes) {
            Ok(0) => return 0,
            Ok(n) => {
                heard += bytes[..n]
                    .windows(11)
                    .filter(|at| at == b"event: news")
                    .count();
            }
            Err(_) => {}
        }
    }
    heard
}

/// What stands between a sign and the next quotation mark, wherever it does.
fn found(body: &str, before: &str) -> Vec<String> {
    let parts = body.split(before).skip(1);
    parts
        .filter_map(|part| part.split('"').next())
        .map(str::to_owned)
        .collect()
}

/// An invented name.
fn name(seed: u32) -> String {
    const PARTS: [&str; 16] = [
        "mar", "vel", "tor", "sund", "bri", "kel", "hal", "ran", "dov", "lin", "gar", "pel", "rik",
        "ast", "fen", "wol",
    ];
    let seed = u64::from(seed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let name: String = (0..5)
        .map(|at| PARTS[(seed >> (20 + 4 * at)) as usize % 16])
        .collect();
    name[..1].to_uppercase() + &name[1..]
}

/// One connection that is kept.
struct Client {
    address: String,
    stream: Option<BufReader<TcpStream>>,
}

impl Client {
    fn new(address: &str) -> Client {
        Client {
            address: address.to_owned(),
            stream: None,
        }
    }

    fn get(&mut self, path: &str) -> Option<(u16, String)> {
        self.send("GET", path, None, "")
    }

    /// The status and the body; `None` when there was no answer.
    fn send(
        &mut self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: &str,
    ) -> Option<(u16, String)> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => BufReader::new(TcpStream::connect(&self.address).ok()?),
        };
        stream
            .get_ref()
            .set_read_timeout(Some(Duration::from_secs(60)))
            .ok()?;
        let token = token.map_or_else(String::new, |token| {
            format!("Authorization: Bearer {token}\r\n")
        });
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\n{token}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        stream.get_mut().write_all(request.as_bytes()).ok()?;
        let mut status = None;
        let mut length = 0;
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let line = line.trim_end().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            match line.strip_prefix("content-length: ") {
                Some(said) => length = said.parse().ok()?,
                None if status.is_none() => status = line.split(' ').nth(1)?.parse().ok(),
                None => {}
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body).ok()?;
        self.stream = Some(stream);
        Some((status?, String::from_utf8_lossy(&body).into_owned()))
    }
}

/// Megabytes that the watched process holds, and seconds it was on a processor.
fn watched() -> Option<(f64, f64)> {
    let process = std::env::var("CROSSWIRE_PID").ok()?;
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks: f64 = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    Some((kilobytes / 1024.0, ticks / 100.0))
}
