//! How a number stands in its report: whether it still holds, of which of several it is.

use crosswire_annotate::{Doc, Token};
use crosswire_extract::{Extracted, Factuality, FoundQuantity, Polarity, Statement, is_denied};
use crosswire_quantities::{Kind, PartOf};

use crate::lexicon::{FamilyId, Set, families};

/// How a value stands in its own report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// What the report holds to be so.
    Current,
    /// What was thought at first, or was so before.
    Former,
    /// A part of something else, or one more.
    Part,
    /// Of an earlier happening.
    Background,
    /// Negated, asked, conditional.
    Unsaid,
}

/// How a number stands in its own report.
pub(super) fn standing(
    report: &Extracted,
    found: &FoundQuantity,
    statement: Option<&Statement>,
    sentence: std::ops::Range<usize>,
    family: Option<FamilyId>,
) -> Standing {
    let doc = &report.annotated.blocks()[found.block].doc;
    let quantity = &found.quantity;
    if let Some(statement) = statement {
        if statement.background && !is_running(doc, sentence.clone(), statement) {
            return Standing::Background;
        }
        let unsaid = statement.polarity == Polarity::Negative
            || is_denied(&statement.attribution)
            || matches!(
                statement.factuality,
                Factuality::Conditional | Factuality::Possible | Factuality::Requested
            );
        // A measure or an age holds whatever becomes of the clause round it.
        if unsaid && !matches!(quantity.kind, Kind::Age | Kind::Measure) {
            return Standing::Unsaid;
        }
        // "They had earlier turned down a first offer of ...": the sum is still that of the first.
        let of_first = quantity.kind == Kind::Money
            && qualifiers(report, found, Some(statement))
                .iter()
                .any(|word| word == "first");
        if !of_first && is_former(doc.token(statement.predicate.token as usize)) {
            return Standing::Former;
        }
    }
    let older = sentence.clone().any(|i| doc.token(i).is("ago"))
        && sentence.clone().any(|i| Set::Era.has(doc.token(i).lemma()));
    if older && quantity.kind != Kind::Age {
        return Standing::Background;
    }
    // "Ten of the passengers were hurt" counts all who were hurt; "six of them", "six of the hurt"
    // only some.
    let part = quantity.kind == Kind::Count
        && quantity
            .of
            .as_ref()
            .is_some_and(|whole| match whole.relation {
                PartOf::Included => true,
                PartOf::Of => whole
                    .token
                    .and_then(|token| doc.get(token))
                    .is_none_or(|token| {
                        token.pos() != "NOUN"
                            || family.is_none()
                            || families(&token.lemma().to_lowercase())
                                .iter()
                                .any(|f| Some(*f) == family)
                    }),
                PartOf::Against => false,
            });
    let noun = quantity.noun.as_ref().and_then(|noun| doc.get(noun.token));
    let more = noun.is_some_and(|noun| {
        Set::More.has(&noun.text().to_lowercase())
            || noun
                .children()
                .any(|child| Set::More.has(&child.text().to_lowercase()) && child.dep() != "advmod")
    }) || quantity
        .tokens
        .clone()
        .chain(quantity.tokens.end..quantity.tokens.end + 1)
        .filter_map(|i| doc.get(i))
        .any(|token| {
            Set::More.has(&token.text().to_lowercase())
                && !token.next().is_some_and(|next| next.is("than"))
        });
    if part || more {
        return Standing::Part;
    }
    Standing::Current
}

/// Whether an older year in the sentence only tells since when something has been so: "has had a
/// staff of 300 since 1990", "took money between 2019 and 2021".
fn is_running(doc: &Doc, sentence: std::ops::Range<usize>, statement: &Statement) -> bool {
    let years = |token: &Token<'_>| {
        token.text().len() == 4 && token.text().chars().all(|c| c.is_ascii_digit())
    };
    let mut years = sentence.filter_map(|i| doc.get(i)).filter(years).peekable();
    let dated = years.peek().is_some();
    let open = years.all(|year| {
        std::iter::once(year)
            .chain(year.ancestors())
            .take(3)
            .any(|token| token.is("since") || token.is("between"))
    });
    let predicate = doc.token(statement.predicate.token as usize);
    let present = matches!(predicate.tag(), "VBZ" | "VBP") && predicate.dep() == "relcl";
    dated && (open || present)
}

/// Whether the predicate, or a verb of saying or seeming over it, was so only at first.
fn is_former(predicate: Token<'_>) -> bool {
    let mut at = predicate;
    for _ in 0..4 {
        let first = at
            .children()
            .any(|child| child.dep() == "advmod" && Set::Former.has(&child.text().to_lowercase()));
        if first {
            return true;
        }
        if at.is_root() || !matches!(at.dep(), "ccomp" | "xcomp" | "acomp" | "attr" | "oprd") {
            return false;
        }
        at = at.head();
    }
    false
}

/// The words round a number that narrow it to one of several, brought to one form.
pub(super) fn qualifiers(
    report: &Extracted,
    found: &FoundQuantity,
    statement: Option<&Statement>,
) -> Vec<String> {
    let doc = &report.annotated.blocks()[found.block].doc;
    let mut heads: Vec<Token<'_>> = Vec::new();
    heads.extend(
        found
            .quantity
            .noun
            .as_ref()
            .and_then(|noun| doc.get(noun.token)),
    );
    heads.extend(found.quantity.event.and_then(|token| doc.get(token)));
    heads.extend(
        doc.get(found.quantity.tokens.end.saturating_sub(1))
            .map(Token::head),
    );
    if let Some(statement) = statement {
        heads.push(doc.token(statement.predicate.token as usize));
    }
    let people = found.quantity.kind == Kind::Count
        && found.quantity.noun.as_ref().is_none_or(|noun| {
            crate::lexicon::noun_class(&noun.lemma).is_some_and(crate::lexicon::is_people)
        });
    // "Two runs in the first inning": which inning says which runs.
    let below = !people && found.quantity.kind != Kind::Age;
    let sum = found.quantity.kind == Kind::Money;
    // "In cash" is a part only where something else is paid beside it.
    let has_rest = doc
        .sentence_of(found.quantity.tokens.start.min(doc.len().saturating_sub(1)))
        .filter_map(|i| doc.get(i))
        .any(|token| Set::Rest.has(token.lemma()));
    let mut all: Vec<String> = heads
        .into_iter()
        .flat_map(|head| {
            if !sum && !below {
                return head.children().collect();
            }
            let below = head
                .children()
                .filter(|child| child.dep() == "prep")
                .filter_map(|prep| prep.child("pobj"))
                .filter(|object| sum || !Set::Dated.has(object.lemma()))
                .flat_map(Token::children)
                .filter(|child| sum || Set::Ordinal.has(child.lemma()));
            head.children().chain(below).collect::<Vec<_>>()
        })
        .filter(|token| matches!(token.dep(), "amod" | "advmod" | "compound" | "nmod"))
        // "Nine were hurt, three of them badly": the adverb is not of the nine.
        .filter(|token| token.dep() != "advmod" || token.index().abs_diff(token.head().index()) < 3)
        .map(|token| token.text().to_lowercase())
        .filter(|word| Set::Qualifier.has(word))
        .filter(|word| word != "cash" || has_rest)
        .map(|word| {
            if Set::AtFirst.has(&word) {
                "first".to_owned()
            } else if Set::AtLast.has(&word) {
                "new".to_owned()
            } else {
                word.trim_end_matches("ly").to_owned()
            }
        })
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}
