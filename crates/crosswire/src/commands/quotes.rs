//! `crosswire quotes`: who said what, in which words.

use crosswire_extract::{Extracted, Quotation};
use serde::Serialize;

use crate::args::Listing;
use crate::commands::listing::{self, Row};
use crate::status::Status;

#[derive(Serialize)]
struct Quote {
    kind: &'static str,
    speaker: Option<String>,
    cue: Option<String>,
    utterance: Option<u32>,
    why: String,
}

pub(crate) fn run(arguments: &Listing) -> anyhow::Result<Status> {
    listing::run(arguments, "report", "quotes", |extracted| {
        extracted
            .quotations
            .iter()
            .map(|quotation| row(extracted, quotation))
            .collect()
    })
}

fn row(extracted: &Extracted, quotation: &Quotation) -> Row<Quote> {
    let link = quotation.chain.first();
    let speaker = quotation
        .speaker()
        .map(|speaker| extracted.entity(speaker).name.clone());
    let mention = link
        .and_then(|link| link.mention)
        .map(|mention| extracted.annotated.words(mention).to_owned());
    let cue = link
        .and_then(|link| link.cue)
        .map(|cue| extracted.annotated.words(cue).to_owned());
    let speaker = speaker.or(mention);
    Row {
        passage: quotation.passage,
        gloss: format!(
            "{} {}",
            quotation.kind.name(),
            speaker.as_deref().unwrap_or("-")
        ),
        fields: Quote {
            kind: quotation.kind.name(),
            speaker,
            cue,
            utterance: quotation.utterance,
            why: quotation.why.clone(),
        },
    }
}
