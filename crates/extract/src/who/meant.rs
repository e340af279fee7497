//! Whom a pronoun means.

use crosswire_annotate::{Doc, Token};

use super::candidates::{Placed, Pronoun};
use super::known::{Known, Last};
use super::reader::Reader;
use crate::tables::{self, Being};
use crate::{EntityKind, Gender};

/// So many sentences and blocks back a pronoun may reach.
const REACH: usize = 8;
/// So many words "it" reaches back to a subject.
const FARTHEST: usize = 60;

impl Reader<'_> {
    /// Whom a pronoun means: of all that it can mean, the one most in mind.
    pub(super) fn meant(&mut self, mention: &Placed, pronoun: Pronoun) -> Option<usize> {
        // "Brell was tired, she said": nobody is named in what they say of themselves, unless
        // there is nobody else.
        self.most_in_mind(mention, pronoun, false)
            .or_else(|| self.most_in_mind(mention, pronoun, true))
    }

    fn most_in_mind(
        &mut self,
        mention: &Placed,
        pronoun: Pronoun,
        even_in_content: bool,
    ) -> Option<usize> {
        let wanted = pronoun.gender();
        let mut best: Option<(f32, usize)> = None;
        let mut n_possible = 0;
        for entity in self.recent.iter() {
            let known = &self.known[entity];
            let Some(last) = known.last else { continue };
            if mention.sentence > last.sentence + REACH || mention.block > last.block + REACH {
                continue;
            }
            let in_content = last.block == mention.block && mention.content.contains(&last.head);
            let far = pronoun == Pronoun::Neuter && !self.taken_up(mention, last);
            if far || self.is_clausemate(mention, last) {
                continue;
            }
            if in_content && !even_in_content || !can_mean(pronoun, known, mention) {
                continue;
            }
            let mut score = self.salience(entity, mention, Some(pronoun));
            // A place acts only where no body does.
            if pronoun == Pronoun::Neuter && known.kind == EntityKind::Place {
                score -= 1.5;
            }
            if known.likely.is_none() || wanted.is_none() || known.likely == wanted {
                n_possible += 1;
            }
            if best.is_none_or(|(top, _)| score > top) {
                best = Some((score, entity));
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

    /// Whether "it" can take up a body: where it speaks, or goes on as the subject from the subject
    /// of this sentence or the last, no thing having been the subject between. Most often it means
    /// a thing, or nothing ("it seems").
    fn taken_up(&self, mention: &Placed, last: Last) -> bool {
        if mention.speaking {
            return true;
        }
        let block = |at: usize| &self.annotated.blocks()[at].doc;
        let doc = block(mention.block);
        let reaches = last.subject && mention.sentence <= last.sentence + 1;
        if !reaches || is_empty(doc.token(mention.head)) {
            return false;
        }
        let thing = |token: Token<'_>| {
            matches!(token.dep(), "nsubj" | "nsubjpass")
                && matches!(token.tag(), "NN" | "NNP")
                && !matches!(tables::being(token.lemma()), Some((Being::Person, _)))
                && token
                    .entity()
                    .is_none_or(|entity| &*entity.label != "PERSON")
        };
        let free = |doc: &Doc, range: std::ops::Range<usize>| {
            range.len() <= FARTHEST && range.into_iter().all(|i| !thing(doc.token(i)))
        };
        if last.block == mention.block {
            return free(doc, (last.head + 1).min(mention.head)..mention.head);
        }
        let before = block(last.block);
        mention.block == last.block + 1
            && free(before, (last.head + 1).min(before.len())..before.len())
            && free(doc, 0..mention.head)
    }

    /// Whether an entity is the subject of the very verb whose object a pronoun is: "Brell saw her".
    fn is_clausemate(&self, mention: &Placed, last: Last) -> bool {
        if last.block != mention.block {
            return false;
        }
        let doc = &self.annotated.blocks()[mention.block].doc;
        let (own, other) = (doc.token(mention.head), doc.token(last.head));
        let verb = match own.dep() {
            "dobj" | "dative" | "iobj" => own.head(),
            "pobj" => own.head().head(),
            _ => return false,
        };
        let reflexive = own.text().ends_with("self") || own.text().ends_with("selves");
        !reflexive
            && verb.pos() == "VERB"
            && other.dep() == "nsubj"
            && other.head().index() == verb.index()
    }

    /// How much in mind an entity is at a mention.
    ///
    /// The figures are choices; what matters is their order: being near, then being the subject,
    /// speaking, fitting the gender, being much spoken of.
    pub(super) fn salience(
        &self,
        entity: usize,
        mention: &Placed,
        pronoun: Option<Pronoun>,
    ) -> f32 {
        let known = &self.known[entity];
        let Some(last) = known.last else {
            return f32::NEG_INFINITY;
        };
        let mut score = -(mention.sentence.saturating_sub(last.sentence) as f32);
        if last.subject {
            score += 1.0;
        }
        if last.speaking {
            score += if mention.speaking { 1.2 } else { 0.7 };
        }
        if known.named {
            score += 0.4;
        }
        if last.aside && !mention.aside {
            score -= 1.5;
        }
        // Whom a report is about, it names again and again.
        score += 0.35 * (1.0 + known.uses.min(20) as f32).ln();
        if pronoun == Some(Pronoun::Plural) && known.plural {
            score += 1.5;
        }
        if let Some(wanted) = pronoun.and_then(Pronoun::gender) {
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
        score + last.order.min(1 << 16) as f32 * 1e-4
    }
}

impl Pronoun {
    fn gender(self) -> Option<Gender> {
        match self {
            Pronoun::Masculine => Some(Gender::Masculine),
            Pronoun::Feminine => Some(Gender::Feminine),
            Pronoun::Plural | Pronoun::Neuter => None,
        }
    }
}

/// "it seems", "it is likely that", "it takes", "it rains": nothing is meant.
fn is_empty(it: Token<'_>) -> bool {
    let verb = it.head();
    let be = verb.lemma() == "be"
        && verb.children().any(|c| {
            matches!(c.dep(), "ccomp" | "xcomp" | "acomp" | "csubj")
                || (c.dep() == "attr"
                    && match c.entity() {
                        Some(entity) => &*entity.label != "ORG",
                        // "it was a fine game": a thing.
                        None => c.pos() == "NOUN" && tables::being(c.lemma()).is_none(),
                    })
        });
    be || matches!(
        verb.lemma(),
        "seem" | "appear" | "happen" | "take" | "rain" | "snow" | "turn" | "become"
    )
}

fn can_mean(pronoun: Pronoun, known: &Known, mention: &Placed) -> bool {
    match pronoun {
        Pronoun::Masculine | Pronoun::Feminine => {
            known.kind == EntityKind::Person
                && !known.plural
                && (known.gender.is_none() || known.gender == pronoun.gender())
        }
        Pronoun::Plural => {
            known.plural || matches!(known.kind, EntityKind::Organisation | EntityKind::Group)
        }
        Pronoun::Neuter => {
            let acting_place =
                known.kind == EntityKind::Place && known.last.is_some_and(|last| last.subject);
            mention.subject
                && !known.plural
                && (known.kind == EntityKind::Organisation || acting_place)
        }
    }
}
