//! `crosswire model fetch | verify | path`

use std::io::Write;

use anyhow::bail;
use crosswire_model::{LICENCES, locate, obtain};

use crate::args::{ModelAction, ModelCommand, ModelOptions};
use crate::language::{Bar, options};
use crate::status::Status;

pub(crate) fn run(command: &ModelCommand) -> anyhow::Result<Status> {
    match &command.action {
        ModelAction::Fetch(said) => fetch(said),
        ModelAction::Verify(said) => verify(said),
        ModelAction::Path { licences: true, .. } => {
            std::io::stdout().lock().write_all(LICENCES.as_bytes())?;
            Ok(Status::Done)
        }
        ModelAction::Path { options: said, .. } => path(said),
    }
}

fn fetch(said: &ModelOptions) -> anyhow::Result<Status> {
    let located = obtain(
        &options(said.model.as_deref(), said.offline),
        &mut Bar::default(),
    )?;
    writeln!(std::io::stdout().lock(), "{}", located.path.display())?;
    Ok(Status::Done)
}

fn path(said: &ModelOptions) -> anyhow::Result<Status> {
    match locate(&options(said.model.as_deref(), said.offline))? {
        Some(located) => writeln!(std::io::stdout().lock(), "{}", located.path.display())?,
        None => bail!("the model is not here yet; `crosswire model fetch` fetches it"),
    }
    Ok(Status::Done)
}

fn verify(said: &ModelOptions) -> anyhow::Result<Status> {
    let options = options(said.model.as_deref(), said.offline);
    let store = options.store()?;
    let checked = match &options.dir {
        Some(dir) => store.check_given(dir)?,
        None => store.verify(options.model)?,
    };
    writeln!(
        std::io::stdout().lock(),
        "{}: {} files, {} bytes, all as published",
        checked.folder.display(),
        checked.files,
        checked.bytes
    )?;
    Ok(Status::Done)
}
