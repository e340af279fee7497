//! The findings that stand, and what takes their place: each carried on under its address, led on
//! where it became part of another, or closed.

use std::collections::HashSet;

use crosswire_record::{Finding, FindingValue, More};
use rusqlite::{Connection, params};

use crate::addresses::{self, Known, Now, Of};
use crate::commit;
use crate::error::Stored;
use crate::inbox::Held;
use crate::marks;
use crate::packed::{self, ENCODING, Matter};

/// Findings of a story that are gone and can be found again, the last to go: a report costs the same
/// in a story that lost thousands.
const MOST_GONE: i64 = 512;

/// A finding that a story has, by its row, and what people hold of it.
pub(crate) struct Standing {
    pub(crate) id: i64,
    pub(crate) finding: Finding,
    pub(crate) held: Held,
}

/// A finding that a story had so far.
struct Stood {
    /// Its row, and the first row of its address.
    id: i64,
    first: i64,
    story: i64,
    finding: Finding,
    json: String,
}

/// Puts what was found in the stories of these numbers in place of what stood there; the findings of
/// each story, in order. `compared` are the ids of the reports that each was found in.
pub(crate) fn replace(
    connection: &Connection,
    numbers: &[i64],
    found: Vec<Vec<Finding>>,
    compared: &[&HashSet<String>],
    commit: i64,
) -> Stored<Vec<Vec<Standing>>> {
    let mut stood = Vec::new();
    for &number in numbers {
        stood.extend(standing(connection, number)?);
    }
    stood.sort_by_key(|stood| stood.first);
    let stories: Vec<usize> = found
        .iter()
        .enumerate()
        .flat_map(|(at, found)| std::iter::repeat_n(at, found.len()))
        .collect();
    let mut found: Vec<Finding> = found.into_iter().flatten().collect();
    let befores = carried(connection, numbers, &stood, &found)?;
    let mut kept: Vec<Vec<Standing>> = numbers.iter().map(|_| Vec::new()).collect();
    let mut stays = vec![false; stood.len()];
    let mut goes_on = vec![false; stood.len()];
    for ((&at, finding), before) in stories.iter().zip(&mut found).zip(befores) {
        let story = numbers[at];
        let (before, address) = match before {
            Before::Stood(old) => {
                goes_on[old] = true;
                (Some((old, &stood[old])), stood[old].finding.id.clone())
            }
            Before::Gone(address) => (None, address),
            Before::New => (None, addresses::unused(connection, &finding.id)?),
        };
        finding.id = address;
        if let Some((_, before)) = before.filter(|(_, before)| before.story == story) {
            keep_earlier(connection, &before.finding, finding, compared[at], story)?;
        }
        let json = serde_json::to_string(finding)?;
        let id = match before {
            Some((old, before)) if before.story == story && before.json == json => {
                stays[old] = true;
                before.id
            }
            _ => insert(connection, story, finding, &json, commit)?,
        };
        kept[at].push(Standing {
            id,
            finding: finding.clone(),
            held: Held::default(),
        });
    }
    for (old, stood) in stood.iter().enumerate() {
        if stays[old] {
            continue;
        }
        let goes_on = goes_on[old];
        let at = numbers.iter().position(|&number| number == stood.story);
        let at = at.unwrap_or_default();
        if !goes_on && rests_on_earlier(connection, stood, compared[at])? {
            kept[at].push(Standing {
                id: stood.id,
                finding: stood.finding.clone(),
                held: Held::default(),
            });
            continue;
        }
        commit::close(connection, "findings", stood.id, commit)?;
        if !goes_on && let Some(into) = addresses::absorbed(&stood.finding, &found) {
            let way = [&*stood.finding.id, &*found[into].id];
            addresses::lead(connection, Of::Finding, way, commit)?;
        }
    }
    // Last, since a mark follows an address that leads on.
    if marks::any(connection)? {
        for standing in kept.iter_mut().flatten() {
            standing.held = Held::of(&marks::of(connection, commit, &standing.finding)?);
        }
    }
    Ok(kept)
}

fn standing(connection: &Connection, story: i64) -> Stored<Vec<Stood>> {
    let mut select = connection.prepare_cached(
        "SELECT id, data, (SELECT min(id) FROM findings AS first WHERE first.name = findings.name) \
         FROM findings WHERE story = ? AND until IS NULL ORDER BY id",
    )?;
    let mut rows = select.query([story])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let json = packed::unpack_text(
            row.get_ref(1)?.as_blob().unwrap_or_default(),
            Matter::Finding,
        )?;
        found.push(Stood {
            id: row.get(0)?,
            first: row.get(2)?,
            story,
            finding: serde_json::from_str(&json)?,
            json,
        });
    }
    Ok(found)
}

