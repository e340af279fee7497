//! Writes what the stories of a corpus are called, beside the titles of their reports, for people to judge.
//!
//! usage: labels REPORTS.jsonl > LABELS.jsonl     (`label`, `titles`, and `continues`: the label of the story taken up)
#![expect(clippy::print_stdout, reason = "an example may print")]

mod reports;

use std::collections::HashMap;

use crosswire_group::{Options, Sketch, StoryId, group};
use serde_json::json;

fn main() {
    let path = std::env::args().nth(1).expect("REPORTS.jsonl");
    let reports = reports::load(&path);
    let sketches: Vec<Sketch> = reports.iter().map(Sketch::of).collect();
    let stories = group(&sketches, &Options::default());
    let labels: HashMap<StoryId, &str> = stories
        .iter()
        .map(|story| (story.id, story.label.as_str()))
        .collect();
    for story in &stories {
        let titles: Vec<Option<&str>> = story
            .members
            .iter()
            .map(|&at| reports[at].title.as_deref())
            .collect();
        let earlier = story.continues.and_then(|id| labels.get(&id));
        println!(
            "{}",
            json!({"label": story.label, "titles": titles, "reports": story.reports, "continues": earlier, "round_up": story.round_up,
                   "first": story.first.map(|stamp| stamp.to_string())})
        );
    }
}
