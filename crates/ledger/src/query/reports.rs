//! Reports, and the passages of one.

use std::ops::Range;
use std::sync::Arc;

use crosswire_extract::SURE;
use crosswire_report::{Field, Report};
use crosswire_text::{CharIndex, Span};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::article;
use crate::error::{Error, StoreError, Stored};
use crate::ledger::moment;
use crate::view::{Listed, Page, View, cursor, read_cursor};
use crosswire_record::{FetchRecord, ProblemRecord, QuoteRecord, ReportRecord, StatementRecord};

impl View<'_> {
    /// A report as it was read, and what format 1 says of it.
    ///
    /// # Errors
    ///
    /// When there is no such report, or the file cannot be read.
    pub fn report(&self, id: &str) -> Result<(Arc<Report>, ReportRecord), Error> {
        self.told(|connection| {
            let row: Option<i64> = connection
                .prepare_cached(&format!(
                    "SELECT id FROM reports WHERE name = ? AND {}",
                    self.known("reports")
                ))?
                .query_row([id], |row| row.get(0))
                .optional()?;
            match row {
                Some(row) => self.report_at(connection, row),
                None => Err(Error::Unknown {
                    what: "report",
                    id: id.to_owned(),
                    hint: "; `crosswire search --ledger` finds reports",
                }
                .into()),
            }
        })
    }

    /// A list of reports, the last added first.
    ///
    /// # Errors
    ///
    /// When the cursor is not one, or the file cannot be read.
    pub fn reports(&self, page: &Page) -> Result<Listed<ReportRecord>, Error> {
        let after = read_cursor(page.after.as_deref(), 1)?;
        let before = after.map_or(i64::MAX, |at| at[0]);
        self.told(|connection| {
            let mut select = connection.prepare_cached(&format!(
                "SELECT id FROM reports WHERE id < ? AND {} ORDER BY id DESC LIMIT {}",
                self.known("reports"),
                page.limit + 1
            ))?;
            let mut ids: Vec<i64> = select
                .query_map([before], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let more = ids.len() > page.limit;
            ids.truncate(page.limit);
            let next = ids.last().filter(|_| more).map(|&last| cursor(&[last]));
            let items = ids
                .into_iter()
                .map(|id| Ok(self.report_at(connection, id)?.1))
                .collect::<Stored<_>>()?;
            Ok(Listed { items, next })
        })
    }

    /// The report of a row.
    pub(crate) fn report_at(
        &self,
        connection: &Connection,
        id: i64,
    ) -> Stored<(Arc<Report>, ReportRecord)> {
        let query = format!(
            "SELECT {}, origins.data, captures.captured, reports.since, reports.sha256, \
             reports.characters, captures.fetch FROM reports \
             JOIN captures ON captures.id = reports.capture \
             LEFT JOIN origins ON origins.report = reports.id AND {} WHERE reports.id = ?",
            article::COLUMNS,
            self.known("origins")
        );
        let mut select = connection.prepare_cached(&query)?;
        let mut rows = select.query([id])?;
        let row = rows
            .next()?
            .ok_or_else(|| StoreError::Damaged(format!("report {id} is not there")))?;
        let report = article::report(row)?;
        let revision = article::version(connection, id)?;
        let story: Option<i64> = connection
            .prepare_cached(&format!(
                "SELECT story FROM memberships WHERE report = ? AND {}",
                self.known("memberships")
            ))?
            .query_row([id], |row| row.get(0))
            .optional()?;
        let record = ReportRecord {
            id: report.id.clone(),
            source: report.source.clone(),
            outlet: report.outlet.clone(),
            origin: row
                .get::<_, Option<String>>(8)?
                .map(|told| serde_json::from_str(&told))
                .transpose()?,
            title: report.title.as_deref().map(str::to_owned),
            published: report.published.map(|stamp| stamp.to_string()),
            sha256: row.get(11)?,
            characters: row.get(12)?,
            place: (!report.details.spot.is_whole()).then(|| report.place()),
            problems: report
                .problems
                .iter()
                .map(|problem| ProblemRecord {
                    kind: problem.kind.name().to_owned(),
                    message: problem.message.clone(),
                    mend: problem.mend.clone(),
                })
                .collect(),
            url: report.url.clone(),
            story: story.map(|story| story.to_string()),
            captured: moment(row.get(9)?),
            added: self.time(row.get(10)?)?,
            revision,
            fetched: match row.get(13)? {
                Some(fetch) => Some(fetched(connection, fetch)?),
                None => None,
            },
        };
        Ok((Arc::new(report), record))
    }

    /// The quotations of a report, in order.
    ///
    /// # Errors
    ///
    /// When there is no such report, or the file cannot be read.
    pub fn quotes_of(&self, report: &str) -> Result<Vec<QuoteRecord>, Error> {
        self.told(|connection| {
            let (id, report) = self.current(connection, report)?;
            let mut select = connection.prepare_cached(&format!(
                "{QUOTE} WHERE report = ? AND {} ORDER BY id",
                self.known("quotations")
            ))?;
            let mut rows = select.query([id])?;
            let mut quotes = Vec::new();
            while let Some(row) = rows.next()? {
                quotes.push(quote(&report, row)?);
            }
            Ok(quotes)
        })
    }

    /// The statements of a report, in order.
    ///
    /// # Errors
    ///
    /// When there is no such report, or the file cannot be read.
    pub fn statements_of(&self, report: &str) -> Result<Vec<StatementRecord>, Error> {
        self.told(|connection| {
            let (id, report) = self.current(connection, report)?;
            let mut select = connection.prepare_cached(&format!(
                "{STATEMENT} WHERE report = ? AND {} ORDER BY id",
                self.known("statements")
            ))?;
            let mut rows = select.query([id])?;
            let mut statements = Vec::new();
            while let Some(row) = rows.next()? {
                statements.push(statement(&report, row)?);
            }
            Ok(statements)
        })
    }

    fn current(&self, connection: &Connection, name: &str) -> Stored<(i64, Report)> {
        let query = format!(
            "SELECT {}, id FROM reports WHERE name = ? AND {}",
            article::COLUMNS,
            self.known("reports")
        );
        let mut select = connection.prepare_cached(&query)?;
        let mut rows = select.query([name])?;
        match rows.next()? {
            Some(row) => Ok((row.get(8)?, article::report(row)?)),
            None => Err(Error::Unknown {
                what: "report",
                id: name.to_owned(),
                hint: "; `crosswire search --ledger` finds reports",
            }
            .into()),
        }
    }
}

