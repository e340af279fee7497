//! What stands over a clause, and what that makes of it.

use crosswire_annotate::Token;

use super::governor::{Governor, entry, governor, governor_of_noun, lookup, said_of_subject};
use super::own::{self, applied};
use super::table;
use super::{Stance, outer};
use crate::{Factuality, Polarity};

/// The stance of the clause of a verb.
pub(super) fn of_clause<'d>(
    verb: Token<'d>,
    said_so: &dyn Fn(Token<'d>) -> bool,
    levels: usize,
) -> Stance<'d> {
    if levels == 0 {
        return Stance::TOLD;
    }
    if verb.dep() == "conj" && matches!(verb.head().pos(), "VERB" | "AUX") {
        return applied(of_second(verb, said_so, levels), verb);
    }
    applied(around(verb, said_so, levels), verb)
}

/// "may not be sold or lent": the second verb stands under the first one's auxiliaries.
fn of_second<'d>(
    verb: Token<'d>,
    said_so: &dyn Fn(Token<'d>) -> bool,
    levels: usize,
) -> Stance<'d> {
    let first = verb.head();
    let of_its_own = verb.children().any(|child| {
        matches!(
            child.dep(),
            "aux" | "auxpass" | "nsubj" | "nsubjpass" | "neg"
        ) && !child.is("to")
    });
    let outside = around(first, said_so, levels - 1);
    if of_its_own {
        return if first.dep() == "ccomp" {
            outside
        } else {
            Stance::TOLD
        };
    }
    let whole = applied(outside, first);
    let joined = first
        .children()
        .any(|child| child.dep() == "cc" && child.is("or"));
    Stance {
        polarity: if joined {
            whole.polarity
        } else {
            outside.polarity
        },
        ..whole
    }
}

/// What the words over a verb make of its clause.
fn around<'d>(verb: Token<'d>, said_so: &dyn Fn(Token<'d>) -> bool, levels: usize) -> Stance<'d> {
    if levels == 0 || verb.is_root() {
        return Stance::TOLD;
    }
    match governor(verb) {
        Some(governor) => under(&governor, said_so, levels - 1),
        None => Stance::TOLD,
    }
}

/// The stance of an event told by a noun.
pub(super) fn of_noun<'d>(
    noun: Token<'d>,
    said_so: &dyn Fn(Token<'d>) -> bool,
    levels: usize,
) -> Stance<'d> {
    let mut stance = Stance::TOLD;
    if levels > 0
        && let Some(governor) = governor_of_noun(noun)
        && entry(&governor).is_some()
    {
        stance = under(&governor, said_so, levels - 1);
    }
    // "were not on strike"
    let state = noun.head().head();
    if levels > 0
        && noun.dep() == "pobj"
        && matches!(noun.head().lemma(), "at" | "in" | "on" | "under")
        && matches!(state.lemma(), "be" | "go" | "remain")
    {
        stance = of_clause(state, said_so, levels - 1);
    }
    if own::has_no(noun) {
        // The verb over it is denied by the same "no".
        stance = Stance::TOLD.turned();
    }
    for child in noun.children().filter(|child| child.dep() == "amod") {
        if let Some(entry) = table::get(&child.text().to_lowercase(), "amod") {
            stance = stance.with(entry.affirmed);
        }
    }
    stance
}

/// What a governor, as it is itself told, makes of the clause under it.
fn under<'d>(
    governor: &Governor<'d>,
    said_so: &dyn Fn(Token<'d>) -> bool,
    levels: usize,
) -> Stance<'d> {
    let told = standing(governor.word, said_so, levels);
    if let Some(noun) = content(governor, told, said_so, levels) {
        return noun;
    }
    let found = entry(governor);
    if said_so(governor.word) && matches!(governor.how, "that" | "np" | "content") {
        return told;
    }
    let Some(entry) = found else {
        return match (told.polarity, governor.how) {
            // "did not say that ...", "did not travel to meet"
            (Polarity::Negative, "that" | "to" | "bare" | "participle") => Stance {
                polarity: Polarity::Positive,
                factuality: outer(told.factuality, Factuality::Possible),
                holder: told.holder,
            },
            (_, "that" | "to" | "bare" | "participle") => told,
            _ => Stance::TOLD,
        };
    };
    let effect = match told.polarity {
        Polarity::Positive => entry.affirmed,
        Polarity::Negative => entry.negated,
    };
    let lies = governor.word.children().any(|child| {
        child.dep() == "advmod" && table::get(&child.text().to_lowercase(), "says").is_some()
    });
    let stance = Stance {
        polarity: effect.polarity,
        factuality: if lies {
            Factuality::Asserted
        } else {
            outer(told.factuality, effect.factuality)
        },
        holder: told.holder.or_else(|| {
            (effect.factuality != Factuality::Asserted).then(|| holder(governor.word))?
        }),
    };
    if lies { stance.turned() } else { stance }
}

