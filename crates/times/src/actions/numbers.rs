//! Amounts and ordinals from their words.

use super::dates::year;
use crate::class::Class;
use crate::meaning::{Amount, Meaning};
use crate::parse::Match;

pub(super) fn amounts(m: &Match<'_>) -> impl Iterator<Item = Amount> {
    m.meanings().filter_map(|(_, meaning)| match meaning {
        Meaning::Amount(amount) => Some(amount),
        _ => None,
    })
}

pub(super) fn amount(m: &Match<'_>) -> Option<Amount> {
    Some(amounts(m).next().unwrap_or(
        match m.parts.iter().any(|part| part.class == Some(Class::UNITS)) {
            true => Amount::Vague,
            false => Amount::Exact(1.0),
        },
    ))
}

pub(super) fn exact(m: &Match<'_>) -> Option<f64> {
    amounts(m).find_map(|amount| match amount {
        Amount::Exact(n) => Some(n),
        _ => None,
    })
}

pub(super) fn ordinal(m: &Match<'_>) -> Option<i32> {
    m.meanings().find_map(|(_, meaning)| match meaning {
        Meaning::Ordinal(n) => Some(n),
        _ => None,
    })
}

pub(super) fn sum(m: &Match<'_>) -> Option<Meaning> {
    let (mut total, mut ordinal) = (0.0, false);
    for (_, meaning) in m.meanings() {
        match meaning {
            Meaning::Amount(Amount::Exact(n)) => total += n,
            Meaning::Ordinal(n) => {
                total += f64::from(n);
                ordinal = true;
            }
            _ => {}
        }
    }
    Some(if ordinal {
        Meaning::Ordinal(total as i32)
    } else {
        Meaning::Amount(Amount::Exact(total))
    })
}

pub(super) fn product(m: &Match<'_>) -> Option<Meaning> {
    let mut total = 1.0;
    let mut scaled = false;
    for (class, meaning) in m.meanings() {
        if let Meaning::Amount(amount) = meaning {
            let Amount::Exact(n) = amount else {
                return None;
            };
            match class {
                Some(Class::SCALE) => {
                    total *= n;
                    scaled = true;
                }
                _ if scaled => total += n,
                _ => total = n,
            }
        }
    }
    Some(Meaning::Amount(Amount::Exact(total)))
}

pub(super) fn range(m: &Match<'_>) -> Option<Meaning> {
    let mut numbers = amounts(m).filter_map(|amount| match amount {
        Amount::Exact(n) => Some(n),
        _ => None,
    });
    let (low, high) = (numbers.next()?, numbers.next()?);
    (low < high).then_some(Meaning::Amount(Amount::Range(low, high)))
}

pub(super) fn year_words(m: &Match<'_>) -> Option<Meaning> {
    let mut numbers = amounts(m).filter_map(|amount| match amount {
        Amount::Exact(n) => Some(n as i16),
        _ => None,
    });
    // The first word ("nineteen") is literal in the rule, so its amount is not among the parts.
    let century = match m.text(m.parts.first()?).to_ascii_lowercase().as_str() {
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        _ => 20,
    };
    let rest = numbers.next()? + numbers.next().unwrap_or(0);
    year(century * 100 + rest)
}
