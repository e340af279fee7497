//! Status slots: what runs through known steps, told at different steps by different reports.
//!
//! A report that tells nobody is held, and a later one that tells an arrest: the later one is newer. A
//! report that tells both steps knows both and is set against nobody. Two conditions of one person
//! told at one time cannot both be true.

use std::collections::BTreeMap;

use crate::candidates::{Candidate, Rule, Ruled, Side};
use crate::lexicon::Track;
use crate::told::Told;
use crate::told::status::Step;
use crate::told::when::came_before;
use crate::{About, FindingKind, Normal, Story};

/// How sure a step is by its track: read off the labelled pairs.
fn sureness(track: Track) -> f64 {
    match track {
        Track::Case => 0.6,
        Track::Condition | Track::Identity => 0.5,
        Track::Motive => 0.45,
    }
}
/// So many days after, a report that knows nothing is dated wrongly.
const LONG_AFTER: i64 = 30;
const CHARGED: u8 = 3;
/// From this rank on somebody is held.
const HELD: u8 = 2;

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
    let told = |report: usize| best(of(report).filter(|step| step.rank >= known));
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
    let question = match track {
        Track::Case => "Has anybody been arrested or charged?",
        Track::Identity => "Has the name been made public?",
        Track::Condition | Track::Motive => "What is known of the motive?",
    };
    Some(ruled(
        track,
        FindingKind::Update,
        question.to_owned(),
        &early,
        &late,
    ))
}

/// Whether the report that does not know yet can have been the first. A stamp of long after is that of
/// its being fetched: nobody writes weeks later that nothing is known.
fn may_be_first(story: &Story<'_>, one: usize, two: usize) -> bool {
    let of = |report: usize| story.reports[report].annotated.report().published;
    match (of(one), of(two)) {
        (Some(x), Some(y)) if came_before(y, x) => {
            i64::from((x.date() - y.date()).get_days()) > LONG_AFTER
        }
        _ => true,
    }
}

/// The clause to show: of the body rather than of the title.
fn best<'a>(steps: impl Iterator<Item = &'a Step>) -> Option<&'a Step> {
    steps.min_by_key(|step| step.in_title)
}

fn is_later(story: &Story<'_>, one: usize, two: usize) -> bool {
    let of = |report: usize| story.reports[report].annotated.report().published;
    matches!((of(one), of(two)), (Some(x), Some(y)) if came_before(x, y))
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
