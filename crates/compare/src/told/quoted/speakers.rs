//! Whether two reports name the same speaker.

use std::collections::{BTreeSet, HashMap};

use crosswire_extract::{EntityId, EntityKind, Extracted, Mention, MentionKind, TokenId};

use super::words;

/// Descriptions of a speaker that are looked at.
const MOST_DESCRIPTIONS: usize = 20;
/// Mentions after another that may overlap it.
const MOST_OVERLAPPING: usize = 4;

/// Whom a report gives as the speaker of a quotation.
#[derive(Clone, Debug)]
pub(crate) struct Speaker {
    /// As the report names it.
    pub(crate) name: String,
    kind: EntityKind,
    /// The words of each of its names, folded.
    names: Vec<Vec<String>>,
    /// The words of what it is called besides, folded.
    descriptions: Vec<String>,
}

/// What two reports' speakers say about two quotations being one utterance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    /// Two people.
    Different,
    /// One report does not tell, or only by office.
    Unknown,
    /// One and the same.
    Same,
}

impl Speaker {
    fn new(extracted: &Extracted, id: EntityId, companions: &[EntityId]) -> Speaker {
        let mut all = vec![id];
        all.extend(companions);
        let entities = || all.iter().map(|&id| extracted.entity(id));
        let person = entities().find(|entity| entity.kind == EntityKind::Person);
        let entity = person.unwrap_or(extracted.entity(id));
        let names = entities()
            .flat_map(|entity| std::iter::once(&entity.name).chain(&entity.aliases))
            .map(|name| parts(name))
            .filter(|name| !name.is_empty())
            .collect();
        let descriptions = entities()
            .flat_map(|entity| entity.descriptions.iter().take(MOST_DESCRIPTIONS))
            .flat_map(|&place| parts(extracted.annotated.words(place)))
            .collect();
        Speaker {
            name: entity.name.clone(),
            kind: entity.kind,
            names,
            descriptions,
        }
    }

    /// Whether it is a person, and no body or office.
    pub(crate) fn is_person(&self) -> bool {
        self.kind == EntityKind::Person
    }

    /// Two persons are one when a name of one is part of a name of the other ("Price", "Ned
    /// Price"), and two when their names share nothing; offices and bodies may stand for anyone.
    pub(crate) fn likeness(one: Option<&Speaker>, two: Option<&Speaker>) -> Likeness {
        let (Some(one), Some(two)) = (one, two) else {
            return Likeness::Unknown;
        };
        let part_of = |a: &[String], b: &[String]| a.iter().all(|word| b.contains(word));
        let pairs = || {
            one.names
                .iter()
                .flat_map(|a| two.names.iter().map(move |b| (a, b)))
        };
        if pairs().any(|(a, b)| part_of(a, b) || part_of(b, a)) {
            return Likeness::Same;
        }
        // "Tom Hale" and "Thomas Hale" are likely one, "Tom Hale" and "Ann Hale" not surely two.
        let surname = pairs().any(|(a, b)| a.last() == b.last());
        let persons = one.kind == EntityKind::Person && two.kind == EntityKind::Person;
        match (persons, surname) {
            (true, false) => Likeness::Different,
            (true, true) => Likeness::Unknown,
            (false, _) if one.is_called(two) || two.is_called(one) => Likeness::Same,
            (false, _) => Likeness::Unknown,
        }
    }

    /// Whether this one is named by what the other is described as: "the zoo's director".
    fn is_called(&self, other: &Speaker) -> bool {
        self.names.iter().any(|name| {
            let told = name.iter().filter(|word| word.len() > 3);
            told.clone().count() >= 2 && told.clone().all(|word| other.descriptions.contains(word))
        })
    }
}

/// The words of a name or description, folded, without articles and forms of address.
fn parts(name: &str) -> Vec<String> {
    words::words(name)
        .into_iter()
        .map(|word| word.key)
        .filter(|part| {
            !matches!(
                part.as_str(),
                "the" | "a" | "an" | "mr" | "mrs" | "ms" | "'s"
            )
        })
        .collect()
}

