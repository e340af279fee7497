//! Whether something is so: states of one thing told over the whole story.
//!
//! A road is closed in one report and reopened in another, a ransom was paid or was not. The clauses
//! that say so share few words, so they are not aligned: every clause is brought to what it is said
//! of, a family of states and a side of it (`opposite` in `data/lexicon.tsv`), and clauses of different reports
//! that are said of one thing meet. A thing that can change is an update where the reports came out
//! one after the other. A report that tells both sides knows both, and is set against nobody.

use std::collections::{BTreeMap, BTreeSet};

use crosswire_annotate::Token;
use crosswire_extract::{
    Extracted, Factuality, Polarity, Role, Statement, StatementKind, is_denied,
};
use crosswire_report::Passage;

use super::shown::{evidence, source};
use super::theme::{Theme, theme};
use crate::candidates::candidate::{Rule, Ruled, Side};
use crate::lexicon::Set;
use crate::lexicon::sides;
use crate::told::Told;
use crate::told::cast::Cast;
use crate::told::knows::{Answer, knows};
use crate::told::source::Source;
use crate::told::when::came_before;
use crate::told::words::stem;
use crate::{About, FindingKind, Normal, Story};

/// At most this many states of one report are looked at, and findings of one story said.
const MOST_STATES: usize = 600;
const MOST: usize = 8;
/// How likely such findings are right; set by hand from few, below those about numbers.
const OPPOSED: f64 = 0.6;
const NEGATED: f64 = 0.5;

/// What one clause says of a thing.
struct State {
    report: usize,
    /// The word, with its particle.
    word: String,
    /// The same as the report has it.
    shown: String,
    /// Where it stands in the table of opposites: line, side, and whether such a thing moves.
    sides: Vec<(usize, bool, bool)>,
    /// The same without what passes: [`lasting`].
    lasting: Vec<(usize, bool, bool)>,
    /// Root of the word, shared by its family.
    root: String,
    negated: bool,
    planned: bool,
    /// Of whom or what.
    theme: Theme,
    /// Who or what else has a main part in it.
    other: Option<Theme>,
    passage: Passage,
    source: Option<Source>,
    place: usize,
}

/// How two states speak against each other.
struct Against {
    moves: bool,
    score: f64,
}

/// Where reports part on whether something is so.
pub(super) fn find(told: &Told<'_>) -> Vec<Ruled> {
    let (story, names) = (told.story, &told.cast);
    let states: Vec<State> = story
        .reports
        .iter()
        .enumerate()
        .flat_map(|(index, report)| {
            let all = report.statements.iter();
            all.filter_map(move |statement| state(index, report, statement, names))
                .take(MOST_STATES)
        })
        .collect();
    let knows = |report: usize, rival: &State| {
        let from = states.partition_point(|state| state.report < report);
        let own = states[from..].iter().take_while(|own| own.report == report);
        knows(own, report, rival)
    };
    let mut found: Vec<(f64, usize, usize, bool)> = Vec::new();
    for (i, j) in meeting(&states) {
        let (a, b) = (&states[i], &states[j]);
        if a.report == b.report
            || story.texts[a.report] == story.texts[b.report]
            || story.origins[a.report] == story.origins[b.report]
        {
            continue;
        }
        let Some(against) = against(a, b) else {
            continue;
        };
        let (first, last) = in_order(story, a, b);
        // What changes is told by the later report with what it was before.
        let known = if against.moves && first.is_some() {
            first.is_some_and(|first: &State| knows(first.report, last))
        } else {
            knows(a.report, b) || knows(b.report, a)
        };
        if !known {
            let early = 0.05 * f64::from(u8::from(a.place < 900 && b.place < 900));
            found.push((against.score + early, i, j, against.moves));
        }
    }
    found.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut findings: Vec<Ruled> = Vec::new();
    let mut used: Vec<usize> = Vec::new();
    for (score, i, j, moves) in found {
        let shown = [&states[i], &states[j]];
        let repeats = |&u: &usize| {
            let known: &State = &states[u];
            shown.iter().any(|state| {
                known.theme.may_be(&state.theme) && (is_same(known, state) || opposed(known, state))
            })
        };
        if findings.len() == MOST || used.iter().any(repeats) {
            continue;
        }
        used.extend([i, j]);
        let mut held = vec![i, j];
        for (k, other) in states.iter().enumerate() {
            let new = held.iter().all(|&h| states[h].report != other.report);
            if new && (same_state(other, shown[0]) || same_state(other, shown[1])) {
                held.push(k);
            }
        }
        let held: Vec<&State> = held.into_iter().map(|k| &states[k]).collect();
        findings.push(finding(story, names, &held, moves, score));
    }
    findings
}

