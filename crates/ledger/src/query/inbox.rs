//! The inbox: all findings that stand, filtered, in order, a part at a time. What people hold to be
//! wrong comes last and is counted apart.

use std::collections::BTreeMap;

use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::{Error, Stored};
use crate::inbox::is_of;
use crate::view::{Page, View, cursor, read_cursor};
use crosswire_record::{About, Finding, FindingKind, Word};

/// Findings that are counted; beyond it a count says that there are more.
const COUNTED: u64 = 200_000;

/// Which findings of the inbox.
#[derive(Clone, Debug, Default)]
pub struct InboxFilter {
    /// What comes first.
    pub order: InboxOrder,
    /// Of these kinds; empty for all.
    pub kinds: Vec<FindingKind>,
    /// Of this sort of slot.
    pub about: Option<About>,
    /// That a report of this outlet takes part in; case does not matter.
    pub outlet: Option<String>,
    /// That words of this origin take part in; an outlet's own words have its name.
    pub origin: Option<String>,
    /// At least so sure.
    pub least_confidence: f64,
    /// The last of its reports published on this day or later, `2031-03-06`.
    pub from: Option<String>,
    /// The last of its reports published on this day or earlier.
    pub to: Option<String>,
    /// Of this story.
    pub story: Option<String>,
    /// What people hold of it.
    pub marked: Option<Marked>,
    /// Found or changed after this commit.
    pub after_commit: Option<u64>,
    /// How much.
    pub page: Page,
}

/// What comes first in the inbox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InboxOrder {
    /// What an editor needs first.
    #[default]
    Weightiest,
    /// What was found or changed last.
    Newest,
}

/// What people hold of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marked {
    /// Nothing.
    Not,
    /// Something, and it says something else since.
    Changed,
    /// This.
    As(Word),
}

/// A part of the inbox.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Inbox {
    /// The findings.
    pub items: Vec<InboxItem>,
    /// Where the next part begins; `None` at the end.
    pub next: Option<String>,
    /// How many there are, those held to be wrong left out; 200,001 for more than 200,000.
    pub count: u64,
    /// How many are held to be wrong.
    pub wrong: u64,
}

/// A finding of the inbox.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct InboxItem {
    /// The finding.
    pub finding: Finding,
    /// What its story is called.
    pub label: String,
    /// The outlets whose reports it rests on.
    pub outlets: Vec<String>,
    /// When the last of these was published, as a day.
    pub day: Option<String>,
    /// Since when its address has been known.
    pub found: String,
    /// Since when it is as it is.
    pub since: String,
    /// The commit that brought it as it is.
    pub commit: u64,
    /// The commit that its address has been known from.
    pub began: u64,
}

/// A query over the inbox: where from, and what must hold.
struct Asked {
    from: &'static str,
    holds: String,
    values: Vec<Value>,
}

