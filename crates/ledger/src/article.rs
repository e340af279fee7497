//! Reports as rows: written whole, read back equal.

use std::sync::Arc;

use crosswire_calendar::Stamp;
use crosswire_report::{
    Block, Details, Item, Problem, ProblemKind, Provenance, Report, Role, Spot,
};
use crosswire_text::Span;
use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::{StoreError, Stored};
use crate::packed::{self, Matter};

/// What of a report is only ever read together with it.
#[derive(Serialize, Deserialize)]
struct Head {
    authors: Vec<String>,
    blocks: Vec<(String, usize, usize)>,
    problems: Vec<(String, String, String)>,
    updated: Option<String>,
    language: Option<String>,
    canonical: Option<String>,
    section: Option<String>,
    live: bool,
    sha256: String,
    raw_sha256: String,
    record: Option<u64>,
    /// Line, record, item and byte; absent in what older programs wrote, and for sources that are one report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    spot: Option<[Option<u64>; 4]>,
    provenance: Vec<(String, String)>,
}

/// The columns that [`report`] reads, in its order.
pub(crate) const COLUMNS: &str = "reports.name, reports.source, reports.outlet, reports.url, reports.title, reports.published, \
     reports.head, reports.text";

/// A digest of everything that a report says of itself, and of its text: the same content twice
/// is one report.
pub(crate) fn content(report: &Report) -> [u8; 32] {
    let mut sha = Sha256::new();
    let published = report.published.map(|stamp| stamp.to_string());
    let fields = [
        Some(report.id.as_str()),
        report.outlet.as_deref(),
        report.url.as_deref(),
        report.title.as_deref(),
        published.as_deref(),
    ];
    let fields = fields
        .into_iter()
        .map(|field| field.map(str::as_bytes))
        .chain(report.authors.iter().map(|author| Some(author.as_bytes())))
        .chain([Some(report.text.as_bytes())]);
    for field in fields {
        sha.update([u8::from(field.is_some())]);
        let bytes = field.unwrap_or_default();
        sha.update((bytes.len() as u64).to_le_bytes());
        sha.update(bytes);
    }
    sha.finalize().into()
}

/// SHA-256 in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// Seconds since 1970 of a stamp, as UTC where it has no zone: for putting reports in a row.
pub(crate) fn seconds(stamp: Stamp) -> i64 {
    let clock = stamp.time().unwrap_or(jiff::civil::Time::midnight());
    let offset = stamp.offset().unwrap_or(jiff::tz::Offset::UTC);
    offset
        .to_timestamp(stamp.date().to_datetime(clock))
        .map_or(0, jiff::Timestamp::as_second)
}

/// Where a report belongs in the ledger.
pub(crate) struct Place {
    pub(crate) commit: i64,
    pub(crate) capture: i64,
    pub(crate) previous: Option<i64>,
}

/// Writes a report; its number.
pub(crate) fn insert(connection: &Connection, report: &Report, place: &Place) -> Stored<i64> {
    let details = &report.details;
    let stamp = |stamp: Option<Stamp>| stamp.map(|stamp| stamp.to_string());
    let head = Head {
        authors: report.authors.clone(),
        blocks: report
            .blocks
            .iter()
            .map(|block| {
                let name = block.role.name().to_owned();
                (name, block.span.start(), block.span.end())
            })
            .collect(),
        problems: report
            .problems
            .iter()
            .map(|problem| {
                let kind = problem.kind.name().to_owned();
                (kind, problem.message.clone(), problem.mend.clone())
            })
            .collect(),
        updated: stamp(details.updated),
        language: details.language.clone(),
        canonical: details.canonical.clone(),
        section: details.section.clone(),
        live: details.live,
        sha256: details.sha256.clone(),
        raw_sha256: details.raw_sha256.clone(),
        record: details.record,
        spot: (!details.spot.is_whole()).then(|| {
            let spot = details.spot;
            [spot.line, spot.record, spot.item, spot.byte]
        }),
        provenance: details
            .provenance
            .iter()
            .map(|known| (known.item.name().to_owned(), known.from.clone()))
            .collect(),
    };
    connection
        .prepare_cached(
            "INSERT INTO reports (since, capture, previous, name, content, source, outlet, url, \
             title, published, moment, characters, sha256, head, text) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            place.commit,
            place.capture,
            place.previous,
            report.id,
            &content(report)[..],
            report.source,
            report.outlet,
            report.url,
            report.title.as_deref(),
            stamp(report.published),
            report.published.map(seconds),
            report.text.chars().count() as i64,
            sha256(report.text.as_bytes()),
            serde_json::to_string(&head)?,
            packed::pack(report.text.as_bytes(), Matter::Plain)?,
        ])?;
    Ok(connection.last_insert_rowid())
}

/// Which version of a report a row holds, counted from one.
pub(crate) fn version(connection: &Connection, mut id: i64) -> Stored<usize> {
    let mut version = 1;
    loop {
        let previous: Option<i64> = connection
            .prepare_cached("SELECT previous FROM reports WHERE id = ?")?
            .query_row([id], |row| row.get(0))?;
        match previous.filter(|previous| *previous < id) {
            Some(previous) => (id, version) = (previous, version + 1),
            None => return Ok(version),
        }
    }
}

/// Reads a report from a row that begins with [`COLUMNS`].
pub(crate) fn report(row: &Row<'_>) -> Stored<Report> {
    let head: String = row.get(6)?;
    let head: Head = serde_json::from_str(&head)?;
    let text = packed::unpack_text(row.get_ref(7)?.as_blob().unwrap_or_default(), Matter::Plain)?;
    let stamp = |text: Option<String>| text.as_deref().and_then(Stamp::parse);
    let title: Option<String> = row.get(4)?;
    let blocks = head
        .blocks
        .iter()
        .map(|(role, start, end)| {
            let role = Role::from_name(role).ok_or_else(|| unknown("block role", role))?;
            if start > end || text.get(*start..*end).is_none() {
                return Err(StoreError::Damaged(format!(
                    "a block at {start}..{end} is not a stretch of its report"
                )));
            }
            Ok(Block {
                role,
                span: Span::new(*start, *end),
            })
        })
        .collect::<Stored<_>>()?;
    let problems = head
        .problems
        .into_iter()
        .map(|(kind, message, mend)| {
            let kind = ProblemKind::from_name(&kind).ok_or_else(|| unknown("problem", &kind))?;
            Ok(Problem {
                kind,
                message,
                mend,
            })
        })
        .collect::<Stored<_>>()?;
    let provenance = head
        .provenance
        .into_iter()
        .map(|(item, from)| {
            let item = Item::from_name(&item).ok_or_else(|| unknown("metadata", &item))?;
            Ok(Provenance { item, from })
        })
        .collect::<Stored<_>>()?;
    Ok(Report {
        id: row.get(0)?,
        source: row.get(1)?,
        outlet: row.get(2)?,
        url: row.get(3)?,
        title: title.map(Arc::from),
        authors: head.authors,
        published: stamp(row.get(5)?),
        blocks,
        text: Arc::from(text),
        problems,
        details: Details {
            updated: stamp(head.updated),
            language: head.language,
            canonical: head.canonical,
            section: head.section,
            live: head.live,
            sha256: head.sha256,
            raw_sha256: head.raw_sha256,
            record: head.record,
            spot: head
                .spot
                .map_or_else(Spot::default, |[line, record, item, byte]| Spot {
                    line,
                    record,
                    item,
                    byte,
                }),
            provenance,
        },
    })
}

fn unknown(what: &str, name: &str) -> StoreError {
    StoreError::Damaged(format!("there is no {what} called {name:?}"))
}
