//! Reports that the ledger has, looked at again with another model, other options or a later
//! program. What was found before stays, and is what a view as of an earlier time gives.

use std::sync::Arc;

use crosswire_extract::Extracted;
use jiff::Timestamp;
use rusqlite::{Connection, Transaction, params};

use crate::Ledger;
use crate::add::{caught_up, current, findable};
use crate::commit::{self, Commit, Run};
use crate::error::{Error, Stored};
use crate::packed::ENCODING;
use crate::working::Working;
use crate::{annotation, article, comparing, speakers};

impl Ledger {
    /// Puts what was found anew in place of what was found before, as one commit, and compares the
    /// stories again that it touches; how many reports it was. A report that the ledger does not
    /// have, or has in another version, is passed over. Search goes on finding a report itself by
    /// the names found in it when it was added; its statements and quotations are found anew.
    ///
    /// # Errors
    ///
    /// When the disk is full, the file cannot be written, or another writer does not finish.
    pub fn reanalyse(
        &mut self,
        reports: Vec<Extracted>,
        run: &Run,
        now: Timestamp,
    ) -> Result<usize, Error> {
        self.write(|transaction, working| reanalyse(transaction, working, reports, run, now))
    }
}

fn reanalyse(
    transaction: Transaction<'_>,
    working: &mut Working,
    reports: Vec<Extracted>,
    run: &Run,
    now: Timestamp,
) -> Stored<usize> {
    caught_up(&transaction, working)?;
    let mut again: Vec<(i64, Arc<Extracted>)> = Vec::new();
    for mut extracted in reports {
        let report = extracted.annotated.report();
        match current(&transaction, &report.id)? {
            Some((id, content)) if content == article::content(report) => {
                speakers::attribute(&transaction, &mut extracted)?;
                again.push((id, Arc::new(extracted)));
            }
            _ => {}
        }
    }
    if again.is_empty() {
        return Ok(0);
    }
    let commit = Commit::begin(&transaction, run, now.as_microsecond())?;
    for (id, extracted) in &again {
        for table in [
            "annotations",
            "extractions",
            "statements",
            "quotations",
            "undertakings",
            "notes",
        ] {
            close_all(&transaction, table, *id, commit.id)?;
        }
        let data = annotation::encode(
            &transaction,
            &mut working.labels,
            &extracted.annotated,
            commit.id,
        )?;
        transaction
            .prepare_cached(
                "INSERT INTO annotations (since, report, encoding, data) VALUES (?, ?, ?, ?)",
            )?
            .execute(params![commit.id, id, ENCODING, data])?;
        working.extracted.keep(*id, Arc::clone(extracted));
        working.grouping.touch(&transaction, *id)?;
    }
    comparing::settle(&transaction, working, commit.id)?;
    for (id, extracted) in &again {
        findable(&transaction, *id, extracted, commit.id, false)?;
    }
    commit.end(transaction, working)?;
    Ok(again.len())
}

pub(crate) fn close_all(
    connection: &Connection,
    table: &'static str,
    report: i64,
    commit: i64,
) -> Stored<()> {
    let ids: Vec<i64> = connection
        .prepare_cached(&format!(
            "SELECT id FROM {table} WHERE report = ? AND until IS NULL"
        ))?
        .query_map([report], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for id in ids {
        commit::close(connection, table, id, commit)?;
    }
    Ok(())
}
