//! `crosswire check`: reports in, findings out.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use crosswire_columns::{Format, Table};
use crosswire_compare::Verdict;
use crosswire_present::{Outcome, html, json, terminal};
use crosswire_record::FindingKind;

use crate::args::{Check, CheckFormat};
use crate::checking::{self, Grouping};
use crate::status::{Status, complain};
use crate::watch::Watch;
use crate::{analysis, columns, input, language, screen, tables};

pub(crate) fn run(arguments: &Check) -> anyhow::Result<Status> {
    let fail_on = &arguments.fail_on;
    let sets = arguments.sets.as_deref().map(read_sets).transpose()?;
    let mut input = input::read_all(&arguments.input)?;
    let references = input::references(&arguments.reference)?;
    let grouping = match &sets {
        Some(sets) => Grouping::Sets(sets),
        None if arguments.one_story => Grouping::OneStory,
        None => Grouping::Found,
    };
    checking::select(&mut input.reports, grouping, &references.reports);
    for (label, id) in sets
        .iter()
        .flat_map(|sets| checking::missing(sets, &input.reports))
    {
        complain(&format!(
            "set {label:?}: no report with the id {id:?} was read"
        ));
    }
    let pipeline = language::load(&arguments.language)?;
    let outcome = language::pool(&arguments.language)?.install(|| {
        let references = (!arguments.reference.is_empty()).then_some(references.reports);
        let extracted = analysis::extracted(&pipeline, input.reports);
        // Nobody asks for an end.
        checking::check(&extracted, grouping, references, &Watch::default()).unwrap_or_default()
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
    for row in tables::findings(outcome)? {
        rows.push(row)?;
    }
    Ok(rows.finish()?)
}
