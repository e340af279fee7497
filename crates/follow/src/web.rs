//! The threads that ask: each takes the next request, and makes of the answer what it was for.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crosswire_fetch::{Answer, Ask, Kind, Robots, Url, retry_after};
use crosswire_ledger::{Fetch, News};
use crosswire_report::{Item, ProblemKind, Provenance, Report};
use jiff::Timestamp;
use serde_json::json;

use crate::feed::{self, Entry};
use crate::follower::{Shared, later_by};
use crate::gathered::{Found, Gathered};
use crate::hosts::{Next, Purpose, Task};

/// Redirects from one address to another at most.
const HOPS: usize = 5;
/// Pages that one look at a feed asks for at most; the others come with the next look.
const PAGES: usize = 200;
/// How often the page of an item is tried, a look each.
const TRIES: u32 = 3;

/// What a request is for.
#[derive(Clone, Debug)]
pub(crate) enum Wanted {
    /// The feed of a source.
    Feed(usize),
    /// The page of an item.
    Page(usize, Box<Entry>, u32),
}

impl Wanted {
    fn source(&self) -> usize {
        match self {
            Wanted::Feed(source) | Wanted::Page(source, ..) => *source,
        }
    }
}

/// Asks until there is nothing more to ask, or the follower stops.
pub(crate) fn ask(shared: &Shared) {
    loop {
        let now = Instant::now();
        let next = {
            let Ok(mut hosts) = shared.hosts.lock() else {
                return;
            };
            if shared.stops() {
                return;
            }
            let next = hosts.next(now);
            if let Next::Wait(_) | Next::Empty = next {
                let wait = match next {
                    Next::Wait(until) => until.saturating_duration_since(now),
                    _ => Duration::from_secs(1),
                };
                // Woken when something is put in; a second at most, so that a stop is seen.
                let wait = wait.clamp(Duration::from_millis(1), Duration::from_secs(1));
                drop(shared.wake.wait_timeout(hosts, wait));
                continue;
            }
            next
        };
        if let Next::Task(task, said) = next
            && !one(shared, *task, said)
        {
            return;
        }
    }
}

/// Makes one request; whether somebody still listens.
fn one(shared: &Shared, task: Task<Wanted>, said: Option<bool>) -> bool {
    if let Purpose::Own(wanted) = &task.purpose
        && said != Some(true)
    {
        shared.untouched(&task.url);
        let why = match said {
            Some(_) => "its robots.txt does not let guests ask for it",
            None => "its robots.txt could not be read, so it is left alone until it can be",
        };
        let trouble = format!("{}: {why}", task.url);
        return failed(shared, wanted.clone(), None, trouble, None);
    }
    let ask = match &task.purpose {
        Purpose::Own(Wanted::Feed(source)) => shared.sources[*source].ask(&task.allow),
        _ => Ask {
            allow: task.allow.clone(),
            ..Ask::default()
        },
    };
    let answered = shared.guest.get(&task.url, &ask);
    let now = Instant::now();
    let leave = match &answered {
        Ok(answer) if matches!(answer.status, 429 | 503) => asked_for(answer),
        _ => None,
    };
    let pause = task.pause.max(leave.unwrap_or_default());
    tracing::debug!(
        url = %task.url,
        status = answered.as_ref().map_or(0, |answer| answer.status),
        bytes = answered.as_ref().map_or(0, |answer| answer.body.len()),
        "asked"
    );
    shared
        .requests
        .fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    // Another address, on this host or another, whose own rules and pauses hold.
    if let Ok(answer) = &answered
        && (300..400).contains(&answer.status)
        && answer.status != 304
        && let Some(to) = answer
            .location
            .as_ref()
            .and_then(|to| task.url.join(to).ok())
        && task.over.len() < HOPS
    {
        let mut over = task.over.clone();
        over.push(task.url.clone());
        if let Purpose::Own(Wanted::Feed(source)) = task.purpose
            && matches!(answer.status, 301 | 308)
            && over.len() == 1
        {
            shared.sources[source].moved(&to);
        }
        shared.done(&task.url, pause, now);
        shared.put(Task {
            due: now,
            url: to,
            over,
            ..task
        });
        return true;
    }
    match task.purpose {
        Purpose::Robots(of) => {
            let robots = match answered {
                Ok(answer) => Robots::answered(answer.status, &answer.body),
                // A host that is never asked: the request itself is refused, in its own words.
                Err(trouble) if trouble.kind == Kind::Refused && task.over.is_empty() => {
                    Robots::answered(404, b"")
                }
                Err(_) => None,
            };
            shared.know(&of, robots, now);
            // The host that was asked for, and the one that answered where that is another.
            shared.done(&task.url, pause, now);
            true
        }
        Purpose::Own(wanted) => {
            shared.done(&task.url, pause, now);
            match (wanted, answered) {
                (wanted, Err(trouble)) => failed(shared, wanted, None, trouble.to_string(), None),
                (Wanted::Feed(source), Ok(answer)) => {
                    feed_answered(shared, source, &task.url, &task.over, &ask, answer)
                }
                (Wanted::Page(source, entry, tries), Ok(answer)) => {
                    page_answered(shared, source, *entry, tries, &task.url, &task.over, answer)
                }
            }
        }
    }
}

