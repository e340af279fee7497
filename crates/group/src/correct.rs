//! Stories as they are known or as a person wants them: reports are put where they belong without
//! being judged.

use std::collections::BTreeSet;

use crate::grouper::Grouper;
use crate::sketch::Sketch;
use crate::story::{Gathered, Member, StoryId};

/// Numbers that a story may be ahead of those that are known.
const AHEAD: usize = 1 << 24;

impl Grouper {
    /// Takes in a report whose story is known, and which earlier one that takes up. A number far
    /// beyond those given out cannot be one, and has the report judged.
    pub fn add_to(&mut self, sketch: &Sketch, story: StoryId, continues: Option<StoryId>) {
        let number = story.0 as usize;
        if number > self.stories.len() + AHEAD {
            self.add(sketch);
            return;
        }
        self.count(sketch);
        let member = self.member(sketch);
        if number >= self.stories.len() {
            self.stories.resize(number + 1, None);
        }
        match &mut self.stories[number] {
            Some(gathered) => gathered.add(member),
            none => {
                let mut gathered = Gathered::new(member);
                gathered.continues = continues.map(|earlier| earlier.0);
                *none = Some(gathered);
            }
        }
        self.settle_in(sketch, story.0);
    }

    /// Gives no number below this one to a story that begins: it was given out before.
    pub fn reserve(&mut self, numbers: u32) {
        let numbers = (numbers as usize).min(self.stories.len() + AHEAD);
        if numbers > self.stories.len() {
            self.stories.resize(numbers, None);
        }
    }

    /// Takes reports, given by their order of arrival, out of their stories and into another, or into
    /// one of their own; its number. `None`, and nothing changes, where there is no such report or
    /// story. What comes later is judged by the stories as they are then.
    pub fn regroup(&mut self, reports: &[usize], story: Option<StoryId>) -> Option<StoryId> {
        let stands = match story {
            Some(story) => self.stories.get(story.0 as usize)?.is_some(),
            None => true,
        };
        if !stands {
            return None;
        }
        self.restore(reports, story)
    }

    /// The same, also into a story that was given a number and has no reports left: a correction that is
    /// undone.
    pub fn restore(&mut self, reports: &[usize], story: Option<StoryId>) -> Option<StoryId> {
        let number = story.map_or(self.stories.len(), |story| story.0 as usize);
        let was = story.is_none() || number < self.stories.len();
        if !was || reports.is_empty() || reports.iter().any(|&at| at >= self.placed.len()) {
            return None;
        }
        let moved: BTreeSet<u32> = reports.iter().map(|&at| at as u32).collect();
        let from: BTreeSet<u32> = moved.iter().map(|&at| self.placed[at as usize]).collect();
        let mut coming = Vec::new();
        for from in from.into_iter().filter(|&from| from as usize != number) {
            let Some(gathered) = self.stories[from as usize].take() else {
                continue;
            };
            let (goes, stays): (Vec<Member>, Vec<Member>) = gathered
                .members
                .into_iter()
                .partition(|member| moved.contains(&member.at));
            coming.extend(goes);
            if !stays.is_empty() {
                self.stories[from as usize] = Some(again(stays, gathered.continues));
            }
            self.relist(from);
        }
        if number >= self.stories.len() {
            self.stories.resize(number + 1, None);
        }
        for member in &coming {
            self.placed[member.at as usize] = number as u32;
        }
        let (mut members, continues) = match self.stories[number].take() {
            Some(gathered) => (gathered.members, gathered.continues),
            None => (Vec::new(), None),
        };
        members.extend(coming);
        if !members.is_empty() {
            self.stories[number] = Some(again(members, continues));
        }
        self.relist(number as u32);
        Some(StoryId(number as u32))
    }
}

/// A story of these members, in the order in which they came.
fn again(mut members: Vec<Member>, continues: Option<u32>) -> Gathered {
    members.sort_by_key(|member| member.at);
    let mut gathered = Gathered::of(members);
    gathered.continues = continues;
    gathered
}

#[cfg(test)]
mod tests {
    use crate::tests::report;
    use crate::{Grouper, Options, Sketch, StoryId};

    fn sketches() -> Vec<Sketch> {
        let told = |id: &str, what: &str| {
            let text =
                format!("The {what} was seen on Monday. People of the {what} came to see it.");
            Sketch::of(&report(
                id,
                "Echo",
                "2031-03-04",
                &format!("{what} seen"),
                &text,
            ))
        };
        vec![
            told("a", "ferry Osprey of Marlow"),
            told("b", "ferry Osprey of Marlow"),
            told("c", "ferry Osprey of Marlow"),
            told("d", "comet Belwick"),
        ]
    }

    fn grouper() -> Grouper {
        let mut grouper = Grouper::new(Options::default());
        for (sketch, story) in sketches().iter().zip([0, 0, 0, 1]) {
            grouper.add_to(sketch, StoryId(story), None);
        }
        grouper
    }

    fn members(grouper: &Grouper) -> Vec<Vec<String>> {
        grouper
            .stories()
            .into_iter()
            .map(|story| story.reports)
            .collect()
    }

    #[test]
    fn stories_part_and_become_one() {
        let mut grouper = grouper();
        assert_eq!(members(&grouper), [vec!["a", "b", "c"], vec!["d"]]);
        grouper.take_changed();
        assert_eq!(grouper.regroup(&[1, 2], None), Some(StoryId(2)));
        assert_eq!(members(&grouper), [vec!["a"], vec!["d"], vec!["b", "c"]]);
        assert_eq!(grouper.take_changed(), [StoryId(0), StoryId(2)]);
        assert_eq!(grouper.regroup(&[0], Some(StoryId(2))), Some(StoryId(2)));
        assert_eq!(members(&grouper), [vec!["d"], vec!["a", "b", "c"]]);
        assert_eq!(grouper.story(StoryId(0)), None);
        // What is not there changes nothing.
        assert_eq!(grouper.regroup(&[0], Some(StoryId(0))), None);
        assert_eq!(grouper.regroup(&[9], None), None);
        assert_eq!(grouper.regroup(&[], None), None);
        assert_eq!(members(&grouper), [vec!["d"], vec!["a", "b", "c"]]);
    }

    #[test]
    fn what_comes_later_is_judged_by_stories_as_they_are() {
        let mut grouper = grouper();
        grouper.regroup(&[0, 1, 2], Some(StoryId(1)));
        let placed = grouper.add(&sketches()[0]);
        assert_eq!(placed.story, StoryId(1));
        grouper.add_to(&sketches()[3], StoryId(u32::MAX), None);
        assert_eq!(grouper.len(), 6);
        grouper.reserve(40);
        grouper.reserve(3);
        let own = grouper.regroup(&[0], None);
        assert_eq!(own, Some(StoryId(40)));
    }
}
