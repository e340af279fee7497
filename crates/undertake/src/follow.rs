//! What becomes of an undertaking, by the words of later reports.
//!
//! [`notes`] reduces a report to what later judging needs: its undertakings, and its deeds (clauses told as done,
//! or as not done). [`steps`] then says which later deeds and words end an undertaking. It is made to be silent rather than
//! wrong: nothing is met or broken unless a clause tells the same act of the same holder, about the same things, with no
//! name in it that the undertaking's own report does not know.

use std::collections::BTreeSet;

use crosswire_annotate::Token;
use crosswire_extract::{
    Argument, Extracted, Factuality, Polarity, Role, Statement, StatementKind,
};
use crosswire_report::{Field, Passage};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::lists::{PARTS, REPORTING, act_group, outcome};
use crate::{Found, Kind, Outcome, Undertaking};

/// What later judging needs of a report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Notes {
    /// Its undertakings, in the order of [`Found::undertakings`].
    pub undertakings: Vec<Noted>,
    /// Clauses told as done or not done, in text order.
    pub deeds: Vec<Deed>,
    /// Stems of all names in the text.
    pub names: BTreeSet<String>,
}

/// An undertaking, reduced.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Noted {
    /// The name of its kind.
    pub kind: String,
    /// Stems of the holder's name.
    pub holder: BTreeSet<String>,
    /// Stems of the name of those it is asked of.
    pub towards: BTreeSet<String>,
    /// The stem of the act.
    pub act: String,
    /// The group of acts that it is in, with those that tell the same.
    pub group: Option<usize>,
    /// Stems of what the act is about.
    pub words: BTreeSet<String>,
    /// The name of its outcome in its own report.
    pub outcome: String,
    /// The last day that it can be on.
    pub to: Option<Date>,
    /// Its first and one past its last byte.
    pub span: (usize, usize),
}

/// A clause that tells something as done, or as not done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deed {
    /// The stem of its verb.
    pub act: String,
    /// The groups of acts of its verb and of what that does.
    pub groups: BTreeSet<usize>,
    /// How its verb says that something ended: the name of an outcome.
    pub ends: Option<String>,
    /// Stems of the name of who does it; empty where nobody is told.
    pub agent: BTreeSet<String>,
    /// Stems of the other words.
    pub words: BTreeSet<String>,
    /// Stems of the names in it.
    pub names: BTreeSet<String>,
    /// Told as not done.
    pub negated: bool,
    /// Told of a part only: "half of", "the first".
    pub part: bool,
    /// First and one past the last byte.
    pub span: (usize, usize),
}

/// One step of an undertaking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Which of the later reports.
    pub report: usize,
    /// What the words show.
    pub outcome: Outcome,
    /// Where they stand in it: first and one past the last byte.
    pub span: (usize, usize),
    /// How sure, in [0, 1].
    pub confidence: f32,
}

/// Reduces a report.
#[must_use]
pub fn notes(extracted: &Extracted, found: &Found) -> Notes {
    let mut names = BTreeSet::new();
    for annotated in extracted.annotated.blocks() {
        names.extend(
            annotated
                .doc
                .tokens()
                .filter(|token| is_name(*token))
                .map(stem),
        );
    }
    Notes {
        undertakings: found
            .undertakings
            .iter()
            .map(|undertaking| noted(extracted, undertaking))
            .collect(),
        deeds: extracted
            .statements
            .iter()
            .filter_map(|statement| deed(extracted, found, statement))
            .collect(),
        names,
    }
}

