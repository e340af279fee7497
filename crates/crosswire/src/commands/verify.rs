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
            "{}, {} and {} looked at: {}",
            kept::count(verified.commits as usize, "commit"),
            kept::count(verified.reports as usize, "report"),
            kept::count(verified.findings as usize, "finding"),
            if verified.damages == 0 {
                "all as sealed".to_owned()
            } else {
                format!("{} damaged", kept::count(verified.damages as usize, "row"))
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
    let path = arguments.ledger.path()?;
    let size = || std::fs::metadata(&path).map_or(0, |file| file.len());
    let before = size();
    Ledger::open(&path)?.vacuum()?;
    let after = size();
    let mut out = std::io::stdout().lock();
    if arguments.format == AnswerFormat::Json {
        return kept::print_json(&mut out, &json!({ "before": before, "after": after }));
    }
    writeln!(
        out,
        "{} before, {} after",
        indicatif::HumanBytes(before),
        indicatif::HumanBytes(after)
    )?;
    Ok(Status::Done)
}
