//! What the model knows of single words: norms, rows of the vector table, and the attributes that
//! the networks read.

use crate::error::Fault;
use crate::msgpack::{self, Reader, Value};
use crate::python::{all_space, classes, lower};
use crate::strings::{base_norm, id};
use crate::thinc::floats;
use std::collections::HashMap;

/// Length of a static vector.
pub(crate) const VECTOR: usize = 300;

/// Texts of this many characters and more have no shape of their own.
const LONG: usize = 100;

/// Tables about words.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    norms: HashMap<u64, Box<str>>,
    rows: RowTable,
    vectors: Vec<f32>,
}

/// The attributes of a word, as string ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attributes {
    pub(crate) norm: u64,
    pub(crate) prefix: u64,
    pub(crate) suffix: u64,
    pub(crate) shape: u64,
    pub(crate) is_space: bool,
    /// Row of the static vectors.
    pub(crate) row: Option<u32>,
}

impl Lexicon {
    /// `vocab/lookups.bin`: the norms of single words.
    pub(crate) fn parse_norms(bytes: &[u8]) -> Result<HashMap<u64, Box<str>>, Fault> {
        let file = msgpack::parse(bytes)?;
        let table = file.get("lexeme_norm").and_then(Value::as_map);
        let table = table.ok_or_else(|| Fault::new("lexeme_norm", "is missing"))?;
        let norms = table
            .iter()
            .map(|(key, norm)| Some((key.as_u64()?, norm.as_str()?.into())));
        norms
            .collect::<Option<_>>()
            .ok_or_else(|| Fault::new("lexeme_norm", "is not a map of ids to strings"))
    }

    /// `vocab/vectors`: the static vectors, an array of NumPy's format 1.0; empty for none.
    pub(crate) fn parse_vectors(bytes: &[u8]) -> Result<Vec<f32>, Fault> {
        let header = bytes
            .strip_prefix(b"\x93NUMPY\x01\x00")
            .and_then(|rest| rest.split_first_chunk::<2>())
            .and_then(|(len, rest)| rest.split_at_checked(usize::from(u16::from_le_bytes(*len))));
        let (header, data) =
            header.ok_or_else(|| Fault::new("header", "is not that of a NumPy array 1.0"))?;
        let header = String::from_utf8_lossy(header);
        let wrong = || {
            Fault::new(
                "header",
                format!(
                    "{:?} is no array of little-endian 32-bit floats",
                    header.trim()
                ),
            )
        };
        if !header.contains("'descr': '<f4'") || !header.contains("'fortran_order': False") {
            return Err(wrong());
        }
        let shape = header
            .split_once("'shape': (")
            .and_then(|(_, rest)| rest.split_once(')'))
            .ok_or_else(wrong)?
            .0;
        let shape: Vec<usize> = shape
            .split(',')
            .filter_map(|n| n.trim().parse().ok())
            .collect();
        match shape[..] {
            [0, _] if data.is_empty() => Ok(Vec::new()),
            [rows, VECTOR] if rows.checked_mul(4 * VECTOR).is_some() => {
                floats(data, rows * VECTOR).map_err(|message| Fault::new("data", message))
            }
            _ => Err(Fault::new(
                "header",
                format!("has shape {shape:?} where (rows, {VECTOR}) belongs"),
            )),
        }
    }

    /// `vocab/key2row`: which row a word's vector is.
    pub(crate) fn parse_rows(bytes: &[u8], vectors: usize) -> Result<RowTable, Fault> {
        let mut reader = Reader::new(bytes);
        let count = reader.map_head()?;
        // The head may promise more than there is; a pair takes two bytes at least.
        let mut pairs = Vec::with_capacity(count.min(bytes.len() / 2));
        for _ in 0..count {
            let key = reader.unsigned()?;
            let row = reader.unsigned()?;
            if row >= vectors as u64 {
                return Err(Fault::new(
                    format!("key {key}"),
                    format!("is in row {row} of {vectors}"),
                ));
            }
            pairs.push((key, row as u32));
        }
        match reader.left() {
            0 => Ok(RowTable::new(&pairs)),
            left => Err(Fault::new("end", format!("{left} bytes are left over"))),
        }
    }

    pub(crate) fn new(norms: HashMap<u64, Box<str>>, rows: RowTable, vectors: Vec<f32>) -> Lexicon {
        Lexicon {
            norms,
            rows,
            vectors,
        }
    }

