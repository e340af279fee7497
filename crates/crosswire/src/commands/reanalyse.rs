//! `crosswire reanalyse`: the reports of a ledger looked at again.

use std::io::Write;

use crosswire_ledger::{Ledger, Page};
use jiff::Timestamp;
use serde_json::json;

use crate::analysis;
use crate::args::{AnswerFormat, Reanalyse};
use crate::commands::{add, kept};
use crate::status::Status;

pub(crate) fn run(arguments: &Reanalyse) -> anyhow::Result<Status> {
    let mut ledger = Ledger::open(&arguments.ledger.path()?)?;
    let (pipeline, pool, run) = add::load(&arguments.language)?;
    let mut page = Page {
        limit: analysis::BATCH,
        after: None,
    };
    let mut done = 0;
    loop {
        let view = ledger.latest()?;
        let listed = view.reports(&page)?;
        let mut reports = Vec::with_capacity(listed.items.len());
        for record in &listed.items {
            reports.push(view.report(&record.id)?.0);
        }
        if !reports.is_empty() {
            done += pool.install(|| {
                let extracted = analysis::extracted(&pipeline, reports);
                ledger.reanalyse(extracted, &run, Timestamp::now())
            })?;
        }
        page.after = listed.next;
        if page.after.is_none() {
            break;
        }
    }
    let mut out = std::io::stdout().lock();
    if arguments.format == AnswerFormat::Json {
        return kept::print_json(&mut out, &json!({ "reanalysed": done, "model": run.model }));
    }
    writeln!(out, "{done} reports looked at again with {}", run.model)?;
    Ok(Status::Done)
}
