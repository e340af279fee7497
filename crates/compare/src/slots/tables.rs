//! The tables of a story: facts of one slot from all its reports, laid side by side.
//!
//! A table holds the distinct values of a slot with the facts behind each. Two values part when
//! they cannot both be true, are near enough to be answers to one question, and neither report
//! knows the other's value too. One finding a table: the best pair of values and all others that
//! part from one of them. Values are compared, not facts, so the cost of forty reports that say
//! the same is that of one.

use std::collections::BTreeMap;

use crosswire_quantities::{Kind, Operator, Range};

use super::bearer::Meet;
use super::context::Contexts;
use super::fact::Fact;
use super::lexicon::Counts;
use super::standing::Standing;

/// Tables with more distinct values than this are noise (a price list), and are left alone.
const MOST_VALUES: usize = 60;
/// The score from which two counts of things fill one slot where neither says what befell them.
const LEAST_BARE: f32 = 0.75;
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
    let mut tables: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, fact) in facts.iter().enumerate() {
        tables.entry(&fact.key).or_default().push(i);
    }
    let mut all = Vec::new();
    for table in tables.values() {
        let groups = groups(facts, table);
        if groups.len() < 2 || groups.len() > MOST_VALUES {
            continue;
        }
        let table = Table {
            facts,
            all: table,
            groups: &groups,
            contexts,
        };
        all.extend(table.partings());
    }
    all
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
                && signed(facts, group.facts[0]) == signed(facts, i)
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

/// Which way a change goes, by the words shown.
fn signed(facts: &[Fact], i: usize) -> bool {
    facts[i].words.starts_with("down ")
}

