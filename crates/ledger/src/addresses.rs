//! Which finding is which as stories grow: an address is given once and carried on.
//!
//! What a comparison finds anew is laid beside what stood. Two findings are of one slot when they are
//! about the same sort of thing and rest on the same words; how the question is put, what somebody is
//! called and even the kind may have changed. The likest pair is taken first, so
//!
//! - of two findings that become one, the one that shares more of its evidence keeps its address, of
//!   equals the older; the other one's address leads there;
//! - of one that becomes two, the part that shares more of the evidence keeps the address, of equals
//!   the one shown first; the other part gets an address of its own.
//!
//! What was lost and is found again has its old address again, also where that led on to another in
//! between.
//!
//! A story's number is given when the story begins, and kept. Of a story that is left without reports
//! the number leads to the one that has most of them.

use std::cmp::Reverse;
use std::collections::HashMap;

use crosswire_record::{Evidence, Finding, FindingKind};
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::Stored;

/// What an address is of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    Finding,
    Story,
}

impl Of {
    fn name(self) -> &'static str {
        match self {
            Of::Finding => "finding",
            Of::Story => "story",
        }
    }
}

/// How like two findings are: the share of evidence with the kind and the question, then the values.
type Likeness = (u32, u32);

/// A finding that a story has, or had.
pub(crate) struct Known<'a> {
    pub(crate) finding: &'a Finding,
    pub(crate) now: Now,
}

/// What became of a finding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Now {
    /// It stands.
    Stands,
    /// It was not found any more.
    Gone,
    /// It was not found any more, and its address leads to another.
    LeadsOn,
}

/// What decides between two pairs of an old finding and a new one.
type Rank = (bool, Reverse<Now>, Likeness);

