//! What reports call things, where one names what the other does not.
//!
//! An adjective more, and another description of a person, are no refinement worth reading: of 41 read, two
//! were (`evals/engines.md`).

use std::ops::Range;

use crosswire_annotate::Token;
use crosswire_extract::Extracted;

use super::sorts::Sort;
use crate::lexicon::Set;
use crate::told::unit::Unit;
use crate::told::words;

/// A thing that one clause names or counts and the other does not: "a hospital", "the Lund Hospital".
///
/// The sort, the words for it in both, and whether the first are the sharper ones.
pub(super) fn things(
    a: &Unit,
    b: &Unit,
    reports: [&Extracted; 2],
) -> Option<(Sort, [String; 2], bool)> {
    // In a title every word has a capital, as names have.
    if a.title || b.title {
        return None;
    }
    let nouns = |unit: &Unit, extracted: &Extracted| -> Vec<Thing> {
        let doc = &extracted.annotated.blocks()[unit.block].doc;
        let tokens = unit.own.iter().map(|&i| doc.token(i));
        tokens.filter_map(Thing::of).collect()
    };
    let (first, second) = (nouns(a, reports[0]), nouns(b, reports[1]));
    let mut best: Option<(Sort, [String; 2], bool)> = None;
    for x in &first {
        for y in &second {
            // A family of words is not enough here: a victory is no champion.
            if x.lemma != y.lemma && !x.is_named_as(y) && !y.is_named_as(x) {
                continue;
            }
            for (vague, sharp, is_first) in [(x, y, false), (y, x, true)] {
                let Some(sort) = sharper(vague, sharp) else {
                    continue;
                };
                if sort == Sort::Named || best.is_none() {
                    let words = |thing: &Thing| match sort {
                        Sort::Counted => thing.counted.as_ref().unwrap_or(&thing.words).clone(),
                        _ => thing.words.clone(),
                    };
                    best = Some((sort, [words(x), words(y)], is_first));
                }
                if sort == Sort::Named {
                    return best;
                }
            }
        }
    }
    best
}

fn sharper(vague: &Thing, sharp: &Thing) -> Option<Sort> {
    // Several are no vaguer word for one.
    if vague.several != sharp.several {
        return None;
    }
    // "One woman, Ann Lee, won": named, where the other only says that one won.
    if sharp.lemma == vague.lemma && sharp.apposed && !vague.apposed && !vague.named {
        return Some(Sort::Named);
    }
    if sharp.lemma != vague.lemma {
        return (sharp.is_named_as(vague) && vague.open).then_some(Sort::Named);
    }
    let all_in = |vague: &[String], sharp: &[String]| vague.iter().all(|word| sharp.contains(word));
    if !all_in(&vague.with, &sharp.with) {
        return None;
    }
    // "To free people", "to free five people".
    if vague.bare && sharp.counted.is_some() {
        return Some(Sort::Counted);
    }
    let more = vague.with.len() < sharp.with.len();
    let named = vague.open && !sharp.open && sharp.named && !vague.named;
    (more && named).then_some(Sort::Named)
}

/// A noun with what stands before it.
struct Thing {
    lemma: String,
    with: Vec<String>,
    words: String,
    /// Its words with its number, where it has one.
    counted: Option<String>,
    /// A plural with nothing to say which or how many.
    bare: bool,
    /// A plural.
    several: bool,
    /// With "a", "an" or no article: it is only brought up.
    open: bool,
    /// Whether a name is among its words.
    named: bool,
    /// Whether a person's name stands beside it.
    apposed: bool,
    /// Whether it is a name itself.
    proper: bool,
}

impl Thing {
    /// Whether its name says what the other is: "the Lund Hospital Centre" is a hospital.
    fn is_named_as(&self, other: &Thing) -> bool {
        self.named
            && self.proper
            && self
                .words
                .split(' ')
                .any(|word| word.to_lowercase() == other.lemma)
    }

    fn of(token: Token<'_>) -> Option<Thing> {
        if !matches!(token.pos(), "NOUN" | "PROPN") || token.dep() == "compound" {
            return None;
        }
        let before: Vec<Token<'_>> = token
            .children()
            .filter(|child| matches!(child.dep(), "compound" | "amod" | "poss" | "nmod"))
            .filter(|child| child.index() < token.index())
            .collect();
        let start = before
            .iter()
            .map(|child| child.index())
            .min()
            .unwrap_or(token.index());
        let beside = named_beside(token);
        let end = beside.clone().map_or(token.index() + 1, |name| name.end);
        let article = token.child("det").map(|det| det.lemma().to_owned());
        let number = token.child("nummod");
        // "Dozens of passengers" are counted.
        let partitive = token.dep() == "pobj" && token.head().text() == "of";
        let plain = article.is_none() && before.is_empty() && number.is_none();
        let named = before.iter().any(|child| child.pos() == "PROPN");
        let with: Vec<String> = before
            .iter()
            .filter_map(|&child| words::key(child))
            .collect();
        Some(Thing {
            lemma: token.lemma().to_lowercase(),
            words: token.doc().words(start..end).to_owned(),
            apposed: beside.is_some(),
            proper: token.pos() == "PROPN",
            counted: number.map(|number| {
                token
                    .doc()
                    .words(number.subtree().start.min(start)..end)
                    .to_owned()
            }),
            bare: plain && token.tag() == "NNS" && !partitive,
            several: matches!(token.tag(), "NNS" | "NNPS"),
            with,
            open: !named && article.is_some_and(|article| matches!(&*article, "a" | "an")),
            named,
        })
    }
}

/// The name that a noun is said to bear, behind it: "a pilot, Ann Lee", "a boy named Ann Lee".
fn named_beside(token: Token<'_>) -> Option<Range<usize>> {
    if token.pos() != "NOUN" || token.tag() == "NNS" {
        return None;
    }
    let person = |token: Token<'_>| token.entity().is_some_and(|name| &*name.label == "PERSON");
    let apposed = token
        .children()
        .find(|child| child.dep() == "appos" && person(*child));
    let called = || {
        let naming = token
            .child("acl")
            .filter(|verb| Set::Calling.has(verb.lemma()))?;
        naming
            .children()
            .find(|child| matches!(child.dep(), "oprd" | "dobj") && person(*child))
    };
    let name = apposed.or_else(called)?;
    let end = name.entity()?.tokens.end;
    (name.index() > token.index()).then(|| name.index()..end.max(name.index() + 1))
}
