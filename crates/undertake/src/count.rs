//! Counts over a span of time: a number of something, and the stretch that it is said of.

use std::ops::Range;

use crosswire_annotate::{Doc, Token};
use crosswire_calendar::{Granularity, Stamp};
use crosswire_extract::{Extracted, FoundTime};
use crosswire_quantities::{Kind, Quantity};
use crosswire_report::{Field, Passage, Role};
use crosswire_text::Span;
use crosswire_times::TimexKind;
use jiff::civil::Date;

use crate::act;
use crate::due::length;
use crate::lists::ACTORS;

/// A number and its span stand no further apart than this, in tokens.
const MOST_APART: usize = 28;

/// A number of something over a span of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Count {
    /// From the number to the end of the span, or the other way round.
    pub passage: Passage,
    /// Index into [`Extracted::quantities`].
    pub quantity: usize,
    /// What is counted, in the report's words.
    pub counted: Option<Passage>,
    /// The words of the span.
    pub span: Passage,
    /// Its first day, where the report tells it.
    pub from: Option<Date>,
    /// Its last day, likewise.
    pub to: Option<Date>,
}

/// A stretch of time that something can be counted over.
struct Stretch {
    tokens: Range<usize>,
    /// The word that it hangs on.
    governor: usize,
    from: Option<Date>,
    to: Option<Date>,
    /// "since ...": whatever it hangs on, it is told of a count.
    running: bool,
}

/// Those of a report's text, in order.
pub(crate) fn find(extracted: &Extracted) -> Vec<Count> {
    let mut all = Vec::new();
    for (block, annotated) in extracted.annotated.blocks().iter().enumerate() {
        if annotated.passage.field != Field::Text
            || !matches!(
                annotated.role,
                Role::Paragraph | Role::Heading | Role::Caption
            )
        {
            continue;
        }
        let doc = &annotated.doc;
        let stretches = stretches(extracted, block, doc);
        if stretches.is_empty() {
            continue;
        }
        let first = extracted.quantities.partition_point(|it| it.block < block);
        let own = extracted.quantities[first..].iter().enumerate();
        // The clause of the last count, and its stretch: "... and paid 786 million".
        let mut before: Option<(usize, &Stretch)> = None;
        for (i, found) in own.take_while(|(_, found)| found.block == block) {
            let quantity = &found.quantity;
            let verb = quantity.tokens.end.checked_sub(1).and_then(|last| {
                clause(doc.token(quantity.noun.as_ref().map_or(last, |noun| noun.token)))
            });
            let own = of_quantity(doc, quantity, &stretches);
            let shared = before
                .zip(verb)
                .filter(|&((first, _), verb)| own.is_none() && is_beside(doc, first, verb))
                .map(|((_, stretch), _)| stretch);
            let Some(stretch) = own.or(shared) else {
                continue;
            };
            if !counts(quantity, stretch) {
                continue;
            }
            before = verb.map(|verb| (verb, stretch));
            let place = |span: Span| annotated.place(span);
            let words = |tokens: Range<usize>| place(Span::from(doc.bytes(tokens)));
            let span = words(stretch.tokens.clone());
            let counted = quantity.noun.as_ref().map(|noun| place(noun.words));
            let ends = [
                found.passage.span,
                // A shared stretch stands with the other number.
                if own.is_some() {
                    span.span
                } else {
                    found.passage.span
                },
                counted.map_or(found.passage.span, |counted| counted.span),
            ];
            let start = ends
                .iter()
                .map(|span| span.start())
                .min()
                .unwrap_or_default();
            let end = ends.iter().map(|span| span.end()).max().unwrap_or_default();
            all.push(Count {
                passage: Passage {
                    field: Field::Text,
                    span: Span::new(start, end),
                },
                quantity: first + i,
                counted,
                span,
                from: stretch.from,
                to: stretch.to,
            });
        }
    }
    all
}

/// Whether the clause of the second verb stands beside that of the first: joined by "and" or "while".
fn is_beside(doc: &Doc, first: usize, second: usize) -> bool {
    let verb = doc.token(second);
    let dated = verb.children().any(|child| child.dep() == "npadvmod");
    let joined = verb.dep() == "conj"
        || verb.dep() == "advcl"
            && verb
                .children()
                .any(|child| child.dep() == "mark" && child.is("while"));
    joined && !dated && verb.head().index() == first
}

