//! What the shown clauses themselves share and lack.

use super::features::{Laid, Shown};
use super::row::Row;
use crate::told::sentences::{Class, Term};
use crate::told::values::{Bag, Word};

/// The words and values of a shown clause.
struct Clause<'a> {
    terms: Vec<&'a Term>,
    bag: Bag,
    values: Vec<(u8, u64)>,
    length: f32,
    part: f32,
    titled: bool,
    quoted: f32,
}

impl<'a> Clause<'a> {
    fn new(laid: Laid<'a>, shown: Shown<'_>) -> Clause<'a> {
        let sentence = &laid.sentences.of[shown.report][shown.sentence];
        let inside = |term: &&Term| {
            term.span.start() >= shown.passage.span.start()
                && term.span.end() <= shown.passage.span.end()
        };
        let terms: Vec<&Term> = sentence.terms.iter().filter(inside).collect();
        let values = sentence.values.iter().filter_map(|&at| {
            let value = &laid.scene.values[shown.report][at];
            let held = shown.passage.span.contains(value.passage.span);
            held.then(|| (value.group as u8, value.amount.key()))
        });
        let quoted = terms.iter().filter(|term| term.quoted).count() as f32;
        Clause {
            bag: terms.iter().map(|term| term.word).collect(),
            values: values.collect(),
            length: shown.passage.span.len() as f32,
            part: shown.passage.span.len() as f32 / sentence.passage.span.len().max(1) as f32,
            titled: sentence.titled,
            quoted: quoted / terms.len().max(1) as f32,
            terms,
        }
    }
}

/// Puts what two clauses share and lack into the row.
pub(super) fn fill(row: &mut Row, laid: Laid<'_>, one: Shown<'_>, two: Shown<'_>) {
    let (a, b) = (Clause::new(laid, one), Clause::new(laid, two));
    let telling = |word: &Word| laid.sentences.telling(word);
    let sum = |bag: &Bag| bag.words().iter().map(telling).sum::<f32>();
    let shared: f32 = a.bag.shared(&b.bag).map(|word| telling(&word)).sum();
    row.put("clause_cosine", laid.sentences.cosine(&a.bag, &b.bag));
    row.put("clause_shared", shared);
    row.both(
        "clause_held",
        shared / sum(&a.bag).max(1e-3),
        shared / sum(&b.bag).max(1e-3),
    );
    row.both("clause_terms", a.terms.len() as f32, b.terms.len() as f32);
    row.both("clause_length", a.length, b.length);
    row.both("clause_part", a.part, b.part);
    row.both("clause_quoted", a.quoted, b.quoted);
    row.put(
        "clause_titled",
        f32::from(u8::from(a.titled)) + f32::from(u8::from(b.titled)),
    );
    for (name, class) in [
        ("clause_names", Class::Name),
        ("clause_numbers", Class::Number),
        ("clause_dates", Class::Time),
        ("clause_nouns", Class::Noun),
        ("clause_verbs", Class::Verb),
    ] {
        let own =
            |of: &Clause<'_>| of.terms.iter().filter(|term| term.class == class).count() as f32;
        let both = a.terms.iter().filter(|term| term.class == class);
        let both = both.filter(|term| b.bag.holds(term.word.id)).count() as f32;
        row.put(&format!("{name}_shared"), both);
        row.both(&format!("{name}_only"), own(&a) - both, own(&b) - both);
    }
    let equal = a
        .values
        .iter()
        .filter(|value| b.values.contains(value))
        .count() as f32;
    let apart = a.values.iter().filter(|(group, key)| {
        !b.values.contains(&(*group, *key)) && b.values.iter().any(|(other, _)| other == group)
    });
    row.put("clause_values_equal", equal);
    row.put("clause_values_apart", apart.count() as f32);
    let attributed = [one, two].map(|shown| f32::from(u8::from(shown.attributed)));
    row.both("clause_attributed", attributed[0], attributed[1]);
    valued(row, laid, one, two);
}

/// The shown values: how long they are, and how much of each the other report has as well.
fn valued(row: &mut Row, laid: Laid<'_>, one: Shown<'_>, two: Shown<'_>) {
    let bag = |shown: Shown<'_>| -> Bag {
        let words = shown.value.split(|c: char| !c.is_alphanumeric());
        let words = words.filter(|word| word.len() > 2);
        words
            .map(|word| Word::new(&crate::told::words::stem(&word.to_lowercase())))
            .collect()
    };
    let (a, b) = (bag(one), bag(two));
    let size = |shown: Shown<'_>| shown.value.split_whitespace().count() as f32;
    row.both("value_words", size(one), size(two));
    let held = |bag: &Bag, by: &Bag| match bag.words().len() {
        0 => f32::NAN,
        all => bag.shared(by).count() as f32 / all as f32,
    };
    row.put("value_shared", held(&a, &b).max(held(&b, &a)));
    let sentence = |shown: Shown<'_>| &laid.sentences.of[shown.report][shown.sentence].bag;
    row.both(
        "value_beside",
        held(&a, sentence(two)),
        held(&b, sentence(one)),
    );
    let whole = |shown: Shown<'_>| &laid.sentences.whole[shown.report];
    row.both("value_known", held(&a, whole(two)), held(&b, whole(one)));
}