fn noted(extracted: &Extracted, it: &Undertaking) -> Noted {
    let block = &extracted.annotated.blocks()[it.act.block as usize];
    let act = extracted.annotated.token(it.act);
    let outside = |passage: Option<Passage>| passage.map(|passage| block.tokens(passage));
    let (condition, due) = (
        outside(it.condition),
        outside(it.due.map(|due| due.passage)),
    );
    let holder = name(it.holder.as_ref().map(|who| who.name.as_str()));
    let words = block
        .tokens(it.passage)
        .map(|i| block.doc.token(i))
        .filter(|token| {
            let within = |range: &Option<std::ops::Range<usize>>| {
                range
                    .as_ref()
                    .is_some_and(|range| range.contains(&token.index()))
            };
            token.index() != it.cue.token as usize && !within(&condition) && !within(&due)
        })
        .filter(|token| tells(*token))
        .map(stem)
        .filter(|word| !holder.contains(word) && *word != stem(act))
        .collect();
    Noted {
        kind: it.kind.name().to_owned(),
        towards: name(it.towards.as_ref().map(|who| who.name.as_str())),
        holder,
        act: stem(act),
        group: act_group(&act.lemma().to_lowercase()),
        words,
        outcome: it.outcome.name().to_owned(),
        to: it.due.and_then(|due| due.to),
        span: (it.passage.span.start(), it.passage.span.end()),
    }
}

fn deed(extracted: &Extracted, found: &Found, statement: &Statement) -> Option<Deed> {
    let told = matches!(
        statement.kind,
        StatementKind::Verb | StatementKind::Participle
    );
    let vouched = statement.attribution.iter().all(|link| {
        link.polarity == Polarity::Positive && REPORTING.contains(link.cue_lemma.as_str())
    });
    if !told
        || statement.factuality != Factuality::Asserted
        || statement.holder.is_some()
        || !vouched
        || statement.background
        || statement.passage.field != Field::Text
    {
        return None;
    }
    // The clause that tells an undertaking is no deed.
    let pledged = found.undertakings.iter().any(|it| {
        it.cue == statement.predicate
            || it.act == statement.predicate && it.outcome == Outcome::Open
    });
    if pledged {
        return None;
    }
    let block = &extracted.annotated.blocks()[statement.predicate.block as usize];
    let predicate = extracted.annotated.token(statement.predicate);
    let tokens = block.tokens(statement.passage);
    if tokens.len() > 80 || !is_finite(predicate) || is_content(predicate) {
        return None;
    }
    let own = || tokens.clone().map(|i| block.doc.token(i));
    let agent = statement
        .arguments
        .iter()
        .find(|argument| argument.role == Role::Agent)
        .map(|argument| agent(extracted, argument))
        .unwrap_or_default();
    let earlier = own().any(|token| {
        ["last", "ago", "earlier", "previously", "once"]
            .iter()
            .any(|word| token.is(word))
            && token
                .entity()
                .is_some_and(|entity| &*entity.label == "DATE")
    });
    if earlier {
        return None;
    }
    let ends = outcome(&statement.lemma)
        .or_else(|| {
            let with = predicate.children().filter(|child| child.dep() == "prep");
            with.filter_map(|child| {
                outcome(&format!(
                    "{} {}",
                    statement.lemma,
                    child.text().to_lowercase()
                ))
            })
            .next()
        })
        .map(|outcome| outcome.name().to_owned());
    Some(Deed {
        act: stem(predicate),
        groups: own()
            .filter(|token| {
                token.index() == predicate.index()
                    || token.head().index() == predicate.index() && token.pos() == "NOUN"
            })
            .filter_map(|token| act_group(&token.lemma().to_lowercase()))
            .collect(),
        ends,
        words: own()
            .filter(|token| tells(*token) && token.index() != predicate.index())
            .map(stem)
            .filter(|word| !agent.contains(word))
            .collect(),
        names: own().filter(|token| is_name(*token)).map(stem).collect(),
        negated: statement.polarity == Polarity::Negative,
        part: own().any(|token| PARTS.contains(token.lemma().to_lowercase().as_str())),
        agent,
        span: (statement.passage.span.start(), statement.passage.span.end()),
    })
}

