//! Looks at folders, spools and running crawls.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant, SystemTime};

use crosswire_ledger::{Item, News};
use crosswire_read::Reader;
use jiff::Timestamp;

use crate::crawl::{self, Part};
use crate::folder;
use crate::follower::Shared;
use crate::gathered::{Found, item};
use crate::settings::What;
use crate::watched::Watched;
use crate::web;

/// Reports of a file that are handed on at once.
const BATCH: usize = 32;

/// Looks at folders and crawls, one after the other, until the follower stops.
pub(crate) fn folders(shared: &Shared) {
    let mut due: Vec<(Instant, usize)> = shared
        .sources
        .iter()
        .enumerate()
        .filter(|(_, watched)| !matches!(watched.source.what, What::Feed(_)))
        .map(|(at, _)| (Instant::now(), at))
        .collect();
    while let Some(next) = due.iter().enumerate().min_by_key(|(_, (when, _))| *when) {
        let (row, (when, at)) = (next.0, *next.1);
        while Instant::now() < when {
            if shared.stops() {
                return;
            }
            std::thread::sleep(
                when.saturating_duration_since(Instant::now())
                    .min(Duration::from_millis(50)),
            );
        }
        let watched = &shared.sources[at];
        let listens = match &watched.source.what {
            What::Folder(path) => watched.look_at_folder(shared, path),
            What::Crawl(path) => watched.look_at_crawl(shared, path),
            What::Feed(_) => Some(false),
        };
        let Some(busy) = listens else { return };
        if shared.stops() {
            return;
        }
        due[row].0 = Instant::now() + watched.source.interval;
        // Where a file was still being written, the only look waits for it.
        if shared.once && !busy {
            shared.left.fetch_sub(1, Ordering::SeqCst);
            due.swap_remove(row);
        }
    }
}

impl Watched {
    /// Takes what is new in a folder; whether something is left for the next look, `None` when nobody
    /// listens.
    fn look_at_folder(&self, shared: &Shared, folder: &Path) -> Option<bool> {
        let look = {
            let progress = self.progress();
            folder::look(folder, &progress.seen, SystemTime::now())
        };
        let look = match look {
            Ok(look) => look,
            Err(error) => return self.unreadable(shared, folder, &error),
        };
        for new in look.new {
            let mut trouble = Vec::new();
            let options = crosswire_read::Options {
                outlet: self.source.outlet.clone(),
                from_record: new.after + 1,
                ..crosswire_read::Options::default()
            };
            let mut batch: Vec<Found> = Vec::new();
            for read in Reader::new([new.path.clone()], options) {
                match read {
                    Ok(report) => {
                        let record = report.details.record;
                        batch.push(of_file(report, &new.path));
                        // Between records, a long file can be gone on with.
                        if batch.len() >= BATCH
                            && let Some(record) = record
                        {
                            let mark = format!("{}@{record}", new.stamp);
                            let found = std::mem::take(&mut batch);
                            if !self.give(shared, found, vec![(new.item, mark)], Vec::new(), None) {
                                return None;
                            }
                        }
                    }
                    Err(error) if error.is_failure() => trouble.push(error.to_string()),
                    Err(_) => {}
                }
                if shared.stops() {
                    return None;
                }
            }
            self.note(&trouble);
            if !self.give(shared, batch, vec![(new.item, new.stamp)], trouble, None) {
                return None;
            }
        }
        if !look.gone.is_empty()
            && !self.give(shared, Vec::new(), Vec::new(), Vec::new(), Some(look.gone))
        {
            return None;
        }
        self.looked(shared)
            .then_some(look.files > self.progress().seen.len())
    }

