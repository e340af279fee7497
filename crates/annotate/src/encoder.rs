//! Word attributes to one vector a token: hash embeddings, a mixing layer, four window layers.
//!
//! The first window layer reads vectors that depend on the word alone, so its products are made once
//! a word; the other three make two rows from four products instead of six (see [`crate::math`]).

use crate::error::Fault;
use crate::lexicon::{Attributes, Lexicon, VECTOR};
use crate::math::{
    Cpu, Norm, PIECES, Packed, Rows, WIDTH, maxout_norm, maxout_norm_of_pairs, maxout_norm_of_sum,
    multiply, pair_up, winograd,
};
use crate::msgpack::Value;
use crate::strings::embedding_rows;
use crate::thinc::{Network, Node};

/// Window layers, each of one token to both sides; so many rows beyond a document count as well.
pub(crate) const DEPTH: usize = 4;

/// Words that are worked on at a time.
const BLOCK: usize = 64;

/// Pairs of rows that are worked on at a time: whole tiles of the product kernels, and few enough
/// that all between two layers stays in the second-level cache.
const PAIRS: usize = 48;

/// Words whose products of the first window layer are kept. Those of others are made once a document.
const KEPT: usize = 4096;

/// No place.
const NOWHERE: u32 = u32::MAX;

/// The slot of a row between two texts.
pub(crate) const GAP: u32 = u32::MAX;

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
    mix: Packed,
    mix_bias: Vec<f32>,
    mix_norm: Norm,
    /// The first window layer: what a word adds to the token after it, to its own, to the one before.
    first: Packed,
    /// The bias, at the word's own place.
    first_bias: Vec<f32>,
    first_norm: Norm,
    layers: Vec<Layer>,
}

#[derive(Debug)]
struct Table {
    seed: u32,
    rows: u32,
    weights: Vec<f32>,
}

/// A window layer that makes two rows from four products.
#[derive(Debug)]
struct Layer {
    products: [Packed; 4],
    /// The bias, which the second product takes to both rows.
    bias: Vec<f32>,
    norm: Norm,
}

/// What an encoder remembers of words, by slot: a slot is a word as far as this encoder sees it.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// Vectors before they see their neighbours.
    vectors: Vec<f32>,
    /// Products of the first window layer; those of the first [`KEPT`] words stay.
    products: Vec<f32>,
    /// Of each slot, where its products are.
    place: Vec<u32>,
    /// Slots whose products go after this document.
    passing: Vec<u32>,
}

impl Memory {
    /// Number of slots.
    pub(crate) fn len(&self) -> u32 {
        self.place.len() as u32
    }
}

/// Room to work in.
#[derive(Debug, Default)]
pub(crate) struct Room {
    inputs: Vec<f32>,
    pieces: Vec<f32>,
    next: Vec<f32>,
    missing: Vec<u32>,
}

impl Encoder {
    /// Reads a saved network with so many tables.
    pub(crate) fn parse(network: &Network<'_>, tables: usize) -> Result<Encoder, Fault> {
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
        let with_vectors = network.named_any("static_vectors").next().is_some();
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
        let [(mix, mix_norm), (first, first_norm)] = [(0, inputs), (1, 3 * WIDTH)]
            .map(|(at, inputs)| (Maxout::parse(maxouts[at], inputs), parse_norm(norms[at])));
        let (mix, first) = (mix?, first?);
        let layers = maxouts[2..].iter().zip(&norms[2..]);
        let layers = layers
            .map(|(maxout, norm)| {
                let maxout = Maxout::parse(maxout, 3 * WIDTH)?;
                Ok(Layer {
                    products: winograd(
                        |tap, i, column| maxout.weight(tap * WIDTH + i, column),
                        PIECES,
                    ),
                    norm: parse_norm(norm)?,
                    bias: maxout.bias,
                })
            })
            .collect::<Result<_, Fault>>()?;
        let mut first_bias = vec![0.0; 3 * PIECES];
        first_bias[PIECES..2 * PIECES].copy_from_slice(&first.bias);
        Ok(Encoder {
            tables,
            statics,
            mix: Packed::new(inputs, PIECES, |i, column| mix.weight(i, column)),
            mix_bias: mix.bias,
            mix_norm: mix_norm?,
            first: Packed::new(WIDTH, 3 * PIECES, |i, column| {
                first.weight(column / PIECES * WIDTH + i, column % PIECES)
            }),
            first_bias,
            first_norm: first_norm?,
            layers,
        })
    }

