//! What kind of undertaking a modal makes, and whose.

use crosswire_annotate::Token;
use crosswire_extract::{EntityKind, Extracted, TokenId};

use crate::cues::{self, Class};
use crate::lists::{HARM, SPEECH, STATIVE};
use crate::said::Said;
use crate::{Kind, Strength, Who, holder};

/// A modal by what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Modal {
    Will,
    Would,
    May,
    Could,
    Must,
    Should,
    IsTo,
}

pub(crate) struct OfModal {
    pub(crate) kind: Kind,
    pub(crate) strength: Option<Strength>,
    pub(crate) holder: Option<Who>,
    pub(crate) confidence: f32,
}

/// What a modal over `act` is.
pub(crate) fn of_modal(
    extracted: &Extracted,
    block: usize,
    modal: Modal,
    act: Token<'_>,
    subject: Option<Token<'_>>,
    negated: bool,
    said: &Said,
) -> Option<OfModal> {
    let who = subject.and_then(|subject| holder::who(extracted, block, subject));
    let first = subject.is_some_and(holder::is_speaker);
    let speaker = said.chain.first().cloned();
    let sayer = is_said(act).then(|| holder::subject(act.head())).flatten();
    let sayer = sayer.and_then(|sayer| holder::who(extracted, block, sayer));
    let pronoun = subject.is_some_and(|subject| subject.tag() == "PRP");
    let same = |other: Option<&Who>| {
        who.as_ref().zip(other).is_some_and(|(who, other)| {
            who.is(other) || pronoun && (who.entity.is_none() || other.entity.is_none())
        })
    };
    // A spokesman gives the word of the body that he speaks for.
    let body = subject.is_some_and(|subject| !pronoun && is_body(extracted, block, subject));
    let own = first
        || same(speaker.as_ref())
        || same(sayer.as_ref())
        || subject.is_some_and(|subject| subject.is("they")) && is_said(act)
        || body
            && speaker
                .as_ref()
                .is_some_and(|speaker| is_person(extracted, speaker));
    let passive = act.children().any(|child| child.dep() == "auxpass");
    let lemma = act.lemma().to_lowercase();
    let stative = STATIVE.contains(lemma.as_str());
    let kept = own && matches!(lemma.as_str(), "be" | "remain" | "have");
    let agentive = !passive
        && subject.is_some_and(|subject| own || holder::acts(extracted, block, subject))
        && (!stative || kept);
    // "would be open to", "will be ready to": as the adjective has it.
    let adjective = act
        .child("acomp")
        .filter(|_| lemma == "be")
        .and_then(|adjective| {
            let word = adjective.text().to_lowercase();
            cues::get(&word, Class::Adjective, "to").or(cues::get(&word, Class::Adjective, "to-np"))
        });
    let against = is_harm(extracted, block, act);
    let harms = harms(act);
    let condition = act.children().any(|child| {
        child.dep() == "advcl" && child.children().any(|it| it.dep() == "mark" && it.is("if"))
    });
    let found = |kind, strength, holder, confidence| {
        Some(OfModal {
            kind,
            strength,
            holder,
            confidence,
        })
    };
    match modal {
        Modal::Must | Modal::Should => {
            let holder = speaker.or_else(|| who.clone().filter(|_| first));
            let confidence = if said.is_reported() { 0.7 } else { 0.4 };
            found(Kind::Demand, None, holder, confidence)
        }
        Modal::IsTo if agentive || passive => found(Kind::Plan, None, who, 0.7),
        Modal::IsTo => None,
        Modal::Will | Modal::Would => {
            if let Some(cue) = adjective.filter(|cue| cue.kind != Kind::Forecast && !negated) {
                return found(cue.kind, Some(cue.strength), who, 0.7);
            }
            let none = act
                .children()
                .filter(|child| matches!(child.dep(), "attr" | "dobj" | "nsubj"))
                .any(|child| child.children().any(|it| it.dep() == "det" && it.is("no")));
            if none && said.quoted && who.is_none() {
                return found(Kind::Denial, None, speaker, 0.6);
            }
            if negated && (own || agentive) {
                return found(Kind::Denial, None, who, 0.8);
            }
            if negated || !agentive {
                let holder = speaker.or(who);
                return found(Kind::Forecast, None, holder, 0.6);
            }
            if against && (own || said.quoted) || harms && (condition || said.quoted) {
                return found(Kind::Threat, None, who, 0.7);
            }
            let kind = if own { Kind::Promise } else { Kind::Plan };
            found(kind, None, who, 0.8)
        }
        Modal::May | Modal::Could => {
            if own && agentive && modal == Modal::May {
                let kind = if harms || condition {
                    Kind::Threat
                } else {
                    Kind::Plan
                };
                return found(kind, None, who, 0.6);
            }
            let holder = speaker.or(who);
            found(Kind::Forecast, None, holder, 0.5)
        }
    }
}

/// Whether an act is done against somebody who is named as its object.
pub(crate) fn is_harm(extracted: &Extracted, block: usize, act: Token<'_>) -> bool {
    let object = |verb: Token<'_>| {
        verb.child("dobj")
            .is_some_and(|object| holder::acts(extracted, block, object))
    };
    harms(act) && object(act)
        || act
            .children()
            .filter(|child| matches!(child.dep(), "xcomp" | "advcl"))
            .any(|child| harms(child) && object(child))
}

/// Whether an act is of those done against somebody.
pub(crate) fn harms(act: Token<'_>) -> bool {
    let lemma = act.lemma().to_lowercase();
    if HARM.contains(lemma.as_str()) {
        return true;
    }
    act.children()
        .filter(|child| matches!(child.dep(), "dobj" | "prep"))
        .flat_map(|child| std::iter::once(child).chain(child.children()))
        .any(|object| HARM.contains(format!("{lemma} {}", object.lemma().to_lowercase()).as_str()))
}

/// "said they would": the clause of a verb of speech before it.
fn is_said(act: Token<'_>) -> bool {
    act.dep() == "ccomp"
        && act.head().index() < act.index()
        && SPEECH.contains(act.head().lemma().to_lowercase().as_str())
}

/// Whether a word stands for a body or a state.
fn is_body(extracted: &Extracted, block: usize, token: Token<'_>) -> bool {
    extracted
        .mention_of(TokenId::new(block, token.index()))
        .is_some_and(|mention| {
            matches!(
                extracted.entity(mention.entity).kind,
                EntityKind::Organisation | EntityKind::Place
            )
        })
}

fn is_person(extracted: &Extracted, who: &Who) -> bool {
    who.entity
        .is_some_and(|id| extracted.entity(id).kind == EntityKind::Person)
}
