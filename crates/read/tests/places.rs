//! Whatever is wrong names the record, not only the file: in every format that holds several.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use crosswire_read::{Options, read_bytes};
use flate2::Compression;
use flate2::write::GzEncoder;
use zip::write::{SimpleFileOptions, ZipWriter};

const TEXT: &str = "The weir at Holm gave way on Monday and two barns stand in water.";

/// What is told of an input called `input`, a line each: the problems of reports, and what could not be read.
fn told(bytes: &[u8]) -> String {
    let mut told = String::new();
    for outcome in read_bytes("input", bytes, &Options::default()) {
        match outcome {
            Ok(report) => {
                for problem in &report.problems {
                    writeln!(told, "{}: {}", report.place(), problem.kind.name()).unwrap();
                }
            }
            Err(error) => writeln!(told, "{}: {}", error.place(), error.message()).unwrap(),
        }
    }
    told
}

#[track_caller]
fn check(bytes: impl AsRef<[u8]>, expected: &[&str]) {
    let told = told(bytes.as_ref());
    for line in expected {
        assert!(told.contains(line), "{line:?} is not among:\n{told}");
    }
}

fn rss(items: &[&str]) -> String {
    let items: Vec<String> = items
        .iter()
        .map(|item| format!("<item>{item}</item>"))
        .collect();
    format!(
        "<?xml version='1.0'?><rss version='2.0'><channel><title>Holm Post</title>{}</channel></rss>",
        items.concat()
    )
}

#[test]
fn lines_and_rows() {
    let line = |rest: &str| format!("{{\"text\": \"{TEXT}\", {rest}}}\n");
    let lines = [
        line("\"id\": \"a\", \"published\": \"2031-03-06\""),
        line("\"id\": \"b\", \"published\": \"someday\""),
        "{\"id\": \"c\", \"text\": 5}\n".to_owned(),
        line("\"id\": \"a\", \"published\": \"2031-03-06\""),
        line("\"id\": \"a\", \"published\": \"2031-03-07\""),
        line("\"url\": \"https://holm.example/6\""),
    ]
    .concat();
    let expected = [
        "input:2 (b): bad_date",
        "input:3: `text` is a number, not a string",
        "input:4: report \"a\" was read before",
        "input:5 (a#",
        "input:6 (https://holm.example/6): no_date",
    ];
    check(&lines, &expected);
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(lines.as_bytes()).unwrap();
    check(packed.finish().unwrap(), &expected);
    check(
        format!(
            "id,date,text\na,2031-03-06,{TEXT}\nb,someday,\"{TEXT}\n\nMore.\"\nc,,{TEXT} No.\nd,{TEXT}\n"
        ),
        &["input:3 (b): bad_date", "input:6 (c): no_date", "input:7: "],
    );
}

#[test]
fn bad_lines_beyond_count_name_the_last() {
    let lines = "{\"text\": 5}\n".repeat(130);
    check(
        lines,
        &["input: 30 more lines could not be read, the last of them line 130"],
    );
}

#[test]
fn documents_of_json() {
    let good = format!("{{\"id\": \"a\", \"published\": \"2031-03-06\", \"text\": \"{TEXT}\"}}");
    let undated = format!("{{\"id\": \"b\", \"text\": \"{TEXT} No.\"}}");
    check(
        format!("[{good},\n{undated},\n{{\"id\": \"c\", \"text\": 5}}]"),
        &["input record 2 (b): no_date", "input record 3: `text` is "],
    );
    check(
        format!("{{\"status\": \"ok\", \"articles\": [{good}, {undated}, {{\"text\": 5}}]}}"),
        &["item 2 (b): no_date", "item 3: `text` is a number"],
    );
    check(
        format!(
            "{{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Holm Post\", \"items\": [\
             {{\"id\": \"a\", \"content_text\": \"{TEXT}\"}}, 5]}}"
        ),
        &[
            "item 1 (a): no_date",
            "item 2: it is a number, not an object",
        ],
    );
}

