//! "will", "may", "must" and their like: what the holder does with them hangs on who says so and what is done.

use crosswire_annotate::Token;
use crosswire_extract::{Extracted, is_negated};

use crate::find::Candidate;
use crate::kind::{Modal, of_modal};
use crate::said::Said;
use crate::{Kind, Strength, holder};

/// The candidate that a modal or "going to" makes.
pub(crate) fn candidate<'d>(
    extracted: &Extracted,
    block: usize,
    token: Token<'d>,
) -> Option<Candidate<'d>> {
    let (modal, strength, act) = read(token)?;
    let said = Said::at(extracted, block, token);
    if is_past(act) || in_question(act) || under_if(act) {
        return None;
    }
    let subject = holder::subject(act);
    let negated = [token, act].into_iter().any(is_negated);
    let speaks =
        matches!(act.lemma(), "say" | "tell" | "admit") && subject.is_some_and(holder::is_speaker);
    let unasked = matches!(modal, Modal::Must | Modal::Should)
        && (!said.is_reported()
            || subject.is_none_or(|subject| subject.is("I") || subject.is("you"))
                && ![token, act]
                    .iter()
                    .any(|it| it.children().any(|child| child.dep() == "expl")));
    if modal == Modal::Would && !would_tells(token, act, &said)
        || unasked
        || speaks
        || modal == Modal::Could && (negated && !said.quoted || is_ability(act, subject))
    {
        return None;
    }
    // "would like to do": what is wished.
    if let Some(wished) = wish(modal, act) {
        return Some(Candidate {
            cue: token,
            start: token.index(),
            act: wished,
            holder: subject.and_then(|subject| holder::who(extracted, block, subject)),
            towards: None,
            kind: if negated { Kind::Denial } else { Kind::Plan },
            strength: Strength::Possible,
            confidence: 0.6,
            said,
            time_after: token.index(),
            carrier: act,
        });
    }
    let found = of_modal(extracted, block, modal, act, subject, negated, &said)?;
    Some(Candidate {
        cue: token,
        start: start(token, negated),
        act,
        holder: found.holder,
        towards: None,
        kind: found.kind,
        strength: found.strength.unwrap_or(strength),
        confidence: found.confidence,
        said,
        time_after: token.index(),
        carrier: act,
    })
}

/// Which modal a word is, how firm, and the verb that it goes with.
fn read(token: Token<'_>) -> Option<(Modal, Strength, Token<'_>)> {
    let lower = token.text().to_lowercase();
    let main = token.head();
    if token.dep() == "aux" && token.tag() == "MD" {
        let modal = match lower.as_str() {
            "will" | "'ll" | "’ll" | "wo" | "shall" => Modal::Will,
            "would" | "'d" | "’d" => Modal::Would,
            "may" | "might" => Modal::May,
            "could" => Modal::Could,
            "must" => Modal::Must,
            "should" | "ought" => Modal::Should,
            _ => return None,
        };
        let strength = match modal {
            Modal::May | Modal::Could => Strength::Possible,
            _ => Strength::Bound,
        };
        let likely = main
            .children()
            .any(|child| matches!(child.lemma(), "likely" | "probably"));
        let strength = if likely { Strength::Likely } else { strength };
        return Some((modal, strength, main));
    }
    // "I will.", with nothing to do.
    if token.tag() == "MD"
        && !matches!(token.dep(), "aux" | "auxpass")
        && matches!(lower.as_str(), "will" | "wo")
    {
        return Some((Modal::Will, Strength::Bound, token));
    }
    let to = |verb: Token<'_>| {
        verb.children()
            .any(|child| child.dep() == "aux" && child.is("to"))
    };
    let act = token
        .children()
        .find(|child| child.dep() == "xcomp" && to(*child))?;
    match lower.as_str() {
        "going" | "gon" if token.tag() == "VBG" && token.child("aux").is_some() => {
            Some((Modal::Will, Strength::Bound, act))
        }
        "need" | "needs" if token.pos() == "VERB" => Some((Modal::Must, Strength::Bound, act)),
        "have" | "has" | "had" | "got" if token.pos() != "NOUN" && lower != "had" => {
            Some((Modal::Must, Strength::Bound, act))
        }
        // "is to open in May"
        "is" | "are" | "was" | "were" if token.children().all(|child| child.dep() != "acomp") => {
            let now = matches!(lower.as_str(), "is" | "are");
            let close = act.index() <= token.index() + 3;
            (now && close).then_some((Modal::IsTo, Strength::Bound, act))
        }
        _ => None,
    }
}

