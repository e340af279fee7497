//! What fits the program to a machine: configuration, completions, manual pages.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "Flags come before the environment, the environment before the file.")]
pub(crate) struct ConfigCommand {
    /// Print a file with every setting, to begin with
    #[arg(long)]
    pub(crate) example: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "bash: crosswire completions bash > ~/.local/share/bash-completion/completions/crosswire
zsh:  crosswire completions zsh > DIR/_crosswire, DIR being one of $fpath
fish: crosswire completions fish > ~/.config/fish/completions/crosswire.fish"
)]
pub(crate) struct Completions {
    /// Which shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
#[command(after_help = "crosswire man | man -l - shows it; --into writes a page a command.")]
pub(crate) struct Man {
    /// Of this command; of the program where it is left out
    #[arg(value_name = "COMMAND", num_args = 0..)]
    pub(crate) command: Vec<String>,
    /// Write the pages of the program and of all commands into this folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "command")]
    pub(crate) into: Option<PathBuf>,
}