/// Whether a quantity is of what is counted or summed.
fn counts(quantity: &Quantity, stretch: &Stretch) -> bool {
    let one = quantity.range.low == 1.0 && quantity.range.high == 1.0;
    // "arrested two women last month": those of one happening, not a count of the month.
    let few = !stretch.running && quantity.range.high < 10.0;
    match quantity.kind {
        Kind::Count => match &quantity.noun {
            Some(noun) => !one && !(few && ACTORS.contains(noun.lemma.as_str())),
            None => stretch.running && quantity.event.is_some(),
        },
        Kind::Money => quantity.per.is_none(),
        Kind::Measure => stretch.running && quantity.per.is_none(),
        Kind::Ordinal => stretch.running && quantity.noun.is_some() && !one,
        _ => false,
    }
}

/// The stretch that a quantity is told of: of those that hang on the same verb or on the noun, the nearest.
fn of_quantity<'s>(
    doc: &Doc,
    quantity: &Quantity,
    stretches: &'s [Stretch],
) -> Option<&'s Stretch> {
    let tokens = &quantity.tokens;
    let last = tokens.end.checked_sub(1)?;
    let noun = quantity.noun.as_ref().map_or(last, |noun| noun.token);
    let sentence = doc.sentence_of(noun);
    let verb = clause(doc.token(noun));
    let near = stretches.iter().filter(|stretch| {
        let gap = stretch
            .tokens
            .start
            .saturating_sub(tokens.end)
            .max(tokens.start.saturating_sub(stretch.tokens.end));
        let apart = stretch.tokens.end <= tokens.start || tokens.end <= stretch.tokens.start;
        let governor = doc.token(stretch.governor);
        // A stretch before the number is told of it within one clause alone.
        let parted = stretch.tokens.end <= tokens.start
            && stretch.tokens.start > sentence.start
            && (stretch.tokens.end..tokens.start)
                .any(|i| matches!(doc.token(i).text(), "," | "and" | ";"));
        !parted
            && sentence.contains(&stretch.tokens.start)
            && apart
            && gap <= MOST_APART
            && (clause(governor) == verb
                || stretch.governor == noun
                || governor
                    .ancestors()
                    .take(4)
                    .any(|above| above.index() == noun)
                || stretch.running && stretch.tokens.start > noun && gap <= MOST_APART / 2)
    });
    near.min_by_key(|stretch| stretch.tokens.start.abs_diff(tokens.end))
}

/// The verb of the clause that a word stands in.
fn clause(token: Token<'_>) -> Option<usize> {
    std::iter::once(token)
        .chain(token.ancestors())
        .find(|above| matches!(above.pos(), "VERB" | "AUX"))
        .map(Token::index)
}

fn stretches(extracted: &Extracted, block: usize, doc: &Doc) -> Vec<Stretch> {
    let told = extracted.annotated.report().published.map(Stamp::date);
    let first = extracted.times.partition_point(|time| time.block < block);
    let times: Vec<&FoundTime> = extracted.times[first..]
        .iter()
        .take_while(|time| time.block == block)
        .collect();
    let mut all: Vec<Stretch> = times
        .iter()
        .filter_map(|time| of_time(doc, time, told))
        .collect();
    for token in doc.tokens().filter(|token| token.is("since")) {
        let Some(stretch) = since(doc, token, &times, told) else {
            continue;
        };
        // What stands inside it is part of it.
        all.retain(|other| {
            other.tokens.end <= stretch.tokens.start || other.tokens.start >= stretch.tokens.end
        });
        all.push(stretch);
    }
    all.sort_by_key(|stretch| stretch.tokens.start);
    all
}

