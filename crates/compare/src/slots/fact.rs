//! One typed fact of one report: a number with what it counts and what happened to it.

use std::collections::HashMap;

use crosswire_annotate::Token;
use crosswire_extract::{Extracted, Factuality, FoundQuantity, Role, Statement, TokenId};
use crosswire_quantities::{Kind, Operator, Range};
use crosswire_report::Passage;

use super::bearer::{self, Bearer};
use super::context::{Bag, Contexts};
use super::lexicon::{self, Counts, FamilyId};
use super::names::{NameId, Names};
use super::shown::{attributed, evidence, value_words};
use super::standing::{Standing, qualifiers, standing};

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
    /// Whose number it is.
    pub(super) bearer: Bearer,
    /// Names in the clause.
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
    pub(super) attributed: Option<String>,
}

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
            bearer: bearer::bearer(index, report, found, names),
            names: clause_names(index, report, found, statement, names),
            qualifiers: qualifiers(report, found, statement),
            bag: contexts.bag(doc, sentence),
            body: block.role == crosswire_report::Role::Paragraph && !title,
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
        // "A two-storey house", "a three-run homer" tell what sort of thing it is.
        Kind::Count if is_compound(report, found) => None,
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
            let of_sum = |counts| counts == Counts::Money;
            let doc = &report.annotated.blocks()[found.block].doc;
            let family = bearer::sum_word(doc, found)
                .and_then(|word| lexicon::family_of(&word.lemma().to_lowercase(), of_sum))
                .or_else(|| family(&of_sum));
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
            let by_unit = lexicon::measure_families(&quantity.unit);
            let family = match by_unit {
                [one] => lexicon::family_named(one),
                _ => words.iter().find_map(|lemma| {
                    lexicon::families(lemma).iter().copied().find(|family| {
                        let family = family.get();
                        family.counts == Counts::Measure && by_unit.contains(&family.name)
                    })
                }),
            };
            let what = measured(report, found)?;
            Some(Slot {
                key: format!("measure {} {what}", quantity.unit),
                family,
            })
        }
        // "17-year-olds" are nobody in particular.
        Kind::Age
            if report
                .annotated
                .words(found.passage)
                .trim_end()
                .ends_with("olds") =>
        {
            None
        }
        Kind::Age => Some(Slot {
            key: "age".to_owned(),
            family: None,
        }),
        _ => None,
    }
}

/// Whether number and noun are joined by a hyphen.
fn is_compound(report: &Extracted, found: &FoundQuantity) -> bool {
    let doc = &report.annotated.blocks()[found.block].doc;
    let end = found.quantity.tokens.end;
    let glued = doc
        .get(end)
        .is_some_and(|token| token.text().starts_with('-') || token.text().starts_with('‑'));
    let number = found.quantity.number.end();
    let noun = found.quantity.noun.as_ref();
    let within = noun.is_some_and(|noun| {
        let start = doc.bytes(noun.token..noun.token + 1).start;
        doc.text()
            .get(number..start)
            .is_some_and(|between| between == "-")
    });
    glued || within
}

/// What has a measure: the noun, whatever stands for it; `None` where nothing tells.
fn measured(report: &Extracted, found: &FoundQuantity) -> Option<String> {
    let doc = &report.annotated.blocks()[found.block].doc;
    let noun = found.quantity.noun.as_ref()?;
    let mut head = doc.get(noun.token)?;
    // "A 19-ton delivery truck": the truck weighs it, not the delivery.
    while head.dep() == "compound" && !head.is_root() {
        head = head.head();
    }
    // "The shaft, which is 40 m deep"
    if matches!(head.tag(), "WDT" | "WP") {
        let clause = head.ancestors().find(|token| token.dep() == "relcl")?;
        head = clause.head();
    }
    let mut lemma = head.lemma().to_lowercase();
    if head.pos() == "PRON" {
        let token = TokenId::new(found.block, head.index());
        let entity = report.mention_of(token)?.entity;
        let named = report
            .mentions
            .iter()
            .filter(|mention| mention.entity == entity)
            .map(|mention| report.annotated.token(mention.head))
            .find(|token| matches!(token.pos(), "NOUN" | "PROPN"))?;
        lemma = named.lemma().to_lowercase();
    }
    Some(lexicon::noun_class(&lemma).unwrap_or(&lemma).to_owned())
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
        // "Who had their homes destroyed", "who were left homeless"
        let light = noun
            .children()
            .filter(|child| matches!(child.dep(), "acl" | "relcl"))
            .filter(|clause| matches!(clause.lemma(), "have" | "get" | "leave" | "see" | "be"));
        for clause in light {
            tokens.extend(clause.children().filter(|child| {
                matches!(child.dep(), "ccomp" | "xcomp" | "oprd" | "acomp" | "dobj")
            }));
        }
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