/// The noun that carries a clause ("claims that", "a plan to") takes its stance from what is done to it:
/// rejected, dropped, untrue.
fn content<'d>(
    governor: &Governor<'d>,
    told: Stance<'d>,
    said_so: &dyn Fn(Token<'d>) -> bool,
    levels: usize,
) -> Option<Stance<'d>> {
    let noun = governor.word;
    if noun.pos() != "NOUN" || levels == 0 {
        return None;
    }
    let own = entry(governor)?;
    let carried = own.affirmed.factuality;
    let how = match carried {
        Factuality::Planned | Factuality::Requested => "plan",
        _ if governor.how == "to" => "plan",
        _ => "content",
    };
    let doubted = noun
        .children()
        .filter(|child| child.dep() == "amod")
        .find_map(|child| table::get(&child.text().to_lowercase(), "amod"))
        .filter(|entry| entry.affirmed.polarity == Polarity::Negative);
    if let Some(doubted) = doubted {
        return Some(told.with(doubted.affirmed));
    }
    let word = match noun.dep() {
        "dobj" | "nsubjpass" | "nsubj" => noun.head(),
        "pobj" if noun.head().dep() == "agent" => return None,
        _ => return None,
    };
    let (word, entry) = match noun.dep() {
        "nsubj" => said_of_subject(word, how)?,
        _ => (word, lookup(word, how)?),
    };
    if said_so(word) {
        return Some(Stance {
            holder: holder(word),
            ..Stance::TOLD
        });
    }
    let over = standing(word, said_so, levels - 1);
    let mut effect = match over.polarity {
        Polarity::Positive => entry.affirmed,
        Polarity::Negative => entry.negated,
    };
    if own::has_no(noun) {
        // "found no evidence that": the "no" is already a "not" of the verb.
        effect = own.negated;
    }
    Some(Stance {
        polarity: effect.polarity,
        factuality: outer(over.factuality, effect.factuality),
        holder: over
            .holder
            .or_else(|| (effect.factuality != Factuality::Asserted).then(|| holder(word))?),
    })
}

/// How a word over a clause is itself told.
fn standing<'d>(word: Token<'d>, said_so: &dyn Fn(Token<'d>) -> bool, levels: usize) -> Stance<'d> {
    if levels == 0 {
        return Stance::TOLD;
    }
    let carried = |verb: Token<'d>| matches!(verb.pos(), "VERB" | "AUX");
    match (word.pos(), word.dep()) {
        ("VERB" | "AUX", _) => of_clause(word, said_so, levels - 1),
        // "is unable to", "no evidence": what is said of somebody is told as its copula is.
        (_, "acomp" | "attr" | "oprd" | "advmod" | "dobj" | "nsubjpass" | "nsubj")
            if carried(word.head())
                && (word.dep() != "advmod"
                    || matches!(word.head().lemma(), "be" | "come" | "stop" | "fall")) =>
        {
            let told = of_clause(word.head(), said_so, levels - 1);
            match word.dep() {
                // A plan is no less a plan for what is done to it; that is for `content`.
                "dobj" | "nsubj" | "nsubjpass" if !own::has_no(word) && light(word.head()) => told,
                "dobj" | "nsubj" | "nsubjpass" => {
                    let none = own::has_no(word);
                    if none {
                        Stance::TOLD.turned()
                    } else {
                        Stance::TOLD
                    }
                }
                _ => told,
            }
        }
        // "is on the verge of", "under pressure to"
        (_, "pobj") if word.head().head().lemma() == "be" => {
            of_clause(word.head().head(), said_so, levels - 1)
        }
        _ if own::has_no(word) => Stance::TOLD.turned(),
        _ => Stance::TOLD,
    }
}

/// Verbs that only carry their noun: "had plans", "made an attempt", "found evidence".
fn light(verb: Token<'_>) -> bool {
    matches!(
        verb.lemma(),
        "be" | "have"
            | "make"
            | "find"
            | "see"
            | "give"
            | "take"
            | "offer"
            | "produce"
            | "present"
            | "provide"
            | "receive"
            | "get"
            | "show"
    )
}

/// Who holds what a word over a clause makes of it: who accuses, plans, fears.
fn holder(word: Token<'_>) -> Option<Token<'_>> {
    let passive = word.children().any(|child| child.dep() == "auxpass");
    if passive || word.tag() == "VBN" && word.child("nsubj").is_none() {
        return word.child("agent").and_then(|by| by.child("pobj"));
    }
    if word.pos() == "NOUN" {
        let of = word
            .children()
            .filter(|child| {
                matches!(child.dep(), "prep" | "agent") && (child.is("by") || child.is("of"))
            })
            .find_map(|prep| prep.child("pobj"));
        let subject = matches!(word.dep(), "dobj").then(|| word.head().child("nsubj"));
        return word.child("poss").or(of).or(subject?);
    }
    let mut at = word;
    for _ in 0..3 {
        if let Some(subject) = at.child("nsubj") {
            return Some(subject);
        }
        if !matches!(at.dep(), "conj" | "xcomp" | "acomp") {
            return None;
        }
        at = at.head();
    }
    None
}
