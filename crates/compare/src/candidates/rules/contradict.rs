//! One report tells a thing as so, another as not so, or as its opposite.
//!
//! Claims meet by the root of what is said; then the same people and things must take part, most of the
//! words around must be shared, the times must have a moment in common, both must be told as done
//! (or both as to come), and neither report may also tell what the other does. Silent when unsure.

use std::collections::BTreeMap;

use crate::candidates::{Candidate, Rule, Ruled, Side};
use crate::lexicon;
use crate::told::Told;
use crate::told::cast::{Meet, Party};
use crate::told::claims::Claim;
use crate::told::knows::{Answer, knows};
use crate::told::when::is_later;
use crate::{About, FindingKind, Normal};

/// At most so many are said of one story.
const MOST: usize = 6;
/// So many words around are shared at least, and such a part of the fewer.
const LEAST_WORDS: usize = 2;
const LEAST_PART: f64 = 0.5;
/// The being there of a thing asks for more.
const LEAST_PART_OF_THING: f64 = 0.7;
/// A noun beside a verb asks for more still.
const LEAST_PART_OF_BOTH: f64 = 0.8;
/// What is said of many things asks for most.
const LEAST_PART_OF_COMMON: f64 = 0.7;
/// Of claims that share a root, so many at most are laid side by side.
const MOST_OF_ROOT: usize = 80;

/// A pair that speaks against each other.
struct Against {
    score: f64,
    one: usize,
    two: usize,
    moves: bool,
}

/// Where reports part on whether something is so.
pub(crate) fn find(told: &Told<'_>) -> Vec<Candidate> {
    let story = told.story;
    let all = &told.claims;
    let mut found: Vec<Against> = Vec::new();
    for meeting in meeting(all) {
        for (n, &one) in meeting.iter().enumerate() {
            for &two in &meeting[n + 1..] {
                let (a, b) = (&all[one], &all[two]);
                if !story.are_independent(a.report, b.report) {
                    continue;
                }
                if let Some((score, moves)) = against(a, b)
                    && !knows(all, a.report, b)
                    && !knows(all, b.report, a)
                {
                    found.push(Against {
                        score,
                        one,
                        two,
                        moves,
                    });
                }
            }
        }
    }
    found.sort_by(|x, y| {
        y.score
            .total_cmp(&x.score)
            .then((x.one, x.two).cmp(&(y.one, y.two)))
    });
    let mut said: Vec<&Against> = Vec::new();
    for against in &found {
        let told = |other: &&Against| {
            let near = |a: &Claim, b: &Claim| {
                a.report == b.report && a.passage.span.overlaps(b.passage.span) || a.root == b.root
            };
            let (a, b) = (&all[against.one], &all[against.two]);
            near(a, &all[other.one]) || near(b, &all[other.two])
        };
        if said.len() < MOST && !said.iter().any(told) {
            said.push(against);
        }
    }
    said.into_iter()
        .map(|against| Candidate::Ruled(ruled(told, all, against)))
        .collect()
}

/// Claims that may speak against each other: by root, and by line of the table of opposites.
pub(super) fn meeting(all: &[Claim]) -> Vec<Vec<usize>> {
    let mut by_root: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, claim) in all.iter().enumerate() {
        by_root.entry(claim.root.clone()).or_default().push(at);
        for (line, ..) in lexicon::sides(&claim.lemma) {
            by_root.entry(format!("#{line}")).or_default().push(at);
        }
    }
    by_root
        .into_values()
        .filter(|of_root| of_root.len() <= MOST_OF_ROOT)
        .collect()
}

/// Whether two claims cannot both be true: how sure, and whether the thing can have changed.
fn against(a: &Claim, b: &Claim) -> Option<(f64, bool)> {
    let moves = opposed(a, b)?;
    if a.planned != b.planned || a.thing && b.thing && a.so == b.so {
        return None;
    }
    let part = shared(a, b);
    let least = if a.common || b.common {
        LEAST_PART_OF_COMMON
    } else if a.thing != b.thing {
        LEAST_PART_OF_BOTH
    } else if a.thing {
        LEAST_PART_OF_THING
    } else {
        LEAST_PART
    };
    if part < least || times_apart(a, b) {
        return None;
    }
    if parties(a, b).any(|(x, y)| x.open || y.open) {
        return None;
    }
    let met = met(a, b)?;
    // Words of one family need not mean the same: somebody must take part in both.
    if met == 0 && a.lemma != b.lemma && !(a.thing || b.thing) {
        return None;
    }
    // "The firm was cleared" and "a judge cleared the firm": whoever does it is told by one alone.
    if met == 0 && !(a.thing || b.thing) && part < LEAST_PART_OF_THING {
        return None;
    }
    Some((0.3 + 0.4 * part + 0.1 * f64::from(met), moves))
}

