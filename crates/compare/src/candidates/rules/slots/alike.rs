//! Whether two facts fill one slot, and whether both can be true.

use crosswire_quantities::{Kind, Operator, Range};

use super::fact::Fact;
use super::key::SlotKey;
use super::tables::Table;
use crate::lexicon::Set;
use crate::told::cast::Meet;

// What each sign is worth, on the scale of the least scores at the foot of this file. Set by hand on
// `news`; the learned judge of values has weights in `data` instead.
const ONE_FAMILY: f32 = 0.5;
const MOST_CONTEXT: f32 = 0.6;
const SAME_NOUN: f32 = 0.1;
const SAME_PREDICATE: f32 = 0.15;
const SHARED_NAME: f32 = 0.15;
/// Values whose ratio is beyond the first: the second is taken off.
const FAR: (f64, f32) = (1.5, 0.15);
/// Both in the first such share of their reports.
const EARLY: (f32, f32) = (0.35, 0.1);
/// Values whose ratio is below the first.
const NEAR: (f64, f32) = (1.25, 0.1);
const UNSURE_MOVER: f32 = 0.2;
const SAME_SHARE: f32 = 0.35;

mod money {
    pub(super) const SAME_BEARER: f32 = 0.2;
    pub(super) const BY_NAMES_ALONE: f32 = 0.2;
    pub(super) const NO_NAMES: f32 = 0.1;
}

mod measure {
    pub(super) const BOTH_FAMILIES: f32 = 0.1;
    pub(super) const ONE_FAMILY: f32 = 0.2;
    pub(super) const NO_FAMILY: f32 = 0.4;
    pub(super) const SAME_BEARER: f32 = 0.1;
}

mod age {
    pub(super) const SAME_BEARER: f32 = 0.6;
    pub(super) const LIKELY_BEARER: f32 = 0.3;
}

mod count {
    pub(super) const ONE_CLASS: f32 = 0.1;
    pub(super) const OTHER_NAMES: f32 = 0.15;
    pub(super) const SAME_BEARER: f32 = 0.1;
    pub(super) const ONE_NUMBER_A_STORY: f32 = 0.3;
}

impl Table<'_> {
    /// How sure it is that two facts fill one slot, their values apart; `None` where they cannot.
    pub(super) fn alike(&self, a: usize, b: usize) -> Option<f32> {
        let (one, two) = (&self.facts[a], &self.facts[b]);
        let steady = matches!(
            one.kind,
            Kind::Age | Kind::Measure | Kind::Duration | Kind::Money
        );
        if (one.stance.is_planned() != two.stance.is_planned() && !steady)
            || (one.qualifiers != two.qualifiers && one.kind != Kind::Age)
        {
            return None;
        }
        let family = match (one.family, two.family) {
            (Some(x), Some(y)) if x == y => 1.0,
            (Some(_), Some(_)) => return None,
            _ => 0.0,
        };
        let ratio = ratio(one, two);
        let change = is_change(one);
        if !near(one, two) {
            return None;
        }
        let shared = one
            .names
            .iter()
            .filter(|name| two.names.contains(name))
            .count();
        let (fewer, more) = (
            one.names.len().min(two.names.len()),
            one.names.len().max(two.names.len()),
        );
        let cosine = self.contexts.cosine(&one.bag, &two.bag);
        let same_noun = one.noun.is_some() && one.noun == two.noun;
        let same_predicate = !one.predicate.is_empty() && one.predicate == two.predicate;
        let mut score = ONE_FAMILY * family + cosine.min(MOST_CONTEXT);
        if same_noun {
            score += SAME_NOUN;
        }
        if same_predicate {
            score += SAME_PREDICATE;
        }
        if shared > 0 {
            score += SHARED_NAME;
        }
        if ratio > FAR.0 && !change {
            score -= FAR.1;
        }
        if one.place < EARLY.0 && two.place < EARLY.0 {
            score += EARLY.1;
        }
        if ratio < NEAR.0 {
            score += NEAR.1;
        }
        let meet = one.bearer.meet(&two.bearer);
        match one.kind {
            Kind::Money => {
                // Whose money, for what: the same parties, else most of the names must be the same.
                let named = shared > 0 && 2 * shared >= more;
                let unnamed = fewer == 0 && family > 0.0;
                match meet {
                    Meet::Other => return None,
                    Meet::Same => score += money::SAME_BEARER,
                    Meet::Likely if family > 0.0 => {}
                    Meet::Likely | Meet::Unknown if named => score -= money::BY_NAMES_ALONE,
                    Meet::Unknown if unnamed => score -= money::NO_NAMES,
                    Meet::Likely | Meet::Unknown => return None,
                }
            }
            Kind::Percent if change => {
                let nouns = (&one.bearer.nouns, &two.bearer.nouns);
                let apart = !nouns.0.is_empty()
                    && !nouns.1.is_empty()
                    && !nouns.0.iter().any(|noun| nouns.1.contains(noun));
                if apart || matches!(meet, Meet::Other | Meet::Unknown) {
                    return None;
                }
                if meet != Meet::Same {
                    score -= UNSURE_MOVER;
                }
            }
            // The same word says what it is a share of.
            Kind::Percent => {
                if meet == Meet::Other && shared == 0 {
                    return None;
                }
                score += SAME_SHARE;
            }
            Kind::Measure | Kind::Duration => {
                if matches!(meet, Meet::Other | Meet::Unknown) {
                    return None;
                }
                score += match (one.family, two.family) {
                    (Some(_), Some(_)) => measure::BOTH_FAMILIES,
                    (None, None) => measure::NO_FAMILY,
                    _ => measure::ONE_FAMILY,
                };
                if meet == Meet::Same {
                    score += measure::SAME_BEARER;
                }
            }
            Kind::Score if shared < 2 => return None,
            Kind::Age => match meet {
                Meet::Other => return None,
                Meet::Same => score += age::SAME_BEARER,
                Meet::Likely => score += age::LIKELY_BEARER,
                Meet::Unknown => {}
            },
            Kind::Count => {
                let people = one.key.is_everybody();
                if people && family == 0.0 {
                    return None;
                }
                // One class of things that one thing happened to: "60 excavators", "80 diggers".
                if !people && !same_noun && family > 0.0 {
                    score += count::ONE_CLASS;
                }
                if fewer > 0 && shared == 0 && !people {
                    score -= count::OTHER_NAMES;
                }
                // Somebody named did it here, somebody unnamed there: nothing says it is the same.
                let unresolved = (one.bearer.by.is_empty() && one.bearer.unnamed)
                    != (two.bearer.by.is_empty() && two.bearer.unnamed)
                    && one.bearer.by.is_empty() != two.bearer.by.is_empty();
                let class = one.key.counted().unwrap_or_default();
                if !people && !crate::lexicon::is_people(class) {
                    match meet {
                        Meet::Other => return None,
                        Meet::Same => score += count::SAME_BEARER,
                        _ if unresolved && family > 0.0 && shared == 0 => return None,
                        _ => {}
                    }
                }
                // Of those who did it, or came to help, one story has one number.
                if family == 0.0 && Set::Doer.has(class) {
                    score += count::ONE_NUMBER_A_STORY;
                }
            }
            _ => {}
        }
        Some(score)
    }
}

