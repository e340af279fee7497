//! When that happened which the story is about: the clock, the part of the day, the day.
//!
//! What a story is about are the predicates that several reports tell in their titles and first lines.
//! A clock time or a part of a day that stands with one of these, with a verb of happening, or with one of
//! being called to the place, is an answer; two that cannot be one, of reports of which neither has the
//! other's, part.

use std::collections::{BTreeMap, BTreeSet};

use crosswire_calendar::{Granularity, Interval};
use crosswire_extract::{Extracted, Statement, TokenId};
use crosswire_report::{Field, Passage};
use crosswire_times::{Anchoring, Timex, TimexKind};

use super::slots::shown::{evidence, source};
use super::slots::when::joined_lemma;
use crate::candidates::{Candidate, Rule, Ruled, Side};
use crate::lexicon::{self, Set};
use crate::told::Told;
use crate::told::knows::{Answer, knows};
use crate::told::source::Source;
use crate::told::stance::Stance;
use crate::told::when::{When, minute_of_day};
use crate::told::words::stem;
use crate::{About, FindingKind};

/// So many bytes of a report are its first lines.
const FIRST: usize = 700;
/// How much a time counts that stands with what the story is about.
const CORE: f64 = 0.7;
/// At most so many moments of one report are looked at.
const MOST: usize = 40;
/// Clock times so many minutes apart are one.
const ONE_CLOCK: i64 = 5;
const ABOUT_ONE_CLOCK: i64 = 10;
/// A clock time so many minutes outside a part of a day may still be told by it.
const AROUND: i64 = 60;
/// Days so far apart are of two happenings.
const DAYS: i64 = 3;
const OF_A_DAY: i64 = 24 * 60;
/// From when on it is late, and until when early.
const EVENING: i64 = 18 * 60;
const MORNING: i64 = 8 * 60;

/// A time by its day, and by where in a day it is.
#[derive(Clone, Copy, Debug)]
struct At {
    when: When,
    hours: Option<Hours>,
    /// Whether the words give the day: else it is that of the report, which may tell of another.
    dated: bool,
}

/// A stretch of a day, in minutes.
#[derive(Clone, Copy, Debug)]
struct Hours {
    from: i64,
    /// Nothing for a clock time.
    length: i64,
    /// "At half past five": in the morning or in the afternoon.
    either: bool,
    /// "About", "just after", "shortly before".
    about: bool,
}

/// A time that a report gives what the story is about.
struct Moment {
    report: usize,
    at: At,
    root: String,
    words: String,
    passage: Passage,
    value_at: Passage,
    source: Option<Source>,
    /// Whether its predicate is one of those that the story is about.
    core: bool,
    weight: f64,
}

impl Moment {
    fn is_day(&self) -> bool {
        self.at.when.granularity() == Granularity::Day
    }
}

/// Where reports part on when it was: by the hour, and by the day.
pub(crate) fn find(told: &Told<'_>) -> Vec<Candidate> {
    let story = told.story;
    let core = core(&story.reports);
    let reports = story.reports.iter().enumerate();
    let all: Vec<Moment> = reports
        .flat_map(|(index, report)| moments(index, report, &core))
        .collect();
    let times: Vec<Vec<At>> = story.reports.iter().map(|report| times(report)).collect();
    [false, true]
        .into_iter()
        .filter_map(|days| parted(told, &all, &times, days))
        .map(Candidate::Ruled)
        .collect()
}

/// What the story is about: predicates of the titles and first lines of several reports.
fn core(reports: &[&Extracted]) -> BTreeSet<String> {
    let mut held: BTreeMap<String, usize> = BTreeMap::new();
    for report in reports {
        let first = |statement: &&Statement| {
            statement.passage.field == Field::Title || statement.passage.span.start() < FIRST
        };
        let told = report.statements.iter().filter(first);
        let own: BTreeSet<String> = told.map(|statement| root(report, statement)).collect();
        for root in own {
            *held.entry(root).or_default() += 1;
        }
    }
    held.into_iter()
        .filter(|(root, reports)| *reports >= 2 && !Set::Empty.has(root) && !Set::Hollow.has(root))
        .map(|(root, _)| root)
        .collect()
}

fn root(report: &Extracted, statement: &Statement) -> String {
    let lemma = joined_lemma(report, statement);
    lexicon::event(&lemma).map_or_else(|| stem(&lemma), str::to_owned)
}

/// All times of a report: what it knows of.
fn times(report: &Extracted) -> Vec<At> {
    report
        .times
        .iter()
        .filter_map(|found| At::of(&found.timex, report.annotated.words(found.passage)))
        .collect()
}

