//! Whether what the engines found is true, and worth a reader's time.
//!
//! The engines find more than holds: what one report tells as asked or planned and the other as done,
//! clauses of two moments that share their words, numbers of two things, a step of another's status, a
//! word more that adds nothing. Which of their findings are true is learned from 5,600 that readers
//! judged (`training/worth`), story by story: by what the clauses share and lack, by the sentences round
//! them, by values, statuses and cues of doubt in both. What is kept carries that chance as its confidence.

mod against;
mod clause;
mod clocks;
mod features;
pub(crate) mod measures;
mod row;
mod swaps;

use std::sync::LazyLock;

use crosswire_forest::Forest;

use crate::candidates::{Rule, Side};
use crate::judge::Judged;
use crate::told::Told;
use crate::{About, FindingKind};

use super::values::{Telling, Weighed};
pub use features::{Laid, OfValues, Shown};
use row::Row;

/// Classes of the forest, in order: false, true but not worth telling, true and worth telling.
pub const CLASSES: [&str; 3] = ["false", "idle", "worth"];

/// The row of what was judged; `None` for quotations, revisions and what one report tells, and where no
/// two reports show a sentence.
#[must_use]
pub fn features(
    told: &Told<'_>,
    telling: &Telling,
    values: &OfValues<'_>,
    judged: &Judged,
) -> Option<Vec<f32>> {
    filled(told, laid(told, telling, values), judged, None).map(|row| row.numbers)
}

/// The row of claims set against each other, with its names; `None` for what another rule found.
#[must_use]
pub fn against_features(
    told: &Told<'_>,
    telling: &Telling,
    values: &OfValues<'_>,
    judged: &Judged,
) -> Option<(Vec<String>, Vec<f32>)> {
    let laid = laid(told, telling, values);
    let row = against::row(told, laid, judged, sides(told, judged)?, Some(Vec::new()))?;
    Some((row.names?, row.numbers))
}

/// The names of a row, from any finding that has one.
#[must_use]
pub fn names(
    told: &Told<'_>,
    telling: &Telling,
    values: &OfValues<'_>,
    judged: &Judged,
) -> Option<Vec<String>> {
    filled(told, laid(told, telling, values), judged, Some(Vec::new()))?.names
}

fn filled(
    told: &Told<'_>,
    laid: Laid<'_>,
    judged: &Judged,
    names: Option<Vec<String>>,
) -> Option<Row> {
    let kind = match judged.kind {
        FindingKind::Agreement => 0.0,
        FindingKind::Refinement => 1.0,
        FindingKind::Conflict => 2.0,
        FindingKind::Update => 3.0,
        _ => return None,
    };
    let (one, two) = sides(told, judged)?;
    let mut row = Row {
        names,
        ..Row::default()
    };
    row.put("kind", kind);
    row.put("about", f32::from(about(judged.about)));
    row.put("score", judged.confidence as f32);
    row.put(
        "rule",
        judged.rule.map_or(-1.0, |rule| f32::from(rule as u8)),
    );
    let mut reports: Vec<usize> = judged.sides.iter().map(|side| side.report).collect();
    reports.sort_unstable();
    reports.dedup();
    row.put("told_by", reports.len() as f32);
    row.put("rows", judged.sides.len() as f32);
    features::fill(&mut row, laid, one, two);
    Some(row)
}

fn laid<'a>(told: &'a Told<'_>, telling: &'a Telling, values: &'a OfValues<'a>) -> Laid<'a> {
    Laid {
        sentences: &told.sentences,
        scene: &told.values,
        telling,
        values,
    }
}

fn about(about: About) -> u8 {
    match about {
        About::Time => 0,
        About::Place => 1,
        About::Quantity => 2,
        About::Participant => 3,
        About::Outcome => 4,
        About::Attribution => 5,
        About::Quote => 6,
    }
}

/// The clauses that stand for the finding: of two answers where it has two, of two reports always.
fn sides<'a>(told: &Told<'_>, judged: &'a Judged) -> Option<(Shown<'a>, Shown<'a>)> {
    let shown = |side: &'a Side| {
        let sentence = told.sentences.holding(side.report, side.passage)?;
        Some(Shown {
            report: side.report,
            sentence,
            passage: side.passage,
            value: &side.value,
            value_at: side.value_at,
            attributed: side.source.is_some(),
        })
    };
    let one = judged.sides.first()?;
    let others = || judged.sides.iter().filter(|side| side.report != one.report);
    let two = others()
        .find(|side| side.answer != one.answer)
        .or_else(|| others().next())?;
    Some((shown(one)?, shown(two)?))
}

/// Leaves out what is likely false or not worth telling; the others get how likely they are true.
pub(crate) fn keep(told: &Told<'_>, weighed: &[Weighed], judged: &mut Vec<Judged>) {
    let telling = super::values::telling(told.story);
    let values = of_values(weighed);
    let laid = laid(told, &telling, &values);
    let row = |one: &Judged| filled(told, laid, one, None).map(|row| row.numbers);
    judged.retain_mut(|one| {
        if one.kind.is_contradiction() && (clocks::are_one(one) || !measures::still_part(one)) {
            return false;
        }
        let Some(numbers) = row(one) else {
            return true;
        };
        let (chance, is_told) = match one.kind {
            FindingKind::Agreement => agreed(&numbers),
            FindingKind::Refinement => worth_of(&numbers, LEAST_REFINED),
            _ => parted(told, laid, one, &numbers),
        };
        if is_told && one.kind == FindingKind::Agreement {
            without_bystanders(one, |pair| {
                row(pair).is_some_and(|numbers| agreed(&numbers).1)
            });
        }
        one.confidence = f64::from(chance);
        is_told
    });
    without_times_of_steps(told, judged);
}

