//! The tagger: the tag of the highest score.

use crate::math::{Cpu, Packed, Rows, WIDTH, multiply};
use crate::ruler::Annotation;

/// The last layer of the tagger.
pub(crate) struct Tagger {
    pub(crate) weights: Packed,
    pub(crate) bias: Vec<f32>,
    pub(crate) tags: Vec<u16>,
}

impl Tagger {
    /// Annotates tokens with tags and nothing else, from their vectors.
    pub(crate) fn annotate(
        &self,
        cpu: Cpu,
        vectors: &[f32],
        scores: &mut Vec<f32>,
        annotations: &mut Vec<Annotation>,
    ) {
        let count = vectors.len() / WIDTH;
        let columns = self.weights.columns();
        scores.resize(count * columns, 0.0);
        let rows = Rows {
            data: vectors,
            stride: WIDTH,
            count,
        };
        multiply(cpu, rows, &self.weights, Some(&self.bias), scores);
        annotations.clear();
        annotations.extend(scores.chunks_exact(columns).map(|scores| {
            let mut best = 0;
            for (tag, score) in scores.iter().enumerate().take(self.tags.len()) {
                if *score > scores[best] {
                    best = tag;
                }
            }
            Annotation {
                tag: self.tags[best],
                ..Annotation::default()
            }
        }));
    }
}
