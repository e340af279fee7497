//! The words that show a value: itself, its clause, the question that it answers.

use crosswire_calendar::Granularity;
use crosswire_extract::{Extracted, Statement};
use crosswire_report::Passage;
use crosswire_text::Span;

use crate::told;
use crate::told::values::{Amount, Group, Scene, Source, TypedValue};
use crate::{About, FindingKind, Normal, NormalInterval, Story};

use super::questions::Asked;

/// The longest evidence, in bytes.
const LONGEST: usize = 200;
/// A clause shorter than this is shown with its sentence.
const SHORT: usize = 70;

/// The value as the report writes it, with what it counts.
pub(super) fn words(report: &Extracted, value: &TypedValue) -> String {
    let block = &report.annotated.blocks()[value.block];
    let mut words = report.annotated.words(value.passage).to_owned();
    if let Source::Quantity(index) = value.source
        && value.group == Group::Count
        && let quantity = &report.quantities[index].quantity
        && let Some(noun) = &quantity.noun
        && noun.words.start() >= quantity.span.start()
        && noun.words.end() <= quantity.span.end() + 60
    {
        words = quantity
            .span
            .cover(noun.words)
            .slice(block.doc.text())
            .to_owned();
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The statement that holds a value, the shortest.
fn statement<'r>(report: &'r Extracted, value: &TypedValue) -> Option<&'r Statement> {
    let holds = |statement: &&Statement| match value.source {
        Source::Quantity(index) => statement.quantities.contains(&index),
        Source::Time(index) => statement.times.contains(&index),
    };
    let all = report.statements.iter().filter(holds);
    all.min_by_key(|statement| statement.passage.span.len())
}

/// Whom the report has it from.
pub(super) fn source(report: &Extracted, value: &TypedValue) -> Option<told::source::Source> {
    told::source::Source::of(report, &statement(report, value)?.attribution)
}

/// The sentence that shows a value where it is short, else its clause, else what fits.
pub(super) fn clause(report: &Extracted, value: &TypedValue) -> Passage {
    let block = &report.annotated.blocks()[value.block];
    let doc = &block.doc;
    let inner = block.tokens(value.passage);
    if inner.is_empty() {
        return value.passage;
    }
    let sentence = doc.sentence_of(inner.start);
    let whole = Span::from(doc.bytes(sentence.clone())).trim(doc.text());
    if whole.len() <= LONGEST {
        return block.place(whole);
    }
    if let Some(statement) = statement(report, value)
        && statement.passage.field == value.passage.field
        && statement.passage.span.contains(value.passage.span)
        && (SHORT..=LONGEST).contains(&statement.passage.span.len())
    {
        return statement.passage;
    }
    let (mut from, mut to) = (inner.start, inner.end);
    loop {
        let mut grown = false;
        if to < sentence.end && doc.bytes(from..to + 1).len() <= LONGEST {
            to += 1;
            grown = true;
        }
        if from > sentence.start && doc.bytes(from - 1..to).len() <= LONGEST {
            from -= 1;
            grown = true;
        }
        if !grown {
            break;
        }
    }
    let span = Span::from(doc.bytes(from..to)).trim(doc.text());
    if span.len() <= LONGEST {
        block.place(span)
    } else {
        value.passage
    }
}

pub(super) fn about(value: &TypedValue) -> About {
    match value.group {
        Group::Time => About::Time,
        _ => About::Quantity,
    }
}

/// A value as normalised.
pub(super) fn normal(report: &Extracted, value: &TypedValue) -> Normal {
    match &value.amount {
        Amount::Number { range, unit, .. } => {
            let noun = match value.source {
                Source::Quantity(index) => report.quantities[index].quantity.noun.as_ref(),
                Source::Time(_) => None,
            };
            let unit = match (unit.is_empty(), noun) {
                (true, Some(noun)) => noun.lemma.clone(),
                _ => unit.clone(),
            };
            Normal::Interval(NormalInterval {
                low: range.low,
                high: range.high,
                low_open: range.low_open,
                high_open: range.high_open,
                unit,
            })
        }
        Amount::Time(when) => when.interval.map_or(Normal::None, Normal::from),
    }
}

/// The question that the values answer.
pub(super) fn question(story: &Story<'_>, scene: &Scene, asked: &Asked) -> String {
    let held = || {
        asked
            .held
            .iter()
            .map(|(&report, &at)| (story.reports[report], &scene.values[report][at]))
    };
    let noun = held().find_map(|(report, value)| {
        let Source::Quantity(index) = value.source else {
            return None;
        };
        let quantity = &report.quantities[index].quantity;
        let noun = quantity.noun.as_ref()?;
        let doc = &report.annotated.blocks()[value.block].doc;
        let telling = matches!(doc.get(noun.token)?.pos(), "NOUN" | "PROPN");
        telling.then(|| noun.words.slice(doc.text()).to_lowercase())
    });
    let done = held().find_map(|(report, value)| {
        let Source::Quantity(index) = value.source else {
            return None;
        };
        let doc = &report.annotated.blocks()[value.block].doc;
        let event = doc.get(report.quantities[index].quantity.event?)?;
        (event.tag() == "VBN").then(|| event.text().to_lowercase())
    });
    let who = held().find_map(|(report, value)| {
        let Source::Quantity(index) = value.source else {
            return None;
        };
        let noun = report.quantities[index].quantity.noun.as_ref()?;
        let entity = report.entity_of(crosswire_extract::TokenId::new(value.block, noun.token))?;
        Some(report.entity(entity).name.clone())
    });
    let Some((report, first)) = held().next() else {
        return String::new();
    };
    let told = report.annotated.words(clause(report, first));
    let clock = match &first.amount {
        Amount::Time(when) => when.granularity() <= Granularity::Hour,
        Amount::Number { .. } => false,
    };
    match (first.group, noun, done, who) {
        (Group::Count, Some(noun), Some(done), _) => format!("How many {noun} were {done}?"),
        (Group::Count, Some(noun), None, _) => format!("How many {noun} were there?"),
        (Group::Age, _, _, Some(who)) => format!("How old is {who}?"),
        (Group::Age, Some(noun), _, None) => format!("How old is the {noun}?"),
        (Group::Time, ..) if clock => format!("At what time: “{told}”?"),
        (Group::Time, ..) => format!("When: “{told}”?"),
        (Group::Duration, ..) => format!("How long: “{told}”?"),
        _ => format!("How much: “{told}”?"),
    }
}

/// Why two values part.
pub(super) fn explanation(kind: FindingKind, one: &str, two: &str) -> String {
    match kind {
        FindingKind::Update => {
            format!("One report says “{one}”, another “{two}”: it may have changed in between.")
        }
        _ => format!("One report says “{one}”, another “{two}”: they cannot both be right."),
    }
}
