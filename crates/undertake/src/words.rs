//! Verbs, nouns and adjectives with the act that hangs on them: "vowed to", "plan for", "set to".

use crosswire_annotate::Token;
use crosswire_extract::{Extracted, is_negated};

use crate::cues::{self, Class};
use crate::find::Candidate;
use crate::hung::{Hung, adjective, is_passive, is_progressive, noun, verb};
use crate::kind::is_harm;
use crate::lists::{STATIVE, outcome};
use crate::modal::{in_question, under_if};
use crate::said::Said;
use crate::{Kind, Outcome, Strength, Who, holder};

/// The candidate that a word makes, if it is in the table and something hangs on it.
pub(crate) fn candidate<'d>(
    extracted: &Extracted,
    block: usize,
    token: Token<'d>,
) -> Option<Candidate<'d>> {
    if token.is("until")
        && let Some(found) = deadline(extracted, block, token)
    {
        return Some(found);
    }
    let mut lemma = token.lemma().to_lowercase();
    let lower = token.text().to_lowercase();
    // "hoping" is given as of "hop".
    if token.tag() == "VBG" && !cues::knows(&lemma) && cues::knows(&format!("{lemma}e")) {
        lemma.push('e');
    }
    let particle = token
        .child("prt")
        .map(|child| format!("{lemma} {}", child.text().to_lowercase()))
        .filter(|both| cues::knows(both));
    if particle.is_none() && !cues::knows(&lemma) && !cues::knows(&lower) {
        return imperative(extracted, block, token);
    }
    if in_question(token) || under_if(token) {
        return None;
    }
    let word = particle.unwrap_or(lemma);
    let hung = match token.pos() {
        "VERB" | "AUX" => adjective(token, &lower).or_else(|| verb(token, &word)),
        "NOUN" | "PROPN" => noun(token, &word),
        "ADJ" => adjective(token, &lower),
        _ => None,
    };
    let Some(hung) = hung else {
        return imperative(extracted, block, token);
    };
    let said = Said::at(extracted, block, token);
    let holder = hung
        .subject
        .and_then(|subject| holder::who(extracted, block, subject));
    let speaker = said.chain.first().cloned();
    let negated = is_denied(token);
    let negated = negated
        || matches!(hung.cue.kind, Kind::Promise | Kind::Plan)
            && is_negated(hung.act)
            && !hung.act.children().any(|child| child.is("whether"));
    if !is_meant(extracted, block, token, &word, &hung, negated) {
        return None;
    }
    let kind =
        match (hung.cue.kind, negated) {
            (Kind::Promise | Kind::Plan, true) => Kind::Denial,
            (Kind::Threat | Kind::Demand | Kind::Denial, true) => return None,
            // "the Senate is expected to vote": what is its own to do.
            (Kind::Forecast, _)
                if word.starts_with("expect") && is_own_deed(extracted, block, &hung) =>
            {
                if negated { Kind::Denial } else { Kind::Plan }
            }
            (Kind::Promise, false) if is_harm(extracted, block, hung.act) => Kind::Threat,
            (kind, _) => kind,
        };
    let holder = match kind {
        Kind::Forecast if is_passive(token) || token.pos() != "VERB" => {
            foreteller(extracted, block, token, &hung)
                .or(speaker)
                .or(holder)
        }
        _ => holder,
    };
    let towards = hung
        .object
        .and_then(|object| holder::who(extracted, block, object));
    let start = start(token);
    Some(Candidate {
        cue: token,
        start,
        act: hung.act,
        holder,
        towards,
        kind,
        strength: hung.cue.strength,
        confidence: 0.8,
        said,
        time_after: hung.from,
        carrier: hung.carrier,
    })
}

