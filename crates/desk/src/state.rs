//! What all requests share.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crosswire_ledger::{Error, Ledger, Stats, View};
use crosswire_watch::Channel;
use jiff::Timestamp;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::config::Token;
use crate::guard::Rates;
use crate::jobs::Jobs;
use crate::live::Live;
use crate::metrics::Metrics;
use crate::problem::Problem;

/// How old a count may be for those that watch.
const WATCHED: Duration = Duration::from_secs(10);

/// What all requests share.
pub(crate) struct State {
    pub(crate) ledger: PathBuf,
    pub(crate) token: Token,
    /// Whether only this machine can reach the desk.
    pub(crate) is_local: bool,
    pub(crate) hosts: Vec<String>,
    pub(crate) jobs: Jobs,
    pub(crate) metrics: Metrics,
    /// Who listens for what comes in.
    pub(crate) live: Live,
    /// The channels of the rule file.
    pub(crate) channels: Vec<Channel>,
    /// Whether the thread that writes is at work.
    pub(crate) writes: AtomicBool,
    pub(crate) rates: Rates,
    /// Exports that may run at once.
    pub(crate) exports: Arc<Semaphore>,
    /// Connections that read and are not in use. They take turns, so that none goes on holding pages
    /// of an earlier commit.
    readers: Mutex<VecDeque<Ledger>>,
    /// How much there was, at which commit, and when that was counted: counting a large ledger takes
    /// a while, and those that watch ask every few seconds.
    counted: Mutex<Option<(u64, Stats, Instant)>>,
}

/// Shared by every request.
pub(crate) type Shared = Arc<State>;

/// An answer, and the commit that it was read at.
pub(crate) struct Read<T> {
    pub(crate) commit: u64,
    pub(crate) value: T,
}

impl State {
    pub(crate) fn new(
        ledger: PathBuf,
        token: Token,
        is_local: bool,
        hosts: Vec<String>,
        jobs: Jobs,
        metrics: Metrics,
        channels: Vec<Channel>,
    ) -> State {
        State {
            ledger,
            token,
            is_local,
            hosts,
            jobs,
            metrics,
            live: Live::new(),
            channels,
            writes: AtomicBool::new(true),
            rates: Rates::default(),
            exports: Arc::new(Semaphore::new(4)),
            readers: Mutex::default(),
            counted: Mutex::new(None),
        }
    }

    /// Looks at the ledger, as of its last commit or of a time, on a thread that may wait.
    pub(crate) async fn read<T: Send + 'static>(
        self: &Arc<State>,
        as_of: Option<Timestamp>,
        look: impl FnOnce(&View<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<Read<T>, Problem> {
        let state = Arc::clone(self);
        spawn_blocking(move || {
            let ledger = state.reader()?;
            let read = {
                let view = match as_of {
                    Some(time) => ledger.as_of(time)?,
                    None => ledger.latest()?,
                };
                look(&view).map(|value| Read {
                    commit: view.commit(),
                    value,
                })
            };
            if let Ok(mut readers) = state.readers.lock() {
                readers.push_back(ledger);
            }
            Ok(read?)
        })
        .await
        .map_err(|error| Problem::own(&error))?
    }

    /// How much there is; counted once a commit.
    pub(crate) async fn holds(
        self: &Arc<State>,
        as_of: Option<Timestamp>,
    ) -> Result<Read<Stats>, Problem> {
        let state = Arc::clone(self);
        let look = move |view: &View<'_>| {
            if let Some((commit, stats, _)) = state.counted()
                && commit == view.commit()
            {
                return Ok(stats);
            }
            let stats = view.stats()?;
            if as_of.is_none()
                && let Ok(mut counted) = state.counted.lock()
            {
                *counted = Some((view.commit(), stats.clone(), Instant::now()));
            }
            Ok(stats)
        };
        self.read(as_of, look).await
    }

    /// How much there was a few seconds ago at most, for those that watch.
    pub(crate) async fn held(self: &Arc<State>) -> Result<Stats, Problem> {
        match self.counted() {
            Some((_, stats, when)) if when.elapsed() < WATCHED => Ok(stats),
            _ => Ok(self.holds(None).await?.value),
        }
    }

    fn counted(&self) -> Option<(u64, Stats, Instant)> {
        self.counted.lock().ok()?.clone()
    }

    fn reader(&self) -> Result<Ledger, Error> {
        let idle = self.readers.lock().ok().and_then(|mut all| all.pop_front());
        match idle {
            Some(ledger) => Ok(ledger),
            None => Ledger::open_read_only(&self.ledger),
        }
    }
}
