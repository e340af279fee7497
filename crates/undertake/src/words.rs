//! Verbs, nouns and adjectives with the act that hangs on them: "vowed to", "plan for", "set to".

use crosswire_annotate::Token;
use crosswire_extract::Extracted;

use crate::cues::{self, Class, Cue};
use crate::find::Candidate;
use crate::kind::is_harm;
use crate::lists::outcome;
use crate::modal::{in_question, under_if};
use crate::said::Said;
use crate::{Kind, Outcome, Strength, Who, holder};

/// A cue with its act, before anybody is looked for.
struct Hung<'d> {
    cue: Cue,
    act: Token<'d>,
    /// Of whom it is asked: "urged Lund to".
    object: Option<Token<'d>>,
    /// Whose it is, where the grammar tells.
    subject: Option<Token<'d>>,
    /// Times count from here.
    from: usize,
    /// The word whose own words end where the undertaking ends.
    carrier: Token<'d>,
}

/// The candidate that a word makes, if it is in the table and something hangs on it.
pub(crate) fn candidate<'d>(
    extracted: &Extracted,
    block: usize,
    token: Token<'d>,
) -> Option<Candidate<'d>> {
    let lemma = token.lemma().to_lowercase();
    let lower = token.text().to_lowercase();
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
    let negated = is_negated(token);
    let negated = negated
        || matches!(hung.cue.kind, Kind::Promise | Kind::Plan)
            && hung.act.children().any(|child| child.dep() == "neg");
    if !is_meant(extracted, block, token, &word, &hung, negated) {
        return None;
    }
    let kind = match (hung.cue.kind, negated) {
        (Kind::Promise | Kind::Plan, true) => Kind::Denial,
        (Kind::Threat | Kind::Demand | Kind::Denial, true) => return None,
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
        Kind::Plan if hung.act.index() == token.index() => acting,
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

fn is_passive(token: Token<'_>) -> bool {
    token.child("auxpass").is_some()
}

fn is_negated(token: Token<'_>) -> bool {
    let over = if matches!(token.dep(), "acomp" | "attr" | "oprd" | "dobj") {
        token.head()
    } else {
        token
    };
    let neg = |word: Token<'_>| {
        word.children().any(|child| {
            child.dep() == "neg" || child.is("no") && child.dep() == "det" || child.is("never")
        })
    };
    neg(token) || over.index() != token.index() && neg(over)
}

/// An infinitive with "to" that hangs on `word`, behind it.
fn infinitive<'d>(word: Token<'d>, deps: &[&str]) -> Option<Token<'d>> {
    word.children().find(|child| {
        deps.contains(&child.dep())
            && child.index() > word.index()
            && child
                .children()
                .any(|it| it.is("to") && matches!(it.dep(), "aux" | "mark"))
    })
}

