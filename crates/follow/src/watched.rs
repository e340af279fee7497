//! A source that is followed: what was seen of it, and how far a look at it is.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::Ordering;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use crosswire_fetch::{Ask, Url};
use crosswire_ledger::{Item, News};
use jiff::Timestamp;

use crate::feed::Entry;
use crate::follower::Shared;
use crate::gathered::Found;
use crate::settings::{Source, What};
use crate::state::State;
use crate::web;

/// What of a feed is remembered beside what is in it now.
const REMEMBERED: usize = 2_000;

/// A source, and how far it is.
pub(crate) struct Watched {
    pub(crate) source: Source,
    pub(crate) progress: Mutex<Progress>,
}

pub(crate) struct Progress {
    pub(crate) state: State,
    pub(crate) seen: HashMap<Item, String>,
    /// Pages of the feed's items that are still to come, and what is kept when they are there.
    pub(crate) open: usize,
    pub(crate) when_done: Option<Done>,
    /// How many reports there were when the state was last written.
    pub(crate) written: u64,
}

pub(crate) struct Done {
    status: u16,
    tag: Option<(Option<String>, Option<String>)>,
    trouble: Vec<String>,
    forget: Vec<Item>,
}

impl Watched {
    pub(crate) fn new(source: Source, state: State, seen: HashMap<Item, String>) -> Watched {
        Watched {
            progress: Mutex::new(Progress {
                state,
                seen,
                open: 0,
                when_done: None,
                written: 0,
            }),
            source,
        }
    }

    pub(crate) fn progress(&self) -> MutexGuard<'_, Progress> {
        // Nothing that holds it can fail in between.
        self.progress
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// When it is to be looked at.
    pub(crate) fn due(&self, now: Timestamp) -> Timestamp {
        self.progress().state.due.unwrap_or(now)
    }

    /// What is asked with the request for the feed.
    pub(crate) fn ask(&self, allow: &[String]) -> Ask {
        let progress = self.progress();
        Ask {
            etag: progress.state.etag.clone(),
            modified: progress.state.modified.clone(),
            allow: allow.to_vec(),
        }
    }

    pub(crate) fn moved(&self, to: &Url) {
        self.progress().state.moved = Some(to.to_string());
    }

    /// The entries that are new or changed, each with how often its page was tried.
    pub(crate) fn unseen(&self, entries: Vec<Entry>) -> Vec<(Entry, u32)> {
        let progress = self.progress();
        entries
            .into_iter()
            .filter_map(|entry| match progress.seen.get(&entry.item) {
                None => Some((entry, 0)),
                Some(known) if *known == entry.mark => None,
                Some(known) => {
                    let tries = known
                        .strip_prefix(&*entry.mark)
                        .and_then(|rest| rest.strip_prefix('~'));
                    Some((
                        entry.clone(),
                        tries.and_then(|tries| tries.parse().ok()).unwrap_or(0),
                    ))
                }
            })
            .collect()
    }

    /// What need not be remembered any more, as it is no longer in the feed.
    pub(crate) fn forgotten(&self, there: &[Item]) -> Vec<Item> {
        let progress = self.progress();
        if progress.seen.len() <= REMEMBERED + there.len() {
            return Vec::new();
        }
        let there: HashSet<&Item> = there.iter().collect();
        let gone = progress.seen.keys().filter(|item| !there.contains(item));
        gone.copied().collect()
    }

    /// Hands on reports and what was seen with them; whether somebody listens.
    pub(crate) fn give(
        &self,
        shared: &Shared,
        found: Vec<Found>,
        seen: Vec<(Item, String)>,
        trouble: Vec<String>,
        forget: Option<Vec<Item>>,
    ) -> bool {
        let forget = forget.unwrap_or_default();
        {
            let mut progress = self.progress();
            progress.state.reports += found.len() as u64;
            progress.seen.extend(seen.iter().cloned());
            for item in &forget {
                progress.seen.remove(item);
            }
        }
        let news = News {
            seen,
            forget,
            ..News::default()
        };
        web::send(shared, &self.source.name, found, news, trouble)
    }

    /// Notes how many pages are to come before the look is over; whether there are any.
    pub(crate) fn begin(
        &self,
        pages: usize,
        status: u16,
        tag: Option<(Option<String>, Option<String>)>,
        trouble: Vec<String>,
        forget: Vec<Item>,
    ) -> bool {
        let mut progress = self.progress();
        progress.open = pages;
        progress.when_done = Some(Done {
            status,
            tag,
            trouble,
            forget,
        });
        pages > 0
    }

    /// A page is there, or is not to be had; after the last one the look is over.
    pub(crate) fn one_less(&self, shared: &Shared) -> bool {
        let over = {
            let mut progress = self.progress();
            progress.open = progress.open.saturating_sub(1);
            progress.open == 0
        };
        !over || self.end(shared, Timestamp::now())
    }

    /// The look is over: its state is kept.
    pub(crate) fn end(&self, shared: &Shared, now: Timestamp) -> bool {
        let Some(done) = self.progress().when_done.take() else {
            return true;
        };
        let mut trouble = done.trouble;
        let mut progress = self.progress();
        (progress.state.etag, progress.state.modified) = done.tag.unwrap_or_default();
        for item in &done.forget {
            progress.seen.remove(item);
        }
        progress.state.status = Some(done.status);
        progress.state.well(now, self.source.interval);
        if let Some(first) = trouble.first() {
            progress.state.trouble = Some(first.clone());
            progress.state.troubles += 1;
        }
        let news = News {
            state: Some(progress.state.json()),
            forget: done.forget,
            ..News::default()
        };
        drop(progress);
        trouble.truncate(20);
        let sent = web::send(shared, &self.source.name, Vec::new(), news, trouble);
        self.again(shared);
        sent
    }

    /// A look that went well, and gave these reports.
    pub(crate) fn finish(
        &self,
        shared: &Shared,
        now: Timestamp,
        status: u16,
        tag: Option<(Option<String>, Option<String>)>,
        found: Vec<Found>,
    ) -> bool {
        let mut progress = self.progress();
        if let Some((etag, modified)) = tag {
            (progress.state.etag, progress.state.modified) = (etag, modified);
        }
        progress.state.status = Some(status).filter(|status| *status > 0);
        progress.state.well(now, self.source.interval);
        let news = News {
            state: Some(progress.state.json()),
            ..News::default()
        };
        drop(progress);
        let sent = web::send(shared, &self.source.name, found, news, Vec::new());
        self.again(shared);
        sent
    }

    /// A look that went wrong.
    pub(crate) fn fail(
        &self,
        shared: &Shared,
        status: Option<u16>,
        trouble: String,
        asked: Option<Duration>,
    ) -> bool {
        let mut progress = self.progress();
        progress.state.status = status;
        progress.state.wrong(
            Timestamp::now(),
            self.source.interval,
            trouble.clone(),
            asked,
        );
        let news = News {
            state: Some(progress.state.json()),
            ..News::default()
        };
        drop(progress);
        let sent = web::send(shared, &self.source.name, Vec::new(), news, vec![trouble]);
        self.again(shared);
        sent
    }

    /// Puts the next look in the queue, or notes that the only one is over.
    fn again(&self, shared: &Shared) {
        if shared.once {
            shared.left.fetch_sub(1, Ordering::SeqCst);
            return;
        }
        let at = shared
            .sources
            .iter()
            .position(|watched| std::ptr::eq(watched, self));
        if let (What::Feed(url), Some(at)) = (&self.source.what, at)
            && let Ok(url) = Url::parse(url)
        {
            shared.put(web::feed_task(shared, at, url, Timestamp::now()));
        }
    }
}
