//! What is known of an entity while a report is read.

use std::collections::HashSet;

use super::descriptions;
use super::names::Name;
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
