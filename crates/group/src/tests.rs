//! Grouping as a user meets it, on invented reports.

use crosswire_calendar::Stamp;
use crosswire_report::Report;

use crate::{Grouper, Options, Sketch, Story, group};

pub(crate) fn report(id: &str, outlet: &str, published: &str, title: &str, text: &str) -> Report {
    Report {
        id: id.to_owned(),
        source: "-".to_owned(),
        outlet: (!outlet.is_empty()).then(|| outlet.to_owned()),
        url: None,
        title: (!title.is_empty()).then(|| title.into()),
        authors: Vec::new(),
        published: Stamp::parse(published),
        text: text.into(),
        blocks: Vec::new(),
        problems: Vec::new(),
        details: crosswire_report::Details::default(),
    }
}

fn ferry() -> Vec<Report> {
    vec![
        report(
            "ferry-1",
            "Marlow Echo",
            "2024-03-04T08:00Z",
            "Ferry Osprey aground off Tern Island",
            "The ferry Osprey ran aground on rocks off Tern Island early on Monday with 140 people aboard, \
             the Marlow coastguard said. Two lifeboats reached the ship within the hour. Nobody was hurt.",
        ),
        report(
            "ferry-2",
            "Belwick Post",
            "2024-03-04T15:00Z",
            "Passengers tell of night on stranded ferry",
            "Passengers of the stranded Osprey came ashore in Marlow on Monday afternoon. Lifeboats had taken \
             them off the ferry, which lies on rocks near Tern Island, in four trips.",
        ),
        report(
            "ferry-3",
            "The Coast",
            "2024-03-05T09:00Z",
            "Tugs fail to free Osprey",
            "Two tugs failed on Tuesday to pull the ferry Osprey off the rocks at Tern Island. The coastguard in \
             Marlow said that another attempt would be made at high tide.",
        ),
    ]
}

fn pool() -> Vec<Report> {
    vec![
        report(
            "pool-1",
            "Belwick Post",
            "2024-03-04T10:00Z",
            "Council closes Harrow Lane pool",
            "Belwick council voted on Monday to close the swimming pool in Harrow Lane. Repairs of the roof would \
             have cost 2.3 million crowns, said councillor Edda Finch.",
        ),
        report(
            "pool-2",
            "Marlow Echo",
            "2024-03-05T07:00Z",
            "Swimmers protest at closed pool",
            "Swimmers gathered on Tuesday before the Harrow Lane pool in Belwick, which the council has closed. \
             Councillor Edda Finch said that the roof was unsafe.",
        ),
    ]
}

fn sketches(reports: &[Report]) -> Vec<Sketch> {
    reports.iter().map(Sketch::of).collect()
}

fn members(stories: &[Story]) -> Vec<Vec<&str>> {
    stories
        .iter()
        .map(|story| story.reports.iter().map(String::as_str).collect())
        .collect()
}

#[test]
fn reports_of_one_happening_meet_and_those_of_another_do_not() {
    let reports = [ferry(), pool()].concat();
    let stories = group(&sketches(&reports), &Options::default());
    assert_eq!(
        members(&stories),
        [
            vec!["ferry-1", "ferry-2", "ferry-3"],
            vec!["pool-1", "pool-2"]
        ]
    );
    assert!(
        stories[0].label.contains("Osprey") || stories[0].label.contains("ferry"),
        "{}",
        stories[0].label
    );
    assert!(
        stories[1].keywords.contains(&"Harrow".to_owned()),
        "{:?}",
        stories[1].keywords
    );
    assert_eq!(stories[0].first, reports[0].published);
    assert_eq!(stories[0].last, reports[2].published);
}

#[test]
fn the_order_of_files_never_matters() {
    let mut sketches = sketches(&[ferry(), pool()].concat());
    let expected = group(&sketches, &Options::default());
    for _ in 0..sketches.len() {
        sketches.rotate_left(1);
        let found = group(&sketches, &Options::default());
        assert_eq!(members(&found), members(&expected));
        for story in found {
            let at: Vec<&str> = story.members.iter().map(|&at| sketches[at].id()).collect();
            assert_eq!(at, story.reports);
        }
    }
}

