//! What a clause asserts: of whom or what, whether it is so, and when.

use crosswire_annotate::Token;
use crosswire_extract::{
    EntityId, Extracted, MentionKind, Role, Statement, StatementKind, TokenId,
};
use rustc_hash::FxHashMap;

use super::stance::Stance;
use super::unit::Unit;
use super::words::{self, Word, Words};
use crate::lexicon::Set;

/// At most this many words stand for one entity.
const MOST_WORDS: usize = 24;

/// What a unit asserts.
#[derive(Clone, Debug)]
pub(crate) struct Says {
    /// Lemma of its predicate, with its particle.
    pub(crate) lemma: String,
    /// Its key, as words have one.
    pub(crate) head: Word,
    /// As what it is told.
    pub(crate) stance: Stance,
    /// Whether its predicate has a tense or an auxiliary: an infinitive or a participle alone says of
    /// nothing that it is so.
    pub(crate) is_finite: bool,
    /// Whether it stands in quotation marks.
    pub(crate) quoted: bool,
    /// Whether it is an event noun or a verb.
    pub(crate) happens: bool,
    /// Of whom or what it is said.
    pub(crate) arguments: Vec<Argument>,
}

/// Whether a verb has a tense or an auxiliary that is no "to".
fn is_finite(verb: Token<'_>) -> bool {
    matches!(verb.tag(), "VBD" | "VBZ" | "VBP")
        || verb
            .children()
            .any(|child| matches!(child.dep(), "aux" | "auxpass") && child.tag() != "TO")
}

/// Who or what takes part.
#[derive(Clone, Debug)]
pub(crate) struct Argument {
    pub(crate) role: Role,
    /// The words that stand for it, sorted.
    pub(crate) words: Vec<Word>,
    /// Whether it is called by a name.
    pub(crate) named: bool,
    /// Whether it is a pronoun: whom it stands for may be wrong, so it never speaks against.
    pub(crate) pronoun: bool,
    /// The preposition before it.
    pub(crate) by: Option<String>,
}

/// What each unit asserts; `None` for those that are no statement of their report.
pub(crate) fn says(units: &[Unit], reports: &[&Extracted], words: &mut Words) -> Vec<Option<Says>> {
    let known: Vec<Known> = reports
        .iter()
        .map(|extracted| Known::new(extracted, words))
        .collect();
    units
        .iter()
        .map(|unit| {
            let (extracted, known) = (reports[unit.report], &known[unit.report]);
            let index = known.statement(unit, extracted)?;
            Some(of(unit, index, extracted, known, words))
        })
        .collect()
}

/// What is known of a report: its statements by predicate, the words for its entities.
struct Known {
    statements: FxHashMap<TokenId, usize>,
    entities: FxHashMap<EntityId, (Vec<Word>, bool)>,
}

impl Known {
    fn new(extracted: &Extracted, words: &mut Words) -> Known {
        let mut statements = FxHashMap::default();
        for (index, statement) in extracted.statements.iter().enumerate() {
            statements.entry(statement.predicate).or_insert(index);
        }
        let mut entities: FxHashMap<EntityId, (Vec<Word>, bool)> = FxHashMap::default();
        for mention in &extracted.mentions {
            let entry = entities.entry(mention.entity).or_default();
            if mention.kind == MentionKind::Pronoun || entry.0.len() >= MOST_WORDS {
                continue;
            }
            let block = mention.head.block as usize;
            let doc = &extracted.annotated.blocks()[block].doc;
            if mention.kind == MentionKind::Name {
                entry.1 = true;
                let tokens = extracted.annotated.blocks()[block].tokens(mention.passage);
                let named = tokens
                    .map(|i| doc.token(i))
                    .filter(|token| token.pos() == "PROPN");
                entry
                    .0
                    .extend(named.filter_map(words::key).map(|key| words.id(&key)));
            }
            let head = doc.token(mention.head.token as usize);
            entry.0.extend(
                called(head)
                    .filter_map(words::key)
                    .map(|key| words.id(&key)),
            );
        }
        for (words, _) in entities.values_mut() {
            words.sort_unstable();
            words.dedup();
        }
        Known {
            statements,
            entities,
        }
    }

