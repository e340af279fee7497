//! What stands round a fact: the content words of its sentence, weighed by how rare they are in
//! the story.

use crate::lexicon::Set;
use crosswire_annotate::Doc;
use crosswire_extract::Extracted;
use rustc_hash::FxHashMap;

/// The words of a story's sentences.
#[derive(Debug)]
pub(crate) struct Contexts {
    ids: FxHashMap<String, u32>,
    weights: Vec<f32>,
}

/// The distinct content words of one sentence, sorted.
pub(crate) type Bag = Vec<u32>;

impl Contexts {
    pub(crate) fn new(reports: &[&Extracted]) -> Contexts {
        let mut ids: FxHashMap<String, u32> = FxHashMap::default();
        let mut seen_in: Vec<u32> = Vec::new();
        let mut sentences = 0u32;
        for report in reports {
            for block in report.annotated.blocks() {
                if !block.role.asserts() {
                    continue;
                }
                for sentence in block.doc.sentences() {
                    sentences += 1;
                    let mut bag: Vec<u32> = content(&block.doc, sentence)
                        .map(|word| {
                            let next = ids.len() as u32;
                            let id = *ids.entry(word).or_insert(next);
                            if id == next {
                                seen_in.push(0);
                            }
                            id
                        })
                        .collect();
                    bag.sort_unstable();
                    bag.dedup();
                    for id in bag {
                        seen_in[id as usize] += 1;
                    }
                }
            }
        }
        let weights = seen_in
            .iter()
            .map(|&n| (1.0 + sentences as f32 / (1.0 + n as f32)).ln())
            .collect();
        Contexts { ids, weights }
    }

    /// The content words of a stretch of tokens.
    pub(crate) fn bag(&self, doc: &Doc, tokens: std::ops::Range<usize>) -> Bag {
        let mut bag: Bag = content(doc, tokens)
            .filter_map(|word| self.ids.get(&word).copied())
            .collect();
        bag.sort_unstable();
        bag.dedup();
        bag
    }

    /// Cosine of two bags.
    pub(crate) fn cosine(&self, a: &[u32], b: &[u32]) -> f32 {
        let weight = |id: u32| self.weights[id as usize] * self.weights[id as usize];
        let norm = |bag: &[u32]| bag.iter().map(|&id| weight(id)).sum::<f32>().sqrt();
        let (mut i, mut j, mut shared) = (0, 0, 0.0);
        while i < a.len() && j < b.len() {
            match a[i].cmp(&b[j]) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    shared += weight(a[i]);
                    i += 1;
                    j += 1;
                }
            }
        }
        shared / (norm(a) * norm(b)).max(1e-6)
    }
}

fn content(doc: &Doc, tokens: std::ops::Range<usize>) -> impl Iterator<Item = String> {
    tokens.filter_map(move |i| {
        let token = doc.token(i);
        let telling = matches!(token.pos(), "NOUN" | "PROPN" | "VERB" | "ADJ")
            && token.text().chars().any(char::is_alphabetic)
            && !Set::Idle.has(token.lemma());
        telling.then(|| token.lemma().to_lowercase())
    })
}
