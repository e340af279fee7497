//! What is told to people: alerts, the outbox that remembers for each channel whether one was handed
//! over, the rules of the desk, and the secret addresses of feeds.
//!
//! An alert and the number of the commit that it was found in are kept in one transaction, so a kill
//! neither loses an alert nor has one found twice under two names. A delivery is marked as told only
//! after it was: a kill in between tells it again.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

use crate::Ledger;
use crate::error::{Error, Stored};
use crate::ledger::moment;
use crate::view::{Listed, Page, View, cursor, read_cursor};

/// Bytes of a rule of the desk.
const LONGEST_RULE: usize = 64 << 10;

/// An alert that is to be kept.
#[derive(Clone, Debug, PartialEq)]
pub struct NewAlert {
    /// What tells it apart: the same for the same rule and the same news.
    pub name: String,
    /// The rule that found it.
    pub rule: String,
    /// What is told, as JSON.
    pub data: String,
    /// Where it goes.
    pub channels: Vec<Waiting>,
}

/// One channel that an alert goes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// The channel's name.
    pub channel: String,
    /// What it is told together with; `None` for by itself.
    pub batch: Option<String>,
    /// When it is to be told.
    pub due: Timestamp,
}

/// An alert that was kept.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Alert {
    /// Its number: later ones have higher numbers.
    pub number: u64,
    /// What tells it apart.
    pub name: String,
    /// The rule that found it.
    pub rule: String,
    /// When it was found.
    pub at: String,
    /// What is told, as JSON.
    pub data: String,
}

/// Alerts that are to be told on one channel, as one message.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// Rows of the outbox.
    pub rows: Vec<i64>,
    /// The channel.
    pub channel: String,
    /// What they are told together as; `None` for a single alert.
    pub batch: Option<String>,
    /// How often it was tried in vain.
    pub attempts: u32,
    /// When it was due.
    pub due: Timestamp,
    /// The alerts, the first found first.
    pub alerts: Vec<Alert>,
}

/// The address of a feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Feed {
    /// Its number.
    pub id: i64,
    /// The secret in its address.
    pub secret: String,
    /// Whose alerts it has; `None` for those of all rules.
    pub rule: Option<String>,
    /// When it was made.
    pub made: String,
    /// Since when it no longer answers.
    pub revoked: Option<String>,
}

