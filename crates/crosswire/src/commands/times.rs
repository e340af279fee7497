//! `crosswire times`: the time expressions of reports.

use crosswire_calendar::Interval;
use crosswire_extract::Extracted;
use serde::Serialize;

use crate::args::Listing;
use crate::commands::listing::{self, Row};
use crate::status::Status;

#[derive(Serialize)]
pub(crate) struct Time {
    r#type: &'static str,
    value: String,
    interval: Option<IntervalJson>,
}

#[derive(Serialize)]
struct IntervalJson {
    from: String,
    to: String,
    granularity: &'static str,
    offset: Option<String>,
}

pub(crate) fn run(arguments: &Listing) -> anyhow::Result<Status> {
    listing::run(arguments, "id", "times", rows)
}

pub(crate) fn rows(extracted: &Extracted) -> Vec<Row<Time>> {
    extracted
        .times
        .iter()
        .map(|found| Row {
            passage: found.passage,
            gloss: format!("{} {}", found.timex.kind.name(), found.timex.value),
            fields: Time {
                r#type: found.timex.kind.name(),
                value: found.timex.value.clone(),
                interval: found.timex.interval.map(IntervalJson::new),
            },
        })
        .collect()
}

impl IntervalJson {
    fn new(interval: Interval) -> IntervalJson {
        IntervalJson {
            from: interval.from().to_string(),
            to: interval.to().to_string(),
            granularity: interval.granularity().name(),
            offset: interval.offset().map(|offset| offset.to_string()),
        }
    }
}
