//! `correct`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::AnswerFormat;

#[derive(Debug, Args)]
pub(crate) struct Correct {
    #[command(subcommand)]
    pub(crate) what: CorrectWhat,
    /// Why
    #[arg(long, global = true, value_name = "TEXT", default_value = "")]
    pub(crate) note: String,
    /// Who says so
    #[arg(long, global = true, value_name = "NAME", default_value = "")]
    pub(crate) name: String,
    /// The ledger [env: CROSSWIRE_LEDGER; or `ledger` in the configuration]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) ledger: Option<PathBuf>,
    /// How to print
    #[arg(long, global = true, value_enum, default_value_t)]
    pub(crate) format: AnswerFormat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CorrectWhat {
    /// These reports of a story are one of their own
    Split {
        /// The story's number
        story: String,
        /// The reports that leave it
        #[arg(required = true)]
        reports: Vec<String>,
    },
    /// Two stories are one
    Merge {
        /// The story that goes
        story: String,
        /// The story that stays
        into: String,
    },
    /// Call a story otherwise
    Rename {
        /// The story's number
        story: String,
        /// What it is called
        label: String,
    },
    /// A report belongs to another story
    Move {
        /// The report's id
        report: String,
        /// Its story
        into: String,
    },
    /// Keep a report, but let it be silent: of no story, and no finding rests on it
    Withdraw {
        /// The report's id
        report: String,
    },
    /// Give a report its right date, outlet or language
    Redate {
        /// The report's id
        report: String,
        /// When it was published, such as 2031-03-06 or 2031-03-06T08:10Z
        #[arg(long)]
        published: Option<String>,
        /// Who published it
        #[arg(long)]
        outlet: Option<String>,
        /// Its language, as a code such as en
        #[arg(long)]
        language: Option<String>,
    },
    /// Somebody else said what a report quotes
    Speaker {
        /// The report's id
        report: String,
        /// First character of the quotation, as `quotes --format jsonl` has it
        start: usize,
        /// One past its last character
        end: usize,
        /// Who said it
        speaker: String,
        /// Whether it stands in the title
        #[arg(long)]
        in_title: bool,
    },
    /// What was corrected is as it was before
    Undo {
        /// The number that `correct list` shows
        number: i64,
    },
    /// Two names are one person's or one body's: their words are listed together
    Same {
        /// The name to be known by
        name: String,
        /// The other name
        alias: String,
    },
    /// Two names are not one person's
    Apart {
        /// A name
        name: String,
        /// The name of another
        alias: String,
    },
    /// Names of people and bodies from a CSV file: name, aliases (with ; between), note
    Names {
        /// The file; its first line is name,aliases,note
        file: PathBuf,
    },
    /// Show what was corrected
    List,
}
