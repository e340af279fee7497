//! The stories that a commit touched, compared again; what stayed the same keeps its row, and what is
//! of the same slot keeps its address (`addresses.rs`).

use std::collections::HashSet;
use std::sync::Arc;

use crosswire_compare::Story;
use crosswire_extract::{Extracted, extract};
use crosswire_group::Origin;
use crosswire_present::json;
use crosswire_record::{Finding, FindingKind, OriginRecord};
use crosswire_report::Report;
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use rusqlite::{Connection, OptionalExtension, params};

use crate::addresses::{self, Of};
use crate::annotation;
use crate::article;
use crate::commit;
use crate::error::{StoreError, Stored};
use crate::grouping::Changed;
use crate::inbox;
use crate::speakers;
use crate::standing::{self, Standing};
use crate::working::Working;

/// Reports of one story that are compared at once, the last to arrive, so that a report costs the same
/// in a story of a thousand as in one of fifty. What findings rest on in earlier ones stays as it is,
/// and goes on with them. A story says how many of its reports were compared.
pub(crate) const COMPARED: usize = 48;
/// Stories that are compared at once: work for every core, and no more reports in memory than fit.
const AT_ONCE: usize = 16;

/// A report of a story, ready to be compared.
struct Member {
    id: i64,
    report: Arc<Report>,
    extracted: Arc<Extracted>,
    /// Of an earlier version: the place of the report that replaced it, and which version it is.
    replaced: Option<(usize, usize)>,
}

/// What a comparison told of a story; nothing of a story that is no more.
#[derive(Default)]
struct Told {
    aligned: usize,
    findings: Vec<Finding>,
    /// For each report compared, and each that has none yet, its row, the row of the report that first had
    /// its words, and what format 1 says of its origin.
    origins: Vec<(i64, i64, String)>,
    /// The ids of the reports compared.
    compared: HashSet<String>,
}

/// Brings the stories that a commit changed to where they stand now: grouped, compared, and what is new written.
///
/// Comparing needs nothing of the file, so stories are laid side by side on all cores of the rayon
/// pool that this runs in; they are read and written one after the other, in the order given.
pub(crate) fn settle(connection: &Connection, working: &mut Working, commit: i64) -> Stored<()> {
    let changed = working.grouping.settle(connection, commit)?;
    let mut all: Vec<Told> = Vec::with_capacity(changed.len());
    for changed in changed.chunks(AT_ONCE) {
        let mut stories = Vec::with_capacity(changed.len());
        for story in changed {
            stories.push(match story.story {
                Some(_) => (
                    members(connection, working, story)?,
                    beside(connection, story)?,
                ),
                None => (Vec::new(), Vec::new()),
            });
        }
        let told: Vec<Stored<Told>> = changed
            .par_iter()
            .zip(&stories)
            .map(|(changed, (members, beside))| match changed.story {
                Some(_) => told(members, beside),
                None => Ok(Told::default()),
            })
            .collect();
        all.extend(told.into_iter().collect::<Stored<Vec<Told>>>()?);
    }
    let found = all
        .iter_mut()
        .map(|told| std::mem::take(&mut told.findings));
    let found: Vec<Vec<Finding>> = found.collect();
    let compared: Vec<&HashSet<String>> = all.iter().map(|told| &told.compared).collect();
    let numbers: Vec<i64> = changed.iter().map(|changed| changed.number).collect();
    let kept = standing::replace(connection, &numbers, found, &compared, commit)?;
    for ((changed, told), kept) in changed.iter().zip(&all).zip(&kept) {
        let anew = write(connection, changed, told, kept, commit)? || changed.anew;
        inbox::settle(connection, changed.number, kept, anew)?;
    }
    Ok(())
}

