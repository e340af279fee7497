//! Who did what to whom, and where.

use std::ops::Range;

use crosswire_annotate::Token;
use crosswire_report::Passage;

use super::Predicate;
use crate::sets::Set;
use crate::{Argument, EntityId, Role, StatementKind, TokenId};

/// Model labels of places.
const PLACES: [&str; 3] = ["GPE", "LOC", "FAC"];

/// The arguments of a predicate; `resolve` turns a head and its words into places and entities.
pub(super) fn of(
    clause: Token<'_>,
    predicate: &Predicate,
    resolve: impl Fn(Token<'_>, Range<usize>) -> (TokenId, Passage, Option<EntityId>),
) -> Vec<Argument> {
    let doc = clause.doc();
    let said = doc.token(predicate.token);
    let mut heads: Vec<(Role, Token<'_>)> = Vec::new();
    match predicate.kind {
        StatementKind::Verb | StatementKind::Participle => verb(clause, &mut heads),
        StatementKind::Copula => {
            subject(clause, &mut heads);
            heads.push((Role::Attribute, said));
            obliques(clause, &mut heads);
            obliques(said, &mut heads);
        }
        StatementKind::Nominal => nominal(said, predicate.of_patient, &mut heads),
        StatementKind::Apposition => {
            heads.push((Role::Patient, said.head()));
            heads.push((Role::Attribute, said));
        }
    }
    let mut arguments = Vec::with_capacity(heads.len());
    let mut seen = Vec::new();
    for (role, head) in heads {
        for one in std::iter::once(head).chain(conjuncts(head)) {
            if seen.contains(&one.index()) {
                continue;
            }
            seen.push(one.index());
            let words = noun_phrase(one);
            let (head, passage, entity) = resolve(one, words);
            arguments.push(Argument {
                role,
                head,
                passage,
                entity,
            });
        }
    }
    arguments
}

fn verb<'d>(verb: Token<'d>, heads: &mut Vec<(Role, Token<'d>)>) {
    subject(verb, heads);
    for child in verb.children() {
        match child.dep() {
            "dobj" => heads.push((Role::Patient, child)),
            "dative" => {
                let whom = child.child("pobj").unwrap_or(child);
                heads.push((Role::Recipient, whom));
            }
            "agent" => {
                if let Some(by) = child.child("pobj") {
                    heads.push((Role::Agent, by));
                }
            }
            "attr" | "acomp" | "oprd" => heads.push((Role::Attribute, child)),
            _ => {}
        }
    }
    if verb.dep() == "acl" {
        match verb.tag() {
            "VBN" => heads.push((Role::Patient, verb.head())),
            "VBG" => heads.push((Role::Agent, verb.head())),
            _ => {}
        }
    }
    // "the boy whom police found": the antecedent is what is missing.
    if verb.dep() == "relcl"
        && !heads.iter().any(|(role, _)| *role == Role::Patient)
        && !heads
            .iter()
            .any(|(_, head)| head.index() == verb.head().index())
        && verb.head().pos() != "VERB"
        && verb.head().pos() != "ADV"
        && !is_intransitive_relative(verb)
    {
        heads.push((Role::Patient, verb.head()));
    }
    obliques(verb, heads);
}

/// "the street where he fell", "the day that it rained": the antecedent is no object.
fn is_intransitive_relative(verb: Token<'_>) -> bool {
    verb.children()
        .any(|child| matches!(child.tag(), "WRB" | "IN") || child.is("where") || child.is("when"))
        || verb.child("prep").is_some_and(|prep| {
            prep.child("pobj")
                .is_some_and(|object| matches!(object.tag(), "WDT" | "WP"))
        })
}

/// The subject of a verb, its own or the one it shares with the verb above it.
fn subject<'d>(verb: Token<'d>, heads: &mut Vec<(Role, Token<'d>)>) {
    let passive = is_passive(verb);
    let role = if passive { Role::Patient } else { Role::Agent };
    let mut at = verb;
    for step in 0..4 {
        let own = at
            .children()
            .find(|child| matches!(child.dep(), "nsubj" | "nsubjpass"));
        if let Some(own) = own {
            let real = if matches!(own.tag(), "WDT" | "WP") && at.dep() == "relcl" {
                at.head()
            } else {
                own
            };
            heads.push((role, real));
            return;
        }
        match at.dep() {
            // "asked the boy to leave": the object leaves.
            "xcomp" | "ccomp" if step == 0 && at.head().child("dobj").is_some() => {
                if let Some(object) = at.head().child("dobj") {
                    heads.push((role, object));
                }
                return;
            }
            "conj" | "xcomp" | "advcl" if matches!(at.head().pos(), "VERB" | "AUX") => {
                at = at.head();
            }
            // "is about to reopen"
            "xcomp" if at.head().dep() == "acomp" => at = at.head().head(),
            // "barred the boy from leaving", "was barred from leaving"
            "pcomp" if governing(at.head()).is_some() => {
                let Some(over) = governing(at.head()) else {
                    return;
                };
                if let Some(object) = over.child("dobj") {
                    heads.push((role, object));
                    return;
                }
                at = over;
            }
            "relcl" | "acl" if at.index() != verb.index() => {
                heads.push((role, at.head()));
                return;
            }
            _ => return,
        }
    }
}

/// The verb over a preposition, "came close to" as "refrained from".
fn governing(preposition: Token<'_>) -> Option<Token<'_>> {
    let above = preposition.head();
    let over = if matches!(above.pos(), "ADV" | "ADJ") {
        above.head()
    } else {
        above
    };
    (over.pos() == "VERB").then_some(over)
}

fn is_passive(verb: Token<'_>) -> bool {
    verb.children()
        .any(|child| matches!(child.dep(), "auxpass" | "nsubjpass"))
        || (verb.tag() == "VBN"
            && verb.dep() == "conj"
            && verb.child("aux").is_none()
            && verb.head().children().any(|child| child.dep() == "auxpass"))
}

fn obliques<'d>(token: Token<'d>, heads: &mut Vec<(Role, Token<'d>)>) {
    for prep in token.children().filter(|child| child.dep() == "prep") {
        let Some(object) = prep.child("pobj") else {
            continue;
        };
        heads.push((oblique_role(prep, object), object));
    }
    if let Some(place) = token.children().find(|child| {
        child.dep() == "npadvmod"
            && child
                .entity()
                .is_some_and(|entity| PLACES.contains(&&*entity.label))
    }) {
        heads.push((Role::Place, place));
    }
}

fn oblique_role(prep: Token<'_>, object: Token<'_>) -> Role {
    let place = object
        .entity()
        .is_some_and(|entity| PLACES.contains(&&*entity.label));
    let word = prep.text().to_ascii_lowercase();
    match word.as_str() {
        _ if place && (Set::Placing.has(&word) || word == "to") => Role::Place,
        "to" => Role::Recipient,
        "with" | "using" | "via" => Role::Instrument,
        _ => Role::Oblique,
    }
}

fn nominal<'d>(noun: Token<'d>, of_patient: bool, heads: &mut Vec<(Role, Token<'d>)>) {
    let of_role = if of_patient {
        Role::Patient
    } else {
        Role::Agent
    };
    let mut has_of = false;
    let mut has_by = false;
    for prep in noun
        .children()
        .filter(|child| matches!(child.dep(), "prep" | "agent"))
    {
        let Some(object) = prep.child("pobj") else {
            continue;
        };
        if prep.is("of") {
            has_of = true;
            heads.push((of_role, object));
        } else if prep.is("by") {
            has_by = true;
            heads.push((Role::Agent, object));
        } else {
            heads.push((oblique_role(prep, object), object));
        }
    }
    for child in noun.children() {
        match child.dep() {
            // "X's arrest" is of X unless somebody else is named: "X's killing of Y".
            "poss" if has_of || !of_patient => heads.push((Role::Agent, child)),
            "poss" if has_by => heads.push((Role::Patient, child)),
            "poss" => heads.push((Role::Agent, child)),
            "compound" if !has_of => heads.push((of_role, child)),
            _ => {}
        }
    }
}

fn conjuncts<'d>(head: Token<'d>) -> impl Iterator<Item = Token<'d>> {
    let mut at = Some(head);
    std::iter::from_fn(move || {
        let next = at?.children().find(|child| {
            child.dep() == "conj" && matches!(child.pos(), "NOUN" | "PROPN" | "PRON")
        });
        at = next;
        next
    })
    .take(20)
}

/// A noun with what stands close to it: no clause, no apposition, no second noun.
fn noun_phrase(head: Token<'_>) -> Range<usize> {
    let (mut from, mut to) = (head.index(), head.index() + 1);
    for child in head.children() {
        let near = matches!(
            child.dep(),
            "det"
                | "amod"
                | "compound"
                | "nummod"
                | "poss"
                | "nmod"
                | "quantmod"
                | "case"
                | "predet"
        ) || (child.dep() == "prep" && child.is("of"));
        if near {
            let subtree = child.subtree();
            from = from.min(subtree.start);
            if child.index() > head.index() {
                to = to.max(subtree.end);
            }
        }
    }
    from..to
}