    /// Takes what is whole and new in the web archives of a folder.
    fn look_at_crawl(&self, shared: &Shared, folder: &Path) -> Option<bool> {
        let archives = match crawl::archives(folder) {
            Ok(archives) => archives,
            Err(error) => return self.unreadable(shared, folder, &error),
        };
        let mut there = Vec::new();
        for (path, length) in archives {
            let item = item(&crawl::name(&path));
            there.push(item);
            loop {
                let known = self.progress().seen.get(&item).cloned();
                let from: u64 = known.and_then(|known| known.parse().ok()).unwrap_or(0);
                if from >= length || shared.stops() {
                    break;
                }
                let (found, to, trouble) = match crawl::part(&path, from) {
                    Ok(Part::None) => break,
                    Ok(Part::Records(bytes, to)) => {
                        let (found, trouble) = self.of_archive(&path, from, &bytes);
                        (found, to, trouble)
                    }
                    Ok(Part::Hopeless) => {
                        let trouble = format!(
                            "{}: what follows byte {from} is no archive, or a record of more than 64 MB; \
                             the rest is left out: give the file to `crosswire add`",
                            path.display()
                        );
                        (Vec::new(), u64::MAX >> 1, vec![trouble])
                    }
                    Err(error) => {
                        self.note(&[format!("{}: {error}", path.display())]);
                        break;
                    }
                };
                self.note(&trouble);
                if !self.give(shared, found, vec![(item, to.to_string())], trouble, None) {
                    return None;
                }
            }
        }
        let gone: Vec<Item> = {
            let progress = self.progress();
            progress
                .seen
                .keys()
                .filter(|item| !there.contains(item))
                .copied()
                .collect()
        };
        if !gone.is_empty() && !self.give(shared, Vec::new(), Vec::new(), Vec::new(), Some(gone)) {
            return None;
        }
        self.looked(shared).then_some(false)
    }

    fn of_archive(&self, path: &Path, from: u64, bytes: &[u8]) -> (Vec<Found>, Vec<String>) {
        let options = crosswire_read::Options {
            outlet: self.source.outlet.clone(),
            ..crosswire_read::Options::default()
        };
        let name = crawl::name(path);
        let (mut found, mut trouble) = (Vec::new(), Vec::new());
        for read in crosswire_read::read_bytes(&name, bytes, &options) {
            match read {
                Ok(mut report) => {
                    // It counts from where the part began, which says nothing of the file.
                    report.details.record = None;
                    report.details.spot = report.details.spot.from_byte(from);
                    found.push(Found {
                        report: Arc::new(report),
                        raw: None,
                        fetch: None,
                    });
                }
                Err(error) if error.is_failure() => trouble.push(error.from_byte(from).to_string()),
                Err(_) => {}
            }
        }
        (found, trouble)
    }

    /// Notes what could not be read, to be seen with the source.
    fn note(&self, trouble: &[String]) {
        if let Some(first) = trouble.first() {
            let mut progress = self.progress();
            progress.state.trouble = Some(first.clone());
            progress.state.troubles += 1;
        }
    }

    fn unreadable(&self, shared: &Shared, folder: &Path, error: &std::io::Error) -> Option<bool> {
        let trouble = format!(
            "{}: {error}; make the folder, or give leave to read it",
            folder.display()
        );
        let known = self.progress().state.trouble.clone();
        if known.as_ref() == Some(&trouble) {
            return Some(false);
        }
        tracing::warn!(source = self.source.name, %trouble, "not looked at");
        let mut progress = self.progress();
        progress.state.wrong(
            Timestamp::now(),
            self.source.interval,
            trouble.clone(),
            None,
        );
        let news = News {
            state: Some(progress.state.json()),
            ..News::default()
        };
        drop(progress);
        web::send(shared, &self.source.name, Vec::new(), news, vec![trouble]).then_some(false)
    }

    /// Notes a look at a folder; only one that changes something, or the first in a minute, is worth
    /// writing.
    fn looked(&self, shared: &Shared) -> bool {
        let now = Timestamp::now();
        let mut progress = self.progress();
        let (reports, before) = (progress.state.reports, progress.state.clone());
        let trouble = progress.state.trouble.take();
        progress.state.well(now, self.source.interval);
        progress.state.trouble = trouble.filter(|_| before.failures == 0);
        let recent = before
            .succeeded
            .is_some_and(|then| now.duration_since(then).as_secs() < 60);
        if recent
            && before.failures == 0
            && before.reports == reports
            && !shared.once
            && progress.written == reports
        {
            progress.state.succeeded = before.succeeded;
            return true;
        }
        progress.written = reports;
        let news = News {
            state: Some(progress.state.json()),
            ..News::default()
        };
        drop(progress);
        web::send(shared, &self.source.name, Vec::new(), news, Vec::new())
    }
}

/// A report of a file; the file itself where it is one report.
fn of_file(report: crosswire_report::Report, path: &PathBuf) -> Found {
    const LARGEST: u64 = 16 << 20;
    let one = !report.details.raw_sha256.is_empty()
        && report.details.record.is_none()
        && std::fs::metadata(path).is_ok_and(|data| data.len() <= LARGEST);
    let raw = one
        .then(|| std::fs::read(path).ok())
        .flatten()
        .filter(|bytes| crosswire_fetch::hex_sha256(bytes) == report.details.raw_sha256);
    Found {
        report: Arc::new(report),
        raw,
        fetch: None,
    }
}
