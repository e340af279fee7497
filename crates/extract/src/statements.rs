//! Finds what a report asserts: one [`Statement`] a predicate, with its own arguments.
//!
//! A predicate is a verb, a participle, an event noun ("the arrest of X"), what a copula says of
//! its subject, or an apposition. Each gets its clause as one unbroken stretch, the times and
//! quantities that hang on it and on no predicate below it, and who is reported as saying so.
//! Who said what comes from the quotations found before; nothing here knows of other reports.

mod arguments;
mod clause;
mod event_nouns;

use std::collections::HashMap;

use crosswire_annotate::{Doc, Token};
use crosswire_calendar::Stamp;
use crosswire_report::Passage;
use jiff::ToSpan;

use crate::factuality;
use crate::speech::Saids;
use crate::{
    Annotated, Attribution, EntityId, FoundQuantity, FoundTime, Mention, Polarity, Quotation,
    Statement, StatementKind, TokenId,
};

/// Everything found in the report before its statements.
pub(crate) struct Found<'a> {
    pub(crate) annotated: &'a Annotated,
    pub(crate) times: &'a [FoundTime],
    pub(crate) quantities: &'a [FoundQuantity],
    pub(crate) mentions: &'a [Mention],
    pub(crate) quotations: &'a [Quotation],
    pub(crate) said: &'a Saids,
}

/// A time this long before publication is of an earlier happening, told in passing.
const BACKGROUND_DAYS: i64 = 150;

/// The statements of a report, in order.
pub(crate) fn find(found: &Found<'_>) -> Vec<Statement> {
    let mut entities: HashMap<TokenId, EntityId> = HashMap::new();
    for mention in found.mentions {
        entities.entry(mention.head).or_insert(mention.entity);
    }
    let mut statements = Vec::new();
    for (index, block) in found.annotated.blocks().iter().enumerate() {
        if !block.role.asserts() {
            continue;
        }
        let doc = &block.doc;
        let predicates = predicates(doc);
        // Which statement a token carries: the walks upwards end there.
        let mut carries: HashMap<usize, usize> = HashMap::new();
        let first = statements.len();
        for predicate in &predicates {
            let token = doc.token(predicate.token);
            carries.insert(predicate.token, statements.len());
            if predicate.clause != predicate.token {
                carries.entry(predicate.clause).or_insert(statements.len());
            }
            let clause = doc.token(predicate.clause);
            let tokens = clause::tokens(clause, predicate.kind);
            let passage = found.annotated.passage(index, tokens.clone());
            let attribution = attribution(found, passage, block.place(token_span(token)));
            // A denial that the attribution tells is not counted twice.
            let denies = |word: Token<'_>| {
                let place = block.place(token_span(word));
                attribution.iter().any(|link| {
                    link.polarity == Polarity::Negative
                        && link.cue.is_some_and(|cue| {
                            cue.field == place.field && cue.span.overlaps(place.span)
                        })
                })
            };
            let stance = factuality::judge(clause, token, predicate.kind, &denies);
            statements.push(Statement {
                kind: predicate.kind,
                predicate: TokenId::new(index, predicate.token),
                lemma: predicate.lemma.clone(),
                passage,
                arguments: arguments::of(clause, predicate, |head, words| {
                    let id = TokenId::new(index, head.index());
                    (
                        id,
                        found.annotated.passage(index, words),
                        entities.get(&id).copied(),
                    )
                }),
                times: Vec::new(),
                quantities: Vec::new(),
                polarity: stance.polarity,
                factuality: stance.factuality,
                holder: stance
                    .holder
                    .map(|holder| TokenId::new(index, holder.index())),
                attribution,
                background: false,
            });
        }
        for (i, time) in found.times.iter().enumerate() {
            if time.block == index
                && let Some(from) = time.timex.governor.or(Some(time.timex.tokens.start))
                && let Some(at) = carrier(doc, from, &carries)
            {
                statements[at].times.push(i);
            }
        }
        for (i, quantity) in found.quantities.iter().enumerate() {
            if quantity.block == index
                && let Some(at) = carrier(doc, block.tokens(quantity.passage).start, &carries)
            {
                statements[at].quantities.push(i);
            }
        }
        mark_background(found, index, &mut statements[first..]);
    }
    statements
}

/// A word that carries a statement.
pub(crate) struct Predicate {
    /// The word itself.
    pub(crate) token: usize,
    /// The word whose subtree is the clause: the copula of a noun, else the word itself.
    pub(crate) clause: usize,
    /// How it is put.
    pub(crate) kind: StatementKind,
    /// Lemma, with particle; the verb of an event noun.
    pub(crate) lemma: String,
    /// For an event noun: whether what follows "of" is the one it is done to.
    pub(crate) of_patient: bool,
}

