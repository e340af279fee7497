//! What a story is called, and which earlier one it takes up.

use std::collections::HashMap;

use crate::grouper::Grouper;
use crate::sketch::minute;
use crate::story::{Gathered, Member, Story, StoryId};

/// Words of a story that are shown.
const KEYWORDS: usize = 6;
/// A title longer than this is cut.
const LONGEST: usize = 120;

/// The stories as they stand, by first report.
pub(crate) fn stories(grouper: &Grouper) -> Vec<Story> {
    let standing = grouper.stories.iter().enumerate();
    let standing =
        standing.filter_map(|(id, gathered)| Some((StoryId(id as u32), gathered.as_ref()?)));
    let mut stories: Vec<Story> = standing.map(|(id, gathered)| story(id, gathered)).collect();
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

pub(crate) fn story(id: StoryId, gathered: &Gathered) -> Story {
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
    }
}

fn label(gathered: &Gathered, keywords: &[String], id: StoryId) -> String {
    let words = gathered
        .title()
        .map(|title| title.split_whitespace().collect::<Vec<_>>().join(" "));
    match words {
        Some(title) if title.len() <= LONGEST => title,
        Some(title) => {
            let cut = title[..title.floor_char_boundary(LONGEST)]
                .rsplit_once(' ')
                .map_or(title.as_str(), |cut| cut.0);
            format!("{cut} …")
        }
        None if keywords.is_empty() => format!("story {}", id.0 + 1),
        None => keywords.join(" "),
    }
}
