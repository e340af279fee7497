//! What a host lets guests ask for, by its `robots.txt` (RFC 9309).

use std::time::Duration;

use url::Url;

/// The name under which a host speaks to us in its `robots.txt`.
pub(crate) const NAME: &str = "crosswire";

/// A pause between requests that a host may ask for at most; one that asks for more is asked this
/// seldom.
const LONGEST_PAUSE: Duration = Duration::from_secs(3600);

/// What a host lets guests ask for.
#[derive(Clone, Debug)]
pub struct Robots(robotxt::Robots);

impl Robots {
    /// Where a host says what it lets guests ask for.
    #[must_use]
    pub fn address(of: &Url) -> Option<Url> {
        of.join("/robots.txt").ok()
    }

    /// From the answer to that: with a status in the 400s there are no rules, save that 429 says nothing
    /// of them; `None` where the host is to be left alone until it can say.
    ///
    /// ```
    /// use crosswire_fetch::{Robots, Url};
    /// let body = b"User-agent: *\nDisallow: /private/\nCrawl-delay: 7\n";
    /// let robots = Robots::answered(200, body).unwrap();
    /// assert!(robots.allow(&Url::parse("http://news.example/feed.xml")?));
    /// assert!(!robots.allow(&Url::parse("http://news.example/private/feed.xml")?));
    /// assert_eq!(robots.pause().map(|pause| pause.as_secs()), Some(7));
    /// assert!(Robots::answered(404, b"").unwrap().allow(&Url::parse("http://news.example/")?));
    /// assert!(Robots::answered(503, b"").is_none() && Robots::answered(429, b"").is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn answered(status: u16, body: &[u8]) -> Option<Robots> {
        match status {
            200..300 => Some(Robots(robotxt::Robots::parse(body, NAME))),
            429 => None,
            // Too many redirects are as good as no rules (RFC 9309, 2.3.1.2).
            300..500 => Some(Robots(robotxt::Robots::allow_all())),
            _ => None,
        }
    }

    /// Whether an address of the host may be asked for.
    #[must_use]
    pub fn allow(&self, url: &Url) -> bool {
        let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
        self.0.is_allowed(path)
    }

    /// How long the host wants guests to wait between requests, where it says so; at most an hour.
    #[must_use]
    pub fn pause(&self) -> Option<Duration> {
        self.0.crawl_delay().map(|pause| pause.min(LONGEST_PAUSE))
    }
}
