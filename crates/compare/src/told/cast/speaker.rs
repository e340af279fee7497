//! Who speaks, with all that a report calls the speaker.

use std::collections::BTreeSet;

use crosswire_extract::{EntityId, EntityKind, Extracted, Mention, MentionKind, TokenId};
use rustc_hash::FxHashMap;

use super::{Meet, Name};

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
    /// Each of its names.
    names: Vec<Name>,
    /// The words of what it is called besides.
    descriptions: Vec<String>,
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
            .map(|name| Name::of(name))
            .filter(|name| !name.is_empty())
            .collect();
        let descriptions = entities()
            .flat_map(|entity| entity.descriptions.iter().take(MOST_DESCRIPTIONS))
            .map(|&place| Name::of(extracted.annotated.words(place)))
            .flat_map(|name| name.words().map(str::to_owned).collect::<Vec<_>>())
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

    /// Two persons are one by their names; offices and bodies may stand for anyone.
    pub(crate) fn meet(one: Option<&Speaker>, two: Option<&Speaker>) -> Meet {
        let (Some(one), Some(two)) = (one, two) else {
            return Meet::Unknown;
        };
        let named = one
            .names
            .iter()
            .flat_map(|a| two.names.iter().map(move |b| a.meet(b)));
        let named = named.max().unwrap_or(Meet::Unknown);
        if named == Meet::Same || one.is_person() && two.is_person() {
            return named;
        }
        if one.is_called(two) || two.is_called(one) {
            Meet::Same
        } else {
            Meet::Unknown
        }
    }

    /// Whether this one is named by what the other is described as: "the zoo's director".
    fn is_called(&self, other: &Speaker) -> bool {
        self.names.iter().any(|name| {
            let told: Vec<&str> = name.words().filter(|word| word.len() > 3).collect();
            told.len() >= 2
                && told
                    .iter()
                    .all(|word| other.descriptions.iter().any(|own| own == word))
        })
    }
}

/// The speakers of a report, each made once.
pub(crate) struct Speakers<'a> {
    extracted: &'a Extracted,
    /// Entities that a mention stands beside as another name or description of the same one:
    /// overlapping it, or in apposition ("the spokesman, Tom Hale").
    companions: FxHashMap<EntityId, BTreeSet<EntityId>>,
    known: FxHashMap<EntityId, Speaker>,
}

impl<'a> Speakers<'a> {
    pub(crate) fn new(extracted: &'a Extracted) -> Speakers<'a> {
        let named: Vec<&Mention> = extracted
            .mentions
            .iter()
            .filter(|mention| mention.kind != MentionKind::Pronoun)
            .collect();
        let by_head: FxHashMap<TokenId, EntityId> = named
            .iter()
            .map(|mention| (mention.head, mention.entity))
            .collect();
        let mut companions: FxHashMap<EntityId, BTreeSet<EntityId>> = FxHashMap::default();
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
            known: FxHashMap::default(),
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
                names: vec![Name::of(name)],
                descriptions: Vec::new(),
            }
        }
    }

    fn meet(one: &Speaker, two: &Speaker) -> Meet {
        let both = Speaker::meet(Some(one), Some(two));
        assert_eq!(both, Speaker::meet(Some(two), Some(one)));
        both
    }

    #[test]
    fn persons_are_told_apart_by_their_names() {
        let person = Speaker::person;
        let full = person("Tove Lindqvist");
        assert_eq!(meet(&full, &person("Ms Lindqvist")), Meet::Same);
        assert_eq!(meet(&full, &person("Henrik Solvang")), Meet::Other);
        assert_eq!(meet(&full, &person("Arne Lindqvist")), Meet::Likely);
        assert_eq!(Speaker::meet(Some(&full), None), Meet::Unknown);
    }

    #[test]
    fn a_body_may_speak_through_anyone_and_an_office_is_its_holder() {
        let mut harbour_master = Speaker::person("Port Maren's harbour master");
        harbour_master.kind = EntityKind::Unknown;
        let mut tove = Speaker::person("Tove Lindqvist");
        assert_eq!(meet(&harbour_master, &tove), Meet::Unknown);
        tove.descriptions = ["harbour", "master", "of", "port", "maren"]
            .map(str::to_owned)
            .to_vec();
        assert_eq!(meet(&harbour_master, &tove), Meet::Same);
    }
}
