//! The telling words of a sentence, and the cues that say how sure it is told.

use std::ops::Range;

use crosswire_annotate::{Doc, Token};
use crosswire_extract::{Extracted, TokenId};
use crosswire_text::Span;

use crate::lexicon::{Set, sides};
use crate::told::values::Word;
use crate::told::words::key;

/// A telling word of a sentence.
#[derive(Clone, Copy, Debug)]
pub struct Term {
    /// The word, under the key by which forms of one word are one.
    pub word: Word,
    /// Its lemma.
    pub lemma: Word,
    /// Its token in the block.
    pub token: usize,
    /// Where it stands in the report's field.
    pub span: Span,
    /// What sort of word.
    pub class: Class,
    /// Its relation to the word above, as a hash.
    pub relation: u32,
    /// The nearest telling word above.
    pub above: Option<Word>,
    /// Whether it stands in quotation marks.
    pub quoted: bool,
    /// Line and side in the table of opposites.
    pub opposite: Option<(usize, bool)>,
}

/// What sort of word a term is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Of a name.
    Name,
    /// A number.
    Number,
    /// Of a date or a clock time.
    Time,
    /// A noun.
    Noun,
    /// A verb.
    Verb,
    /// An adjective or adverb.
    Quality,
}

/// The terms of a stretch of tokens.
pub(super) fn terms(report: &Extracted, block: usize, tokens: Range<usize>) -> Vec<Term> {
    let doc = &report.annotated.blocks()[block].doc;
    let mut found = Vec::new();
    for at in tokens {
        let token = doc.token(at);
        let Some(key) = key(token) else { continue };
        let above = token.ancestors().find_map(crate::told::words::key);
        found.push(Term {
            word: Word::new(&key),
            lemma: Word::new(token.lemma()),
            token: at,
            span: report.annotated.passage(block, at..at + 1).span,
            class: class(token),
            relation: relation(token.dep()),
            above: above.map(|key| Word::new(&key)),
            quoted: report.in_quotation(TokenId::new(block, at)).is_some(),
            opposite: sides(token.lemma())
                .first()
                .map(|&(line, side, _)| (line, side)),
        });
    }
    found
}

fn class(token: Token<'_>) -> Class {
    let dated = token
        .entity()
        .is_some_and(|entity| matches!(&*entity.label, "DATE" | "TIME"));
    match token.pos() {
        _ if dated => Class::Time,
        "PROPN" => Class::Name,
        "NUM" => Class::Number,
        "NOUN" => Class::Noun,
        "VERB" | "AUX" => Class::Verb,
        _ => Class::Quality,
    }
}

/// Subjects and objects of either voice are one: who is struck is told as object or as subject.
fn relation(dep: &str) -> u32 {
    let one = match dep {
        "nsubjpass" | "dobj" => "dobj",
        "pobj" | "npadvmod" => "pobj",
        other => other,
    };
    one.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// How many words of each kind of cue stand in a sentence, in the order of [`Cues::NAMES`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cues(pub [u8; Cues::NAMES.len()]);

impl Cues {
    /// What the kinds are called: not so, not known, to come, in doubt, denied, vouched for, over.
    pub const NAMES: [&'static str; 7] = [
        "not", "unknown", "ahead", "perhaps", "deny", "confirm", "over",
    ];

    const SETS: [Set; Cues::NAMES.len()] = [
        Set::ToldNot,
        Set::ToldUnknown,
        Set::ToldAhead,
        Set::ToldPerhaps,
        Set::ToldDeny,
        Set::ToldConfirm,
        Set::ToldOver,
    ];

    /// The cues of a stretch of tokens.
    pub(super) fn of(doc: &Doc, tokens: Range<usize>) -> Cues {
        let mut cues = Cues::default();
        for token in tokens.map(|at| doc.token(at)) {
            let (lemma, own) = (token.lemma().to_lowercase(), token.text().to_lowercase());
            for (count, set) in cues.0.iter_mut().zip(Cues::SETS) {
                *count = count.saturating_add(u8::from(set.has(&lemma) || set.has(&own)));
            }
        }
        cues
    }
}
