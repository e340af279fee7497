//! Word attributes to one vector a token: hash embeddings, a mixing layer, four window layers.

use crate::error::Fault;
use crate::lexicon::{Attributes, Lexicon, VECTOR};
use crate::math::{Cpu, Norm, Packed, Rows, WIDTH, maxout_norm, multiply};
use crate::msgpack::Value;
use crate::strings::embedding_rows;
use crate::thinc::{Network, Node};

/// Window layers, each of one token to both sides; so many rows beyond a document count as well.
pub(crate) const DEPTH: usize = 4;

/// Three maxout pieces of each output.
pub(crate) const PIECES: usize = 3 * WIDTH;

/// Rows that are worked on at a time: their pieces stay in the second-level cache.
const BLOCK: usize = 64;

/// Tables of the token's text; the last two only where the network knows of spaces.
const TABLES: [(&str, usize); 6] = [
    ("NORM", 5000),
    ("PREFIX", 1000),
    ("SUFFIX", 2500),
    ("SHAPE", 2500),
    ("SPACY", 50),
    ("IS_SPACE", 50),
];

/// A network that gives each token a vector.
#[derive(Debug)]
pub(crate) struct Encoder {
    tables: Vec<Table>,
    statics: Option<Packed>,
    mix: Layer,
    layers: Vec<Layer>,
}

#[derive(Debug)]
struct Table {
    seed: u32,
    rows: u32,
    weights: Vec<f32>,
}

/// Maxout of three pieces with a layer norm.
#[derive(Debug)]
struct Layer {
    weights: Packed,
    bias: Vec<f32>,
    norm: Norm,
}

/// Room to work in.
#[derive(Debug, Default)]
pub(crate) struct Room {
    inputs: Vec<f32>,
    pieces: Vec<f32>,
    next: Vec<f32>,
}

impl Encoder {
    /// Reads a saved network with so many tables.
    pub(crate) fn parse(
        network: &Network<'_>,
        tables: usize,
        with_vectors: bool,
    ) -> Result<Encoder, Fault> {
        let columns: Vec<_> = TABLES[..tables]
            .iter()
            .map(|(name, _)| Value::Str(name))
            .collect();
        // Without static vectors the extraction has no node of this name at a fixed place; where it
        // is, it must ask for these columns.
        for node in network.named_any("extract_features") {
            node.expect("columns", &Value::Array(columns.clone()))?;
        }
        let embeds = network.named("hashembed", tables)?;
        let tables = embeds
            .iter()
            .zip(TABLES)
            .enumerate()
            .map(|(i, (node, (_, rows)))| {
                let seed = 8 + i as u32;
                node.expect("seed", &Value::Uint(u64::from(seed)))?;
                node.expect("column", &Value::Uint(i as u64))?;
                Ok(Table {
                    seed,
                    rows: rows as u32,
                    weights: node.floats("E", &[rows, WIDTH])?,
                })
            });
        let tables = tables.collect::<Result<Vec<_>, Fault>>()?;
        let statics = match network
            .named("static_vectors", usize::from(with_vectors))?
            .first()
        {
            None => None,
            Some(node) => {
                let weights = node.floats("W", &[WIDTH, VECTOR])?;
                Some(Packed::new(VECTOR, WIDTH, |i, o| weights[o * VECTOR + i]))
            }
        };
        for node in network.named("expand_window", DEPTH)? {
            node.expect("window_size", &Value::Uint(1))?;
        }
        let inputs = (tables.len() + usize::from(with_vectors)) * WIDTH;
        let (maxouts, norms) = (
            network.named("maxout", 1 + DEPTH)?,
            network.named("layernorm", 1 + DEPTH)?,
        );
        let mix = Layer::parse(maxouts[0], norms[0], inputs)?;
        let layers = maxouts[1..].iter().zip(&norms[1..]);
        let layers = layers
            .map(|(maxout, norm)| Layer::parse(maxout, norm, 3 * WIDTH))
            .collect::<Result<_, _>>()?;
        Ok(Encoder {
            tables,
            statics,
            mix,
            layers,
        })
    }

    fn inputs(&self) -> usize {
        (self.tables.len() + usize::from(self.statics.is_some())) * WIDTH
    }

