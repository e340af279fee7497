//! Stories from files of reports, extracted.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use crosswire_annotate::Pipeline;
use crosswire_extract::{Annotated, Extracted, extract};
use crosswire_read::{Options, read_bytes};
use crosswire_report::Report;

/// Reads every report of the files; a story is the `story` of its line.
pub fn read(paths: &[String]) -> BTreeMap<String, Vec<Report>> {
    let mut stories: BTreeMap<String, Vec<Report>> = BTreeMap::new();
    for path in paths {
        let bytes = std::fs::read(path).expect("the stories can be read");
        let of: BTreeMap<String, String> = String::from_utf8_lossy(&bytes)
            .lines()
            .filter_map(|line| {
                let row: serde_json::Value = serde_json::from_str(line).ok()?;
                let id = row["id"].as_str()?.to_owned();
                Some((id, row["story"].as_str()?.to_owned()))
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
pub fn each<T: Send>(
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