fn asked_for(answer: &Answer) -> Option<Duration> {
    retry_after(answer.retry_after.as_deref()?, answer.at)
}

/// A status that is no good answer, in words.
fn refused(url: &Url, over: &[Url], answer: &Answer) -> String {
    let words = match answer.status {
        300..=399 if over.len() >= HOPS => "it leads on more than five times",
        300..=399 => "it leads on, and does not say where",
        401 | 403 => "the host does not give it to guests",
        404 => "there is nothing at this address",
        410 => "the host says that it is gone for good",
        429 => "the host says that this is too often",
        500.. => "the host is in trouble",
        _ => "the host does not give it",
    };
    format!("{url}: {words} (status {})", answer.status)
}

fn feed_answered(
    shared: &Shared,
    at: usize,
    url: &Url,
    over: &[Url],
    ask: &Ask,
    answer: Answer,
) -> bool {
    let source = &shared.sources[at];
    let status = answer.status;
    if status == 304 {
        return source.finish(shared, Timestamp::now(), status, None, Vec::new());
    }
    if !(200..300).contains(&status) {
        let trouble = refused(url, over, &answer);
        let asked = asked_for(&answer).or((status == 410).then_some(Duration::from_secs(86_400)));
        return failed(shared, Wanted::Feed(at), Some(status), trouble, asked);
    }
    let read = feed::items(
        &source.source.name,
        url.as_str(),
        &answer.body,
        source.source.outlet.as_deref(),
    );
    if read.is_other {
        let trouble = format!("{url}: this is no feed (it begins like a page or something else)");
        return failed(shared, Wanted::Feed(at), Some(status), trouble, None);
    }
    let fetch = Arc::new(run(
        &source.source.name,
        shared.guest.name(),
        url,
        over,
        ask,
        &answer,
    ));
    let whole = read.trouble.is_empty();
    let there: Vec<_> = read.entries.iter().map(|entry| entry.item).collect();
    let (mut found, mut seen, mut pages) = (Vec::new(), Vec::new(), Vec::new());
    for entry in source.unseen(read.entries) {
        let (entry, tries) = entry;
        let page = entry.report.url.as_ref().filter(|_| shared.articles);
        match page.and_then(|page| Url::parse(page).ok()) {
            Some(page) if pages.len() < PAGES => pages.push((page, entry, tries)),
            Some(_) => {}
            None => {
                seen.push((entry.item, entry.mark.clone()));
                found.push(Found {
                    report: Arc::new(entry.report),
                    raw: None,
                    fetch: Some(Arc::clone(&fetch)),
                });
            }
        }
    }
    // What broke, or has pages that were left for later, is asked for whole next time.
    let tag =
        (whole && pages.len() < PAGES).then(|| (answer.etag.clone(), answer.modified.clone()));
    let forget = source.forgotten(&there);
    let now = Timestamp::now();
    if !found.is_empty() && !source.give(shared, found, seen, Vec::new(), None) {
        return false;
    }
    if !source.begin(pages.len(), status, tag, read.trouble, forget) {
        return source.end(shared, now);
    }
    for (page, entry, tries) in pages {
        shared.put(Task {
            due: Instant::now(),
            url: page,
            over: Vec::new(),
            pause: source.source.pause,
            allow: source.source.allow.clone(),
            purpose: Purpose::Own(Wanted::Page(at, Box::new(entry), tries)),
        });
    }
    true
}

