//! Aligned clauses that cannot both be true: when, where, and whether it is so.
//!
//! Clauses that share words are not enough here. Their predicates are of one family or opposites,
//! the same people or things take part, nobody else does, and both are told as facts. A report that
//! elsewhere gives the other's value knows both, and is not set against it.

use std::collections::HashMap;

use crosswire_annotate::Token;
use crosswire_calendar::Granularity;
use crosswire_extract::{Attribution, Extracted, Role, TokenId};
use crosswire_report::Passage;
use crosswire_text::Span;

use super::agree::{MOST_EVIDENCE, Speakers, origins, short};
use super::align::Link;
use super::judge::{self, Lies, Verdict};
use super::opposites::opposed;
use super::question::{Lead, ask};
use super::told::{Told, meet, one_happening};
use super::unit::{Unit, fitting};
use crosswire_times::Timex;

use crate::when::{EMPTY, When};
use crate::{About, Between, Evidence, Finding, FindingKind, Normal, Story, Value};

/// Links below this are no clauses of one happening.
const LEAST_TRUE: f32 = 0.3;
/// Nor do loosely aligned clauses contradict each other by a "not": it may be of anything.
const LEAST_ALIKE: f32 = 0.5;
/// At most this many are said of one story.
const MOST: usize = 12;

/// A pair of clauses that part.
struct Parting {
    score: f32,
    about: About,
    kind: FindingKind,
    question: String,
    explanation: String,
    units: [usize; 2],
    sides: [Side; 2],
}

/// One clause's part of it.
struct Side {
    passage: Passage,
    value: String,
    normal: Normal,
}

/// Whether two clauses that tell of one matter contradict each other, so that no agreement holds
/// both: another number, or one says that it is so and the other that it is not.
pub(crate) fn contradict(
    units: &[Unit],
    told: &[Option<Told>],
    story: &Story<'_>,
    a: usize,
    b: usize,
) -> bool {
    let reports = [
        story.reports[units[a].report],
        story.reports[units[b].report],
    ];
    let number = judge::quantities(&units[a], &units[b], reports);
    if number.is_some_and(|verdict| verdict.lies == Lies::Apart) {
        return true;
    }
    match (&told[a], &told[b]) {
        (Some(a), Some(b)) => opposite(a, b).is_some(),
        _ => false,
    }
}

/// How two predicates speak against each other; whether the thing can have changed.
fn opposite(a: &Told, b: &Told) -> Option<bool> {
    if a.head == b.head {
        return (a.is_so() != b.is_so()).then_some(false);
    }
    let opposition = opposed(&a.lemma, &b.lemma)?;
    (a.is_so() == b.is_so()).then_some(opposition.moves)
}

/// Where aligned clauses part, surest first, one finding for all clauses on one question.
pub(crate) fn partings(
    units: &[Unit],
    told: &[Option<Told>],
    links: &[Link],
    places: &[(usize, Passage)],
    story: &Story<'_>,
    speakers: &Speakers,
) -> Vec<Finding> {
    let mut found: Vec<Parting> = Vec::new();
    for link in links {
        let (a, b) = (&units[link.a], &units[link.b]);
        let (Some(s), Some(t)) = (&told[link.a], &told[link.b]) else {
            continue;
        };
        if story.origins[a.report] == story.origins[b.report] || !one_happening(s, t) {
            continue;
        }
        let pair = Pair {
            units,
            told,
            link,
            story,
            places,
        };
        found.extend(pair.time(s, t));
        found.extend(pair.place(s, t));
        found.extend(pair.outcome(s, t));
    }
    found.sort_by(|x, y| y.score.total_cmp(&x.score).then(x.units.cmp(&y.units)));
    merged(found, units, story, speakers)
}

/// Whether both are done to one and the same.
fn same_patient(a: &Told, b: &Told) -> bool {
    let of = |told: &Told| {
        let mut all = told.arguments.iter();
        all.find(|argument| argument.role == Role::Patient).cloned()
    };
    matches!((of(a), of(b)), (Some(x), Some(y)) if meet(&x, &y))
}

