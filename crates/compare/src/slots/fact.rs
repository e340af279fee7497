//! One typed fact of one report: a number with what it counts and what happened to it.

use std::collections::HashMap;

use crosswire_annotate::Token;
use crosswire_extract::{
    Extracted, Factuality, FoundQuantity, Polarity, Role, Statement, TokenId, is_denied,
};
use crosswire_quantities::{Change, Kind, Operator, PartOf, Range};
use crosswire_report::Passage;
use crosswire_text::Span;

use super::context::{Bag, Contexts};
use super::lexicon::{self, Counts, FamilyId};
use super::names::{NameId, Names};

/// A number of one report with everything that says which slot it fills.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    /// Index of the report in the story.
    pub(super) report: usize,
    /// What makes two facts comparable at all: type, unit, what is counted.
    pub(super) key: String,
    pub(super) kind: Kind,
    pub(super) family: Option<FamilyId>,
    /// Lemma of the counted noun.
    pub(super) noun: Option<String>,
    /// Lemma of the predicate it hangs on.
    pub(super) predicate: String,
    pub(super) range: Range,
    pub(super) tolerance: Range,
    pub(super) operator: Operator,
    pub(super) standing: Standing,
    /// Planned or expected, not happened.
    pub(super) planned: bool,
    /// Names in the clause.
    pub(super) names: Vec<NameId>,
    /// Words that narrow which of several it is: "first", "serious", "per share".
    pub(super) qualifiers: Vec<String>,
    /// Content words of the sentence.
    pub(super) bag: Bag,
    /// Place in the report, 0 to 1.
    pub(super) place: f32,
    /// Its words.
    pub(super) words: String,
    /// The clause that shows it.
    pub(super) evidence: Passage,
    /// Whom the report has it from.
    pub(super) attributed: Option<String>,
}

/// How a value stands in its own report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// What the report holds to be so.
    Current,
    /// What was thought at first, or was so before.
    Former,
    /// A part of something else, or one more.
    Part,
    /// Of an earlier happening.
    Background,
    /// Negated, asked, conditional.
    Unsaid,
}

/// The longest evidence, in bytes.
const LONGEST: usize = 200;

/// Words that make a value one that no longer holds.
const FORMER: [&str; 10] = [
    "initially",
    "earlier",
    "previously",
    "originally",
    "first",
    "mistakenly",
    "wrongly",
    "incorrectly",
    "formerly",
    "before",
];

/// Words that make a count one more, not all.
const MORE: [&str; 8] = [
    "other",
    "others",
    "another",
    "more",
    "additional",
    "further",
    "extra",
    "remaining",
];

/// Words that narrow a count or a sum to one of several.
const QUALIFIERS: [&str; 40] = [
    "serious",
    "seriously",
    "critical",
    "critically",
    "severe",
    "severely",
    "slight",
    "slightly",
    "minor",
    "light",
    "lightly",
    "grave",
    "gravely",
    "first",
    "initial",
    "original",
    "second",
    "third",
    "latest",
    "new",
    "final",
    "last",
    "next",
    "improved",
    "raised",
    "revised",
    "previous",
    "average",
    "median",
    "annual",
    "monthly",
    "weekly",
    "daily",
    "quarterly",
    "maximum",
    "minimum",
    "cash",
    "net",
    "female",
    "male",
];

/// The facts of a report.
pub(super) fn facts(
    index: usize,
    report: &Extracted,
    names: &Names,
    contexts: &Contexts,
) -> Vec<Fact> {
    let statement_of: HashMap<usize, usize> = report
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
            tolerance: found.quantity.tolerance,
            operator: found.quantity.operator,
            standing: standing(report, found, statement, sentence.clone()),
            planned: statement.is_some_and(|statement| {
                matches!(
                    statement.factuality,
                    Factuality::Planned | Factuality::Predicted
                )
            }),
            names: clause_names(index, report, found, statement, names),
            qualifiers: qualifiers(report, found, statement),
            bag: contexts.bag(doc, sentence),
            // A title is seen first, but the body says it in full.
            place: if title {
                0.5
            } else {
                found.passage.span.start() as f32 / length
            },
            words: value_words(report, found),
            evidence: evidence(report, found.block, found.passage, statement),
            attributed: attributed(report, statement),
        });
    }
    facts
}

