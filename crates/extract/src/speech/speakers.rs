//! From a cue to those who speak: the chain of its speaker and of those who pass it on.

use std::ops::Range;

use crosswire_annotate::Token;
use crosswire_report::Passage;

use super::Quoted;
use super::documents::{self, Documents};
use crate::tables::{self, Cue};
use crate::who::{Heads, Who, is_teaser, phrases};
use crate::{Annotated, Attribution, EntityId, EntityKind, MentionKind, Polarity, TokenId};

/// What cues and speakers are read from.
pub(crate) struct Speakers<'a> {
    pub(crate) annotated: &'a Annotated,
    pub(crate) who: &'a Who,
    pub(crate) quoted: &'a [Quoted],
    pub(crate) heads: Heads,
    documents: Documents,
    /// For every block, how many of its first tokens stand inside marks: one number more than tokens.
    inside: Vec<Vec<u32>>,
}

/// So many links has a chain at most.
const LONGEST_CHAIN: usize = 4;

/// So many are named as saying one thing together.
const MOST_JOINT: usize = 6;

/// Tokens that a list of headlines has at most: it is looked through once for each quotation.
const MOST_HEADLINES: usize = 2_000;

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
        let counted = |inside: Vec<bool>| {
            let mut n = 0;
            let count = inside.into_iter().map(|inside| {
                n += u32::from(inside);
                n
            });
            std::iter::once(0).chain(count).collect()
        };
        let mut speakers = Speakers {
            annotated,
            who,
            quoted,
            heads: Heads::new(&who.mentions),
            documents: Documents::default(),
            inside: inside.into_iter().map(counted).collect(),
        };
        speakers.documents = Documents::read(&speakers);
        speakers
    }

    /// Whether a block strings together headlines of other reports: long, without the end of a
    /// sentence, and with words in capitals as such lists have them. Nobody speaks there.
    pub(super) fn is_list_of_headlines(&self, block: usize) -> bool {
        let doc = &self.annotated.blocks()[block].doc;
        let shouted = |token: &Token<'_>| {
            let text = token.text();
            text.chars().count() > 2 && text.chars().all(char::is_uppercase)
        };
        let ends = || doc.tokens().any(|token| token.text() == ".");
        (25..=MOST_HEADLINES).contains(&doc.len())
            && (is_teaser(doc) || !ends())
            && doc.tokens().filter(shouted).count() >= 3
    }

    /// Whether a token stands inside marks.
    pub(super) fn is_quoted(&self, block: usize, token: usize) -> bool {
        self.n_quoted(block, token..token + 1) > 0
    }

    /// How many of the tokens of a block stand inside marks, however many they are.
    pub(super) fn n_quoted(&self, block: usize, tokens: Range<usize>) -> u32 {
        let inside = &self.inside[block];
        inside[tokens.end.max(tokens.start)] - inside[tokens.start]
    }

    /// The chain of a verb of speech: its speaker, those who pass it on, those who say that it was
    /// said.
    pub(super) fn chain(&self, block: usize, verb: Token<'_>) -> Vec<Attribution> {
        let mut chain = self.own_links(block, verb);
        let mut at = verb;
        while chain.len() < LONGEST_CHAIN {
            let Some(outer) = self.reporting(block, at) else {
                break;
            };
            chain.extend(self.own_links(block, outer));
            at = outer;
        }
        chain.truncate(LONGEST_CHAIN);
        chain
    }

    /// The chain of "according to" and the like.
    pub(super) fn source_chain(
        &self,
        block: usize,
        cue: Range<usize>,
        source: Token<'_>,
    ) -> Vec<Attribution> {
        let doc = source.doc();
        let lemma = doc.words(cue.clone()).to_lowercase();
        vec![self.link(block, Some(source), cue, &lemma, Polarity::Positive)]
    }

    /// The verb of speech in whose content clause another stands.
    pub(super) fn reporting<'d>(&self, block: usize, verb: Token<'d>) -> Option<Token<'d>> {
        let mut at = verb;
        for _ in 0..6 {
            let head = at.head();
            if head.index() == at.index() {
                return None;
            }
            match at.dep() {
                "ccomp" => {
                    let cue = tables::cue_verb(head).is_some_and(|cue| cue.clause);
                    return (cue && !self.is_quoted(block, head.index())).then_some(head);
                }
                "conj" | "xcomp" | "advcl" => at = head,
                _ => return None,
            }
        }
        None
    }

    /// The links of one verb, without those above it.
    fn own_links(&self, block: usize, verb: Token<'_>) -> Vec<Attribution> {
        let words = |verb: Token<'_>| verb.index()..verb.index() + 1;
        let mut polarity = tables::cue_verb(verb).map_or(Polarity::Positive, |cue| cue.polarity);
        let mut cue = words(verb);
        // "“Of course not,” she said": what is said is not what is done.
        let denies = |c: Token<'_>| c.dep() == "neg" && !self.is_quoted(block, c.index());
        if verb.children().any(denies) {
            polarity = Polarity::Negative;
        }
        // "declined to say"
        let head = verb.head();
        if verb.dep() == "xcomp"
            && tables::cue_verb(head).is_some_and(|cue| cue.polarity == Polarity::Negative)
        {
            polarity = Polarity::Negative;
            cue.start = cue.start.min(head.index());
        }
        // "state media quoted him as saying", "he was quoted by state media as saying"
        if let Some(quoting) = quoting(verb) {
            let passive = quoting.child("nsubjpass");
            let (speaker, relay) = match passive {
                Some(quoted) => (Some(quoted), phrases::agent(quoting)),
                None => (quoting.child("dobj"), phrases::subject(quoting)),
            };
            if speaker.is_some() {
                let mut links = vec![self.link(block, speaker, cue, verb.lemma(), polarity)];
                links.extend(relay.map(|relay| self.relay(block, relay, words(quoting))));
                return links;
            }
        }
        let passive = verb
            .children()
            .any(|c| matches!(c.dep(), "auxpass" | "nsubjpass"));
        let subject = if passive {
            phrases::agent(verb).or_else(|| self.agent_behind(block, verb))
        } else {
            self.in_passing(block, verb)
                .or_else(|| phrases::subject(verb))
        };
        let subject = subject
            .filter(|subject| !self.is_quoted(block, subject.index()) && can_speak(*subject))
            .or_else(|| {
                if passive {
                    None
                } else {
                    self.beside(block, verb)
                }
            });
        // "the Courier reported, citing officials"
        let citing = verb
            .children()
            .find(|child| child.dep() == "advcl" && child.tag() == "VBG" && is_quoting(*child));
        if let (Some(citing), Some(subject)) = (citing, subject)
            && let Some(source) = citing
                .child("dobj")
                .filter(|s| self.actor(block, *s).is_some())
        {
            let inner = self.link(block, Some(source), words(citing), citing.lemma(), polarity);
            return vec![inner, self.relay(block, subject, cue)];
        }
        let mut links = vec![self.link(block, subject, cue, verb.lemma(), polarity)];
        if let Some(medium) = self.told_medium(block, verb) {
            links.push(self.relay(block, medium, words(medium)));
        }
        links
    }

    /// One link of a chain: whom `subject` stands for.
    pub(crate) fn link(
        &self,
        block: usize,
        subject: Option<Token<'_>>,
        cue: Range<usize>,
        lemma: &str,
        polarity: Polarity,
    ) -> Attribution {
        let mut link = Attribution {
            speaker: None,
            mention: None,
            cue: Some(self.annotated.passage(block, cue)),
            cue_lemma: lemma.to_lowercase(),
            polarity,
            joint: Vec::new(),
            relay: false,
        };
        if let Some(subject) = subject {
            let mut words = phrases::phrase(subject.doc(), subject.index());
            link.speaker = self.entity(block, subject);
            for other in joint(subject) {
                if let Some(entity) = self.entity(block, other)
                    && Some(entity) != link.speaker
                    && !link.joint.contains(&entity)
                {
                    link.joint.push(entity);
                    let end = phrases::phrase(other.doc(), other.index()).end;
                    words.end = words.end.max(end);
                }
            }
            link.mention = Some(self.annotated.passage(block, words));
        }
        link
    }

    /// A link that only passes on what was said.
    fn relay(&self, block: usize, who: Token<'_>, cue: Range<usize>) -> Attribution {
        let lemma = who.doc().token(cue.start).lemma();
        Attribution {
            relay: true,
            ..self.link(block, Some(who), cue, lemma, Polarity::Positive)
        }
    }

    /// Whom a word refers to; a document speaks for those whose it is.
    pub(super) fn entity(&self, block: usize, token: Token<'_>) -> Option<EntityId> {
        if documents::is_document(token) {
            return self.documents.author(block, token);
        }
        self.actor(block, token)
            .or_else(|| {
                token
                    .child("appos")
                    .and_then(|next| self.actor(block, next))
            })
            .or_else(|| self.named_behind(block, token))
    }

    /// "the surveyor, Tove Berg.": who is named between commas right behind a noun that is no
    /// mention itself.
    fn named_behind(&self, block: usize, token: Token<'_>) -> Option<EntityId> {
        let doc = token.doc();
        let comma = phrases::phrase(doc, token.index()).end;
        if token.pos() != "NOUN" || doc.get(comma)?.text() != "," {
            return None;
        }
        let at = (comma + 1..doc.len().min(comma + 5))
            .find_map(|i| self.heads.get(TokenId::new(block, i)))?;
        let mention = &self.who.mentions[at];
        let tokens = self.annotated.blocks()[block].tokens(mention.passage);
        let closes = match doc.get(tokens.end) {
            None => true,
            Some(next) if next.text() == "," => doc
                .get(next.index() + 1)
                .is_none_or(|after| after.dep() != "cc"),
            Some(next) => matches!(next.text(), "." | ")" | ":" | "”" | "\"") || next.is_space(),
        };
        let person = self.who.entities[mention.entity.0 as usize].kind == EntityKind::Person;
        (tokens.start == comma + 1 && closes && person && mention.kind == MentionKind::Name)
            .then_some(mention.entity)
    }

    /// Whom a word refers to, if to a mention.
    pub(super) fn actor(&self, block: usize, token: Token<'_>) -> Option<EntityId> {
        let at = self.heads.get(TokenId::new(block, token.index()))?;
        Some(self.who.mentions[at].entity)
    }

    /// The chain of a noun of speech ("issued an apology: ..."): of whose it is.
    pub(super) fn noun_chain(&self, block: usize, noun: Token<'_>) -> Option<Vec<Attribution>> {
        let head = noun.head();
        let owner = noun
            .child("poss")
            .or_else(|| {
                noun.children()
                    .find(|c| c.is("by"))
                    .and_then(|by| by.child("pobj"))
            })
            .or_else(|| {
                (noun.dep() == "dobj" && head.tag().starts_with("VB"))
                    .then(|| phrases::subject(head))?
            })?;
        let cue = noun.index()..noun.index() + 1;
        let link = self.link(block, Some(owner), cue, noun.lemma(), Polarity::Positive);
        link.speaker.is_some().then(|| vec![link])
    }

    /// The chain of somebody who answers: the one asked by a verb of asking.
    pub(super) fn answer_chain(&self, block: usize, ask: Token<'_>) -> Option<Vec<Attribution>> {
        let asked = ask.child("dobj").or_else(|| ask.child("dative"));
        let asked = asked.or_else(|| ask.child("nsubjpass"))?;
        let cue = ask.index()..ask.index() + 1;
        let link = self.link(block, Some(asked), cue, "answer", Polarity::Positive);
        link.speaker.is_some().then(|| vec![link])
    }
}

