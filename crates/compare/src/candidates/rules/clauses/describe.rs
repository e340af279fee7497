//! What reports call people and things, where one says more than the other.

use std::collections::BTreeMap;
use std::ops::Range;

use crosswire_annotate::{Doc, Token};
use crosswire_extract::{EntityKind, Extracted, Mention, MentionKind};
use crosswire_report::Passage;

use super::agree::{MOST_EVIDENCE, short};
use super::refine::{Candidate, Ground, Side, Sort};
use crate::lexicon::Set;
use crate::told::unit::Unit;
use crate::told::words;
use crate::{About, Normal, Story};

/// A thing that one clause calls with words more than the other: "a hospital", "the Lund Hospital".
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
    if vague.with.len() >= sharp.with.len() {
        return None;
    }
    if vague.open && !sharp.open && sharp.named && !vague.named {
        return Some(Sort::Named);
    }
    let measured = vague.measured || sharp.measured;
    let hedged = sharp.hedged && !vague.hedged;
    // "Mr Dunn" is no more than "Dunn", "the zoo's team" no more than "the team".
    let more = !vague.proper && !sharp.proper && !sharp.owned;
    (more && !measured && !hedged && !Set::Span.has(&sharp.lemma)).then_some(Sort::Modified)
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
    /// With a number or a share before it: "a 3.5 mm jack".
    measured: bool,
    /// With a word before it that takes back some of it.
    hedged: bool,
    /// With "a", "an" or no article: it is only brought up.
    open: bool,
    /// Whether a name is among its words.
    named: bool,
    /// Whether a person's name stands beside it.
    apposed: bool,
    /// Whether it stands with its owner.
    owned: bool,
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
            owned: before.iter().any(|child| child.dep() == "poss"),
            proper: token.pos() == "PROPN",
            counted: number.map(|number| {
                token
                    .doc()
                    .words(number.subtree().start.min(start)..end)
                    .to_owned()
            }),
            bare: plain && token.tag() == "NNS" && !partitive,
            several: matches!(token.tag(), "NNS" | "NNPS"),
            measured: (start..token.index())
                .any(|at| matches!(token.doc().token(at).pos(), "NUM" | "SYM"))
                || before.iter().any(|child| child.text() == "%")
                || with.iter().any(|word| words::is_number(word)),
            with,
            hedged: before.iter().any(|child| Set::Hedge.has(child.lemma())),
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
            .filter(|verb| matches!(verb.lemma(), "name" | "call"))?;
        naming
            .children()
            .find(|child| matches!(child.dep(), "oprd" | "dobj") && person(*child))
    };
    let name = apposed.or_else(called)?;
    let end = name.entity()?.tokens.end;
    (name.index() > token.index()).then(|| name.index()..end.max(name.index() + 1))
}

/// What a report calls a person: where, and the words that tell something.
struct Described {
    report: usize,
    passage: Passage,
    value: String,
    words: Vec<String>,
}

