//! Who may ask what, and what every answer carries.
//!
//! - The `Host` must be one of the desk's names, or a page elsewhere could have its own name point
//!   at this machine and read along (DNS rebinding).
//! - On loopback anybody on this machine may read. Writing, and everything when the desk listens
//!   elsewhere, needs the token: as `Authorization: Bearer`, or as the cookie that opening
//!   `/?token=...` sets.
//! - Addresses of feeds are the exception: each holds a secret of its own, reads only, and can be revoked.
//! - A write that rests on the cookie must also carry `form=`, which only the desk's own pages know.
//! - Pages may load nothing but the desk's own style and script, and run no script inline.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use crate::connections::Peer;
use crate::problem::Problem;
use crate::state::Shared;

/// How long an answer may take to begin.
const PATIENCE: Duration = Duration::from_secs(30);
const COOKIE: &str = "crosswire";
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// How a client showed who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// It did not.
    Open,
    /// By the cookie.
    Cookie,
    /// By the header.
    Bearer,
}

impl Access {
    /// Whether the desk's pages show what writes.
    pub(crate) fn may_write(self) -> bool {
        self != Access::Open
    }
}

/// Everything that comes in passes here, and everything that goes out.
pub(crate) async fn guard(
    State(state): State<Shared>,
    ConnectInfo(Peer(peer)): ConnectInfo<Peer>,
    mut request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("(none)", MatchedPath::as_str)
        .to_owned();
    let wants_page = !path.starts_with("/api/") && wants_page(request.headers());
    let mut admitted = Access::Open;
    let response = match admit(&state, peer, &request) {
        Err(answer) => *answer,
        Ok(access) => {
            request.extensions_mut().insert(access);
            admitted = access;
            match tokio::time::timeout(PATIENCE, next.run(request)).await {
                Ok(response) => response,
                Err(_) => Problem::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "this took longer than 30 seconds and was given up; ask for less at once",
                )
                .into_response(),
            }
        }
    };
    let mut response = told(response, wants_page, admitted);
    finish(response.headers_mut());
    let (status, took) = (response.status().as_u16(), began.elapsed());
    state
        .metrics
        .answered(method.as_str(), &route, status, took);
    tracing::info!(
        method = method.as_str(),
        path,
        status,
        milliseconds = took.as_secs_f64() * 1000.0,
        peer = %peer.ip(),
        "answered"
    );
    response
}

/// Whether whoever asks is a person's browser.
fn wants_page(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT);
    accepted
        .and_then(|accepted| accepted.to_str().ok())
        .is_some_and(|accepted| accepted.contains("text/html"))
}

/// A refusal as the desk tells it: a page for a person, a problem for a program; also where the
/// server's own parts refused a request in words of theirs.
fn told(response: Response, wants_page: bool, access: Access) -> Response {
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let kind = response.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or("");
    let is_problem = kind.starts_with("application/problem+json");
    if kind.starts_with("text/html") || (is_problem && !wants_page) {
        return response;
    }
    let known = response.extensions().get::<Problem>().cloned();
    let problem = known.unwrap_or_else(|| {
        Problem::new(
            status,
            match status {
                StatusCode::METHOD_NOT_ALLOWED if wants_page => {
                    "This address takes what a form sends; it is no page. Go back to the page that the form is on."
                }
                StatusCode::METHOD_NOT_ALLOWED => {
                    "this address is asked otherwise; /api/v1/openapi.json says how"
                }
                StatusCode::NOT_FOUND => "there is nothing at this address",
                StatusCode::PAYLOAD_TOO_LARGE => "this is more than 64 MiB; send it in parts",
                _ => "the address or what was sent with it cannot be read",
            },
        )
    });
    let mut answer = if wants_page {
        crate::pages::trouble(&problem, access)
    } else {
        problem.into_response()
    };
    // What was said beside it stays said: when to come again, how to show who one is, what is allowed.
    for name in [header::WWW_AUTHENTICATE, header::RETRY_AFTER, header::ALLOW] {
        if let Some(value) = response.headers().get(&name) {
            answer.headers_mut().insert(name, value.clone());
        }
    }
    answer
}

