//! The command line: every flag is defined here, once, a file a subject.

mod check;
mod correct;
mod follow;
mod input;
mod ledger;
mod listing;
mod look;
mod model;
mod sheets;
mod shell;
mod stories;

use clap::{Parser, Subcommand};

pub(crate) use check::{Check, CheckFormat};
pub(crate) use correct::{Correct, CorrectWhat};
pub(crate) use follow::{Follow, Watch};
pub(crate) use input::{Input, Language};
pub(crate) use ledger::{
    Add, AnswerFormat, FindingSort, Findings, LedgerAt, LedgerOnly, Mark, OneStory, Reanalyse,
    Search, Serve, Stats, ViewOptions,
};
pub(crate) use listing::{
    Annotate, AnnotateFormat, Listing, ListingFormat, Quotes, QuotesFormat, Read, Statements,
    StatementsFormat, Undertakings, UndertakingsFormat, Unit,
};
pub(crate) use look::{Colour, Look};
pub(crate) use model::{ModelAction, ModelCommand, ModelOptions};
pub(crate) use sheets::{Cite, CiteFormat, Export, ExportFormat, ExportWhat};
pub(crate) use shell::{Completions, ConfigCommand, Man};
pub(crate) use stories::{Stories, StoriesFormat, StorySort};

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
    /// Follow feeds, folders and running crawls, and keep what is new in a ledger
    Follow(Follow),
    /// Tell people what rules find in a ledger, or show what they would have told
    Watch(Watch),
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
    /// Say of a story, report or name that it is otherwise: split, merge, rename, move, withdraw, redate, same, apart
    Correct(Correct),
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
    /// List what is promised, threatened, demanded and foretold, counted over a span, and lasting
    Undertakings(Undertakings),
    /// Annotate reports with spaCy's English pipeline
    Annotate(Annotate),
    /// Fetch, verify or find the language model
    Model(ModelCommand),
    /// Print the JSON Schema of what check prints
    Schema,
    /// Show the configuration: which file, and where each value comes from
    Config(ConfigCommand),
    /// Print a script that completes commands and flags in a shell
    Completions(Completions),
    /// Print the manual page of the program or of a command
    Man(Man),
}