/// "will not", "are not going to": from the "not" where it stands before.
fn start(token: Token<'_>, negated: bool) -> usize {
    match token.previous() {
        Some(before) if negated && before.dep() == "neg" => before.index(),
        _ => token.index(),
    }
}

/// "something he could use", "until they could ask": what one is able to do.
fn is_ability(act: Token<'_>, subject: Option<Token<'_>>) -> bool {
    let someone = subject.is_some_and(|subject| subject.tag() == "PRP" && !subject.is("it"));
    let below = act.dep() == "relcl"
        || act.dep() == "advcl"
            && act.children().any(|child| {
                matches!(child.dep(), "mark" | "advmod")
                    && ["until", "so", "where", "when"]
                        .iter()
                        .any(|word| child.is(word))
            });
    someone && below || subject.is_some_and(|subject| subject.is("you"))
}

/// "may have fallen": of what has been.
fn is_past(act: Token<'_>) -> bool {
    act.children()
        .any(|child| child.dep() == "aux" && child.is("have") && act.tag() == "VBN")
}

pub(crate) fn in_question(token: Token<'_>) -> bool {
    let sentence = token.doc().sentence_of(token.index());
    let mut words = sentence.rev().map(|i| token.doc().token(i));
    words
        .find(|word| {
            word.text()
                .chars()
                .any(|char| char.is_alphanumeric() || char == '?')
        })
        .is_some_and(|word| word.is("?"))
}

/// Whether a word stands in the condition itself: "if they will ..."
pub(crate) fn under_if(token: Token<'_>) -> bool {
    // "should he want to": turned round.
    let turned = |verb: Token<'_>| {
        verb.dep() == "advcl"
            && verb.child("aux").is_some_and(|aux| {
                (aux.is("should") || aux.is("had"))
                    && verb
                        .child("nsubj")
                        .is_some_and(|subject| subject.index() > aux.index())
            })
    };
    let condition = |verb: Token<'_>| {
        turned(verb)
            || verb.dep() == "advcl"
                && verb.children().any(|child| {
                    matches!(child.dep(), "mark" | "advmod")
                        && (child.is("if") || child.is("unless") || child.is("whether"))
                })
    };
    // "unclear whether he will"
    let asked = token
        .children()
        .any(|child| child.dep() == "mark" && child.is("whether"));
    asked || condition(token) || token.ancestors().take(6).any(condition)
}

/// The act of "would like to".
fn wish<'d>(modal: Modal, act: Token<'d>) -> Option<Token<'d>> {
    let wish = modal == Modal::Would && matches!(act.lemma(), "like" | "love" | "prefer");
    act.child("xcomp").filter(|_| wish)
}

/// "said it would", "a bill that would": reported, not merely supposed.
fn would_tells(token: Token<'_>, act: Token<'_>, said: &Said) -> bool {
    let over = act.dep() == "ccomp" && act.head().index() < token.index();
    let relative = act.dep() == "relcl"
        && matches!(act.head().lemma(), "bill" | "measure" | "plan" | "proposal");
    let likely = act
        .children()
        .any(|child| matches!(child.lemma(), "likely" | "probably"));
    let condition = crate::act::condition(token, act).is_some();
    over || relative || likely || condition || said.is_reported()
}
