//! The answer of a web server as a crawl stored it: status, labels, and a body that may still be
//! chunked and packed, or no longer be what the labels say.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::records::field;
use crate::options::size;

/// Labels are not longer than this.
const HEADER: usize = 256 << 10;

/// What was fetched.
pub(super) struct Payload<'r> {
    /// 200 for a page, 404 for none.
    pub(super) status: u16,
    /// The media type as labelled, with its parameters.
    pub(super) media: String,
    /// The body, unpacked.
    pub(super) bytes: Cow<'r, [u8]>,
}

/// Whether a record's body begins as an answer does.
pub(super) fn is_response(body: &[u8]) -> bool {
    body.starts_with(b"HTTP/")
}

/// Takes an answer apart; an error text if it unpacks to more than `limit` bytes.
pub(super) fn payload(body: &[u8], limit: usize) -> Result<Payload<'_>, String> {
    let (header, rest) = split(body);
    let header = String::from_utf8_lossy(header);
    let status = header
        .split_ascii_whitespace()
        .nth(1)
        .and_then(|status| status.parse().ok())
        .unwrap_or(200);
    let label = |name: &str| {
        field(&header, name)
            .unwrap_or_default()
            .to_ascii_lowercase()
    };
    let mut bytes = Cow::Borrowed(rest);
    if label("Transfer-Encoding").contains("chunked")
        && let Some(joined) = unchunked(rest)
    {
        bytes = Cow::Owned(joined);
    }
    // Servers name the encodings in the order in which they were applied.
    for encoding in label("Content-Encoding").rsplit(',').take(4) {
        let mut unpacked = Vec::new();
        let mut take = |stream: &mut dyn Read| {
            stream
                .take(limit as u64 + 1)
                .read_to_end(&mut unpacked)
                .is_ok()
        };
        let done = match encoding.trim() {
            "gzip" | "x-gzip" if bytes.starts_with(&[0x1f, 0x8b]) => {
                take(&mut MultiGzDecoder::new(&*bytes))
            }
            "deflate" if bytes.first().is_some_and(|first| first & 0x0f == 8) => {
                take(&mut ZlibDecoder::new(&*bytes))
            }
            "deflate" => take(&mut DeflateDecoder::new(&*bytes)),
            "zstd" => zstd::stream::read::Decoder::with_buffer(&*bytes)
                .and_then(|mut stream| stream.window_log_max(26).map(|()| stream))
                .is_ok_and(|mut stream| take(&mut stream)),
            "br" => take(&mut brotli_decompressor::Decompressor::new(&*bytes, 4096)),
            _ => continue,
        };
        if unpacked.len() > limit {
            return Err(format!(
                "the page unpacks to more than {}",
                size(limit as u64)
            ));
        }
        // Crawls that unpack on the way keep the label; what breaks midway is a page cut short.
        if done || unpacked.len() > bytes.len() {
            bytes = Cow::Owned(unpacked);
        }
    }
    Ok(Payload {
        status,
        media: field(&header, "Content-Type")
            .unwrap_or_default()
            .to_owned(),
        bytes,
    })
}

/// Labels and body, parted by the first empty line.
fn split(body: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    while let Some(end) = memchr::memchr(b'\n', &body[at..body.len().min(HEADER)]) {
        let line = &body[at..at + end];
        at += end + 1;
        if line.trim_ascii().is_empty() {
            return body.split_at(at);
        }
    }
    (body, &[])
}

/// Joins chunks; `None` if the body is not chunked after all. A missing end costs only the end.
fn unchunked(body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(body.len());
    let mut rest = body;
    let mut first = true;
    loop {
        let end = memchr::memchr(b'\n', &rest[..rest.len().min(256)]);
        let length = end.and_then(|end| {
            let line = std::str::from_utf8(&rest[..end]).ok()?;
            let digits = line.split(';').next()?.trim();
            usize::from_str_radix(digits, 16).ok()
        });
        let (Some(end), Some(length)) = (end, length) else {
            return (!first).then_some(joined);
        };
        first = false;
        rest = &rest[end + 1..];
        let taken = length.min(rest.len());
        joined.extend_from_slice(&rest[..taken]);
        rest = &rest[taken..];
        if length == 0 || rest.is_empty() {
            return Some(joined);
        }
        rest = rest
            .strip_prefix(b"\r\n")
            .or(rest.strip_prefix(b"\n"))
            .unwrap_or(rest);
    }
}

/// The character set that a media type names.
pub(super) fn charset(media: &str) -> Option<String> {
    let at = media.to_ascii_lowercase().find("charset=")?;
    let label = media[at + "charset=".len()..].trim_start_matches(['"', '\'', ' ']);
    let end = label
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':')))
        .unwrap_or(label.len());
    Some(label[..end].to_owned()).filter(|label| !label.is_empty())
}
