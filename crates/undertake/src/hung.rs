//! What hangs on a verb, a noun or an adjective of the table: the act, of whom it is asked, whose it is.

use crosswire_annotate::Token;

use crate::cues::{self, Class, Cue};
use crate::{Kind, holder};

/// A cue with its act, before anybody is looked for.
pub(crate) struct Hung<'d> {
    pub(crate) cue: Cue,
    pub(crate) act: Token<'d>,
    /// Of whom it is asked: "urged Lund to".
    pub(crate) object: Option<Token<'d>>,
    /// Whose it is, where the grammar tells.
    pub(crate) subject: Option<Token<'d>>,
    /// Times count from here.
    pub(crate) from: usize,
    /// The word whose own words end where the undertaking ends.
    pub(crate) carrier: Token<'d>,
}

pub(crate) fn is_passive(token: Token<'_>) -> bool {
    token.child("auxpass").is_some()
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

pub(crate) fn verb<'d>(token: Token<'d>, word: &str) -> Option<Hung<'d>> {
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
    if let Some(cue) =
        get("present").or_else(|| get("present-effect").filter(|_| has_effect(token)))
        && matches!(token.tag(), "VBZ" | "VBP")
        && token.children().any(is_dated)
    {
        return Some(hung(cue, token, None));
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
        // "challenged the decision to sell": the decision is its own cue.
        if let Some(object) = object
            && !cues::knows(&object.lemma().to_lowercase())
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

pub(crate) fn noun<'d>(token: Token<'d>, word: &str) -> Option<Hung<'d>> {
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

pub(crate) fn adjective<'d>(token: Token<'d>, lower: &str) -> Option<Hung<'d>> {
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
            && (how == "for" || !is_time(act))
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
pub(crate) fn is_progressive(token: Token<'_>) -> bool {
    let now = token.children().any(|child| {
        matches!(child.dep(), "aux" | "auxpass")
            && matches!(child.tag(), "VBZ" | "VBP")
            && child.lemma() == "be"
    });
    let beside = token.tag() == "VBG" && token.dep() == "acl";
    beside || now && (token.tag() == "VBG" || token.is("headed"))
}

fn has_effect(verb: Token<'_>) -> bool {
    verb.child("dobj").is_some_and(|object| object.is("effect"))
}

/// "on Friday", below the verb itself.
fn is_dated(child: Token<'_>) -> bool {
    let word = match child.dep() {
        "prep" if child.is("on") || child.is("in") || child.is("at") => child.child("pobj"),
        "npadvmod" => Some(child),
        _ => None,
    };
    word.is_some_and(is_time)
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

fn first(token: Token<'_>) -> usize {
    token.subtree().start
}
