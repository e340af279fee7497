//! What a description refers to.

use std::collections::{HashMap, HashSet};

use crosswire_annotate::Token;

use super::candidates::{Placed, Pronoun};
use super::descriptions::Description;
use super::known::Known;
use super::phrases;
use super::reader::{Found, Reader};
use crate::tables::{self, Being};
use crate::{EntityKind, Gender};

/// So many nouns are kept of an entity that were only concluded to be said of it.
const MOST_GUESSED: usize = 16;
/// So many words under a noun are looked at.
const MOST_WORDS: usize = 16;

impl Reader<'_> {
    /// What a description refers to: a name it is tied to, something described so before, something
    /// named so, the person or body spoken of; else something new.
    pub(super) fn described(
        &mut self,
        mention: &Placed,
        description: &Description,
        at: &HashMap<(usize, usize), usize>,
    ) -> Found {
        let doc = &self.annotated.blocks()[mention.block].doc;
        let token = doc.token(mention.head);
        let owner = self.owner(mention, token, at);
        if let Some(entity) = self.tied(mention, description, token, at) {
            if let Some(owner) = owner
                && description.being == Being::Person
                && !description.plural
            {
                self.relations.note(owner, &description.lemma, entity);
            }
            let known = &mut self.known[entity];
            known.note_lemma(&description.lemma);
            known.guessed.remove(&description.lemma);
            // "a father of two": a person, whatever the model took the name for.
            if description.gender.is_some()
                && !description.plural
                && matches!(known.kind, EntityKind::Organisation | EntityKind::Unknown)
            {
                known.kind = EntityKind::Person;
                known.gender = known.gender.or(description.gender);
            }
            // "law firm Halden Sund": a body, unless something speaks for a person.
            if description.being == Being::Organisation
                && known.kind == EntityKind::Person
                && known.gender.is_none()
                && known.likely.is_none()
            {
                known.kind = EntityKind::Organisation;
            }
            return Found { entity, told: true };
        }
        // "her husband", where the report says who that is, or whose wife she is.
        if let Some(owner) = owner
            && description.being == Being::Person
            && !description.plural
        {
            let fit = |one: usize| {
                let known = &self.known[one];
                let gender = known.gender.or(known.likely).or(description.gender);
                fits(known, description)
                    && (description.gender.is_none() || gender == description.gender)
            };
            if let Some(entity) = self.relations.only(owner, &description.lemma, fit) {
                return Found { entity, told: true };
            }
        }
        let bare = description.tokens.len() == 1
            && matches!(
                description.lemma.as_str(),
                "police" | "authority" | "official"
            );
        if (description.definite || bare)
            && let Some(entity) = self.spoken_of(mention, description, token)
        {
            let known = &mut self.known[entity];
            let named_so = || known.words.contains(&description.lemma);
            let said = known.lemmas.contains(&description.lemma)
                && !known.guessed.contains(&description.lemma);
            let told = !known.named || said || named_so();
            if !told && known.guessed.len() < MOST_GUESSED {
                known.guessed.insert(description.lemma.clone());
            }
            known.note_lemma(&description.lemma);
            return Found { entity, told };
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
            beside: modifiers(token).into_iter().collect(),
            guessed: HashSet::new(),
            uses: 1,
            last: None,
        });
        Found {
            entity: self.known.len() - 1,
            told: true,
        }
    }

    /// What of all that was spoken of a definite description takes up.
    fn spoken_of(
        &self,
        mention: &Placed,
        description: &Description,
        token: Token<'_>,
    ) -> Option<usize> {
        let possessed = token.children().any(|child| child.dep() == "poss");
        let recent = |map: &HashMap<String, super::recent::Recent>,
                      wanted: &dyn Fn(&Known) -> bool| {
            map.get(&description.lemma)?
                .iter()
                .find(|&entity| wanted(&self.known[entity]))
        };
        let so_called =
            |known: &Known| fits(known, description) && known.plural == description.plural;
        // "the Sund senator": of two senators the one beside whose name "Sund" stands, or nobody.
        let modifiers = modifiers(token);
        if description.being == Being::Person && !modifiers.is_empty() {
            let by_word = |known: &Known| modifiers.iter().any(|word| known.beside.contains(word));
            let tied = recent(&self.by_lemma, &|known| so_called(known) && by_word(known));
            let several = self.only_lemma.get(&description.lemma) == Some(&None);
            if tied.is_some() || several {
                return tied;
            }
        }
        let same = recent(&self.by_lemma, &so_called)
            .filter(|&entity| !(possessed && self.known[entity].named));
        if description.being == Being::Organisation && !possessed {
            let named = recent(&self.by_word, &|known| {
                !description.plural
                    && known.named
                    && fits(known, description)
                    && known.words.len() > 1
            });
            // "a zoo in the north" spoken of in passing is not "the zoo" that has a name.
            if let Some(entity) = named.filter(|_| same.is_none_or(|same| !self.known[same].named))
            {
                return Some(entity);
            }
        }
        if same.is_some() {
            return same;
        }
        if description.being == Being::Organisation && !possessed {
            let near = self.recent.iter().filter(|&entity| {
                let known = &self.known[entity];
                known.kind == EntityKind::Organisation
                    && known
                        .last
                        .is_some_and(|last| mention.sentence <= last.sentence + 3)
            });
            let near = near
                .map(|entity| (self.salience(entity, mention, None), entity))
                .max_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((_, entity)) = near
                && tables::is_generic_body(&description.lemma)
                && mention.subject
            {
                return Some(entity);
            }
            let only = self.only_word.get(&description.lemma).copied().flatten();
            return only.filter(|&entity| {
                let known = &self.known[entity];
                known.words.len() > 1 && fits(known, description)
            });
        }
        if description.being != Being::Person || description.plural {
            return None;
        }
        // A title that only one person of the report has, though named further down.
        let only = self.only_lemma.get(&description.lemma).copied().flatten();
        if let Some(entity) = only.filter(|&entity| {
            let known = &self.known[entity];
            fits(known, description) && right_gender(known, description)
        }) {
            return Some(entity);
        }
        if possessed
            || !mention.subject
            || mention.quoted
            || description.tokens.len() > 3 && !description.by_age
            || tables::is_office(&description.lemma)
            || tables::is_unnamed(&description.lemma)
        {
            return None;
        }
        // "The actress said": the person spoken of, if no other was described so.
        let wanted = match description.gender {
            Some(Gender::Masculine) => Some(Pronoun::Masculine),
            Some(Gender::Feminine) => Some(Pronoun::Feminine),
            None => None,
        };
        self.recent
            .iter()
            .filter(|&entity| {
                let known = &self.known[entity];
                let likely = description.gender.is_none()
                    || known.likely.is_none()
                    || known.likely == description.gender;
                known.named
                    && known.kind == EntityKind::Person
                    && right_gender(known, description)
                    && likely
                    && known.last.is_some_and(|last| {
                        mention.sentence <= last.sentence + 3 && (last.subject || known.uses > 2)
                    })
            })
            .map(|entity| (self.salience(entity, mention, wanted), entity))
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, entity)| entity)
    }

    /// Whose a description is: "her husband", "Brell's lawyer".
    fn owner(
        &self,
        mention: &Placed,
        token: Token<'_>,
        at: &HashMap<(usize, usize), usize>,
    ) -> Option<usize> {
        let owner = token
            .children()
            .take(MOST_WORDS)
            .find(|c| c.dep() == "poss")?;
        let place = (mention.block, owner.index());
        at.get(&place).copied().or_else(|| {
            let name = self.heads.get(&place)?;
            Some(self.assigned[*name])
        })
    }

    /// The name that a description stands beside.
    fn tied(
        &self,
        mention: &Placed,
        description: &Description,
        token: Token<'_>,
        at: &HashMap<(usize, usize), usize>,
    ) -> Option<usize> {
        let named = |head: usize| {
            self.heads
                .get(&(mention.block, head))
                .map(|&name| self.assigned[name])
        };
        let apposed = token
            .children()
            .filter(|child| child.dep() == "appos")
            .find_map(|child| named(child.index()));
        if apposed.is_some() {
            return apposed;
        }
        // "his mum Ana", "the goalkeeper Tom Orlin", whatever the parse makes of it.
        if description.being == Being::Person && !description.plural {
            let next = token.next().filter(|next| !next.is_sentence_start());
            let head = next.and_then(|next| {
                (next.index()..next.index() + 4)
                    .find(|&i| self.heads.contains_key(&(mention.block, i)))
                    .filter(|&i| {
                        let name = self.heads[&(mention.block, i)];
                        self.starts[name] == next.index()
                    })
            });
            if let Some(entity) = head.and_then(named)
                && self.known[entity].kind == EntityKind::Person
            {
                return Some(entity);
            }
        }
        // "the engineer, Jon Berg, said", whatever the parse makes of it; not the first of a list.
        if description.being == Being::Person
            && !description.plural
            && let Some(entity) =
                self.named_behind_comma(mention.block, token, description.tokens.end)
        {
            return Some(entity);
        }
        let head = token.head();
        if token.dep() == "conj" && phrases::after_apposition(head, token) {
            let entity = named(head.index())?;
            return (self.known[entity].plural == description.plural).then_some(entity);
        }
        if token.dep() == "appos" {
            let described = || at.get(&(mention.block, head.index())).copied();
            let entity = named(head.index()).or_else(described)?;
            (self.known[entity].plural == description.plural).then_some(entity)
        } else if token.dep() == "attr" && head.lemma() == "be" {
            named(head.child("nsubj")?.index())
        } else {
            None
        }
    }
}

