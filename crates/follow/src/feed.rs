//! A feed's answer, read: its items as reports, each under a name that no other feed has.

use crosswire_ledger::Item;
use crosswire_read::{Options, read_bytes};
use crosswire_report::{Report, Spot};
use sha2::{Digest, Sha256};

use crate::gathered::item;
use crate::parts::{self, Part};

/// Items of one feed at most.
const MOST: usize = 5_000;

/// An item of a feed.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) report: Report,
    /// Its name within the feed.
    pub(crate) item: Item,
    /// By which a later change of it is seen.
    pub(crate) mark: String,
}

/// What a feed holds.
#[derive(Debug, Default)]
pub(crate) struct Feed {
    /// Its items, the first first.
    pub(crate) entries: Vec<Entry>,
    /// What of it could not be read.
    pub(crate) trouble: Vec<String>,
    /// The sitemaps that it names, where it is an index of some.
    pub(crate) parts: Option<Vec<Part>>,
    /// Whether it is no feed at all.
    pub(crate) is_other: bool,
}

/// Reads a feed that came from an address.
pub(crate) fn items(source: &str, address: &str, body: &[u8], outlet: Option<&str>) -> Feed {
    let mut feed = Feed::default();
    match root(body) {
        Some(Root::Feed) => {}
        Some(Root::Index) => {
            let (parts, trouble) = parts::parts(body, address);
            feed.parts = Some(parts);
            feed.trouble.extend(trouble);
            return feed;
        }
        None => {
            feed.is_other = true;
            return feed;
        }
    }
    let options = Options {
        outlet: outlet.map(str::to_owned),
        ..Options::default()
    };
    for read in read_bytes(address, body, &options) {
        match read {
            Ok(_) if feed.entries.len() == MOST => {
                feed.trouble
                    .push(format!("{address}: only its first {MOST} items are taken"));
                break;
            }
            Ok(report) => feed.entries.push(entry(source, report)),
            Err(error) if error.is_failure() => feed.trouble.push(error.to_string()),
            Err(_) => {}
        }
    }
    feed
}

fn entry(source: &str, mut report: Report) -> Entry {
    // A name such as "4711" is the feed's own business; beside other feeds it needs the source's.
    let is_address = report.id.contains(':') && !report.id.contains(char::is_whitespace);
    if !is_address {
        report.id = format!("{source}/{}", report.id);
    }
    let mut sha = Sha256::new();
    for part in [
        report.title.as_deref().unwrap_or(""),
        report.url.as_deref().unwrap_or(""),
        &report
            .published
            .map(|stamp| stamp.to_string())
            .unwrap_or_default(),
        &report
            .details
            .updated
            .map(|stamp| stamp.to_string())
            .unwrap_or_default(),
        &report.text,
    ] {
        sha.update((part.len() as u64).to_le_bytes());
        sha.update(part);
    }
    let mark = sha.finalize()[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Entry {
        item: item(&report.id),
        mark,
        report,
    }
}

/// What an answer begins like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Root {
    Feed,
    /// A list of sitemaps.
    Index,
}

/// What an answer begins like, where it is a feed or leads to some. A host that is in trouble answers with a
/// page and says that all is well, and a page is no feed.
fn root(body: &[u8]) -> Option<Root> {
    let head = String::from_utf8_lossy(&body[..body.len().min(4096)]).to_ascii_lowercase();
    let wide = head.replace('\0', "");
    let start = wide
        .trim_start_matches(['\u{feff}', '\u{fffd}'])
        .trim_start();
    if start.starts_with('{') {
        return wide.contains("jsonfeed.org/version").then_some(Root::Feed);
    }
    let roots = [
        "<rss", "<feed", "<rdf:rdf", "<urlset", ":feed", ":rss", ":urlset",
    ];
    let feeds = roots.map(|root| (wide.find(root), Root::Feed));
    let indexes = ["<sitemapindex", ":sitemapindex"].map(|root| (wide.find(root), Root::Index));
    let found = feeds.into_iter().chain(indexes);
    let first = found
        .filter_map(|(at, root)| Some((at?, root)))
        .min_by_key(|(at, _)| *at);
    let html = wide.find("<html").unwrap_or(usize::MAX);
    first.filter(|(at, _)| *at < html).map(|(_, root)| root)
}

/// What a page is read as: under its address, with the character set that its host states.
pub(crate) fn page(address: &str, media: Option<&str>, body: &[u8]) -> Option<Report> {
    // As a record of a web archive it is read with its address and its header.
    let line = |words: &str| -> String { words.chars().filter(|c| !c.is_control()).collect() };
    let media = line(media.unwrap_or("text/html"));
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let record = [
        format!(
            "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
            line(address),
            head.len() + body.len()
        )
        .as_bytes(),
        head.as_bytes(),
        body,
        b"\r\n\r\n",
    ]
    .concat();
    let read = read_bytes(address, &record, &Options::default());
    let mut report = read.into_iter().flatten().next()?;
    (report.details.record, report.details.spot) = (None, Spot::default());
    report
        .text
        .chars()
        .any(char::is_alphabetic)
        .then_some(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_is_told_from_a_page() {
        for feed in [
            "<?xml version='1.0'?><rss version='2.0'><channel></channel></rss>",
            "\u{feff} <feed xmlns='http://www.w3.org/2005/Atom'></feed>",
            "<rdf:RDF xmlns='x'></rdf:RDF>",
            "<urlset></urlset>",
            "{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": []}",
        ] {
            assert_eq!(root(feed.as_bytes()), Some(Root::Feed), "{feed}");
        }
        let wide: Vec<u8> = "\u{feff}<rss>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(root(&wide), Some(Root::Feed));
        let index = b"<?xml version='1.0'?><sitemapindex xmlns='x'><sitemap/></sitemapindex>";
        assert_eq!(root(index), Some(Root::Index));
        for other in [
            "<!doctype html><html><body>&lt;rss <rss></body></html>",
            "",
            "down for a while",
            "{\"error\": 1}",
        ] {
            assert_eq!(root(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn names_of_two_feeds_do_not_meet() {
        let feed = b"<rss><channel><title>A</title><item><guid isPermaLink='false'>7</guid><title>One</title>\
            <description>The ferry sank.</description></item></channel></rss>";
        let (a, b) = (
            items("a", "http://a.example/", feed, None),
            items("b", "http://b.example/", feed, None),
        );
        assert_eq!(a.entries[0].report.id, "a/7");
        assert_ne!(a.entries[0].item, b.entries[0].item);
        assert_eq!(a.entries[0].mark, b.entries[0].mark);
    }

    #[test]
    fn a_page_is_read_with_the_character_set_of_its_header() {
        let body = b"<html><head><title>Caf\xe9 closes</title></head><body><article><p>The caf\xe9 at the harbour \
            of Port Maren closes on Friday, its owner said on Monday after forty years in business.</p></article></body></html>";
        let media = Some("text/html; charset=iso-8859-1");
        let report = page("http://a.example/cafe", media, body).unwrap();
        assert!(
            report.text.contains("café at the harbour"),
            "{}",
            report.text
        );
        assert_eq!(report.url.as_deref(), Some("http://a.example/cafe"));
        assert_eq!(report.source, "http://a.example/cafe");
    }
}