impl Answer for State {
    fn report(&self) -> usize {
        self.report
    }

    fn gives(&self, rival: &State) -> bool {
        is_same(self, rival) && self.theme.may_be(&rival.theme)
    }
}

/// The pairs of states that may speak against each other, in order: those on one line of the table,
/// and those of one root of which one is negated.
fn meeting(states: &[State]) -> BTreeSet<(usize, usize)> {
    let mut lines: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut roots: BTreeMap<&str, [Vec<usize>; 2]> = BTreeMap::new();
    for (i, state) in states.iter().enumerate() {
        for &(line, ..) in &state.lasting {
            lines.entry(line).or_default().push(i);
        }
        if tells(state) {
            roots.entry(&state.root).or_default()[usize::from(state.negated)].push(i);
        }
    }
    let mut pairs = BTreeSet::new();
    for on_line in lines.values() {
        for (n, &i) in on_line.iter().enumerate() {
            pairs.extend(on_line[n + 1..].iter().map(|&j| (i, j)));
        }
    }
    for [so, not] in roots.values() {
        for &i in so {
            pairs.extend(not.iter().map(|&j| (i.min(j), i.max(j))));
        }
    }
    pairs
}

/// Whether a "not" before the word says something by itself.
fn tells(state: &State) -> bool {
    !Set::Empty.has(&state.word) && !Set::Common.has(&state.word)
}

fn same_state(a: &State, b: &State) -> bool {
    is_same(a, b) && a.theme.is(&b.theme)
}

/// The earlier of two reports, where they were published one after the other, and the later.
fn in_order<'a>(story: &Story<'_>, a: &'a State, b: &'a State) -> (Option<&'a State>, &'a State) {
    let published = |state: &State| story.reports[state.report].annotated.report().published;
    match (published(a), published(b)) {
        (Some(x), Some(y)) if came_before(x, y) => (Some(a), b),
        (Some(x), Some(y)) if came_before(y, x) => (Some(b), a),
        _ => (None, b),
    }
}

/// Whether two states say the same, by one word or by words of one side.
fn is_same(a: &State, b: &State) -> bool {
    let (x, y) = (&a.sides, &b.sides);
    let alike = a.root == b.root || x.iter().any(|side| y.contains(side));
    let opposite = x.iter().any(|&(line, side, _)| {
        y.iter()
            .any(|&(other, its, _)| line == other && side != its)
    });
    alike && a.negated == b.negated || opposite && a.negated != b.negated
}

/// Where a word that names a state stands in the table. What rises falls again, and who won one game
/// lost another: such words tell a happening of many, no state.
fn lasting(word: &str) -> Vec<(usize, bool, bool)> {
    let own = sides(word);
    let passing = ["rise", "win"].iter().any(|passing| {
        let lines = sides(passing);
        own.iter()
            .any(|&(line, ..)| lines.iter().any(|&(other, ..)| line == other))
    });
    if passing { Vec::new() } else { own }
}