fn verb<'d>(token: Token<'d>, word: &str) -> Option<Hung<'d>> {
    let get = |how: &str| cues::get(word, Class::Verb, how);
    let subject = || {
        // "was urged by the council to": the agent asks.
        if is_progressive(token) {
            return holder::subject(token);
        }
        if is_passive(token) || token.tag() == "VBN" && matches!(token.dep(), "acl" | "advcl") {
            return token.child("agent").and_then(|by| by.child("pobj"));
        }
        holder::subject(token)
    };
    let hung = |cue, act: Token<'d>, object: Option<Token<'d>>| Hung {
        cue,
        act,
        object,
        subject: subject(),
        from: first(act),
        carrier: token,
    };
    if let Some(cue) = get("no")
        && let Some(no) = token.children().find(|child| child.is("no"))
    {
        return Some(hung(cue, no, None));
    }
    if let Some(cue) = get("prog")
        && is_progressive(token)
        && token.child("neg").is_none()
    {
        return Some(hung(cue, token, None));
    }
    let passive = is_passive(token);
    if let Some(act) = infinitive(token, &["xcomp", "ccomp", "advcl", "oprd"]) {
        let object = act
            .child("nsubj")
            .or_else(|| act.child("nsubjpass"))
            .or_else(|| token.child("dobj"))
            .or_else(|| token.child("dative"))
            .filter(|object| object.index() > token.index() && object.index() < act.index());
        if let Some(cue) = get("obj-to") {
            if object.is_some() && !matches!(word, "call" | "appeal" | "plead") {
                return Some(hung(cue, act, object));
            }
            if passive && cue.kind == Kind::Demand {
                return Some(hung(cue, act, token.child("nsubjpass")));
            }
            // "call on Lund to", "appeal to Lund to"
            let preposition = token.children().find(|child| is_addressing(word, *child));
            if let Some(object) = preposition.and_then(|it| it.child("pobj")) {
                return Some(hung(cue, act, Some(object)));
            }
        }
        if let Some(cue) = get("to")
            && !passive
            && object.is_none()
            && act.dep() != "advcl"
        {
            return Some(hung(cue, act, None));
        }
        if let Some(cue) = get("to")
            && object.is_none()
            && !passive
            && token
                .children()
                .all(|child| child.dep() != "xcomp" && child.dep() != "dobj")
        {
            return Some(hung(cue, act, None));
        }
    }
    // "call on neighbours to report", where the clause hangs on the neighbours.
    if let Some(cue) = get("obj-to") {
        let object = token
            .children()
            .filter(|child| is_addressing(word, *child))
            .find_map(|child| child.child("pobj"))
            .or_else(|| {
                token
                    .child("dobj")
                    .filter(|_| !matches!(word, "call" | "appeal" | "plead"))
            });
        if let Some(object) = object
            && let Some(act) = infinitive(object, &["acl", "relcl"])
        {
            return Some(hung(cue, act, Some(object)));
        }
    }
    let weighed = token.children().find(|child| {
        child.index() > token.index()
            && matches!(child.dep(), "ccomp" | "xcomp" | "advcl")
            && child
                .children()
                .any(|it| matches!(it.dep(), "mark" | "advmod") && it.is("whether"))
    });
    if let Some(act) = weighed {
        return Some(hung(get("whether")?, act, None));
    }
    let clause = token
        .children()
        .find(|child| child.dep() == "ccomp" && child.index() > token.index());
    if let Some(clause) = clause {
        let asks = clause.tag() == "VB"
            && clause
                .children()
                .all(|it| it.dep() != "aux" || it.is("must") || it.is("should"));
        if asks && let Some(cue) = get("that-bare") {
            let object = clause.child("nsubj").or_else(|| clause.child("nsubjpass"));
            return Some(hung(cue, clause, object));
        }
        let gone = matches!(clause.tag(), "VBD")
            || clause.children().any(|it| {
                it.dep() == "aux"
                    && matches!(it.tag(), "VBD" | "VBZ" | "VBP")
                    && it.lemma() == "have"
            });
        if let Some(cue) = get("that")
            && !gone
        {
            return Some(hung(cue, clause, None));
        }
    }
    let ing = token.children().find(|child| {
        matches!(child.dep(), "xcomp" | "ccomp")
            && child.tag() == "VBG"
            && child.index() > token.index()
    });
    if let Some(act) = ing
        && let Some(cue) = get("ing")
    {
        return Some(hung(cue, act, None));
    }
    for child in token
        .children()
        .filter(|child| child.dep() == "prep" && child.index() > token.index())
    {
        let how = child.text().to_lowercase();
        let how = if how == "to" { "to-np" } else { how.as_str() };
        if let Some(cue) = get(how)
            && let Some(act) = child.child("pcomp").or_else(|| child.child("pobj"))
            && !is_time(act)
            && !(word_takes_none(token) && token.child("dobj").is_some())
        {
            return Some(hung(cue, act, None));
        }
    }
    // "called for the holiday to be renamed"
    let for_clause = token.children().find(|child| {
        matches!(child.dep(), "advcl" | "ccomp" | "xcomp")
            && child.index() > token.index()
            && child
                .children()
                .any(|it| it.dep() == "mark" && it.is("for"))
    });
    if let Some(act) = for_clause
        && let Some(cue) = get("for")
    {
        return Some(hung(cue, act, None));
    }
    let object = token
        .child("dobj")
        .filter(|object| object.index() > token.index());
    if let Some(object) = object
        && matches!(object.pos(), "NOUN" | "PROPN" | "NUM")
        && let Some(cue) = get("np")
    {
        return Some(hung(cue, object, None));
    }
    // "revisions are being considered"
    if passive
        && let Some(cue) = get("np")
        && cue.kind != Kind::Forecast
    {
        return Some(hung(cue, token, None));
    }
    None
}