    /// The vectors of words before they see their neighbours, appended to `out`. The flag of a word
    /// says whether a plain space follows it.
    pub(crate) fn embed(
        &self,
        cpu: Cpu,
        lexicon: &Lexicon,
        words: &[(Attributes, bool)],
        room: &mut Room,
        out: &mut Vec<f32>,
    ) {
        let width = self.inputs();
        for words in words.chunks(BLOCK) {
            room.inputs.clear();
            room.inputs.resize(words.len() * width, 0.0);
            for (&(word, space), input) in words.iter().zip(room.inputs.chunks_exact_mut(width)) {
                let keys = [
                    word.norm,
                    word.prefix,
                    word.suffix,
                    word.shape,
                    space.into(),
                    word.is_space.into(),
                ];
                for ((table, key), input) in self
                    .tables
                    .iter()
                    .zip(keys)
                    .zip(input.chunks_exact_mut(WIDTH))
                {
                    for row in embedding_rows(key, table.seed, table.rows) {
                        let weights = &table.weights[row as usize * WIDTH..][..WIDTH];
                        input
                            .iter_mut()
                            .zip(weights)
                            .for_each(|(sum, weight)| *sum += weight);
                    }
                }
                if let (Some(statics), Some(row)) = (&self.statics, word.row) {
                    let vector = Rows {
                        data: lexicon.vector(row),
                        stride: VECTOR,
                        count: 1,
                    };
                    multiply(
                        cpu,
                        vector,
                        statics,
                        None,
                        &mut input[self.tables.len() * WIDTH..],
                    );
                }
            }
            room.pieces.resize(BLOCK.max(words.len()) * PIECES, 0.0);
            let rows = Rows {
                data: &room.inputs,
                stride: width,
                count: words.len(),
            };
            multiply(
                cpu,
                rows,
                &self.mix.weights,
                Some(&self.mix.bias),
                &mut room.pieces,
            );
            let start = out.len();
            out.resize(start + words.len() * WIDTH, 0.0);
            let pieces = &room.pieces[..words.len() * PIECES];
            maxout_norm(cpu, pieces, &self.mix.norm, &mut out[start..], false);
        }
    }

    /// Lets every token see its neighbours. `vectors` holds [`DEPTH`] rows of zeros, one row a token,
    /// and [`DEPTH`] rows of zeros; afterwards the tokens' rows hold the result.
    ///
    /// The rows beyond the document are part of the computation: they are zero for the first layer
    /// only. The outermost of them lack a neighbour, which no token's result reaches.
    pub(crate) fn encode(&self, cpu: Cpu, vectors: &mut Vec<f32>, room: &mut Room) {
        let rows = vectors.len() / WIDTH;
        for layer in &self.layers {
            room.next.clear();
            room.next.extend_from_slice(vectors);
            room.pieces.resize(BLOCK * PIECES, 0.0);
            let mut row = 1;
            while row + 1 < rows {
                let count = BLOCK.min(rows - 1 - row);
                // Three rows in a row are the window of the middle one.
                let windows = Rows {
                    data: &vectors[(row - 1) * WIDTH..],
                    stride: WIDTH,
                    count,
                };
                multiply(
                    cpu,
                    windows,
                    &layer.weights,
                    Some(&layer.bias),
                    &mut room.pieces,
                );
                let out = &mut room.next[row * WIDTH..(row + count) * WIDTH];
                maxout_norm(cpu, &room.pieces[..count * PIECES], &layer.norm, out, true);
                row += count;
            }
            std::mem::swap(vectors, &mut room.next);
        }
    }
}

impl Layer {
    fn parse(maxout: &Node<'_>, norm: &Node<'_>, inputs: usize) -> Result<Layer, Fault> {
        let weights = maxout.floats("W", &[WIDTH, 3, inputs])?;
        let bias = maxout.floats("b", &[WIDTH, 3])?;
        // The file has the pieces of an output side by side; here all first pieces come first.
        let source = |column: usize| (column % WIDTH) * 3 + column / WIDTH;
        let floats = |name: &str| -> Result<[f32; WIDTH], Fault> {
            let values = norm.floats(name, &[WIDTH])?;
            values
                .try_into()
                .map_err(|_| Fault::new(name, "has another length"))
        };
        Ok(Layer {
            weights: Packed::new(inputs, PIECES, |i, column| {
                weights[source(column) * inputs + i]
            }),
            bias: (0..PIECES).map(|column| bias[source(column)]).collect(),
            norm: Norm {
                scale: floats("G")?,
                shift: floats("b")?,
            },
        })
    }
}