impl View<'_> {
    /// A part of the inbox. It is of the ledger as it stands, whichever commit the view is of.
    ///
    /// # Errors
    ///
    /// When the cursor is not one, there is no such story, or the file cannot be read.
    pub fn inbox(&self, filter: &InboxFilter) -> Result<Inbox, Error> {
        let after = read_cursor(filter.page.after.as_deref(), 3)?;
        self.told(|connection| {
            // One moment for the rows and for what is read by them.
            let _snapshot = connection.unchecked_transaction()?;
            let asked = self.asked(connection, filter)?;
            let (count, wrong) = counted(connection, &asked)?;
            let key = match filter.order {
                InboxOrder::Weightiest => "inbox.weight",
                InboxOrder::Newest => "0",
            };
            let order = match filter.order {
                InboxOrder::Weightiest => "inbox.place DESC, inbox.weight DESC, inbox.id DESC",
                InboxOrder::Newest => "inbox.place DESC, inbox.id DESC",
            };
            let from = match (&after, filter.order) {
                (None, _) => String::new(),
                (Some(at), InboxOrder::Weightiest) => format!(
                    "AND (inbox.place, inbox.weight, inbox.id) < ({}, {}, {})",
                    at[0], at[1], at[2]
                ),
                (Some(at), InboxOrder::Newest) => {
                    format!("AND (inbox.place, inbox.id) < ({}, {})", at[0], at[2])
                }
            };
            let source = match (asked.from, filter.order) {
                ("inbox", InboxOrder::Weightiest) => "inbox INDEXED BY inbox_weightiest",
                ("inbox", InboxOrder::Newest) => "inbox INDEXED BY inbox_newest",
                (other, _) => other,
            };
            let query = format!(
                "SELECT inbox.place, {key}, inbox.id FROM {source} WHERE {} {from} \
                 ORDER BY {order} LIMIT {}",
                asked.holds,
                filter.page.limit + 1
            );
            let mut select = connection.prepare_cached(&query)?;
            let rows = select.query_map(params_from_iter(&asked.values), |row| {
                Ok([row.get(0)?, row.get(1)?, row.get(2)?])
            })?;
            let mut rows: Vec<[i64; 3]> = rows.collect::<rusqlite::Result<_>>()?;
            let more = rows.len() > filter.page.limit;
            rows.truncate(filter.page.limit);
            let next = rows.last().filter(|_| more).map(|last| cursor(last));
            let items = rows
                .iter()
                .map(|[_, _, id]| self.item(connection, *id))
                .collect::<Stored<_>>()?;
            Ok(Inbox {
                items,
                next,
                count,
                wrong,
            })
        })
    }

    /// How many findings of these kinds each of these stories has that a person confirmed, or that are at least so sure and
    /// that nobody holds to be wrong. It is of the ledger as it stands, whichever commit the view is of.
    ///
    /// # Errors
    ///
    /// When there is no such story, or the file cannot be read.
    pub fn likely(
        &self,
        stories: &[&str],
        kinds: &[FindingKind],
        least_confidence: f64,
    ) -> Result<BTreeMap<String, usize>, Error> {
        let query = format!(
            "SELECT count(*) FROM inbox INDEXED BY inbox_story WHERE story = ? AND {} AND place > 0 \
             AND (confidence >= ? OR word = '{}')",
            is_of(kinds.iter().copied()),
            Word::Confirmed
        );
        self.told(|connection| {
            let mut select = connection.prepare_cached(&query)?;
            let of = |story: &&str| {
                let number = self.story_number(connection, story)?;
                let n: i64 =
                    select.query_row(params![number, least_confidence], |row| row.get(0))?;
                Ok(((*story).to_owned(), usize::try_from(n).unwrap_or(0)))
            };
            stories.iter().map(of).collect()
        })
    }

    fn asked(&self, connection: &Connection, filter: &InboxFilter) -> Stored<Asked> {
        let mut holds: Vec<String> = Vec::new();
        let mut values: Vec<Value> = Vec::new();
        let mut bind = |value: Value| {
            values.push(value);
            values.len()
        };
        let mut from = "inbox";
        if let Some(story) = &filter.story {
            from = "inbox INDEXED BY inbox_story";
            let number = self.story_number(connection, story)?;
            holds.push(format!("inbox.story = {number}"));
        }
        for (sort, name) in [("outlet", &filter.outlet), ("origin", &filter.origin)] {
            let Some(name) = name else { continue };
            let at = bind(name.clone().into());
            if from == "inbox" {
                // What is named is looked up first: most names are those of few findings.
                from = "inbox_names AS named CROSS JOIN inbox ON inbox.id = named.finding";
                holds.push(format!("named.sort = '{sort}' AND named.name = ?{at}"));
            } else {
                holds.push(format!(
                    "EXISTS (SELECT 1 FROM inbox_names WHERE sort = '{sort}' AND name = ?{at} \
                     AND finding = inbox.id)"
                ));
            }
        }
        if !filter.kinds.is_empty() {
            holds.push(format!("inbox.{}", is_of(filter.kinds.iter().copied())));
        }
        if let Some(about) = filter.about {
            holds.push(format!("inbox.about = '{about}'"));
        }
        if filter.least_confidence > 0.0 {
            let at = bind(filter.least_confidence.into());
            holds.push(format!("inbox.confidence >= ?{at}"));
        }
        for (day, sign) in [(&filter.from, ">="), (&filter.to, "<=")] {
            if let Some(day) = day {
                let at = bind(day.clone().into());
                holds.push(format!("inbox.day {sign} ?{at}"));
            }
        }
        match filter.marked {
            None => {}
            Some(Marked::Not) => holds.push("inbox.word = ''".to_owned()),
            Some(Marked::Changed) => holds.push("inbox.changed = 1".to_owned()),
            Some(Marked::As(word)) => holds.push(format!("inbox.word = '{word}'")),
        }
        if let Some(commit) = filter.after_commit {
            let last = self.at_commit(commit).last("findings")?;
            holds.push(format!("inbox.id > {last}"));
        }
        if holds.is_empty() {
            holds.push("true".to_owned());
        }
        Ok(Asked {
            from,
            holds: holds.join(" AND "),
            values,
        })
    }

    fn item(&self, connection: &Connection, id: i64) -> Stored<InboxItem> {
        let finding = self.finding_at(connection, id)?;
        let (day, began, since, label): (Option<String>, i64, i64, Option<String>) = connection
            .prepare_cached(
                "SELECT inbox.day, inbox.began, findings.since, stories.label FROM inbox \
                 JOIN findings ON findings.id = inbox.id LEFT JOIN stories \
                 ON stories.number = inbox.story AND stories.until IS NULL WHERE inbox.id = ?",
            )?
            .query_row([id], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?;
        let outlets = connection
            .prepare_cached(
                "SELECT name FROM inbox_names WHERE finding = ? AND sort = 'outlet' ORDER BY name",
            )?
            .query_map([id], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(InboxItem {
            finding,
            label: label.unwrap_or_default(),
            outlets,
            day,
            found: self.time(began)?,
            since: self.time(since)?,
            commit: since as u64,
            began: began as u64,
        })
    }

    /// Names of outlets (`outlet`) or origins (`origin`) that findings of the inbox rest on, in the order of
    /// the alphabet, at most so many.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn inbox_names(&self, sort: &str, most: usize) -> Result<Vec<String>, Error> {
        self.told(|connection| {
            let mut next = connection.prepare_cached(
                "SELECT name FROM inbox_names WHERE sort = ? AND name > ? ORDER BY name LIMIT 1",
            )?;
            let mut names: Vec<String> = Vec::new();
            while names.len() < most {
                let last = names.last().map_or("", String::as_str);
                let mut rows = next.query([sort, last])?;
                match rows.next()? {
                    Some(row) => names.push(row.get(0)?),
                    None => break,
                }
            }
            Ok(names)
        })
    }

    /// The commit up to which somebody has looked through the inbox; 0 for nobody known.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn looked(&self, name: &str) -> Result<u64, Error> {
        self.told(|connection| {
            let mut select =
                connection.prepare_cached("SELECT max(through) FROM looked WHERE name = ?")?;
            let through: Option<i64> = select.query_row([name], |row| row.get(0))?;
            Ok(through.unwrap_or(0) as u64)
        })
    }

    /// How many findings were found or changed after a commit, those held to be wrong left out.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn inbox_after(&self, commit: u64) -> Result<u64, Error> {
        self.told(|connection| {
            let last = self.at_commit(commit).last("findings")?;
            Ok(connection
                .prepare_cached("SELECT count(*) FROM inbox WHERE id > ? AND place = 1")?
                .query_row([last], |row| row.get(0))?)
        })
    }
}

/// How many there are: those that count, and those held to be wrong.
fn counted(connection: &Connection, asked: &Asked) -> Stored<(u64, u64)> {
    let from = match asked.from {
        "inbox" => "inbox INDEXED BY inbox_newest",
        other => other,
    };
    let query = format!(
        "SELECT count(*), coalesce(sum(place), 0) FROM \
         (SELECT inbox.place AS place FROM {from} WHERE {} LIMIT {})",
        asked.holds,
        COUNTED + 1
    );
    let mut select = connection.prepare_cached(&query)?;
    let (all, standing): (u64, u64) = select.query_row(params_from_iter(&asked.values), |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok((standing, all - standing))
}
