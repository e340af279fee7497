//! What kind of undertaking a modal makes, and whose.

use crosswire_annotate::Token;
use crosswire_extract::{EntityKind, Extracted, TokenId};

use crate::act::condition as condition_of;
use crate::cues::{self, Class};
use crate::lists::{SPEECH, STATIVE, harm};
use crate::said::Said;
use crate::{Kind, Strength, Who, holder};

/// Nouns by which a body is spoken of again.
const BODIES: [&str; 10] = [
    "agency",
    "association",
    "bank",
    "club",
    "company",
    "firm",
    "government",
    "group",
    "ministry",
    "union",
];

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
    let body = !pronoun
        && subject.is_some_and(|subject| {
            is_body(extracted, block, subject)
                || holder::acts(extracted, block, subject)
                    && !who.as_ref().is_some_and(|who| is_person(extracted, who))
                    && subject.tag() != "NNS"
        });
    // "she would stay, she said"
    let echoed = pronoun
        && is_reporting(act)
        && holder::subject(act.head()).is_some_and(|sayer| {
            subject.is_some_and(|subject| subject.text().eq_ignore_ascii_case(sayer.text()))
        });
    // "Orlin will appeal, she told reporters", "the bank will pay, the company said".
    let spoken = is_reporting(act)
        && holder::subject(act.head()).is_some_and(|sayer| {
            let lemma = sayer.lemma().to_lowercase();
            sayer.tag() == "PRP" || body && BODIES.contains(&lemma.as_str())
        });
    let acting = subject.is_some_and(|subject| holder::acts(extracted, block, subject));
    let own = first
        || echoed
        || same(speaker.as_ref())
        || same(sayer.as_ref())
        || subject.is_some_and(|subject| subject.is("they")) && is_said(act)
        || !said.quoted && acting && spoken
        || body
            && !said.quoted
            && speaker
                .as_ref()
                .is_some_and(|speaker| is_person(extracted, speaker));
    let passive = act.children().any(|child| child.dep() == "auxpass");
    let lemma = act.lemma().to_lowercase();
    let stative = STATIVE.contains(lemma.as_str());
    let kept = own && matches!(lemma.as_str(), "be" | "remain" | "have");
    let agentive = !passive
        && subject.is_some_and(|subject| {
            own || !subject.is("it") && holder::acts(extracted, block, subject)
        })
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
    let harsh = harshness(act);
    let condition = condition_of(act, act).is_some();
    let threatens = match harsh {
        Some(true) => own || condition || said.quoted,
        Some(false) => condition || against && (own || said.quoted),
        None => false,
    };
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
            let refuses =
                cues::get(&lemma, Class::Verb, "to").is_some_and(|cue| cue.kind == Kind::Denial);
            if refuses && act.child("xcomp").is_some() {
                return found(Kind::Denial, None, who, 0.7);
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
            if threatens {
                return found(Kind::Threat, None, who, 0.7);
            }
            // "I am sure they will come": of others, nobody's word.
            if said.quoted && !own {
                return found(Kind::Forecast, None, speaker.or(who), 0.5);
            }
            let kind = if own { Kind::Promise } else { Kind::Plan };
            found(kind, None, who, 0.8)
        }
        Modal::May | Modal::Could => {
            if own && agentive && modal == Modal::May {
                let kind = if harsh.is_some() || condition {
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

/// Whether an act is of those done against somebody, hard or soft.
pub(crate) fn harms(act: Token<'_>) -> bool {
    harshness(act).is_some()
}

/// Whether an act is of those done against somebody, and if so, whether it is a threat whatever is said with it.
fn harshness(act: Token<'_>) -> Option<bool> {
    let lemma = act.lemma().to_lowercase();
    let with = act
        .children()
        .filter(|child| matches!(child.dep(), "dobj" | "prep" | "prt" | "advmod"))
        .flat_map(|child| std::iter::once(child).chain(child.children()))
        .filter_map(|word| harm(&format!("{lemma} {}", word.lemma().to_lowercase())));
    with.chain(harm(&lemma)).max()
}

/// "said they would": the clause of a verb of speech before it.
fn is_said(act: Token<'_>) -> bool {
    is_reporting(act) && act.head().index() < act.index()
}

/// The clause of a verb of speech, before or behind it.
fn is_reporting(act: Token<'_>) -> bool {
    act.dep() == "ccomp" && SPEECH.contains(act.head().lemma().to_lowercase().as_str())
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
