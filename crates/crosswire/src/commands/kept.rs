//! What the commands that ask a ledger share.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use crosswire_calendar::Stamp;
use crosswire_ledger::{Finding, Ledger, Page, View};
use jiff::Timestamp;
use serde::Serialize;

use crate::args::ViewOptions;
use crate::status::{Status, complain};

/// Opens a ledger to ask it; one of an older schema is brought up to date first.
pub(crate) fn open(path: &Path) -> anyhow::Result<Ledger> {
    match Ledger::open_read_only(path) {
        Err(crosswire_ledger::Error::Older { .. }) => Ok(Ledger::open(path)?),
        opened => Ok(opened?),
    }
}

/// The ledger as it stands, or as it was at the time that `--as-of` says.
pub(crate) fn view<'a>(ledger: &'a Ledger, as_of: Option<&str>) -> anyhow::Result<View<'a>> {
    Ok(match as_of {
        None => ledger.latest()?,
        Some(said) => ledger.as_of(time(said)?)?,
    })
}

/// A time as people write it; a day without a clock is its end.
fn time(said: &str) -> anyhow::Result<Timestamp> {
    if let Ok(time) = said.parse::<Timestamp>() {
        return Ok(time);
    }
    let stamp = Stamp::parse(said).with_context(|| {
        format!("--as-of {said}: expected a time such as 2031-03-06 or 2031-03-06T08:10Z")
    })?;
    let end = jiff::civil::time(23, 59, 59, 999_999_999);
    let at = stamp.date().to_datetime(stamp.time().unwrap_or(end));
    let offset = stamp.offset().unwrap_or(jiff::tz::Offset::UTC);
    match offset.to_timestamp(at) {
        Ok(time) => Ok(time),
        Err(error) => bail!("--as-of {said}: {error}"),
    }
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

/// Prints a finding for people.
pub(crate) fn finding(out: &mut impl Write, finding: &Finding) -> std::io::Result<()> {
    let kind = finding.kind.name().replace('_', " ");
    writeln!(out, "{kind} {}: {}", finding.id, line(&finding.question))?;
    writeln!(out, "  {}", line(&finding.explanation))?;
    writeln!(
        out,
        "  {} origins, confidence {:.2}",
        finding.origins, finding.confidence
    )?;
    for evidence in finding.best_rows() {
        let source = evidence.attributed_to.as_deref();
        writeln!(
            out,
            "    {}{}{}{}",
            line(&evidence.report),
            match evidence.revision {
                Some(version) => format!(", version {version}"),
                None => String::new(),
            },
            source.map_or_else(String::new, |source| format!(
                ", according to {}",
                line(source)
            )),
            if evidence.value.is_empty() {
                String::new()
            } else {
                format!(": {}", line(&evidence.value))
            }
        )?;
        writeln!(out, "    | {}", line(&evidence.text))?;
    }
    for mark in &finding.marks {
        writeln!(
            out,
            "  {} by {} at {}{}",
            mark.word,
            line(&mark.name),
            mark.at,
            if mark.note.is_empty() {
                String::new()
            } else {
                format!(": {}", line(&mark.note))
            }
        )?;
        if let Some(then) = &mark.as_marked {
            let kind = then.kind.name().replace('_', " ");
            let values = then.values.iter().map(|value| line(&value.value));
            let values = values.collect::<Vec<_>>().join(" / ");
            writeln!(out, "    changed since marked; then: {kind}: {values}")?;
        }
    }
    Ok(())
}
