//! WARC, the format of web archives: response, resource and conversion records, one by one.
//!
//! Every record costs no more than itself, a damaged one costs only itself, and a run that was
//! interrupted goes on at a record.

mod http;
mod records;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crosswire_report::{Item, Problem, ProblemKind};

use crate::bad::Bad;
use crate::bounds::broken;
use crate::decode::{decode, is_binary};
use crate::draft::Draft;
use crate::error::{ErrorKind, Place, ReadError};
use crate::formats::{self, Format, Head, html};
use crate::input::{Around, Input};
use crate::numbers::Numbers;
use crate::options::size;
use crate::sink::{Flow, Sink};
use records::{Body, Next, Record, Records};

/// Web archives.
pub(crate) struct Warc;

impl Format for Warc {
    fn recognises(&self, head: &Head<'_>) -> bool {
        head.start.starts_with(b"WARC/")
    }

    fn read(&self, input: Input<'_>, sink: &mut Sink<'_>) -> Flow {
        let around = input.around();
        let mut records = Records::new(input.into_stream(), sink.options.limits.record);
        let mut left_out = LeftOut::default();
        let mut bad = Bad::default();
        loop {
            let error = match records.next() {
                Ok(Next::End) => break,
                Ok(Next::Record(record)) => {
                    if !around.wants(record.number, sink) {
                        continue;
                    }
                    match read_record(record, &around, &mut left_out, sink) {
                        Ok(flow) => {
                            flow?;
                            continue;
                        }
                        Err(error) => error,
                    }
                }
                Ok(Next::Bad { number, message }) => {
                    if !around.wants(number, sink) {
                        continue;
                    }
                    ReadError::new(
                        ErrorKind::BadRecord,
                        Place::record(&around.name, number),
                        message,
                        "the records before and after it were read; fetch the archive again for this one",
                    )
                }
                Err(error) => {
                    let place = Place::record(&around.name, records.number());
                    return sink.error(broken(place, records.bytes(), &error));
                }
            };
            if bad.add(records.number()) {
                sink.error(error)?;
            }
        }
        let mend = "check that the archive is whole";
        bad.rest(&around.name, ["records", "record"], mend, sink)?;
        left_out.tell(&around.name, sink)
    }
}

/// Records that are no reports, counted by what they are.
#[derive(Default)]
struct LeftOut {
    counts: BTreeMap<&'static str, Numbers>,
    /// The record that is being read.
    at: u64,
    /// The addresses of pages that were given, as hashes: what was made of a page is no report
    /// beside it.
    pages: HashSet<u64>,
}

impl LeftOut {
    fn count(&mut self, what: &'static str) -> Flow {
        self.counts.entry(what).or_default().add(self.at);
        Flow::Continue(())
    }

    /// One line for all of them: a crawl has thousands of images.
    fn tell(self, name: &str, sink: &mut Sink<'_>) -> Flow {
        if self.counts.is_empty() {
            return Flow::Continue(());
        }
        let counts: Vec<String> = self
            .counts
            .iter()
            .map(|(what, numbers)| format!("{} {what} ({numbers})", numbers.count()))
            .collect();
        sink.error(ReadError::new(
            ErrorKind::Skipped,
            name,
            format!("left out, as they hold no report: {}", counts.join(", ")),
            "nothing needs doing",
        ))
    }
}

