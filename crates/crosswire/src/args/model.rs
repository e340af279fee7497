//! `model`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

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
