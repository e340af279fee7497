//! `crosswire follow`: feeds, folders and running crawls into a ledger, and who is to be told, told.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use crosswire_extract::Extracted;
use crosswire_follow::{
    Follower, Gathered, Source, State, alone, apart, keep, known, opml, sources, take,
};
use crosswire_ledger::{Ledger, Run};
use crosswire_report::Report;
use jiff::Timestamp;
use serde_json::json;
use tracing_subscriber::EnvFilter;

use crate::analysis;
use crate::args::{AnswerFormat, Follow, Language};
use crate::commands::add;
use crate::commands::watch::Watching;
use crate::interruption::Interruption;
use crate::status::{Status, complain};

/// How long the ledger may be behind another program's commit.
const TURN: Duration = Duration::from_millis(100);
/// Looks that are taken into the ledger together.
const TOGETHER: usize = 256;

pub(crate) fn run(arguments: Follow) -> anyhow::Result<Status> {
    let path = arguments.ledger.path()?;
    if arguments.list {
        return list(&arguments, &path);
    }
    if arguments.opml {
        let ledger = Ledger::open_read_only(&path)?;
        let active: Vec<Source> = followed(&ledger)?
            .into_iter()
            .filter(|(.., active)| *active)
            .map(|(source, ..)| source)
            .collect();
        write!(std::io::stdout().lock(), "{}", opml(&active))?;
        return Ok(Status::Done);
    }
    log();
    let mut ledger = Ledger::create(&path)?;
    let _alone = alone(&path)?;
    if !arguments.sources.is_empty() {
        keep(&mut ledger, &listed(&arguments.sources)?)?;
    }
    let follower = Follower::start(
        &ledger,
        crosswire_follow::Options {
            articles: arguments.articles,
            once: arguments.once,
            contact: arguments.contact.clone(),
            ..crosswire_follow::Options::default()
        },
    )?;
    anyhow::ensure!(
        follower.sources() > 0,
        "{}: nothing is followed; name a list of sources, as `crosswire follow --help` shows it",
        path.display()
    );
    let watching = Watching::start(
        &path,
        &mut ledger,
        arguments.rules.as_deref(),
        arguments.contact.as_deref(),
    )?;
    let interruption = Interruption::watch();
    let mut analyse = analyse(arguments.language);
    let mut status = Status::Done;
    loop {
        if interruption.happened() {
            follower.stop();
        }
        let ended = follower.ended() || interruption.happened();
        let mut gathered: Vec<Gathered> = follower.next(TURN).into_iter().collect();
        while let Some(more) = (gathered.len() < TOGETHER)
            .then(|| follower.next(Duration::ZERO))
            .flatten()
        {
            gathered.push(more);
        }
        if gathered.is_empty() {
            // What another program committed is told of too.
            watching.look(&mut ledger)?;
            if ended {
                break;
            }
            continue;
        }
        for trouble in gathered.iter().flat_map(|gathered| &gathered.trouble) {
            complain(trouble);
            status = Status::Trouble;
        }
        take(&mut ledger, &mut analyse, gathered)?;
        watching.look(&mut ledger)?;
    }
    watching.finish();
    // A service that is stopped has not failed.
    Ok(if arguments.once { status } else { Status::Done })
}

/// Log lines as JSON on standard error; `CROSSWIRE_LOG` says how much.
pub(crate) fn log() {
    let log = EnvFilter::try_from_env("CROSSWIRE_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    // A second one in one process would find the log set up already, which is as good.
    let _ = tracing_subscriber::fmt()
        .json()
        .with_env_filter(log)
        .with_writer(std::io::stderr)
        .try_init();
}

/// The sources of some lists, together.
pub(crate) fn listed(paths: &[std::path::PathBuf]) -> anyhow::Result<Vec<Source>> {
    let mut all = Vec::new();
    for path in paths {
        let place = path.display().to_string();
        let list = std::fs::read_to_string(path)
            .with_context(|| format!("{place}: the list of sources cannot be read"))?;
        all.extend(sources(&list, &place)?);
    }
    Ok(apart(all))
}

/// Loads the model when the first report comes in, and keeps it.
pub(crate) fn analyse(
    language: Language,
) -> impl FnMut(Vec<Arc<Report>>) -> anyhow::Result<(Vec<Extracted>, Run)> {
    let mut loaded = None;
    move |reports| {
        let (pipeline, pool, run) = match &mut loaded {
            Some(loaded) => loaded,
            None => loaded.insert(add::load(&language)?),
        };
        let extracted = pool.install(|| analysis::extracted(pipeline, reports));
        Ok((extracted, run.clone()))
    }
}

fn followed(ledger: &Ledger) -> anyhow::Result<Vec<(Source, State, bool)>> {
    let all = ledger.sources()?;
    let read = all.iter().filter_map(|followed| {
        known(followed).map(|(source, state)| (source, state, followed.active))
    });
    Ok(read.collect())
}

/// `--list`: each source, and how far it is.
fn list(arguments: &Follow, path: &Path) -> anyhow::Result<Status> {
    let ledger = Ledger::open_read_only(path)?;
    let mut out = std::io::stdout().lock();
    let outbox = ledger.latest()?.outbox()?;
    let outbox: Vec<_> = outbox
        .iter()
        .map(|(channel, waiting, given_up)| {
            json!({"channel": channel, "waiting": waiting, "given_up": given_up})
        })
        .collect();
    let all = followed(&ledger)?;
    if arguments.format == AnswerFormat::Json {
        let all: Vec<_> = all
            .iter()
            .map(|(source, state, active)| {
                json!({"name": source.name, "kind": source.what.word(), "place": source.what.place(),
                    "outlet": source.outlet, "interval_seconds": source.interval.as_secs_f64(), "active": active,
                    "state": state})
            })
            .collect();
        writeln!(
            out,
            "{}",
            serde_json::to_string_pretty(&json!({"sources": all, "outbox": outbox}))?
        )?;
        return Ok(Status::Done);
    }
    for (source, state, active) in &all {
        let when = |time: Option<Timestamp>| {
            time.map_or("never".to_owned(), |time| {
                time.strftime("%F %H:%M:%SZ").to_string()
            })
        };
        let rest = if *active {
            ""
        } else {
            ", not followed any more"
        };
        writeln!(out, "{}{rest}", source.name)?;
        writeln!(
            out,
            "  {} {}, every {} s",
            source.what.word(),
            source.what.place(),
            source.interval.as_secs_f64()
        )?;
        if let Some(outlet) = &source.outlet {
            writeln!(out, "  outlet {outlet}")?;
        }
        writeln!(
            out,
            "  last success {}, last look {}, {} reports, {} errors",
            when(state.succeeded),
            when(state.tried),
            state.reports,
            state.troubles
        )?;
        if let Some(trouble) = &state.trouble {
            writeln!(out, "  trouble: {trouble}")?;
        }
        if let Some(moved) = &state.moved {
            writeln!(out, "  it says that it has moved to {moved}")?;
        }
    }
    for channel in &outbox {
        writeln!(
            out,
            "channel {}: {} alerts wait, {} were given up",
            channel["channel"].as_str().unwrap_or_default(),
            channel["waiting"],
            channel["given_up"]
        )?;
    }
    if all.is_empty() && std::io::stdout().is_terminal() {
        writeln!(
            out,
            "nothing is followed; name a list of sources, as `crosswire follow --help` shows it"
        )?;
    }
    Ok(Status::Done)
}
