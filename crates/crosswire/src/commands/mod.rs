//! The subcommands, a file each.

mod annotate;
mod check;
mod listing;
mod mentions;
mod model;
mod quantities;
mod quotes;
mod read;
mod schema;
mod stories;
mod times;

use crate::args::Command;
use crate::status::Status;

/// Runs one subcommand.
pub(crate) fn run(command: Command) -> anyhow::Result<Status> {
    match command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Stories(arguments) => stories::run(&arguments),
        Command::Read(arguments) => read::run(&arguments),
        Command::Quotes(arguments) => quotes::run(&arguments),
        Command::Mentions(arguments) => mentions::run(&arguments),
        Command::Quantities(arguments) => quantities::run(&arguments),
        Command::Times(arguments) => times::run(&arguments),
        Command::Annotate(arguments) => annotate::run(&arguments),
        Command::Model(arguments) => model::run(&arguments),
        Command::Schema => schema::run(),
    }
}