/// Whether two values leave no number for both, whatever rounding is allowed for.
pub(super) fn cannot_both_be(one: &Fact, two: &Fact) -> bool {
    if one.falls != two.falls {
        return true;
    }
    if one.kind == Kind::Score {
        let order = |fact: &Fact| {
            let aside = fact.aside.map_or(0.0, |aside| aside.low);
            (fact.range.low.max(aside), fact.range.low.min(aside))
        };
        return order(one) != order(two);
    }
    if !one.range.is_disjoint(&two.range) {
        return false;
    }
    if one.tolerance.is_disjoint(&two.tolerance) {
        return true;
    }
    // "as many as 20" and "more than 20" meet by rounding, but were said to exclude each other.
    let (low, high) = if one.range.low < two.range.low {
        (one, two)
    } else {
        (two, one)
    };
    let bounded = matches!(
        low.operator,
        Operator::UpTo | Operator::AtMost | Operator::LessThan
    );
    let beyond = matches!(high.operator, Operator::MoreThan | Operator::JustOver);
    let exact = low.operator == Operator::Exact && low.range.low % 10.0 != 0.0;
    beyond && (bounded || exact)
}

/// How many times the larger value is of the smaller one.
pub(super) fn ratio(one: &Fact, two: &Fact) -> f64 {
    let (x, y) = (middle(&one.range), middle(&two.range));
    let (small, large) = (x.min(y), x.max(y));
    if small <= 0.0 {
        return f64::INFINITY;
    }
    large / small
}

fn middle(range: &Range) -> f64 {
    match (range.low.is_finite(), range.high.is_finite()) {
        (true, true) if range.low == 0.0 => range.high,
        (true, true) => (range.low + range.high) / 2.0,
        (true, false) => range.low,
        (false, true) => range.high,
        (false, false) => 0.0,
    }
}

fn is_change(fact: &Fact) -> bool {
    fact.key == SlotKey::Change
}

/// Whether two numbers are near enough to be answers to one question.
pub(super) fn near(one: &Fact, two: &Fact) -> bool {
    is_change(one) || one.kind == Kind::Score || ratio(one, two) <= most_apart(one)
}

/// Beyond this ratio two values are not answers to one question. Measured on prototypes: the best
/// guard of precision there is.
fn most_apart(fact: &Fact) -> f64 {
    match fact.kind {
        Kind::Age => 1.6,
        Kind::Money => 1.5,
        _ => 2.0,
    }
}

/// The score from which two facts fill one slot.
pub(super) fn least(fact: &Fact) -> f32 {
    match fact.kind {
        Kind::Age => 0.4,
        Kind::Count if fact.key.is_everybody() => 0.5,
        Kind::Count => 0.55,
        Kind::Measure | Kind::Duration | Kind::Percent => 0.55,
        Kind::Score => 0.5,
        _ => 0.6,
    }
}
