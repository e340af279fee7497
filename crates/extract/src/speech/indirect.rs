//! Content clauses of reporting verbs and of nouns of speech, and "according to".

use std::ops::Range;

use crosswire_annotate::{Doc, Token};
use crosswire_report::{Passage, Role};

use super::cue;
use super::speakers::Speakers;
use crate::sets::Set;
use crate::who::phrases;
use crate::{Attribution, Quotation, QuotationKind, tables};

/// A clause that somebody is reported as saying, or as declining to say.
pub(super) struct Clause {
    pub(super) passage: Passage,
    pub(super) chain: Vec<Attribution>,
    /// Whether it counts as indirect speech; else it only tells whose word it is.
    pub(super) told: bool,
}

impl Clause {
    pub(super) fn into_quotation(self) -> Quotation {
        let cue = self.chain.first().map_or("", |link| &link.cue_lemma);
        Quotation {
            kind: QuotationKind::Indirect,
            passage: self.passage,
            utterance: None,
            confidence: 0.0,
            candidates: Vec::new(),
            why: format!("what “{cue}” reports"),
            chain: self.chain,
        }
    }
}

/// Every clause that somebody is reported as saying without marks, in the order of the cues.
pub(super) fn find(speakers: &Speakers<'_>) -> Vec<Clause> {
    let mut found = Vec::new();
    for (index, block) in speakers.annotated.blocks().iter().enumerate() {
        if matches!(
            block.role,
            Role::Metadata | Role::Credit | Role::Boilerplate
        ) || speakers.is_list_of_headlines(index)
        {
            continue;
        }
        let doc = &block.doc;
        for token in doc
            .tokens()
            .filter(|t| !speakers.is_quoted(index, t.index()))
        {
            let clause = if let Some((range, cue, source)) = according(doc, token) {
                Some((range, speakers.source_chain(index, cue, source), true))
            } else if let Some((range, told)) = content(doc, token) {
                let range = before_next_cue(speakers, index, token, range);
                Some((range, speakers.chain(index, token), told))
            } else {
                of_noun(token)
                    .and_then(|range| Some((range, speakers.noun_chain(index, token)?, false)))
            };
            let Some((range, chain, told)) = clause else {
                continue;
            };
            let range = trim(doc, range);
            if range.len() >= 2 {
                found.push(Clause {
                    passage: speakers.annotated.passage(index, range),
                    chain,
                    told,
                });
            }
        }
    }
    found
}

/// A content clause as far as nobody goes on to say something else: "the wall would hold, adding:
/// ...", "there was smoke and called it ...", "the letter asks for help, and “...”".
fn before_next_cue(
    speakers: &Speakers<'_>,
    block: usize,
    verb: Token<'_>,
    range: Range<usize>,
) -> Range<usize> {
    let doc = verb.doc();
    if range.start < verb.index() {
        return range;
    }
    let end = (range.start + 3..range.end).find(|&i| {
        let (token, before) = (doc.token(i), doc.token(i - 1));
        let parts = before.pos() == "PUNCT" || before.dep() == "cc";
        let goes_on = tables::cue_verb(token).is_some()
            && match token.tag() {
                "VBG" => matches!(token.dep(), "advcl" | "conj"),
                "VBD" => token.dep() == "conj" && token.head().dep() == "ccomp",
                _ => false,
            };
        parts && (goes_on || (speakers.is_quoted(block, i) && before.dep() == "cc"))
    });
    range.start..end.map_or(range.end, |end| end - 1)
}

/// "according to X": the words it speaks for, the cue, and X.
pub(super) fn according<'d>(
    doc: &'d Doc,
    token: Token<'d>,
) -> Option<(Range<usize>, Range<usize>, Token<'d>)> {
    let (cue, source) = cue::source(doc, token.index())?;
    let sentence = doc.sentence_of(token.index());
    let aside = |i: usize| matches!(doc.token(i).pos(), "PUNCT" | "SPACE");
    if (sentence.start..token.index()).all(aside) {
        let from = phrases::phrase(doc, source.index()).end;
        return Some((from.min(sentence.end)..sentence.end, cue, source));
    }
    let head = token.head();
    let relative = head.dep() == "relcl" && head.index() < token.index();
    let from = if relative {
        head.head().subtree().start
    } else {
        sentence.start
    };
    Some((from.min(token.index())..token.index(), cue, source))
}

/// What a noun of speech says: "a claim by the union that ..."
fn of_noun(noun: Token<'_>) -> Option<Range<usize>> {
    tables::cue_noun(noun)?;
    let clause = noun.children().find(|child| {
        matches!(child.dep(), "acl" | "ccomp" | "relcl")
            && child.index() > noun.index()
            && child.children().any(|c| c.dep() == "mark" && c.is("that"))
    })?;
    Some(clause.subtree())
}

/// The content clause of a reporting verb, and whether somebody has said it: not what was left
/// unsaid, nor what is yet to be said.
fn content(doc: &Doc, verb: Token<'_>) -> Option<(Range<usize>, bool)> {
    let cue = tables::cue_verb(verb)?;
    if !cue.clause {
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
    let told =
        !(unsaid || has("nsubjpass") || has("auxpass") || !teller || subject.dep() == "expl");
    let clause = verb
        .children()
        .filter(|c| c.dep() == "ccomp" && !(c.index() < verb.index() && is_circumstance(*c)))
        .max_by_key(|c| c.subtree().len())?;
    let mut range = clause.subtree();
    // "he found himself in the rain"; and only what can stand after words in marks follows what it
    // tells: "the trains were late, he said", not "they cheered, he found".
    if clause
        .child("nsubj")
        .is_some_and(|s| s.text().ends_with("self"))
        || clause.index() < verb.index() && !cue.direct && !cue.mixed
    {
        return None;
    }
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
        // "The aim was clear: “...,” she said": what leads up to the words is the report's own.
        let colon = |i: usize| doc.get(i).is_some_and(|t| t.text() == ":");
        if colon(range.end) || range.end > 0 && colon(range.end - 1) {
            return None;
        }
    } else {
        range.start = range.start.max(verb.index() + 1);
    }
    (range.start < range.end).then_some((range, told))
}

/// Whether a clause before a verb says when, why or despite what, not what was said.
fn is_circumstance(clause: Token<'_>) -> bool {
    clause.children().any(|c| {
        matches!(c.dep(), "mark" | "advmod")
            && c.index() < clause.index()
            && c.index() == clause.subtree().start
            && Set::Circumstance.has(&c.text().to_lowercase())
    })
}

pub(super) fn trim(doc: &Doc, mut range: Range<usize>) -> Range<usize> {
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