/// Whether a verb tells that something is or was done: not "sending aircraft", "to send".
fn is_finite(verb: Token<'_>) -> bool {
    let aux = verb.children().any(|child| {
        matches!(child.dep(), "aux" | "auxpass") && !child.is("to") && child.tag() != "MD"
    });
    match verb.tag() {
        "VBD" | "VBZ" | "VBP" => true,
        "VBN" | "VBG" => aux,
        "VB" => verb
            .children()
            .any(|child| matches!(child.text(), "did" | "does" | "do")),
        _ => false,
    }
}

/// "reports that the crew had been freed": what a noun tells is nobody's word for it.
fn is_content(verb: Token<'_>) -> bool {
    matches!(verb.dep(), "acl" | "ccomp" | "relcl")
        && verb.head().pos() == "NOUN"
        && verb
            .children()
            .any(|child| child.is("that") && child.dep() == "mark")
}

/// The stems of who does it, by the fullest name where there is one.
fn agent(extracted: &Extracted, argument: &Argument) -> BTreeSet<String> {
    match argument.entity {
        Some(id) => name(Some(&extracted.entity(id).name)),
        None => name(Some(extracted.annotated.words(argument.passage))),
    }
}

/// The stems of a name.
fn name(words: Option<&str>) -> BTreeSet<String> {
    const DULL: [&str; 8] = ["the", "its", "their", "his", "her", "and", "for", "mayor"];
    words
        .unwrap_or_default()
        .split(|char: char| !char.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|word| word.len() > 2 && !DULL.contains(&word.as_str()))
        .map(|word| shorten(&word))
        .collect()
}

/// Whether a word tells what an act is about.
fn tells(token: Token<'_>) -> bool {
    matches!(token.pos(), "NOUN" | "PROPN" | "VERB" | "ADJ" | "NUM")
        && (token.text().chars().count() > 2 || token.pos() == "NUM")
        && !matches!(
            token.lemma(),
            "say" | "have" | "make" | "take" | "new" | "other"
        )
        && !token
            .entity()
            .is_some_and(|entity| matches!(&*entity.label, "DATE" | "TIME"))
}

fn is_name(token: Token<'_>) -> bool {
    token.pos() == "PROPN"
        && !token
            .entity()
            .is_some_and(|entity| matches!(&*entity.label, "DATE" | "TIME"))
}

/// A word by the beginning of its dictionary form: "resign" and "resignation" have one.
fn stem(token: Token<'_>) -> String {
    shorten(&token.lemma().to_lowercase())
}

fn shorten(lemma: &str) -> String {
    let plain = lemma
        .strip_suffix('s')
        .filter(|plain| plain.len() > 3 && !plain.ends_with('s'));
    plain.unwrap_or(lemma).chars().take(5).collect()
}

/// What later reports, in the order of their publication, show of an undertaking; at most one step that ends it.
///
/// `known` are the names of its own report. Each later report comes with its day.
#[must_use]
pub fn steps(
    undertaking: &Noted,
    known: &BTreeSet<String>,
    later: &[(Option<Date>, &Notes)],
) -> Vec<Step> {
    let mut all = Vec::new();
    for (report, (day, notes)) in later.iter().enumerate() {
        if let Some((span, outcome, confidence)) = ended(undertaking, known, *day, notes) {
            all.push(Step {
                report,
                outcome,
                span,
                confidence,
            });
            if outcome != Outcome::Repeated {
                break;
            }
        }
    }
    all
}

type Shown = ((usize, usize), Outcome, f32);