impl Ledger {
    /// The last commit that the rules were held against; `None` before there was any watching.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn watched_through(&self) -> Result<Option<u64>, Error> {
        self.told(through)
    }

    /// Begins to watch after a commit, unless that was done before; the commit that was watched last.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn watch_from(&mut self, commit: u64) -> Result<u64, Error> {
        self.within(|connection| {
            connection.execute(
                "INSERT OR IGNORE INTO watched (id, through) VALUES (1, ?)",
                [commit],
            )?;
            Ok(through(connection)?.unwrap_or(commit))
        })
    }

    /// Keeps what the rules found in the commits after `from` up to `to`; how many alerts are new.
    /// Nothing is kept where those commits were dealt with already.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn keep_alerts(
        &mut self,
        (from, to): (u64, u64),
        alerts: &[NewAlert],
        now: Timestamp,
    ) -> Result<usize, Error> {
        self.within(|connection| {
            let moved = connection.execute(
                "UPDATE watched SET through = ? WHERE id = 1 AND through = ?",
                [to, from],
            )?;
            if moved == 0 {
                return Ok(0);
            }
            let mut new = 0;
            for alert in alerts {
                let kept = connection
                    .prepare_cached(
                        "INSERT OR IGNORE INTO alerts (name, rule, at, data) VALUES (?, ?, ?, ?)",
                    )?
                    .execute(params![
                        alert.name,
                        alert.rule,
                        now.as_microsecond(),
                        alert.data
                    ])?;
                if kept == 0 {
                    continue;
                }
                new += 1;
                let id = connection.last_insert_rowid();
                for waiting in &alert.channels {
                    connection
                        .prepare_cached(
                            "INSERT OR IGNORE INTO deliveries (alert, channel, batch, due) \
                             VALUES (?, ?, ?, ?)",
                        )?
                        .execute(params![
                            id,
                            waiting.channel,
                            waiting.batch,
                            waiting.due.as_microsecond()
                        ])?;
                }
            }
            Ok(new)
        })
    }

    /// What is to be told on a channel by now, the longest due first: at most `most` messages, of at most
    /// 500 alerts each.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn due(&self, channel: &str, now: Timestamp, most: usize) -> Result<Vec<Delivery>, Error> {
        self.told(|connection| {
            let mut select = connection.prepare_cached(
                "SELECT deliveries.id, channel, batch, attempts, due, alerts.id, name, rule, at, data \
                 FROM deliveries JOIN alerts ON alerts.id = deliveries.alert \
                 WHERE told IS NULL AND given_up IS NULL AND channel = ? AND due <= ? \
                 ORDER BY due, deliveries.id LIMIT 5000",
            )?;
            let mut rows = select.query(params![channel, now.as_microsecond()])?;
            let mut found: Vec<Delivery> = Vec::new();
            while let Some(row) = rows.next()? {
                let (channel, batch): (String, Option<String>) = (row.get(1)?, row.get(2)?);
                let with = found.iter().position(|delivery| {
                    batch.is_some()
                        && delivery.batch == batch
                        && delivery.channel == channel
                        && delivery.rows.len() < 500
                });
                let alert = alert(row, 5)?;
                match with {
                    Some(at) => {
                        found[at].rows.push(row.get(0)?);
                        found[at].alerts.push(alert);
                    }
                    None if found.len() == most => break,
                    None => found.push(Delivery {
                        rows: vec![row.get(0)?],
                        channel,
                        batch,
                        attempts: row.get(3)?,
                        due: Timestamp::from_microsecond(row.get(4)?).unwrap_or(now),
                        alerts: vec![alert],
                    }),
                }
            }
            Ok(found)
        })
    }

    /// Notes that messages were handed over.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn keep_told(&mut self, deliveries: &[Delivery], now: Timestamp) -> Result<(), Error> {
        self.within(|connection| {
            let mut note = connection.prepare_cached(
                "UPDATE deliveries SET told = ?, attempts = attempts + 1, trouble = NULL \
                 WHERE id = ?",
            )?;
            for row in deliveries.iter().flat_map(|delivery| &delivery.rows) {
                note.execute(params![now.as_microsecond(), row])?;
            }
            Ok(())
        })
    }

    /// Notes that a message could not be handed over and why, and when it is tried again; it is given
    /// up where there is no `again`.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn keep_trouble(
        &mut self,
        delivery: &Delivery,
        trouble: &str,
        again: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), Error> {
        let due = again.unwrap_or(now).as_microsecond();
        let given_up = again.is_none().then(|| now.as_microsecond());
        self.within(|connection| {
            let mut note = connection.prepare_cached(
                "UPDATE deliveries SET due = ?, given_up = ?, trouble = ?, \
                 attempts = attempts + 1 WHERE id = ?",
            )?;
            for row in &delivery.rows {
                note.execute(params![due, given_up, trouble, row])?;
            }
            Ok(())
        })
    }

    /// The rules that were made on the desk, by name, each with its JSON.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn rules(&self) -> Result<Vec<(String, String)>, Error> {
        self.told(|connection| {
            let mut select =
                connection.prepare_cached("SELECT name, data FROM rules ORDER BY name")?;
            let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Keeps a rule of the desk, in the place of the one of that name; `None` takes it away.
    ///
    /// # Errors
    ///
    /// When it is too long, or the file cannot be written.
    pub fn keep_rule(&mut self, name: &str, data: Option<&str>) -> Result<(), Error> {
        if name.len() + data.map_or(0, str::len) > LONGEST_RULE {
            return Err(Error::TooLong {
                what: "rule",
                most: LONGEST_RULE,
            });
        }
        self.within(|connection| {
            match data {
                Some(data) => connection.execute(
                    "INSERT OR REPLACE INTO rules (name, data) VALUES (?, ?)",
                    [name, data],
                )?,
                None => connection.execute("DELETE FROM rules WHERE name = ?", [name])?,
            };
            Ok(())
        })
    }

    /// Makes an address of a feed: of one rule, or of all.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn make_feed(
        &mut self,
        secret: &str,
        rule: Option<&str>,
        now: Timestamp,
    ) -> Result<(), Error> {
        self.within(|connection| {
            connection.execute(
                "INSERT INTO feeds (secret, rule, made) VALUES (?, ?, ?)",
                params![secret, rule, now.as_microsecond()],
            )?;
            Ok(())
        })
    }

    /// Has an address of a feed answer no more; whether there was such a one.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn revoke_feed(&mut self, id: i64, now: Timestamp) -> Result<bool, Error> {
        self.within(|connection| {
            let revoked = connection.execute(
                "UPDATE feeds SET revoked = ? WHERE id = ? AND revoked IS NULL",
                params![now.as_microsecond(), id],
            )?;
            Ok(revoked > 0)
        })
    }
}

