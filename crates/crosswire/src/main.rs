//! The `crosswire` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(crosswire::run(std::env::args_os()))
}
