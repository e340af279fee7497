//! The stories that a commit touched, compared again; what stayed the same keeps its row.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crosswire_compare::Story;
use crosswire_extract::{Extracted, extract};
use crosswire_group::Origin;
use crosswire_present::json::CheckJson;
use crosswire_present::{Outcome, StoryOutcome};
use crosswire_report::Report;
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use crate::annotation;
use crate::article;
use crate::commit;
use crate::error::{StoreError, Stored};
use crate::grouping::Changed;
use crate::packed::{self, ENCODING, Matter};
use crate::record::Finding;
use crate::working::Working;

/// Reports of one story that are compared at once, the last to arrive. Findings that rest on
/// earlier ones stay as they are.
const COMPARED: usize = 48;
/// Stories that are compared at once: work for every core, and no more reports in memory than fit.
const AT_ONCE: usize = 16;

/// A report of a story, ready to be compared.
struct Member {
    id: i64,
    report: Arc<Report>,
    extracted: Arc<Extracted>,
}

/// Compares the stories that a commit changed, and writes what is new.
///
/// Comparing needs nothing of the file, so stories are laid side by side on all cores of the rayon
/// pool that this runs in; they are read and written one after the other, in the order given.
pub(crate) fn compare(
    connection: &Connection,
    working: &mut Working,
    changed: &[Changed],
    commit: i64,
) -> Stored<()> {
    for changed in changed.chunks(AT_ONCE) {
        let mut stories = Vec::with_capacity(changed.len());
        for story in changed {
            stories.push(match story.story {
                Some(_) => members(connection, working, story)?,
                None => Vec::new(),
            });
        }
        let told: Vec<Stored<Option<Told>>> = changed
            .par_iter()
            .zip(&stories)
            .map(|(changed, members)| {
                let story = changed.story.as_ref();
                story.map(|story| told(&story.label, members)).transpose()
            })
            .collect();
        for ((changed, members), told) in changed.iter().zip(&stories).zip(told) {
            write(connection, changed, members, told?, commit)?;
        }
    }
    Ok(())
}

/// Writes what is new of one story; nothing is `told` of a story that is no more.
fn write(
    connection: &Connection,
    changed: &Changed,
    members: &[Member],
    told: Option<Told>,
    commit: i64,
) -> Stored<()> {
    let before: Option<i64> = connection
        .prepare_cached("SELECT id FROM stories WHERE number = ? AND until IS NULL")?
        .query_row([changed.number], |row| row.get(0))
        .optional()?;
    if let Some(before) = before {
        commit::close(connection, "stories", before, commit)?;
    }
    let standing = standing(connection, changed.number)?;
    let (Some(story), Some(told)) = (&changed.story, told) else {
        for finding in standing {
            commit::close(connection, "findings", finding.id, commit)?;
        }
        return Ok(());
    };
    let kept = replace(
        connection,
        changed.number,
        standing,
        told.findings,
        members,
        commit,
    )?;
    write_origins(connection, members, &told.origins, commit)?;
    let (origins, outlets) = spread(connection, &changed.reports)?;
    let disputes = kept
        .iter()
        .filter(|(_, kind)| matches!(kind.as_str(), "conflict" | "update" | "quote_variant"))
        .count();
    let ids: Vec<i64> = kept.iter().map(|finding| finding.0).collect();
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
            disputes as i64,
            story.first.map(|stamp| stamp.to_string()),
            story.last.map(|stamp| stamp.to_string()),
            story.last.map_or(0, article::seconds),
            serde_json::to_string(&ids)?,
        ])?;
    Ok(())
}

/// A finding that the story has so far.
struct Standing {
    id: i64,
    kind: String,
    json: String,
}

fn standing(connection: &Connection, story: i64) -> Stored<Vec<Standing>> {
    let mut select = connection.prepare_cached(
        "SELECT id, kind, data FROM findings WHERE story = ? AND until IS NULL ORDER BY id",
    )?;
    let mut rows = select.query([story])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Standing {
            id: row.get(0)?,
            kind: row.get(1)?,
            json: packed::unpack_text(
                row.get_ref(2)?.as_blob().unwrap_or_default(),
                Matter::Finding,
            )?,
        });
    }
    Ok(found)
}

/// The reports to compare, by publication and id, undated ones last.
fn members(
    connection: &Connection,
    working: &mut Working,
    changed: &Changed,
) -> Stored<Vec<Member>> {
    let mut arrived = changed.reports.clone();
    arrived.sort_unstable();
    let compared = &arrived[arrived.len().saturating_sub(COMPARED)..];
    let mut members = Vec::with_capacity(compared.len());
    for &id in compared {
        let extracted = extracted(connection, working, id)?;
        members.push(Member {
            id,
            report: Arc::clone(extracted.annotated.report()),
            extracted,
        });
    }
    members.sort_by_cached_key(|member| {
        let published = member
            .report
            .published
            .map(crosswire_calendar::Stamp::sort_key);
        let undated = published.is_none();
        (undated, published, member.report.id.clone(), member.id)
    });
    Ok(members)
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
    let extracted = Arc::new(extract(annotated));
    working.extracted.keep(id, Arc::clone(&extracted));
    Ok(extracted)
}

/// What a comparison told, in the objects of format 1.
struct Told {
    aligned: usize,
    findings: Vec<Finding>,
    /// For each member, the report that first had its words, and what format 1 says of its origin.
    origins: Vec<(i64, String)>,
}