impl Reader<'_> {
    /// The person named between commas right behind a description that ends before `at`.
    fn named_behind_comma(&self, block: usize, token: Token<'_>, at: usize) -> Option<usize> {
        let doc = token.doc();
        let sentence = doc.sentence_of(token.index());
        if doc.get(at)?.text() != "," || at + 1 >= sentence.end {
            return None;
        }
        let (head, name) = (at + 1..sentence.end.min(at + 5))
            .find_map(|i| Some((i, *self.heads.get(&(block, i))?)))
            .filter(|(_, name)| {
                let start = self.starts[*name];
                let titles = (at + 1..start).all(|i| tables::title(doc.token(i).text()).is_some());
                start > at && titles
            })?;
        let entity = self.assigned[name];
        let end = (head + 1..sentence.end)
            .find(|&i| !doc.token(i).tag().starts_with("NNP"))
            .unwrap_or(sentence.end);
        let next = doc.get(end).filter(|next| next.index() < sentence.end);
        let closes = next.is_none_or(|next| match next.text() {
            "," => doc.get(end + 1).is_none_or(|after| after.dep() != "cc"),
            other => matches!(other, "." | ")" | ":" | "”" | "\""),
        });
        (closes && self.known[entity].kind == EntityKind::Person).then_some(entity)
    }
}

/// The names that stand before a noun and say which one it is, in lower case: "the Sund senator".
fn modifiers(noun: Token<'_>) -> Vec<String> {
    let named = |c: &Token<'_>| {
        let nation = || c.entity().is_some_and(|entity| &*entity.label == "NORP");
        c.index() < noun.index() && (c.tag().starts_with("NNP") || nation())
    };
    let words = noun.children().take(MOST_WORDS).filter(named);
    words.map(|c| c.text().to_lowercase()).collect()
}

fn fits(known: &Known, description: &Description) -> bool {
    match description.being {
        Being::Person => known.kind == EntityKind::Person && known.plural == description.plural,
        Being::People => known.plural || known.kind == EntityKind::Group,
        Being::Organisation => {
            matches!(known.kind, EntityKind::Organisation | EntityKind::Unknown)
        }
        Being::Place => false,
    }
}

fn right_gender(known: &Known, description: &Description) -> bool {
    description.gender.is_none() || known.gender.is_none() || known.gender == description.gender
}
