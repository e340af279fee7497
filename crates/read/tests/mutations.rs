//! Inputs of every format, broken in thousands of ways: no parser panics, no span is false, and
//! every input is accounted for. The same thousands every time; `fuzz/` tries others.

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use crosswire_read::{Options, read_bytes};
use flate2::Compression;
use flate2::write::GzEncoder;

/// How often each seed is broken.
const ROUNDS: usize = 120;

/// What breaks parsers, put in anywhere.
const TOKENS: [&[u8]; 24] = [
    b"<",
    b">",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"&",
    b"&#x10ffff;",
    b"\"",
    b"'",
    b"{",
    b"}",
    b"[",
    b"\\",
    b"\n\n",
    b"\r",
    b"\0",
    b"\xff\xfe",
    b"\xe2\x80",
    b"Content-Length: 99999999999\r\n",
    b"WARC/1.0\r\n",
    b"\x1f\x8b\x08\0",
    b"PK\x01\x02",
    b"99999999-99-99T99:99",
    b"\xef\xbb\xbf",
];

/// A small generator of its own, so that every run breaks the same things.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or(0) % most.max(1)
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(bytes).expect("memory");
    packer.finish().expect("memory")
}

/// The documents of `tests/corpus`, and containers made of them.
fn seeds() -> Vec<(String, Vec<u8>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus");
    let mut seeds: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .expect("the corpus is part of the repository")
        .map(|entry| {
            let path = entry.expect("a folder that can be read").path();
            let name = path
                .file_name()
                .expect("a file")
                .to_string_lossy()
                .into_owned();
            (name, std::fs::read(&path).expect("a file"))
        })
        .collect();
    seeds.sort();
    let warc = seeds
        .iter()
        .find(|(name, _)| name == "crawl.warc")
        .expect("the crawl is part of the corpus");
    let records: Vec<u8> = warc
        .1
        .split_inclusive(|&byte| byte == b'\n')
        .collect::<Vec<_>>()
        .chunks(12)
        .flat_map(|lines| gzip(&lines.concat()))
        .collect();
    let zst = zstd::stream::encode_all(&*warc.1, 1).expect("memory");
    let mut zip = zip::write::ZipWriter::new(Cursor::new(Vec::new()));
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in seeds.iter().take(4) {
        zip.start_file(&**name, zip::write::SimpleFileOptions::default())
            .expect("a member");
        zip.write_all(bytes).expect("memory");
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        tar.append_data(&mut header, name, &bytes[..])
            .expect("a member");
    }
    seeds.push(("crawl.warc.gz".to_owned(), records));
    seeds.push(("crawl.warc.zst".to_owned(), zst));
    seeds.push((
        "all.zip".to_owned(),
        zip.finish().expect("memory").into_inner(),
    ));
    seeds.push(("all.tar".to_owned(), tar.into_inner().expect("memory")));
    seeds
}

fn broken(seed: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..1 + dice.below(4) {
        let at = dice.below(bytes.len() + 1);
        let to = (at + dice.below(40)).min(bytes.len());
        match dice.below(7) {
            0 => bytes.truncate(at),
            1 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            2 => {
                bytes.drain(at..to);
            }
            3 => {
                let again = bytes[at..to].to_vec();
                bytes.splice(at..at, again);
            }
            4 => {
                let start = dice.below(other.len());
                let end = (start + dice.below(200)).min(other.len());
                bytes.splice(at..to, other[start..end].iter().copied());
            }
            5 => {
                let token = TOKENS[dice.below(TOKENS.len())].repeat(1 + dice.below(50));
                bytes.splice(at..at, token);
            }
            _ => {
                let token = TOKENS[dice.below(TOKENS.len())];
                bytes.splice(at..at, token.iter().copied());
            }
        }
    }
    bytes
}