    /// Whether the network reads static vectors.
    pub(crate) fn reads_vectors(&self) -> bool {
        self.statics.is_some()
    }

    fn inputs(&self) -> usize {
        (self.tables.len() + usize::from(self.statics.is_some())) * WIDTH
    }

    /// Gives words slots, from the next free one on. The flag of a word says whether a plain space
    /// follows it.
    pub(crate) fn embed(
        &self,
        cpu: Cpu,
        lexicon: &Lexicon,
        words: &[(Attributes, bool)],
        room: &mut Room,
        memory: &mut Memory,
    ) {
        let width = self.inputs();
        memory
            .place
            .resize(memory.place.len() + words.len(), NOWHERE);
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
            fit(&mut room.pieces, words.len() * PIECES);
            let rows = Rows {
                data: &room.inputs,
                stride: width,
                count: words.len(),
            };
            multiply(cpu, rows, &self.mix, Some(&self.mix_bias), &mut room.pieces);
            let start = memory.vectors.len();
            memory.vectors.resize(start + words.len() * WIDTH, 0.0);
            let pieces = &room.pieces[..words.len() * PIECES];
            maxout_norm(cpu, pieces, &self.mix_norm, &mut memory.vectors[start..]);
        }
    }

    /// The vectors of tokens, given their slots: in `rows`, with [`DEPTH`] rows before and after that
    /// mean nothing. Texts in one go have at least as many [`GAP`]s between them.
    ///
    /// The network sees zeros beyond the document, but for its first layer only: the later ones see
    /// there what the layer before made of zeros. Each layer needs one row less of it at either end.
    pub(crate) fn encode(
        &self,
        cpu: Cpu,
        slots: &[u32],
        memory: &mut Memory,
        rows: &mut Vec<f32>,
        room: &mut Room,
    ) {
        let size = (slots.len() + 2 * DEPTH) * WIDTH;
        fit(rows, size);
        fit(&mut room.next, size);
        self.first_layer(cpu, slots, memory, rows, room);
        for (number, layer) in self.layers.iter().enumerate() {
            let (from, to) = (number + 2, slots.len() + 2 * DEPTH - 2 - number);
            layer.run(cpu, from..to, rows, room);
            std::mem::swap(rows, &mut room.next);
        }
        for slot in memory.passing.drain(..) {
            memory.place[slot as usize] = NOWHERE;
        }
        memory.products.truncate(KEPT * 3 * PIECES);
    }

    /// Makes the products that are not there, then the rows from them.
    fn first_layer(
        &self,
        cpu: Cpu,
        slots: &[u32],
        memory: &mut Memory,
        rows: &mut [f32],
        room: &mut Room,
    ) {
        const ROW: usize = 3 * PIECES;
        let mut places = (memory.products.len() / ROW) as u32;
        room.missing.clear();
        for &slot in slots {
            if slot != GAP && memory.place[slot as usize] == NOWHERE {
                memory.place[slot as usize] = places;
                if places as usize >= KEPT {
                    memory.passing.push(slot);
                }
                places += 1;
                room.missing.push(slot);
            }
        }
        for missing in room.missing.chunks(BLOCK) {
            room.inputs.clear();
            for &slot in missing {
                let vector = &memory.vectors[slot as usize * WIDTH..][..WIDTH];
                room.inputs.extend_from_slice(vector);
            }
            let start = memory.products.len();
            let end = start + missing.len() * ROW;
            if end > memory.products.capacity() {
                // By quarters: the list would double, and half of it would stay empty.
                let more = (missing.len() * ROW).max(KEPT / 4 * ROW);
                memory.products.reserve_exact(more);
            }
            memory.products.resize(end, 0.0);
            let words = Rows {
                data: &room.inputs,
                stride: WIDTH,
                count: missing.len(),
            };
            let out = &mut memory.products[start..];
            multiply(cpu, words, &self.first, Some(&self.first_bias), out);
        }
        let nothing = [0f32; WIDTH];
        let word = |row: usize| {
            let slot = *slots
                .get(row.checked_sub(DEPTH)?)
                .filter(|&&slot| slot != GAP)?;
            let products = &memory.products[memory.place[slot as usize] as usize * ROW..][..ROW];
            Some((&memory.vectors[slot as usize * WIDTH..][..WIDTH], products))
        };
        let products = |row: usize| word(row).map_or(&self.first_bias[..], |word| word.1);
        for row in 1..slots.len() + 2 * DEPTH - 1 {
            let parts = [
                &products(row - 1)[..PIECES],
                &products(row)[PIECES..2 * PIECES],
                &products(row + 1)[2 * PIECES..],
            ];
            let input = word(row).map_or(&nothing[..], |word| word.0);
            let out = &mut rows[row * WIDTH..(row + 1) * WIDTH];
            maxout_norm_of_sum(cpu, parts, &self.first_norm, input, out);
        }
    }
}

