//! What each report tells as so or not so, clause by clause: brought to one root and one sign.
//!
//! "Refrained from signing", "did not sign" and "signed no treaty" are one root and one sign; whether a
//! clause is told as done is [`Stance`]. A noun that is denied ("no injuries", "without an agreement")
//! is told as not being there. Nothing here lays one report beside another.

use std::collections::BTreeMap;

use crosswire_annotate::{Doc, Token};
use crosswire_extract::{
    Attribution, Extracted, Polarity, Role, Statement, StatementKind, TokenId, is_denied,
};
use crosswire_report::Passage;

use super::cast::{Cast, Party};
use super::shares::{Share, shared};
use super::source::Source;
use super::stance::Stance;
use super::when::When;
use super::words::{key, stem};
use crate::lexicon::{self, Set, event};

/// At most so many claims of one report are looked at.
const MOST: usize = 800;

/// A sentence of fewer words is understood by the one before it.
const SHORT: usize = 5;
/// What a name or number around counts for, and another word.
const TELLING: u32 = 2;

/// One thing told as so or not so.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    pub(crate) report: usize,
    /// Lemma of what is said, with its particle.
    pub(crate) lemma: String,
    /// Its root, shared by its family.
    pub(crate) root: String,
    /// Its lines and sides in the table of opposites, and whether the thing can go from one side to the other.
    pub(crate) opposites: Vec<(usize, bool, bool)>,
    /// Families of predicates that news uses for one deed.
    pub(crate) alike: Vec<&'static str>,
    /// Whether it is told as so.
    pub(crate) so: bool,
    pub(crate) planned: bool,
    /// Whether it is said that it will be: not only that somebody wants it, nor what something is for.
    pub(crate) ahead: bool,
    /// Whether it is told in a clause of its own as past: "signed", "has signed", "was signed".
    pub(crate) past: bool,
    /// "Not yet", "so far", "still": told as what may change.
    pub(crate) so_far: bool,
    /// Whether many clauses say it of many things.
    pub(crate) common: bool,
    /// Whether it is only the being there of a thing.
    pub(crate) thing: bool,
    pub(crate) agent: Option<Party>,
    pub(crate) patient: Option<Party>,
    /// Of how many of those who take part it is told, where a word says it.
    pub(crate) share: Option<Share>,
    /// Roots of the content words of its sentence, without its own, with what each counts for.
    pub(crate) around: BTreeMap<String, u32>,
    pub(crate) times: Vec<When>,
    pub(crate) passage: Passage,
    /// The words that say so.
    pub(crate) shown: String,
    pub(crate) source: Option<Source>,
}

/// The claims of a report, in order.
pub(crate) fn claims(index: usize, report: &Extracted, cast: &Cast) -> Vec<Claim> {
    let mut all = Vec::new();
    for statement in &report.statements {
        if all.len() >= MOST {
            break;
        }
        of_statement(index, report, statement, cast, &mut all);
    }
    all
}