    /// The statement that a unit is: by its predicate or by what a form of "be" says of its subject.
    fn statement(&self, unit: &Unit, extracted: &Extracted) -> Option<usize> {
        let at = |token: usize| {
            self.statements
                .get(&TokenId::new(unit.block, token))
                .copied()
        };
        at(unit.predicate).or_else(|| {
            let doc = &extracted.annotated.blocks()[unit.block].doc;
            let predicate = doc.token(unit.predicate);
            let said = predicate
                .child("attr")
                .or_else(|| predicate.child("acomp"))?;
            at(said.index())
        })
    }

    fn words_of(&self, entity: Option<EntityId>) -> Option<&(Vec<Word>, bool)> {
        self.entities.get(&entity?)
    }
}

fn of(unit: &Unit, index: usize, extracted: &Extracted, known: &Known, words: &mut Words) -> Says {
    let statement: &Statement = &extracted.statements[index];
    let own = statement
        .arguments
        .iter()
        .filter(|argument| !is_time(argument.head, statement, extracted))
        .map(|argument| (argument.role, argument.head, argument.entity));
    let lent = lent_agent(unit, statement, extracted);
    let carried = carried(unit, extracted);
    let own = own
        .filter(|(_, head, _)| carried.is_none_or(|(noun, _)| noun.index() != head.token as usize));
    let of_noun = carried.and_then(|(_, of)| of).map(|of| {
        let head = TokenId::new(unit.block, of.index());
        (Role::Patient, head, extracted.entity_of(head))
    });
    let arguments = own
        .chain(of_noun)
        .chain(lent.map(|head| (Role::Agent, head, extracted.entity_of(head))))
        .map(|(role, head, entity)| {
            let token = extracted.annotated.token(head);
            let mut own: Vec<Word> = called(token)
                .filter_map(words::key)
                .map(|key| words.id(&key))
                .collect();
            let mut named = token.pos() == "PROPN";
            if let Some((more, by_name)) = known.words_of(entity) {
                own.extend(more);
                named |= by_name;
            }
            own.sort_unstable();
            own.dedup();
            Argument {
                role,
                pronoun: token.pos() == "PRON",
                words: own,
                named,
                by: (token.dep() == "pobj").then(|| token.head().lemma().to_owned()),
            }
        })
        .collect();
    let lemma = carried.map_or_else(
        || statement.lemma.clone(),
        |(noun, _)| noun.lemma().to_lowercase(),
    );
    let head = words.id(&words::stem(&lemma));
    Says {
        head,
        stance: Stance::of(statement),
        is_finite: is_finite(
            extracted
                .annotated
                .token(TokenId::new(unit.block, unit.predicate)),
        ),
        quoted: extracted.in_quotation(statement.predicate).is_some(),
        happens: matches!(
            statement.kind,
            StatementKind::Verb | StatementKind::Nominal | StatementKind::Participle
        ),
        lemma,
        arguments,
    }
}

/// The nouns that a phrase calls its thing by: "the ferry Aurelia", "the Aurelia, a ferry", "the
/// ceasefire deal".
fn called(head: Token<'_>) -> impl Iterator<Item = Token<'_>> {
    let beside = head.children().filter(move |child| match child.dep() {
        "appos" => matches!(child.pos(), "NOUN" | "PROPN"),
        "compound" | "nmod" => child.pos() == "NOUN",
        _ => false,
    });
    std::iter::once(head).chain(beside)
}

/// The event noun that the verb only carries, and what it is of: "declare an end to the strike".
fn carried<'a>(unit: &Unit, extracted: &'a Extracted) -> Option<(Token<'a>, Option<Token<'a>>)> {
    let doc = &extracted.annotated.blocks()[unit.block].doc;
    let predicate = doc.token(unit.predicate);
    if !Set::Support.has(predicate.lemma()) {
        return None;
    }
    let noun = predicate
        .child("dobj")
        .filter(|noun| noun.pos() == "NOUN" && words::has_family(noun.lemma()))?;
    let of = noun
        .children()
        .filter(|child| child.dep() == "prep" && Set::OfCarried.has(child.lemma()))
        .find_map(|prep| prep.child("pobj"));
    Some((noun, of))
}

