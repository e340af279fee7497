//! What is to be followed, as the user says it: a small file of sources, or an OPML list.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crosswire_fetch::{Options, Url};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::opml;

/// How often a source is looked at where nothing is said.
const INTERVAL: Duration = Duration::from_secs(15 * 60);
/// How often a folder is looked at where nothing is said.
const LOOK: Duration = Duration::from_secs(2);
/// How long a host is left alone between two requests where nothing is said.
const PAUSE: Duration = Duration::from_secs(5);
/// A host that is not one's own is asked for one feed, and left alone, no less than this.
const LEAST_INTERVAL: Duration = Duration::from_secs(60);
const LEAST_PAUSE: Duration = Duration::from_secs(1);
/// Sources of one list at most.
const MOST: usize = 20_000;
/// Bytes of a list at most.
pub(crate) const LONGEST: usize = 16 << 20;

/// One source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// What it is called; no other has the name.
    pub name: String,
    /// What it is.
    pub what: What,
    /// The outlet of reports that do not name one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// How long from one look at it to the next.
    pub interval: Duration,
    /// How long its host is left alone between two requests.
    pub pause: Duration,
    /// Hosts that may be private, each exactly as `host:port` stands in an address.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allow: Vec<String>,
    /// Whom a host can turn to: a mail address or the address of a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// What a source is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// A feed or news sitemap at this address, which is asked for.
    Feed(String),
    /// A folder, also a spool into which files are moved.
    Folder(PathBuf),
    /// A folder of web archives that a crawl goes on writing.
    Crawl(PathBuf),
}

impl What {
    /// The address or path.
    #[must_use]
    pub fn place(&self) -> String {
        match self {
            What::Feed(url) => url.clone(),
            What::Folder(path) | What::Crawl(path) => path.display().to_string(),
        }
    }

    /// The word for it in a list of sources.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            What::Feed(_) => "feed",
            What::Folder(_) => "folder",
            What::Crawl(_) => "crawl",
        }
    }
}

/// What is wrong with a list of sources or with rules: where, what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {message}")]
pub struct Wrong {
    /// The file, and the entry in it.
    pub place: String,
    /// What is wrong, and what to do.
    pub message: String,
}

impl Wrong {
    /// Something wrong at a place.
    pub fn new(place: impl Into<String>, message: impl Into<String>) -> Wrong {
        Wrong {
            place: place.into(),
            message: message.into(),
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    follow: Defaults,
    source: Vec<Entry>,
}

#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Defaults {
    contact: Option<String>,
    interval: Option<String>,
    pause: Option<String>,
    allow: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Entry {
    name: Option<String>,
    feed: Option<String>,
    folder: Option<PathBuf>,
    crawl: Option<PathBuf>,
    outlet: Option<String>,
    interval: Option<String>,
    pause: Option<String>,
    contact: Option<String>,
    allow: Vec<String>,
}

/// Reads a list of sources: TOML as the README shows it, or OPML. `place` is what the list is called in
/// errors; paths in it count from the folder it is in.
///
/// ```
/// let list = r#"
///     [follow]
///     contact = "desk@example.org"
///     [[source]]
///     feed = "https://harbour.example/rss.xml"
///     interval = "10m"
///     [[source]]
///     folder = "incoming"
/// "#;
/// let sources = crosswire_follow::sources(list, "sources.toml")?;
/// assert_eq!(sources[0].name, "harbour.example/rss.xml");
/// assert_eq!(sources[1].interval.as_secs(), 2);
/// # Ok::<(), crosswire_follow::Wrong>(())
/// ```
///
/// # Errors
///
/// When the list cannot be read, or asks for what is not done: a feed without a contact, a public host
/// more often than once a minute, two sources of one name.
pub fn sources(list: &str, place: &str) -> Result<Vec<Source>, Wrong> {
    if list.len() > LONGEST {
        return Err(Wrong::new(place, "the list is longer than 16 MB; split it"));
    }
    let file = if list
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('<')
    {
        File {
            source: opml::outlines(list, place)?
                .into_iter()
                .map(|outline| Entry {
                    name: Some(outline.title).filter(|title| !title.is_empty()),
                    feed: Some(outline.url),
                    ..Entry::default()
                })
                .collect(),
            ..File::default()
        }
    } else {
        toml::from_str(list).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start.min(list.len()));
            let line = 1 + list.as_bytes()[..at]
                .iter()
                .filter(|byte| **byte == b'\n')
                .count();
            Wrong::new(format!("{place}:{line}"), error.message())
        })?
    };
    if file.source.len() > MOST {
        let message = format!("there are more than {MOST} sources; split the list");
        return Err(Wrong::new(place, message));
    }
    let from = Path::new(place).parent().unwrap_or(Path::new(""));
    let mut found = Vec::with_capacity(file.source.len());
    for (at, entry) in file.source.into_iter().enumerate() {
        let place = format!("{place}, source {}", at + 1);
        found.push(source(entry, &file.follow, from, &place)?);
    }
    Ok(apart(found))
}

