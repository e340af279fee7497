//! One report tells a thing as so, another as not so, or as its opposite.
//!
//! Claims meet by the root of what is said, by words for one deed and by opposites; then the same people or things must take
//! part, the times must have a moment in common, both must be told as done (or both as to come), and neither
//! report may also tell what the other does. What shares most of the words around is sure; the rest is handed on
//! for `judge/worth` to weigh.

use std::collections::BTreeMap;

use crate::candidates::{Candidate, Rule, Ruled, Side};
use crate::told::Told;
use crate::told::cast::{Meet, Party};
use crate::told::claims::Claim;
use crate::told::knows::{Answer, knows};
use crate::told::shares::Share;
use crate::told::when::is_later;
use crate::{About, FindingKind, Normal};

/// At most so many are handed on of one story.
const MOST: usize = 10;
/// So many words around are shared at least, and such a part of the fewer.
const LEAST_WORDS: usize = 2;
const LEAST_PART: f64 = 0.5;
/// The being there of a thing asks for more.
const LEAST_PART_OF_THING: f64 = 0.7;
/// A noun beside a verb asks for more still.
const LEAST_PART_OF_BOTH: f64 = 0.8;
/// What is said of many things asks for most.
const LEAST_PART_OF_COMMON: f64 = 0.7;
/// Where somebody or something takes part in both, less is handed on as well, for the judge to weigh.
const LEAST_PART_OF_COMMON_MET: f64 = 0.35;
const LEAST_PART_OF_THING_MET: f64 = 0.25;
/// From here on a report is taken to tell what another tells in other words.
const LEAST_PART_KNOWN: f64 = 0.35;
/// Of claims that share a root, so many at most are laid side by side.
const MOST_OF_ROOT: usize = 80;

/// A pair that speaks against each other.
struct Against {
    lies: Lies,
    score: f64,
    one: usize,
    two: usize,
}

/// By what two claims speak against each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// One root: so here, not so there.
    Root,
    /// Two words for one deed: so here, not so there.
    Alike,
    /// Opposites.
    Opposite,
    /// So of none, few or all here, of others there.
    Share,
}

/// How two claims that speak against each other lie.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lies {
    pub(crate) route: Route,
    /// Whether the thing can have changed.
    pub(crate) moves: bool,
    /// Which part of the fewer words around both share.
    pub(crate) part: f64,
    /// Whether the same one does it, and whether it is done to the same.
    pub(crate) agents: Meet,
    pub(crate) patients: Meet,
    /// Whether it is done to the one that does the other: "the launch went ahead", "they postponed the launch".
    pub(crate) across: Meet,
}

impl Lies {
    /// In how many parts the same ones take part in both.
    pub(crate) fn met(self) -> u8 {
        let meets = [self.agents, self.patients, self.across];
        u8::try_from(meets.iter().filter(|meet| **meet >= Meet::Likely).count()).unwrap_or(3)
    }
}

