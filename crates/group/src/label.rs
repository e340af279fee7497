//! What a story is called, and which earlier one it takes up.

use std::collections::HashMap;

use crate::grouper::Grouper;
use crate::sketch::minute;
use crate::story::{Gathered, Member, Story, StoryId};

/// Words of a story that are shown.
const KEYWORDS: usize = 6;
/// Stories of a topic, one after the other, that are followed back.
const MOST_CONTINUED: usize = 10_000;
/// A title longer than this is cut.
const LONGEST: usize = 240;

/// The stories as they stand, by first report.
pub(crate) fn stories(grouper: &Grouper) -> Vec<Story> {
    let standing = grouper.stories.iter().enumerate();
    let standing =
        standing.filter_map(|(id, gathered)| Some((StoryId(id as u32), gathered.as_ref()?)));
    let mut stories: Vec<Story> = standing
        .map(|(id, gathered)| story(grouper, id, gathered))
        .collect();
    let mut used: HashMap<String, usize> = HashMap::new();
    for story in &mut stories {
        let n = used
            .entry(story.label.clone())
            .and_modify(|n| *n += 1)
            .or_insert(1);
        if *n > 1 {
            story.label = format!("{} ({n})", story.label);
        }
    }
    stories
}

pub(crate) fn story(grouper: &Grouper, id: StoryId, gathered: &Gathered) -> Story {
    let mut members: Vec<&Member> = gathered.members.iter().collect();
    members.sort_by(|a, b| {
        let key = |member: &Member| member.minute.unwrap_or(i64::MAX);
        key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
    });
    let keywords = gathered.keywords(KEYWORDS);
    let published = || members.iter().filter_map(|member| member.published);
    Story {
        id,
        label: label(gathered, &keywords, id),
        keywords,
        reports: members.iter().map(|member| member.id.clone()).collect(),
        members: members.iter().map(|member| member.at as usize).collect(),
        first: published().min_by_key(|stamp| minute(*stamp)),
        last: published().max_by_key(|stamp| minute(*stamp)),
        continues: gathered.continues.map(StoryId),
        topic: topic(grouper, id),
        round_up: gathered.round_up,
        tells: gathered.tells.map(StoryId),
    }
}

/// The story at the other end of what is continued. One that went into another ends it.
fn topic(grouper: &Grouper, id: StoryId) -> StoryId {
    let standing = |at: u32| grouper.stories.get(at as usize)?.as_ref();
    let continued = |&at: &u32| {
        standing(at)?
            .continues
            .filter(|&earlier| standing(earlier).is_some())
    };
    // A person can merge stories so that they continue each other.
    let path = std::iter::successors(Some(id.0), continued).take(MOST_CONTINUED);
    let mut last = id.0;
    for at in path {
        if at == id.0 && last != id.0 {
            break;
        }
        last = at;
    }
    StoryId(last)
}

fn label(gathered: &Gathered, keywords: &[String], id: StoryId) -> String {
    match gathered.title() {
        Some(title) if title.len() <= LONGEST => title.to_owned(),
        Some(title) => {
            let cut = title[..title.floor_char_boundary(LONGEST)]
                .rsplit_once(' ')
                .map_or(title, |cut| cut.0);
            format!("{cut} …")
        }
        // A report of nothing but pictures and numbers.
        None if keywords.is_empty() => format!("story {}", id.0 + 1),
        None => keywords.join(" "),
    }
}