struct Slot {
    key: String,
    family: Option<FamilyId>,
}

/// Which table a number belongs to; `None` for numbers that fill no slot.
fn slot(report: &Extracted, found: &FoundQuantity, statement: Option<&Statement>) -> Option<Slot> {
    let quantity = &found.quantity;
    let noun = quantity.noun.as_ref().map(|noun| noun.lemma.as_str());
    let class = noun.and_then(lexicon::noun_class);
    let words = signs(report, found, statement);
    let family = |fits: &dyn Fn(Counts) -> bool| {
        words
            .iter()
            .find_map(|lemma| lexicon::family_of(lemma, fits))
    };
    match quantity.kind {
        Kind::Count => {
            let people = class.is_some_and(lexicon::is_people);
            let family = match noun {
                None => family(&|counts| counts == Counts::People),
                Some(_) if people => {
                    family(&|counts| matches!(counts, Counts::People | Counts::Any))
                }
                Some(_) => family(&|counts| {
                    matches!(counts, Counts::Things | Counts::Any | Counts::People)
                }),
            };
            // "The toll rose to 12": the noun is the family's own word.
            let own = noun.is_some_and(|noun| {
                family.is_some() && lexicon::families(noun).iter().any(|f| Some(*f) == family)
            });
            let of_people = family.is_some_and(|family| family.get().counts == Counts::People);
            let counted = match (noun, class) {
                (None, _) if of_people => "people-all".to_owned(),
                (None, _) => return None,
                (Some(_), Some(class)) => class.to_owned(),
                (Some(_), None) if own && of_people => "people-all".to_owned(),
                (Some(noun), None) => noun.to_owned(),
            };
            Some(Slot {
                key: format!("count {counted}"),
                family,
            })
        }
        Kind::Money => {
            let family = family(&|counts| counts == Counts::Money);
            Some(Slot {
                key: format!(
                    "money {} {}",
                    quantity.unit,
                    quantity.per.as_deref().unwrap_or("whole")
                ),
                family,
            })
        }
        Kind::Percent => {
            let family = family(&|counts| counts == Counts::Change);
            let of = match &quantity.of {
                Some(whole) => {
                    let block = &report.annotated.blocks()[found.block];
                    whole.token.map_or_else(String::new, |token| {
                        block.doc.token(token).lemma().to_lowercase()
                    })
                }
                None => String::new(),
            };
            let change = if family.is_some() || quantity.change.is_some() {
                "change"
            } else {
                ""
            };
            Some(Slot {
                key: format!("percent {change} {of}"),
                family,
            })
        }
        Kind::Measure => {
            let family = family(&|counts| counts == Counts::Measure);
            // "A 19-ton delivery truck": the truck weighs it, not the delivery.
            let doc = &report.annotated.blocks()[found.block].doc;
            let mut head = quantity
                .noun
                .as_ref()
                .and_then(|noun| doc.get(noun.token))?;
            while head.dep() == "compound" && !head.is_root() {
                head = head.head();
            }
            let lemma = head.lemma().to_lowercase();
            let what = lexicon::noun_class(&lemma).unwrap_or(&lemma);
            Some(Slot {
                key: format!("measure {} {what}", quantity.unit),
                family,
            })
        }
        Kind::Age => Some(Slot {
            key: "age".to_owned(),
            family: None,
        }),
        _ => None,
    }
}

