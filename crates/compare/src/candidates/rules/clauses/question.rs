//! A plain question that a clause answers, made from its own words.

use crosswire_annotate::{Doc, Token};
use crosswire_extract::{Extracted, MentionKind, TokenId};

use crate::told::predicates::{self, Carrier};
use crate::told::unit::Unit;
use crate::told::words;

/// No more of a subject than this is repeated in a question, in bytes.
const MOST_SUBJECT: usize = 70;

/// The question that `unit` answers.
pub(crate) fn question(unit: &Unit, extracted: &Extracted) -> String {
    let doc = &extracted.annotated.blocks()[unit.block].doc;
    let predicate = doc.token(unit.predicate);
    match unit.carrier {
        Carrier::Apposition => {
            let head = predicate.head();
            let who = if is_person(head) || is_person(predicate) {
                "Who"
            } else {
                "What"
            };
            match name(head, extracted, unit.block) {
                Some(subject) => format!("{who} is {subject}?"),
                None => about(unit, doc),
            }
        }
        Carrier::Nominal | Carrier::Fragment => about(unit, doc),
        Carrier::Verb | Carrier::Copula => {
            if let Some(counted) = counted(unit, doc) {
                return format!("How many {counted}?");
            }
            let Some((subject, passive, acts)) = subject(unit, doc, extracted) else {
                return about(unit, doc);
            };
            match (unit.carrier, passive) {
                (Carrier::Copula, _) => format!("What is said of {subject}?"),
                (_, true) => format!("What happened to {subject}?"),
                (_, false) if acts => format!("What did {subject} do?"),
                // An accident or a price does nothing.
                (_, false) => format!("What is said of {subject}?"),
            }
        }
    }
}

/// What is asked of a happening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lead {
    /// "When did ...?"
    When,
    /// "Where did ...?"
    Where,
}

/// A question about the happening that `unit` tells: "When did the ferry strike the breakwater?"
pub(crate) fn ask(lead: Lead, unit: &Unit, extracted: &Extracted) -> String {
    let doc = &extracted.annotated.blocks()[unit.block].doc;
    let predicate = doc.token(unit.predicate);
    let object = ["dobj", "attr", "acomp"]
        .iter()
        .find_map(|dep| predicate.child(dep))
        .and_then(|object| name(object, extracted, unit.block))
        .map_or(String::new(), |object| format!(" {object}"));
    let asked = match (unit.carrier, subject(unit, doc, extracted)) {
        (Carrier::Verb, Some((subject, true, _))) => {
            format!("was {subject} {}", predicate.text().to_lowercase())
        }
        (Carrier::Verb, Some((subject, false, _))) => {
            format!("did {subject} {}{object}", predicate.lemma())
        }
        (Carrier::Copula, Some((subject, ..))) => format!("was {subject}{object}"),
        _ => {
            let told = about(unit, doc);
            return match lead {
                Lead::When => told.replacen("What is told of", "What is the time of", 1),
                Lead::Where => told.replacen("What is told of", "What is the place of", 1),
            };
        }
    };
    match lead {
        Lead::When => format!("When {asked}?"),
        Lead::Where => format!("Where {asked}?"),
    }
}

/// Who does it or is said to be so, in words; whether it is done to them; whether they can act.
fn subject(unit: &Unit, doc: &Doc, extracted: &Extracted) -> Option<(String, bool, bool)> {
    let predicate = doc.token(unit.predicate);
    let child = predicate
        .children()
        .find(|child| matches!(child.dep(), "nsubj" | "nsubjpass"));
    let passive = match child {
        Some(child) => child.dep() == "nsubjpass",
        None => {
            predicate.tag() == "VBN" && predicate.child("auxpass").is_some()
                || predicate.tag() == "VBN" && predicate.dep() == "acl"
        }
    };
    let relative = child.is_none_or(|child| matches!(child.tag(), "WDT" | "WP"));
    let holder = if relative {
        match predicate.dep() {
            "relcl" | "acl" => Some(predicate.head()),
            _ => unit
                .lent
                .last()
                .map(|&i| doc.token(i))
                .filter(|token| matches!(token.pos(), "NOUN" | "PROPN" | "PRON")),
        }
    } else {
        child
    }?;
    let acts = holder.pos() == "PRON"
        || holder
            .entity()
            .is_some_and(|entity| matches!(&*entity.label, "PERSON" | "ORG" | "GPE" | "NORP"));
    Some((name(holder, extracted, unit.block)?, passive, acts))
}

/// The words for a noun or, for a pronoun, the name that it stands for.
fn name(token: Token<'_>, extracted: &Extracted, block: usize) -> Option<String> {
    if token.pos() == "PRON" {
        let id = TokenId::new(block, token.index());
        let mention = extracted
            .mentions
            .iter()
            .find(|mention| mention.head == id && mention.kind == MentionKind::Pronoun)?;
        return Some(extracted.entity(mention.entity).name.clone());
    }
    let doc = token.doc();
    let tokens: Vec<usize> = predicates::noun_phrase(token, doc.len())
        .into_iter()
        .filter(|&i| i <= token.index())
        .collect();
    let first = tokens
        .iter()
        .copied()
        .find(|&i| !matches!(doc.token(i).pos(), "PUNCT" | "CCONJ" | "SPACE"))?;
    let words = doc.words(first..token.index() + 1);
    if words.len() > MOST_SUBJECT || words.contains(['"', '“', '”', '\n']) {
        return None;
    }
    let proper = matches!(doc.token(first).pos(), "PROPN")
        || doc.token(first).entity().is_some() && doc.token(first).pos() != "DET";
    Some(if proper {
        words.to_owned()
    } else {
        lower_first(words)
    })
}

/// "people", "of the girls" for a clause that counts them.
fn counted(unit: &Unit, doc: &Doc) -> Option<String> {
    if unit.numbers.is_empty() {
        return None;
    }
    let number = unit.own.iter().map(|&i| doc.token(i)).find(|token| {
        token.dep() == "nummod"
            && token.pos() == "NUM"
            && token
                .entity()
                .is_none_or(|entity| &*entity.label == "CARDINAL")
    })?;
    let noun = number.head();
    let plural = noun.tag() == "NNS" && noun.index() > number.index();
    (plural && noun.index() - number.index() <= 4)
        .then(|| doc.words(number.index() + 1..noun.index() + 1))
        .filter(|words| words.len() <= MOST_SUBJECT)
        .map(lower_first)
}

/// For a clause without a subject to ask about: by its most telling words.
fn about(unit: &Unit, doc: &Doc) -> String {
    let mut telling: Vec<&str> = Vec::new();
    for &i in &unit.own {
        let token = doc.token(i);
        if matches!(token.pos(), "PROPN" | "NOUN") && words::key(token).is_some() {
            telling.push(token.text());
        }
    }
    telling.dedup();
    telling.truncate(4);
    if telling.is_empty() {
        return "What do the reports share here?".to_owned();
    }
    format!("What is told of “{}”?", telling.join(" "))
}

fn is_person(token: Token<'_>) -> bool {
    token
        .entity()
        .is_some_and(|entity| &*entity.label == "PERSON")
}

fn lower_first(words: &str) -> String {
    let mut chars = words.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => words.to_owned(),
    }
}
