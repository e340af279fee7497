//! From candidates to entities, in text order.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use crosswire_annotate::Token;
use crosswire_report::{Passage, Role};

use super::descriptions::{self, Description};
use super::names::{self, Name};
use super::{Who, clusters, inside};
use crate::tables::{self, Being};
use crate::{Annotated, Entity, EntityId, EntityKind, Gender, Mention, MentionKind, TokenId};

/// What may be a mention, before it is known of what.
enum Candidate {
    Name(usize),
    Description(Description),
    Pronoun(Pronoun),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pronoun {
    Masculine,
    Feminine,
    Plural,
    Neuter,
}

struct Placed {
    block: usize,
    head: usize,
    tokens: Range<usize>,
    /// Sentences with words outside quotation marks, counted over the report.
    sentence: usize,
    subject: bool,
    /// The subject of a verb of speech.
    speaking: bool,
    quoted: bool,
    candidate: Candidate,
}

/// What is known of an entity while the report is read.
#[derive(Clone, Debug)]
struct Known {
    kind: EntityKind,
    plural: bool,
    named: bool,
    /// As titles and gendered nouns show it; then as pronouns do.
    gender: Option<Gender>,
    /// What the given name suggests; breaks ties only.
    likely: Option<Gender>,
    /// Words of its names, for "the zoo" of "Harbour Zoo".
    words: HashSet<String>,
    /// Lemmas of nouns said of it.
    lemmas: HashSet<String>,
    uses: usize,
    last: Option<Last>,
}

#[derive(Clone, Copy, Debug)]
struct Last {
    sentence: usize,
    block: usize,
    order: usize,
    subject: bool,
    speaking: bool,
}

pub(super) fn resolve(annotated: &Annotated, quoted: &[Passage]) -> Who {
    let mut all_names: Vec<Name> = Vec::new();
    for (index, block) in annotated.blocks().iter().enumerate() {
        if matches!(block.role, Role::Metadata) {
            continue;
        }
        all_names.extend(names::find(index, &block.doc));
    }
    vouch(annotated, &mut all_names);
    let acronyms = bracketed(annotated, &all_names);
    let (assigned, kinds) = clusters::cluster(&all_names, &acronyms);
    let placed = place(annotated, &all_names, quoted);
    let mut reader = Reader::new(annotated, &all_names, &assigned, &kinds);
    // The first reading gathers which pronouns can mean only one person; the second uses it.
    reader.read(&placed);
    reader.again();
    let found = reader.read(&placed);
    reader.finish(annotated, &all_names, &assigned, &placed, found)
}

/// Drops capitalised words that nothing speaks for, and calls those that speak people.
fn vouch(annotated: &Annotated, all: &mut Vec<Name>) {
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
    for name in all.iter_mut() {
        // A person's role read as part of an organisation's name stays as it is; a body that is
        // only ever a surname of somebody named in full is settled by `clusters`.
        if name.kind == EntityKind::Unknown
            && name.words.len() == 1
            && name.words[0].chars().count() == 1
        {
            name.words.clear();
        }
    }
    all.retain(|name| !name.words.is_empty());
}

/// Pairs of a name and its short form in brackets after it.
fn bracketed(annotated: &Annotated, all: &[Name]) -> Vec<(usize, usize)> {
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
        if opens == "(" && closes == ")" && short.words.len() == 1 && capitals >= 2 {
            pairs.push((i, i + 1));
        }
    }
    pairs
}

