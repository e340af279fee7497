//! `crosswire completions` and `crosswire man`: made from the same definitions as the flags.

use std::io::Write;

use anyhow::{Context, bail};
use clap::{Command, CommandFactory};

use crate::args::{Arguments, Completions, Man};
use crate::status::Status;

pub(crate) fn completions(arguments: &Completions) -> anyhow::Result<Status> {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut Arguments::command(),
        "crosswire",
        &mut script,
    );
    std::io::stdout().lock().write_all(&script)?;
    Ok(Status::Done)
}

pub(crate) fn man(arguments: &Man) -> anyhow::Result<Status> {
    let mut program = Arguments::command();
    program.build();
    if let Some(folder) = &arguments.into {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("--into {}: cannot be made", folder.display()))?;
        let mut written = 0;
        pages(&program, "crosswire", &mut |name, page| {
            let file = folder.join(format!("{name}.1"));
            written += 1;
            std::fs::write(&file, page).with_context(|| format!("{}", file.display()))
        })?;
        writeln!(
            std::io::stdout().lock(),
            "{written} pages written into {}",
            folder.display()
        )?;
        return Ok(Status::Done);
    }
    let mut command = &program;
    let mut name = "crosswire".to_owned();
    for part in &arguments.command {
        let Some(next) = command.find_subcommand(part) else {
            let known: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
            bail!(
                "{name} has no command {part:?}; there are: {}",
                known.join(", ")
            );
        };
        name = format!("{name}-{}", next.get_name());
        command = next;
    }
    std::io::stdout().lock().write_all(&page(command, &name)?)?;
    Ok(Status::Done)
}

/// The page of a command and those of all under it.
fn pages(
    command: &Command,
    name: &str,
    write: &mut impl FnMut(&str, Vec<u8>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    write(name, page(command, name)?)?;
    for next in command.get_subcommands() {
        if next.get_name() != "help" {
            pages(next, &format!("{name}-{}", next.get_name()), write)?;
        }
    }
    Ok(())
}

fn page(command: &Command, name: &str) -> anyhow::Result<Vec<u8>> {
    let mut page = Vec::new();
    // No date: the same program prints the same page.
    clap_mangen::Man::new(command.clone())
        .title(name.to_uppercase())
        .render(&mut page)?;
    Ok(page)
}
