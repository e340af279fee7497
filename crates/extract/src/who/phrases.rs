//! Noun phrases around a head word, cut to what a reader would call the phrase.

use std::ops::Range;

use crosswire_annotate::{Doc, Token};

use crate::tables;

/// The phrase of which `head` is the head: with article, adjectives, "of"-phrases and reduced
/// clauses, without appositions, relative clauses and asides.
pub(crate) fn phrase(doc: &Doc, head: usize) -> Range<usize> {
    let token = doc.token(head);
    let mut start = head;
    let mut end = head + 1;
    for child in token.children() {
        let part = child.subtree();
        match child.dep() {
            "det" | "amod" | "compound" | "nummod" | "poss" | "nmod" | "quantmod" | "predet"
            | "advmod" | "case" | "npadvmod"
                if part.end <= head + 1 || child.index() < head =>
            {
                start = start.min(part.start);
            }
            "prep"
                if child.index() > head
                    && matches!(
                        child.text(),
                        "of" | "in" | "at" | "for" | "from" | "on" | "with" | "by" | "to"
                    )
                    && (part.start == end
                        || (part.start <= end + 1 && !comma(doc, end..part.start))) =>
            {
                end = end.max(part.end);
            }
            "acl" if child.index() > head && part.start == end && child.tag() == "VBN" => {
                end = end.max(part.end);
            }
            "case" if child.index() > head => {}
            _ => {}
        }
    }
    // What follows a comma or an opening bracket inside is an aside.
    let cut = (head + 1..end).find(|&i| {
        matches!(
            doc.token(i).text(),
            "," | "(" | "–" | "—" | ";" | "\"" | "“" | "”" | ":"
        ) || doc.token(i).dep() == "relcl"
            || doc.token(i).is_space()
    });
    let mut end = cut.unwrap_or(end).min(head + 12).max(head + 1);
    while end > head + 1
        && (doc.token(end - 1).pos() == "PUNCT" || doc.token(end - 1).pos() == "ADP")
    {
        end -= 1;
    }
    let cut = (start..head).rev().find(|&i| {
        matches!(
            doc.token(i).text(),
            "," | "(" | ")" | "\"" | "“" | "”" | ":" | "'" | "‘"
        ) && doc.token(i).dep() == "punct"
    });
    let mut start = cut.map_or(start, |i| i + 1).max(head.saturating_sub(10));
    while start < head
        && matches!(
            doc.token(start).pos(),
            "PUNCT" | "SPACE" | "CCONJ" | "ADP" | "SCONJ"
        )
    {
        start += 1;
    }
    start..end
}

fn comma(doc: &Doc, range: Range<usize>) -> bool {
    range.into_iter().any(|i| doc.token(i).text() == ",")
}

/// The subject of a verb: its own, or that of the verb it continues ("..., adding", "went on to say").
pub(crate) fn subject(verb: Token<'_>) -> Option<Token<'_>> {
    let mut at = verb;
    for _ in 0..6 {
        let own = at
            .children()
            .find(|child| matches!(child.dep(), "nsubj" | "csubj" | "expl"));
        if let Some(own) = own {
            // "he said there was panic, describing it as ...": nobody is "there".
            if own.dep() == "expl" && at.index() != verb.index() && at.head().index() != at.index()
            {
                at = told_by(at).unwrap_or(at.head());
                continue;
            }
            return antecedent(own);
        }
        let passive = at.child("nsubjpass");
        if at.index() == verb.index() {
            if passive.is_some() {
                return agent(at);
            }
        } else if passive.is_some() {
            // "was heard saying", "is quoted as saying", "was arrested, saying"
            return passive.and_then(antecedent);
        }
        let head = at.head();
        match at.dep() {
            "conj" | "xcomp" | "advcl" | "ccomp" | "dep" | "parataxis"
                if head.index() != at.index() =>
            {
                if at.dep() == "ccomp" && at.tag() != "VBG" && at.tag() != "VB" {
                    return None;
                }
                // "said that they needed time and added that ...": what speaks goes on from what
                // spoke, not from what is told.
                let told = at.dep() == "conj" && head.dep() == "ccomp" && speaks(verb);
                let told = told && !speaks(head) && speaks(head.head());
                at = if told { head.head() } else { head };
            }
            "pcomp" | "prep" if head.index() != at.index() => {
                at = if head.pos() == "ADP" || head.pos() == "SCONJ" {
                    head.head()
                } else {
                    head
                };
                if at.tag().starts_with("NN") || at.tag() == "PRP" {
                    return Some(at);
                }
            }
            "acl" | "relcl" => return Some(head),
            _ => return None,
        }
    }
    None
}

/// The verb of speech in whose content clause a verb stands, be it beside the clause's own.
fn told_by(verb: Token<'_>) -> Option<Token<'_>> {
    let first = std::iter::once(verb)
        .chain(verb.ancestors().take(4))
        .find(|at| at.dep() != "conj")?;
    (first.dep() == "ccomp" && speaks(first.head())).then(|| first.head())
}

fn speaks(verb: Token<'_>) -> bool {
    tables::cue_verb(verb).is_some_and(|cue| cue.clause)
}

/// Who did it, of a passive: "by X".
pub(crate) fn agent(verb: Token<'_>) -> Option<Token<'_>> {
    verb.child("agent")?.child("pobj")
}

/// Whether a noun that the parse sets beside `head` belongs to what `head` is called: "Ana Brell,
/// founder of the clinic and a mother of two".
pub(crate) fn after_apposition(head: Token<'_>, conj: Token<'_>) -> bool {
    let called = head
        .children()
        .any(|c| c.dep() == "appos" && c.index() > head.index() && c.index() < conj.index());
    called
        && matches!(conj.tag(), "NN")
        && conj
            .children()
            .any(|c| c.dep() == "det" && (c.is("a") || c.is("an") || c.is("the")))
}

/// A relative pronoun stands for the noun before its clause.
fn antecedent(subject: Token<'_>) -> Option<Token<'_>> {
    if !matches!(subject.tag(), "WP" | "WDT") {
        return Some(subject);
    }
    let clause = subject
        .ancestors()
        .take(32)
        .find(|verb| verb.dep() == "relcl");
    // Else the noun right before it: "the minister Ana Brell who said ...".
    let before = || {
        let at = subject.index().checked_sub(1)?;
        let doc = subject.doc();
        let noun = doc.get(at).filter(|t| t.text() != ",");
        let noun = noun.or_else(|| doc.get(at.checked_sub(1)?))?;
        (subject.is("who") && noun.tag().starts_with("NN")).then_some(noun)
    };
    clause.map(Token::head).or_else(before).or(Some(subject))
}