/// Who does it, said only in the clause above: "they agreed to work with it".
fn lent_agent(unit: &Unit, statement: &Statement, extracted: &Extracted) -> Option<TokenId> {
    let doc = &extracted.annotated.blocks()[unit.block].doc;
    let predicate = doc.token(unit.predicate);
    let silent = statement.kind == StatementKind::Verb
        && matches!(predicate.dep(), "conj" | "advcl" | "pcomp" | "xcomp")
        && matches!(predicate.tag(), "VB" | "VBG" | "VBD" | "VBZ" | "VBP")
        && !statement
            .arguments
            .iter()
            .any(|argument| argument.role == Role::Agent);
    let last = unit.lent.last().filter(|_| silent)?;
    Some(TokenId::new(unit.block, *last))
}

/// "on Wednesday" is an argument by its grammar alone.
fn is_time(head: TokenId, statement: &Statement, extracted: &Extracted) -> bool {
    statement.times.iter().any(|&time| {
        let found = &extracted.times[time];
        found.block == head.block as usize && found.timex.tokens.contains(&(head.token as usize))
    })
}

/// How the arguments of two clauses lie to each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shared {
    /// Roles that the same people or things fill.
    pub(crate) same: usize,
    /// Roles that others fill.
    pub(crate) other: usize,
}

/// Lays the arguments of two clauses side by side, role by role.
pub(crate) fn shared(a: &Says, b: &Says) -> Shared {
    let mut found = Shared::default();
    for role in [Role::Agent, Role::Patient, Role::Recipient, Role::Oblique] {
        let of = |told: &Says| -> Vec<Argument> {
            let all = told.arguments.iter();
            all.filter(|argument| argument.role == role && !argument.words.is_empty())
                .cloned()
                .collect()
        };
        let (x, y) = (of(a), of(b));
        if x.is_empty() || y.is_empty() {
            continue;
        }
        if role == Role::Oblique {
            let parts = |x: &Argument| {
                let mut alike = y.iter().filter(|y| y.by == x.by).peekable();
                alike.peek().is_some() && !alike.any(|y| meet(x, y))
            };
            found.other += usize::from(x.iter().any(parts));
            continue;
        }
        if x.iter().any(|x| y.iter().any(|y| meet(x, y))) {
            found.same += 1;
        } else if x.iter().chain(&y).any(|argument| argument.pronoun) {
            continue;
        } else if role != Role::Agent || x.iter().any(|x| y.iter().any(|y| x.named == y.named)) {
            // Who does it may be called by a name here and by a description there.
            found.other += 1;
        }
    }
    found
}

/// Whether two clauses can tell of one happening: told alike, and the same take part.
pub(crate) fn one_happening(a: &Says, b: &Says) -> bool {
    let shared = shared(a, b);
    let of = |says: &Says| (says.stance.is_asserted(), says.stance.is_planned());
    let alike = of(a) == of(b) && of(a) != (false, false);
    alike
        && a.stance.background == b.stance.background
        && a.happens == b.happens
        && !a.quoted
        && !b.quoted
        && shared.same > 0
        && shared.other == 0
}

/// Whether both tell of one sort of event, by a predicate that says more than that something is.
pub(crate) fn same_event(a: &Says, b: &Says) -> bool {
    a.head == b.head && a.happens && b.happens && !Set::Empty.has(&a.lemma)
}

/// Whether two arguments may well be the same.
pub(crate) fn meet(a: &Argument, b: &Argument) -> bool {
    a.words
        .iter()
        .any(|word| b.words.binary_search(word).is_ok())
}
