//! Descriptions of people and bodies: nouns that stand for them, and nouns tied to a name.

use std::ops::Range;

use crosswire_annotate::{Doc, Token};

use super::phrases;
use crate::Gender;
use crate::tables::{self, Being};

/// A noun phrase that describes somebody or some body.
#[derive(Clone, Debug)]
pub(crate) struct Description {
    pub(crate) tokens: Range<usize>,
    pub(crate) being: Being,
    pub(crate) gender: Option<Gender>,
    pub(crate) plural: bool,
    pub(crate) definite: bool,
    /// "the 46-year-old", "the 46-year-old Norwegian": whoever is spoken of, by age.
    pub(crate) by_age: bool,
    /// Lemma of the head, with the sex taken out of "spokesman".
    pub(crate) lemma: String,
}

/// The phrase that `head` heads, if it describes people, a person or an organisation.
pub(crate) fn description(doc: &Doc, head: usize) -> Option<Description> {
    let token = doc.token(head);
    if !matches!(token.tag(), "NN" | "NNS" | "NNP" | "NNPS") || token.dep() == "compound" {
        return None;
    }
    let (being, gender) = tables::being(token.lemma()).or_else(|| tables::being(token.text()))?;
    if being == Being::Place {
        return None;
    }
    let tokens = phrases::phrase(doc, head);
    let definite = doc.token(tokens.start).is("the")
        || token.children().any(|child| {
            (child.dep() == "det"
                && matches!(
                    &*child.text().to_lowercase(),
                    "the" | "this" | "that" | "these" | "those"
                ))
                || (child.dep() == "poss" && child.index() < head)
        });
    Some(Description {
        tokens,
        being,
        gender,
        plural: matches!(token.tag(), "NNS" | "NNPS") || being == Being::People,
        definite,
        by_age: false,
        lemma: neutral(token.lemma()),
    })
}

/// The phrase that `head` heads, if it stands for one person by age: "the 46-year-old Norwegian".
pub(crate) fn by_age(doc: &Doc, head: usize) -> Option<Description> {
    let token = doc.token(head);
    let actor = matches!(
        token.dep(),
        "nsubj" | "nsubjpass" | "dobj" | "pobj" | "agent" | "attr" | "appos"
    );
    let old = |t: Token<'_>| t.is("old") || t.text().to_lowercase().ends_with("year-old");
    let nation = || {
        let entity = token.entity();
        entity.is_some_and(|entity| &*entity.label == "NORP")
            && token.tag() != "NNPS"
            && token.children().any(|c| c.index() < head && old(c))
    };
    // "the six-year-old" is told of more people than speak; only of these is it said here.
    let speaks =
        || token.dep() == "nsubj" && tables::cue_verb(token.head()).is_some_and(|cue| cue.direct);
    if !actor || !(old(token) && speaks() || nation()) {
        return None;
    }
    let tokens = phrases::phrase(doc, head);
    let the = token.children().any(|c| c.dep() == "det" && c.is("the"));
    (the && doc.token(tokens.start).is("the")).then(|| Description {
        tokens,
        being: Being::Person,
        gender: None,
        plural: false,
        definite: true,
        by_age: true,
        lemma: token.text().to_lowercase(),
    })
}

/// "spokesman", "spokeswoman" and "spokesperson" are one description.
pub(crate) fn neutral(lemma: &str) -> String {
    let lemma = lemma.to_lowercase();
    for ending in ["woman", "person", "people", "men", "women"] {
        if let Some(stem) = lemma.strip_suffix(ending)
            && stem.len() > 2
        {
            return format!("{stem}man");
        }
    }
    lemma
}

/// Nouns that are said of the name headed by `head`: before it ("zoo director Ana Brell"), in
/// apposition on either side, or as a predicate ("Ana Brell is the director").
pub(crate) fn nouns_of<'d>(doc: &'d Doc, core: &Range<usize>, head: usize) -> Vec<Token<'d>> {
    let token = doc.token(head);
    let mut nouns: Vec<Token<'d>> = Vec::new();
    let mut add = |noun: Token<'d>| {
        if tables::being(noun.lemma())
            .or_else(|| tables::being(noun.text()))
            .is_some()
        {
            nouns.push(noun);
        }
    };
    for child in token.children() {
        match child.dep() {
            "appos" => {
                add(child);
                child
                    .children()
                    .filter(|c| c.dep() == "conj")
                    .for_each(&mut add);
            }
            "compound" | "nmod" | "amod" if child.index() < core.start => add(child),
            _ => {}
        }
    }
    // Directly before the name, whatever the parse makes of it: "said US spokesman Tom Orlin".
    if core.start > 0 {
        let before = doc.token(core.start - 1);
        if before.tag().starts_with("NN") {
            add(before);
        } else if before.text() == "," && core.start > 1 && token.dep() == "appos" {
            add(token.head());
        }
    }
    if token.dep() == "appos" {
        add(token.head());
    }
    if token.dep() == "nsubj" && token.head().lemma() == "be" {
        token
            .head()
            .children()
            .filter(|c| c.dep() == "attr")
            .for_each(&mut add);
    }
    nouns.sort_by_key(|noun| noun.index());
    nouns.dedup_by_key(|noun| noun.index());
    nouns.retain(|noun| !core.contains(&noun.index()));
    nouns
}