/// For each of `found`, which of those known it is; they are given in the order of their age.
///
/// What is found just as it was is taken first, then what stands, then what is gone. An address that
/// leads on is given back to nothing but what it was of.
pub(crate) fn carried(known: &[Known<'_>], found: &[Finding]) -> Vec<Option<usize>> {
    let mut by_report: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, known) in known.iter().enumerate() {
        for row in known.finding.best_rows() {
            let known = by_report.entry(&row.report).or_default();
            if known.last() != Some(&at) {
                known.push(at);
            }
        }
    }
    let mut pairs: Vec<(Rank, usize, usize)> = Vec::new();
    for (new, finding) in found.iter().enumerate() {
        let mut near: Vec<usize> = finding
            .best_rows()
            .filter_map(|row| by_report.get(row.report.as_str()))
            .flatten()
            .copied()
            .collect();
        near.sort_unstable();
        near.dedup();
        for old in near {
            let Known { finding: was, now } = known[old];
            if let Some(likeness) = likeness(was, finding)
                && (now != Now::LeadsOn || is_found_again(was, finding))
            {
                let whole = likeness == likeness_to_itself(was, finding);
                pairs.push(((whole, Reverse(now), likeness), old, new));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut taken = vec![false; known.len()];
    let mut carried = vec![None; found.len()];
    for (_, old, new) in pairs {
        if !taken[old] && carried[new].is_none() {
            taken[old] = true;
            carried[new] = Some(old);
        }
    }
    carried
}

/// Whether what is found is what an address was of that leads on to another by now.
fn is_found_again(was: &Finding, found: &Finding) -> bool {
    was.kind == found.kind && (was.question == found.question || was.id == found.id)
}

/// The one of `found` into which a finding went that is not carried by any.
pub(crate) fn absorbed(gone: &Finding, found: &[Finding]) -> Option<usize> {
    let scored = found.iter().enumerate();
    let scored = scored.filter_map(|(at, finding)| Some((likeness(gone, finding)?, at)));
    let best = scored.max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    best.map(|(_, at)| at)
}

/// The likeness of two findings that say the same of the same words.
fn likeness_to_itself(old: &Finding, new: &Finding) -> Likeness {
    let values = old.values.len().max(new.values.len());
    (
        ALL_SHARED * 2 + 3 * KIND + QUESTION,
        values.min(MOST_VALUES) as u32,
    )
}

/// What likeness is made of, in thousandths of a finding's evidence.
const ALL_SHARED: u32 = 1000;
const KIND: u32 = 600;
const QUESTION: u32 = 200;
/// Values that count.
const MOST_VALUES: usize = 99;

/// How like two findings are, as far as they can be of one slot.
fn likeness(old: &Finding, new: &Finding) -> Option<Likeness> {
    let of_versions = |finding: &Finding| finding.kind == FindingKind::Revision;
    if old.about != new.about || of_versions(old) != of_versions(new) {
        return None;
    }
    let shares = |rows: &Finding, others: &Finding| {
        let (mut all, mut met) = (0, 0);
        for row in rows.best_rows() {
            all += 1;
            met += u32::from(others.evidence.iter().any(|other| coincide(row, other)));
        }
        (met, all)
    };
    let ((old_met, old_all), (new_met, new_all)) = (shares(old, new), shares(new, old));
    // Half of the evidence of one of them stands in the other.
    let share = |met: u32, all: u32| met * ALL_SHARED / all.max(1);
    let shared = share(old_met, old_all).max(share(new_met, new_all));
    if shared * 2 < ALL_SHARED {
        return None;
    }
    // Of several on the same words, the one that is most the same in all else.
    let kind =
        u32::from(family(old.kind) == family(new.kind)) * 2 + u32::from(old.kind == new.kind);
    let question = u32::from(old.question == new.question);
    let values = new.values.iter().filter(|value| {
        old.values
            .iter()
            .any(|known| known.value == value.value || known.normal == value.normal)
    });
    let values = values.count().min(MOST_VALUES) as u32;
    let both = share(old_met, old_all) + share(new_met, new_all);
    Some((both + KIND * kind + QUESTION * question, values))
}

/// Kinds that pass into each other while reports come in.
fn family(kind: FindingKind) -> u8 {
    match kind {
        FindingKind::Conflict | FindingKind::Update => 0,
        FindingKind::QuoteVariant => 1,
        FindingKind::Refinement => 2,
        FindingKind::Agreement | FindingKind::SingleSource => 3,
        FindingKind::Revision => 4,
    }
}

/// Whether two passages of one report share half of the shorter one, or are the same words.
pub(crate) fn coincide(a: &Evidence, b: &Evidence) -> bool {
    if (&a.report, a.in_title, a.revision) != (&b.report, b.in_title, b.revision) {
        return false;
    }
    let shared = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    let shorter = (a.end.saturating_sub(a.start)).min(b.end.saturating_sub(b.start));
    a.text == b.text || (shorter > 0 && shared * 2 >= shorter)
}

/// An address that no finding ever had: the one offered, or one made of it.
pub(crate) fn unused(connection: &Connection, offered: &str) -> Stored<String> {
    let mut address = offered.to_owned();
    let mut more = 1;
    loop {
        let had: bool = connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM findings WHERE name = ?)")?
            .query_row([&address], |row| row.get(0))?;
        if !had {
            return Ok(address);
        }
        more += 1;
        address = format!("{offered}-{more}");
    }
}

/// Notes where an address leads from this commit on.
pub(crate) fn lead(
    connection: &Connection,
    of: Of,
    [old, new]: [&str; 2],
    commit: i64,
) -> Stored<()> {
    connection
        .prepare_cached("INSERT INTO moved (since, kind, old, new) VALUES (?, ?, ?, ?)")?
        .execute(params![commit, of.name(), old, new])?;
    Ok(())
}

/// Where an address led, step by step, as was known at a commit; `None` if it never moved.
pub(crate) fn leads(
    connection: &Connection,
    of: Of,
    address: &str,
    commit: i64,
) -> Stored<Option<String>> {
    let mut at: Option<String> = None;
    // Each step is of a later commit than the one before, so there is no circle.
    let mut after = 0;
    loop {
        let from = at.as_deref().unwrap_or(address);
        let step: Option<(i64, String)> = connection
            .prepare_cached(
                "SELECT id, new FROM moved WHERE old = ? AND kind = ? AND id > ? AND since <= ? \
                 ORDER BY id DESC LIMIT 1",
            )?
            .query_row(params![from, of.name(), after, commit], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        let Some((id, next)) = step else {
            return Ok(at);
        };
        after = id;
        at = Some(next);
    }
}

#[cfg(test)]
mod tests {
    use crosswire_record::About;

    use super::*;

    fn finding(id: &str, kind: FindingKind, at: &[(&str, usize, usize)]) -> Finding {
        let row = |&(report, start, end): &(&str, usize, usize)| Evidence {
            report: report.to_owned(),
            start,
            end,
            text: format!("{report} {start}"),
            ..Evidence::default()
        };
        Finding {
            question: "How many?".to_owned(),
            evidence: at.iter().map(row).collect(),
            ..Finding::new(id, kind, About::Quantity)
        }
    }

    fn stand<'a>(findings: &[&'a Finding]) -> Vec<Known<'a>> {
        let known = |finding: &&'a Finding| Known {
            finding,
            now: Now::Stands,
        };
        findings.iter().map(known).collect()
    }

    use FindingKind::{Agreement, Conflict, Update};

    #[test]
    fn what_is_found_again_has_its_address_again() {
        let words = [("x", 0, 40), ("y", 10, 30)];
        let (stood, gone) = (
            finding("a", Agreement, &words),
            finding("b", Conflict, &words),
        );
        let known = |now| {
            [
                Known {
                    finding: &stood,
                    now: Now::Stands,
                },
                Known {
                    finding: &gone,
                    now,
                },
            ]
        };
        let again = [finding("c", Conflict, &words)];
        // Before what stands, though that is on the same words.
        assert_eq!(carried(&known(Now::Gone), &again), [Some(1)]);
        assert_eq!(carried(&known(Now::LeadsOn), &again), [Some(1)]);
        // What is only like it is what stands.
        let like = [finding("c", Update, &[("x", 0, 40), ("z", 10, 30)])];
        assert_eq!(carried(&known(Now::Gone), &like), [Some(0)]);
        // An address that leads on goes to nothing else, one that is gone may.
        let known = |now| {
            [Known {
                finding: &gone,
                now,
            }]
        };
        assert_eq!(carried(&known(Now::LeadsOn), &like), [None]);
        assert_eq!(carried(&known(Now::Gone), &like), [Some(0)]);
    }

    #[test]
    fn an_address_goes_with_the_words_through_a_change_of_kind_and_question() {
        let stood = finding("a", Conflict, &[("x", 0, 40), ("y", 10, 30)]);
        let mut now = finding("b", Update, &[("x", 5, 40), ("y", 10, 34), ("z", 0, 9)]);
        now.question = "How many people?".to_owned();
        let other = finding("c", Agreement, &[("x", 90, 120), ("y", 60, 80)]);
        assert_eq!(carried(&stand(&[&stood]), &[other, now]), [None, Some(0)]);
    }

    #[test]
    fn of_two_that_become_one_the_nearer_stays_and_the_other_leads_there() {
        let old = finding("a", Conflict, &[("x", 0, 40), ("y", 10, 30)]);
        let new = finding("b", Conflict, &[("x", 0, 40), ("z", 0, 20), ("w", 5, 9)]);
        let one = [finding(
            "c",
            Conflict,
            &[("x", 0, 40), ("z", 0, 20), ("w", 5, 9), ("y", 10, 30)],
        )];
        assert_eq!(carried(&stand(&[&old, &new]), &one), [Some(1)]);
        assert_eq!(absorbed(&old, &one), Some(0));
    }

    #[test]
    fn of_one_that_becomes_two_the_nearer_part_stays() {
        let stood = finding("a", Conflict, &[("x", 0, 40), ("y", 10, 30), ("z", 0, 20)]);
        let parts = [
            finding("b", Conflict, &[("z", 0, 20), ("w", 50, 60)]),
            finding("c", Conflict, &[("x", 0, 40), ("y", 10, 30)]),
        ];
        assert_eq!(carried(&stand(&[&stood]), &parts), [None, Some(0)]);
    }

    #[test]
    fn on_the_same_words_each_kind_keeps_its_own() {
        let words = [("x", 0, 40), ("y", 10, 30)];
        let (a, b) = (
            finding("a", Agreement, &words),
            finding("b", Conflict, &words),
        );
        let found = [
            finding("c", Conflict, &words),
            finding("d", Agreement, &words),
        ];
        assert_eq!(carried(&stand(&[&a, &b]), &found), [Some(1), Some(0)]);
    }
}
