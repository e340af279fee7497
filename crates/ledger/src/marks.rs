//! What people say of findings: confirmed, wrong or explained, and that it is taken back. A mark is
//! kept with the finding as it was, stays at its address, and says so when the finding has changed
//! since. Nothing said is deleted: what is taken back is told as such.
//!
//! What people hold of a finding is the last word that stands. What they hold to be wrong goes to the
//! end and counts in no number: the story's disputes are counted again in the commit of the mark.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::{Connection, Row, Transaction, params};

use crate::Ledger;
use crate::addresses::coincide;
use crate::commit::{Commit, Run};
use crate::comparing;
use crate::error::{Error, StoreError, Stored};
use crate::inbox::{self, Held};
use crate::packed::{self, ENCODING, Matter};
use crate::view::{View, is_before, known, time};
use crosswire_record::{AsMarked, Evidence, Finding, FindingKind, Mark, Word};

/// Bytes of a note, and of a name.
const LONGEST: usize = 10_000;
/// Findings that are marked at once.
const MOST: usize = 500;

/// What a person says of findings.
#[derive(Clone, Copy, Debug)]
pub struct Saying<'s> {
    /// What they are.
    pub word: Word,
    /// Why.
    pub note: &'s str,
    /// Who says so.
    pub name: &'s str,
}

impl Ledger {
    /// Keeps what a person says of a finding. Nothing said before is deleted: the last mark stands
    /// first, and [`Word::Unmarked`] takes back what the same person said last.
    ///
    /// # Errors
    ///
    /// When there is no such finding, nothing is there to be taken back, or the file cannot be written.
    pub fn mark(
        &mut self,
        finding: &str,
        word: Word,
        note: &str,
        name: &str,
        run: &Run,
        now: Timestamp,
    ) -> Result<Finding, Error> {
        let saying = Saying { word, note, name };
        let mut marked = self.mark_all(&[finding], saying, run, now)?;
        marked.pop().ok_or_else(|| Error::NothingSaid {
            name: name.to_owned(),
        })
    }

    /// Keeps what a person says of several findings, as one commit: all of it or nothing; the findings,
    /// in the order given. What is taken back of findings of which that person said nothing is nothing.
    ///
    /// # Errors
    ///
    /// When one of them is not there, nothing is there to be taken back, there are more than 500, or the
    /// file cannot be written.
    pub fn mark_all(
        &mut self,
        findings: &[&str],
        saying: Saying<'_>,
        run: &Run,
        now: Timestamp,
    ) -> Result<Vec<Finding>, Error> {
        if findings.len() > MOST {
            return Err(Error::TooMany { most: MOST });
        }
        for (what, said) in [("note", saying.note), ("name", saying.name)] {
            if said.len() > LONGEST {
                return Err(Error::TooLong {
                    what,
                    most: LONGEST,
                });
            }
        }
        let mut marked: Vec<Finding> = Vec::with_capacity(findings.len());
        {
            let view = self.latest()?;
            for finding in findings {
                let finding = view.finding(finding)?;
                if marked.iter().all(|known| known.id != finding.id) {
                    marked.push(finding);
                }
            }
        }
        if saying.word == Word::Unmarked {
            marked.retain(|finding| {
                let mut marks = finding.marks.iter();
                marks.any(|mark| mark.stands() && mark.name == saying.name)
            });
        }
        if marked.is_empty() {
            return Err(Error::NothingSaid {
                name: saying.name.to_owned(),
            });
        }
        let (before, id) =
            self.transact(|transaction, _| keep(transaction, &marked, saying, run, now))?;
        // Marks change nothing of what a writer remembers.
        if self.working.commit == before {
            self.working.commit = id;
        }
        let view = self.latest()?;
        marked
            .iter()
            .map(|finding| view.finding(&finding.id))
            .collect()
    }
}

/// Writes the marks and what follows from them; the commit before, and their own.
fn keep(
    transaction: Transaction<'_>,
    marked: &[Finding],
    saying: Saying<'_>,
    run: &Run,
    now: Timestamp,
) -> Stored<(i64, i64)> {
    let before: i64 =
        transaction.query_row("SELECT coalesce(max(id), 0) FROM commits", [], |row| {
            row.get(0)
        })?;
    let commit = Commit::begin(&transaction, run, now.as_microsecond())?;
    let mut stories = BTreeSet::new();
    for finding in marked {
        insert(&transaction, finding, saying, commit.id)?;
        let held = Held::of(&of(&transaction, commit.id, finding)?);
        inbox::restate(&transaction, &finding.id, held)?;
        judge(&transaction, &finding.id)?;
        stories.extend(finding.story.iter().filter_map(|id| id.parse::<i64>().ok()));
    }
    for story in stories {
        comparing::recount(&transaction, story, commit.id)?;
    }
    let id = commit.id;
    commit.seal(&transaction)?;
    transaction.commit()?;
    Ok((before, id))
}

fn insert(
    connection: &Connection,
    finding: &Finding,
    saying: Saying<'_>,
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
        params![
            commit,
            finding.id,
            saying.word.name(),
            saying.note,
            saying.name,
            ENCODING,
            data
        ],
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

/// Whether anybody said anything of a finding yet.
pub(crate) fn any(connection: &Connection) -> Stored<bool> {
    let mut select = connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM marks)")?;
    Ok(select.query_row([], |row| row.get(0))?)
}

