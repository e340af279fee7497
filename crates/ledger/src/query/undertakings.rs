//! What is open, due, met or broken, over all reports.

use std::collections::{BTreeSet, HashMap};

use crosswire_record::{StepRecord, UndertakingRecord};
use crosswire_text::{CharIndex, Span};
use crosswire_undertake::Outcome;
use crosswire_undertake::follow::{self, Notes};
use jiff::civil::Date;
use rusqlite::{Connection, Row, params};

use crate::error::{Error, Stored};
use crate::names::folded;
use crate::undertakings::{self, Rest};
use crate::view::{Listed, Page, View, cursor, read_cursor};

/// So many reports at most are looked at for what became of one undertaking.
const MOST_REPORTS: usize = 256;
/// So many stories at most are taken for one line.
const MOST_STORIES: usize = 64;
/// So many rows are looked through at most for one page.
const MOST_ROWS: usize = 20_000;

/// Which undertakings are asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UndertakingFilter {
    /// Only those that nothing ended.
    pub open: bool,
    /// Only those whose last day is one of these.
    pub due: Option<(Date, Date)>,
    /// Only those whose holder has all these words in the name.
    pub by: Option<String>,
    /// The day on which it is asked: what should have been done before it and was not ended is due.
    pub today: Option<Date>,
}

struct Kept {
    id: i64,
    report: i64,
    kind: String,
    span: (usize, usize),
    holder: Option<String>,
    due: Option<String>,
    place: usize,
    rest: Rest,
}

/// A report in a line: its row, when it was published, its notes.
struct InLine {
    report: i64,
    day: Option<Date>,
    notes: Notes,
}