/// The sources of one or more lists: the same place twice is one source, and of two with one name the
/// second is called by its place too.
#[must_use]
pub fn apart(sources: Vec<Source>) -> Vec<Source> {
    let (mut names, mut places) = (BTreeSet::new(), BTreeSet::new());
    let mut kept = Vec::with_capacity(sources.len());
    for mut source in sources {
        if !places.insert((source.what.word(), source.what.place())) {
            continue;
        }
        if names.contains(&source.name) {
            source.name = format!("{} ({})", source.name, source.what.place());
        }
        names.insert(source.name.clone());
        kept.push(source);
    }
    kept
}

fn source(entry: Entry, defaults: &Defaults, from: &Path, place: &str) -> Result<Source, Wrong> {
    let wrong = |message: String| Err(Wrong::new(place, message));
    let what = match (entry.feed, entry.folder, entry.crawl) {
        (Some(feed), None, None) => What::Feed(feed.trim().to_owned()),
        (None, Some(folder), None) => What::Folder(from.join(folder)),
        (None, None, Some(crawl)) => What::Crawl(from.join(crawl)),
        _ => return wrong("give exactly one of feed, folder and crawl".to_owned()),
    };
    let duration = |said: Option<&String>, otherwise: Duration| {
        match said {
        None => Ok(otherwise),
        Some(said) => said
            .trim()
            .parse::<SignedDuration>()
            .ok()
            .and_then(|duration| Duration::try_from(duration).ok())
            .filter(|duration| !duration.is_zero() && *duration <= Duration::from_secs(7 * 86_400))
            .ok_or_else(|| {
                Wrong::new(place, format!("{said:?} is no time between requests; write it as \"90s\", \"15m\" or \"2h\""))
            }),
    }
    };
    let mut allow: Vec<String> = entry.allow;
    allow.extend(defaults.allow.iter().cloned());
    for host in &allow {
        let port = host
            .rsplit_once(':')
            .and_then(|(_, port)| port.parse::<u16>().ok());
        if port.is_none() || host.contains('/') {
            return wrong(format!(
                "{host:?} under allow is not host:port, such as \"127.0.0.1:8080\""
            ));
        }
    }
    let contact = entry.contact.or_else(|| defaults.contact.clone());
    let (name, is_own) = match &what {
        What::Feed(address) => {
            let url = Url::parse(address)
                .ok()
                .filter(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some());
            let Some(url) = url else {
                return wrong(format!("{address:?} is no address of the web"));
            };
            if let Some(contact) = &contact {
                Options::new(contact).map_err(|error| Wrong::new(place, error.to_string()))?;
            }
            let host = url.host_str().unwrap_or_default();
            let query = url
                .query()
                .map(|query| format!("?{query}"))
                .unwrap_or_default();
            let name = format!("{host}{}{query}", url.path());
            let own = format!("{host}:{}", url.port_or_known_default().unwrap_or(80));
            (
                name,
                allow.iter().any(|host| host.eq_ignore_ascii_case(&own)),
            )
        }
        other => (other.place(), true),
    };
    let usual = if matches!(what, What::Feed(_)) {
        INTERVAL
    } else {
        LOOK
    };
    let said = entry.interval.as_ref();
    let interval = match what {
        What::Feed(_) => duration(said.or(defaults.interval.as_ref()), usual)?,
        _ => duration(said, usual)?,
    };
    let pause = duration(entry.pause.as_ref().or(defaults.pause.as_ref()), PAUSE)?;
    if !is_own && (interval < LEAST_INTERVAL || pause < LEAST_PAUSE) {
        return wrong(
            "a guest asks for a feed no more than once a minute, and pauses a second between requests; \
             only hosts under allow may be asked more often"
                .to_owned(),
        );
    }
    let said = entry.name.map(|name| name.trim().to_owned());
    Ok(Source {
        name: said.filter(|name| !name.is_empty()).unwrap_or(name),
        what,
        outlet: entry.outlet,
        interval,
        pause,
        allow,
        contact,
    })
}
