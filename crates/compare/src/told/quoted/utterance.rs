//! What a report quotes of one speaker at one go, word by word.

use crosswire_extract::QuotationKind;
use crosswire_report::{Field, Passage};
use crosswire_text::Span;
use rustc_hash::FxHashMap;

use super::rarity::Rarity;
use super::words::{self, Word};
use crate::Story;
use crate::told::cast::speaker::{Speaker, Speakers};

/// Longer ones are read to here.
const MOST_WORDS: usize = 400;

/// Words of the reporter's own that are kept on either side of a fragment.
const MOST_AROUND: usize = 6;
/// How far they are looked for, in bytes.
const AROUND: usize = 80;

/// The pieces of one utterance as one run of words.
#[derive(Debug)]
pub(crate) struct Utterance {
    /// Index of the story's report.
    pub(crate) report: usize,
    pub(crate) speaker: Option<Speaker>,
    /// Their spans are of the report's text.
    pub(crate) words: Vec<Word>,
    /// For each word, its number in the rarity.
    pub(crate) ids: Vec<u32>,
    /// For each word, which quotation of the report it stands in.
    pub(crate) pieces: Vec<usize>,
    /// Of a fragment inside the reporter's own clause, the words of that clause before and after
    /// it, as their numbers: "he regretted “not being as quick” as he should have been".
    pub(crate) around: [Vec<u32>; 2],
}

impl Utterance {
    /// The words `from..=to` as a passage; a contraction is not cut in two.
    pub(crate) fn passage(&self, from: usize, to: usize) -> Passage {
        let stem = from.checked_sub(1).map(|at| &self.words[at]);
        let stem = stem.filter(|stem| stem.end == self.words[from].start);
        let rest = self.words.get(to + 1);
        let rest = rest.filter(|rest| rest.start == self.words[to].end);
        Passage {
            field: Field::Text,
            span: Span::new(
                stem.unwrap_or(&self.words[from]).start,
                rest.unwrap_or(&self.words[to]).end,
            ),
        }
    }
}

/// The direct and mixed quotations of a story's reports.
pub(crate) fn utterances(story: &Story<'_>, rarity: &mut Rarity) -> Vec<Utterance> {
    let mut all: Vec<Utterance> = Vec::new();
    for (report, extracted) in story.reports.iter().enumerate() {
        let mut open: FxHashMap<u32, usize> = FxHashMap::default();
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
                    around: [const { Vec::new() }; 2],
                });
                all.len() - 1
            });
            if let Some(id) = quotation.utterance {
                open.insert(id, at);
            }
            let utterance = &mut all[at];
            let whole = extracted.annotated.report().field(passage.field);
            utterance.around = if known.is_none() && quotation.kind == QuotationKind::Mixed {
                around(whole, passage.span, rarity)
            } else {
                [const { Vec::new() }; 2]
            };
            // Of the pieces of one utterance one may have its speaker from a body, another from a person.
            let known = utterance.speaker.as_ref().is_some_and(Speaker::is_person);
            let speaker = quotation.speaker().map(|id| speakers.of(id));
            if !known
                && (utterance.speaker.is_none() || speaker.as_ref().is_some_and(Speaker::is_person))
            {
                utterance.speaker = speaker;
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
                utterance.ids.push(rarity.number(&word));
                utterance.words.push(word);
                utterance.pieces.push(piece);
            }
        }
    }
    all.retain(|utterance| !utterance.words.is_empty());
    all
}

/// The words of a sentence before and after a stretch of it, as far as no other marks stand there.
fn around(text: &str, span: Span, rarity: &mut Rarity) -> [Vec<u32>; 2] {
    let edge = |c: char| {
        matches!(
            c,
            '"' | '“' | '”' | '«' | '»' | '‘' | '\n' | '!' | '?' | ';'
        )
    };
    let inner = |c: char| edge(c) || matches!(c, '\'' | '’' | '`' | ',' | ' ');
    let mut from = span.start().saturating_sub(AROUND);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = text.len().min(span.end() + AROUND);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let before = text[from..span.start()].trim_end_matches(inner);
    let before = before.rsplit(edge).next().unwrap_or("");
    let before = before.rsplit(". ").next().unwrap_or("");
    let after = text[span.end()..to].trim_start_matches(inner);
    let after = after.split(edge).next().unwrap_or("");
    let after = after.split(". ").next().unwrap_or("");
    let mut numbers = |words: &[Word]| words.iter().map(|word| rarity.number(word)).collect();
    let (before, after) = (words::words(before), words::words(after));
    [
        numbers(&before[before.len().saturating_sub(MOST_AROUND)..]),
        numbers(&after[..after.len().min(MOST_AROUND)]),
    ]
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// One quotation of a report, and who said it.
    pub(crate) fn said(
        report: usize,
        (text, speaker): (&str, Option<&str>),
        rarity: &mut Rarity,
    ) -> Utterance {
        let words = words::words(text);
        Utterance {
            report,
            speaker: speaker.map(Speaker::person),
            ids: words.iter().map(|word| rarity.number(word)).collect(),
            pieces: vec![0; words.len()],
            words,
            around: [const { Vec::new() }; 2],
        }
    }

    #[test]
    fn the_clause_around_a_fragment_is_read_to_the_next_marks() {
        let mut rarity = Rarity::default();
        let text = "It rained. She had “no boat”, and regretted “not being as quick” as the others. Then we \
                    left.";
        let at = text.find("not being").unwrap_or(0);
        let [before, after] = around(text, Span::new(at, at + 18), &mut rarity);
        let mut ids = |text: &str| -> Vec<u32> {
            let words = words::words(text);
            words.iter().map(|word| rarity.number(word)).collect()
        };
        assert_eq!(before, ids("and regretted"));
        assert_eq!(after, ids("as the others"));
        for (from, to) in [(0, text.len()), (0, 0), (text.len(), text.len())] {
            around(text, Span::new(from, to), &mut Rarity::default());
        }
    }
}