fn predicates(doc: &Doc) -> Vec<Predicate> {
    let mut all = Vec::new();
    for token in doc.tokens() {
        let plain = |kind, clause: Token<'_>| Predicate {
            token: token.index(),
            clause: clause.index(),
            kind,
            lemma: lemma(token),
            of_patient: false,
        };
        match (token.pos(), token.dep()) {
            (_, "aux" | "auxpass") => {}
            ("VERB", "amod" | "compound") => {}
            ("VERB" | "AUX", dep) => {
                if let Some(said) = copula_complement(token) {
                    all.push(Predicate {
                        token: said.index(),
                        clause: token.index(),
                        kind: StatementKind::Copula,
                        lemma: lemma(said),
                        of_patient: false,
                    });
                } else if dep == "acl" && matches!(token.tag(), "VBN" | "VBG") {
                    all.push(plain(StatementKind::Participle, token));
                } else {
                    all.push(plain(StatementKind::Verb, token));
                }
            }
            ("NOUN", dep) => {
                if let Some(event) = event_nouns::get(&token.lemma().to_lowercase())
                    && dep != "compound"
                {
                    all.push(Predicate {
                        token: token.index(),
                        clause: token.index(),
                        kind: StatementKind::Nominal,
                        lemma: event.verb.to_owned(),
                        of_patient: event.of_patient,
                    });
                } else if dep == "appos" {
                    all.push(plain(StatementKind::Apposition, token));
                }
            }
            ("PROPN", "appos") if is_telling_name(token) => {
                all.push(plain(StatementKind::Apposition, token));
            }
            _ => {}
        }
    }
    all
}

/// Whether a name set behind a noun tells who it is: not a date, a handle, the state of a town.
fn is_telling_name<'d>(token: Token<'d>) -> bool {
    let label = |token: Token<'d>| token.entity().map_or("", |entity| &*entity.label);
    let dated = matches!(label(token), "GPE" | "LOC" | "DATE" | "TIME" | "CARDINAL");
    let named = !label(token).is_empty() || !label(token.head()).is_empty();
    named && !dated && !token.text().starts_with('@')
}

/// The noun or adjective that a form of "be" or "become" says of its subject.
fn copula_complement(verb: Token<'_>) -> Option<Token<'_>> {
    if !matches!(verb.lemma(), "be" | "become" | "remain" | "seem") {
        return None;
    }
    let said = verb.child("attr").or_else(|| verb.child("acomp"))?;
    matches!(said.pos(), "NOUN" | "PROPN" | "ADJ" | "NUM" | "PRON").then_some(said)
}

fn lemma(token: Token<'_>) -> String {
    let mut lemma = token.lemma().to_lowercase();
    if let Some(particle) = token.child("prt") {
        lemma.push(' ');
        lemma.push_str(&particle.text().to_lowercase());
    }
    lemma
}

fn token_span(token: Token<'_>) -> crosswire_text::Span {
    crosswire_text::Span::new(token.start(), token.end())
}

/// The statement that a token hangs on: its own, or that of the nearest word above it.
fn carrier(doc: &Doc, from: usize, carries: &HashMap<usize, usize>) -> Option<usize> {
    let token = doc.get(from)?;
    std::iter::once(token)
        .chain(token.ancestors())
        .find_map(|above| carries.get(&above.index()).copied())
}

/// Who says so: the chains of all that is said around the predicate, innermost first.
fn attribution(found: &Found<'_>, clause: Passage, predicate: Passage) -> Vec<Attribution> {
    let chain = found.said.chain_at(predicate);
    if !chain.is_empty() {
        return chain;
    }
    // An event noun or a participle at the edge of the words said. Quotations come in text order.
    let quotations = found.quotations;
    let first = quotations.partition_point(|quotation| {
        (quotation.passage.field, quotation.passage.span.start())
            < (clause.field, clause.span.start())
    });
    quotations[first..]
        .iter()
        .take_while(|quotation| {
            quotation.passage.field == clause.field
                && quotation.passage.span.start() < clause.span.end()
        })
        .find(|quotation| {
            clause.span.contains(quotation.passage.span)
                && 2 * quotation.passage.span.len() > clause.span.len()
                && !quotation.chain.is_empty()
        })
        .map(|quotation| quotation.chain.clone())
        .unwrap_or_default()
}

/// Marks statements whose time, or whose sentence's only times, lie long before publication.
fn mark_background(found: &Found<'_>, block: usize, statements: &mut [Statement]) {
    let Some(published) = found.annotated.report().published else {
        return;
    };
    let doc = &found.annotated.blocks()[block].doc;
    let old: Vec<bool> = found
        .times
        .iter()
        .map(|time| is_old(time, published))
        .collect();
    for statement in statements {
        let sentence = doc.sentence_of(statement.predicate.token as usize);
        let own = statement
            .times
            .iter()
            .filter_map(|&i| found.times[i].timex.interval.is_some().then_some(old[i]));
        let (mut any, mut all) = (false, true);
        for is_old in own {
            any = true;
            all &= is_old;
        }
        statement.background = if any {
            all
        } else {
            let mut of_sentence = found
                .times
                .iter()
                .enumerate()
                .filter(|(_, time)| {
                    time.block == block
                        && sentence.contains(&time.timex.tokens.start)
                        && time.timex.interval.is_some()
                })
                .map(|(i, _)| old[i])
                .peekable();
            of_sentence.peek().is_some() && of_sentence.all(|old| old)
        };
    }
}

fn is_old(time: &FoundTime, published: Stamp) -> bool {
    let (Some(interval), Ok(limit)) = (
        time.timex.interval,
        published.date().checked_sub(BACKGROUND_DAYS.days()),
    ) else {
        return false;
    };
    interval.to().date() <= limit
}

/// Whether a chain of attribution ends in a denial.
#[must_use]
pub fn is_denied(chain: &[Attribution]) -> bool {
    chain
        .iter()
        .filter(|link| link.polarity == Polarity::Negative)
        .count()
        % 2
        == 1
}

#[cfg(test)]
mod tests;