/// Whether what is expected of somebody is theirs to do.
fn is_own_deed(extracted: &Extracted, block: usize, hung: &Hung<'_>) -> bool {
    hung.carrier.tag() == "VBN"
        && is_passive(hung.carrier)
        && !hung.act.children().any(|child| child.dep() == "auxpass")
        && !STATIVE.contains(hung.act.lemma().to_lowercase().as_str())
        && hung
            .subject
            .is_some_and(|subject| holder::acts(extracted, block, subject))
}

/// What is declined daily, and tells nothing of what somebody will do.
const TOLD: [&str; 11] = [
    "answer", "be", "discuss", "disclose", "give", "identify", "name", "provide", "say", "speak",
    "specify",
];

/// What is wanted without anything being done.
const FELT: [&str; 8] = [
    "be", "believe", "feel", "have", "hear", "know", "see", "think",
];

/// Whether a cue is used as one: not "in order to", "a request for comment", "the economy encourages".
fn is_meant(
    extracted: &Extracted,
    block: usize,
    token: Token<'_>,
    word: &str,
    hung: &Hung<'_>,
    negated: bool,
) -> bool {
    let act = hung.act.lemma().to_lowercase();
    if matches!(
        act.as_str(),
        "comment" | "cry" | "elaborate" | "respond" | "reply"
    ) || word == "order" && token.previous().is_some_and(|before| before.is("in"))
    {
        return false;
    }
    let acting = hung.subject.is_none_or(|subject| {
        holder::acts(extracted, block, subject) || holder::is_speaker(subject)
    });
    match hung.cue.kind {
        Kind::Demand | Kind::Threat if token.pos() == "VERB" => {
            // "asked to define": of whom, and by whom? "a rule, requiring"
            acting
                && !(word == "require" && token.tag() == "VBG")
                && (hung.subject.is_some() || !matches!(token.dep(), "advcl" | "amod"))
        }
        Kind::Demand if token.pos() == "NOUN" => acting,
        Kind::Promise | Kind::Threat if token.pos() == "NOUN" => {
            // "there is little guarantee that"
            !token
                .children()
                .any(|child| child.is("little") || child.is("no"))
        }
        Kind::Denial if word == "decline" => !TOLD.contains(&act.as_str()),
        Kind::Plan if word == "want" => {
            acting && !negated && hung.subject.is_some() && !FELT.contains(&act.as_str())
        }
        Kind::Plan if hung.act.index() == token.index() && is_progressive(token) => acting,
        // "unwilling to keep its promise": how that one ended.
        Kind::Denial if keeps(hung.act) => false,
        Kind::Forecast if word == "hope" => !negated,
        _ => true,
    }
}

/// "keep", "live up to".
fn keeps(act: Token<'_>) -> bool {
    let lemma = act.lemma().to_lowercase();
    let particle = act
        .child("prt")
        .and_then(|child| outcome(&format!("{lemma} {}", child.text().to_lowercase())));
    matches!(particle.or_else(|| outcome(&lemma)), Some(Outcome::Met))
}

/// "analysts expect": those who foretell, for a noun "its warning".
fn foreteller(
    extracted: &Extracted,
    block: usize,
    token: Token<'_>,
    hung: &Hung<'_>,
) -> Option<Who> {
    if token.pos() == "NOUN" {
        let subject = hung.subject?;
        return holder::who(extracted, block, subject);
    }
    let agent = token.child("agent")?.child("pobj")?;
    holder::who(extracted, block, agent)
}

/// From "is" in "is expected to", else from the word itself; from "announced" in "announced that he is retiring".
fn start(token: Token<'_>) -> usize {
    if is_progressive(token) {
        let over = token.head();
        if token.dep() == "ccomp" && over.lemma() == "announce" && over.index() < token.index() {
            return over.index();
        }
        let be = token
            .children()
            .find(|child| matches!(child.dep(), "aux" | "auxpass"));
        return be.map_or(token.index(), Token::index);
    }
    let be = match token.dep() {
        "acomp" | "attr" | "oprd" => Some(token.head()).filter(|head| head.lemma() == "be"),
        _ => token.child("auxpass").filter(|_| !is_demanded(token)),
    };
    match be {
        Some(be) if be.index() < token.index() && token.index() - be.index() <= 3 => be.index(),
        _ => token.index(),
    }
}

