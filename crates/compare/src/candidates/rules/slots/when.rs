//! When: the times of one event, as several reports give them.
//!
//! A time belongs to the predicate that it modifies, so a slot is an event with its time: two
//! reports answer it when their predicates are of one family and name the same people, places or
//! things. Times are compared as intervals: disjoint is a conflict.

use std::collections::BTreeMap;

use crosswire_calendar::{Granularity, Relation};
use crosswire_extract::{Extracted, Factuality, Polarity, Role, Statement, TokenId, is_denied};
use crosswire_report::Passage;
use crosswire_times::TimexKind;

use super::shown::{evidence, source};
use crate::candidates::candidate::{Rule, Ruled, Side};
use crate::lexicon::{self, Set};
use crate::told::Told;
use crate::told::cast::{Cast, NameId};
use crate::told::contexts::{Bag, Contexts};
use crate::told::knows::{Answer, knows};
use crate::told::source::Source;
use crate::told::when::{When, near_enough};
use crate::told::words::stem;
use crate::{About, FindingKind, Story};

/// An event of one report with the time that it is given.
struct Event {
    report: usize,
    /// Root of the predicate, shared by all words of its family.
    root: String,
    names: Vec<NameId>,
    /// Cast of the whole sentence: whom a pronoun of the clause may stand for.
    around: Vec<NameId>,
    /// Roots of the nouns that the predicate takes.
    nouns: Vec<String>,
    when: When,
    /// The time as written.
    words: String,
    planned: bool,
    passage: Passage,
    source: Option<Source>,
    bag: Bag,
    /// In the first third of its report.
    early: bool,
}

impl Event {
    fn is_clock(&self) -> bool {
        self.when.granularity() <= Granularity::Hour
    }
}

/// The score from which two events are one. Tuned on the open sets that are not set aside, where
/// precision falls below a half under it.
const LEAST: f32 = 0.75;
/// One month against another, with a name beside both, is told as the surest; no other time is.
const OF_MONTHS: f32 = 1.5;
const MOST: f32 = 1.2;
/// A clause in a question is cut to so many bytes, between words.
const LONGEST_CLAUSE: usize = 90;
/// Of one root, so many events of a story are laid side by side; more are not looked at.
const MOST_EVENTS: usize = 400;
/// Mentions as alike as this answer each other, so that neither meets a third.
const LEAST_MET: f32 = 0.7;

/// Where reports part about when something happened.
pub(super) fn find(told: &Told<'_>) -> Vec<Ruled> {
    let (story, names, contexts) = (told.story, &told.cast, &told.contexts);
    let mut by_root: BTreeMap<String, Vec<Event>> = BTreeMap::new();
    for (index, report) in story.reports.iter().enumerate() {
        for event in events(index, report, names, contexts) {
            by_root.entry(event.root.clone()).or_default().push(event);
        }
    }
    by_root
        .values()
        .flat_map(|events| of_one_root(story, events, names, contexts))
        .collect()
}

