//! `crosswire undertakings --ledger`: what is open, due, met, broken or withdrawn, over all reports of a ledger.

use std::io::Write;

use anyhow::bail;
use crosswire_ledger::{StepRecord, UndertakingFilter, UndertakingRecord};
use jiff::civil::Date;

use crate::args::{Undertakings, UndertakingsFormat};
use crate::commands::kept;
use crate::settings;
use crate::status::Status;

pub(crate) fn run(arguments: &Undertakings) -> anyhow::Result<Status> {
    let due = arguments.due.as_deref().map(days).transpose()?;
    if matches!(
        arguments.format,
        UndertakingsFormat::Tsv | UndertakingsFormat::Arrow | UndertakingsFormat::Parquet
    ) {
        bail!("--format tsv, arrow and parquet are for PATHs; a ledger prints text, json or jsonl");
    }
    let ledger = kept::open_file(&settings::ledger(arguments.ledger.as_deref())?)?;
    let view = kept::view(&ledger, arguments.view.as_of.as_deref())?;
    // Asked as of a time, what is due is judged at that time.
    let now = match arguments.view.as_of.as_deref() {
        Some(said) => kept::time("--as-of", said, kept::End::Of)?,
        None => jiff::Timestamp::now(),
    };
    let filter = UndertakingFilter {
        open: arguments.open,
        due,
        by: arguments.by.clone(),
        today: Some(now.to_zoned(jiff::tz::TimeZone::UTC).date()),
    };
    let found = view.undertakings(&filter, &kept::page(&arguments.view))?;
    let mut out = std::io::stdout().lock();
    match arguments.format {
        UndertakingsFormat::Json => return kept::print_json(&mut out, &found),
        UndertakingsFormat::Jsonl => {
            for item in &found.items {
                writeln!(out, "{}", serde_json::to_string(item)?)?;
            }
        }
        _ => {
            for item in &found.items {
                print(&mut out, item)?;
            }
            if found.items.is_empty() {
                writeln!(
                    out,
                    "Nothing found: no report of the ledger tells such an undertaking. Reports that an earlier version added are \
                     looked at again by `crosswire reanalyse`."
                )?;
            }
        }
    }
    kept::more(found.next.as_deref());
    Ok(Status::Done)
}

fn print(out: &mut impl Write, item: &UndertakingRecord) -> std::io::Result<()> {
    write!(
        out,
        "{} of {}, {}",
        item.kind,
        kept::line(item.holder.as_deref().unwrap_or("nobody named")),
        item.state
    )?;
    if let Some(to) = &item.to {
        write!(out, ", by {to}")?;
    }
    writeln!(out)?;
    writeln!(
        out,
        "  {}, {}",
        kept::line(item.outlet.as_deref().unwrap_or(&item.report)),
        kept::short(item.published.as_deref())
    )?;
    writeln!(out, "  | {}", kept::line(&item.text))?;
    for step in &item.steps {
        print_step(out, step)?;
    }
    Ok(())
}

fn print_step(out: &mut impl Write, step: &StepRecord) -> std::io::Result<()> {
    writeln!(
        out,
        "  {} ({:.2}): {}, {}",
        step.step,
        step.confidence,
        kept::line(step.outlet.as_deref().unwrap_or(&step.report)),
        kept::short(step.published.as_deref())
    )?;
    writeln!(out, "    | {}", kept::line(&step.text))
}

/// The first and the last day of a year, month or day.
fn days(said: &str) -> anyhow::Result<(Date, Date)> {
    let parts: Vec<Option<i16>> = said.split('-').map(|part| part.parse().ok()).collect();
    let found = (|| match parts[..] {
        [Some(year)] if said.len() == 4 => {
            Date::new(year, 1, 1).ok().zip(Date::new(year, 12, 31).ok())
        }
        [Some(year), Some(month)] => {
            let first = Date::new(year, i8::try_from(month).ok()?, 1).ok();
            first.map(|first| (first, first.last_of_month()))
        }
        [Some(year), Some(month), Some(day)] => {
            let day = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
            day.zip(day)
        }
        _ => None,
    })();
    match found {
        Some(found) => Ok(found),
        None => {
            bail!("--due {said}: expected a year, month or day such as 2031, 2031-04 or 2031-04-30")
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_year_a_month_and_a_day_are_days() {
        assert_eq!(
            days("2031").unwrap(),
            (date(2031, 1, 1), date(2031, 12, 31))
        );
        assert_eq!(
            days("2031-02").unwrap(),
            (date(2031, 2, 1), date(2031, 2, 28))
        );
        assert_eq!(
            days("2031-02-03").unwrap(),
            (date(2031, 2, 3), date(2031, 2, 3))
        );
        for wrong in [
            "",
            "31",
            "2031-13",
            "2031-02-30",
            "soon",
            "2031-1-1-1",
            "2031-300",
        ] {
            assert!(days(wrong).is_err(), "{wrong}");
        }
    }
}
