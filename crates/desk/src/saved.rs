//! Searches that somebody saved, in a cookie of their browser: they are nobody else's, and no knowledge of the ledger.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::person::remembered;

const COOKIE: &str = "crosswire_searches";
/// Searches that are kept, and bytes of the cookie; of more, the oldest go.
const MOST: usize = 20;
const BYTES: usize = 3_000;

/// Searches that somebody saved, the last first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Saved(pub(crate) Vec<String>);

impl Saved {
    /// With a search more; one that was saved before comes first.
    pub(crate) fn with(mut self, search: &str) -> Saved {
        self = self.without(search);
        self.0.insert(0, search.trim().to_owned());
        self.0.truncate(MOST);
        while self.written().len() > BYTES {
            self.0.pop();
        }
        self
    }

    /// Without one of them.
    pub(crate) fn without(mut self, search: &str) -> Saved {
        self.0.retain(|known| known != search.trim());
        self
    }

    fn written(&self) -> String {
        let encoded = self.0.iter();
        let encoded = encoded.map(|one| utf8_percent_encode(one, NON_ALPHANUMERIC).to_string());
        encoded.collect::<Vec<_>>().join("~")
    }

    /// What a browser is told to remember.
    pub(crate) fn cookie(&self) -> String {
        let written = self.written();
        format!("{COOKIE}={written}; Path=/search; HttpOnly; SameSite=Strict; Max-Age=31536000")
    }

    fn read(parts: &Parts) -> Option<Saved> {
        let said = remembered(parts, COOKIE)?;
        let all = said.split('~').filter_map(|one| {
            let search = percent_decode_str(one).decode_utf8().ok()?;
            let fits = !search.trim().is_empty() && !search.contains(char::is_control);
            fits.then(|| search.into_owned())
        });
        Some(Saved(all.take(MOST).collect()))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Saved {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Saved, Infallible> {
        Ok(Saved::read(parts).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::{BYTES, MOST, Saved};

    fn read(cookie: &str) -> Saved {
        let request = Request::builder()
            .header("Cookie", cookie)
            .body(())
            .unwrap();
        Saved::read(&request.into_parts().0).unwrap_or_default()
    }

    #[test]
    fn searches_come_back_as_they_were_saved() {
        let saved = Saved::default()
            .with("ferry ~ \"north; pier\"")
            .with("ü=1")
            .with("ferry ~ \"north; pier\"");
        assert_eq!(saved.0, ["ferry ~ \"north; pier\"", "ü=1"]);
        let cookie = saved.cookie();
        assert_eq!(read(cookie.split("; ").next().unwrap()), saved);
        assert!(saved.without("ü=1").0.len() == 1);
        assert_eq!(read("crosswire_searches=%0A~%FF~"), Saved::default());
    }

    #[test]
    fn the_oldest_go() {
        let many = (0..100).fold(Saved::default(), |all, n| all.with(&n.to_string()));
        assert_eq!((many.0.len(), many.0[0].as_str()), (MOST, "99"));
        let long = (0..20).fold(Saved::default(), |all, n| {
            all.with(&format!("{n}{}", "ä".repeat(100)))
        });
        assert!(long.written().len() <= BYTES && long.0.len() < 20);
    }
}
