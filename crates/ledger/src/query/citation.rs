//! A finding with everything that is needed to cite it.

use serde::Serialize;

use crate::error::{Error, Stored};
use crate::ledger::moment;
use crate::view::View;
use crosswire_record::{Finding, ReportRecord};

/// A finding with its sources.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Citation {
    /// The finding.
    pub finding: Finding,
    /// The reports it rests on, in the order of its evidence.
    pub sources: Vec<Source>,
    /// The time that the ledger was looked at as of.
    pub as_of: String,
    /// The digest that seals the ledger up to then, in hexadecimal.
    pub seal: String,
    /// The program that found it.
    pub tool: String,
    /// The language model that it read with.
    pub model: String,
    /// SHA-256 over the sums of the model's files.
    pub model_digest: String,
}

/// A report that a finding rests on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Source {
    /// The report.
    #[serde(flatten)]
    pub report: ReportRecord,
    /// SHA-256 of the bytes it was read from; empty where it was part of a larger file.
    pub raw_sha256: String,
}

impl View<'_> {
    /// A finding with its sources, when they were captured, and their digests.
    ///
    /// # Errors
    ///
    /// When there is no such finding, or the file cannot be read.
    pub fn citation(&self, finding: &str) -> Result<Citation, Error> {
        let finding = self.finding(finding)?;
        let mut sources: Vec<Source> = Vec::new();
        for row in &finding.evidence {
            if sources.iter().any(|known| known.report.id == row.report) {
                continue;
            }
            let (report, record) = self.report(&row.report)?;
            sources.push(Source {
                report: record,
                raw_sha256: report.details.raw_sha256.clone(),
            });
        }
        self.told(|connection| {
            let seal = |commit: i64| -> Stored<(i64, Vec<u8>)> {
                Ok(connection.query_row(
                    "SELECT at, digest FROM commits WHERE id = ?",
                    [commit],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )?)
            };
            let (at, digest) = seal(self.commit)?;
            let (tool, model, model_digest) = connection.query_row(
                "SELECT tool, model, model_digest FROM runs JOIN commits ON commits.run = runs.id \
                 WHERE commits.id = (SELECT max(since) FROM findings WHERE name = ? AND since <= ?)",
                rusqlite::params![finding.id, self.commit],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )?;
            Ok(Citation {
                finding,
                sources,
                as_of: moment(at),
                seal: crate::article::hex(&digest),
                tool,
                model,
                model_digest,
            })
        })
    }
}
