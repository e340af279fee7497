use std::fmt::Write as _;
use std::io::Write as _;

use crosswire_report::Report;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::{ErrorKind, Options, ReadError, read_bytes};

fn page(title: &str) -> String {
    format!(
        "<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>\
         <p>The harbour of Port Ellery stayed closed on Monday after the storm, the harbour master said, and no ferry left.</p>\
         <p>Divers will look at the northern wall on Tuesday before any of the boats may go out again, she told reporters.</p>\
         </article></body></html>"
    )
}

fn record(kind: &str, uri: &str, media: &str, body: &[u8]) -> Vec<u8> {
    let mut header = format!("WARC/1.0\r\nWARC-Type: {kind}\r\n");
    if !uri.is_empty() {
        write!(header, "WARC-Target-URI: {uri}\r\n").expect("a string");
    }
    write!(
        header,
        "Content-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )
    .expect("a string");
    [header.as_bytes(), body, b"\r\n\r\n"].concat()
}

fn response(uri: &str, labels: &str, body: &[u8]) -> Vec<u8> {
    let http = [
        format!("HTTP/1.1 200 OK\r\n{labels}\r\n\r\n").as_bytes(),
        body,
    ]
    .concat();
    record("response", uri, "application/http; msgtype=response", &http)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(bytes).expect("memory");
    packer.finish().expect("memory")
}

fn crawl() -> Vec<Vec<u8>> {
    vec![
        record(
            "warcinfo",
            "",
            "application/warc-fields",
            b"software: test\r\n",
        ),
        record(
            "request",
            "https://post.example/a",
            "application/http",
            b"GET /a HTTP/1.1\r\n\r\n",
        ),
        response(
            "https://post.example/a",
            "Content-Type: text/html; charset=utf-8",
            page("Harbour shut after storm").as_bytes(),
        ),
        response(
            "https://post.example/x.png",
            "Content-Type: image/png",
            b"\x89PNG\r\n\x1a\n\0\0\0",
        ),
        response(
            "https://post.example/b",
            "Content-Type: text/html\r\nContent-Encoding: gzip",
            &gzip(page("Boats wait at Ellery").as_bytes()),
        ),
        record(
            "resource",
            "https://post.example/c",
            "text/html",
            page("Divers called to the wall").as_bytes(),
        ),
        record(
            "conversion",
            "https://post.example/d",
            "text/plain",
            b"Ferries stay in port for a third day, the company said on Wednesday.",
        ),
    ]
}

fn outcomes(bytes: &[u8], options: &Options) -> (Vec<Report>, Vec<ReadError>) {
    let (mut reports, mut errors) = (Vec::new(), Vec::new());
    for outcome in read_bytes("crawl.warc", bytes, options) {
        match outcome {
            Ok(report) => reports.push(report),
            Err(error) => errors.push(error),
        }
    }
    (reports, errors)
}

fn titles(reports: &[Report]) -> Vec<&str> {
    reports
        .iter()
        .map(|report| report.title.as_deref().unwrap_or("-"))
        .collect()
}

const ALL: [&str; 4] = [
    "Harbour shut after storm",
    "Boats wait at Ellery",
    "Divers called to the wall",
    "-",
];

#[test]
fn responses_resources_and_conversions() {
    let (reports, errors) = outcomes(&crawl().concat(), &Options::default());
    assert_eq!(titles(&reports), ALL);
    assert_eq!(reports[0].url.as_deref(), Some("https://post.example/a"));
    assert_eq!(reports[3].details.record, Some(7));
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].kind(), ErrorKind::Skipped);
    assert!(errors[0].message().contains("1 images"), "{}", errors[0]);
}

#[test]
fn one_gzip_member_a_record() {
    let packed: Vec<u8> = crawl().iter().flat_map(|record| gzip(record)).collect();
    let (reports, _) = outcomes(&packed, &Options::default());
    assert_eq!(titles(&reports), ALL);
    let packed = zstd::stream::encode_all(&*crawl().concat(), 1).expect("memory");
    assert_eq!(titles(&outcomes(&packed, &Options::default()).0), ALL);
}

#[test]
fn a_damaged_member_costs_only_itself() {
    let members: Vec<Vec<u8>> = crawl().iter().map(|record| gzip(record)).collect();
    for damaged in 2..members.len() - 1 {
        let mut members = members.clone();
        let length = members[damaged].len();
        members[damaged][length / 2..length / 2 + 8].fill(0xff);
        let (reports, errors) = outcomes(&members.concat(), &Options::default());
        assert!(
            errors.iter().any(|error| error.kind() == ErrorKind::Broken),
            "{damaged}"
        );
        assert!(
            titles(&reports).ends_with(&ALL[3..]),
            "{damaged}: {:?}",
            titles(&reports)
        );
        let whole = titles(&reports)
            .iter()
            .filter(|title| ALL.contains(title))
            .count();
        assert!(whole >= 3, "{damaged}: {:?} {errors:?}", titles(&reports));
    }
}

#[test]
fn a_wrong_length_costs_only_its_record() {
    let records = crawl();
    let plain = String::from_utf8_lossy(&records[5]).into_owned();
    let length = plain
        .split("Content-Length: ")
        .nth(1)
        .and_then(|rest| rest.split("\r\n").next())
        .expect("a length");
    for wrong in ["7", "999999", "99999999999999999999", "-1", "x", ""] {
        let mut records = records.clone();
        records[5] = plain
            .replace(
                &format!("Content-Length: {length}"),
                &format!("Content-Length: {wrong}"),
            )
            .into_bytes();
        let (reports, errors) = outcomes(&records.concat(), &Options::default());
        let found = titles(&reports);
        assert_eq!(
            (found[0], found[1], found.last()),
            (ALL[0], ALL[1], Some(&ALL[3])),
            "{wrong}"
        );
        assert!(
            errors.iter().any(ReadError::is_failure)
                || reports.iter().any(|report| report
                    .problems
                    .iter()
                    .any(|problem| problem.kind.name() == "bad_record")),
            "{wrong}: {errors:?}"
        );
    }
}

#[test]
fn a_run_goes_on_at_a_record() {
    let options = Options {
        from_record: 5,
        ..Options::default()
    };
    let (reports, _) = outcomes(&crawl().concat(), &options);
    assert_eq!(titles(&reports), ALL[1..]);
    assert_eq!(reports[0].details.record, Some(5));
}

#[test]
fn chunks_are_joined() {
    let page = page("Harbour shut after storm");
    let (front, back) = page.split_at(100);
    let chunked = format!(
        "{:x}\r\n{front}\r\n{:X};x=y\r\n{back}\r\n0\r\n\r\n",
        front.len(),
        back.len()
    );
    for body in [chunked.as_str(), &chunked[..chunked.len() - 5], &page] {
        let crawl = response(
            "https://post.example/a",
            "Content-Type: text/html\r\nTransfer-Encoding: chunked",
            body.as_bytes(),
        );
        let (reports, _) = outcomes(&crawl, &Options::default());
        assert_eq!(titles(&reports), ALL[..1]);
        assert!(
            reports[0].text.ends_with("told reporters."),
            "{}",
            reports[0].text
        );
    }
}
