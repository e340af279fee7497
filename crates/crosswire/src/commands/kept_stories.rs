//! `crosswire stories --ledger`: the stories of a ledger.

use std::io::Write;
use std::path::Path;

use anyhow::bail;
use crosswire_ledger::{StoryFilter, StoryOrder};

use crate::args::{Stories, StoriesFormat, StorySort};
use crate::commands::kept;
use crate::status::Status;

pub(crate) fn run(arguments: &Stories, ledger: &Path) -> anyhow::Result<Status> {
    let ledger = kept::open_file(ledger)?;
    let view = kept::view(&ledger, arguments.view.as_of.as_deref())?;
    let filter = StoryFilter {
        order: match arguments.sort {
            StorySort::Newest => StoryOrder::Newest,
            StorySort::Disputed => StoryOrder::Disputed,
            StorySort::Covered => StoryOrder::Covered,
        },
        since: kept::since(arguments.since.as_deref())?,
        page: kept::page(&arguments.view),
        ..StoryFilter::default()
    };
    let stories = match &arguments.topic {
        Some(story) => view.topic(story, &filter.page)?,
        None => view.stories(&filter)?,
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if arguments.format == StoriesFormat::Json {
        return kept::print_json(&mut out, &stories);
    }
    for story in &stories.items {
        match arguments.format {
            StoriesFormat::Tsv => {
                for report in view.reports_of_story(&story.id)? {
                    writeln!(out, "{}\t{}", kept::line(&report), kept::line(&story.label))?;
                }
            }
            StoriesFormat::Text => {
                writeln!(out, "{:>6}  {}", story.id, kept::line(&story.label))?;
                writeln!(
                    out,
                    "        {} to {}; {}, {}, {}",
                    kept::short(story.first.as_deref()),
                    kept::short(story.last.as_deref()),
                    kept::count(story.reports, "report"),
                    kept::count(story.origins, "origin"),
                    match story.disputes {
                        0 => "nothing disputed".to_owned(),
                        many => format!("{many} disputed"),
                    },
                )?;
            }
            StoriesFormat::Json | StoriesFormat::Jsonl => {
                writeln!(out, "{}", serde_json::to_string(story)?)?;
            }
            StoriesFormat::Arrow | StoriesFormat::Parquet => bail!(
                "a ledger's stories are printed as text, tsv, json or jsonl; \
                 for columns give the reports themselves: crosswire stories --format parquet PATH"
            ),
        }
    }
    if stories.items.is_empty() && arguments.format == StoriesFormat::Text {
        writeln!(out, "No story in the ledger is like that.")?;
    }
    out.flush()?;
    kept::more(stories.next.as_deref());
    Ok(Status::Done)
}
