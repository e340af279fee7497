//! Content clauses of reporting verbs, and "according to".

use std::ops::Range;

use crosswire_annotate::{Doc, Token};
use crosswire_report::Role;

use super::cue::Speakers;
use crate::who::phrases;
use crate::{Annotated, Polarity, Quotation, QuotationKind, tables};

/// Every clause that somebody is reported as saying without marks.
pub(super) fn find(annotated: &Annotated, speakers: &Speakers<'_>) -> Vec<Quotation> {
    let mut found = Vec::new();
    for (index, block) in annotated.blocks().iter().enumerate() {
        if matches!(
            block.role,
            Role::Metadata | Role::Credit | Role::Boilerplate
        ) {
            continue;
        }
        let doc = &block.doc;
        for token in doc
            .tokens()
            .filter(|t| !speakers.is_quoted(index, t.index()))
        {
            let at = token.index();
            let clause = if let Some((range, source)) = according(doc, token) {
                let link = speakers.link(
                    index,
                    Some(source),
                    at..at + 2,
                    "according to",
                    Polarity::Positive,
                );
                Some((range, link))
            } else {
                content(doc, token).map(|range| (range, speakers.verb_link(index, token)))
            };
            let Some((range, link)) = clause else {
                continue;
            };
            let range = trim(doc, range);
            if range.len() >= 2 {
                found.push(Quotation {
                    kind: QuotationKind::Indirect,
                    passage: annotated.passage(index, range),
                    utterance: None,
                    why: format!("what “{}” reports", link.cue_lemma),
                    chain: vec![link],
                });
            }
        }
    }
    found
}

/// "according to X": the words it speaks for, and X.
fn according<'d>(doc: &'d Doc, token: Token<'d>) -> Option<(Range<usize>, Token<'d>)> {
    let to = token.next()?;
    if !token.is("according") || !to.is("to") {
        return None;
    }
    let source = to.child("pobj").or_else(|| token.child("pobj"))?;
    let sentence = doc.sentence_of(token.index());
    let aside = |i: usize| matches!(doc.token(i).pos(), "PUNCT" | "SPACE");
    if (sentence.start..token.index()).all(aside) {
        let from = phrases::phrase(doc, source.index()).end;
        return Some((from.min(sentence.end)..sentence.end, source));
    }
    let head = token.head();
    let relative = head.dep() == "relcl" && head.index() < token.index();
    let from = if relative {
        head.head().subtree().start
    } else {
        sentence.start
    };
    Some((from.min(token.index())..token.index(), source))
}

/// The content clause of a reporting verb; what was not said, or not yet, has none.
fn content(doc: &Doc, verb: Token<'_>) -> Option<Range<usize>> {
    if !tables::cue_verb(verb)?.clause {
        return None;
    }
    let has = |dep: &str| verb.child(dep).is_some();
    let unsaid = verb.children().any(|child| {
        child.dep() == "neg"
            || (child.dep() == "aux"
                && (child.tag() == "MD" || (child.tag() == "TO" && !has("nsubj"))))
    });
    let subject = phrases::subject(verb)?;
    let teller = !matches!(
        &*subject.text().to_lowercase(),
        "i" | "we" | "you" | "that" | "this" | "there"
    );
    if unsaid || has("nsubjpass") || has("auxpass") || !teller || subject.dep() == "expl" {
        return None;
    }
    let clause = verb
        .children()
        .filter(|c| c.dep() == "ccomp")
        .max_by_key(|c| c.subtree().len())?;
    let mut range = clause.subtree();
    if clause.index() < verb.index() {
        let stop = verb
            .children()
            .filter(|c| c.index() > clause.index())
            .map(|c| c.subtree().start)
            .find(|&start| start > clause.index())
            .unwrap_or(verb.index());
        range.end = range.end.min(stop).min(verb.index());
        let sentence = doc.sentence_of(verb.index());
        let subject_first = subject.index() < range.start;
        if verb.is_root() && !subject_first && range.start - sentence.start.min(range.start) < 12 {
            range.start = sentence.start;
        }
    } else {
        range.start = range.start.max(verb.index() + 1);
    }
    (range.start < range.end).then_some(range)
}

fn trim(doc: &Doc, mut range: Range<usize>) -> Range<usize> {
    let skip = |i: usize| matches!(doc.token(i).pos(), "PUNCT" | "SPACE");
    let link = |i: usize| {
        let word = doc.token(i).text().to_lowercase();
        matches!(word.as_str(), "that" | "how" | "but" | "and" | "however")
            && doc.token(i).dep() != "det"
    };
    while !range.is_empty() && (skip(range.start) || link(range.start)) {
        range.start += 1;
    }
    while !range.is_empty() && (skip(range.end - 1) || doc.token(range.end - 1).tag() == "CC") {
        range.end -= 1;
    }
    range
}
