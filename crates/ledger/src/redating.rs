//! When and by whom a report was published, and in which language, as people say: another version of it,
//! with the same text and annotation.

use crosswire_calendar::Stamp;
use crosswire_report::{Item, ProblemKind, Provenance, Report};
use rusqlite::{Connection, params};

use crate::article::{self, Place};
use crate::commit;
use crate::comparing;
use crate::corrections::{LONGEST_NAME, unknown};
use crate::error::Stored;
use crate::packed::ENCODING;
use crate::working::Working;

/// Gives a report its right date, outlet or language; its new row.
pub(crate) fn redate(
    connection: &Connection,
    working: &mut Working,
    before: i64,
    [published, outlet, language]: [Option<&str>; 3],
    commit: i64,
) -> Stored<i64> {
    if published.is_none() && outlet.is_none() && language.is_none() {
        let hint = "; say --published, --outlet, --language or several of them";
        return Err(unknown("date, outlet or language", "", hint).into());
    }
    let stamp = match published {
        Some(said) => {
            let hint = "; give a day or a time such as 2031-03-06 or 2031-03-06T08:10Z";
            Some(Stamp::parse(said).ok_or_else(|| unknown("date", said, hint))?)
        }
        None => None,
    };
    let is_code = |said: &str| {
        matches!(said.len(), 2 | 3) && said.chars().all(|char| char.is_ascii_lowercase())
    };
    if let Some(said) = language.filter(|said| !is_code(said)) {
        let hint = "; give its code, such as en or de";
        return Err(unknown("language", said, hint).into());
    }
    if let Some(said) = outlet.filter(|said| said.trim().is_empty() || said.len() > LONGEST_NAME) {
        return Err(unknown("outlet", said, "; give its name").into());
    }
    revise(connection, working, before, commit, |report| {
        if let Some(stamp) = stamp {
            report.published = Some(stamp);
            let known = &mut report.details.provenance;
            known.retain(|known| known.item != Item::Published);
            known.push(Provenance {
                item: Item::Published,
                from: "--published".to_owned(),
            });
            mended(
                report,
                &[
                    ProblemKind::NoDate,
                    ProblemKind::BadDate,
                    ProblemKind::DoubtfulDate,
                ],
            );
        }
        if let Some(outlet) = outlet {
            report.outlet = Some(outlet.trim().to_owned());
        }
        if let Some(language) = language {
            report.details.language = Some(language.to_owned());
            mended(report, &[ProblemKind::Language]);
        }
    })
}

/// What somebody put right is no problem any more.
fn mended(report: &mut Report, kinds: &[ProblemKind]) {
    report
        .problems
        .retain(|problem| !kinds.contains(&problem.kind));
}

/// Writes another version of a report, with the same text and annotation, beside the one before.
pub(crate) fn revise(
    connection: &Connection,
    working: &mut Working,
    before: i64,
    commit: i64,
    change: impl FnOnce(&mut Report),
) -> Stored<i64> {
    let old = comparing::extracted(connection, working, before)?;
    let mut report = (**old.annotated.report()).clone();
    change(&mut report);
    let (capture, data): (i64, Vec<u8>) = connection
        .prepare_cached(
            "SELECT reports.capture, annotations.data FROM reports JOIN annotations \
             ON annotations.report = reports.id AND annotations.until IS NULL WHERE reports.id = ?",
        )?
        .query_row([before], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let place = Place {
        commit,
        capture,
        previous: Some(before),
    };
    let id = article::insert(connection, &report, &place)?;
    commit::close(connection, "reports", before, commit)?;
    connection
        .prepare_cached(
            "INSERT INTO annotations (since, report, encoding, data) VALUES (?, ?, ?, ?)",
        )?
        .execute(params![commit, id, ENCODING, data])?;
    working.grouping.supersede(connection, before)?;
    working.grouping.add_beside(id, before, &report);
    // What is asked for from here on is made of the new row.
    comparing::extracted(connection, working, id)?;
    Ok(id)
}
