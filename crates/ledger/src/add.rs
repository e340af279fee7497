//! Reports come in: each batch is one commit, kept whole or not at all.

use std::borrow::Cow;
use std::sync::Arc;

use crosswire_extract::Extracted;
use crosswire_report::Report;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::Serialize;

use crate::article::{self, Place};
use crate::commit::{self, Commit, Run};
use crate::comparing;
use crate::corrections;
use crate::error::{Error, Stored};
use crate::extraction::{self, About};
use crate::following::{self, Fetch, News};
use crate::packed::{self, ENCODING, Matter};
use crate::working::Working;
use crate::{Ledger, annotation, days, speakers};

/// A report that came in, annotated and extracted.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The report and what was found in it.
    pub extracted: Extracted,
    /// When it was captured.
    pub captured: Timestamp,
    /// The bytes it was read from, where they are at hand.
    pub raw: Option<Vec<u8>>,
    /// The request that brought it, where it was fetched; shared by all that one answer held.
    pub fetch: Option<Arc<Fetch>>,
}

/// What became of an arrival.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Added {
    /// The report's id.
    pub report: String,
    /// Whether it was new.
    pub outcome: Outcome,
    /// The story it is in.
    pub story: Option<String>,
}

/// Whether an arrival was new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Nothing of it was known.
    New,
    /// Another version of a report with the same id or address.
    Revision,
    /// The ledger has it already, and nothing was changed.
    Known,
}

impl Ledger {
    /// Whether the ledger has exactly this report as the current one, so that it need not be
    /// annotated again.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn knows(&self, report: &Report) -> Result<bool, Error> {
        self.told(|connection| {
            Ok(current(connection, &report.id)?
                .is_some_and(|known| known.1 == article::content(report)))
        })
    }

    /// Adds reports, in the order given, as one commit: when this returns they are safe, and when
    /// it fails none of them was added. Compares again only the stories that they touch.
    ///
    /// # Errors
    ///
    /// When the disk is full, the file cannot be written, or another writer does not finish.
    pub fn add(
        &mut self,
        arrivals: Vec<Arrival>,
        run: &Run,
        now: Timestamp,
    ) -> Result<Vec<Added>, Error> {
        self.add_followed(arrivals, run, now, &[])
    }

    /// Adds reports that came from followed sources, and in the same transaction keeps how far these
    /// are: after a kill neither is there without the other.
    ///
    /// # Errors
    ///
    /// As [`Ledger::add`].
    pub fn add_followed(
        &mut self,
        arrivals: Vec<Arrival>,
        run: &Run,
        now: Timestamp,
        news: &[News],
    ) -> Result<Vec<Added>, Error> {
        self.write(|transaction, working| add(transaction, working, arrivals, run, now, news))
    }
}

fn add(
    transaction: Transaction<'_>,
    working: &mut Working,
    arrivals: Vec<Arrival>,
    run: &Run,
    now: Timestamp,
    news: &[News],
) -> Stored<Vec<Added>> {
    let last = caught_up(&transaction, working)?;
    following::keep(&transaction, news)?;
    let mut added: Vec<Added> = Vec::with_capacity(arrivals.len());
    let mut written = Vec::new();
    let mut commit = None;
    let mut fetched = following::Fetched::default();
    for arrival in arrivals {
        let report = Arc::clone(arrival.extracted.annotated.report());
        let known = known(&transaction, &report)?;
        if let Known::Same = known {
            added.push(Added {
                report: report.id.clone(),
                outcome: Outcome::Known,
                story: None,
            });
            continue;
        }
        let commit = match &mut commit {
            Some(commit) => commit,
            none => none.insert(Commit::begin(&transaction, run, now.as_microsecond())?),
        };
        let previous = match known {
            Known::Earlier(id) => Some(id),
            _ => None,
        };
        let fetch = fetched.row(&transaction, arrival.fetch.as_ref(), commit.id)?;
        written.push(one(
            &transaction,
            working,
            arrival,
            (previous, fetch),
            commit.id,
        )?);
        added.push(Added {
            report: report.id.clone(),
            outcome: if previous.is_some() {
                Outcome::Revision
            } else {
                Outcome::New
            },
            story: None,
        });
    }
    let Some(commit) = commit else {
        // Nothing is known anew; only how far the sources are is kept, if anything.
        working.commit = last;
        let added = stories_of(&transaction, added)?;
        transaction.commit()?;
        return Ok(added);
    };
    comparing::settle(&transaction, working, commit.id)?;
    // Last, since a report's origin is known only once it stands in a story.
    for (id, extracted) in &written {
        findable(&transaction, *id, extracted, commit.id, true)?;
    }
    let added = stories_of(&transaction, added)?;
    commit.end(transaction, working)?;
    Ok(added)
}

/// Brings a writer's memory up to the file; the number of the last commit.
pub(crate) fn caught_up(connection: &Connection, working: &mut Working) -> Stored<i64> {
    let last: Option<i64> =
        connection.query_row("SELECT max(id) FROM commits", [], |row| row.get(0))?;
    let last = last.unwrap_or(0);
    if last != working.commit {
        working.forget();
    }
    if working.commit == 0 {
        working.grouping.catch_up(connection)?;
    }
    Ok(last)
}

