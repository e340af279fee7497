//! Pairs that part, gathered to questions: each report answers a question once.

use std::collections::BTreeMap;

use crosswire_quantities::{Operator, Range, Relation as Lies};

use crate::told::values::{Amount, Scene, TypedValue};

use super::relation::{digits, is_loose};
use super::{Chances, Weighed, middle};

/// A question on which reports part.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// The value that stands for each report's answer.
    pub(super) held: BTreeMap<usize, usize>,
    /// The surest parting.
    pub(super) chances: Chances,
}

/// How alike the sentences of two equal values must be for the reports to agree on the question.
const AGREED: f32 = 0.2;
/// A pair this near to the surest one of its question adds its values.
const JOINED: f32 = 0.5;
/// A mention this near to the best one stands for it where it comes earlier.
const NEARLY: f32 = 0.85;

/// The questions on which reports part with at least this chance, surest first.
pub(super) fn questions(scene: &Scene, mut judged: Vec<Weighed>, least: f32) -> Vec<Asked> {
    let value = |at: (usize, usize)| -> &TypedValue { &scene.values[at.0][at.1] };
    let key = |at: (usize, usize)| (value(at).group, value(at).amount.key());
    judged.retain(|pair| {
        let (one, two) = (value(pair.meeting.one), value(pair.meeting.two));
        pair.chances.parts() >= least && !is_rounding(&one.amount, &two.amount)
    });
    judged.sort_by(|a, b| {
        let places = |pair: &Weighed| (pair.meeting.one, pair.meeting.two);
        (b.chances.parts().total_cmp(&a.chances.parts())).then(places(a).cmp(&places(b)))
    });
    let mut asked: Vec<Asked> = Vec::new();
    for pair in &judged {
        let (one, two) = (pair.meeting.one, pair.meeting.two);
        let holds = |asked: &Asked, at: (usize, usize)| {
            let of = |(&report, &held): (&usize, &usize)| key((report, held)) == key(at);
            asked.held.iter().any(of)
        };
        let known = asked
            .iter_mut()
            .find(|asked| holds(asked, one) || holds(asked, two));
        // A third value that parts from one of two far less surely answers something else.
        let joins = |known: &Asked| pair.chances.parts() >= known.chances.parts() * JOINED;
        match known {
            Some(known) if joins(known) => {
                for at in [one, two] {
                    known.held.entry(at.0).or_insert(at.1);
                }
            }
            Some(_) => {}
            None => {
                let (one, two) = earlier(scene, &judged, pair);
                asked.push(Asked {
                    held: BTreeMap::from([one, two]),
                    chances: pair.chances,
                });
            }
        }
    }
    for one in &mut asked {
        agreeing(scene, one);
    }
    asked
}

/// Whether one is the other said loosely: "nearly four years" and "four years", "more than 80" and "87".
fn is_rounding(one: &Amount, two: &Amount) -> bool {
    let (
        Amount::Number {
            range, operator, ..
        },
        Amount::Number {
            range: other,
            operator: its,
            ..
        },
    ) = (one, two)
    else {
        return false;
    };
    let figure = |range: &Range, operator: &Operator| match operator {
        Operator::Nearly => range.high,
        Operator::JustOver => range.low,
        _ => middle(range),
    };
    let bound = |operator: &Operator| {
        matches!(
            operator,
            Operator::AtLeast
                | Operator::MoreThan
                | Operator::AtMost
                | Operator::LessThan
                | Operator::UpTo
        )
    };
    let (x, y) = (figure(range, operator), figure(other, its));
    // A round bound that the other keeps is a way to say it; "more than 51" against "51" is not.
    let kept = |bound: f64, sharp: f64| digits(bound) < digits(sharp);
    let within = matches!(range.relation(other), Lies::Within | Lies::Contains);
    (is_loose(*operator) || is_loose(*its)) && (x == y || within)
        || within && (bound(operator) && kept(x, y) || bound(its) && kept(y, x))
}

/// The mentions that stand for a pair: the first of those that part about as surely.
fn earlier(scene: &Scene, judged: &[Weighed], pair: &Weighed) -> ((usize, usize), (usize, usize)) {
    let value = |at: (usize, usize)| &scene.values[at.0][at.1];
    let (mut one, mut two) = (pair.meeting.one, pair.meeting.two);
    let same = |x: (usize, usize), y: (usize, usize)| {
        x.0 == y.0 && value(x).amount.key() == value(y).amount.key()
    };
    for other in judged {
        let (a, b) = (other.meeting.one, other.meeting.two);
        if other.chances.parts() < pair.chances.parts() * NEARLY {
            break;
        }
        if same(a, pair.meeting.one) && same(b, pair.meeting.two) {
            one = one.min(a);
            two = two.min(b);
        }
    }
    (one, two)
}

/// Adds the reports that say what one of the others says, in words that are like.
fn agreeing(scene: &Scene, asked: &mut Asked) {
    let held: Vec<(usize, usize)> = asked.held.iter().map(|(&r, &v)| (r, v)).collect();
    for report in 0..scene.values.len() {
        if asked.held.contains_key(&report) {
            continue;
        }
        let mut best: Option<(f32, usize)> = None;
        for &(other, at) in &held {
            let theirs = &scene.values[other][at];
            for own in scene.of_group(report, theirs.group) {
                let mine = &scene.values[report][own];
                if mine.amount.key() != theirs.amount.key() {
                    continue;
                }
                let alike = scene.cosine(&mine.context.sentence, &theirs.context.sentence);
                if alike >= AGREED && best.is_none_or(|(most, _)| alike > most) {
                    best = Some((alike, own));
                }
            }
        }
        if let Some((_, own)) = best {
            asked.held.insert(report, own);
        }
    }
}
