//! The subcommands, a file each.

pub(crate) mod add;
pub(crate) mod annotate;
mod check;
mod cite;
mod config;
mod correct;
pub(crate) mod export;
mod findings;
mod follow;
pub(crate) mod kept;
mod kept_quotes;
mod kept_stories;
mod kept_undertakings;
pub(crate) mod listing;
mod mark;
mod mentions;
mod model;
pub(crate) mod quantities;
pub(crate) mod quotes;
pub(crate) mod read;
mod reanalyse;
mod schema;
mod search;
mod serve;
mod shell;
pub(crate) mod statements;
mod stats;
pub(crate) mod stories;
mod story;
pub(crate) mod times;
pub(crate) mod undertakings;
mod verify;
mod watch;

use crate::args::Command;
use crate::status::Status;

/// Runs one subcommand.
pub(crate) fn run(command: Command) -> anyhow::Result<Status> {
    match command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Add(arguments) => add::run(&arguments),
        Command::Serve(arguments) => serve::run(arguments),
        Command::Follow(arguments) => follow::run(arguments),
        Command::Watch(arguments) => watch::run(&arguments),
        Command::Stories(arguments) => stories::run(&arguments),
        Command::Story(arguments) => story::run(&arguments),
        Command::Findings(arguments) => findings::run(&arguments),
        Command::Search(arguments) => search::run(&arguments),
        Command::Reanalyse(arguments) => reanalyse::run(&arguments),
        Command::Mark(arguments) => mark::run(&arguments),
        Command::Correct(arguments) => correct::run(arguments),
        Command::Cite(arguments) => cite::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Stats(arguments) => stats::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Vacuum(arguments) => verify::vacuum(&arguments),
        Command::Read(arguments) => read::run(&arguments),
        Command::Quotes(arguments) => quotes::run(arguments),
        Command::Mentions(arguments) => mentions::run(&arguments),
        Command::Quantities(arguments) => quantities::run(&arguments),
        Command::Times(arguments) => times::run(&arguments),
        Command::Statements(arguments) => statements::run(&arguments),
        Command::Undertakings(arguments) => undertakings::run(&arguments),
        Command::Annotate(arguments) => annotate::run(&arguments),
        Command::Model(arguments) => model::run(&arguments),
        Command::Schema => schema::run(),
        Command::Config(arguments) => config::run(&arguments),
        Command::Completions(arguments) => shell::completions(&arguments),
        Command::Man(arguments) => shell::man(&arguments),
    }
}
