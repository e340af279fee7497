//! What asks a ledger, fills it or keeps it up.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use crosswire_record::{About, FindingKind, Word};

use super::input::at_least_one;
use super::{Input, Language, ListingFormat, Look};
use crate::settings;

/// Which ledger.
#[derive(Clone, Debug, Args)]
pub(crate) struct LedgerAt {
    /// The ledger; `add` and `serve` make it where there is none [env: CROSSWIRE_LEDGER; or `ledger` in
    /// the configuration]
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
}

impl LedgerAt {
    /// The file, as said here, in the environment or in the configuration.
    pub(crate) fn path(&self) -> anyhow::Result<PathBuf> {
        settings::ledger(self.ledger.as_deref())
    }
}

/// Which part of a ledger's answer, and as of when.
#[derive(Debug, Args)]
pub(crate) struct ViewOptions {
    /// Answer as the ledger stood at this time, such as 2031-03-06T08:10Z
    #[arg(long, value_name = "TIME")]
    pub(crate) as_of: Option<String>,
    /// How many to list at most
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = at_least_one)]
    pub(crate) limit: usize,
    /// Go on where a list ended: the `next` it printed
    #[arg(long, value_name = "NEXT")]
    pub(crate) after: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) ledger: LedgerAt,
    /// How to print: with jsonl, each report is acknowledged by a line once it is safe
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ListingFormat,
    /// How many reports are kept at once
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = at_least_one)]
    pub(crate) batch: usize,
    #[command(flatten)]
    pub(crate) language: Language,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) ledger: LedgerAt,
    /// Where to answer; on another address than loopback everything needs the token
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8471")]
    pub(crate) listen: std::net::SocketAddr,
    /// A file with the secret that writing needs, at least 16 characters [env: CROSSWIRE_TOKEN, the
    /// secret itself; default: a random one]
    #[arg(long, value_name = "FILE")]
    pub(crate) token: Option<PathBuf>,
    /// A further name by which browsers ask for this desk
    #[arg(long, value_name = "NAME")]
    pub(crate) host: Vec<String>,
    /// Follow the sources of this list too, as `crosswire follow` does; may be given more than once
    #[arg(long, value_name = "SOURCES")]
    pub(crate) follow: Vec<PathBuf>,
    /// Go on following the sources that the ledger knows
    #[arg(long, conflicts_with = "follow")]
    pub(crate) follow_on: bool,
    /// Ask for the pages of the feeds' items too
    #[arg(long)]
    pub(crate) articles: bool,
    /// Whom hosts can turn to, where the lists of sources do not say
    #[arg(long, value_name = "CONTACT")]
    pub(crate) contact: Option<String>,
    /// Rules of whom to tell of what, as `crosswire watch --help` shows them
    #[arg(long, value_name = "FILE")]
    pub(crate) rules: Option<PathBuf>,
    /// Open the desk in a browser
    #[arg(long)]
    pub(crate) open: bool,
    #[command(flatten)]
    pub(crate) language: Language,
}

#[derive(Debug, Args)]
pub(crate) struct OneStory {
    /// The story's id, as `stories` lists it
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) ledger: LedgerAt,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: AnswerFormat,
    /// Answer as the ledger stood at this time, such as 2031-03-06T08:10Z
    #[arg(long, value_name = "TIME")]
    pub(crate) as_of: Option<String>,
    #[command(flatten)]
    pub(crate) look: Look,
}

#[derive(Debug, Args)]
pub(crate) struct Findings {
    #[command(flatten)]
    pub(crate) ledger: LedgerAt,
    /// Only of these kinds
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub(crate) kind: Vec<FindingKind>,
    /// Which findings come first
    #[arg(long, value_enum, default_value_t)]
    pub(crate) sort: FindingSort,
    /// Only what was found or changed since this time, such as 2031-03-06 or 2031-03-06T08:10Z
    #[arg(long, value_name = "TIME")]
    pub(crate) since: Option<String>,
    /// Only of this sort
    #[arg(long, value_name = "SORT")]
    pub(crate) about: Option<About>,
    /// Only of this story
    #[arg(long, value_name = "ID")]
    pub(crate) story: Option<String>,
    /// Only those at least so sure, 0 to 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    pub(crate) least_confidence: f64,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: AnswerFormat,
    #[command(flatten)]
    pub(crate) view: ViewOptions,
    #[command(flatten)]
    pub(crate) look: Look,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum FindingSort {
    /// The last found
    #[default]
    Newest,
    /// What an editor needs first, among as many as --limit says
    Weight,
    /// The surest, among as many as --limit says
    Confidence,
}

#[derive(Debug, Args)]
#[command(after_help = crosswire_ledger::SEARCH)]
pub(crate) struct Search {
    /// What to look for; in single quotation marks where the shell would take signs for its own, or
    /// a word begins with a hyphen: 'ferry -drill'
    #[arg(required = true, value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    #[command(flatten)]
    pub(crate) ledger: LedgerAt,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: AnswerFormat,
    #[command(flatten)]
    pub(crate) view: ViewOptions,
    #[command(flatten)]
    pub(crate) look: Look,
}

#[derive(Debug, Args)]
pub(crate) struct Stats {
    #[command(flatten)]
    pub(crate) ledger: LedgerAt,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: AnswerFormat,
    /// Answer as the ledger stood at this time, such as 2031-03-06T08:10Z
    #[arg(long, value_name = "TIME")]
    pub(crate) as_of: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Reanalyse {
    #[command(flatten)]
    pub(crate) ledger: LedgerAt,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: AnswerFormat,
    #[command(flatten)]
    pub(crate) language: Language,
}

#[derive(Debug, Args)]
pub(crate) struct Mark {
    /// The finding's id
    pub(crate) id: String,
    /// What is said of it
    #[arg(value_enum)]
    pub(crate) word: Word,
    /// Why
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) note: String,
    /// Who says so
    #[arg(long, value_name = "NAME")]
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) ledger: LedgerAt,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: AnswerFormat,
    #[command(flatten)]
    pub(crate) look: Look,
}

#[derive(Debug, Args)]
pub(crate) struct LedgerOnly {
    #[command(flatten)]
    pub(crate) ledger: LedgerAt,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: AnswerFormat,
}

/// How a ledger's answer is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnswerFormat {
    /// For people
    #[default]
    Text,
    /// One object
    Json,
}
