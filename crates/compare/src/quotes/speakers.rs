//! Whether two reports name the same speaker.

use crosswire_extract::{EntityId, EntityKind, Extracted, Mention, MentionKind};

use super::words;

/// Whom a report gives as the speaker of a quotation.
#[derive(Clone, Debug)]
pub(super) struct Speaker {
    /// As the report names it.
    pub(super) name: String,
    kind: EntityKind,
    /// The words of each of its names, folded.
    names: Vec<Vec<String>>,
    /// The words of what it is called besides, folded.
    descriptions: Vec<String>,
}

/// What two reports' speakers say about two quotations being one utterance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// Two people.
    Different,
    /// One report does not tell, or only by office.
    Unknown,
    /// One and the same.
    Same,
}

impl Speaker {
    /// The entity, and those that stand in apposition to it ("the spokesman, Tom Hale").
    pub(super) fn of(extracted: &Extracted, id: EntityId) -> Speaker {
        let mut all = vec![id];
        all.extend(companions(extracted, id));
        let entities = || all.iter().map(|&id| extracted.entity(id));
        let person = entities().find(|entity| entity.kind == EntityKind::Person);
        let entity = person.unwrap_or(extracted.entity(id));
        let names = entities()
            .flat_map(|entity| std::iter::once(&entity.name).chain(&entity.aliases))
            .map(|name| parts(name))
            .filter(|name| !name.is_empty())
            .collect();
        let descriptions = entities()
            .flat_map(|entity| &entity.descriptions)
            .flat_map(|&place| parts(extracted.annotated.words(place)))
            .collect();
        Speaker {
            name: entity.name.clone(),
            kind: entity.kind,
            names,
            descriptions,
        }
    }

    /// Two persons are one when a name of one is part of a name of the other ("Price", "Ned
    /// Price"), and two when their names share nothing; offices and bodies may stand for anyone.
    pub(super) fn likeness(one: Option<&Speaker>, two: Option<&Speaker>) -> Likeness {
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

/// Entities of a report that a mention stands beside as another name or description of the same
/// one: overlapping it, or in apposition.
fn companions(extracted: &Extracted, id: EntityId) -> Vec<EntityId> {
    let named = |mention: &&Mention| mention.kind != MentionKind::Pronoun;
    let apposed = |one: &Mention, two: &Mention| {
        let token = extracted.annotated.token(one.head);
        token.dep() == "appos"
            && one.head.block == two.head.block
            && token.head().index() == two.head.token as usize
    };
    let mut found = Vec::new();
    for own in extracted
        .mentions
        .iter()
        .filter(named)
        .filter(|m| m.entity == id)
    {
        for other in extracted.mentions.iter().filter(named) {
            let (a, b) = (own.passage, other.passage);
            let overlap = a.field == b.field
                && a.span.start() < b.span.end()
                && b.span.start() < a.span.end()
                && !a.span.contains(b.span)
                && !b.span.contains(a.span);
            if other.entity != id
                && !found.contains(&other.entity)
                && (overlap || apposed(own, other) || apposed(other, own))
            {
                found.push(other.entity);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Speaker {
        /// A person of that name.
        pub(in super::super) fn person(name: &str) -> Speaker {
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
