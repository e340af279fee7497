//! Whether two claims that speak against each other are of one matter: a judge of its own, since what is so
//! here and not so there is seldom true of what shares the words, and mostly where the same ones take part.
//!
//! Trained on stories that were written for it (`evals/twins`) and on what readers judged (`training/against`).

use std::sync::LazyLock;

use crosswire_forest::Forest;

use super::features::{self, Laid, Shown};
use super::row::Row;
use crate::candidates::Rule;
use crate::candidates::rules::contradict::{Lies, Route, lies};
use crate::judge::Judged;
use crate::told::Told;
use crate::told::cast::Meet;
use crate::told::claims::Claim;

/// From which chance on it is told: of 340 that were handed on of 700 stories three are told then, two of them rightly
/// (`training/against`).
pub(super) const LEAST: f32 = 0.65;
/// From which confidence on the engine found most of the words around in both.
pub(super) const LEAST_SURE: f64 = 0.5;

static AGAINST: LazyLock<Forest> = LazyLock::new(|| {
    let forest = Forest::parse(include_bytes!("../../../data/against.forest"));
    forest.expect("a test reads the weights")
});

/// How likely it is that both cannot be true.
pub(super) fn chance(row: &[f32]) -> f32 {
    AGAINST.probability(row)
}

/// What it tells apart.
#[cfg(test)]
pub(super) fn classes() -> &'static [String] {
    AGAINST.classes()
}

/// The row of two claims that are set against each other; nothing for findings of other rules.
pub(super) fn row(
    told: &Told<'_>,
    laid: Laid<'_>,
    judged: &Judged,
    (one, two): (Shown<'_>, Shown<'_>),
    names: Option<Vec<String>>,
) -> Option<Row> {
    if judged.rule != Some(Rule::Contradicted) {
        return None;
    }
    let of = |shown: Shown<'_>| {
        told.claims.iter().find(|claim| {
            claim.report == shown.report
                && claim.passage == shown.passage
                && claim.shown == shown.value
        })
    };
    let (a, b) = (of(one)?, of(two)?);
    let mut row = Row {
        names,
        ..Row::default()
    };
    row.put("score", judged.confidence as f32);
    lying(&mut row, lies(a, b)?);
    claims(&mut row, a, b);
    features::of_words(&mut row, laid, one, two);
    Some(row)
}

/// By what they speak against each other, and who takes part in both.
fn lying(row: &mut Row, lies: Lies) {
    row.put(
        "by",
        match lies.route {
            Route::Root => 0.0,
            Route::Alike => 1.0,
            Route::Opposite => 2.0,
            Route::Share => 3.0,
        },
    );
    row.put("part", lies.part as f32);
    row.put("agents", met(lies.agents));
    row.put("patients", met(lies.patients));
    row.put("across", met(lies.across));
    row.put("met", f32::from(lies.met()));
    row.put("moves", flag(lies.moves));
}

/// As what each is told.
fn claims(row: &mut Row, a: &Claim, b: &Claim) {
    let mut of_either = |name: &str, is: &dyn Fn(&Claim) -> bool| {
        row.put(name, flag(is(a)) + flag(is(b)));
    };
    of_either("so", &|claim| claim.so);
    of_either("things", &|claim| claim.thing);
    of_either("common", &|claim| claim.common);
    of_either("past", &|claim| claim.past);
    of_either("planned", &|claim| claim.planned);
    of_either("so_far", &|claim| claim.so_far);
    of_either("timed", &|claim| !claim.times.is_empty());
    of_either("attributed", &|claim| claim.source.is_some());
    of_either("agent", &|claim| claim.agent.is_some());
    of_either("patient", &|claim| claim.patient.is_some());
    of_either("pronouns", &|claim| {
        let mut parties = [&claim.agent, &claim.patient].into_iter().flatten();
        parties.any(|party| party.pronoun)
    });
    row.put("one_lemma", flag(a.lemma == b.lemma));
}

fn met(meet: Meet) -> f32 {
    match meet {
        Meet::Other => -1.0,
        Meet::Unknown => 0.0,
        Meet::Likely => 1.0,
        Meet::Same => 2.0,
    }
}

fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}
