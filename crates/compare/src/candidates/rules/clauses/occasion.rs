//! On which day somebody said it: words that two reports quote tie their dates of saying together.
//!
//! A report dates a saying at the verb ("said on Thursday") or, in a sentence after it, at a noun
//! ("Wednesday's comment"). Two such dates answer one question only when both reports quote the same
//! words of the same speaker beside them.

use std::collections::BTreeSet;

use crosswire_annotate::Token;
use crosswire_calendar::{Granularity, Relation};
use crosswire_extract::{Extracted, FoundTime, Quotation, QuotationKind, TokenId};
use crosswire_report::Passage;
use crosswire_text::Span;
use crosswire_times::TimexKind;

use crate::candidates::candidate::{Rule, Ruled, Side};
use crate::lexicon::Set;
use crate::told::cast::Meet;
use crate::told::cast::speaker::{Speaker, Speakers};
use crate::told::knows::{Answer, knows};
use crate::told::shown::MOST_EVIDENCE;
use crate::told::unit::{Unit, fitting};
use crate::told::when::{When, near_enough};
use crate::told::words;
use crate::{About, FindingKind, Story};

/// At most this many dated sayings of one report are compared.
const MOST_DATED: usize = 40;
/// A noun takes up words that end at most this many bytes before it.
const FARTHEST: usize = 400;
/// Quoted words are the same when at least so many content words are shared, and half of the fewer.
const LEAST_SHARED: usize = 3;
/// The rule finds or does not: its score says no more.
const SURE: f64 = 1.0;

/// Words somebody said, with the date that the report gives for it.
struct Dated {
    report: usize,
    when: When,
    words: String,
    passage: Passage,
    speaker: Speaker,
    /// Content words of everything quoted of the speaker round there.
    quoted: BTreeSet<String>,
}

/// Conflicts on the day of words that several reports quote.
pub(crate) fn sayings(units: &[Unit], story: &Story<'_>) -> Vec<Ruled> {
    let all: Vec<Dated> = (0..story.reports.len())
        .flat_map(|report| dated(report, units, story.reports[report]))
        .collect();
    let of = |report| all.iter().filter(move |dated| dated.report == report);
    let mut findings: Vec<Ruled> = Vec::new();
    for (i, a) in all.iter().enumerate() {
        for b in &all[i + 1..] {
            if a.report == b.report
                || story.origins[a.report] == story.origins[b.report]
                || !same_speaker(a, b)
                || !same_words(a, b)
                || !parts(a, b)
            {
                continue;
            }
            let known = findings
                .iter()
                .any(|finding| [a, b].iter().all(|side| shows(finding, side)));
            if !known && !knows(of(a.report), b) && !knows(of(b.report), a) {
                findings.push(finding([a, b]));
            }
        }
    }
    findings
}

impl Answer for Dated {
    fn gives(&self, rival: &Dated) -> bool {
        let relation = self.when.relation(rival.when);
        same_speaker(self, rival) && relation.is_none_or(|lie| !lie.is_disjoint())
    }
}

fn same_speaker(a: &Dated, b: &Dated) -> bool {
    Speaker::meet(Some(&a.speaker), Some(&b.speaker)) == Meet::Same
}

fn shows(finding: &Ruled, side: &Dated) -> bool {
    finding.sides.iter().any(|row| row.report == side.report)
}

/// Whether enough of what is quoted is the same.
fn same_words(a: &Dated, b: &Dated) -> bool {
    let shared = a.quoted.intersection(&b.quoted).count();
    shared >= LEAST_SHARED
        && 2 * shared >= a.quoted.len().min(b.quoted.len())
        && !numbers_apart(a, b)
}

/// Whether each gives numbers, and none that the other gives: "31 are dead" was said one day, "36 are dead" the next.
fn numbers_apart(a: &Dated, b: &Dated) -> bool {
    let numbers = |dated: &Dated| -> BTreeSet<String> {
        let own = dated.quoted.iter().filter(|key| words::is_number(key));
        own.cloned().collect()
    };
    let (a, b) = (numbers(a), numbers(b));
    !a.is_empty() && !b.is_empty() && a.is_disjoint(&b)
}

/// Whether the dates are disjoint and can still be of one saying.
fn parts(a: &Dated, b: &Dated) -> bool {
    let disjoint = a.when.relation(b.when).is_some_and(Relation::is_disjoint);
    disjoint && near_enough([&a.words, &b.words], [a.when, b.when])
}

/// The dated sayings of a report.
fn dated(report: usize, units: &[Unit], extracted: &Extracted) -> Vec<Dated> {
    let mut found: Vec<Dated> = Vec::new();
    let mut speakers = Speakers::new(extracted);
    for (time, at) in extracted.times.iter().enumerate() {
        let Some(when) = When::of(&at.timex)
            .filter(|when| (Granularity::Day..=Granularity::Year).contains(&when.granularity()))
        else {
            continue;
        };
        let token = TokenId::new(at.block, at.timex.tokens.start);
        if at.timex.kind != TimexKind::Date || extracted.in_quotation(token).is_some() {
            continue;
        }
        let said = at_verb(time, at, extracted).or_else(|| at_noun(at, units, report, extracted));
        let Some((quotation, passage)) = said else {
            continue;
        };
        let Some(id) = quotation.speaker() else {
            continue;
        };
        let quoted = quoted(quotation, extracted);
        if found.len() < MOST_DATED && quoted.len() >= LEAST_SHARED {
            found.push(Dated {
                report,
                when,
                words: extracted.annotated.words(at.passage).to_owned(),
                passage,
                speaker: speakers.of(id),
                quoted,
            });
        }
    }
    found
}

