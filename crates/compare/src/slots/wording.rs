//! Questions and explanations, one plain line each.

use crosswire_quantities::Kind;

use super::fact::Fact;
use super::lexicon::Counts;
use crate::FindingKind;

/// The question that a slot answers.
pub(super) fn question(one: &Fact, two: &Fact) -> String {
    let nouns = || [one, two].into_iter().filter_map(|fact| fact.noun.clone());
    let noun = nouns()
        .find(|noun| !matches!(noun.as_str(), "person" | "he" | "she" | "they" | "who"))
        .or_else(|| nouns().next())
        .unwrap_or_default();
    match (one.kind, one.family.or(two.family)) {
        (Kind::Age, _) => match noun.as_str() {
            "" => "How old?".to_owned(),
            noun => format!("How old is the {noun}?"),
        },
        (Kind::Count, Some(family)) if family.get().counts == Counts::People => {
            family.get().question.to_owned()
        }
        (Kind::Count, _) => format!("How many {}?", plural(&noun)),
        (Kind::Measure, Some(family)) if family.get().counts == Counts::Measure => {
            format!("{} ({noun})", family.get().question)
        }
        (Kind::Measure, _) => format!("What does the {noun} measure?"),
        (_, Some(family)) => family.get().question.to_owned(),
        _ => "How much?".to_owned(),
    }
}

/// Why two values part.
pub(super) fn explanation(kind: FindingKind, one: &Fact, two: &Fact) -> String {
    match kind {
        FindingKind::Update => format!(
            "{} and {}: the number may have moved between the two reports",
            one.words, two.words
        ),
        FindingKind::Refinement => {
            let (sharp, rough) = if width(one) <= width(two) {
                (one, two)
            } else {
                (two, one)
            };
            format!(
                "{} and {} can both be right; the first says it more exactly",
                sharp.words, rough.words
            )
        }
        _ => format!("{} and {} cannot both be right", one.words, two.words),
    }
}

fn width(fact: &Fact) -> f64 {
    fact.range.high - fact.range.low
}

fn plural(noun: &str) -> String {
    if noun.is_empty() {
        return "of them".to_owned();
    }
    match noun {
        "person" => "people".to_owned(),
        "man" | "woman" => format!("{}en", &noun[..noun.len() - 2]),
        "child" => "children".to_owned(),
        _ if noun.ends_with('s') || noun.ends_with("sh") || noun.ends_with("ch") => {
            format!("{noun}es")
        }
        _ if noun.ends_with('y') && !noun.ends_with("ey") && !noun.ends_with("ay") => {
            format!("{}ies", &noun[..noun.len() - 1])
        }
        _ => format!("{noun}s"),
    }
}
