//! `stories`, over files or a ledger.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::input::Given;
use super::{Input, Look, ViewOptions};

#[derive(Debug, Args)]
#[command(
    after_help = "With PATHs, reads them and groups their reports; without, lists the stories of a ledger."
)]
pub(crate) struct Stories {
    /// Files, folders, or - for standard input
    #[arg(conflicts_with = "ledger", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) given: Given,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: StoriesFormat,
    /// List the stories of this ledger [env: CROSSWIRE_LEDGER; or `ledger` in the configuration]
    #[arg(long, value_name = "FILE")]
    pub(crate) ledger: Option<PathBuf>,
    /// Which stories of the ledger come first
    #[arg(long, value_enum, default_value_t, conflicts_with = "paths")]
    pub(crate) sort: StorySort,
    /// Only stories of the ledger that go on since this time, such as 2031-03-06 or 2031-03-06T08:10Z
    #[arg(long, value_name = "TIME", conflicts_with = "paths")]
    pub(crate) since: Option<String>,
    /// Only stories of the ledger in the topic of this story, the first one first
    #[arg(long, value_name = "ID", conflicts_with_all = ["paths", "sort", "since"])]
    pub(crate) topic: Option<String>,
    #[command(flatten)]
    pub(crate) view: ViewOptions,
    #[command(flatten)]
    pub(crate) look: Look,
}

impl Stories {
    /// What to read where no ledger is named.
    pub(crate) fn input(&self) -> Input {
        self.given.of(&self.paths, 1)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum StorySort {
    /// The last published
    #[default]
    Newest,
    /// The most disputed
    Disputed,
    /// The most covered
    Covered,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum StoriesFormat {
    /// For people
    #[default]
    Text,
    /// Report id, tab, story label
    Tsv,
    /// One object
    Json,
    /// One object a story, one a line
    Jsonl,
    /// One row a report of a story, as an Arrow IPC stream
    Arrow,
    /// The same as a Parquet file
    Parquet,
}
