//! Fetches from the web as a guest should, and never from a private address.
//!
//! A [`Guest`] asks for one address at a time: bounded in size and time, TLS verified, no cookies, no
//! proxy, no redirect followed by itself, and a contact in its name. The addresses that a host's name
//! stands for are looked up once and checked before one of them is connected to, so neither a redirect
//! nor a name that changes its meaning in between leads to this machine or its neighbours. [`Robots`]
//! says what a host lets guests ask for.
//!
//! ```
//! use crosswire_fetch::{Guest, Options, Url};
//!
//! let guest = Guest::new(Options::new("desk@example.org")?);
//! let inside = Url::parse("http://127.0.0.1:9/feed.xml")?;
//! let refused = guest.get(&inside, &Default::default()).unwrap_err();
//! assert!(refused.to_string().contains("127.0.0.1 is a private address"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! When to ask for what is left to the caller: pauses, back-off and redirects are not done here.

mod address;
mod guest;
mod robots;
mod trouble;

pub use address::is_public;
pub use guest::{Answer, Ask, Guest, Options, Resolve, hex_sha256};
pub use robots::Robots;
pub use trouble::{Kind, Trouble};
pub use url::Url;

/// When to come again, as an answer's `Retry-After` says: a number of seconds, or a date; `None` where
/// it says neither.
///
/// ```
/// use std::time::Duration;
/// let now = "2031-03-06T08:00:00Z".parse()?;
/// let told = |said| crosswire_fetch::retry_after(said, now);
/// assert_eq!(told("120"), Some(Duration::from_secs(120)));
/// assert_eq!(told("Thu, 06 Mar 2031 08:01:00 GMT"), Some(Duration::from_secs(60)));
/// assert_eq!(told("Thu, 06 Mar 2031 07:00:00 GMT"), Some(Duration::ZERO));
/// assert_eq!(told("soon"), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn retry_after(said: &str, now: jiff::Timestamp) -> Option<std::time::Duration> {
    use std::time::Duration;
    let said = said.trim();
    if let Ok(seconds) = said.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let at = httpdate::parse_http_date(said).ok()?;
    let now = std::time::SystemTime::from(now);
    Some(at.duration_since(now).unwrap_or(Duration::ZERO))
}