fn read_record(
    record: Record<'_>,
    around: &Around,
    left_out: &mut LeftOut,
    sink: &mut Sink<'_>,
) -> Result<Flow, ReadError> {
    let place = Place::record(&around.name, record.number);
    left_out.at = record.number;
    let kind = record
        .field("WARC-Type")
        .unwrap_or_default()
        .to_ascii_lowercase();
    match kind.as_str() {
        "response" | "resource" | "conversion" => {}
        "revisit" => return Ok(left_out.count("revisits of what was fetched before")),
        "continuation" => return Ok(left_out.count("continuations of records cut in pieces")),
        // About the crawl, not fetched by it: warcinfo, request, metadata, and what is unknown.
        _ => return Ok(Flow::Continue(())),
    }
    let address = record.field("WARC-Target-URI").map(|uri| {
        let uri = uri.trim();
        uri.strip_prefix('<')
            .and_then(|uri| uri.strip_suffix('>'))
            .unwrap_or(uri)
            .to_owned()
    });
    if address.as_deref().is_some_and(is_of_crawler) {
        return Ok(left_out.count("notes of the crawler"));
    }
    let page = address.as_deref().map(hash);
    if kind != "response" && page.is_some_and(|page| left_out.pages.contains(&page)) {
        return Ok(left_out.count("other forms of pages that were read"));
    }
    let mut doubts = Vec::new();
    if let Some(why) = record.field("WARC-Truncated") {
        doubts.push(cut(format!("the crawl did not keep all of it: {why}")));
    }
    let body = match record.body {
        Body::Whole(body) => body,
        Body::Damaged(body) => {
            doubts.push(cut("the record is not as long as it says".to_owned()));
            body
        }
        Body::TooLong(length) => {
            // A film or a disk image is longer than any page; that is no fault of the archive.
            let typed = record.field("Content-Type").unwrap_or_default();
            if kind == "resource" && !is_texty(typed) {
                return Ok(left_out.count("images and other files"));
            }
            return Err(ReadError::new(
                ErrorKind::TooLarge,
                place,
                format!(
                    "the record is {}, more than the {} that one may have",
                    size(length),
                    size(sink.options.limits.record as u64)
                ),
                "unpack it by hand if it holds reports",
            ));
        }
    };
    let payload = if kind == "response" && http::is_response(body) {
        match http::payload(body, sink.options.limits.record) {
            Ok(payload) => payload,
            Err(message) => {
                return Err(ReadError::new(
                    ErrorKind::BadRecord,
                    place,
                    message,
                    "fetch the page again",
                ));
            }
        }
    } else {
        http::Payload {
            status: 200,
            media: record.field("Content-Type").unwrap_or_default().to_owned(),
            bytes: Cow::Borrowed(body),
        }
    };
    if !(200..300).contains(&payload.status) {
        return Ok(left_out.count("redirects and refusals"));
    }
    Ok(give(
        &kind,
        &payload,
        address.as_deref(),
        doubts,
        around,
        &place,
        left_out,
        sink,
    ))
}

/// Whether an address is none of the web's but names what a crawler wrote down of itself: its log,
/// its arguments, what it saw of a page.
fn is_of_crawler(address: &str) -> bool {
    let (scheme, rest) = address.split_once(':').unwrap_or_default();
    match scheme.to_ascii_lowercase().as_str() {
        "metadata" | "dns" | "whois" | "filedesc" | "warcinfo" => true,
        "urn" => {
            let space = rest.split(':').next().unwrap_or_default();
            let space = space.to_ascii_lowercase();
            !["uuid", "newsml", "isbn", "issn", "nbn"].contains(&space.as_str())
        }
        _ => false,
    }
}

fn hash(address: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    address.hash(&mut hasher);
    hasher.finish()
}

fn cut(message: String) -> Problem {
    Problem {
        kind: ProblemKind::BadRecord,
        message,
        mend: "fetch the page again for the rest".to_owned(),
    }
}

/// Gives what a record holds, told by its bytes first and by its label where they tell nothing.
#[expect(
    clippy::too_many_arguments,
    reason = "one call, after the record is taken apart"
)]
fn give(
    kind: &str,
    payload: &http::Payload<'_>,
    address: Option<&str>,
    doubts: Vec<Problem>,
    around: &Around,
    place: &Place,
    left_out: &mut LeftOut,
    sink: &mut Sink<'_>,
) -> Flow {
    let bytes = &*payload.bytes;
    let media = payload.media.to_ascii_lowercase();
    let sample = &bytes[..bytes.len().min(4096)];
    if bytes.trim_ascii().is_empty() {
        return left_out.count("empty answers");
    }
    if html::looks_like(sample) || media.contains("html") && !is_binary(sample) {
        left_out.pages.extend(address.map(hash));
        let charset = http::charset(&payload.media);
        return html::read_page(bytes, address, charset.as_deref(), doubts, place, sink);
    }
    let plain = media.starts_with("text/plain") && !is_binary(sample);
    if plain && !address.is_some_and(|address| address.ends_with("/robots.txt")) {
        let decoded = decode(bytes, http::charset(&payload.media).as_deref());
        let mut draft = Draft {
            text: decoded.text,
            url: address.map(str::to_owned),
            problems: doubts,
            ..Draft::default()
        };
        if address.is_some() {
            draft.came_from(Item::Url, "WARC-Target-URI");
        }
        draft.problems.extend(decoded.problem);
        return sink.report(draft, place);
    }
    // Styles, scripts and data are text too, so of these only what is unmistakable is taken.
    let name = address.unwrap_or("record");
    let stream = Box::new(std::io::Cursor::new(bytes));
    if let Ok(input) = Input::member(around, name, stream)
        && (formats::is_marked(&input) || kind == "resource" && media.contains("json"))
    {
        return formats::read(input, sink);
    }
    left_out.count(match media.split('/').next() {
        Some("image" | "video" | "audio" | "font") => "images and other files",
        _ if is_binary(sample) => "images and other files",
        _ => "scripts, styles and data",
    })
}

fn is_texty(media: &str) -> bool {
    ["text", "html", "xml", "json"]
        .iter()
        .any(|word| media.to_ascii_lowercase().contains(word))
}

#[cfg(test)]
mod tests;
