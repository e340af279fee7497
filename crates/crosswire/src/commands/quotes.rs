//! `crosswire quotes`: who said what, in which words.

use crosswire_extract::{Extracted, Polarity, Quotation};
use serde::Serialize;

use crate::args::Quotes;
use crate::commands::kept_quotes;
use crate::commands::listing::{self, Row};
use crate::status::Status;

#[derive(Serialize)]
pub(crate) struct Quote {
    kind: &'static str,
    /// The name, with the description by which the report speaks of them here where it gives them one.
    speaker: Option<String>,
    cue: Option<String>,
    utterance: Option<u32>,
    /// The chance that `speaker` is right.
    confidence: f32,
    /// Who may have said it, the likeliest first.
    candidates: Vec<Candidate>,
    why: String,
    /// Who says so, innermost first; the first link is that of `speaker` and `cue`.
    chain: Vec<Link>,
}

/// Somebody who may have said it.
#[derive(Serialize)]
struct Candidate {
    speaker: String,
    confidence: f32,
}

/// One link of an attribution chain.
#[derive(Serialize)]
struct Link {
    /// The name alone.
    speaker: Option<String>,
    /// The words that stand for the speaker.
    mention: Option<String>,
    cue: Option<String>,
    /// Whether the speaker denies or declines rather than says.
    negative: bool,
    /// Whether this link only passes on what the one before it says.
    relay: bool,
}

pub(crate) fn run(arguments: Quotes) -> anyhow::Result<Status> {
    if let Some(by) = &arguments.by {
        return kept_quotes::run(&arguments, by);
    }
    listing::run(&arguments.listing(), "report", "quotes", rows)
}

pub(crate) fn rows(extracted: &Extracted) -> Vec<Row<Quote>> {
    extracted
        .quotations
        .iter()
        .map(|quotation| row(extracted, quotation))
        .collect()
}

fn row(extracted: &Extracted, quotation: &Quotation) -> Row<Quote> {
    let words = |passage| extracted.annotated.words(passage).to_owned();
    let chain: Vec<Link> = quotation
        .chain
        .iter()
        .map(|link| Link {
            speaker: extracted.speaker_words(link),
            mention: link.mention.map(words),
            cue: link.cue.map(words),
            negative: link.polarity == Polarity::Negative,
            relay: link.relay,
        })
        .collect();
    let first = quotation.chain.first();
    let speaker = first.and_then(|link| extracted.speaker_as_told(link));
    let cue = chain.first().and_then(|link| link.cue.clone());
    let candidates = quotation.candidates.iter().map(|candidate| Candidate {
        speaker: extracted.entity(candidate.speaker).name.clone(),
        confidence: hundredths(candidate.confidence),
    });
    let candidates = candidates.collect();
    Row {
        passage: quotation.passage,
        gloss: format!(
            "{} {}{}",
            quotation.kind.name(),
            if quotation.is_sure() || quotation.chain.is_empty() {
                ""
            } else {
                "possibly "
            },
            extracted
                .attributed_to(&quotation.chain)
                .as_deref()
                .unwrap_or("-")
        ),
        fields: Quote {
            kind: quotation.kind.name(),
            speaker,
            cue,
            utterance: quotation.utterance,
            confidence: hundredths(quotation.confidence),
            candidates,
            why: quotation.why.clone(),
            chain,
        },
    }
}

/// A chance as it is told: in hundredths, and never more than it is.
fn hundredths(chance: f32) -> f32 {
    (chance * 100.0).floor() / 100.0
}
