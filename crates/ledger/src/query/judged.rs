//! How often Crosswire was right, as people judged.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Ledger;
use crate::error::{Error, Stored};
use crate::view::View;
use crosswire_record::{About, FindingKind, Word};

/// What people said of findings of one kind, sort and confidence, as these were when they said it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Judged {
    /// The kind.
    pub kind: FindingKind,
    /// The sort of slot.
    pub about: About,
    /// The confidence in tenths, rounded down: 7 for 0.7 to 0.8.
    pub tenths: u8,
    /// The sum of the confidences.
    pub confidence: f64,
    /// Confirmed.
    pub confirmed: u64,
    /// Explained: so, for a reason.
    pub explained: u64,
    /// Wrong.
    pub wrong: u64,
}

impl View<'_> {
    /// What people hold of findings, by kind, sort and confidence; each finding counts once, by the last
    /// word that stands. It is of the ledger as it stands.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn judged(&self) -> Result<Vec<Judged>, Error> {
        self.told(|connection| {
            let mut select = connection.prepare_cached(
                "SELECT kind, about, min(CAST(confidence * 10 AS INTEGER), 9), sum(confidence), \
                 sum(word = ?1), sum(word = ?2), sum(word = ?3) FROM verdicts \
                 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
            )?;
            let words = [Word::Confirmed, Word::Explained, Word::Wrong].map(Word::name);
            let mut rows = select.query(words)?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let (kind, about): (String, String) = (row.get(0)?, row.get(1)?);
                let (Some(kind), Some(about)) =
                    (FindingKind::from_name(&kind), About::from_name(&about))
                else {
                    continue;
                };
                found.push(Judged {
                    kind,
                    about,
                    tenths: row.get(2)?,
                    confidence: row.get(3)?,
                    confirmed: row.get(4)?,
                    explained: row.get(5)?,
                    wrong: row.get(6)?,
                });
            }
            Ok(found)
        })
    }
}

impl Ledger {
    /// Keeps that somebody has looked through the inbox up to a commit. It is no knowledge: no commit
    /// seals it.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn look(&mut self, name: &str, through: u64) -> Result<(), Error> {
        self.told(|connection| -> Stored<()> {
            connection
                .prepare_cached(
                    "INSERT INTO looked (name, through) VALUES (?1, \
                     min(?2, (SELECT coalesce(max(id), 0) FROM commits))) ON CONFLICT (name) \
                     DO UPDATE SET through = max(through, excluded.through)",
                )?
                .execute(rusqlite::params![
                    name,
                    i64::try_from(through).unwrap_or(i64::MAX)
                ])?;
            Ok(())
        })
    }
}
