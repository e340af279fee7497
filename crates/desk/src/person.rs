//! Who sits at the desk, as far as they said: a name in a cookie, by which marks and corrections are
//! signed and by which the desk knows what somebody has looked through. It gives no right to anything.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

const COOKIE: &str = "crosswire_name";

/// The name that somebody gave; empty where none was.
#[derive(Clone, Debug, Default)]
pub(crate) struct Person(pub(crate) String);

impl Person {
    /// What a browser is told to remember.
    pub(crate) fn cookie(name: &str) -> String {
        let name = utf8_percent_encode(name.trim(), NON_ALPHANUMERIC);
        format!("{COOKIE}={name}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000")
    }

    fn read(parts: &Parts) -> Option<String> {
        let said = remembered(parts, COOKIE)?;
        let name = percent_decode_str(said).decode_utf8().ok()?;
        let fits = name.chars().count() <= 200 && !name.contains(char::is_control);
        fits.then(|| name.trim().to_owned())
    }
}

/// What a browser was told to remember under a name.
pub(crate) fn remembered<'p>(parts: &'p Parts, name: &str) -> Option<&'p str> {
    let cookies = parts.headers.get_all(header::COOKIE).iter();
    let mut pairs = cookies
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    let (_, said) = pairs.find(|(own, _)| *own == name)?;
    Some(said)
}

impl<S: Send + Sync> FromRequestParts<S> for Person {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Person, Infallible> {
        Ok(Person(Person::read(parts).unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::Person;

    #[test]
    fn a_name_comes_back_as_it_was_given() {
        for name in ["Ida", "Zoë O'Dell; the <2nd>", "=; Path=/"] {
            let cookie = Person::cookie(name);
            let said = cookie.split("; ").next().unwrap();
            let request = Request::builder().header("Cookie", format!("a=b; {said}"));
            let parts = request.body(()).unwrap().into_parts().0;
            assert_eq!(Person::read(&parts).as_deref(), Some(name));
        }
        let request = Request::builder().header("Cookie", "crosswire_name=%0A%FF");
        assert_eq!(
            Person::read(&request.body(()).unwrap().into_parts().0),
            None
        );
    }
}
