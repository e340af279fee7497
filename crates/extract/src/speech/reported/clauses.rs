//! Everything that somebody may be reported as saying, thinking, wanting or showing.

use std::ops::Range;

use crosswire_annotate::{Doc, Token};

use crate::speech::cue;
use crate::speech::indirect::trim;
use crate::tables;
use crate::who::phrases;

/// How what is reported hangs on its cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tie {
    /// "said that the pier was old", "plans to rebuild it".
    Clause,
    Infinitive,
    /// "mocked the plan", "accused the firm of neglect".
    Object,
    ObjectAndMore,
    /// "called for an inquiry".
    Preposition,
    /// "The pier was old, she said".
    Before,
    /// "The plan was condemned by the union".
    Passive,
    /// "is wary of the plan", "are certain that".
    Adjective,
    /// "a claim that", "a plan to", "criticism of the plan".
    NounClause,
    NounPreposition,
    According,
    /// "made it clear that", and whatever else follows the cue to the end of its clause.
    Rest,
}

/// One stretch that may be somebody's.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    /// The verb, noun or adjective, or the "according".
    pub(crate) cue: usize,
    pub(crate) tie: Tie,
    pub(crate) tokens: Range<usize>,
    /// Who, by the parse.
    pub(crate) source: Option<usize>,
    /// The preposition that ties it.
    pub(crate) preposition: Option<usize>,
}

/// So many tokens a stretch has at most.
const LONGEST: usize = 120;

/// What more words than this hang on is a list run together: it reports nothing, and to look at each of
/// them for each of them would take time.
const MOST_CHILDREN: usize = 64;

/// Every such stretch of a block, in the order of the cues.
pub(crate) fn find(doc: &Doc) -> Vec<Clause> {
    let mut all = Vec::new();
    for token in doc.tokens() {
        let from = all.len();
        if token.children().nth(MOST_CHILDREN).is_some() {
            continue;
        }
        if let Some((_, source)) = cue::source(doc, token.index()) {
            if let Some((tokens, _, _)) = crate::speech::indirect::according(doc, token) {
                push(&mut all, token, Tie::According, tokens, Some(source), None);
            }
        } else if token.tag().starts_with("VB") && !matches!(token.dep(), "aux" | "auxpass") {
            of_verb(doc, token, &mut all);
        } else if token.tag().starts_with("NN") {
            of_noun(token, &mut all);
        }
        for clause in &mut all[from..] {
            clause.tokens = trim(doc, clause.tokens.clone());
        }
        let own = all.split_off(from);
        for clause in own {
            if !all[from..]
                .iter()
                .any(|c| c.cue == clause.cue && c.tokens == clause.tokens)
            {
                all.push(clause);
            }
        }
        // A verb and the adjective or noun under it are cues of their own.
        all[from..].sort_by_key(|clause| clause.cue);
    }
    all.retain(|clause| (1..=LONGEST).contains(&clause.tokens.len()));
    all
}

fn push(
    all: &mut Vec<Clause>,
    cue: Token<'_>,
    tie: Tie,
    tokens: Range<usize>,
    source: Option<Token<'_>>,
    preposition: Option<Token<'_>>,
) {
    all.push(Clause {
        cue: cue.index(),
        tie,
        tokens,
        source: source.map(Token::index),
        preposition: preposition.map(Token::index),
    });
}

