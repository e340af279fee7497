//! `crosswire serve`: the desk over a ledger.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use anyhow::Context;
use crosswire_desk::{Config, Following, Token, serve};
use tracing_subscriber::EnvFilter;

use crate::args::Serve;
use crate::commands::{follow, watch};
use crate::status::{Status, complain};

pub(crate) fn run(arguments: Serve) -> anyhow::Result<Status> {
    share_memory();
    let token = match secret(arguments.token.as_deref())? {
        Some(said) => Token::new(said.trim()).context(
            "the token: give at least 16 characters without blanks, or nothing for a random one",
        )?,
        None => Token::random()?,
    };
    let log = EnvFilter::try_from_env("CROSSWIRE_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    // A second desk in one process would find the log set up already, which is as good.
    let _ = tracing_subscriber::fmt()
        .json()
        .with_env_filter(log)
        .with_writer(std::io::stderr)
        .try_init();
    let secret = token.secret().to_owned();
    let open = arguments.open;
    let sources = match arguments.follow.as_slice() {
        [] => None,
        lists => Some(follow::listed(lists)?),
    };
    let following = (arguments.follow_on || sources.is_some()).then(|| Following {
        sources,
        options: crosswire_follow::Options {
            articles: arguments.articles,
            contact: arguments.contact.clone(),
            ..crosswire_follow::Options::default()
        },
    });
    let rules = watch::read(arguments.rules.as_deref())?;
    let config = Config {
        following,
        rules,
        ledger: arguments.ledger.path()?,
        listen: arguments.listen,
        token,
        hosts: arguments.host,
        analyse: Box::new(follow::analyse(arguments.language)),
    };
    serve(config, |address| {
        let mut out = std::io::stdout().lock();
        // Whoever started the desk reads this; if nobody does, the desk still runs.
        let address = format!("http://{address}/?token={secret}");
        let _ = writeln!(out, "{address}");
        let _ = out.flush();
        if open {
            browse(&address);
        }
    })?;
    Ok(Status::Done)
}

/// Opens an address with what this machine opens addresses with.
fn browse(address: &str) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let mut command = std::process::Command::new(program);
    command.arg(address);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    match command.spawn() {
        // Waited for aside, so that it leaves nothing behind.
        Ok(mut child) => drop(std::thread::spawn(move || child.wait())),
        Err(error) => complain(&format!(
            "--open: {program} cannot be started ({error}); open the address by hand"
        )),
    }
}

/// Has all threads allocate from one place. Otherwise glibc gives almost each its own, none of which
/// can use what lies free in another, and all grow to what the largest answer needs.
fn share_memory() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    #[expect(unsafe_code, reason = "glibc has no other way to be told")]
    // SAFETY: sets a number of the allocator's, under its own lock.
    unsafe {
        libc::mallopt(libc::M_ARENA_MAX, 1);
    }
}

/// The secret that the user gave, in a file or in the environment; never as an argument, which
/// others on the machine could read.
fn secret(file: Option<&Path>) -> anyhow::Result<Option<String>> {
    match file {
        Some(file) => {
            let said = std::fs::read_to_string(file)
                .with_context(|| format!("--token {}: cannot be read", file.display()))?;
            Ok(Some(said))
        }
        None => Ok(std::env::var("CROSSWIRE_TOKEN")
            .ok()
            .filter(|said| !said.is_empty())),
    }
}