#[test]
fn feeds() {
    let feed = rss(&[
        &format!(
            "<guid>a</guid><pubDate>Thu, 06 Mar 2031 08:00:00 GMT</pubDate><description>{TEXT}</description>"
        ),
        &format!("<guid>b</guid><pubDate>soon</pubDate><description>{TEXT} No.</description>"),
    ]);
    check(
        &feed,
        &[
            "input record 1 (a): excerpt",
            "input record 2 (b): bad_date",
        ],
    );
    let cut = feed
        .split_once("</description></item></channel>")
        .unwrap()
        .0;
    check(
        format!("{cut}<![CDATA[ no end"),
        &["input record 2: its markup breaks"],
    );
    let atom = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Holm Post</title>\
         <entry><id>a</id><updated>2031-03-06T08:00:00Z</updated><content>{TEXT}</content></entry>\
         <entry><id>b</id><updated>soon</updated><content>{TEXT} No.</content></entry></feed>"
    );
    check(&atom, &["input record 2 (b): bad_date"]);
    let sitemap = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='n'>\
         <url><loc>https://holm.example/1</loc><news:news><news:title>Weir gives way</news:title></news:news></url>\
         <url><loc>https://holm.example/2</loc></url><url><loc>https://holm.example/3</loc></url></urlset>";
    check(
        sitemap,
        &[
            "input record 1 (https://holm.example/1): no_date",
            "input: left out, as they have no title: records 2, 3",
        ],
    );
    let newsml = "<newsMessage><itemSet>\
         <newsItem guid='a'><contentMeta><headline>Weir gives way</headline></contentMeta></newsItem>\
         <newsItem guid='b'><itemMeta><pubStatus qcode='stat:canceled'/></itemMeta></newsItem></itemSet></newsMessage>";
    check(
        newsml,
        &[
            "input record 1 (a): no_date",
            "input: left out: record 2: they were cancelled",
        ],
    );
}

#[test]
fn bytes_that_were_replaced_name_their_items() {
    let feed = rss(&[
        &format!("<guid>a</guid><description>{TEXT}</description>"),
        &format!("<guid>b</guid><description>BAD {TEXT} No.</description>"),
    ]);
    let at = feed.find("BAD").unwrap();
    let mut bytes = feed.replacen("?>", " encoding='utf-8'?>", 1).into_bytes();
    let at = at + (bytes.len() - feed.len());
    bytes[at..at + 3].copy_from_slice(b"\x81\x8d\xff");
    check(&bytes, &["input: record 2: "]);
}

#[test]
fn records_of_archives() {
    let record = |address: &str, body: &str| {
        format!(
            "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: {address}\r\nContent-Type: text/html\r\n\
             Content-Length: {}\r\n\r\n{body}\r\n\r\n",
            body.len()
        )
    };
    let page = format!(
        "<html><body><article><h1>Weir gives way</h1><p>{TEXT}</p></article></body></html>"
    );
    let archive = [
        record("https://holm.example/1", &page),
        record("https://holm.example/empty", " "),
        record("https://holm.example/2", &page.replace("two", "three")),
    ]
    .concat();
    check(
        &archive,
        &[
            "input record 1 (https://holm.example/1): no_date",
            "input record 3 (https://holm.example/2): no_date",
            "input: left out, as they hold no report: 1 empty answers (record 2)",
        ],
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let feed = rss(&[
        &format!("<guid>a</guid><description>{TEXT}</description>"),
        &format!("<guid>b</guid><description>{TEXT} No.</description>"),
    ]);
    for (name, bytes) in [("one.txt", TEXT), ("two.xml", &feed)] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes.as_bytes()).unwrap();
    }
    // A member has a name of its own, and its items have numbers within it.
    check(
        zip.finish().unwrap().into_inner(),
        &[
            "input!/one.txt: no_date",
            "input!/two.xml record 2 (b): no_date",
        ],
    );
}