fn of_statement(
    index: usize,
    report: &Extracted,
    statement: &Statement,
    cast: &Cast,
    all: &mut Vec<Claim>,
) {
    let block_index = statement.predicate.block as usize;
    let block = &report.annotated.blocks()[block_index];
    // "She refused him bail": the refusal is her deed, and no dispute of what she says.
    let said_by = said_by(report, statement);
    let stance = Stance {
        negated: statement.polarity == Polarity::Negative,
        ..Stance::of(statement)
    };
    let planned = stance.is_planned();
    // What somebody denies is not told as not so: that is a dispute of theirs.
    if is_denied(said_by)
        || !(stance.is_asserted() || planned)
        || stance.background
        || !block.role.asserts()
        || report.in_quotation(statement.predicate).is_some()
    {
        return;
    }
    let doc = &block.doc;
    let predicate = doc.token(statement.predicate.token as usize);
    if statement.kind == StatementKind::Apposition || is_bounded(predicate) {
        return;
    }
    // "The sale fell through": what happened to an event is told by the verb over it.
    if statement.kind == StatementKind::Nominal
        && !stance.negated
        && matches!(predicate.dep(), "nsubj" | "nsubjpass" | "compound")
    {
        return;
    }
    let head = |role: Role| {
        let mut arguments = statement.arguments.iter();
        let found = arguments
            .find(|argument| argument.role == role && argument.head.block as usize == block_index);
        found.map(|argument| shared(doc.token(argument.head.token as usize)))
    };
    let heads = [head(Role::Agent), head(Role::Patient)];
    let party = |head: Option<(Token<'_>, Option<Share>)>| {
        head.map(|(those, share)| {
            let mut party = party(index, block_index, those, cast);
            party.open &= share.is_none();
            party
        })
    };
    let share = heads.iter().flatten().find_map(|(_, share)| *share);
    let sentence = doc.sentence_of(predicate.index());
    let mut around = weighed(doc, sentence.clone());
    if around.len() < SHORT && sentence.start > 0 {
        around.extend(weighed(doc, doc.sentence_of(sentence.start - 1)));
    }
    let so_far = sentence.clone().any(|i| {
        let word = doc.token(i);
        word.is("yet") || word.is("still") || word.is("far") || word.is("currently")
    });
    let lemma = statement.lemma.replace(' ', "_");
    let claim = |lemma: String, known: Known, so: bool, thing: bool, shown: String| {
        let root = root(&lemma);
        let mut around = around.clone();
        around.remove(&root);
        let common = !thing && Set::Common.has(&lemma);
        Claim {
            report: index,
            opposites: known.opposites,
            alike: known.alike,
            lemma,
            root,
            so,
            planned,
            ahead: planned && is_ahead(predicate),
            past: is_past(predicate),
            so_far,
            common,
            thing,
            agent: party(heads[0]).filter(|_| !thing),
            patient: party(heads[1]).filter(|_| !thing),
            share: share.filter(|_| !thing),
            around,
            times: statement
                .times
                .iter()
                .filter_map(|&at| When::of(&report.times[at].timex))
                .collect(),
            passage: statement.passage,
            shown,
            source: Source::of(report, said_by),
        }
    };
    let told = |words: &str| match stance.negated {
        true => format!("not {words}"),
        false => words.to_owned(),
    };
    // "Was not the first", "is not the only": the "not" is of the number alone.
    let counted = statement.kind == StatementKind::Copula
        && predicate
            .children()
            .any(|child| Set::OneOf.has(child.text()));
    if counted {
        return;
    }
    let with = Known::of(phrases(predicate).filter(|phrase| *phrase != lemma));
    if !with.is_empty() || !Set::Hollow.has(&lemma) && !Set::Span.has(&lemma) {
        let shown = match predicate.child("prt") {
            Some(particle) => told(&format!("{} {}", predicate.text(), particle.text())),
            None => told(predicate.text()),
        };
        let mut known = Known::of([lemma.clone()]);
        known.opposites.extend(with.opposites);
        known.alike.extend(with.alike);
        all.push(claim(lemma, known, !stance.negated, false, shown));
    }
    let own = (statement.kind == StatementKind::Copula && is_of_what(predicate))
        .then_some((predicate, false));
    for (noun, denied) in own.into_iter().chain(things(predicate)) {
        // A "no" at its object turns the verb too; another "not" leaves open whether it is there.
        let carried = Set::Carrying.has(predicate.lemma());
        if stance.negated && !denied && !carried || Set::Attitude.has(predicate.lemma()) {
            continue;
        }
        let so = !(denied || stance.negated);
        let lacks = Set::Lacking.has(noun.lemma());
        let so = so != lacks;
        let noun = of_what(noun);
        if Set::Span.has(noun.lemma()) || Set::Thing.has(noun.lemma()) {
            continue;
        }
        let lemma = noun.lemma().to_lowercase();
        let shown = if so {
            noun.text().to_owned()
        } else {
            format!("no {}", noun.text())
        };
        let known = Known::of([lemma.clone()]);
        all.push(claim(lemma, known, so, true, shown));
    }
}

