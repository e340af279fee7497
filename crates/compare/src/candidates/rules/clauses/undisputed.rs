//! What a group of clauses agrees on when its times or places do not.
//!
//! That a ferry hit a breakwater may be agreed while the day is not. Then the passages of the
//! agreement leave out the disputed words; a clause that says too little without them leaves the
//! group.

use crosswire_annotate::Doc;
use crosswire_report::Passage;

use super::groups::{Group, core};
use super::judge::{self, Lies, Verdict};
use crate::Story;
use crate::told::shown::MOST_EVIDENCE;
use crate::told::unit::{Unit, fitting};
use crate::told::words::{self, Words};

/// At most this many clauses of a group are compared each with each.
const MOST_COMPARED: usize = 48;

/// The group without its disputed words; passages in `places` are cut where needed. `None` when
/// fewer than two clauses are left.
pub(crate) fn undisputed(
    group: &Group,
    units: &[Unit],
    places: &mut [(usize, Passage)],
    story: &Story<'_>,
    words: &Words,
) -> Option<Group> {
    // Which tokens of which unit are disputed.
    let mut disputed: Vec<(usize, std::ops::Range<usize>)> = Vec::new();
    let compared = &group.units[..group.units.len().min(MOST_COMPARED)];
    for (i, &a) in compared.iter().enumerate() {
        for &b in &compared[i + 1..] {
            let reports = [a, b].map(|unit| story.reports[units[unit].report]);
            let found: [Option<Verdict>; 2] = [
                judge::times(&units[a], &units[b], reports),
                judge::places(&units[a], &units[b], reports),
            ];
            for verdict in found.into_iter().flatten() {
                if verdict.lies == Lies::Apart {
                    let [x, y] = verdict.sides;
                    disputed.extend([(a, x.tokens), (b, y.tokens)]);
                }
            }
        }
    }
    if disputed.is_empty() {
        return Some(group.clone());
    }
    let members: Vec<&Unit> = group.units.iter().map(|&unit| &units[unit]).collect();
    let core = core(&members);
    let mut left = group.clone();
    left.units.retain(|&index| {
        let unit = &units[index];
        let cut: Vec<_> = disputed
            .iter()
            .filter(|(of, _)| *of == index)
            .map(|(_, tokens)| tokens.clone())
            .collect();
        if cut.is_empty() {
            return true;
        }
        let extracted = story.reports[unit.report];
        let doc = &extracted.annotated.blocks()[unit.block].doc;
        let rest = without(doc, unit, &cut);
        let shared = rest
            .iter()
            .filter_map(|&i| words.find(&words::key(doc.token(i))?))
            .filter(|word| core.contains(word))
            .count();
        if shared < 2 || !rest.contains(&unit.predicate) {
            return false;
        }
        let range = fitting(doc, &rest, unit.predicate, MOST_EVIDENCE);
        places[index].1 = extracted.annotated.passage(unit.block, range);
        true
    });
    (left.units.len() > 1).then_some(left)
}

/// The clause's tokens on the predicate's side of what is cut, without what is left dangling.
fn without(doc: &Doc, unit: &Unit, cut: &[std::ops::Range<usize>]) -> Vec<usize> {
    let from = cut
        .iter()
        .filter(|cut| cut.end <= unit.predicate)
        .map(|cut| cut.end)
        .max()
        .unwrap_or(0);
    let to = cut
        .iter()
        .filter(|cut| cut.start > unit.predicate)
        .map(|cut| cut.start)
        .min()
        .unwrap_or(usize::MAX);
    let mut rest: Vec<usize> = unit
        .own
        .iter()
        .copied()
        .filter(|&i| (from..to).contains(&i))
        .collect();
    let dangles = |i: usize| {
        i != unit.predicate
            && matches!(
                doc.token(i).pos(),
                "ADP" | "ADV" | "PUNCT" | "SPACE" | "CCONJ" | "DET" | "SCONJ"
            )
    };
    if to != usize::MAX {
        while rest.last().is_some_and(|&i| dangles(i)) {
            rest.pop();
        }
    }
    if from > 0 {
        let start = rest
            .iter()
            .position(|&i| !matches!(doc.token(i).pos(), "PUNCT" | "SPACE" | "CCONJ"));
        rest.drain(..start.unwrap_or(rest.len()));
    }
    rest
}
