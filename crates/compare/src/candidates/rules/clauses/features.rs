//! What speaks for two units telling the same thing.

use crate::told::predicates::Carrier;
use crate::told::says;
use crate::told::unit::Unit;
use crate::told::words::{Word, Words};

/// The features of a pair, by name; the weights are in `data/clause-weights.tsv`.
pub(crate) const PAIR: [&str; 20] = [
    "cosine",
    "shared words",
    "containment",
    "rarest shared",
    "same predicate",
    "distance",
    "lateness",
    "shared numbers",
    "numbers differ",
    "shared names",
    "sentence",
    "best of both",
    "polarity differs",
    "title",
    "both titles",
    "one apposition",
    "length differs",
    "longest run",
    "roles shared",
    "roles differ",
];

/// Where "shared words" stands among them.
pub(crate) const SHARED_WORDS: usize = 1;

/// Where "same predicate" stands.
pub(crate) const SAME_PREDICATE: usize = 4;

/// Where "one apposition" stands.
pub(crate) const ONE_APPOSITION: usize = 15;

/// How many there are.
pub(crate) const PAIRS: usize = PAIR.len();

/// The features of a group, by name; the weights are in `data/clause-weights.tsv`.
pub(crate) const GROUP: [&str; 15] = [
    "strongest",
    "mean",
    "truth",
    "reports",
    "coverage",
    "position",
    "earliest",
    "title",
    "number",
    "name",
    "verb",
    "salience",
    "length",
    "common core",
    "numbers differ",
];

/// How many of a group there are.
pub(crate) const GROUPS: usize = GROUP.len();

/// The length of a unit's vector of weighed words.
pub(crate) fn norm(unit: &Unit, words: &Words) -> f32 {
    unit.words
        .iter()
        .map(|&(word, weight)| (weight * words.weight(word)).powi(2))
        .sum::<f32>()
        .sqrt()
}

/// Cosine of two units' weighed words, with what is shared.
pub(crate) struct Shared {
    pub(crate) cosine: f32,
    pub(crate) count: usize,
    pub(crate) containment: f32,
    pub(crate) rarest: f32,
}

/// Lays the words of two units side by side.
pub(crate) fn shared(a: &Unit, b: &Unit, norms: (f32, f32), words: &Words) -> Shared {
    let (mut dot, mut count, mut rarest) = (0.0f32, 0usize, 0.0f32);
    let (mut i, mut j) = (0, 0);
    while i < a.words.len() && j < b.words.len() {
        let ((x, u), (y, v)) = (a.words[i], b.words[j]);
        match x.cmp(&y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                let weight = words.weight(x);
                dot += u * v * weight * weight;
                rarest = rarest.max(weight);
                count += 1;
                i += 1;
                j += 1;
            }
        }
    }
    let least = norms.0.min(norms.1);
    Shared {
        cosine: dot / (norms.0 * norms.1).max(1e-6),
        count,
        containment: dot / (least * least).max(1e-6),
        rarest,
    }
}

/// The features of a pair; `best` is how near the pair comes to the best that either has in the
/// other's report, 0 to 1.
pub(crate) fn pair(
    (a, b): (&Unit, &Unit),
    roles: says::Shared,
    shared: &Shared,
    best: f32,
    words: &Words,
) -> [f32; PAIRS] {
    let numbers = common(&a.numbers, &b.numbers);
    let flag = |yes: bool| f32::from(u8::from(yes));
    [
        shared.cosine,
        (shared.count as f32).ln_1p(),
        shared.containment.min(1.5),
        shared.rarest,
        flag(a.heads.iter().any(|head| b.heads.contains(head))),
        (a.position - b.position).abs(),
        a.position.max(b.position),
        (numbers as f32).min(2.0),
        flag(numbers == 0 && !a.numbers.is_empty() && !b.numbers.is_empty()),
        (common(&a.names, &b.names) as f32).min(3.0),
        jaccard(&a.sentence, &b.sentence, words),
        best,
        flag(a.stance.negated != b.stance.negated),
        flag(a.title != b.title),
        flag(a.title && b.title),
        flag((a.carrier == Carrier::Apposition) != (b.carrier == Carrier::Apposition)),
        ((a.words.len() as f32) / (b.words.len().max(1) as f32))
            .ln()
            .abs(),
        (longest_run(&a.run, &b.run) as f32).ln_1p(),
        (roles.same as f32).min(2.0),
        (roles.other as f32).min(2.0),
    ]
}

/// How many ids two sorted lists share.
pub(crate) fn common(a: &[Word], b: &[Word]) -> usize {
    a.iter()
        .filter(|word| b.binary_search(word).is_ok())
        .count()
}

/// Weighed overlap of two sorted lists.
fn jaccard(a: &[Word], b: &[Word], words: &Words) -> f32 {
    let sum = |list: &[Word]| list.iter().map(|&word| words.weight(word)).sum::<f32>();
    let both: f32 = a
        .iter()
        .filter(|word| b.binary_search(word).is_ok())
        .map(|&word| words.weight(word))
        .sum();
    both / (sum(a) + sum(b) - both).max(1e-6)
}

/// The most content words in a row that stand in both.
fn longest_run(a: &[Word], b: &[Word]) -> usize {
    const MOST: usize = 60;
    let (a, b) = (&a[..a.len().min(MOST)], &b[..b.len().min(MOST)]);
    let mut row = vec![0usize; b.len() + 1];
    let mut longest = 0;
    for &x in a {
        let mut corner = 0;
        for (j, &y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { corner + 1 } else { 0 };
            longest = longest.max(row[j + 1]);
            corner = above;
        }
    }
    longest
}