fn admit(state: &Shared, peer: SocketAddr, request: &Request) -> Result<Access, Box<Response>> {
    let refuse = |status, detail: &str, people: &str| {
        let problem = Problem::new(status, detail).people(people);
        Err(Box::new(problem.into_response()))
    };
    if !host(request).is_some_and(|host| is_own(host, state)) {
        return refuse(
            StatusCode::MISDIRECTED_REQUEST,
            "the desk does not answer to this name; ask for it by its address, or start it with --host NAME",
            "The desk does not answer to this name. Open it by the address that was printed where it was started; whoever \
             runs it can let it answer to a name.",
        );
    }
    let query = request.uri().query().unwrap_or("");
    if *request.method() == Method::GET
        && let Some(said) = parameter(query, "token")
    {
        if state.token.is(&said) {
            return Err(Box::new(enter(state, request.uri())));
        }
        return refuse(
            StatusCode::UNAUTHORIZED,
            "this is not the desk's token",
            "This is not the desk's token. It changes when the desk is started again, unless whoever runs it set one.",
        );
    }
    let access = access(state, request.headers());
    let is_write = !matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    // A feed's address is its own secret: feed readers send no token.
    let path = request.uri().path();
    let is_open = path == "/healthz" || path.starts_with("/static/") || path.starts_with("/feeds/");
    if access == Access::Open && !is_open && (is_write || !state.is_local) {
        let mut response = Problem::new(
            StatusCode::UNAUTHORIZED,
            "this needs the desk's token: send `Authorization: Bearer TOKEN`, or open the address \
             that `crosswire serve` printed",
        )
        .people(
            "This is for those who have the desk's token. Open the whole address that was printed where the desk was \
             started, once in this browser, or give the token here.",
        )
        .into_response();
        let challenge = HeaderValue::from_static("Bearer realm=\"crosswire\"");
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, challenge);
        return Err(Box::new(response));
    }
    if is_write
        && access == Access::Cookie
        && parameter(query, "form").is_none_or(|said| said != state.token.form())
    {
        return refuse(
            StatusCode::FORBIDDEN,
            "this form is not one of the desk's own, or it is from an earlier start; open the page again",
            "This form is from before the desk was started again. Go back, reload the page, and send it once more.",
        );
    }
    let limit = (is_write || !peer.ip().is_loopback()).then_some(is_write);
    if let Some(is_write) = limit
        && !state.rates.admit(peer.ip(), is_write, Instant::now())
    {
        let mut response = Problem::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too many requests from this address; wait a second",
        )
        .into_response();
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        return Err(Box::new(response));
    }
    Ok(access)
}

/// The host asked for, without its port.
fn host(request: &Request) -> Option<&str> {
    let said = match request.headers().get(header::HOST) {
        Some(host) => host.to_str().ok()?,
        None => request.uri().authority()?.as_str(),
    };
    Some(match said.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(rest),
        None => said.split(':').next().unwrap_or(said),
    })
}

fn is_own(host: &str, state: &Shared) -> bool {
    let loopback = host.eq_ignore_ascii_case("localhost")
        || host
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback());
    loopback || state.hosts.iter().any(|own| own.eq_ignore_ascii_case(host))
}

fn access(state: &Shared, headers: &HeaderMap) -> Access {
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    if bearer.is_some_and(|said| state.token.is(said.trim())) {
        return Access::Bearer;
    }
    let cookies = headers.get_all(header::COOKIE);
    let said = cookies
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE);
    match said {
        Some((_, value)) if state.token.is(value) => Access::Cookie,
        _ => Access::Open,
    }
}

/// Sets the cookie and leads on without the token in the address.
fn enter(state: &Shared, uri: &Uri) -> Response {
    // A path that begins with two slashes would be another server's address.
    let path = format!("/{}", uri.path().trim_start_matches(['/', '\\']));
    let mut response = Redirect::to(&path).into_response();
    let cookie = format!(
        "{COOKIE}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000",
        state.token.secret()
    );
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// The first value of a parameter of a query, decoded; nothing where it is no text.
pub(crate) fn parameter(query: &str, name: &str) -> Option<String> {
    let (_, value) = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name)?;
    Some(value.into_owned()).filter(|value| !value.contains(char::REPLACEMENT_CHARACTER))
}

fn finish(headers: &mut HeaderMap) {
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(
        "cross-origin-opener-policy",
        HeaderValue::from_static("same-origin"),
    );
    headers.insert(
        "cross-origin-resource-policy",
        HeaderValue::from_static("same-origin"),
    );
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-cache"));
}

/// Tokens that requests take out, by address: reads from elsewhere and writes from anywhere.
#[derive(Default)]
pub(crate) struct Rates {
    buckets: Mutex<HashMap<(IpAddr, bool), (f64, Instant)>>,
}

impl Rates {
    /// Buckets kept at most; beyond it, all full ones are forgotten.
    const MOST: usize = 10_000;

    fn admit(&self, peer: IpAddr, is_write: bool, now: Instant) -> bool {
        let (rate, most) = if is_write {
            (20.0, 60.0)
        } else {
            (50.0, 200.0)
        };
        let Ok(mut buckets) = self.buckets.lock() else {
            return true;
        };
        if buckets.len() > Rates::MOST {
            buckets.retain(|_, (_, then)| now.duration_since(*then) < Duration::from_secs(60));
        }
        let (left, then) = buckets.entry((peer, is_write)).or_insert((most, now));
        *left = (*left + rate * now.duration_since(*then).as_secs_f64()).min(most);
        *then = now;
        let admitted = *left >= 1.0;
        if admitted {
            *left -= 1.0;
        }
        admitted
    }
}

#[cfg(test)]
mod tests {
    use super::{Rates, parameter};
    use std::net::{IpAddr, Ipv4Addr};
    use std::time::{Duration, Instant};

    #[test]
    fn parameters_are_decoded() {
        assert_eq!(parameter("a=1&b=x%20y+z", "b").as_deref(), Some("x y z"));
        assert_eq!(parameter("a=%zz", "a").as_deref(), Some("%zz"));
        assert_eq!(parameter("a=%ff", "a"), None);
        assert_eq!(parameter("", "a"), None);
    }

    #[test]
    fn a_bucket_runs_dry_and_fills_again() {
        let (rates, peer) = (Rates::default(), IpAddr::V4(Ipv4Addr::LOCALHOST));
        let now = Instant::now();
        let admitted = (0..100).filter(|_| rates.admit(peer, true, now)).count();
        assert_eq!(admitted, 60);
        assert!(rates.admit(peer, true, now + Duration::from_secs(1)));
    }
}
