//! One number for whatever the reports of a story call by one name.
//!
//! Names are compared without letter case, titles and articles; a person is also known by the
//! last word of the name where that is nobody else's. What an entity of one report is called
//! anywhere in it counts, so "the firm" is the company if the report's own coreference says so.
//!
//! Whether two are one person or thing is asked here and nowhere else: [`Meet`] is the answer, by the
//! story's names, by names as written ([`Name`]), by nouns, or by all that a report calls a speaker.

use crate::lexicon::Set;
mod meet;
mod name;
pub(crate) mod speaker;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use meet::{Meet, Party};
pub(crate) use name::{Name, fold};
use rustc_hash::FxHashMap;

use crosswire_extract::{Entity, EntityKind, Extracted, TokenId};

/// Who or what, over the whole story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NameId(u32);

/// The names of a story.
#[derive(Debug)]
pub(crate) struct Cast {
    /// Per report: what the token refers to.
    of_token: Vec<FxHashMap<TokenId, NameId>>,
    /// In how many reports each name occurs.
    reports: Vec<u32>,
    /// As first written.
    written: Vec<String>,
    /// Nouns that the story joins to one name alone: "probe" where there is "the Kite probe".
    of_noun: FxHashMap<String, NameId>,
}

/// Model labels that are names of somebody or something.
const NAMED: [&str; 8] = [
    "PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "EVENT",
];

impl Cast {
    pub(crate) fn new(reports: &[&Extracted]) -> Cast {
        let last_words = last_words(reports);
        let spread = spread(reports);
        let mut ids: FxHashMap<String, NameId> = FxHashMap::default();
        let mut written: Vec<String> = Vec::new();
        let mut id_of = |name: &str, person: bool| -> Option<NameId> {
            let folded = fold(name);
            if folded.is_empty() {
                return None;
            }
            let last = folded.rsplit(' ').next().unwrap_or(&folded);
            // A surname that only one person of the story bears stands for the person.
            let bearers = last_words.get(last);
            let theirs = bearers.is_some_and(|full| full.contains(&folded));
            let key = if (person || theirs || !folded.contains(' '))
                && bearers.is_some_and(|full| full.len() == 1)
            {
                last.to_owned()
            } else {
                folded
            };
            let next = NameId(written.len() as u32);
            let id = *ids.entry(key).or_insert(next);
            if id == next {
                written.push(name.to_owned());
            }
            Some(id)
        };
        let mut of_token = Vec::with_capacity(reports.len());
        for report in reports {
            let mut tokens = FxHashMap::default();
            let of_entity: Vec<Option<NameId>> = report
                .entities
                .iter()
                .map(|entity| {
                    let name = usual(entity, &spread)?;
                    (entity.kind != EntityKind::Unknown)
                        .then(|| id_of(name, entity.kind == EntityKind::Person))
                        .flatten()
                })
                .collect();
            for mention in &report.mentions {
                if let Some(id) = of_entity[mention.entity.0 as usize] {
                    tokens.insert(mention.head, id);
                }
            }
            for (b, block) in report.annotated.blocks().iter().enumerate() {
                for entity in block.doc.entities() {
                    if !NAMED.contains(&&*entity.label) {
                        continue;
                    }
                    let words = block.doc.words(entity.tokens.clone());
                    let Some(id) = id_of(words, &*entity.label == "PERSON") else {
                        continue;
                    };
                    for token in entity.tokens.clone() {
                        tokens.entry(TokenId::new(b, token)).or_insert(id);
                    }
                }
            }
            // Names that the model did not see as such.
            for (b, block) in report.annotated.blocks().iter().enumerate() {
                for token in block.doc.tokens() {
                    let unseen = token.pos() == "PROPN"
                        && (token.dep() != "compound" || token.head().pos() == "NOUN")
                        && token.entity().is_none()
                        && token.text().chars().next().is_some_and(char::is_uppercase);
                    if unseen && let Some(id) = id_of(token.text(), false) {
                        tokens.entry(TokenId::new(b, token.index())).or_insert(id);
                    }
                }
            }
            of_token.push(tokens);
        }
        let of_noun = joined(reports, &of_token);
        let mut in_reports = vec![0; written.len()];
        for tokens in &of_token {
            for id in tokens.values().collect::<BTreeSet<_>>() {
                in_reports[id.0 as usize] += 1;
            }
        }
        Cast {
            of_token,
            reports: in_reports,
            written,
            of_noun,
        }
    }