/// Writes what is new of one story itself; whether its reports have other origins now.
fn write(
    connection: &Connection,
    changed: &Changed,
    told: &Told,
    kept: &[Standing],
    commit: i64,
) -> Stored<bool> {
    let before: Option<i64> = connection
        .prepare_cached("SELECT id FROM stories WHERE number = ? AND until IS NULL")?
        .query_row([changed.number], |row| row.get(0))
        .optional()?;
    if let Some(before) = before {
        commit::close(connection, "stories", before, commit)?;
    }
    let Some(story) = &changed.story else {
        if before.is_some() {
            lead_on(connection, changed.number, commit)?;
        }
        return Ok(false);
    };
    let others = write_origins(connection, &told.origins, commit)?;
    let (origins, outlets) = spread(connection, &changed.reports)?;
    // What people hold to be wrong counts in no number.
    let disputes = kept
        .iter()
        .filter(|standing| standing.finding.kind.is_dispute() && !standing.held.is_wrong());
    let ids: Vec<i64> = kept.iter().map(|finding| finding.id).collect();
    connection
        .prepare_cached(
            "INSERT INTO stories (since, number, label, keywords, continues, reports, outlets, \
             origins, aligned, disputes, first, last, moment, findings) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            commit,
            changed.number,
            story.label,
            serde_json::to_string(&story.keywords)?,
            story.continues.map(|earlier| i64::from(earlier.0) + 1),
            changed.reports.len() as i64,
            outlets as i64,
            origins as i64,
            told.aligned as i64,
            disputes.count() as i64,
            story.first.map(|stamp| stamp.to_string()),
            story.last.map(|stamp| stamp.to_string()),
            story.last.map_or(0, article::seconds),
            serde_json::to_string(&ids)?,
        ])?;
    Ok(others)
}

