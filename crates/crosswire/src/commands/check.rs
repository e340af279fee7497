//! `crosswire check`: reports in, findings out.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use crosswire_calendar::Stamp;
use crosswire_columns::{Format, Table};
use crosswire_compare::{Story, Verdict, against, analyse_story, records};
use crosswire_extract::Extracted;
use crosswire_group::{Origin, origins, outlet};
use crosswire_present::{Against, Outcome, StoryOutcome, html, json, terminal};
use crosswire_record::FindingKind;
use crosswire_report::Report;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::args::{Check, CheckFormat};
use crate::commands::stories;
use crate::status::{Status, complain};
use crate::{analysis, columns, input, language, screen};

pub(crate) fn run(arguments: &Check) -> anyhow::Result<Status> {
    let fail_on = &arguments.fail_on;
    let sets = arguments.sets.as_deref().map(read_sets).transpose()?;
    let mut input = input::read_all(&arguments.input)?;
    if let Some(sets) = &sets {
        let named: Vec<&String> = sets.values().flatten().collect();
        input.reports.retain(|report| named.contains(&&report.id));
    }
    let references = input::references(&arguments.reference)?;
    // A folder may hold the reference beside the reports that quote it.
    let is_reference = |report: &Arc<Report>| {
        let mut all = references.reports.iter();
        all.any(|reference| reference.text == report.text)
    };
    input.reports.retain(|report| !is_reference(report));
    let pipeline = language::load(&arguments.language)?;
    let outcome = language::pool(&arguments.language)?.install(|| {
        let references = (!arguments.reference.is_empty()).then_some(references.reports);
        let grouping = (arguments.one_story, sets.as_ref());
        check(&pipeline, input.reports, grouping, references)
    });
    print(&outcome, arguments)?;
    let found = outcome
        .stories
        .iter()
        .flat_map(|story| &story.findings)
        .any(|finding| fail_on.contains(&finding.kind));
    let altered = fail_on.contains(&FindingKind::QuoteVariant)
        && outcome.against.iter().any(|against| {
            let mut all = against.quotations.iter();
            all.any(|checked| checked.verdict == Verdict::Altered)
        });
    let found = found || altered;
    Ok(input
        .status
        .max(references.status)
        .max(if found { Status::Found } else { Status::Done }))
}

fn check(
    pipeline: &crosswire_annotate::Pipeline,
    mut reports: Vec<Arc<Report>>,
    (one_story, sets): (bool, Option<&BTreeMap<String, Vec<String>>>),
    references: Option<Vec<Arc<Report>>>,
) -> Outcome {
    let extracted = analysis::extracted(pipeline, reports.clone());
    for (report, extracted) in reports.iter_mut().zip(&extracted) {
        if let Some(problem) = extracted.doubtful_date() {
            Arc::make_mut(report).problems.push(problem);
        }
    }
    let against = references.map(|references| {
        let told: Vec<&Report> = references.iter().map(|reference| &**reference).collect();
        let quoting: Vec<&Extracted> = extracted.iter().collect();
        Against {
            quotations: against(&told, &quoting),
            references,
        }
    });
    let mut stories: Vec<(String, Vec<usize>)> = if let Some(sets) = sets {
        by_sets(sets, &reports)
    } else if one_story {
        vec![(label(&reports), (0..reports.len()).collect())]
    } else {
        stories::group(&reports)
            .into_iter()
            .map(|story| (story.label, story.members))
            .collect()
    };
    stories.retain(|(_, members)| !members.is_empty());
    let mut found: Vec<(StoryOutcome, Vec<Origin>)> = stories
        .into_par_iter()
        .map(|(label, members)| story(label, members, &reports, &extracted))
        .collect();
    let mut by_report: Vec<Option<Origin>> = vec![None; reports.len()];
    for (story, origins) in &mut found {
        for (&member, origin) in story.reports.iter().zip(origins) {
            by_report[member] = Some(origin.clone());
        }
    }
    let mut stories: Vec<StoryOutcome> = found.into_iter().map(|(story, _)| story).collect();
    if sets.is_none() {
        // The most disputed first; the sort is stable, so equals stay in the order of grouping.
        stories.sort_by_key(|story| std::cmp::Reverse(disputes(story)));
    }
    Outcome {
        origins: by_report,
        reports,
        stories,
        against,
    }
}