/// The request of a row.
fn fetched(connection: &Connection, fetch: i64) -> Stored<FetchRecord> {
    Ok(connection
        .prepare_cached(
            "SELECT source, request, url, status, at, sha256, bytes FROM fetches WHERE id = ?",
        )?
        .query_row([fetch], |row| {
            Ok(FetchRecord {
                source: row.get(0)?,
                request: row.get(1)?,
                url: row.get(2)?,
                status: row.get(3)?,
                at: moment(row.get(4)?),
                sha256: row.get(5)?,
                bytes: row.get(6)?,
            })
        })?)
}

/// Selects what [`quote`] reads.
pub(crate) const QUOTE: &str = "SELECT kind, in_title, start, stop, speaker, cue, utterance, report, mention, confidence, \
     candidates, sort FROM quotations";

/// A quotation of a report that was read already.
pub(crate) fn quote(report: &Report, row: &Row<'_>) -> Stored<QuoteRecord> {
    let (in_title, start, stop) = (row.get(1)?, row.get(2)?, row.get(3)?);
    let place = Place::of(report, in_title, start, stop)?;
    let speaker: Option<String> = row.get(4)?;
    let confidence: Option<f64> = row.get(9)?;
    let candidates: Option<String> = row.get(10)?;
    let candidates = candidates
        .map(|json| serde_json::from_str(&json))
        .transpose()?;
    let kind: String = row.get(0)?;
    // What a verb of thinking or showing reports need not be anybody's words.
    let doubtful = kind == "reported" || confidence.is_some_and(|sure| sure < f64::from(SURE));
    let possible = speaker.is_some() && confidence.is_some() && doubtful;
    let field = if in_title { Field::Title } else { Field::Text };
    Ok(QuoteRecord {
        report: report.id.clone(),
        outlet: report.outlet.clone(),
        published: report.published.map(|stamp| stamp.to_string()),
        kind,
        start: place.start,
        end: place.end,
        in_title: place.in_title,
        text: place.text,
        speaker,
        cue: row.get(5)?,
        utterance: row.get(6)?,
        mention: row.get(8)?,
        confidence,
        candidates: candidates.unwrap_or_default(),
        around: possible.then(|| around(report.field(field), start..stop)),
        possible,
    })
}