impl At {
    /// Where an expression of a day or less lies.
    fn of(timex: &Timex, words: &str) -> Option<At> {
        let when = When::of(timex).filter(|when| when.granularity() <= Granularity::Day)?;
        let hours = when
            .interval
            .filter(|interval| interval.granularity() <= Granularity::DayPart)
            .and_then(|interval| Hours::of(timex, interval))
            .map(|hours| Hours {
                either: hours.length == 0 && hours.from < OF_A_DAY / 2 && !tells_half(words),
                ..hours
            });
        let dated = timex.anchoring == Anchoring::Absolute;
        Some(At { when, hours, dated })
    }
}

/// Whether words of a clock time say which half of the day is meant.
fn tells_half(words: &str) -> bool {
    let words = words.to_lowercase();
    let told = [
        "am", "a.m", "pm", "p.m", "noon", "midnight", "morning", "hours",
    ];
    told.iter().any(|half| words.contains(half))
}

impl Hours {
    fn of(timex: &Timex, interval: Interval) -> Option<Hours> {
        if interval.granularity() < Granularity::DayPart {
            let from = interval.from();
            return Some(Hours {
                from: minute_of_day(from),
                length: 0,
                either: false,
                about: timex.modifier.is_some(),
            });
        }
        // What an interval of a part of a day allows is wider than what is meant by it.
        let value = timex.value.as_str();
        let (from, to) = PARTS.iter().find(|(end, ..)| value.ends_with(end))?.1;
        Some(Hours {
            from: from * 60,
            length: (to - from) * 60,
            either: false,
            about: false,
        })
    }
}

/// From which hour to which a part of a day is, as news uses the words.
const PARTS: [(&str, (i64, i64)); 4] = [
    ("TMO", (3, 12)),
    ("TAF", (12, 18)),
    ("TEV", (16, 24)),
    ("TNI", (19, 30)),
];

fn moments(index: usize, report: &Extracted, core: &BTreeSet<String>) -> Vec<Moment> {
    let mut found: Vec<Moment> = Vec::new();
    let published = report.published();
    for statement in &report.statements {
        let block = &report.annotated.blocks()[statement.predicate.block as usize];
        let stance = Stance::of(statement);
        let told = stance.is_asserted() && !stance.negated && !stance.background;
        if !told || !block.role.asserts() || found.len() >= MOST {
            continue;
        }
        let lemma = statement.lemma.replace(' ', "_");
        let early = if statement.passage.span.start() < FIRST {
            0.1
        } else {
            0.0
        };
        let weight = if core.contains(&root(report, statement)) {
            CORE
        } else if Set::Occurring.has(&lemma) {
            0.6
        } else if Set::Responding.has(&lemma) {
            0.4
        } else {
            continue;
        };
        let sharpest = statement
            .times
            .iter()
            .map(|&time| &report.times[time])
            .filter(|found| matches!(found.timex.kind, TimexKind::Date | TimexKind::Time))
            .filter_map(|found| {
                let words = report.annotated.words(found.passage);
                Some((At::of(&found.timex, words)?, found))
            })
            .min_by_key(|(at, _)| at.when.granularity());
        let Some((at, time)) = sharpest else {
            continue;
        };
        let when = at.when;
        let token = TokenId::new(time.block, time.timex.tokens.start);
        if report.in_quotation(token).is_some() {
            continue;
        }
        // What has happened did not happen after the report.
        if let (Some(interval), Some(published)) = (when.interval, published)
            && interval.from().date() > published.date()
        {
            continue;
        }
        found.push(Moment {
            report: index,
            root: root(report, statement),
            at,
            words: report
                .annotated
                .words(time.passage)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
            passage: evidence(report, time.block, time.passage, Some(statement)),
            value_at: time.passage,
            source: source(report, Some(statement)),
            core: weight >= CORE,
            weight: weight + early,
        });
    }
    found
}

/// The two moments that part most surely, with what the other reports give.
fn parted(told: &Told<'_>, all: &[Moment], times: &[Vec<At>], days: bool) -> Option<Ruled> {
    let story = told.story;
    let all: Vec<&Moment> = all.iter().filter(|one| one.is_day() == days).collect();
    let mut best: Option<(f64, &Moment, &Moment)> = None;
    for (n, a) in all.iter().enumerate() {
        for b in &all[n + 1..] {
            if !story.are_independent(a.report, b.report)
                || !are_one(a, b)
                || !apart(a.at, b.at)
                || knows(&times[a.report], &b.at)
                || knows(&times[b.report], &a.at)
            {
                continue;
            }
            let alike = if a.at.when.granularity() == b.at.when.granularity() {
                0.1
            } else {
                0.0
            };
            let score = f64::midpoint(a.weight, b.weight) + alike;
            if best.is_none_or(|(held, ..)| score > held) {
                best = Some((score, a, b));
            }
        }
    }
    let (score, one, two) = best?;
    let mut held: Vec<(usize, &Moment)> = vec![(0, one), (1, two)];
    for report in 0..story.reports.len() {
        if held.iter().any(|(_, moment)| moment.report == report) {
            continue;
        }
        let own = all.iter().filter(|moment| moment.report == report);
        let own = own.max_by(|x, y| x.weight.total_cmp(&y.weight));
        let Some(own) = own else { continue };
        let known = held.iter().find(|(_, moment)| !apart(own.at, moment.at));
        if let Some(&(answer, _)) = known {
            held.push((answer, own));
        }
    }
    Some(ruled(score, &held))
}

