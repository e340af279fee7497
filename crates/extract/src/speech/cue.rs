//! The cue of a piece between marks.

use std::ops::Range;

use crosswire_annotate::{Doc, Token};

use super::Quoted;
use super::speakers::Speakers;
use crate::Attribution;
use crate::tables::{self, Cue};

/// Who says a piece, and why it is thought so.
type Told = (Vec<Attribution>, &'static str);

impl<'a> Speakers<'a> {
    /// The chain of the cue that a piece belongs to, and the reason in words.
    pub(super) fn of_piece(&self, index: usize) -> Option<Told> {
        let piece = &self.quoted[index];
        let block = piece.block;
        let doc = &self.annotated.blocks()[block].doc;
        let words = self.annotated.words(piece.inner());
        let (before, after) = self.around(piece);
        let told = |verb, reason| Some((self.chain(block, verb), reason));
        let colon = before
            .clone()
            .next_back()
            .is_some_and(|i| doc.token(i).text().ends_with(':'));
        if colon && let Some(verb) = self.last_cue(block, before.clone(), |c| c.direct || c.clause)
        {
            return told(verb, "colon");
        }
        let n_words = piece.tokens.len();
        let believes = |cue: Cue| cue.class == "believe" && n_words <= 5;
        if let Some(verb) = self.last_cue(block, before.clone(), |cue| !believes(cue))
            && before.end - verb.index() <= 3
            && !names_thing(verb)
            && !(words.ends_with(',') && after_cue(doc, after.clone(), words).is_some())
        {
            return told(verb, "the cue stands right before it");
        }
        if let Some(chain) = self.named_at_end(block, before.clone()) {
            return Some((chain, "in brackets after a name"));
        }
        // "..., she said": only a comma or the like lets the cue follow; after a full stop the next
        // sentence may be about something else.
        let ended = words.ends_with([',', '!', '?', '…', '-', '–', '—'])
            || doc
                .get(after.start)
                .is_some_and(|next| matches!(next.text(), "," | "–" | "—" | "-"));
        if ended && let Some(verb) = after_cue(doc, after.clone(), words) {
            return told(verb, "the cue stands after it");
        }
        if let Some(verb) = self.governing(piece) {
            return told(verb, "inside the clause of the cue");
        }
        if !ended && let Some(verb) = after_cue(doc, after.clone(), words) {
            return told(verb, "the cue stands after it");
        }
        for i in before.clone().chain(after) {
            if let Some((cue, source)) = source(doc, i) {
                let chain = self.source_chain(block, cue, source);
                return Some((chain, "according to"));
            }
        }
        if let Some(verb) = self.last_cue(block, before.clone(), |c| c.direct && c.clause) {
            return told(verb, "the last cue before it in the sentence");
        }
        // "issued an apology for his words – “...”"
        let dash = before.clone().next_back().map(|i| doc.token(i));
        if dash.is_some_and(|t| matches!(t.text(), ":" | "-" | "–" | "—") || t.text() == "--") {
            let noun = before
                .rev()
                .map(|i| doc.token(i))
                .find(|t| tables::cue_noun(*t).is_some() && !self.is_quoted(block, t.index()))?;
            return Some((
                self.noun_chain(block, noun)?,
                "what the noun before it names",
            ));
        }
        None
    }

    /// The cue in whose clause a piece stands: above it in the parse, not merely beside it.
    fn governing(&self, piece: &Quoted) -> Option<Token<'a>> {
        let doc = &self.annotated.blocks()[piece.block].doc;
        let top = piece.tokens.clone().map(|i| doc.token(i));
        let mut at = top
            .into_iter()
            .find(|t| !piece.tokens.contains(&t.head().index()))?;
        let n_words = piece.tokens.len();
        for steps in 0..12 {
            let above = at.head();
            if above.index() == at.index() {
                return None;
            }
            // What stands beside a verb is not told by it, nor is what its subject is called.
            let beside = matches!(at.dep(), "conj" | "nsubj" | "nsubjpass");
            at = above;
            let Some(cue) = tables::cue_verb(above) else {
                continue;
            };
            let takes =
                cue.direct || cue.clause || (cue.mixed && cue.class != "believe" && steps < 4);
            // A word or two inside a question of the reporter's own are no words of anybody.
            let asks = cue.class == "ask" && n_words <= 2;
            if takes
                && !beside
                && !asks
                && !names_thing(above)
                && !self.is_quoted(piece.block, above.index())
            {
                return Some(above);
            }
        }
        None
    }

    /// Who answers with a piece that follows a question put to somebody by name.
    pub(super) fn asked(&self, index: usize) -> Option<Vec<Attribution>> {
        let piece = &self.quoted[index];
        let block = &self.annotated.blocks()[piece.block];
        let start = block.tokens(piece.outer()).start;
        let mut question = false;
        for i in (start.saturating_sub(40)..start).rev() {
            let token = block.doc.token(i);
            if self.is_quoted(piece.block, i) && !question {
                return None;
            }
            question |= token.text().ends_with('?');
            if !question && start - i > 3 {
                return None;
            }
            if question && tables::cue_verb(token).is_some_and(|cue| cue.class == "ask") {
                return self.answer_chain(piece.block, token);
            }
        }
        None
    }

    /// The sentence around a piece as far as no other piece stands in it.
    fn around(&self, piece: &Quoted) -> (Range<usize>, Range<usize>) {
        let block = &self.annotated.blocks()[piece.block];
        let doc = &block.doc;
        let outer = block.tokens(piece.outer());
        let stops = |i: usize| self.is_quoted(piece.block, i) || doc.token(i).tag() == ".";
        let from = (outer.start.saturating_sub(60)..outer.start)
            .rev()
            .find(|&i| stops(i));
        let until = (outer.end..doc.len().min(outer.end + 40)).find(|&i| stops(i));
        let start = from.map_or(outer.start.saturating_sub(60), |i| i + 1);
        (
            start..outer.start,
            outer.end..until.unwrap_or(doc.len().min(outer.end + 40)),
        )
    }

    fn last_cue(
        &self,
        block: usize,
        range: Range<usize>,
        wanted: impl Fn(Cue) -> bool,
    ) -> Option<Token<'a>> {
        let doc = &self.annotated.blocks()[block].doc;
        range.rev().map(|i| doc.token(i)).find(|t| {
            // "at the presentation shown on the screen:" reports nobody.
            let participle = t.tag() == "VBN" && t.dep() == "acl";
            !participle && tables::cue_verb(*t).is_some_and(&wanted)
        })
    }
}

