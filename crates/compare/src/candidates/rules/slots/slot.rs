//! Which slot a number fills: its table, and the family of what happened to what it counts.

use crosswire_annotate::{Doc, Token};
use crosswire_extract::{Extracted, FoundQuantity, Role, Statement};
use crosswire_quantities::{Kind, Operator};

use super::bearer;
use super::key::SlotKey;
use crate::lexicon::{self, Counts, FamilyId, Set};

/// The table of a number, and its family in it.
pub(super) struct Slot {
    pub(super) key: SlotKey,
    pub(super) family: Option<FamilyId>,
}

/// Which table a number belongs to; `None` for numbers that fill no slot.
pub(super) fn slot(
    report: &Extracted,
    found: &FoundQuantity,
    statement: Option<&Statement>,
) -> Option<Slot> {
    let quantity = &found.quantity;
    let doc = &report.annotated.blocks()[found.block].doc;
    let words = signs(report, found, statement);
    let family = |fits: &dyn Fn(Counts) -> bool| {
        words
            .iter()
            .find_map(|lemma| lexicon::family_of(lemma, fits))
    };
    let (key, family) = match quantity.kind {
        // "A two-storey house", "a three-run homer" tell what sort of thing it is.
        Kind::Count if is_compound(doc, found) => return None,
        Kind::Count => counted(found, &words)?,
        Kind::Money => {
            let of_sum = |counts| counts == Counts::Money;
            let word = bearer::sum_word(doc, found)
                .and_then(|word| lexicon::family_of(&word.lemma().to_lowercase(), of_sum));
            // "The $300 million bridge" is what it costs.
            let of_thing = || {
                let noun = quantity.noun.as_ref()?;
                (noun.token >= quantity.tokens.end)
                    .then(|| lexicon::family_named("cost"))
                    .flatten()
            };
            let key = SlotKey::Money {
                unit: quantity.unit.clone(),
                per: quantity.per.clone(),
            };
            (key, word.or_else(|| family(&of_sum)).or_else(of_thing))
        }
        Kind::Percent => {
            let moved = family(&|counts| counts == Counts::Change);
            if moved.is_some() || quantity.change.is_some() {
                let moved = moved.or_else(|| lexicon::family_named("moved"));
                (SlotKey::Change, moved)
            } else {
                (SlotKey::Share(bearer::share_word(doc, found)?), None)
            }
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
            (SlotKey::Measure(quantity.unit.clone()), family)
        }
        // "17-year-olds" are nobody in particular.
        Kind::Age if report.annotated.words(found.passage).ends_with("olds") => return None,
        Kind::Age => (SlotKey::Age, None),
        Kind::Duration if quantity.operator != Operator::Vague => (
            bearer::lasting(doc, found).map(|_| SlotKey::Duration)?,
            None,
        ),
        Kind::Score => {
            let family = family(&|counts| counts == Counts::Score)?;
            (SlotKey::Score, Some(family))
        }
        _ => return None,
    };
    Some(Slot { key, family })
}

fn counted(found: &FoundQuantity, words: &[String]) -> Option<(SlotKey, Option<FamilyId>)> {
    let noun = found.quantity.noun.as_ref().map(|noun| noun.lemma.as_str());
    let class = noun.and_then(lexicon::noun_class);
    let people = class.is_some_and(lexicon::is_people);
    // Jobs are cut, shed and go; of other things these verbs tell nothing.
    let jobs = lexicon::family_named("jobs").filter(|_| class != Some("job"));
    let family = |fits: &dyn Fn(Counts) -> bool| {
        let mut all = words
            .iter()
            .filter_map(|lemma| lexicon::family_of(lemma, fits));
        all.find(|family| Some(*family) != jobs)
    };
    let family = match (noun, class) {
        (None, _) => family(&|counts| counts == Counts::People),
        _ if people => family(&|counts| matches!(counts, Counts::People | Counts::Any)),
        (_, Some(_)) => family(&|counts| matches!(counts, Counts::Things | Counts::Any)),
        _ => family(&|counts| matches!(counts, Counts::Things | Counts::Any | Counts::People)),
    };
    // "The toll rose to 12": the noun is the family's own word.
    let own = noun.is_some_and(|noun| {
        family.is_some() && lexicon::families(noun).iter().any(|f| Some(*f) == family)
    });
    let of_people = family.is_some_and(|family| family.get().counts == Counts::People);
    let key = match (noun, class) {
        (None, _) if of_people => SlotKey::everybody(),
        (None, _) => return None,
        (Some(_), Some(class)) => SlotKey::Count(class.to_owned()),
        (Some(_), None) if own && of_people => SlotKey::everybody(),
        (Some(noun), None) => SlotKey::Count(noun.to_owned()),
    };
    Some((key, family))
}

