//! What a report quotes of one speaker at one go, word by word.

use std::collections::HashMap;

use crosswire_extract::QuotationKind;
use crosswire_report::{Field, Passage};
use crosswire_text::Span;

use super::lexicon::Lexicon;
use super::speakers::{Speaker, Speakers};
use super::words::{self, Word};
use crate::Story;

/// Longer ones are read to here.
const MOST_WORDS: usize = 400;

/// The pieces of one utterance as one run of words.
#[derive(Debug)]
pub(super) struct Utterance {
    /// Index of the story's report.
    pub(super) report: usize,
    pub(super) speaker: Option<Speaker>,
    /// Their spans are of the report's text.
    pub(super) words: Vec<Word>,
    /// For each word, its number in the lexicon.
    pub(super) ids: Vec<u32>,
    /// For each word, which quotation of the report it stands in.
    pub(super) pieces: Vec<usize>,
}

impl Utterance {
    /// The words `from..=to` as a passage.
    pub(super) fn passage(&self, from: usize, to: usize) -> Passage {
        Passage {
            field: Field::Text,
            span: Span::new(self.words[from].start, self.words[to].end),
        }
    }
}

/// The direct and mixed quotations of a story's reports.
pub(super) fn utterances(story: &Story<'_>, lexicon: &mut Lexicon) -> Vec<Utterance> {
    let mut all: Vec<Utterance> = Vec::new();
    for (report, extracted) in story.reports.iter().enumerate() {
        let mut open: HashMap<u32, usize> = HashMap::new();
        let mut speakers = Speakers::new(extracted);
        for (piece, quotation) in extracted.quotations.iter().enumerate() {
            let passage = quotation.passage;
            if !matches!(quotation.kind, QuotationKind::Direct | QuotationKind::Mixed)
                || passage.field != Field::Text
            {
                continue;
            }
            let known = quotation.utterance.and_then(|id| open.get(&id).copied());
            let at = known.unwrap_or_else(|| {
                all.push(Utterance {
                    report,
                    speaker: None,
                    words: Vec::new(),
                    ids: Vec::new(),
                    pieces: Vec::new(),
                });
                all.len() - 1
            });
            if let Some(id) = quotation.utterance {
                open.insert(id, at);
            }
            let utterance = &mut all[at];
            if utterance.speaker.is_none() {
                utterance.speaker = quotation.speaker().map(|id| speakers.of(id));
            }
            let first = utterance.words.last().map_or(0, |word| word.sentence);
            let text = extracted.annotated.report().words(passage);
            for (i, mut word) in words::words(text).into_iter().enumerate() {
                if utterance.words.len() >= MOST_WORDS {
                    break;
                }
                word.start += passage.span.start();
                word.end += passage.span.start();
                word.cut |= i == 0;
                word.sentence += first;
                utterance.ids.push(lexicon.number(&word));
                utterance.words.push(word);
                utterance.pieces.push(piece);
            }
        }
    }
    all.retain(|utterance| !utterance.words.is_empty());
    all
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// One quotation of a report, and who said it.
    pub(in super::super) fn said(
        report: usize,
        (text, speaker): (&str, Option<&str>),
        lexicon: &mut Lexicon,
    ) -> Utterance {
        let words = words::words(text);
        Utterance {
            report,
            speaker: speaker.map(Speaker::person),
            ids: words.iter().map(|word| lexicon.number(word)).collect(),
            pieces: vec![0; words.len()],
            words,
        }
    }
}
