//! Topics: stories that take each other up, the trial after the arrest.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, OptionalExtension};

use super::stories::SUMMARY;
use crate::error::{Error, Stored};
use crate::view::{Listed, Page, View, cursor, read_cursor};
use crosswire_record::StorySummary;

impl View<'_> {
    /// The stories of a story's topic: what it continues, what that continues, and all that continue one of
    /// these; the one that came first comes first.
    ///
    /// # Errors
    ///
    /// When there is no such story, the cursor is not one, or the file cannot be read.
    pub fn topic(&self, story: &str, page: &Page) -> Result<Listed<StorySummary>, Error> {
        let after = read_cursor(page.after.as_deref(), 1)?;
        self.told(|connection| {
            let story = self.story_number(connection, story)?;
            let mut members = self.members_of_topic(connection, story)?;
            if let Some(after) = &after {
                members.retain(|&number| number > after[0]);
            }
            let mut next = None;
            if members.len() > page.limit {
                members.truncate(page.limit);
                next = members.last().map(|&number| cursor(&[number]));
            }
            let query = format!(
                "SELECT {SUMMARY} FROM stories WHERE number = ? AND {}",
                self.known("stories")
            );
            let mut select = connection.prepare_cached(&query)?;
            let mut items = Vec::with_capacity(members.len());
            for number in members {
                let mut rows = select.query([number])?;
                if let Some(row) = rows.next()? {
                    items.push(self.summary(connection, row)?);
                }
            }
            Ok(Listed { items, next })
        })
    }

    /// The number of the story that a story's topic begins with.
    pub(super) fn topic_of(&self, connection: &Connection, story: i64) -> Stored<i64> {
        let mut select = connection.prepare_cached(&format!(
            "SELECT continues FROM stories WHERE number = ? AND {}",
            self.known("stories")
        ))?;
        let mut at = story;
        // A person can merge stories so that they continue each other.
        let mut passed = BTreeSet::from([story]);
        loop {
            let continued: Option<Option<i64>> =
                select.query_row([at], |row| row.get(0)).optional()?;
            let Some(Some(earlier)) = continued else {
                return Ok(at);
            };
            // What went into another story leads to that; what is gone ends the topic.
            let Ok(earlier) = self.story_number(connection, &earlier.to_string()) else {
                return Ok(at);
            };
            if !passed.insert(earlier) {
                return Ok(passed.first().copied().unwrap_or(at));
            }
            at = earlier;
        }
    }

    /// The numbers of all stories of a story's topic, in order.
    fn members_of_topic(&self, connection: &Connection, story: i64) -> Stored<Vec<i64>> {
        let begins = self.topic_of(connection, story)?;
        let query = format!(
            "SELECT number FROM stories WHERE continues IS NOT NULL AND {}",
            self.known("stories")
        );
        let mut select = connection.prepare_cached(&query)?;
        let numbers: Vec<i64> = select
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let mut topics: HashMap<i64, i64> = HashMap::new();
        let mut members = BTreeSet::from([begins, story]);
        // A story continues one with a lower number mostly, whose topic is known by then.
        for number in numbers {
            let topic = self.topic_by(connection, number, &topics)?;
            topics.insert(number, topic);
            if topic == begins {
                members.insert(number);
            }
        }
        Ok(members.into_iter().collect())
    }

    /// The same as [`View::topic_of`], where some are known.
    fn topic_by(
        &self,
        connection: &Connection,
        story: i64,
        known: &HashMap<i64, i64>,
    ) -> Stored<i64> {
        let mut select = connection.prepare_cached(&format!(
            "SELECT continues FROM stories WHERE number = ? AND {}",
            self.known("stories")
        ))?;
        let continued: Option<i64> = select.query_row([story], |row| row.get(0))?;
        match continued.and_then(|earlier| known.get(&earlier)) {
            Some(&topic) => Ok(topic),
            None => self.topic_of(connection, story),
        }
    }
}