/// "this year", "in October", "over the past week".
fn of_time(doc: &Doc, time: &FoundTime, told: Option<Date>) -> Option<Stretch> {
    let timex = &time.timex;
    let text = doc.words(timex.tokens.clone()).to_lowercase();
    let mut start = timex.tokens.start;
    let words: Vec<&str> = text.split_whitespace().collect();
    let said = |known: &[&str]| words.iter().any(|word| known.contains(word));
    if said(&["earlier", "later", "ago", "early", "late", "same"]) {
        return None;
    }
    let joined = |at: usize, words: &[&str]| {
        at.checked_sub(1)
            .is_some_and(|before| words.iter().any(|word| doc.token(before).is(word)))
    };
    let (from, to) = match timex.kind {
        TimexKind::Date => {
            let interval = timex.interval?;
            let long = matches!(
                interval.granularity(),
                Granularity::Week
                    | Granularity::Month
                    | Granularity::Quarter
                    | Granularity::Season
                    | Granularity::Year
                    | Granularity::Decade
            );
            let from = interval.from().date();
            let to = interval.to().date().yesterday().ok()?;
            let past = told.is_none_or(|told| from <= told);
            if !long || !past || joined(start, &["by", "until", "from", "of"]) {
                return None;
            }
            // A stretch that still runs is counted up to the report.
            if let Some(told) = told.filter(|_| said(&["past"])) {
                let unit = words.last().copied().unwrap_or_default();
                let value = match unit {
                    "week" => "P1W",
                    "month" => "P1M",
                    "year" => "P1Y",
                    "decade" => "P10Y",
                    _ => return None,
                };
                let from = told.checked_sub(length(value)?).ok();
                return Some(stretch(doc, time, start, from, Some(told)));
            }
            let until = if told.is_some_and(|told| to > told) {
                told
            } else {
                Some(to)
            };
            (Some(from), until)
        }
        TimexKind::Duration => {
            let back = |word: &str| matches!(word, "past" | "last" | "recent" | "previous");
            let before = (0..2).filter_map(|i| Some(doc.token(start.checked_sub(1 + i)?)));
            let during = joined(start, &["during"]) || start >= 2 && joined(start - 1, &["during"]);
            let backward = during
                || words.iter().any(|word| back(word))
                || before
                    .clone()
                    .any(|token| back(&token.text().to_lowercase()));
            if !backward {
                return None;
            }
            while joined(start, &["past", "last", "recent", "the", "previous"]) {
                start -= 1;
            }
            let from = told.and_then(|told| told.checked_sub(length(&timex.value)?).ok());
            (from, from.and(told))
        }
        _ => return None,
    };
    Some(stretch(doc, time, start, from, to))
}

/// The stretch of an expression whose words begin at `start`, with the preposition before it.
fn stretch(
    doc: &Doc,
    time: &FoundTime,
    mut start: usize,
    from: Option<Date>,
    to: Option<Date>,
) -> Stretch {
    let timex = &time.timex;
    let is = |at: Option<usize>, words: &[&str]| {
        at.is_some_and(|at| words.iter().any(|word| doc.token(at).is(word)))
    };
    let governor = timex.governor.unwrap_or_else(|| {
        let last = doc.token(timex.tokens.end.saturating_sub(1));
        last.head().index()
    });
    let so_far = is(start.checked_sub(1), &["far"]) && is(start.checked_sub(2), &["so"]);
    let mut running = so_far || timex.kind == TimexKind::Duration;
    if so_far {
        start -= 2;
    } else if is(
        start.checked_sub(1),
        &["in", "over", "during", "within", "for", "just"],
    ) {
        start -= 1;
        running |= is(Some(start), &["over", "during"]);
    }
    Stretch {
        tokens: start..timex.tokens.end,
        governor,
        from,
        to,
        running,
    }
}

/// "since May", "since the strait was closed".
fn since(doc: &Doc, token: Token<'_>, times: &[&FoundTime], told: Option<Date>) -> Option<Stretch> {
    let (head, end) = match token.dep() {
        "prep" => (token.head(), act::end(token.index(), token)),
        "mark" => {
            let clause = token.head();
            (clause.head(), act::end(token.index(), clause))
        }
        "advmod" => return None,
        _ => (token.head(), act::end(token.index(), token.head())),
    };
    if end <= token.index() + 1 {
        return None;
    }
    let tokens = token.index()..end.min(doc.sentence_of(token.index()).end);
    let from = times
        .iter()
        .find(|time| tokens.contains(&time.timex.tokens.start))
        .and_then(|time| Some(time.timex.interval?.from().date()));
    Some(Stretch {
        tokens,
        governor: head.index(),
        from,
        to: told.filter(|_| from.is_some()),
        running: true,
    })
}
