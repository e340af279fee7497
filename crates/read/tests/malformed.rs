//! Malformed inputs of every format: each is told clearly, and nothing beside it is lost.

use std::io::{Cursor, Write};

use crosswire_read::{Options, read_bytes};
use flate2::Compression;
use flate2::write::GzEncoder;

const GOOD: &str =
    "The harbour of Port Ellery stayed closed on Monday after the storm, officials said.";

/// What is given, what must be told of it (words of an error, or the kind of a problem), and how
/// many reports with the good text must stand beside.
struct Case {
    name: &'static str,
    bytes: Vec<u8>,
    told: &'static str,
    good: usize,
}

fn case(name: &'static str, bytes: impl Into<Vec<u8>>, told: &'static str, good: usize) -> Case {
    Case {
        name,
        bytes: bytes.into(),
        told,
        good,
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(bytes).expect("memory");
    packer.finish().expect("memory")
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::write::ZipWriter::new(Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in members {
        writer.start_file(*name, stored).expect("a member");
        writer.write_all(bytes).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        builder
            .append_data(&mut header, name, *bytes)
            .expect("a member");
    }
    builder.into_inner().expect("memory")
}

fn line(id: &str) -> String {
    format!("{{\"id\": \"{id}\", \"text\": \"{GOOD}\", \"published\": \"2031-03-06\"}}\n")
}

fn lines(middle: &str) -> Vec<u8> {
    format!("{}{middle}\n{}", line("a"), line("b")).into_bytes()
}

fn page(body: &str) -> Vec<u8> {
    format!("<!doctype html><html><head><title>Ferry</title></head><body>{body}</body></html>")
        .into_bytes()
}

fn record(kind: &str, length: &str, body: &[u8]) -> Vec<u8> {
    let header = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://post.example/\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\n"
    );
    [header.as_bytes(), body, b"\r\n\r\n"].concat()
}

fn good_record() -> Vec<u8> {
    record("resource", &GOOD.len().to_string(), GOOD.as_bytes())
}

fn beside(middle: &[u8]) -> Vec<u8> {
    [&good_record()[..], middle, &good_record()].concat()
}

fn rss(items: &str) -> String {
    format!(
        "<rss version=\"2.0\"><channel><title>Post</title><item><title>Good</title><description>{GOOD}</description></item>{items}"
    )
}

fn item(inner: &str) -> String {
    format!(
        "<newsItem guid=\"a\"><contentMeta><headline>Good</headline></contentMeta><contentSet><inlineData>{GOOD}</inlineData></contentSet></newsItem>{inner}"
    )
}

fn containers() -> Vec<Case> {
    let good = GOOD.as_bytes();
    let mut flipped = gzip(&lines("").repeat(200));
    let middle = flipped.len() / 2;
    flipped[middle..middle + 20].fill(0x55);
    let mut wrong_sum = gzip(good);
    let end = wrong_sum.len();
    wrong_sum[end - 8] ^= 1;
    let mut locked = zip(&[("a.txt", good), ("b.txt", good)]);
    for signature in [b"PK\x03\x04", b"PK\x01\x02"] {
        let flags = if signature[2] == 3 { 6 } else { 8 };
        let at = locked
            .windows(4)
            .position(|bytes| bytes == signature)
            .expect("a header");
        locked[at + flags] |= 1;
    }
    let mut damaged = zip(&[("a.txt", good), ("b.txt", good)]);
    let at = damaged
        .windows(good.len())
        .position(|bytes| bytes == good)
        .expect("a member");
    damaged[at] ^= 1;
    let zipped = zip(&[("a.txt", good)]);
    let packed_tar = tar(&[("a.txt", good), ("b.txt", &[b'x'; 4000])]);
    let mut bad_header = tar(&[("a.txt", good), ("b.txt", good)]);
    bad_header[1024 + 148..1024 + 156].fill(b'9');
    let zst = zstd::stream::encode_all(&lines("").repeat(3000)[..], 1).expect("memory");
    vec![
        case("gzip cut off", &gzip(&lines(""))[..60], "cut off", 0),
        case("gzip flipped", flipped, "damaged", 1),
        case("gzip wrong sum", wrong_sum, "damaged", 1),
        case(
            "gzip then rubbish",
            [&gzip(good)[..], b"rubbish"].concat(),
            "damaged",
            1,
        ),
        case("gzip header only", gzip(good)[..10].to_vec(), "cut off", 0),
        case(
            "zip without directory",
            &zipped[..zipped.len() - 30],
            "cannot be read",
            0,
        ),
        case(
            "zip with a locked member",
            locked,
            "locked by a password",
            1,
        ),
        case("zip with a wrong sum", damaged, "hecksum", 1),
        case("tar cut off", &packed_tar[..2500], "ends inside", 1),
        case("tar with a bad header", bad_header, "cannot be found", 1),
        case("zstd cut off", zst[..zst.len() - 3].to_vec(), "stopped", 1),
        case("zstd header only", zst[..6].to_vec(), "stopped", 0),
    ]
}

fn archives() -> Vec<Case> {
    let short = record("resource", "5", GOOD.as_bytes());
    let http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08\0\0";
    let long_header = format!("WARC/1.0\r\nX: {}\r\n\r\n", "x".repeat(100_000));
    vec![
        case(
            "warc with a short length",
            beside(&short),
            "not as long as it says",
            2,
        ),
        case(
            "warc with a long length",
            beside(&record("resource", "900", b"Short.")),
            "not as long as it says",
            2,
        ),
        case(
            "warc without a length",
            beside(b"WARC/1.0\r\nWARC-Type: resource\r\n\r\nwords\r\n\r\n"),
            "how long it is",
            2,
        ),
        case(
            "warc with words for a length",
            beside(&record("resource", "ten", b"Words.")),
            "is no number",
            2,
        ),
        case(
            "warc with rubbish between",
            beside(b"rubbish\r\nmore\r\n\r\n"),
            "no record",
            2,
        ),
        case(
            "warc with an endless header",
            beside(long_header.as_bytes()),
            "no record",
            2,
        ),
        case(
            "warc cut off",
            &beside(b"")[..good_record().len() + 40],
            "no record",
            1,
        ),
        case(
            "warc of a cut page",
            beside(&record("response", &http.len().to_string(), http)),
            "empty",
            2,
        ),
        case(
            "warc with an impossible length",
            beside(&record("resource", "99999999999999", b"Words.")),
            "that one may have",
            1,
        ),
    ]
}

fn pages_and_text() -> Vec<Case> {
    vec![
        case(
            "UTF-32 cut off",
            GOOD.chars()
                .fold(b"\xff\xfe\0\0".to_vec(), |mut bytes, c| {
                    bytes.extend(u32::from(c).to_le_bytes());
                    bytes
                })
                .into_iter()
                .chain([7])
                .collect::<Vec<u8>>(),
            "not valid UTF-32",
            1,
        ),
        case(
            "page nested deep",
            page(&"<div>".repeat(3000)),
            "too_long",
            0,
        ),
        case(
            "page of one tag",
            b"<!doctype html><html><body><p".to_vec(),
            "empty",
            0,
        ),
        case(
            "page with broken bytes",
            page(&format!(
                "<article><p>{GOOD}</p><p>{GOOD} Again \u{1}.</p></article>"
            ))
            .into_iter()
            .map(|byte| if byte == 1 { 0xff } else { byte })
            .collect::<Vec<u8>>(),
            "bad_bytes",
            1,
        ),
        case(
            "page with broken JSON-LD",
            page(&format!(
                "<script type=\"application/ld+json\">{{\"@type\": [[[</script><article><p>{GOOD}</p></article>"
            )),
            "no_date",
            1,
        ),
        case("no words", b"\n\n \t".to_vec(), "empty", 0),
        case(
            "a picture",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(),
            "no text",
            0,
        ),
        case(
            "text with stray bytes",
            [GOOD.as_bytes(), " “one” “two”\n".as_bytes(), b"\xff\xfe\n"].concat(),
            "bad_bytes",
            1,
        ),
        case(
            "text with a doubtful date",
            format!("date 2031-13-45\n\n{GOOD}"),
            "no_date",
            1,
        ),
        case(
            "markdown without an end of its front matter",
            format!("---\ntitle: x\n\n{GOOD}\n"),
            "no_date",
            1,
        ),
    ]
}

fn json() -> Vec<Case> {
    let feed = |items: &str| {
        format!("{{\"version\": \"https://jsonfeed.org/version/1\", \"items\": {items}}}")
    };
    let object = line("a").trim().to_owned();
    vec![
        case("line that is no JSON", lines("{broken"), "not JSON", 2),
        case("line that is a list", lines("[1, 2]"), "not an object", 2),
        case(
            "half of a character",
            lines(&format!(
                "{{\"id\": \"h\", \"text\": \"\\udc00 {GOOD} \\ud83d\"}}"
            )),
            "bad_bytes: 2 halves",
            3,
        ),
        case(
            "half of a character in a list",
            format!("[{{\"text\": \"\\ud83d {GOOD}\"}}]"),
            "bad_bytes: 1 halves",
            1,
        ),
        case(
            "line without text",
            lines("{\"id\": \"c\", \"note\": 1}"),
            "neither `text` nor `title`",
            2,
        ),
        case(
            "line with a number for text",
            lines("{\"text\": 7}"),
            "not a string",
            2,
        ),
        case(
            "line with a bad date",
            lines("{\"text\": \"Words.\", \"published\": \"soon\"}"),
            "bad_date",
            2,
        ),
        case(
            "line nested deep",
            lines(&format!(
                "{{\"text\": {}1{}}}",
                "[".repeat(5000),
                "]".repeat(5000)
            )),
            "not JSON",
            2,
        ),
        case(
            "line with broken bytes",
            lines("{\"text\": \"\u{1}\"}")
                .into_iter()
                .map(|byte| if byte == 1 { 0xff } else { byte })
                .collect::<Vec<u8>>(),
            "bad_bytes",
            2,
        ),
        case(
            "lines with one id",
            [
                lines(""),
                line("a").replace("Monday", "Tuesday").into_bytes(),
            ]
            .concat(),
            "repeated_id",
            2,
        ),
        case(
            "list cut off",
            format!("[{object},\n{{\"text\": \"Wor"),
            "ends inside",
            1,
        ),
        case(
            "list with strays",
            format!("[{object}, 7, \"x\", {}]", line("b")),
            "no object",
            2,
        ),
        case(
            "list with an open string",
            format!("[{object},\n{{\"text\": \"open}},\n{}]", line("b")),
            "not JSON",
            1,
        ),
        case(
            "document without text",
            "{\n \"note\": 1\n}",
            "neither `text` nor `title`",
            0,
        ),
        case("feed without items", feed("7"), "no list of items", 0),
        case(
            "feed with an item that is none",
            feed(&format!("[7, {{\"id\": 1, \"content_text\": \"{GOOD}\"}}]")),
            "not an object",
            1,
        ),
        case(
            "ninjs without a body",
            "{\"uri\": \"a\", \"pubstatus\": \"usable\"}\n",
            "neither a headline nor a body",
            0,
        ),
    ]
}

fn markup() -> Vec<Case> {
    let end = "</channel></rss>";
    vec![
        case(
            "XML of another kind",
            format!("<?xml version=\"1.0\"?><shop><item>{GOOD}</item></shop>"),
            "XML, but of no kind",
            0,
        ),
        case("rss cut off", rss("<item><title>Se"), "cut off", 1),
        case(
            "rss with a bad date",
            rss(&format!(
                "<item><title>x</title><pubDate>soon</pubDate></item>{end}"
            )),
            "bad_date",
            1,
        ),
        case(
            "rss with a bare ampersand",
            rss(&format!("<item><title>R&D & more</title></item>{end}")),
            "excerpt",
            1,
        ),
        case(
            "rss with an open tag",
            rss("<item><title>x</title <<"),
            "breaks at byte",
            1,
        ),
        case(
            "rss nested deep",
            rss(&"<x>".repeat(500)),
            "nested more than",
            1,
        ),
        case(
            "rss that names its own entity",
            format!(
                "<!DOCTYPE rss [<!ENTITY a \"&a;&a;\">]>{}",
                rss(&format!("<item><title>&a;</title></item>{end}"))
            ),
            "excerpt",
            1,
        ),
        case(
            "atom cut off",
            format!(
                "<feed><entry><title>Good</title><content>{GOOD}</content></entry><entry><titl"
            ),
            "breaks at byte",
            1,
        ),
        case(
            "sitemap cut off",
            "<urlset><url><news:news><news:title>x</news:title></news:news></url><url>",
            "cut off",
            0,
        ),
        case(
            "newsml cut off",
            format!(
                "<newsMessage><itemSet>{}",
                item("<newsItem guid=\"b\"><cont")
            ),
            "breaks at byte",
            1,
        ),
        case(
            "newsml with a cancelled item",
            format!(
                "<newsMessage><itemSet>{}</itemSet></newsMessage>",
                item(
                    "<newsItem><itemMeta><pubStatus qcode=\"stat:canceled\"/></itemMeta></newsItem>"
                )
            ),
            "cancelled",
            1,
        ),
        case(
            "nitf without a body",
            "<nitf><head><title>x</title></head></nitf>",
            "empty",
            0,
        ),
        case(
            "nitf with a bad date",
            format!(
                "<nitf><head><docdata><date.issue norm=\"x\"/></docdata></head><body><body.content><p>{GOOD}</p></body.content></body></nitf>"
            ),
            "bad_date",
            1,
        ),
    ]
}

fn tables_and_mail() -> Vec<Case> {
    let table =
        |rows: &str| format!("id,title,text,published\n1,Good,\"{GOOD}\",2031-03-06\n{rows}");
    let head = "From: a@post.example\r\nMessage-ID: <1@x>\r\n";
    vec![
        case(
            "table with a short row",
            table(&format!("2,Short\n3,Good,\"{GOOD}\",2031-03-06\n")),
            "where the first line names 4",
            2,
        ),
        case(
            "table with a long row",
            table(&format!("2,a,b,c,d,e\n3,Good,\"{GOOD}\",2031-03-06\n")),
            "where the first line names 4",
            2,
        ),
        case(
            "table with an open quotation mark",
            table(
                "2,Open,\"never closed,2031-03-06\n3,After,It stayed shut.,2031-03-06\n4,After,It stayed shut.,2031-03-06\n",
            ),
            "close its quotation marks",
            1,
        ),
        case(
            "table with a bad date",
            table("2,a,Words.,soon\n"),
            "bad_date",
            1,
        ),
        case(
            "table with names only",
            "id,title,text\n",
            "no report in it",
            0,
        ),
        case(
            "mail without a date",
            format!("{head}Subject: x\r\n\r\n{GOOD}"),
            "no_date",
            1,
        ),
        case(
            "mail with a bad date",
            format!("{head}Date: soon\r\n\r\n{GOOD}"),
            "bad_date",
            1,
        ),
        case(
            "mail with an open part",
            format!(
                "{head}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n{GOOD}"
            ),
            "no_date",
            1,
        ),
        case("mail without a body", format!("{head}\r\n"), "empty", 0),
    ]
}

#[test]
fn every_trouble_is_told_and_nothing_beside_it_is_lost() {
    let mut cases = containers();
    cases.extend(archives());
    cases.extend(pages_and_text());
    cases.extend(json());
    cases.extend(markup());
    cases.extend(tables_and_mail());
    assert!(cases.len() >= 60, "{}", cases.len());
    let mut wrong = Vec::new();
    for case in cases {
        let mut told = Vec::new();
        let mut good = 0;
        for outcome in read_bytes("input", &case.bytes, &Options::default()) {
            match outcome {
                Ok(report) => {
                    good += usize::from(report.text.contains(GOOD));
                    told.extend(
                        report
                            .problems
                            .iter()
                            .map(|problem| format!("{}: {problem}", problem.kind.name())),
                    );
                }
                // A duplicate is a good report that was read before.
                Err(error) if error.kind().name() == "duplicate" => good += 1,
                Err(error) => told.push(error.to_string()),
            }
        }
        let is_told = told.iter().any(|words| words.contains(case.told));
        let lost = good < case.good;
        if !is_told || lost || told.iter().any(|words| words.contains("gave up")) {
            wrong.push(format!(
                "{}: {good} good of {}, told {told:#?}",
                case.name, case.good
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