fn is_demanded(token: Token<'_>) -> bool {
    cues::get(&token.lemma().to_lowercase(), Class::Verb, "obj-to").is_some()
        && cues::get(&token.text().to_lowercase(), Class::Adjective, "to").is_none()
}

/// Whether a cue is denied, by a word of its own or of the verb that carries it: "made no promise".
fn is_denied(token: Token<'_>) -> bool {
    let over = if matches!(token.dep(), "acomp" | "attr" | "oprd" | "dobj") {
        token.head()
    } else {
        token
    };
    let no = |word: Token<'_>| {
        word.children()
            .any(|child| child.is("no") && child.dep() == "det")
    };
    let denied = |word: Token<'_>| is_negated(word) || no(word);
    denied(token) || over.index() != token.index() && denied(over)
}

/// "has until Friday to appeal", "gave them until May to leave".
fn deadline<'d>(extracted: &Extracted, block: usize, token: Token<'d>) -> Option<Candidate<'d>> {
    let over = token.head();
    let given = matches!(over.lemma(), "have" | "give" | "get" | "grant") && over.pos() != "NOUN";
    let day = token.child("pobj")?;
    let act = over
        .children()
        .chain(day.children())
        .chain(token.children())
        .find(|child| {
            child.index() > day.index()
                && child.tag() == "VB"
                && child.children().any(|it| it.is("to") && it.dep() == "aux")
        })?;
    if !given {
        return None;
    }
    let who = match over.lemma() {
        "give" | "grant" => over.child("dative").or_else(|| over.child("dobj")),
        _ => holder::subject(over),
    };
    let start = if over.index() + 1 == token.index() {
        over.index()
    } else {
        token.index()
    };
    Some(Candidate {
        cue: token,
        start,
        act,
        holder: who.and_then(|who| holder::who(extracted, block, who)),
        towards: None,
        kind: Kind::Deadline,
        strength: Strength::Bound,
        confidence: 0.8,
        said: Said::at(extracted, block, token),
        time_after: token.index(),
        carrier: act,
    })
}

/// "Get back to the basics!", said by somebody.
fn imperative<'d>(extracted: &Extracted, block: usize, token: Token<'d>) -> Option<Candidate<'d>> {
    if token.tag() != "VB" || !token.is_root() && token.dep() != "conj" {
        return None;
    }
    let own = |word: Token<'_>| {
        word.children().any(|child| {
            matches!(child.dep(), "nsubj" | "nsubjpass" | "expl" | "csubj")
                || child.tag() == "MD"
                || child.is("to")
        })
    };
    let did = token
        .previous()
        .is_some_and(|before| matches!(before.text(), "n't" | "n’t"));
    if token.dep() == "conj" || did || own(token) || token.is("let") || in_question(token) {
        return None;
    }
    let before = token.doc().token(token.subtree().start);
    let opens = before.index() == token.index()
        || token.children().all(|child| {
            child.index() > token.index()
                || matches!(
                    child.dep(),
                    "punct" | "neg" | "aux" | "advmod" | "intj" | "prep" | "cc" | "advcl"
                )
        });
    let said = Said::at(extracted, block, token);
    if !opens
        || !said.quoted
        || matches!(
            token.lemma(),
            "be" | "thank" | "look" | "see" | "say" | "come"
        )
    {
        return None;
    }
    Some(Candidate {
        cue: token,
        start: token.index(),
        act: token,
        holder: said.chain.first().cloned(),
        towards: None,
        kind: Kind::Demand,
        strength: Strength::Bound,
        confidence: 0.6,
        said,
        time_after: token.index(),
        carrier: token,
    })
}