fn noun<'d>(token: Token<'d>, word: &str) -> Option<Hung<'d>> {
    if token.dep() == "compound" {
        return None;
    }
    let get = |how: &str| cues::get(word, Class::Noun, how);
    let mut act = None;
    if let Some(clause) = infinitive(token, &["acl", "relcl", "xcomp", "advcl"]) {
        act = get("to").map(|cue| (cue, clause));
    }
    let clause = token.children().find(|child| {
        matches!(child.dep(), "acl" | "ccomp" | "relcl")
            && child.index() > token.index()
            && child
                .children()
                .any(|it| it.is("that") && it.dep() == "mark")
    });
    if let (None, Some(clause)) = (&act, clause) {
        act = get("that").map(|cue| (cue, clause));
    }
    // "the plan is to sell", "my suspicion is there will be"
    let be = token.head();
    let be = match token.next() {
        // Whatever the parser makes of what stands before it.
        Some(next) if next.lemma() == "be" && token.dep() == "dobj" => next,
        _ => be,
    };
    if act.is_none() && matches!(token.dep(), "nsubj" | "dobj") && be.lemma() == "be" {
        let clause = be
            .children()
            .find(|child| matches!(child.dep(), "xcomp" | "ccomp") && child.index() > be.index());
        act = clause.and_then(|clause| get("to").or(get("that")).map(|cue| (cue, clause)));
    }
    if act.is_none() {
        act = token
            .children()
            .filter(|child| {
                child.dep() == "prep" && child.index() > token.index() && !child.is("to")
            })
            .find_map(|child| {
                let cue = get(child.text().to_lowercase().as_str())?;
                let act = child.child("pcomp").or_else(|| child.child("pobj"))?;
                Some((cue, act))
            });
    }
    // "the pledges that they made"
    if act.is_none() {
        act = token
            .children()
            .find(|child| {
                child.dep() == "relcl" && matches!(child.lemma(), "make" | "give" | "issue")
            })
            .and_then(|clause| Some((get("made")?, clause)));
    }
    // "under the condition the union does not strike", where the clause may hang higher
    if act.is_none() && matches!(token.head().text(), "on" | "under") {
        act = token
            .doc()
            .sentence_of(token.index())
            .skip_while(|&i| i <= token.index())
            .take(12)
            .map(|i| token.doc().token(i))
            .find(|verb| {
                matches!(verb.dep(), "ccomp" | "acl" | "relcl")
                    && verb
                        .child("nsubj")
                        .is_some_and(|subject| subject.index() > token.index())
            })
            .and_then(|clause| Some((get("clause")?, clause)));
    }
    let (cue, act) = act?;
    // "the plan is to sell": the words run on behind the verb.
    let carrier = if act.head().index() == be.index() && be.lemma() == "be" {
        be
    } else if act.head().index() == token.index() || act.head().head().index() == token.index() {
        token
    } else {
        act
    };
    Some(Hung {
        cue,
        act,
        object: None,
        subject: possessor(token),
        from: token.index(),
        carrier,
    })
}