fn opposed(a: &State, b: &State) -> bool {
    let (x, y) = (&a.sides, &b.sides);
    x.iter().any(|&(line, side, _)| {
        y.iter()
            .any(|&(other, its, _)| line == other && (side != its) == (a.negated == b.negated))
    })
}

fn against(a: &State, b: &State) -> Option<Against> {
    if a.planned != b.planned {
        return None;
    }
    let (x, y) = (&a.lasting, &b.lasting);
    let by_table = x.iter().find_map(|&(line, side, moves)| {
        y.iter()
            .any(|&(other, its, _)| {
                line == other
                    && (side != its && !a.negated && !b.negated
                        || side == its && a.negated != b.negated)
            })
            .then_some(moves)
    });
    if let Some(moves) = by_table {
        let same = a.theme.is(&b.theme);
        // "The union opposes it", "the firm backs it": two parties may well differ.
        let others = match (&a.other, &b.other) {
            (Some(x), Some(y)) => x.is(y),
            (None, None) => true,
            _ => a.theme.is_core == b.theme.is_core,
        };
        return (same && others).then_some(Against {
            // A plan that is told in two ways has not been changed by that.
            moves: moves && !a.planned,
            score: OPPOSED,
        });
    }
    let negated = a.root == b.root && a.negated != b.negated;
    if !negated || !tells(a) || !tells(b) || !a.theme.is(&b.theme) {
        return None;
    }
    let others = match (&a.other, &b.other) {
        (Some(x), Some(y)) => x.is(y),
        (None, None) => true,
        _ => false,
    };
    others.then_some(Against {
        moves: false,
        score: NEGATED,
    })
}

fn state(index: usize, report: &Extracted, statement: &Statement, names: &Cast) -> Option<State> {
    let block_index = statement.predicate.block as usize;
    let block = &report.annotated.blocks()[block_index];
    let doc = &block.doc;
    let predicate = doc.token(statement.predicate.token as usize);
    let sentence = doc.sentence_of(predicate.index());
    let in_sentence = |word: &str| sentence.clone().any(|i| doc.token(i).is(word));
    let reported = !statement.attribution.is_empty() && !in_sentence("if");
    let told = match statement.factuality {
        Factuality::Asserted | Factuality::Planned | Factuality::Predicted => true,
        Factuality::Conditional => reported,
        _ => false,
    };
    let quoted = report.in_quotation(statement.predicate).is_some();
    if !told
        || statement.background
        || quoted
        || !block.role.asserts()
        || is_denied(&statement.attribution)
        || is_bounded(predicate)
        || statement.kind == StatementKind::Nominal
    {
        return None;
    }
    let argument = |role: Role| {
        statement
            .arguments
            .iter()
            .find(|argument| argument.role == role && argument.head.block as usize == block_index)
            .map(|argument| doc.token(argument.head.token as usize))
    };
    let (agent, patient) = (argument(Role::Agent), argument(Role::Patient));
    let attribute = argument(Role::Attribute);
    let mut negated = statement.polarity == Polarity::Negative;
    if predicate.dep() == "xcomp" && Set::Failing.has(predicate.head().lemma()) {
        negated = !negated;
    }
    let carried = patient.filter(|noun| {
        Set::Carrying.has(&statement.lemma) && noun.pos() == "NOUN" && predicate.pos() == "VERB"
    });
    let ascribed = attribute.filter(|said| {
        predicate.pos() != "NOUN"
            && predicate.index() != said.index()
            && matches!(said.pos(), "ADJ" | "NOUN" | "VERB")
    });
    let (word, of, other, said) = if let Some(noun) = carried {
        negated |= has_no(noun);
        (noun.lemma().to_lowercase(), agent, None, noun)
    } else if let Some(said) = ascribed {
        let of_object = Set::Ascribing.has(&statement.lemma);
        let of = if of_object {
            patient
        } else {
            agent.or(patient)
        };
        negated |= said.children().any(|child| child.dep() == "neg");
        (said.lemma().to_lowercase(), of, None, said)
    } else if statement.kind == StatementKind::Apposition {
        (statement.lemma.clone(), patient, None, predicate)
    } else {
        let (of, other) = match patient {
            Some(patient) => (Some(patient), agent),
            None => (agent, None),
        };
        (statement.lemma.replace(' ', "_"), of, other, predicate)
    };
    let of = of?;
    let particle = word.split_once('_').map(|(_, particle)| particle);
    let shown = [Some(said.text().to_lowercase().as_str()), particle]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    let mut theme = theme(index, report, block_index, of, names)?;
    theme.is_core = agent.is_some() && patient.is_some();
    Some(State {
        report: index,
        root: stem(&word),
        sides: sides(&word),
        lasting: lasting(&word),
        word,
        shown,
        negated,
        planned: statement.factuality != Factuality::Asserted,
        theme,
        other: other.and_then(|other| self::theme(index, report, block_index, other, names)),
        passage: evidence(
            report,
            block_index,
            report
                .annotated
                .passage(block_index, predicate.index()..predicate.index() + 1),
            Some(statement),
        ),
        source: source(report, Some(statement)),
        place: statement.passage.span.start(),
    })
}

