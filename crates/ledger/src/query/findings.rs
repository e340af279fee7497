//! Findings: in a list over all stories, and one by its id.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use crate::addresses::{self, Of};
use crate::error::{Error, Stored};
use crate::view::{Listed, Page, View, cursor, read_cursor};
use crosswire_record::{About, Finding, FindingKind};

/// Which findings.
#[derive(Clone, Debug, Default)]
pub struct FindingFilter {
    /// Of these kinds; empty for all.
    pub kinds: Vec<FindingKind>,
    /// Of this sort of slot.
    pub about: Option<About>,
    /// Of this story.
    pub story: Option<String>,
    /// At least so sure.
    pub least_confidence: f64,
    /// At least so many independent origins.
    pub least_origins: usize,
    /// Found or changed at this time or later.
    pub since: Option<Timestamp>,
    /// How much.
    pub page: Page,
}

impl View<'_> {
    /// A list of findings, the last found first.
    ///
    /// # Errors
    ///
    /// When the cursor is not one, or the file cannot be read.
    pub fn findings(&self, filter: &FindingFilter) -> Result<Listed<Finding>, Error> {
        let after = read_cursor(filter.page.after.as_deref(), 1)?;
        let before = after.map_or(i64::MAX, |at| at[0]);
        let kinds = if filter.kinds.is_empty() {
            &FindingKind::ALL[..]
        } else {
            &filter.kinds
        };
        self.told(|connection| {
            let mut ids: Vec<i64> = Vec::new();
            let story = match &filter.story {
                None => String::new(),
                Some(story) => format!("AND +story = {}", self.story_number(connection, story)?),
            };
            // A kind at a time, since each is in order in its index; a story's few findings are
            // found by the story.
            let by_story = story.replace('+', "");
            let came = View::came("findings", filter.since);
            let query = |from: &str, story: &str| {
                format!(
                    "SELECT id FROM findings WHERE {from} AND id < ?2 AND {} {came} {story} \
                     AND (?3 IS NULL OR about = ?3) AND confidence >= ?4 AND origins >= ?5 \
                     ORDER BY id DESC LIMIT {}",
                    self.known("findings"),
                    filter.page.limit + 1
                )
            };
            for kind in kinds {
                let query = if filter.story.is_some() {
                    query("+kind = ?1", &by_story)
                } else {
                    query("kind = ?1", "")
                };
                let mut select = connection.prepare_cached(&query)?;
                let found = select.query_map(
                    params![
                        kind.name(),
                        before,
                        filter.about.map(About::name),
                        filter.least_confidence,
                        filter.least_origins as i64
                    ],
                    |row| row.get(0),
                )?;
                for id in found {
                    ids.push(id?);
                }
            }
            ids.sort_unstable_by(|a, b| b.cmp(a));
            let more = ids.len() > filter.page.limit;
            ids.truncate(filter.page.limit);
            let next = ids.last().filter(|_| more).map(|&last| cursor(&[last]));
            let items = ids
                .into_iter()
                .map(|id| self.finding_at(connection, id))
                .collect::<Stored<_>>()?;
            Ok(Listed { items, next })
        })
    }

    /// A finding by its id. An id whose finding became part of another leads to that one, which has an
    /// id of its own.
    ///
    /// # Errors
    ///
    /// When there is no such finding, or none any more, or the file cannot be read.
    pub fn finding(&self, id: &str) -> Result<Finding, Error> {
        self.told(|connection| {
            let row = |id: &str| -> Stored<Option<i64>> {
                Ok(connection
                    .prepare_cached(&format!(
                        "SELECT id FROM findings WHERE name = ? AND {} ORDER BY id DESC LIMIT 1",
                        self.known("findings")
                    ))?
                    .query_row([id], |row| row.get(0))
                    .optional()?)
            };
            if let Some(row) = row(id)? {
                return self.finding_at(connection, row);
            }
            let at = addresses::leads(connection, Of::Finding, id, self.commit)?;
            let at = at.as_deref().unwrap_or(id);
            if let Some(row) = row(at)? {
                return self.finding_at(connection, row);
            }
            let until: Option<i64> = connection
                .prepare_cached("SELECT max(until) FROM findings WHERE name = ? AND until <= ?")?
                .query_row(params![at, self.commit], |row| row.get(0))?;
            match until {
                Some(until) => Err(Error::Gone {
                    what: "finding",
                    id: id.to_owned(),
                    until: self.time(until)?,
                }
                .into()),
                None => Err(Error::Unknown {
                    what: "finding",
                    id: id.to_owned(),
                    hint: "; `crosswire findings --ledger` lists them",
                }
                .into()),
            }
        })
    }
}
