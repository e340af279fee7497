//! The cue of a quotation, and the speaker of a cue.

use std::ops::Range;

use crosswire_annotate::{Doc, Token};
use crosswire_report::Passage;

use super::Quoted;
use crate::tables::{self, Cue};
use crate::who::{Heads, Who, phrases};
use crate::{Annotated, Attribution, EntityId, Polarity, TokenId};

/// Finds cues and speakers in one report.
pub(crate) struct Speakers<'a> {
    annotated: &'a Annotated,
    who: &'a Who,
    heads: Heads,
    quoted: &'a [Quoted],
    /// For every block, which tokens stand inside marks.
    inside: Vec<Vec<bool>>,
}

impl<'a> Speakers<'a> {
    pub(super) fn new(
        annotated: &'a Annotated,
        who: &'a Who,
        quoted: &'a [Quoted],
    ) -> Speakers<'a> {
        let blocks = annotated.blocks().iter();
        let mut inside: Vec<Vec<bool>> = blocks.map(|b| vec![false; b.doc.len()]).collect();
        for piece in quoted {
            let outer = Passage {
                field: piece.field,
                span: piece.piece.outer,
            };
            let tokens = annotated.blocks()[piece.block].tokens(outer);
            inside[piece.block][tokens].fill(true);
        }
        let heads = Heads::new(&who.mentions);
        Speakers {
            annotated,
            who,
            heads,
            quoted,
            inside,
        }
    }

    pub(super) fn is_quoted(&self, block: usize, token: usize) -> bool {
        self.inside[block][token]
    }

    /// The cue that a piece belongs to, and the reason in words.
    pub(super) fn of_piece(
        &self,
        index: usize,
        _whole: bool,
    ) -> Option<(Attribution, &'static str)> {
        let piece = &self.quoted[index];
        let block = piece.block;
        let doc = &self.annotated.blocks()[block].doc;
        let words = self.annotated.words(Passage {
            field: piece.field,
            span: piece.piece.inner,
        });
        let (before, after) = self.around(piece);
        let colon = before
            .clone()
            .next_back()
            .is_some_and(|i| doc.token(i).text().ends_with(':'));
        let last = self.last_cue(block, before.clone(), |_| true);
        if colon && let Some(verb) = self.last_cue(block, before.clone(), |c| c.direct || c.clause)
        {
            return Some((self.verb_link(block, verb), "colon"));
        }
        if let Some(verb) = last
            && before.end - verb.index() <= 3
            && !names_thing(verb)
            && !(words.ends_with(',') && self.after_cue(doc, after.clone(), words).is_some())
        {
            return Some((
                self.verb_link(block, verb),
                "the cue stands right before it",
            ));
        }
        if let Some(verb) = self.after_cue(doc, after.clone(), words) {
            return Some((self.verb_link(block, verb), "the cue stands after it"));
        }
        let top = piece.tokens.clone().map(|i| doc.token(i));
        let top = top
            .into_iter()
            .find(|t| !piece.tokens.contains(&t.head().index()));
        for (steps, above) in top
            .into_iter()
            .flat_map(Token::ancestors)
            .take(12)
            .enumerate()
        {
            let cue = tables::cue_verb(above).filter(|_| !self.inside[block][above.index()]);
            if cue.is_some_and(|c| {
                c.direct || c.clause || (c.mixed && c.class != "believe" && steps < 4)
            }) && !names_thing(above)
            {
                return Some((self.verb_link(block, above), "inside the clause of the cue"));
            }
        }
        for i in before
            .clone()
            .chain(after)
            .filter(|&i| doc.token(i).is("according"))
        {
            if let Some(source) = doc.get(i + 1).and_then(|to| to.child("pobj")) {
                let link = self.link(
                    block,
                    Some(source),
                    i..i + 2,
                    "according to",
                    Polarity::Positive,
                );
                return Some((link, "according to"));
            }
        }
        let verb = self.last_cue(block, before, |c| c.direct && c.clause)?;
        Some((
            self.verb_link(block, verb),
            "the last cue before it in the sentence",
        ))
    }

    /// Titles of works, nicknames and terms: nobody says them, even near a cue.
    pub(super) fn title_like(&self, index: usize, whole: bool) -> bool {
        let piece = &self.quoted[index];
        let doc = &self.annotated.blocks()[piece.block].doc;
        if whole || piece.tokens.len() > 12 {
            return false;
        }
        let content = piece.tokens.clone().map(|i| doc.token(i));
        let mut content = content
            .filter(|t| matches!(t.pos(), "NOUN" | "VERB" | "ADJ" | "PROPN" | "ADV" | "NUM"));
        content.clone().count() >= 2
            && content.all(|t| {
                t.text()
                    .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            })
    }

    /// The link of a verb of speech with its subject; of a passive, with its agent.
    pub(super) fn verb_link(&self, block: usize, verb: Token<'_>) -> Attribution {
        let passive = verb
            .children()
            .any(|c| matches!(c.dep(), "auxpass" | "nsubjpass"));
        let subject = if passive {
            phrases::agent(verb)
        } else {
            phrases::subject(verb)
        };
        let negated = verb.child("neg").is_some();
        let cue = tables::cue_verb(verb).map_or(Polarity::Positive, |cue| cue.polarity);
        let polarity = if negated { Polarity::Negative } else { cue };
        self.link(
            block,
            subject,
            verb.index()..verb.index() + 1,
            verb.lemma(),
            polarity,
        )
    }

    /// One link of a chain: whom `subject` stands for.
    pub(super) fn link(
        &self,
        block: usize,
        subject: Option<Token<'_>>,
        cue: Range<usize>,
        lemma: &str,
        polarity: Polarity,
    ) -> Attribution {
        let phrase = |t: Token<'_>| {
            self.annotated
                .passage(block, phrases::phrase(t.doc(), t.index()))
        };
        Attribution {
            speaker: subject.and_then(|token| self.entity(block, token)),
            mention: subject.map(phrase),
            cue: Some(self.annotated.passage(block, cue)),
            cue_lemma: lemma.to_lowercase(),
            polarity,
        }
    }

    /// Whom a word refers to; a document speaks for those whose it is.
    fn entity(&self, block: usize, token: Token<'_>) -> Option<EntityId> {
        let id = |token: Token<'_>| {
            let at = self.heads.get(TokenId::new(block, token.index()))?;
            Some(self.who.mentions[at].entity)
        };
        if tables::cue_noun(token).is_some_and(|noun| noun.document) {
            return token.children().find_map(|child| match child.dep() {
                "poss" | "compound" => id(child),
                "prep" if matches!(child.text(), "by" | "from" | "of") => id(child.child("pobj")?),
                _ => None,
            });
        }
        id(token).or_else(|| token.child("appos").and_then(id))
    }

    /// The sentence around a piece as far as no other piece stands in it.
    fn around(&self, piece: &Quoted) -> (Range<usize>, Range<usize>) {
        let block = &self.annotated.blocks()[piece.block];
        let (doc, inside) = (&block.doc, &self.inside[piece.block]);
        let outer = block.tokens(Passage {
            field: piece.field,
            span: piece.piece.outer,
        });
        let stops = |i: usize| inside[i] || doc.token(i).tag() == ".";
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
        range
            .rev()
            .map(|i| doc.token(i))
            .find(|t| tables::cue_verb(*t).is_some_and(&wanted))
    }

    /// "..., she said", "..., said Ana Brell, who ..."
    fn after_cue<'d>(&self, doc: &'d Doc, after: Range<usize>, words: &str) -> Option<Token<'d>> {
        let limit = if words.ends_with('.') { 7 } else { 24 };
        for token in after.take(limit).map(|i| doc.token(i)) {
            if let Some(cue) = tables::cue_verb(token) {
                let other = words.ends_with('.')
                    && token
                        .child("ccomp")
                        .is_some_and(|c| c.index() > token.index());
                return ((cue.direct || cue.clause) && !other).then_some(token);
            }
            if token.pos() == "VERB" && !matches!(token.dep(), "relcl" | "acl") {
                return None;
            }
        }
        None
    }
}

/// A participle that gives a thing its name ("a device called “Orb”") reports nobody's words.
fn names_thing(verb: Token<'_>) -> bool {
    let call = tables::cue_verb(verb).is_some_and(|cue| cue.class == "call");
    call && verb.tag() == "VBN"
        && !verb
            .children()
            .any(|c| matches!(c.dep(), "aux" | "agent" | "auxpass"))
}
