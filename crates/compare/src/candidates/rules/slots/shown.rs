//! The words of a report that show a number: value, clause, source.

use crosswire_extract::{Extracted, FoundQuantity, Statement};
use crosswire_quantities::{Change, Kind};
use crosswire_report::Passage;
use crosswire_text::Span;

use crate::told::source::Source;

/// The longest evidence, in bytes.
const LONGEST: usize = 200;

/// The number with what it counts: "more than 80 diggers".
pub(super) fn value_words(report: &Extracted, found: &FoundQuantity) -> String {
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

/// Whom the report has it from.
pub(in crate::candidates::rules) fn source(
    report: &Extracted,
    statement: Option<&Statement>,
) -> Option<Source> {
    Source::of(report, &statement?.attribution)
}

/// The clause that shows what stands at `what`: its statement's, else its sentence, cut to length.
pub(in crate::candidates::rules) fn evidence(
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

/// An infinitive shown with the clause over it, which says who: "the firm gave up gains to fall 3%".
pub(super) fn with_subject(
    report: &Extracted,
    block: usize,
    statement: &Statement,
) -> Option<Passage> {
    let annotated = &report.annotated.blocks()[block];
    let doc = &annotated.doc;
    let verb = doc.get(statement.predicate.token as usize)?;
    let infinitive = verb.tag() == "VB"
        && matches!(verb.dep(), "xcomp" | "advcl")
        && verb.children().any(|child| child.is("to"))
        && verb.child("nsubj").is_none();
    let subject = infinitive.then(|| verb.head().child("nsubj")).flatten()?;
    let clause = annotated.tokens(statement.passage);
    let whole = subject.subtree().start..clause.end;
    if whole.start >= clause.start {
        return None;
    }
    let span = Span::from(doc.bytes(whole)).trim(doc.text());
    (span.len() <= LONGEST).then(|| annotated.place(span))
}
