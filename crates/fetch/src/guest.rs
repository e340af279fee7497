//! The guest: one request at a time, within bounds.

use std::collections::HashMap;
use std::fmt;
use std::io::Read;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use flate2::read::MultiGzDecoder;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use ureq::config::Config;
use ureq::http::{Uri, header};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body};
use url::Url;

use crate::address::is_public;
use crate::trouble::{Kind, Private, Trouble};

/// How a guest behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whom a host can turn to.
    contact: String,
    /// How long finding and reaching a host may take.
    pub connect: Duration,
    /// How long an answer may take to begin.
    pub answer: Duration,
    /// How long all of it may take.
    pub whole: Duration,
    /// Bytes of an answer at most, as sent and as unpacked.
    pub most: u64,
    /// What names stand for; `None` asks the system.
    pub resolve: Option<Arc<dyn Resolve>>,
    /// Who may vouch for hosts, as DER; `None` for the authorities that Mozilla trusts.
    pub roots: Option<Vec<Vec<u8>>>,
}

impl Options {
    /// The usual bounds, and whom a host can turn to: a mail address, or the address of a page.
    ///
    /// # Errors
    ///
    /// When the contact is neither.
    pub fn new(contact: &str) -> Result<Options, Trouble> {
        let contact = contact.trim();
        let is_page = contact.starts_with("https://") || contact.starts_with("http://");
        let is_mail = contact.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !host.contains('@')
        });
        let fits = contact.len() <= 200 && contact.chars().all(|c| c.is_ascii_graphic());
        if !fits || !(is_page || is_mail) || contact.contains(['(', ')', ';']) {
            return Err(Trouble::new(
                Kind::Refused,
                contact,
                "as a contact, give a mail address or the address of a page, to which the hosts that are \
                 asked can turn",
            ));
        }
        Ok(Options {
            contact: contact.to_owned(),
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(20),
            whole: Duration::from_secs(60),
            most: 16 << 20,
            resolve: None,
            roots: None,
        })
    }
}

/// What names stand for.
pub trait Resolve: fmt::Debug + Send + Sync + 'static {
    /// The addresses of a host.
    ///
    /// # Errors
    ///
    /// When there are none, or they cannot be looked up.
    fn resolve(&self, host: &str, port: u16) -> std::io::Result<Vec<SocketAddr>>;
}

/// What goes with a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// The `ETag` of what is at hand.
    pub etag: Option<String>,
    /// The `Last-Modified` of what is at hand.
    pub modified: Option<String>,
    /// Hosts that may be private, each exactly as `host:port` stands in an address.
    pub allow: Vec<String>,
}

/// What came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// When it was there.
    pub at: Timestamp,
    /// The body, unpacked.
    pub body: Vec<u8>,
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub modified: Option<String>,
    /// `Location`.
    pub location: Option<String>,
    /// `Retry-After`.
    pub retry_after: Option<String>,
    /// `Content-Type`.
    pub media: Option<String>,
}

impl Answer {
    /// SHA-256 of the body, in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> String {
        hex_sha256(&self.body)
    }
}

/// SHA-256 in hexadecimal.
#[must_use]
pub fn hex_sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut digits, byte| {
            let _ = write!(digits, "{byte:02x}");
            digits
        })
}

/// Asks for one address at a time, as a guest.
pub struct Guest {
    options: Options,
    name: String,
    /// A client for each list of hosts that may be private: the check is part of the client.
    agents: Mutex<HashMap<Vec<String>, Agent>>,
}

impl fmt::Debug for Guest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guest").field("name", &self.name).finish()
    }
}

impl Guest {
    /// A guest that behaves so.
    #[must_use]
    pub fn new(options: Options) -> Guest {
        let contact = &options.contact;
        let name = format!("crosswire/{} (+{contact})", env!("CARGO_PKG_VERSION"));
        Guest {
            options,
            name,
            agents: Mutex::default(),
        }
    }

    /// How it calls itself: the program, its version, and whom to turn to.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Asks for an address. Redirects are answers like any other, and are not followed.
    ///
    /// # Errors
    ///
    /// When the address is one that is never asked, or no whole answer came within the bounds.
    pub fn get(&self, url: &Url, ask: &Ask) -> Result<Answer, Trouble> {
        let agent = self.agent(url, &ask.allow)?;
        let mut request = agent
            .get(url.as_str())
            .header(header::ACCEPT_ENCODING, "gzip");
        if let Some(etag) = &ask.etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(modified) = &ask.modified {
            request = request.header(header::IF_MODIFIED_SINCE, modified);
        }
        let response = request
            .call()
            .map_err(|error| Trouble::of(url.as_str(), error))?;
        self.answer(url, response)
    }

    /// Sends a body to an address, with these headers.
    ///
    /// # Errors
    ///
    /// As [`Guest::get`].
    pub fn post(
        &self,
        url: &Url,
        headers: &[(&str, String)],
        body: &[u8],
        allow: &[String],
    ) -> Result<Answer, Trouble> {
        let agent = self.agent(url, allow)?;
        let mut request = agent.post(url.as_str());
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let response = request
            .send(body)
            .map_err(|error| Trouble::of(url.as_str(), error))?;
        self.answer(url, response)
    }

