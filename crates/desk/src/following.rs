//! What goes on beside the serving: followed sources are taken in, rules are held against every commit,
//! and people are told. All of it in the one thread that writes.

use std::time::{Duration, Instant};

use anyhow::Context;
use crosswire_fetch::Guest;
use crosswire_follow::{Follower, Gathered, alone, keep, take};
use crosswire_ledger::Ledger;
use crosswire_watch::{Channel, Rules, Teller, Watcher};

use crate::config::{Analyse, Following};
use crate::metrics::Metrics;

/// Looks that are taken into the ledger together.
const TOGETHER: usize = 256;
/// How long following rests after the ledger could not be written.
const REST: Duration = Duration::from_secs(10);
/// How long what is due may take to be told once the desk is asked to stop.
const GRACE: Duration = Duration::from_secs(2);

/// What goes on beside the serving.
pub(crate) struct Work {
    follow: Option<Follow>,
    /// The rules and those who are told; absent where another program does that for this ledger.
    watch: Option<(Watcher, Teller)>,
    _alone: Option<std::fs::File>,
}

struct Follow {
    options: crosswire_follow::Options,
    follower: Option<Follower>,
    rests_until: Instant,
}

impl Work {
    /// Begins to follow and to watch; the channels that rules of the desk may name.
    ///
    /// # Errors
    ///
    /// When what is asked for cannot be followed or told, or another program follows with this ledger.
    pub(crate) fn begin(
        ledger: &mut Ledger,
        following: Option<Following>,
        rules: Rules,
    ) -> anyhow::Result<(Work, Vec<Channel>)> {
        let path = ledger.path().to_owned();
        let asked = following.is_some() || !rules.rules.is_empty();
        let lock = match alone(&path) {
            Ok(lock) => Some(lock),
            Err(error) if asked => return Err(error),
            // Another program follows and tells; this one serves.
            Err(_) => None,
        };
        let contact = following
            .as_ref()
            .and_then(|following| following.options.contact.clone());
        let follow = match following {
            None => None,
            Some(following) => {
                if let Some(sources) = &following.sources {
                    keep(ledger, sources)?;
                }
                let follower = Follower::start(ledger, following.options.clone())?;
                Some(Follow {
                    options: following.options,
                    follower: Some(follower),
                    rests_until: Instant::now(),
                })
            }
        };
        let channels = rules.channels.clone();
        let watch = match &lock {
            None => None,
            Some(_) => {
                let watcher = Watcher::new(&rules);
                watcher.begin(ledger)?;
                let contact = contact.as_deref().unwrap_or("nobody@crosswire.invalid");
                let guest = Guest::new(crosswire_fetch::Options::new(contact)?);
                let teller = Teller::start(&path, &rules, guest)
                    .context("starting the threads that tell")?;
                Some((watcher, teller))
            }
        };
        let work = Work {
            follow,
            watch,
            _alone: lock,
        };
        Ok((work, channels))
    }

    /// Takes in what the sources gave, and looks at what was committed; whether there may be more.
    pub(crate) fn turn(
        &mut self,
        ledger: &mut Ledger,
        analyse: &mut Analyse,
        metrics: &Metrics,
    ) -> bool {
        let more = match &mut self.follow {
            Some(follow) => follow.turn(ledger, analyse, metrics),
            None => false,
        };
        if let Some((watcher, teller)) = &self.watch {
            match watcher.look(ledger) {
                Ok(0) => {}
                Ok(new) => {
                    metrics.alerts.inc_by(new as u64);
                    teller.wake();
                }
                Err(error) => {
                    tracing::error!(%error, "the rules could not be held against what came in; it is tried again");
                    std::thread::sleep(Duration::from_secs(1));
                }
            }
        }
        more
    }

    /// Ends: what is due is told, for a moment.
    pub(crate) fn finish(&mut self) {
        self.follow = None;
        if let Some((_, teller)) = self.watch.take() {
            teller.finish(GRACE);
        }
    }
}

impl Follow {
    fn turn(&mut self, ledger: &mut Ledger, analyse: &mut Analyse, metrics: &Metrics) -> bool {
        if self.follower.is_none() && Instant::now() >= self.rests_until {
            // From what the ledger has: what was gathered and not taken is gathered again.
            match Follower::start(ledger, self.options.clone()) {
                Ok(follower) => self.follower = Some(follower),
                Err(error) => self.rest(&error),
            }
        }
        let Some(follower) = &self.follower else {
            return false;
        };
        let mut gathered: Vec<Gathered> = Vec::new();
        while gathered.len() < TOGETHER
            && let Some(next) = follower.next(Duration::ZERO)
        {
            gathered.push(next);
        }
        if gathered.is_empty() {
            return false;
        }
        for gathered in &gathered {
            for trouble in &gathered.trouble {
                tracing::warn!(source = gathered.news.source, trouble, "not read");
            }
        }
        match take(ledger, analyse, gathered) {
            Ok(taken) => {
                metrics.followed.inc_by(taken.added.len() as u64);
                metrics.added.inc_by(taken.added.len() as u64);
                true
            }
            Err(error) => {
                self.rest(&error);
                false
            }
        }
    }

    /// Lets the sources be for a while.
    fn rest(&mut self, error: &anyhow::Error) {
        tracing::error!(
            error = format!("{error:#}"),
            "what was gathered was not added; it is gathered again"
        );
        self.follower = None;
        self.rests_until = Instant::now() + REST;
    }
}
