//! The follower: looks at every source when it is due, on threads of its own.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::Context;
use crosswire_fetch::{Guest, Resolve, Robots, Url};
use crosswire_ledger::Ledger;
use jiff::Timestamp;

use crate::gathered::Gathered;
use crate::hosts::{Hosts, Task};
use crate::looks;
use crate::settings::What;
use crate::state;
use crate::watched::Watched;
use crate::web::{self, Wanted};

/// What is gathered and not yet taken at most; then sources wait.
const WAITING: usize = 256;

/// How sources are followed.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether the pages of a feed's items are asked for.
    pub articles: bool,
    /// Look at each source that is due once, and end.
    pub once: bool,
    /// Requests at once, each to another host.
    pub connections: usize,
    /// Whom hosts can turn to, where a source does not say.
    pub contact: Option<String>,
    /// What names stand for; `None` asks the system.
    pub resolve: Option<Arc<dyn Resolve>>,
    /// Bounds of a request that are other than the usual ones.
    pub bounds: Option<Bounds>,
}

/// Bounds of a request.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// How long an answer may take to begin.
    pub answer: Duration,
    /// How long all of it may take.
    pub whole: Duration,
    /// Bytes of an answer at most.
    pub most: u64,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            articles: false,
            once: false,
            connections: 8,
            contact: None,
            resolve: None,
            bounds: None,
        }
    }
}

/// Looks at every source when it is due; ends when it is dropped.
pub struct Follower {
    gathered: Option<Receiver<Gathered>>,
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

/// What all threads share.
pub(crate) struct Shared {
    pub(crate) sources: Vec<Watched>,
    pub(crate) guest: Guest,
    pub(crate) articles: bool,
    pub(crate) hosts: Mutex<Hosts<Wanted>>,
    pub(crate) wake: Condvar,
    pub(crate) requests: AtomicU64,
    stop: AtomicBool,
    pub(crate) once: bool,
    /// Sources that were not yet looked at, where each is looked at once.
    pub(crate) left: AtomicUsize,
    sender: SyncSender<Gathered>,
}

impl Follower {
    /// Begins to look at the sources that a ledger says are followed.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be read, a feed is followed and nobody is named whom its host can turn to,
    /// or no thread can be started.
    pub fn start(ledger: &Ledger, options: Options) -> anyhow::Result<Follower> {
        let mut sources = Vec::new();
        let mut contact = options.contact.clone();
        for followed in ledger.sources()?.iter().filter(|followed| followed.active) {
            let Some((source, state)) = state::known(followed) else {
                tracing::warn!(
                    source = followed.name,
                    "its settings cannot be read; give the list of sources again"
                );
                continue;
            };
            contact = contact.or_else(|| source.contact.clone());
            if matches!(source.what, What::Feed(_)) && contact.is_none() {
                anyhow::bail!(
                    "{}: hosts must be able to turn to somebody: give `contact` in the list of sources, or --contact",
                    source.name
                );
            }
            let seen = ledger.seen(&source.name)?;
            sources.push(Watched::new(source, state, seen));
        }
        let contact = contact.unwrap_or_else(|| "nobody@invalid.invalid".to_owned());
        let mut as_guest = crosswire_fetch::Options::new(&contact)?;
        as_guest.resolve = options.resolve;
        if let Some(bounds) = options.bounds {
            as_guest.answer = bounds.answer;
            as_guest.whole = bounds.whole;
            as_guest.most = bounds.most;
        }
        let (sender, gathered) = sync_channel(WAITING);
        let shared = Arc::new(Shared {
            left: AtomicUsize::new(sources.len()),
            sources,
            guest: Guest::new(as_guest),
            articles: options.articles,
            hosts: Mutex::default(),
            wake: Condvar::new(),
            requests: AtomicU64::new(0),
            stop: AtomicBool::new(false),
            once: options.once,
            sender,
        });
        let mut follower = Follower {
            gathered: Some(gathered),
            shared,
            threads: Vec::new(),
        };
        follower.begin(options.connections.clamp(1, 64))?;
        Ok(follower)
    }