    fn answer(
        &self,
        url: &Url,
        mut response: ureq::http::Response<Body>,
    ) -> Result<Answer, Trouble> {
        let said = |name: header::HeaderName| {
            let value = response.headers().get(name)?.to_str().ok()?;
            Some(value.to_owned()).filter(|value| value.len() <= 4096)
        };
        let packing = said(header::CONTENT_ENCODING).unwrap_or_default();
        let mut answer = Answer {
            status: response.status().as_u16(),
            at: Timestamp::UNIX_EPOCH,
            body: Vec::new(),
            etag: said(header::ETAG),
            modified: said(header::LAST_MODIFIED),
            location: said(header::LOCATION),
            retry_after: said(header::RETRY_AFTER),
            media: said(header::CONTENT_TYPE),
        };
        let most = self.options.most;
        if response
            .body()
            .content_length()
            .is_some_and(|length| length > most)
        {
            return Err(too_large(url, most));
        }
        let mut sent = Vec::new();
        // One byte more than is taken, so that too much is seen.
        let mut stream = response.body_mut().with_config().limit(most + 2).reader();
        stream
            .by_ref()
            .take(most + 1)
            .read_to_end(&mut sent)
            .map_err(|error| Trouble::of_stream(url.as_str(), &error))?;
        if sent.len() as u64 > most {
            return Err(too_large(url, most));
        }
        answer.body = match packing.trim().to_ascii_lowercase().as_str() {
            "" | "identity" => sent,
            // What says that it is packed, and is not, is taken as it is.
            "gzip" | "x-gzip" if sent.starts_with(&[0x1f, 0x8b]) => unpacked(url, &sent, most)?,
            "gzip" | "x-gzip" => sent,
            other => {
                let other: String = other.chars().take(40).collect();
                return Err(Trouble::new(
                    Kind::Broken,
                    url.as_str(),
                    format!("it is packed as {other:?}, which was not asked for"),
                ));
            }
        };
        answer.at = Timestamp::now();
        Ok(answer)
    }

    /// The client for an address, once that is one that may be asked at all.
    fn agent(&self, url: &Url, allow: &[String]) -> Result<Agent, Trouble> {
        let refuse = |message: &str| Err(Trouble::new(Kind::Refused, url.as_str(), message));
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return refuse("only http and https are asked");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Trouble::new(
                Kind::Refused,
                url.host_str().unwrap_or_default(),
                "there is a name or a password in the address, which is not sent",
            ));
        }
        let mut allow: Vec<String> = allow.iter().map(|host| host.to_ascii_lowercase()).collect();
        allow.sort_unstable();
        allow.dedup();
        let Ok(mut agents) = self.agents.lock() else {
            return refuse("another thread failed");
        };
        if let Some(agent) = agents.get(&allow) {
            return Ok(agent.clone());
        }
        let agent = Agent::with_parts(
            self.config(),
            DefaultConnector::default(),
            Guarded {
                allow: allow.clone(),
                inner: self.options.resolve.clone(),
            },
        );
        agents.insert(allow, agent.clone());
        Ok(agent)
    }

    fn config(&self) -> Config {
        let options = &self.options;
        let mut tls = TlsConfig::builder();
        if let Some(roots) = &options.roots {
            let roots: Vec<Certificate<'static>> = roots
                .iter()
                .map(|root| Certificate::from_der(root).to_owned())
                .collect();
            tls = tls.root_certs(RootCerts::new_with_certs(&roots));
        }
        Agent::config_builder()
            .user_agent(self.name.as_str())
            .accept("application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.9, */*;q=0.5")
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            // A proxy would connect to addresses that nobody here has checked.
            .proxy(None)
            .tls_config(tls.build())
            .timeout_resolve(Some(options.connect))
            .timeout_connect(Some(options.connect))
            .timeout_recv_response(Some(options.answer))
            .timeout_global(Some(options.whole))
            // Hosts are asked seldom; none is kept waiting with an open connection.
            .max_idle_connections(0)
            .max_idle_connections_per_host(0)
            .build()
    }
}

fn too_large(url: &Url, most: u64) -> Trouble {
    let message = format!(
        "the answer is longer than {} MB, which is not taken",
        most >> 20
    );
    Trouble::new(Kind::TooLarge, url.as_str(), message)
}

fn unpacked(url: &Url, sent: &[u8], most: u64) -> Result<Vec<u8>, Trouble> {
    let mut body = Vec::new();
    MultiGzDecoder::new(sent)
        .take(most + 1)
        .read_to_end(&mut body)
        .map_err(|error| {
            let message = format!("its packing is damaged: {error}");
            Trouble::new(Kind::Broken, url.as_str(), message)
        })?;
    if body.len() as u64 > most {
        return Err(too_large(url, most));
    }
    Ok(body)
}

/// Looks up a host once, and hands out its addresses only if none of them is private, or the host is
/// one that may be. What is handed out is what is connected to: there is no second look-up.
#[derive(Debug)]
struct Guarded {
    allow: Vec<String>,
    inner: Option<Arc<dyn Resolve>>,
}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = uri.host().unwrap_or_default().to_ascii_lowercase();
        let port = uri.port_u16().unwrap_or(match uri.scheme_str() {
            Some("https") => 443,
            _ => 80,
        });
        let found = match &self.inner {
            None => DefaultResolver::default().resolve(uri, config, timeout)?,
            Some(inner) => {
                let mut found = self.empty();
                for address in inner.resolve(&host, port)?.into_iter().take(8) {
                    found.push(address);
                }
                found
            }
        };
        if found.is_empty() {
            return Err(ureq::Error::HostNotFound);
        }
        if self.allow.contains(&format!("{host}:{port}")) {
            return Ok(found);
        }
        match found.iter().find(|address| !is_public(address.ip())) {
            None => Ok(found),
            Some(private) => Err(ureq::Error::Other(Box::new(Private {
                host,
                port,
                address: private.ip(),
            }))),
        }
    }
}