/// Who says it: not the one whose word the predicate itself is.
fn said_by<'r>(report: &Extracted, statement: &'r Statement) -> &'r [Attribution] {
    let at = statement.predicate;
    let token = at.token as usize;
    let own = report
        .annotated
        .passage(at.block as usize, token..token + 1);
    let is_own = |link: &Attribution| {
        let cue = link.cue.filter(|cue| cue.field == own.field);
        cue.is_some_and(|cue| cue.span.overlaps(own.span))
    };
    match statement.attribution.split_last() {
        Some((last, others)) if is_own(last) => others,
        _ => &statement.attribution,
    }
}

/// What the lexicon knows of a predicate or a noun.
struct Known {
    opposites: Vec<(usize, bool, bool)>,
    alike: Vec<&'static str>,
}

impl Known {
    fn of(phrases: impl IntoIterator<Item = String>) -> Known {
        let mut known = Known {
            opposites: Vec::new(),
            alike: Vec::new(),
        };
        for phrase in phrases {
            known.opposites.extend(lexicon::sides(&phrase));
            known.alike.extend(lexicon::alike(&phrase));
        }
        known
    }

    fn is_empty(&self) -> bool {
        self.opposites.is_empty() && self.alike.is_empty()
    }
}

/// The predicate with what belongs to it, whether the lexicon knows it or not: "go_ahead", "grant_bail", "shut" where
/// something remains shut.
fn phrases(predicate: Token<'_>) -> impl Iterator<Item = String> {
    let verb = predicate.lemma().to_lowercase();
    let stays = Set::Staying.has(&verb) || Set::Hollow.has(&verb);
    predicate.children().filter_map(move |child| {
        let word = child.lemma().to_lowercase();
        match child.dep() {
            "prt" | "prep" | "advmod" => Some(format!("{verb}_{word}")),
            "dobj" if child.pos() == "NOUN" => Some(format!("{verb}_{word}")),
            "xcomp"
                if child
                    .children()
                    .any(|aux| aux.dep() == "aux" && aux.is("to")) =>
            {
                Some(format!("{verb}_to"))
            }
            "acomp" | "oprd" | "attr" if stays && child.pos() != "NOUN" => Some(word),
            _ => None,
        }
    })
}

/// The nouns that a verb tells of, and whether they are denied: "caused no injuries", "ended without an
/// agreement".
fn things(predicate: Token<'_>) -> Vec<(Token<'_>, bool)> {
    let denied = |noun: Token<'_>| {
        noun.children()
            .any(|child| matches!(child.dep(), "det" | "neg") && child.is("no"))
    };
    let mut found = Vec::new();
    for child in predicate.children() {
        match child.dep() {
            "dobj" | "attr" | "nsubjpass" if child.pos() == "NOUN" => {
                found.push((child, denied(child)));
            }
            "nsubj" if denied(child) => found.push((child, true)),
            "nsubj" | "pobj" if Set::Lacking.has(child.lemma()) => found.push((child, false)),
            "prep"
                if child.is("with")
                    || child.is("without")
                    || Set::Staying.has(predicate.lemma()) && Set::Within.has(child.lemma()) =>
            {
                if let Some(noun) = child.child("pobj").filter(|noun| noun.pos() == "NOUN") {
                    found.push((noun, child.is("without") || denied(noun)));
                }
            }
            _ => {}
        }
    }
    found
}

/// The roots of the content words of a stretch, with what each counts for.
fn weighed(doc: &Doc, tokens: std::ops::Range<usize>) -> BTreeMap<String, u32> {
    tokens
        .map(|i| doc.token(i))
        .filter_map(|token| {
            let telling = matches!(token.pos(), "PROPN" | "NUM");
            Some((key(token)?, if telling { TELLING } else { 1 }))
        })
        .collect()
}