/// Whether two may be of one event: told by one predicate; by the hour, also where one only says that it
/// happened, or that help was called.
fn are_one(a: &Moment, b: &Moment) -> bool {
    a.root == b.root || !a.is_day() && (!a.core || !b.core)
}

impl Answer for At {
    /// A time that the rival may be.
    fn gives(&self, rival: &At) -> bool {
        let alike = self.hours.is_some() || rival.hours.is_none();
        alike && !apart(*self, *rival)
    }
}

/// Whether two times cannot be one and the same, though of one happening.
fn apart(one: At, two: At) -> bool {
    let days = days_apart(one, two);
    if days.is_some_and(|days| days.abs() > DAYS) {
        return false;
    }
    match (one.hours, two.hours) {
        (Some(x), Some(y)) => {
            // Late on one day and early on the next are one night.
            let night = match days {
                Some(1) => one_night(x, y),
                Some(-1) => one_night(y, x),
                _ => false,
            };
            !night && (hours_apart(x, y) || days.is_some_and(|days| days != 0))
        }
        _ => days.is_some_and(|days| days != 0),
    }
}

/// Whether the first is late on a day and the second early on the next.
fn one_night(first: Hours, second: Hours) -> bool {
    let evening = first.from >= EVENING || first.length > 0 && first.from + first.length > EVENING;
    evening && second.from < MORNING
}

/// Days from one to the other, as far as both say: by the days of the week that they name, else by
/// date.
fn days_apart(one: At, two: At) -> Option<i64> {
    if let (Some(x), Some(y)) = (one.when.weekday(), two.when.weekday()) {
        let days = i64::from(y.to_monday_zero_offset()) - i64::from(x.to_monday_zero_offset());
        let days = days.rem_euclid(7);
        return Some(if days > 3 { days - 7 } else { days });
    }
    let date = |at: At| {
        let day = at.dated || at.when.weekday().is_some() || at.hours.is_none();
        at.when
            .interval
            .filter(|_| day)
            .map(|interval| interval.from().date())
    };
    let (x, y) = (date(one)?, date(two)?);
    Some(i64::from((y - x).get_days()))
}

/// Whether two stretches of a day lie apart, whichever day it is.
fn hours_apart(x: Hours, y: Hours) -> bool {
    let halves = |one: Hours| {
        let other = Hours {
            from: one.from + OF_A_DAY / 2,
            ..one
        };
        std::iter::once(one).chain(one.either.then_some(other))
    };
    halves(x).all(|x| halves(y).all(|y| stretches_apart(x, y)))
}

fn stretches_apart(x: Hours, y: Hours) -> bool {
    // From the end of one to the start of the other, the shorter way round the clock.
    let between = |from: Hours, to: Hours| (to.from - from.from - from.length).rem_euclid(OF_A_DAY);
    let inside =
        |one: Hours, two: Hours| (two.from - one.from).rem_euclid(OF_A_DAY) < one.length.max(1);
    if inside(x, y) || inside(y, x) {
        return false;
    }
    let between = between(x, y).min(between(y, x));
    match (x.length > 0, y.length > 0) {
        (false, false) if x.about || y.about => between > ABOUT_ONE_CLOCK,
        (false, false) => between > ONE_CLOCK,
        (true, true) => true,
        _ => between > AROUND,
    }
}

fn ruled(score: f64, held: &[(usize, &Moment)]) -> Ruled {
    let sides = held.iter().map(|&(answer, moment)| Side {
        report: moment.report,
        passage: moment.passage,
        value_at: Some(moment.value_at),
        value: moment.words.clone(),
        normal: moment.at.when.normal(),
        source: moment.source.clone(),
        answer,
    });
    let (one, two) = (held[0].1, held[1].1);
    Ruled {
        rule: Rule::Moment,
        score,
        kind: FindingKind::Conflict,
        about: About::Time,
        question: format!("When was it: {} or {}?", one.words, two.words),
        explanation: format!(
            "One report says “{}”, another “{}”: they cannot both be right.",
            one.words, two.words
        ),
        sides: sides.collect(),
        changed: Vec::new(),
    }
}
