//! What each word of a story tells: the rarer in news and in the story, the more.

use crosswire_group::share_in_news;
use crosswire_report::Field;
use rustc_hash::FxHashMap;

use super::words::{self, Word};
use crate::Story;

/// Weight of the words that only hold a sentence together.
const CLOSED: f32 = 0.5;
/// Words of content weigh at least and at most this: one word is never all the evidence.
const OPEN: (f32, f32) = (0.8, 4.0);

/// The words of a story by number, with their weights in nats.
#[derive(Debug, Default)]
pub(crate) struct Rarity {
    ids: FxHashMap<String, u32>,
    weights: Vec<f32>,
}

impl Rarity {
    /// Of all that the reports of a story say, in quotation marks or not.
    pub(crate) fn of(story: &Story<'_>) -> Rarity {
        let mut rarity = Rarity::default();
        let mut counts: Vec<Count> = Vec::new();
        let mut sentences = 0usize;
        for report in &story.reports {
            let closed = closed_class(report);
            let mut at = usize::MAX;
            for word in words::words(&report.annotated.report().text) {
                if word.sentence != at {
                    at = word.sentence;
                    sentences += 1;
                }
                let id = rarity.number(&word) as usize;
                counts.resize_with(counts.len().max(id + 1), Count::default);
                let count = &mut counts[id];
                count.tokens += 1;
                count.closed += u32::from(closed.binary_search(&word.start).is_ok());
                if count.last != sentences {
                    count.last = sentences;
                    count.sentences += 1;
                }
            }
        }
        for (weight, count) in rarity.weights.iter_mut().zip(&counts) {
            *weight = if 2 * count.closed > count.tokens {
                CLOSED
            } else {
                let here = (sentences as f32 / count.sentences.max(1) as f32).ln();
                weight.min(here).clamp(OPEN.0, OPEN.1)
            };
        }
        rarity
    }

    /// The number of a word; one that is new weighs what it weighs in news at large.
    pub(crate) fn number(&mut self, word: &Word) -> u32 {
        if let Some(&id) = self.ids.get(&word.key) {
            return id;
        }
        let id = u32::try_from(self.weights.len()).unwrap_or(u32::MAX);
        self.ids.insert(word.key.clone(), id);
        let rarity = -share_in_news(&word.key).ln();
        self.weights.push(rarity.clamp(OPEN.0, OPEN.1));
        id
    }

    /// What the word tells, in nats.
    pub(crate) fn weight(&self, id: u32) -> f32 {
        self.weights.get(id as usize).copied().unwrap_or(CLOSED)
    }

    /// Whether it is a word of content.
    pub(crate) fn is_content(&self, id: u32) -> bool {
        self.weight(id) > CLOSED
    }
}

#[derive(Default)]
struct Count {
    tokens: u32,
    closed: u32,
    sentences: u32,
    last: usize,
}

/// Where in a report's text the words of closed classes begin, in order.
fn closed_class(report: &crosswire_extract::Extracted) -> Vec<usize> {
    let mut starts = Vec::new();
    for (number, block) in report.annotated.blocks().iter().enumerate() {
        if block.passage.field != Field::Text {
            continue;
        }
        for token in block.doc.tokens() {
            if matches!(
                token.pos(),
                "DET" | "ADP" | "PRON" | "AUX" | "CCONJ" | "SCONJ" | "PART" | "PUNCT" | "INTJ"
            ) {
                let place = report
                    .annotated
                    .passage(number, token.index()..token.index() + 1);
                starts.push(place.span.start());
            }
        }
    }
    starts.sort_unstable();
    starts
}
