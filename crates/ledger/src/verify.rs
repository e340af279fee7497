//! The whole ledger against its own digests.

use std::collections::HashMap;

use crosswire_report::Field;
use rusqlite::Connection;
use serde::Serialize;

use crate::article;
use crate::commit;
use crate::error::{Error, StoreError, Stored};
use crate::packed::{self, Matter};
use crate::view::View;

/// Damage that is listed; beyond it only the number is told.
const LISTED: usize = 100;

/// What a look at the whole ledger found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Commits whose digest was computed again.
    pub commits: u64,
    /// Reports whose text was unpacked and whose digest was computed again.
    pub reports: u64,
    /// Findings whose passages were looked up in their reports.
    pub findings: u64,
    /// What is damaged, at most a hundred; empty when all is well.
    pub damage: Vec<String>,
    /// How many damages there are.
    pub damages: u64,
}

impl Verified {
    fn damage(&mut self, what: String) {
        self.damages += 1;
        if self.damage.len() < LISTED {
            self.damage.push(what);
        }
    }
}

impl View<'_> {
    /// Checks everything: the file's structure, the digest of every commit, the digest of every
    /// text and capture, that every passage is where a finding says, that all can be searched.
    ///
    /// # Errors
    ///
    /// When the file cannot be read at all; damage is listed, not an error.
    pub fn verify(&self) -> Result<Verified, Error> {
        self.told(|connection| {
            let mut verified = Verified::default();
            structure(connection, &mut verified)?;
            for id in 1..=self.commit {
                verified.commits += 1;
                let kept: Vec<u8> = connection
                    .prepare_cached("SELECT digest FROM commits WHERE id = ?")?
                    .query_row([id], |row| row.get(0))?;
                if commit::digest(connection, id)?[..] != kept[..] {
                    verified.damage(format!(
                        "commit {id} does not have the digest it was sealed with"
                    ));
                }
            }
            captures(connection, &mut verified)?;
            self.texts(connection, &mut verified)?;
            self.passages(connection, &mut verified)?;
            self.searchable(connection, &mut verified)?;
            self.inbox_holds(connection, &mut verified)?;
            Ok(verified)
        })
    }

    fn texts(&self, connection: &Connection, verified: &mut Verified) -> Stored<()> {
        let mut select = connection.prepare(&format!(
            "SELECT {}, id, sha256 FROM reports WHERE since <= ? ORDER BY id",
            article::COLUMNS
        ))?;
        let mut rows = select.query([self.commit])?;
        while let Some(row) = rows.next()? {
            verified.reports += 1;
            let (id, sha256): (i64, String) = (row.get(8)?, row.get(9)?);
            match article::report(row) {
                Ok(report) if article::sha256(report.text.as_bytes()) == sha256 => {}
                Ok(report) => verified.damage(format!(
                    "the text of report {:?} does not have its digest",
                    report.id
                )),
                Err(StoreError::Damaged(reason)) => {
                    verified.damage(format!("report {id}: {reason}"));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Every passage of the findings that hold now, in the text that holds now.
    fn passages(&self, connection: &Connection, verified: &mut Verified) -> Stored<()> {
        let mut select = connection.prepare(&format!(
            "SELECT data, story, id FROM findings WHERE {} ORDER BY story, id",
            self.known("findings")
        ))?;
        let mut rows = select.query([])?;
        let mut texts: HashMap<(String, Option<usize>), Option<[String; 2]>> = HashMap::new();
        let mut of_story = 0;
        while let Some(row) = rows.next()? {
            verified.findings += 1;
            let story: i64 = row.get(1)?;
            if story != of_story {
                texts.clear();
                of_story = story;
            }
            let finding = match self.finding_of(row) {
                Ok(finding) => finding,
                Err(StoreError::Damaged(reason)) => {
                    let id: i64 = row.get(2)?;
                    verified.damage(format!("finding {id}: {reason}"));
                    continue;
                }
                Err(error) => return Err(error),
            };
            for evidence in &finding.evidence {
                let version = (evidence.report.clone(), evidence.revision);
                if !texts.contains_key(&version) {
                    let found = self.fields(connection, &evidence.report, evidence.revision)?;
                    texts.insert(version.clone(), found);
                }
                let held = texts[&version].as_ref().is_some_and(|fields| {
                    let text = &fields[usize::from(!evidence.in_title)];
                    let length = evidence.end.saturating_sub(evidence.start);
                    text.chars()
                        .skip(evidence.start)
                        .take(length)
                        .eq(evidence.text.chars())
                });
                if !held {
                    verified.damage(format!(
                        "finding {}: the words at {}..{} of report {:?} are not those it rests on",
                        finding.id, evidence.start, evidence.end, evidence.report
                    ));
                }
            }
        }
        Ok(())
    }

    /// The title and the text of a report, as it is known or in an earlier version.
    fn fields(
        &self,
        connection: &Connection,
        name: &str,
        version: Option<usize>,
    ) -> Stored<Option<[String; 2]>> {
        let known = match version {
            None => self.known("reports"),
            Some(_) => format!("reports.since <= {}", self.commit),
        };
        let query = format!(
            "SELECT {}, id FROM reports WHERE name = ? AND {known} ORDER BY id",
            article::COLUMNS
        );
        let mut select = connection.prepare_cached(&query)?;
        let mut rows = select.query([name])?;
        let mut at = None;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(8)?;
            if version.is_none() || version == Some(article::version(connection, id)?) {
                at = Some(article::report(row));
                break;
            }
        }
        let Some(read) = at else {
            return Ok(None);
        };
        match read {
            Ok(report) => Ok(Some([
                report.field(Field::Title).to_owned(),
                report.text.to_string(),
            ])),
            Err(StoreError::Damaged(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The inbox has what stands, and nothing else: it is of the last commit.
    fn inbox_holds(&self, connection: &Connection, verified: &mut Verified) -> Stored<()> {
        let last: i64 =
            connection.query_row("SELECT coalesce(max(id), 0) FROM commits", [], |row| {
                row.get(0)
            })?;
        if last != self.commit {
            return Ok(());
        }
        let apart: i64 = connection.query_row(
            "SELECT (SELECT count(*) FROM findings WHERE until IS NULL \
             AND id NOT IN (SELECT id FROM inbox)) + (SELECT count(*) FROM inbox \
             WHERE id NOT IN (SELECT id FROM findings WHERE until IS NULL))",
            [],
            |row| row.get(0),
        )?;
        if apart > 0 {
            verified.damage(format!(
                "the inbox is out of step with {apart} findings; `crosswire vacuum --ledger` makes it anew"
            ));
        }
        Ok(())
    }

    fn searchable(&self, connection: &Connection, verified: &mut Verified) -> Stored<()> {
        for (index, table, kind) in [
            ("found_reports", "reports", "report"),
            ("found_statements", "statements", "statement"),
            ("found_quotations", "quotations", "quotation"),
        ] {
            let last = self.last(table)?;
            let found: i64 = connection.query_row(
                &format!("SELECT count(*) FROM {index} WHERE {index} MATCH ? AND rowid <= ?"),
                rusqlite::params![format!("{{kind}} : \"{kind}\""), last],
                |row| row.get(0),
            )?;
            if found != last {
                verified.damage(format!(
                    "{last} {table} are kept and {found} can be searched"
                ));
            }
        }
        Ok(())
    }
}

fn structure(connection: &Connection, verified: &mut Verified) -> Stored<()> {
    // A search index remembers which pieces it has. Where another writer put these together since, only a
    // search makes it look again; the check of the file alone would miss pieces that are no more.
    for index in ["found_reports", "found_statements", "found_quotations"] {
        let query = format!("SELECT rowid FROM {index} WHERE {index} MATCH '\"nothing\"' LIMIT 1");
        connection.prepare_cached(&query)?.exists([])?;
    }
    for pragma in ["integrity_check", "foreign_key_check"] {
        let mut select = connection.prepare(&format!("PRAGMA {pragma}"))?;
        let columns = select.column_count();
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let said: Vec<String> = (0..columns)
                .map(|i| match row.get_ref(i) {
                    Ok(rusqlite::types::ValueRef::Text(text)) => {
                        String::from_utf8_lossy(text).into_owned()
                    }
                    Ok(rusqlite::types::ValueRef::Integer(number)) => number.to_string(),
                    _ => String::new(),
                })
                .collect();
            let said = said.join(" ");
            if said != "ok" {
                verified.damage(format!("{pragma}: {said}"));
            }
        }
    }
    Ok(())
}

fn captures(connection: &Connection, verified: &mut Verified) -> Stored<()> {
    let mut select =
        connection.prepare("SELECT id, sha256, raw FROM captures WHERE raw IS NOT NULL")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let (id, sha256): (i64, String) = (row.get(0)?, row.get(1)?);
        let raw = packed::unpack(
            row.get_ref(2)?.as_blob().unwrap_or_default(),
            packed::ENCODING,
            Matter::Plain,
        );
        match raw {
            Ok(raw) if article::sha256(&raw) == sha256 => {}
            Ok(_) => verified.damage(format!(
                "the bytes of capture {id} do not have their digest"
            )),
            Err(StoreError::Damaged(reason)) => verified.damage(format!("capture {id}: {reason}")),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
