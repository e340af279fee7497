//! What was gathered, taken into a ledger together with how far its sources are.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use crosswire_extract::Extracted;
use crosswire_ledger::{Added, Arrival, Error, Ledger, News, Outcome, Run};
use crosswire_report::Report;
use jiff::Timestamp;

use crate::gathered::{Found, Gathered};
use crate::settings::Source;

/// Reports that are looked into, and added, at once.
const BATCH: usize = 64;

/// What was found in some reports, in their order, and with what it was found.
pub type Analysed = anyhow::Result<(Vec<Extracted>, Run)>;

/// What became of what was gathered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// The reports that were new, or new versions, each with its source.
    pub added: Vec<(String, Added)>,
    /// How many were known already.
    pub known: usize,
}

/// Has a ledger keep which sources are followed: these and no others.
///
/// # Errors
///
/// When the ledger cannot be written.
pub fn keep(ledger: &mut Ledger, sources: &[Source]) -> anyhow::Result<()> {
    let mut rows = Vec::with_capacity(sources.len());
    for source in sources {
        rows.push((source.name.clone(), serde_json::to_string(source)?));
    }
    Ok(ledger.follow(&rows)?)
}

/// A lock beside a ledger, by which one program follows and tells at a time; it is gone with the process,
/// however that ends.
///
/// # Errors
///
/// When another program has it, or it cannot be made.
pub fn alone(ledger: &Path) -> anyhow::Result<File> {
    let mut name = ledger.as_os_str().to_owned();
    name.push("-follow");
    let path = PathBuf::from(name);
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .with_context(|| format!("{}: cannot be made", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(_) => anyhow::bail!(
            "{}: another program follows with this ledger (it holds {}); stop it first",
            ledger.display(),
            path.display()
        ),
    }
}

/// Takes what was gathered into a ledger. How far the sources are is kept in the transaction that adds
/// their last reports, so whatever a kill leaves out is gathered again.
///
/// `analyse` annotates and extracts reports, in the order given, and says with what; it is not called
/// where nothing is new.
///
/// # Errors
///
/// When the reports cannot be looked into, or the ledger cannot be written.
pub fn take(
    ledger: &mut Ledger,
    analyse: &mut dyn FnMut(Vec<Arc<Report>>) -> Analysed,
    gathered: Vec<Gathered>,
) -> anyhow::Result<Taken> {
    let mut taken = Taken::default();
    let mut news: Vec<News> = Vec::with_capacity(gathered.len());
    let mut unknown: Vec<(String, Timestamp, Found)> = Vec::new();
    for gathered in gathered {
        let source = gathered.news.source.clone();
        for found in gathered.found {
            if ledger.knows(&found.report)? {
                taken.known += 1;
            } else {
                unknown.push((source.clone(), gathered.at, found));
            }
        }
        news.push(gathered.news);
    }
    if unknown.is_empty() {
        keep_news(ledger, &news)?;
        return Ok(taken);
    }
    let mut left = unknown.len();
    let mut rest = unknown.into_iter();
    while left > 0 {
        let batch: Vec<_> = rest.by_ref().take(BATCH).collect();
        left -= batch.len();
        let reports = batch
            .iter()
            .map(|(_, _, found)| Arc::clone(&found.report))
            .collect();
        let (extracted, run) = analyse(reports)?;
        let sources: Vec<String> = batch.iter().map(|(source, ..)| source.clone()).collect();
        let arrivals = extracted
            .into_iter()
            .zip(batch)
            .map(|(extracted, (_, at, found))| Arrival {
                captured: found.fetch.as_ref().map_or(at, |fetch| fetch.at),
                extracted,
                raw: found.raw,
                fetch: found.fetch,
            })
            .collect();
        let last: &[News] = if left == 0 { &news } else { &[] };
        let added = ledger.add_followed(arrivals, &run, Timestamp::now(), last)?;
        for (source, added) in sources.into_iter().zip(added) {
            if added.outcome == Outcome::Known {
                taken.known += 1;
                continue;
            }
            tracing::info!(
                source,
                report = added.report,
                story = added.story.as_deref().unwrap_or(""),
                revision = added.outcome == Outcome::Revision,
                "added"
            );
            taken.added.push((source, added));
        }
    }
    Ok(taken)
}

/// Keeps how far sources are, where there is anything to keep.
fn keep_news(ledger: &mut Ledger, news: &[News]) -> Result<(), Error> {
    let said =
        |news: &News| news.state.is_some() || !news.seen.is_empty() || !news.forget.is_empty();
    if news.iter().any(said) {
        ledger.keep_news(news)?;
    }
    Ok(())
}
