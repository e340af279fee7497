//! String ids: how spaCy turns a string into the number that its tables are keyed by.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The id of a string: 0 for none, the number of a reserved symbol, else its hash.
pub(crate) fn id(text: &str) -> u64 {
    if text.is_empty() {
        return 0;
    }
    // Reserved names are plain words of at most `longest` ASCII letters, digits and underscores.
    let symbols = &*SYMBOLS;
    if text.len() <= symbols.longest
        && let Some(&number) = symbols.ids.get(text)
    {
        return number;
    }
    murmur64a(text.as_bytes(), 1)
}

/// MurmurHash64A.
pub(crate) fn murmur64a(bytes: &[u8], seed: u64) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    let mut hash = seed ^ (bytes.len() as u64).wrapping_mul(M);
    let (blocks, tail) = bytes.as_chunks::<8>();
    for block in blocks {
        let mut k = u64::from_le_bytes(*block).wrapping_mul(M);
        k = (k ^ k >> 47).wrapping_mul(M);
        hash = (hash ^ k).wrapping_mul(M);
    }
    if !tail.is_empty() {
        let mut last = [0; 8];
        last[..tail.len()].copy_from_slice(tail);
        hash = (hash ^ u64::from_le_bytes(last)).wrapping_mul(M);
    }
    hash = (hash ^ hash >> 47).wrapping_mul(M);
    hash ^ hash >> 47
}

/// The four rows of an embedding table of `rows` rows that a key is the sum of.
pub(crate) fn embedding_rows(key: u64, seed: u32, rows: u32) -> [u32; 4] {
    fn mix(mut x: u64) -> u64 {
        x = (x ^ x >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
        x = (x ^ x >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        x ^ x >> 33
    }
    let seed = u64::from(seed);
    let mut h1 = key
        .wrapping_mul(0x87c3_7b91_1142_53d5)
        .rotate_left(31)
        .wrapping_mul(0x4cf5_ad43_2745_937f);
    h1 ^= seed ^ 8;
    let mut h2 = seed ^ 8;
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    h1 = mix(h1);
    h2 = mix(h2);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    [
        h1 as u32 % rows,
        (h1 >> 32) as u32 % rows,
        h2 as u32 % rows,
        (h2 >> 32) as u32 % rows,
    ]
}

struct Symbols {
    ids: HashMap<&'static str, u64>,
    longest: usize,
}

static SYMBOLS: LazyLock<Symbols> = LazyLock::new(|| {
    let ids: HashMap<_, _> = include_str!("../data/symbols.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(number, name)| Some((name, number.parse().ok()?)))
        .collect();
    let longest = ids.keys().map(|name| name.len()).max().unwrap_or(0);
    Symbols { ids, longest }
});

/// spaCy's default norm of a token's text, from `data/base-norms.txt`.
pub(crate) fn base_norm(text: &str) -> Option<&'static str> {
    static NORMS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
        let lines = include_str!("../data/base-norms.txt").lines();
        lines
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once('\t'))
            .collect()
    });
    NORMS.get(text).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_spacys() {
        for (text, expected) in [
            ("", 0),
            ("X", 101),
            ("NOUN", 92),
            ("ORG", 383),
            ("_", 456),
            ("mark", 423),
            ("coffee", 3_197_928_453_018_144_401),
        ] {
            assert_eq!(id(text), expected, "{text}");
        }
    }

    #[test]
    fn the_tables_parse_and_are_sorted_and_unique() {
        assert_eq!(SYMBOLS.ids.len(), 456);
        let numbers = include_str!("../data/symbols.txt")
            .lines()
            .filter_map(|line| line.split_once('\t'));
        let numbers: Vec<u64> = numbers.map(|(number, _)| number.parse().unwrap()).collect();
        assert_eq!(numbers, (1..=456).collect::<Vec<_>>());
        let norms: Vec<_> = include_str!("../data/base-norms.txt")
            .lines()
            .skip(2)
            .collect();
        assert_eq!(norms.len(), 45);
        assert!(
            norms
                .windows(2)
                .all(|pair| pair[0].split('\t').next() < pair[1].split('\t').next())
        );
        assert_eq!(base_norm("…"), Some("..."));
    }
}