/// The verb of quoting that a verb of speech hangs on with "as": "quoted him as saying".
fn quoting<'d>(verb: Token<'d>) -> Option<Token<'d>> {
    let head = verb.head();
    if head.is("as") {
        return Some(head.head()).filter(|quoting| is_quoting(*quoting));
    }
    let with_as = verb.children().any(|child| child.is("as")) || {
        let before = verb.index().checked_sub(1).and_then(|i| verb.doc().get(i));
        before.is_some_and(|before| before.is("as"))
    };
    (with_as && is_quoting(head)).then_some(head)
}

fn is_quoting(token: Token<'_>) -> bool {
    tables::cue_verb(token).is_some_and(|cue: Cue| cue.class == "quote")
}

/// Whether a word can stand for somebody or something that says things: not "there", "of", "politicizing it".
fn can_speak(subject: Token<'_>) -> bool {
    let tag = subject.tag();
    tag.starts_with("NN")
        || tag.starts_with("JJ")
        || matches!(
            tag,
            "PRP" | "PRP$" | "WP" | "WDT" | "CD" | "DT" | "FW" | "ADD"
        )
        || subject.entity().is_some()
}

/// Those named beside a subject with "and".
fn joint<'d>(subject: Token<'d>) -> Vec<Token<'d>> {
    let mut all = Vec::new();
    let mut at = subject;
    while all.len() < MOST_JOINT {
        let or = at
            .children()
            .any(|c| c.dep() == "cc" && !matches!(c.text(), "and" | "&"));
        let Some(next) = at.child("conj").filter(|_| !or) else {
            break;
        };
        // "Ana Brell, founder of the clinic and a mother of two, said": one person.
        if phrases::after_apposition(at, next) {
            break;
        }
        all.push(next);
        at = next;
    }
    all
}
