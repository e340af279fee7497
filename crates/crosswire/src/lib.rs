//! The `crosswire` command, and what it shares with others who run the same steps in a process of
//! their own (Python: `crates/python`).
//!
//! Nothing here knows how anything is found: each subcommand is a file in `commands`, and the
//! files beside them turn arguments into reports (`input`), a model ([`language`]), extracted
//! reports ([`analysis`]), an outcome ([`checking`]) and rows of tables ([`tables`]).

pub mod analysis;
mod args;
pub mod checking;
mod columns;
mod commands;
mod input;
mod interruption;
pub mod language;
mod progress;
mod screen;
mod settings;
mod status;
pub mod tables;
mod watch;

use std::ffi::OsString;

use clap::Parser;

pub use commands::add::raw;
pub use commands::kept::{End, time};
pub use watch::Watch;

use crate::status::Status;

/// Runs the command with its arguments, the first being the program's name, and gives its exit
/// code: 0 done, 1 what `--fail-on` names was found, 2 trouble.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments = match args::Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(told) => {
            // Help goes to standard output, trouble to standard error; with neither nobody is left to tell.
            let _ = told.print();
            return u8::try_from(told.exit_code()).unwrap_or(2);
        }
    };
    let done = settings::read().and_then(|()| commands::run(arguments.command));
    let status = match done {
        Ok(status) => status,
        // Whoever reads our output may stop when they have seen enough.
        Err(error) if status::is_closed_pipe(&error) => Status::Done,
        Err(error) => {
            status::complain(&format!("{error:#}"));
            Status::Trouble
        }
    };
    status.code()
}
