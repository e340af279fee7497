//! Words of two sentences that stand in each other's place: "Wednesday" here, "Thursday" there.

use crate::told::sentences::{Class, Sentence, Sentences, Term, nearness};

/// At most so many words that only one sentence has are looked at.
const MOST: usize = 24;

/// A word of the one in the place of a word of the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Swap {
    /// How much speaks for one place.
    pub(super) score: f32,
    /// How near the words are in meaning; nothing where one is rare.
    pub(super) nearness: f32,
    /// What sort of words.
    pub(super) class: Option<Class>,
    /// Whether they hang on one word.
    pub(super) above: f32,
    /// Whether in one relation.
    pub(super) relation: f32,
    /// How many of the words before and after are the same.
    pub(super) beside: f32,
    /// How many of the two reports also have the other's word.
    pub(super) known: f32,
    /// How telling each is.
    pub(super) weights: (f32, f32),
    /// Whether they are opposites.
    pub(super) opposed: bool,
    /// Whether either stands in quotation marks.
    pub(super) quoted: bool,
    /// Indices of the terms.
    pub(super) terms: (usize, usize),
}

impl Default for Swap {
    fn default() -> Swap {
        Swap {
            score: 0.0,
            nearness: f32::NAN,
            class: None,
            above: f32::NAN,
            relation: f32::NAN,
            beside: f32::NAN,
            known: f32::NAN,
            weights: (f32::NAN, f32::NAN),
            opposed: false,
            quoted: false,
            terms: (0, 0),
        }
    }
}

/// Terms of the one that the other has not.
fn only<'s>(of: &'s Sentence, other: &Sentence) -> Vec<(usize, &'s Term)> {
    let own = of.terms.iter().enumerate();
    own.filter(|(_, term)| !other.bag.holds(term.word.id))
        .take(MOST)
        .collect()
}

/// The words in each other's place, each word once, what speaks most for it first.
pub(super) fn swaps(
    sentences: &Sentences,
    (first, a): (usize, &Sentence),
    (last, b): (usize, &Sentence),
) -> Vec<Swap> {
    let mut all = Vec::new();
    let theirs = only(b, a);
    for (i, one) in only(a, b) {
        for &(j, two) in &theirs {
            if one.class != two.class {
                continue;
            }
            let mut swap = swap(sentences, a, b, (i, one), (j, two));
            let known = |report: usize, term: &Term| {
                f32::from(u8::from(sentences.whole[report].holds(term.word.id)))
            };
            swap.known = known(last, one) + known(first, two);
            all.push(swap);
        }
    }
    all.sort_by(|x, y| y.score.total_cmp(&x.score).then(x.terms.cmp(&y.terms)));
    let mut kept: Vec<Swap> = Vec::new();
    for swap in all {
        let taken = |held: &Swap| held.terms.0 == swap.terms.0 || held.terms.1 == swap.terms.1;
        if !kept.iter().any(taken) {
            kept.push(swap);
        }
    }
    kept
}

fn swap(
    sentences: &Sentences,
    a: &Sentence,
    b: &Sentence,
    (i, one): (usize, &Term),
    (j, two): (usize, &Term),
) -> Swap {
    let flag = |holds: bool| f32::from(u8::from(holds));
    let above = match (one.above, two.above) {
        (Some(x), Some(y)) => flag(x.id == y.id),
        (None, None) => 0.5,
        _ => 0.0,
    };
    let relation = flag(one.relation == two.relation);
    let same = |x: Option<&Term>, y: Option<&Term>| match (x, y) {
        (Some(x), Some(y)) => flag(x.word.id == y.word.id),
        _ => 0.0,
    };
    let before = |terms: &'_ [Term], at: usize| at.checked_sub(1).map(|at| terms[at]);
    let beside = same(before(&a.terms, i).as_ref(), before(&b.terms, j).as_ref())
        + same(a.terms.get(i + 1), b.terms.get(j + 1));
    let nearness = nearness(one.lemma, two.lemma);
    let near = if nearness.is_nan() {
        0.1
    } else {
        nearness.max(0.0)
    };
    let opposed =
        matches!((one.opposite, two.opposite), (Some(x), Some(y)) if x.0 == y.0 && x.1 != y.1);
    Swap {
        score: above + 0.4 * relation + 0.5 * beside + 0.8 * near + flag(opposed),
        nearness,
        class: Some(one.class),
        above,
        relation,
        beside,
        known: 0.0,
        weights: (sentences.telling(&one.word), sentences.telling(&two.word)),
        opposed,
        quoted: one.quoted || two.quoted,
        terms: (i, j),
    }
}
