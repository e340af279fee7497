//! Status slots: what runs through known steps, told at different steps by different reports.
//!
//! A report that tells nobody is held, and a later one that tells an arrest: the later one is newer. A
//! report that tells both steps knows both and is set against nobody. Two conditions of one person
//! told at one time cannot both be true.

use std::collections::BTreeMap;

use crate::candidates::{Candidate, Rule, Ruled, Side};
use crate::lexicon::Track;
use crate::told::Told;
use crate::told::sentences::Sentence;
use crate::told::status::Step;
use crate::told::when::{came_before, is_later};
use crate::{About, FindingKind, Normal, Story};

/// How sure a step is by its track: read off the labelled pairs.
fn sureness(track: Track) -> f64 {
    match track {
        Track::Case => 0.6,
        Track::Condition | Track::Identity => 0.5,
        Track::Motive => 0.45,
        Track::Bill | Track::Post | Track::Deal => 0.4,
    }
}
/// So many days after, a report that knows nothing is dated wrongly.
const LONG_AFTER: i64 = 30;
const CHARGED: u8 = 3;
/// From this rank on somebody is held.
const HELD: u8 = 2;
/// From this rank on somebody is dead.
const DEAD: u8 = 6;
/// What it counts that both name whose step it is by one noun, or by two.
const HOLDER: f64 = 0.15;
/// Sentences as alike as this may be of one bill, post or deal.
const SAME: f32 = 0.2;

/// Where the reports of a story tell different steps of one status.
pub(crate) fn find(told: &Told<'_>) -> Vec<Candidate> {
    let story = told.story;
    let all = &told.steps;
    let mut found = Vec::new();
    found.extend(unknown_then_known(story, all, Track::Case, HELD, |_| true));
    for suspect in [false, true] {
        found.extend(unknown_then_known(story, all, Track::Identity, 1, |step| {
            step.of_suspect == suspect
        }));
    }
    found.extend(unknown_then_known(story, all, Track::Motive, 1, |_| true));
    found.extend(of_persons(told, all));
    found.extend(of_the_hurt(story, all));
    found.extend(along(told, all));
    found.into_iter().map(Candidate::Ruled).collect()
}

/// What one report tells as not known yet and a later one as known.
fn unknown_then_known(
    story: &Story<'_>,
    all: &[Vec<Step>],
    track: Track,
    known: u8,
    counts: impl Fn(&Step) -> bool,
) -> Option<Ruled> {
    let of = |report: usize| {
        all[report]
            .iter()
            .filter(|step| step.track == track && counts(step))
    };
    // A report that tells of somebody held knows that somebody is.
    let open = |report: usize| {
        let rank = of(report).map(|step| step.rank).max()?;
        best(of(report)).filter(|_| rank < known)
    };
    let told = |report: usize| {
        let known = of(report).filter(|step| step.rank >= known);
        known.min_by_key(|step| {
            let unnamed = track == Track::Identity && !step.names;
            (step.in_title, unnamed, step.nominal)
        })
    };
    let mut early: Vec<&Step> = Vec::new();
    let mut late: Vec<&Step> = Vec::new();
    for one in 0..all.len() {
        let Some(unknown) = open(one) else { continue };
        for two in 0..all.len() {
            let Some(step) = told(two) else { continue };
            if story.origins[one] != story.origins[two] && may_be_first(story, one, two) {
                if early.iter().all(|known| known.report != one) {
                    early.push(unknown);
                }
                if late.iter().all(|known| known.report != two) {
                    late.push(step);
                }
            }
        }
    }
    if early.is_empty() {
        return None;
    }
    let same = early[0].noun == late[0].noun && !late[0].noun.is_empty();
    let other =
        early[0].noun != late[0].noun && !early[0].noun.is_empty() && !late[0].noun.is_empty();
    let question = match track {
        Track::Case => "Has anybody been arrested or charged?",
        Track::Identity => "Has the name been made public?",
        _ => "What is known of the motive?",
    };
    let mut found = ruled(
        track,
        FindingKind::Update,
        question.to_owned(),
        &early,
        &late,
    );
    found.score += match (same, other) {
        (true, _) => HOLDER,
        (_, true) => -HOLDER,
        _ => 0.0,
    };
    Some(found)
}

