//! The entity recogniser: one action a token, entities as first, inner, last or single tokens.

use crate::error::Fault;
use crate::labels::Interner;
use crate::math::{Cpu, WIDTH};
use crate::moves;
use crate::scorer::{Products, Scorer};
use crate::thinc::Network;
use std::ops::Range;

/// Tokens that the recogniser's state points its network at.
pub(crate) const FEATURES: usize = 3;

/// The entity recogniser of a model.
#[derive(Debug)]
pub(crate) struct Recogniser {
    scorer: Scorer,
    begin: Range<usize>,
    inside: Range<usize>,
    last: Range<usize>,
    unit: Range<usize>,
    outside: usize,
    /// Of each class, the label as text id.
    labels: Vec<u16>,
}

/// An entity: tokens and label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) label: u16,
}

impl Recogniser {
    pub(crate) fn parse_moves(bytes: &[u8]) -> Result<Vec<(u8, String)>, Fault> {
        let classes = moves::parse(bytes)?;
        let labels = |action: u8| {
            let labels = classes.iter().filter(move |class| class.0 == action);
            labels
                .map(|class| class.1.as_str())
                .filter(|label| !label.is_empty())
                .collect::<Vec<_>>()
        };
        let same = (2..=4).all(|action| labels(action) == labels(1));
        let outside = classes.iter().filter(|class| class.0 == 5).count() == 1;
        let empty = classes
            .iter()
            .filter(|class| class.1.is_empty())
            .all(|class| class.0 >= 4);
        if !same || !outside || !empty || classes.iter().any(|class| class.0 == 0 || class.0 > 5) {
            return Err(Fault::new(
                "moves",
                "are not those of the entity recogniser",
            ));
        }
        Ok(classes)
    }

    pub(crate) fn parse(
        network: &Network<'_>,
        classes: &[(u8, String)],
        names: &mut Interner,
    ) -> Result<Recogniser, Fault> {
        let scorer = Scorer::parse(network, FEATURES, classes.len())?;
        let range = |action: u8| {
            // A class with an empty label is never valid and stands last of its action.
            let first = classes
                .iter()
                .position(|class| class.0 == action)
                .unwrap_or(0);
            let named =
                |class: &&(u8, String)| class.0 == action && (action == 5 || !class.1.is_empty());
            first..first + classes.iter().filter(named).count()
        };
        let labels = classes.iter().map(|class| names.id(&class.1)).collect();
        Ok(Recogniser {
            scorer,
            begin: range(1),
            inside: range(2),
            last: range(3),
            unit: range(4),
            outside: range(5).start,
            labels,
        })
    }

    /// Finds the entities of a document.
    pub(crate) fn annotate(
        &self,
        cpu: Cpu,
        vectors: &[f32],
        is_space: &dyn Fn(usize) -> bool,
        sentence_starts: &[bool],
        products: &mut Products,
        found: &mut Vec<Found>,
    ) {
        found.clear();
        self.scorer.start(cpu, vectors, products);
        let n = vectors.len() / WIDTH;
        // First token and number of the label of the entity that is open.
        let mut open: Option<(usize, usize)> = None;
        for i in 0..n {
            let features = match open {
                Some((start, _)) => [i as i32, start as i32, i as i32 - 1],
                None => [i as i32, -1, -1],
            };
            let scores = self.scorer.scores(cpu, features, products);
            let more = i + 1 < n && !sentence_starts[i + 1];
            let Some((start, label)) = open else {
                let mut best = (self.outside, scores[self.outside]);
                // Classes in ascending order, so that the first of equals wins, but for O, which is last.
                for class in self.begin.clone().chain(self.unit.clone()) {
                    let valid = !is_space(i) && (more || self.unit.contains(&class));
                    let better =
                        scores[class] > best.1 || scores[class] == best.1 && class < best.0;
                    if valid && better {
                        best = (class, scores[class]);
                    }
                }
                if self.begin.contains(&best.0) {
                    open = Some((i, best.0 - self.begin.start));
                } else if self.unit.contains(&best.0) {
                    found.push(Found {
                        start: i as u32,
                        end: i as u32 + 1,
                        label: self.labels[best.0],
                    });
                }
                continue;
            };
            let (inside, last) = (self.inside.start + label, self.last.start + label);
            if more && scores[inside] >= scores[last] {
                continue;
            }
            found.push(Found {
                start: start as u32,
                end: i as u32 + 1,
                label: self.labels[last],
            });
            open = None;
        }
    }
}
