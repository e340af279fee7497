//! How a number stands in its report: whether it still holds, of which of several it is.

use crosswire_annotate::Token;
use crosswire_extract::{Extracted, Factuality, FoundQuantity, Polarity, Statement, is_denied};
use crosswire_quantities::{Kind, PartOf};

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

/// Words that make a value one that no longer holds.
const FORMER: [&str; 10] = [
    "initially",
    "earlier",
    "previously",
    "originally",
    "first",
    "mistakenly",
    "wrongly",
    "incorrectly",
    "formerly",
    "before",
];

/// Words that make a count one more, not all.
const MORE: [&str; 8] = [
    "other",
    "others",
    "another",
    "more",
    "additional",
    "further",
    "extra",
    "remaining",
];

/// Words that narrow a count or a sum to one of several.
const QUALIFIERS: [&str; 40] = [
    "serious",
    "seriously",
    "critical",
    "critically",
    "severe",
    "severely",
    "slight",
    "slightly",
    "minor",
    "light",
    "lightly",
    "grave",
    "gravely",
    "first",
    "initial",
    "original",
    "second",
    "third",
    "latest",
    "new",
    "final",
    "last",
    "next",
    "improved",
    "raised",
    "revised",
    "previous",
    "average",
    "median",
    "annual",
    "monthly",
    "weekly",
    "daily",
    "quarterly",
    "maximum",
    "minimum",
    "cash",
    "net",
    "female",
    "male",
];

/// How a number stands in its own report.
pub(super) fn standing(
    report: &Extracted,
    found: &FoundQuantity,
    statement: Option<&Statement>,
    sentence: std::ops::Range<usize>,
) -> Standing {
    let doc = &report.annotated.blocks()[found.block].doc;
    let quantity = &found.quantity;
    if let Some(statement) = statement {
        if statement.background {
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
        && sentence
            .clone()
            .any(|i| matches!(doc.token(i).lemma(), "year" | "month" | "decade"));
    if older && quantity.kind != Kind::Age {
        return Standing::Background;
    }
    let part = quantity
        .of
        .as_ref()
        .is_some_and(|whole| matches!(whole.relation, PartOf::Of | PartOf::Included))
        && quantity.kind == Kind::Count;
    let noun = quantity.noun.as_ref().and_then(|noun| doc.get(noun.token));
    let more = noun.is_some_and(|noun| {
        MORE.iter().any(|word| noun.is(word))
            || noun
                .children()
                .any(|child| MORE.iter().any(|word| child.is(word)) && child.dep() != "advmod")
    }) || quantity
        .tokens
        .clone()
        .chain(quantity.tokens.end..quantity.tokens.end + 1)
        .filter_map(|i| doc.get(i))
        .any(|token| {
            MORE.iter().any(|word| token.is(word))
                && !token.next().is_some_and(|next| next.is("than"))
        });
    if part || more {
        return Standing::Part;
    }
    Standing::Current
}

/// Whether the predicate, or a verb of saying or seeming over it, was so only at first.
fn is_former(predicate: Token<'_>) -> bool {
    let mut at = predicate;
    for _ in 0..4 {
        let first = at
            .children()
            .any(|child| child.dep() == "advmod" && FORMER.iter().any(|word| child.is(word)));
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
            super::lexicon::noun_class(&noun.lemma).is_some_and(super::lexicon::is_people)
        });
    // "Two runs in the first inning": which inning says which runs.
    let below = !people && found.quantity.kind != Kind::Age;
    let sum = matches!(found.quantity.kind, Kind::Money | Kind::Percent);
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
                .flat_map(Token::children)
                .filter(|child| sum || matches!(child.lemma(), "first" | "second" | "third"));
            head.children().chain(below).collect::<Vec<_>>()
        })
        .filter(|token| matches!(token.dep(), "amod" | "advmod" | "compound" | "nmod"))
        .map(|token| token.text().to_lowercase())
        .filter(|word| QUALIFIERS.contains(&word.as_str()))
        .map(|word| match word.as_str() {
            "initial" | "original" | "previous" => "first".to_owned(),
            "improved" | "raised" | "revised" | "latest" | "final" | "last" => "new".to_owned(),
            _ => word.trim_end_matches("ly").to_owned(),
        })
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}