/// Lemmas that can say what happened to what is counted, the nearest first.
fn signs(report: &Extracted, found: &FoundQuantity, statement: Option<&Statement>) -> Vec<String> {
    let doc = &report.annotated.blocks()[found.block].doc;
    let quantity = &found.quantity;
    let mut tokens: Vec<Token<'_>> = Vec::new();
    tokens.extend(quantity.narrowed.and_then(|token| doc.get(token)));
    tokens.extend(quantity.event.and_then(|token| doc.get(token)));
    if let Some(noun) = quantity.noun.as_ref().and_then(|noun| doc.get(noun.token)) {
        tokens.push(noun);
        tokens.extend(
            noun.children()
                .filter(|child| matches!(child.dep(), "amod" | "acl" | "relcl" | "compound")),
        );
        if let Some(oprd) = noun.head().children().find(|child| child.dep() == "oprd") {
            tokens.push(oprd);
        }
    }
    if let Some(statement) = statement {
        let predicate = doc.token(statement.predicate.token as usize);
        if !tokens
            .iter()
            .any(|token| token.index() == predicate.index())
        {
            tokens.push(predicate);
        }
        for argument in &statement.arguments {
            if matches!(argument.role, Role::Recipient | Role::Oblique | Role::Place)
                && argument.head.block as usize == found.block
            {
                tokens.push(doc.token(argument.head.token as usize));
            }
        }
    }
    let mut lemmas: Vec<String> = tokens
        .into_iter()
        .map(|token| token.lemma().to_lowercase())
        .collect();
    if let Some(statement) = statement {
        lemmas.push(statement.lemma.clone());
    }
    // People "taken to hospital" are in hospital, whatever "take" may mean elsewhere.
    if let Some(at) = lemmas.iter().position(|lemma| lemma == "hospital") {
        let hospital = lemmas.remove(at);
        lemmas.insert(0, hospital);
    }
    lemmas
}

fn standing(
    report: &Extracted,
    found: &FoundQuantity,
    statement: Option<&Statement>,
    sentence: std::ops::Range<usize>,
) -> Standing {
    let doc = &report.annotated.blocks()[found.block].doc;
    let quantity = &found.quantity;
    if let Some(statement) = statement {
        if statement.background {
            return Standing::Background;
        }
        let unsaid = statement.polarity == Polarity::Negative
            || is_denied(&statement.attribution)
            || matches!(
                statement.factuality,
                Factuality::Conditional | Factuality::Possible | Factuality::Requested
            );
        // A measure or an age holds whatever becomes of the clause round it.
        if unsaid && !matches!(quantity.kind, Kind::Age | Kind::Measure) {
            return Standing::Unsaid;
        }
        let predicate = doc.token(statement.predicate.token as usize);
        let former = predicate
            .children()
            .chain(predicate.head().children())
            .any(|child| child.dep() == "advmod" && FORMER.iter().any(|word| child.is(word)));
        if former {
            return Standing::Former;
        }
    }
    let older = sentence.clone().any(|i| doc.token(i).is("ago"))
        && sentence
            .clone()
            .any(|i| matches!(doc.token(i).lemma(), "year" | "month" | "decade"));
    if older && quantity.kind != Kind::Age {
        return Standing::Background;
    }
    let part = quantity
        .of
        .as_ref()
        .is_some_and(|whole| matches!(whole.relation, PartOf::Of | PartOf::Included))
        && quantity.kind == Kind::Count;
    let noun = quantity.noun.as_ref().and_then(|noun| doc.get(noun.token));
    let more = noun.is_some_and(|noun| {
        MORE.iter().any(|word| noun.is(word))
            || noun
                .children()
                .any(|child| MORE.iter().any(|word| child.is(word)) && child.dep() != "advmod")
    }) || quantity
        .tokens
        .clone()
        .chain(quantity.tokens.end..quantity.tokens.end + 1)
        .filter_map(|i| doc.get(i))
        .any(|token| {
            MORE.iter().any(|word| token.is(word))
                && !token.next().is_some_and(|next| next.is("than"))
        });
    if part || more {
        return Standing::Part;
    }
    Standing::Current
}

