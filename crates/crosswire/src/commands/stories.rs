//! `crosswire stories`: reports grouped into the happenings that they tell.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::sync::Arc;

use crosswire_group::{Options, Origin, Sketch, Story, origins, outlet};
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
                let told = Told::new(&story, reports);
                let line = json!({
                    "id": story.id.0,
                    "continues": story.continues.map(|story| story.0),
                    "label": story.label,
                    "keywords": story.keywords,
                    "reports": story.reports,
                    "first": story.first.map(|stamp| stamp.to_string()),
                    "last": story.last.map(|stamp| stamp.to_string()),
                    "outlets": told.outlets,
                    "origins": told.origins.iter().map(|(origin, members)| json!({
                        "name": origin.name,
                        "kind": origin.kind.name(),
                        "reports": members.iter().map(|&at| &reports[at].id).collect::<Vec<_>>(),
                    })).collect::<Vec<_>>(),
                });
                writeln!(out, "{line}")?;
            }
            StoriesFormat::Text => {
                let told = Told::new(&story, reports);
                writeln!(
                    out,
                    "{} ({} reports, {} outlets, {} origins)",
                    one_cell(&story.label),
                    story.members.len(),
                    told.outlets,
                    told.origins.len(),
                )?;
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

/// Who tells a story.
struct Told {
    outlets: usize,
    /// Each origin, as its first report has it, with the reports that share it.
    origins: Vec<(Origin, Vec<usize>)>,
}

impl Told {
    fn new(story: &Story, reports: &[Arc<Report>]) -> Told {
        let told: Vec<&Report> = story.members.iter().map(|&at| &*reports[at]).collect();
        let mut grouped: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let found = origins(&told);
        for (origin, &member) in found.iter().zip(&story.members) {
            grouped.entry(origin.number).or_default().push(member);
        }
        let outlets: BTreeSet<String> = told
            .iter()
            .map(|report| outlet(report.outlet.as_deref().unwrap_or(&report.source)))
            .collect();
        Told {
            outlets: outlets.len(),
            origins: grouped
                .into_iter()
                .map(|(first, members)| (found[first].clone(), members))
                .collect(),
        }
    }
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
