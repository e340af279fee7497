//! What is taken out of a ledger: a finding to cite, rows to keep.

use clap::{Args, ValueEnum};

use super::LedgerAt;

#[derive(Debug, Args)]
pub(crate) struct Cite {
    /// The finding's id
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) ledger: LedgerAt,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: CiteFormat,
    /// Answer as the ledger stood at this time, such as 2031-03-06T08:10Z
    #[arg(long, value_name = "TIME")]
    pub(crate) as_of: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CiteFormat {
    /// Markdown
    #[default]
    Markdown,
    /// One self-contained page
    Html,
    /// One object
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// What to write out
    #[arg(value_enum)]
    pub(crate) what: ExportWhat,
    #[command(flatten)]
    pub(crate) ledger: LedgerAt,
    /// How to write
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ExportFormat,
    /// Answer as the ledger stood at this time, such as 2031-03-06T08:10Z
    #[arg(long, value_name = "TIME")]
    pub(crate) as_of: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportWhat {
    /// Reports with their texts
    Reports,
    /// Stories
    Stories,
    /// Findings, with what people said of them
    Findings,
    /// Quotations
    Quotes,
    /// Statements
    Statements,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// An object a line
    #[default]
    Jsonl,
    /// Comma-separated, with a first line of names; lists and objects as JSON
    Csv,
    /// An Arrow IPC stream
    Arrow,
    /// A Parquet file
    Parquet,
}