/// Whether number and noun are joined by a hyphen.
fn is_compound(doc: &Doc, found: &FoundQuantity) -> bool {
    let glued = doc
        .get(found.quantity.tokens.end)
        .is_some_and(|token| token.text().starts_with(['-', '‑']));
    let number = found.quantity.number.end();
    let within = found.quantity.noun.as_ref().is_some_and(|noun| {
        let start = doc.bytes(noun.token..noun.token + 1).start;
        doc.text().get(number..start) == Some("-")
    });
    glued || within
}

/// Lemmas that can say what happened to what is counted, the nearest first.
fn signs(report: &Extracted, found: &FoundQuantity, statement: Option<&Statement>) -> Vec<String> {
    let doc = &report.annotated.blocks()[found.block].doc;
    let quantity = &found.quantity;
    let mut lemmas: Vec<String> = Vec::new();
    let mut say = |token: Token<'_>| {
        // "Got away" is no getting.
        let particle = token.child("prt").or_else(|| {
            token.children().find(|child| {
                child.dep() == "advmod"
                    && child.index() == token.index() + 1
                    && Set::Particle.has(child.lemma())
            })
        });
        if let Some(particle) = particle {
            lemmas.push(format!("{}_{}", token.lemma(), particle.lemma()).to_lowercase());
        }
        // "Took part", "went on strike"
        for object in token
            .children()
            .filter(|child| child.dep() == "dobj" && Set::Fixed.has(child.lemma()))
        {
            lemmas.push(format!("{}_{}", token.lemma(), object.lemma()).to_lowercase());
        }
        lemmas.push(token.lemma().to_lowercase());
    };
    let noun = quantity.noun.as_ref().and_then(|noun| doc.get(noun.token));
    for token in [quantity.narrowed, quantity.event].into_iter().flatten() {
        if let Some(token) = doc.get(token) {
            say(token);
        }
    }
    if let Some(noun) = noun {
        for child in noun.children() {
            if matches!(child.dep(), "amod" | "acl" | "relcl" | "compound") {
                say(child);
            }
        }
        // "Who had their homes destroyed", "who were left homeless"
        let light = noun
            .children()
            .filter(|child| matches!(child.dep(), "acl" | "relcl"))
            .filter(|clause| Set::Light.has(clause.lemma()));
        for clause in light {
            for child in clause.children() {
                if matches!(child.dep(), "ccomp" | "xcomp" | "oprd" | "acomp" | "dobj") {
                    say(child);
                }
            }
        }
        // "Left 12 people dead", "were found guilty"
        for child in noun.head().children() {
            if matches!(child.dep(), "oprd" | "acomp") {
                say(child);
            }
        }
        // "Homes without power", "children in hospital"
        for preposition in noun.children().filter(|child| child.dep() == "prep") {
            if let Some(object) = preposition.child("pobj")
                && (preposition.is("without") || preposition.is("in"))
            {
                say(object);
            }
        }
    }
    if let Some(statement) = statement {
        let predicate = doc.token(statement.predicate.token as usize);
        let over = predicate.head();
        say(predicate);
        // "Continued to rise", "are believed to have died": what is done lies below.
        if let Some(below) = predicate.child("xcomp") {
            say(below);
        } else if predicate.dep() == "xcomp" && over.lemma() == "have" {
            say(over);
        }
        for argument in &statement.arguments {
            let of_rest = matches!(
                argument.role,
                Role::Recipient | Role::Oblique | Role::Place | Role::Attribute
            );
            // "The number of the dead rose to 38": what rose is what is counted.
            let subject = noun.is_none() && matches!(argument.role, Role::Agent | Role::Patient);
            let here = argument.head.block as usize == found.block
                && !quantity.tokens.contains(&(argument.head.token as usize));
            if (of_rest || subject) && here {
                let head = doc.token(argument.head.token as usize);
                say(head);
                let of = head.children().find(|child| child.is("of"));
                if subject && let Some(object) = of.and_then(|of| of.child("pobj")) {
                    say(object);
                }
            }
        }
        let own = |argument: &&crosswire_extract::Argument| {
            argument.head.block as usize == found.block
                && !quantity.tokens.contains(&(argument.head.token as usize))
        };
        // "Power was cut to 500 homes": last of all, what else has part in it.
        for argument in statement.arguments.iter().filter(own) {
            if matches!(argument.role, Role::Agent | Role::Patient) {
                say(doc.token(argument.head.token as usize));
            }
        }
        lemmas.push(statement.lemma.replace(' ', "_"));
    }
    if let Some(noun) = noun {
        lemmas.push(noun.lemma().to_lowercase());
    }
    // People "taken to hospital" are in hospital, whatever "take" may mean elsewhere.
    if let Some(at) = lemmas.iter().position(|lemma| lemma == "hospital") {
        let hospital = lemmas.remove(at);
        lemmas.insert(0, hospital);
    }
    lemmas
}
