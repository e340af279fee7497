//! The command line: every flag is defined here, once.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use crosswire_record::{About, FindingKind, Word};

/// Reads news reports and shows, for every story, what they agree on, what only one says, and
/// where they contradict or alter each other, each finding tied to the exact words.
#[derive(Debug, Parser)]
#[command(name = "crosswire", version, about, max_term_width = 100)]
#[command(after_help = "Begin with: crosswire check examples/ferry

Exit codes: 0 done; 1 a kind named by --fail-on was found; 2 wrong usage, or an input could not be
read (the others were still processed). Trouble with the content of a report, such as a missing
date, is listed as a problem and is no error.")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show what reports agree on and where they contradict or alter each other
    Check(Check),
    /// Keep reports, and what was found in them, in a ledger
    Add(Add),
    /// Serve a ledger to a browser and to programs, on this machine unless told otherwise
    Serve(Serve),
    /// Group reports into stories, or list those of a ledger
    Stories(Stories),
    /// Show a story of a ledger: its reports and findings
    Story(OneStory),
    /// List the findings of a ledger
    Findings(Findings),
    /// Search the reports, statements and quotations of a ledger
    Search(Search),
    /// Look at the reports of a ledger again, with another model or a later program
    Reanalyse(Reanalyse),
    /// Say of a finding that it is confirmed, wrong or explained
    Mark(Mark),
    /// Give a finding as a sheet to cite: claim, passages, sources, digests
    Cite(Cite),
    /// Write out a ledger, a row a line
    Export(Export),
    /// Show how much a ledger holds
    Stats(Stats),
    /// Check a whole ledger against its own digests
    Verify(LedgerOnly),
    /// Give back the room that a ledger no longer needs
    Vacuum(LedgerOnly),
    /// Show what was read: text, blocks and metadata
    Read(Read),
    /// Show who said what, in which words
    Quotes(Quotes),
    /// Show whom and what every name, pronoun and description refers to
    Mentions(Listing),
    /// Show the quantities of reports, as intervals
    Quantities(Listing),
    /// Show the time expressions of reports, as TIMEX3
    Times(Listing),
    /// Show what reports assert: who did what to whom, when, and who says so
    Statements(Statements),
    /// Annotate reports with spaCy's English pipeline
    Annotate(Annotate),
    /// Fetch, verify or find the language model
    Model(ModelCommand),
    /// Print the JSON Schema of what check prints
    Schema,
}

/// What to read.
#[derive(Debug, Args)]
pub(crate) struct Input {
    /// Files, folders, patterns such as 'pages/*.html', or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// The outlet of reports that do not name one
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Option<String>,
    /// The publication of reports that do not state one, as 2031-03-06 or 2031-03-06T08:10Z
    #[arg(long, value_name = "DATE")]
    pub(crate) published: Option<String>,
    /// Begin the first PATH at this record, as an interrupted run said
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) from_record: u64,
}

/// Which language model, and how much of the machine.
#[derive(Debug, Args)]
pub(crate) struct Language {
    /// Which model: md (the default), sm (smaller, finds names less well), or a folder of one's own
    /// [env: CROSSWIRE_MODEL]
    #[arg(long, value_name = "MODEL")]
    pub(crate) model: Option<PathBuf>,
    /// Never use the network: fail if the model is not there
    #[arg(long)]
    pub(crate) offline: bool,
    /// How many threads to use [default: one for each core]
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
}

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
    /// Show every agreement and everything that only one report says
    #[arg(long, conflicts_with = "quiet")]
    pub(crate) all: bool,
    /// Show disagreements, altered quotations and refinements only
    #[arg(long, short)]
    pub(crate) quiet: bool,
    /// When to use colours
    #[arg(long, value_enum, default_value_t)]
    pub(crate) color: Colour,
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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Args)]
#[command(after_help = "Without --ledger, reads the PATHs and groups their reports.")]
pub(crate) struct Stories {
    /// Files, folders, or - for standard input
    #[arg(
        required_unless_present = "ledger",
        conflicts_with = "ledger",
        value_name = "PATH"
    )]
    pub(crate) paths: Vec<PathBuf>,
    /// The outlet of reports that do not name one
    #[arg(long, value_name = "NAME", conflicts_with = "ledger")]
    pub(crate) outlet: Option<String>,
    /// The publication of reports that do not state one, as 2031-03-06 or 2031-03-06T08:10Z
    #[arg(long, value_name = "DATE", conflicts_with = "ledger")]
    pub(crate) published: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: StoriesFormat,
    /// List the stories of this ledger
    #[arg(long, value_name = "FILE")]
    pub(crate) ledger: Option<PathBuf>,
    /// Which stories of the ledger come first
    #[arg(long, value_enum, default_value_t, requires = "ledger")]
    pub(crate) sort: StorySort,
    #[command(flatten)]
    pub(crate) view: ViewOptions,
}

