//! The values of a whole story, with how common each word is among them.

use crosswire_extract::Extracted;
use rustc_hash::FxHashMap;

use super::{Bag, Group, TypedValue, Word, values};

/// The values of every report of a story.
#[derive(Clone, Debug)]
pub struct Scene {
    /// Per report, in text order.
    pub values: Vec<Vec<TypedValue>>,
    /// In how many contexts of the story a word stands.
    held: FxHashMap<u32, u32>,
    contexts: f32,
}

impl Scene {
    /// Reads the values of a story's reports.
    #[must_use]
    pub fn new(reports: &[&Extracted]) -> Scene {
        Scene::of(reports.iter().map(|report| values(report)).collect())
    }

    /// From values that were read before.
    #[must_use]
    pub fn of(values: Vec<Vec<TypedValue>>) -> Scene {
        let mut held: FxHashMap<u32, u32> = FxHashMap::default();
        let mut contexts = 0.0;
        for value in values.iter().flatten() {
            contexts += 1.0;
            for word in value.context.sentence.words() {
                *held.entry(word.id).or_default() += 1;
            }
        }
        Scene {
            values,
            held,
            contexts,
        }
    }

    /// How telling a word is within the story.
    #[must_use]
    pub fn telling(&self, word: &Word) -> f32 {
        let held = self.held.get(&word.id).copied().unwrap_or(1) as f32;
        ((1.0 + self.contexts / held).ln()).min(word.weight + 1.0)
    }

    /// Cosine of two bags by how telling the words are within the story.
    #[must_use]
    pub fn cosine(&self, one: &Bag, two: &Bag) -> f32 {
        one.cosine(two, |word| self.telling(word))
    }

    /// The values of one report and group.
    pub fn of_group(&self, report: usize, group: Group) -> impl Iterator<Item = usize> + '_ {
        (0..self.values[report].len()).filter(move |&at| self.values[report][at].group == group)
    }
}
