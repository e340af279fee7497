//! `crosswire verify` and `crosswire vacuum`: the upkeep of a ledger.

use std::io::Write;

use crosswire_ledger::Ledger;
use serde_json::json;

use crate::args::{AnswerFormat, LedgerOnly};
use crate::commands::kept;
use crate::status::{Status, complain};

pub(crate) fn run(arguments: &LedgerOnly) -> anyhow::Result<Status> {
    let ledger = kept::open(&arguments.ledger)?;
    let verified = ledger.latest()?.verify()?;
    let mut out = std::io::stdout().lock();
    if arguments.format == AnswerFormat::Json {
        kept::print_json(&mut out, &verified)?;
    } else {
        writeln!(
            out,
            "{} commits, {} reports and {} findings looked at: {}",
            verified.commits,
            verified.reports,
            verified.findings,
            if verified.damages == 0 {
                "all as sealed".to_owned()
            } else {
                format!("{} damages", verified.damages)
            }
        )?;
    }
    for damage in &verified.damage {
        complain(damage);
    }
    if verified.damages > 0 {
        complain("restore a copy of the ledger, or add the input to a new one");
        return Ok(Status::Trouble);
    }
    Ok(Status::Done)
}

pub(crate) fn vacuum(arguments: &LedgerOnly) -> anyhow::Result<Status> {
    let size = || std::fs::metadata(&arguments.ledger).map_or(0, |file| file.len());
    let before = size();
    Ledger::open(&arguments.ledger)?.vacuum()?;
    let after = size();
    let mut out = std::io::stdout().lock();
    if arguments.format == AnswerFormat::Json {
        return kept::print_json(&mut out, &json!({ "before": before, "after": after }));
    }
    writeln!(out, "{before} bytes before, {after} after")?;
    Ok(Status::Done)
}
