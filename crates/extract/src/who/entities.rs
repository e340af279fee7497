//! From what was read to the entities and mentions that are told.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::Who;
use super::candidates::{Candidate, Placed};
use super::known::Known;
use super::metonyms;
use super::names::Name;
use super::reader::Found;
use crate::sets::Set;
use crate::{Annotated, Entity, EntityId, EntityKind, Mention, MentionKind, TokenId};

/// Entities in order of first mention, and the mentions; `found` says for each candidate which of
/// `known` it refers to.
pub(super) fn told(
    annotated: &Annotated,
    names: &[Name],
    known: &[Known],
    placed: &[Placed],
    found: Vec<Option<Found>>,
) -> Who {
    let mut numbers: HashMap<usize, EntityId> = HashMap::new();
    let mut who = Who::default();
    // For each entity its names: words and text, and how often.
    let mut forms: Vec<BTreeMap<(usize, String), usize>> = Vec::new();
    for (mention, entity) in placed.iter().zip(found) {
        let Some(Found { entity, told }) = entity else {
            continue;
        };
        let id = *numbers.entry(entity).or_insert_with(|| {
            who.entities.push(Entity {
                name: String::new(),
                has_name: false,
                aliases: Vec::new(),
                kind: known[entity].kind,
                gender: known[entity].gender,
                descriptions: Vec::new(),
            });
            forms.push(BTreeMap::new());
            EntityId((who.entities.len() - 1) as u32)
        });
        let passage = annotated.passage(mention.block, mention.tokens.clone());
        let doc = &annotated.blocks()[mention.block].doc;
        let kind = match &mention.candidate {
            Candidate::Name(name) => {
                let name = &names[*name];
                let mut text = one_line(doc.words(name.core.clone()));
                if let Some(surname) = &name.surname {
                    text = format!("{text} {surname}");
                }
                let form = (name.words.len(), text);
                *forms[id.0 as usize].entry(form).or_insert(0) += 1;
                MentionKind::Name
            }
            Candidate::Description(_) => {
                who.entities[id.0 as usize].descriptions.push(passage);
                MentionKind::Nominal
            }
            Candidate::Pronoun(_) => MentionKind::Pronoun,
        };
        let metonym = match &mention.candidate {
            Candidate::Name(name) => metonyms::stands_for_people(doc, mention, &names[*name]),
            _ => false,
        };
        who.mentions.push(Mention {
            passage,
            head: TokenId::new(mention.block, mention.head),
            kind,
            entity: id,
            metonym,
            told,
        });
    }
    for (entity, forms) in who.entities.iter_mut().zip(forms) {
        name(annotated, entity, &forms);
    }
    who
}

/// Chooses an entity's fullest name, else its fullest description.
fn name(annotated: &Annotated, entity: &mut Entity, forms: &BTreeMap<(usize, String), usize>) {
    let person = entity.kind == EntityKind::Person;
    let clean = |text: &str| {
        !text.contains(['/', '@', '(', ')', '|']) && !person
            || person
                && text.chars().all(|c| {
                    c.is_alphabetic()
                        || c.is_whitespace()
                        || matches!(c, '.' | '-' | '\'' | '’' | '‘')
                })
    };
    let shouted = |text: &str| {
        text.chars().filter(|c| c.is_alphabetic()).count() > 4
            && !text.chars().any(char::is_lowercase)
    };
    let best = forms.iter().max_by_key(|((length, text), count)| {
        let length = if person && *length > 4 { 1 } else { *length };
        (
            clean(text),
            !shouted(text) || person && length > 1,
            length,
            **count,
            Reverse(text.len()),
        )
    });
    if let Some(((_, name), _)) = best {
        entity.name.clone_from(name);
        entity.has_name = true;
    } else {
        let fullest = entity.descriptions.iter().max_by_key(|passage| {
            let words = annotated.words(**passage).split_whitespace().count();
            let length = passage.span.len();
            (words <= LONGEST, length, Reverse(passage.span.start()))
        });
        entity.name = fullest.map_or_else(String::new, |at| shortened(annotated.words(*at)));
    }
    for (_, text) in forms.keys() {
        if *text != entity.name && entity.aliases.last() != Some(text) {
            entity.aliases.push(text.clone());
        }
    }
}

/// A description is told in so many words at most.
const LONGEST: usize = 8;

/// A description in few words: what hangs on it last is left out.
pub(crate) fn shortened(text: &str) -> String {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    if words.len() > LONGEST {
        words.truncate(LONGEST);
        while words.len() > 1
            && words
                .last()
                .is_some_and(|word| Set::LeadsOn.has(&word.to_lowercase()))
        {
            words.pop();
        }
    }
    words
        .join(" ")
        .trim_end_matches([',', ';', ':', '–', '—', '-'])
        .to_owned()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
