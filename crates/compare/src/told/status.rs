//! Steps of a status: arrested, charged, in critical condition, not yet named.
//!
//! Some questions of a story have answers that follow each other: a suspect is unknown, sought, held,
//! charged; a name is withheld, then given. Which clauses tell which step is data
//! (relation `step` of the lexicon); here each report's statements are read against it, with whom the step
//! is of. What follows from two reports that tell different steps is for the candidates.

use crosswire_annotate::Token;
use crosswire_extract::{Extracted, Factuality, Role, Statement, StatementKind, TokenId};
use crosswire_report::{Field, Passage};

use super::cast::{Cast, NameId};
use super::source::Source;
use super::stance::Stance;
use crate::lexicon::{self, Set, StatusStep, Track, Whose, status_steps};

/// At most so many steps of one report are looked at.
const MOST: usize = 200;

/// A step that a report tells.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) report: usize,
    pub(crate) track: Track,
    pub(crate) rank: u8,
    /// What the step is called.
    pub(crate) called: &'static str,
    /// Whose it is, by name.
    pub(crate) name: Option<NameId>,
    /// Whose it is, by noun; empty where it is a name or nobody is told.
    pub(crate) noun: String,
    /// Whether it is told by a noun alone.
    pub(crate) nominal: bool,
    /// Whether a person's name stands in the clause.
    pub(crate) names: bool,
    /// Whether it stands in a title.
    pub(crate) in_title: bool,
    /// Whether it is of who did it.
    pub(crate) of_suspect: bool,
    pub(crate) passage: Passage,
    pub(crate) source: Option<Source>,
}

/// The steps that a report tells as facts, in order.
pub(crate) fn steps(index: usize, report: &Extracted, cast: &Cast) -> Vec<Step> {
    let told = report.statements.iter();
    told.filter_map(|statement| step(index, report, statement, cast))
        .take(MOST)
        .collect()
}

fn step(index: usize, report: &Extracted, statement: &Statement, cast: &Cast) -> Option<Step> {
    let block_index = statement.predicate.block as usize;
    let block = report.annotated.blocks().get(block_index)?;
    let stance = Stance::of(statement);
    let sought = stance.factuality == Factuality::Possible;
    // "Is said to be in stable condition": of a condition a report knows what it is told.
    let said = stance.factuality == Factuality::Claimed;
    if !(stance.is_asserted() || sought || said)
        || stance.background
        || !block.role.asserts()
        || report.in_quotation(statement.predicate).is_some()
    {
        return None;
    }
    let doc = &block.doc;
    let lemma = match statement.kind {
        StatementKind::Copula => "be".to_owned(),
        _ => statement.lemma.replace(' ', "_"),
    };
    // "Named a successor" makes nobody's name public.
    let predicate = doc.token(statement.predicate.token as usize);
    if lemma == "name"
        && !predicate
            .children()
            .any(|child| child.dep() == "auxpass" || child.is("as"))
    {
        return None;
    }
    // "Identified himself as", "declined to be identified": no name is made public or held back.
    if is_own_word(predicate) {
        return None;
    }
    let words: Vec<String> = block
        .tokens(statement.passage)
        .map(|i| doc.token(i).lemma().to_lowercase())
        .collect();
    let row = status_steps()
        .iter()
        .find(|row| row.denied == stance.negated && row.is_told(&lemma, &words))?;
    if sought && !row.sought || said && row.track != Track::Condition {
        return None;
    }
    let scant = words.iter().any(|word| Set::Scant.has(word));
    let none = words.iter().any(|word| word == "no");
    // "No arrests", as a headline has it.
    let untold = none && !row.denied && matches!(row.track, Track::Case | Track::Identity);
    // "Little information on the suspect" tells that little is known, "a suspect who has a car" does not.
    let is_told = if row.little { scant } else { !untold };
    if !is_told {
        return None;
    }
    let of = holder(statement, block_index, doc, row);
    if row.person && !is_of_person(statement, of) {
        return None;
    }
    let named = of.and_then(|token| cast.of(index, TokenId::new(block_index, token.index())));
    let noun = of.map_or_else(String::new, |token| token.lemma().to_lowercase());
    let suspect =
        is_suspect(&noun) || words.iter().any(|word| is_suspect(word)) || row.track == Track::Case;
    Some(Step {
        report: index,
        track: row.track,
        rank: row.rank,
        called: row.called,
        name: named,
        nominal: statement.kind == StatementKind::Nominal,
        names: block.doc.entities().iter().any(|entity| {
            &*entity.label == "PERSON"
                && block
                    .tokens(statement.passage)
                    .contains(&entity.tokens.start)
        }),
        in_title: statement.passage.field == Field::Title,
        noun: if of.is_some_and(|of| of.pos() == "NOUN") {
            noun
        } else {
            String::new()
        },
        of_suspect: suspect,
        passage: statement.passage,
        source: Source::of(report, &statement.attribution),
    })
}

/// Whether somebody tells of himself, or will not.
fn is_own_word(predicate: Token<'_>) -> bool {
    let reflexive = |child: Token<'_>| child.dep() == "dobj" && Set::Reflexive.has(child.text());
    predicate.children().any(reflexive)
        || predicate.dep() == "xcomp" && Set::Declining.has(predicate.head().lemma())
}

/// Whether a clause that tells a step of a person does so: "an arrest" that is hoped for is none, nor is
/// a car that is identified, a fee that is charged, a gunman who is looking for something himself.
fn is_of_person(statement: &Statement, of: Option<Token<'_>>) -> bool {
    if statement.kind == StatementKind::Nominal {
        return false;
    }
    of.is_none_or(|of| {
        let class = lexicon::noun_class(of.lemma());
        matches!(of.pos(), "PRON" | "PROPN")
            || lexicon::role(of.lemma()).is_some()
            || class.is_some_and(lexicon::is_people)
            || Set::Person.has(of.lemma())
    })
}

fn is_suspect(noun: &str) -> bool {
    lexicon::role(noun) == Some("attacker")
}

/// Whose step it is: whom it is done to, else who does it.
fn holder<'d>(
    statement: &Statement,
    block: usize,
    doc: &'d crosswire_annotate::Doc,
    row: &StatusStep,
) -> Option<Token<'d>> {
    let of = |role: Role| {
        statement
            .arguments
            .iter()
            .find(|argument| argument.role == role && argument.head.block as usize == block)
            .map(|argument| doc.token(argument.head.token as usize))
    };
    match row.whose {
        Whose::Doer => of(Role::Agent).or_else(|| of(Role::Patient)),
        Whose::Done => of(Role::Patient).or_else(|| of(Role::Agent)),
    }
}
