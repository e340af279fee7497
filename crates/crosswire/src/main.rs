//! The `crosswire` command.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Pages and reports are many small pieces; their allocation is an eighth of the time with the C library's.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(crosswire::run(std::env::args_os()))
}
