//! Reads the candidates of a report in text order and says of each what it refers to.

use std::collections::{BTreeMap, HashMap};

use super::candidates::{Candidate, Placed};
use super::known::{Known, Last};
use super::names::Name;
use super::recent::Recent;
use super::relations::Relations;
use crate::{Annotated, Gender};

pub(super) struct Reader<'a> {
    pub(super) annotated: &'a Annotated,
    pub(super) assigned: &'a [usize],
    /// Named entities first, then those known by description only.
    pub(super) known: Vec<Known>,
    n_named: usize,
    /// For each entity, how often a pronoun that could mean nobody else was of which gender.
    pub(super) votes: BTreeMap<usize, (usize, usize)>,
    /// Names by block and head.
    pub(super) heads: HashMap<(usize, usize), usize>,
    /// For each name, the first token of the name itself.
    pub(super) starts: Vec<usize>,
    /// What was spoken of last, of all, and by word of its names, and by noun said of it.
    pub(super) recent: Recent,
    pub(super) by_word: HashMap<String, Recent>,
    pub(super) by_lemma: HashMap<String, Recent>,
    /// In the second reading, the one named entity of the report of which a noun is said, or that
    /// has a word in its name; `None` for several.
    pub(super) only_lemma: HashMap<String, Option<usize>>,
    pub(super) only_word: HashMap<String, Option<usize>>,
    /// Who is whose.
    pub(super) relations: Relations,
    order: usize,
}

/// What a candidate refers to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) entity: usize,
    /// Whether the report itself says so.
    pub(super) told: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        annotated: &'a Annotated,
        names: &[Name],
        assigned: &'a [usize],
        known: Vec<Known>,
    ) -> Reader<'a> {
        let mut heads = HashMap::new();
        for (i, name) in names.iter().enumerate() {
            heads.entry((name.block, name.head)).or_insert(i);
        }
        Reader {
            annotated,
            assigned,
            n_named: known.len(),
            known,
            votes: BTreeMap::new(),
            heads,
            starts: names.iter().map(|name| name.core.start).collect(),
            recent: Recent::default(),
            by_word: HashMap::new(),
            by_lemma: HashMap::new(),
            only_lemma: HashMap::new(),
            only_word: HashMap::new(),
            relations: Relations::default(),
            order: 0,
        }
    }

    /// Two readings: the first gathers which pronouns can mean only one person, the second uses it.
    pub(super) fn read_twice(&mut self, placed: &[Placed]) -> Vec<Option<Found>> {
        self.read(placed);
        self.again();
        self.read(placed)
    }

    /// Forgets what the first reading placed, keeps the genders that it showed.
    fn again(&mut self) {
        self.known.truncate(self.n_named);
        self.relations.keep(self.n_named);
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
        self.recent = Recent::default();
        self.by_word.clear();
        self.by_lemma.clear();
        self.order = 0;
        for (entity, known) in self.known.iter().enumerate() {
            for (map, keys) in [
                (&mut self.only_lemma, &known.lemmas),
                (&mut self.only_word, &known.words),
            ] {
                for key in keys {
                    map.entry(key.clone())
                        .and_modify(|only| *only = None)
                        .or_insert(Some(entity));
                }
            }
        }
    }

    fn read(&mut self, placed: &[Placed]) -> Vec<Option<Found>> {
        let mut found = Vec::with_capacity(placed.len());
        let mut at: HashMap<(usize, usize), usize> = HashMap::new();
        for mention in placed {
            let is = |told: bool| move |entity: usize| Found { entity, told };
            let meant = match &mention.candidate {
                Candidate::Name(name) => Some(self.assigned[*name]).map(is(true)),
                Candidate::Description(description) => {
                    Some(self.described(mention, description, &at))
                }
                Candidate::Pronoun(pronoun) if !mention.quoted => {
                    self.meant(mention, *pronoun).map(is(false))
                }
                Candidate::Pronoun(_) => None,
            };
            if let Some(Found { entity, .. }) = meant {
                at.insert((mention.block, mention.head), entity);
                if !mention.quoted {
                    self.note(entity, mention);
                }
            }
            found.push(meant);
        }
        found
    }

    fn note(&mut self, entity: usize, mention: &Placed) {
        self.order += 1;
        let known = &mut self.known[entity];
        known.last = Some(Last {
            sentence: mention.sentence,
            block: mention.block,
            head: mention.head,
            order: self.order,
            subject: mention.subject,
            speaking: mention.speaking,
            aside: mention.aside,
        });
        self.recent.note(entity);
        for (map, keys) in [
            (&mut self.by_word, &known.words),
            (&mut self.by_lemma, &known.lemmas),
        ] {
            for key in keys {
                if let Some(recent) = map.get_mut(key) {
                    recent.note(entity);
                } else {
                    map.entry(key.clone()).or_default().note(entity);
                }
            }
        }
    }
}