fn story(
    label: String,
    members: Vec<usize>,
    reports: &[Arc<Report>],
    extracted: &[Extracted],
) -> (StoryOutcome, Vec<Origin>) {
    let told: Vec<&Report> = members.iter().map(|&member| &*reports[member]).collect();
    let mut origins = origins(&told);
    let numbers = |of: fn(&Origin) -> usize| origins.iter().map(of).collect::<Vec<usize>>();
    let story = Story {
        reports: members.iter().map(|&member| &extracted[member]).collect(),
        origins: numbers(|origin| origin.number),
        texts: numbers(|origin| origin.text),
    };
    let comparison = analyse_story(&story, &previous(&told));
    let distinct: BTreeSet<usize> = story.origins.iter().copied().collect();
    let outlets: BTreeSet<String> = told
        .iter()
        .map(|report| outlet(report.outlet.as_deref().unwrap_or(&report.source)))
        .collect();
    // From places in the story to places among all reports.
    for origin in &mut origins {
        origin.number = members[origin.number];
        origin.text = members[origin.text];
        let copies = origin
            .evidence
            .iter_mut()
            .filter_map(|row| row.copy_of.as_mut());
        copies.for_each(|(of, _)| *of = members[*of]);
    }
    let outcome = StoryOutcome {
        label,
        reports: members,
        outlets: outlets.len(),
        origins: distinct.len(),
        statements_aligned: comparison.statements_aligned,
        findings: records(&story, &comparison.findings),
    };
    (outcome, origins)
}

/// For each report, the one whose place it takes: the version before it at the same address.
fn previous(reports: &[&Report]) -> Vec<Option<usize>> {
    let mut order: Vec<usize> = (0..reports.len()).collect();
    let changed = |at: usize| {
        let report = reports[at];
        let stamp = report.details.updated.or(report.published);
        stamp.map(Stamp::sort_key)
    };
    order.sort_by_key(|&at| (changed(at).is_none(), changed(at), at));
    let mut latest: HashMap<&str, usize> = HashMap::new();
    let mut previous = vec![None; reports.len()];
    for at in order {
        let report = reports[at];
        let address = report
            .details
            .canonical
            .as_deref()
            .or(report.url.as_deref());
        let Some(address) = address.filter(|address| !address.is_empty()) else {
            continue;
        };
        let before = latest.insert(address, at);
        previous[at] = before.filter(|&before| reports[before].text != report.text);
    }
    previous
}

fn disputes(story: &StoryOutcome) -> usize {
    let findings = story.findings.iter();
    findings.filter(|finding| finding.kind.is_dispute()).count()
}

/// What to call a story that the user says is one: its first title, else its first words.
fn label(reports: &[Arc<Report>]) -> String {
    let titled = reports
        .iter()
        .find_map(|report| report.title.as_deref().filter(|title| !title.is_empty()));
    titled.map_or_else(|| "one story".to_owned(), str::to_owned)
}

fn by_sets(
    sets: &BTreeMap<String, Vec<String>>,
    reports: &[Arc<Report>],
) -> Vec<(String, Vec<usize>)> {
    let by_id: HashMap<&str, usize> = reports
        .iter()
        .enumerate()
        .map(|(i, report)| (report.id.as_str(), i))
        .collect();
    sets.iter()
        .map(|(label, ids)| {
            let mut members = Vec::new();
            for id in ids {
                match by_id.get(id.as_str()) {
                    Some(&i) => members.push(i),
                    None => complain(&format!(
                        "set {label:?}: no report with the id {id:?} was read"
                    )),
                }
            }
            members.sort_unstable();
            members.dedup();
            (label.clone(), members)
        })
        .collect()
}

fn read_sets(path: &Path) -> anyhow::Result<BTreeMap<String, Vec<String>>> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("--sets {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| {
        format!(
            "--sets {}: expected an object of lists of report ids, {{\"label\": [\"id\", ...]}}",
            path.display()
        )
    })
}

fn print(outcome: &Outcome, arguments: &Check) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match arguments.format {
        CheckFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &json::check(outcome))?;
            writeln!(out)?;
        }
        CheckFormat::Arrow => findings(outcome, Format::Arrow)?,
        CheckFormat::Parquet => findings(outcome, Format::Parquet)?,
        CheckFormat::Html => out.write_all(html::render(outcome).as_bytes())?,
        CheckFormat::Text => {
            drop(out);
            if let Some(number) = arguments.story
                && number > outcome.stories.len()
            {
                let count = outcome.stories.len();
                bail!("--story {number}: there are only {count}; the summary numbers them");
            }
            let options = terminal::Options {
                all: arguments.all,
                quiet: arguments.quiet,
                story: arguments.story,
                kinds: arguments.kind.clone(),
                ..screen::options(arguments.look)
            };
            screen::show(&terminal::render(outcome, options), arguments.look)?;
            return Ok(());
        }
    }
    out.flush()?;
    Ok(())
}

/// The findings as rows, each with its story.
fn findings(outcome: &Outcome, format: Format) -> anyhow::Result<()> {
    let mut rows = columns::begin(Table::Findings, format)?;
    for story in &outcome.stories {
        let mut story = serde_json::to_value(json::story(outcome, story))?;
        let found = story["findings"].take();
        for mut finding in found.as_array().cloned().unwrap_or_default() {
            finding["story"] = story["id"].clone();
            finding["label"] = story["label"].clone();
            rows.push(finding)?;
        }
    }
    Ok(rows.finish()?)
}
