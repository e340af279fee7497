//! What the sentences of two shown clauses say of whether the clauses tell one thing.

use std::cmp::Ordering;
use std::collections::HashMap;

use crosswire_report::Passage;

use super::clause;
use super::row::Row;
use super::swaps::{Swap, swaps};
use crate::judge::values::{Telling, Weighed};
use crate::told::sentences::{Asserted, Class, Cues, Sentence, Sentences, nearness, told_as};
use crate::told::values::{Bag, Scene};

/// What the values of two sentences are to each other, by report and value of either.
pub type OfValues<'w> = HashMap<((usize, usize), (usize, usize)), &'w Weighed>;

/// What a row is made from.
#[derive(Clone, Copy, Debug)]
pub struct Laid<'a> {
    /// The sentences of the story.
    pub sentences: &'a Sentences,
    /// Its values.
    pub scene: &'a Scene,
    /// When and by whom its reports were told.
    pub telling: &'a Telling,
    /// What its values are to each other.
    pub values: &'a OfValues<'a>,
}

/// A clause that a finding shows of one report.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The report.
    pub report: usize,
    /// The sentence that holds it.
    pub sentence: usize,
    /// Where it stands.
    pub passage: Passage,
    /// The value as the finding gives it.
    pub value: &'a str,
    /// Where it stands.
    pub value_at: Option<Passage>,
    /// Whether somebody but the report says it.
    pub attributed: bool,
}

/// Puts two clauses of two reports, and the sentences that they are of, into the row.
pub(super) fn fill(row: &mut Row, laid: Laid<'_>, one: Shown<'_>, two: Shown<'_>) {
    let (first, last, days) = in_order(laid, one, two);
    row.put("days_between", days);
    row.put("reports", laid.sentences.of.len() as f32);
    let sentence = |shown: Shown<'_>| &laid.sentences.of[shown.report][shown.sentence];
    let (a, b) = (sentence(first), sentence(last));
    clause::fill(row, laid, one, two);
    words(row, laid.sentences, (first, a), (last, b));
    places(row, a, b);
    let found = swaps(laid.sentences, (first.report, a), (last.report, b));
    swapped(row, &found);
    predicates(row, a, b);
    told(row, a, b);
    valued(row, laid, (first, a), (last, b));
}

/// The two in the order in which their reports were published, and how many days lie between.
fn in_order<'a>(laid: Laid<'_>, one: Shown<'a>, two: Shown<'a>) -> (Shown<'a>, Shown<'a>, f32) {
    let (mut first, mut last) = (one, two);
    let stamp = |report: usize| laid.telling.published.get(report).copied().flatten();
    let order = match (stamp(first.report), stamp(last.report)) {
        (Some(a), Some(b)) => a.order(b),
        _ => None,
    };
    if order == Some(Ordering::Greater) {
        std::mem::swap(&mut first, &mut last);
    }
    let days = match (stamp(first.report), stamp(last.report)) {
        (Some(a), Some(b)) => {
            let days = b.date().since(a.date()).map_or(0, |span| span.get_days());
            (1.0 + days.abs() as f32).ln()
        }
        _ => f32::NAN,
    };
    (first, last, days)
}

/// As [`fill`], without words in each other's place, values, and where the sentences stand: what tells whether two
/// clauses are of one matter, in short reports as in long ones.
pub(super) fn of_words(row: &mut Row, laid: Laid<'_>, one: Shown<'_>, two: Shown<'_>) {
    let (first, last, days) = in_order(laid, one, two);
    row.put("days_between", days);
    let sentence = |shown: Shown<'_>| &laid.sentences.of[shown.report][shown.sentence];
    let (a, b) = (sentence(first), sentence(last));
    clause::fill(row, laid, one, two);
    words(row, laid.sentences, (first, a), (last, b));
    predicates(row, a, b);
}

