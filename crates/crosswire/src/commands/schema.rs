//! `crosswire schema`

use std::io::Write;

use crate::status::Status;

pub(crate) fn run() -> anyhow::Result<Status> {
    std::io::stdout()
        .lock()
        .write_all(crosswire_present::json::schema().as_bytes())?;
    Ok(Status::Done)
}
