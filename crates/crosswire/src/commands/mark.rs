//! `crosswire mark`: a person's word on a finding.

use crosswire_ledger::{Ledger, Run};
use jiff::Timestamp;

use crate::args::{AnswerFormat, Mark};
use crate::commands::kept;
use crate::status::Status;

pub(crate) fn run(arguments: &Mark) -> anyhow::Result<Status> {
    let mut ledger = Ledger::open(&arguments.ledger)?;
    let run = Run {
        tool: format!("crosswire {}", env!("CARGO_PKG_VERSION")),
        model: String::new(),
        model_digest: String::new(),
        options: "{}".to_owned(),
    };
    let marked = ledger.mark(
        &arguments.id,
        arguments.word,
        &arguments.note,
        &arguments.name,
        &run,
        Timestamp::now(),
    )?;
    kept::led("finding", &arguments.id, &marked.id);
    let mut out = std::io::stdout().lock();
    if arguments.format == AnswerFormat::Json {
        return kept::print_json(&mut out, &marked);
    }
    kept::finding(&mut out, &marked)?;
    Ok(Status::Done)
}
