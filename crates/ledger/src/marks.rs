//! What people say of findings: confirmed, wrong or explained. A mark is kept with the finding as it
//! was, and shown at every later finding that rests on the same words.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior, params};

use crate::Ledger;
use crate::commit::{Commit, Run};
use crate::error::{Error, StoreError, Stored};
use crate::packed::{self, ENCODING, Matter};
use crate::view::View;
use crosswire_record::{Evidence, Finding, FindingKind, Mark, Word};

/// Bytes of a note, and of a name.
const LONGEST: usize = 10_000;

impl Ledger {
    /// Keeps what a person says of a finding. Nothing said before is taken back: the last mark
    /// stands first.
    ///
    /// # Errors
    ///
    /// When there is no such finding, or the file cannot be written.
    pub fn mark(
        &mut self,
        finding: &str,
        word: Word,
        note: &str,
        name: &str,
        run: &Run,
        now: Timestamp,
    ) -> Result<Finding, Error> {
        let marked = self.latest()?.finding(finding)?;
        for (what, said) in [("note", note), ("name", name)] {
            if said.len() > LONGEST {
                return Err(Error::Unknown {
                    what,
                    id: said.chars().take(40).collect(),
                    hint: "; it must be shorter than ten thousand bytes to be kept",
                });
            }
        }
        let wait = self.options.wait;
        let kept = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(Into::into)
            .and_then(|transaction| -> Stored<i64> {
                let before: i64 = transaction.query_row(
                    "SELECT coalesce(max(id), 0) FROM commits",
                    [],
                    |row| row.get(0),
                )?;
                let commit = Commit::begin(&transaction, run, now.as_microsecond())?;
                insert(&transaction, &marked, [word.name(), note, name], commit.id)?;
                let id = commit.id;
                commit.seal(&transaction)?;
                transaction.commit()?;
                // Marks change nothing of what a writer remembers.
                if self.working.commit == before {
                    self.working.commit = id;
                }
                Ok(id)
            });
        kept.map_err(|error| error.at(&self.path, wait))?;
        self.latest()?.finding(finding)
    }
}

fn insert(
    connection: &Connection,
    finding: &Finding,
    [word, note, name]: [&str; 3],
    commit: i64,
) -> Stored<()> {
    let bare = Finding {
        marks: Vec::new(),
        ..finding.clone()
    };
    let data = packed::pack(&serde_json::to_vec(&bare)?, Matter::Finding)?;
    connection.execute(
        "INSERT INTO marks (since, finding, word, note, name, encoding, data) \
         VALUES (?, ?, ?, ?, ?, ?, ?)",
        params![commit, finding.id, word, note, name, ENCODING, data],
    )?;
    let mark = connection.last_insert_rowid();
    let reports: BTreeSet<&str> = finding
        .evidence
        .iter()
        .map(|row| row.report.as_str())
        .collect();
    for report in reports {
        connection.execute(
            "INSERT INTO marked (report, mark) VALUES (?, ?)",
            params![report, mark],
        )?;
    }
    Ok(())
}

impl View<'_> {
    /// What people said of a finding, the last first.
    pub(crate) fn marks(&self, connection: &Connection, finding: &Finding) -> Stored<Vec<Mark>> {
        if self.last("marks")? == 0 {
            return Ok(Vec::new());
        }
        let reports: BTreeSet<&str> = finding
            .evidence
            .iter()
            .map(|row| row.report.as_str())
            .collect();
        let mut select = connection.prepare_cached(
            "SELECT marks.id, marks.since, word, note, name, data FROM marked \
             JOIN marks ON marks.id = marked.mark WHERE report = ? AND marks.since <= ?",
        )?;
        let mut found: Vec<(i64, Mark)> = Vec::new();
        for report in reports {
            let mut rows = select.query(params![report, self.commit])?;
            while let Some(row) = rows.next()? {
                let id: i64 = row.get(0)?;
                if found.iter().any(|known| known.0 == id) {
                    continue;
                }
                let data = row.get_ref(5)?.as_blob().unwrap_or_default();
                let marked: Finding =
                    serde_json::from_str(&packed::unpack_text(data, Matter::Finding)?)?;
                if is_same(&marked, finding) {
                    let word: String = row.get(2)?;
                    let mark = Mark {
                        word: Word::from_name(&word).ok_or_else(|| {
                            StoreError::Damaged(format!("{word:?} is no word of a mark"))
                        })?,
                        note: row.get(3)?,
                        name: row.get(4)?,
                        at: self.time(row.get(1)?)?,
                        finding: marked.id,
                    };
                    found.push((id, mark));
                }
            }
        }
        found.sort_by_key(|(id, _)| std::cmp::Reverse(*id));
        Ok(found.into_iter().map(|(_, mark)| mark).collect())
    }
}

/// Whether two findings say the same of the same words, though an analysis may have drawn the
/// borders elsewhere, or taken an update for a conflict.
fn is_same(marked: &Finding, finding: &Finding) -> bool {
    if marked.id == finding.id {
        return true;
    }
    let kind = |finding: &Finding| match finding.kind {
        FindingKind::Update => FindingKind::Conflict,
        other => other,
    };
    kind(marked) == kind(finding)
        && marked.about == finding.about
        && first_rows(marked)
            .iter()
            .all(|row| finding.evidence.iter().any(|other| coincide(row, other)))
}

/// The best evidence of each report.
fn first_rows(finding: &Finding) -> Vec<&Evidence> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    finding
        .evidence
        .iter()
        .filter(|row| seen.insert(&row.report))
        .collect()
}

/// Whether two passages of one report share half of the shorter one, or are the same words.
fn coincide(a: &Evidence, b: &Evidence) -> bool {
    if a.report != b.report || a.in_title != b.in_title {
        return false;
    }
    let shared = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    let shorter = (a.end.saturating_sub(a.start)).min(b.end.saturating_sub(b.start));
    a.text == b.text || (shorter > 0 && shared * 2 >= shorter)
}