struct Table<'a> {
    facts: &'a [Fact],
    all: &'a [usize],
    groups: &'a [Group],
    contexts: &'a Contexts,
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
                edges.extend(self.edge(g, h));
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

    /// How sure it is that two facts answer one question with values that cannot both be true.
    fn parts(&self, a: usize, b: usize) -> Option<f32> {
        let (one, two) = (&self.facts[a], &self.facts[b]);
        if one.report == two.report || !cannot_both_be(one, two) {
            return None;
        }
        let score = self.alike(a, b)?;
        // Things of which nothing tells what became of them need more beside the number.
        let bare = one.kind == Kind::Count && one.family.is_none() && two.family.is_none();
        let least = if bare { LEAST_BARE } else { least(one) };
        if score < least || self.knows(one.report, two) || self.knows(two.report, one) {
            return None;
        }
        // Each is the other report's best match, else a better pair has been passed over.
        for (fact, other) in [(a, b), (b, a)] {
            let report = self.facts[other].report;
            let better = self.all.iter().any(|&i| {
                i != other
                    && self.facts[i].report == report
                    && self.facts[i].standing == Standing::Current
                    && !cannot_both_be(&self.facts[i], &self.facts[fact])
                    && self
                        .alike(fact, i)
                        .is_some_and(|rival| rival > score + 0.05)
            });
            if better {
                return None;
            }
        }
        let passed_over = |i: usize| self.is_part(i) || self.is_blunt(i) || self.is_teaser(i);
        if passed_over(a) || passed_over(b) {
            return None;
        }
        Some(score + 0.02 * (self.times_said(a) + self.times_said(b)))
    }

    /// How many times more, up to three, the report gives the same value of the slot.
    fn times_said(&self, i: usize) -> f32 {
        let fact = &self.facts[i];
        let again = self.all.iter().filter(|&&j| {
            let other = &self.facts[j];
            j != i
                && other.report == fact.report
                && other.family == fact.family
                && other.range == fact.range
        });
        again.take(3).count() as f32
    }

    /// Whether a title or a caption gives what a paragraph of the report makes precise.
    fn is_teaser(&self, i: usize) -> bool {
        let fact = &self.facts[i];
        !fact.body
            && self.all.iter().any(|&j| {
                let other = &self.facts[j];
                other.body
                    && other.report == fact.report
                    && other.family == fact.family
                    && other.standing == Standing::Current
                    && other.range != fact.range
                    && other.bearer.meet(&fact.bearer) != Meet::Other
                    && !cannot_both_be(other, fact)
            })
    }

    /// Whether the report says the same sharper elsewhere: "nearly 80" where it also has 77.
    fn is_blunt(&self, i: usize) -> bool {
        let fact = &self.facts[i];
        fact.operator != Operator::Exact
            && fact.family.is_some()
            && self.all.iter().any(|&j| {
                let other = &self.facts[j];
                other.report == fact.report
                    && other.family == fact.family
                    && other.operator == Operator::Exact
                    && other.standing == Standing::Current
                    && other.qualifiers == fact.qualifiers
                    && other.planned == fact.planned
                    && fact.range.covers(&other.range)
            })
    }

    /// Whether a report also holds a value that agrees with `fact`, in this or a former state.
    fn knows(&self, report: usize, fact: &Fact) -> bool {
        self.all.iter().any(|&i| {
            let own = &self.facts[i];
            // "Scores" and "at least ten" go with every number and know few of them.
            let says = own.operator != Operator::Vague
                && (own.range == fact.range
                    || own.range.low.is_finite() && own.range.high.is_finite()
                    || ratio(own, fact) < 1.1);
            own.report == report
                && says
                && own.standing != Standing::Former
                && (fact.kind != Kind::Age || own.bearer.meet(&fact.bearer) != Meet::Other)
                && (own.family == fact.family || matches!(fact.kind, Kind::Money | Kind::Percent))
                && !cannot_both_be(own, fact)
                && same_direction(own, fact)
        })
    }

    /// Whether the report has a larger number of the same people: then this one is a part of it.
    fn is_part(&self, i: usize) -> bool {
        let fact = &self.facts[i];
        let tolls = fact
            .family
            .is_some_and(|family| family.get().counts == Counts::People);
        tolls
            && self.all.iter().any(|&j| {
                let other = &self.facts[j];
                other.report == fact.report
                    && other.family == fact.family
                    && other.standing == Standing::Current
                    && other.planned == fact.planned
                    && other.operator != Operator::Vague
                    && (other.noun.is_some() || fact.noun.is_none())
                    && other.range.low > fact.range.high
            })
    }

    /// How sure it is that two facts fill one slot, their values apart; `None` where they cannot.
    fn alike(&self, a: usize, b: usize) -> Option<f32> {
        let (one, two) = (&self.facts[a], &self.facts[b]);
        let steady = matches!(
            one.kind,
            Kind::Age | Kind::Measure | Kind::Duration | Kind::Money
        );
        if (one.planned != two.planned && !steady)
            || (one.qualifiers != two.qualifiers && one.kind != Kind::Age)
        {
            return None;
        }
        let family = match (one.family, two.family) {
            (Some(x), Some(y)) if x == y => 1.0,
            (Some(_), Some(_)) => return None,
            _ => 0.0,
        };
        let ratio = ratio(one, two);
        let change = one.kind == Kind::Percent && one.key.starts_with("percent change");
        if !change && one.kind != Kind::Score && ratio > most_apart(one) {
            return None;
        }
        let shared = one
            .names
            .iter()
            .filter(|name| two.names.contains(name))
            .count();
        let (fewer, more) = (
            one.names.len().min(two.names.len()),
            one.names.len().max(two.names.len()),
        );
        let cosine = self.contexts.cosine(&one.bag, &two.bag);
        let same_noun = one.noun.is_some() && one.noun == two.noun;
        let same_predicate = !one.predicate.is_empty() && one.predicate == two.predicate;
        let mut score = 0.5 * family + cosine.min(0.6) + 0.1 * f32::from(u8::from(same_noun));
        if same_predicate {
            score += 0.15;
        }
        if shared > 0 {
            score += 0.15;
        }
        if ratio > 1.5 {
            score -= 0.15;
        }
        if one.place < 0.35 && two.place < 0.35 {
            score += 0.1;
        }
        if ratio < 1.25 {
            score += 0.1;
        }
        let meet = one.bearer.meet(&two.bearer);
        match one.kind {
            Kind::Money => {
                // Whose money, for what: the same parties, else most of the names must be the same.
                let named = shared > 0 && (shared as f32) >= 0.5 * more as f32;
                let unnamed = fewer == 0 && family > 0.0;
                match meet {
                    Meet::Other => return None,
                    Meet::Same => score += 0.2,
                    Meet::Likely if family > 0.0 => {}
                    Meet::Likely | Meet::Unknown if named => score -= 0.2,
                    Meet::Unknown if unnamed => score -= 0.1,
                    Meet::Likely | Meet::Unknown => return None,
                }
            }
            Kind::Percent if change => {
                if matches!(meet, Meet::Other | Meet::Unknown) {
                    return None;
                }
                score -= 0.2;
            }
            // The same word says what it is a share of.
            Kind::Percent => {
                if meet == Meet::Other && shared == 0 {
                    return None;
                }
                score += 0.35;
            }
            Kind::Measure | Kind::Duration => {
                if matches!(meet, Meet::Other | Meet::Unknown) {
                    return None;
                }
                score += match (one.family, two.family) {
                    (Some(_), Some(_)) => 0.1,
                    (None, None) => 0.4,
                    _ => 0.2,
                };
                if meet == Meet::Same {
                    score += 0.1;
                }
            }
            Kind::Score if shared < 2 => return None,
            Kind::Age => match meet {
                Meet::Other => return None,
                Meet::Same => score += 0.6,
                Meet::Likely => score += 0.3,
                Meet::Unknown => {}
            },
            Kind::Count => {
                let people = one.key == "count people-all";
                if people && family == 0.0 {
                    return None;
                }
                // One class of things that one thing happened to: "60 excavators", "80 diggers".
                if !people && !same_noun && family > 0.0 {
                    score += 0.1;
                }
                if fewer > 0 && shared == 0 && !people {
                    score -= 0.15;
                }
                let by = (one.bearer.by.is_empty(), two.bearer.by.is_empty());
                let class = one.key.trim_start_matches("count ");
                if !people && !super::lexicon::is_people(class) {
                    match meet {
                        Meet::Other => return None,
                        Meet::Same => score += 0.1,
                        _ if by.0 != by.1 && family > 0.0 && shared == 0 => return None,
                        _ => {}
                    }
                }
                // Of those who did it, or came to help, one story has one number.
                if family == 0.0 && matches!(class, "attacker" | "bidder" | "rescuer" | "suspect") {
                    score += 0.3;
                }
            }
            _ => {}
        }
        Some(score)
    }
}

