//! Ways in for what attacks the parsers.

/// A list of sources: read, or refused with a place and words.
pub fn sources(list: &str) {
    match crate::sources(list, "list") {
        Ok(sources) => {
            let again =
                crate::sources(&crate::opml(&sources), "opml").expect("what was written is read");
            let feeds = |of: &[crate::Source]| {
                of.iter()
                    .filter(|source| matches!(source.what, crate::What::Feed(_)))
                    .count()
            };
            assert_eq!(feeds(&sources), feeds(&again));
        }
        Err(wrong) => assert!(wrong.place.starts_with("list") && !wrong.message.is_empty()),
    }
}

/// The end of the last whole record of a growing archive: never beyond the end, and on a boundary that
/// the rest can be read from.
pub fn crawl(bytes: &[u8]) {
    let end = crate::crawl::whole(bytes);
    assert!(end <= bytes.len());
    assert_eq!(crate::crawl::whole(&bytes[..end]), end);
}

/// What is said to be a feed.
pub fn feed(bytes: &[u8]) {
    let _ = crate::feed::items("source", "http://news.example/feed", bytes, None);
}

#[cfg(test)]
mod tests {
    /// Bytes of a sample with some of them changed, cut or doubled; the same on every machine.
    fn broken(sample: &[u8], seed: u64) -> Vec<u8> {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut next = |n: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % n.max(1) as u64) as usize
        };
        let mut bytes = sample.to_vec();
        for _ in 0..1 + next(4) {
            let at = next(bytes.len());
            match next(4) {
                0 => bytes[at] = next(256) as u8,
                1 => bytes.truncate(at.max(1)),
                2 => bytes.insert(at, b"<>\"'=[]{}\n\r\0&;"[next(14)]),
                _ => {
                    let piece = bytes[at..].to_vec();
                    bytes.extend(piece.into_iter().take(64));
                }
            }
        }
        bytes
    }

    #[test]
    fn what_is_broken_in_any_way_is_read_or_refused() {
        let toml = b"[follow]\ncontact = \"desk@example.org\"\ninterval = \"15m\"\n[[source]]\nfeed = \"https://a.example/rss\"\n\
            allow = [\"127.0.0.1:80\"]\n[[source]]\nfolder = \"in\"\npause = \"2s\"\n";
        let opml = b"<opml version=\"2.0\"><body><outline text=\"A &amp; B\" xmlUrl=\"https://a.example/?a=1&amp;b=2\"/></body></opml>";
        let feed = b"<rss><channel><title>A</title><item><guid>7</guid><title>One</title><description>The ferry sank.</description></item></channel></rss>";
        let index = b"<sitemapindex><sitemap><loc>http://a.example/1?a=1&amp;b=2</loc><lastmod>2031-03-06</lastmod></sitemap></sitemapindex>";
        let warc = b"WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: 3\r\n\r\nabc\r\n\r\nWARC/1.1\r\nContent-Length: 1\r\n\r\na\r\n\r\n";
        for seed in 1..1_500 {
            for list in [&toml[..], &opml[..]] {
                super::sources(&String::from_utf8_lossy(&broken(list, seed)));
            }
            super::feed(&broken(feed, seed));
            super::feed(&broken(index, seed));
            super::crawl(&broken(warc, seed));
        }
    }
}