/// Reads and checks everything that holds of any input.
fn check(name: &str, bytes: &[u8]) {
    let begun = Instant::now();
    let outcomes = read_bytes(name, bytes, &Options::default());
    assert!(!outcomes.is_empty(), "{name}: nothing is told of it");
    for outcome in outcomes {
        match outcome {
            Ok(report) => {
                let mut end = 0;
                for block in &report.blocks {
                    assert!(block.span.start() >= end && block.span.end() > block.span.start());
                    let words = report.text.get(block.span.start()..block.span.end());
                    assert!(words.is_some(), "{name}: a span that is no text");
                    end = block.span.end();
                }
            }
            Err(error) => {
                assert!(!error.message().contains("gave up"), "{name}: {error}");
                assert!(!error.mend().is_empty());
            }
        }
    }
    assert!(
        begun.elapsed() < Duration::from_secs(60),
        "{name}: runs away"
    );
}

#[test]
fn whatever_is_broken_is_told() {
    let seeds = seeds();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for (name, seed) in &seeds {
        check(name, seed);
        for round in 0..ROUNDS {
            let other = &seeds[dice.below(seeds.len())].1;
            let bytes = broken(seed, other, &mut dice);
            check(&format!("{name} broken, round {round}"), &bytes);
        }
    }
}

#[test]
fn what_is_long_or_deep_costs_no_more_than_its_length() {
    let many = |words: &str, count: usize| words.repeat(count);
    for (name, document) in [
        (
            "nested elements",
            format!("<html><body>{}", many("<div class=date><b>", 200)),
        ),
        (
            "many elements",
            format!("<html><body>{}", many("<p class=byline>x</p>", 60_000)),
        ),
        (
            "many attributes",
            format!("<html><body><p {}>x</p>", many("a=1 ", 100_000)),
        ),
        (
            "many hidden",
            format!("<html><body>{}", many("<span hidden><i>", 200)),
        ),
        (
            "many JSON-LD",
            format!(
                "<html>{}",
                many(
                    "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\"}</script>",
                    5_000
                )
            ),
        ),
        (
            "many items",
            format!(
                "<rss><channel>{}",
                many("<item><title>a</title></item>", 20_000)
            ),
        ),
        (
            "many entities",
            format!(
                "<rss><channel><item><title>{}",
                many("&amp;&#1234;", 200_000)
            ),
        ),
        (
            "many columns",
            format!("title,text{}\n{}", many(",x", 1_500), many("a,", 200_000)),
        ),
        (
            "many short rows",
            format!("title,text\n{}", many("\"a\n", 100_000)),
        ),
        ("many headings", many("# a\n", 100_000)),
        ("many brackets", format!("# a\n\n{}", many("[", 100_000))),
        ("many stars", format!("# a\n\n{}", many("*a ", 100_000))),
        ("many quotes", format!("# a\n\n{}", many("> ", 50_000))),
        (
            "many headers",
            format!("From: a\nMessage-ID: b\n{}", many("X: y\n", 200_000)),
        ),
        (
            "many parts",
            format!(
                "From: a\nMessage-ID: b\nContent-Type: multipart/mixed; boundary=b\n\n{}",
                many("--b\nContent-Type: multipart/mixed; boundary=b\n\n", 5_000)
            ),
        ),
        (
            "many records",
            many("WARC/1.0\r\nContent-Length: 9999\r\n\r\n", 50_000),
        ),
        (
            "many chunks",
            format!(
                "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 3000060\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{}",
                many("1\r\na\r\n", 500_000)
            ),
        ),
        ("many brace", format!("[{}", many("{", 300_000))),
        ("many lines", many("a\n", 200_000)),
        ("many capitals", many("AFP/REUTERS via ", 60_000)),
        ("many dates", many("Updated: 12 ", 60_000)),
        ("one long line", many("By Jo Arden and ", 60_000)),
    ] {
        let begun = Instant::now();
        check(name, document.as_bytes());
        // Ten times what the slowest takes on a busy machine.
        assert!(
            begun.elapsed() < Duration::from_secs(30),
            "{name}: {:?}",
            begun.elapsed()
        );
    }
}