fn told(label: &str, members: &[Member]) -> Stored<Told> {
    let reports: Vec<&Report> = members.iter().map(|member| &*member.report).collect();
    let origins = crosswire_group::origins(&reports);
    let numbers = |of: fn(&Origin) -> usize| origins.iter().map(of).collect::<Vec<usize>>();
    let story = Story {
        reports: members
            .iter()
            .map(|member| member.extracted.as_ref())
            .collect(),
        origins: numbers(|origin| origin.number),
        texts: numbers(|origin| origin.text),
    };
    let comparison = crosswire_compare::analyse_story(&story, &[]);
    let firsts: Vec<i64> = story.origins.iter().map(|&at| members[at].id).collect();
    let aligned = comparison.statements_aligned;
    let outcome = Outcome {
        reports: members
            .iter()
            .map(|member| Arc::clone(&member.report))
            .collect(),
        origins: origins.into_iter().map(Some).collect(),
        stories: vec![StoryOutcome {
            label: label.to_owned(),
            reports: (0..members.len()).collect(),
            outlets: 0,
            origins: firsts.iter().collect::<HashSet<_>>().len(),
            comparison,
        }],
        ..Outcome::default()
    };
    let mut json = serde_json::to_value(CheckJson::new(&outcome))?;
    let findings = serde_json::from_value(json["stories"][0]["findings"].take())?;
    let mut origins = Vec::with_capacity(members.len());
    for (at, &first) in firsts.iter().enumerate() {
        let mut told = json["reports"][at].take();
        if let Some(fields) = told.as_object_mut() {
            fields.retain(|name, _| name.starts_with("origin"));
        }
        origins.push((first, told.to_string()));
    }
    Ok(Told {
        aligned,
        findings,
        origins,
    })
}

/// Writes the origins that are other than known.
fn write_origins(
    connection: &Connection,
    members: &[Member],
    origins: &[(i64, String)],
    commit: i64,
) -> Stored<()> {
    for (member, (first, data)) in members.iter().zip(origins) {
        let known: Option<(i64, i64, String)> = connection
            .prepare_cached(
                "SELECT id, first, data FROM origins WHERE report = ? AND until IS NULL",
            )?
            .query_row([member.id], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()?;
        if let Some((id, known_first, known_data)) = known {
            if known_first == *first && known_data == *data {
                continue;
            }
            commit::close(connection, "origins", id, commit)?;
        }
        connection
            .prepare_cached("INSERT INTO origins (since, report, first, data) VALUES (?, ?, ?, ?)")?
            .execute(params![commit, member.id, first, data])?;
    }
    Ok(())
}

/// What the origin of a report is called.
pub(crate) fn origin(connection: &Connection, report: i64) -> Stored<Option<String>> {
    let data: Option<String> = connection
        .prepare_cached("SELECT data FROM origins WHERE report = ? AND until IS NULL")?
        .query_row([report], |row| row.get(0))
        .optional()?;
    let Some(data) = data else { return Ok(None) };
    let told: Value = serde_json::from_str(&data)?;
    Ok(told["origin"].as_str().map(str::to_owned))
}

/// Closes what no longer holds, adds what is new; the story's findings with their kinds, in order.
fn replace(
    connection: &Connection,
    story: i64,
    standing: Vec<Standing>,
    found: Vec<Finding>,
    members: &[Member],
    commit: i64,
) -> Stored<Vec<(i64, String)>> {
    let mut by_json: HashMap<String, Standing> = standing
        .into_iter()
        .map(|standing| (standing.json.clone(), standing))
        .collect();
    let mut kept = Vec::with_capacity(found.len());
    for finding in &found {
        let json = serde_json::to_string(finding)?;
        if let Some(same) = by_json.remove(&json) {
            kept.push((same.id, same.kind));
            continue;
        }
        connection
            .prepare_cached(
                "INSERT INTO findings (since, story, name, kind, about, confidence, origins, \
                 encoding, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                commit,
                story,
                finding.id,
                finding.kind,
                finding.about,
                finding.confidence,
                finding.origins as i64,
                ENCODING,
                packed::pack(json.as_bytes(), Matter::Finding)?,
            ])?;
        kept.push((connection.last_insert_rowid(), finding.kind.clone()));
    }
    let compared: HashSet<&str> = members
        .iter()
        .map(|member| member.report.id.as_str())
        .collect();
    let mut rest: Vec<Standing> = by_json.into_values().collect();
    rest.sort_by_key(|standing| standing.id);
    for standing in rest {
        let finding: Finding = serde_json::from_str(&standing.json)?;
        let reaches_back = |name: &str| -> Stored<bool> {
            if compared.contains(name) {
                return Ok(false);
            }
            // A report that left the story, or has a newer version, holds nothing any more.
            Ok(connection
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM reports JOIN memberships \
                     ON memberships.report = reports.id WHERE reports.name = ? \
                     AND reports.until IS NULL AND memberships.until IS NULL \
                     AND memberships.story = ?)",
                )?
                .query_row(params![name, story], |row| row.get(0))?)
        };
        let mut earlier = false;
        let mut gone = false;
        for evidence in &finding.evidence {
            let back = reaches_back(&evidence.report)?;
            earlier |= back;
            gone |= !back && !compared.contains(evidence.report.as_str());
        }
        if earlier && !gone {
            kept.push((standing.id, standing.kind));
        } else {
            commit::close(connection, "findings", standing.id, commit)?;
        }
    }
    Ok(kept)
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
