//! Whether two ages are of one person, two hours of one event, two lengths of time of one thing.
//!
//! Such values are told of everybody and everything in a story, in words that are alike. They part only
//! where the one whose age it is, or the event whose hour it is, is the same: by name, by what the
//! report calls it, or by the clause; where that cannot be seen nothing is claimed.

use std::collections::BTreeSet;

use crosswire_calendar::Granularity;
use crosswire_extract::Extracted;

use crate::candidates::Side;
use crate::judge::Judged;
use crate::lexicon::{self, Set};
use crate::told::values::{Amount, Context, Group, Scene, TypedValue};
use crate::told::when::minute_of_day;
use crate::told::words::key;
use crate::{About, FindingKind, Story};

/// How alike the sentences of two hours must be where no verb is the same.
const ALIGNED: f32 = 0.5;

/// A value of a story: its report, and its place there.
type At = (usize, usize);

/// Whether two values can be of one bearer; true of values of other groups.
pub(super) fn is_one(story: &Story<'_>, scene: &Scene, one: At, two: At) -> bool {
    match value(scene, one).group {
        Group::Age => is_one_person(scene, one, two),
        Group::Duration => is_one_event(story, scene, one, two),
        Group::Time if is_hour(value(scene, one)) || is_hour(value(scene, two)) => {
            is_one_event(story, scene, one, two)
        }
        _ => true,
    }
}

/// Whether no two ages that a conflict or an update sets against each other are told in one sentence by a
/// report that it rests on: they are of two people. Rules ask for the rest themselves.
pub(in crate::judge) fn is_of_one(story: &Story<'_>, scene: &Scene, judged: &Judged) -> bool {
    if judged.kind == FindingKind::Refinement && judged.about == About::Time {
        return is_of_one_event(story, scene, judged);
    }
    if !judged.kind.is_contradiction() {
        return true;
    }
    let ages: Vec<(usize, &TypedValue)> = judged
        .sides
        .iter()
        .filter_map(|side| Some((side.answer, age(story, scene, side)?)))
        .collect();
    let beside = |one: &TypedValue, two: &TypedValue| {
        one.context.others.binary_search(&two.amount.key()).is_ok()
    };
    ages.iter().enumerate().all(|(n, &(answer, one))| {
        let mut others = ages[n + 1..].iter().filter(|(other, _)| *other != answer);
        others.all(|&(_, two)| !beside(one, two) && !beside(two, one))
    })
}

/// Whether the times of a refinement are of one event, as far as they are known.
fn is_of_one_event(story: &Story<'_>, scene: &Scene, judged: &Judged) -> bool {
    let time = |side: &Side| -> Option<At> {
        let at = side.value_at?;
        let held = |value: &TypedValue| {
            value.group == Group::Time
                && value.passage.field == at.field
                && value.passage.span.overlaps(at.span)
        };
        Some((
            side.report,
            scene.values[side.report].iter().position(held)?,
        ))
    };
    let times: Vec<(usize, At)> = judged
        .sides
        .iter()
        .filter_map(|side| Some((side.answer, time(side)?)))
        .collect();
    let apart = |&(answer, one): &(usize, At)| {
        let mut others = times.iter().filter(|(other, _)| *other != answer);
        others.clone().count() > 0 && !others.any(|&(_, two)| is_one_event(story, scene, one, two))
    };
    !times.iter().any(apart)
}

/// The age that a side tells.
fn age<'s>(story: &Story<'_>, scene: &'s Scene, side: &Side) -> Option<&'s TypedValue> {
    let at = side.value_at.unwrap_or(side.passage);
    let report = story.reports[side.report];
    scene.values[side.report].iter().find(|value| {
        value.group == Group::Age
            && value.passage.field == at.field
            && value.passage.span.overlaps(at.span)
            && (side.value_at.is_some()
                || side.value.contains(report.annotated.words(value.passage)))
    })
}

fn value(scene: &Scene, (report, at): At) -> &TypedValue {
    &scene.values[report][at]
}

fn is_hour(value: &TypedValue) -> bool {
    matches!(&value.amount, Amount::Time(when) if when.granularity() < Granularity::Day)
}

