//! What people say of findings: confirmed, wrong or explained. A mark is kept with the finding as it
//! was, stays at its address, and says so when the finding has changed since.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::{Connection, Row, TransactionBehavior, params};

use crate::Ledger;
use crate::addresses::coincide;
use crate::commit::{Commit, Run};
use crate::error::{Error, StoreError, Stored};
use crate::packed::{self, ENCODING, Matter};
use crate::view::View;
use crosswire_record::{AsMarked, Evidence, Finding, FindingKind, Mark, Word};

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
                return Err(Error::TooLong {
                    what,
                    most: LONGEST,
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
        self.latest()?.finding(&marked.id)
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
    /// What people said of a finding, the last first: of its address, of those that lead there, and of
    /// ids that were given before there were addresses, where they rest on the same words.
    pub(crate) fn marks(&self, connection: &Connection, finding: &Finding) -> Stored<Vec<Mark>> {
        if self.last("marks")? == 0 {
            return Ok(Vec::new());
        }
        let early = self.is_before(ADDRESSES)?;
        let mut found = self.by_words(connection, finding)?;
        if !early {
            let by_address = self.by_address(connection, finding)?;
            found.retain(|(id, _)| by_address.iter().all(|(known, _)| known != id));
            found.extend(by_address);
            for (_, (mark, marked)) in &mut found {
                mark.as_marked = as_marked(marked, finding).map(Box::new);
            }
        }
        found.sort_by_key(|(id, _)| std::cmp::Reverse(*id));
        Ok(found.into_iter().map(|(_, (mark, _))| mark).collect())
    }

    fn by_address(&self, connection: &Connection, finding: &Finding) -> Stored<Vec<Found>> {
        // An address whose finding was found again leads nowhere.
        let lead_here = format!(
            "SELECT old FROM moved WHERE new = ?1 AND kind = 'finding' AND since <= ?2 \
             AND id = (SELECT max(id) FROM moved AS last WHERE last.old = moved.old \
             AND last.kind = 'finding' AND last.since <= ?2) \
             AND NOT EXISTS (SELECT 1 FROM findings WHERE name = moved.old AND {})",
            self.known("findings")
        );
        let mut names = vec![finding.id.clone()];
        let mut to = 0;
        while let Some(name) = names.get(to).cloned() {
            to += 1;
            let mut select = connection.prepare_cached(&lead_here)?;
            let mut rows = select.query(params![name, self.commit])?;
            while let Some(row) = rows.next()? {
                let old: String = row.get(0)?;
                if !names.contains(&old) {
                    names.push(old);
                }
            }
        }
        let mut select = connection.prepare_cached(
            "SELECT id, since, word, note, name, data FROM marks WHERE finding = ? AND since <= ?",
        )?;
        let mut found = Vec::new();
        for name in names {
            let mut rows = select.query(params![name, self.commit])?;
            while let Some(row) = rows.next()? {
                found.push(self.mark(row)?);
            }
        }
        Ok(found)
    }

    /// Marks of before there were addresses, found by the words that the finding rested on.
    fn by_words(&self, connection: &Connection, finding: &Finding) -> Stored<Vec<Found>> {
        let reports: BTreeSet<&str> = finding
            .evidence
            .iter()
            .map(|row| row.report.as_str())
            .collect();
        let mut select = connection.prepare_cached(
            "SELECT marks.id, marks.since, word, note, name, data FROM marked \
             JOIN marks ON marks.id = marked.mark WHERE report = ? AND marks.since <= ? \
             AND marks.since <= (SELECT after FROM written WHERE version = ?)",
        )?;
        let mut found: Vec<Found> = Vec::new();
        for report in reports {
            let mut rows = select.query(params![report, self.commit, ADDRESSES])?;
            while let Some(row) = rows.next()? {
                let id: i64 = row.get(0)?;
                if found.iter().any(|known| known.0 == id) {
                    continue;
                }
                let mark = self.mark(row)?;
                if is_same(&mark.1.1, finding) {
                    found.push(mark);
                }
            }
        }
        Ok(found)
    }

    /// The mark of a row, and the finding as it was marked.
    fn mark(&self, row: &Row<'_>) -> Stored<Found> {
        let data = row.get_ref(5)?.as_blob().unwrap_or_default();
        let marked: Finding = serde_json::from_str(&packed::unpack_text(data, Matter::Finding)?)?;
        let word: String = row.get(2)?;
        let mark = Mark {
            word: Word::from_name(&word)
                .ok_or_else(|| StoreError::Damaged(format!("{word:?} is no word of a mark")))?,
            note: row.get(3)?,
            name: row.get(4)?,
            at: self.time(row.get(1)?)?,
            finding: marked.id.clone(),
            as_marked: None,
        };
        Ok((row.get(0)?, (mark, marked)))
    }
}

/// A mark by its row, with the finding as it was marked.
type Found = (i64, (Mark, Finding));

/// The version of the schema from which findings have addresses.
const ADDRESSES: i64 = 3;

/// The finding as it was marked, where it says something else now.
fn as_marked(marked: &Finding, now: &Finding) -> Option<AsMarked> {
    let values = |finding: &Finding| {
        let values = finding.values.iter().map(|value| value.value.clone());
        values.collect::<BTreeSet<String>>()
    };
    let lost = first_rows(marked)
        .into_iter()
        .any(|row| !now.evidence.iter().any(|other| coincide(row, other)));
    let same = marked.kind == now.kind && values(marked) == values(now) && !lost;
    (!same).then(|| AsMarked {
        kind: marked.kind,
        question: marked.question.clone(),
        explanation: marked.explanation.clone(),
        values: marked.values.clone(),
        evidence: first_rows(marked).into_iter().cloned().collect(),
    })
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
    finding.best_rows().collect()
}
