//! `crosswire findings`: the findings of a ledger.

use crosswire_ledger::FindingFilter;
use crosswire_present::{order, terminal};

use crate::args::{AnswerFormat, FindingSort, Findings};
use crate::commands::kept;
use crate::screen;
use crate::status::Status;

pub(crate) fn run(arguments: &Findings) -> anyhow::Result<Status> {
    let ledger = kept::open(&arguments.ledger)?;
    let view = kept::view(&ledger, arguments.view.as_of.as_deref())?;
    let mut found = view.findings(&FindingFilter {
        kinds: arguments.kind.clone(),
        about: arguments.about,
        story: arguments.story.clone(),
        least_confidence: arguments.least_confidence,
        least_origins: 0,
        since: kept::since(arguments.since.as_deref())?,
        page: kept::page(&arguments.view),
    })?;
    // Stable: equals stay as found, the last first.
    match arguments.sort {
        FindingSort::Newest => {}
        FindingSort::Weight => {
            found
                .items
                .sort_by(|a, b| order::weight(b).total_cmp(&order::weight(a)));
        }
        FindingSort::Confidence => {
            found
                .items
                .sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        }
    }
    if arguments.format == AnswerFormat::Json {
        return kept::print_json(&mut std::io::stdout().lock(), &found);
    }
    let names = kept::Names::new(&view);
    let options = terminal::Options {
        ids: true,
        ..screen::options(arguments.look)
    };
    let mut text = terminal::findings(&found.items, &|id| names.name(id), options);
    if found.items.is_empty() {
        text = "No finding in the ledger is like that.\n".to_owned();
    }
    screen::show(&text, arguments.look)?;
    kept::more(found.next.as_deref());
    Ok(Status::Done)
}