fn place(annotated: &Annotated, all: &[Name], quoted: &[Passage]) -> Vec<Placed> {
    let mut placed = Vec::new();
    let mut sentence = 0;
    let mut next_name = 0;
    for (index, block) in annotated.blocks().iter().enumerate() {
        let doc = &block.doc;
        if matches!(block.role, Role::Metadata | Role::Boilerplate) {
            while all.get(next_name).is_some_and(|name| name.block == index) {
                next_name += 1;
            }
            continue;
        }
        let mut named = vec![false; doc.len()];
        let first = next_name;
        while all.get(next_name).is_some_and(|name| name.block == index) {
            named[all[next_name].tokens.clone()].fill(true);
            next_name += 1;
        }
        let mut heads: HashMap<usize, usize> = HashMap::new();
        for (offset, name) in all[first..next_name].iter().enumerate() {
            heads.entry(name.head).or_insert(first + offset);
        }
        for range in doc.sentences() {
            let is_quoted = |i: usize| inside(quoted, annotated.passage(index, i..i + 1));
            if range
                .clone()
                .any(|i| !is_quoted(i) && doc.token(i).pos() != "PUNCT" && !doc.token(i).is_space())
            {
                sentence += 1;
            }
            for i in range {
                let token = doc.token(i);
                let candidate = if let Some(&name) = heads.get(&i) {
                    (all[name].tokens.clone(), Candidate::Name(name))
                } else if named[i] {
                    continue;
                } else if let Some(pronoun) = pronoun(token) {
                    (i..i + 1, Candidate::Pronoun(pronoun))
                } else if let Some(description) = descriptions::description(doc, i) {
                    (
                        description.tokens.clone(),
                        Candidate::Description(description),
                    )
                } else {
                    continue;
                };
                let subject = matches!(token.dep(), "nsubj" | "nsubjpass");
                placed.push(Placed {
                    block: index,
                    head: i,
                    tokens: candidate.0,
                    sentence,
                    subject,
                    speaking: subject
                        && tables::cue_verb(token.head()).is_some_and(|cue| cue.direct),
                    quoted: is_quoted(i),
                    candidate: candidate.1,
                });
            }
        }
    }
    placed
}

fn pronoun(token: Token<'_>) -> Option<Pronoun> {
    if !matches!(token.tag(), "PRP" | "PRP$") {
        return None;
    }
    Some(match token.text().to_lowercase().as_str() {
        "he" | "him" | "his" | "himself" => Pronoun::Masculine,
        "she" | "her" | "hers" | "herself" => Pronoun::Feminine,
        "they" | "them" | "their" | "theirs" | "themselves" => Pronoun::Plural,
        "it" | "its" | "itself" => Pronoun::Neuter,
        _ => return None,
    })
}

struct Reader<'a> {
    annotated: &'a Annotated,
    names: &'a [Name],
    assigned: &'a [usize],
    /// Named entities first, then those known by description only.
    known: Vec<Known>,
    n_named: usize,
    /// For each entity, how often a pronoun that could mean nobody else was of which gender.
    votes: BTreeMap<usize, (usize, usize)>,
    order: usize,
}

impl<'a> Reader<'a> {
    fn new(
        annotated: &'a Annotated,
        names: &'a [Name],
        assigned: &'a [usize],
        kinds: &[EntityKind],
    ) -> Reader<'a> {
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
            entity.words.extend(name.words.iter().cloned());
            entity.gender = entity.gender.or(name.gender);
            if name.words.len() > 1 || entity.likely.is_none() {
                entity.likely = tables::likely_gender(&name.words[0]).or(entity.likely);
            }
            let doc = &annotated.blocks()[name.block].doc;
            for noun in descriptions::nouns_of(doc, &name.core, name.head) {
                entity.lemmas.insert(descriptions::neutral(noun.lemma()));
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
        let n_named = known.len();
        Reader {
            annotated,
            names,
            assigned,
            known,
            n_named,
            votes: BTreeMap::new(),
            order: 0,
        }
    }

    /// Forgets what the first reading placed, keeps the genders that it showed.
    fn again(&mut self) {
        self.known.truncate(self.n_named);
        for (&entity, &(he, she)) in &self.votes {
            if let Some(known) = self.known.get_mut(entity)
                && known.gender.is_none()
            {
                if he > 2 * she {
                    known.gender = Some(Gender::Masculine);
                } else if she > 2 * he {
                    known.gender = Some(Gender::Feminine);
                }
            }
        }
        self.votes.clear();
        for known in &mut self.known {
            known.last = None;
        }
        self.order = 0;
    }

