//! What a time expression modifies.

use std::collections::HashSet;
use std::sync::LazyLock;

use crosswire_annotate::{Doc, Token};

/// Nouns that name something that happens or is said.
const EVENTS: &str = include_str!("../data/event-nouns.txt");

fn table(text: &'static str) -> HashSet<&'static str> {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .collect()
}

fn is_event(lemma: &str) -> bool {
    static TABLE: LazyLock<HashSet<&'static str>> = LazyLock::new(|| table(EVENTS));
    TABLE.contains(lemma)
}

/// The token of the expression whose head lies outside.
pub(crate) fn head(doc: &Doc, first: usize, last: usize) -> Option<Token<'_>> {
    let inside = |token: &Token<'_>| (first..=last).contains(&token.index());
    let mut tokens = (first..=last.min(doc.len().checked_sub(1)?)).map(|i| doc.token(i));
    tokens.find(|token| {
        token.is_root() || !inside(&token.head()) && !matches!(token.dep(), "punct" | "det")
    })
}

/// The predicate or noun that the expression on these tokens modifies.
pub(crate) fn governor(doc: &Doc, first: usize, last: usize) -> Option<usize> {
    let head = head(doc, first, last)?;
    if head.is_root() {
        return None;
    }
    if let Some(word) =
        noun_just_before(doc, first, last, head).or_else(|| verb_just_before(doc, first, last))
    {
        return Some(word.index());
    }
    let mut at = head.head();
    // Over the preposition, and over another time that this one specifies ("at 9 on Tuesday").
    let mut steps = 0;
    while steps < 8
        && !at.is_root()
        && (at.pos() == "ADP" || at.pos() == "SCONJ" && at.tag() == "IN")
    {
        at = at.head();
        steps += 1;
    }
    if at.pos() == "ADP" || (first..=last).contains(&at.index()) {
        return None;
    }
    let at = predicate(doc, first, last, at);
    (!quotation_between(doc, head.index(), at.index())).then_some(at.index())
}

/// "said Wednesday the ship would sail", "announced on Monday that ...": a time between a verb and
/// the clause that it takes belongs to the verb, whatever the parse says.
pub(crate) fn verb_just_before(doc: &Doc, first: usize, last: usize) -> Option<Token<'_>> {
    let mut before = doc.get(first.checked_sub(1)?)?;
    if before.is("on") || before.is("in") {
        before = before.previous()?;
    }
    let own = matches!(
        head(doc, first, last)?.dep(),
        "npadvmod" | "tmod" | "nmod" | "pobj" | "compound"
    );
    let takes_a_clause = before
        .children()
        .any(|child| child.index() > last && matches!(child.dep(), "ccomp"));
    // "announced Monday's talks would go on": the talks', not the announcement's.
    let possessive = doc.get(last + 1).is_some_and(|next| next.tag() == "POS");
    (matches!(before.tag(), "VBD" | "VBZ" | "VBP") && own && takes_a_clause && !possessive)
        .then_some(before)
}

/// The word that a time attached to `at` modifies: people and places have no time of their own.
fn predicate<'d>(doc: &'d Doc, first: usize, last: usize, at: Token<'d>) -> Token<'d> {
    let verb_of = |mut at: Token<'d>| {
        for _ in 0..8 {
            if matches!(at.pos(), "VERB" | "AUX") {
                return Some(at);
            }
            if at.is_root() {
                return None;
            }
            at = at.head();
        }
        None
    };
    let next = doc.get(last + 1);
    let verb = match at.pos() {
        // "said Ann Lee, the pilot, in a post on Monday"
        "PROPN" | "PRON" if at.index() < first => verb_of(at),
        // "police on Sunday said": between the subject and its verb.
        "NOUN" if at.index() < first && matches!(at.dep(), "nsubj" | "nsubjpass") => {
            let above = at.head();
            next.filter(|next| {
                let part = next.index() == above.index()
                    || !next.is_root()
                        && next.head().index() == above.index()
                        && next.pos() == "AUX";
                part && !is_event(at.lemma())
            })
            .map(|_| above)
        }
        // "After the attacks last year, troops guarded it": not past the comma to the right.
        "VERB" | "AUX" if at.index() > last => first
            .checked_sub(1)
            .and_then(|i| doc.get(i))
            .filter(|noun| {
                matches!(noun.tag(), "NN" | "NNS")
                    && is_event(noun.lemma())
                    && next.is_some_and(|next| next.is(","))
            }),
        _ => None,
    };
    verb.unwrap_or(at)
}

/// "the group's statement last month that ...": a bare time right after a noun of happening or
/// saying that goes on after it belongs to the noun, whatever the parse says.
fn noun_just_before<'d>(
    doc: &'d Doc,
    first: usize,
    last: usize,
    head: Token<'d>,
) -> Option<Token<'d>> {
    if !matches!(
        head.dep(),
        "npadvmod" | "tmod" | "advmod" | "appos" | "nmod"
    ) {
        return None;
    }
    let noun = doc.get(first.checked_sub(1)?)?;
    let next = doc.get(last + 1)?;
    let goes_on = next.is("that") && next.tag() != "WDT"
        || next.tag() == "IN" && matches!(next.text(), "of" | "on" | "against" | "in");
    (matches!(noun.tag(), "NN" | "NNS")
        && is_event(noun.lemma())
        && goes_on
        && noun.dep() != "dobj")
        .then_some(noun)
}

/// A mark of quotation between the two: the date of saying does not date what is said.
pub(crate) fn quotation_between(doc: &Doc, a: usize, b: usize) -> bool {
    let (from, to) = (a.min(b), a.max(b));
    let marks = (from..to)
        .filter(|&i| matches!(doc.token(i).text(), "\"" | "“" | "”" | "``" | "''"))
        .count();
    marks % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_unique() {
        let rows: Vec<&str> = EVENTS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert!(rows.len() > 10);
        assert!(rows.is_sorted_by(|a, b| a < b), "{rows:?}");
    }
}
