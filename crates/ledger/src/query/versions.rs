//! The versions of a report, and what was read in it, for what compares texts anew.

use std::sync::Arc;

use crosswire_extract::{Extracted, extract};
use crosswire_report::Report;

use crate::annotation::{self, Labels};
use crate::article;
use crate::error::{Error, Stored};
use crate::view::View;

/// Versions of a report that are read, the last ones.
const MOST: usize = 50;

/// A report as it was for a while.
#[derive(Clone, Debug)]
pub struct Version {
    /// Its number, counted from one.
    pub number: usize,
    /// Since when the ledger has it.
    pub added: String,
    /// The report as it was read then.
    pub report: Arc<Report>,
}

impl View<'_> {
    /// The versions of a report, the first one first; the last is the one that stands.
    ///
    /// # Errors
    ///
    /// When there is no such report, or the file cannot be read.
    pub fn versions(&self, report: &str) -> Result<Vec<Version>, Error> {
        self.told(|connection| {
            let mut select = connection.prepare_cached(&format!(
                "SELECT {}, id, since FROM reports WHERE name = ? AND since <= ? ORDER BY id DESC LIMIT {MOST}",
                article::COLUMNS
            ))?;
            let mut rows = select.query(rusqlite::params![report, self.commit])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                let read = article::report(row)?;
                all.push(Version {
                    number: article::version(connection, row.get(8)?)?,
                    added: self.time(row.get(9)?)?,
                    report: Arc::new(read),
                });
            }
            if all.is_empty() {
                return Err(Error::Unknown {
                    what: "report",
                    id: report.to_owned(),
                    hint: "; `crosswire search --ledger` finds reports",
                }
                .into());
            }
            all.reverse();
            Ok(all)
        })
    }

    /// A report with all that is read in it, from the annotation that was known, as this program understands it.
    ///
    /// # Errors
    ///
    /// When there is no such report, or the file cannot be read.
    pub fn extracted(&self, report: &str) -> Result<Extracted, Error> {
        self.told(|connection| -> Stored<Extracted> {
            let query = format!(
                "SELECT {}, annotations.data, annotations.encoding FROM reports \
                 JOIN annotations ON annotations.report = reports.id AND {} \
                 WHERE reports.name = ? AND {}",
                article::COLUMNS,
                self.known("annotations"),
                self.known("reports"),
            );
            let mut select = connection.prepare_cached(&query)?;
            let mut rows = select.query([report])?;
            let Some(row) = rows.next()? else {
                return Err(Error::Unknown {
                    what: "report",
                    id: report.to_owned(),
                    hint: "; `crosswire search --ledger` finds reports",
                }
                .into());
            };
            let read = Arc::new(article::report(row)?);
            let data = row.get_ref(8)?.as_blob().unwrap_or_default();
            let mut labels = Labels::default();
            let annotated = annotation::decode(connection, &mut labels, read, data, row.get(9)?)?;
            Ok(extract(annotated))
        })
    }
}
