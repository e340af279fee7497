//! `crosswire mark`: a person's word on a finding.

use std::io::Write;

use crosswire_ledger::{Ledger, Run};
use crosswire_present::terminal;
use jiff::Timestamp;

use crate::args::{AnswerFormat, Mark};
use crate::commands::kept;
use crate::screen;
use crate::status::Status;

pub(crate) fn run(arguments: &Mark) -> anyhow::Result<Status> {
    let mut ledger = Ledger::open(&arguments.ledger.path()?)?;
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
    let view = ledger.latest()?;
    let names = kept::Names::new(&view);
    let options = terminal::Options {
        ids: true,
        ..screen::options(arguments.look)
    };
    let text = terminal::findings(std::slice::from_ref(&marked), &|id| names.name(id), options);
    out.write_all(text.as_bytes())?;
    Ok(Status::Done)
}