impl Layer {
    /// Rows of the next layer from those of this one, into `room.next`.
    fn run(&self, cpu: Cpu, range: std::ops::Range<usize>, rows: &[f32], room: &mut Room) {
        fit(&mut room.inputs, 4 * PAIRS * WIDTH);
        fit(&mut room.pieces, 4 * PAIRS * PIECES);
        let mut row = range.start;
        while row < range.end {
            let count = (range.end - row).min(2 * PAIRS);
            let pairs = count.div_ceil(2);
            let inputs = &mut room.inputs[..4 * pairs * WIDTH];
            let pieces = &mut room.pieces[..4 * pairs * PIECES];
            pair_up(cpu, &rows[(row - 1) * WIDTH..], pairs, inputs);
            for (kind, weights) in self.products.iter().enumerate() {
                let inputs = Rows {
                    data: &inputs[kind * pairs * WIDTH..],
                    stride: WIDTH,
                    count: pairs,
                };
                let bias = (kind == 1).then_some(&self.bias[..]);
                let out = &mut pieces[kind * pairs * PIECES..];
                multiply(cpu, inputs, weights, bias, out);
            }
            let place = row * WIDTH..(row + count) * WIDTH;
            let out = &mut room.next[place.clone()];
            maxout_norm_of_pairs(cpu, pieces, &self.norm, &rows[place], out);
            row += count;
        }
    }
}

/// A maxout layer as the file has it.
struct Maxout {
    weights: Vec<f32>,
    inputs: usize,
    bias: Vec<f32>,
}

impl Maxout {
    fn parse(node: &Node<'_>, inputs: usize) -> Result<Maxout, Fault> {
        let bias = node.floats("b", &[WIDTH, 3])?;
        Ok(Maxout {
            weights: node.floats("W", &[WIDTH, 3, inputs])?,
            inputs,
            bias: (0..PIECES).map(|column| bias[source(column)]).collect(),
        })
    }

    fn weight(&self, input: usize, column: usize) -> f32 {
        self.weights[source(column) * self.inputs + input]
    }
}

/// The file has the pieces of an output side by side; here all first pieces come first.
fn source(column: usize) -> usize {
    (column % WIDTH) * 3 + column / WIDTH
}

fn parse_norm(node: &Node<'_>) -> Result<Norm, Fault> {
    let floats = |name: &str| -> Result<[f32; WIDTH], Fault> {
        let values = node.floats(name, &[WIDTH])?;
        values
            .try_into()
            .map_err(|_| Fault::new(name, "has another length"))
    };
    Ok(Norm {
        scale: floats("G")?,
        shift: floats("b")?,
    })
}

/// Makes a list at least this long; what is in it does not matter.
fn fit(list: &mut Vec<f32>, len: usize) {
    if list.len() < len {
        list.resize(len, 0.0);
    }
}
