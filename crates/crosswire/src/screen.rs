//! Text for people on its way to a terminal: how wide that is, and a pager where it is too short.
//!
//! As git does it: the pager is `CROSSWIRE_PAGER`, what the configuration says, `PAGER`, else `less`,
//! which goes away by itself where everything fits and lets colours through.

use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};

use crosswire_present::terminal::Options;

use crate::args::Look;
use crate::settings;

/// Columns at which text is wrapped: those of the terminal within bounds, else these.
const WIDE: usize = 100;
const BOUNDS: (usize, usize) = (40, 120);

/// How findings are printed, as flags, configuration and terminal have it.
pub(crate) fn options(look: Look) -> Options {
    Options {
        colour: settings::coloured(look.color),
        width: width(),
        ..Options::default()
    }
}

/// Columns of the terminal.
pub(crate) fn width() -> usize {
    let term = console::Term::stdout();
    match term.size_checked() {
        Some((_, columns)) if term.is_term() => usize::from(columns).clamp(BOUNDS.0, BOUNDS.1),
        _ => WIDE,
    }
}

/// Prints text, through a pager where standard output is a terminal that it does not fit on.
pub(crate) fn show(text: &str, look: Look) -> io::Result<()> {
    let term = console::Term::stdout();
    let rows = term
        .size_checked()
        .map_or(usize::MAX, |(rows, _)| rows.into());
    let long = text.lines().count() + 1 > rows;
    if !look.no_pager
        && long
        && io::stdout().is_terminal()
        && let Some(pager) = pager()
        && paged(&pager, text)?
    {
        return Ok(());
    }
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// The command that shows long text; `None` where none is wanted.
fn pager() -> Option<String> {
    let said = std::env::var("CROSSWIRE_PAGER").ok();
    let said = said.or_else(|| settings::get().said.pager.clone());
    let said = said.or_else(|| std::env::var("PAGER").ok());
    let said = said.unwrap_or_else(|| "less".to_owned());
    Some(said).filter(|said| !said.trim().is_empty() && said.trim() != "cat")
}

/// Hands text to a pager; whether there is one.
fn paged(pager: &str, text: &str) -> io::Result<bool> {
    let mut command = if cfg!(windows) {
        let mut command = Command::new("cmd");
        command.args(["/C", pager]);
        command
    } else {
        let mut command = Command::new("sh");
        command.args(["-c", pager]);
        command
    };
    for (name, value) in [("LESS", "FRX"), ("LV", "-c")] {
        if std::env::var_os(name).is_none() {
            command.env(name, value);
        }
    }
    let Ok(mut child) = command.stdin(Stdio::piped()).spawn() else {
        return Ok(false);
    };
    if let Some(mut input) = child.stdin.take() {
        // Whoever quits the pager early has seen enough.
        match input.write_all(text.as_bytes()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error),
            _ => {}
        }
    }
    let status = child.wait()?;
    // 127: the shell knows no such command.
    Ok(status.code() != Some(127))
}
