//! `check`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use crosswire_record::FindingKind;

use super::input::at_least_one;
use super::{Input, Language, Look};

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) input: Input,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: CheckFormat,
    /// Take all reports as one story
    #[arg(long, conflicts_with = "sets")]
    pub(crate) one_story: bool,
    /// Take the grouping from a JSON file: {"label": ["report id", ...], ...}; reports in no set
    /// are left out
    #[arg(long, value_name = "FILE")]
    pub(crate) sets: Option<PathBuf>,
    /// Lay every quotation against a transcript, statement or filing: is it verbatim, cut, altered,
    /// or not there? Any format that reports come in; may be given more than once
    #[arg(long, value_name = "FILE")]
    pub(crate) reference: Vec<PathBuf>,
    /// Exit with 1 when a finding of one of these kinds is found
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub(crate) fail_on: Vec<FindingKind>,
    /// Show everything: every story whole, every agreement, every passage
    #[arg(long, conflicts_with_all = ["quiet", "story"])]
    pub(crate) all: bool,
    /// Show one story whole, by its number in the summary
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    pub(crate) story: Option<usize>,
    /// Show findings of these kinds only
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub(crate) kind: Vec<FindingKind>,
    /// Leave out the agreements and what only one report says
    #[arg(long, short)]
    pub(crate) quiet: bool,
    #[command(flatten)]
    pub(crate) look: Look,
    #[command(flatten)]
    pub(crate) language: Language,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people
    #[default]
    Text,
    /// One object (crosswire schema describes it)
    Json,
    /// One self-contained page
    Html,
    /// The findings as an Arrow IPC stream
    Arrow,
    /// The findings as a Parquet file
    Parquet,
}