/// Where reports part on whether something is so.
pub(crate) fn find(told: &Told<'_>) -> Vec<Candidate> {
    let story = told.story;
    let all = &told.claims;
    let of = |report| all.iter().filter(move |claim| claim.report == report);
    let mut found: Vec<Against> = Vec::new();
    for meeting in meeting(all) {
        for (n, &one) in meeting.iter().enumerate() {
            for &two in &meeting[n + 1..] {
                let (a, b) = (&all[one], &all[two]);
                if !story.are_independent(a.report, b.report) {
                    continue;
                }
                if let Some(lies) = lies(a, b)
                    && let Some(score) = score(a, b, lies)
                    && !knows(of(a.report), b)
                    && !knows(of(b.report), a)
                {
                    found.push(Against {
                        lies,
                        score,
                        one,
                        two,
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

/// Claims that may speak against each other: by root, by family, and by line of the table of opposites.
pub(super) fn meeting(all: &[Claim]) -> Vec<Vec<usize>> {
    let mut by_root: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, claim) in all.iter().enumerate() {
        let mut keys = vec![claim.root.clone()];
        keys.extend(claim.opposites.iter().map(|(line, ..)| format!("#{line}")));
        keys.extend(claim.alike.iter().map(|family| format!("~{family}")));
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            by_root.entry(key).or_default().push(at);
        }
    }
    by_root
        .into_values()
        .filter(|of_root| of_root.len() <= MOST_OF_ROOT)
        .collect()
}

/// How two claims lie that may not both be true.
pub(crate) fn lies(a: &Claim, b: &Claim) -> Option<Lies> {
    let (route, moves) = opposed(a, b)?;
    if a.planned != b.planned || a.thing && b.thing && a.so == b.so || times_apart(a, b) {
        return None;
    }
    let pairs = || parties(a, b).into_iter().flatten();
    if pairs().any(|(x, y)| x.open || y.open) {
        return None;
    }
    let meet = |pair: Option<(&Party, &Party)>| pair.map_or(Meet::Unknown, |(x, y)| loosely(x, y));
    let [agents, patients] = parties(a, b).map(meet);
    let crossed = [
        (&a.agent, &a.patient, &b.patient),
        (&b.agent, &b.patient, &a.patient),
    ];
    let across = crossed.into_iter().find_map(|(agent, own, other)| {
        own.is_none().then_some((agent.as_ref()?, other.as_ref()?))
    });
    Some(Lies {
        route,
        moves,
        part: part(a, b).0,
        agents,
        patients,
        across: meet(across.filter(|_| route == Route::Opposite)),
    })
}

/// As the parties meet; a pronoun that the report itself gives a name speaks for one, never against.
fn loosely(x: &Party, y: &Party) -> Meet {
    let named = x.name.is_some() && x.name == y.name;
    if named && (x.pronoun || y.pronoun) {
        return Meet::Likely;
    }
    x.meet(y)
}

/// How sure it is that two claims cannot both be true; nothing where too little speaks for one matter.
fn score(a: &Claim, b: &Claim, lies: Lies) -> Option<f64> {
    surely(a, b, lies).or_else(|| perhaps(a, b, lies))
}

/// By the words around, and those who take part in the same part.
fn surely(a: &Claim, b: &Claim, lies: Lies) -> Option<f64> {
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
    if part < least || matches!(lies.route, Route::Alike | Route::Share) {
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
    Some(0.3 + 0.4 * part + 0.1 * f64::from(met))
}

/// By those who take part alone, or by the thing: handed on below what is sure.
fn perhaps(a: &Claim, b: &Claim, lies: Lies) -> Option<f64> {
    let met = lies.met();
    let others = lies.patients == Meet::Other && lies.across < Meet::Likely;
    let least = if a.thing || b.thing {
        LEAST_PART_OF_THING_MET
    } else if met == 0 {
        LEAST_PART
    } else if (a.common || b.common) && met < 2 {
        LEAST_PART_OF_COMMON_MET
    } else {
        0.0
    };
    if others || lies.part < least {
        return None;
    }
    Some(0.05 + 0.2 * lies.part + 0.05 * f64::from(met))
}

/// Who takes part in both claims, in the same part: those who do it, and those to whom it is done.
fn parties<'c>(a: &'c Claim, b: &'c Claim) -> [Option<(&'c Party, &'c Party)>; 2] {
    [(&a.agent, &b.agent), (&a.patient, &b.patient)].map(|(x, y)| Some((x.as_ref()?, y.as_ref()?)))
}

/// In how many parts the same ones take part in both claims; nothing where others do.
pub(super) fn met(a: &Claim, b: &Claim) -> Option<u8> {
    let mut met = 0;
    for (x, y) in parties(a, b).into_iter().flatten() {
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

/// By what one is told as so and the other not; whether the thing moves from the one to the other.
fn opposed(a: &Claim, b: &Claim) -> Option<(Route, bool)> {
    if a.share.is_some() || b.share.is_some() {
        return shares_apart(a, b).then_some((Route::Share, a.so_far || b.so_far));
    }
    if a.root == b.root {
        return (a.so != b.so).then_some((Route::Root, a.so_far || b.so_far));
    }
    let mut lines = on_one_line(a, b);
    let opposite = lines.find(|line| match line.one_side {
        true => a.so != b.so,
        false => a.so && b.so,
    });
    if let Some(line) = opposite {
        return Some((Route::Opposite, line.moves));
    }
    (a.so != b.so && are_alike(a, b)).then_some((Route::Alike, a.so_far || b.so_far))
}

/// Whether they are one deed in two words.
fn are_alike(a: &Claim, b: &Claim) -> bool {
    a.alike.iter().any(|family| b.alike.contains(family))
}

/// How two claims stand on a line of the table of opposites.
struct Line {
    /// Whether on one side of it.
    one_side: bool,
    /// Whether the thing can go from the one side to the other.
    moves: bool,
}

/// The lines of the table of opposites on which both stand.
fn on_one_line<'c>(a: &'c Claim, b: &'c Claim) -> impl Iterator<Item = Line> + 'c {
    a.opposites.iter().flat_map(|&(line, side, moves)| {
        let both = b.opposites.iter().filter(move |(other, ..)| *other == line);
        both.map(move |&(_, its, _)| Line {
            one_side: side == its,
            moves,
        })
    })
}

/// Whether it is told of none, few or all by one, and of so many by the other that both cannot be.
fn shares_apart(a: &Claim, b: &Claim) -> bool {
    // A "no" at those who take part is what negates the clause.
    let of = |claim: &Claim| {
        let share = claim.share.unwrap_or(Share::SOME);
        (claim.so || share.is_none()).then_some(share)
    };
    let (Some(one), Some(two)) = (of(a), of(b)) else {
        return false;
    };
    if a.root == b.root || are_alike(a, b) {
        return one.is_apart(two);
    }
    on_one_line(a, b).any(|line| !line.one_side) && one.is_apart(two.rest())
}

/// Which part of the fewer words around both share.
pub(super) fn shared(a: &Claim, b: &Claim) -> f64 {
    let (part, words) = part(a, b);
    if words < LEAST_WORDS { 0.0 } else { part }
}

/// The same, however few they are, and how many are shared.
fn part(a: &Claim, b: &Claim) -> (f64, usize) {
    let all = |claim: &Claim| claim.around.values().sum::<u32>();
    let met = |(root, weight): (&String, &u32)| b.around.get(root).map(|its| *weight.min(its));
    let both: Vec<u32> = a.around.iter().filter_map(met).collect();
    let part = f64::from(both.iter().sum::<u32>()) / f64::from(all(a).min(all(b)).max(1));
    (part, both.len())
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
    fn gives(&self, rival: &Claim) -> bool {
        if self.planned != rival.planned
            || met(self, rival).is_none()
            || opposed(self, rival).is_some()
        {
            return false;
        }
        if self.root == rival.root {
            return self.so == rival.so && shared(self, rival) >= LEAST_PART;
        }
        let one_sign = self.so == rival.so;
        let one_deed = one_sign && are_alike(self, rival)
            || on_one_line(self, rival).any(|line| line.one_side == one_sign);
        one_deed && shared(self, rival) >= LEAST_PART_KNOWN
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
    let happened = against.lies.moves && in_order && (a.root != b.root || !first.so && last.so);
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