    fn read(&mut self, placed: &[Placed]) -> Vec<Option<usize>> {
        let mut found = Vec::with_capacity(placed.len());
        let mut at: HashMap<(usize, usize), usize> = HashMap::new();
        for mention in placed {
            let entity = match &mention.candidate {
                Candidate::Name(name) => Some(self.assigned[*name]),
                Candidate::Description(description) => {
                    Some(self.described(mention, description, &at))
                }
                Candidate::Pronoun(pronoun) if !mention.quoted => self.meant(mention, *pronoun),
                Candidate::Pronoun(_) => None,
            };
            if let Some(entity) = entity {
                at.insert((mention.block, mention.head), entity);
                if !mention.quoted {
                    self.order += 1;
                    self.known[entity].last = Some(Last {
                        sentence: mention.sentence,
                        block: mention.block,
                        order: self.order,
                        subject: mention.subject,
                        speaking: mention.speaking,
                    });
                }
            }
            found.push(entity);
        }
        found
    }

    /// What a description refers to: a name it is tied to, something described so before, something
    /// named so, the person or body last spoken of; else something new.
    fn described(
        &mut self,
        mention: &Placed,
        description: &Description,
        at: &HashMap<(usize, usize), usize>,
    ) -> usize {
        let doc = &self.annotated.blocks()[mention.block].doc;
        let token = doc.token(mention.head);
        let person = description.being == Being::Person && !description.plural;
        if let Some(entity) = self.tied(mention, token, at) {
            self.known[entity].lemmas.insert(description.lemma.clone());
            return entity;
        }
        let bare = description.tokens.len() == 1
            && matches!(
                description.lemma.as_str(),
                "police" | "authority" | "official"
            );
        let sentence = mention.sentence;
        if description.definite || bare {
            let possessed = token.children().any(|child| child.dep() == "poss");
            let latest = |wanted: &dyn Fn(&Known) -> bool| {
                self.known
                    .iter()
                    .enumerate()
                    .filter(|(_, known)| known.last.is_some() && wanted(known))
                    .max_by_key(|(_, known)| known.last.map(|last| last.order))
                    .map(|(i, _)| i)
            };
            let right_gender = |known: &Known| {
                description.gender.is_none()
                    || known.gender.is_none()
                    || known.gender == description.gender
            };
            let kind = |known: &Known| match description.being {
                Being::Person => {
                    known.kind == EntityKind::Person && known.plural == description.plural
                }
                Being::People => known.plural || known.kind == EntityKind::Group,
                Being::Organisation => {
                    matches!(known.kind, EntityKind::Organisation | EntityKind::Unknown)
                }
                Being::Place => false,
            };
            let same = latest(&|known| {
                known.lemmas.contains(&description.lemma)
                    && kind(known)
                    && known.plural == description.plural
            });
            if let Some(entity) = same
                && !(possessed && self.known[entity].named)
            {
                return entity;
            }
            if description.being == Being::Organisation && !possessed {
                let named = latest(&|known| {
                    kind(known) && known.words.contains(&description.lemma) && known.words.len() > 1
                });
                if let Some(entity) = named {
                    return entity;
                }
                let near = latest(&|known| {
                    known.kind == EntityKind::Organisation
                        && known.last.is_some_and(|last| sentence <= last.sentence + 3)
                });
                let generic = matches!(
                    description.lemma.as_str(),
                    "company"
                        | "firm"
                        | "group"
                        | "organisation"
                        | "organization"
                        | "agency"
                        | "business"
                        | "corporation"
                        | "giant"
                        | "maker"
                        | "airline"
                        | "bank"
                        | "newspaper"
                        | "paper"
                        | "charity"
                );
                if let Some(entity) = near
                    && generic
                    && mention.subject
                {
                    return entity;
                }
            }
            if person
                && !possessed
                && mention.subject
                && !mention.quoted
                && description.tokens.len() <= 3
            {
                // "The actress said": the person spoken of, if no other was described so.
                let likely = |known: &Known| {
                    description.gender.is_none()
                        || known.likely.is_none()
                        || known.likely == description.gender
                };
                let near = latest(&|known| {
                    known.named
                        && known.kind == EntityKind::Person
                        && right_gender(known)
                        && likely(known)
                        && known.last.is_some_and(|last| {
                            sentence <= last.sentence + 3 && (last.subject || known.uses > 2)
                        })
                });
                if let Some(entity) = near {
                    self.known[entity].lemmas.insert(description.lemma.clone());
                    return entity;
                }
            }
        }
        self.known.push(Known {
            kind: match description.being {
                Being::Person | Being::People => EntityKind::Person,
                Being::Organisation => EntityKind::Organisation,
                Being::Place => EntityKind::Place,
            },
            plural: description.plural,
            named: false,
            gender: description.gender,
            likely: None,
            words: HashSet::new(),
            lemmas: HashSet::from([description.lemma.clone()]),
            uses: 1,
            last: None,
        });
        self.known.len() - 1
    }

