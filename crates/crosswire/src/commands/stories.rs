//! `crosswire stories`: reports grouped into the happenings that they tell.

use std::io::Write;
use std::sync::Arc;

use crosswire_group::{Options, Sketch, Story};
use crosswire_report::Report;
use serde_json::json;

use crate::args::{Stories, StoriesFormat};
use crate::input;
use crate::status::Status;

pub(crate) fn run(arguments: &Stories) -> anyhow::Result<Status> {
    let input = input::read_all(&arguments.input)?;
    let reports = &input.reports;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for story in group(reports) {
        match arguments.format {
            StoriesFormat::Tsv => {
                for id in &story.reports {
                    writeln!(out, "{}\t{}", one_cell(id), one_cell(&story.label))?;
                }
            }
            StoriesFormat::Jsonl => {
                let line = json!({
                    "label": story.label,
                    "keywords": story.keywords,
                    "reports": story.reports,
                    "first": story.first.map(|stamp| stamp.to_string()),
                    "last": story.last.map(|stamp| stamp.to_string()),
                });
                writeln!(out, "{line}")?;
            }
            StoriesFormat::Text => {
                writeln!(out, "{} ({})", one_cell(&story.label), story.members.len())?;
                for &member in &story.members {
                    let report = &reports[member];
                    let published = report
                        .published
                        .map_or_else(|| "undated".to_owned(), |stamp| stamp.to_string());
                    let title = report.title.as_deref().unwrap_or(&report.id);
                    let outlet = report.outlet.as_deref().unwrap_or(&report.source);
                    writeln!(
                        out,
                        "  {published:<20} {}: {}",
                        one_cell(outlet),
                        one_cell(title)
                    )?;
                }
            }
        }
    }
    out.flush()?;
    Ok(input.status)
}

/// The stories that the reports tell.
pub(crate) fn group(reports: &[Arc<Report>]) -> Vec<Story> {
    let sketches: Vec<Sketch> = reports.iter().map(|report| Sketch::of(report)).collect();
    crosswire_group::group(&sketches, &Options::default())
}

/// A name without what would break a row.
fn one_cell(name: &str) -> String {
    name.chars()
        .map(|char| if char.is_control() { ' ' } else { char })
        .collect()
}