/// Whether the report that does not know yet can have been the first. A stamp of long after is that of
/// its being fetched: nobody writes weeks later that nothing is known.
fn may_be_first(story: &Story<'_>, one: usize, two: usize) -> bool {
    let of = |report: usize| story.reports[report].published();
    match (of(one), of(two)) {
        (Some(x), Some(y)) if came_before(y, x) => {
            i64::from((x.date() - y.date()).get_days()) > LONG_AFTER
        }
        _ => true,
    }
}

/// The clause to show: of the body rather than of the title.
fn best<'a>(steps: impl Iterator<Item = &'a Step>) -> Option<&'a Step> {
    steps.min_by_key(|step| (step.in_title, step.nominal))
}

/// Steps of one person, by name: charged, then convicted; critical, then dead.
fn of_persons(told: &Told<'_>, all: &[Vec<Step>]) -> Vec<Ruled> {
    let story = told.story;
    let mut by_holder: BTreeMap<_, Vec<&Step>> = BTreeMap::new();
    for step in all.iter().flatten() {
        if let Some(name) = step
            .name
            .filter(|_| matches!(step.track, Track::Case | Track::Condition))
        {
            by_holder.entry((step.track, name)).or_default().push(step);
        }
    }
    let mut found = Vec::new();
    for ((track, name), steps) in by_holder {
        let highest = |report: usize| {
            let own = steps.iter().filter(|step| step.report == report);
            own.max_by_key(|step| step.rank).copied()
        };
        let reports: Vec<usize> = (0..all.len()).filter(|&at| highest(at).is_some()).collect();
        let pair = reports.iter().find_map(|&one| {
            reports.iter().find_map(|&two| {
                let (x, y) = (highest(one)?, highest(two)?);
                let apart = story.origins[one] != story.origins[two] && x.rank != y.rank;
                if !apart {
                    return None;
                }
                // Whoever is arrested is charged soon: no news by itself.
                let news = track == Track::Condition || x.rank < y.rank && y.rank > CHARGED;
                if is_later(story, one, two) && news {
                    return Some((x, y, FindingKind::Update));
                }
                // An arrest and a charge of one day are one report's more.
                let at_once = !is_later(story, one, two) && !is_later(story, two, one);
                let far = x.rank.abs_diff(y.rank) > 1 && one < two;
                (track == Track::Condition && at_once && far).then_some((
                    x,
                    y,
                    FindingKind::Conflict,
                ))
            })
        });
        let Some((x, y, kind)) = pair else { continue };
        let who = told.cast.written(name);
        let question = match track {
            Track::Case => format!("How does the case against {who} stand?"),
            _ => format!("How is {who}?"),
        };
        found.push(ruled(track, kind, question, &[x], &[y]));
    }
    found
}

/// The condition of the one person of whom a report tells one, by whatever noun.
fn of_the_hurt(story: &Story<'_>, all: &[Vec<Step>]) -> Option<Ruled> {
    let only = |report: usize| -> Option<&Step> {
        let of = |step: &&Step| step.track == Track::Condition && step.rank < DEAD;
        let mut own = all[report].iter().filter(of);
        let first = own.next()?;
        own.all(|step| step.rank == first.rank).then_some(first)
    };
    let mut best: Option<(f64, &Step, &Step, FindingKind)> = None;
    for one in 0..all.len() {
        for two in 0..all.len() {
            let (Some(x), Some(y)) = (only(one), only(two)) else {
                continue;
            };
            if one == two || story.origins[one] == story.origins[two] || x.rank == y.rank {
                continue;
            }
            // Two names are told of each by itself.
            let other = matches!((x.name, y.name), (Some(a), Some(b)) if a != b)
                || !x.noun.is_empty()
                    && !y.noun.is_empty()
                    && x.noun != y.noun
                    && x.rank.abs_diff(y.rank) < 2;
            if other {
                continue;
            }
            let kind = if is_later(story, one, two) {
                FindingKind::Update
            } else if one < two && !is_later(story, two, one) {
                FindingKind::Conflict
            } else {
                continue;
            };
            let score = if x.noun == y.noun && !x.noun.is_empty() {
                0.5
            } else {
                0.4
            };
            if best.is_none_or(|(held, ..)| score > held) {
                best = Some((score, x, y, kind));
            }
        }
    }
    let (score, x, y, kind) = best?;
    let question = "How is who was hurt?".to_owned();
    let mut ruled = ruled(Track::Condition, kind, question, &[x], &[y]);
    ruled.score = score;
    Some(ruled)
}