#[test]
fn a_stream_gives_the_same_stories_here() {
    let mut grouper = Grouper::new(Options::default());
    let mut placed: Vec<_> = sketches(&[ferry(), pool()].concat())
        .iter()
        .map(|sketch| grouper.add(sketch))
        .collect();
    assert_eq!(placed.iter().filter(|placed| placed.is_new).count(), 2);
    let again = grouper.add(&sketches(&ferry())[0]);
    assert_eq!(
        (again.copy_of, again.story),
        (Some(0), placed.remove(0).story)
    );
    assert_eq!(grouper.len(), 6);
    let changed = grouper.take_changed();
    assert_eq!(changed.len(), 2);
    assert!(grouper.take_changed().is_empty());
    grouper.add(&sketches(&pool())[0]);
    let grown = grouper.take_changed();
    assert_eq!(grown.len(), 1);
    let stories = grouper.stories();
    let story = stories.iter().find(|story| story.id == grown[0]).unwrap();
    assert_eq!(grouper.story(grown[0]).as_ref(), Some(story));
    assert_eq!(grouper.story(crate::StoryId(99)), None);
}

#[test]
fn a_near_copy_is_known_as_one() {
    let long: String = (0..120).map(|i| format!("word{} ", i * 31 % 97)).collect();
    let one = report("a", "Echo", "2024-03-04", "", &long);
    let two = report(
        "b",
        "Post",
        "2024-03-05",
        "",
        &format!("MARLOW - {long} Read more."),
    );
    let mut grouper = Grouper::new(Options::default());
    assert_eq!(grouper.add(&Sketch::of(&one)).copy_of, None);
    let placed = grouper.add(&Sketch::of(&two));
    assert_eq!((placed.copy_of, placed.is_new), (Some(0), false));
}

#[test]
fn a_round_up_is_found_with_its_copies_alone() {
    let weekend = "Three people were shot over the weekend in Marlow, police said. A man, 34, was shot in the leg about 8:15 p.m. \
                   Friday in the 200 block of Harrow Lane. At 11 p.m. Saturday a 19-year-old was wounded near Tern Street in \
                   Belwick. A woman died after a shooting at 2:40 a.m. Sunday on Quay Road, police said, and no arrests were made.";
    let one = "A man, 34, was shot in the leg about 8:15 p.m. Friday in the 200 block of Harrow Lane in Marlow, police said.";
    let reports = [
        report("a", "Echo", "2024-03-04", "Man shot in Harrow Lane", one),
        report("b", "Post", "2024-03-05", "Three shot in Marlow", weekend),
        report(
            "c",
            "Coast",
            "2024-03-06",
            "Weekend of shootings",
            &format!("{weekend} Read more."),
        ),
        report(
            "d",
            "Star",
            "2024-03-06",
            "Man, 34, shot in Marlow's Harrow Lane",
            one,
        ),
    ];
    let sketches = sketches(&reports);
    assert_eq!(
        sketches.iter().map(Sketch::is_round_up).collect::<Vec<_>>(),
        [false, true, true, false]
    );
    let stories = group(&sketches, &Options::default());
    assert_eq!(members(&stories), [vec!["a", "d"], vec!["b", "c"]]);
    assert!(
        stories
            .iter()
            .all(|story| story.continues.is_none() && story.topic == story.id)
    );
    assert_eq!(
        stories
            .iter()
            .map(|story| story.round_up)
            .collect::<Vec<_>>(),
        [false, true]
    );
}

#[test]
fn what_says_nothing_stands_alone() {
    let reports: Vec<Report> = ["", " \n", "!!!", "the of and", "x"]
        .iter()
        .enumerate()
        .map(|(i, text)| report(&i.to_string(), "", "", "", text))
        .collect();
    let stories = group(&sketches(&reports), &Options::default());
    assert_eq!(stories.len(), reports.len());
    let mut labels: Vec<&str> = stories.iter().map(|story| story.label.as_str()).collect();
    labels.sort_unstable();
    labels.dedup();
    assert_eq!(labels.len(), reports.len());
    assert!(group(&[], &Options::default()).is_empty());
}

#[test]
fn a_story_taken_up_again_says_so() {
    let mut reports = ferry();
    reports.push(report(
        "later",
        "The Coast",
        "2026-05-05",
        "Captain of the Osprey fined",
        "A court in Belwick fined captain Jory Penn on Thursday. His ferry had hit rocks off an island two years ago. \
         The judge called the voyage reckless and the owners careless; lawyers for Penn will appeal to the high court.",
    ));
    let mut grouper = Grouper::new(Options::default());
    let placed: Vec<_> = sketches(&reports)
        .iter()
        .map(|sketch| grouper.add(sketch))
        .collect();
    let stories = grouper.stories();
    let last = stories
        .iter()
        .find(|story| story.reports.contains(&"later".to_owned()))
        .unwrap();
    assert!(placed[3].is_new);
    assert!(last.continues.is_some_and(|earlier| earlier < last.id));
}
