//! Who stands beside words or a verb of speech without being its subject in the parse: a name in
//! passing, before a bracket, at the end of a lead; and the medium that something was told.

use std::ops::Range;

use crosswire_annotate::Token;

use super::speakers::Speakers;
use crate::tables::{self, Being};
use crate::{Attribution, EntityKind, Mention, MentionKind, Polarity, TokenId};

/// So many words behind a passive its "by" may stand.
const FARTHEST_AGENT: usize = 30;

/// So many words from a verb of speech in passing to the comma behind it at most.
const LONGEST_ASIDE: usize = 9;

/// A paragraph that only signs what stands above it is no longer than this, in tokens.
const LONGEST_SIGNATURE: usize = 16;

impl Speakers<'_> {
    /// "..., Brell predicted, ...", whatever the parse makes of it: whoever stands between a comma
    /// or mark and a verb of speech that a comma or mark follows.
    pub(super) fn in_passing<'d>(&self, block: usize, verb: Token<'d>) -> Option<Token<'d>> {
        if !matches!(verb.tag(), "VBD" | "VBZ" | "VBP") || !tables::cue_verb(verb)?.direct {
            return None;
        }
        let doc = verb.doc();
        let at = verb.index();
        let stops = |i: usize| self.is_quoted(block, i) || doc.token(i).text() == ",";
        // "..., Brell explained on the radio, ..."
        let next = (at + 1..doc.len().min(at + LONGEST_ASIDE))
            .find(|&i| stops(i) || matches!(doc.token(i).pos(), "VERB" | "AUX" | "SCONJ"))?;
        if !stops(next) {
            return None;
        }
        (at.saturating_sub(3)..at).rev().find_map(|i| {
            let mention = &self.who.mentions[self.heads.get(TokenId::new(block, i))?];
            let kind = self.who.entities[mention.entity.0 as usize].kind;
            let tokens = self.annotated.blocks()[block].tokens(mention.passage);
            let apart = tokens.end == at
                && tokens.start > 0
                && stops(tokens.start - 1)
                && matches!(mention.kind, MentionKind::Name | MentionKind::Pronoun)
                && matches!(kind, EntityKind::Person | EntityKind::Organisation);
            apart.then(|| doc.token(i))
        })
    }

    /// Who did it, of a passive whose "by" the parse hangs on what is quoted: "was described as “a
    /// danger” by Ana Brell".
    pub(super) fn agent_behind<'d>(&self, block: usize, verb: Token<'d>) -> Option<Token<'d>> {
        let doc = verb.doc();
        let at = verb.index();
        let end = doc.sentence_of(at).end.min(at + FARTHEST_AGENT);
        let by = (at + 1..end).find(|&i| {
            doc.token(i).is("by") && !self.is_quoted(block, i) && self.is_quoted(block, i - 1)
        })?;
        let named = doc.token(by).child("pobj")?;
        self.actor(block, named).map(|_| named)
    }

    /// Who stands right behind or before a verb of speech of which the parse gives no subject
    /// outside the marks: "said Ana Brell", "Ana Brell said".
    pub(super) fn beside<'d>(&self, block: usize, verb: Token<'d>) -> Option<Token<'d>> {
        if !matches!(verb.tag(), "VBD" | "VBZ" | "VBP") || !tables::cue_verb(verb)?.direct {
            return None;
        }
        let doc = verb.doc();
        let at = verb.index();
        let person = |i: &usize| {
            let named = self
                .heads
                .get(TokenId::new(block, *i))
                .map(|at| &self.who.mentions[at]);
            named.is_some_and(|mention| {
                let kind = self.who.entities[mention.entity.0 as usize].kind;
                matches!(kind, EntityKind::Person | EntityKind::Organisation)
            })
        };
        let free = |i: &usize| {
            !self.is_quoted(block, *i) && !matches!(doc.token(*i).pos(), "PUNCT" | "VERB" | "SPACE")
        };
        // Whom the verb's own content names is not who says it.
        let content = |i: &usize| {
            let inside = |c: Token<'_>| c.dep() == "ccomp" && c.subtree().contains(i);
            verb.children().any(inside)
        };
        let after = (at + 1..doc.len().min(at + 10))
            .take_while(free)
            .find(person)
            .filter(|i| !content(i));
        let before = || {
            (at.saturating_sub(6)..at)
                .rev()
                .take_while(free)
                .find(person)
        };
        after.or_else(before).map(|i| doc.token(i))
    }

    /// The news medium to which something was said: "told the Courier", "in an interview with the
    /// Courier", "speaking to state television".
    pub(super) fn told_medium<'d>(&self, block: usize, verb: Token<'d>) -> Option<Token<'d>> {
        let spoken_to = |to: Token<'d>| to.child("pobj");
        verb.children()
            .filter_map(|child| match child.dep() {
                "dobj" | "dative" | "iobj" => Some(child),
                "prep" if child.is("to") => spoken_to(child),
                "prep" if child.is("in") || child.is("during") => {
                    let talk = child.child("pobj").filter(|t| t.lemma() == "interview")?;
                    let with = talk.children().find(|c| c.is("with") || c.is("to"))?;
                    spoken_to(with)
                }
                "advcl" if matches!(child.lemma(), "speak" | "talk") => {
                    let to = child.children().find(|c| c.is("to") || c.is("with"))?;
                    spoken_to(to)
                }
                _ => None,
            })
            .find(|&token| self.is_medium(block, token))
    }

    /// Whether a word stands for a news medium: by its noun, by a word of its name, or because a
    /// body without an article before its name is told something ("told AFP").
    fn is_medium(&self, block: usize, token: Token<'_>) -> bool {
        if tables::is_medium(token.lemma())
            && !matches!(tables::being(token.lemma()), Some((Being::Person, _)))
        {
            return true;
        }
        let article = token.children().any(|child| child.dep() == "det");
        let Some(at) = self.heads.get(TokenId::new(block, token.index())) else {
            return false;
        };
        let mention = &self.who.mentions[at];
        let entity = &self.who.entities[mention.entity.0 as usize];
        let mut words = entity.name.split_whitespace();
        mention.kind == MentionKind::Name
            && entity.kind != EntityKind::Person
            && (words.any(tables::is_medium)
                || (!article && entity.kind == EntityKind::Organisation))
    }

    /// The chain of somebody named by a word, if it is a person's name, without a cue.
    pub(super) fn named_person(&self, block: usize, token: Token<'_>) -> Option<Vec<Attribution>> {
        let at = self.heads.get(TokenId::new(block, token.index()))?;
        let mention = &self.who.mentions[at];
        let entity = &self.who.entities[mention.entity.0 as usize];
        (entity.kind == EntityKind::Person && mention.kind == MentionKind::Name)
            .then(|| vec![uncued(mention)])
    }

    /// The chain of a name that stands behind a dash at the end: "“...” — Ana Brell".
    pub(super) fn signed(&self, block: usize, after: Range<usize>) -> Option<Vec<Attribution>> {
        let doc = &self.annotated.blocks()[block].doc;
        let dash = doc.get(after.start).filter(|_| !after.is_empty())?;
        if !matches!(dash.text(), "―" | "—" | "–" | "--" | "-" | "~") {
            return None;
        }
        let first = (after.start + 1..after.end).find(|&i| !doc.token(i).is_space())?;
        let (at, head) = (first..after.end.min(first + 5))
            .find_map(|i| Some((self.heads.get(TokenId::new(block, i))?, i)))?;
        let mention = &self.who.mentions[at];
        let entity = &self.who.entities[mention.entity.0 as usize];
        let tokens = self.annotated.blocks()[block].tokens(mention.passage);
        let alone = doc
            .get(tokens.end.max(head + 1))
            .is_none_or(|next| next.is_space() || matches!(next.text(), "," | "." | "“" | "\""));
        (tokens.start == first
            && alone
            && mention.kind == MentionKind::Name
            && matches!(entity.kind, EntityKind::Person | EntityKind::Organisation))
        .then(|| vec![uncued(mention)])
    }

    /// The same where the dash and the name have a paragraph of their own: "- Ana Brell, on the radio."
    pub(super) fn signed_below(&self, block: usize, end: usize) -> Option<Vec<Attribution>> {
        let blocks = self.annotated.blocks();
        let below = blocks.get(block + 1)?;
        let last = end + 1 >= blocks[block].doc.len();
        (last
            && below.passage.field == blocks[block].passage.field
            && below.doc.len() <= LONGEST_SIGNATURE)
            .then(|| self.signed(block + 1, 0..below.doc.len()))?
    }

    /// The chain of a name that stands right before an opening bracket or mark.
    pub(super) fn named_at_end(
        &self,
        block: usize,
        before: Range<usize>,
    ) -> Option<Vec<Attribution>> {
        let doc = &self.annotated.blocks()[block].doc;
        let bracket = before.clone().next_back()?;
        // "Ana Brell: “...”", with nothing else before it.
        let colon = doc.token(bracket).text() == ":" && before.len() <= 6;
        if doc.token(bracket).text() != "(" && !colon || bracket == 0 {
            return None;
        }
        let last = doc.token(bracket - 1);
        let at = self
            .heads
            .get(TokenId::new(block, last.index()))
            .or_else(|| {
                (last.head().index() > last.index().saturating_sub(4))
                    .then(|| self.heads.get(TokenId::new(block, last.head().index())))?
            })?;
        let mention = &self.who.mentions[at];
        let entity = &self.who.entities[mention.entity.0 as usize];
        let first = self.annotated.blocks()[block].tokens(mention.passage).start;
        let speaks = matches!(entity.kind, EntityKind::Person | EntityKind::Organisation)
            && (!colon || first <= before.start + 1);
        (speaks && mention.kind == MentionKind::Name).then(|| vec![uncued(mention)])
    }
}

/// The link of somebody who speaks without a cue.
fn uncued(mention: &Mention) -> Attribution {
    Attribution {
        speaker: Some(mention.entity),
        mention: Some(mention.passage),
        cue: None,
        cue_lemma: String::new(),
        polarity: Polarity::Positive,
        joint: Vec::new(),
        relay: false,
    }
}
