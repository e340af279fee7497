//! `crosswire config`: which settings hold, and where each comes from.

use std::io::Write;

use crate::args::ConfigCommand;
use crate::settings::{self, EXAMPLE, variable};
use crate::status::Status;

pub(crate) fn run(arguments: &ConfigCommand) -> anyhow::Result<Status> {
    let mut out = std::io::stdout().lock();
    if arguments.example {
        out.write_all(EXAMPLE.as_bytes())?;
        return Ok(Status::Done);
    }
    let settings = settings::get();
    match &settings.file {
        Some(file) if settings.found => writeln!(out, "{}", file.display())?,
        Some(file) => writeln!(
            out,
            "{} (not there; crosswire config --example prints one)",
            file.display()
        )?,
        None => writeln!(out, "no file: set CROSSWIRE_CONFIG to where it is to be")?,
    }
    writeln!(out)?;
    let said = &settings.said;
    let rows = [
        row(
            "ledger",
            &["CROSSWIRE_LEDGER"],
            said.ledger.as_ref().map(|path| path.display().to_string()),
            "none",
        ),
        row(
            "model",
            &["CROSSWIRE_MODEL"],
            said.model.as_ref().map(|path| path.display().to_string()),
            "md",
        ),
        row(
            "threads",
            &[],
            said.threads.map(|threads| threads.to_string()),
            "one for each core",
        ),
        row(
            "offline",
            &[],
            said.offline.map(|offline| offline.to_string()),
            "false",
        ),
        row(
            "color",
            &["NO_COLOR"],
            said.color.map(|color| format!("{color:?}").to_lowercase()),
            "auto",
        ),
        row(
            "pager",
            &["CROSSWIRE_PAGER", "PAGER"],
            said.pager.clone(),
            "less",
        ),
    ];
    let wide = rows.iter().map(|row| row.1.chars().count()).max();
    let wide = wide.unwrap_or(0).min(60);
    for (name, value, from) in &rows {
        writeln!(out, "{name:<8} {value:<wide$}  {from}")?;
    }
    Ok(Status::Done)
}

/// A setting, its value, and where that comes from.
fn row(
    name: &'static str,
    variables: &[&str],
    file: Option<String>,
    otherwise: &str,
) -> (&'static str, String, String) {
    // PAGER is asked after the file, as the other variables are before it.
    let first = variables
        .iter()
        .filter(|name| **name != "PAGER")
        .find_map(|name| Some((variable(name)?, (*name).to_owned())));
    let last = || {
        let pager = variables.contains(&"PAGER");
        let said = variable("PAGER").filter(|_| pager)?;
        Some((said, "PAGER".to_owned()))
    };
    let (value, from) = first
        .map(|(value, from)| match name {
            "color" => ("never".to_owned(), from),
            _ => (value, from),
        })
        .or_else(|| file.map(|value| (value, "the file".to_owned())))
        .or_else(last)
        .unwrap_or_else(|| (otherwise.to_owned(), "default".to_owned()));
    (name, value, from)
}