/// Who takes part in both claims, in the same part.
fn parties<'c>(a: &'c Claim, b: &'c Claim) -> impl Iterator<Item = (&'c Party, &'c Party)> {
    let both = [(&a.agent, &b.agent), (&a.patient, &b.patient)];
    both.into_iter()
        .filter_map(|(x, y)| Some((x.as_ref()?, y.as_ref()?)))
}

/// In how many parts the same ones take part in both claims; nothing where others do.
pub(super) fn met(a: &Claim, b: &Claim) -> Option<u8> {
    let mut met = 0;
    for (x, y) in parties(a, b) {
        match x.meet(y) {
            Meet::Same | Meet::Likely => met += 1,
            Meet::Other => return None,
            Meet::Unknown => {}
        }
    }
    Some(met)
}

/// Two claims as the answers of a finding.
pub(super) fn sides(claims: [&Claim; 2]) -> Vec<Side> {
    let answers = claims.into_iter().enumerate();
    answers
        .map(|(answer, claim)| Side {
            report: claim.report,
            passage: claim.passage,
            value_at: None,
            value: claim.shown.clone(),
            normal: Normal::None,
            source: claim.source.clone(),
            answer,
        })
        .collect()
}

/// Whether one is told as so and the other not; whether the thing moves from the one to the other.
fn opposed(a: &Claim, b: &Claim) -> Option<bool> {
    if a.root == b.root {
        return (a.so != b.so).then_some(a.so_far || b.so_far);
    }
    let others = lexicon::sides(&b.lemma);
    lexicon::sides(&a.lemma)
        .into_iter()
        .find_map(|(line, side, moves)| {
            let against = others.iter().any(|&(other, its, _)| {
                line == other && (side != its && a.so && b.so || side == its && a.so != b.so)
            });
            against.then_some(moves)
        })
}

/// Which part of the fewer words around both share.
pub(super) fn shared(a: &Claim, b: &Claim) -> f64 {
    let all = |claim: &Claim| claim.around.values().sum::<u32>();
    let met = |(root, weight): (&String, &u32)| b.around.get(root).map(|its| *weight.min(its));
    let both: Vec<u32> = a.around.iter().filter_map(met).collect();
    if both.len() < LEAST_WORDS {
        return 0.0;
    }
    f64::from(both.iter().sum::<u32>()) / f64::from(all(a).min(all(b)).max(1))
}

fn times_apart(a: &Claim, b: &Claim) -> bool {
    !a.times.is_empty()
        && !b.times.is_empty()
        && a.times.iter().all(|x| {
            b.times.iter().all(|y| {
                x.relation(*y)
                    .is_some_and(crosswire_calendar::Relation::is_disjoint)
            })
        })
}

impl Answer for Claim {
    fn report(&self) -> usize {
        self.report
    }

    fn gives(&self, rival: &Claim) -> bool {
        (&self.root, self.so, self.planned) == (&rival.root, rival.so, rival.planned)
            && shared(self, rival) >= LEAST_PART
    }
}

fn ruled(told: &Told<'_>, all: &[Claim], against: &Against) -> Ruled {
    let (a, b) = (&all[against.one], &all[against.two]);
    let (first, last) = if is_later(told.story, b.report, a.report) {
        (b, a)
    } else {
        (a, b)
    };
    let in_order = is_later(told.story, first.report, last.report);
    // What had not happened yet has happened since; not the other way round.
    let happened = against.moves && in_order && (a.root != b.root || !first.so && last.so);
    let kind = if happened {
        FindingKind::Update
    } else {
        FindingKind::Conflict
    };
    let who = [first, last].into_iter().find_map(|claim| {
        let party = claim.patient.as_ref().or(claim.agent.as_ref())?;
        party.name.map(|name| told.cast.written(name).to_owned())
    });
    let question = match who {
        Some(who) => format!(
            "What is true of {who}: “{}” or “{}”?",
            first.shown, last.shown
        ),
        None => format!("What is true: “{}” or “{}”?", first.shown, last.shown),
    };
    Ruled {
        rule: Rule::Contradicted,
        score: against.score.min(1.0),
        kind,
        about: About::Outcome,
        question,
        explanation: format!("One says “{}”, the other “{}”.", first.shown, last.shown),
        sides: sides([first, last]),
        changed: Vec::new(),
    }
}
