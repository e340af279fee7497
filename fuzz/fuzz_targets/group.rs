//! Three reports as strangers write them (title, address and text, parted by NULs): what they are called, whether one tells
//! several happenings, whose words they print, and whether an address denies a date.
#![no_main]

use std::sync::Arc;

use crosswire_calendar::Stamp;
use crosswire_extract::{Annotated, extract};
use crosswire_group::{Options, Sketch, group, origins};
use crosswire_report::Report;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let mut parts = text.split('\0');
    let reports: Vec<Report> = (0..3)
        .map(|n| {
            let mut part = || parts.next().unwrap_or("");
            let (title, url, text) = (part(), part(), part());
            let mut report = Report::new(n.to_string(), "fuzz", text);
            report.title = (!title.is_empty()).then(|| title.into());
            report.url = (!url.is_empty()).then(|| url.to_owned());
            report.published = Stamp::parse("2031-03-06");
            report
        })
        .collect();
    let sketches: Vec<Sketch> = reports.iter().map(Sketch::of).collect();
    let stories = group(&sketches, &Options::default());
    assert_eq!(stories.iter().map(|story| story.members.len()).sum::<usize>(), reports.len());
    assert!(stories.iter().all(|story| !story.label.trim().is_empty()));
    let told: Vec<&Report> = reports.iter().collect();
    for (report, origin) in reports.iter().zip(origins(&told)) {
        assert!(origin.number < reports.len() && origin.text < reports.len());
        for passage in origin.evidence.iter().filter_map(|row| row.passage) {
            assert!(report.text.get(passage.span.start()..passage.span.end()).is_some());
        }
    }
    for report in reports {
        let extracted = extract(Annotated::unread(Arc::new(report)));
        assert_eq!(extracted.published().is_none(), extracted.doubtful_date().is_some());
    }
});
