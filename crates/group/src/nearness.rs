//! How near a report is to a story: the features by which it joins or opens one of its own.
//!
//! What two reports of one happening share depends on the news around them: in a month of hearings
//! every report shares its names with fifty others, while a word that nobody else uses tells a
//! happening years later. So the features look beside the story as well: at words that only its
//! reports use, at what the next best story offers, and at how alike the story's own reports are: of a leak
//! that a hundred papers tell from a hundred sides no two are near each other.

use crate::judge::Judge;
use crate::minhash::Signature;
use crate::pair::{self, Row as PairRow};
use crate::story::{Gathered, Member};
use crate::weighed::Part;

/// A row of values.
pub(crate) type Row = [f32; FEATURES.len()];

/// Reports of a story that are compared one by one: its first ones, and its last.
const FIRST: usize = 3;
const LAST: usize = 7;

/// The place of what the pairs say on average.
pub(crate) const MEAN: usize = 0;

/// The place of how alike the most alike report is.
pub(crate) const ALIKE: usize = 6;

/// The place of the share of words that only the story and the report use.
pub(crate) const OWN: usize = 16;

/// The place of that share among all words that they share.
pub(crate) const OWN_SHARE: usize = 18;

/// The names of the features, in their order.
pub(crate) const FEATURES: [&str; 36] = [
    "mean",
    "most",
    "least",
    "first",
    "latest",
    "all_mean",
    "all_most",
    "centre",
    "title_most",
    "lead_mean",
    "lead_most",
    "size",
    "gap_last",
    "gap_first",
    "gap_nearest",
    "span",
    "own",
    "own_most",
    "own_share",
    "shared",
    "next_mean",
    "over_next",
    "rivals",
    "rank",
    "told_shared",
    "told_gap",
    "ages",
    "bytes",
    "heat",
    "copy",
    "cohesion",
    "over_cohesion",
    "telling",
    "telling_in_title",
    "dated_gap",
    "dated_age",
];

/// What is added to how alike a story's reports are, so that nothing is divided by nothing.
const LEAST_COHESION: f32 = 0.02;

/// Pair features that are looked at again.
const ALL: usize = 0;
const TITLE: usize = 1;
const LEAD: usize = 2;
const COPY: usize = 11;
const TOLD_GAP: usize = 13;
const TOLD_SHARED: usize = 14;
const AGES: usize = 22;

/// A story beside a report.
pub(crate) struct Beside<'a> {
    pub number: u32,
    pub story: &'a Gathered,
}

/// How often a term was met, and in what place a signature is.
pub(crate) struct Known<'a> {
    pub met: &'a dyn Fn(u32) -> u32,
    pub signature: &'a dyn Fn(u32) -> Option<&'a Signature>,
}

/// A report that is judged.
struct New<'a> {
    pair: pair::Laid<'a>,
    /// How many others used each of its terms.
    met: Vec<f32>,
    heat: f32,
}

impl New<'_> {
    fn of<'a>(member: &'a Member, known: &Known<'_>) -> New<'a> {
        let all = member.weighed.all();
        let met: Vec<f32> = all
            .pairs()
            .map(|(term, _)| (known.met)(term).saturating_sub(1) as f32)
            .collect();
        let (mut heat, mut hottest) = (0.0, 0.0);
        for ((_, weight), met) in all.pairs().zip(&met) {
            let worth = weight * weight;
            heat += worth * met.ln_1p();
            hottest += worth;
        }
        New {
            pair: pair::Laid::of(member),
            met,
            heat: if hottest > 0.0 { heat / hottest } else { 0.0 },
        }
    }
}

/// A report beside a story's reports, one by one.
struct Paired {
    rows: Vec<PairRow>,
    /// How many of them have each of its terms.
    holding: Vec<u16>,
}