fn clause_names(
    index: usize,
    report: &Extracted,
    found: &FoundQuantity,
    statement: Option<&Statement>,
    names: &Names,
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

fn qualifiers(
    report: &Extracted,
    found: &FoundQuantity,
    statement: Option<&Statement>,
) -> Vec<String> {
    let doc = &report.annotated.blocks()[found.block].doc;
    let mut heads: Vec<Token<'_>> = Vec::new();
    heads.extend(
        found
            .quantity
            .noun
            .as_ref()
            .and_then(|noun| doc.get(noun.token)),
    );
    heads.extend(found.quantity.event.and_then(|token| doc.get(token)));
    heads.extend(
        doc.get(found.quantity.tokens.end.saturating_sub(1))
            .map(Token::head),
    );
    if let Some(statement) = statement {
        heads.push(doc.token(statement.predicate.token as usize));
    }
    let sum = matches!(found.quantity.kind, Kind::Money | Kind::Percent);
    let mut all: Vec<String> = heads
        .into_iter()
        .flat_map(|head| {
            if !sum {
                return head.children().collect();
            }
            let below = head
                .children()
                .filter(|child| child.dep() == "prep")
                .filter_map(|prep| prep.child("pobj"))
                .flat_map(Token::children);
            head.children().chain(below).collect::<Vec<_>>()
        })
        .filter(|token| matches!(token.dep(), "amod" | "advmod" | "compound" | "nmod"))
        .map(|token| token.text().to_lowercase())
        .filter(|word| QUALIFIERS.contains(&word.as_str()))
        .map(|word| match word.as_str() {
            "initial" | "original" | "previous" => "first".to_owned(),
            "improved" | "raised" | "revised" | "latest" | "final" | "last" => "new".to_owned(),
            _ => word.trim_end_matches("ly").to_owned(),
        })
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The number with what it counts: "more than 80 diggers".
fn value_words(report: &Extracted, found: &FoundQuantity) -> String {
    let block = &report.annotated.blocks()[found.block];
    let mut span = found.quantity.span;
    if let Some(noun) = &found.quantity.noun
        && found.quantity.kind == Kind::Count
        && noun.words.start() >= span.start()
        && noun.words.end() <= span.end() + 60
    {
        span = span.cover(noun.words);
    }
    let words = span.slice(block.doc.text());
    let rise = match found.quantity.change {
        Some(Change::Up) if found.quantity.kind == Kind::Percent => "up ",
        Some(Change::Down) if found.quantity.kind == Kind::Percent => "down ",
        _ => "",
    };
    format!(
        "{rise}{}",
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    )
}

/// Whom the report has it from: the innermost speaker.
pub(super) fn attributed(report: &Extracted, statement: Option<&Statement>) -> Option<String> {
    let link = statement?.attribution.first()?;
    match (link.speaker, link.mention) {
        (Some(speaker), _) => Some(report.entity(speaker).name.clone()),
        (None, Some(mention)) => Some(report.annotated.words(mention).to_owned()),
        (None, None) => None,
    }
}

/// The clause that shows what stands at `what`: its statement's, else its sentence, cut to length.
pub(super) fn evidence(
    report: &Extracted,
    block: usize,
    what: Passage,
    statement: Option<&Statement>,
) -> Passage {
    if let Some(statement) = statement
        && statement.passage.field == what.field
        && statement.passage.span.contains(what.span)
        && statement.passage.span.len() <= LONGEST
    {
        return statement.passage;
    }
    let annotated = &report.annotated.blocks()[block];
    let doc = &annotated.doc;
    let inner = annotated.tokens(what);
    if inner.is_empty() {
        return what;
    }
    let sentence = doc.sentence_of(inner.start);
    let (mut from, mut to) = (inner.start, inner.end);
    // Grow to both sides, by whole words, as long as it fits.
    loop {
        let mut grown = false;
        if from > sentence.start && doc.bytes(from - 1..to).len() <= LONGEST {
            from -= 1;
            grown = true;
        }
        if to < sentence.end && doc.bytes(from..to + 1).len() <= LONGEST {
            to += 1;
            grown = true;
        }
        if !grown {
            break;
        }
    }
    let span = Span::from(doc.bytes(from..to)).trim(doc.text());
    annotated.place(span)
}