    fn begin(&mut self, connections: usize) -> anyhow::Result<()> {
        let now = Timestamp::now();
        let mut feeds = 0;
        for (at, watched) in self.shared.sources.iter().enumerate() {
            if let What::Feed(url) = &watched.source.what {
                let url =
                    Url::parse(url).with_context(|| format!("{}: {url}", watched.source.name))?;
                feeds += 1;
                // What was looked at a moment ago, or wants to be left alone, is not asked again.
                if self.shared.once && watched.due(now) > now {
                    self.shared.left.fetch_sub(1, Ordering::SeqCst);
                    continue;
                }
                self.shared.put(web::feed_task(&self.shared, at, url, now));
            }
        }
        for _ in 0..connections.min(feeds) {
            let shared = Arc::clone(&self.shared);
            self.thread("fetch", move || web::ask(&shared))?;
        }
        if feeds < self.shared.sources.len() {
            let shared = Arc::clone(&self.shared);
            self.thread("folders", move || looks::folders(&shared))?;
        }
        Ok(())
    }

    fn thread(&mut self, name: &str, work: impl FnOnce() + Send + 'static) -> anyhow::Result<()> {
        let thread = std::thread::Builder::new().name(name.to_owned());
        let started = thread
            .spawn(work)
            .context("starting a thread that looks at sources")?;
        self.threads.push(started);
        Ok(())
    }

    /// What was gathered next; `None` when nothing came within a time. See [`Follower::ended`].
    pub fn next(&self, within: Duration) -> Option<Gathered> {
        self.gathered.as_ref()?.recv_timeout(within).ok()
    }

    /// Whether all was looked at once, where that was asked for, and has been handed on.
    #[must_use]
    pub fn ended(&self) -> bool {
        self.shared.once && self.shared.left.load(Ordering::SeqCst) == 0
    }

    /// How many sources are followed.
    #[must_use]
    pub fn sources(&self) -> usize {
        self.shared.sources.len()
    }

    /// How many requests were made.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.shared.requests.load(Ordering::Relaxed)
    }

    /// Has all threads end after what they are at; what was gathered can still be taken.
    pub fn stop(&self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        self.shared.wake.notify_all();
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.stop();
        // Whoever waits to hand something on sees that nobody takes it.
        self.gathered = None;
        for thread in self.threads.drain(..) {
            // A thread that waits for a slow host is not waited for: it has nothing to lose.
            if thread.is_finished() {
                let _ = thread.join();
            }
        }
    }
}

impl Shared {
    pub(crate) fn stops(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }

    fn hosts(&self) -> Option<MutexGuard<'_, Hosts<Wanted>>> {
        self.hosts.lock().ok()
    }

    pub(crate) fn put(&self, task: Task<Wanted>) {
        if let Some(mut hosts) = self.hosts() {
            hosts.put(task, Instant::now());
        }
        self.wake.notify_one();
    }

    pub(crate) fn done(&self, url: &Url, pause: Duration, now: Instant) {
        if let Some(mut hosts) = self.hosts() {
            hosts.done(url, pause, now);
        }
        self.wake.notify_one();
    }

    pub(crate) fn untouched(&self, url: &Url) {
        if let Some(mut hosts) = self.hosts() {
            hosts.untouched(url);
        }
        self.wake.notify_one();
    }

    pub(crate) fn know(&self, of: &Url, robots: Option<Robots>, now: Instant) {
        if let Some(mut hosts) = self.hosts() {
            hosts.know(of, robots, now);
        }
    }

    /// Hands on what was gathered; whether somebody listens.
    pub(crate) fn send(&self, mut gathered: Gathered) -> bool {
        loop {
            match self.sender.try_send(gathered) {
                Ok(()) => return true,
                Err(TrySendError::Disconnected(_)) => return false,
                Err(TrySendError::Full(back)) => gathered = back,
            }
            if self.stops() {
                return false;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// A time of the calendar as one of the clock that never goes back.
pub(crate) fn later_by(due: Timestamp, now: Timestamp) -> Instant {
    let wait = Duration::try_from(due.duration_since(now)).unwrap_or_default();
    Instant::now() + wait
}
