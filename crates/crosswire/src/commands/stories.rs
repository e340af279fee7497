//! `crosswire stories`: reports grouped into the happenings that they tell.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::sync::Arc;

use anyhow::Context;
use crosswire_columns::{Format, Table};
use crosswire_group::{Origin, Story, StoryId, origins, outlet};
use crosswire_present::terminal::short;
use crosswire_report::Report;
use serde_json::{Value, json};

use crate::args::{Stories, StoriesFormat};
use crate::commands::{kept, kept_stories};
use crate::status::Status;
use crate::{checking, columns, input, settings};

pub(crate) fn run(arguments: &Stories) -> anyhow::Result<Status> {
    if arguments.paths.is_empty() {
        let ledger = settings::ledger(arguments.ledger.as_deref())
            .context("no PATH to read, so the stories of a ledger are listed")?;
        return kept_stories::run(arguments, &ledger);
    }
    let input = input::read_all(&arguments.input())?;
    let reports = &input.reports;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut listed = Vec::new();
    let mut table = match arguments.format {
        StoriesFormat::Arrow => Some(columns::begin(Table::Stories, Format::Arrow)?),
        StoriesFormat::Parquet => Some(columns::begin(Table::Stories, Format::Parquet)?),
        StoriesFormat::Text | StoriesFormat::Tsv | StoriesFormat::Json | StoriesFormat::Jsonl => {
            None
        }
    };
    let stories = checking::group(reports);
    let labels: BTreeMap<StoryId, String> = stories
        .iter()
        .map(|story| (story.id, story.label.clone()))
        .collect();
    for story in stories {
        match arguments.format {
            StoriesFormat::Tsv => {
                // What tells several happenings has a row of its main one.
                let main = story.tells.and_then(|id| labels.get(&id));
                let label = kept::line(main.unwrap_or(&story.label));
                for id in &story.reports {
                    writeln!(out, "{}\t{label}", kept::line(id))?;
                }
            }
            StoriesFormat::Json => listed.push(object(&story, reports)),
            StoriesFormat::Jsonl => writeln!(out, "{}", object(&story, reports))?,
            StoriesFormat::Arrow | StoriesFormat::Parquet => {
                let rows = rows(&story, reports);
                if let Some(table) = &mut table {
                    rows.into_iter().try_for_each(|row| table.push(row))?;
                }
            }
            StoriesFormat::Text => {
                let told = Told::new(&story, reports);
                writeln!(
                    out,
                    "{} ({}, {}, {})",
                    kept::line(&story.label),
                    kept::count(story.members.len(), "report"),
                    kept::count(told.outlets, "outlet"),
                    kept::count(told.origins.len(), "origin"),
                )?;
                if let (Some(first), Some(last)) = (story.first, story.last)
                    && first != last
                {
                    writeln!(out, "  from {} to {}", short(first), short(last))?;
                }
                if let Some(earlier) = story.continues.and_then(|id| labels.get(&id)) {
                    writeln!(out, "  continues {}", kept::line(earlier))?;
                    let begins = labels.get(&story.topic);
                    if let Some(first) = begins.filter(|_| story.continues != Some(story.topic)) {
                        writeln!(out, "  in the topic of {}", kept::line(first))?;
                    }
                }
                if story.round_up {
                    writeln!(out, "  tells several happenings")?;
                }
                for &member in &story.members {
                    let report = &reports[member];
                    let published = report.published.map_or_else(|| "undated".to_owned(), short);
                    let title = report.title.as_deref().unwrap_or(&report.id);
                    let outlet = report.outlet.as_deref().unwrap_or(&report.source);
                    writeln!(
                        out,
                        "  {published:<20} {}: {}",
                        kept::line(outlet),
                        kept::line(title)
                    )?;
                }
            }
        }
    }
    if labels.is_empty() && arguments.format == StoriesFormat::Text {
        writeln!(out, "No story: no report was read.")?;
    }
    if arguments.format == StoriesFormat::Json {
        kept::print_json(&mut out, &json!({ "stories": listed }))?;
    }
    if let Some(table) = table {
        table.finish()?;
    }
    out.flush()?;
    Ok(input.status)
}

fn object(story: &Story, reports: &[Arc<Report>]) -> Value {
    let told = Told::new(story, reports);
    json!({
        "id": story.id.0,
        "continues": story.continues.map(|story| story.0),
        "topic": story.topic.0,
        "round_up": story.round_up,
        "tells": story.tells.map(|story| story.0),
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
    })
}

/// A row a report: the story, the report and its origin.
pub(crate) fn rows(story: &Story, reports: &[Arc<Report>]) -> Vec<Value> {
    let told = Told::new(story, reports);
    story
        .members
        .iter()
        .zip(&told.of_reports)
        .map(|(&member, origin)| {
            let report = &reports[member];
            json!({
                "story": story.id.0,
                "label": story.label,
                "keywords": story.keywords,
                "first": story.first.map(|stamp| stamp.to_string()),
                "last": story.last.map(|stamp| stamp.to_string()),
                "continues": story.continues.map(|story| story.0),
                "outlets": told.outlets,
                "origins": told.origins.len(),
                "report": report.id,
                "outlet": report.outlet,
                "published": report.published.map(|stamp| stamp.to_string()),
                "origin": origin.name,
                "origin_kind": origin.kind.name(),
                "origin_first": reports[story.members[origin.number]].id,
                "origin_confidence": (f64::from(origin.confidence) * 1000.0).round() / 1000.0,
            })
        })
        .collect()
}

/// Who tells a story.
struct Told {
    outlets: usize,
    /// Each origin, as its first report has it, with the reports that share it.
    origins: Vec<(Origin, Vec<usize>)>,
    /// The origin of each report, in the story's order.
    of_reports: Vec<Origin>,
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
            of_reports: found,
        }
    }
}