fn has_no(noun: Token<'_>) -> bool {
    noun.children()
        .any(|child| child.dep() == "det" && child.is("no"))
}

/// Whether the clause holds only up to something: "had not won since 1908", "closed until noon".
fn is_bounded(predicate: Token<'_>) -> bool {
    let bound = |token: Token<'_>| {
        [
            "since", "before", "until", "till", "unless", "than", "without",
        ]
        .iter()
        .any(|word| token.is(word))
    };
    let in_question = predicate
        .doc()
        .token(predicate.doc().sentence_of(predicate.index()).end - 1);
    let asked = in_question.is("?");
    let embedded = predicate
        .children()
        .any(|child| child.dep() == "mark" && (child.is("whether") || child.is("if")));
    let under = |token: Token<'_>| {
        token.children().any(|child| {
            matches!(child.dep(), "prep" | "mark" | "advcl") && bound(child)
                || child.dep() == "advcl" && child.children().any(bound)
        })
    };
    asked || embedded || under(predicate) || predicate.dep() == "pcomp" && bound(predicate.head())
}

fn finding(story: &Story<'_>, names: &Cast, held: &[&State], moves: bool, score: f64) -> Ruled {
    let (first, _) = in_order(story, held[0], held[1]);
    let kind = if moves && first.is_some() {
        FindingKind::Update
    } else {
        FindingKind::Conflict
    };
    let says = |state: &State| {
        let word = &state.shown;
        if state.negated {
            format!("not {word}")
        } else {
            word.clone()
        }
    };
    let of = held[0].theme.words(names);
    let mut answers: Vec<String> = Vec::new();
    let sides = held.iter().map(|state| {
        let value = says(state);
        let known = answers.iter().position(|answer| *answer == value);
        let answer = known.unwrap_or(answers.len());
        if known.is_none() {
            answers.push(value.clone());
        }
        Side {
            report: state.report,
            passage: state.passage,
            value_at: None,
            value,
            normal: Normal::None,
            source: state.source.clone(),
            answer,
        }
    });
    let sides = sides.collect();
    Ruled {
        rule: Rule::State,
        score,
        kind,
        about: About::Outcome,
        question: format!(
            "What is true of {of}: “{}” or “{}”?",
            says(held[0]),
            says(held[1])
        ),
        explanation: format!(
            "One says “{}” of it, the other “{}”.",
            says(held[0]),
            says(held[1])
        ),
        sides,
        changed: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::lasting;

    #[test]
    fn what_rises_and_falls_is_no_state() {
        assert!(lasting("fall").is_empty());
        assert!(lasting("lose").is_empty());
        assert_eq!(lasting("close").len(), 1);
        assert_ne!(lasting("close")[0].1, lasting("reopen")[0].1);
    }
}