/// Writes one report and everything found in it.
fn one(
    connection: &Connection,
    working: &mut Working,
    arrival: Arrival,
    (previous, fetch): (Option<i64>, Option<i64>),
    commit: i64,
) -> Stored<(i64, Arc<Extracted>)> {
    let mut extracted = arrival.extracted;
    if previous.is_some() {
        speakers::attribute(connection, &mut extracted)?;
    }
    let extracted = Arc::new(extracted);
    let report = extracted.annotated.report();
    let sha256 = match &arrival.raw {
        Some(raw) => article::sha256(raw),
        None => report.details.raw_sha256.clone(),
    };
    let raw = arrival
        .raw
        .map(|raw| packed::pack(&raw, Matter::Plain))
        .transpose()?;
    connection
        .prepare_cached(
            "INSERT INTO captures (since, source, url, captured, sha256, raw, fetch) \
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            commit,
            report.source,
            report.url,
            arrival.captured.as_microsecond(),
            sha256,
            raw,
            fetch
        ])?;
    let place = Place {
        commit,
        capture: connection.last_insert_rowid(),
        previous,
    };
    let id = article::insert(connection, &with_doubt(&extracted), &place)?;
    if let Some(previous) = previous {
        commit::close(connection, "reports", previous, commit)?;
        working.grouping.supersede(connection, previous)?;
    }
    working.grouping.add(id, report);
    let data = annotation::encode(
        connection,
        &mut working.labels,
        &extracted.annotated,
        commit,
    )?;
    connection
        .prepare_cached(
            "INSERT INTO annotations (since, report, encoding, data) VALUES (?, ?, ?, ?)",
        )?
        .execute(params![commit, id, ENCODING, data])?;
    working.extracted.keep(id, Arc::clone(&extracted));
    Ok((id, extracted))
}

/// The report as it is kept: with the problem that its own words make of its date.
fn with_doubt(extracted: &Extracted) -> Cow<'_, Report> {
    let mut report = Cow::Borrowed(&**extracted.annotated.report());
    let doubt = extracted.doubtful_date();
    if let Some(doubt) = doubt.filter(|doubt| !report.problems.contains(doubt)) {
        report.to_mut().problems.push(doubt.clone());
    }
    report
}

/// Writes what was found in a report, and makes it findable: its statements and quotations, and the
/// report itself if it is `new`.
pub(crate) fn findable(
    connection: &Connection,
    id: i64,
    extracted: &Extracted,
    commit: i64,
    new: bool,
) -> Stored<()> {
    let report = extracted.annotated.report();
    let origin = comparing::origin(connection, id)?;
    let about = about(id, report, origin.as_deref());
    extraction::insert(connection, extracted, &about, commit)?;
    if new {
        extraction::findable_report(connection, extracted, &about)?;
    }
    Ok(())
}

/// What search knows of a report of this row and origin.
pub(crate) fn about<'r>(id: i64, report: &'r Report, origin: Option<&'r str>) -> About<'r> {
    let outlet = report.outlet.as_deref();
    About {
        report: id,
        outlet: outlet.unwrap_or(""),
        origin: origin.or(outlet).unwrap_or(""),
        day: days::words(report.published),
    }
}

enum Known {
    /// Exactly so.
    Same,
    /// In an earlier version.
    Earlier(i64),
    Not,
}

fn known(connection: &Connection, report: &Report) -> Stored<Known> {
    if let Some((id, content)) = current(connection, &report.id)? {
        let own = article::content(report);
        return Ok(
            if content == own || corrections::is_before(connection, &report.id, &own)? {
                Known::Same
            } else {
                Known::Earlier(id)
            },
        );
    }
    let Some(url) = &report.url else {
        return Ok(Known::Not);
    };
    let earlier: Option<i64> = connection
        .prepare_cached("SELECT id FROM reports WHERE url = ? AND until IS NULL")?
        .query_row([url], |row| row.get(0))
        .optional()?;
    Ok(earlier.map_or(Known::Not, Known::Earlier))
}

pub(crate) fn current(connection: &Connection, name: &str) -> Stored<Option<(i64, Vec<u8>)>> {
    Ok(connection
        .prepare_cached("SELECT id, content FROM reports WHERE name = ? AND until IS NULL")?
        .query_row([name], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

fn stories_of(connection: &Connection, mut added: Vec<Added>) -> Stored<Vec<Added>> {
    let mut select = connection.prepare_cached(
        "SELECT story FROM memberships JOIN reports ON reports.id = memberships.report \
         WHERE reports.name = ? AND reports.until IS NULL AND memberships.until IS NULL",
    )?;
    for added in &mut added {
        let story: Option<i64> = select
            .query_row([&added.report], |row| row.get(0))
            .optional()?;
        added.story = story.map(|story| story.to_string());
    }
    Ok(added)
}