fn events(index: usize, report: &Extracted, names: &Cast, contexts: &Contexts) -> Vec<Event> {
    let mut events = Vec::new();
    for statement in &report.statements {
        let block = &report.annotated.blocks()[statement.predicate.block as usize];
        let told = statement.polarity == Polarity::Positive
            && !is_denied(&statement.attribution)
            && !matches!(
                statement.factuality,
                Factuality::Conditional | Factuality::Requested | Factuality::Possible
            );
        let joined = joined_lemma(report, statement);
        let family = lexicon::event(&joined).or_else(|| lexicon::event(&statement.lemma));
        let empty = family.is_none() && Set::Empty.has(&statement.lemma);
        if !told || !block.role.asserts() || empty {
            continue;
        }
        // Several times of one predicate (a day and a clock) say one thing: the sharpest counts.
        let times = statement.times.iter().map(|&time| &report.times[time]);
        let sharpest = times
            .filter(|found| matches!(found.timex.kind, TimexKind::Date | TimexKind::Time))
            .filter_map(|found| Some((When::of(&found.timex)?, found)))
            .filter(|(when, _)| when.granularity() <= Granularity::Year)
            .min_by_key(|(when, _)| when.granularity());
        let Some((when, found)) = sharpest else {
            continue;
        };
        let token = report.annotated.token(statement.predicate);
        // "Between 1990 and 1995" names two ends and no time.
        let before = found.timex.tokens.start.checked_sub(1);
        if before.is_some_and(|before| block.doc.token(before).is("between")) {
            continue;
        }
        // What has happened did not happen after the report.
        let past =
            matches!(token.tag(), "VBD" | "VBN") && statement.factuality == Factuality::Asserted;
        let published = report.published();
        if past
            && let (Some(interval), Some(published)) = (when.interval, published)
            && interval.from().date() > published.date()
        {
            continue;
        }
        // A price has a time of its own each time it is told.
        let priced = statement.quantities.iter().any(|&quantity| {
            use crosswire_quantities::Kind;
            matches!(report.quantities[quantity].quantity.kind, Kind::Percent)
        });
        if priced {
            continue;
        }
        // The time of a quoted sentence is its speaker's, who may have spoken on any day.
        let token = TokenId::new(found.block, found.timex.tokens.start);
        if report.in_quotation(token).is_some() {
            continue;
        }
        let doc = &block.doc;
        let predicate = statement.predicate.token as usize;
        // "The killing of X by a strike in August": the strike's time is the killing's too.
        let outer = report.statements.iter().filter(|outer| {
            outer.arguments.iter().any(|argument| {
                argument.head == statement.predicate
                    && matches!(argument.role, Role::Agent | Role::Instrument)
            })
        });
        let mut around: Vec<NameId> = doc
            .sentence_of(predicate)
            .filter_map(|token| names.of(index, TokenId::new(found.block, token)))
            .collect();
        around.sort_unstable();
        around.dedup();
        let own = statement.lemma.clone();
        for statement in std::iter::once(statement).chain(outer) {
            let names = names_of(index, report, statement, names);
            let mut nouns = nouns_of(report, statement);
            // "Made the announcement": the noun is the event itself.
            if joined != own {
                nouns.retain(|noun| *noun != stem(&joined));
            }
            events.push(Event {
                report: index,
                root: family
                    .filter(|_| statement.lemma == own)
                    .or_else(|| lexicon::event(&statement.lemma))
                    .map_or_else(|| stem(&statement.lemma), str::to_owned),
                names,
                around: around.clone(),
                nouns,
                when,
                words: report
                    .annotated
                    .words(found.passage)
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" "),
                planned: matches!(
                    statement.factuality,
                    Factuality::Planned | Factuality::Predicted
                ),
                passage: evidence(report, found.block, found.passage, Some(statement)),
                source: source(report, Some(statement)),
                bag: contexts.bag(doc, doc.sentence_of(predicate)),
                early: 3 * found.passage.span.start() < report.annotated.report().text.len(),
            });
        }
    }
    events
}

/// The lemma with what it is fixed to: "go_on_sale", "break_out", "make_announcement" as its noun.
pub(in crate::candidates::rules) fn joined_lemma(
    report: &Extracted,
    statement: &Statement,
) -> String {
    let token = report.annotated.token(statement.predicate);
    let object = token
        .child("dobj")
        .filter(|_| Set::Staging.has(token.lemma()));
    if let Some(object) = object {
        return object.lemma().to_lowercase();
    }
    let fixed = token
        .child("prep")
        .filter(|_| token.lemma() == "go")
        .and_then(|prep| Some((prep, prep.child("pobj")?)));
    match fixed {
        Some((prep, object)) => format!("go_{}_{}", prep.lemma(), object.lemma()).to_lowercase(),
        None => statement.lemma.replace(' ', "_"),
    }
}