/// Whose a noun is: "Orlin's plan", "a pledge by Orlin", "Orlin made a pledge".
fn possessor(noun: Token<'_>) -> Option<Token<'_>> {
    if let Some(own) = noun.child("poss") {
        return Some(own);
    }
    let by = noun
        .children()
        .filter(|child| {
            matches!(child.dep(), "prep" | "agent") && (child.is("by") || child.is("from"))
        })
        .find_map(|child| child.child("pobj"));
    if by.is_some() {
        return by;
    }
    let mut over = noun.head();
    if over.pos() == "ADP" {
        over = over.head();
    }
    if matches!(over.pos(), "VERB" | "AUX") && noun.dep() != "nsubj" {
        return holder::subject(over);
    }
    // "the White House plan"
    noun.children()
        .find(|child| child.dep() == "compound" && child.entity().is_some())
}

fn adjective<'d>(token: Token<'d>, lower: &str) -> Option<Hung<'d>> {
    let get = |how: &str| cues::get(lower, Class::Adjective, how);
    let predicative = matches!(
        token.dep(),
        "acomp"
            | "oprd"
            | "ROOT"
            | "ccomp"
            | "conj"
            | "relcl"
            | "advcl"
            | "acl"
            | "amod"
            | "xcomp"
            | "attr"
    );
    if !predicative {
        return None;
    }
    if token.pos() == "VERB" && !is_passive(token) && token.tag() != "VBN"
        || token.child("prt").is_some()
    {
        return None;
    }
    let subject = match token.dep() {
        "acomp" | "oprd" | "attr" => holder::subject(token.head()),
        _ => holder::subject(token),
    };
    let hung = |cue, act: Token<'d>| Hung {
        cue,
        act,
        object: None,
        subject,
        from: token.index(),
        carrier: if act.head().index() == token.index() {
            token
        } else {
            act
        },
    };
    let over = token.head();
    let act = infinitive(token, &["xcomp", "ccomp", "advcl", "oprd", "acl"]).or_else(|| {
        // "is set to open", where the clause hangs on the verb over it.
        (token.dep() == "acomp").then(|| infinitive(over, &["xcomp", "advcl"]))?
    });
    if let Some(act) = act
        && let Some(cue) = get("to")
    {
        return Some(hung(cue, act));
    }
    for child in token
        .children()
        .filter(|child| child.dep() == "prep" && child.index() > token.index())
    {
        let how = child.text().to_lowercase();
        let how = if how == "to" { "to-np" } else { how.as_str() };
        if let Some(cue) = get(how)
            && let Some(act) = child.child("pcomp").or_else(|| child.child("pobj"))
            && !is_time(act)
            && !(word_takes_none(token) && token.child("dobj").is_some())
        {
            return Some(hung(cue, act));
        }
    }
    if token.dep() == "amod"
        && matches!(over.pos(), "NOUN")
        && let Some(cue) = get("amod")
    {
        return Some(Hung {
            subject: possessor(over),
            carrier: over,
            ..hung(cue, over)
        });
    }
    None
}

/// "is retiring", "are heading", "is headed": now, of what is to come.
fn is_progressive(token: Token<'_>) -> bool {
    let now = token.children().any(|child| {
        matches!(child.dep(), "aux" | "auxpass")
            && matches!(child.tag(), "VBZ" | "VBP")
            && child.lemma() == "be"
    });
    let beside = token.tag() == "VBG" && token.dep() == "acl";
    beside || now && (token.tag() == "VBG" || token.is("headed"))
}

fn is_time(act: Token<'_>) -> bool {
    act.entity()
        .is_some_and(|entity| matches!(&*entity.label, "DATE" | "TIME"))
}

/// "called them liars for": no call for anything.
fn word_takes_none(token: Token<'_>) -> bool {
    token.lemma() == "call"
}

/// "call on", "appeal to".
fn is_addressing(verb: &str, child: Token<'_>) -> bool {
    let wanted: &[&str] = match verb {
        "call" => &["on", "upon"],
        "appeal" => &["to"],
        "plead" => &["with"],
        _ => return false,
    };
    child.dep() == "prep" && wanted.iter().any(|word| child.is(word))
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

fn first(token: Token<'_>) -> usize {
    token.subtree().start
}
