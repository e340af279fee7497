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
use crate::gathered::{Found, item};
use crate::parts::Part;
use crate::settings::{Source, What};
use crate::state::State;
use crate::web;

/// What of a feed is remembered beside what is in it now.
const REMEMBERED: usize = 2_000;
/// The same of an index, of whose parts only those that changed are looked at.
const REMEMBERED_OF_INDEX: usize = 50_000;

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

/// What is kept once a look is over.
#[derive(Default)]
pub(crate) struct Done {
    pub(crate) status: u16,
    pub(crate) tag: Option<(Option<String>, Option<String>)>,
    pub(crate) trouble: Vec<String>,
    pub(crate) forget: Vec<Item>,
    /// The parts of an index that were looked at.
    pub(crate) seen: Vec<(Item, String)>,
    /// What an index names, and what its parts hold.
    pub(crate) there: Option<HashSet<Item>>,
}

impl Progress {
    /// What is beyond what is remembered, and no longer there.
    fn forgotten(&self, there: &HashSet<Item>, remembered: usize) -> Vec<Item> {
        if self.seen.len() <= remembered + there.len() {
            return Vec::new();
        }
        let gone = self.seen.keys().filter(|item| !there.contains(*item));
        gone.copied().collect()
    }
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

    /// The parts of an index that were changed since they were last looked at, the last changed first.
    pub(crate) fn changed(&self, parts: Vec<Part>, now: Timestamp) -> Vec<(Part, Item)> {
        let progress = self.progress();
        let mut changed: Vec<(Part, Item)> = parts
            .into_iter()
            .filter(|part| part.is_fresh(now))
            .map(|part| {
                let item = item(&part.url);
                (part, item)
            })
            .filter(|(part, item)| {
                part.changed.is_empty() || progress.seen.get(item) != Some(&part.changed)
            })
            .collect();
        changed.sort_by(|(a, _), (b, _)| {
            let order = |part: &Part| (part.changed.is_empty(), part.changed.clone());
            order(b).cmp(&order(a))
        });
        changed
    }

    /// What need not be remembered any more, as it is no longer in the feed.
    pub(crate) fn forgotten(&self, there: &[Item]) -> Vec<Item> {
        self.progress()
            .forgotten(&there.iter().copied().collect(), REMEMBERED)
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

    /// Notes how many answers are to come before the look is over; whether there are any.
    pub(crate) fn begin(&self, answers: usize, done: Done) -> bool {
        let mut progress = self.progress();
        progress.open = answers;
        progress.when_done = Some(done);
        answers > 0
    }

    /// Notes what a part of an index holds, and how many pages are to come of it.
    pub(crate) fn part(
        &self,
        there: Vec<Item>,
        seen: Option<(Item, String)>,
        pages: usize,
        trouble: Vec<String>,
    ) {
        let mut progress = self.progress();
        progress.open += pages;
        if let Some(done) = &mut progress.when_done {
            // What is not whole is asked for again, whatever the index says.
            if seen.is_none() || !trouble.is_empty() {
                done.tag = None;
            }
            done.seen.extend(seen);
            done.there.get_or_insert_default().extend(there);
            done.trouble.extend(trouble);
        }
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
        let mut progress = self.progress();
        let Some(mut done) = progress.when_done.take() else {
            return true;
        };
        let mut trouble = done.trouble;
        (progress.state.etag, progress.state.modified) = done.tag.unwrap_or_default();
        if let Some(there) = &done.there {
            done.forget = progress.forgotten(there, REMEMBERED_OF_INDEX);
        }
        for item in &done.forget {
            progress.seen.remove(item);
        }
        progress.seen.extend(done.seen.iter().cloned());
        progress.state.status = Some(done.status);
        progress.state.well(now, self.source.interval);
        if let Some(first) = trouble.first() {
            progress.state.trouble = Some(first.clone());
            progress.state.troubles += 1;
        }
        let news = News {
            state: Some(progress.state.json()),
            forget: done.forget,
            seen: done.seen,
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