    /// The name that a description stands beside.
    fn tied(
        &self,
        mention: &Placed,
        token: Token<'_>,
        at: &HashMap<(usize, usize), usize>,
    ) -> Option<usize> {
        let named = |head: usize| {
            self.names
                .iter()
                .position(|name| name.block == mention.block && name.head == head)
                .map(|name| self.assigned[name])
        };
        let apposed = token
            .children()
            .filter(|child| child.dep() == "appos")
            .find_map(|child| named(child.index()));
        apposed.or_else(|| {
            let head = token.head();
            let predicate = token.dep() == "attr" && head.lemma() == "be";
            if token.dep() == "appos" {
                named(head.index()).or_else(|| at.get(&(mention.block, head.index())).copied())
            } else if predicate {
                named(head.child("nsubj")?.index())
            } else {
                None
            }
        })
    }

    /// Whom a pronoun means.
    fn meant(&mut self, mention: &Placed, pronoun: Pronoun) -> Option<usize> {
        let wanted = match pronoun {
            Pronoun::Masculine => Some(Gender::Masculine),
            Pronoun::Feminine => Some(Gender::Feminine),
            _ => None,
        };
        let mut best: Option<(f32, usize)> = None;
        let mut n_possible = 0;
        for (i, known) in self.known.iter().enumerate() {
            let Some(last) = known.last else { continue };
            let distance = mention.sentence.saturating_sub(last.sentence);
            if distance > 8 || mention.block > last.block + 8 {
                continue;
            }
            let fits = match pronoun {
                Pronoun::Masculine | Pronoun::Feminine => {
                    known.kind == EntityKind::Person
                        && !known.plural
                        && (known.gender.is_none() || known.gender == wanted)
                }
                Pronoun::Plural => {
                    known.plural
                        || matches!(known.kind, EntityKind::Organisation | EntityKind::Group)
                }
                Pronoun::Neuter => {
                    mention.subject && known.kind == EntityKind::Organisation && !known.plural
                }
            };
            if !fits {
                continue;
            }
            let mut score = -(distance as f32);
            if last.subject {
                score += 1.0;
            }
            if last.speaking {
                score += 0.7;
            }
            if known.named {
                score += 0.4;
            }
            if pronoun == Pronoun::Plural && known.plural {
                score += 1.5;
            }
            if let Some(wanted) = wanted {
                if known.gender == Some(wanted) {
                    score += 1.0;
                } else if known.likely.is_some() {
                    score += if known.likely == Some(wanted) {
                        0.8
                    } else {
                        -4.0
                    };
                }
            }
            // Of two in one sentence the later one only wins when the first is no subject.
            score += last.order as f32 * 1e-4;
            if known.likely.is_none() || wanted.is_none() || known.likely == wanted {
                n_possible += 1;
            }
            if best.is_none_or(|(top, _)| score > top) {
                best = Some((score, i));
            }
        }
        let (score, entity) = best?;
        if score < -6.0 {
            return None;
        }
        if let Some(wanted) = wanted
            && n_possible <= 1
        {
            let votes = self.votes.entry(entity).or_insert((0, 0));
            match wanted {
                Gender::Masculine => votes.0 += 1,
                Gender::Feminine => votes.1 += 1,
            }
        }
        Some(entity)
    }

