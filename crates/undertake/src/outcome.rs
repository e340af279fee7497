//! How an undertaking ended, where the words right over its cue say so: "broke its promise to".

use crosswire_annotate::Token;
use crosswire_extract::is_negated;

use crate::Outcome;
use crate::lists::outcome;

/// What the words over and before a cue make of it.
pub(crate) fn of(cue: Token<'_>) -> Outcome {
    let mut over = cue;
    // "did not live up to the pledges", "reneged on its promise"
    for _ in 0..3 {
        if over.is_root() {
            break;
        }
        over = over.head();
        if !matches!(over.pos(), "VERB" | "ADP" | "ADV") {
            break;
        }
        if over.pos() == "VERB" {
            return of_verb(over).unwrap_or(Outcome::Open);
        }
    }
    if cue.pos() == "VERB" {
        let again = cue
            .children()
            .any(|child| child.dep() == "advmod" && (child.is("again") || child.is("repeatedly")));
        if again {
            return Outcome::Repeated;
        }
        return of_verb(cue).unwrap_or(Outcome::Open);
    }
    let broken = cue
        .children()
        .any(|child| child.dep() == "amod" && child.is("broken"));
    if broken {
        Outcome::Broken
    } else {
        Outcome::Open
    }
}

fn of_verb(verb: Token<'_>) -> Option<Outcome> {
    let lemma = verb.lemma().to_lowercase();
    let particle = verb
        .children()
        .filter(|child| matches!(child.dep(), "prt" | "advmod" | "acomp") || child.dep() == "prep")
        .find_map(|child| outcome(&format!("{lemma} {}", child.text().to_lowercase())));
    let found = particle.or_else(|| outcome(&lemma))?;
    let unable = |word: Token<'_>| {
        matches!(
            word.lemma(),
            "fail" | "refuse" | "unwilling" | "unable" | "decline" | "neglect"
        )
    };
    let negated = is_negated(verb) || matches!(verb.dep(), "xcomp" | "acl") && unable(verb.head());
    let future = verb
        .children()
        .any(|child| child.dep() == "aux" && (child.tag() == "MD" || child.is("to")))
        && !unable(verb.head());
    match found {
        _ if future => None,
        Outcome::Met if negated => Some(Outcome::Broken),
        _ if negated => None,
        found => Some(found),
    }
}
