//! What the commands that ask a ledger share.

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use crosswire_calendar::Stamp;
use crosswire_ledger::{Ledger, Page, View};
use crosswire_present::terminal::Named;
use jiff::Timestamp;
use serde::Serialize;

use crate::args::{LedgerAt, ViewOptions};
use crate::status::{Status, complain};

/// Opens a ledger to ask it; one of an older schema is brought up to date first.
pub(crate) fn open(at: &LedgerAt) -> anyhow::Result<Ledger> {
    open_file(&at.path()?)
}

/// The same for a ledger whose file is known.
pub(crate) fn open_file(path: &Path) -> anyhow::Result<Ledger> {
    match Ledger::open_read_only(path) {
        Err(crosswire_ledger::Error::Older { .. }) => Ok(Ledger::open(path)?),
        opened => Ok(opened?),
    }
}

/// The ledger as it stands, or as it was at the time that `--as-of` says.
pub(crate) fn view<'a>(ledger: &'a Ledger, as_of: Option<&str>) -> anyhow::Result<View<'a>> {
    Ok(match as_of {
        None => ledger.latest()?,
        Some(said) => ledger.as_of(time("--as-of", said, End::Of)?)?,
    })
}

/// Which end of a day without a clock is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Its first moment.
    Begin,
    /// Its last.
    Of,
}

/// A time as people write it, as `flag` has it.
///
/// # Errors
///
/// When it is neither a time nor a day.
pub fn time(flag: &str, said: &str, end: End) -> anyhow::Result<Timestamp> {
    if let Ok(time) = said.parse::<Timestamp>() {
        return Ok(time);
    }
    let stamp = Stamp::parse(said).with_context(|| {
        format!("{flag} {said}: expected a time such as 2031-03-06 or 2031-03-06T08:10Z")
    })?;
    let clock = match end {
        End::Begin => jiff::civil::time(0, 0, 0, 0),
        End::Of => jiff::civil::time(23, 59, 59, 999_999_999),
    };
    let at = stamp.date().to_datetime(stamp.time().unwrap_or(clock));
    let offset = stamp.offset().unwrap_or(jiff::tz::Offset::UTC);
    match offset.to_timestamp(at) {
        Ok(time) => Ok(time),
        Err(error) => bail!("{flag} {said}: {error}"),
    }
}

/// What `--since` says.
pub(crate) fn since(said: Option<&str>) -> anyhow::Result<Option<Timestamp>> {
    said.map(|said| time("--since", said, End::Begin))
        .transpose()
}

/// Which part of a list.
pub(crate) fn page(options: &ViewOptions) -> Page {
    Page {
        limit: options.limit,
        after: options.after.clone(),
    }
}

/// Prints one object.
pub(crate) fn print_json(out: &mut impl Write, answer: &impl Serialize) -> anyhow::Result<Status> {
    serde_json::to_writer_pretty(&mut *out, answer)?;
    writeln!(out)?;
    out.flush()?;
    Ok(Status::Done)
}

/// Says on standard error that there is more.
pub(crate) fn more(next: Option<&str>) {
    if let Some(next) = next {
        complain(&format!("there is more: --after {next}"));
    }
}

/// Says on standard error that an id is another one now.
pub(crate) fn led(what: &str, asked: &str, found: &str) {
    if asked != found {
        complain(&format!("{what} {asked} is part of {what} {found} now"));
    }
}

/// Words on one line, without what would break it.
pub(crate) fn line(words: &str) -> String {
    words
        .chars()
        .map(|char| if char.is_control() { ' ' } else { char })
        .collect()
}

/// "1 report", "3 reports".
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// "1 story", "3 stories".
pub(crate) fn stories(number: usize) -> String {
    format!("{number} {}", if number == 1 { "story" } else { "stories" })
}

/// A time of the ledger as people write it.
pub(crate) fn short(said: Option<&str>) -> String {
    let Some(said) = said else {
        return "undated".to_owned();
    };
    Stamp::parse(said).map_or_else(|| said.to_owned(), crosswire_present::terminal::short)
}

/// How the reports of a view are named to people: each is looked up once.
pub(crate) struct Names<'v> {
    view: &'v View<'v>,
    known: std::cell::RefCell<HashMap<String, Named>>,
}

impl<'v> Names<'v> {
    pub(crate) fn new(view: &'v View<'v>) -> Names<'v> {
        Names {
            view,
            known: std::cell::RefCell::default(),
        }
    }

    /// Outlet and date of a report; one that the ledger does not give is called by its id.
    pub(crate) fn name(&self, id: &str) -> Named {
        if let Some(known) = self.known.borrow().get(id) {
            return known.clone();
        }
        let found = self.view.report(id).ok().map(|(_, report)| report);
        let named = Named {
            outlet: found.as_ref().map_or_else(
                || id.to_owned(),
                |report| report.outlet.as_ref().unwrap_or(&report.source).clone(),
            ),
            published: found
                .and_then(|report| report.published)
                .map(|published| short(Some(&published))),
        };
        let mut known = self.known.borrow_mut();
        known.insert(id.to_owned(), named.clone());
        named
    }
}