/// Whom and what a statement names.
pub(super) fn names_of(
    index: usize,
    report: &Extracted,
    statement: &Statement,
    names: &Cast,
) -> Vec<NameId> {
    let block = statement.predicate.block as usize;
    let tokens = report.annotated.blocks()[block].tokens(statement.passage);
    let mut all: Vec<NameId> = tokens
        .map(|token| TokenId::new(block, token))
        .chain(statement.arguments.iter().map(|argument| argument.head))
        .filter_map(|token| names.of(index, token))
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Roots of the nouns that a predicate takes, but for the words of times.
fn nouns_of(report: &Extracted, statement: &Statement) -> Vec<String> {
    let timed = |head: TokenId| {
        statement.times.iter().any(|&time| {
            let found = &report.times[time];
            found.block == head.block as usize
                && found.timex.tokens.contains(&(head.token as usize))
        })
    };
    let mut nouns: Vec<String> = statement
        .arguments
        .iter()
        .filter(|argument| !timed(argument.head))
        .map(|argument| report.annotated.token(argument.head))
        .filter(|token| token.pos() == "NOUN")
        .map(|token| stem(&token.lemma().to_lowercase()))
        .collect();
    nouns.sort_unstable();
    nouns.dedup();
    nouns
}

struct Link {
    score: f32,
    one: usize,
    two: usize,
    relation: Relation,
}

fn of_one_root(
    story: &Story<'_>,
    events: &[Event],
    names: &Cast,
    contexts: &Contexts,
) -> Vec<Ruled> {
    let events = &events[..events.len().min(MOST_EVENTS)];
    let mut links: Vec<Link> = Vec::new();
    for one in 0..events.len() {
        for two in one + 1..events.len() {
            let (a, b) = (&events[one], &events[two]);
            if a.report == b.report
                || story.texts[a.report] == story.texts[b.report]
                || a.planned != b.planned
            {
                continue;
            }
            let Some(relation) = a.when.relation(b.when) else {
                continue;
            };
            let score = alike(a, b, names, contexts);
            if score >= LEAST_MET {
                links.push(Link {
                    score,
                    one,
                    two,
                    relation,
                });
            }
        }
    }
    links.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then((a.one, a.two).cmp(&(b.one, b.two)))
    });
    let mut used = vec![false; events.len()];
    let mut findings = Vec::new();
    for link in &links {
        if used[link.one] || used[link.two] {
            continue;
        }
        // The strongest link says which mentions answer each other, whatever comes of it.
        (used[link.one], used[link.two]) = (true, true);
        if !link.relation.is_disjoint() || link.score < LEAST || !parts(events, link) {
            continue;
        }
        let mut held = vec![link.one, link.two];
        for other in &links {
            for (near, far) in [(other.one, other.two), (other.two, other.one)] {
                let new = !used[far]
                    && !held
                        .iter()
                        .any(|&event| events[event].report == events[far].report);
                let same = held
                    .iter()
                    .any(|&event| events[event].when == events[far].when);
                if held.contains(&near) && new && same {
                    held.push(far);
                    used[far] = true;
                }
            }
        }
        findings.push(finding(story, events, &held, link.score));
    }
    findings
}

