//! What is no contradiction whoever found it: numbers that can all be true, a part laid against those that it is
//! part of, the days of two sayings, the counter of a picture gallery.

use std::collections::BTreeSet;

use crosswire_annotate::Token;
use crosswire_quantities::Range;

use crate::candidates::Side;
use crate::lexicon::{self, Set};
use crate::told::Told;
use crate::{About, Normal, NormalInterval};

use super::Judged;

/// Classes of people of whom there are fewer than of people.
const NARROW: [&str; 3] = ["man", "woman", "child"];
const ALL_PEOPLE: &str = "people-all";

/// Leaves the sides of a contradiction that another speaks against; whether there are two answers still.
pub(super) fn still_part(told: &Told<'_>, judged: &mut Judged) -> bool {
    // Rules give an age the noun of whoever has it.
    let is_counted = judged.rule.is_none();
    judged.sides.retain(|side| !is_gallery(told, side));
    let all = judged.sides.clone();
    judged.sides.retain(|side| {
        let mut others = all.iter().filter(|other| other.answer != side.answer);
        others.any(|other| can_part(&side.normal, &other.normal, is_counted))
    });
    let first = judged.sides.first().map(|side| side.answer);
    judged.sides.iter().any(|side| Some(side.answer) != first) && !are_two_sayings(told, judged)
}

/// Whether the times are of what is said with other numbers: "31 are dead, she said on Wednesday", "36 are dead, she said
/// on Thursday".
fn are_two_sayings(told: &Told<'_>, judged: &Judged) -> bool {
    let said: Option<Vec<BTreeSet<String>>> = match judged.about {
        About::Time => judged
            .sides
            .iter()
            .map(|side| said_with(told, side))
            .collect(),
        _ => None,
    };
    let apart = |two: &[BTreeSet<String>]| {
        !two[0].is_empty() && !two[1].is_empty() && two[0].is_disjoint(&two[1])
    };
    said.is_some_and(|said| said.windows(2).any(apart))
}

/// The numbers of a side's sentence but its own time; `None` where the time is not that of a saying.
fn said_with(told: &Told<'_>, side: &Side) -> Option<BTreeSet<String>> {
    let annotated = &told.story.reports[side.report].annotated;
    let at = side.value_at.unwrap_or(side.passage);
    let (_, block) = annotated.block_of(at)?;
    let own = block.tokens(at);
    let tokens = || own.clone().map(|at| block.doc.token(at));
    let dated = |token: &Token<'_>| {
        let entity = token.entity();
        entity.is_some_and(|entity| matches!(&*entity.label, "DATE" | "TIME"))
    };
    let time = tokens().find(|token| side.value_at.is_some() || dated(token))?;
    let verb = time.ancestors().find(|token| token.pos() == "VERB")?;
    if !Set::Telling.has(verb.lemma()) && !Set::Saying.has(verb.lemma()) {
        return None;
    }
    let sentence = block.doc.sentence_of(own.start);
    let all = sentence.map(|at| block.doc.token(at));
    let numbers = all.filter(|token| token.pos() == "NUM" && !dated(token));
    Some(numbers.map(|token| token.lemma().to_lowercase()).collect())
}

/// Whether two values can speak against each other, true of what is no number; and whether their units are what is counted.
fn can_part(one: &Normal, two: &Normal, is_counted: bool) -> bool {
    let (Normal::Interval(one), Normal::Interval(two)) = (one, two) else {
        return true;
    };
    let class = |unit: &str| lexicon::noun_class(unit);
    let is_part = |one: &str, two: &str| {
        class(one).is_some_and(|class| NARROW.contains(&class)) && class(two) == Some(ALL_PEOPLE)
    };
    let are_part = is_part(&one.unit, &two.unit) || is_part(&two.unit, &one.unit);
    !(is_counted && are_part) && are_disjoint(one, two)
}

/// Whether no number is in both, or each gives an end that the other has not: "up to 50", "30 to 50".
fn are_disjoint(one: &NormalInterval, two: &NormalInterval) -> bool {
    let (low, high) = if one.low <= two.low {
        (one, two)
    } else {
        (two, one)
    };
    let apart = range(low).is_disjoint(&range(high));
    let is_bound = |of: &NormalInterval| of.low <= 0.0 && of.high.is_finite();
    apart || is_bound(low) && high.low < high.high && !is_bound(high)
}

fn range(of: &NormalInterval) -> Range {
    Range {
        low: of.low,
        high: of.high,
        low_open: of.low_open,
        high_open: of.high_open,
    }
}

/// Whether a side's words are of the captions of a gallery run together: "at the gate Ola Brandt 7/8 Forty people".
fn is_gallery(told: &Told<'_>, side: &Side) -> bool {
    let report = told.story.reports[side.report].annotated.report();
    let words: Vec<&str> = report.words(side.passage).split_whitespace().collect();
    words.windows(2).any(|pair| {
        let begins = pair[1].starts_with(|char: char| char.is_uppercase() || char.is_ascii_digit());
        begins && is_counter(pair[0])
    })
}

/// "7/8": which of how many.
fn is_counter(word: &str) -> bool {
    let number = |word: &str| word.parse::<u8>().ok();
    let counted = word
        .split_once('/')
        .and_then(|(which, of)| Some((number(which)?, number(of)?)));
    counted.is_some_and(|(which, of)| 0 < which && which <= of)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(low: f64, high: f64, unit: &str) -> Normal {
        Normal::Interval(NormalInterval {
            low,
            high,
            low_open: true,
            high_open: false,
            unit: unit.to_owned(),
        })
    }

    #[test]
    fn numbers_that_can_all_be_true_part_nobody() {
        let more = number(80.0, f64::INFINITY, "passenger");
        let exact = |n: f64| number(n - 1.0, n, "passenger");
        assert!(!can_part(&more, &exact(87.0), true));
        assert!(can_part(&more, &exact(80.0), true) && can_part(&exact(86.0), &exact(87.0), true));
        assert!(can_part(&Normal::None, &more, true));
        let (up_to, between) = (
            number(0.0, 50.0, "passenger"),
            number(30.0, 50.0, "passenger"),
        );
        assert!(
            can_part(&up_to, &between, true)
                && !can_part(&number(20.0, 60.0, "passenger"), &between, true)
        );
    }

    #[test]
    fn a_part_is_not_set_against_all() {
        let of = |n: f64, unit: &str| number(n - 0.5, n, unit);
        assert!(!can_part(&of(17.0, "man"), &of(18.0, "people"), true));
        assert!(can_part(&of(17.0, "man"), &of(18.0, "man"), true));
    }

    #[test]
    fn a_counter_says_which_of_how_many() {
        assert!(is_counter("7/8") && is_counter("1/12"));
        for word in ["0/8", "24/7", "7/x", "2030/31", "and/or"] {
            assert!(!is_counter(word), "{word}");
        }
    }
}