/// How many disputes a story has by its row, and how many by the inbox.
fn counted(connection: &Connection, number: i64) -> Stored<Option<(i64, i64, i64)>> {
    let query = format!(
        "SELECT id, disputes, (SELECT count(*) FROM inbox WHERE story = ?1 AND place = 1 \
         AND {}) FROM stories WHERE number = ?1 AND until IS NULL",
        inbox::is_of(FindingKind::disputes())
    );
    let mut select = connection.prepare_cached(&query)?;
    Ok(select
        .query_row([number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?)
}

/// Whether a story counts other disputes than the inbox has of it.
pub(crate) fn miscounts(connection: &Connection, number: i64) -> Stored<bool> {
    Ok(counted(connection, number)?.is_some_and(|(_, told, found)| told != found))
}

/// Counts the disputes of a story again, after people said something of its findings.
pub(crate) fn recount(connection: &Connection, number: i64, commit: i64) -> Stored<()> {
    let Some((id, told, found)) = counted(connection, number)? else {
        return Ok(());
    };
    if told == found {
        return Ok(());
    }
    commit::close(connection, "stories", id, commit)?;
    connection
        .prepare_cached(
            "INSERT INTO stories (since, number, label, keywords, continues, reports, outlets, \
             origins, aligned, disputes, first, last, moment, findings) \
             SELECT ?, number, label, keywords, continues, reports, outlets, origins, aligned, ?, \
             first, last, moment, findings FROM stories WHERE id = ?",
        )?
        .execute(params![commit, found, id])?;
    Ok(())
}

/// The number of a story that is no more leads to the one that has most of its reports.
fn lead_on(connection: &Connection, number: i64, commit: i64) -> Stored<()> {
    let into: Option<i64> = connection
        .prepare_cached(
            "SELECT now.story FROM memberships AS was JOIN memberships AS now \
             ON now.report = was.report AND now.until IS NULL \
             WHERE was.story = ? AND was.until = ? \
             GROUP BY now.story ORDER BY count(*) DESC, now.story LIMIT 1",
        )?
        .query_row([number, commit], |row| row.get(0))
        .optional()?;
    if let Some(into) = into {
        let way = [&*number.to_string(), &*into.to_string()];
        addresses::lead(connection, Of::Story, way, commit)?;
    }
    Ok(())
}

/// The reports to compare, by publication and id, undated ones last; then the version before of each
/// that has one.
fn members(
    connection: &Connection,
    working: &mut Working,
    changed: &Changed,
) -> Stored<Vec<Member>> {
    let arrived = changed.arrived();
    let compared = &arrived[arrived.len().saturating_sub(COMPARED)..];
    let mut members = Vec::with_capacity(compared.len());
    let mut member = |id: i64, replaced: Option<(usize, usize)>| -> Stored<Member> {
        let extracted = extracted(connection, working, id)?;
        Ok(Member {
            id,
            report: Arc::clone(extracted.annotated.report()),
            extracted,
            replaced,
        })
    };
    for &id in compared {
        members.push(member(id, None)?);
    }
    members.sort_by_cached_key(|member| order(member.id, &member.report));
    for at in 0..members.len() {
        let before: Option<i64> = connection
            .prepare_cached("SELECT previous FROM reports WHERE id = ?")?
            .query_row([members[at].id], |row| row.get(0))?;
        if let Some(before) = before {
            let version = article::version(connection, before)?;
            members.push(member(before, Some((at, version)))?);
        }
    }
    Ok(members)
}

/// The order of a story's reports: by publication and id, undated ones last.
fn order(row: i64, report: &Report) -> impl Ord + use<> {
    let published = report.published.map(crosswire_calendar::Stamp::sort_key);
    (published.is_none(), published, report.id.clone(), row)
}

/// The reports that came with so many others of their story that they are not compared, and that have no
/// origin yet.
fn beside(connection: &Connection, changed: &Changed) -> Stored<Vec<(i64, Arc<Report>)>> {
    let arrived = changed.arrived();
    let query = format!(
        "SELECT {} FROM reports WHERE reports.id = ? AND NOT EXISTS \
         (SELECT 1 FROM origins WHERE origins.report = reports.id AND origins.until IS NULL)",
        article::COLUMNS
    );
    let mut select = connection.prepare_cached(&query)?;
    let mut beside = Vec::new();
    for &id in &arrived[..arrived.len().saturating_sub(COMPARED)] {
        let mut rows = select.query([id])?;
        if let Some(row) = rows.next()? {
            beside.push((id, Arc::new(article::report(row)?)));
        }
    }
    Ok(beside)
}

/// A report with what was found in it.
pub(crate) fn extracted(
    connection: &Connection,
    working: &mut Working,
    id: i64,
) -> Stored<Arc<Extracted>> {
    if let Some(known) = working.extracted.get(id) {
        return Ok(known);
    }
    let query = format!(
        "SELECT {}, annotations.data, annotations.encoding FROM reports JOIN annotations \
         ON annotations.report = reports.id AND annotations.until IS NULL WHERE reports.id = ?",
        article::COLUMNS
    );
    let mut select = connection.prepare_cached(&query)?;
    let mut rows = select.query([id])?;
    let row = rows
        .next()?
        .ok_or_else(|| StoreError::Damaged(format!("report {id} has no annotation")))?;
    let report = Arc::new(article::report(row)?);
    let data = row.get_ref(8)?.as_blob().unwrap_or_default();
    let annotated = annotation::decode(connection, &mut working.labels, report, data, row.get(9)?)?;
    let mut extracted = extract(annotated);
    speakers::attribute(connection, &mut extracted)?;
    let extracted = Arc::new(extracted);
    working.extracted.keep(id, Arc::clone(&extracted));
    Ok(extracted)
}

fn told(members: &[Member], beside: &[(i64, Arc<Report>)]) -> Stored<Told> {
    let current = members.iter().filter(|member| member.replaced.is_none());
    let reports: Vec<&Report> = current.map(|member| &*member.report).collect();
    let origins = crosswire_group::origins(&reports);
    // An earlier version is compared with its report alone.
    let numbers = |of: fn(&Origin) -> usize| {
        let current = origins.iter().map(of);
        current
            .chain(reports.len()..members.len())
            .collect::<Vec<usize>>()
    };
    let story = Story {
        reports: members
            .iter()
            .map(|member| member.extracted.as_ref())
            .collect(),
        origins: numbers(|origin| origin.number),
        texts: numbers(|origin| origin.text),
    };
    let mut previous = vec![None; members.len()];
    for (before, member) in members.iter().enumerate() {
        if let Some((at, _)) = member.replaced {
            previous[at] = Some(before);
        }
    }
    let comparison = crosswire_compare::analyse_story(&story, &previous);
    let mut findings = crosswire_compare::records(&story, &comparison.findings);
    for (finding, record) in comparison.findings.iter().zip(&mut findings) {
        for (row, evidence) in finding.evidence.iter().zip(&mut record.evidence) {
            evidence.revision = members[row.report].replaced.map(|(_, version)| version);
        }
        let parts = record.claim.iter_mut().flat_map(|claim| &mut claim.parts);
        for (part, shown) in finding.claim.iter().zip(parts) {
            shown.revision = members[part.report].replaced.map(|(_, version)| version);
        }
    }
    let mut all: Vec<(i64, &Report)> = members[..reports.len()]
        .iter()
        .map(|member| (member.id, &*member.report))
        .collect();
    let origins = if beside.is_empty() {
        origins
    } else {
        all.extend(beside.iter().map(|(id, report)| (*id, &**report)));
        all.sort_by_cached_key(|(id, report)| order(*id, report));
        let reports: Vec<&Report> = all.iter().map(|(_, report)| *report).collect();
        crosswire_group::origins(&reports)
    };
    let id_at = |at: usize| all[at].1.id.clone();
    Ok(Told {
        aligned: comparison.statements_aligned,
        findings,
        origins: origins
            .iter()
            .zip(&all)
            .map(|(origin, (id, report))| {
                let told = json::origin(report, origin, id_at);
                let first = all[origin.number].0;
                Ok((*id, first, serde_json::to_string(&told)?))
            })
            .collect::<Stored<_>>()?,
        compared: reports.iter().map(|report| report.id.clone()).collect(),
    })
}

/// Writes the origins that are other than known; whether a known one was.
fn write_origins(
    connection: &Connection,
    origins: &[(i64, i64, String)],
    commit: i64,
) -> Stored<bool> {
    let mut others = false;
    for (report, first, data) in origins {
        let known: Option<(i64, i64, String)> = connection
            .prepare_cached(
                "SELECT id, first, data FROM origins WHERE report = ? AND until IS NULL",
            )?
            .query_row([report], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        if let Some((id, known_first, known_data)) = known {
            if known_first == *first && known_data == *data {
                continue;
            }
            others = true;
            commit::close(connection, "origins", id, commit)?;
        }
        connection
            .prepare_cached("INSERT INTO origins (since, report, first, data) VALUES (?, ?, ?, ?)")?
            .execute(params![commit, report, first, data])?;
    }
    Ok(others)
}

/// What the origin of a report is called.
pub(crate) fn origin(connection: &Connection, report: i64) -> Stored<Option<String>> {
    let data: Option<String> = connection
        .prepare_cached("SELECT data FROM origins WHERE report = ? AND until IS NULL")?
        .query_row([report], |row| row.get(0))
        .optional()?;
    let Some(data) = data else { return Ok(None) };
    let told: OriginRecord = serde_json::from_str(&data)?;
    Ok(told.origin)
}

/// How many origins and how many outlets the reports of a story have.
fn spread(connection: &Connection, reports: &[i64]) -> Stored<(usize, usize)> {
    let mut select = connection.prepare_cached(
        "SELECT origins.first, coalesce(reports.outlet, reports.source) FROM reports \
         JOIN origins ON origins.report = reports.id AND origins.until IS NULL \
         WHERE reports.id = ?",
    )?;
    let mut origins: HashSet<i64> = HashSet::new();
    let mut outlets: HashSet<String> = HashSet::new();
    for &report in reports {
        let (first, outlet): (i64, String) =
            select.query_row([report], |row| Ok((row.get(0)?, row.get(1)?)))?;
        origins.insert(first);
        outlets.insert(crosswire_group::outlet(&outlet));
    }
    Ok((origins.len(), outlets.len()))
}