/// A row for each of the stories that a report could belong to.
pub(crate) fn rows(
    judge: &Judge,
    new: &Member,
    signature: Option<&Signature>,
    stories: &[Beside<'_>],
    known: &Known<'_>,
) -> Vec<Row> {
    let new = New::of(new, known);
    let paired: Vec<Paired> = stories
        .iter()
        .map(|beside| paired(&new, signature, beside.story, known))
        .collect();
    let pairs: Vec<&PairRow> = paired.iter().flat_map(|paired| &paired.rows).collect();
    let chances = judge.pairs(&pairs);
    let mut chances = chances.as_slice();
    let mut rows = Vec::with_capacity(stories.len());
    for (beside, paired) in stories.iter().zip(&paired) {
        let (own, rest) = chances.split_at(paired.rows.len());
        chances = rest;
        rows.push(alone(&new, beside.story, paired, own));
    }
    let means: Vec<(f32, f32)> = rows.iter().map(|row| (row[MEAN], row[5])).collect();
    for (at, row) in rows.iter_mut().enumerate() {
        let others = || {
            let others = means.iter().enumerate().filter(|other| other.0 != at);
            others.map(|other| *other.1)
        };
        let next = others().map(|other| other.0).fold(0.0, f32::max);
        let (mean, all) = means[at];
        row[20] = next;
        row[21] = mean - next;
        row[22] = others().filter(|other| other.1 >= all / 2.0).count() as f32;
        row[23] = others().filter(|other| other.1 > all).count() as f32;
    }
    rows
}

/// The reports of a story that are compared one by one.
fn compared(story: &Gathered) -> impl Iterator<Item = &Member> {
    let members = &story.members;
    let first = members.len().min(FIRST);
    let last = members.len().saturating_sub(LAST).max(first);
    members[..first].iter().chain(&members[last..])
}

fn paired(
    new: &New<'_>,
    signature: Option<&Signature>,
    story: &Gathered,
    known: &Known<'_>,
) -> Paired {
    let mut holding = vec![0; new.met.len()];
    let rows = compared(story)
        .map(|old| {
            let signatures = (signature, (known.signature)(old.at));
            pair::features(&new.pair, old, signatures, |at| holding[at] += 1)
        })
        .collect();
    Paired { rows, holding }
}

/// The values that hang on one story alone.
fn alone(new: &New<'_>, story: &Gathered, paired: &Paired, chances: &[f32]) -> Row {
    let New {
        pair: pair::Laid {
            member: new,
            probes,
        },
        met,
        heat,
    } = new;
    let pairs = &paired.rows;
    let n = story.members.len();
    let mean = |values: &mut dyn Iterator<Item = f32>| {
        let values: Vec<f32> = values.filter(|value| !value.is_nan()).collect();
        if values.is_empty() {
            f32::NAN
        } else {
            values.iter().sum::<f32>() / values.len() as f32
        }
    };
    let most = |at: usize| pairs.iter().map(|row| row[at]).fold(f32::NAN, f32::max);
    let gap = |day: Option<&i64>| match (new.day(), day) {
        (Some(day), Some(other)) => (day - other) as f32,
        _ => f32::NAN,
    };
    // Words that the story's reports share with the new one, and how many others use them.
    let (mut own, mut own_most, mut shared) = (0.0, 0.0_f32, 0.0);
    for (((_, weight), met), &holding) in new.weighed.all().pairs().zip(met).zip(&paired.holding) {
        if holding > 0 {
            let worth = weight * weight;
            let holding = f32::from(holding) / pairs.len() as f32 * n as f32;
            let share = (holding / met.max(1.0)).min(1.0);
            shared += worth;
            own += worth * share;
            own_most = own_most.max(worth * share);
        }
    }
    let dated = &new.facts.dated;
    let all_mean = mean(&mut pairs.iter().map(|row| row[ALL]));
    let cohesion = story.cohesion();
    let all = story.telling_in(|_| true);
    let telling = |of: Part| {
        let of = new.weighed.part(of);
        story.telling_in(|term| of.holds(term)) / all.max(f32::EPSILON)
    };
    [
        mean(&mut chances.iter().copied()),
        chances.iter().copied().fold(0.0, f32::max),
        chances.iter().copied().fold(1.0, f32::min),
        chances.first().copied().unwrap_or(0.0),
        chances.last().copied().unwrap_or(0.0),
        all_mean,
        most(ALL),
        probes.part(Part::All).dot(&story.sum) / story.norm.max(f32::EPSILON),
        most(TITLE),
        mean(&mut pairs.iter().map(|row| row[LEAD])),
        most(LEAD),
        (n as f32).ln(),
        gap(story.days.last()),
        gap(story.days.first()),
        new.day().map_or(f32::NAN, |day| {
            if story.days.is_empty() {
                f32::NAN
            } else {
                story.days_from(Some(day))
            }
        }),
        match (story.days.first(), story.days.last()) {
            (Some(first), Some(last)) => (last - first) as f32,
            _ => f32::NAN,
        },
        own,
        own_most,
        if shared > 0.0 { own / shared } else { 0.0 },
        shared,
        0.0,
        0.0,
        0.0,
        0.0,
        most(TOLD_SHARED),
        pairs
            .iter()
            .map(|row| row[TOLD_GAP])
            .fold(f32::NAN, f32::min),
        most(AGES),
        (new.bytes as f32).ln_1p(),
        *heat,
        most(COPY),
        cohesion,
        all_mean / (cohesion + LEAST_COHESION),
        telling(Part::Lead),
        telling(Part::Title),
        // A stamp years late says nothing; a day that the report names with its year may.
        dated
            .iter()
            .filter(|_| !story.days.is_empty())
            .map(|&day| story.days_from(Some(day)))
            .fold(f32::NAN, f32::min),
        gap(dated.last()),
    ]
}
