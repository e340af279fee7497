//! Stories from files of reports, extracted.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use crosswire_annotate::Pipeline;
use crosswire_extract::{Annotated, Extracted, extract};
use crosswire_read::{Options, read_bytes};
use crosswire_report::Report;

use crate::store;

/// Reads every report of the files; a story is the `story` of its line.
pub(crate) fn read(paths: &[String]) -> BTreeMap<String, Vec<Report>> {
    let mut stories: BTreeMap<String, Vec<Report>> = BTreeMap::new();
    for path in paths {
        let bytes = std::fs::read(path).expect("the stories can be read");
        let of: BTreeMap<String, String> = String::from_utf8_lossy(&bytes)
            .lines()
            .filter_map(|line| {
                let row: serde_json::Value = serde_json::from_str(line).ok()?;
                let id = row["id"].as_str()?.to_owned();
                let story = row["story"].as_str().unwrap_or_default();
                Some((id, story.to_owned()))
            })
            .collect();
        for report in read_bytes(path, &bytes, &Options::default())
            .into_iter()
            .flatten()
        {
            if let Some(story) = of.get(&report.id) {
                stories.entry(story.clone()).or_default().push(report);
            }
        }
    }
    for reports in stories.values_mut() {
        reports.sort_by(|a, b| a.id.cmp(&b.id));
    }
    stories
}

/// Extracts every story on two threads and hands it to `each`; results come in order of the names.
pub(crate) fn each<T: Send>(
    model: &str,
    stories: BTreeMap<String, Vec<Report>>,
    each: impl Fn(&str, &[Extracted]) -> T + Sync,
) -> Vec<T> {
    let pipeline = Pipeline::load(model).expect("the model loads");
    let count = stories.len();
    let left = Mutex::new(stories.into_iter().enumerate());
    let done = Mutex::new(Vec::with_capacity(count));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let next = left.lock().expect("no thread fails").next();
                    let Some((at, (name, reports))) = next else {
                        return;
                    };
                    let extracted: Vec<Extracted> = reports
                        .into_iter()
                        .map(|report| {
                            extract(Annotated::new(Arc::new(report), |text| {
                                pipeline.annotate(text)
                            }))
                        })
                        .collect();
                    let result = each(&name, &extracted);
                    let mut done = done.lock().expect("no thread fails");
                    done.push((at, result));
                    if done.len() % 250 == 0 {
                        eprintln!("{} of {count} stories", done.len());
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().expect("no thread fails");
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Where a labelled value stands, in characters of the text.
pub(crate) struct Place {
    pub report: String,
    pub in_title: bool,
    pub start: usize,
    pub end: usize,
}

/// What is asked of a story: of which reports (none: all), and which pairs (none: every candidate).
#[derive(Default)]
pub(crate) struct Wanted {
    pub reports: Vec<String>,
    pub pairs: Vec<[Place; 2]>,
}

/// The stories that a file asks for: a JSON object of sets of reports, or labelled pairs.
pub(crate) fn wanted(path: &str) -> BTreeMap<String, Wanted> {
    let text = std::fs::read_to_string(path).expect("the wanted stories can be read");
    let mut stories: BTreeMap<String, Wanted> = BTreeMap::new();
    if let Ok(sets) = serde_json::from_str::<BTreeMap<String, Vec<String>>>(&text) {
        for (set, reports) in sets {
            stories.entry(set).or_default().reports = reports;
        }
        return stories;
    }
    for line in text.lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("a pair a line");
        let place = |side: &str| Place {
            report: row[side]["report"].as_str().unwrap_or_default().to_owned(),
            in_title: row[side]["in_title"].as_bool().unwrap_or(false),
            start: row[side]["start"].as_u64().unwrap_or(0) as usize,
            end: row[side]["end"].as_u64().unwrap_or(0) as usize,
        };
        let story = row["story"].as_str().unwrap_or_default().to_owned();
        let pair = [place("a"), place("b")];
        stories.entry(story).or_default().pairs.push(pair);
    }
    stories
}

/// Puts reports that a set names under the set's name.
pub(crate) fn regroup(
    stories: BTreeMap<String, Vec<Report>>,
    wanted: &BTreeMap<String, Wanted>,
) -> BTreeMap<String, Vec<Report>> {
    let mut all: BTreeMap<String, Report> = stories
        .into_values()
        .flatten()
        .map(|report| (report.id.clone(), report))
        .collect();
    let mut sets = BTreeMap::new();
    for (set, wanted) in wanted {
        let ids = wanted.reports.iter();
        let mut reports: Vec<Report> = ids.filter_map(|id| all.remove(id)).collect();
        reports.sort_by(|a, b| a.id.cmp(&b.id));
        sets.insert(set.clone(), reports);
    }
    sets
}

fn path(scenes: &str, story: &str) -> String {
    format!("{scenes}/{story}.values")
}

/// Whether a story's values were written.
pub(crate) fn is_stored(scenes: &str, story: &str) -> bool {
    std::fs::exists(path(scenes, story)).unwrap_or(false)
}

/// The values of a story, as [`store_all`] wrote them.
pub(crate) fn stored(scenes: &str, story: &str, only: Option<&[String]>) -> store::Stored {
    store::load(
        &std::fs::read(path(scenes, story)).expect("the story was stored"),
        only,
    )
}

/// Annotates stories and writes their values, those that are there left alone.
pub(crate) fn store_all(model: &str, scenes: &str, names: Option<&str>, paths: &[String]) {
    std::fs::create_dir_all(scenes).expect("SCENES can be made");
    let mut stories = read(paths);
    if let Some(names) = names {
        let names = std::fs::read_to_string(names).expect("the names can be read");
        if names.trim_start().starts_with('{') {
            let sets: BTreeMap<String, Vec<String>> = serde_json::from_str(&names).expect("sets");
            let wanted = sets.into_iter().map(|(set, reports)| {
                let pairs = Vec::new();
                (set, Wanted { reports, pairs })
            });
            stories = regroup(stories, &wanted.collect());
        } else {
            let names: std::collections::BTreeSet<&str> = names.lines().collect();
            stories.retain(|name, _| names.contains(name.as_str()));
        }
    }
    stories.retain(|name, _| !is_stored(scenes, name));
    each(model, stories, |story, reports| {
        std::fs::write(path(scenes, story), store::stored(reports)).expect("SCENES can be written");
    });
}