    /// Entities in order of first mention, and the mentions.
    fn finish(
        self,
        annotated: &Annotated,
        all: &[Name],
        assigned: &[usize],
        placed: &[Placed],
        found: Vec<Option<usize>>,
    ) -> Who {
        let mut numbers: HashMap<usize, EntityId> = HashMap::new();
        let mut who = Who::default();
        let mut phrases: Vec<BTreeMap<(usize, String), usize>> = Vec::new();
        for (mention, entity) in placed.iter().zip(found) {
            let Some(entity) = entity else { continue };
            let id = *numbers.entry(entity).or_insert_with(|| {
                let known = &self.known[entity];
                who.entities.push(Entity {
                    name: String::new(),
                    aliases: Vec::new(),
                    kind: known.kind,
                    gender: known.gender,
                    descriptions: Vec::new(),
                });
                phrases.push(BTreeMap::new());
                EntityId((who.entities.len() - 1) as u32)
            });
            let passage = annotated.passage(mention.block, mention.tokens.clone());
            let doc = &annotated.blocks()[mention.block].doc;
            let (kind, metonym) = match &mention.candidate {
                Candidate::Name(name) => {
                    let name = &all[*name];
                    let text = doc.words(name.core.clone()).to_owned();
                    let length = name.words.len();
                    *phrases[id.0 as usize].entry((length, text)).or_insert(0) += 1;
                    let acts = mention.speaking
                        || (mention.subject
                            && [
                                "warn",
                                "designate",
                                "express",
                                "threaten",
                                "urge",
                                "condemn",
                            ]
                            .contains(&doc.token(mention.head).head().lemma()));
                    (MentionKind::Name, name.kind == EntityKind::Place && acts)
                }
                Candidate::Description(_) => {
                    who.entities[id.0 as usize].descriptions.push(passage);
                    (MentionKind::Nominal, false)
                }
                Candidate::Pronoun(_) => (MentionKind::Pronoun, false),
            };
            who.mentions.push(Mention {
                passage,
                head: TokenId::new(mention.block, mention.head),
                kind,
                entity: id,
                metonym,
            });
        }
        let _ = assigned;
        for (entity, forms) in who.entities.iter_mut().zip(phrases) {
            let person = entity.kind == EntityKind::Person;
            let clean = |text: &str| {
                !person
                    || text.chars().all(|c| {
                        c.is_alphabetic()
                            || c.is_whitespace()
                            || matches!(c, '.' | '-' | '\'' | '’' | '‘')
                    })
            };
            let shouted = |text: &str| {
                text.chars().filter(|c| c.is_alphabetic()).count() > 4
                    && !text.chars().any(char::is_lowercase)
            };
            let best = forms
                .iter()
                .max_by_key(|((length, text), count)| {
                    let length = if person && *length > 4 { 1 } else { *length };
                    (
                        clean(text),
                        !shouted(text) || person && length > 1,
                        length,
                        **count,
                        std::cmp::Reverse(text.len()),
                    )
                })
                .map(|((_, text), _)| text.split_whitespace().collect::<Vec<_>>().join(" "));
            if let Some(name) = best {
                entity.name = name;
            } else if let Some(passage) = entity.descriptions.iter().max_by_key(|passage| {
                (
                    passage.span.len() <= 100,
                    passage.span.len(),
                    std::cmp::Reverse(passage.span.start()),
                )
            }) {
                entity.name = annotated
                    .words(*passage)
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ");
            }
            for (_, text) in forms.into_keys() {
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                if text != entity.name && !entity.aliases.contains(&text) {
                    entity.aliases.push(text);
                }
            }
        }
        who
    }
}