fn ended(it: &Noted, known: &BTreeSet<String>, day: Option<Date>, notes: &Notes) -> Option<Shown> {
    let kind = Kind::from_name(&it.kind)?;
    let told = notes
        .undertakings
        .iter()
        .find_map(|other| said_again(it, other));
    if told.is_some_and(|(_, outcome, _)| outcome != Outcome::Repeated) {
        return told;
    }
    let deeds: Vec<&Deed> = notes
        .deeds
        .iter()
        .filter(|deed| is_of(it, known, deed))
        .collect();
    // A report that also tells the contrary shows neither.
    let done = deeds
        .iter()
        .find(|deed| !deed.negated && deed.ends.is_none() && !deed.part);
    let undone = deeds
        .iter()
        .find(|deed| deed.negated && deed.ends.is_none());
    let given_up = deeds
        .iter()
        .find(|deed| !deed.negated && deed.ends.as_deref() == Some(Outcome::Withdrawn.name()));
    if let Some(deed) = given_up
        && (mine(it, deed) || it.words.intersection(&deed.words).count() >= 3)
    {
        return Some((deed.span, Outcome::Withdrawn, 0.7));
    }
    let over = it.to.zip(day).is_some_and(|(to, day)| day > to);
    match (done, undone) {
        // Told after its day: it may have come too late.
        (Some(_), None) if over && kind != Kind::Denial => told,
        (Some(deed), None) => {
            let outcome = if kind == Kind::Denial {
                Outcome::Broken
            } else {
                Outcome::Met
            };
            let sure = if mine(it, deed) { 0.8 } else { 0.6 };
            Some((deed.span, outcome, sure))
        }
        (None, Some(deed)) => {
            let bound = matches!(kind, Kind::Promise | Kind::Plan | Kind::Deadline);
            (bound && over && mine(it, deed)).then_some((deed.span, Outcome::Broken, 0.6))
        }
        _ => told,
    }
}

/// The holder's own later word on the same: kept, broken, taken back or given again.
fn said_again(it: &Noted, other: &Noted) -> Option<Shown> {
    let outcome = Outcome::from_name(&other.outcome)?;
    let same = meets(&it.holder, &other.holder);
    let about = it.words.intersection(&other.words).count();
    let enough =
        about >= 2 || about >= 1 && it.act == other.act || about == it.words.len() && about > 0;
    (same && enough && outcome != Outcome::Open).then_some((other.span, outcome, 0.8))
}

/// Whether two reports of a line tell one undertaking: of the same sort and holder, the same act about the same.
#[must_use]
pub fn is_same(one: &Noted, other: &Noted) -> bool {
    let about = one.words.intersection(&other.words).count();
    let least = one.words.len().min(other.words.len());
    let days = match (one.to, other.to) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    one.kind == other.kind
        && one.act == other.act
        && days
        && meets(&one.holder, &other.holder)
        && about * 3 >= least * 2
        && (about > 0 || least == 0)
}

/// Whether a deed is of this undertaking: the same act, by the same, about the same.
fn is_of(it: &Noted, known: &BTreeSet<String>, deed: &Deed) -> bool {
    let about = it.words.intersection(&deed.words).count();
    let foreign = deed
        .names
        .iter()
        .any(|name| !known.contains(name) && !it.holder.contains(name));
    if foreign {
        return false;
    }
    let number = |word: &&String| word.starts_with(|char: char| char.is_ascii_digit());
    let numbers = it.words.intersection(&deed.words).any(|word| number(&word));
    if deed.ends.is_some() {
        let named = usize::from(deed.words.contains(&it.act));
        return about + named + usize::from(numbers) >= 2;
    }
    let same = it.act == deed.act || it.group.is_some_and(|group| deed.groups.contains(&group));
    if !same {
        return false;
    }
    let least = it.words.len().min(3);
    // "the bridge opened": what the act is about does it.
    let itself = deed.agent.is_empty() || deed.agent.iter().any(|word| it.words.contains(word));
    mine(it, deed) && about * 2 >= least.max(1)
        || itself && about + usize::from(!deed.agent.is_empty()) >= 2
}

/// Whether the holder does a deed; of a demand, those it is asked of.
fn mine(it: &Noted, deed: &Deed) -> bool {
    if it.kind == Kind::Demand.name() && deed.ends.is_none() {
        return meets(&it.towards, &deed.agent);
    }
    meets(&it.holder, &deed.agent)
}

/// Whether two names can be one's: the last words of the shorter are in the other.
fn meets(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let shared = one.intersection(other).count();
    shared > 0 && shared * 2 >= one.len().min(other.len())
}
