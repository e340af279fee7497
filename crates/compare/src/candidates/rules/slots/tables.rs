//! The tables of a story: facts of one slot from all its reports, laid side by side.
//!
//! A table holds the distinct values of a slot with the facts behind each. Two values part when
//! they cannot both be true, are near enough to be answers to one question, and neither report
//! knows the other's value too. One finding a table: the best pair of values and all others that
//! part from one of them. Values are compared, not facts, so the cost of forty reports that say
//! the same is that of one.

use std::collections::BTreeMap;

use crosswire_quantities::Range;
use rustc_hash::FxHashMap;

use super::alike::{least, near};
use super::fact::Fact;
use super::key::SlotKey;
use super::standing::Standing;
use crate::told::cast::Meet;
use crate::told::contexts::Contexts;

/// Tables with more distinct values than this are noise (a price list), and are left alone.
const MOST_VALUES: usize = 400;
/// A third value joins the two that part most surely if it parts from one of them nearly as surely.
const SLACK: f32 = 0.2;
/// Of the facts behind one value, this many are tried against those of another.
const MOST_TRIED: usize = 6;

/// A slot on which reports part.
#[derive(Clone, Debug)]
pub(super) struct Parting {
    /// The values, the best pair first; each a list of indices of facts, one a report.
    pub(super) values: Vec<Vec<usize>>,
    /// How sure, 0 to 1, before calibration.
    pub(super) score: f32,
}

/// Values of one table that are the same number said the same way.
struct Group {
    range: Range,
    facts: Vec<usize>,
}

/// Where the reports part, over all tables.
pub(super) fn partings(facts: &[Fact], contexts: &Contexts) -> Vec<Parting> {
    let mut tables: BTreeMap<&SlotKey, Vec<usize>> = BTreeMap::new();
    for (i, fact) in facts.iter().enumerate() {
        tables.entry(&fact.key).or_default().push(i);
    }
    let mut apart = Vec::new();
    for table in tables.values() {
        let groups = groups(facts, table);
        if groups.len() < 2 || groups.len() > MOST_VALUES {
            continue;
        }
        let mut by_report: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for &i in table {
            by_report.entry(facts[i].report).or_default().push(i);
        }
        let table = Table {
            facts,
            by_report,
            groups: &groups,
            contexts,
        };
        apart.extend(table.partings());
    }
    apart
}

fn groups(facts: &[Fact], table: &[usize]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for &i in table {
        let fact = &facts[i];
        if fact.standing != Standing::Current {
            continue;
        }
        match groups.iter_mut().find(|group| {
            group.range == fact.range
                && facts[group.facts[0]].aside == fact.aside
                && facts[group.facts[0]].falls == fact.falls
        }) {
            Some(group) => group.facts.push(i),
            None => groups.push(Group {
                range: fact.range,
                facts: vec![i],
            }),
        }
    }
    groups
}

/// One table: the facts of one key over the story.
pub(super) struct Table<'a> {
    pub(super) facts: &'a [Fact],
    pub(super) by_report: FxHashMap<usize, Vec<usize>>,
    groups: &'a [Group],
    pub(super) contexts: &'a Contexts,
}

/// Two facts that part.
#[derive(Clone, Copy)]
struct Edge {
    score: f32,
    groups: (usize, usize),
    facts: (usize, usize),
}

impl Table<'_> {
    fn partings(&self) -> Vec<Parting> {
        let mut edges = Vec::new();
        for g in 0..self.groups.len() {
            for h in g + 1..self.groups.len() {
                let (one, two) = (&self.groups[g], &self.groups[h]);
                if near(&self.facts[one.facts[0]], &self.facts[two.facts[0]]) {
                    edges.extend(self.edge(g, h));
                }
            }
        }
        edges.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.groups.cmp(&b.groups)));
        let mut used = vec![false; self.groups.len()];
        let mut partings: Vec<Parting> = Vec::new();
        for edge in &edges {
            let (g, h) = edge.groups;
            if used[g] || used[h] {
                continue;
            }
            let mut star = vec![g, h];
            for other in edges
                .iter()
                .filter(|other| other.score > edge.score - SLACK)
            {
                for (near, far) in [other.groups, (other.groups.1, other.groups.0)] {
                    if (near == g || near == h) && !star.contains(&far) && !used[far] {
                        star.push(far);
                    }
                }
            }
            for &group in &star {
                used[group] = true;
            }
            let mut taken: Vec<usize> = Vec::new();
            let anchors = [edge.facts.0, edge.facts.1];
            let values: Vec<Vec<usize>> = star
                .iter()
                .map(|&group| self.holders(group, &anchors, &mut taken))
                .filter(|value| !value.is_empty())
                .collect();
            if values.len() >= 2 {
                partings.push(Parting {
                    values,
                    score: edge.score,
                });
            }
        }
        partings
    }

    /// For each report that holds the group's value in this slot, the mention to show.
    fn holders(&self, group: usize, anchors: &[usize], taken: &mut Vec<usize>) -> Vec<usize> {
        let mut shown: Vec<usize> = Vec::new();
        for &i in &self.groups[group].facts {
            let fact = &self.facts[i];
            let fits = anchors.contains(&i)
                || anchors.iter().any(|&anchor| {
                    self.facts[anchor].report != fact.report
                        && self
                            .alike(anchor, i)
                            .is_some_and(|score| score >= least(fact))
                });
            if !fits {
                continue;
            }
            // The anchor of a report goes before its other mentions.
            match shown
                .iter_mut()
                .find(|shown| self.facts[**shown].report == fact.report)
            {
                Some(_) => {}
                None if taken.contains(&fact.report) => {}
                None => {
                    taken.push(fact.report);
                    shown.push(i);
                }
            }
        }
        // Of several mentions of the value the report's first in the body is shown: there it says
        // most. A title only where the body does not say the same.
        for i in &mut shown {
            let fact = &self.facts[*i];
            let body = self.groups[group].facts.iter().copied().filter(|&other| {
                let other = &self.facts[other];
                (other.report, other.family) == (fact.report, fact.family)
                    && fact.bearer.meet(&other.bearer) != Meet::Other
                    && other.body
            });
            if let Some(first) = body.min_by_key(|&other| self.facts[other].evidence.span.start()) {
                *i = first;
            }
        }
        shown
    }

    /// The best pair of facts of two values that part, if any does.
    fn edge(&self, g: usize, h: usize) -> Option<Edge> {
        let mut best: Option<Edge> = None;
        for &a in self.groups[g].facts.iter().take(MOST_TRIED) {
            for &b in self.groups[h].facts.iter().take(MOST_TRIED) {
                let Some(score) = self.parts(a, b) else {
                    continue;
                };
                if best.is_none_or(|best| score > best.score) {
                    best = Some(Edge {
                        score,
                        groups: (g, h),
                        facts: (a, b),
                    });
                }
            }
        }
        best
    }
}