impl Stories {
    /// What to read where no ledger is named.
    pub(crate) fn input(&self) -> Input {
        Input {
            paths: self.paths.clone(),
            outlet: self.outlet.clone(),
            published: self.published.clone(),
            from_record: 1,
        }
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

/// Which part of a ledger's answer, and as of when.
#[derive(Debug, Args)]
pub(crate) struct ViewOptions {
    /// Answer as the ledger stood at this time, such as 2031-03-06T08:10Z
    #[arg(long, value_name = "TIME")]
    pub(crate) as_of: Option<String>,
    /// How many to list at most
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(crate) limit: usize,
    /// Go on where a list ended: the `next` it printed
    #[arg(long, value_name = "NEXT")]
    pub(crate) after: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    #[command(flatten)]
    pub(crate) input: Input,
    /// The ledger, made where there is none
    #[arg(long, value_name = "FILE")]
    pub(crate) ledger: PathBuf,
    /// How to print: with jsonl, each report is acknowledged by a line once it is safe
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ListingFormat,
    /// How many reports are kept at once
    #[arg(long, value_name = "N", default_value_t = 64)]
    pub(crate) batch: usize,
    #[command(flatten)]
    pub(crate) language: Language,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The ledger, made where there is none
    #[arg(long, value_name = "FILE")]
    pub(crate) ledger: PathBuf,
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
    #[command(flatten)]
    pub(crate) language: Language,
}

#[derive(Debug, Args)]
pub(crate) struct OneStory {
    /// The story's id, as `stories` lists it
    pub(crate) id: String,
    /// The ledger
    #[arg(long, value_name = "FILE")]
    pub(crate) ledger: PathBuf,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: AnswerFormat,
    /// Answer as the ledger stood at this time, such as 2031-03-06T08:10Z
    #[arg(long, value_name = "TIME")]
    pub(crate) as_of: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Findings {
    /// The ledger
    #[arg(long, value_name = "FILE")]
    pub(crate) ledger: PathBuf,
    /// Only of these kinds
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub(crate) kind: Vec<FindingKind>,
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
}

#[derive(Debug, Args)]
#[command(after_help = crosswire_ledger::SEARCH)]
pub(crate) struct Search {
    /// What to look for; in single quotation marks where the shell would take signs for its own, or
    /// a word begins with a hyphen: 'ferry -drill'
    #[arg(required = true, value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    /// The ledger
    #[arg(long, value_name = "FILE")]
    pub(crate) ledger: PathBuf,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: AnswerFormat,
    #[command(flatten)]
    pub(crate) view: ViewOptions,
}

#[derive(Debug, Args)]
pub(crate) struct Stats {
    /// The ledger
    #[arg(long, value_name = "FILE")]
    pub(crate) ledger: PathBuf,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: AnswerFormat,
    /// Answer as the ledger stood at this time, such as 2031-03-06T08:10Z
    #[arg(long, value_name = "TIME")]
    pub(crate) as_of: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Reanalyse {
    /// The ledger
    #[arg(long, value_name = "FILE")]
    pub(crate) ledger: PathBuf,
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
    /// The ledger
    #[arg(long, value_name = "FILE")]
    pub(crate) ledger: PathBuf,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: AnswerFormat,
}

#[derive(Debug, Args)]
pub(crate) struct Cite {
    /// The finding's id
    pub(crate) id: String,
    /// The ledger
    #[arg(long, value_name = "FILE")]
    pub(crate) ledger: PathBuf,
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
    /// The ledger
    #[arg(long, value_name = "FILE")]
    pub(crate) ledger: PathBuf,
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

#[derive(Debug, Args)]
pub(crate) struct LedgerOnly {
    /// The ledger
    #[arg(long, value_name = "FILE")]
    pub(crate) ledger: PathBuf,
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

#[derive(Debug, Args)]
#[command(
    after_help = "Without --ledger, reads the PATHs and lists the quotations of each report."
)]
pub(crate) struct Quotes {
    /// Files, folders, or - for standard input
    #[arg(
        required_unless_present = "ledger",
        conflicts_with = "ledger",
        value_name = "PATH"
    )]
    pub(crate) paths: Vec<PathBuf>,
    /// The outlet of reports that do not name one
    #[arg(long, value_name = "NAME", conflicts_with = "ledger")]
    pub(crate) outlet: Option<String>,
    /// The publication of reports that do not state one, as 2031-03-06 or 2031-03-06T08:10Z
    #[arg(long, value_name = "DATE", conflicts_with = "ledger")]
    pub(crate) published: Option<String>,
    /// Begin the first PATH at this record, as an interrupted run said
    #[arg(long, value_name = "N", default_value_t = 1, conflicts_with = "ledger")]
    pub(crate) from_record: u64,
    /// How to print; json is for a ledger, jsonl for PATHs
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: QuotesFormat,
    /// Look into this ledger
    #[arg(long, value_name = "FILE", requires = "by")]
    pub(crate) ledger: Option<PathBuf>,
    /// Whose words to look for in the ledger
    #[arg(long, value_name = "NAME", requires = "ledger")]
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
            input: Input {
                paths: self.paths,
                outlet: self.outlet,
                published: self.published,
                from_record: self.from_record,
            },
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

#[derive(Debug, Args)]
pub(crate) struct ModelCommand {
    #[command(subcommand)]
    pub(crate) action: ModelAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ModelAction {
    /// Fetch the model, unless it is there
    Fetch(ModelOptions),
    /// Check every file of the model against its SHA-256 sum
    Verify(ModelOptions),
    /// Print where the model is
    Path {
        #[command(flatten)]
        options: ModelOptions,
        /// Print the licences of the model's parts
        #[arg(long)]
        licences: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ModelOptions {
    /// Which model: md (the default), sm, or a folder of one's own [env: CROSSWIRE_MODEL]
    #[arg(long, value_name = "MODEL")]
    pub(crate) model: Option<PathBuf>,
    /// Never use the network
    #[arg(long)]
    pub(crate) offline: bool,
}