/// "..., said the minister on Thursday": the quotation whose cue the date modifies.
fn at_verb<'a>(
    time: usize,
    at: &FoundTime,
    extracted: &'a Extracted,
) -> Option<(&'a Quotation, Passage)> {
    let statement = extracted
        .statements
        .iter()
        .find(|statement| statement.times.contains(&time))?;
    let doc = &extracted.annotated.blocks()[at.block].doc;
    // "On Friday she joked, telling the host": the date is of both.
    let is_cue = |cue: Passage| {
        let block = &extracted.annotated.blocks()[at.block];
        let inside = block.passage.field == cue.field && block.passage.span.contains(cue.span);
        let verb = block
            .tokens(cue)
            .next()
            .filter(|_| inside)
            .map(|i| doc.token(i));
        verb.is_some_and(|verb| {
            let above = matches!(verb.dep(), "advcl" | "xcomp").then(|| verb.head().index());
            let own = statement.predicate.token as usize;
            verb.index() == own || above == Some(own)
        })
    };
    let quotation = extracted.quotations.iter().find(|quotation| {
        let cue = quotation.chain.first().and_then(|link| link.cue);
        is_words(quotation) && cue.is_some_and(is_cue)
    })?;
    let link = quotation.chain.first()?;
    let parts = [link.cue, link.mention, Some(at.passage)];
    let mut parts = parts.into_iter().flatten();
    let first = parts.next()?;
    let (start, end) = parts.fold(
        (first.span.start(), first.span.end()),
        |(from, to), part| (from.min(part.span.start()), to.max(part.span.end())),
    );
    let passage = Passage {
        field: first.field,
        span: Span::new(start, end),
    };
    let fits = end - start <= MOST_EVIDENCE && at.passage.field == first.field;
    Some((quotation, if fits { passage } else { at.passage }))
}

/// "Wednesday's comment": the words quoted last before it.
fn at_noun<'a>(
    at: &FoundTime,
    units: &[Unit],
    report: usize,
    extracted: &'a Extracted,
) -> Option<(&'a Quotation, Passage)> {
    let doc = &extracted.annotated.blocks()[at.block].doc;
    let noun = doc.get(at.timex.governor?)?;
    let new = noun
        .children()
        .any(|child| child.dep() == "det" && !child.is("the"));
    if !Set::Saying.has(noun.lemma()) || new || takes_part(noun, at) {
        return None;
    }
    let quotation = extracted
        .quotations
        .iter()
        .filter(|quotation| is_words(quotation) && !quotation.chain.is_empty())
        .filter(|quotation| {
            let end = quotation.passage.span.end();
            let start = at.passage.span.start();
            quotation.passage.field == at.passage.field && end <= start && start - end <= FARTHEST
        })
        .max_by_key(|quotation| quotation.passage.span.end())?;
    let token = at.timex.tokens.start;
    let unit = units.iter().find(|unit| {
        unit.report == report && unit.block == at.block && unit.own.contains(&token)
    })?;
    let range = fitting(doc, &unit.own, token, MOST_EVIDENCE);
    Some((quotation, extracted.annotated.passage(at.block, range)))
}

/// Whether the noun says whose words it means ("the minister's statement"): then they may be others'.
fn takes_part(noun: Token<'_>, at: &FoundTime) -> bool {
    noun.children().any(|child| {
        child.dep() == "poss" && !at.timex.tokens.contains(&child.index())
            || child.dep() == "prep" && child.is("by")
    })
}

fn is_words(quotation: &Quotation) -> bool {
    matches!(quotation.kind, QuotationKind::Direct | QuotationKind::Mixed)
}

/// Content words of the speaker's quotations of one speech, or of one paragraph.
fn quoted(quotation: &Quotation, extracted: &Extracted) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for block in extracted.annotated.blocks() {
        for other in &extracted.quotations {
            let inside = |passage: Passage| {
                block.passage.field == passage.field && block.passage.span.contains(passage.span)
            };
            let together = other.utterance.is_some() && other.utterance == quotation.utterance
                || inside(quotation.passage) && other.speaker() == quotation.speaker();
            if !is_words(other) || !together || !inside(other.passage) {
                continue;
            }
            let tokens = block.tokens(other.passage).map(|i| block.doc.token(i));
            keys.extend(tokens.filter_map(words::key));
        }
    }
    keys
}

fn finding(sides: [&Dated; 2]) -> Ruled {
    let names = sides.iter().map(|side| &side.speaker.name);
    let name = names.max_by_key(|name| name.len());
    let shown = sides.iter().enumerate().map(|(answer, side)| Side {
        report: side.report,
        passage: side.passage,
        value_at: None,
        value: side.words.clone(),
        normal: side.when.normal(),
        source: None,
        answer,
    });
    Ruled {
        rule: Rule::Occasion,
        score: SURE,
        kind: FindingKind::Conflict,
        about: About::Time,
        question: format!("When did {} say it?", name.map_or("they", |name| name)),
        explanation: format!(
            "Both quote the same words; “{}” and “{}” have no moment in common.",
            sides[0].words, sides[1].words
        ),
        sides: shown.collect(),
        changed: Vec::new(),
    }
}