fn of_verb(doc: &Doc, verb: Token<'_>, all: &mut Vec<Clause>) {
    let at = verb.index();
    let passive = verb.child("nsubjpass").is_some() || verb.child("auxpass").is_some();
    let source = if passive {
        phrases::agent(verb)
    } else {
        phrases::subject(verb)
    };
    if passive && let (Some(told), Some(_)) = (verb.child("nsubjpass"), source) {
        push(all, verb, Tie::Passive, told.subtree(), source, None);
    }
    let source = source.or_else(|| phrases::subject(verb));
    // Past what hangs on the verb to the right, as far as its own clause goes.
    let mut rest = at + 1;
    let mut first = None;
    for child in verb.children() {
        let part = child.subtree();
        if child.index() < at {
            if child.dep() == "ccomp" {
                let end = part.end.min(at);
                if part.start < end {
                    push(all, verb, Tie::Before, part.start..end, source, None);
                    let sentence = doc.sentence_of(at);
                    if verb.is_root() && sentence.start < part.start {
                        push(all, verb, Tie::Before, sentence.start..end, source, None);
                    }
                }
            }
            continue;
        }
        let right = part.start.max(at + 1)..part.end;
        match child.dep() {
            "ccomp" => push(all, verb, Tie::Clause, right.clone(), source, None),
            "xcomp" => push(all, verb, Tie::Infinitive, right.clone(), source, None),
            "dobj" | "oprd" => push(all, verb, Tie::Object, right.clone(), source, None),
            "prep" | "agent" if !passive || child.dep() == "prep" => {
                if let Some(object) = child.child("pobj").or_else(|| child.child("pcomp")) {
                    let tokens = object.subtree();
                    push(all, verb, Tie::Preposition, tokens, source, Some(child));
                }
            }
            "acomp" => of_adjective(child, source, all),
            "advcl" if child.index() > at => {
                push(all, verb, Tie::Infinitive, right.clone(), source, None);
            }
            _ => {}
        }
        if matches!(
            child.dep(),
            "dobj" | "ccomp" | "xcomp" | "prep" | "oprd" | "dative" | "acomp" | "advcl"
        ) {
            first = first.or(Some((child.dep(), right.start)));
            rest = rest.max(part.end);
        }
    }
    if let Some((dep, start)) = first {
        let tie = if matches!(dep, "dobj" | "dative" | "oprd") {
            Tie::ObjectAndMore
        } else {
            Tie::Rest
        };
        let known = all
            .iter()
            .rev()
            .take(6)
            .any(|c| c.cue == at && c.tokens == (start..rest));
        if !known && start < rest {
            push(all, verb, tie, start..rest, source, None);
        }
    }
}

fn of_adjective(adjective: Token<'_>, source: Option<Token<'_>>, all: &mut Vec<Clause>) {
    for child in adjective
        .children()
        .filter(|c| c.index() > adjective.index())
    {
        match child.dep() {
            "ccomp" | "xcomp" => push(
                all,
                adjective,
                Tie::Adjective,
                child.subtree(),
                source,
                None,
            ),
            "prep" => {
                if let Some(object) = child.child("pobj").or_else(|| child.child("pcomp")) {
                    push(
                        all,
                        adjective,
                        Tie::Adjective,
                        object.subtree(),
                        source,
                        Some(child),
                    );
                }
            }
            _ => {}
        }
    }
}

fn of_noun(noun: Token<'_>, all: &mut Vec<Clause>) {
    let owner = || {
        let own = noun.children().find(|c| matches!(c.dep(), "poss"));
        own.or_else(|| noun.children().find(|c| c.is("by"))?.child("pobj"))
            .or_else(|| {
                let head = noun.head();
                (noun.dep() == "dobj" && head.tag().starts_with("VB"))
                    .then(|| phrases::subject(head))?
            })
            .or_else(|| {
                noun.children()
                    .find(|c| c.is("from") || c.is("of"))?
                    .child("pobj")
            })
            .or_else(|| {
                noun.children()
                    .find(|c| c.dep() == "compound" && c.tag().starts_with("NNP"))
            })
    };
    let mut source = None;
    for child in noun.children().filter(|c| c.index() > noun.index()) {
        let (tie, tokens, preposition) = match child.dep() {
            "ccomp" | "acl" => (Tie::NounClause, child.subtree(), None),
            "relcl" if child.children().any(|c| c.dep() == "mark" && c.is("that")) => {
                (Tie::NounClause, child.subtree(), None)
            }
            "prep" => match child.child("pobj").or_else(|| child.child("pcomp")) {
                Some(object) => (Tie::NounPreposition, object.subtree(), Some(child)),
                None => continue,
            },
            _ => continue,
        };
        let who = *source.get_or_insert_with(owner);
        // The source is not what it says.
        let who = who.filter(|w| !tokens.contains(&w.index()));
        let noun_of_speech = tables::cue_noun(noun).is_some();
        if who.is_some() || noun_of_speech {
            push(all, noun, tie, tokens, who, preposition);
        }
    }
}
