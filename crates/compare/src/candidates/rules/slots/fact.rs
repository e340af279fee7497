//! One typed fact of one report: a number with what it counts and what happened to it.

use crosswire_calendar::Granularity;
use crosswire_extract::{Extracted, FoundQuantity, Statement, StatementKind, TokenId};
use crosswire_quantities::{Change, Kind, Operator, Range};
use crosswire_report::Passage;
use crosswire_times::TimexKind;
use rustc_hash::FxHashMap;

use super::bearer::{self, Bearer};
use super::key::SlotKey;
use super::shown::{evidence, source, value_words, with_subject};
use super::slot::slot;
use super::standing::{Standing, qualifiers, standing};
use crate::lexicon::{self, Counts, FamilyId};
use crate::told::cast::{Cast, NameId};
use crate::told::contexts::{Bag, Contexts};
use crate::told::source::Source;
use crate::told::stance::Stance;

/// A number of one report with everything that says which slot it fills.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    /// Index of the report in the story.
    pub(super) report: usize,
    /// What makes two facts comparable at all: type, unit, what is counted.
    pub(super) key: SlotKey,
    pub(super) kind: Kind,
    pub(super) family: Option<FamilyId>,
    /// Lemma of the counted noun.
    pub(super) noun: Option<String>,
    /// Lemma of the predicate it hangs on.
    pub(super) predicate: String,
    pub(super) range: Range,
    /// Whether it is a fall by so many percent.
    pub(super) falls: bool,
    pub(super) tolerance: Range,
    pub(super) operator: Operator,
    pub(super) standing: Standing,
    /// The smaller number of a score.
    pub(super) aside: Option<Range>,
    /// As what its clause is told.
    pub(super) stance: Stance,
    /// Whose number it is.
    pub(super) bearer: Bearer,
    /// Cast in the clause.
    pub(super) names: Vec<NameId>,
    /// Words that narrow which of several it is: "first", "serious", "per share".
    pub(super) qualifiers: Vec<String>,
    /// Content words of the sentence.
    pub(super) bag: Bag,
    /// Place in the report, 0 to 1.
    pub(super) place: f32,
    /// In a paragraph, not in a title, a heading or a caption.
    pub(super) body: bool,
    /// Its words.
    pub(super) words: String,
    /// The clause that shows it.
    pub(super) evidence: Passage,
    /// Whom the report has it from.
    pub(super) source: Option<Source>,
}

/// The statement that tells how many: of "the airport cancelled 86 flights" there were none, and 86 were
/// cancelled all the same.
fn telling<'r>(
    report: &'r Extracted,
    found: &FoundQuantity,
    own: &'r Statement,
    family: Option<FamilyId>,
) -> &'r Statement {
    let doc = &report.annotated.blocks()[found.block].doc;
    let verb = found
        .quantity
        .event
        .filter(|_| own.kind == StatementKind::Nominal)
        .filter(|&event| {
            let lemma = doc.get(event).map_or("", |verb| verb.lemma());
            family.is_some_and(|family| lexicon::families(lemma).contains(&family))
        });
    let above = verb.and_then(|verb| {
        let at = TokenId::new(found.block, verb);
        let mut told = report.statements.iter();
        told.find(|statement| statement.predicate == at)
    });
    above.unwrap_or(own)
}

