//! Whether a claim can be read by itself: whoever is meant stands in it, somebody says what is quoted, and
//! nothing is cut off it that its sense needs.

use std::collections::BTreeSet;

use crosswire_annotate::{Doc, Token};
use crosswire_extract::{EntityKind, Extracted, Gender, Mention, MentionKind, TokenId};
use crosswire_report::{Field, Passage};

use super::clause::is_clause;
use super::names::{is_clausemate, is_quoted, is_unbalanced};

/// Words over a pronoun that are looked at.
const MOST_OVER: usize = 12;

/// What of one report a claim is made of.
pub(super) struct Alone<'e> {
    extracted: &'e Extracted,
    block: usize,
    doc: &'e Doc,
    pieces: Vec<Passage>,
    /// Its tokens, in order.
    tokens: BTreeSet<usize>,
    /// Bytes of the block after which a name is put in.
    put_in: Vec<usize>,
    /// Who says it, told before it.
    speaker: Option<&'e str>,
}

/// Whom or what a pronoun stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meant {
    Somebody,
    Several,
    Something,
    /// Who speaks, or is spoken to.
    Speaking,
}

impl<'e> Alone<'e> {
    /// The pieces of a claim that are of one report; `None` where they stand in no block.
    pub(super) fn new(
        extracted: &'e Extracted,
        pieces: &[Passage],
        put_in: &[usize],
        speaker: Option<&'e str>,
    ) -> Option<Alone<'e>> {
        let (at, block) = extracted.annotated.block_of(*pieces.first()?)?;
        let own = pieces
            .iter()
            .filter(|piece| block.passage.span.contains(piece.span));
        let own = own.filter(|piece| piece.field == block.passage.field);
        let start = block.passage.span.start();
        Some(Alone {
            extracted,
            block: at,
            doc: &block.doc,
            tokens: own.flat_map(|&piece| block.tokens(piece)).collect(),
            pieces: pieces.to_vec(),
            put_in: put_in
                .iter()
                .filter_map(|end| end.checked_sub(start))
                .collect(),
            speaker,
        })
    }

    /// Whether it needs the text around it to be understood.
    pub(super) fn leans(&self) -> bool {
        self.is_cut()
            || self.is_said_by_nobody()
            || self
                .own()
                .any(|token| !self.is_clear(token) || self.points_back(token))
            || self.means_two_by_the_speaker()
    }

    /// Whether it is the "that" of "that committee" or the "such" of "such a move", of which nothing was told before.
    fn points_back(&self, token: Token<'_>) -> bool {
        let noun = token.head();
        let points = match token.tag() {
            "DT" => token.is("that") || token.is("those"),
            "PDT" => token.is("such"),
            _ => false,
        };
        let told = noun
            .children()
            .any(|child| matches!(child.dep(), "relcl" | "acl" | "prep"));
        let dated = noun
            .entity()
            .is_some_and(|entity| matches!(&*entity.label, "DATE" | "TIME"));
        points
            && matches!(token.dep(), "det" | "predet")
            && !told
            && !dated
            && !self
                .before(token.index())
                .any(|other| other.lemma() == noun.lemma())
    }

    /// Whether "he" and "she" are both left to whoever speaks.
    fn means_two_by_the_speaker(&self) -> bool {
        let left = self.own().filter(|token| {
            meant(*token) == Some(Meant::Somebody)
                && !self.put_in.contains(&token.end())
                && !self.is_named(*token)
                && !self
                    .before(token.index())
                    .any(|other| self.is_person(other))
        });
        left.map(is_feminine).collect::<BTreeSet<bool>>().len() > 1
    }

    fn own(&self) -> impl Iterator<Item = Token<'e>> + Clone {
        let doc = self.doc;
        self.tokens.iter().map(move |&at| doc.token(at))
    }

    fn before(&self, at: usize) -> impl Iterator<Item = Token<'e>> {
        let doc = self.doc;
        self.tokens.range(..at).map(move |&at| doc.token(at))
    }

    /// Whether it lacks words on which others in it hang, a verb, or the clause that it is governed by.
    fn is_cut(&self) -> bool {
        let report = self.extracted.annotated.report();
        let words: Vec<&str> = self
            .pieces
            .iter()
            .map(|&piece| report.words(piece))
            .collect();
        let words = words.join(" ");
        if is_unbalanced(&words)
            || is_broken(&words)
            || words.ends_with("...")
            || words.ends_with('…')
            || words.contains(" ... ")
        {
            return true;
        }
        let is_title = self.pieces.iter().all(|piece| piece.field == Field::Title);
        if is_title {
            return false;
        }
        // "This ban shows", without what.
        let last = self.own().filter(|token| token.pos() != "PUNCT").last();
        let is_open = |verb: &Token<'_>| {
            verb.pos() == "VERB"
                && verb.children().any(|child| {
                    matches!(child.dep(), "dobj" | "ccomp" | "xcomp")
                        && child.index() > verb.index()
                        && !self.tokens.contains(&child.index())
                })
        };
        if last.as_ref().is_some_and(is_open) {
            return true;
        }
        let told = |token: &Token<'_>| matches!(token.pos(), "VERB" | "AUX");
        if !self.own().any(|token| told(&token)) {
            return true;
        }
        let first = self
            .own()
            .find(|token| token.pos() != "PUNCT" && !token.is_space());
        self.own().any(|token| {
            let inside = self.tokens.contains(&token.head().index());
            if !token.is_root() && inside {
                return false;
            }
            // "That it was so", with nothing that it hangs on.
            let hangs = token.children().any(|child| {
                child.dep() == "mark" && first.is_some_and(|first| first.index() == child.index())
            });
            let idle = matches!(
                token.pos(),
                "PUNCT" | "SPACE" | "CCONJ" | "SCONJ" | "ADV" | "INTJ"
            );
            hangs || !token.is_root() && !idle && !is_clause(token) && !told(&token)
        })
    }

    /// Whether it is somebody's words and nothing says whose.
    fn is_said_by_nobody(&self) -> bool {
        let (Some(first), Some(last)) = (self.pieces.first(), self.pieces.last()) else {
            return false;
        };
        let cover = Passage {
            field: first.field,
            span: first.span.cover(last.span),
        };
        self.speaker.is_none() && is_quoted(self.extracted, cover) && !self.tells_who_says()
    }

    /// Whether it has a clause outside quotation marks, of somebody named or described.
    pub(super) fn tells_who_says(&self) -> bool {
        self.own().any(|verb| {
            let says = |child: &Token<'_>| {
                let subject = matches!(child.dep(), "nsubj" | "nsubjpass");
                subject && self.tokens.contains(&child.index()) && meant(*child).is_none()
            };
            let id = TokenId::new(self.block, verb.index());
            verb.pos() == "VERB"
                && verb.children().any(|child| says(&child))
                && self.extracted.in_quotation(id).is_none()
        })
    }

    /// Whether a token is no pronoun, or one of which the claim says for whom or what it stands.
    fn is_clear(&self, token: Token<'e>) -> bool {
        let Some(meant) = meant(token) else {
            return true;
        };
        if self.put_in.contains(&token.end()) {
            return true;
        }
        let mut before = self.before(token.index());
        match meant {
            Meant::Speaking if token.is("you") || token.is("your") || token.is("yours") => false,
            Meant::Speaking => {
                self.speaker.is_some()
                    || self.tells_who_says()
                    || self.pieces.iter().all(|piece| piece.field == Field::Title)
            }
            Meant::Somebody => {
                let is_object = matches!(token.dep(), "dobj" | "dative");
                self.is_named(token)
                    || self.speaker.is_some() && !is_object
                    || before.any(|other| self.can_be(token, other))
            }
            Meant::Several => {
                let many = |words: &str| words.ends_with('s') || words.contains(" and ");
                self.is_named(token)
                    || self.speaker.is_some_and(many)
                    || before.any(|other| self.is_several(other) && !is_clausemate(token, other))
            }
            Meant::Something => {
                let is_object = matches!(token.dep(), "dobj" | "pobj");
                is_empty(token)
                    || self.is_named(token)
                    || before.any(|other| match token.tag() {
                        "DT" => is_told_before(token, other),
                        _ => {
                            matches!(other.pos(), "NOUN" | "PROPN")
                                && !(is_object && self.is_person(other))
                                && !is_clausemate(token, other)
                        }
                    })
            }
        }
    }

    fn mention(&self, token: Token<'_>) -> Option<&'e Mention> {
        let id = TokenId::new(self.block, token.index());
        self.extracted
            .mention_of(id)
            .filter(|mention| mention.head == id)
    }

    /// Whether what a pronoun stands for is also named or described in the claim.
    fn is_named(&self, pronoun: Token<'_>) -> bool {
        let Some(mention) = self.mention(pronoun) else {
            return false;
        };
        self.own().any(|token| {
            let named = |other: &&Mention| {
                other.kind != MentionKind::Pronoun || self.put_in.contains(&token.end())
            };
            let other = self.mention(token).filter(named);
            other.is_some_and(|other| other.entity == mention.entity)
        })
    }

    /// Whether "he" or "she" can stand for somebody told before.
    fn can_be(&self, pronoun: Token<'_>, other: Token<'_>) -> bool {
        let entity = self
            .mention(other)
            .map(|mention| self.extracted.entity(mention.entity));
        let gender = if is_feminine(pronoun) {
            Gender::Feminine
        } else {
            Gender::Masculine
        };
        let differs = entity
            .and_then(|entity| entity.gender)
            .is_some_and(|known| known != gender);
        self.is_person(other) && !differs && !is_clausemate(pronoun, other)
    }

    fn is_person(&self, token: Token<'_>) -> bool {
        let called = token
            .entity()
            .is_some_and(|entity| &*entity.label == "PERSON");
        let known = self.mention(token).is_some_and(|mention| {
            let kind = self.extracted.entity(mention.entity).kind;
            mention.kind != MentionKind::Pronoun
                && matches!(kind, EntityKind::Person | EntityKind::Unknown)
        });
        called || known
    }

    fn is_several(&self, token: Token<'_>) -> bool {
        let many = matches!(token.tag(), "NNS" | "NNPS")
            || matches!(token.pos(), "NOUN" | "PROPN") && token.child("conj").is_some();
        let all = matches!(
            &*token.text().to_lowercase(),
            "everybody" | "everyone" | "anyone" | "someone" | "who" | "police"
        );
        let body = self.mention(token).is_some_and(|mention| {
            let kind = self.extracted.entity(mention.entity).kind;
            mention.kind == MentionKind::Name
                && matches!(
                    kind,
                    EntityKind::Organisation | EntityKind::Group | EntityKind::Place
                )
        });
        many || all || body
    }
}

