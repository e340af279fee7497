//! Mends what was decided too early: two beginnings that prove to be one story, and one story
//! that proves to be two.
//!
//! While reports come in, only the story that just grew is looked at, and halves only each time
//! its size has doubled, so that the cost per report stays the same. [`settle`] goes over all of
//! them, for a set of reports that is complete.

use crate::grouper::Grouper;
use crate::story::{Gathered, Member, StoryId};

/// By how much another story must be nearer before a report changes sides: without it, reports on
/// the border would go back and forth.
const MARGIN: f32 = 0.02;

/// Mends the story that just grew; the numbers of those that went into another.
pub(crate) fn after(grouper: &mut Grouper, story: u32, rivals: Vec<u32>) -> Vec<StoryId> {
    let (kept, merged) = merge(grouper, story, rivals);
    let size = grouper.stories[kept as usize]
        .as_ref()
        .map_or(0, |gathered| gathered.members.len());
    if size >= 4 && size.is_power_of_two() {
        split(grouper, kept);
    }
    merged
}

/// Goes over all stories: reports change sides, stories merge, halves part.
pub(crate) fn settle(grouper: &mut Grouper) {
    for _ in 0..3 {
        let moved = reassign(grouper);
        let mut merged = 0;
        for story in 0..grouper.stories.len() as u32 {
            merged += if grouper.stories[story as usize].is_some() {
                let near = candidates(grouper, story);
                merge(grouper, story, near).1.len()
            } else {
                0
            };
        }
        let split = (0..grouper.stories.len() as u32)
            .filter(|&story| split(grouper, story))
            .count();
        if moved + merged + split == 0 {
            break;
        }
    }
}

fn candidates(grouper: &Grouper, story: u32) -> Vec<u32> {
    let gathered = grouper.stories[story as usize].as_ref();
    gathered.map_or_else(Vec::new, |gathered| {
        grouper.candidates(&gathered.sum, grouper.options.merge)
    })
}

/// Merges a story with those of `others` that are the same; the number that is left, and those that are not.
fn merge(grouper: &mut Grouper, story: u32, others: Vec<u32>) -> (u32, Vec<StoryId>) {
    let (mut kept, mut merged) = (story, Vec::new());
    while let Some(gathered) = &grouper.stories[kept as usize] {
        let standing = others.iter().copied().filter(|&other| other != kept);
        let scored = standing.filter_map(|other| {
            Some((
                grouper.likeness_of(gathered, grouper.stories[other as usize].as_ref()?),
                other,
            ))
        });
        let best = scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let Some((_, other)) = best.filter(|best| best.0 >= grouper.options.merge) else {
            break;
        };
        // The smaller goes into the larger, of equals the later into the earlier: so a report moves
        // at most once for each doubling of its story.
        let size = |story: u32| {
            let gathered = grouper.stories[story as usize].as_ref();
            gathered.map_or(0, |gathered| gathered.members.len())
        };
        let kept_stays = (size(kept), other) >= (size(other), kept);
        let (stays, goes) = if kept_stays {
            (kept, other)
        } else {
            (other, kept)
        };
        grouper.absorb(stays, goes);
        merged.push(StoryId(goes));
        kept = stays;
    }
    (kept, merged)
}

/// Parts a story whose two halves are too unlike each other; whether it did.
fn split(grouper: &mut Grouper, story: u32) -> bool {
    let Some(gathered) = &grouper.stories[story as usize] else {
        return false;
    };
    if gathered.members.len() < 4 {
        return false;
    }
    let Some((a, b)) = halves(gathered) else {
        return false;
    };
    if grouper.likeness_of(&a, &b) >= grouper.options.split {
        return false;
    }
    // The half that holds the report which came first keeps the number.
    let first = |half: &Gathered| half.members.iter().map(|member| member.at).min();
    let (stays, goes) = if first(&a) <= first(&b) {
        (a, b)
    } else {
        (b, a)
    };
    grouper.place(story, Some(stays));
    grouper.place(grouper.stories.len() as u32, Some(goes));
    true
}

/// The two halves of a story that are least alike, by a few rounds of two-means.
fn halves(gathered: &Gathered) -> Option<(Gathered, Gathered)> {
    let members = &gathered.members;
    let farthest = |from: &dyn Fn(&Member) -> f32| {
        members
            .iter()
            .min_by(|a, b| from(a).total_cmp(&from(b)).then(a.at.cmp(&b.at)))
    };
    let one = farthest(&|member| member.vector.dot(&gathered.sum))?;
    let other = farthest(&|member| member.vector.dot(&one.vector))?;
    let (mut a, mut b) = (Gathered::new(one.clone()), Gathered::new(other.clone()));
    for _ in 0..4 {
        let near = |member: &Member, half: &Gathered| {
            member.vector.dot(&half.sum) / half.norm.max(f32::EPSILON)
        };
        let (in_a, in_b): (Vec<Member>, Vec<Member>) = members
            .iter()
            .cloned()
            .partition(|member| near(member, &a) >= near(member, &b));
        if in_a.is_empty() || in_b.is_empty() {
            return None;
        }
        let done = in_a.len() == a.members.len() && in_b.len() == b.members.len();
        (a, b) = (Gathered::of(in_a), Gathered::of(in_b));
        if done {
            break;
        }
    }
    Some((a, b))
}

/// Lets each report go where it is nearest; how many went.
fn reassign(grouper: &mut Grouper) -> usize {
    let mut moved = 0;
    for story in 0..grouper.stories.len() as u32 {
        let Some(gathered) = &grouper.stories[story as usize] else {
            continue;
        };
        let arrivals: Vec<u32> = gathered.members.iter().map(|member| member.at).collect();
        for at in arrivals {
            moved += usize::from(reconsider(grouper, story, at));
        }
    }
    moved
}

fn reconsider(grouper: &mut Grouper, story: u32, at: u32) -> bool {
    let Some(gathered) = &grouper.stories[story as usize] else {
        return false;
    };
    let (mine, others): (Vec<Member>, Vec<Member>) = gathered
        .members
        .iter()
        .cloned()
        .partition(|member| member.at == at);
    let Some(member) = mine.into_iter().next() else {
        return false;
    };
    let others = (!others.is_empty()).then(|| Gathered::of(others));
    let own = others
        .as_ref()
        .map_or(0.0, |others| grouper.likeness(&member, others));
    let join = grouper.options.join;
    match grouper.near(&member, Some(story)).first().copied() {
        Some((likeness, other)) if likeness >= join && likeness > own + MARGIN => {
            let mut joined = grouper.stories[other as usize]
                .clone()
                .map_or_else(Vec::new, |gathered| gathered.members);
            joined.push(member);
            grouper.place(story, others);
            grouper.place(other, Some(Gathered::of(joined)));
            true
        }
        _ if others.is_some() && own < join - 2.0 * MARGIN => {
            grouper.place(story, others);
            grouper.place(grouper.stories.len() as u32, Some(Gathered::new(member)));
            true
        }
        _ => false,
    }
}
