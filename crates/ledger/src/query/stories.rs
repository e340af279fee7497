//! Stories: in a list, and one with everything.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row};

use crate::addresses::{self, Of};
use crate::comparing::COMPARED;
use crate::error::{Error, StoreError, Stored};
use crate::packed::{self, Matter};
use crate::view::{Listed, Page, View, cursor, read_cursor};
use crosswire_record::{Finding, StoryRecord, StorySummary};

/// Which stories, in which order.
#[derive(Clone, Debug, Default)]
pub struct StoryFilter {
    /// The order.
    pub order: StoryOrder,
    /// Only stories with at least so many reports.
    pub least_reports: usize,
    /// Only stories with at least so many disputes.
    pub least_disputes: usize,
    /// Changed at this time or later.
    pub since: Option<Timestamp>,
    /// How much.
    pub page: Page,
}

/// What comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StoryOrder {
    /// The last published.
    #[default]
    Newest,
    /// The most disputed.
    Disputed,
    /// The most covered.
    Covered,
}

/// The columns that a summary is made of.
pub(super) const SUMMARY: &str = "number, label, keywords, continues, reports, origins, aligned, \
                                  disputes, first, last, since, moment, outlets";

impl View<'_> {
    /// A list of stories.
    ///
    /// # Errors
    ///
    /// When the cursor is not one, or the file cannot be read.
    pub fn stories(&self, filter: &StoryFilter) -> Result<Listed<StorySummary>, Error> {
        let key = match filter.order {
            StoryOrder::Newest => "0",
            StoryOrder::Disputed => "disputes",
            StoryOrder::Covered => "reports",
        };
        let order = match filter.order {
            StoryOrder::Newest => "moment DESC, number DESC".to_owned(),
            _ => format!("{key} DESC, moment DESC, number DESC"),
        };
        let after = read_cursor(filter.page.after.as_deref(), 3)?;
        let from = match (&after, filter.order) {
            (None, _) => String::new(),
            (Some(at), StoryOrder::Newest) => {
                format!("AND (moment, number) < ({}, {})", at[1], at[2])
            }
            (Some(at), _) => format!(
                "AND ({key}, moment, number) < ({}, {}, {})",
                at[0], at[1], at[2]
            ),
        };
        let query = format!(
            "SELECT {SUMMARY}, {key} FROM stories WHERE {} AND reports >= {} AND disputes >= {} \
             {} {from} ORDER BY {order} LIMIT {}",
            self.known("stories"),
            filter.least_reports,
            filter.least_disputes,
            View::came("stories", filter.since),
            filter.page.limit + 1,
        );
        self.told(|connection| {
            let mut select = connection.prepare_cached(&query)?;
            let mut rows = select.query([])?;
            let mut items = Vec::new();
            let mut next = None;
            let mut last = Vec::new();
            while let Some(row) = rows.next()? {
                if items.len() == filter.page.limit {
                    next = Some(cursor(&last));
                    break;
                }
                items.push(self.summary(connection, row)?);
                last = vec![row.get(13)?, row.get(11)?, row.get(0)?];
            }
            Ok(Listed { items, next })
        })
    }

    /// The story of a row with the columns of [`SUMMARY`].
    pub(super) fn summary(&self, connection: &Connection, row: &Row<'_>) -> Stored<StorySummary> {
        let number: i64 = row.get(0)?;
        let keywords: String = row.get(2)?;
        let continues: Option<i64> = row.get(3)?;
        let topic = if self.is_before(8)? {
            None
        } else {
            Some(self.topic_of(connection, number)?.to_string())
        };
        Ok(StorySummary {
            id: number.to_string(),
            label: row.get(1)?,
            keywords: serde_json::from_str(&keywords)?,
            continues: continues.map(|number| number.to_string()),
            topic,
            reports: row.get(4)?,
            outlets: row.get(12)?,
            origins: row.get(5)?,
            statements_aligned: row.get(6)?,
            disputes: row.get(7)?,
            first: row.get(8)?,
            last: row.get(9)?,
            updated: self.time(row.get(10)?)?,
            compared: self.compared(row.get(4)?)?,
        })
    }

    /// A story with the ids of its reports, and its findings. The id of a story that went into another
    /// leads to that one, which has an id of its own.
    ///
    /// # Errors
    ///
    /// When there is no such story, or none any more, or the file cannot be read.
    pub fn story(&self, id: &str) -> Result<StoryRecord, Error> {
        self.told(|connection| {
            let number = self.story_number(connection, id)?;
            let found: Option<(String, usize, String, usize, usize)> = connection
                .prepare_cached(&format!(
                    "SELECT label, aligned, findings, outlets, origins FROM stories WHERE number = ? AND {}",
                    self.known("stories")
                ))?
                .query_row([number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
                .optional()?;
            let Some((label, statements_aligned, findings, outlets, origins)) = found else {
                return Err(no_story(id).into());
            };
            let findings: Vec<i64> = serde_json::from_str(&findings)?;
            let reports = self.reports_of(connection, number)?;
            Ok(StoryRecord {
                id: number.to_string(),
                label,
                compared: self.compared(reports.len())?,
                round_up: self.is_round_up(connection, number)?,
                reports,
                outlets,
                origins,
                statements_aligned,
                findings: findings
                    .into_iter()
                    .map(|finding| self.finding_at(connection, finding))
                    .collect::<Stored<_>>()?,
            })
        })
    }

    /// The ids of a story's reports, by publication and id.
    ///
    /// # Errors
    ///
    /// When there is no such story, or the file cannot be read.
    pub fn reports_of_story(&self, id: &str) -> Result<Vec<String>, Error> {
        self.told(|connection| {
            let number = self.story_number(connection, id)?;
            self.reports_of(connection, number)
        })
    }

    /// How many of so many reports are compared, where it is not all.
    fn compared(&self, reports: usize) -> Stored<Option<usize>> {
        let some = reports > COMPARED && !self.is_before(3)?;
        Ok(some.then_some(COMPARED))
    }

    /// The number of a story by its id, or of the one that it went into.
    pub(crate) fn story_number(&self, connection: &Connection, id: &str) -> Stored<i64> {
        let is_known = |number: i64| -> Stored<bool> {
            let query = format!(
                "SELECT EXISTS (SELECT 1 FROM stories WHERE number = ? AND {})",
                self.known("stories")
            );
            let mut select = connection.prepare_cached(&query)?;
            Ok(select.query_row([number], |row| row.get(0))?)
        };
        let number: i64 = id.parse().map_err(|_| no_story(id))?;
        if is_known(number)? {
            return Ok(number);
        }
        let at = addresses::leads(connection, Of::Story, id, self.commit)?;
        let at = at.and_then(|at| at.parse().ok()).unwrap_or(number);
        if is_known(at)? {
            return Ok(at);
        }
        let until: Option<i64> = connection
            .prepare_cached("SELECT max(until) FROM stories WHERE number = ? AND until <= ?")?
            .query_row([at, self.commit], |row| row.get(0))?;
        match until {
            Some(until) => Err(Error::Gone {
                what: "story",
                id: id.to_owned(),
                until: self.time(until)?,
            }
            .into()),
            None => Err(no_story(id).into()),
        }
    }

    /// The ids of a story's reports, by publication and id, undated ones last.
    fn reports_of(&self, connection: &Connection, story: i64) -> Stored<Vec<String>> {
        let mut select = connection.prepare_cached(&format!(
            "SELECT reports.name FROM memberships JOIN reports ON reports.id = memberships.report \
             WHERE memberships.story = ? AND {} \
             ORDER BY reports.moment IS NULL, reports.moment, reports.name",
            self.known("memberships")
        ))?;
        let names = select.query_map([story], |row| row.get(0))?;
        Ok(names.collect::<rusqlite::Result<_>>()?)
    }

    /// Whether all reports of a story tell several happenings, by their own words.
    fn is_round_up(&self, connection: &Connection, story: i64) -> Stored<bool> {
        let mut select = connection.prepare_cached(&format!(
            "SELECT report FROM memberships WHERE story = ? AND {}",
            self.known("memberships")
        ))?;
        let mut reports = select.query([story])?;
        let mut all = false;
        // The first that does not ends it, so a story of many reports has one read.
        while let Some(row) = reports.next()? {
            let (report, _) = self.report_at(connection, row.get(0)?)?;
            all = crosswire_group::is_round_up(&report);
            if !all {
                break;
            }
        }
        Ok(all)
    }

    /// The finding of a row.
    pub(crate) fn finding_at(&self, connection: &Connection, id: i64) -> Stored<Finding> {
        let mut select =
            connection.prepare_cached("SELECT data, story FROM findings WHERE id = ?")?;
        let mut rows = select.query([id])?;
        let row = rows
            .next()?
            .ok_or_else(|| StoreError::Damaged(format!("finding {id} is not there")))?;
        self.finding_of(row)
    }

    /// The finding of a row that begins with its data and its story.
    pub(crate) fn finding_of(&self, row: &Row<'_>) -> Stored<Finding> {
        let json = packed::unpack_text(
            row.get_ref(0)?.as_blob().unwrap_or_default(),
            Matter::Finding,
        )?;
        let mut finding: Finding = serde_json::from_str(&json)?;
        let story: i64 = row.get(1)?;
        finding.story = Some(story.to_string());
        finding.marks = self.marks(&self.ledger.connection, &finding)?;
        Ok(finding)
    }
}

fn no_story(id: &str) -> Error {
    Error::Unknown {
        what: "story",
        id: id.to_owned(),
        hint: "; `crosswire stories --ledger` lists them",
    }
}
