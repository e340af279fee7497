//! Where one clause ends and the next begins.
//!
//! A clause is a predicate with its own arguments. Whole sentences are too coarse to align: they
//! tell several things, and an aligner saturates at one finding a sentence.

use crate::lexicon::Set;
use crosswire_annotate::{Doc, Token};

/// What carries a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Carrier {
    /// A verb.
    Verb,
    /// A form of "be" with what is said of the subject.
    Copula,
    /// A noun that stands beside another: "X, the leader of Y".
    Apposition,
    /// A noun that tells a happening: "the killing of X".
    Nominal,
    /// The head of a title or caption without a verb.
    Fragment,
}

/// One clause of a block.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    /// The word that carries it.
    pub(crate) predicate: usize,
    /// How.
    pub(crate) carrier: Carrier,
    /// Its own tokens, in order.
    pub(crate) own: Vec<usize>,
    /// Tokens lent to it: the subject of the clause above, the noun before a relative clause.
    pub(crate) lent: Vec<usize>,
}

/// At most this many tokens of one block are looked at; longer ones are no prose.
const MOST_TOKENS: usize = 4000;

/// The clauses of a block, in the order of their predicates.
pub(crate) fn clauses(doc: &Doc) -> Vec<Clause> {
    let count = doc.len().min(MOST_TOKENS);
    // `owner[i]`: the predicate whose clause token `i` is part of.
    let mut is_predicate: Vec<bool> = (0..count).map(|i| carries_clause(doc.token(i))).collect();
    let mut owner = owners(doc, &is_predicate);
    // A clause of fewer than two content words says too little by itself: back to its governor.
    let mut content = vec![0usize; count];
    for (i, predicate) in owner.iter().enumerate() {
        if let Some(predicate) = predicate.filter(|_| is_content(doc.token(i))) {
            content[predicate] += 1;
        }
    }
    for i in 0..count {
        if is_predicate[i] && content[i] < 2 && !doc.token(i).is_root() {
            is_predicate[i] = false;
        }
    }
    owner = owners(doc, &is_predicate);

    let mut own: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (i, predicate) in owner.iter().enumerate() {
        if let Some(predicate) = *predicate {
            own[predicate].push(i);
        }
    }
    let mut clauses = Vec::new();
    for i in 0..count {
        let token = doc.token(i);
        if is_predicate[i] {
            let tokens = trimmed(doc, std::mem::take(&mut own[i]), i);
            clauses.push(Clause {
                predicate: i,
                carrier: carrier(token),
                lent: lent(token, &tokens, &is_predicate),
                own: tokens,
            });
        }
        if token.dep() == "appos" && matches!(token.pos(), "NOUN" | "PROPN") {
            let head = token.head();
            let mut tokens = noun_phrase(head, count);
            tokens.extend(noun_phrase(token, count));
            tokens.sort_unstable();
            tokens.dedup();
            clauses.push(Clause {
                predicate: i,
                carrier: Carrier::Apposition,
                own: trimmed(doc, tokens, i),
                lent: Vec::new(),
            });
        } else if is_nominal(token) {
            let tokens = noun_phrase(token, count);
            clauses.push(Clause {
                predicate: i,
                carrier: Carrier::Nominal,
                own: trimmed(doc, tokens, i),
                lent: Vec::new(),
            });
        }
    }
    clauses.retain(|clause| says_something(doc, clause));
    clauses
}

/// Whether a clause can be laid beside another: two content words, not names alone, no web litter.
fn says_something(doc: &Doc, clause: &Clause) -> bool {
    let content = || {
        clause
            .own
            .iter()
            .map(|&i| doc.token(i))
            .filter(|&token| is_content(token))
    };
    let hull = clause.own.first().copied().unwrap_or(0)..clause.own.last().map_or(0, |&i| i + 1);
    let litter = hull.into_iter().any(|i| {
        let token = doc.token(i);
        let text = token.text();
        text.contains('@')
            || text.contains("://")
            || text.contains("www.")
            || Set::Copyright.has(token.lemma())
            || (i == clause.own[0] && text.starts_with('#'))
    });
    let named_only = matches!(clause.carrier, Carrier::Apposition | Carrier::Fragment)
        && content().all(|token| token.pos() == "PROPN");
    // "The agency says": who speaks, without what, when or where.
    let predicate = doc.token(clause.predicate);
    let speaks = clause.carrier == Carrier::Verb
        && Set::Reporting.has(predicate.lemma())
        && predicate.child("dobj").is_none()
        && content().all(|token| token.index() <= predicate.index() && token.pos() != "NUM");
    content().count() >= 2 && !litter && !named_only && !speaks
}

/// Whether a word says something by itself.
pub(crate) fn is_content(token: Token<'_>) -> bool {
    match token.pos() {
        "NOUN" | "PROPN" | "NUM" | "ADJ" => true,
        "VERB" => !Set::Auxiliary.has(token.lemma()),
        "ADV" => token.text().len() > 3 && token.tag() == "RB" && token.lemma().ends_with("ly"),
        _ => false,
    }
}

