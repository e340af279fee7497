//! How text for people looks, and where it goes.

use clap::{Args, ValueEnum};
use serde::Deserialize;

/// How text for people looks.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(crate) struct Look {
    /// When to use colours [default: auto]
    #[arg(long, value_enum)]
    pub(crate) color: Option<Colour>,
    /// Print straight to the terminal, also what is longer than it
    #[arg(long)]
    pub(crate) no_pager: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Colour {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
