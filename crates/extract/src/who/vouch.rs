//! What speaks for a name that the model passed over, and what two names in one breath say of
//! each other.

use std::collections::{HashMap, HashSet};

use crosswire_annotate::Token;

use super::clusters;
use super::names::Name;
use crate::tables::{self, Being};
use crate::{Annotated, EntityKind};

/// Drops capitalised words that are no names, and calls those that speak people.
pub(super) fn vouch(annotated: &Annotated, all: &mut Vec<Name>) {
    let mut seen: HashMap<Vec<String>, EntityKind> = HashMap::new();
    let mut people: HashSet<String> = HashSet::new();
    for name in all.iter().filter(|name| name.seen) {
        seen.entry(name.words.clone()).or_insert(name.kind);
        if name.kind == EntityKind::Person && name.words.len() > 1 {
            people.extend(name.words.last().cloned());
            people.extend(name.words.first().cloned());
        }
    }
    for name in all.iter_mut().filter(|name| !name.seen) {
        let doc = &annotated.blocks()[name.block].doc;
        let head = doc.token(name.head);
        let speaks = matches!(head.dep(), "nsubj" | "nsubjpass" | "compound")
            && tables::cue_verb(head.head()).is_some_and(|cue| cue.direct);
        let known = name.words.len() == 1 && people.contains(&name.words[0]);
        if known || (speaks && name.words.len() <= 2 && name.core.len() <= 3) {
            name.kind = EntityKind::Person;
        } else if let Some(kind) = seen.get(&name.words) {
            name.kind = *kind;
        }
    }
    let emphasised = emphasised(annotated, all);
    all.retain(|name| {
        let initial = name.kind == EntityKind::Unknown
            && name.words.len() == 1
            && name.words[0].chars().count() == 1;
        // "Constable", "President" alone: an office, unless somebody here bears it as a surname.
        let office = matches!(name.words.as_slice(), [word]
            if (tables::title(word).is_some()
                || matches!(tables::being(word), Some((Being::Person, _))))
                && !people.contains(word));
        !initial
            && !(office && name.kind != EntityKind::Group)
            && !name.words.iter().all(|word| emphasised.contains(word))
    });
}

/// Words that stand in capitals for emphasis ("a MAJOR leak"): the report also has them in small
/// letters. Up to three letters they may be an acronym that looks like a word ("IS").
fn emphasised(annotated: &Annotated, all: &[Name]) -> HashSet<String> {
    let mut shouted: HashSet<String> = HashSet::new();
    for name in all {
        let doc = &annotated.blocks()[name.block].doc;
        for token in name.core.clone().map(|i| doc.token(i)) {
            let text = token.text();
            if text.chars().count() > 3 && text.chars().all(char::is_uppercase) {
                shouted.insert(text.to_lowercase());
            }
        }
    }
    if shouted.is_empty() {
        return shouted;
    }
    let mut small = HashSet::new();
    for token in annotated.blocks().iter().flat_map(|b| b.doc.tokens()) {
        if shouted.contains(token.text()) {
            small.insert(token.text().to_owned());
        }
    }
    small
}

/// Pairs of names that the report itself calls one: a short form in brackets behind a name, or
/// what somebody is "also known as".
pub(super) fn equated(annotated: &Annotated, all: &[Name]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (i, pair) in all.windows(2).enumerate() {
        let (long, short) = (&pair[0], &pair[1]);
        if long.block != short.block || short.core.start != long.core.end + 1 {
            continue;
        }
        let doc = &annotated.blocks()[long.block].doc;
        let opens = doc.token(long.core.end).text();
        let closes = doc.get(short.core.end).map_or("", Token::text);
        let text = doc.words(short.core.clone());
        let capitals = text.chars().filter(|c| c.is_uppercase()).count();
        // "Ana Brell (ABC)" is whose picture it is, or for whom she writes.
        let person = long.kind == EntityKind::Person && !clusters::is_acronym(short, long);
        if opens == "(" && closes == ")" && short.words.len() == 1 && capitals >= 2 && !person {
            pairs.push((i, i + 1));
        }
    }
    for (i, name) in all.iter().enumerate() {
        if let Some(other) = known_as(annotated, all, i, name) {
            pairs.push((other, i));
        }
    }
    pairs
}

/// So many names before "known as" are looked at.
const NAMES_BEFORE: usize = 6;

/// "Ana Brell, of Sund University, also known as Dr Tide": the name before that "known as" hangs on.
fn known_as(annotated: &Annotated, all: &[Name], index: usize, alias: &Name) -> Option<usize> {
    let doc = &annotated.blocks()[alias.block].doc;
    let start = alias.tokens.start.min(alias.core.start);
    let as_word = doc.get(start.checked_sub(1)?)?;
    let known = doc.get(start.checked_sub(2)?)?;
    if !as_word.is("as") || !known.is("known") {
        return None;
    }
    let sentence = doc.sentence_of(start);
    let before = all[..index]
        .iter()
        .enumerate()
        .rev()
        .take(NAMES_BEFORE)
        .take_while(|(_, name)| name.block == alias.block && name.core.start >= sentence.start);
    // "... that a group known as the Lantern was there": it is the group that is so called, whoever
    // else is named in the sentence.
    let called = known.head();
    let named = |at: usize| {
        let mut before = all[..index].iter().rev().take(NAMES_BEFORE);
        before.any(|n| n.block == alias.block && n.head == at)
    };
    if known.dep() == "acl" && called.tag().starts_with("NN") && !named(called.index()) {
        return None;
    }
    let above: Vec<usize> = known.ancestors().take(4).map(Token::index).collect();
    let person = alias.gender.is_some()
        || alias.kind == EntityKind::Person
        || alias.tokens.start < alias.core.start;
    let mut nearest = None;
    for (i, name) in before.filter(|(_, name)| !person || name.kind == EntityKind::Person) {
        if above.contains(&name.head) {
            return Some(i);
        }
        nearest = nearest.or(Some(i));
    }
    nearest
}
