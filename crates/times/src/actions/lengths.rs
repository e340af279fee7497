//! Lengths of time and what repeats.

use super::dates::merged;
use super::numbers::amounts;
use super::relative::{step_of, unit_of};
use crate::Modifier;
use crate::meaning::{Amount, Anchor, Length, Meaning, Repeat};
use crate::parse::Match;

pub(super) fn length(m: &Match<'_>, amount: Option<Amount>) -> Option<Length> {
    let (unit, times) = unit_of(m)?;
    let amount = match amount? {
        Amount::Exact(n) if n >= 1e6 => return None,
        Amount::Exact(n) => Amount::Exact(n * f64::from(times)),
        amount => amount,
    };
    let modifier = m.meanings().find_map(|(_, meaning)| match meaning {
        Meaning::Modifier(modifier) => Some(modifier),
        _ => None,
    });
    let about = m.says("so") || m.says("or");
    let modifier = modifier.or(about.then_some(Modifier::Approx));
    Some(Length {
        amount,
        unit,
        and: None,
        modifier,
        lies: None,
    })
}

pub(super) fn length_lies(m: &Match<'_>) -> Option<Meaning> {
    let step = step_of(m);
    let amount = amounts(m).next().or(Some(Amount::Vague));
    let length = length(m, amount)?;
    let anchor =
        if m.says("following") || m.says("previous") || m.says("preceding") || m.says("subsequent")
        {
            Anchor::Text
        } else {
            Anchor::Document
        };
    Some(Meaning::Length(Length {
        lies: Some((step.unwrap_or(-1) > 0, anchor)),
        ..length
    }))
}

pub(super) fn length_sum(m: &Match<'_>) -> Option<Meaning> {
    let (Meaning::Length(a), Meaning::Length(b)) =
        (m.parts.first()?.item.meaning, m.parts.last()?.item.meaning)
    else {
        return None;
    };
    match b.amount {
        Amount::Exact(n) if b.unit < a.unit && a.and.is_none() && b.and.is_none() => {
            Some(Meaning::Length(Length {
                and: Some((n, b.unit)),
                ..a
            }))
        }
        _ => None,
    }
}

pub(super) fn every(m: &Match<'_>) -> Option<Meaning> {
    let repeat = match m.parts.iter().find_map(|part| match m.meaning(part) {
        Meaning::Length(length) => Some(Repeat::Every(length)),
        Meaning::Repeat(repeat) => Some(repeat),
        _ => None,
    }) {
        Some(repeat) => repeat,
        None if unit_of(m).is_some() => Repeat::Every(length(m, Some(Amount::Exact(1.0)))?),
        None => Repeat::Point(merged(m)?),
    };
    Some(Meaning::Repeat(repeat))
}
