//! The sentences of two versions of one report, those that changed laid side by side.

use std::collections::BTreeSet;

use crosswire_extract::Extracted;
use crosswire_report::{Passage, Role};
use rustc_hash::FxHashMap;

/// The share of words that two sentences have in common when one is the other, changed.
const ALIKE: f32 = 0.5;
/// Sentences of one version that share a word and are compared for it; more say nothing.
const MOST_POSTINGS: usize = 40;

/// A sentence and its words.
pub(super) struct Sentence {
    /// Where it stands.
    pub(super) passage: Passage,
    is_title: bool,
    words: BTreeSet<String>,
    key: String,
}

/// How two versions lie to each other, as numbers of sentences.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Aligned {
    /// Of the old version and of the new: one sentence, changed.
    pub(super) changed: Vec<(usize, usize)>,
    /// Of the new version alone.
    pub(super) added: Vec<usize>,
}

/// The sentences of a report, its title first.
pub(super) fn sentences(report: &Extracted) -> Vec<Sentence> {
    let annotated = &report.annotated;
    let mut sentences = Vec::new();
    for (number, block) in annotated.blocks().iter().enumerate() {
        for range in block.doc.sentences() {
            let passage = annotated.passage(number, range);
            let found: Vec<String> = annotated
                .words(passage)
                .split_whitespace()
                .map(|word| {
                    word.trim_matches(|c: char| !c.is_alphanumeric())
                        .to_lowercase()
                })
                .filter(|word| !word.is_empty())
                .collect();
            if !found.is_empty() {
                sentences.push(Sentence {
                    passage,
                    is_title: block.role == Role::Title,
                    key: found.join(" "),
                    words: found.into_iter().collect(),
                });
            }
        }
    }
    sentences
}

/// Lays the sentences of two versions side by side: the same ones first, then those most alike.
pub(super) fn aligned(old: &[Sentence], new: &[Sentence]) -> Aligned {
    let mut standing: FxHashMap<&str, usize> = FxHashMap::default();
    for sentence in old {
        *standing.entry(&sentence.key).or_default() += 1;
    }
    let mut kept: FxHashMap<&str, usize> = FxHashMap::default();
    let mut came: Vec<usize> = Vec::new();
    for (number, sentence) in new.iter().enumerate() {
        match standing.get_mut(sentence.key.as_str()) {
            Some(left) if *left > 0 => {
                *left -= 1;
                *kept.entry(&sentence.key).or_default() += 1;
            }
            _ => came.push(number),
        }
    }
    let went: Vec<usize> = (0..old.len())
        .filter(|&number| match kept.get_mut(old[number].key.as_str()) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        })
        .collect();
    let mut alike = scored(old, new, &went, &came);
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut used_old, mut used_new) = (BTreeSet::new(), BTreeSet::new());
    let mut changed = Vec::new();
    for (_, one, other) in alike {
        if !used_old.contains(&one) && !used_new.contains(&other) {
            used_old.insert(one);
            used_new.insert(other);
            changed.push((one, other));
        }
    }
    changed.sort_by_key(|pair| pair.1);
    let added = came.into_iter().filter(|number| !used_new.contains(number));
    Aligned {
        added: added.collect(),
        changed,
    }
}

/// The pairs that are alike enough, found through the words they share.
fn scored(
    old: &[Sentence],
    new: &[Sentence],
    went: &[usize],
    came: &[usize],
) -> Vec<(f32, usize, usize)> {
    let mut index: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for &number in went {
        for word in &old[number].words {
            let list = index.entry(word).or_default();
            if list.len() < MOST_POSTINGS {
                list.push(number);
            }
        }
    }
    let mut pairs = Vec::new();
    for &number in came {
        let mut shared: FxHashMap<usize, usize> = FxHashMap::default();
        for word in &new[number].words {
            for &other in index.get(word.as_str()).into_iter().flatten() {
                *shared.entry(other).or_default() += 1;
            }
        }
        for (other, shared) in shared {
            let (one, two) = (&old[other], &new[number]);
            let dice = 2.0 * shared as f32 / (one.words.len() + two.words.len()) as f32;
            if dice >= ALIKE && one.is_title == two.is_title {
                pairs.push((dice, other, number));
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use crosswire_report::Field;
    use crosswire_text::Span;

    use super::{Aligned, Passage, Sentence, aligned};

    fn of(texts: &[&str]) -> Vec<Sentence> {
        let sentence = |text: &&str| Sentence {
            passage: Passage {
                field: Field::Text,
                span: Span::new(0, 0),
            },
            is_title: false,
            words: text.split(' ').map(str::to_owned).collect(),
            key: (*text).to_owned(),
        };
        texts.iter().map(sentence).collect()
    }

    #[test]
    fn same_changed_and_added() {
        let old = of(&["three people died at sea", "the boat sank", "the boat sank"]);
        let new = of(&[
            "the boat sank",
            "a note",
            "five people died at sea",
            "the boat sank",
        ]);
        let expected = Aligned {
            changed: vec![(0, 2)],
            added: vec![1],
        };
        assert_eq!(aligned(&old, &new), expected);
    }

    #[test]
    fn hostile_repetition_stays_fast() {
        let many: Vec<String> = (0..4000).map(|i| format!("a b c d {i}")).collect();
        let more: Vec<String> = (0..4000).map(|i| format!("a b c e {i}")).collect();
        let texts = |all: &[String]| of(&all.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(aligned(&texts(&many), &texts(&more)).changed.len() <= 4000);
    }
}