/// "according to X", "per X": the words of the cue, and X.
pub(super) fn source(doc: &Doc, at: usize) -> Option<(Range<usize>, Token<'_>)> {
    let token = doc.get(at)?;
    if token.is("according") {
        let to = token.next().filter(|to| to.is("to"))?;
        let source = to.child("pobj").or_else(|| token.child("pobj"))?;
        return Some((at..at + 2, source));
    }
    // "..., per the Courier": not "per day".
    if token.is("per") {
        let aside = at.checked_sub(1).and_then(|i| doc.get(i));
        let source = token.child("pobj").filter(|s| s.tag().starts_with("NNP"))?;
        return (at == 0 || aside.is_some_and(|t| t.pos() == "PUNCT"))
            .then_some((at..at + 1, source));
    }
    None
}

/// "..., she said", "..., said Ana Brell, who ..."
fn after_cue<'d>(doc: &'d Doc, after: Range<usize>, words: &str) -> Option<Token<'d>> {
    let limit = if words.ends_with('.') { 7 } else { 24 };
    for token in after.take(limit).map(|i| doc.token(i)) {
        if let Some(cue) = tables::cue_verb(token) {
            let other = words.ends_with('.')
                && token
                    .child("ccomp")
                    .is_some_and(|c| c.index() > token.index());
            let aim = token
                .children()
                .any(|c| c.tag() == "TO" && c.dep() == "aux");
            return ((cue.direct || cue.clause) && !other && !aim).then_some(token);
        }
        if token.pos() == "VERB" && !matches!(token.dep(), "relcl" | "acl") {
            return None;
        }
    }
    None
}

/// A participle that gives a thing its name ("a device called “Orb”") reports nobody's words.
fn names_thing(verb: Token<'_>) -> bool {
    let call = tables::cue_verb(verb).is_some_and(|cue| cue.class == "call");
    call && verb.tag() == "VBN"
        && !verb
            .children()
            .any(|c| matches!(c.dep(), "aux" | "agent" | "auxpass"))
}
