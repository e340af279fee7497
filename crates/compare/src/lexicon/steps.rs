//! Steps of a status, and the clauses that tell them.

use std::sync::LazyLock;

use super::{Relation, Row, rows};

/// What runs through steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Track {
    /// Brought in, passed, signed.
    Bill,
    /// Sought, arrested, charged, convicted.
    Case,
    /// How somebody is who was hurt.
    Condition,
    /// Talked of, agreed, signed.
    Deal,
    /// Whether a name is public.
    Identity,
    /// Why it was done.
    Motive,
    /// Thought of, nominated, confirmed.
    Post,
}

/// Whose a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    /// Of who does it: "surrendered", "died".
    Doer,
    /// Of whom it is done to: "was charged".
    Done,
}

/// One row: a step, and clauses that tell it.
#[derive(Debug)]
pub(crate) struct StatusStep {
    pub(crate) track: Track,
    /// How far it is along the track.
    pub(crate) rank: u8,
    pub(crate) called: &'static str,
    /// Whether the clause is denied.
    pub(crate) denied: bool,
    pub(crate) whose: Whose,
    /// Whether it is told only beside a word for little or none.
    pub(crate) little: bool,
    /// Whether it is also told where it is only possible.
    pub(crate) sought: bool,
    /// Whether it is only of a person, and told by a verb.
    pub(crate) person: bool,
    predicates: Vec<&'static str>,
    /// Any of these, each with all of its parts.
    with: Vec<Vec<&'static str>>,
}

impl StatusStep {
    fn of(row: Row) -> Option<StatusStep> {
        let (track, place) = row.name.split_once('.')?;
        let mut traits = row.traits.split("; ");
        let (predicates, with) = row.words.split_once(" | ")?;
        Some(StatusStep {
            track: match track {
                "case" => Track::Case,
                "condition" => Track::Condition,
                "identity" => Track::Identity,
                "motive" => Track::Motive,
                "bill" => Track::Bill,
                "post" => Track::Post,
                "deal" => Track::Deal,
                _ => return None,
            },
            rank: place
                .trim_end_matches(|char: char| char.is_ascii_lowercase())
                .parse()
                .ok()?,
            called: traits.next()?,
            denied: match traits.next()? {
                "denied" => true,
                "so" => false,
                _ => return None,
            },
            whose: match traits.next()? {
                "doer" => Whose::Doer,
                "done" => Whose::Done,
                _ => return None,
            },
            little: traits.clone().any(|more| more == "little"),
            sought: traits.clone().any(|more| more == "sought"),
            person: traits.clone().any(|more| more == "person"),
            predicates: predicates.split(' ').collect(),
            with: with
                .split(' ')
                .map(|all| all.split('+').collect())
                .collect(),
        })
    }

    /// Whether a clause with this predicate (its particle joined by "_") and these lemmas tells it.
    pub(crate) fn is_told(&self, predicate: &str, words: &[String]) -> bool {
        let any = |word: &str| word == "*";
        let holds = |all: &Vec<&str>| {
            all.iter()
                .all(|word| any(word) || words.iter().any(|own| own == word))
        };
        self.predicates
            .iter()
            .any(|known| any(known) || *known == predicate)
            && self.with.iter().any(holds)
    }
}

static STEPS: LazyLock<Vec<StatusStep>> =
    LazyLock::new(|| rows(Relation::Step).filter_map(StatusStep::of).collect());

/// All steps, by track and rank.
pub(crate) fn status_steps() -> &'static [StatusStep] {
    &STEPS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_a_step_and_in_order() {
        assert_eq!(rows(Relation::Step).count(), STEPS.len());
        assert!(STEPS.is_sorted_by_key(|step| (step.track, step.rank)));
        let lemmas = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let told = |predicate: &str, words: &[&str]| {
            let words: Vec<String> = lemmas(words);
            let step = STEPS.iter().find(|step| step.is_told(predicate, &words));
            step.map(|step| step.called)
        };
        assert_eq!(told("take", &["into", "custody"]), Some("in custody"));
        assert_eq!(told("take", &["bus"]), None);
    }
}