/// By name; else by what both are called, where neither report tells both ages.
fn is_one_person(scene: &Scene, (first, one): At, (last, two): At) -> bool {
    let (one, two) = (value(scene, (first, one)), value(scene, (last, two)));
    let (a, b) = (&one.context, &two.context);
    if !a.owner.is_empty() && !b.owner.is_empty() {
        return a.owner.shared(&b.owner).next().is_some();
    }
    let differ = matches!((a.gender, b.gender), (Some(a), Some(b)) if a != b);
    !differ && called_alike(a, b) && !tells(scene, first, two) && !tells(scene, last, one)
}

/// Whether what two persons are called has a word in common, or one is called nothing.
fn called_alike(one: &Context, two: &Context) -> bool {
    let called = |context: &Context| -> BTreeSet<u32> {
        let noun = context.noun.iter().map(|word| word.id);
        noun.chain(context.described.words().iter().map(|word| word.id))
            .collect()
    };
    let (one, two) = (called(one), called(two));
    one.is_empty() || two.is_empty() || !one.is_disjoint(&two)
}

/// Whether a report tells this value too.
fn tells(scene: &Scene, report: usize, value: &TypedValue) -> bool {
    let key = value.amount.key();
    let mut own = scene.of_group(report, value.group);
    own.any(|at| scene.values[report][at].amount.key() == key)
}

/// By a verb of the one that is a verb, or the noun of one, of the other; else by sentences that are alike.
fn is_one_event(story: &Story<'_>, scene: &Scene, one: At, two: At) -> bool {
    let sentence = |at: At| &value(scene, at).context.sentence;
    let alike = scene.cosine(sentence(one), sentence(two));
    if alike >= ALIGNED || are_half_a_day_apart(value(scene, one), value(scene, two)) {
        return true;
    }
    let told = |at: At| told(story.reports[at.0], value(scene, at));
    let (a, b) = (told(one), told(two));
    !a.verbs.is_disjoint(&b.all) || !b.verbs.is_disjoint(&a.all)
}

/// Whether two clocks show the same and only morning and evening differ.
fn are_half_a_day_apart(one: &TypedValue, two: &TypedValue) -> bool {
    let clock = |value: &TypedValue| match &value.amount {
        Amount::Time(when) if when.granularity() == Granularity::Minute => {
            Some(minute_of_day(when.interval?.from()))
        }
        _ => None,
    };
    let (Some(one), Some(two)) = (clock(one), clock(two)) else {
        return false;
    };
    (one - two).abs() == 12 * 60
}

/// The words of a clause that tell a happening.
#[derive(Default)]
struct Happening {
    verbs: BTreeSet<String>,
    /// Verbs and nouns.
    all: BTreeSet<String>,
}

/// What the clause of a value tells.
fn told(report: &Extracted, value: &TypedValue) -> Happening {
    let block = &report.annotated.blocks()[value.block];
    let tokens = block.tokens(value.passage);
    let mut told = Happening::default();
    if tokens.is_empty() {
        return told;
    }
    let verb = std::iter::once(block.doc.token(tokens.end - 1))
        .chain(block.doc.token(tokens.end - 1).ancestors())
        .find(|token| token.pos() == "VERB");
    let clause = match verb {
        Some(verb) if verb.dep() == "relcl" => verb.head().subtree(),
        Some(verb) => verb.subtree(),
        None => block.doc.sentence_of(tokens.start),
    };
    for token in clause.map(|at| block.doc.token(at)) {
        let lemma = token.lemma();
        if !matches!(token.pos(), "VERB" | "NOUN")
            || Set::Empty.has(lemma)
            || Set::Hollow.has(lemma)
        {
            continue;
        }
        // "It landed" and "they arrived" tell one happening.
        let event = lexicon::event(lemma).map(str::to_owned);
        let Some(key) = event.or_else(|| key(token)) else {
            continue;
        };
        if token.pos() == "VERB" {
            told.verbs.insert(key.clone());
        }
        told.all.insert(key);
    }
    told
}