/// The facts of a report.
pub(super) fn facts(
    index: usize,
    report: &Extracted,
    names: &Cast,
    contexts: &Contexts,
) -> Vec<Fact> {
    let statement_of: FxHashMap<usize, usize> = report
        .statements
        .iter()
        .enumerate()
        .flat_map(|(s, statement)| statement.quantities.iter().map(move |&q| (q, s)))
        .collect();
    let length = report.annotated.report().text.len().max(1) as f32;
    let mut facts = Vec::new();
    for (q, found) in report.quantities.iter().enumerate() {
        let block = &report.annotated.blocks()[found.block];
        if !block.role.asserts() || found.quantity.restates.is_some() {
            continue;
        }
        let statement = statement_of.get(&q).map(|&s| &report.statements[s]);
        let Some(slot) = slot(report, found, statement) else {
            continue;
        };
        let doc = &block.doc;
        let telling = statement.map(|own| telling(report, found, own, slot.family));
        let tokens = found.quantity.tokens.clone();
        let sentence = doc.sentence_of(tokens.start.min(doc.len().saturating_sub(1)));
        let title = found.passage.field == crosswire_report::Field::Title;
        facts.push(Fact {
            report: index,
            key: slot.key,
            kind: found.quantity.kind,
            family: slot.family,
            noun: found.quantity.noun.as_ref().map(|noun| noun.lemma.clone()),
            predicate: statement.map_or_else(String::new, |statement| statement.lemma.clone()),
            range: found.quantity.range,
            falls: found.quantity.kind == Kind::Percent
                && found.quantity.change == Some(Change::Down),
            aside: found.quantity.other,
            tolerance: found.quantity.tolerance,
            operator: found.quantity.operator,
            standing: standing(report, found, telling, sentence.clone(), slot.family),
            stance: telling.map_or(Stance::of_words(false), Stance::of),
            bearer: bearer::bearer(index, report, found, names),
            names: clause_names(index, report, found, statement, names),
            qualifiers: [
                qualifiers(report, found, statement),
                periods(report, found, statement),
            ]
            .concat(),
            bag: contexts.bag(doc, sentence),
            body: block.role == crosswire_report::Role::Paragraph && !title,
            // A title is seen first, but the body says it in full.
            place: if title {
                0.5
            } else {
                found.passage.span.start() as f32 / length
            },
            words: value_words(report, found),
            evidence: statement
                .filter(|_| found.quantity.kind == Kind::Percent)
                .and_then(|statement| with_subject(report, found.block, statement))
                .unwrap_or_else(|| evidence(report, found.block, found.passage, statement)),
            source: source(report, statement),
        });
    }
    promote(&mut facts);
    facts
}

/// Over what time a price or a percentage changed: "this year" is no "today".
fn periods(
    report: &Extracted,
    found: &FoundQuantity,
    statement: Option<&Statement>,
) -> Vec<String> {
    let (true, Some(statement)) = (found.quantity.kind == Kind::Percent, statement) else {
        return Vec::new();
    };
    let long = |found: &&crosswire_extract::FoundTime| {
        let timex = &found.timex;
        timex.kind == TimexKind::Duration
            || timex
                .interval
                .is_some_and(|interval| interval.granularity() > Granularity::Day)
    };
    let times = statement.times.iter().map(|&time| &report.times[time]);
    times
        .filter(long)
        .map(|time| report.annotated.words(time.passage).to_lowercase())
        .collect()
}

/// Where a report gives a toll only of a class ("at least nine workers were killed") and gives it
/// up front, that is its toll.
fn promote(facts: &mut [Fact]) {
    let toll = |fact: &Fact| {
        fact.kind == Kind::Count
            && fact.standing == Standing::Current
            && fact
                .family
                .is_some_and(|family| family.get().counts == Counts::People)
    };
    for i in 0..facts.len() {
        let class = facts[i].key.counted().unwrap_or_default();
        let leads = toll(&facts[i])
            && facts[i].body
            && facts[i].place < 0.35
            && !facts[i].key.is_everybody()
            && lexicon::is_people(class);
        let alone = leads
            && !facts.iter().any(|other| {
                toll(other)
                    && other.family == facts[i].family
                    && (other.key.is_everybody() && other.body
                        || other.range.low > facts[i].range.low)
            });
        if alone {
            facts[i].key = SlotKey::everybody();
        }
    }
}

fn clause_names(
    index: usize,
    report: &Extracted,
    found: &FoundQuantity,
    statement: Option<&Statement>,
    names: &Cast,
) -> Vec<NameId> {
    let doc = &report.annotated.blocks()[found.block].doc;
    let mut all = Vec::new();
    if let Some(statement) = statement {
        for argument in &statement.arguments {
            all.extend(names.of(index, argument.head));
        }
        let clause = report.annotated.blocks()[found.block].tokens(statement.passage);
        for token in clause {
            all.extend(names.of(index, TokenId::new(found.block, token)));
        }
    }
    if let Some(noun) = found
        .quantity
        .noun
        .as_ref()
        .and_then(|noun| doc.get(noun.token))
    {
        for token in noun.subtree() {
            all.extend(names.of(index, TokenId::new(found.block, token)));
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}
