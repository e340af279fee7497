//! What is known of an entity while a report is read.

use std::collections::HashSet;

use super::descriptions;
use super::names::Name;
use super::people;
use crate::tables::{self, Being};
use crate::{Annotated, EntityKind, Gender};

#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) kind: EntityKind,
    pub(super) plural: bool,
    pub(super) named: bool,
    /// As titles and gendered nouns show it; then as pronouns do.
    pub(super) gender: Option<Gender>,
    /// What the given name suggests; breaks ties only.
    pub(super) likely: Option<Gender>,
    /// Words of its names, for "the zoo" of "Harbour Zoo".
    pub(super) words: HashSet<String>,
    /// Lemmas of nouns said of it.
    pub(super) lemmas: HashSet<String>,
    /// Words with a capital beside its names: "Sund" of "Tom Orlin of Sund".
    pub(super) beside: HashSet<String>,
    /// Those of `lemmas` that were only concluded to be said of it.
    pub(super) guessed: HashSet<String>,
    pub(super) uses: usize,
    pub(super) last: Option<Last>,
}

/// Where an entity was last spoken of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Last {
    pub(super) sentence: usize,
    pub(super) block: usize,
    pub(super) head: usize,
    pub(super) order: usize,
    pub(super) subject: bool,
    pub(super) speaking: bool,
    pub(super) aside: bool,
}

/// So many words before a name and behind it stand beside it.
const BEFORE: usize = 5;
const BEHIND: usize = 8;

/// More words or nouns than this no entity is looked up by.
const MOST_WORDS: usize = 64;

/// The named entities, by the number that [`super::clusters`] gave them.
pub(super) fn named(
    annotated: &Annotated,
    names: &[Name],
    assigned: &[usize],
    kinds: &[EntityKind],
) -> Vec<Known> {
    let mut known: Vec<Known> = kinds
        .iter()
        .map(|&kind| Known {
            kind,
            plural: kind == EntityKind::Group,
            named: true,
            gender: None,
            likely: None,
            words: HashSet::new(),
            lemmas: HashSet::new(),
            beside: HashSet::new(),
            guessed: HashSet::new(),
            uses: 0,
            last: None,
        })
        .collect();
    for (name, &number) in names.iter().zip(assigned) {
        let entity = &mut known[number];
        entity.uses += 1;
        if entity.words.len() < MOST_WORDS {
            entity.words.extend(name.words.iter().cloned());
        }
        entity.gender = entity.gender.or(name.gender);
        if name.words.len() > 1 || entity.likely.is_none() {
            entity.likely = tables::likely_gender(&name.words[0]).or(entity.likely);
        }
        let doc = &annotated.blocks()[name.block].doc;
        for title in people::titles(annotated, name) {
            entity.note_lemma(&title);
        }
        // "Sund senator Tom Orlin", "Tom Orlin of Sund": not what belongs to the next name.
        let capital = |i: &usize| doc.token(*i).tag().starts_with("NN");
        let before = (name.core.start.saturating_sub(BEFORE)..name.core.start)
            .rev()
            .take_while(capital);
        let ends = |i: &usize| {
            let token = doc.token(*i);
            !(token.is_sentence_start() || token.tag() == "CC" || token.tag().starts_with("VB"))
        };
        let behind = (name.core.end..doc.len().min(name.core.end + BEHIND)).take_while(ends);
        for word in before.chain(behind).map(|i| doc.token(i)) {
            if word.tag().starts_with("NNP") && entity.beside.len() < MOST_WORDS {
                entity.beside.insert(word.text().to_lowercase());
            }
        }
        for noun in descriptions::nouns_of(doc, &name.core, name.head) {
            entity.note_lemma(&descriptions::neutral(noun.lemma()));
            // "Brell, the chief of staff": a person, whatever the model took the name for.
            let apposed = noun.dep() == "appos" && noun.head().index() == name.head;
            if apposed
                && name.words.len() == 1
                && matches!(noun.tag(), "NN" | "NNP")
                && matches!(tables::being(noun.lemma()), Some((Being::Person, _)))
            {
                entity.kind = EntityKind::Person;
                entity.plural = false;
            }
            if entity.kind == EntityKind::Person {
                let gender = tables::being(noun.lemma()).and_then(|(_, gender)| gender);
                entity.gender = entity.gender.or(gender);
            } else if entity.kind == EntityKind::Unknown {
                match tables::being(noun.lemma()) {
                    Some((Being::Person, _)) => entity.kind = EntityKind::Person,
                    Some((Being::Organisation, _)) => entity.kind = EntityKind::Organisation,
                    _ => {}
                }
            }
        }
    }
    known
}

impl Known {
    pub(super) fn note_lemma(&mut self, lemma: &str) {
        if self.lemmas.len() < MOST_WORDS && !self.lemmas.contains(lemma) {
            self.lemmas.insert(lemma.to_owned());
        }
    }
}