/// Two clauses of one happening.
struct Pair<'a> {
    units: &'a [Unit],
    told: &'a [Option<Told>],
    link: &'a Link,
    story: &'a Story<'a>,
    places: &'a [(usize, Passage)],
}

impl Pair<'_> {
    fn reports(&self) -> [&Extracted; 2] {
        [self.link.a, self.link.b].map(|unit| self.story.reports[self.units[unit].report])
    }

    /// Disjoint times of one event.
    fn time(&self, s: &Told, t: &Told) -> Option<Parting> {
        if s.head != t.head || s.is_so() != t.is_so() || self.link.truth < LEAST_TRUE {
            return None;
        }
        if EMPTY.contains(&&*s.lemma) && !same_patient(s, t) {
            return None;
        }
        let reports = self.reports();
        let lists = [(s, reports[0]), (t, reports[1])]
            .map(|(told, report)| &*report.statements[told.statement].times);
        let verdict = judge::times_of(lists, reports)?;
        let timex = |side: usize| {
            let mut own = lists[side]
                .iter()
                .map(|&index| &reports[side].times[index].timex);
            own.find(|timex| timex.tokens == verdict.sides[side].tokens)
        };
        let (Some(x), Some(y)) = (timex(0), timex(1)) else {
            return None;
        };
        let words = [&*verdict.sides[0].words, &verdict.sides[1].words];
        if verdict.lies != Lies::Apart || !near_enough(words, [x, y]) {
            return None;
        }
        let known = [0, 1]
            .into_iter()
            .any(|side| self.knows_time(side, s.head, lists[1 - side], reports[1 - side]));
        if known {
            return None;
        }
        let explanation = format!(
            "“{}” and “{}” have no moment in common.",
            short(&verdict.sides[0].words),
            short(&verdict.sides[1].words)
        );
        Some(self.parting(FindingKind::Conflict, Lead::When, explanation, verdict))
    }

    /// Whether the report of one side gives, for such an event, a time that the other has.
    fn knows_time(&self, side: usize, head: u32, rivals: &[usize], other: &Extracted) -> bool {
        let report = self.units[[self.link.a, self.link.b][side]].report;
        let extracted = self.story.reports[report];
        self.told
            .iter()
            .zip(self.units)
            .filter(|(_, unit)| unit.report == report)
            .filter(|(told, _)| told.as_ref().is_some_and(|told| told.head == head))
            .flat_map(|(_, unit)| &unit.times)
            .any(|&own| {
                let mut rivals = rivals.iter().map(|&rival| &other.times[rival]);
                rivals.any(|rival| judge::answers_alike(&extracted.times[own], rival))
            })
    }

    /// Places of which neither lies in the other.
    fn place(&self, s: &Told, t: &Told) -> Option<Parting> {
        if s.head != t.head || s.is_so() != t.is_so() || self.link.truth < LEAST_TRUE {
            return None;
        }
        let reports = self.reports();
        let [a, b] = [self.link.a, self.link.b].map(|unit| &self.units[unit]);
        let verdict = judge::places(a, b, reports)?;
        let names = |report: &Extracted, place: &str| {
            let text = &report.annotated.report().text;
            text.contains(place)
        };
        if verdict.lies != Lies::Apart
            || names(reports[0], &verdict.sides[1].words)
            || names(reports[1], &verdict.sides[0].words)
        {
            return None;
        }
        let explanation = format!(
            "Neither of “{}” and “{}” lies in the other.",
            short(&verdict.sides[0].words),
            short(&verdict.sides[1].words)
        );
        Some(self.parting(FindingKind::Conflict, Lead::Where, explanation, verdict))
    }

    /// One says that it is so, the other that it is not, or names the opposite.
    fn outcome(&self, s: &Told, t: &Told) -> Option<Parting> {
        let moves = opposite(s, t)?;
        let (x, y) = (s.theme()?, t.theme()?);
        // What one man denies another may confirm: that is a dispute of theirs.
        if !meet(x, y) || !same_speaker(s, t) || self.link.truth < LEAST_ALIKE {
            return None;
        }
        let reports = self.reports();
        let told = [s, t];
        // "Had not won since 1908" holds up to the day it was won.
        let before = |i: usize| {
            let unit = &self.units[[self.link.a, self.link.b][i]];
            let doc = &reports[i].annotated.blocks()[unit.block].doc;
            is_before(doc.token(unit.predicate), &unit.own)
        };
        if before(0) || before(1) {
            return None;
        }
        let sides = [0, 1].map(|i| {
            let unit = &self.units[[self.link.a, self.link.b][i]];
            let (passage, value) = stance(
                unit,
                told[i],
                reports[i],
                self.places[[self.link.a, self.link.b][i]].1,
            );
            Side {
                passage,
                value,
                normal: Normal::None,
            }
        });
        let explanation = format!(
            "One has “{}”, the other “{}”.",
            sides[0].value, sides[1].value
        );
        Some(Parting {
            score: self.link.truth,
            about: About::Outcome,
            kind: if moves {
                FindingKind::Update
            } else {
                FindingKind::Conflict
            },
            question: ask(Lead::Whether, &self.units[self.link.a], reports[0]),
            explanation,
            units: [self.link.a, self.link.b],
            sides,
        })
    }

    fn parting(
        &self,
        kind: FindingKind,
        lead: Lead,
        explanation: String,
        verdict: Verdict,
    ) -> Parting {
        let reports = self.reports();
        let units = [self.link.a, self.link.b];
        let about = verdict.about;
        let mut at = 0;
        let sides = verdict.sides.map(|side| {
            let (unit, report) = (&self.units[units[at]], reports[at]);
            at += 1;
            Side {
                passage: around(unit, report, side.tokens.start),
                value: side.words,
                normal: side.normal,
            }
        });
        Parting {
            score: self.link.truth,
            about,
            kind,
            question: ask(lead, &self.units[self.link.a], reports[0]),
            explanation,
            units,
            sides,
        }
    }
}

