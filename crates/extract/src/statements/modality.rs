//! Whether a clause is affirmed, and whether it is told as a fact, a plan or a possibility.

use std::collections::HashMap;
use std::sync::LazyLock;

use crosswire_annotate::Token;

use crate::{Factuality, Polarity, StatementKind};

const TABLE: &str = include_str!("../../data/factuality.txt");

/// What a word makes of the clause below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    Negative,
    Is(Factuality),
}

static WORDS: LazyLock<HashMap<&'static str, Effect>> = LazyLock::new(|| {
    rows()
        .filter_map(|row| {
            let (word, effect) = row.split_once(' ')?;
            Some((
                word,
                match effect {
                    "negative" => Effect::Negative,
                    "planned" => Effect::Is(Factuality::Planned),
                    "predicted" => Effect::Is(Factuality::Predicted),
                    "requested" => Effect::Is(Factuality::Requested),
                    "possible" | "attempted" | "claimed" => Effect::Is(Factuality::Possible),
                    _ => return None,
                },
            ))
        })
        .collect()
});

fn rows() -> impl Iterator<Item = &'static str> {
    TABLE
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Judges the clause under `top` (the verb, or the copula of a noun) whose predicate is `said`.
pub(super) fn judge(
    top: Token<'_>,
    said: Token<'_>,
    kind: StatementKind,
) -> (Polarity, Factuality) {
    let mut negative = is_negated(top) ^ (said.index() != top.index() && is_negated(said));
    let mut factuality = own_factuality(top).unwrap_or(Factuality::Asserted);
    // What stands over it: "failed to land", "plans to launch", "is expected to rise".
    let mut at = top;
    for _ in 0..3 {
        if !matches!(
            at.dep(),
            "xcomp" | "ccomp" | "acl" | "pcomp" | "conj" | "oprd"
        ) || at.is_root()
        {
            break;
        }
        let above = at.head();
        let infinitive = has_to(at) || at.dep() == "pcomp" || at.tag() == "VBG";
        if at.dep() == "conj" {
            // "may not be sold or lent": the second verb stands under the first one's auxiliaries.
            if !at.children().any(|child| {
                matches!(child.dep(), "aux" | "nsubj" | "nsubjpass" | "neg") && !child.is("to")
            }) && matches!(above.pos(), "VERB" | "AUX")
            {
                if let Some(own) = own_factuality(above) {
                    factuality = stronger(factuality, own);
                }
                if above
                    .children()
                    .any(|child| child.is("or") || child.is("nor"))
                {
                    negative ^= is_negated(above);
                }
            }
        } else {
            let content = at.dep() == "ccomp" && !infinitive;
            match WORDS.get(above.lemma().to_lowercase().as_str()) {
                Some(Effect::Negative) if !content => negative = !negative,
                Some(&Effect::Is(effect)) if !content || effect != Factuality::Requested => {
                    if is_negated(above) && factuality == Factuality::Asserted {
                        negative = !negative;
                    }
                    factuality = stronger(factuality, effect);
                }
                _ if infinitive && matches!(above.lemma(), "unable" | "impossible") => {
                    negative = !negative;
                }
                _ if infinitive && matches!(above.lemma(), "likely" | "due" | "ready") => {
                    factuality = stronger(factuality, Factuality::Predicted);
                }
                _ => {}
            }
            if at.dep() == "xcomp"
                && let Some(own) = own_factuality(above)
            {
                factuality = stronger(factuality, own);
            }
        }
        at = above;
    }
    if kind == StatementKind::Nominal {
        factuality = factuality_of_noun(top);
    }
    if factuality == Factuality::Asserted && is_question(top) {
        factuality = Factuality::Possible;
    }
    let polarity = if negative {
        Polarity::Negative
    } else {
        Polarity::Positive
    };
    (polarity, factuality)
}

/// The first thing that takes a clause out of fact stays, whatever stands above it.
fn stronger(inner: Factuality, outer: Factuality) -> Factuality {
    if inner == Factuality::Asserted {
        outer
    } else {
        inner
    }
}

fn has_to(verb: Token<'_>) -> bool {
    verb.children()
        .any(|child| child.dep() == "aux" && child.is("to"))
}

fn is_negated(token: Token<'_>) -> bool {
    let mut count = 0;
    for child in token.children() {
        if child.dep() == "neg" || child.is("never") {
            count += 1;
        }
        let nothing = matches!(
            child.dep(),
            "nsubj" | "nsubjpass" | "dobj" | "attr" | "expl"
        );
        if nothing
            && (is_nothing(child)
                || child
                    .children()
                    .any(|det| det.dep() == "det" && (det.is("no") || det.is("neither"))))
        {
            count += 1;
        }
        // "without hitting ..." is a clause of its own; "in no way" is not seen.
    }
    if token.dep() == "pcomp" && token.head().is("without") {
        count += 1;
    }
    count % 2 == 1
}

fn is_nothing(token: Token<'_>) -> bool {
    ["nobody", "none", "nothing", "nowhere", "neither"]
        .iter()
        .any(|word| token.is(word))
        || (token.is("one") && token.children().any(|child| child.is("no")))
}

fn own_factuality(verb: Token<'_>) -> Option<Factuality> {
    for child in verb.children() {
        let word = child.text().to_ascii_lowercase();
        match (child.dep(), word.as_str()) {
            ("aux", "may" | "might" | "could" | "can") => return Some(Factuality::Possible),
            ("aux", "would" | "should" | "must") => return Some(Factuality::Conditional),
            ("aux", "will" | "shall" | "'ll" | "’ll") => return Some(Factuality::Planned),
            (
                "advmod",
                "possibly" | "perhaps" | "maybe" | "probably" | "likely" | "potentially",
            ) => {
                return Some(Factuality::Possible);
            }
            ("mark", "if" | "unless" | "whether" | "until" | "before") => {
                return Some(Factuality::Conditional);
            }
            _ => {}
        }
    }
    // "is to launch": a plan.
    (verb.dep() == "xcomp" && has_to(verb) && verb.head().lemma() == "be")
        .then_some(Factuality::Planned)
}

/// "a planned launch", "the alleged attack", "plans for a launch", "an attempt".
fn factuality_of_noun(noun: Token<'_>) -> Factuality {
    for child in noun.children() {
        match child.text().to_ascii_lowercase().as_str() {
            "planned" | "scheduled" | "proposed" | "upcoming" | "forthcoming" | "intended" => {
                return Factuality::Planned;
            }
            "possible" | "potential" | "alleged" | "suspected" | "attempted" | "apparent" => {
                return Factuality::Possible;
            }
            "expected" | "anticipated" | "imminent" => return Factuality::Predicted,
            _ => {}
        }
    }
    Factuality::Asserted
}

fn is_question(token: Token<'_>) -> bool {
    let doc = token.doc();
    let sentence = doc.sentence_of(token.index());
    sentence
        .rev()
        .take(3)
        .any(|i| doc.token(i).text().contains('?'))
}

#[cfg(test)]
mod tests {
    use super::{WORDS, rows};

    #[test]
    fn the_table_is_sorted_unique_and_whole() {
        let all: Vec<_> = rows().collect();
        assert!(all.is_sorted_by(|a, b| a < b));
        assert_eq!(all.len(), WORDS.len());
    }
}
