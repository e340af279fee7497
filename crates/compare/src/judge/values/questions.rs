//! Pairs that part, gathered to questions: each report answers a question once.

use std::collections::BTreeMap;

use crate::told::values::{Scene, TypedValue};

use super::{Chances, Weighed};

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
/// A mention this near to the best one stands for it where it comes earlier.
const NEARLY: f32 = 0.85;

/// The questions on which reports part with at least this chance, surest first.
pub(super) fn questions(scene: &Scene, mut judged: Vec<Weighed>, least: f32) -> Vec<Asked> {
    let value = |at: (usize, usize)| -> &TypedValue { &scene.values[at.0][at.1] };
    let key = |at: (usize, usize)| (value(at).group, value(at).amount.key());
    judged.retain(|pair| pair.chances.parts() >= least * 0.5);
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
        match known {
            Some(known) => {
                for at in [one, two] {
                    known.held.entry(at.0).or_insert(at.1);
                }
            }
            None if pair.chances.parts() >= least => {
                let (one, two) = earlier(scene, &judged, pair);
                asked.push(Asked {
                    held: BTreeMap::from([one, two]),
                    chances: pair.chances,
                });
            }
            None => {}
        }
    }
    for one in &mut asked {
        agreeing(scene, one);
    }
    asked
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