/// The clause, cut so that it shows a token of it.
fn around(unit: &Unit, report: &Extracted, token: usize) -> Passage {
    let doc = &report.annotated.blocks()[unit.block].doc;
    report
        .annotated
        .passage(unit.block, fitting(doc, &unit.own, token, MOST_EVIDENCE))
}

/// Whether disjoint times, as written and as understood, can still be of one event: two days months
/// apart are two events.
pub(crate) fn near_enough(words: [&str; 2], timexes: [&Timex; 2]) -> bool {
    let (Some(x), Some(y)) = (When::of(timexes[0]), When::of(timexes[1])) else {
        return false;
    };
    // The same word in reports of two days is no other answer.
    if words[0].eq_ignore_ascii_case(words[1]) {
        return false;
    }
    let (Some(one), Some(two)) = (x.interval, y.interval) else {
        return true;
    };
    let (first, second) = if one.from() <= two.from() {
        (one, two)
    } else {
        (two, one)
    };
    let gap = i64::from((second.from().date() - first.to().date()).get_days());
    let most = match x.granularity().max(y.granularity()) {
        Granularity::Year => 800,
        Granularity::Month | Granularity::Quarter | Granularity::Season => 100,
        _ => 21,
    };
    gap <= most
}

/// Whether a clause tells of a time that ended: "had not", "never before", "not since".
fn is_before(predicate: Token<'_>, own: &[usize]) -> bool {
    let perfect = predicate.children().any(|child| {
        child.dep() == "aux" && matches!(&*child.text().to_lowercase(), "had" | "'d" | "’d")
    });
    perfect
        || own.iter().any(|&i| {
            let word = predicate.doc().token(i);
            word.is("since") || word.is("before") || word.is("ever") || word.is("until")
        })
}

fn same_speaker(a: &Told, b: &Told) -> bool {
    match (&a.speaker, &b.speaker) {
        (Some(x), Some(y)) => x.iter().any(|word| y.contains(word)),
        _ => !a.denied && !b.denied,
    }
}