/// Bytes of the words around a quotation, on each side.
const AROUND: usize = 300;

/// The sentences that a stretch of a text stands in, without what lies far off.
pub(crate) fn around(text: &str, stretch: Range<usize>) -> String {
    let ends = |before: &str, after: &str| {
        after.starts_with(char::is_whitespace) && before.ends_with(['.', '!', '?', '”', '"'])
            || before.ends_with('\n')
    };
    let whole = |at: usize| text.is_char_boundary(at);
    let mut from = stretch.start.min(text.len());
    let least = from.saturating_sub(AROUND);
    while from > least && !(whole(from) && ends(&text[..from], &text[from..])) {
        from -= 1;
    }
    let mut to = stretch.end.min(text.len());
    let most = text.len().min(to + AROUND);
    while to < most && !(whole(to) && ends(&text[..to], &text[to..])) {
        to += 1;
    }
    while !whole(from) {
        from += 1;
    }
    while !whole(to) {
        to -= 1;
    }
    let words: Vec<&str> = text[from.min(to)..to].split_whitespace().collect();
    words.join(" ")
}

/// Selects what [`statement`] reads.
pub(crate) const STATEMENT: &str = "SELECT kind, in_title, start, stop, lemma, factuality, negated, speaker, report FROM statements";

/// A statement of a report that was read already.
pub(crate) fn statement(report: &Report, row: &Row<'_>) -> Stored<StatementRecord> {
    let place = Place::of(report, row.get(1)?, row.get(2)?, row.get(3)?)?;
    Ok(StatementRecord {
        report: report.id.clone(),
        outlet: report.outlet.clone(),
        published: report.published.map(|stamp| stamp.to_string()),
        kind: row.get(0)?,
        start: place.start,
        end: place.end,
        in_title: place.in_title,
        text: place.text,
        lemma: row.get(4)?,
        factuality: row.get(5)?,
        negated: row.get(6)?,
        attributed_to: row.get(7)?,
    })
}

/// A stretch of a report in characters.
pub(crate) struct Place {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) in_title: bool,
    pub(crate) text: String,
}

impl Place {
    /// From bytes.
    pub(crate) fn of(report: &Report, in_title: bool, start: usize, end: usize) -> Stored<Place> {
        let field = if in_title { Field::Title } else { Field::Text };
        let text = report.field(field);
        let wrong = || {
            StoreError::Damaged(format!(
                "{start}..{end} is not a stretch of report {:?}",
                report.id
            ))
        };
        if start > end || u32::try_from(end).is_err() {
            return Err(wrong());
        }
        let span = Span::new(start, end);
        let words = span.get(text).ok_or_else(wrong)?;
        let chars = CharIndex::new(text).chars(span);
        Ok(Place {
            start: chars.start(),
            end: chars.end(),
            in_title,
            text: words.to_owned(),
        })
    }
}
