//! The `crosswire` command: arguments in, the crates' work, results out.
//!
//! Nothing here knows how anything is found: each subcommand is a file in `commands`, and the
//! files beside them turn arguments into reports ([`input`]), a model ([`language`]) and
//! extracted reports ([`analysis`]).

mod analysis;
mod args;
mod columns;
mod commands;
mod input;
mod interruption;
mod language;
mod progress;
mod screen;
mod settings;
mod status;

use std::process::ExitCode;

use clap::Parser;

use crate::status::Status;

fn main() -> ExitCode {
    let arguments = args::Arguments::parse();
    let done = settings::read().and_then(|()| commands::run(arguments.command));
    match done {
        Ok(status) => status.into(),
        // Whoever reads our output may stop when they have seen enough.
        Err(error) if status::is_closed_pipe(&error) => Status::Done.into(),
        Err(error) => {
            status::complain(&format!("{error:#}"));
            Status::Trouble.into()
        }
    }
}