fn carries_clause(token: Token<'_>) -> bool {
    if token.is_root() {
        return !token.is_space() && token.pos() != "PUNCT";
    }
    let verbal = match token.pos() {
        "VERB" => true,
        "AUX" => token.children().any(|child| {
            matches!(
                child.dep(),
                "nsubj" | "nsubjpass" | "attr" | "acomp" | "expl"
            )
        }),
        _ => false,
    };
    verbal
        && matches!(
            token.dep(),
            "relcl"
                | "advcl"
                | "ccomp"
                | "conj"
                | "parataxis"
                | "csubj"
                | "csubjpass"
                | "acl"
                | "pcomp"
                | "dep"
        )
}

fn carrier(token: Token<'_>) -> Carrier {
    match token.pos() {
        "VERB" => Carrier::Verb,
        "AUX" => Carrier::Copula,
        _ => Carrier::Fragment,
    }
}

/// An event noun with something of its own: "the assassination of the minister by a guard".
fn is_nominal(token: Token<'_>) -> bool {
    token.pos() == "NOUN"
        && !token.is_root()
        && token.dep() != "appos"
        && (token.lemma().len() > 4 || super::words::has_family(token.lemma()))
        && token
            .children()
            .any(|child| child.dep() == "prep" && Set::OfEvent.has(child.lemma()))
}

/// For each token the nearest predicate at or above it.
fn owners(doc: &Doc, is_predicate: &[bool]) -> Vec<Option<usize>> {
    let count = is_predicate.len();
    let mut owner: Vec<Option<usize>> = vec![None; count];
    for (i, slot) in owner.iter_mut().enumerate() {
        let token = doc.token(i);
        *slot = std::iter::once(token)
            .chain(token.ancestors())
            .map(Token::index)
            .find(|&at| at < count && is_predicate[at]);
    }
    owner
}

/// A noun with what hangs on it, without relative clauses and further appositions.
pub(crate) fn noun_phrase(head: Token<'_>, count: usize) -> Vec<usize> {
    let doc = head.doc();
    let cut: Vec<_> = head
        .children()
        .filter(|child| {
            matches!(
                child.dep(),
                "relcl" | "acl" | "appos" | "conj" | "cc" | "advcl"
            ) || child.pos() == "PUNCT"
        })
        .map(Token::subtree)
        .collect();
    let range = head.subtree();
    (range.start..range.end.min(count))
        .filter(|i| !cut.iter().any(|cut| cut.contains(i)))
        .filter(|&i| {
            // Clauses deeper down stay out too.
            let token = doc.token(i);
            i == head.index()
                || !std::iter::once(token)
                    .chain(token.ancestors())
                    .take_while(|above| above.index() != head.index())
                    .any(|above| matches!(above.dep(), "relcl" | "acl" | "appos"))
        })
        .collect()
}

/// Without punctuation and connectives at the ends, and without pieces that stand far from the
/// predicate.
fn trimmed(doc: &Doc, mut tokens: Vec<usize>, predicate: usize) -> Vec<usize> {
    let idle = |i: usize| {
        let token = doc.token(i);
        token.is_space()
            || token.pos() == "PUNCT"
            || (i != predicate
                && (token.dep() == "cc" || (token.dep() == "mark" && token.is("that"))))
    };
    while tokens.last().is_some_and(|&i| idle(i)) {
        tokens.pop();
    }
    let start = tokens
        .iter()
        .position(|&i| !idle(i))
        .unwrap_or(tokens.len());
    tokens.drain(..start);
    tokens
}

/// What the clause leaves unsaid because the clause above has said it.
fn lent(token: Token<'_>, own: &[usize], is_predicate: &[bool]) -> Vec<usize> {
    let mut lent = Vec::new();
    let has_subject = token
        .children()
        .any(|child| matches!(child.dep(), "nsubj" | "nsubjpass" | "csubj"));
    match token.dep() {
        "relcl" | "acl" => lent.extend(compact(token.head())),
        "conj" | "advcl" | "pcomp" | "dep" | "parataxis" | "ccomp" if !has_subject => {
            let governor = token
                .ancestors()
                .find(|above| is_predicate.get(above.index()).copied().unwrap_or(false));
            let subject = governor.and_then(|governor| {
                governor
                    .children()
                    .find(|child| matches!(child.dep(), "nsubj" | "nsubjpass"))
            });
            if let Some(subject) = subject {
                lent.extend(compact(subject));
            }
        }
        _ => {}
    }
    lent.retain(|i| !own.contains(i));
    lent
}

/// A noun with the words directly on it.
fn compact(noun: Token<'_>) -> Vec<usize> {
    let mut tokens: Vec<usize> = noun
        .children()
        .filter(|child| matches!(child.dep(), "compound" | "amod" | "nummod" | "poss"))
        .map(Token::index)
        .collect();
    tokens.push(noun.index());
    tokens.sort_unstable();
    tokens
}
