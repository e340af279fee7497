//! What may be a mention, before it is known of what: names, descriptions and pronouns in order.

use std::collections::HashMap;
use std::ops::Range;

use crosswire_annotate::{Doc, Token};
use crosswire_report::{Passage, Role};

use super::descriptions::{self, Description};
use super::inside;
use super::names::Name;
use crate::Annotated;
use crate::tables;

/// What may be a mention.
pub(super) enum Candidate {
    Name(usize),
    Description(Description),
    Pronoun(Pronoun),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pronoun {
    Masculine,
    Feminine,
    Plural,
    Neuter,
}

/// A candidate and where it stands.
pub(super) struct Placed {
    pub(super) block: usize,
    pub(super) head: usize,
    pub(super) tokens: Range<usize>,
    /// Sentences with words outside quotation marks, counted over the report.
    pub(super) sentence: usize,
    pub(super) subject: bool,
    /// The subject of a verb of speech.
    pub(super) speaking: bool,
    /// The tokens of its block that hold what it is reported as saying.
    pub(super) content: Range<usize>,
    pub(super) quoted: bool,
    /// Outside the running text: a caption, a heading, a teaser for another report.
    pub(super) aside: bool,
    pub(super) candidate: Candidate,
}

/// Every candidate of the report in text order; `quoted` are the stretches inside marks.
pub(super) fn place(annotated: &Annotated, all: &[Name], quoted: &[Passage]) -> Vec<Placed> {
    let mut placed = Vec::new();
    let mut sentence = 0;
    let mut next_name = 0;
    for (index, block) in annotated.blocks().iter().enumerate() {
        let doc = &block.doc;
        if matches!(block.role, Role::Metadata | Role::Boilerplate) {
            while all.get(next_name).is_some_and(|name| name.block == index) {
                next_name += 1;
            }
            continue;
        }
        let mut named = vec![false; doc.len()];
        let first = next_name;
        while all.get(next_name).is_some_and(|name| name.block == index) {
            named[all[next_name].tokens.clone()].fill(true);
            next_name += 1;
        }
        let mut heads: HashMap<usize, usize> = HashMap::new();
        for (offset, name) in all[first..next_name].iter().enumerate() {
            heads.entry(name.head).or_insert(first + offset);
        }
        let aside = matches!(
            block.role,
            Role::Caption | Role::Heading | Role::Credit | Role::Dateline
        ) || is_teaser(doc);
        for range in doc.sentences() {
            let is_quoted = |i: usize| inside(quoted, annotated.passage(index, i..i + 1));
            if range
                .clone()
                .any(|i| !is_quoted(i) && doc.token(i).pos() != "PUNCT" && !doc.token(i).is_space())
            {
                sentence += 1;
            }
            for i in range {
                let token = doc.token(i);
                let candidate = if let Some(description) = descriptions::by_age(doc, i) {
                    (
                        description.tokens.clone(),
                        Candidate::Description(description),
                    )
                } else if let Some(&name) = heads.get(&i) {
                    (all[name].tokens.clone(), Candidate::Name(name))
                } else if named[i] {
                    continue;
                } else if let Some(pronoun) = pronoun(token) {
                    (i..i + 1, Candidate::Pronoun(pronoun))
                } else if let Some(description) = descriptions::description(doc, i) {
                    (
                        description.tokens.clone(),
                        Candidate::Description(description),
                    )
                } else {
                    continue;
                };
                // "the cellist, Ana Brell, said": a name beside the subject is the subject too.
                let place = if token.dep() == "appos" {
                    token.head()
                } else {
                    token
                };
                let subject = matches!(place.dep(), "nsubj" | "nsubjpass");
                let speaking =
                    subject && tables::cue_verb(place.head()).is_some_and(|cue| cue.direct);
                placed.push(Placed {
                    block: index,
                    head: i,
                    tokens: candidate.0,
                    sentence,
                    subject,
                    speaking,
                    content: if speaking {
                        content(place.head())
                    } else {
                        0..0
                    },
                    quoted: is_quoted(i),
                    aside,
                    candidate: candidate.1,
                });
            }
        }
    }
    placed
}

/// Whether a block is no running text, whatever its role: many words and no end of a sentence.
pub(crate) fn is_teaser(doc: &Doc) -> bool {
    let ends = |c: char| {
        matches!(
            c,
            '.' | '!' | '?' | ':' | '…' | '"' | '”' | '\'' | '’' | ')' | ','
        )
    };
    doc.len() >= 8 && !doc.text().trim_end().ends_with(ends)
}

/// The clause that a verb of speech governs.
fn content(verb: Token<'_>) -> Range<usize> {
    verb.children()
        .filter(|child| matches!(child.dep(), "ccomp" | "parataxis"))
        .map(Token::subtree)
        .max_by_key(ExactSizeIterator::len)
        .unwrap_or(0..0)
}

fn pronoun(token: Token<'_>) -> Option<Pronoun> {
    if !matches!(token.tag(), "PRP" | "PRP$") {
        return None;
    }
    Some(match token.text().to_lowercase().as_str() {
        "he" | "him" | "his" | "himself" => Pronoun::Masculine,
        "she" | "her" | "hers" | "herself" => Pronoun::Feminine,
        "they" | "them" | "their" | "theirs" | "themselves" => Pronoun::Plural,
        "it" | "its" | "itself" => Pronoun::Neuter,
        _ => return None,
    })
}
