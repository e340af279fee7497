//! How alike the questions are that two values answer, in numbers.

use crate::told::values::{Amount, Bag, Context, Scene, TypedValue, Word};

/// The names of what [`likeness`] gives, in order.
pub const LIKENESS: [&str; 63] = [
    "near",
    "around",
    "sentence",
    "before",
    "crossed",
    "near_story",
    "around_story",
    "sentence_story",
    "noun",
    "noun_near",
    "verb",
    "verb_near",
    "event",
    "event_verb",
    "above",
    "relation",
    "path",
    "preposition",
    "previous",
    "next",
    "clause_names",
    "sentence_names",
    "owner",
    "described",
    "owner_words",
    "gender",
    "agent",
    "patient",
    "agent_patient",
    "narrowing",
    "narrowing_both",
    "others",
    "others_share",
    "others_least",
    "speaker",
    "attributed",
    "factuality",
    "factual",
    "negative",
    "background",
    "quoted",
    "tense",
    "stated",
    "at_least",
    "at_most",
    "at_apart",
    "line_least",
    "line_most",
    "rank_least",
    "rank_apart",
    "length_least",
    "length_most",
    "titled",
    "caption",
    "first",
    "group",
    "unit",
    "per",
    "change",
    "part",
    "rarest",
    "shared_weight",
    "unshared_least",
];

/// How alike the questions of two values are: one number for each of [`LIKENESS`], `NaN` where
/// nothing can be said. The same whichever comes first.
#[must_use]
pub fn likeness(scene: &Scene, one: &TypedValue, two: &TypedValue) -> [f32; LIKENESS.len()] {
    let (a, b) = (&one.context, &two.context);
    let plain = |x: &Bag, y: &Bag| x.cosine(y, |word| word.weight);
    let story = |x: &Bag, y: &Bag| scene.cosine(x, y);
    let others = shared(&a.others, &b.others);
    let fewest = a.others.len().min(b.others.len()) as f32;
    let (owners, words) = owners(scene, a, b);
    let (shared_weight, unshared, rarest) = weights(scene, &a.sentence, &b.sentence);
    let (unit, per, change, part) = units(&one.amount, &two.amount);
    [
        plain(&a.near, &b.near),
        plain(&a.around, &b.around),
        plain(&a.sentence, &b.sentence),
        plain(&a.before, &b.before),
        plain(&a.before, &b.sentence).max(plain(&a.sentence, &b.before)),
        story(&a.near, &b.near),
        story(&a.around, &b.around),
        story(&a.sentence, &b.sentence),
        same(a.noun, b.noun),
        within(a.noun, &b.around).max(within(b.noun, &a.around)),
        same(a.verb, b.verb),
        within(a.verb, &b.around).max(within(b.verb, &a.around)),
        same(a.event, b.event),
        same(a.event, b.verb).max(same(a.verb, b.event)),
        story(&a.above, &b.above),
        flag(a.relation == b.relation),
        flag(a.path == b.path),
        same(a.preposition, b.preposition),
        same(a.beside[0], b.beside[0]),
        same(a.beside[1], b.beside[1]),
        story(&a.clause_names, &b.clause_names),
        story(&a.sentence_names, &b.sentence_names),
        owners,
        story(&a.described, &b.described),
        words,
        match (a.gender, b.gender) {
            (Some(x), Some(y)) => flag(x == y),
            _ => f32::NAN,
        },
        story(&a.agent, &b.agent),
        story(&a.patient, &b.patient),
        story(&a.agent, &b.patient).max(story(&a.patient, &b.agent)),
        story(&a.narrowing, &b.narrowing),
        flag(a.narrowing.is_empty()) + flag(b.narrowing.is_empty()),
        others,
        if fewest > 0.0 {
            others / fewest
        } else {
            f32::NAN
        },
        fewest,
        story(&a.speaker, &b.speaker),
        flag(a.attributed) + flag(b.attributed),
        flag(a.factuality == b.factuality),
        flag(a.factuality == 0) + flag(b.factuality == 0),
        flag(a.negative) + flag(b.negative),
        flag(a.background) + flag(b.background),
        flag(a.quoted) + flag(b.quoted),
        if a.tense == 3 || b.tense == 3 {
            f32::NAN
        } else {
            flag(a.tense == b.tense)
        },
        flag(a.stated) + flag(b.stated),
        a.at.min(b.at),
        a.at.max(b.at),
        (a.at - b.at).abs(),
        f32::from(a.line.min(b.line)),
        f32::from(a.line.max(b.line)),
        f32::from(a.rank.min(b.rank)),
        f32::from(a.rank.abs_diff(b.rank)),
        f32::from(a.length.min(b.length)),
        f32::from(a.length.max(b.length)),
        flag(a.titled) + flag(b.titled),
        flag(a.caption) + flag(b.caption),
        flag(a.first) + flag(b.first),
        one.group as u8 as f32,
        unit,
        per,
        change,
        part,
        rarest,
        shared_weight,
        unshared,
    ]
}

fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

fn same(one: Option<Word>, two: Option<Word>) -> f32 {
    match (one, two) {
        (Some(one), Some(two)) => flag(one.id == two.id),
        _ => f32::NAN,
    }
}

fn within(one: Option<Word>, bag: &Bag) -> f32 {
    one.map_or(f32::NAN, |word| flag(bag.holds(word.id)))
}

fn shared(one: &[u64], two: &[u64]) -> f32 {
    one.iter()
        .filter(|key| two.binary_search(key).is_ok())
        .count() as f32
}

/// Whether both are of one named bearer; and how alike the words for the bearers are, names and
/// descriptions together.
fn owners(scene: &Scene, a: &Context, b: &Context) -> (f32, f32) {
    let all = |context: &Context| -> Bag {
        let names = context.owner.words().iter();
        names.chain(context.described.words()).copied().collect()
    };
    (a.owner.meets(&b.owner), scene.cosine(&all(a), &all(b)))
}

/// The weight of the shared words, the least weight of words that only one has, the rarest shared.
fn weights(scene: &Scene, one: &Bag, two: &Bag) -> (f32, f32, f32) {
    let sum = |bag: &Bag| {
        bag.words()
            .iter()
            .map(|word| scene.telling(word))
            .sum::<f32>()
    };
    let (mut shared, mut rarest) = (0.0, 0.0_f32);
    for word in one.shared(two) {
        let telling = scene.telling(&word);
        shared += telling;
        rarest = rarest.max(telling);
    }
    (shared, sum(one).min(sum(two)) - shared, rarest)
}

fn units(one: &Amount, two: &Amount) -> (f32, f32, f32, f32) {
    match (one, two) {
        (
            Amount::Number {
                unit,
                per,
                change,
                part,
                ..
            },
            Amount::Number {
                unit: unit_b,
                per: per_b,
                change: change_b,
                part: part_b,
                ..
            },
        ) => (
            flag(unit == unit_b),
            flag(per == per_b),
            flag(change == change_b),
            flag(*part) + flag(*part_b),
        ),
        _ => (f32::NAN, f32::NAN, f32::NAN, f32::NAN),
    }
}