impl View<'_> {
    /// Undertakings, the last added first, each once where several reports of a line tell it, with what later reports
    /// of its story, of the stories that continue it, and of its holder show of it.
    ///
    /// Reports that a program before schema 8 added have none until they are looked at again (`crosswire reanalyse`).
    ///
    /// # Errors
    ///
    /// When the cursor is not one, or the file cannot be read.
    pub fn undertakings(
        &self,
        filter: &UndertakingFilter,
        page: &Page,
    ) -> Result<Listed<UndertakingRecord>, Error> {
        let after = read_cursor(page.after.as_deref(), 1)?;
        let mut before = after.map_or(i64::MAX, |at| at[0]);
        self.told(|connection| {
            let mut items = Vec::new();
            let mut notes = HashMap::new();
            for _ in 0..MOST_ROWS {
                let Some(kept) = self.kept_before(connection, filter, before)? else {
                    return Ok(Listed { items, next: None });
                };
                before = kept.id;
                if let Some(record) = self.followed(connection, &mut notes, filter, &kept)? {
                    items.push(record);
                }
                if items.len() == page.limit {
                    break;
                }
            }
            let more = self.kept_before(connection, filter, before)?.is_some();
            let next = more.then(|| cursor(&[before]));
            Ok(Listed { items, next })
        })
    }

    fn kept_before(
        &self,
        connection: &Connection,
        filter: &UndertakingFilter,
        before: i64,
    ) -> Stored<Option<Kept>> {
        let (first, last) = match filter.due {
            Some((first, last)) => (first.to_string(), last.to_string()),
            None => (String::new(), String::new()),
        };
        let due = if filter.due.is_some() {
            "undertakings.due BETWEEN ?2 AND ?3"
        } else {
            "?2 = ?3"
        };
        let words: Vec<String> = filter
            .by
            .as_deref()
            .map(|by| folded(by).split_whitespace().map(str::to_owned).collect())
            .unwrap_or_default();
        let query = format!(
            "SELECT undertakings.id, undertakings.report, undertakings.kind, undertakings.start, undertakings.stop, \
             undertakings.holder, undertakings.due, undertakings.place, undertakings.data FROM undertakings \
             JOIN reports ON reports.id = undertakings.report AND {} \
             WHERE undertakings.id < ?1 AND {due} AND undertakings.sort = 'undertaking' AND {} \
             ORDER BY undertakings.id DESC",
            self.known("reports"),
            self.known("undertakings"),
        );
        let mut select = connection.prepare_cached(&query)?;
        let mut rows = select.query(params![before, first, last])?;
        while let Some(row) = rows.next()? {
            let holder: Option<String> = row.get(5)?;
            let name = folded(holder.as_deref().unwrap_or_default());
            let named = words
                .iter()
                .all(|word| name.split_whitespace().any(|own| own == word));
            if named {
                return Ok(Some(kept(row)?));
            }
        }
        Ok(None)
    }

    /// An undertaking with its steps, if it is asked for and no earlier report of its line tells it.
    fn followed(
        &self,
        connection: &Connection,
        cache: &mut HashMap<i64, Notes>,
        filter: &UndertakingFilter,
        kept: &Kept,
    ) -> Stored<Option<UndertakingRecord>> {
        let line = self.line(connection, cache, kept)?;
        let Some(at) = line.iter().position(|it| it.report == kept.report) else {
            return Ok(None);
        };
        let own = &line[at];
        let Some(noted) = own.notes.undertakings.get(kept.place) else {
            return Ok(None);
        };
        let earlier = line[..at].iter().flat_map(|it| &it.notes.undertakings);
        let here = own.notes.undertakings[..kept.place].iter();
        if earlier
            .chain(here)
            .any(|other| follow::is_same(other, noted))
        {
            return Ok(None);
        }
        let later: Vec<(Option<Date>, &Notes)> = line[at + 1..]
            .iter()
            .map(|it| (it.day, &it.notes))
            .collect();
        let steps = follow::steps(noted, &own.notes.names, &later);
        let last = steps.last().map(|step| step.outcome);
        let told = Outcome::from_name(&kept.rest.outcome).filter(|told| *told != Outcome::Open);
        let over = filter
            .today
            .zip(noted.to)
            .is_some_and(|(today, to)| to < today);
        let state = match last.filter(|last| *last != Outcome::Repeated).or(told) {
            Some(outcome) if outcome != Outcome::Repeated => outcome.name(),
            _ if over => "due",
            _ => Outcome::Open.name(),
        };
        if filter.open && !matches!(state, "open" | "due") {
            return Ok(None);
        }
        let mut shown = Vec::with_capacity(steps.len());
        for step in steps {
            let (report, record) = self.report_at(connection, line[at + 1 + step.report].report)?;
            let span = Span::new(step.span.0, step.span.1);
            let Some(text) = span.get(&report.text) else {
                continue;
            };
            let chars = CharIndex::new(&report.text).chars(span);
            shown.push(StepRecord {
                step: step.outcome.name().to_owned(),
                report: record.id,
                outlet: record.outlet,
                published: record.published,
                start: chars.start(),
                end: chars.end(),
                text: text.to_owned(),
                confidence: (f64::from(step.confidence) * 100.0).floor() / 100.0,
            });
        }
        let (report, record) = self.report_at(connection, kept.report)?;
        let span = Span::new(kept.span.0, kept.span.1);
        let Some(text) = span.get(&report.text) else {
            return Ok(None);
        };
        let chars = CharIndex::new(&report.text).chars(span);
        let rest = &kept.rest;
        Ok(Some(UndertakingRecord {
            report: record.id,
            outlet: record.outlet,
            published: record.published,
            story: record.story,
            start: chars.start(),
            end: chars.end(),
            text: text.to_owned(),
            kind: kept.kind.clone(),
            strength: rest.strength.clone(),
            holder: kept.holder.clone(),
            by: rest.by.clone(),
            towards: rest.towards.clone(),
            condition: rest.condition.clone(),
            when: rest.when.clone(),
            from: rest.from.clone(),
            to: kept.due.clone(),
            state: state.to_owned(),
            steps: shown,
            confidence: rest.confidence.unwrap_or_default(),
        }))
    }

    /// The reports among which an undertaking is followed, in the order of their publication: those of its story, of the stories before
    /// and after it, and those that tell undertakings of the same holder.
    fn line(
        &self,
        connection: &Connection,
        cache: &mut HashMap<i64, Notes>,
        kept: &Kept,
    ) -> Stored<Vec<InLine>> {
        let mut reports: BTreeSet<i64> = BTreeSet::from([kept.report]);
        let mut stories: BTreeSet<i64> = self.stories_of(connection, kept.report)?;
        let mut front: Vec<i64> = stories.iter().copied().collect();
        while let Some(story) = front.pop() {
            for next in self.joined(connection, story)? {
                if stories.len() < MOST_STORIES && stories.insert(next) {
                    front.push(next);
                }
            }
        }
        let of_story = format!(
            "SELECT report FROM memberships WHERE story = ? AND {} ORDER BY report DESC LIMIT {MOST_REPORTS}",
            self.known("memberships")
        );
        for &story in stories.iter().rev() {
            if reports.len() >= MOST_REPORTS {
                break;
            }
            reports.extend(numbers(connection, &of_story, story)?);
        }
        if let Some(holder) = &kept.holder {
            let of_holder = format!(
                "SELECT DISTINCT report FROM undertakings WHERE sort = 'undertaking' AND holder = ? COLLATE NOCASE \
                 AND {} ORDER BY report DESC LIMIT {}",
                self.known("undertakings"),
                MOST_REPORTS / 2
            );
            let mut select = connection.prepare_cached(&of_holder)?;
            let rows = select.query_map([holder], |row| row.get(0))?;
            reports.extend(rows.collect::<rusqlite::Result<Vec<i64>>>()?);
        }
        let mut line = Vec::new();
        for report in reports {
            let row = connection
                .prepare_cached(&format!(
                    "SELECT moment, published FROM reports WHERE id = ? AND {}",
                    self.known("reports")
                ))?
                .query_row([report], |row| {
                    Ok((
                        row.get::<_, Option<i64>>(0)?,
                        row.get::<_, Option<String>>(1)?,
                    ))
                });
            let (moment, published) = match row {
                Ok(row) => row,
                Err(rusqlite::Error::QueryReturnedNoRows) => continue,
                Err(error) => return Err(error.into()),
            };
            if let std::collections::hash_map::Entry::Vacant(vacant) = cache.entry(report) {
                let known = self.known("notes");
                vacant.insert(undertakings::notes(connection, report, &known)?.unwrap_or_default());
            }
            let day = published
                .as_deref()
                .and_then(crosswire_calendar::Stamp::parse)
                .map(crosswire_calendar::Stamp::date);
            line.push((moment, report, day));
        }
        line.sort_unstable_by_key(|&(moment, report, _)| (moment, report));
        Ok(line
            .into_iter()
            .map(|(_, report, day)| InLine {
                report,
                day,
                notes: cache[&report].clone(),
            })
            .collect())
    }

    fn stories_of(&self, connection: &Connection, report: i64) -> Stored<BTreeSet<i64>> {
        let query = format!(
            "SELECT story FROM memberships WHERE report = ? AND {}",
            self.known("memberships")
        );
        Ok(numbers(connection, &query, report)?.into_iter().collect())
    }

    /// The stories that continue a story, and the one that it continues.
    fn joined(&self, connection: &Connection, story: i64) -> Stored<Vec<i64>> {
        let after = format!(
            "SELECT number FROM stories WHERE continues = ? AND {} LIMIT {MOST_STORIES}",
            self.known("stories")
        );
        let before = format!(
            "SELECT continues FROM stories WHERE number = ? AND continues IS NOT NULL AND {}",
            self.known("stories")
        );
        let mut all = numbers(connection, &after, story)?;
        all.extend(numbers(connection, &before, story)?);
        Ok(all)
    }
}

fn numbers(connection: &Connection, query: &str, of: i64) -> Stored<Vec<i64>> {
    let mut select = connection.prepare_cached(query)?;
    let rows = select.query_map([of], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn kept(row: &Row<'_>) -> Stored<Kept> {
    let data: String = row.get(8)?;
    Ok(Kept {
        id: row.get(0)?,
        report: row.get(1)?,
        kind: row.get(2)?,
        span: (row.get(3)?, row.get(4)?),
        holder: row.get(5)?,
        due: row.get(6)?,
        place: row.get::<_, Option<usize>>(7)?.unwrap_or_default(),
        rest: serde_json::from_str(&data)?,
    })
}