fn page_answered(
    shared: &Shared,
    at: usize,
    entry: Entry,
    tries: u32,
    url: &Url,
    over: &[Url],
    answer: Answer,
) -> bool {
    let source = &shared.sources[at];
    if !(200..300).contains(&answer.status) {
        let trouble = refused(url, over, &answer);
        return failed(
            shared,
            Wanted::Page(at, Box::new(entry), tries),
            Some(answer.status),
            trouble,
            None,
        );
    }
    let page = feed::page(url.as_str(), answer.media.as_deref(), &answer.body);
    let Some(mut report) = page else {
        let trouble = format!("{url}: there is no report on the page");
        return failed(
            shared,
            Wanted::Page(at, Box::new(entry), TRIES),
            Some(answer.status),
            trouble,
            None,
        );
    };
    let ask = Ask::default();
    let fetch = run(
        &source.source.name,
        shared.guest.name(),
        url,
        over,
        &ask,
        &answer,
    );
    complete(&mut report, &entry.report);
    let found = Found {
        raw: (report.details.raw_sha256 == fetch.sha256).then_some(answer.body),
        report: Arc::new(report),
        fetch: Some(Arc::new(fetch)),
    };
    source.give(
        shared,
        vec![found],
        vec![(entry.item, entry.mark)],
        Vec::new(),
        None,
    ) && source.one_less(shared)
}

/// What the feed knows of a page that the page does not say itself. The page is the item: it is known
/// under the item's name, so a later version is one of it.
fn complete(page: &mut Report, item: &Report) {
    page.id.clone_from(&item.id);
    let from = |what: Item| Provenance {
        item: what,
        from: "feed".to_owned(),
    };
    if page.published.is_none() && item.published.is_some() {
        page.published = item.published;
        page.problems
            .retain(|problem| problem.kind != ProblemKind::NoDate);
        page.details.provenance.push(from(Item::Published));
    }
    // A page that does not say whose it is goes by its host's name, which says less than the feed's.
    let own = &mut page.details.provenance;
    let by_host = own
        .iter()
        .position(|known| known.item == Item::Outlet && known.from == "address");
    if let Some(at) = by_host
        && item.outlet.is_some()
    {
        own[at] = from(Item::Outlet);
        page.outlet.clone_from(&item.outlet);
    }
}

/// What went wrong is noted; an item whose page is not to be had is taken as the feed has it.
fn failed(
    shared: &Shared,
    wanted: Wanted,
    status: Option<u16>,
    trouble: String,
    asked: Option<Duration>,
) -> bool {
    let source = &shared.sources[wanted.source()];
    tracing::warn!(source = source.source.name, %trouble, "not fetched");
    match wanted {
        Wanted::Feed(_) => source.fail(shared, status, trouble, asked),
        Wanted::Page(_, entry, tries) => {
            let tries = tries + 1;
            let mark = if tries < TRIES {
                format!("{}~{tries}", entry.mark)
            } else {
                entry.mark.clone()
            };
            let found = Found {
                report: Arc::new(entry.report),
                raw: None,
                fetch: None,
            };
            source.give(
                shared,
                vec![found],
                vec![(entry.item, mark)],
                vec![trouble],
                None,
            ) && source.one_less(shared)
        }
    }
}

/// The record of a request that brought reports.
fn run(source: &str, agent: &str, url: &Url, over: &[Url], ask: &Ask, answer: &Answer) -> Fetch {
    let first = over.first().unwrap_or(url);
    let mut request = json!({"method": "GET", "url": first.as_str(), "user-agent": agent});
    if over.len() > 1 {
        let over: Vec<&str> = over[1..].iter().map(Url::as_str).collect();
        request["over"] = json!(over);
    }
    for (name, value) in [
        ("if-none-match", &ask.etag),
        ("if-modified-since", &ask.modified),
    ] {
        if let Some(value) = value {
            request[name] = json!(value);
        }
    }
    Fetch {
        source: source.to_owned(),
        request: request.to_string(),
        url: url.to_string(),
        status: answer.status,
        at: answer.at,
        sha256: answer.sha256(),
        bytes: answer.body.len() as u64,
    }
}

/// The request for a source's feed, at the time that its state says.
pub(crate) fn feed_task(shared: &Shared, at: usize, url: Url, now: Timestamp) -> Task<Wanted> {
    let source = &shared.sources[at];
    Task {
        due: later_by(source.due(now), now),
        url,
        over: Vec::new(),
        pause: source.source.pause,
        allow: source.source.allow.clone(),
        purpose: Purpose::Own(Wanted::Feed(at)),
    }
}

/// Sends what was gathered; whether somebody still listens.
pub(crate) fn send(
    shared: &Shared,
    source: &str,
    found: Vec<Found>,
    mut news: News,
    trouble: Vec<String>,
) -> bool {
    news.source = source.to_owned();
    shared.send(Gathered {
        found,
        news,
        trouble,
        at: Timestamp::now(),
    })
}