/// How much of the words is shared, by what sort of word.
fn words(
    row: &mut Row,
    sentences: &Sentences,
    (first, a): (Shown<'_>, &Sentence),
    (last, b): (Shown<'_>, &Sentence),
) {
    let cosine = sentences.cosine(&a.bag, &b.bag);
    row.put("cosine", cosine);
    row.put(
        "cosine_news",
        plain(a.bag.cosine(&b.bag, |word| word.weight)),
    );
    row.put("cosine_before", sentences.cosine(&a.before, &b.before));
    row.both(
        "crossed",
        sentences.cosine(&a.before, &b.bag),
        sentences.cosine(&a.bag, &b.before),
    );
    // How many sentences of the other report, and how much more, are alike one's words.
    let rivals = |own: &Sentence, report: usize, at: usize| {
        let others = sentences.of[report].iter().enumerate();
        let others = others.filter(|(other, _)| *other != at);
        others.fold((0.0_f32, 0.0_f32), |(rank, best), (_, other)| {
            let alike = sentences.cosine(&own.bag, &other.bag);
            (rank + f32::from(u8::from(alike > cosine)), best.max(alike))
        })
    };
    let (one, two) = (
        rivals(a, last.report, last.sentence),
        rivals(b, first.report, first.sentence),
    );
    row.both("rank", one.0, two.0);
    row.both("lead", cosine - one.1, cosine - two.1);
    let sum = |bag: &Bag| {
        bag.words()
            .iter()
            .map(|word| sentences.telling(word))
            .sum::<f32>()
    };
    let shared: f32 = a
        .bag
        .shared(&b.bag)
        .map(|word| sentences.telling(&word))
        .sum();
    let rarest = a.bag.shared(&b.bag).map(|word| sentences.telling(&word));
    row.both(
        "held",
        shared / sum(&a.bag).max(1e-3),
        shared / sum(&b.bag).max(1e-3),
    );
    row.put("shared", shared);
    row.put("rarest", rarest.fold(0.0, f32::max));
    for (name, class) in [
        ("names", Class::Name),
        ("numbers", Class::Number),
        ("dates", Class::Time),
        ("nouns", Class::Noun),
        ("verbs", Class::Verb),
        ("qualities", Class::Quality),
    ] {
        let only = |of: &Sentence, other: &Sentence| {
            let own = of.terms.iter().filter(|term| term.class == class);
            own.filter(|term| !other.bag.holds(term.word.id)).count() as f32
        };
        let own = a.terms.iter().filter(|term| term.class == class);
        let both = own.filter(|term| b.bag.holds(term.word.id)).count() as f32;
        row.put(&format!("{name}_shared"), both);
        row.both(&format!("{name}_only"), only(a, b), only(b, a));
    }
}

/// How long the sentences are, and where they stand.
fn places(row: &mut Row, a: &Sentence, b: &Sentence) {
    row.both("length", a.terms.len() as f32, b.terms.len() as f32);
    row.put(
        "titled",
        f32::from(u8::from(a.titled)) + f32::from(u8::from(b.titled)),
    );
    row.both("quoted", a.quoted, b.quoted);
    row.both("at", a.at, b.at);
    row.put("at_apart", (a.at - b.at).abs());
    row.put("line", f32::from(a.line.min(b.line)));
}

fn plain(cosine: f32) -> f32 {
    if cosine.is_nan() { 0.0 } else { cosine }
}

/// The words that stand in each other's place.
fn swapped(row: &mut Row, found: &[Swap]) {
    let none = Swap::default();
    for (name, swap) in [
        ("swap", found.first().unwrap_or(&none)),
        ("next_swap", found.get(1).unwrap_or(&none)),
    ] {
        let mut put = |what: &str, number: f32| row.put(&format!("{name}_{what}"), number);
        put("score", swap.score);
        put("nearness", swap.nearness);
        put(
            "class",
            swap.class.map_or(f32::NAN, |class| f32::from(class as u8)),
        );
        put("above", swap.above);
        put("relation", swap.relation);
        put("beside", swap.beside);
        put("known", swap.known);
        put("weight_least", swap.weights.0.min(swap.weights.1));
        put("weight_most", swap.weights.0.max(swap.weights.1));
        put("opposed", f32::from(u8::from(swap.opposed)));
        put("quoted", f32::from(u8::from(swap.quoted)));
    }
    row.put(
        "swaps",
        found.iter().filter(|swap| swap.score > 1.5).count() as f32,
    );
    let opposed = found.iter().filter(|swap| swap.opposed).count();
    row.put("opposed", opposed as f32);
    let dates = found.iter().filter(|swap| swap.class == Some(Class::Time));
    row.put(
        "date_swap",
        dates.map(|swap| swap.score).fold(0.0, f32::max),
    );
    let names = found.iter().filter(|swap| swap.class == Some(Class::Name));
    row.put(
        "name_swap",
        names.map(|swap| swap.score).fold(0.0, f32::max),
    );
}

/// How likely two assertions tell of one event, by predicate and by who takes part.
fn together(one: &Asserted, two: &Asserted) -> (f32, f32) {
    let near = match one.family.id == two.family.id {
        true => 1.0,
        false => nearness(one.word, two.word),
    };
    let part = |a: &Bag, b: &Bag| -> f32 {
        match a.meets(b) {
            meets if meets.is_nan() => 0.0,
            meets if meets > 0.0 => 0.5,
            _ => -0.25,
        }
    };
    let crossed = part(&one.agent, &two.patient)
        .max(part(&one.patient, &two.agent))
        .max(0.0);
    let straight = part(&one.agent, &two.agent) + part(&one.patient, &two.patient);
    let light = f32::from(u8::from(one.nominal)) + f32::from(u8::from(two.nominal));
    let known = if near.is_nan() { 0.0 } else { near };
    (known + straight.max(crossed) - 0.3 * light, near)
}

/// How the assertions lie that are most likely of one event, and whether any two deny each other.
fn predicates(row: &mut Row, a: &Sentence, b: &Sentence) {
    let mut best: Option<(f32, f32, &Asserted, &Asserted)> = None;
    let (mut denied, mut planned, mut opposed) = (0.0_f32, 0.0_f32, 0.0_f32);
    for one in a.asserted.iter().take(8) {
        for two in b.asserted.iter().take(8) {
            let (score, near) = together(one, two);
            if best.is_none_or(|(held, ..)| score > held) {
                best = Some((score, near, one, two));
            }
            let same = one.family.id == two.family.id;
            if same && one.stance.negated != two.stance.negated {
                denied = denied.max(score);
            }
            if same && one.stance.is_planned() != two.stance.is_planned() {
                planned = planned.max(score);
            }
            if crate::lexicon::opposed(&one.lemma, &two.lemma).is_some() {
                opposed = opposed.max(0.5 + score);
            }
        }
    }
    row.put("denied", denied);
    row.put("planned", planned);
    row.put("opposed_predicates", opposed);
    let nan = f32::NAN;
    let of = |what: &dyn Fn(&Asserted) -> f32| match best {
        Some((_, _, one, two)) => (what(one), what(two)),
        None => (nan, nan),
    };
    row.put("event_score", best.map_or(nan, |(score, ..)| score));
    row.put("event_nearness", best.map_or(nan, |(_, near, ..)| near));
    row.put(
        "agents_meet",
        best.map_or(nan, |(_, _, one, two)| one.agent.meets(&two.agent)),
    );
    row.put(
        "patients_meet",
        best.map_or(nan, |(_, _, one, two)| one.patient.meets(&two.patient)),
    );
    let (first, last) = of(&|one| told_as(one.stance.factuality));
    row.told("factuality", first, last);
    let (first, last) = of(&|one| f32::from(u8::from(one.stance.negated)));
    row.told("negated", first, last);
    let (first, last) = of(&|one| f32::from(one.tense));
    row.told("tense", first, last);
    let (first, last) = of(&|one| f32::from(u8::from(one.stance.background)));
    row.both("background", first, last);
    let (first, last) = of(&|one| f32::from(u8::from(one.attributed)));
    row.both("attributed", first, last);
}

/// How each is told: cues of doubt, denial, plan; steps of a status.
fn told(row: &mut Row, a: &Sentence, b: &Sentence) {
    for (at, name) in Cues::NAMES.iter().enumerate() {
        row.told(
            &format!("cue_{name}"),
            f32::from(a.cues.0[at].min(3)),
            f32::from(b.cues.0[at].min(3)),
        );
    }
    let steps = a
        .steps
        .iter()
        .flat_map(|one| b.steps.iter().map(move |two| (one, two)));
    let widest = steps
        .filter(|(one, two)| one.0 == two.0)
        .max_by_key(|(one, two)| one.1.abs_diff(two.1));
    row.put(
        "step_track",
        widest.map_or(f32::NAN, |(one, _)| f32::from(one.0)),
    );
    let ranks = widest.map(|(one, two)| (f32::from(one.1), f32::from(two.1)));
    let (first, last) = ranks.unwrap_or((f32::NAN, f32::NAN));
    row.told("step", first, last);
    row.put("steps_apart", (first - last).abs());
}

/// What their numbers and times are to each other: of those that are shown, else of those that most
/// likely part.
fn valued(
    row: &mut Row,
    laid: Laid<'_>,
    (first, a): (Shown<'_>, &Sentence),
    (last, b): (Shown<'_>, &Sentence),
) {
    let mut best: Option<(bool, &Weighed, u8)> = None;
    let (mut same, mut sharper) = (0.0_f32, 0.0_f32);
    let mut equal = 0.0;
    let value = |(report, at): (usize, usize)| &laid.scene.values[report][at];
    let key = |at: (usize, usize)| (value(at).group, value(at).amount.key());
    let shown = |shown: Shown<'_>, at: usize| {
        let stands = value((shown.report, at)).passage;
        let is = |its: Passage| its.field == stands.field && its.span.overlaps(stands.span);
        shown.value_at.is_some_and(is)
    };
    for &x in &a.values {
        for &y in &b.values {
            let (one, two) = ((first.report, x), (last.report, y));
            if key(one) == key(two) {
                equal += 1.0;
                continue;
            }
            let ordered = if one.0 < two.0 {
                (one, two)
            } else {
                (two, one)
            };
            let Some(&pair) = laid.values.get(&ordered) else {
                continue;
            };
            same = same.max(pair.chances.same);
            sharper = sharper.max(pair.chances.sharper);
            let told = shown(first, x) && shown(last, y);
            let better = best.is_none_or(|(known, held, _)| {
                (told, pair.chances.parts()) > (known, held.chances.parts())
            });
            if better {
                best = Some((told, pair, value(one).group as u8));
            }
        }
    }
    row.put("values_equal", equal);
    row.both("values", a.values.len() as f32, b.values.len() as f32);
    let of = |what: &dyn Fn(&Weighed) -> f32| best.map_or(0.0, |(_, pair, _)| what(pair));
    row.put("values_part", of(&|pair| pair.chances.parts()));
    row.put("values_moved", of(&|pair| pair.chances.update));
    row.put("values_another", of(&|pair| pair.chances.another));
    row.put(
        "values_shown",
        best.map_or(f32::NAN, |(told, ..)| f32::from(u8::from(told))),
    );
    row.put(
        "values_group",
        best.map_or(f32::NAN, |(_, _, group)| f32::from(group)),
    );
    row.put("values_same", same);
    row.put("values_sharper", sharper);
}
