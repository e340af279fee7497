//! Whether two facts fill one slot, and whether both can be true.

use crosswire_quantities::{Kind, Operator, Range};

use super::bearer::Meet;
use super::fact::Fact;
use super::tables::Table;

impl Table<'_> {
    /// How sure it is that two facts fill one slot, their values apart; `None` where they cannot.
    pub(super) fn alike(&self, a: usize, b: usize) -> Option<f32> {
        let (one, two) = (&self.facts[a], &self.facts[b]);
        let steady = matches!(
            one.kind,
            Kind::Age | Kind::Measure | Kind::Duration | Kind::Money
        );
        if (one.planned != two.planned && !steady)
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
        let mut score = 0.5 * family + cosine.min(0.6) + 0.1 * f32::from(u8::from(same_noun));
        if same_predicate {
            score += 0.15;
        }
        if shared > 0 {
            score += 0.15;
        }
        if ratio > 1.5 && !change {
            score -= 0.15;
        }
        if one.place < 0.35 && two.place < 0.35 {
            score += 0.1;
        }
        if ratio < 1.25 {
            score += 0.1;
        }
        let meet = one.bearer.meet(&two.bearer);
        match one.kind {
            Kind::Money => {
                // Whose money, for what: the same parties, else most of the names must be the same.
                let named = shared > 0 && (shared as f32) >= 0.5 * more as f32;
                let unnamed = fewer == 0 && family > 0.0;
                match meet {
                    Meet::Other => return None,
                    Meet::Same => score += 0.2,
                    Meet::Likely if family > 0.0 => {}
                    Meet::Likely | Meet::Unknown if named => score -= 0.2,
                    Meet::Unknown if unnamed => score -= 0.1,
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
                score -= if meet == Meet::Same { 0.0 } else { 0.2 };
            }
            // The same word says what it is a share of.
            Kind::Percent => {
                if meet == Meet::Other && shared == 0 {
                    return None;
                }
                score += 0.35;
            }
            Kind::Measure | Kind::Duration => {
                if matches!(meet, Meet::Other | Meet::Unknown) {
                    return None;
                }
                score += match (one.family, two.family) {
                    (Some(_), Some(_)) => 0.1,
                    (None, None) => 0.4,
                    _ => 0.2,
                };
                if meet == Meet::Same {
                    score += 0.1;
                }
            }
            Kind::Score if shared < 2 => return None,
            Kind::Age => match meet {
                Meet::Other => return None,
                Meet::Same => score += 0.6,
                Meet::Likely => score += 0.3,
                Meet::Unknown => {}
            },
            Kind::Count => {
                let people = one.key == "count people-all";
                if people && family == 0.0 {
                    return None;
                }
                // One class of things that one thing happened to: "60 excavators", "80 diggers".
                if !people && !same_noun && family > 0.0 {
                    score += 0.1;
                }
                if fewer > 0 && shared == 0 && !people {
                    score -= 0.15;
                }
                // Somebody named did it here, somebody unnamed there: nothing says it is the same.
                let unresolved = (one.bearer.by.is_empty() && one.bearer.unnamed)
                    != (two.bearer.by.is_empty() && two.bearer.unnamed)
                    && one.bearer.by.is_empty() != two.bearer.by.is_empty();
                let class = one.key.trim_start_matches("count ");
                if !people && !crate::lexicon::is_people(class) {
                    match meet {
                        Meet::Other => return None,
                        Meet::Same => score += 0.1,
                        _ if unresolved && family > 0.0 && shared == 0 => return None,
                        _ => {}
                    }
                }
                // Of those who did it, or came to help, one story has one number.
                if family == 0.0 && matches!(class, "attacker" | "bidder" | "rescuer" | "suspect") {
                    score += 0.3;
                }
            }
            _ => {}
        }
        Some(score)
    }
}

/// Whether two values leave no number for both, whatever rounding is allowed for.
pub(super) fn cannot_both_be(one: &Fact, two: &Fact) -> bool {
    if !same_direction(one, two) {
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

pub(super) fn same_direction(one: &Fact, two: &Fact) -> bool {
    one.words.starts_with("down ") == two.words.starts_with("down ") || one.kind != Kind::Percent
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
    fact.kind == Kind::Percent && fact.key.starts_with("percent change")
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
        Kind::Count if fact.key == "count people-all" => 0.5,
        Kind::Count => 0.55,
        Kind::Measure | Kind::Duration | Kind::Percent => 0.55,
        Kind::Score => 0.5,
        _ => 0.6,
    }
}
