//! What the words of a clause itself say of it: negation, auxiliaries, adverbs, conditions.

use crosswire_annotate::Token;

use super::table::{self, Effect};
use super::{Stance, times};
use crate::sets::Set;
use crate::{Factuality, Polarity};

/// The stance of a clause whose surroundings give it `around`.
pub(super) fn applied<'d>(around: Stance<'d>, verb: Token<'d>) -> Stance<'d> {
    let mut stance = around;
    if is_negated(verb) {
        stance = stance.turned();
    }
    if is_imperative(verb) {
        stance = stance.with(Effect {
            polarity: Polarity::Positive,
            factuality: Factuality::Requested,
        });
    }
    if let Some(effect) = contrary(verb).or_else(|| auxiliary(verb)) {
        stance = stance.with(effect);
    }
    for child in verb.children() {
        let how = match child.dep() {
            "advmod" => "own",
            "mark" => "mark",
            _ => continue,
        };
        // "Almost 20", "nearly all" stand before a number, not before the verb.
        if child.index() > verb.index() + 1 && how == "own" && child.is("almost") {
            continue;
        }
        if let Some(entry) = table::get(&child.text().to_lowercase(), how) {
            stance = stance.with(entry.affirmed);
        }
    }
    stance
}

/// "Do not blame me."
fn is_imperative(verb: Token<'_>) -> bool {
    verb.tag() == "VB"
        && matches!(verb.dep(), "ROOT" | "ccomp" | "conj")
        && verb
            .children()
            .any(|child| child.dep() == "aux" && child.is("do"))
        && !verb
            .children()
            .any(|child| matches!(child.dep(), "nsubj" | "nsubjpass" | "expl"))
}

/// "all but collapsed", "had she resigned", "should have signed": told as what was not.
fn contrary(verb: Token<'_>) -> Option<Effect> {
    let not = Effect {
        polarity: Polarity::Negative,
        factuality: Factuality::Asserted,
    };
    let has = |token: Token<'_>, word: &str| {
        token
            .children()
            .any(|child| child.dep() == "aux" && child.is(word))
    };
    let perfect = |token: Token<'_>| has(token, "have") || has(token, "'ve") || has(token, "’ve");
    let would = |token: Token<'_>| (has(token, "would") || has(token, "could")) && perfect(token);
    let unreal = |token: Token<'_>| {
        let past = has(token, "had");
        let asked = token.children().any(|child| child.is("if"));
        past && (asked || is_inverted(token))
    };
    // "Had she resigned, ...", whatever the parser makes of it.
    if has(verb, "had") && is_inverted(verb) && !is_question(verb)
        || verb.dep() == "ccomp" && opens_with_had(verb.head())
        || verb.dep() == "advcl" && unreal(verb) && would(verb.head())
    {
        return Some(not);
    }
    if would(verb)
        && verb.children().any(|child| {
            let condition = matches!(child.dep(), "advcl" | "ccomp" | "csubj");
            condition && (unreal(child) || opens_with_had(child))
        })
    {
        return Some(not);
    }
    if has(verb, "should") && perfect(verb) && verb.dep() != "advcl" {
        return Some(not);
    }
    let doc = verb.doc();
    let before = verb.index().checked_sub(2).map(|i| doc.token(i));
    let all_but =
        before.is_some_and(|all| all.is("all")) && verb.previous().is_some_and(|but| but.is("but"));
    all_but.then_some(not)
}

/// "Had she resigned, ...", where the parser takes the first word for the verb of a clause.
fn opens_with_had(word: Token<'_>) -> bool {
    let sentence = word.doc().sentence_of(word.index());
    word.is("had") && word.index() == sentence.start && !word.is_root()
}

/// "Had she resigned, ...": a condition without "if".
fn is_inverted(verb: Token<'_>) -> bool {
    let subject = verb
        .children()
        .find(|child| matches!(child.dep(), "nsubj" | "nsubjpass"));
    let first = verb.children().find(|child| {
        matches!(child.dep(), "aux" | "auxpass") && Set::Inverted.has(&child.text().to_lowercase())
    });
    matches!((first, subject), (Some(first), Some(subject)) if first.index() < subject.index())
}

fn auxiliary(verb: Token<'_>) -> Option<Effect> {
    if verb.dep() == "advcl" && is_inverted(verb) {
        return Some(Effect {
            polarity: Polarity::Positive,
            factuality: Factuality::Conditional,
        });
    }
    let found = verb
        .children()
        .filter(|child| child.dep() == "aux")
        .find_map(|child| {
            Some((
                child,
                table::get(&child.text().to_lowercase(), "aux")?.affirmed,
            ))
        });
    let (word, effect) = found?;
    // What somebody could not do he did not do.
    let unable = (word.is("could") || word.is("can") || word.is("ca")) && is_negated(verb);
    (!unable).then_some(effect)
}

/// Whether a verb, or what it says of somebody, is denied by a word of its own clause: "not", "never", "no
/// longer", "neither", or nothing and nobody as one of its arguments.
#[must_use]
pub fn is_negated(token: Token<'_>) -> bool {
    let mut polarity = Polarity::Positive;
    let mut turn = || polarity = times(polarity, Polarity::Negative);
    for child in token.children() {
        match child.dep() {
            "neg" if !not_only(child) => turn(),
            // A curly apostrophe hides it from the parser, which hangs it anywhere.
            "advmod" | "punct" if child.is("n’t") => turn(),
            "aux" | "auxpass"
                if child
                    .children()
                    .any(|not| not.is("n’t") && not.dep() != "neg") =>
            {
                turn();
            }
            "advmod" if child.is("never") => turn(),
            // "no longer", "no more"
            "advmod"
                if child.children().any(|no| no.is("no"))
                    && (child.is("longer") || child.is("more")) =>
            {
                turn();
            }
            // "neither confirmed nor denied"
            "preconj" if child.is("neither") => turn(),
            "nsubj" | "nsubjpass" | "dobj" | "attr" | "expl"
                if is_nothing(child) || has_no(child) =>
            {
                turn();
            }
            _ => {}
        }
    }
    // "..., nor did her deputy", "neither saw nor heard"
    let after_nor = token.dep() == "conj"
        && token.head().children().any(|child| {
            child.dep() == "cc"
                && child.is("nor")
                && child.index() < token.index()
                && child.index() > token.head().index()
        });
    if after_nor && !token.children().any(|child| child.dep() == "neg") {
        turn();
    }
    polarity == Polarity::Negative
}

fn not_only(word: Token<'_>) -> bool {
    word.next()
        .is_some_and(|next| next.is("only") || next.is("just") || next.is("merely"))
}

/// "no bomb", "neither side", "neither the mayor nor ..."
pub(super) fn has_no(noun: Token<'_>) -> bool {
    noun.children().any(|child| {
        matches!(child.dep(), "det" | "preconj" | "neg")
            && (child.is("no") || child.is("neither"))
            && !child
                .next()
                .is_some_and(|next| next.is("fewer") || next.is("less") || next.is("more"))
    })
}

fn is_nothing(token: Token<'_>) -> bool {
    ["nobody", "none", "nothing", "nowhere", "neither"]
        .iter()
        .any(|word| token.is(word))
        || (token.is("one") && token.children().any(|child| child.is("no")))
}

/// Whether the sentence asks.
pub(super) fn is_question(token: Token<'_>) -> bool {
    let doc = token.doc();
    let sentence = doc.sentence_of(token.index());
    sentence
        .rev()
        .take(3)
        .any(|i| doc.token(i).text().contains('?'))
}