/// For whom or what a pronoun stands; `None` for other words.
fn meant(token: Token<'_>) -> Option<Meant> {
    let word = token.text().to_lowercase();
    if matches!(token.tag(), "PRP" | "PRP$") {
        return match &*word {
            "he" | "him" | "his" | "himself" | "she" | "her" | "hers" | "herself" => {
                Some(Meant::Somebody)
            }
            "they" | "them" | "their" | "theirs" | "themselves" => Some(Meant::Several),
            "it" | "its" | "itself" => Some(Meant::Something),
            _ => Some(Meant::Speaking),
        };
    }
    let points = matches!(&*word, "this" | "that" | "these" | "those") && token.tag() == "DT";
    let stands = matches!(token.dep(), "nsubj" | "nsubjpass" | "dobj" | "pobj");
    (points && stands).then_some(Meant::Something)
}

/// Whether a verb tells something before a "that" or "this" may stand for it: not the one that governs it, as in "he said
/// that was wrong".
fn is_told_before(points: Token<'_>, verb: Token<'_>) -> bool {
    let over = points.ancestors().take(MOST_OVER);
    let mut own = over.take_while(|over| over.dep() != "conj");
    verb.pos() == "VERB" && !own.any(|over| over.index() == verb.index())
}

/// Of "he" and "she", whether it is "she".
fn is_feminine(pronoun: Token<'_>) -> bool {
    ["she", "her", "hers", "herself"]
        .iter()
        .any(|word| pronoun.is(word))
}

/// Whether letters were read in a wrong encoding somewhere on their way.
pub(super) fn is_broken(words: &str) -> bool {
    words.contains('\u{fffd}') || words.contains("â€") || words.contains("Ã¢")
}

/// "it seems", "it is likely that", "it was on Monday that": nothing is meant. In "it is accurate" something is.
fn is_empty(token: Token<'_>) -> bool {
    let verb = token.head();
    let clause = |child: Token<'_>| {
        matches!(
            child.dep(),
            "ccomp" | "xcomp" | "csubj" | "advcl" | "acl" | "relcl"
        )
    };
    let content = |child: Token<'_>| {
        clause(child) || matches!(child.dep(), "acomp" | "attr") && child.children().any(clause)
    };
    token.dep() == "expl"
        || token.is("it")
            && matches!(verb.lemma(), "be" | "seem" | "appear" | "take" | "turn")
            && verb.children().any(content)
}