/// The speakers of a report, each made once.
pub(crate) struct Speakers<'a> {
    extracted: &'a Extracted,
    /// Entities that a mention stands beside as another name or description of the same one:
    /// overlapping it, or in apposition ("the spokesman, Tom Hale").
    companions: HashMap<EntityId, BTreeSet<EntityId>>,
    known: HashMap<EntityId, Speaker>,
}

impl<'a> Speakers<'a> {
    pub(crate) fn new(extracted: &'a Extracted) -> Speakers<'a> {
        let named: Vec<&Mention> = extracted
            .mentions
            .iter()
            .filter(|mention| mention.kind != MentionKind::Pronoun)
            .collect();
        let by_head: HashMap<TokenId, EntityId> = named
            .iter()
            .map(|mention| (mention.head, mention.entity))
            .collect();
        let mut companions: HashMap<EntityId, BTreeSet<EntityId>> = HashMap::new();
        let mut join = |one: EntityId, two: EntityId| {
            if one != two {
                companions.entry(one).or_default().insert(two);
                companions.entry(two).or_default().insert(one);
            }
        };
        for (at, own) in named.iter().enumerate() {
            let token = extracted.annotated.token(own.head);
            if token.dep() == "appos" {
                let head = TokenId {
                    token: token.head().index() as u32,
                    ..own.head
                };
                if let Some(&other) = by_head.get(&head) {
                    join(own.entity, other);
                }
            }
            let (field, span) = (own.passage.field, own.passage.span);
            for other in named[at + 1..].iter().take(MOST_OVERLAPPING) {
                let there = other.passage.span;
                let overlap = other.passage.field == field
                    && there.start() < span.end()
                    && span.start() < there.end();
                if overlap && !span.contains(there) && !there.contains(span) {
                    join(own.entity, other.entity);
                }
            }
        }
        Speakers {
            extracted,
            companions,
            known: HashMap::new(),
        }
    }

    /// The speaker that an entity is, with all that its companions are called.
    pub(crate) fn of(&mut self, id: EntityId) -> Speaker {
        let companions = self.companions.get(&id);
        let speaker = self.known.entry(id).or_insert_with(|| {
            let companions: Vec<EntityId> = companions.into_iter().flatten().copied().collect();
            Speaker::new(self.extracted, id, &companions)
        });
        speaker.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Speaker {
        /// A person of that name.
        pub(crate) fn person(name: &str) -> Speaker {
            Speaker {
                name: name.to_owned(),
                kind: EntityKind::Person,
                names: vec![parts(name)],
                descriptions: Vec::new(),
            }
        }
    }

    fn likeness(one: &Speaker, two: &Speaker) -> Likeness {
        let both = Speaker::likeness(Some(one), Some(two));
        assert_eq!(both, Speaker::likeness(Some(two), Some(one)));
        both
    }

    #[test]
    fn persons_are_told_apart_by_their_names() {
        let person = Speaker::person;
        let full = person("Tove Lindqvist");
        assert_eq!(likeness(&full, &person("Ms Lindqvist")), Likeness::Same);
        assert_eq!(
            likeness(&full, &person("Henrik Solvang")),
            Likeness::Different
        );
        assert_eq!(
            likeness(&full, &person("Arne Lindqvist")),
            Likeness::Unknown
        );
        assert_eq!(Speaker::likeness(Some(&full), None), Likeness::Unknown);
    }

    #[test]
    fn a_body_may_speak_through_anyone_and_an_office_is_its_holder() {
        let mut harbour_master = Speaker::person("Port Maren's harbour master");
        harbour_master.kind = EntityKind::Unknown;
        let mut tove = Speaker::person("Tove Lindqvist");
        assert_eq!(likeness(&harbour_master, &tove), Likeness::Unknown);
        tove.descriptions = parts("the harbour master of Port Maren");
        assert_eq!(likeness(&harbour_master, &tove), Likeness::Same);
    }
}
