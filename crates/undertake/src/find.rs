//! From cues to undertakings.

use std::collections::{HashMap, HashSet};

use crosswire_annotate::Token;
use crosswire_extract::{Extracted, TokenId};
use crosswire_report::{Field, Role};

use crate::said::Said;
use crate::{Kind, Outcome, Strength, Undertaking, Who};
use crate::{act, due, modal, outcome, words};

/// What a word may make, before its words, time and condition are known.
pub(crate) struct Candidate<'d> {
    pub(crate) cue: Token<'d>,
    /// The first token of its words.
    pub(crate) start: usize,
    /// The word that carries the act.
    pub(crate) act: Token<'d>,
    pub(crate) holder: Option<Who>,
    pub(crate) towards: Option<Who>,
    pub(crate) kind: Kind,
    pub(crate) strength: Strength,
    pub(crate) confidence: f32,
    pub(crate) said: Said,
    /// Times count from this token on: before it they are of the saying.
    pub(crate) time_after: usize,
    /// The word whose own words end where the undertaking ends.
    pub(crate) carrier: Token<'d>,
}

/// Those of a report's text, in order.
pub(crate) fn undertakings(extracted: &Extracted) -> Vec<Undertaking> {
    let mut all = Vec::new();
    let mut nouns: HashMap<String, Who> = HashMap::new();
    let mut last: Option<Who> = None;
    for (block, annotated) in extracted.annotated.blocks().iter().enumerate() {
        if annotated.passage.field != Field::Text
            || !matches!(
                annotated.role,
                Role::Paragraph | Role::Heading | Role::Caption | Role::PullQuote
            )
        {
            continue;
        }
        let mut acts: HashSet<usize> = HashSet::new();
        for token in annotated.doc.tokens() {
            let Some(candidate) = modal::candidate(extracted, block, token)
                .or_else(|| words::candidate(extracted, block, token))
            else {
                continue;
            };
            if is_taken(&acts, &candidate) {
                continue;
            }
            acts.insert(candidate.act.index());
            let noun = candidate.cue.pos() == "NOUN";
            let follows_pronoun = follows_pronoun(candidate.cue);
            let lemma = candidate.cue.lemma().to_lowercase();
            let mut found = undertaking(extracted, block, candidate);
            if noun {
                // "the plan", whose it was when it was first spoken of.
                match &found.holder {
                    Some(holder) => drop(nouns.insert(lemma, holder.clone())),
                    None => found.holder = nouns.get(&lemma).cloned(),
                }
            }
            if found.holder.is_none() && follows_pronoun {
                // "It refused": whoever undertook something before it.
                found.holder.clone_from(&last);
            }
            if found.holder.is_some() {
                last.clone_from(&found.holder);
            }
            all.push(found);
        }
    }
    all
}

/// "He has vowed", "they will": a pronoun right before the cue.
fn follows_pronoun(cue: Token<'_>) -> bool {
    std::iter::successors(cue.previous(), |token| token.previous())
        .take(3)
        .any(|token| {
            token.tag() == "PRP"
                && ["he", "she", "they", "it"]
                    .iter()
                    .any(|word| token.is(word))
        })
}

/// Whether a cue is part of the act of one before it: "plans to seek", "expects that they will".
fn is_taken(acts: &HashSet<usize>, candidate: &Candidate<'_>) -> bool {
    if acts.contains(&candidate.cue.index()) || acts.contains(&candidate.act.index()) {
        return true;
    }
    let mut at = candidate.cue;
    for _ in 0..4 {
        if !matches!(at.dep(), "xcomp" | "acomp" | "oprd") {
            return false;
        }
        at = at.head();
        if acts.contains(&at.index()) {
            return true;
        }
    }
    false
}

fn undertaking(extracted: &Extracted, block: usize, candidate: Candidate<'_>) -> Undertaking {
    let Candidate { cue, act, .. } = candidate;
    let sentence = cue.doc().sentence_of(cue.index());
    let end = act::end(cue.index(), candidate.carrier)
        .min(sentence.end)
        .max(cue.index() + 1);
    let start = candidate.start.min(cue.index());
    let place = |tokens| extracted.annotated.passage(block, tokens);
    let condition = act::condition(cue, act).map(place);
    let due = due::find(extracted, block, candidate.time_after.max(start)..end, act);
    let holder = candidate.holder;
    let by = candidate
        .said
        .chain
        .into_iter()
        .filter(|who| holder.as_ref().is_none_or(|holder| !holder.is(who)))
        .collect();
    Undertaking {
        kind: candidate.kind,
        passage: place(start..end),
        cue: TokenId::new(block, cue.index()),
        act: TokenId::new(block, act.index()),
        by,
        towards: candidate
            .towards
            .filter(|who| holder.as_ref().is_none_or(|holder| !holder.is(who))),
        holder,
        condition,
        due,
        strength: candidate.strength,
        outcome: if candidate.kind == Kind::Forecast {
            Outcome::Open
        } else {
            outcome::of(cue)
        },
        confidence: candidate.confidence,
    }
}
