//! The threads that ask: each takes the next request, and makes of the answer what it was for.

use std::mem;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crosswire_fetch::{Answer, Ask, Kind, Robots, Url, retry_after};
use crosswire_ledger::{Fetch, Item, News};
use crosswire_report::{Item as Field, ProblemKind, Provenance, Report};
use jiff::Timestamp;
use serde_json::json;

use crate::feed::{self, Entry};
use crate::follower::{Shared, later_by};
use crate::gathered::{self, Found, Gathered};
use crate::hosts::{Next, Purpose, Task};
use crate::parts::{PARTS, Part};
use crate::watched::{Done, Watched};

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
    /// A part of a source that is an index, and how it is remembered once it was looked at.
    Part(usize, (Item, String)),
    /// The page of an item.
    Page(usize, Box<Entry>, u32),
}

impl Wanted {
    fn source(&self) -> usize {
        match self {
            Wanted::Feed(source) | Wanted::Part(source, _) | Wanted::Page(source, ..) => *source,
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
                (Wanted::Part(source, seen), Ok(answer)) => {
                    part_answered(shared, source, seen, &task.url, &task.over, answer)
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
    let tag = || (answer.etag.clone(), answer.modified.clone());
    if let Some(parts) = read.parts {
        return index_answered(shared, at, url, status, parts, read.trouble, tag());
    }
    let fetch = run(shared, at, url, over, ask, &answer);
    let whole = read.trouble.is_empty();
    let mut taken = sorted(shared, at, read.entries, fetch);
    let done = Done {
        status,
        // What broke, or has pages that were left for later, is asked for whole next time.
        tag: (whole && !taken.is_cut).then(tag),
        trouble: read.trouble,
        forget: source.forgotten(&taken.there),
        ..Done::default()
    };
    if !taken.give(shared, source) {
        return false;
    }
    if !source.begin(taken.pages.len(), done) {
        return source.end(shared, Timestamp::now());
    }
    taken.ask(shared, at);
    true
}

/// Entries of a feed, told apart by what is done with them.
struct Sorted {
    /// All that are in the feed.
    there: Vec<Item>,
    /// Those that are new or changed and whose page is not asked for.
    found: Vec<Found>,
    seen: Vec<(Item, String)>,
    /// The others that are, with the addresses of their pages.
    pages: Vec<(Url, Entry, u32)>,
    /// Whether there are more pages than are asked for at once.
    is_cut: bool,
}

fn sorted(shared: &Shared, at: usize, entries: Vec<Entry>, fetch: Fetch) -> Sorted {
    let fetch = Arc::new(fetch);
    let mut sorted = Sorted {
        there: entries.iter().map(|entry| entry.item).collect(),
        found: Vec::new(),
        seen: Vec::new(),
        pages: Vec::new(),
        is_cut: false,
    };
    for (entry, tries) in shared.sources[at].unseen(entries) {
        let page = entry.report.url.as_ref().filter(|_| shared.articles);
        match page.and_then(|page| Url::parse(page).ok()) {
            Some(page) if sorted.pages.len() < PAGES => sorted.pages.push((page, entry, tries)),
            Some(_) => sorted.is_cut = true,
            None => {
                sorted.seen.push((entry.item, entry.mark.clone()));
                sorted.found.push(Found {
                    report: Arc::new(entry.report),
                    raw: None,
                    fetch: Some(Arc::clone(&fetch)),
                });
            }
        }
    }
    sorted
}

impl Sorted {
    /// Hands on what needs no page; whether somebody still listens.
    fn give(&mut self, shared: &Shared, source: &Watched) -> bool {
        let (found, seen) = (mem::take(&mut self.found), mem::take(&mut self.seen));
        found.is_empty() || source.give(shared, found, seen, Vec::new(), None)
    }

    /// Asks for the pages.
    fn ask(self, shared: &Shared, at: usize) {
        for (page, entry, tries) in self.pages {
            let wanted = Wanted::Page(at, Box::new(entry), tries);
            shared.put(own_task(shared, at, page, Instant::now(), wanted));
        }
    }
}

/// Asks for the parts of an index that may hold something new.
fn index_answered(
    shared: &Shared,
    at: usize,
    url: &Url,
    status: u16,
    parts: Vec<Part>,
    trouble: Vec<String>,
    tag: (Option<String>, Option<String>),
) -> bool {
    let source = &shared.sources[at];
    let now = Timestamp::now();
    let there = parts.iter().map(|part| gathered::item(&part.url));
    // Only an index that says when its parts were changed says by its tag that they were not.
    let tells = trouble.is_empty() && parts.iter().all(|part| !part.changed.is_empty());
    let there = Some(there.collect());
    let changed = source.changed(parts, now);
    let asked: Vec<(Url, (Item, String))> = changed
        .iter()
        .take(PARTS)
        .filter_map(|(part, item)| Some((url.join(&part.url).ok()?, (*item, part.changed.clone()))))
        .collect();
    let done = Done {
        status,
        tag: (tells && changed.len() <= PARTS).then_some(tag),
        trouble,
        there,
        ..Done::default()
    };
    if !source.begin(asked.len(), done) {
        return source.end(shared, now);
    }
    for (part, seen) in asked {
        let wanted = Wanted::Part(at, seen);
        shared.put(own_task(shared, at, part, Instant::now(), wanted));
    }
    true
}

fn part_answered(
    shared: &Shared,
    at: usize,
    seen: (Item, String),
    url: &Url,
    over: &[Url],
    answer: Answer,
) -> bool {
    let source = &shared.sources[at];
    let wanted = Wanted::Part(at, seen.clone());
    let status = answer.status;
    if !(200..300).contains(&status) {
        let trouble = refused(url, over, &answer);
        return failed(shared, wanted, Some(status), trouble, None);
    }
    let read = feed::items(
        &source.source.name,
        url.as_str(),
        &answer.body,
        source.source.outlet.as_deref(),
    );
    if read.is_other || read.parts.is_some() {
        let trouble = format!("{url}: an index names it as a sitemap, and it is none");
        return failed(shared, wanted, Some(status), trouble, None);
    }
    let fetch = run(shared, at, url, over, &Ask::default(), &answer);
    let mut taken = sorted(shared, at, read.entries, fetch);
    if !taken.give(shared, source) {
        return false;
    }
    // What broke or was cut is asked for again.
    let is_whole = read.trouble.is_empty() && !taken.is_cut;
    let seen = is_whole.then_some(seen);
    let there = mem::take(&mut taken.there);
    source.part(there, seen, taken.pages.len(), read.trouble);
    taken.ask(shared, at);
    source.one_less(shared)
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
    let fetch = run(shared, at, url, over, &Ask::default(), &answer);
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
    let from = |what: Field| Provenance {
        item: what,
        from: "feed".to_owned(),
    };
    if page.published.is_none() && item.published.is_some() {
        page.published = item.published;
        page.problems
            .retain(|problem| problem.kind != ProblemKind::NoDate);
        page.details.provenance.push(from(Field::Published));
    }
    // A page that does not say whose it is goes by its host's name, which says less than the feed's.
    let own = &mut page.details.provenance;
    let by_host = own
        .iter()
        .position(|known| known.item == Field::Outlet && known.from == "address");
    if let Some(at) = by_host
        && item.outlet.is_some()
    {
        own[at] = from(Field::Outlet);
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
        Wanted::Part(..) => {
            source.part(Vec::new(), None, 0, vec![trouble]);
            source.one_less(shared)
        }
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

/// The record of a request of a source that brought reports.
fn run(shared: &Shared, at: usize, url: &Url, over: &[Url], ask: &Ask, answer: &Answer) -> Fetch {
    let first = over.first().unwrap_or(url);
    let agent = shared.guest.name();
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
        source: shared.sources[at].source.name.clone(),
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
    let due = later_by(shared.sources[at].due(now), now);
    own_task(shared, at, url, due, Wanted::Feed(at))
}

/// A request for a source.
fn own_task(shared: &Shared, at: usize, url: Url, due: Instant, wanted: Wanted) -> Task<Wanted> {
    let source = &shared.sources[at].source;
    Task {
        due,
        url,
        over: Vec::new(),
        pause: source.pause,
        allow: source.allow.clone(),
        purpose: Purpose::Own(wanted),
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
