//! The network that scores a transition system's actions from the tokens that its state points at.

use crate::error::Fault;
use crate::math::{Cpu, Packed, Rows, WIDTH, multiply, multiply_view};
use crate::msgpack::Value;
use crate::thinc::Network;

/// Hidden units.
const HIDDEN: usize = 64;
/// Two maxout pieces of each.
const PIECES: usize = 2 * HIDDEN;
/// Tokens whose products are computed at a time.
const BLOCK: usize = 64;
/// Tokens whose products are kept. States rarely look further back; when they do, the products are
/// computed again, so that memory does not grow with the document.
const KEPT: usize = 1024;

/// Scores of actions.
#[derive(Debug)]
pub(crate) struct Scorer {
    project: Packed,
    project_bias: Vec<f32>,
    /// What a token adds to the hidden layer, feature by feature, all first pieces before all second.
    lower: Packed,
    lower_bias: Vec<f32>,
    /// What a missing token adds, feature by feature.
    missing: Vec<f32>,
    upper: Packed,
    upper_bias: Vec<f32>,
}

/// One document's products, and room to work in.
#[derive(Debug, Default)]
pub(crate) struct Products {
    projected: Vec<f32>,
    /// Of each kept token, of each feature, the products.
    kept: Vec<f32>,
    /// Of a token that is not kept, the products of one feature.
    again: Vec<f32>,
    computed: usize,
    tokens: usize,
    hidden: Vec<f32>,
    scores: Vec<f32>,
}

impl Scorer {
    pub(crate) fn parse(
        network: &Network<'_>,
        features: usize,
        classes: usize,
    ) -> Result<Scorer, Fault> {
        let affine = network.named("precomputable_affine", 1)?[0];
        let linear = network.named("linear", 2)?;
        for node in network.named_any("parser_model") {
            node.expect("has_upper", &Value::Bool(true))?;
        }
        let (upper, project) = (linear[0], linear[1]);
        let weights = affine.floats("W", &[features, HIDDEN, 2, HIDDEN])?;
        let bias = affine.floats("b", &[HIDDEN, 2])?;
        let pad = affine.floats("pad", &[1, features, HIDDEN, 2])?;
        let projection = project.floats("W", &[HIDDEN, WIDTH])?;
        let top = upper.floats("W", &[classes, HIDDEN])?;
        let source = |column: usize| (column % HIDDEN) * 2 + column / HIDDEN;
        let lower = Packed::new(HIDDEN, features * PIECES, |i, column| {
            weights[(column / PIECES * PIECES + source(column % PIECES)) * HIDDEN + i]
        });
        let upper_weights = Packed::new(HIDDEN, classes, |i, class| top[class * HIDDEN + i]);
        let mut upper_bias = upper.floats("b", &[classes])?;
        upper_bias.resize(upper_weights.columns(), 0.0);
        Ok(Scorer {
            project: Packed::new(WIDTH, HIDDEN, |i, o| projection[o * WIDTH + i]),
            project_bias: project.floats("b", &[HIDDEN])?,
            lower,
            lower_bias: (0..PIECES).map(|column| bias[source(column)]).collect(),
            missing: (0..features * PIECES)
                .map(|at| pad[at / PIECES * PIECES + source(at % PIECES)])
                .collect(),
            upper: upper_weights,
            upper_bias,
        })
    }

    /// Begins a document of so many tokens.
    pub(crate) fn start(&self, cpu: Cpu, vectors: &[f32], products: &mut Products) {
        products.tokens = vectors.len() / WIDTH;
        products.computed = 0;
        products.projected.resize(products.tokens * HIDDEN, 0.0);
        let rows = Rows {
            data: vectors,
            stride: WIDTH,
            count: products.tokens,
        };
        multiply(
            cpu,
            rows,
            &self.project,
            Some(&self.project_bias),
            &mut products.projected,
        );
        let needed = products.tokens.next_multiple_of(BLOCK).min(KEPT) * self.lower.columns();
        if products.kept.len() < needed {
            products.kept.resize(needed, 0.0);
        }
        products.again.resize(PIECES, 0.0);
        products.hidden.resize(HIDDEN, 0.0);
        products.scores.resize(self.upper.columns(), 0.0);
    }

    /// The scores of all actions in a state with these feature tokens (none: -1).
    pub(crate) fn scores<'p, const F: usize>(
        &self,
        cpu: Cpu,
        tokens: [i32; F],
        products: &'p mut Products,
    ) -> &'p [f32] {
        let newest = tokens.iter().copied().max().unwrap_or(-1);
        while (products.computed as i64) <= i64::from(newest) {
            self.compute_block(cpu, products);
        }
        let mut sums = [0f32; PIECES];
        for (feature, token) in tokens.into_iter().enumerate() {
            let row: &[f32] = match usize::try_from(token) {
                Err(_) => &self.missing[feature * PIECES..][..PIECES],
                Ok(token) if token + KEPT < products.computed => {
                    let row = Rows {
                        data: &products.projected[token * HIDDEN..],
                        stride: HIDDEN,
                        count: 1,
                    };
                    let lower = self.lower.part(feature * PIECES..(feature + 1) * PIECES);
                    multiply_view(cpu, row, lower, None, &mut products.again);
                    &products.again
                }
                Ok(token) => &products.kept[(token % KEPT * F + feature) * PIECES..][..PIECES],
            };
            sums.iter_mut()
                .zip(row)
                .for_each(|(sum, value)| *sum += value);
        }
        sums.iter_mut()
            .zip(&self.lower_bias)
            .for_each(|(sum, value)| *sum += value);
        let (first, second) = sums.split_at(HIDDEN);
        for ((hidden, &a), &b) in products.hidden.iter_mut().zip(first).zip(second) {
            *hidden = if b > a { b } else { a };
        }
        let hidden = Rows {
            data: &products.hidden,
            stride: HIDDEN,
            count: 1,
        };
        multiply(
            cpu,
            hidden,
            &self.upper,
            Some(&self.upper_bias),
            &mut products.scores,
        );
        &products.scores
    }

    fn compute_block(&self, cpu: Cpu, products: &mut Products) {
        let start = products.computed;
        let count = BLOCK.min(products.tokens - start);
        let rows = Rows {
            data: &products.projected[start * HIDDEN..],
            stride: HIDDEN,
            count,
        };
        // Blocks divide what is kept, so that one lies together.
        let out = &mut products.kept[start % KEPT * self.lower.columns()..];
        multiply(cpu, rows, &self.lower, None, out);
        products.computed = start + count;
    }
}