/// The passage that shows what a clause says of it, and the words that say so.
fn stance(unit: &Unit, told: &Told, report: &Extracted, passage: Passage) -> (Passage, String) {
    let doc = &report.annotated.blocks()[unit.block].doc;
    let statement = &report.statements[told.statement];
    let cue = statement
        .attribution
        .first()
        .filter(|link| link.cue.is_some());
    if let Some(link) = cue.filter(|_| told.denied || told.speaker.is_some()) {
        return with_cue(link, report, passage);
    }
    let predicate = doc.token(unit.predicate);
    let token = report
        .annotated
        .token(TokenId::new(unit.block, statement.predicate.token as usize));
    let words = match predicate.child("prt") {
        Some(particle) => format!("{} {}", token.text(), particle.text()),
        None => token.text().to_owned(),
    };
    let value = if told.negated {
        format!("not {words}")
    } else {
        words
    };
    (passage, value)
}

/// The clause with the words that say who confirms or denies it, where both fit into one passage.
fn with_cue(link: &Attribution, report: &Extracted, passage: Passage) -> (Passage, String) {
    let Some(cue) = link.cue else {
        return (passage, link.cue_lemma.clone());
    };
    let value = report.annotated.words(cue).to_owned();
    let parts = [Some(cue), link.mention];
    let (mut start, mut end) = (passage.span.start(), passage.span.end());
    for part in parts
        .into_iter()
        .flatten()
        .filter(|part| part.field == passage.field)
    {
        let (from, to) = (start.min(part.span.start()), end.max(part.span.end()));
        if to - from <= MOST_EVIDENCE {
            (start, end) = (from, to);
        }
    }
    (
        Passage {
            field: passage.field,
            span: Span::new(start, end),
        },
        value,
    )
}

/// One finding for all pairs that share a clause and a matter; a report is in it once.
fn merged(
    found: Vec<Parting>,
    units: &[Unit],
    story: &Story<'_>,
    speakers: &Speakers,
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    // Which clause is in which finding on which matter.
    let mut of: HashMap<(usize, About), usize> = HashMap::new();
    for parting in found {
        let known = parting
            .units
            .iter()
            .find_map(|&unit| of.get(&(unit, parting.about)).copied());
        // A denial and what is denied are two clauses of one matter.
        let met = |finding: &Finding| {
            parting.sides.iter().zip(parting.units).all(|(side, unit)| {
                finding.evidence.iter().any(|row| {
                    row.report == units[unit].report
                        && row.passage.field == side.passage.field
                        && row.passage.span.overlaps(side.passage.span)
                })
            })
        };
        let repeats = |finding: &Finding| finding.about == parting.about && met(finding);
        let at = match known {
            Some(at) => at,
            None if findings.iter().any(repeats) => continue,
            None if findings.len() == MOST => continue,
            None => {
                findings.push(Finding {
                    kind: parting.kind,
                    about: parting.about,
                    between: Between::Reports,
                    question: parting.question,
                    explanation: parting.explanation,
                    origins: 0,
                    confidence: (f64::from(parting.score) * 70.0).round() / 100.0,
                    assumptions: Vec::new(),
                    changed: Vec::new(),
                    values: Vec::new(),
                    evidence: Vec::new(),
                });
                findings.len() - 1
            }
        };
        let finding = &mut findings[at];
        for (side, unit) in parting.sides.into_iter().zip(parting.units) {
            let report = units[unit].report;
            of.insert((unit, parting.about), at);
            if finding.evidence.iter().any(|row| row.report == report) {
                continue;
            }
            let same = |value: &&mut Value| {
                value.value.eq_ignore_ascii_case(&side.value)
                    || side.normal != Normal::None && value.normal == side.normal
            };
            match finding.values.iter_mut().find(same) {
                Some(value) => value.reports.push(report),
                None => finding.values.push(Value {
                    value: side.value.clone(),
                    normal: side.normal,
                    reports: vec![report],
                }),
            }
            finding.evidence.push(Evidence {
                report,
                passage: side.passage,
                value: side.value,
                attributed_to: speakers.of(&units[unit]),
            });
        }
    }
    for finding in &mut findings {
        let reports: Vec<usize> = finding.evidence.iter().map(|row| row.report).collect();
        finding.origins = origins(&reports, story);
        finding.evidence.sort_by_key(|row| row.report);
        for value in &mut finding.values {
            value.reports.sort_unstable();
        }
    }
    findings
}