fn insert(
    connection: &Connection,
    story: i64,
    finding: &Finding,
    json: &str,
    commit: i64,
) -> Stored<i64> {
    connection
        .prepare_cached(
            "INSERT INTO findings (since, story, name, kind, about, confidence, origins, \
             encoding, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            commit,
            story,
            finding.id,
            finding.kind.name(),
            finding.about.name(),
            finding.confidence,
            finding.origins as i64,
            ENCODING,
            packed::pack(json.as_bytes(), Matter::Finding)?,
        ])?;
    Ok(connection.last_insert_rowid())
}

/// What a finding was before.
enum Before {
    /// One that stood, by its place.
    Stood(usize),
    /// One that was gone, of this address.
    Gone(String),
    /// Nothing.
    New,
}

/// For each of `found`, what it was.
fn carried(
    connection: &Connection,
    numbers: &[i64],
    stood: &[Stood],
    found: &[Finding],
) -> Stored<Vec<Before>> {
    let mut gone = Vec::new();
    for &number in numbers {
        gone.extend(gone_of(connection, number)?);
    }
    let standing = stood.iter().map(|stood| (&stood.finding, Now::Stands));
    let gone = gone.iter().map(|(finding, now)| (finding, *now));
    let known: Vec<Known<'_>> = standing
        .chain(gone)
        .map(|(finding, now)| Known { finding, now })
        .collect();
    let carried = addresses::carried(&known, found).into_iter();
    Ok(carried
        .map(|at| match at {
            Some(at) if at < stood.len() => Before::Stood(at),
            Some(at) => Before::Gone(known[at].finding.id.clone()),
            None => Before::New,
        })
        .collect())
}

/// Findings that a story had and has no more, the oldest first.
fn gone_of(connection: &Connection, story: i64) -> Stored<Vec<(Finding, Now)>> {
    let mut select = connection.prepare_cached(
        "SELECT data, EXISTS (SELECT 1 FROM moved WHERE old = findings.name AND moved.kind = 'finding') \
         FROM findings WHERE id IN (SELECT max(id) FROM findings WHERE story = ?1 \
         GROUP BY name HAVING count(*) = count(until) ORDER BY max(id) DESC LIMIT ?2) \
         AND NOT EXISTS (SELECT 1 FROM findings AS live WHERE live.name = findings.name \
         AND live.until IS NULL) ORDER BY id",
    )?;
    let mut rows = select.query(params![story, MOST_GONE])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let data = row.get_ref(0)?.as_blob().unwrap_or_default();
        let json = packed::unpack_text(data, Matter::Finding)?;
        let now = if row.get(1)? { Now::LeadsOn } else { Now::Gone };
        found.push((serde_json::from_str(&json)?, now));
    }
    Ok(found)
}

/// Whether a report is in the story, and is not of those that were compared.
fn is_earlier(
    connection: &Connection,
    report: &str,
    story: i64,
    compared: &HashSet<String>,
) -> Stored<bool> {
    if compared.contains(report) {
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
        .query_row(params![report, story], |row| row.get(0))?)
}

/// Whether a finding that was not found again rests on reports too early to be compared.
fn rests_on_earlier(
    connection: &Connection,
    stood: &Stood,
    compared: &HashSet<String>,
) -> Stored<bool> {
    let mut earlier = false;
    for row in &stood.finding.evidence {
        let back = is_earlier(connection, &row.report, stood.story, compared)?;
        if !back && !compared.contains(&row.report) {
            return Ok(false);
        }
        earlier |= back;
    }
    Ok(earlier)
}

/// What a finding rested on in reports too early to be compared goes on with it.
fn keep_earlier(
    connection: &Connection,
    before: &Finding,
    now: &mut Finding,
    compared: &HashSet<String>,
    story: i64,
) -> Stored<()> {
    let mut earlier: HashSet<&str> = HashSet::new();
    for row in &before.evidence {
        if is_earlier(connection, &row.report, story, compared)? {
            earlier.insert(&row.report);
            now.evidence.push(row.clone());
        }
    }
    if earlier.is_empty() {
        return Ok(());
    }
    now.origins = now.origins.max(before.origins);
    for held in &before.values {
        let by = held.reports.iter();
        let by: Vec<String> = by
            .filter(|report| earlier.contains(report.as_str()))
            .cloned()
            .collect();
        if by.is_empty() {
            continue;
        }
        match now
            .values
            .iter_mut()
            .find(|value| value.value == held.value)
        {
            Some(value) => value.reports.extend(by),
            None => now.values.push(FindingValue {
                reports: by,
                more: More::new(),
                ..held.clone()
            }),
        }
    }
    Ok(())
}
