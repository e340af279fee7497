//! What lists something of each report.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::input::Reading;
use super::{Input, Language, ViewOptions};

#[derive(Debug, Args)]
#[command(
    after_help = "With PATHs, lists the quotations of each report; with --by, what somebody said in a ledger."
)]
pub(crate) struct Quotes {
    /// Files, folders, or - for standard input
    #[arg(
        required_unless_present = "by",
        conflicts_with_all = ["ledger", "by"],
        value_name = "PATH"
    )]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// How to print; json is for a ledger, jsonl for PATHs
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: QuotesFormat,
    /// Look into this ledger [env: CROSSWIRE_LEDGER; or `ledger` in the configuration]
    #[arg(long, value_name = "FILE", requires = "by")]
    pub(crate) ledger: Option<PathBuf>,
    /// Whose words to look for in the ledger
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    #[command(flatten)]
    pub(crate) view: ViewOptions,
    #[command(flatten)]
    pub(crate) language: Language,
}

impl Quotes {
    /// What to list where no ledger is named.
    pub(crate) fn listing(self) -> Listing {
        Listing {
            input: self.reading.of(&self.paths),
            format: match self.format {
                QuotesFormat::Text => ListingFormat::Text,
                QuotesFormat::Json | QuotesFormat::Jsonl => ListingFormat::Jsonl,
            },
            language: self.language,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum QuotesFormat {
    /// For people
    #[default]
    Text,
    /// One object
    Json,
    /// One report a line
    Jsonl,
}

/// Lists what was found in each report.
#[derive(Debug, Args)]
pub(crate) struct Listing {
    #[command(flatten)]
    pub(crate) input: Input,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ListingFormat,
    #[command(flatten)]
    pub(crate) language: Language,
}

#[derive(Debug, Args)]
pub(crate) struct Statements {
    #[command(flatten)]
    pub(crate) input: Input,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: StatementsFormat,
    #[command(flatten)]
    pub(crate) language: Language,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum StatementsFormat {
    /// For people
    #[default]
    Text,
    /// One report a line
    Jsonl,
    /// One row a statement, as an Arrow IPC stream
    Arrow,
    /// The same as a Parquet file
    Parquet,
}

#[derive(Debug, Args)]
#[command(
    after_help = "With PATHs, lists what each report has; with --ledger, undertakings over all its reports, each with what later \
                  reports show of it."
)]
pub(crate) struct Undertakings {
    /// Files, folders, or - for standard input
    #[arg(
        required_unless_present_any = ["ledger", "open", "due", "by"],
        conflicts_with_all = ["ledger", "open", "due", "by"],
        value_name = "PATH"
    )]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Only rows of this sort; may be given more than once
    #[arg(long, value_enum, value_name = "SORT", conflicts_with = "ledger")]
    pub(crate) sort: Vec<UndertakingSort>,
    /// How to print; json is for a ledger, tsv, arrow and parquet for PATHs
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: UndertakingsFormat,
    /// Look into this ledger [env: CROSSWIRE_LEDGER; or `ledger` in the configuration]
    #[arg(long, value_name = "FILE")]
    pub(crate) ledger: Option<PathBuf>,
    /// Only what nothing has ended yet
    #[arg(long)]
    pub(crate) open: bool,
    /// Only what is to be in this year, month or day, such as 2031-04
    #[arg(long, value_name = "WHEN")]
    pub(crate) due: Option<String>,
    /// Only undertakings of this name
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    #[command(flatten)]
    pub(crate) view: ViewOptions,
    #[command(flatten)]
    pub(crate) language: Language,
}

impl Undertakings {
    /// Whether a ledger is asked.
    pub(crate) fn asks_ledger(&self) -> bool {
        self.paths.is_empty()
    }

    /// What to read where no ledger is asked.
    pub(crate) fn input(&self) -> Input {
        self.reading.of(&self.paths)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum UndertakingSort {
    /// Promises, threats, demands, denials, plans, forecasts, deadlines
    Undertaking,
    /// Counts over a span of time
    Count,
    /// Offices, alliances, bans and whatever else lasts
    State,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum UndertakingsFormat {
    /// For people
    #[default]
    Text,
    /// One report a line
    Jsonl,
    /// One object
    Json,
    /// One row a line, after a line of names
    Tsv,
    /// One row an undertaking, count or state, as an Arrow IPC stream
    Arrow,
    /// The same as a Parquet file
    Parquet,
}

/// Shows reports as they were read.
#[derive(Debug, Args)]
pub(crate) struct Read {
    #[command(flatten)]
    pub(crate) input: Input,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ListingFormat,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListingFormat {
    /// For people
    #[default]
    Text,
    /// One report a line
    Jsonl,
}

#[derive(Debug, Args)]
pub(crate) struct Annotate {
    #[command(flatten)]
    pub(crate) input: Input,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: AnnotateFormat,
    /// What is annotated at once
    #[arg(long, value_enum, default_value_t)]
    pub(crate) unit: Unit,
    #[command(flatten)]
    pub(crate) language: Language,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnnotateFormat {
    /// CoNLL-U
    #[default]
    Conllu,
    /// One array of documents, each as spaCy's Doc.to_json has it
    Json,
    /// The same documents, one a line
    Jsonl,
    /// One row a token, as an Arrow IPC stream
    Arrow,
    /// The same as a Parquet file
    Parquet,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Unit {
    /// Each block by itself, as check does
    #[default]
    Block,
    /// A report's whole text, as spaCy would
    Text,
}