/// Descriptions of one person in two reports, where one says more or other things.
pub(super) fn people(story: &Story<'_>) -> Vec<Candidate> {
    // Who is described, by first and last name.
    let mut known: BTreeMap<String, (String, Vec<Described>)> = BTreeMap::new();
    for (report, extracted) in story.reports.iter().enumerate() {
        for mention in &extracted.mentions {
            let entity = extracted.entity(mention.entity);
            let named: Vec<&str> = entity
                .name
                .split_whitespace()
                .filter(|word| word.starts_with(char::is_uppercase))
                .collect();
            if entity.kind != EntityKind::Person
                || mention.kind != MentionKind::Name
                || named.len() < 2
            {
                continue;
            }
            let key = named[named.len() - 2..].join(" ").to_lowercase();
            let entry = known
                .entry(key)
                .or_insert_with(|| (named.join(" "), Vec::new()));
            for (range, value) in descriptions(extracted, mention) {
                let block = mention.head.block as usize;
                let words = telling(
                    &extracted.annotated.blocks()[block].doc,
                    value.clone(),
                    &named,
                );
                let passage = extracted.annotated.passage(block, range);
                if !words.is_empty() && passage.span.len() <= MOST_EVIDENCE {
                    let value = extracted.annotated.passage(block, value);
                    entry.1.push(Described {
                        report,
                        passage,
                        value: short(extracted.annotated.words(value)),
                        words,
                    });
                }
            }
        }
    }
    let mut pairs = Vec::new();
    for (name, described) in known.into_values() {
        for (i, a) in described.iter().enumerate() {
            for b in &described[i + 1..] {
                let outlet = |report: usize| &story.reports[report].annotated.report().outlet;
                let one_outlet = outlet(a.report) == outlet(b.report) && outlet(a.report).is_some();
                if a.report == b.report || one_outlet {
                    continue;
                }
                let all_in =
                    |x: &Described, y: &Described| x.words.iter().all(|w| y.words.contains(w));
                let sort = match (all_in(a, b), all_in(b, a)) {
                    (true, true) => continue,
                    (false, false) => Sort::Person,
                    _ => Sort::MorePerson,
                };
                let (sharp, vague) = if all_in(b, a) { (a, b) } else { (b, a) };
                let mut held = described
                    .iter()
                    .filter(|other| other.report == vague.report);
                if held.any(|other| all_in(sharp, other)) {
                    continue;
                }
                let ground = Ground {
                    length: a.value.len() + b.value.len(),
                    ..Ground::default()
                };
                let side = |it: &Described| Side {
                    report: it.report,
                    passage: it.passage,
                    value: it.value.clone(),
                    normal: Normal::None,
                    source: None,
                };
                pairs.push(Candidate {
                    about: About::Participant,
                    question: format!("Who is {name}?"),
                    explanation: if sort == Sort::MorePerson {
                        format!("“{}” says more than “{}”.", sharp.value, vague.value)
                    } else {
                        "The descriptions can both be true.".to_owned()
                    },
                    sides: [side(a), side(b)],
                    features: sort.features(&ground),
                    floor: 0.0,
                    score: 0.0,
                });
            }
        }
    }
    pairs
}

/// The descriptions tied to a name, each with the tokens from it to the name and its own: before it
/// ("zoo director Ana Brell"), beside it on either side, or as what it is said to be.
fn descriptions(extracted: &Extracted, mention: &Mention) -> Vec<(Range<usize>, Range<usize>)> {
    let block = mention.head.block as usize;
    let doc = &extracted.annotated.blocks()[block].doc;
    let name = extracted.annotated.blocks()[block].tokens(mention.passage);
    let head = doc.token(mention.head.token as usize);
    let mut found = Vec::new();
    let mut add = |mut own: Range<usize>| {
        // "The app's co-founder, Ana Brell": the comma is no part of it.
        while !own.is_empty() && doc.token(own.end - 1).pos() == "PUNCT" {
            own.end -= 1;
        }
        let tokens = || own.clone().map(|i| doc.token(i));
        let told = tokens().any(|token| token.tag() == "NN");
        let other = tokens().any(|token| token.text().contains('@') || token.tag() == "CD");
        if told && !other {
            let whole = own.start.min(name.start)..own.end.max(name.end);
            found.push((whole, own));
        }
    };
    // Nouns and what goes with them directly before the name; the name's first words may be a title.
    let noun = |i: usize| matches!(doc.token(i).tag(), "NN" | "NNP" | "JJ" | "POS" | "HYPH");
    let first = name.start;
    let mut start = first;
    while start > 0 && noun(start - 1) {
        start -= 1;
    }
    add(start..first);
    let phrase = |token: Token<'_>| {
        let whole = token.subtree();
        // A clause that hangs on it is no part of the description.
        let cut = token
            .children()
            .filter(|child| matches!(child.dep(), "relcl" | "acl" | "punct" | "appos"))
            .filter(|child| child.index() > token.index())
            .map(|child| child.subtree().start)
            .min();
        whole.start..cut.unwrap_or(whole.end)
    };
    for child in head.children().filter(|child| child.dep() == "appos") {
        add(phrase(child));
    }
    if head.dep() == "appos" && head.head().index() < first {
        let whole = head.head().subtree();
        add(whole.start..first.min(whole.end).max(whole.start));
    }
    if head.dep() == "nsubj"
        && head.head().lemma() == "be"
        && let Some(attribute) = head.head().child("attr")
    {
        add(phrase(attribute));
    }
    found
}

/// The words of a description that tell something, by lemma, without the name itself.
fn telling(doc: &Doc, range: Range<usize>, name: &[&str]) -> Vec<String> {
    let mut words: Vec<String> = range
        .map(|i| doc.token(i))
        .filter(|token| matches!(token.pos(), "NOUN" | "PROPN" | "ADJ"))
        .filter(|token| token.text().len() > 2 && !name.contains(&token.text()))
        .map(|token| token.lemma().to_lowercase())
        .collect();
    words.sort();
    words.dedup();
    words
}