/// How sure it is that two events of one root are one event, their times apart.
fn alike(a: &Event, b: &Event, names: &Cast, contexts: &Contexts) -> f32 {
    let shared: Vec<&NameId> = a
        .names
        .iter()
        .filter(|name| b.names.contains(name))
        .collect();
    // A name that every report drops everywhere tells events apart less than a rare one.
    let telling = shared
        .iter()
        .filter(|&&&name| names.reports(name) >= 2)
        .count();
    let nouns = a.nouns.iter().filter(|noun| b.nouns.contains(noun)).count();
    if telling == 0 && nouns == 0 {
        return 0.0;
    }
    let named = match telling {
        0 => 0.0,
        1 => 0.3,
        _ => 0.45,
    };
    let named = if named == 0.0 && a.around.iter().any(|name| b.around.contains(name)) {
        0.15
    } else {
        named
    };
    // Both take something, and not the same: an unveiling of a plan is none of a car.
    let other = if nouns == 0 && !a.nouns.is_empty() && !b.nouns.is_empty() {
        -0.2
    } else {
        0.0
    };
    let cosine = contexts.cosine(&a.bag, &b.bag);
    // A day answers a day, a clock a clock.
    let sharp = if a.when.granularity() == b.when.granularity() {
        0.1
    } else {
        -0.05
    };
    let early = if a.early && b.early { 0.1 } else { 0.0 };
    0.2 + early + sharp + other + named + 0.2 * nouns.min(2) as f32 + cosine.min(0.6) * 0.6
}

/// Whether disjoint times are a conflict, not two events or one night.
fn parts(events: &[Event], link: &Link) -> bool {
    let (a, b) = (&events[link.one], &events[link.two]);
    if !near_enough([&a.words, &b.words], [a.when, b.when]) {
        return false;
    }
    // Between two clocks a day says nothing: "late on Wednesday" holds both.
    let clocks = a.is_clock() && b.is_clock();
    let of = |report| {
        let own = events.iter().filter(move |event| event.report == report);
        own.filter(move |event| !clocks || event.is_clock())
    };
    !knows(of(a.report), b) && !knows(of(b.report), a)
}

impl Answer for Event {
    fn gives(&self, rival: &Event) -> bool {
        let relation = self.when.relation(rival.when);
        relation.is_some_and(|relation| !relation.is_disjoint())
    }
}

/// Asks by the coarser of two times, in the words of the shorter clause.
fn question(story: &Story<'_>, one: &Event, two: &Event) -> String {
    let ask = match one.when.granularity().max(two.when.granularity()) {
        Granularity::Year => "In which year",
        Granularity::Month => "In which month",
        Granularity::Day => "On which day",
        Granularity::Minute | Granularity::Hour => "At what time",
        _ => "When",
    };
    let event = if one.passage.span.len() <= two.passage.span.len() {
        one
    } else {
        two
    };
    let clause = story.reports[event.report].annotated.words(event.passage);
    let mut said = String::new();
    for word in clause.split_whitespace() {
        if said.len() + word.len() > LONGEST_CLAUSE {
            said.push_str(" …");
            break;
        }
        if !said.is_empty() {
            said.push(' ');
        }
        said.push_str(word);
    }
    format!("{ask} was this: “{said}”?")
}

fn finding(story: &Story<'_>, events: &[Event], held: &[usize], score: f32) -> Ruled {
    let mut answers: Vec<When> = Vec::new();
    let sides = held.iter().map(|&event| {
        let event = &events[event];
        let known = answers.iter().position(|when| *when == event.when);
        let answer = known.unwrap_or(answers.len());
        if known.is_none() {
            answers.push(event.when);
        }
        Side {
            report: event.report,
            passage: event.passage,
            value_at: None,
            value: event.words.clone(),
            normal: event.when.normal(),
            source: event.source.clone(),
            answer,
        }
    });
    let sides = sides.collect();
    let (one, two) = (&events[held[0]], &events[held[1]]);
    let months = [one, two].map(|event| event.when.granularity() == Granularity::Month);
    let score = if months == [true, true] {
        OF_MONTHS
    } else {
        score.min(MOST)
    };
    let explanation = format!(
        "One report says “{}”, another “{}”: they cannot both be right.",
        one.words, two.words
    );
    Ruled {
        rule: Rule::Time,
        score: f64::from(score),
        kind: FindingKind::Conflict,
        about: About::Time,
        question: question(story, one, two),
        explanation,
        sides,
        changed: Vec::new(),
    }
}