impl View<'_> {
    /// The sources that are known, by name, as they stand now.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn sources(&self) -> Result<Vec<crate::Followed>, Error> {
        self.ledger.sources()
    }

    /// The rules of the desk, as they stand now.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn rules(&self) -> Result<Vec<(String, String)>, Error> {
        self.ledger.rules()
    }

    /// Every address of a feed, the last made first.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn feeds(&self) -> Result<Vec<Feed>, Error> {
        self.told(|connection| {
            let mut select = connection.prepare_cached(
                "SELECT id, secret, rule, made, revoked FROM feeds ORDER BY id DESC",
            )?;
            let rows = select.query_map([], |row| {
                Ok(Feed {
                    id: row.get(0)?,
                    secret: row.get(1)?,
                    rule: row.get(2)?,
                    made: moment(row.get(3)?),
                    revoked: row.get::<_, Option<i64>>(4)?.map(moment),
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Alerts, the last found first: of one rule, or of all.
    ///
    /// # Errors
    ///
    /// When the cursor is not one, or the file cannot be read.
    pub fn alerts(&self, rule: Option<&str>, page: &Page) -> Result<Listed<Alert>, Error> {
        let after = read_cursor(page.after.as_deref(), 1)?;
        let before = after.map_or(i64::MAX, |at| at[0]);
        self.told(|connection| {
            let of = if rule.is_some() {
                "rule = ?2"
            } else {
                "?2 IS NULL"
            };
            let mut select = connection.prepare_cached(&format!(
                "SELECT id, name, rule, at, data FROM alerts WHERE id < ?1 AND {of} \
                 ORDER BY id DESC LIMIT {}",
                page.limit + 1
            ))?;
            let mut rows = select.query(params![before, rule])?;
            let mut items = Vec::new();
            while let Some(row) = rows.next()? {
                items.push(alert(row, 0)?);
            }
            let more = items.len() > page.limit;
            items.truncate(page.limit);
            let last = items.last().filter(|_| more);
            let next = last.map(|last| cursor(&[last.number as i64]));
            Ok(Listed { items, next })
        })
    }

    /// The number of the last alert, and how many came after `number`.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn alerts_after(&self, number: u64) -> Result<(u64, u64), Error> {
        self.told(|connection| {
            Ok(connection
                .prepare_cached(
                    "SELECT coalesce(max(id), 0), count(*) FILTER (WHERE id > ?1) FROM alerts \
                     WHERE id > ?1 OR id = (SELECT max(id) FROM alerts)",
                )?
                .query_row([number], |row| Ok((row.get(0)?, row.get(1)?)))?)
        })
    }

    /// How many messages wait, and how many were given up, by channel.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn outbox(&self) -> Result<Vec<(String, u64, u64)>, Error> {
        self.told(|connection| {
            let mut select = connection.prepare_cached(
                "SELECT channel, count(*) FILTER (WHERE given_up IS NULL), \
                 count(*) FILTER (WHERE given_up IS NOT NULL) FROM deliveries \
                 WHERE told IS NULL GROUP BY channel ORDER BY channel",
            )?;
            let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

fn through(connection: &Connection) -> Stored<Option<u64>> {
    Ok(connection
        .prepare_cached("SELECT through FROM watched WHERE id = 1")?
        .query_row([], |row| row.get(0))
        .optional()?)
}

/// The alert of five columns from `at` on.
fn alert(row: &Row<'_>, at: usize) -> rusqlite::Result<Alert> {
    Ok(Alert {
        number: row.get(at)?,
        name: row.get(at + 1)?,
        rule: row.get(at + 2)?,
        at: moment(row.get(at + 3)?),
        data: row.get(at + 4)?,
    })
}