/// How likely a conflict or an update is true, and whether it is told. Claims that are set against each other are
/// told too where they are of one matter by their own judge.
fn parted(told: &Told<'_>, laid: Laid<'_>, one: &Judged, row: &[f32]) -> (f32, bool) {
    let chance = PARTS.probability(row);
    let own = sides(told, one).and_then(|sides| against::row(told, laid, one, sides, None));
    let Some(own) = own else {
        return (chance, chance >= LEAST_PARTED || is_sure(one));
    };
    let against = against::chance(&own.numbers);
    let by_words = one.confidence >= against::LEAST_SURE && chance >= LEAST_PARTED;
    let is_told = against >= against::LEAST || by_words || is_sure(one);
    (chance.max(against), is_told)
}

/// Leaves out of an agreement the reports that do not hold it with one of the two that were judged.
fn without_bystanders(agreed: &mut Judged, holds: impl Fn(&Judged) -> bool) {
    let Some(one) = agreed.sides.first().cloned() else {
        return;
    };
    let Some(two) = agreed.sides.iter().find(|side| side.report != one.report) else {
        return;
    };
    let judged = [one.clone(), two.clone()];
    let pair = Judged {
        sides: Vec::new(),
        ..agreed.clone()
    };
    let with = |own: &Side, other: &Side| {
        holds(&Judged {
            sides: vec![own.clone(), other.clone()],
            ..pair.clone()
        })
    };
    agreed.sides.retain(|side| {
        let is_judged = judged.iter().any(|own| own.report == side.report);
        is_judged || judged.iter().any(|own| with(own, side))
    });
}

/// From which chance on each is told, of agreements and refinements that of being worth telling: read off the
/// held-out tables in `evals/worth.md`.
const LEAST_AGREED: f32 = 0.26;
/// Nor is it told that reports agree where that is more likely false: of 20 such that two readers judged, 9 were.
const LEAST_TRUE: f32 = 0.5;
const LEAST_REFINED: f32 = 0.5;
const LEAST_PARTED: f32 = 0.35;
/// What its engine is so sure of that it is told whatever the chance: of such numbers more than half that
/// readers judged were true, and of contradictions in so many words, of days of a saying and of journals the
/// chance has seen few.
fn is_sure(one: &Judged) -> bool {
    match one.rule {
        Some(Rule::Number) => one.confidence >= 0.9,
        Some(Rule::Contradicted) => one.confidence >= 0.79,
        Some(Rule::Occasion | Rule::Journal) => true,
        Some(Rule::Time) => one.confidence >= 0.9,
        _ => false,
    }
}

/// Leaves out the times of what goes on: a step that is told of Sunday and a later one that is told of
/// Tuesday do not part on the day.
fn without_times_of_steps(told: &Told<'_>, judged: &mut Vec<Judged>) {
    let sentences = |one: &Judged| -> Vec<(usize, Option<usize>)> {
        let sides = one.sides.iter();
        let holding = |side: &Side| told.sentences.holding(side.report, side.passage);
        sides.map(|side| (side.report, holding(side))).collect()
    };
    let goes_on = |one: &&Judged| matches!(one.rule, Some(Rule::Status | Rule::Carried));
    let steps: Vec<_> = judged.iter().filter(goes_on).map(sentences).collect();
    judged.retain(|one| {
        if one.about != About::Time || one.kind == FindingKind::Agreement {
            return true;
        }
        let own = sentences(one);
        let is_of = |step: &Vec<_>| own.iter().all(|side| step.contains(side));
        !steps.iter().any(is_of)
    });
}

/// How likely an agreement is true, and whether it is told.
fn agreed(row: &[f32]) -> (f32, bool) {
    let (chance, is_worth) = worth_of(row, LEAST_AGREED);
    (chance, is_worth && chance >= LEAST_TRUE)
}

/// How likely an agreement or a refinement is true, and whether it is likely enough worth telling.
fn worth_of(row: &[f32], least: f32) -> (f32, bool) {
    let chances = WORTH.probabilities(row);
    (1.0 - chances[0], chances[2] >= least)
}

static WORTH: LazyLock<Forest> = LazyLock::new(|| {
    let forest = Forest::parse(include_bytes!("../../../data/worth.forest"));
    forest.expect("a test reads the weights")
});

static PARTS: LazyLock<Forest> = LazyLock::new(|| {
    let forest = Forest::parse(include_bytes!("../../../data/parts.forest"));
    forest.expect("a test reads the weights")
});

/// Pairs of values by where they stand.
#[must_use]
pub fn of_values(weighed: &[Weighed]) -> OfValues<'_> {
    let pairs = weighed.iter();
    pairs
        .map(|pair| ((pair.meeting.one, pair.meeting.two), pair))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_are_of_these_classes() {
        assert_eq!(WORTH.classes(), CLASSES);
        assert_eq!(PARTS.classes(), ["true"]);
        assert_eq!(WORTH.features(), PARTS.features());
        assert_eq!(against::classes(), ["true"]);
    }
}