    /// The one name that the story joins to a noun.
    pub(crate) fn of_noun(&self, lemma: &str) -> Option<NameId> {
        self.of_noun.get(lemma).copied()
    }

    /// What a token of a report refers to.
    pub(crate) fn of(&self, report: usize, token: TokenId) -> Option<NameId> {
        self.of_token[report].get(&token).copied()
    }

    /// As the story first writes it.
    pub(crate) fn written(&self, name: NameId) -> &str {
        &self.written[name.0 as usize]
    }

    /// In how many reports it occurs.
    pub(crate) fn reports(&self, name: NameId) -> u32 {
        self.reports[name.0 as usize]
    }
}

/// Nouns joined to a single name throughout: "the Kite probe", "Lumen, the company".
fn joined(
    reports: &[&Extracted],
    of_token: &[FxHashMap<TokenId, NameId>],
) -> FxHashMap<String, NameId> {
    let mut all: FxHashMap<String, BTreeMap<NameId, u32>> = FxHashMap::default();
    for (report, names) in reports.iter().zip(of_token) {
        for (b, block) in report.annotated.blocks().iter().enumerate() {
            if !block.role.asserts() {
                continue;
            }
            for token in block.doc.tokens() {
                let Some(&name) = names.get(&TokenId::new(b, token.index())) else {
                    continue;
                };
                let definite = |noun: crosswire_annotate::Token<'_>| {
                    noun.child("det").is_some_and(|det| det.lemma() == "the")
                };
                let head = token.head();
                let noun = match token.dep() {
                    "compound" | "nmod" if head.pos() == "NOUN" && definite(head) => Some(head),
                    "appos" if head.pos() == "NOUN" && definite(head) => Some(head),
                    _ => token
                        .children()
                        .find(|child| child.dep() == "appos" && child.pos() == "NOUN")
                        .filter(|child| definite(*child)),
                };
                if let Some(noun) = noun {
                    *all.entry(noun.lemma().to_lowercase())
                        .or_default()
                        .entry(name)
                        .or_insert(0) += 1;
                }
            }
        }
    }
    all.into_iter()
        .filter(|(_, names)| names.len() == 1)
        .filter_map(|(noun, names)| Some((noun, *names.keys().next()?)))
        .collect()
}

/// In how many reports each name stands, folded.
fn spread(reports: &[&Extracted]) -> FxHashMap<String, u32> {
    let mut all: FxHashMap<String, u32> = FxHashMap::default();
    for report in reports {
        let mut own: BTreeSet<String> = BTreeSet::new();
        for block in report.annotated.blocks() {
            let named = block.doc.entities().iter();
            own.extend(
                named
                    .filter(|entity| NAMED.contains(&&*entity.label))
                    .map(|entity| fold(block.doc.words(entity.tokens.clone()))),
            );
        }
        for name in own {
            *all.entry(name).or_insert(0) += 1;
        }
    }
    all
}

/// The name of an entity that most reports use: the fullest one of a single report may be a
/// headline's or have swallowed a title.
fn usual<'a>(entity: &'a Entity, spread: &FxHashMap<String, u32>) -> Option<&'a str> {
    let mut best = (&entity.name, 0);
    for name in std::iter::once(&entity.name).chain(&entity.aliases) {
        let upper = name.chars().next().is_some_and(char::is_uppercase);
        let count = spread.get(&fold(name)).copied().unwrap_or(0);
        if upper && count > best.1 {
            best = (name, count);
        }
    }
    (best.1 > 0 || is_name(best.0)).then_some(best.0)
}

/// Whether the words are a name by their capitals, not "A 40-year-old driver from Oslo".
fn is_name(words: &str) -> bool {
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let small = |word: &str| Set::InName.has(&word.to_lowercase());
    let mut words = words.split_whitespace();
    words
        .next()
        .is_some_and(|first| capital(first) && !matches!(first, "A" | "An"))
        && words.all(|word| capital(word) || small(word))
}

/// For every last word of a person's name, the full names it ends.
fn last_words(reports: &[&Extracted]) -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut add = |name: &str| {
        let folded = fold(name);
        if let Some((_, last)) = folded.rsplit_once(' ') {
            all.entry(last.to_owned()).or_default().insert(folded);
        }
    };
    for report in reports {
        for entity in &report.entities {
            if entity.kind == EntityKind::Person {
                add(&entity.name);
            }
        }
        for block in report.annotated.blocks() {
            for entity in block.doc.entities() {
                if &*entity.label == "PERSON" {
                    add(block.doc.words(entity.tokens.clone()));
                }
            }
        }
    }
    all
}