    /// The attributes of a word whose id is `orth`; `norm` is a special case's, empty for none.
    pub(crate) fn attributes(&self, text: &str, orth: u64, norm: &str) -> Attributes {
        let norm = match self.norms.get(&orth) {
            _ if !norm.is_empty() => id(norm),
            Some(norm) => id(norm),
            None => base_norm(text).map_or_else(|| id(&lower(text)), id),
        };
        let first = text.chars().next().map_or(0, char::len_utf8);
        let last = text.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
        Attributes {
            norm,
            prefix: id(&text[..first]),
            suffix: id(&text[last..]),
            shape: id(&shape(text)),
            is_space: all_space(text),
            row: self.rows.get(orth),
        }
    }

    /// A row of the static vectors.
    pub(crate) fn vector(&self, row: u32) -> &[f32] {
        &self.vectors[row as usize * VECTOR..][..VECTOR]
    }

    /// Whether the model has static vectors.
    pub(crate) fn has_vectors(&self) -> bool {
        !self.vectors.is_empty()
    }
}

/// Letters to `x` and `X`, digits to `d`, all else as it is, at most four of a kind in a row.
fn shape(text: &str) -> String {
    if text.chars().nth(LONG - 1).is_some() {
        return "LONG".into();
    }
    let classes = classes();
    let mut shape = String::with_capacity(text.len());
    let (mut last, mut run) = (None, 0);
    for c in text.chars() {
        let kind = if classes.alpha.contains(c) {
            if classes.upper.contains(c) { 'X' } else { 'x' }
        } else if classes.digit.contains(c) {
            'd'
        } else {
            c
        };
        run = if last == Some(kind) { run + 1 } else { 0 };
        last = Some(kind);
        if run < 4 {
            shape.push(kind);
        }
    }
    shape
}

/// From string ids, which are hashes already, to rows: the ids in buckets by their lowest bits.
///
/// A sort by bucket writes everything once and waits for nothing, which makes it three times as fast
/// to build as a hash table; a search looks through some forty ids that lie together.
#[derive(Debug, Default)]
pub(crate) struct RowTable {
    keys: Vec<u64>,
    rows: Vec<u32>,
    /// Where each bucket starts, and the end.
    starts: Vec<u32>,
}

impl RowTable {
    const BUCKET: usize = 42;

    fn new(pairs: &[(u64, u32)]) -> RowTable {
        let buckets = (pairs.len() / RowTable::BUCKET + 1).next_power_of_two();
        let bucket = |key: u64| key as usize & (buckets - 1);
        // First the sizes, one place up; then, place by place, where the next of a bucket goes.
        let mut starts = vec![0u32; buckets + 2];
        for &(key, _) in pairs {
            starts[bucket(key) + 2] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut table = RowTable {
            keys: vec![0; pairs.len()],
            rows: vec![0; pairs.len()],
            starts,
        };
        for &(key, row) in pairs {
            let next = &mut table.starts[bucket(key) + 1];
            let at = *next as usize;
            *next += 1;
            (table.keys[at], table.rows[at]) = (key, row);
        }
        table.starts.pop();
        table
    }

    /// The row of an id; the last one given for it.
    fn get(&self, key: u64) -> Option<u32> {
        let bucket = key as usize & (self.starts.len().checked_sub(2)?);
        let range = self.starts[bucket] as usize..self.starts[bucket + 1] as usize;
        let keys = &self.keys[range.clone()];
        let at = keys.iter().rposition(|&known| known == key)?;
        Some(self.rows[range.start + at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_spacys() {
        for (text, expected) in [
            ("Coffee", "Xxxxx"),
            ("USA", "XXX"),
            ("x²", "xd"),
            ("3-year-old", "d-xxxx-xxx"),
            ("......", "...."),
            ("日本", "xx"),
            ("½", "½"),
        ] {
            assert_eq!(shape(text), expected);
        }
        assert_eq!(shape(&"é".repeat(100)), "LONG");
        assert_eq!(shape(&"é".repeat(99)), "xxxx");
    }

    #[test]
    fn rows_are_found_and_others_not() {
        let pairs: Vec<(u64, u32)> = (0..1000).map(|key| (key * 8, key as u32)).collect();
        let table = RowTable::new(&pairs);
        for (key, row) in pairs {
            assert_eq!([table.get(key), table.get(key + 1)], [Some(row), None]);
        }
        let table = RowTable::new(&[(7, 1), (8, 2), (7, 3)]);
        assert_eq!(
            [7, 8, 9].map(|key| table.get(key)),
            [Some(3), Some(2), None]
        );
        assert_eq!(RowTable::new(&[]).get(5), None);
        assert_eq!(RowTable::default().get(5), None);
    }
}