/// A bill, a post or a deal that a later report has farther along: the two sentences most alike.
fn along(told: &Told<'_>, all: &[Vec<Step>]) -> Vec<Ruled> {
    let story = told.story;
    let sentences = &told.sentences;
    let mut found = Vec::new();
    for track in [Track::Bill, Track::Post, Track::Deal] {
        let of = |report: usize| -> Vec<(&Step, Option<&Sentence>)> {
            let own = all[report].iter().filter(|step| step.track == track);
            let holding = |step: &Step| sentences.holding(report, step.passage);
            own.map(|step| (step, holding(step).map(|at| &sentences.of[report][at])))
                .collect()
        };
        let of: Vec<Vec<(&Step, Option<&Sentence>)>> = (0..all.len()).map(of).collect();
        let alike = |a: Option<&Sentence>, b: Option<&Sentence>| match (a, b) {
            (Some(a), Some(b)) => sentences.cosine(&a.bag, &b.bag),
            _ => 0.0,
        };
        let mut best: Option<(f32, &Step, &Step)> = None;
        for one in 0..all.len() {
            for two in 0..all.len() {
                if story.origins[one] == story.origins[two] || is_later(story, two, one) {
                    continue;
                }
                for &(x, a) in &of[one] {
                    for &(y, b) in of[two].iter().filter(|(y, _)| x.rank < y.rank) {
                        let other = matches!((x.name, y.name), (Some(p), Some(q)) if p != q);
                        let likeness = alike(a, b);
                        let better = best.is_none_or(|(held, ..)| likeness > held);
                        if other || likeness < SAME || !better {
                            continue;
                        }
                        let knows =
                            |&(own, its): &(&Step, _)| own.rank >= y.rank && alike(its, b) >= SAME;
                        if !of[one].iter().any(knows) {
                            best = Some((likeness, x, y));
                        }
                    }
                }
            }
        }
        if let Some((_, x, y)) = best {
            let question = format!("How far is it: {} or {}?", x.called, y.called);
            found.push(ruled(track, FindingKind::Update, question, &[x], &[y]));
        }
    }
    found
}

fn ruled(track: Track, kind: FindingKind, question: String, one: &[&Step], two: &[&Step]) -> Ruled {
    let answers = one.iter().map(|step| (0, step));
    let sides = answers
        .chain(two.iter().map(|step| (1, step)))
        .map(|(answer, step)| Side {
            report: step.report,
            passage: step.passage,
            value_at: None,
            value: step.called.to_owned(),
            normal: Normal::None,
            source: step.source.clone(),
            answer,
        })
        .collect();
    let explanation = match kind {
        FindingKind::Update => format!(
            "The earlier report has “{}”, the later one “{}”.",
            one[0].called, two[0].called
        ),
        _ => format!(
            "One has “{}”, the other “{}”.",
            one[0].called, two[0].called
        ),
    };
    Ruled {
        rule: Rule::Status,
        score: sureness(track),
        kind,
        about: About::Outcome,
        question,
        explanation,
        sides,
        changed: Vec::new(),
    }
}