/// What stands for a word and its family: "quit" and "resign" tell of one event.
fn root(lemma: &str) -> String {
    event(lemma).map_or_else(|| stem(lemma), str::to_owned)
}

/// "A trace of fuel": the fuel.
fn of_what(noun: Token<'_>) -> Token<'_> {
    let of = noun.children().find(|child| child.is("of"));
    of.filter(|_| is_of_what(noun))
        .and_then(|of| of.child("pobj"))
        .unwrap_or(noun)
}

/// Whether a noun tells by itself only that something is there, or is not: "a trace", "a lack".
fn is_of_what(noun: Token<'_>) -> bool {
    Set::Trace.has(noun.lemma()) || Set::Lacking.has(noun.lemma())
}

/// Who or what a word and those that hang on it stand for.
pub(crate) fn party(index: usize, block: usize, head: Token<'_>, cast: &Cast) -> Party {
    let at = |token: Token<'_>| cast.of(index, TokenId::new(block, token.index()));
    let words = std::iter::once(head).chain(head.children().filter(|child| {
        matches!(
            child.dep(),
            "compound" | "appos" | "conj" | "nmod" | "poss" | "amod"
        )
    }));
    Party {
        name: at(head),
        roots: words.filter_map(key).collect(),
        pronoun: head.pos() == "PRON",
        any: head.pos() == "NOUN"
            && head
                .child("det")
                .is_some_and(|det| det.is("a") || det.is("an") || det.is("another")),
        open: is_open(head),
    }
}

/// Whether it is some of them: "others", "a second man".
fn is_open(head: Token<'_>) -> bool {
    let mut words = std::iter::once(head).chain(head.children());
    words.any(|token| Set::Open.has(&token.text().to_lowercase()) && token.dep() != "conj")
}

/// Whether a plan is one that stands: "will", "is scheduled to", "is due on".
fn is_ahead(predicate: Token<'_>) -> bool {
    let will = |token: Token<'_>| {
        let mut children = token.children();
        children.any(|child| child.dep() == "aux" && Set::Will.has(child.lemma()))
    };
    let over = predicate.head();
    will(predicate)
        || predicate
            .children()
            .any(|child| Set::Scheduled.has(child.lemma()))
        || matches!(predicate.dep(), "xcomp" | "conj")
            && (Set::Scheduled.has(over.lemma()) || will(over))
}

/// Whether a clause of its own tells something as past.
fn is_past(predicate: Token<'_>) -> bool {
    let aux = |token: &Token<'_>| matches!(token.dep(), "aux" | "auxpass");
    let past = match predicate.tag() {
        "VBD" => true,
        "VBN" => {
            let mut auxiliaries = predicate.children().filter(aux).peekable();
            auxiliaries.peek().is_some()
                && auxiliaries.all(|aux| matches!(aux.tag(), "VBD" | "VBZ" | "VBP" | "VBN"))
        }
        _ => false,
    };
    let now = predicate.tag() == "VBN"
        && predicate
            .children()
            .any(|child| child.dep() == "auxpass" && matches!(child.tag(), "VBZ" | "VBP"));
    let under = predicate
        .children()
        .any(|child| matches!(child.dep(), "mark" | "advmod") && Set::Before.has(child.lemma()));
    past && !now && !under
}

/// Whether the clause holds only up to something: "had not won since 1908", "closed until noon".
fn is_bounded(predicate: Token<'_>) -> bool {
    let bound = |token: Token<'_>| {
        ["since", "until", "till", "unless", "than"]
            .iter()
            .any(|word| token.is(word))
    };
    let embedded = predicate
        .children()
        .any(|child| child.dep() == "mark" && (child.is("whether") || child.is("if")));
    embedded
        || predicate.children().any(|child| {
            matches!(child.dep(), "prep" | "mark") && bound(child)
                || child.dep() == "advcl" && child.children().any(bound)
        })
}