/// What people said of a finding up to a commit, the last first: of its address, of those that lead
/// there, and of ids that were given before there were addresses, where they rest on the same words.
pub(crate) fn of(connection: &Connection, commit: i64, finding: &Finding) -> Stored<Vec<Mark>> {
    let early = is_before(connection, ADDRESSES, commit)?;
    let mut found = by_words(connection, commit, finding)?;
    if !early {
        let by_address = by_address(connection, commit, finding)?;
        found.retain(|(id, _)| by_address.iter().all(|(known, _)| known != id));
        found.extend(by_address);
        for (_, (mark, marked)) in &mut found {
            mark.as_marked = as_marked(marked, finding).map(Box::new);
        }
    }
    found.sort_by_key(|(id, _)| *id);
    let mut marks: Vec<Mark> = found.into_iter().map(|(_, (mark, _))| mark).collect();
    take_back(&mut marks);
    marks.reverse();
    Ok(marks)
}

/// Tells which marks, the first first, are taken back: each `unmarked` takes back the last of the same
/// person that still stands.
fn take_back(marks: &mut [Mark]) {
    for at in 0..marks.len() {
        if marks[at].word != Word::Unmarked {
            continue;
        }
        let name = marks[at].name.clone();
        let mut before = marks[..at].iter_mut().rev();
        if let Some(mark) = before.find(|mark| mark.stands() && mark.name == name) {
            mark.taken_back = true;
        }
    }
}

/// Keeps what people hold of the finding that they marked at an address, as it was then.
pub(crate) fn judge(connection: &Connection, address: &str) -> Stored<()> {
    let mut select = connection.prepare_cached(
        "SELECT id, since, word, note, name, data FROM marks WHERE finding = ? ORDER BY id",
    )?;
    let mut rows = select.query([address])?;
    let mut found: Vec<Found> = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(mark(connection, row)?);
    }
    let mut marks: Vec<Mark> = found.iter().map(|(_, (mark, _))| mark.clone()).collect();
    take_back(&mut marks);
    let last = marks.iter().rposition(Mark::stands);
    connection
        .prepare_cached("DELETE FROM verdicts WHERE finding = ?")?
        .execute([address])?;
    if let Some(last) = last {
        let (_, (mark, marked)) = &found[last];
        connection
            .prepare_cached(
                "INSERT INTO verdicts (finding, word, kind, about, confidence) \
                 VALUES (?, ?, ?, ?, ?)",
            )?
            .execute(params![
                address,
                mark.word.name(),
                marked.kind.name(),
                marked.about.name(),
                marked.confidence
            ])?;
    }
    Ok(())
}

impl View<'_> {
    /// What people said of a finding, the last first.
    pub(crate) fn marks(&self, connection: &Connection, finding: &Finding) -> Stored<Vec<Mark>> {
        if self.last("marks")? == 0 {
            return Ok(Vec::new());
        }
        of(connection, self.commit, finding)
    }
}

fn by_address(connection: &Connection, commit: i64, finding: &Finding) -> Stored<Vec<Found>> {
    // An address whose finding was found again leads nowhere.
    let lead_here = format!(
        "SELECT old FROM moved WHERE new = ?1 AND kind = 'finding' AND since <= ?2 \
         AND id = (SELECT max(id) FROM moved AS last WHERE last.old = moved.old \
         AND last.kind = 'finding' AND last.since <= ?2) \
         AND NOT EXISTS (SELECT 1 FROM findings WHERE name = moved.old AND {})",
        known("findings", commit)
    );
    let mut names = vec![finding.id.clone()];
    let mut to = 0;
    while let Some(name) = names.get(to).cloned() {
        to += 1;
        let mut select = connection.prepare_cached(&lead_here)?;
        let mut rows = select.query(params![name, commit])?;
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
        let mut rows = select.query(params![name, commit])?;
        while let Some(row) = rows.next()? {
            found.push(mark(connection, row)?);
        }
    }
    Ok(found)
}

/// Marks of before there were addresses, found by the words that the finding rested on.
fn by_words(connection: &Connection, commit: i64, finding: &Finding) -> Stored<Vec<Found>> {
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
        let mut rows = select.query(params![report, commit, ADDRESSES])?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            if found.iter().any(|known| known.0 == id) {
                continue;
            }
            let mark = mark(connection, row)?;
            if is_same(&mark.1.1, finding) {
                found.push(mark);
            }
        }
    }
    Ok(found)
}

/// The mark of a row, and the finding as it was marked.
fn mark(connection: &Connection, row: &Row<'_>) -> Stored<Found> {
    let data = row.get_ref(5)?.as_blob().unwrap_or_default();
    let marked: Finding = serde_json::from_str(&packed::unpack_text(data, Matter::Finding)?)?;
    let word: String = row.get(2)?;
    let mark = Mark {
        word: Word::from_name(&word)
            .ok_or_else(|| StoreError::Damaged(format!("{word:?} is no word of a mark")))?,
        note: row.get(3)?,
        name: row.get(4)?,
        at: time(connection, row.get(1)?)?,
        finding: marked.id.clone(),
        taken_back: false,
        as_marked: None,
    };
    Ok((row.get(0)?, (mark, marked)))
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