/// Whether two values leave no number for both, whatever rounding is allowed for.
pub(super) fn cannot_both_be(one: &Fact, two: &Fact) -> bool {
    if !same_direction(one, two) {
        return true;
    }
    if one.kind == Kind::Score {
        let order = |fact: &Fact| {
            let aside = fact.aside.map_or(0.0, |aside| aside.low);
            (fact.range.low.max(aside), fact.range.low.min(aside))
        };
        return order(one) != order(two);
    }
    if !one.range.is_disjoint(&two.range) {
        return false;
    }
    if one.tolerance.is_disjoint(&two.tolerance) {
        return true;
    }
    // "as many as 20" and "more than 20" meet by rounding, but were said to exclude each other.
    let (low, high) = if one.range.low < two.range.low {
        (one, two)
    } else {
        (two, one)
    };
    let bounded = matches!(
        low.operator,
        Operator::UpTo | Operator::AtMost | Operator::LessThan
    );
    let beyond = matches!(high.operator, Operator::MoreThan | Operator::JustOver);
    let exact = low.operator == Operator::Exact && low.range.low % 10.0 != 0.0;
    beyond && (bounded || exact)
}

fn same_direction(one: &Fact, two: &Fact) -> bool {
    one.words.starts_with("down ") == two.words.starts_with("down ") || one.kind != Kind::Percent
}

/// How many times the larger value is of the smaller one.
fn ratio(one: &Fact, two: &Fact) -> f64 {
    let (x, y) = (middle(&one.range), middle(&two.range));
    let (small, large) = (x.min(y), x.max(y));
    if small <= 0.0 {
        return f64::INFINITY;
    }
    large / small
}

fn middle(range: &Range) -> f64 {
    match (range.low.is_finite(), range.high.is_finite()) {
        (true, true) if range.low == 0.0 => range.high,
        (true, true) => (range.low + range.high) / 2.0,
        (true, false) => range.low,
        (false, true) => range.high,
        (false, false) => 0.0,
    }
}

/// Beyond this ratio two values are not answers to one question. Measured on prototypes: the best
/// guard of precision there is.
fn most_apart(fact: &Fact) -> f64 {
    match fact.kind {
        Kind::Age => 1.6,
        Kind::Money => 1.5,
        _ => 2.0,
    }
}

/// The score from which two facts fill one slot.
fn least(fact: &Fact) -> f32 {
    match fact.kind {
        Kind::Age => 0.4,
        Kind::Count if fact.key == "count people-all" => 0.5,
        Kind::Count => 0.55,
        Kind::Measure | Kind::Duration | Kind::Percent => 0.55,
        Kind::Score => 0.5,
        _ => 0.6,
    }
}
